"""The parts a document is made of; every renderer knows these and nothing else."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal

from bizenv_cli.vocabulary import join_names

Tone = Literal["plain", "bad", "warn", "good", "dim", "strong"]


@dataclass(frozen=True, slots=True)
class Span:
    """A run of text in one tone; the text alone must carry the meaning."""

    text: str
    tone: Tone = "plain"


Line = tuple[Span, ...]
Cell = Line


def line(*parts: str | Span) -> Line:
    """Make a line of strings (plain) and spans."""
    return tuple(Span(part) if isinstance(part, str) else part for part in parts)


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table.

    Attributes:
        title: its Chinese heading.
        flex: it takes the room that is left and is cut where that is not enough.
        wrap: of the last, flexible column: what does not fit goes on in lines below.
        most: cells of a terminal that it takes at the most (two for a 汉字); 0 for no bound.
        right: numbers, set to the right.
    """

    title: str
    flex: bool = False
    wrap: bool = False
    most: int = 0
    right: bool = False


@dataclass(frozen=True, slots=True)
class Rows:
    """A table: a heading line, columns, rows of cells; tables with the same columns share their widths."""

    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    heading: Line = ()
    header: bool = False


@dataclass(frozen=True, slots=True)
class Facts:
    """Label and text, one pair a line; long text is wrapped beside its label."""

    items: tuple[tuple[str, Line], ...]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Running text, wrapped."""

    text: Line
    gap: bool = False


@dataclass(frozen=True, slots=True)
class Verbatim:
    """Lines of a file under a heading, shown as they are: neither wrapped nor cut."""

    heading: Line
    lines: tuple[str, ...]


Part = Rows | Facts | Paragraph | Verbatim


@dataclass(frozen=True, slots=True)
class View:
    """One answer, ready for any format.

    Attributes:
        command: the command that was asked, the first entry of ``query`` in JSON.
        title: the first line.
        parts: what follows, for people.
        key: the JSON key of the records (``tasks``, ``units`` …).
        records: the answer for machines: plain values, one mapping a record.
        columns: key and Chinese title of each CSV column; a key may be dotted.
        query: the arguments as they were understood.
        extra: further JSON members (the unit that was asked for …).
        as_of: the day of every status; None where the answer is the same on every day.
    """

    command: str
    title: Line
    parts: tuple[Part, ...]
    key: str
    records: tuple[Mapping[str, Any], ...]
    columns: tuple[tuple[str, str], ...]
    as_of: date | None
    query: Mapping[str, Any] = field(default_factory=dict)
    extra: Mapping[str, Any] = field(default_factory=dict)


def names(items: Iterable[str], nothing: str = "") -> str:
    """Write names as the notice writes a list of units, or `nothing` where there is none."""
    return join_names(list(items)) or nothing
