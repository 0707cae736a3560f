"""The phrases by which notices set a deadline, and the day that each means; what means no day is told apart.

A day that stands in full is certain. One that had to be reckoned (三季度末), or whose year is not printed, is said
to be so, with the reason; the printed phrase is always kept by whoever asks.
"""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date, timedelta

from bizenv_cli.dates import month_end, quarter_end
from bizenv_cli.dateslips import meant_day
from bizenv_cli.errors import UnknownCalendarError
from bizenv_cli.numerals import number_of
from bizenv_cli.workdays import add_workdays

_LONGEST = 60  # characters of a phrase; what is longer is a text
_SHORT = 24  # characters of one that names no day
_YEAR = "(?:(?P<year>20[0-9]{2})年|(?P<this>今年|本年|当年))?"
_BY = "(?:之?前|以前|以内|之内|内|止)?(?:力争|全面|基本|取得明显成效|取得成效|完成任务|完成|办结|落实到位|到位|建成)*"
_BEGUN = re.compile("^(?:力争|确保|计划|预计|于|在|截至|截止到?|完成时限[:：]?)+")
_WHOLE = re.compile(r"(?P<year>20[0-9]{2})年(?P<month>[0-9]{1,2})月(?P<day>[0-9]{1,2})[日号]")
_DAY = re.compile(f"{_YEAR}(?P<month>[0-9]{{1,2}})月(?P<day>[0-9]{{1,2}})[日号]{_BY}")
_MONTH = re.compile(f"{_YEAR}(?P<month>[0-9]{{1,2}})月份?(?P<part>底|末|上旬|中旬|下旬)?(?P<by>{_BY})")
_QUARTER = re.compile(f"{_YEAR}前?第?(?P<quarter>[一二三四1-4])个?季度(?:底|末)?{_BY}")
_HALF = re.compile(f"{_YEAR}(?P<half>[上下])半年(?:底|末)?{_BY}")
_END = re.compile(
    f"(?:(?P<year>20[0-9]{{2}})年?|今|本|当)?年?(?:年)?(?:底|末|内){_BY}|(?P<only>20[0-9]{{2}})年{_BY}"
)
_SPAN = re.compile(
    "(?:(?:文件|方案|通知)?(?:印发|下发|收到|发布)(?:之日起|后|起)?)?(?P<count>[0-9]{1,3}|[一二三四五六七八九十百]{1,5})"
    "(?P<unit>个?工作日|个?自然日|日|天|个月)(?:之内|以内|内)?(?:完成|办结)?"
)
_STANDING = re.compile(
    "(?:20[0-9]{2}年)?(?:长期|持续|常态|常年|全年|经常|动态|适时|及时|即时|即日|立即|立行立改|随时|每|按(?:月|季|年|期|要求|照)|根据|贯穿|滚动)"
)
_PURELY_STANDING = re.compile(
    "(?:20[0-9]{2}年)?(?:长期|持续|常态化?|常年|全年|经常性?|动态|适时|及时|立即|立行立改|每(?:日|周|旬|月|季度?|年|半年)|按(?:月|季度?|年))"
    "(?:坚持|推进|实施|进行|开展|落实|保持|更新|任务)*"
)
_TENS = {"上旬": 10, "中旬": 20}


@dataclass(frozen=True, slots=True)
class Deadline:
    """What a deadline's cell says.

    Attributes:
        day: the day meant, where one is.
        because: how it was reckoned, or why there is none; nothing where the cell prints the day itself.
        certain: nobody need look at it again.
        standing: the cell says that the task goes on, so that no day is missing.
    """

    day: date | None
    because: str = ""
    certain: bool = True
    standing: bool = False


UNREADABLE = Deadline(None, "看不出是哪一天", certain=False)


def read_deadline(text: str, year: int | None, issued: date | None) -> Deadline:
    """Read a cell of 完成时限.

    Args:
        text: the printed words.
        year: the plan's year, taken where the phrase names none.
        issued: the day of issue, from which working days are counted; None where it is not known.
    """
    words = _plain(text)
    if len(words) > _LONGEST:
        return UNREADABLE
    if day := meant_day(words):
        return Deadline(day)
    if match := _SPAN.fullmatch(words):
        return _after_issue(match, issued)
    for form, reader in _FORMS:
        if match := form.fullmatch(words):
            return _dated(match, reader(match), year)
    if _STANDING.match(words) and len(words) <= _SHORT:
        days = [day for found in _WHOLE.finditer(words) if (day := meant_day(found[0]))]
        if not days:
            return Deadline(None, f"印「{text}」，没有定日", standing=True)
    return _several(words, year)


def is_deadline(text: str) -> bool:
    """Tell whether a cell's words are a deadline of any kind, and nothing else."""
    words = _plain(text)
    if len(words) > _LONGEST:
        return False
    forms = (_SPAN, _PURELY_STANDING, *(form for form, _ in _FORMS))
    return meant_day(words) is not None or any(form.fullmatch(words) for form in forms)


def _plain(text: str) -> str:
    words = re.sub(r"\s+", "", unicodedata.normalize("NFKC", text)).strip("。;,.、()")
    return _BEGUN.sub("", words)


def _dated(match: re.Match[str], found: tuple[int, int, str], year: int | None) -> Deadline:
    """Put the year to a month and a day, and say what had to be assumed."""
    month, day, because = found
    named = match.groupdict().get("year") or match.groupdict().get("only")
    meant = int(named) if named else year
    if meant is None:
        return Deadline(None, "没有写年份，也不知道是哪一年的方案", certain=False)
    try:
        reckoned = date(meant, month, day) if day else month_end(date(meant, month, 1))
    except ValueError:
        return Deadline(None, "没有这一天", certain=False)
    reasons = [because] if because else []
    if not named:
        reasons.append(f"没有写年份，按方案年度 {meant} 年")
    certain = bool(named) and because not in (_BARE, _BEFORE)
    return Deadline(reckoned, "；".join(reasons), certain)


_BARE = "只写到月或年，按最后一日"
_BEFORE = "是否含该月不明，按该月最后一日"


def _of_day(match: re.Match[str]) -> tuple[int, int, str]:
    return int(match["month"]), int(match["day"]) or 99, ""


def _of_month(match: re.Match[str]) -> tuple[int, int, str]:
    part = match["part"]
    if part in _TENS:
        return int(match["month"]), _TENS[part], f"按该月 {_TENS[part]} 日"
    because = "按该月最后一日" if part else _BEFORE if "前" in match["by"] else _BARE
    return int(match["month"]), 0, because


def _of_quarter(match: re.Match[str]) -> tuple[int, int, str]:
    sign = match["quarter"]
    quarter = int(sign) if sign.isdigit() else number_of(sign) or 0
    return quarter_end(date(2000, quarter * 3, 1)).month, 0, "按该季度最后一日"


def _of_half(match: re.Match[str]) -> tuple[int, int, str]:
    return (6 if match["half"] == "上" else 12), 0, "按半年最后一日"


def _of_end(match: re.Match[str]) -> tuple[int, int, str]:
    return 12, 31, _BARE if match["only"] else "按年末"


_FORMS = (
    (_DAY, _of_day),
    (_MONTH, _of_month),
    (_QUARTER, _of_quarter),
    (_HALF, _of_half),
    (_END, _of_end),
)


def _after_issue(match: re.Match[str], issued: date | None) -> Deadline:
    if issued is None:
        return Deadline(None, "从印发之日算起的期限，印发日期未知", certain=False)
    written = match["count"]
    count = int(written) if written.isdigit() else number_of(written) or 0
    unit = match["unit"]
    if not count:
        return UNREADABLE
    because = f"自印发之日（{issued}）的次日起算 {count} {unit}，从哪天起算原文未必写明"
    try:
        if unit.endswith("工作日"):
            return Deadline(add_workdays(issued, count), because, certain=False)
        if unit == "个月":
            months = issued.month - 1 + count
            first = date(issued.year + months // 12, months % 12 + 1, 1)
            return Deadline(min(month_end(first), first + timedelta(issued.day - 1)), because, certain=False)
        return Deadline(issued + timedelta(count), because, certain=False)
    except UnknownCalendarError as error:
        return Deadline(None, str(error), certain=False)


def _several(words: str, year: int | None) -> Deadline:
    """Read a cell that says more than one thing: several steps, or a day and 持续推进."""
    parts = [part for part in re.split("[,;。、]|并|后|且", words) if part]
    found = [deadline for part in parts if (deadline := _begun(_BEGUN.sub("", part), year))]
    days = [deadline.day for deadline in found if deadline.day]
    if not days:
        return UNREADABLE
    what = "一格写了几个日期，取最后一个" if len(days) > 1 else "日期之外另有文字"
    return Deadline(
        max(days), "；".join([what, *dict.fromkeys(d.because for d in found if d.because)]), certain=False
    )


def _begun(part: str, year: int | None) -> Deadline | None:
    """Read the phrase that a part begins with, if it begins with one."""
    for form, reader in _FORMS:
        if match := form.match(part):
            return _dated(match, reader(match), year)
    return None
