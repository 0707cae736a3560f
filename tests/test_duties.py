"""The recurring duties: rules to days, whose they are, what fulfils them, and what the notice says."""

import csv
import io
import json
import re
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bizenv_cli import checks, registry
from bizenv_cli.index import open_index
from bizenv_cli.notice import read
from bizenv_cli.owed import Owed
from bizenv_cli.pairing import Change
from bizenv_cli.place import Place
from bizenv_cli.query.duties import DutyFilters, DutyRow, duties
from bizenv_cli.recurrence import RULE, occurrences, span
from bizenv_cli.registry import Registry
from bizenv_cli.source import FolderSource
from bizenv_cli.stated import quotations, unstated
from conftest import SMALL, Run, load, sound

ISSUED, YEAR_END = date(2023, 7, 28), date(2023, 12, 31)
FULFILLED = """unit: 甲局
entries:
  - {date: 2099-04-28, duty: D1, period: 2099-04, event: fulfil, indicator: 样例指标, evidence: [示例发〔2099〕5号]}
  - {date: 2099-06-02, duty: D1, period: 2099-05, event: fulfil, indicator: 样例指标}
  - {date: 2099-06-05, duty: D2, period: 2099-06-05, event: fulfil}
"""
VOID = """  - date: 2099-06-08
    duty: D1
    period: 2099-05
    indicator: 样例指标
    event: void
    of: fulfil
    dated: 2099-06-02
    note: 样例误记
"""


# Rules to days


@pytest.mark.parametrize(
    ("rule", "days"),
    [
        ("FREQ=MONTHLY;BYMONTHDAY=-1", "07-31:2023-07 08-31:2023-08 09-30:2023-09 10-31:2023-10 11-30:2023-11 12-31:2023-12"),
        ("FREQ=MONTHLY;BYMONTH=3,6,9,12;BYMONTHDAY=-1", "09-30:2023Q3 12-31:2023Q4"),
        ("FREQ=MONTHLY;BYMONTH=2,4,6,8,10,12;BYMONTHDAY=-1", "08-31:2023-08 10-31:2023-10 12-31:2023-12"),
        ("FREQ=MONTHLY;INTERVAL=2;BYMONTHDAY=-1", "07-31:2023-07 09-30:2023-09 11-30:2023-11"),
        ("FREQ=MONTHLY;BYDAY=-1FR", "07-28:2023-07 08-25:2023-08 09-29:2023-09 10-27:2023-10 11-24:2023-11 12-29:2023-12"),
        ("FREQ=MONTHLY;BYMONTH=11;BYMONTHDAY=15,-1", "11-15:2023-11-15 11-30:2023-11-30"),
        ("FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=31", "12-31:2023"),
        ("FREQ=YEARLY;BYMONTH=6;BYMONTHDAY=30", ""),
        ("FREQ=MONTHLY;BYMONTH=2;BYMONTHDAY=30", ""),
    ],
)  # fmt: skip
def test_a_rule_falls_due_on_its_days_and_each_has_a_name(rule: str, days: str) -> None:
    found = occurrences(rule, ISSUED, YEAR_END)
    assert " ".join(f"{item.day:%m-%d}:{item.period}" for item in found) == days


def test_a_weekly_rule_is_named_by_its_days() -> None:
    found = occurrences("FREQ=WEEKLY;BYDAY=SU", ISSUED, YEAR_END)
    assert (found[0].day, found[-1].day, len(found)) == (date(2023, 7, 30), YEAR_END, 23)
    assert all(item.period == item.day.isoformat() and item.day.weekday() == 6 for item in found)


@settings(max_examples=60, deadline=None)
@given(st.from_regex(RULE, fullmatch=True), st.dates(date(2020, 1, 1), date(2024, 12, 31)))
def test_every_rule_that_may_be_written_gives_days_that_its_periods_tell_apart(
    rule: str, first: date
) -> None:
    found = occurrences(rule, first, date(first.year + 1, 12, 31))
    for item in found:
        within = span(item.period)
        assert within
        assert [other.day for other in found if within[0] <= other.day <= within[1]] == [item.day]


@pytest.mark.parametrize("rule", ["FREQ=MONTHLY", "FREQ=DAILY", "FREQ=MONTHLY;INTERVAL=0;BYMONTHDAY=1", "FREQ=MONTHLY;BYMONTHDAY=32",
                                  "BYMONTHDAY=-1;FREQ=MONTHLY", "RRULE:FREQ=WEEKLY;BYDAY=FR", "FREQ=WEEKLY;BYDAY=FR\n", "每月", ""])  # fmt: skip
def test_a_rule_is_written_in_one_way_and_pins_the_day(rule: str) -> None:
    assert not re.fullmatch(RULE, rule)


@pytest.mark.parametrize(
    ("period", "first", "last"),
    [
        ("2023", "2023-01-01", "2023-12-31"),
        ("2023Q4", "2023-10-01", "2023-12-31"),
        ("2023-02", "2023-02-01", "2023-02-28"),
        ("2023-11-12", "2023-11-12", "2023-11-12"),
        ("9999-12", "9999-12-01", "9999-12-31"),
    ],
)
def test_a_period_is_a_span_of_days(period: str, first: str, last: str) -> None:
    assert span(period) == (date.fromisoformat(first), date.fromisoformat(last))


@pytest.mark.parametrize("period", ["2023-02-30", "0000-01", "2023Q5", "", "23-11"])
def test_a_period_that_no_calendar_has_is_none(period: str) -> None:
    assert span(period) is None


# What the notice orders


def test_the_notice_orders_five_duties(real: Registry) -> None:
    owed = Owed(real)
    assert [(duty.id, duty.at, duty.report_to) for duty in owed.duties] == [
        ("D1", "三（二）", None),
        ("D2", "三（二）", "领导小组"),
        ("D3", "三（二）", "办公室"),
        ("D4", "2-55", None),
        ("D5", "2-55", None),
    ]
    assert [len(owed.days(duty)) for duty in owed.duties] == [3, 2, 6, 23, 1]
    assert [len(owed.parties(duty)) for duty in owed.duties] == [18 + 5 + 4, 5 + 18, 5 + 18, 1, 1]
    assert all(ISSUED <= day <= YEAR_END for duty in owed.duties for day, _ in owed.days(duty))
    assert all(duty.because for duty in owed.duties)  # no rhythm of the notice names a day


def test_every_group_owes_through_its_lead_units(real: Registry) -> None:
    owed = Owed(real)
    parties = {party.subject: party.units for party in owed.parties(owed.duties[0])}
    assert parties["招标投标"] == ("区发改委", "区住建局")
    assert parties["企业家权益保护专项行动"] == ("区委政法委",)
    assert parties["招标投标领域专项治理"] == ("区发改委", "区住建局")
    assert all(parties.values())


def test_the_words_stand_where_they_are_said_to(real: Registry, notice_text: str) -> None:
    notice = read(notice_text)
    quoted = [item for item in quotations(real) if item.by[0] in "D投"]
    assert len(quoted) == 5 + 3
    assert list(unstated(real, notice)) == []
    assert real.duties
    moved = real.duties.record.model_copy(
        update={
            "duties": tuple(duty.model_copy(update={"at": "三（三）"}) for duty in real.duties.record.duties)
        }
    )
    elsewhere = Registry(real.source, duties=registry.File("duties.yaml", moved, real.duties.document))
    assert [item.by for item in unstated(elsewhere, notice)] == ["D1", "D2", "D3", "D4", "D5"]


def test_every_rhythm_of_the_notice_is_recorded(real: Registry, notice_text: str) -> None:
    """每 and 双月 with a span of time after them: all of them stand in the words of a duty."""
    found = re.findall(
        "双月|每(?:[一二两三]个|半)?(?:日|天|周|旬|月|季度|季|年)", notice_text.partition("附件：")[0]
    )
    assert sorted(found) == sorted(["双月", "每两个月", "每季度", "每月"])
    annexes = re.findall(
        "每(?:[一二两三]个|半)?(?:日|天|周|旬|月|季度|季|年)", notice_text.partition("附件：")[2]
    )
    assert annexes == ["每周"]
    words = "".join(duty.words for duty in Owed(real).duties)
    assert all(rhythm in words for rhythm in (*found, *annexes))


# What fulfils a duty


def recorded(small: Path, text: str) -> Path:
    (small / "ledger").mkdir(exist_ok=True)
    (small / "ledger/jia-ju.yaml").write_text(text, encoding="utf-8")
    return small


def owed_on(folder: Path, day: str, **filters: str) -> list[DutyRow]:
    chosen = DutyFilters(**{name: date.fromisoformat(value) for name, value in filters.items()})  # type: ignore[arg-type]
    with closing(open_index(Place(folder), date.fromisoformat(day))) as index:
        return list(duties(index, chosen))


def told(rows: list[DutyRow]) -> list[tuple[str, str, str, str]]:
    return [(row.id, row.period, row.subject or row.units[0], row.status) for row in rows]


def test_a_duty_is_fulfilled_from_the_day_of_its_entry_on(small: Path) -> None:
    recorded(small, FULFILLED)
    sound(small)
    april = {"first": "2099-04-30", "last": "2099-04-30"}
    before = told(owed_on(small, "2099-04-27", **april))
    assert before == [
        ("D1", "2099-04", "样例指标", "due-soon"),
        ("D1", "2099-04", "样例专项行动", "due-soon"),
    ]
    after = owed_on(small, "2099-05-01", **april)
    assert told(after) == [
        ("D1", "2099-04", "样例指标", "done"),
        ("D1", "2099-04", "样例专项行动", "overdue"),
    ]
    assert [row.fulfilled for row in after] == [date(2099, 4, 28), None]
    assert [row.days for row in after] == [-1, -1]
    (late, _) = owed_on(small, "2099-06-03", first="2099-05-31", last="2099-05-31")
    assert (late.status, late.fulfilled) == ("done", date(2099, 6, 2))


def test_what_was_done_in_time_and_recorded_late_is_in_time(small: Path) -> None:
    """It is known from the day of the entry on, and from then on counts as of the day of the deed."""
    deed = "indicator: 样例指标, completed: 2099-05-30}\n"
    sound(recorded(small, FULFILLED.replace("indicator: 样例指标}\n", deed)))
    may = {"first": "2099-05-31", "last": "2099-05-31"}
    (unknown, _) = owed_on(small, "2099-06-01", **may)
    assert (unknown.status, unknown.fulfilled) == ("overdue", None)
    (known, _) = owed_on(small, "2099-06-02", **may)
    assert (known.status, known.fulfilled) == ("done", date(2099, 5, 30))


def test_each_unit_owes_its_own_duty(small: Path) -> None:
    recorded(small, FULFILLED)
    rows = owed_on(small, "2099-06-06", first="2099-06-05", last="2099-06-05")
    assert told(rows) == [("D2", "2099-06-05", "甲局", "done"), ("D2", "2099-06-05", "乙局", "overdue")]


def test_a_mistaken_fulfilment_is_taken_back(small: Path) -> None:
    sound(recorded(small, FULFILLED + VOID))
    may = {"first": "2099-05-31", "last": "2099-05-31"}
    assert told(owed_on(small, "2099-06-09", **may))[0] == ("D1", "2099-05", "样例指标", "overdue")
    nothing = VOID.replace("period: 2099-05", "period: 2099-07")
    _, problems = load(recorded(small, FULFILLED + nothing))
    assert [problem.code for problem in problems] == ["E233"]


@pytest.mark.parametrize(
    ("old", "new", "code", "hint"),
    [
        ("period: 2099-04,", "period: 2099年4月,", "E121", "应写 2099-04"),
        ("period: 2099-04,", "period: 2099年第二季度,", "E121", "应写 2099Q2"),
        ("period: 2099-04,", "period: 2099-13,", "E121", "本次是哪一期"),
        ("period: 2099-04,", "period: 2099Q2,", "E256", "是否为 2099-04、2099-05、2099-06？"),
        ("period: 2099-04,", "period: 2099,", "E256", "是否为 2099-03、2099-04、"),
        ("duty: D1, period: 2099-04", "duty: 3, period: 2099-04", "E112", ""),
        ("duty: D1, period: 2099-04", "duty: d1, period: 2099-04", "E121", "应写 D1"),
        ("duty: D1, period: 2099-04", "duty: D7, period: 2099-04", "E255", "相近的有：D1"),
        ("indicator: 样例指标, evidence", "indicator: 样例治理, evidence", "E257", "indicator: 样例指标"),
        (", indicator: 样例指标, evidence", ", evidence", "E257", "indicator: 样例指标"),
        ("period: 2099-06-05, event: fulfil}", "period: 2099-06-05, event: fulfil, indicator: 样例指标}", "E257", "不写 indicator"),
        ("period: 2099-06-05", "period: 2099-06-04", "E256", "是否为 2099-05-29、2099-06-05？"),
        ("period: 2099-06-05", "period: 2099-06-12", "E256", "核对期次与日期"),
        ("样例指标}", "样例指标, completed: 2099-06-03}", "E235", "核对两个日期"),
        ("样例指标}", "样例指标, completed: 2098-06-01}", "E256", "核对期次与日期"),
        ("样例指标}", "样例指标, completed: 2099-04-30}", "E256", "核对期次与日期"),
    ],
)  # fmt: skip
def test_a_slip_in_a_fulfilment_is_one_problem(small: Path, old: str, new: str, code: str, hint: str) -> None:
    assert old in FULFILLED
    _, problems = load(recorded(small, FULFILLED.replace(old, new, 1)))
    assert [problem.code for problem in problems] == [code]
    assert hint in problems[0].hint


def test_a_unit_fulfils_no_duty_of_another(small: Path) -> None:
    _, problems = load(recorded(small, FULFILLED.replace("unit: 甲局", "unit: 丙局")))
    assert {problem.code for problem in problems} == {"E257"}
    assert "不牵头" in problems[0].hint
    assert "甲局、乙局" in problems[-1].hint


# Files


def test_a_plan_without_duties_is_sound(small: Path, run: Run) -> None:
    (small / "duties.yaml").unlink()
    sound(small)
    ran = run("duties", registry=small)
    assert (ran.code, ran.out.splitlines()[-1]) == (0, "清单里没有例行职责（duties.yaml）")
    assert json.loads(run("duties", "--format", "json", registry=small).out)["duties"] == []
    ran = run("sla", "2023-09-28", registry=small)
    assert (ran.code, ran.err) == (2, "错误：清单里没有投诉办理时限（duties.yaml 的 service_levels）\n")
    assert run("due", "--duties", registry=small).out.splitlines()[-1] == "例行职责，同一时段未履行 0 次"


@pytest.mark.parametrize(
    ("old", "new", "codes"),
    [
        ("FREQ=WEEKLY;BYDAY=FR", "FREQ=WEEKLY;BYDAY=MO", ["E301"]),
        ("who: [甲局, 乙局]", "who: [甲局]", ["E301"]),
        ("working_days: 2\n    words: 2个", "working_days: 4\n    words: 4个", ["E301", "E301"]),
        (
            "rrule: FREQ=MONTHLY;BYMONTHDAY=-1",
            "rrule: FREQ=MONTHLY;BYMONTHDAY=-1\n    ends: 2099-06-30",
            ["E301"],
        ),
    ],
)
def test_what_was_issued_changes_only_with_authority(
    small: Path, old: str, new: str, codes: list[str]
) -> None:
    file = small / "duties.yaml"
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")
    assert compared(SMALL / "registry", small) == codes


def test_a_rhythm_is_amended_with_authority(small: Path) -> None:
    file = small / "duties.yaml"
    text = file.read_text(encoding="utf-8")
    amended = "FREQ=WEEKLY;BYDAY=MO\n    amendments:\n      - {date: 2099-05-01, authority: 示例发〔2099〕2号, was: {rrule: FREQ=WEEKLY;BYDAY=FR}}"  # fmt: skip
    file.write_text(text.replace("FREQ=WEEKLY;BYDAY=FR", amended, 1), encoding="utf-8")
    assert compared(SMALL / "registry", small) == []


def test_the_file_is_added_freely_and_lost_as_one_problem(small: Path, tmp_path: Path) -> None:
    assert compared(small, small) == []
    without = tmp_path / "without"
    without.mkdir()
    (small / "duties.yaml").rename(without / "duties.yaml")
    assert compared(SMALL / "registry", small) == ["E302"]
    assert compared(small, SMALL / "registry") == []


def compared(before: Path, after: Path) -> list[str]:
    (one, _), (other, problems) = registry.load(FolderSource(before)), load(after)
    return [problem.code for problem in checks.compare(Change(one, other), problems).problems]


# The commands


def test_a_month_of_duties(run: Run) -> None:
    ran = run("duties", "--month", "2023-11", "--unit", "法院")
    lines = ran.out.splitlines()
    assert lines[1] == "2023-11-01 至 2023-11-30（含首尾）到期的例行职责 3 次 · 以 2023-09-01（周五）计"
    assert lines[4] == "● 2023-11-30 周四  D3 向办公室报告工作进展情况  3 方，已履行 0"
    assert [line.split()[:3] for line in lines[5:8]] == [
        ["2023-11", "办理破产", "区法院"],
        ["2023-11", "保护中小投资者", "区法院"],
        ["2023-11", "执行合同", "区法院"],
    ]


def test_a_rest_day_is_shown_and_not_moved(run: Run) -> None:
    ran = run("duties", "--from", "2023-12-31", "--until", "2023-12-31")
    headings = [line for line in ran.out.splitlines() if line.startswith("●")]
    assert [heading.split()[3] for heading in headings] == ["D1", "D2", "D3", "D4", "D5"]
    assert all("（休息日，前一工作日 12-29，后一工作日 2024-01-02）" in heading for heading in headings)


def test_duties_as_data(run: Run) -> None:
    found = json.loads(run("duties", "--month", "2023-09", "--format", "json").out)
    assert found["query"] == {"command": "duties", "from": "2023-09-01", "until": "2023-09-30"}
    assert found["count"] == len(found["duties"]) == 4 + 23 + 23
    assert found["duties"][-1] | {"words": "", "because": ""} == {
        "plan": "qsh2023", "id": "D3", "duty": "向办公室报告工作进展情况", "report_to": "办公室", "period": "2023-09",
        "deadline": "2023-09-30", "indicator": "包容普惠创新", "action": None, "treatment": None, "units": ["区发改委"],
        "fulfilled": None, "status": "due-soon", "days": 29, "words": "", "at": "三（二）", "because": "",
    }  # fmt: skip
    rows = list(csv.DictReader(io.StringIO(run("duties", "--month", "2023-08", "--format", "csv").out)))
    assert {(row["状态"], row["完成时限"]) for row in rows if row["编号"] == "D3"} == {("逾期", "2023-08-31")}
    counted = run("sql", "SELECT id, count(*) FROM duties GROUP BY id", "--format", "json")
    assert [list(row.values()) for row in json.loads(counted.out)["rows"]] == [["D1", 81], ["D2", 46], ["D3", 138], ["D4", 23], ["D5", 1]]  # fmt: skip


def test_due_lists_them_where_they_are_asked_for(run: Run) -> None:
    without = run("due", "--before", "2023-09-30", "--unit", "区法院")
    ran = run("due", "--before", "2023-09-30", "--unit", "区法院", "--duties")
    assert ran.out.startswith(without.out)
    assert "例行职责，同一时段未履行 15 次" in ran.out.removeprefix(without.out)
    told = json.loads(
        run("upcoming", "--within", "30d", "--indicator", "纳税", "--duties", "--format", "json").out
    )
    assert [(row["id"], row["indicator"]) for row in told["duties"]] == [("D2", "纳税"), ("D3", "纳税")]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["duties", "--month", "2023-11", "--from", "2023-11-01"], "--month 不能与 --from、--until 同用"),
        (
            ["duties", "--from", "2023-12-01", "--until", "2023-11-01"],
            "--from 2023-12-01 在 --until 2023-11-01 之后",
        ),
        (["duties", "--month", "十一"], "看不懂日期"),
        (["duties", "--unit", "区法园"], "没有单位「区法园」"),
        (["due", "--duties", "--official", "毛涛"], "--duties 不能与 --official 同用"),
        (["due", "--duties", "--format", "csv"], "例行职责用 bizenv duties 另列"),
    ],
)
def test_a_wrong_call_says_so(run: Run, arguments: list[str], words: str) -> None:
    ran = run(*arguments)
    assert (ran.code, ran.out) == (2, "")
    assert words in ran.err


def test_a_federation_tells_whose_each_is(small: Path, tmp_path: Path, run: Run) -> None:
    federation = tmp_path / "联合"
    federation.mkdir()
    for key in ("shili2099", "shili2100"):
        folder = federation / key
        folder.mkdir()
        for path in sorted(small.rglob("*")):
            if path.is_file():
                (folder / path.relative_to(small)).parent.mkdir(exist_ok=True)
                text = path.read_text(encoding="utf-8").replace("key: shili2099", f"key: {key}")
                (folder / path.relative_to(small)).write_text(text, encoding="utf-8")
    found = json.loads(
        run("duties", "--month", "2099-04", "--unit", "乙局", "--format", "json", registry=federation).out
    )
    assert {row["id"] for row in found["duties"]} == {f"{key}:D{number}" for key in ("shili2099", "shili2100") for number in (1, 2)}  # fmt: skip
