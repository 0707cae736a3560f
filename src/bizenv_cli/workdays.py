"""State Council working days: whether a day is worked, and the last worked day before a rest day."""

from datetime import date, timedelta


def is_workday(day: date) -> bool | None:
    """Tell whether `day` is worked (make-up days count); None for a year whose calendar is not known."""
    from chinese_calendar import is_workday as known_workday  # noqa: PLC0415  (only lists with rest days pay)

    try:
        return bool(known_workday(day))
    except NotImplementedError:
        return None


def previous_workday(day: date) -> date | None:
    """Return the last working day before `day`; None where the calendar is not known."""
    candidate = day - timedelta(days=1)
    while (worked := is_workday(candidate)) is False:
        candidate -= timedelta(days=1)
    return candidate if worked else None
