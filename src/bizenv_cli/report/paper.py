"""The neutral form of an office's paper: title, numbered sections, paragraphs, tables, annexes."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import NamedTuple

_DIGITS = "零一二三四五六七八九"
_TEN = 10


class Heading(NamedTuple):
    """A heading; its number is made from its place: 一、 at level 1, （一） at level 2, 1. at level 3."""

    text: str
    level: int = 1


class Text(NamedTuple):
    """A paragraph."""

    text: str


class Table(NamedTuple):
    """A table of plain texts; `right` are the places of the columns that hold numbers."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    right: frozenset[int] = frozenset()


Block = Heading | Text | Table


class Annex(NamedTuple):
    """What follows a paper on pages of its own."""

    title: str
    blocks: tuple[Block, ...]


class Paper(NamedTuple):
    """One paper.

    Attributes:
        kind: what it is, over the title: 工作简报, 督办单, 督查通报.
        number: its 文号 or 期号, with room left for what only the office knows.
        to: to whom it is addressed; empty for all.
        signer: who signs it, with room left where that is not known.
        day: the day of everything that it says.
    """

    kind: str
    title: str
    number: str
    to: str
    blocks: tuple[Block, ...]
    signer: str
    day: date
    annexes: tuple[Annex, ...] = ()


def annex_name(paper: Paper, at: int) -> str:
    """Return how an annex is called: 附件 where there is but one, else 附件1, 附件2 …"""
    return f"附件{at}" if len(paper.annexes) > 1 else "附件"


def annex_lines(paper: Paper) -> Iterator[str]:
    """Yield the lines that name the annexes at the end of the text."""
    for at, annex in enumerate(paper.annexes, 1):
        number = f"{at}. " if len(paper.annexes) > 1 else ""
        yield f"{'附件：' if at == 1 else '　　　'}{number}{annex.title}"


def numbered(blocks: Iterable[Block]) -> Iterator[tuple[str, Block]]:
    """Yield each block with the number that stands before it; only headings have one."""
    at = [0, 0, 0]
    for block in blocks:
        number = ""
        if isinstance(block, Heading):
            at[block.level - 1] += 1
            at[block.level :] = [0] * (len(at) - block.level)
            count = at[block.level - 1]
            number = (f"{chinese(count)}、", f"（{chinese(count)}）", f"{count}. ")[block.level - 1]
        yield number, block


def chinese(number: int) -> str:
    """Write a number from 1 to 99 in Chinese."""
    tens, ones = divmod(number, _TEN)
    before = "" if tens == 0 else "十" if tens == 1 else f"{_DIGITS[tens]}十"
    return f"{before}{_DIGITS[ones] if ones else ''}"


def written_day(day: date) -> str:
    """Write a day as papers do: 2023年9月1日."""
    return f"{day.year}年{day.month}月{day.day}日"
