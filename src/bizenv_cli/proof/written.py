"""A paper as it stands in a file, or as it would be written now: paragraphs and tables in order, each with its place."""

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from bizenv_cli.report.paper import (
    Block,
    Heading,
    Paper,
    Text,
    annex_lines,
    annex_name,
    numbered,
    written_day,
)

_HEADING = re.compile(
    r"[一二三四五六七八九十]+、|[（(][一二三四五六七八九十]+[）)]|附件\s*\d*\s*$|附件\s*\d*　"
)
_SHOWN = 16  # characters of a heading that a place is told by


class Piece(NamedTuple):
    """A paragraph or a heading; `signed` where it is the day of signature, which is whoever signs to set."""

    text: str
    place: str
    signed: bool = False


class Grid(NamedTuple):
    """A table with its heading row, and how it is called."""

    rows: tuple[tuple[str, ...], ...]
    place: str

    def cell(self, row: int, column: int) -> str:
        """Return how a cell's place is called."""
        head = self.rows[0][column] if column < len(self.rows[0]) else f"第{column + 1}列"
        key = self.rows[row][0] if row else "表头"
        return f"{self.place}第{row + 1}行「{_short(key)}」的「{_short(head)}」"


Written = tuple[Piece | Grid, ...]
Raw = str | tuple[tuple[str, ...], ...]


def placed(parts: Iterable[Raw]) -> Written:
    """Give paragraphs and tables their places: under which heading, the how manieth."""
    found: list[Piece | Grid] = []
    heading, paragraphs, tables = "开头", 0, 0
    for part in parts:
        if not isinstance(part, str):
            tables += 1
            if rows := tuple(row for row in part if row):
                found.append(Grid(rows, f"表{tables}"))
        elif text := part.strip():
            if _HEADING.match(text):
                heading, paragraphs = _short(text), 0
                found.append(Piece(text, f"标题「{heading}」"))
            else:
                paragraphs += 1
                found.append(Piece(text, f"「{heading}」第{paragraphs}段"))
    return tuple(found)


def of_paper(paper: Paper) -> Written:
    """Return what a paper says, as it would be read from a file."""
    found = placed(_parts(paper))
    day = written_day(paper.day)
    last = max(at for at, part in enumerate(found) if isinstance(part, Piece) and part.text == day)
    return tuple(
        part._replace(signed=True) if at == last and isinstance(part, Piece) else part
        for at, part in enumerate(found)
    )


def _parts(paper: Paper) -> Iterator[Raw]:
    yield f"{paper.kind}　{paper.number}"
    yield paper.title
    if paper.to:
        yield f"{paper.to}："
    yield from _blocks(paper.blocks)
    yield from annex_lines(paper)
    yield paper.signer
    yield written_day(paper.day)
    for at, annex in enumerate(paper.annexes, 1):
        yield annex_name(paper, at)
        yield annex.title
        yield from _blocks(annex.blocks)


def _blocks(blocks: Iterable[Block]) -> Iterator[Raw]:
    for number, block in numbered(blocks):
        if isinstance(block, Heading):
            yield f"{number}{block.text}"
        elif isinstance(block, Text):
            yield block.text
        else:
            yield (block.columns, *block.rows)


def _short(text: str) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= _SHOWN else f"{flat[:_SHOWN]}…"
