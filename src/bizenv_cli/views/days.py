"""A day in an answer: how a record has it, whether it is a rest day, and which working days lie around it."""

from datetime import date

from bizenv_cli.errors import UnknownCalendarError
from bizenv_cli.workdays import is_workday, next_workday, previous_workday


def rest_day(day: date) -> str:
    """Return a hint where a deadline falls on a rest day, which does not move it; nothing where that is not known."""
    try:
        if is_workday(day):
            return ""
    except UnknownCalendarError:
        return ""
    try:
        around = (
            f"，前一工作日 {_near(previous_workday(day), day)}，后一工作日 {_near(next_workday(day), day)}"
        )
    except UnknownCalendarError:
        around = ""  # the arrangement of the year before or after is not known
    return f"（休息日{around}）"


def _near(other: date, day: date) -> str:
    return f"{other:%m-%d}" if other.year == day.year else other.isoformat()


def iso(day: date | None) -> str | None:
    """Return a day as a record has it; None where there is none."""
    return day.isoformat() if day else None
