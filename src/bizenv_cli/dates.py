"""Date phrases to days, and days to Chinese words; knows no clock (the day is an argument)."""

import calendar
import re
import unicodedata
from collections.abc import Container
from contextlib import suppress
from datetime import date, datetime, time, timedelta, timezone
from typing import NamedTuple

from bizenv_cli.errors import BadDateError

ACCEPTED_MOMENTS = "2023-09-01（这一天之前）、2023-09-01 17:30（这一刻之前）"
ACCEPTED_SPANS = "30d（天）、2w（周）、3m（月）、两周、三个月、30个工作日"

_ISO_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_DAY = re.compile(
    r"(\d{4})(?:-(\d{1,2})-(\d{1,2})|/(\d{1,2})/(\d{1,2})|\.(\d{1,2})\.(\d{1,2})|(\d{2})(\d{2})|年(\d{1,2})月(\d{1,2})日)",
    re.ASCII,
)
_MONTH = re.compile(r"(\d{4})(?:[-/](\d{1,2})|年(\d{1,2})月)", re.ASCII)
_QUARTER = re.compile(r"\d{4}(?:-?[Qq][1-4]|年第?[一二三四1-4]季度)", re.ASCII)
_SPAN = re.compile(r"\+?(\d{1,5})([dwm]|天|周|个月)", re.ASCII)
_MOMENT = re.compile(r"(.+?)(?: +|T|(?<=日))(\d{1,2})[:时点](?:(\d{1,2})(?::(\d{1,2})|分)?)?", re.ASCII)
_DAYS_OF = {"d": 1, "天": 1, "w": 7, "周": 7}
_DASHES = re.compile("[‐‑–—−]+")
_WITHIN = re.compile("[以之]?内$")
_WEEKDAYS = "一二三四五六日"

# China has had one zone and no summer time since 1992: no zone database is needed.
BEIJING = timezone(timedelta(hours=8), "Asia/Shanghai")
_LAST_SECOND = 253_370_735_999  # of the year 9998, in Beijing


class Period(NamedTuple):
    """A phrase's meaning: its first and last day, both included; one day has first == last."""

    first: date
    last: date


def parse_iso_day(text: str) -> date:
    """Read ``2023-11-30`` and nothing else; ValueError otherwise."""
    if not _ISO_DAY.fullmatch(text):
        raise ValueError(text)
    return date.fromisoformat(text)


def month_end(day: date) -> date:
    """Return the last day of the month of `day`."""
    return day.replace(day=calendar.monthrange(day.year, day.month)[1])


def quarter_end(day: date) -> date:
    """Return the last day of the quarter of `day`."""
    return month_end(day.replace(day=1, month=(day.month + 2) // 3 * 3))


def quarter_start(day: date) -> date:
    """Return the first day of the quarter of `day`."""
    return day.replace(day=1, month=(day.month + 2) // 3 * 3 - 2)


def parse_period(phrase: str, today: date) -> Period:
    """Read a date phrase said on `today`; a month means its first to its last day.

    Raises:
        BadDateError: the phrase is in none of the accepted forms, has no one meaning, names a day that does not
            exist, or is only an end (11月底前) or a beginning (9月1日起).
        UnknownCalendarError: it is about working days or a feast of a year whose holidays are not known.
    """
    return _read(phrase, today, ())


def last_day(phrase: str, today: date) -> date:
    """Return the last day of a phrase, which may be an end (11月底前) but no mere beginning; errors as for `parse_period`."""
    return _read(phrase, today, ("until",)).last


def first_day(phrase: str, today: date) -> date:
    """Return the first day of a phrase, which may be a beginning (9月1日起) but no mere end; errors as for `parse_period`."""
    return _read(phrase, today, ("from",)).first


def parse_day(phrase: str, today: date, *, until: bool = False) -> date:
    """Read a phrase that must mean one single day; errors as for `parse_period`.

    Args:
        until: it is a deadline, and may be said as one (11月30日前).

    Raises:
        BadDateError: it means several days where one is wanted.
    """
    period = _read(phrase, today, ("until",) if until else ())
    if period.first != period.last:
        from bizenv_cli.periods import ACCEPTED_DATES  # noqa: PLC0415

        raise BadDateError(phrase, ACCEPTED_DATES, "这里要写到日")
    return period.first


def is_exact(phrase: str) -> bool:
    """Tell whether a phrase names a year and its quarter, month or day, so that there is nothing to understand."""
    text = unicodedata.normalize("NFKC", phrase).strip()
    return any(form.fullmatch(text) for form in (_DAY, _MONTH, _QUARTER))


def _read(phrase: str, today: date, edges: Container[str]) -> Period:
    text = unicodedata.normalize("NFKC", phrase).strip()
    if _ISO_DAY.fullmatch(text):
        with suppress(ValueError):  # no such day: why not is said below
            day = date.fromisoformat(text)
            return Period(day, day)
    if _SPAN.fullmatch(text):
        day = add_span(today, phrase)
        return Period(day, day)
    from bizenv_cli.dayphrases import read  # noqa: PLC0415  (its forms are many; most calls have none)
    from bizenv_cli.periods import ACCEPTED_DATES  # noqa: PLC0415
    from bizenv_cli.simplified import simplified  # noqa: PLC0415

    plain = _DASHES.sub("-", "".join(text.split()))
    found = read(plain, today) or read(simplified(plain), today)
    if found is None:
        raise BadDateError(phrase, ACCEPTED_DATES)
    if found.edge and found.edge not in edges:
        ends = found.edge == "until"
        why = "只说到哪天为止，这里不能用" if ends else "只说从哪天起，这里不能用"
        reason = f"{why}；指这一天的写 {found.last if ends else found.first}"
        raise BadDateError(phrase, ACCEPTED_DATES, reason)
    return Period(found.first, found.last)


def parse_moment(phrase: str, today: date) -> datetime | None:
    """Read a day, which means its beginning, or a time of a day, in Beijing unless the phrase names another zone.

    Returns:
        The moment, or None where the phrase is not shaped like one; a span (``30d``) is not.

    Raises:
        BadDateError: it is shaped like one, but there is no such day or time.
    """
    text = unicodedata.normalize("NFKC", phrase).strip()
    with suppress(ValueError, OverflowError):
        zoned = datetime.fromisoformat(text)
        if zoned.tzinfo is not None:
            return zoned.astimezone(BEIJING)
    match = _MOMENT.fullmatch(text)
    day_text = match[1] if match else text
    if day_text.isascii() and not (_DAY.fullmatch(day_text) or _MONTH.fullmatch(day_text)):
        return None  # a tag may be called 11.30 or 2023Q3
    if _SPAN.fullmatch(day_text):
        return None
    try:
        day = parse_day(day_text, today)
        hours, minutes, seconds = (int(part or 0) for part in match.groups()[1:]) if match else (0, 0, 0)
        clock = time(hours, minutes, seconds)
    except BadDateError as error:
        if not error.reason or text.isdigit():  # eight digits may be the hash of a commit as well
            return None
        raise BadDateError(phrase, ACCEPTED_MOMENTS, error.reason) from error
    except ValueError as error:
        raise BadDateError(phrase, ACCEPTED_MOMENTS, "没有这个时刻") from error
    return datetime.combine(day, clock, BEIJING)


def minute(moment: datetime) -> str:
    """Return a moment as its zone has it, for example ``2023-08-31 16:20``."""
    return moment.isoformat(" ", "minutes")[:16]


def minute_of(seconds: int) -> str:
    """Return a time since 1970 in Beijing; one after the year 9998, which git allows, as the last of that year."""
    return minute(datetime.fromtimestamp(min(seconds, _LAST_SECOND), BEIJING))


def add_span(start: date, span: str) -> date:
    """Return `start` plus a duration such as ``30d``, ``2w`` or ``3m``.

    Raises:
        BadDateError: `span` is no duration, or ends beyond the year 9999.
    """
    return _shifted(start, span, 1)


def subtract_span(start: date, span: str) -> date:
    """Return `start` less a duration, as `add_span` reads one.

    Raises:
        BadDateError: `span` is no duration, or begins before the year 1.
    """
    return _shifted(start, span, -1)


def _shifted(start: date, span: str, sign: int) -> date:
    text = "".join(unicodedata.normalize("NFKC", span).split())
    match = _SPAN.fullmatch(text)
    try:
        if match and match[2] in _DAYS_OF:
            return start + sign * timedelta(days=int(match[1]) * _DAYS_OF[match[2]])
        from bizenv_cli.dayphrases import count_of  # noqa: PLC0415
        from bizenv_cli.periods import later  # noqa: PLC0415
        from bizenv_cli.simplified import simplified  # noqa: PLC0415

        found = (int(match[1]), "个月") if match else count_of(_WITHIN.sub("", simplified(text)))
        if found is None:
            raise BadDateError(span, ACCEPTED_SPANS)
        return later(start, sign * found[0], found[1])
    except (OverflowError, ValueError) as error:
        raise BadDateError(span, ACCEPTED_SPANS, "超出日历范围") from error


def weekday(day: date) -> str:
    """Return the Chinese weekday, for example ``周五``."""
    return f"周{_WEEKDAYS[day.weekday()]}"


def window(first: date | None, last: date | None) -> str:
    """Say a span of days in words, both of them included; nothing where it has no end."""
    if first and last:
        return f"{first} 当日" if first == last else f"{first} 至 {last}（含首尾）"
    if last:
        return f"到 {last}（含）"
    return f"{first}（含）以后" if first else ""
