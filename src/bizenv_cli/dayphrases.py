"""Chinese phrases for a day or a span of days: what `periods` knows, and 国庆前, 两周内, 三天后, 11月30日前.

前, 底前 and the like mean up to and including that day. Of what cannot be told for certain (11月前, 10日前) nothing is
made; it is refused with the two days that it may mean.
"""

import re
from datetime import date, timedelta
from typing import Literal, NamedTuple

from bizenv_cli import workdays
from bizenv_cli.periods import NUMERAL, YEAR, bad_date, later, number_in, period, year_of

Edge = Literal["", "until", "from"]

# What a feast is called in the State Council's holidays; its day where that is one of the sun's calendar.
_FEASTS: dict[str, tuple[str, tuple[int, int] | None]] = {
    "元旦": ("元旦", (1, 1)), "春节": ("春节", None), "清明": ("清明", None), "五一": ("劳动节", (5, 1)), "劳动": ("劳动节", (5, 1)),
    "端午": ("端午", None), "中秋": ("中秋", None), "国庆": ("国庆节", (10, 1)), "十一": ("国庆节", (10, 1)),
}  # fmt: skip
_SIDED = (None, "五一", "十一")
_SPAN = re.compile(rf"\+?(?P<count>{NUMERAL}|半)(?P<unit>个工作日|个?星期|个?礼拜|周|个月|天|日|年)")
_COUNTED = re.compile(rf"{_SPAN.pattern}(?P<way>以?后|之后|以?前|之前|以?内|之内)")
_UNITS = {"日": "天", "星期": "周", "礼拜": "周", "个星期": "周", "个礼拜": "周"}
_FEAST = re.compile(
    rf"(?:{YEAR})?(?:(?P<name>{'|'.join(_FEASTS)})节?|节)(?P<side>以?前|之前|以?后|之后|期间|假期|长假)?"
    rf"(?:的?(?:第(?P<nth>{NUMERAL})|(?P<last>最后一))个工作日)?"
)
_UNTIL = re.compile("(?:以?前|之前|为止)$")
_FROM = re.compile("(?:起|以来|开始)$")
_SINCE = re.compile("(?:以?后|之后)$")
_IN_YEAR = re.compile("[0-9零〇一二三四五六七八九]{4}年")
_ONE = timedelta(days=1)


class Phrase(NamedTuple):
    """What a phrase means: its first and last day, both included; and whether it is only an end (前) or a beginning (起)."""

    first: date
    last: date
    edge: Edge = ""


def read(phrase: str, today: date) -> Phrase | None:
    """Return what a phrase means on a day, or None where it is none of the known forms.

    Args:
        phrase: of one width and without white space.

    Raises:
        BadDateError: it has a known form, but no one meaning, or there is no such day.
        UnknownCalendarError: it is about working days or a feast of a year whose holidays are not known.
    """
    try:
        return _counted(phrase, today) or _feast(phrase, today) or _edged(phrase, today)
    except (OverflowError, ValueError) as error:  # before the year 1 or after 9999
        raise bad_date(phrase, "超出日历范围") from error


def count_of(span: str) -> tuple[int, str] | None:
    """Return the number and the unit (天, 周, 个月, 年, 个工作日) of a span such as 两周; half a year is six months."""
    match = _SPAN.fullmatch(span)
    if not match:
        return None
    unit = match["unit"]
    if match["count"] == "半":
        return (6, "个月") if unit == "年" else None  # 半个月 may be 15 days or a fortnight
    number = number_in(match["count"])
    return None if number is None else (number, _UNITS.get(unit, unit))


def _counted(phrase: str, today: date) -> Phrase | None:
    """Read 三天后, 两周内, 30个工作日内, 三天前, and 三天 alone, which is 三天后."""
    match = _COUNTED.fullmatch(phrase)
    span = count_of(phrase[: match.start("way")] if match else phrase)
    if span is None or span[0] < 1 or _IN_YEAR.match(phrase):
        return None
    way = match["way"][-1] if match else "后"
    if span[1] == "天" and "日" in phrase and way != "内":
        if not match:
            return None  # 15日 is a day of the month
        side = "前" if way == "前" else "后"
        raise bad_date(phrase, f"是{span[0]}天{side}，还是本月{span[0]}日{side}？照所指的写")
    day = later(today, -span[0] if way == "前" else span[0], span[1])
    return Phrase(today, day) if way == "内" else Phrase(day, day)


def _feast(phrase: str, today: date) -> Phrase | None:
    """Read 国庆前 (to the day before it), 春节后 (from the day after the holiday), 节后第一个工作日.

    A feast without a name is the one whose holiday it is, else the next.
    """
    match = _FEAST.fullmatch(phrase)
    if not match or (match["year"] and not match["name"]):
        return None
    if match["name"] in _SIDED and not match["side"]:  # 十一 alone may be a month, or a number
        return None
    side, nth = (match["side"] or "")[-1:], match["nth"] or match["last"]
    name, fixed = _FEASTS[match["name"]] if match["name"] else ("", None)
    year = year_of(match["year"], today, phrase)
    if fixed and side == "前" and not nth:  # needs no calendar of holidays
        before = date(year, *fixed) - _ONE
        return Phrase(before, before, "until")
    begin = _feast_day(phrase, name, date(year, *(fixed or (1, 1))) if name else today)
    first = last = begin
    while workdays.holiday(last + _ONE):
        last += _ONE
    while workdays.holiday(first - _ONE):
        first -= _ONE
    if nth:
        return _workday_beside(side, match["nth"], first, last)
    if side == "前":
        before = (begin if name else first) - _ONE
        return Phrase(before, before, "until")
    return Phrase(last + _ONE, last + _ONE, "from") if side == "后" else Phrase(first, last)


def _feast_day(phrase: str, name: str, since: date) -> date:
    """Return the first day from `since` on that is a holiday, of this name where one is given."""
    day = since
    while not (found := workdays.holiday(day)) or (name and found != name):
        day += _ONE
        if name and day.year > since.year:
            raise bad_date(phrase, f"{since.year} 年的放假安排里没有单列{name}")
    return day


def _workday_beside(side: str, nth: str | None, first: date, last: date) -> Phrase | None:
    """Return the n-th working day after a holiday, or the last one before it."""
    count = number_in(nth) if nth else None
    if side == "后" and count:
        day = workdays.add_workdays(last, count)
    elif side == "前" and nth is None:
        day = workdays.previous_workday(first)
    else:
        return None
    return Phrase(day, day)


def _edged(phrase: str, today: date) -> Phrase | None:
    """Read a phrase that may end in 前 or 起."""
    if span := period(phrase, today):
        return Phrase(*span)
    if (match := _FROM.search(phrase)) and (span := period(phrase[: match.start()], today)):
        return Phrase(*span, "from")
    match = _UNTIL.search(phrase) or _SINCE.search(phrase)
    inner = phrase[: match.start()] if match else ""
    span = period(inner, today) if match else None
    if not match or not span:
        return None
    first, last = span
    if _SINCE.search(phrase):
        raise bad_date(phrase, f"含不含{inner}说不清：含的写 {first}，不含的写 {last + _ONE}")
    if first != last:
        raise bad_date(phrase, f"含不含{inner}说不清：含的写 {last}，不含的写 {first - _ONE}")
    return Phrase(first, last, "until")
