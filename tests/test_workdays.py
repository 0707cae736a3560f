"""Working days: every day of 2023 as the State Council arranged it, and counting from any of them."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bizenv_cli.errors import UnknownCalendarError
from bizenv_cli.views.days import rest_day
from bizenv_cli.workdays import (
    add_workdays,
    holiday,
    is_workday,
    next_workday,
    previous_workday,
    workdays_between,
)


def days(first: str, last: str) -> list[date]:
    start, end = date.fromisoformat(first), date.fromisoformat(last)
    return [start + timedelta(days=at) for at in range((end - start).days + 1)]


# 《国务院办公厅关于2023年部分节假日安排的通知》（国办发明电〔2022〕16号，2022年12月8日），一至六
OFF = {
    "元旦": days("2022-12-31", "2023-01-02"),
    "春节": days("2023-01-21", "2023-01-27"),
    "清明节": days("2023-04-05", "2023-04-05"),
    "劳动节": days("2023-04-29", "2023-05-03"),
    "端午节": days("2023-06-22", "2023-06-24"),
    "中秋节、国庆节": days("2023-09-29", "2023-10-06"),
}
MADE_UP = [
    date.fromisoformat(f"2023-{day}")
    for day in ("01-28", "01-29", "04-23", "05-06", "06-25", "10-07", "10-08")
]
OFF_DAYS = {day for found in OFF.values() for day in found}
IN_2023 = st.dates(date(2023, 1, 10), date(2023, 12, 20))


@pytest.mark.parametrize("day", days("2023-01-01", "2023-12-31"), ids=str)
def test_every_day_of_2023_is_what_the_state_council_made_it(day: date) -> None:
    worked = day in MADE_UP or (day.weekday() < 5 and day not in OFF_DAYS)
    assert is_workday(day) is worked


def test_the_table_is_the_published_one() -> None:
    assert [len(found) for found in OFF.values()] == [3, 7, 1, 5, 3, 8]  # 共3天、共7天……
    assert {day.weekday() for day in MADE_UP} == {5, 6}


@pytest.mark.parametrize(
    ("day", "name"),
    [
        ("2023-10-02", "国庆节"),
        ("2023-09-29", "中秋"),
        ("2023-10-14", ""),
        ("2023-10-07", ""),
        ("2023-10-09", ""),
    ],
)
def test_a_rest_day_has_the_name_of_its_holiday(day: str, name: str) -> None:
    assert holiday(date.fromisoformat(day)) == name


@pytest.mark.parametrize(
    ("day", "count", "due"),
    [
        ("2023-09-28", 1, "2023-10-07"),  # the last day before eight days off; a Saturday is made up
        ("2023-09-28", 5, "2023-10-11"),
        ("2023-09-28", 10, "2023-10-18"),
        ("2023-09-29", 1, "2023-10-07"),  # received on a day off: the first day worked is the first counted
        ("2023-10-06", 1, "2023-10-07"),
        ("2023-10-07", 1, "2023-10-08"),
        ("2023-12-29", 1, "2024-01-02"),
        ("2023-11-01", 1, "2023-11-02"),
    ],
)
def test_so_many_working_days_after_a_day(day: str, count: int, due: str) -> None:
    assert add_workdays(date.fromisoformat(day), count) == date.fromisoformat(due)


@given(IN_2023, st.integers(1, 60))
def test_counting_back_finds_as_many(day: date, count: int) -> None:
    due = add_workdays(day, count)
    assert is_workday(due)
    assert workdays_between(day, due) == count
    assert workdays_between(due, day) == -count


@given(IN_2023)
def test_the_neighbours_are_worked_and_nothing_between_is(day: date) -> None:
    before, after = previous_workday(day), next_workday(day)
    assert before < day < after
    worked = [is_workday(before + timedelta(days=at)) for at in range((after - before).days + 1)]
    assert worked == [True, *[False] * ((day - before).days - 1), is_workday(day), *[False] * ((after - day).days - 1), True]  # fmt: skip


@pytest.mark.parametrize(
    "ask",
    [
        lambda: is_workday(date(2099, 6, 1)),
        lambda: is_workday(date(1999, 6, 1)),
        lambda: holiday(date(2099, 6, 1)),
        lambda: previous_workday(date(2099, 6, 1)),
        lambda: next_workday(date(9999, 12, 31)),
        lambda: previous_workday(date.min),
        lambda: add_workdays(date(2099, 6, 1), 1),
        lambda: workdays_between(date(2003, 12, 1), date(2004, 2, 1)),
    ],
)
def test_a_year_that_is_not_known_is_said_and_never_guessed(ask: Callable[[], object]) -> None:
    with pytest.raises(UnknownCalendarError, match=r"不知道 [0-9]{1,4} 年的放假调休安排"):
        ask()


@pytest.mark.parametrize(
    ("day", "hint"),
    [
        ("2023-09-30", "（休息日，前一工作日 09-28，后一工作日 10-07）"),
        ("2023-12-31", "（休息日，前一工作日 12-29，后一工作日 2024-01-02）"),
        ("2023-11-30", ""),
        ("2023-10-07", ""),
        ("2099-06-06", ""),
        ("2004-01-01", "（休息日）"),  # what came before 2004 is not known
    ],
)
def test_a_deadline_on_a_rest_day_shows_the_working_days_around_it(day: str, hint: str) -> None:
    assert rest_day(date.fromisoformat(day)) == hint
