"""State Council working days: whether a day is worked, the ones next to it, and counting them.

The arrangement of each year is that of the library; of a year that it does not know nothing is guessed.
"""

from collections.abc import Iterator
from datetime import date, timedelta

from bizenv_cli.errors import UnknownCalendarError

_DAY = timedelta(days=1)


def is_workday(day: date) -> bool:
    """Tell whether `day` is worked: a make-up day on a weekend is, a holiday in the week is not.

    Raises:
        UnknownCalendarError: the arrangement of its year is not known.
    """
    from chinese_calendar import is_workday as known_workday  # noqa: PLC0415  (only lists with rest days pay)

    try:
        return bool(known_workday(day))
    except NotImplementedError as error:
        raise UnknownCalendarError(day.year) from error


def holiday(day: date) -> str:
    """Return the Chinese name of the holiday that makes `day` a rest day; empty for a weekend or a working day.

    Raises:
        UnknownCalendarError: the arrangement of its year is not known.
    """
    from chinese_calendar import Holiday, get_holiday_detail  # noqa: PLC0415

    try:
        rests, name = get_holiday_detail(day)
    except NotImplementedError as error:
        raise UnknownCalendarError(day.year) from error
    return str(Holiday(name).chinese) if rests and name else ""


def next_workday(day: date) -> date:
    """Return the first working day after `day`; errors as for `is_workday`."""
    return next(_workdays(day, _DAY))


def previous_workday(day: date) -> date:
    """Return the last working day before `day`; errors as for `is_workday`."""
    return next(_workdays(day, -_DAY))


def add_workdays(day: date, count: int) -> date:
    """Return the `count`-th working day after `day`, which itself is not counted, whether it is worked or not.

    Args:
        count: at least 1.

    Raises:
        UnknownCalendarError: the arrangement of a year on the way is not known.
    """
    following = _workdays(day, _DAY)
    for _ in range(count - 1):
        next(following)
    return next(following)


def workdays_between(first: date, last: date) -> int:
    """Return how many working days lie after `first` up to `last`, which is counted; negative where `last` is earlier.

    `workdays_between(day, add_workdays(day, n))` is n; errors as for `is_workday`.
    """
    if last < first:
        return -workdays_between(last, first)
    days = (first + _DAY * at for at in range(1, (last - first).days + 1))
    return sum(map(is_workday, days))


def _workdays(day: date, step: timedelta) -> Iterator[date]:
    """Yield the working days from `day` on, which is left out, forwards or backwards."""
    while True:
        try:
            day += step
        except OverflowError as error:
            raise UnknownCalendarError(day.year) from error
        if is_workday(day):
            yield day
