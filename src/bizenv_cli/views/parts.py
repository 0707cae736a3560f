"""The parts a document is made of; every renderer knows these and nothing else."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from types import MappingProxyType
from typing import Any, Generic, Literal, NamedTuple, TypeVar

from bizenv_cli.vocabulary import join_names

T = TypeVar("T")
_NOTHING: Mapping[str, Any] = MappingProxyType({})
Tone = Literal[
    "plain", "bad", "warn", "good", "dim", "strong", "shade1", "shade2", "shade3", "shade4"
]  # the shades, from light to deep, lie behind the text


class Span(NamedTuple):
    """A run of text in one tone; the text alone must carry the meaning."""

    text: str
    tone: Tone = "plain"


class Stream(Generic[T]):
    """Something that is made piece by piece, anew each time it is read; never held as a whole."""

    def __init__(self, make: Callable[[], Iterator[T]]) -> None:
        self._make = make

    def __iter__(self) -> Iterator[T]:
        """Begin again."""
        return self._make()


Line = tuple[Span, ...]
Cell = Line


def line(*parts: str | Span) -> Line:
    """Make a line of strings (plain) and spans."""
    if len(parts) == 1 and isinstance(parts[0], str):  # most cells of a long list
        return (Span(parts[0]),)
    return tuple(Span(part) if isinstance(part, str) else part for part in parts)


class Column(NamedTuple):
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


class Rows(NamedTuple):
    """A table: a heading line, columns, rows of cells; tables with the same columns share their widths.

    The rows may be made while they are read, and then only once: read one table to its end before the next.

    Attributes:
        folds: it holds numbers, of which none may be cut: columns that a page has no room for follow in a second
            table, beside the first column once more.
    """

    columns: tuple[Column, ...]
    rows: Iterable[tuple[Cell, ...]]
    heading: Line = ()
    header: bool = False
    folds: bool = False


class Stretch(NamedTuple):
    """A piece of a bar: up to which value it reaches from where the one before ends, and the character it is made of."""

    to: int
    mark: str
    tone: Tone = "plain"


class Chart(NamedTuple):
    """A table whose rows each end in a bar, as long as the page has room for.

    Attributes:
        most: the value that the longest bar stands for.
    """

    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    bars: tuple[tuple[Stretch, ...], ...]
    most: int


class Facts(NamedTuple):
    """Label and text, one pair a line; long text is wrapped beside its label."""

    items: tuple[tuple[str, Line], ...]


class Paragraph(NamedTuple):
    """Running text, wrapped.

    Attributes:
        gap: an empty line stands before it.
        legend: it says what bars, shades or marks mean, and nothing where there are none.
    """

    text: Line
    gap: bool = False
    legend: bool = False


class Verbatim(NamedTuple):
    """Lines of a file under a heading, shown as they are: neither wrapped nor cut."""

    heading: Line
    lines: tuple[str, ...]


Settled = Rows | Facts | Paragraph | Verbatim  # what is the same on every page
Part = Settled | Chart


class View(NamedTuple):
    """One answer, ready for any format.

    Attributes:
        command: the command that was asked, the first entry of ``query`` in JSON.
        title: the first line.
        parts: what follows, for people.
        key: the JSON key of the records (``tasks``, ``units`` …).
        records: the answer for machines: plain values, one mapping a record.
        total: how many records there are; None where only reading them would tell.
        columns: key and Chinese title of each CSV column; a key may be dotted.
        query: the arguments as they were understood.
        extra: further JSON members (the unit that was asked for …).
        as_of: the day of every status; None where the answer is the same on every day.
        ahead: how many rows may be looked at, for the widths of the columns, before the first is shown; few where
            each takes its time.
    """

    command: str
    title: Line
    parts: Iterable[Part]
    key: str
    records: Iterable[Mapping[str, Any]]
    total: int | None
    columns: tuple[tuple[str, str], ...]
    as_of: date | None
    query: Mapping[str, Any] = _NOTHING
    extra: Mapping[str, Any] = _NOTHING
    ahead: int = 1000


def names(items: Iterable[str], nothing: str = "") -> str:
    """Write names as the notice writes a list of units, or `nothing` where there is none."""
    return join_names(list(items)) or nothing
