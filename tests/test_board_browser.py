"""The board in a browser: it filters, searches, opens, prints, asks nobody for anything, and shows every text as text."""

import json
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from bizenv_cli.board import html
from bizenv_cli.render.safe import plain
from browser import DESKTOP, MISSING, PHONE, Browser, browser
from conftest import REAL, SMALL, Run
from test_board import HOSTILE, answer, hostile_board, hostile_task, ledger_in, write

pytestmark = pytest.mark.skipif(MISSING is not None, reason=str(MISSING))

DAY = "2023-09-01"
ESCAPE, ENTER, UP, DOWN, END = "\ue00c", "\ue007", "\ue013", "\ue015", "\ue010"


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with browser() as started:
        yield started


@pytest.fixture
def board(run: Run, tmp_path: Path) -> Path:
    """The page of the real plan."""
    write(run, REAL, tmp_path / "看板.html", BIZENV_TODAY=DAY)
    return tmp_path / "看板.html"


def listed(chromium: Browser) -> list[str]:
    """The ids in the table, in order."""
    found: list[str] = chromium.run(
        "return [...document.querySelectorAll('#rows td.id')].map(cell => cell.textContent)"
    )
    return found


def said(chromium: Browser, identifier: str) -> str:
    found: str = chromium.run("return document.getElementById(arguments[0]).innerText", identifier)
    return found


def fill(chromium: Browser, **wanted: str) -> None:
    """Fill the form as a reader does; one name for each field, boxes by their values."""
    chromium.run(
        """const form = document.getElementById('filters');
        form.reset();
        for (const [name, value] of Object.entries(arguments[0])) {
          const boxes = form.querySelectorAll(`[type=checkbox][name="${name}"]`);
          for (const box of boxes) box.checked = value.split(',').includes(box.value);
          if (!boxes.length) form.elements[name].value = value;
        }
        form.dispatchEvent(new Event('input', {bubbles: true}));""",
        wanted,
    )


QUESTIONS: list[tuple[dict[str, str], tuple[str, ...]]] = [
    ({}, ()),
    ({"unit": "区法院"}, ("--unit", "区法院")),
    ({"unit": "区税务局", "role": "lead"}, ("--unit", "区税务局", "--role", "lead")),
    ({"unit": "区政数局", "role": "support"}, ("--unit", "区政数局", "--role", "support")),
    ({"official": "蔡志刚"}, ("--official", "蔡志刚")),
    ({"subject": "indicator:包容普惠创新"}, ("--indicator", "包容普惠创新")),
    ({"subject": "sub:人才流动便利度"}, ("--indicator", "人才流动便利度")),
    ({"subject": "action:企业家权益保护专项行动"}, ("--action", "企业家权益保护专项行动")),
    ({"status": "overdue,undated"}, ("--status", "overdue", "--status", "undated")),
    ({"before": "2023-09-30"}, ("--before", "2023-09-30")),
    ({"after": "2023-10-01", "before": "2023-11-30"}, ("--after", "2023-10-01", "--before", "2023-11-30")),
    ({"unit": "区发改委", "status": "open", "after": "2023-12-01"},
     ("--unit", "区发改委", "--status", "open", "--after", "2023-12-01")),
]  # fmt: skip


def test_every_filter_gives_what_the_list_gives(chromium: Browser, board: Path, run: Run) -> None:
    chromium.open(board)
    for wanted, arguments in QUESTIONS:
        expected = [task["id"] for task in answer(run, REAL, "list", *arguments, BIZENV_TODAY=DAY)["tasks"]]
        fill(chromium, **wanted)
        assert listed(chromium) == expected, wanted
        assert said(chromium, "count").startswith(f"列出 {len(expected)} 项")
    fill(chromium, sort="deadline")
    days = chromium.run(
        "return [...document.querySelectorAll('#rows td.deadline')].map(cell => cell.textContent)"
    )
    assert days[:-1] == sorted(days[:-1])
    assert days[-1] == "—"


@pytest.mark.parametrize(
    "words", ["双随机", "电子证照 印章", "区法院 破产", "没有这个词", "GB", "gb", "1.0版"]
)
def test_a_search_finds_what_the_search_finds(chromium: Browser, board: Path, run: Run, words: str) -> None:
    chromium.open(board)
    expected = {task["id"] for task in answer(run, REAL, "search", words, BIZENV_TODAY=DAY)["tasks"]}
    fill(chromium, q=words)
    assert set(listed(chromium)) == expected
    if not expected:
        assert said(chromium, "count").startswith("没有符合条件的任务")


def test_a_search_knows_numbers(chromium: Browser, board: Path) -> None:
    chromium.open(board)
    fill(chromium, q="1-26")
    assert listed(chromium) == ["1-26"]


def test_every_number_of_the_page_lists_as_many_tasks(chromium: Browser, board: Path) -> None:
    chromium.open(board)
    links = chromium.run(
        """return [...document.querySelectorAll('main a[href*="="]:not([href^="#task="])')]
        .map(link => [link.getAttribute('href'), (link.querySelector('b') || link).textContent.match(/[0-9,]+$/)[0]])"""
    )
    assert len(links) > 100
    counts = chromium.run(
        """return arguments[0].map(([address]) => {
          history.replaceState(null, '', address);
          dispatchEvent(new Event('hashchange'));
          return document.querySelectorAll('#rows tr[data-index]').length;
        })""",
        links,
    )
    assert counts == [int(number.replace(",", "")) for _, number in links]


def test_the_keyboard_does_it_all(chromium: Browser, board: Path) -> None:
    chromium.open(board)
    chromium.keys("/")
    assert chromium.run("return document.activeElement.id") == "q"
    chromium.keys(*"破产")
    chromium.wait("document.querySelectorAll('#rows tr[data-index]').length < 100")
    found = listed(chromium)
    chromium.keys(ESCAPE)
    assert len(listed(chromium)) == 201
    chromium.keys(*"破产")
    chromium.run("document.activeElement.blur()")
    chromium.keys("j")
    assert chromium.run("return document.activeElement.textContent") == found[0]
    chromium.keys("j", DOWN, "k")
    assert chromium.run("return document.activeElement.textContent") == found[1]
    chromium.keys(ENTER)
    chromium.wait("document.getElementById('task').open")
    assert said(chromium, "task-title").startswith(f"{found[1]}　")
    chromium.keys("j")
    assert said(chromium, "task-title").startswith(f"{found[2]}　")
    chromium.keys("k", UP)
    assert said(chromium, "task-title").startswith(f"{found[0]}　")
    chromium.keys(ESCAPE)
    chromium.wait("!document.getElementById('task').open")
    chromium.wait("!location.hash.includes('task=')")
    chromium.keys(*"?")
    chromium.wait("document.getElementById('help').open")
    keys = said(chromium, "help")
    for key in ("/", "j", "k", "↑", "↓", "Enter", "Esc", "Home", "End", "c", "t", "?"):
        assert key in keys
    chromium.keys(ESCAPE, "c")
    chromium.wait("document.querySelectorAll('#rows tr[data-index]').length === 201")
    chromium.keys("j", END)
    assert chromium.run("return document.activeElement.textContent") == "2-58"


def test_single_letters_can_be_switched_off(chromium: Browser, board: Path) -> None:
    chromium.open(board)
    chromium.run("document.getElementById('no-keys').click()")
    chromium.keys("/")
    assert chromium.run("return document.activeElement.id") != "q"
    chromium.run("document.getElementById('no-keys').click()")
    chromium.keys("/")
    assert chromium.run("return document.activeElement.id") == "q"


def test_a_task_and_filters_have_an_address(chromium: Browser, board: Path, run: Run) -> None:
    chromium.open(board, "#unit=%E5%8C%BA%E6%B3%95%E9%99%A2&status=open&task=1-49")
    assert said(chromium, "task-title").startswith("1-49　")
    assert chromium.run("return document.querySelector('[name=unit]').value") == "区法院"
    asked = answer(run, REAL, "list", "--unit", "区法院", "--status", "open", BIZENV_TODAY=DAY)
    assert listed(chromium) == [task["id"] for task in asked["tasks"]]
    chromium.run("document.querySelector('#task-facts a').click()")
    other = chromium.run("return document.querySelector('#task-title').textContent.split('　')[0]")
    assert other != "1-49"
    assert chromium.driver.current_url.endswith(f"status=open&task={other}")
    chromium.open(board, "#task=9-99")
    assert "本页没有任务「9-99」" in said(chromium, "count")
    chromium.run("document.querySelector('#rows a').click()")
    chromium.wait("document.getElementById('task').open")
    chromium.driver.back()
    chromium.wait("!document.getElementById('task').open")


def test_a_tasks_page_in_the_browser(chromium: Browser, run: Run, tmp_path: Path) -> None:
    folder = tmp_path / "registry"
    shutil.copytree(SMALL / "registry", folder)
    ledger_in(folder)
    write(run, folder, tmp_path / "a.html")
    for task in ("1-1", "1-2", "1-3", "2-1"):
        chromium.open(tmp_path / "a.html", f"#task={task}")
        shown = "".join(said(chromium, "task").split())
        single = answer(run, folder, "task", task)
        for entry in single["entries"]:
            assert entry["date"] in shown
            assert "".join(entry.get("note", "").split()) in shown
        for erratum in single["tasks"][0]["errata"]:
            assert erratum["because"] in shown
        for other in single["overlaps"]:
            assert f"重叠{other['id']}" in shown
            assert other["because"] is None or "同一件事" in shown
        assert chromium.run("return document.getElementById('no-entries').hidden") == bool(single["entries"])


def test_nothing_leaves_the_file_and_the_console_stays_empty(chromium: Browser, board: Path) -> None:
    chromium.driver.get("about:blank")
    chromium.requests()
    chromium.complaints()
    for size in (DESKTOP, PHONE):
        for dark in (False, True):
            chromium.open(board, "#task=1-26", size, dark=dark)
            chromium.keys(ESCAPE, "t", "t", "t", "/", *"法院", ESCAPE)
            chromium.run(
                "for (const one of document.querySelectorAll('details')) one.open = true; scrollTo(0, 9999)"
            )
            chromium.run("dispatchEvent(new Event('resize'))")
    chromium.pdf()
    assert chromium.complaints() == []
    asked = {url.partition("#")[0] for url in chromium.requests() if not url.startswith(("data:", "about:"))}
    assert asked == {board.as_uri()}


def test_the_policy_stops_what_was_put_in(chromium: Browser, board: Path) -> None:
    text = board.read_text(encoding="utf-8")
    changed = board.with_name("b.html")
    evil = "<script>window.hacked = 1</script><img src='https://example.invalid/a.png'>"
    changed.write_text(text.replace("<footer>", f"{evil}<footer>"), encoding="utf-8")
    chromium.open(changed)
    assert chromium.run("return window.hacked === undefined")
    assert len([line for line in chromium.complaints() if "Content Security Policy" in line]) == 2


def test_light_and_dark_follow_the_system_and_the_switch(chromium: Browser, board: Path) -> None:
    def paper() -> str:
        colour: str = chromium.run("return getComputedStyle(document.body).backgroundColor")
        return colour

    chromium.open(board)
    light = paper()
    chromium.open(board, dark=True)
    dark = paper()
    assert light != dark
    chromium.keys("t")
    assert (said(chromium, "theme"), paper()) == ("深浅：浅色", light)
    chromium.keys("t")
    assert (said(chromium, "theme"), paper()) == ("深浅：深色", dark)
    chromium.open(board)
    assert paper() == dark  # the choice is kept
    chromium.keys("t")
    assert (said(chromium, "theme"), paper()) == ("深浅：随系统", light)


CONTRAST = """
const channel = (v) => (v /= 255) <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4;
const light = ([r, g, b]) => 0.2126 * channel(r) + 0.7152 * channel(g) + 0.0722 * channel(b);
const parse = (text) => text.match(/[\\d.]+/g).map(Number);
const behind = (node) => {
  for (; node; node = node.parentElement) {
    const found = parse(getComputedStyle(node).backgroundColor);
    if (found.length < 4 || found[3] > 0) return found;
  }
  return [255, 255, 255];
};
const poor = [];
for (const node of document.querySelectorAll('body *')) {
  const own = [...node.childNodes].some((child) => child.nodeType === 3 && child.data.trim());
  if (!own || !node.offsetParent || node.closest('script, noscript, option, optgroup, .u-over')) continue;
  const [one, other] = [light(parse(getComputedStyle(node).color)), light(behind(node))].sort((a, b) => b - a);
  const ratio = (one + 0.05) / (other + 0.05);
  if (ratio < 4.5) poor.push(`${node.className || node.tagName} ${ratio.toFixed(2)} ${node.textContent.slice(0, 20)}`);
}
return [...new Set(poor)];
"""


@pytest.mark.parametrize("dark", [False, True])
def test_every_text_has_enough_contrast(chromium: Browser, board: Path, dark: bool) -> None:
    chromium.open(board, dark=dark)
    chromium.run("for (const one of document.querySelectorAll('details')) one.open = true")
    assert chromium.run(CONTRAST) == []
    chromium.open(board, "#task=1-26", dark=dark)
    assert chromium.run(CONTRAST) == []


def test_everything_that_can_be_used_has_a_name_and_a_role(chromium: Browser, board: Path) -> None:
    chromium.open(board)
    chromium.driver.execute_cdp_cmd("Accessibility.enable", {})
    nodes = chromium.driver.execute_cdp_cmd("Accessibility.getFullAXTree", {})["nodes"]
    seen = [node for node in nodes if not node["ignored"]]

    def role(node: dict[str, Any]) -> str:
        return str(node["role"]["value"])

    def name(node: dict[str, Any]) -> str:
        return str(node.get("name", {}).get("value", ""))

    usable = (
        "button",
        "link",
        "checkbox",
        "combobox",
        "searchbox",
        "textbox",
        "Date",
        "region",
        "table",
        "form",
        "img",
    )
    nameless = [node["role"] for node in seen if role(node) in usable and not name(node).strip()]
    assert nameless == []
    roles = {role(node) for node in seen}
    assert {
        "banner",
        "navigation",
        "main",
        "contentinfo",
        "search",
        "status",
        "table",
        "columnheader",
    } <= roles
    levels = [name(node) for node in seen if role(node) == "heading"]
    assert levels[0].startswith("青山湖区")
    assert chromium.run("return document.querySelectorAll('h1').length") == 1
    assert chromium.run("return document.getElementById('table').getAttribute('aria-rowcount')") == "202"


@pytest.mark.parametrize("size", [DESKTOP, PHONE])
def test_nothing_is_wider_than_the_screen(chromium: Browser, board: Path, size: tuple[int, int]) -> None:
    chromium.open(board, size=size)
    chromium.run("for (const one of document.querySelectorAll('details')) one.open = true")
    assert chromium.run("return document.documentElement.scrollWidth") <= size[0]
    if size == PHONE:
        small = chromium.run(
            """return [...document.querySelectorAll('button, select, input:not([type=checkbox]), nav a, .chip')]
            .filter(one => one.offsetParent && one.getBoundingClientRect().height < 38).map(one => one.outerHTML)"""
        )
        assert small == []  # a finger can hit it


def test_the_print_has_every_task_in_full(chromium: Browser, board: Path, run: Run, tmp_path: Path) -> None:
    if not shutil.which("pdftotext"):
        pytest.skip("没有 pdftotext，读不了打印出的 PDF")
    chromium.open(board, dark=True)
    text = _printed(chromium, tmp_path)
    for task in answer(run, REAL, "list", BIZENV_TODAY=DAY)["tasks"]:
        assert task["id"] in text
        assert task["measure"] is None or "".join(task["measure"].split())[-12:] in "".join(text.split())
    assert "T54" in text
    assert "筛选" not in text
    fill(chromium, unit="区法院")
    assert "1-26" not in _printed(chromium, tmp_path)
    chromium.open(board, "#task=1-49")
    one = _printed(chromium, tmp_path)
    assert "1-49" in one
    assert "热力图" not in one


def _printed(chromium: Browser, folder: Path) -> str:
    path = folder / "print.pdf"
    path.write_bytes(chromium.pdf())
    return subprocess.run(
        ["pdftotext", "-raw", str(path), "-"], capture_output=True, encoding="utf-8", check=True
    ).stdout


def test_without_scripts_there_is_a_summary_and_a_table(board: Path) -> None:
    with browser(scripts=False) as plain_browser:
        plain_browser.driver.get(board.as_uri())
        text = plain_browser.driver.find_element("tag name", "body").text
    assert "共 201 项" in text
    assert "这里没有运行脚本" in text
    assert "2-58" in text
    assert "清除筛选" not in text


@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: re.sub(r"\W+", "-", text)[:20] or "mark")
def test_hostile_text_arrives_as_text(chromium: Browser, tmp_path: Path, text: str) -> None:
    path = tmp_path / "a.html"
    tasks = [hostile_task(text, number) for number in range(3)]
    path.write_text(html(hostile_board(text), tasks), encoding="utf-8")
    chromium.complaints()
    chromium.open(path)
    shown = plain(text)
    cells = "return [...document.querySelectorAll(arguments[0])].map(cell => cell.textContent)"
    assert chromium.run(cells, "#rows td.measure") == [shown] * 3
    assert chromium.run(cells, "#rows td.lead") == [shown] * 3
    assert shown in chromium.run("return document.querySelector('h1').textContent")
    for box, wanted in (("unit", shown), ("official", shown)):
        assert wanted in chromium.run(
            f"return [...document.querySelectorAll('[name={box}] option')].map(one => one.value)"
        )
    chromium.run("document.querySelector('#rows a').click()")
    assert chromium.run(cells, "#task-facts dd")[0] == shown
    assert chromium.run(cells, "#entries tbody td") == [shown] * 4
    assert chromium.run("return document.getElementById('task-title').textContent") == shown
    chromium.run("document.getElementById('task').close()")
    fill(chromium, unit=shown, official=shown)
    assert len(listed(chromium)) == 3
    assert chromium.run("return document.documentElement.scrollWidth") <= DESKTOP[0]
    assert chromium.complaints() == []


def test_a_page_of_many_tasks_holds_only_those_in_sight(chromium: Browser, tmp_path: Path) -> None:
    tasks = [hostile_task("样例" * (number % 60), number) for number in range(3000)]
    path = tmp_path / "a.html"
    path.write_text(html(hostile_board("样例"), tasks), encoding="utf-8")
    for size in (DESKTOP, PHONE):
        chromium.open(path, size=size)
        assert len(listed(chromium)) < 60
        chromium.run("document.querySelector('#rows').scrollIntoView()")
        for _ in range(3):  # a glance back must not make the page jump
            chromium.keys("j")
        here = chromium.run("return document.activeElement.textContent")
        chromium.keys(END)
        chromium.wait("document.activeElement.textContent === '1-2999'")
        assert len(listed(chromium)) < 60
        chromium.keys(*[UP] * 5)
        chromium.wait("document.activeElement.textContent === '1-2994'")
        assert here.startswith("1-")
        fill(chromium, q="1-1234")
        assert listed(chromium) == ["1-1234"]
    assert (
        json.loads(chromium.run("return document.getElementById('table').getAttribute('aria-rowcount')")) == 2
    )
