"""Rows of a list laid out for a width: which columns there is room for, and the cells of one line."""

from collections.abc import Sequence
from typing import NamedTuple

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from bizenv_cli.render.cells import cut, length, whole_length
from bizenv_cli.views import Column
from bizenv_cli.views.parts import Cell, Span

STYLES = {
    "bad": Style(color="red", bold=True),
    "warn": Style(color="yellow"),
    "good": Style(color="green"),
    "dim": Style(dim=True),
    "strong": Style(bold=True),
}
_GAP = 2
_FLEX_LEAST = 24
_NARROWEST = 6
_PLAIN = Style()


class Layout(NamedTuple):
    """Which columns are shown, how wide each is, and the titles of those that are not."""

    shown: tuple[int, ...]
    widths: tuple[int, ...]
    hidden: tuple[str, ...]


def layout(
    columns: Sequence[Column], spare: Sequence[int], rows: Sequence[Sequence[Cell]], room: int
) -> Layout:
    """Lay columns out in a room of so many cells.

    Args:
        spare: positions of the columns that may go, the first to go first.
        rows: some of the rows, for the widths.
    """
    natural = [
        min(max([cell_len(column.title), *(whole_length(row[at]) for row in rows)]), column.most or room)
        for at, column in enumerate(columns)
    ]
    flex = next(at for at, column in enumerate(columns) if column.flex)
    shown = list(range(len(columns)))

    def left() -> int:
        return room - sum(natural[at] for at in shown if at != flex) - _GAP * (len(shown) - 1)

    gone: set[int] = set()
    for at in spare:
        if left() >= _FLEX_LEAST:
            break
        shown.remove(at)
        gone.add(at)
    widths = [max(_NARROWEST, left()) if at == flex else natural[at] for at in shown]
    return Layout(tuple(shown), tuple(widths), tuple(columns[at].title for at in sorted(gone)))


def titles(columns: Sequence[Column]) -> tuple[Cell, ...]:
    """Return the heading's cells."""
    return tuple((Span(column.title, "dim"),) for column in columns)


def strip(mark: str, cells: Sequence[Cell], laid: Layout, width: int, base: Style = _PLAIN) -> Strip:
    """Return one line of exactly so many cells.

    Args:
        mark: what stands before the first cell.
        base: a style for the whole line.
    """
    segments = [Segment(mark, base)]
    for at, room in zip(laid.shown, laid.widths, strict=True):
        spans = cut(cells[at], room)
        # A tone turned inside out would be a block of colour: the line's own style stands alone there.
        segments += [
            Segment(span.text, base if base.reverse else base + STYLES.get(span.tone, _PLAIN))
            for span in spans
        ]
        segments.append(Segment(" " * (room - length(spans) + _GAP), base))
    return Strip(segments).adjust_cell_length(width, base)
