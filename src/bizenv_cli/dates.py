"""Date phrases to days, and days to Chinese words; knows no clock (the day is an argument)."""

import calendar
import re
import unicodedata
from collections.abc import Callable
from contextlib import suppress
from datetime import date, datetime, time, timedelta, timezone
from typing import NamedTuple

from bizenv_cli.errors import BadDateError

ACCEPTED_DATES = (
    "2023-11-30、2023/11/30、20231130、2023年11月30日、2023-11、2023年11月、"
    "今天、明天、月底、本月底、下月底、季度末、年底、+30d（d 天、w 周、m 月）"
)
ACCEPTED_MOMENTS = "2023-09-01（这一天之前）、2023-09-01 17:30（这一刻之前）"
ACCEPTED_SPANS = "30d（天）、2w（周）、3m（月）"

_ISO_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_DAY = re.compile(
    r"(\d{4})(?:-(\d{1,2})-(\d{1,2})|/(\d{1,2})/(\d{1,2})|\.(\d{1,2})\.(\d{1,2})|(\d{2})(\d{2})|年(\d{1,2})月(\d{1,2})日)",
    re.ASCII,
)
_MONTH = re.compile(r"(\d{4})(?:[-/](\d{1,2})|年(\d{1,2})月)", re.ASCII)
_SPAN = re.compile(r"\+?(\d{1,5})([dwm]|天|周|个月)", re.ASCII)
_MOMENT = re.compile(r"(.+?)(?: +|T|(?<=日))(\d{1,2})[:时点](?:(\d{1,2})(?::(\d{1,2})|分)?)?", re.ASCII)
_WEEKDAYS = "一二三四五六日"
_MONTHS = range(1, 13)

# China has had one zone and no summer time since 1992: no zone database is needed.
BEIJING = timezone(timedelta(hours=8), "Asia/Shanghai")
_FEBRUARY = 2
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


def parse_period(phrase: str, today: date) -> Period:
    """Read a date phrase relative to `today`; a month means its first to its last day.

    Raises:
        BadDateError: the phrase is in none of the accepted forms, or names a day that does not exist.
    """
    text = unicodedata.normalize("NFKC", phrase).strip()
    named = _named_day(text, today)
    if named:
        return Period(named, named)
    if match := _DAY.fullmatch(text):
        only = _calendar_day(phrase, *(int(part) for part in match.groups() if part))
        return Period(only, only)
    if match := _MONTH.fullmatch(text):
        first = _calendar_day(phrase, *(int(part) for part in (*match.groups(), "1") if part))
        return Period(first, month_end(first))
    if _SPAN.fullmatch(text):
        day = add_span(today, phrase)
        return Period(day, day)
    raise BadDateError(phrase, ACCEPTED_DATES)


def parse_day(phrase: str, today: date) -> date:
    """Read a phrase that must mean one single day.

    Raises:
        BadDateError: no date, or a whole month where a day is wanted.
    """
    period = parse_period(phrase, today)
    if period.first != period.last:
        raise BadDateError(phrase, ACCEPTED_DATES, "这里要写到日")
    return period.first


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
    match = _SPAN.fullmatch(unicodedata.normalize("NFKC", span).strip())
    if not match:
        raise BadDateError(span, ACCEPTED_SPANS)
    count, unit = sign * int(match[1]), match[2]
    try:
        if unit in ("m", "个月"):
            return _months_later(start, count)
        return start + timedelta(days=count * (7 if unit in ("w", "周") else 1))
    except (OverflowError, ValueError) as error:
        raise BadDateError(span, ACCEPTED_SPANS, "超出日历范围") from error


def _months_later(start: date, months: int) -> date:
    from dateutil.relativedelta import relativedelta  # noqa: PLC0415  (15 ms that few phrases need)

    return start + relativedelta(months=months)


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


def _named_day(text: str, today: date) -> date | None:
    named: dict[str, Callable[[], date]] = {
        "今天": lambda: today,
        "明天": lambda: today + timedelta(days=1),
        "月底": lambda: month_end(today),
        "本月底": lambda: month_end(today),
        "下月底": lambda: month_end(_months_later(today, 1)),
        "季度末": lambda: quarter_end(today),
        "年底": lambda: date(today.year, 12, 31),
    }
    return named[text]() if text in named else None


def _calendar_day(phrase: str, year: int, month: int, day: int) -> date:
    try:
        return date(year, month, day)
    except ValueError as error:
        raise BadDateError(phrase, ACCEPTED_DATES, no_such_day(year, month, day)) from error


def no_such_day(year: int, month: int, day: int) -> str:
    """Say why a year, month and day make no date, for example ``11 月只有 30 天``."""
    if month not in _MONTHS:
        return f"没有 {month} 月"
    if year < 1:
        return f"没有 {year} 年"
    days = calendar.monthrange(year, month)[1]
    where = f"{year} 年 2 月" if month == _FEBRUARY else f"{month} 月"
    return f"没有 {day} 日" if day < 1 else f"{where}只有 {days} 天"
