"""The figures in a text: days, months, shares, ids and counts, in whatever way an office writes them."""

import re
from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal
from typing import Literal, NamedTuple

from bizenv_cli.numerals import digits_of, number_of

Kind = Literal["date", "share", "id", "count"]

_WIDE = str.maketrans("０１２３４５６７８９％．－／", "0123456789%.-/")  # one sign for one sign: places stay
_NUMBER = r"(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?"
_NUMERAL = "[一二三四五六七八九十百零]"
_MEASURES = "项个次天家件条名户"
_PATTERN = re.compile(
    rf"""
    (?P<year>\d{{4}})\s*年\s*第?\s*(?P<quarter>[一二三四1-4])\s*季度
  | (?:(?P<y1>\d{{4}})\s*年\s*)?(?P<m1>\d{{1,2}})\s*月\s*(?:份|(?P<d1>\d{{1,2}})\s*[日号])?
  | (?P<y2>\d{{4}})(?P<by>[-/.])(?P<m2>\d{{1,2}})(?P=by)(?P<d2>\d{{1,2}})(?!\d)
  | (?P<y3>[〇零○一二三四五六七八九]{{4}})年(?:(?P<m3>{_NUMERAL}{{1,2}})月(?:(?P<d3>{_NUMERAL}{{1,3}})日)?)?
  | (?P<y4>\d{{4}})\s*年
  | (?P<id>\d+-\d+(?!\d))
  | (?:(?P<share>{_NUMBER})\s*%|百分之(?P<spoken>\d+(?:\.\d+)?|{_NUMERAL}+))
  | (?P<count>{_NUMBER})
  | (?P<numeral>{_NUMERAL}+)(?=[{_MEASURES}])
    """,
    re.VERBOSE,
)


class Figure(NamedTuple):
    """A figure in a text.

    Attributes:
        value: a date's year, month and day, as far as it has them (a quarter is a month of 13 to 16); a number; an id.
        decimals: how many a number is written with.
    """

    start: int
    end: int
    text: str
    kind: Kind
    value: tuple[int | None, ...] | Decimal | str
    decimals: int = 0


def figures(text: str) -> list[Figure]:
    """Return the figures of a text in order."""
    return list(_figures(text.translate(_WIDE), text))


def agrees(counted: Figure, written: Figure) -> bool:
    """Tell whether what is written says what was counted, even if with less detail: 11月 of a day, 35% of 34.8%."""
    if counted.kind != written.kind:
        return False
    if isinstance(counted.value, tuple) and isinstance(written.value, tuple):
        said = [part for part in zip(counted.value, written.value, strict=True) if part[1] is not None]
        return bool(said) and all(one == other for one, other in said)
    if isinstance(counted.value, Decimal) and counted.kind == "share" and written.decimals < counted.decimals:
        return written.value == counted.value.quantize(Decimal(1).scaleb(-written.decimals), ROUND_HALF_UP)
    return counted.value == written.value


def blanked(text: str, found: list[Figure]) -> str:
    """Return the words of a text with a # in the place of each figure."""
    pieces, at = [], 0
    for figure in found:
        pieces += [words(text[at : figure.start]), "#"]
        at = figure.end
    return "".join([*pieces, words(text[at:])])


def words(text: str) -> str:
    """Return a text without spaces and punctuation."""
    return re.sub(r"\W|_", "", text)


def _figures(text: str, original: str) -> Iterator[Figure]:
    for match in _PATTERN.finditer(text):
        read = _read(match)
        if read:
            kind, value, decimals = read
            yield Figure(*match.span(), original[match.start() : match.end()], kind, value, decimals)


def _read(match: re.Match[str]) -> tuple[Kind, tuple[int | None, ...] | Decimal | str, int] | None:
    part = match.groupdict()
    if part["quarter"]:
        quarter = number_of(part["quarter"]) or int(part["quarter"])
        return "date", (int(part["year"]), 12 + quarter, None), 0
    for at in "124":
        year, month, day = (part.get(f"{name}{at}") for name in "ymd")
        if year or month:
            return "date", tuple(int(given) if given else None for given in (year, month, day)), 0
    if part["y3"]:
        spoken = [part[name] and number_of(part[name]) for name in ("m3", "d3")]
        return "date", (digits_of(part["y3"]), *(int(given) if given else None for given in spoken)), 0
    if part["id"]:
        return "id", part["id"], 0
    number = part["share"] or part["count"] or (part["spoken"] if (part["spoken"] or "").isascii() else None)
    kind: Kind = "share" if part["share"] or part["spoken"] else "count"
    if number:
        return kind, Decimal(number.replace(",", "")), len(number.partition(".")[2])
    numeral = part["spoken"] or part["numeral"]
    counted = number_of(numeral)
    # 一个, 一次 are words more often than counts
    return (kind, Decimal(counted), 0) if counted and numeral != "一" else None
