"""The days of a call's options: every date that is typed is read here, and said back where it had to be understood."""

import sys
from datetime import date

from bizenv_cli import dates
from bizenv_cli.dates import Period
from bizenv_cli.render.safe import plain


def day(typed: str, today: date, *, until: bool = False) -> date:
    """Read one single day; `until` where it is a deadline, which may be said as one (11月30日前)."""
    found = dates.parse_day(typed, today, until=until)
    return _said(typed, Period(found, found)).first


def period(typed: str, today: date) -> Period:
    """Read a day or a span of days."""
    return _said(typed, dates.parse_period(typed, today))


def last(typed: str, today: date) -> date:
    """Read up to which day, included: of a span its last."""
    found = dates.last_day(typed, today)
    return _said(typed, Period(found, found)).last


def first(typed: str, today: date) -> date:
    """Read from which day on, included: of a span its first."""
    found = dates.first_day(typed, today)
    return _said(typed, Period(found, found)).first


def say_moment(typed: str, today: date) -> None:
    """Say for which day, before which a version is wanted, a phrase is taken; a version's own name is no phrase."""
    moment = dates.parse_moment(typed, today)
    if moment is not None and not typed.isascii() and not dates.is_exact(typed):
        print(f"「{plain(typed.strip())}」按 {dates.minute(moment)} 之前理解", file=sys.stderr)


def _said(typed: str, found: Period) -> Period:
    """Say on the standard error for which day, or days, a phrase was taken, unless it gives them in figures."""
    if not dates.is_exact(typed):
        until = "" if found.first == found.last else f" 至 {found.last}"
        print(f"「{plain(typed.strip())}」按 {found.first}{until} 理解", file=sys.stderr)
    return found
