"""When a duty is due: recurrences of RFC 5545 to days, and the periods that people call them by.

A rule is written in one way only, and pins the day: nothing is silently taken from the day on which it begins.
"""

import re
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import NamedTuple

from bizenv_cli.dates import month_end, quarter_end

_MONTHS = r"BYMONTH=(?:[1-9]|1[0-2])(?:,(?:[1-9]|1[0-2]))*"
_MONTH_DAY = r"-?(?:[1-9]|[12][0-9]|3[01])"
_WEEKDAY = "(?:MO|TU|WE|TH|FR|SA|SU)"
_NTH_WEEKDAY = rf"(?:-?[1-5])?{_WEEKDAY}"
_DAY = rf"(?:BYMONTHDAY={_MONTH_DAY}(?:,{_MONTH_DAY})*|BYDAY={_NTH_WEEKDAY}(?:,{_NTH_WEEKDAY})*)"
_EVERY = "(?:INTERVAL=[1-9][0-9]?;)?"
RULE = (
    rf"FREQ=(?:YEARLY;{_EVERY}{_MONTHS};{_DAY}|MONTHLY;{_EVERY}(?:{_MONTHS};)?{_DAY}"
    rf"|WEEKLY;{_EVERY}BYDAY={_WEEKDAY}(?:,{_WEEKDAY})*)"
)
PERIOD = "[0-9]{4}(?:Q[1-4]|-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12][0-9]|3[01]))?)?"
_PERIOD = re.compile(r"([0-9]{4})(?:Q([1-4])|-([0-9]{2})(?:-([0-9]{2}))?)?")
_NAMES = ("{0:%Y}", "{0:%Y}Q{1}", "{0:%Y-%m}", "{0:%Y-%m-%d}")  # from the widest to the day
_LOOKED_AT = timedelta(days=750)  # of a rule, to see how close its days can be


class Occurrence(NamedTuple):
    """One day on which a duty is due, and the period by which people name it: 2023-11, 2023Q4, 2023 or 2023-11-12."""

    day: date
    period: str


def parse_rule(text: str) -> str:
    """Return a rule as it is written, if it is one that `RULE` matches; ValueError otherwise."""
    if not re.fullmatch(RULE, text):
        raise ValueError(text)
    return text


def occurrences(rule: str, first: date, last: date) -> tuple[Occurrence, ...]:
    """Return when a rule falls due, both days included.

    The period is the widest of year, quarter, month and day that never holds two of the rule's days.

    Args:
        rule: a text that `RULE` matches.
        first: the day on which the rule begins; every second month, or every third week, is counted from it.
    """
    days = _days(rule, first, max(last, _later(first)))
    name = next(name for name in _NAMES if _tells_apart(name, days))
    return tuple(Occurrence(day, _named(name, day)) for day in days if day <= last)


def span(period: str) -> tuple[date, date] | None:
    """Return the first and the last day of a period, or None where there is no such day."""
    match = _PERIOD.fullmatch(period)
    if match is None:
        return None
    year, quarter, month, day = (int(part) if part else 0 for part in match.groups())
    try:
        first = date(year, month or (quarter * 3 - 2 if quarter else 1), day or 1)
    except ValueError:
        return None
    if day:
        return first, first
    if month:
        return first, month_end(first)
    return first, quarter_end(first) if quarter else date(year, 12, 31)


def _days(rule: str, first: date, last: date) -> list[date]:
    from dateutil.rrule import rrulestr  # noqa: PLC0415  (20 ms, and only an index that is made anew needs it)

    begin, end = (datetime.combine(day, time()) for day in (first, last))
    return [found.date() for found in rrulestr(rule, dtstart=begin).between(begin, end, inc=True)]


def _later(day: date) -> date:
    return day + _LOOKED_AT if date.max - day > _LOOKED_AT else date.max


def _tells_apart(name: str, days: Sequence[date]) -> bool:
    return len({_named(name, day) for day in days}) == len(days)


def _named(name: str, day: date) -> str:
    return name.format(day, (day.month + 2) // 3)
