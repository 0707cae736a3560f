"""The lights: three rules, a sharper warning, and the 督办单's own colour."""

import json
from datetime import date
from pathlib import Path

import pytest

from bizenv_cli.index import open_index
from bizenv_cli.place import Place
from conftest import Run, by_ids, load

# The small plan was issued on 2099-03-01; 1-1 is due on 2099-05-31 (91 days later), the window is 10 days.
REPORT = "  - {{date: 2099-04-01, task: {task}, event: progress, note: 样例, {said}}}\n"


def write(folder: Path, *lines: str, unit: str = "甲局", name: str = "jia.yaml") -> None:
    (folder / "ledger").mkdir(exist_ok=True)
    (folder / "ledger" / name).write_text(f"unit: {unit}\nentries:\n{''.join(lines)}", encoding="utf-8")
    assert load(folder)[1] == []


def light(folder: Path, rule: str, task: str, as_of: date) -> str:
    index = open_index(Place(folder), as_of)
    index.light_by(rule)
    (row,) = by_ids(index, task)
    index.close()
    return row.light


@pytest.mark.parametrize(
    ("rule", "said", "as_of", "expected"),
    [
        ("deadline", "", date(2099, 5, 20), "green"),
        ("deadline", "", date(2099, 5, 21), "yellow"),
        ("deadline", "", date(2099, 5, 31), "yellow"),
        ("deadline", "", date(2099, 6, 1), "red"),
        ("pace", "", date(2099, 4, 15), "grey"),
        ("pace", "percent: 50", date(2099, 4, 15), "green"),  # 45 of 91 days: 49 %
        ("pace", "percent: 49", date(2099, 4, 15), "green"),
        ("pace", "percent: 48", date(2099, 4, 15), "yellow"),
        ("pace", "percent: 100", date(2099, 5, 31), "green"),
        ("pace", "percent: 99", date(2099, 6, 1), "red"),
        ("forecast", "", date(2099, 4, 15), "grey"),
        ("forecast", "forecast: able", date(2099, 4, 15), "green"),
        ("forecast", "forecast: likely", date(2099, 4, 15), "yellow"),
        ("forecast", "forecast: unlikely", date(2099, 4, 15), "red"),
        ("forecast", "forecast: able", date(2099, 6, 1), "red"),
    ],
)
def test_each_rule_lights_its_own_way(small: Path, rule: str, said: str, as_of: date, expected: str) -> None:
    if said:
        write(small, REPORT.format(task="1-1", said=said))
    assert light(small, rule, "1-1", as_of) == expected


def test_what_is_done_or_has_no_deadline(small: Path) -> None:
    write(small, "  - {date: 2099-04-01, task: 1-1, event: done}\n")
    assert {light(small, rule, "1-1", date(2099, 7, 1)) for rule in ("deadline", "pace", "forecast")} == {
        "done"
    }
    assert {light(small, rule, "1-3", date(2099, 7, 1)) for rule in ("deadline", "pace", "forecast")} == {
        "grey"
    }


def test_of_several_leading_units_the_slowest_and_the_most_doubtful_count(small: Path) -> None:
    """1-2 is due on 2099-06-30: on 2099-05-01 half of its 121 days have gone."""
    as_of = date(2099, 5, 1)
    write(small, REPORT.format(task="1-2", said="percent: 80, forecast: able"))
    assert light(small, "pace", "1-2", as_of) == "grey"  # 乙局 has not said how far it is
    other = REPORT.format(task="1-2", said="percent: 30, forecast: likely")
    write(small, other, unit="乙局", name="yi.yaml")
    assert light(small, "pace", "1-2", as_of) == "yellow"
    assert light(small, "forecast", "1-2", as_of) == "yellow"
    write(small, other, "  - {date: 2099-04-02, task: 1-2, event: done}\n", unit="乙局", name="yi.yaml")
    assert light(small, "pace", "1-2", as_of) == "green"
    assert light(small, "forecast", "1-2", as_of) == "green"


def test_the_plan_chooses_and_a_call_may_choose_otherwise(small: Path, run: Run) -> None:
    plan = small / "plan.yaml"
    plan.write_text(
        plan.read_text(encoding="utf-8").replace(
            "alert_days: 10", "alert_days: 10\nurgent_days: 2\nlight: pace"
        ),
        encoding="utf-8",
    )
    write(small, REPORT.format(task="1-1", said="percent: 10"))
    day = ("--as-of", "2099-05-29")
    ran = run("list", *day, registry=small).out
    assert "▲ 还有 2 天（急），进度 10%、时间已过 97%" in ran
    assert "● 还有" not in ran
    assert "灯 按序时进度：" in ran
    ran = run("list", *day, "--light", "deadline", registry=small).out
    assert "▲ 还有 2 天（急）\n" in ran
    assert "灯 按时限远近：■ 红 逾期　▲ 黄 10 天内（2 天内为急）" in ran
    why = run("why", "1-1", *day, registry=small).out
    assert "灯（按序时进度）\n▲ 黄  报告进度 10%，从印发到时限已过 97%，落后" in why
    assert (
        "▲ 黄  距现行时限 2 天，在 10 天的预警窗口内，且不超过 2 天，为急"
        in run("why", "1-1", *day, "--light", "deadline", registry=small).out
    )
    assert "× 灰  牵头单位还没有报预计" in run("why", "1-1", *day, "--light", "forecast", registry=small).out
    due = run("due", *day, registry=small).out
    assert "，进度 10%、时间已过 97%" in due
    task = json.loads(run("task", "1-1", *day, "--format", "json", registry=small).out)["tasks"][0]
    assert (task["light"], task["percent"], task["elapsed"], task["urgent"]) == ("yellow", 10, 97, True)
    assert task["status"] == "due-soon"  # whatever the lights say


@pytest.mark.parametrize(
    ("today", "expected"),
    [("2099-06-01", "red"), ("2099-05-25", "blue"), ("2099-05-01", "")],
)
def test_the_colour_of_a_letter_follows_from_the_task(
    small: Path, run: Run, today: str, expected: str
) -> None:
    ran = run("urge", "1-1", registry=small, BIZENV_TODAY=today)
    if expected:
        assert f"event: urge, color: {expected}}}" in ran.out
    else:
        assert (ran.code, ran.out) == (2, "")
        assert "还有 30 天，也没有报过落后的进度；要发督办单，用 --color 写明颜色" in ran.err


def test_a_task_behind_its_time_gets_a_yellow_letter_and_one_that_is_done_none(small: Path, run: Run) -> None:
    today = {"BIZENV_TODAY": "2099-05-01"}
    ran = run("report", "1-1", "样例：一点", "--percent", "20", "--forecast", "有望", registry=small, **today)
    assert "event: progress, percent: 20, forecast: likely, note: 样例：一点}" in ran.out
    assert "color: yellow}" in run("urge", "1-1", registry=small, **today).out
    run("done", "1-1", registry=small, **today)
    assert "已办结，不必督办" in run("urge", "1-1", registry=small, **today).err
    assert load(small)[1] == []


def test_a_forecast_is_written_in_one_of_three_words(small: Path, run: Run) -> None:
    for word, key in (("能", "able"), ("有望完成", "likely"), ("难以", "unlikely"), ("unlikely", "unlikely")):
        arguments = ("report", "1-1", "样例", "--forecast", word, "--dry-run")
        assert f"forecast: {key}," in run(*arguments, registry=small, BIZENV_TODAY="2099-05-01").out
    ran = run("report", "1-1", "样例", "--forecast", "也许", registry=small, BIZENV_TODAY="2099-05-01")
    assert (ran.code, "写 能、有望 或 难以" in ran.err) == (2, True)
    ran = run("report", "1-1", "样例", "--percent", "120", registry=small)
    assert (ran.code, "0 至 100" in ran.err) == (2, True)
