"""Papers: their numbers close, an empty ledger is said, and a document is set as official papers are."""

import json
import re
import shutil
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bizenv_cli.query import urging
from bizenv_cli.report.paper import Heading, Text, chinese, numbered
from bizenv_cli.report.shares import shares
from conftest import DAY, REAL, SMALL, Ran, Run, by_ids, index_at, unit_named

PAPERS = (
    ("brief", "monthly", "2023-11"),
    ("brief", "quarterly", "2023Q3"),
    ("notice", "区法院"),
    ("bulletin",),
)


@pytest.fixture
def told(run: Run, small: Path) -> Path:
    """The small registry: 1-1 was done late and accepted, one of the two units of 1-2 has done its part."""
    for day, *arguments in (
        ("2099-04-02", "receive", "1-1"),
        ("2099-06-03", "done", "1-1"),
        ("2099-06-04", "accept", "1-1"),
        ("2099-06-05", "done", "1-2", "--unit", "乙局"),
        ("2099-06-06", "extend", "2-1", "--to", "2099-12-31", "--approval", "示例发〔2099〕3号"),
    ):
        ran = run(*arguments, registry=small, BIZENV_TODAY=day)
        assert ran.code == 0, ran.err
    return small


def tables(text: str) -> list[list[list[str]]]:
    """Every table of a paper in Markdown, with its heading row, without the line below it."""
    found = re.findall(r"(?:^\|.*\|\n)+", text, re.MULTILINE)
    return [
        [
            [cell.strip() for cell in row.strip("|").split("|")]
            for row in table.splitlines()
            if "---" not in row
        ]
        for table in found
    ]


@given(st.lists(st.integers(0, 10**6), max_size=12))
def test_shares_add_up(counts: list[int]) -> None:
    found = shares(counts)
    if not sum(counts):
        assert set(found) <= {"—"}
        return
    tenths = [round(float(part.removesuffix("%")) * 10) for part in found]
    assert sum(tenths) == 1000
    for count, part in zip(counts, tenths, strict=True):
        assert abs(part - count * 1000 / sum(counts)) < 1


def test_sections_are_numbered_as_papers_number_them() -> None:
    blocks = [
        Heading("甲"),
        Heading("乙", 2),
        Heading("丙", 3),
        Text("丁"),
        Heading("戊", 2),
        Heading("己"),
        Heading("庚", 2),
    ]
    assert [number for number, _ in numbered(blocks)] == [
        "一、",
        "（一）",
        "1. ",
        "",
        "（二）",
        "二、",
        "（一）",
    ]
    assert [chinese(number) for number in (9, 10, 11, 20, 21, 99)] == [
        "九",
        "十",
        "十一",
        "二十",
        "二十一",
        "九十九",
    ]


@pytest.mark.parametrize("arguments", PAPERS, ids=" ".join)
def test_an_empty_ledger_is_said(run: Run, arguments: tuple[str, ...]) -> None:
    ran = run(*arguments, BIZENV_TODAY="2023-12-01")
    assert ran.code == 0, ran.err
    assert "台账没有" in ran.out
    assert not re.search(r"办结0项|已办结.{0,3}0|逾期未办结", ran.out)


@pytest.mark.parametrize("period", ["2023-11", "2023年11月"])
def test_the_status_table_closes(run: Run, period: str) -> None:
    text = run("brief", "monthly", period, BIZENV_TODAY="2024-01-05").out
    assert "截至2023年11月30日" in text
    status = tables(text)[0]
    listed = json.loads(run("list", "--as-of", "2023-11-30", "--format", "json").out)["tasks"]
    counts = {row[0]: int(row[1]) for row in status[1:]}
    assert counts.pop("合计") == sum(counts.values()) == len(listed) == 201
    assert counts["时限已过"] == sum(task["status"] == "overdue" for task in listed)
    assert sum(round(float(row[2][:-1]) * 10) for row in status[1:-1]) == 1000
    due = sum((task["effective_deadline"] or "").startswith("2023-11") for task in listed)
    assert f"本月到期{due}项" in text
    coming = sum((task["effective_deadline"] or "").startswith("2023-12") for task in listed)
    assert f"2023年12月到期任务清单（{coming}项）" in text
    overdue = tables(text)[-2]
    assert len(overdue) - 1 == counts["时限已过"]


def test_a_quarter_counts_by_indicator_and_action(run: Run) -> None:
    text = run("brief", "quarterly", "2023年第四季度", BIZENV_TODAY="2024-01-05").out
    assert "推进情况（2023年第四季度）" in text
    groups = [table for table in tables(text) if table[0][0] in ("指标", "专项行动")]
    assert [sum(int(row[1]) for row in table[1:-1]) for table in groups] == [143, 58]
    assert [int(table[-1][1]) for table in groups] == [143, 58]
    assert "都还没有数据" in text


def test_what_happened_is_in_its_month_only(run: Run, told: Path) -> None:
    def month(period: str, today: str) -> str:
        ran = run("brief", "monthly", period, registry=told, BIZENV_TODAY=today)
        assert ran.code == 0, ran.err
        return ran.out

    june = month("2099-06", "2099-07-09")
    assert "截至2099年6月30日" in june
    assert "本月办结1项，其中时限过后才办结的1项" in june
    assert "本月变动1次，涉及1项" in june
    assert "本月登记4次：办结2次、延期1次、销号1次" in june
    assert "经办公室销号1项" in june
    april = month("2099-04", "2099-07-09")
    assert "本月没有登记办结的任务" in april
    assert "本月登记1次：签收1次" in april
    assert "尚未过完" in month("2099-06", "2099-06-10")


def test_a_notice_has_what_the_unit_still_owes(run: Run, told: Path) -> None:
    def notice(unit: str, today: str) -> Ran:
        return run("notice", unit, registry=told, BIZENV_TODAY=today)

    owed = notice("甲局", "2099-07-02")
    assert owed.out.startswith("# 督办单（红色）")
    (table,) = tables(owed.out)
    assert [row[0] for row in table[1:]] == ["1-2"]
    assert "逾期2天" in owed.out
    assert notice("甲局", "2099-06-25").out.startswith("# 督办单（蓝色）")
    done = notice("乙局", "2099-07-02")  # it has done its own part of 1-2
    assert "| 1-2 |" not in done.out
    none = notice("丙局", "2099-07-02")
    assert (none.code, none.out) == (2, "")
    assert "不必督办" in none.err


def test_a_notice_takes_the_colour_that_urge_takes(run: Run, small: Path) -> None:
    ran = run("report", "1-1", "样例", "--percent", "5", registry=small, BIZENV_TODAY="2099-05-01")
    assert ran.code == 0, ran.err
    assert run("notice", "甲局", registry=small, BIZENV_TODAY="2099-05-02").out.startswith("# 督办单（黄色）")
    urged = run("urge", "1-1", "--dry-run", registry=small, BIZENV_TODAY="2099-05-02")
    assert "color: yellow" in urged.out


def test_a_unit_is_not_urged_for_a_part_it_has_done_until_that_is_sent_back(run: Run, small: Path) -> None:
    """1-2 is led by 乙局 and 甲局; it stays overdue while 乙局 has not done its part."""
    for day, said in (("2099-07-03", ("done", "1-2")), ("2099-07-06", ("return", "1-2", "--reason", "样例"))):
        ran = run(*said, "--unit", "甲局", registry=small, BIZENV_TODAY=day)
        assert ran.code == 0, ran.err
    for day, urged in (
        ("2099-07-02", True),
        ("2099-07-03", False),
        ("2099-07-05", False),
        ("2099-07-06", True),
    ):
        for unit, owes in (("甲局", urged), ("乙局", True)):
            text = run("notice", unit, "--as-of", day, registry=small).out
            assert (re.search(r"\b1-2\b", text) is not None) == owes, (day, unit)


@pytest.mark.parametrize("day", [DAY, date(2023, 7, 1), date(2023, 12, 1)])
def test_every_overdue_or_near_task_of_a_unit_is_urged(day: date) -> None:
    index = index_at(day)
    found = urging.urged(index, unit_named(index, "区法院"))
    colors = {"overdue": "red", "due-soon": "blue"}
    assert {item.color for item in found} <= set(colors.values())
    assert all(colors[item.task.status] == item.color for item in found)
    (undated,) = by_ids(index, "1-43")
    assert urging.color(undated) is None


def test_the_answer_is_asked_for_in_working_days(run: Run) -> None:
    text = run("notice", "区法院", "--as-of", "2023-09-28").out
    assert "2023年10月11日下班前" in text  # after eight days of holidays a weekend is worked
    assert "2023年9月4日下班前" in run("notice", "区法院", "--feedback", "1").out


def test_a_bulletin_names_who_lags_and_lists_all(run: Run) -> None:
    text = run("bulletin", BIZENV_TODAY="2023-09-01").out
    score = json.loads(run("score", "--role", "lead", "--format", "json").out)
    late = [row["name"] for row in score["scores"] if row["overdue"]]
    problem = text[text.index("## 二、") : text.index("## 三、")]
    assert [name for name in late[:10] if name not in problem] == []
    assert f"涉及牵头单位{len(late)}个" in problem
    units, overdue = tables(text)[1:]
    assert len(units) - 2 == len(score["scores"])
    assert len(overdue) - 1 == 39


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("brief", "monthly", "2023Q4"), "2023Q4"),
        (("brief", "monthly", "2023-11-30"), "写到月"),
        (("brief", "quarterly", "2023-11"), "2023Q4"),
        (("brief", "quarterly", "2023Q5"), "2023Q5"),
        (("brief", "monthly", "2023-10"), "还没有开始"),
        (("notice", "区法园"), "区法院"),
        (("bulletin", "--format", "docx"), "-o"),
    ],
)
def test_a_wrong_call_is_told(run: Run, arguments: tuple[str, ...], sentence: str) -> None:
    ran = run(*arguments)
    assert (ran.code, ran.out) == (2, "")
    assert sentence in ran.err


def test_one_plan_a_paper(run: Run, tmp_path: Path) -> None:
    for name in ("qsh2023", "shili2099"):
        shutil.copytree(REAL if name == "qsh2023" else SMALL / "registry", tmp_path / "全市" / name)
    ran = run("bulletin", registry=tmp_path / "全市")
    assert ran.code == 2
    assert "--plan" in ran.err
    one = run("bulletin", "--plan", "qsh2023", registry=tmp_path / "全市").out
    assert one.replace("qsh2023:", "") == run("bulletin").out
