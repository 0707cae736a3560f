"""The one day that a malformed date certainly means: what a hint may offer to type instead."""

import re
import unicodedata
from datetime import date, timedelta

from bizenv_cli.numerals import digits_of, number_of
from bizenv_cli.periods import no_such_day

_YEARS = range(1900, 2200)
_SHORT_YEARS = range(20, 30)  # 23-11-30: a year of this decade, and 30 is none
_MONTHS = range(1, 13)
_EXCEL_DAYS = range(36526, 73416)  # 2000-01-01 to 2100-12-31 as Excel counts days
_EXCEL_ZERO = date(1899, 12, 30)
_ENGLISH_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")

_LONGEST = 60  # characters of a text that may say one day
_AROUND = " \t\u3000“”‘’\"'「」『』。，,；;、．."
_TIME = re.compile(r"[ T]*(?:[01]?[0-9]|2[0-3]):[0-5][0-9](?::[0-5][0-9](?:\.[0-9]+)?)?(?:Z|[+]08:?00)?$")
_DASHES = re.compile("[—–−‐‑‒―─ーｰ－]+")
_SPACED = re.compile(r" *([-/.年月日号]) *")
_CHINESE = re.compile(
    "([〇零○一二三四五六七八九]{4})年([一二三四五六七八九十]{1,2})月([一二三四五六七八九十]{1,3})[日号]?"
)
_YEAR_FIRST = (
    re.compile(r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})"),
    re.compile(r"([0-9]{4})/([0-9]{1,2})/([0-9]{1,2})"),
    re.compile(r"([0-9]{4})\.([0-9]{1,2})\.([0-9]{1,2})"),
    re.compile(r"([0-9]{4}) ([0-9]{1,2}) ([0-9]{1,2})"),
    re.compile(r"([0-9]{4})年([0-9]{1,2})月([0-9]{1,2})[日号]?"),
    re.compile(r"([0-9]{4})([0-9]{2})([0-9]{2})"),
)
_YEAR_LAST = re.compile(r"([0-9]{1,2})([-/.])([0-9]{1,2})\2([0-9]{4})")
_YEAR_SHORT = re.compile(r"([0-9]{2})([-/.])([0-9]{1,2})\2([0-9]{1,2})")
_NAMED_MONTH = re.compile(r"([0-9]{1,2})-([a-z]{3})-([0-9]{4}|[0-9]{2})", re.IGNORECASE)
_LOOKALIKES = str.maketrans("OoIl", "0011")


def numbers_of(written: str) -> tuple[int, int, int] | None:
    """Return year, month and day of a text that says them in one certain order, be there such a day or not.

    Where two readings are possible (08/09/2023, 23-08-25), or something is missing (8月31日), there is none.
    """
    if len(written) > _LONGEST:
        return None
    text = unicodedata.normalize("NFKC", written).strip(_AROUND)
    text = _SPACED.sub(r"\1", _DASHES.sub("-", _TIME.sub("", text)).strip(_AROUND))
    if match := _CHINESE.fullmatch(text):
        year, month, day = digits_of(match[1]), number_of(match[2]), number_of(match[3])
        return (year, month, day) if year and month and day else None
    if re.fullmatch(r"[0-9OoIl]{1,4}([-/.])[0-9OoIl]{1,2}\1[0-9OoIl]{1,4}", text):
        text = text.translate(_LOOKALIKES)
    for form in _YEAR_FIRST:
        if match := form.fullmatch(text):
            return int(match[1]), int(match[2]), int(match[3])
    return _year_elsewhere(text)


def _year_elsewhere(text: str) -> tuple[int, int, int] | None:
    if match := _YEAR_LAST.fullmatch(text):
        one, other, year = int(match[1]), int(match[3]), int(match[4])
        if one != other and one in _MONTHS and other in _MONTHS:
            return None
        return (year, one, other) if one in _MONTHS else (year, other, one)
    if match := _YEAR_SHORT.fullmatch(text):
        year, month, day = int(match[1]), int(match[3]), int(match[4])
        certain = year in _SHORT_YEARS and day not in _SHORT_YEARS and month in _MONTHS
        return (2000 + year, month, day) if certain else None
    if (match := _NAMED_MONTH.fullmatch(text)) and match[2].lower() in _ENGLISH_MONTHS:
        year = int(match[3])
        return (
            year if year in _YEARS else 2000 + year,
            _ENGLISH_MONTHS.index(match[2].lower()) + 1,
            int(match[1]),
        )
    if re.fullmatch("[0-9]{5}", text) and int(text) in _EXCEL_DAYS:
        counted = _EXCEL_ZERO + timedelta(int(text))
        return counted.year, counted.month, counted.day
    return None


def meant_day(written: str) -> date | None:
    """Return the one day that a text certainly means, or None."""
    numbers = numbers_of(written)
    if numbers is None or numbers[0] not in _YEARS:
        return None
    try:
        return date(*numbers)
    except ValueError:
        return None


def advice(written: str) -> tuple[str, str]:
    """Say of a text that is no date why no such day exists, where it says one for certain, and what to type."""
    if day := meant_day(written):
        return "", f"应写 {day}"
    if numbers := numbers_of(written):
        year, month, day_of_month = numbers
        if month not in _MONTHS and (swapped := meant_day(f"{year:04}-{day_of_month}-{month}")):
            return f"没有 {month} 月", f"先写月再写日：是否为 {swapped}？"
        return no_such_day(year, month, day_of_month), "核对月份与日期"
    if re.fullmatch("[0-9]{1,2}月[0-9]{1,2}[日号]", written):
        return "", "年份也要写，如 2023-11-30"
    return "", "写到日，如 2023-11-30（年-月-日，位数补足，半角），只写一个日期"
