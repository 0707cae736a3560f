"""Parts that depend on the width of the page as a whole: bars as long as there is room, tables in as many pieces as need be."""

from collections.abc import Iterable, Iterator

from rich.cells import cell_len

from bizenv_cli.render.cells import whole_length
from bizenv_cli.views import Cell, Chart, Column, Part, Rows, Settled, Span, Stretch

_GAP = 2
_INDENT = 2  # of a table with a heading
_BAR = 60  # on a page without a width
_SHORTEST_BAR = 10


def fitted(parts: Iterable[Part], width: int | None) -> Iterator[Settled]:
    """Yield the parts with charts as tables, and tables that fold in pieces that fit the width."""
    for part in parts:
        if isinstance(part, Chart):
            taken = sum(_widths(part.columns, part.rows)) + _GAP * len(part.columns)
            yield chart_table(part, _BAR if width is None else max(_SHORTEST_BAR, width - taken))
        elif isinstance(part, Rows) and part.folds and width is not None:
            yield from _pieces(part, width)
        else:
            yield part


def chart_table(chart: Chart, length: int) -> Rows:
    """Return a chart as a table whose last column holds the bars, the longest of them so many characters long."""
    rows = tuple(
        (*cells, _bar(bar, chart.most, length)) for cells, bar in zip(chart.rows, chart.bars, strict=True)
    )
    return Rows((*chart.columns, Column("")), rows, header=True)


def _bar(bar: Iterable[Stretch], most: int, length: int) -> Cell:
    spans: list[Span] = []
    drawn = 0
    for stretch in bar:
        end = round(stretch.to * length / most) if most else 0
        if end > drawn:
            spans.append(Span(stretch.mark * (end - drawn), stretch.tone))
            drawn = end
    return tuple(spans) or (Span(""),)


def _pieces(part: Rows, width: int) -> Iterator[Rows]:
    rows = tuple(part.rows)
    widths = _widths(part.columns, rows)
    name, room = min(widths[0], width // 2), width - (_INDENT if part.heading else 0)
    pieces: list[list[int]] = [[]]
    used = name
    for at in range(1, len(widths)):
        if pieces[-1] and used + _GAP + widths[at] > room:
            pieces.append([])
            used = name
        pieces[-1].append(at)
        used += _GAP + widths[at]
    # Only what does not fit is bounded: a name that has room is shown whole.
    first = part.columns[0] if widths[0] == name else part.columns[0]._replace(most=name)
    for number, chosen in enumerate(pieces):
        heading = (*part.heading, Span("（续）")) if part.heading and number else part.heading
        yield Rows(
            (first, *(part.columns[at] for at in chosen)),
            tuple((row[0], *(row[at] for at in chosen)) for row in rows),
            heading,
            part.header,
        )


def _widths(columns: tuple[Column, ...], rows: Iterable[tuple[Cell, ...]]) -> list[int]:
    widths = [cell_len(column.title) for column in columns]
    for row in rows:
        widths = [max(width, whole_length(cell)) for width, cell in zip(widths, row, strict=True)]
    return widths
