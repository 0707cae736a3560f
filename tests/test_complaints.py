"""The register of complaints: its clocks in working days, what it may not say, and that an empty one is sound."""

import csv
import io
import json
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bizenv_cli.index import open_index
from bizenv_cli.place import Place
from bizenv_cli.query.complaints import ComplaintRow, complaints, due_days, levels
from bizenv_cli.workdays import is_workday, workdays_between
from conftest import Run, index_at, load, sound

REGISTER = """complaints:
  - id: C1
    received: 2023-09-28
    kind: general
    matter: 样例窗口多收材料
    unit: 区政数局
    called: 2023-09-28
    settled: 2023-10-12
  - id: C2
    received: 2023-09-28
    kind: difficult
    matter: 样例工程款拖欠
    unit: 区住建局
    called: 2023-10-08
  - id: C3
    received: 2023-09-30
    kind: general
    matter: 样例事项办不成
    unit: 区市监局
"""
ONE = """complaints:
  - id: C1
    received: 2099-04-01
    kind: general
    matter: 样例事由
    unit: 甲局
"""


@pytest.fixture
def register(copy: Path) -> Path:
    """The real registry with a fictitious register of three complaints."""
    (copy / "complaints.yaml").write_text(REGISTER, encoding="utf-8")
    return copy


def on(folder: Path, day: str, *, only_open: bool = False) -> list[ComplaintRow]:
    with closing(open_index(Place(folder), date.fromisoformat(day))) as index:
        return list(complaints(index, only_open=only_open))


def clocks(row: ComplaintRow) -> list[tuple[str, str, int | None, str]]:
    return [(clock.step, str(clock.due), clock.days, clock.status) for clock in row.clocks]


def test_the_notice_gives_three_clocks() -> None:
    found = [
        (level.step, level.kind, level.working_days, level.at) for level in levels(index_at(date(2023, 9, 1)))
    ]
    assert found == [
        ("call", None, 1, "二（六）"),
        ("settle", "general", 5, "二（六）"),
        ("answer", "difficult", 10, "二（六）"),
    ]


@pytest.mark.parametrize(
    ("received", "call", "settle", "answer"),
    [
        ("2023-09-28", "2023-10-07", "2023-10-11", "2023-10-18"),
        ("2023-09-29", "2023-10-07", "2023-10-11", "2023-10-18"),
        ("2023-10-06", "2023-10-07", "2023-10-11", "2023-10-18"),
        ("2023-10-07", "2023-10-08", "2023-10-12", "2023-10-19"),
        ("2023-11-01", "2023-11-02", "2023-11-08", "2023-11-15"),
        ("2023-12-29", "2024-01-02", "2024-01-08", "2024-01-15"),
    ],
)
def test_the_days_by_which_each_step_is_due(received: str, call: str, settle: str, answer: str) -> None:
    found = due_days(index_at(date(2023, 9, 1)), date.fromisoformat(received), None)
    assert [due.isoformat() for _, due in found] == [call, settle, answer]


@given(st.dates(date(2023, 1, 1), date(2023, 12, 1)))
def test_every_step_is_due_on_a_working_day_so_many_after(received: date) -> None:
    for level, due in due_days(index_at(date(2023, 9, 1)), received, None):
        assert is_workday(due)
        assert workdays_between(received, due) == level.working_days


def test_what_became_of_each_step(register: Path) -> None:
    sound(register)
    first, second, third = on(register, "2023-10-14")
    assert clocks(first) == [("call", "2023-10-07", 1, "done"), ("settle", "2023-10-11", -1, "late")]
    assert clocks(second) == [("call", "2023-10-07", -1, "late"), ("answer", "2023-10-18", 3, "open")]
    assert clocks(third) == [("call", "2023-10-07", -6, "overdue"), ("settle", "2023-10-11", -2, "overdue")]
    assert [row.is_open for row in (first, second, third)] == [False, True, True]
    assert third.unit == "区市场监管局"


def test_what_was_not_known_on_the_day_is_not_told(register: Path) -> None:
    assert on(register, "2023-09-27") == []
    first, second = on(register, "2023-09-28")
    assert (first.settled, second.called) == (None, None)
    assert clocks(first) == [("call", "2023-10-07", 1, "done"), ("settle", "2023-10-11", 5, "open")]
    (same_day, *_) = on(register, "2023-10-11")
    assert clocks(same_day)[1] == ("settle", "2023-10-11", 0, "open")  # due on its day, not late


def test_open_ones_alone(register: Path) -> None:
    assert [row.id for row in on(register, "2023-10-14", only_open=True)] == ["C2", "C3"]


def test_the_list(register: Path, run: Run) -> None:
    ran = run("complaints", "--as-of", "2023-10-14", registry=register)
    assert [line.split("  ")[0] for line in ran.out.splitlines()[1:5]] == [
        "投诉 3 件，未办完 2 件，其中有逾期的 1 件 · 以 2023-10-14（周六）计",
        "",
        "C1",
        "",
    ]
    for words in ("√ 2023-10-12 已办，迟 1 个工作日", "● 还有 3 个工作日", "■ 逾期 6 个工作日"):
        assert words in ran.out
    ran = run("complaints", "--unit", "住建局", "--as-of", "2023-10-18", registry=register)
    assert "今天到期" in ran.out
    assert "C1" not in ran.out
    ran = run("complaints", "--unit", "住建局", "--as-of", "2023-10-21", registry=register)
    assert "逾期 2 个工作日" in ran.out


def test_a_rest_day_after_the_last_day_is_late_by_no_whole_working_day(copy: Path, run: Run) -> None:
    text = REGISTER.replace("2023-09-28", "2023-11-03").replace("2023-09-30", "2023-11-03")
    text = text.replace("    called: 2023-10-08\n", "").replace("    settled: 2023-10-12\n", "")
    (copy / "complaints.yaml").write_text(text, encoding="utf-8")
    ran = run(
        "complaints", "--unit", "区政数局", "--as-of", "2023-11-11", registry=copy
    )  # due on Friday, a Saturday
    assert "办结      5 个工作日  2023-11-10 周五  ■ 逾期不满 1 个工作日" in ran.out


def test_the_list_as_data(register: Path, run: Run) -> None:
    found = json.loads(
        run("complaints", "--as-of", "2023-10-14", "--open", "--format", "json", registry=register).out
    )
    assert found["query"] == {"command": "complaints", "open": True}
    assert [row["id"] for row in found["complaints"]] == ["C2", "C3"]
    assert found["complaints"][0]["clocks"][1] == {
        "step": "answer", "working_days": 10, "due": "2023-10-18", "taken": None, "days": 3, "status": "open",
        "text": "回复 2023-10-18 还有 3 个工作日",
    }  # fmt: skip
    rows = list(
        csv.DictReader(
            io.StringIO(run("complaints", "--as-of", "2023-10-14", "--format", "csv", registry=register).out)
        )
    )
    assert rows[2]["类别"] == "一般问题"
    assert rows[2]["各步时限"] == "电话联系 2023-10-07 逾期 6 个工作日；办结 2023-10-11 逾期 2 个工作日"
    counted = run("sql", "SELECT count(*) AS n, count(settled) AS s FROM complaints", "--as-of", "2023-10-14", "--format", "json", registry=register)  # fmt: skip
    assert json.loads(counted.out)["rows"] == [{"n": 3, "s": 1}]


def test_sla_shows_the_rest_days_that_are_left_out(run: Run) -> None:
    ran = run("sla", "2023-09-28")
    assert [line.split() for line in ran.out.splitlines()[3:6]] == [
        ["电话联系", "全部", "1", "个工作日", "2023-10-07", "周六", "09-29", "至", "10-06（中秋、国庆节）"],
        ["办结", "一般问题", "5", "个工作日", "2023-10-11", "周三", "09-29", "至", "10-06（中秋、国庆节）"],
        ["回复", "疑难问题", "10", "个工作日", "2023-10-18", "周三", "09-29", "至", "10-06（中秋、国庆节）、10-14", "至", "10-15"],
    ]  # fmt: skip
    assert "推定：" in ran.out
    on_a_rest_day = run("sla", "2023-09-30", "--kind", "general")
    assert "休息日，从下一工作日算起" in on_a_rest_day.out
    assert "疑难" not in on_a_rest_day.out
    told = json.loads(run("sla", "2023-10-13", "--kind", "difficult", "--format", "json").out)
    assert [row["due"] for row in told["service_levels"]] == ["2023-10-16", "2023-10-27"]
    assert told["service_levels"][0]["rest_days"] == [
        {"date": "2023-10-14", "holiday": None},
        {"date": "2023-10-15", "holiday": None},
    ]


@pytest.mark.parametrize("day", ["2099-04-01", "2003-04-01"])
def test_a_year_without_a_calendar_is_said_and_not_guessed(run: Run, day: str) -> None:
    ran = run("sla", day)
    assert (ran.code, ran.out) == (2, "")
    assert "年的放假调休安排，算不出工作日" in ran.err
    assert "Traceback" not in ran.err


def test_a_complaint_of_a_year_without_a_calendar_has_no_days(small: Path, run: Run) -> None:
    (small / "complaints.yaml").write_text(ONE + "    called: 2099-04-02\n", encoding="utf-8")
    sound(small)
    ran = run("complaints", "--as-of", "2099-05-01", registry=small)
    assert ran.code == 0
    assert "× 2099-04-02 已办，不知道当年的放假调休安排，算不出截止日" in ran.out


@pytest.mark.parametrize("text", [None, "complaints: []\n"])
def test_an_empty_or_absent_register_is_sound(small: Path, run: Run, text: str | None) -> None:
    if text is not None:
        (small / "complaints.yaml").write_text(text, encoding="utf-8")
    sound(small)
    ran = run("complaints", registry=small)
    assert (ran.code, ran.out.splitlines()[-1]) == (0, "没有投诉登记 · 以 2023-09-01（周五）计")
    assert json.loads(run("complaints", "--format", "json", registry=small).out)["complaints"] == []
    assert run("complaints", "--format", "csv", registry=small).out.count("\n") == 1


def test_the_shipped_register_is_empty(run: Run) -> None:
    assert run("complaints").out.splitlines()[-1] == "没有投诉登记 · 以 2023-09-01（周五）计"


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("    unit: 甲局\n", "    unit: 甲句\n", "E204"),
        ("    unit: 甲局\n", "    unit: 甲局\n    complainant: 某甲\n", "E115"),
        ("    unit: 甲局\n", "    unit: 甲局\n    phone: '12345'\n", "E115"),
        ("    matter: 样例事由\n", "    matter: 样例事由，来电 13800000000\n", "E010"),
        ("    matter: 样例事由\n", "    matter: 样例事由，座机 0000-23456789\n", "E260"),
        ("    matter: 样例事由\n", "    matter: 样例事由，电话 23456789\n", "E260"),
        ("    matter: 样例事由\n", "    matter: 投诉人：某甲\n", "E260"),
        ("    matter: 样例事由\n", "    matter: 某甲女士反映样例事由\n", "E260"),
        ("kind: general", "kind: 一般", "E118"),
        ("received: 2099-04-01", "received: 2099-04-31", "E110"),
        ("id: C1", "id: 1", "E112"),
        ("id: C1", "id: c01", "E121"),
        ("complaints:\n", "", "E117"),
    ],
)
def test_a_slip_is_one_problem(small: Path, old: str, new: str, code: str) -> None:
    assert old in ONE
    (small / "complaints.yaml").write_text(ONE.replace(old, new, 1), encoding="utf-8")
    _, problems = load(small)
    assert [problem.code for problem in problems] == [code]


@pytest.mark.parametrize(
    "matter",
    [
        "样例窗口 20990401 起停办",
        "12345 热线转来的样例事由",
        "示例发〔2099〕12 号未兑现",
        "样例款 3000000 元未付",
    ],
)
def test_a_date_a_hotline_or_an_amount_is_no_person(small: Path, matter: str) -> None:
    (small / "complaints.yaml").write_text(ONE.replace("样例事由", matter), encoding="utf-8")
    sound(small)
