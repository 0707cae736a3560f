"""The board as a file: every number is what the command line gives, and nothing in it can run, load or break out."""

import base64
import hashlib
import json
import re
import tomllib
from contextlib import closing
from datetime import date
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import lxml.html
import pytest
from packaging.requirements import Requirement

import bizenv_cli.cli.board as command
from bizenv_cli.board.address import address
from bizenv_cli.board.data import embedded
from bizenv_cli.board.page import WRITTEN_OUT
from bizenv_cli.cli.main import main
from bizenv_cli.index import open_index
from bizenv_cli.place import Place
from bizenv_cli.query import glance, ledger, overlaps, pages, reasons, tasks
from bizenv_cli.query.burndown import burndown
from bizenv_cli.query.choices import Choices
from bizenv_cli.query.heatmap import heatmap
from bizenv_cli.query.plan import head
from bizenv_cli.query.targets import TargetFilters, targets
from bizenv_cli.query.tasks import Filters
from bizenv_cli.render.safe import plain
from bizenv_cli.views.board import Answers, Board, board
from bizenv_cli.views.board_tasks import BoardTask
from conftest import REAL, ROOT, SMALL, Run, refs

VENDOR = ROOT / "src" / "bizenv_cli" / "board" / "vendor"
TODAY = "2099-06-10"
HOSTILE = (
    "<script>alert(1)</script>", "</script><img src=x onerror=alert(1)>", "<!-- <script>", "]]>", "{{7*7}}",
    "{% raw %}", "=cmd|' /C calc'!A0", "\x1b[31m\x00\x7f\x85", "\u202eabc\u2066\u200f", "a\u2028b\u2029c", "'\"`&amp;&",
    "javascript:alert(1)", "长" * 10_000, "\ud800",
)  # fmt: skip


LEDGERS = {
    "jia-ju": """unit: 甲局
entries:
  - {date: 2099-04-02, task: 1-1, event: receive}
  - {date: 2099-06-03, task: 1-1, event: done}
  - {date: 2099-06-04, task: 1-1, event: accept}
  - {date: 2099-06-08, target: T1, event: measure, value: 4.5}
""",
    "yi-ju": """unit: 乙局
entries:
  - {date: 2099-06-05, task: 1-2, event: done, evidence: [示例〔2099〕4号]}
  - {date: 2099-06-06, task: 2-1, event: extend, to: 2099-12-31, approval: 示例发〔2099〕3号}
  - {date: 2099-06-07, task: 1-2, event: return, note: 示例：重报}
""",
    "bing-ju": """unit: 丙局
entries:
  - {date: 2099-04-03, task: 1-3, event: progress, note: <b>样例</b>, percent: 40, forecast: likely}
""",
    "overlaps": "overlaps:\n  - {tasks: [1-1, 2-1], verdict: same, because: 样例理由}\n",
}


@pytest.fixture
def told(small: Path) -> Path:
    """The small registry with a ledger: done late and accepted, sent back, extended, measured, judged."""
    ledger_in(small)
    return small


def ledger_in(folder: Path) -> None:
    """Write the ledger into a copy of the small registry."""
    (folder / "ledger").mkdir()
    for name, text in LEDGERS.items():
        (folder / ("" if name == "overlaps" else "ledger") / f"{name}.yaml").write_text(
            text, encoding="utf-8"
        )


class Page:
    """A written page, read as a browser without scripts would."""

    def __init__(self, path: Path) -> None:
        self.text = path.read_text(encoding="utf-8")
        self.tree = lxml.html.document_fromstring(
            self.text.encode(), parser=lxml.html.HTMLParser(encoding="utf-8")
        )
        self.data = json.loads(self.tree.xpath("//script[@id='data']")[0].text)

    def tasks(self) -> list[dict[str, Any]]:
        def texts(value: Any) -> Any:
            return [texts(item) for item in value] if isinstance(value, list) else self.data["strings"][value]

        return [dict(zip(self.data["fields"], texts(row), strict=True)) for row in self.data["tasks"]]

    def table(self, path: str) -> list[list[str]]:
        return [
            [" ".join(cell.text_content().split()) for cell in row.xpath("td|th")]
            for row in self.tree.xpath(f"{path}//tr")
        ]


def write(run: Run, folder: Path, out: Path, *arguments: str, **environment: str) -> Page:
    environment.setdefault("BIZENV_TODAY", TODAY)
    ran = run("board", "--out", str(out), *arguments, registry=folder, **environment)
    assert (ran.code, ran.out) == (0, ""), ran.err
    return Page(out)


def answer(run: Run, folder: Path, *arguments: str, **environment: str) -> dict[str, Any]:
    environment.setdefault("BIZENV_TODAY", TODAY)
    ran = run(*arguments, "--format", "json", registry=folder, **environment)
    assert ran.code == 0, ran.err
    found: dict[str, Any] = json.loads(ran.out)
    return found


def same_as_list(found: list[dict[str, Any]], expected: list[dict[str, Any]]) -> None:
    plain_fields = (
        "id",
        "plan",
        "indicator",
        "sub_indicator",
        "action",
        "status",
        "light",
        "work_task",
        "pilot",
    )
    assert [task["id"] for task in found] == [task["id"] for task in expected]
    for task, other in zip(found, expected, strict=True):
        for name in plain_fields:
            assert task[name] == (other[name] or ""), (task["id"], name)
        assert task["measure"] == (other["measure"] or "（工作举措缺失，见勘误）")
        assert task["day"] == (other["effective_deadline"] or "")
        for name in ("lead_units", "support_units"):
            assert task[name] == other[name]
        assert task["officials"] == other["lead_officials"]
        assert all(name in task["lead"] for name in other["lead"])


def test_the_real_plan_is_on_the_page_as_the_list_has_it(run: Run, tmp_path: Path) -> None:
    page = write(run, REAL, tmp_path / "看板.html", BIZENV_TODAY="2023-09-01")
    found = page.tasks()
    assert len(found) == 201
    same_as_list(found, answer(run, REAL, "list", BIZENV_TODAY="2023-09-01")["tasks"])
    rows = page.table("//tbody[@id='rows']")
    assert [row[0] for row in rows] == [task["id"] for task in found]  # without a script, too
    assert [row[2] for row in rows] == [task["measure"] for task in found]
    assert [row[5] for row in rows] == [task["said"] for task in found]


def test_counts_and_deadlines_are_those_of_the_status(run: Run, told: Path, tmp_path: Path) -> None:
    page = write(run, told, tmp_path / "a.html")
    status = answer(run, told, "status")
    whole = status["tasks"]
    names = ("overdue", "due_soon", "open", "undated", "done")
    said = page.tree.xpath("//section[@id='overview']/p[2]")[0].text_content()
    assert [int(number) for number in re.findall(r"[^\d ] \S+ (\d+)", said)][:5] == [
        whole[name] for name in names
    ]
    assert f"已办结的里迟 {whole['late']}、待销号 0" in said
    lights = [int(tile.text) for tile in page.tree.xpath("//a[contains(@class,'tile')]/b")]
    listed = answer(run, told, "list")["tasks"]
    keys = ("red", "yellow", "green", "grey", "done")
    assert lights == [sum(task["light"] == key for task in listed) for key in keys]
    assert sum(lights) == whole["total"]
    rows = page.table("//table[@class='deadlines']/tbody")
    for row, expected in zip(rows, status["deadlines"], strict=True):
        assert row[0].split()[0] == (expected["deadline"] or "无时限")
        assert [int(cell or 0) for cell in row[1:7]] == [
            expected["total"],
            *(expected[name] for name in names),
        ]


def test_an_empty_ledger_is_said_not_counted(run: Run, small: Path, tmp_path: Path) -> None:
    said = "尚无任何登记"
    before = write(run, small, tmp_path / "空.html")
    assert said in before.tree.get_element_by_id("overview").text_content()
    ledger_in(small)
    after = write(run, small, tmp_path / "有.html")
    assert said not in after.tree.get_element_by_id("overview").text_content()


def test_every_light_rule_is_that_of_the_list_and_is_printed(run: Run, told: Path, tmp_path: Path) -> None:
    for rule, words in (("deadline", "按时限远近"), ("pace", "按序时进度"), ("forecast", "按单位预计")):
        page = write(run, told, tmp_path / "a.html", "--light", rule)
        listed = answer(run, told, "list", "--light", rule)["tasks"]
        assert [task["light"] for task in page.tasks()] == [task["light"] for task in listed]
        assert words in page.tree.xpath("//section[@id='overview']/p[1]")[0].text_content()


def test_the_heat_map_is_the_heat_map(run: Run, tmp_path: Path) -> None:
    page = write(run, REAL, tmp_path / "a.html", BIZENV_TODAY="2023-09-01")
    expected = answer(run, REAL, "heatmap", BIZENV_TODAY="2023-09-01")
    keys = ("overdue", *expected["months"], "undated", "total")
    assert page.table("//table[@class='wide heat' or @class='heat']/tbody") == [
        [row["name"], *(str(row[key] or "") for key in keys)] for row in expected["rows"]
    ]
    (whole,) = page.table("//table[@class='heat']/tfoot")
    assert whole == ["合计", *(str(expected["whole"][key] or "") for key in keys)]


def test_targets_and_burndown_are_those_of_the_commands(run: Run, told: Path, tmp_path: Path) -> None:
    page = write(run, told, tmp_path / "a.html")
    targets = answer(run, told, "targets")["targets"]
    rows = [row for row in page.table("//section[@id='targets']//tbody") if len(row) > 1]
    assert [row[0] for row in rows] == [target["id"] for target in targets]
    words = {"met": "√ 达到", "unmet": "■ 未达到", "none": "● 尚无数据"}
    assert [row[6] for row in rows] == [words[target["status"]] for target in targets]
    assert "√ 达到 1" in page.tree.xpath("//section[@id='targets']//summary")[0].text_content()
    days = answer(run, told, "burndown")["days"]
    assert page.data["days"] == [day["date"] for day in days]
    assert page.data["planned"] == [day["planned"] for day in days]
    assert page.data["actual"] == [day["actual"] for day in days]
    assert [row[0] for row in page.table("//section[@id='burndown']//tbody")] == page.data["days"]


def test_a_tasks_page_says_what_the_command_says(run: Run, told: Path, tmp_path: Path) -> None:
    for task in write(run, told, tmp_path / "a.html").tasks():
        single = answer(run, told, "task", task["id"])
        said = run("task", task["id"], registry=told, BIZENV_TODAY=TODAY).out
        printed = "".join(said.split())
        for label, words in task["facts"]:
            if label not in ("清单", "灯"):
                assert "".join((label + words).split()) in printed, (task["id"], label)
        assert [entry[0] for entry in task["entries"]] == [entry["date"] for entry in single["entries"]]
        assert all("".join("".join(entry).split()) in printed for entry in task["entries"])
        assert [other[0] for other in task["overlaps"]] == [other["id"] for other in single["overlaps"]]
        assert [one for one in task["group"].split() if one != task["id"]] == single["siblings"]
        why = run("why", task["id"], registry=told, BIZENV_TODAY=TODAY).out
        assert dict(task["facts"])["灯"].split("：", 1)[1] in why


@pytest.mark.parametrize("day", [date(2023, 9, 1), date(2024, 3, 1)])
def test_all_pages_asked_together_are_those_asked_one_by_one(day: date) -> None:
    with closing(open_index(Place(REAL), day)) as index:
        (plan,) = pages.plans(index, Filters())
        assert len(plan.pages) == 201
        _one_by_one(index, plan)


def test_all_pages_of_a_ledger_are_those_asked_one_by_one(told: Path) -> None:
    with closing(open_index(Place(told), date(2099, 6, 10))) as index:
        (plan,) = pages.plans(index, Filters())
        assert sum(len(page.entries) for page in plan.pages) == 7
        assert any(page.overlaps for page in plan.pages)
        _one_by_one(index, plan)


def _one_by_one(index: Any, plan: pages.PlanPages) -> None:
    for page in plan.pages:
        row = page.task
        (ref,) = refs(index, row.id)
        reason = reasons.why(index, ref)
        assert page.task == reason.task
        assert page.entries == ledger.of_task(index, row.plan, row.id)
        assert page.moves == reason.moves
        assert page.parts == (reason.parts if page.entries else ())
        assert page.overlaps == overlaps.of_task(index, ref >> 20, ref)
        assert page.body_leads == tasks.body_leads(index, ref)
        assert tuple(one for one in page.group if one != row.id) == tasks.siblings(index, row)


@pytest.mark.parametrize(
    "narrowing",
    [("--unit", "法院"), ("--unit", "区税务局", "--role", "support"), ("--official", "蔡志刚"), ("--annex", "2"),
     ("--indicator", "纳税", "--before", "2023-09-30"), ("--action", "企业家"), ("--on", "2023-10")],
)  # fmt: skip
def test_a_page_may_hold_a_part_of_the_plan(run: Run, tmp_path: Path, narrowing: tuple[str, ...]) -> None:
    page = write(run, REAL, tmp_path / "a.html", *narrowing, BIZENV_TODAY="2023-09-01")
    expected = answer(run, REAL, "list", *narrowing, BIZENV_TODAY="2023-09-01")["tasks"]
    same_as_list(page.tasks(), expected)
    header = page.tree.xpath("//header")[0].text_content()
    assert f"共 {len(expected)} 项" in header
    assert "本页只含" in header
    heat = page.tree.xpath("//table[@class='heat']")
    if "support" in narrowing:
        assert not heat  # it counts what units lead
    elif heat:
        found = answer(run, REAL, "heatmap", *narrowing, BIZENV_TODAY="2023-09-01")
        assert len(page.table("//table[@class='heat']/tbody")) == found["count"]


def test_a_federation_has_all_plans_on_one_page(run: Run, told: Path, tmp_path: Path) -> None:
    city = tmp_path / "样例市"
    for key in ("jia", "yi"):
        (city / key).mkdir(parents=True)
        for path in sorted(told.rglob("*.yaml")):
            target = city / key / path.relative_to(told)
            target.parent.mkdir(exist_ok=True)
            target.write_text(path.read_text(encoding="utf-8").replace("shili2099", key), encoding="utf-8")
    page = write(run, city, tmp_path / "a.html")
    same_as_list(page.tasks(), answer(run, city, "list")["tasks"])
    assert "2 个方案" in page.tree.xpath("//h1")[0].text
    assert [option.text for option in page.tree.xpath("//select[@name='plan']/option")] == [
        "全部",
        "jia",
        "yi",
    ]
    heat = answer(run, city, "heatmap")
    assert [row[0] for row in page.table("//table[@class='heat']/tbody")] == [
        f"{row['plan']}:{row['name']}" for row in heat["rows"]
    ]
    one = write(run, city, tmp_path / "b.html", "--plan", "yi")
    assert {task["plan"] for task in one.tasks()} == {"yi"}
    for found in page.tasks():
        said = "".join(run("task", found["id"], registry=city, BIZENV_TODAY=TODAY).out.split())
        assert all("".join("".join(entry).split()) in said for entry in found["entries"])
        assert dict(found["facts"])["清单"].startswith(f"{found['plan']}/")


def test_the_same_question_gives_the_same_bytes(run: Run, told: Path, tmp_path: Path) -> None:
    first, second = tmp_path / "a.html", tmp_path / "b.html"
    write(run, told, first)
    write(run, told, second, "--no-cache")
    assert first.read_bytes() == second.read_bytes()
    write(run, told, second, PYTHONHASHSEED="7")
    assert first.read_bytes() == second.read_bytes()
    assert str(told).encode() not in first.read_bytes()  # nothing of whose computer made it


def test_nothing_but_its_own_scripts_may_run_and_nothing_may_be_loaded(
    run: Run, told: Path, tmp_path: Path
) -> None:
    page = write(run, told, tmp_path / "a.html")
    (policy,) = page.tree.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")
    rules = dict(rule.strip().split(" ", 1) for rule in policy.split(";"))
    assert rules["default-src"] == rules["base-uri"] == rules["form-action"] == "'none'"
    assert set(rules) == {"default-src", "script-src", "style-src", "img-src", "base-uri", "form-action"}
    assert rules["img-src"] == "data:"
    for name, path in (("script-src", "//script[not(@type)]"), ("style-src", "//style")):
        hashes = [f"'sha256-{_sha256(element.text)}'" for element in page.tree.xpath(path)]
        assert rules[name].split() == hashes
    assert all(link.startswith("#") or link == "data:," for link in page.tree.xpath("//@href|//@src"))
    assert not page.tree.xpath("//@*[starts-with(name(), 'on')]|//@style|//iframe|//object|//embed|//base")


def _sha256(text: str) -> str:
    return base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


def test_no_text_breaks_out_of_the_data() -> None:
    text = embedded([hostile_task(text, number) for number, text in enumerate(HOSTILE)], {})
    assert not re.search(r"[<>&\u2028\u2029\x00-\x1f\x7f-\x9f\u202e]", text)
    strings = json.loads(text)["strings"]
    for hostile in HOSTILE:
        assert plain(hostile) in strings

    class Reader(HTMLParser):
        seen: list[str] = []  # noqa: RUF012

        def handle_starttag(self, tag: str, attrs: object) -> None:
            del attrs
            self.seen.append(tag)

    reader = Reader()
    reader.feed(f'<script type="application/json">{text}</script><p>')
    assert reader.seen == ["script", "p"]


def hostile_task(text: str, number: int) -> BoardTask:
    """A task whose every text is the same."""
    values = dict.fromkeys(BoardTask._fields, text) | {
        "id": f"1-{number}", "lead_units": (text,), "support_units": (text,), "officials": (text,),
        "facts": ((text, text), ("灯", text), ("清单", text)), "entries": ((text,) * 4,),
        "overlaps": (("1-1", text),), "light": "red", "status": "overdue", "day": "2099-01-01", "group": "1-1",
        "urgent": "",
    }  # fmt: skip
    return BoardTask(**values)  # type: ignore[arg-type]


def hostile_board(text: str) -> Board:
    """A page around such tasks whose every text from a registry is the same."""
    with closing(open_index(Place(SMALL / "registry"), date(2099, 6, 10))) as index:
        shown = head(index)._replace(short_title=text, number=text)
        found = heatmap(index, "unit", Filters(role="lead"))
        answers = Answers(
            tally=glance.whole(index, Filters()),
            lights=tasks.select(index, Filters()).lights(),
            deadlines=glance.deadlines(index, Filters()),
            heat=found._replace(rows=tuple(row._replace(name=text) for row in found.rows)),
            targets=[row._replace(measured=text, indicator=text) for row in targets(index, TargetFilters())],
            burndown=burndown(index, Filters()),
            choices=Choices((text,), (text,), (text,), ((text, (text,)),), (text,)),
            query={"unit": text, "role": "any"},
            untargeted=True,
        )
    return board(shown, answers, text, date(2099, 6, 10))


def test_a_fragment_holds_any_name() -> None:
    assert (
        address(unit="甲&乙=丙#", status="", after="2099-01-01")
        == "#unit=%E7%94%B2%26%E4%B9%99%3D%E4%B8%99%23&after=2099-01-01"
    )
    assert address(status="overdue,open", task="jia:1-1") == "#status=overdue,open&task=jia:1-1"


def test_libraries_of_others_are_as_their_authors_made_them(run: Run, told: Path, tmp_path: Path) -> None:
    notes = (VENDOR / "README.md").read_text(encoding="utf-8")
    noted = dict(re.findall(r"^\| (\S+\.(?:js|css)) \|.* ([0-9a-f]{64}) \|$", notes, re.MULTILINE))
    assert noted == {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest()
        for path in VENDOR.iterdir()
        if path.suffix in (".js", ".css")
    }
    text = write(run, told, tmp_path / "a.html").text
    for path in VENDOR.glob("*.LICENSE"):
        assert path.read_text(encoding="utf-8").strip() in text


def test_no_script_of_ours_ends_its_own_element() -> None:
    for path in (VENDOR.parent / "script").glob("*.js"):
        assert not re.search(
            r"</script|<!--|innerHTML|eval\(", path.read_text(encoding="utf-8"), re.IGNORECASE
        )


def test_another_programs_file_is_not_written_over(run: Run, told: Path, tmp_path: Path) -> None:
    out = tmp_path / "a.html"
    out.write_text("<!DOCTYPE html><title>别人的</title>", encoding="utf-8")
    ran = run("board", "--out", str(out), registry=told, BIZENV_TODAY=TODAY)
    assert (ran.code, "不会覆盖它" in ran.err) == (2, True)
    assert "别人的" in out.read_text(encoding="utf-8")
    out.unlink()
    write(run, told, out)
    assert "2099-07-01" in write(run, told, out, "--as-of", "2099-07-01").tree.xpath("//header/p")[0].text
    for place, words in (
        (told / "annex1" / "a.html", "在任务清单"),
        (tmp_path / "没有" / "a.html", "没有这个文件夹"),
    ):
        ran = run("board", "--out", str(place), registry=told, BIZENV_TODAY=TODAY)
        assert ran.code == 2, ran.err
        assert words in ran.err or "无法写入" in ran.err
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []


def test_a_wrong_call_is_told(run: Run, tmp_path: Path) -> None:
    out = str(tmp_path / "a.html")
    for arguments, words in (
        ((), "缺少选项 --out"),
        (("--out", out, "--status", "overdue"), "不能再用 --status"),
        (("--out", out, "--unit", "没有的局"), "没有单位"),
        (("--out", out, "--as-of", "明年"), "明年"),
    ):
        ran = run("board", *arguments)
        assert (ran.code, words in ran.err, "Traceback" in ran.err) == (2, True, False), ran.err
    assert list(tmp_path.glob("*.html")) == []


def test_more_tasks_than_a_browser_opens_are_refused(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    monkeypatch.setattr(command, "MOST", 4)
    out = tmp_path / "a.html"
    assert main(["board", "--out", str(out), "--registry", str(SMALL / "registry"), "--no-cache"]) == 2
    assert "最多放 4 项任务，这里有 5 项" in capsys.readouterr().err
    assert not out.exists()


def test_a_long_plan_is_written_out_in_part(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    assert WRITTEN_OUT >= 201
    monkeypatch.setattr("bizenv_cli.board.page.WRITTEN_OUT", 2)
    out = tmp_path / "a.html"
    assert main(["board", "--out", str(out), "--registry", str(SMALL / "registry"), "--no-cache"]) == 0
    page = Page(out)
    assert len(page.table("//tbody[@id='rows']")) == 2
    assert len(page.tasks()) == 5
    assert "只列前 2 项，共 5 项" in page.tree.xpath("//noscript")[0].text_content()


def test_missing_jinja_is_told_with_what_to_install(run: Run, told: Path, tmp_path: Path) -> None:
    blocked = tmp_path / "blocked"
    blocked.mkdir()
    (blocked / "jinja2.py").write_text("raise ImportError\n", encoding="utf-8")
    ran = run("board", "--out", str(tmp_path / "a.html"), registry=told, PYTHONPATH=str(blocked))
    assert (ran.code, ran.err) == (2, '错误：网页看板要用 jinja2，还没有安装：pip install "bizenv[board]"\n')
    assert not (tmp_path / "a.html").exists()


def test_the_extra_the_dev_group_and_the_lock_agree() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    (extra,) = map(Requirement, project["project"]["optional-dependencies"]["board"])
    assert extra in map(Requirement, project["dependency-groups"]["dev"])
    lock = (ROOT / "requirements-lock.txt").read_text(encoding="utf-8")
    (locked,) = re.findall(rf"^{extra.name}==(\S+)", lock, re.MULTILINE)
    assert locked in extra.specifier


def test_an_empty_selection_is_a_page_too(run: Run, told: Path, tmp_path: Path) -> None:
    page = write(run, told, tmp_path / "a.html", "--on", "2098-01")
    assert page.tasks() == []
    assert "共 0 项" in page.tree.xpath("//header")[0].text_content()
