"""Dialogs that ask for something: what they share, and the one for the filters; the page of keys."""

from collections.abc import Iterable
from typing import ClassVar, TypeVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from bizenv_cli.errors import BizenvError
from bizenv_cli.render import Page, renderer
from bizenv_cli.tui.fields import Choice, FieldRow, told
from bizenv_cli.tui.forms import Field
from bizenv_cli.tui.sections import LABELS, Typed, narrowed
from bizenv_cli.tui.session import Session
from bizenv_cli.views import Facts, View
from bizenv_cli.views.parts import line
from bizenv_cli.vocabulary import LIGHTS, STATUSES

T = TypeVar("T")

KEYS = (
    ("↑ ↓ 或 j k", "上一项、下一项"),
    ("PgUp PgDn", "上一屏、下一屏；空格也是下一屏"),
    ("Home End", "第一项、最后一项，也可按 g、G"),
    ("← → 或 h l", "前一栏、后一栏；1 至 5 直接到逾期、临近、全部、目标、职责"),
    ("Enter Tab", "到全文里去，窄屏时放大；Esc 回到列表"),
    ("/", "在这一栏里查找编号、举措、单位里的字；几个词用空格隔开，须全有；Esc 取消"),
    ("f", "筛选：单位、领导、指标或行动、状态、灯、时限；c 清除"),
    ("w", "看一项任务为何是这个状态，再按一次回到全文"),
    ("m", "登记：任务的签收、进展、办结、延期、退回、销号、督办，目标的数值，职责的履行"),
    ("u", "更正：取消这一项的最后一条登记"),
    ("r", "重新读取；清单在磁盘上变了，会自己重读"),
    ("? 或 F1", "这一页"),
    ("q", "退出"),
    ("登记", "先检查，给你看要加的那一行，确认了才写入；不合规的写不进去，会说为什么"),
    ("标记", "■ 逾期　▲ 临近　● 其余　√ 办结　× 无时限"),
)
_WIDEST = 90
_CHROME = 6  # cells of the box around a page


class Dialog(ModalScreen[T | None]):
    """Lines to fill in, and below them what there is to say about it."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", show=False),
        Binding("ctrl+s,f10", "accept", show=False, priority=True),
        Binding("down", "app.focus_next", show=False),
        Binding("up", "app.focus_previous", show=False),
    ]
    AUTO_FOCUS = ""
    KEYS: ClassVar[str] = "Enter 下一行　Ctrl+S 确定　Esc 取消"

    def __init__(self, heading: str, about: str, rows: Iterable[FieldRow]) -> None:
        super().__init__()
        self._heading = heading
        self._about = about
        self.rows = list(rows)
        self.busy = False
        self._warned = False

    def compose(self) -> ComposeResult:
        """Make the box."""
        with Vertical(id="box"):
            yield Static(told(self._heading), id="heading")
            if self._about:
                yield Static(told(self._about), id="about")
            with VerticalScroll(id="rows", can_focus=False):
                yield from self.rows
            yield Static("", id="said", markup=False)
            yield Static(self.KEYS, id="keys", markup=False)

    def on_mount(self) -> None:
        """Begin at the first line that is not filled in yet."""
        first = next((row for row in self.rows if not row.value), self.rows[0])
        first.entry.focus()

    def typed(self) -> dict[str, str]:
        """Return what is typed and chosen, by the fields' keys."""
        return {row.field.key: row.value for row in self.rows}

    def say(self, *lines: str) -> None:
        """Say something below the lines."""
        self.query_one("#said", Static).update(told(*lines))

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Go on to the next line; after the last one, accept."""
        self._go_on(event.input)

    def on_choice_accepted(self, _: Choice.Accepted) -> None:
        """Go on to the next line; after the last one, accept."""
        if isinstance(self.focused, Choice):
            self._go_on(self.focused)

    def on_input_changed(self) -> None:
        """Take back the warning that something would be lost."""
        self._warned = False

    def _go_on(self, entry: Input | Choice) -> None:
        if entry is self.rows[-1].entry:
            self.action_accept()
        else:
            self.focus_next()

    def action_leave(self) -> None:
        """Close the dialog; where something was typed, only when asked twice."""
        if self.busy:
            return
        if any(row.changed for row in self.rows) and not self._warned:
            self._warned = True
            self.say("填了的还没有用上：再按一次 Esc 放弃")
            return
        self.dismiss(None)

    def action_accept(self) -> None:
        """Take what was typed, in the background."""
        if not self.busy:
            self.busy = True
            self.run_worker(self._take())

    async def _take(self) -> None:
        try:
            await self.take()
        except BizenvError as error:
            self.say(str(error))
        finally:
            self.busy = False

    async def take(self) -> None:
        """Do what the dialog is for; errors are shown in it.

        Raises:
            BizenvError: what was typed will not do.
        """
        raise NotImplementedError


class FilterDialog(Dialog[Typed]):
    """Asks by what the lists are narrowed."""

    def __init__(self, session: Session, typed: Typed) -> None:
        self._session = session
        hint = "全称，或其中几个字"
        whole = ("", "全部")
        fields = (
            Field("unit", LABELS["unit"], hint),
            Field("official", LABELS["official"], hint),
            Field("group", LABELS["group"], hint),
            Field("status", LABELS["status"], choices=(whole, *STATUSES.items())),
            Field("light", LABELS["light"], choices=(whole, *LIGHTS.items())),
            Field("before", LABELS["before"], "含当日，如 2023-11-30、月底、2w"),
        )
        rows = [FieldRow(field, value) for field, value in zip(fields, typed, strict=True)]
        super().__init__("筛选", "", rows)

    async def take(self) -> None:
        """See that the names and the date mean something, and close."""
        typed = Typed(**{key: value.strip() for key, value in self.typed().items()})
        await self._session.ask(lambda: narrowed(self._session.index, typed))
        self.dismiss(typed)


class HelpPage(ModalScreen[None]):
    """The page of keys."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q,enter,question_mark,fullwidth_question_mark,f1", "dismiss", show=False),
        Binding("j", "scroll('down')", show=False),
        Binding("k", "scroll('up')", show=False),
    ]

    def compose(self) -> ComposeResult:
        """Make the page."""
        with Vertical(id="box"):
            yield Static("按键", id="heading", markup=False)
            with VerticalScroll(id="page"):
                yield Static(id="text", markup=False)
            yield Static("Esc 关闭　↑ ↓ 滚动", id="keys", markup=False)

    def on_resize(self, event: events.Resize) -> None:
        """Set the keys and their meanings side by side, as wide as there is room for."""
        facts = Facts(tuple((key, line(meaning)) for key, meaning in KEYS))
        view = View("tui", line("按键"), (facts,), "keys", (), 0, (), None)
        width = min(event.size.width, _WIDEST) - _CHROME
        text = "".join(renderer("table")(view, Page(width)))
        self.query_one("#text", Static).update(text.partition("\n")[2])

    def action_scroll(self, to: str) -> None:
        """Scroll by a line."""
        page = self.query_one("#page", VerticalScroll)
        (page.scroll_down if to == "down" else page.scroll_up)(animate=False)
