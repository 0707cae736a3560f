"""Periods of the calendar as they are called: 2023年11月, 月底, 下周一, 三季度末, 上半年; to their first and last day.

What lacks its year is in the year of the day on which it is said.
"""

import calendar
import re
from datetime import date, timedelta

from bizenv_cli.errors import BadDateError
from bizenv_cli.numerals import digits_of, number_of
from bizenv_cli.workdays import add_workdays, previous_workday

ACCEPTED_DATES = (
    "2023-11-30、2023年11月30日、20231130、11月30日、2023-11、11月底前、三季度、今天、后天、本周五、下周一、月底、"
    "下月15日、年底、上半年、国庆前、三天后、两周内、30个工作日内、+30d（d 天、w 周、m 月）"
)
NUMERAL = "[0-9零〇一二两三四五六七八九十百]{1,4}"
YEAR = "(?P<year>[0-9]{4}年?|[零〇一二三四五六七八九]{4}年|今年|本年|当年|明年|后年|去年|前年)"

_FULL = re.compile(r"([0-9]{4})(?:([-/.])([0-9]{1,2})\2([0-9]{1,2})|([0-9]{2})([0-9]{2}))")
_YEAR_MONTH = re.compile("([0-9]{4})[-/.]([0-9]{1,2})")
_WEEK = re.compile("(?P<which>本|这|上上|上|下下|下)?个?(?:周|星期|礼拜)(?P<day>[一二三四五六日天1-7末])?")
_QUARTER = re.compile(
    rf"(?:{YEAR})?第?(?P<number>[一二三四1-4])季度?(?P<end>[末底初])?"
    rf"|(?:(?P<year2>[0-9]{{4}})-?)?[Qq](?P<number2>[1-4])(?P<end2>[末底初])?"
    "|(?P<which>本|这|当|上|下)?(?:一?个)?季度?(?P<end3>[末底初])?"
)
_HALF = re.compile(rf"(?:{YEAR})?(?P<half>[上下])半年(?P<end>[末底])?")
_WHOLE_YEAR = re.compile(rf"(?:{YEAR}|全年|年)(?P<end>底|末|初|中|内)?")
_MONTH = re.compile(
    rf"(?:{YEAR})?(?:(?P<which>本|这|当|上|下)?个?|(?P<number>{NUMERAL}))月份?"
    rf"(?P<end>底|末|初|内|上旬|中旬|下旬|(?P<day>{NUMERAL})[日号]?)?"
)
_NUMBERS = re.compile("(?P<month>[0-9]{1,2})[-/.](?P<day>[0-9]{1,2})")
_DAY_ALONE = re.compile("(?P<day>[0-9]{1,2})[日号]")
_DAYS = {
    "今天": 0, "今日": 0, "当天": 0, "当日": 0, "明天": 1, "明日": 1, "后天": 2, "大后天": 3, "昨天": -1, "昨日": -1,
    "前天": -2, "大前天": -3,
}  # fmt: skip
_YEARS = {"今": 0, "本": 0, "当": 0, "明": 1, "后": 2, "去": -1, "前": -2}
_STEPS = {"上上": -2, "上": -1, "下": 1, "下下": 2}
_WEEKDAYS = "一二三四五六日"
_TENS = {"上旬": (1, 10), "中旬": (11, 20), "下旬": (21, 31)}
_FEBRUARY, _DECEMBER = 2, 12


def no_such_day(year: int, month: int, day: int) -> str:
    """Say why a year, month and day make no date, for example ``11 月只有 30 天``."""
    if not 1 <= month <= _DECEMBER:
        return f"没有 {month} 月"
    if year < 1:
        return f"没有 {year} 年"
    days = calendar.monthrange(year, month)[1]
    where = f"{year} 年 2 月" if month == _FEBRUARY else f"{month} 月"
    return f"没有 {day} 日" if day < 1 else f"{where}只有 {days} 天"


def bad_date(phrase: str, reason: str) -> BadDateError:
    """Return the error of a phrase whose form is known, and why it is refused all the same."""
    return BadDateError(phrase, ACCEPTED_DATES, reason)


def number_in(written: str) -> int | None:
    """Return the number that figures or a Chinese numeral write, 两 included."""
    return int(written) if written.isdecimal() else number_of(written.replace("两", "二"))


def year_of(written: str | None, today: date, text: str) -> int:
    """Return the year that a phrase says, or where it says none that of the day."""
    if written is None:
        return today.year
    year = written.removesuffix("年")
    said = int(year) if year.isdecimal() else digits_of(year)
    found = today.year + _YEARS[year] if year in _YEARS else said
    if not found:
        raise bad_date(text, "没有 0 年")
    return found


def _on(year: int, month: int, day: int | None, text: str) -> date:
    try:
        return date(year, month, day or 0)
    except ValueError as error:
        raise bad_date(text, no_such_day(year, month, day or 0)) from error


def _month_end(day: date) -> date:
    return day.replace(day=calendar.monthrange(day.year, day.month)[1])


def later(day: date, count: int, unit: str) -> date:
    """Return the day that lies so many units after, or before, a day; OverflowError where there is none."""
    if unit == "个工作日":
        if count > 0:
            return add_workdays(day, count)
        for _ in range(-count):
            day = previous_workday(day)
        return day
    if unit in ("天", "周"):
        return day + timedelta(days=count * (7 if unit == "周" else 1))
    year, month = divmod(day.year * 12 + day.month - 1 + count * (12 if unit == "年" else 1), 12)
    if not date.min.year <= year <= date.max.year:
        raise OverflowError
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def period(text: str, today: date) -> tuple[date, date] | None:
    """Read a phrase without 前 or 起: its first and last day."""
    if text in _DAYS:
        day = today + timedelta(days=_DAYS[text])
        return day, day
    if match := _FULL.fullmatch(text):
        year, month, day_of_month = (
            int(part) for part in (match[1], match[3] or match[5], match[4] or match[6])
        )
        day = _on(year, month, day_of_month, text)
        return day, day
    if match := _YEAR_MONTH.fullmatch(text):
        first = _on(int(match[1]), int(match[2]), 1, text)
        return first, _month_end(first)
    for form, reading in _FORMS:
        if match := form.fullmatch(text):
            return reading(match, text, today)
    return None


def _week(match: re.Match[str], _text: str, today: date) -> tuple[date, date] | None:
    if not match["which"] and not match["day"]:
        return None
    monday = today - timedelta(days=today.weekday()) + timedelta(weeks=_STEPS.get(match["which"] or "", 0))
    if match["day"] == "末":
        return monday + timedelta(days=5), monday + timedelta(days=6)
    if match["day"]:
        sign = match["day"].replace("天", "日").replace("7", "日")
        day = monday + timedelta(days=_WEEKDAYS.index(sign) if sign in _WEEKDAYS else int(sign) - 1)
        return day, day
    return monday, monday + timedelta(days=6)


def _quarter(match: re.Match[str], text: str, today: date) -> tuple[date, date] | None:
    end = match["end"] or match["end2"] or match["end3"]
    number = match["number"] or match["number2"]
    if number:
        quarter = "一二三四".index(number) + 1 if number in "一二三四" else int(number)
        first = date(year_of(match["year"] or match["year2"], today, text), quarter * 3 - 2, 1)
    elif match["which"] or end:
        this = today.replace(day=1, month=(today.month + 2) // 3 * 3 - 2)
        first = later(this, 3 * _STEPS.get(match["which"] or "", 0), "个月")
    else:
        return None
    return _part(first, _month_end(later(first, 2, "个月")), end)


def _half(match: re.Match[str], text: str, today: date) -> tuple[date, date] | None:
    year = year_of(match["year"], today, text)
    first, last = (
        (date(year, 1, 1), date(year, 6, 30))
        if match["half"] == "上"
        else (date(year, 7, 1), date(year, 12, 31))
    )
    return _part(first, last, match["end"])


def _whole_year(match: re.Match[str], text: str, today: date) -> tuple[date, date] | None:
    end = match["end"]
    if text == "年" or re.fullmatch("[0-9]{4}", text):
        return None  # 2023 alone is no date
    year = year_of(match["year"], today, text)
    if end == "中":
        return date(year, 6, 30), date(year, 6, 30)
    if end == "内":
        return (today, date(year, 12, 31)) if year == today.year else (date(year, 1, 1), date(year, 12, 31))
    return _part(date(year, 1, 1), date(year, 12, 31), end)


def _month(match: re.Match[str], text: str, today: date) -> tuple[date, date] | None:
    end = match["end"]
    if match["number"]:
        number = number_in(match["number"])
        if number is None:
            return None
        if not 1 <= number <= _DECEMBER:
            raise bad_date(text, f"没有 {number} 月")
        first = date(year_of(match["year"], today, text), number, 1)
    elif match["year"] or not (match["which"] or end) or (match["day"] and not match["which"]):
        return None
    else:
        first = later(today.replace(day=1), _STEPS.get(match["which"] or "", 0), "个月")
    if match["day"]:
        day = _on(first.year, first.month, number_in(match["day"]), text)
        return day, day
    if end in _TENS:
        begin, until = _TENS[end]
        return first.replace(day=begin), first.replace(day=min(until, _month_end(first).day))
    if end == "内" and match["number"]:
        raise bad_date(text, f"是{match['number']}个月内，还是{match['number']}月之内？照所指的写")
    if end == "内":
        return max(first, today) if first <= today <= _month_end(first) else first, _month_end(first)
    return _part(first, _month_end(first), end)


def _numbers(match: re.Match[str], text: str, today: date) -> tuple[date, date] | None:
    day = _on(today.year, int(match["month"]), int(match["day"]), text)
    return day, day


def _part(first: date, last: date, end: str | None) -> tuple[date, date]:
    """Return a period, or its first or last day alone: 初, 底, 末."""
    if end is None:
        return first, last
    return (first, first) if end == "初" else (last, last)


def _day_alone(match: re.Match[str], text: str, today: date) -> tuple[date, date] | None:
    day = _on(today.year, today.month, int(match["day"]), text)
    return day, day


_FORMS = (
    (_WEEK, _week), (_HALF, _half), (_QUARTER, _quarter), (_MONTH, _month), (_NUMBERS, _numbers), (_WHOLE_YEAR, _whole_year),
    (_DAY_ALONE, _day_alone),
)  # fmt: skip
