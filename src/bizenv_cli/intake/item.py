"""One row of a table on its way to a task: what it prints, what was made of it, and what is doubtful."""

from dataclasses import dataclass, field
from datetime import date

from bizenv_cli.intake.doubt import Doubt
from bizenv_cli.intake.headings import Header

_SHOWN = 60  # characters of a cell that a doubt quotes


@dataclass(frozen=True, slots=True)
class Note:
    """An erratum of the draft: what the registry's own `errata` say of a row."""

    kind: str
    fields: tuple[str, ...]
    because: str
    printed: str | None = None
    printed_at: tuple[tuple[str, int], ...] = ()


@dataclass(slots=True)
class Item:
    """One row.

    Attributes:
        place: file, sheet and row.
        first: it is the first row below a header or of a table: a page may have been turned above it.
        heading: the title in the table's whole width that stands above it.
        cells: the words by column, from 0; empty cells are left out.
        values: the words by field.
        merged: fields whose cell is merged with the one above in the file itself.
        days: fields whose cell the file holds as a day.
        seq: the number of the task or measure.
        leads, supports: its units, as recorded.
        deadline: its day.
    """

    place: str
    header: Header
    first: bool
    heading: str = ""
    cells: dict[int, str] = field(default_factory=dict)
    values: dict[str, str] = field(default_factory=dict)
    merged: set[str] = field(default_factory=set)
    days: dict[str, date] = field(default_factory=dict)
    notes: list[Note] = field(default_factory=list)
    doubts: list[Doubt] = field(default_factory=list)
    seq: int | None = None
    leads: list[str] = field(default_factory=list)
    supports: list[str] = field(default_factory=list)
    deadline: date | None = None

    def doubt(self, name: str, printed: str, assumed: str, because: str) -> None:
        """Add a doubt about the cell of a field; about the whole row where the field is empty."""
        title = self.header.title(name) if name else ""
        self.doubts.append(Doubt(self.place, title, shortened(printed), shortened(assumed), because))

    def titles(self, names: list[str]) -> str:
        """Return the printed titles of some fields as a list."""
        return "、".join(self.header.title(name) for name in names)


@dataclass(slots=True)
class Table:
    """One table of a file, its pages put together.

    Attributes:
        annex: 1 for indicators, 2 for actions.
        title: the line above it.
        skipped: rows that were left out as repeated headers, page numbers and empty lines.
        doubts: what is doubtful of the table as a whole.
    """

    annex: int
    title: str
    header: Header
    place: str
    items: list[Item] = field(default_factory=list)
    doubts: list[Doubt] = field(default_factory=list)
    skipped: int = 0


def shortened(text: str) -> str:
    """Return a text on one line, short enough to be quoted."""
    text = " ".join(text.split())
    return text if len(text) <= _SHOWN else f"{text[: _SHOWN - 1]}…"
