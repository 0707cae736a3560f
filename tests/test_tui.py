"""The board: what it lists, how it is filtered and searched, what it writes, what it says when it cannot."""

import asyncio
import gc
import shutil
import subprocess
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import date
from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.widgets import Input, Static

from bizenv_cli.cli.context import Call
from bizenv_cli.cli.options import Output
from bizenv_cli.index import Index
from bizenv_cli.query import tasks
from bizenv_cli.query.tasks import Filters
from bizenv_cli.tui import panes as panes_module
from bizenv_cli.tui import session as session_module
from bizenv_cli.tui.app import Board
from bizenv_cli.tui.dialogs import FilterDialog, HelpPage
from bizenv_cli.tui.entering import EntryDialog, EventMenu, Preview
from bizenv_cli.tui.fields import told
from bizenv_cli.tui.listing import ListPane
from bizenv_cli.tui.sections import Typed
from bizenv_cli.tui.session import Session
from conftest import DAY, REAL, Run, index_at, unit_named
from console import on_a_terminal

LATER = date(2099, 6, 10)
SIZES = [(60, 20), (80, 24), (160, 50)]
Act = Callable[["On"], Awaitable[None]]


class On:
    """A board that is open, and hands on its keyboard."""

    def __init__(self, board: Board, pilot: "Pilot[None]") -> None:
        self.board = board
        self.pilot = pilot

    async def press(self, *keys: str) -> None:
        await self.pilot.press(*keys)
        await self.pilot.pause()

    async def type(self, text: str) -> None:
        entry = self.board.screen.focused
        assert isinstance(entry, Input)
        entry.insert_text_at_cursor(text)
        await self.pilot.pause()

    async def until(self, holds: Callable[[], object]) -> None:
        for _ in range(400):
            if holds():
                return
            await self.pilot.pause(0.02)
        pytest.fail("等不到")

    @property
    def pane(self) -> ListPane:
        return self.board.pane

    @property
    def ids(self) -> list[str]:
        return [row.key for row in self.pane.rows]

    @property
    def complete(self) -> bool:
        return self.pane.listing is not None and len(self.pane.rows) == self.pane.listing.total

    def text(self, selector: str) -> str:
        screen = (
            self.board.screen_stack[0]
            if selector in ("#message", "#narrowed", "#text")
            else self.board.screen
        )
        return str(screen.query_one(selector, Static).content)

    def lines(self) -> list[str]:
        return [self.pane.render_line(y).text for y in range(self.pane.size.height)]


@asynccontextmanager
async def opened(
    folder: Path,
    day: date,
    size: tuple[int, int] = (80, 24),
    typed: Typed | None = None,
    at: str | None = None,
) -> AsyncIterator[On]:
    def call() -> Call:
        return Call(Output(registry=str(folder), as_of=day.isoformat(), no_cache=True, at=at))

    session = Session(call().place, lambda: call().index, lambda: day)
    head = await session.ask(session.reopen)
    board = Board(session, head, typed or Typed())
    try:
        async with board.run_test(size=size) as pilot:
            on = On(board, pilot)
            await on.until(lambda: on.complete and board.counts)
            yield on
    finally:
        session.close()


def with_board(
    act: Act, folder: Path = REAL, day: date = date(2023, 9, 1), size: tuple[int, int] = (80, 24)
) -> None:
    async def play() -> None:
        async with opened(folder, day, size) as on:
            await act(on)

    asyncio.run(play())


@pytest.fixture
def later(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BIZENV_TODAY", LATER.isoformat())


def expected(index: Index, status: str) -> list[str]:
    order: tasks.Order = "deadline" if status else "ord"
    return tasks.select(index, Filters(statuses=(status,) if status else ()), order=order).ids()


@pytest.mark.parametrize("size", SIZES)
def test_each_section_lists_what_the_commands_list(size: tuple[int, int]) -> None:
    async def act(on: On) -> None:
        index = index_at(date(2023, 9, 1))
        for key, status in (("1", "overdue"), ("2", "due-soon"), ("3", "")):
            await on.press(key)
            await on.until(lambda status=status: on.complete and on.ids == expected(index, status))
        assert on.board.counts == {"overdue": 39, "near": 21, "all": 201, "targets": 54, "duties": 129}
        for key, first, count in (("4", "T1", 54), ("5", "qsh2023\tD4", 129)):
            await on.press(key)
            await on.until(lambda count=count: on.complete and len(on.ids) == count)
            assert on.ids[0].startswith(first)

    with_board(act, size=size)


@pytest.mark.parametrize("size", [*SIZES, (40, 12), (250, 60)])
def test_no_line_is_wider_than_its_pane_and_the_cursor_is_in_sight(size: tuple[int, int]) -> None:
    async def act(on: On) -> None:
        for section in "12345":
            await on.press(section)
            for key in ("G", "g", "pagedown", "k", "j"):
                await on.press(key)
                lines = [on.pane.render_line(y) for y in range(on.pane.size.height)]
                assert {line.cell_length for line in lines} == {on.pane.scrollable_content_region.width}
                assert sum(line.text.startswith("→ ") for line in lines) == 1

    with_board(act, size=size)


def test_a_narrow_window_says_what_it_leaves_out_and_a_tiny_one_what_it_takes() -> None:
    async def act(on: On) -> None:
        assert "未列所属、牵头单位、完成时限（窗口窄）" in on.text("#narrowed")
        await on.pilot.resize_terminal(250, 60)
        await on.until(lambda: "未列" not in on.text("#narrowed"))
        assert "区市监局" in "".join(on.lines())
        await on.pilot.resize_terminal(30, 8)
        await on.until(lambda: "窗口太小（30×8），至少要 40×12" in on.text("#small"))
        await on.pilot.resize_terminal(80, 24)
        await on.until(lambda: not on.board.screen.has_class("small"))
        assert on.pane.has_focus

    with_board(act, size=(60, 20))


def test_the_page_is_what_the_command_prints(run: Run) -> None:
    async def act(on: On) -> None:
        await on.press("3", "j", "j")
        await on.until(lambda: "1-3　开办企业" in on.text("#text"))
        width = on.board.page.room
        printed = on_a_terminal(
            [sys.executable, "-m", "bizenv_cli", "task", "1-3"], REAL.parent, COLUMNS=str(width), NO_COLOR="1"
        )
        assert on.text("#text").rstrip() == printed.rstrip()
        await on.press("w")
        await on.until(lambda: "规则（依次判断" in on.text("#text"))
        await on.press("w")
        await on.until(lambda: "规则（依次判断" not in on.text("#text"))

    assert run("task", "1-3").code == 0
    with_board(act)


def test_keys_of_both_kinds_move_and_the_page_is_entered_and_left() -> None:
    async def act(on: On) -> None:
        for key, at in (
            ("j", 1),
            ("down", 2),
            ("k", 1),
            ("up", 0),
            ("G", 38),
            ("g", 0),
            ("end", 38),
            ("home", 0),
        ):
            await on.press(key)
            assert on.pane.cursor == at
        await on.press("enter")
        assert on.board.page.has_focus
        await on.press("escape")
        assert on.pane.has_focus
        for key, section in (
            ("l", "near"),
            ("right", "all"),
            ("h", "near"),
            ("left", "overdue"),
            ("left", "duties"),
        ):
            await on.press(key)
            assert on.board.section == section
        await on.press("question_mark")
        assert isinstance(on.board.screen, HelpPage)
        await on.press("escape")
        await on.press("ctrl+c")
        assert "退出按 q" in on.text("#message")

    with_board(act)


def test_a_mouse_picks_sections_and_rows() -> None:
    async def act(on: On) -> None:
        await on.pilot.click("#sections", offset=(14, 0))
        await on.until(lambda: on.board.section == "near")
        await on.pilot.click("#list", offset=(5, 4))
        assert on.pane.cursor == 2

    with_board(act)


def test_filters_are_those_of_the_commands_and_a_wrong_name_loses_nothing() -> None:
    async def act(on: On) -> None:
        await on.press("3", "f")
        dialog = on.board.screen
        assert isinstance(dialog, FilterDialog)
        await on.type("区法园")
        await on.press("ctrl+s")
        await on.until(lambda: "没有单位「区法园」。相近的有：区法院" in on.text("#said"))
        assert dialog.typed()["unit"] == "区法园"
        await on.press("backspace")
        await on.type("院")
        await on.press("tab", "tab", "tab", "tab", "tab")
        await on.type("2023-11-30")
        await on.press("enter")
        await on.until(lambda: on.board.typed.before == "2023-11-30" and on.complete)
        index = index_at(date(2023, 9, 1))
        filters = Filters(units=(unit_named(index, "区法院"),), before=date(2023, 11, 30))
        await on.until(lambda: on.ids == tasks.select(index, filters).ids())
        assert "单位 区法院 · 时限不晚于 2023-11-30" in on.text("#narrowed")
        await on.press("4")
        await on.until(lambda: "这里不用：时限不晚于" in on.text("#narrowed"))
        await on.press("3", "c")
        await on.until(lambda: len(on.ids) == 201)

    with_board(act)


@pytest.mark.parametrize(
    ("typed", "filters"),
    [
        (Typed(official="毛涛", status="overdue"), Filters(official="毛涛", statuses=("overdue",))),
        (Typed(group="登记财产"), Filters(indicator="登记财产")),
        (
            Typed(group="企业家权益保护", light="yellow"),
            Filters(action="企业家权益保护专项行动", lights=("yellow",)),
        ),
    ],
)
def test_each_filter_narrows(typed: Typed, filters: Filters) -> None:
    async def play() -> None:
        async with opened(REAL, date(2023, 9, 1), typed=typed) as on:
            await on.press("3")
            wanted = tasks.select(index_at(date(2023, 9, 1)), filters).ids()
            assert wanted
            await on.until(lambda: on.ids == wanted)

    asyncio.run(play())


def test_a_search_finds_words_and_ids_and_is_taken_back() -> None:
    async def act(on: On) -> None:
        await on.press("3", "slash")
        await on.type("电子证照 电子印章")
        await on.until(lambda: on.ids == ["1-85", "1-102", "2-9"])
        await on.press("escape")
        await on.until(lambda: len(on.ids) == 201)
        assert on.pane.has_focus
        await on.press("slash")
        await on.type("2-58")
        await on.press("enter")
        await on.until(lambda: on.ids == ["2-58"])
        await on.press("slash")
        await on.type("没有的字")
        await on.until(lambda: on.pane.listing and on.pane.listing.total == 0)
        assert "这一栏里没有这样的" in "".join(on.lines())

    with_board(act)


def test_what_is_recorded_is_shown_first_and_then_written(small: Path, later: None) -> None:
    del later
    ledger = small / "ledger" / "jiaju.yaml"

    async def act(on: On) -> None:
        await on.until(lambda: on.ids == ["1-1", "2-1"])
        await on.press("m")
        await on.until(lambda: isinstance(on.board.screen, EventMenu))
        await on.press("2")
        await on.until(lambda: isinstance(on.board.screen, EntryDialog))
        dialog = on.board.screen
        assert isinstance(dialog, EntryDialog)
        await on.type("样例：办了一半")
        await on.press("tab")
        await on.type("60")
        await on.press("tab", "right", "tab")
        await on.type("示例〔2099〕1号；样例照片")
        await on.press("enter", "enter")
        await on.until(lambda: isinstance(on.board.screen, Preview))
        line = (
            "  - {date: 2099-06-10, task: 1-1, event: progress, note: 样例：办了一半, percent: 60, forecast: able,"
            " evidence: [示例〔2099〕1号, 样例照片]}"
        )
        assert on.text("#lines") == f"+{line}"
        assert not ledger.exists()
        await on.press("escape")
        await on.until(lambda: on.board.screen is dialog)
        assert dialog.typed()["note"] == "样例：办了一半"
        await on.press("ctrl+s")
        await on.until(lambda: isinstance(on.board.screen, Preview))
        await on.press("enter")
        await on.until(ledger.exists)
        assert ledger.read_text(encoding="utf-8") == f"unit: 甲局\nentries:\n{line}\n"
        await on.until(lambda: "已登记" in on.text("#message"))
        await on.until(lambda: "样例：办了一半" in on.text("#text"))
        await on.press("u")
        await on.until(lambda: isinstance(on.board.screen, EntryDialog))
        assert "甲局 2099-06-10 进展" in on.text("#about")
        await on.press("ctrl+s")
        await on.until(lambda: isinstance(on.board.screen, Preview))
        await on.press("enter")
        await on.until(lambda: "of: progress, dated: 2099-06-10" in ledger.read_text(encoding="utf-8"))

    with_board(act, small, LATER)


def test_a_task_that_is_done_leaves_the_list_and_the_cursor_stays(small: Path, later: None) -> None:
    del later

    async def act(on: On) -> None:
        await on.press("3", "j", "j", "j")
        assert on.pane.current
        assert on.pane.current.key == "2-1"
        await on.press("m", "3")
        await on.until(lambda: isinstance(on.board.screen, EntryDialog))
        await on.press("ctrl+s")
        await on.until(lambda: isinstance(on.board.screen, Preview))
        await on.press("y")
        await on.until(lambda: on.board.counts["overdue"] == 1)
        assert on.pane.current
        assert on.pane.current.key == "2-1"
        await on.press("1")
        await on.until(lambda: on.ids == ["1-1"])

    with_board(act, small, LATER)


def test_a_refusal_is_shown_and_nothing_is_written_or_lost(small: Path, later: None) -> None:
    del later

    async def act(on: On) -> None:
        await on.press("m", "6")
        await on.until(lambda: isinstance(on.board.screen, EntryDialog))
        await on.type("样例备注")
        await on.press("ctrl+s")
        await on.until(lambda: "E234 任务 1-1 还没有登记办结，不能销号" in on.text("#said"))
        assert isinstance(on.board.screen, EntryDialog)
        assert on.board.screen.typed()["note"] == "样例备注"
        await on.press("escape")
        assert "再按一次 Esc 放弃" in on.text("#said")
        await on.press("tab", "ctrl+q")
        await on.until(lambda: on.pane.has_focus)
        assert not (small / "ledger").exists()

    with_board(act, small, LATER)


@pytest.mark.parametrize(
    ("keys", "typed", "sentence"),
    [
        (("m", "2"), {}, "「进展」要写"),
        (("m", "2"), {"note": "样例", "percent": "101"}, "进度写 0 至 100 的整数，不是「101」"),
        (("m", "3"), {"date": "2099-06-11"}, "登记的日期 2099-06-11 还没有到"),
        (("m", "4"), {"to": "不是日期", "approval": "示例函"}, "看不懂日期「不是日期」"),
        (("m", "1"), {"unit": "丁局"}, "没有单位「丁局」"),
        (("j", "m", "8"), {}, "2-1 没有可更正的登记"),
        (("4", "m", "1"), {"unit": "甲局", "value": "好"}, "「好」不是数"),
    ],
)
def test_what_cannot_be_meant_is_said_in_the_dialog(
    small: Path, later: None, keys: tuple[str, ...], typed: dict[str, str], sentence: str
) -> None:
    del later

    async def act(on: On) -> None:
        if keys[0] == "4":
            await on.press("4")
            await on.until(lambda: on.ids[:1] == ["T1"])
        await on.press(*[key for key in keys if key != "4" or keys.index(key)])
        await on.until(lambda: isinstance(on.board.screen, EntryDialog))
        dialog = on.board.screen
        assert isinstance(dialog, EntryDialog)
        for row in dialog.rows:
            if row.field.key in typed and isinstance(row.entry, Input):
                row.entry.value = typed[row.field.key]
        await on.press("ctrl+s")
        await on.until(lambda: sentence in on.text("#said"))
        assert not (small / "ledger").exists()

    with_board(act, small, LATER)


def test_values_and_duties_are_recorded_too(small: Path, later: None) -> None:
    del later

    async def write(on: On, key: str, value: str) -> None:
        await on.press("m", "1")
        await on.until(lambda: isinstance(on.board.screen, EntryDialog))
        dialog = on.board.screen
        assert isinstance(dialog, EntryDialog)
        for row in dialog.rows:
            if row.field.key in ("unit", key) and isinstance(row.entry, Input):
                row.entry.value = value if row.field.key == key else "甲局"
        await on.press("ctrl+s")
        await on.until(lambda: isinstance(on.board.screen, Preview))
        await on.press("enter")
        await on.until(lambda: on.board.screen is on.board.screen_stack[0])

    async def act(on: On) -> None:
        await on.press("4")
        await on.until(lambda: on.ids[:1] == ["T1"])
        await write(on, "value", "4.5")
        await on.until(lambda: "√ 达到" in "".join(on.lines()))
        await on.press("5")
        await on.until(lambda: on.board.section == "duties" and on.complete and on.ids[0].count("\t"))
        at = next(at for at, key in enumerate(on.ids) if "D1" in key and "样例指标" in key)
        on.pane.cursor = at
        count = len(on.ids)
        await write(on, "completed", "2099-06-01")
        await on.until(lambda: on.complete and len(on.ids) == count - 1)
        text = (small / "ledger" / "jiaju.yaml").read_text(encoding="utf-8")
        assert "{date: 2099-06-10, target: T1, event: measure, value: 4.5}" in text
        assert "duty: D1, event: fulfil, period: 2099-0" in text
        assert "completed: 2099-06-01" in text

    with_board(act, small, LATER)


def test_a_registry_that_changes_on_disk_is_read_again_and_a_broken_one_is_told(small: Path) -> None:
    path = small / "annex1" / "01-yangli.yaml"
    sound = path.read_text(encoding="utf-8")

    async def act(on: On) -> None:
        path.write_text(sound.replace("甲事办好。", "甲事改写。"), encoding="utf-8")
        await on.board.look()
        await on.until(lambda: "甲事改写" in on.text("#text"))
        path.write_text(sound.replace("2099-05-31", "2099-05-32"), encoding="utf-8")
        await on.board.look()
        assert "所列是改动以前的：任务清单有 1 处错误" in on.text("#message")
        assert on.ids == ["1-1", "2-1"]
        path.write_text(sound, encoding="utf-8")
        await on.board.look()
        await on.until(lambda: "甲事办好" in on.text("#text") and not on.text("#message"))

    with_board(act, small, LATER)


def test_an_earlier_revision_is_read_only(small: Path) -> None:
    identity = ["-c", "user.name=样例", "-c", "user.email=t@example.invalid", "-c", "commit.gpgsign=false"]
    for arguments in (["init", "-q"], ["add", "-A"], ["commit", "-q", "-m", "样例"]):
        subprocess.run(["git", *identity, *arguments], cwd=small, check=True)
    shutil.rmtree(small / "annex2")

    async def play() -> None:
        async with opened(small, LATER, at="HEAD") as on:
            assert on.ids == ["1-1", "2-1"]
            assert "只读" in str(on.board.query_one("#title", Static).content)
            await on.press("m")
            await on.until(lambda: "这是版本「HEAD」的清单，只读，不能登记" in on.text("#message"))
            assert len(on.board.screen_stack) == 1

    asyncio.run(play())
    assert not (small / "ledger").exists()


def test_on_another_day_than_today_nothing_is_recorded(small: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BIZENV_TODAY", "2099-06-11")

    async def act(on: On) -> None:
        await on.press("m")
        await on.until(lambda: "看板以 2099-06-10 计，不是今天，不能登记" in on.text("#message"))
        assert len(on.board.screen_stack) == 1

    with_board(act, small, LATER)


def test_hostile_text_is_shown_as_text(small: Path, later: None) -> None:
    del later
    path = small / "annex1" / "01-yangli.yaml"
    text = path.read_text(encoding="utf-8").replace(
        "甲事办好。", "'[red]甲事[/red] [@click=app.quit]办好[/]。'"
    )
    path.write_text(text, encoding="utf-8")

    async def act(on: On) -> None:
        assert "[red]甲事[/red] [@click=app.qu" in "".join(on.lines())
        await on.until(lambda: "[red]甲事[/red] [@click=app.quit]办好[/]" in on.text("#text"))
        await on.press("m")
        await on.until(lambda: isinstance(on.board.screen, EventMenu))
        assert "[red]甲事[/red]" in on.text("#about")

    with_board(act, small, LATER, (160, 50))
    assert told("甲\x1b[31m乙\u202e丙\r").plain == "甲\\x1b[31m乙\\u202e丙\\r"
    assert told("[red]").spans == []


def test_a_long_list_is_read_in_pieces_and_keeps_its_order(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(panes_module, "_FIRST", 20)
    monkeypatch.setattr(session_module, "_PIECE", 30)

    async def act(on: On) -> None:
        await on.press("3", "G")
        await on.until(lambda: on.complete)
        assert on.ids == expected(index_at(date(2023, 9, 1)), "")
        await on.until(lambda: on.pane.current is not None and on.pane.current.key == "2-58")
        await on.until(lambda: "2-58　" in on.text("#text"))
        await on.press("r")
        await on.until(lambda: "已重新读取" in on.text("#message") and on.complete)
        assert on.pane.current is not None
        assert on.pane.current.key == "2-58"

    with_board(act)


def test_without_colour_nothing_is_coloured(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")

    async def act(on: On) -> None:
        assert "<rect" in on.board.export_screenshot()
        assert on.board.no_color
        here = [line for line in on.lines() if line.startswith("→ ")]
        assert len(here) == 1
        assert "■ 逾期" in here[0]

    with_board(act)


def test_where_there_is_no_screen_the_board_says_so(run: Run, tmp_path: Path) -> None:
    ran = run("tui")
    assert (ran.code, ran.out) == (2, "")
    assert "看板要在终端里打开" in ran.err
    command = [sys.executable, "-m", "bizenv_cli", "tui"]
    assert "TERM=dumb" in on_a_terminal(command, tmp_path, TERM="dumb", BIZENV_REGISTRY=str(REAL))


def child(code: str, folder: Path) -> str:
    call = "from bizenv_cli.cli.main import main; print('exit', main(['tui']))"
    return on_a_terminal([sys.executable, "-c", f"{code}; {call}"], folder, BIZENV_REGISTRY=str(REAL))


def test_without_textual_it_says_how_to_install_it(tmp_path: Path) -> None:
    said = child("import sys; sys.modules['textual'] = None", tmp_path)
    assert '看板要用 textual，还没有安装：pip install "bizenv[tui]"' in said
    assert "exit 2" in said


def test_a_fault_of_the_board_is_told_as_one_and_the_terminal_is_given_back(tmp_path: Path) -> None:
    fault = "from bizenv_cli.tui.session import Session; Session.listing = lambda *a, **k: 1 / 0"
    said = child(fault, tmp_path)
    assert "抱歉，程序出错了" in said
    assert "exit 3" in said
    assert "Traceback" not in said
    assert "\x1b[?1049l" in said


def test_a_broken_registry_or_an_unknown_unit_is_told_before_the_screen_is_taken(
    copy: Path, tmp_path: Path
) -> None:
    command = [sys.executable, "-m", "bizenv_cli", "tui", "--unit", "区法园"]
    said = on_a_terminal(command, tmp_path, BIZENV_REGISTRY=str(REAL))
    assert "没有单位「区法园」" in said
    assert "\x1b[?1049h" not in said
    path = copy / "plan.yaml"
    path.write_text(
        path.read_text(encoding="utf-8").replace("alert_days: 30", "alert_days: 三十"), encoding="utf-8"
    )
    said = on_a_terminal(command[:-2], tmp_path, BIZENV_REGISTRY=str(copy))
    assert "先改正再查询" in said
    assert "\x1b[?1049h" not in said


@pytest.mark.filterwarnings("error::pytest.PytestUnraisableExceptionWarning")
def test_a_list_that_was_not_read_to_its_end_is_let_go_in_its_own_thread() -> None:
    def call() -> Call:
        return Call(Output(registry=str(REAL), as_of=DAY.isoformat(), no_cache=True))

    session = Session(call().place, lambda: call().index, lambda: DAY)
    try:
        first, rows = session.at_once(session.listing, "all", Typed(), "", 1).result()
        assert (first.total, len(rows)) == (201, 1)
        session.at_once(session.listing, "all", Typed(), "", 1).result()
        del first, rows
        gc.collect()
    finally:
        session.close()
