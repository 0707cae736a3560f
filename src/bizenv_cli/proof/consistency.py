"""What a paper says of itself: shares that their own counts give, parts that add up, a whole for every share.

None of it needs a registry: published papers are known whose shares are not those of the counts beside them. What was
compared with the registry already is told there, and only there.
"""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import pairwise
from typing import NamedTuple

from bizenv_cli.proof.figures import Figure, figures
from bizenv_cli.proof.finding import Finding
from bizenv_cli.proof.written import Grid, Piece

_STOP = re.compile(r"[。；;！？]")
_OF_SHARE = re.compile(r"(?:占|占比|率|比例|比重)[^。；，,\d]{0,10}$")
_WHOLE_AFTER = re.compile(r"^\s*[项个件家次户人]?(?:任务)?(?:为|作)(?:分母|基数|总数)")
_WHOLE_BEFORE = re.compile(r"(?:共有?|总数|总计|合计|全部|分母|基数)[^。；，,\d]{0,12}$")
_AMONG = re.compile(r"^\s*[项个件家次户人][^。；，,\d]{0,8}中")
_LISTED = re.compile(r"[（(](\d{1,9})\s*项[）)]$")
_HUNDRED = Decimal(100)
_WHOLE = (97, 110)  # percent between which shares are meant to be the whole: fewer may leave a rest unsaid


class Share(NamedTuple):
    """A share in running text, with the count that stands before it."""

    part: Figure
    share: Figure


def of_piece(piece: Piece, settled: Sequence[Figure]) -> Iterator[Finding]:
    """Yield what a paragraph says of itself that cannot be.

    Args:
        settled: its figures that were compared with the registry.
    """
    found = figures(piece.text)
    wholes = [figure for figure in found if _is_whole(piece.text, figure)]
    stated = any(_OF_SHARE.search(piece.text[: figure.start]) for figure in found if figure.kind == "share")
    if stated and not wholes:
        yield Finding("denominator", piece.place, piece.text, "", "")
        return
    shares = list(_shares(piece.text, found))
    explicit = [figure for figure in wholes if _WHOLE_AFTER.match(piece.text[figure.end :])]
    whole = next((each for each in wholes if any(_fits(*share, each) for share in shares)), None)
    whole = explicit[0] if explicit else whole or next(iter(wholes), None)
    unsettled = [share for share in shares if not set(share) <= set(settled)]
    if whole is None or not unsettled:
        return
    for share in unsettled:
        if not _fits(*share, whole):
            yield Finding(
                "share", piece.place, _words(piece.text, share), share.share.text, _given(*share, whole)
            )
    yield from _added_up(piece, shares, whole)


def of_list(parts: Sequence[Piece | Grid]) -> Iterator[Finding]:
    """Yield the headings that say another number of items than the table below them has."""
    for before, grid in pairwise(parts):
        if isinstance(before, Piece) and isinstance(grid, Grid):
            said = _LISTED.search(before.text)
            count = len(grid.rows) - 1
            if said and int(said[1]) != count:
                yield Finding(
                    "total", before.place, before.text, f"{said[1]}项", f"{grid.place}列有{count}项"
                )


Values = Sequence[Sequence[Figure | None]]
Cells = set[tuple[int, int]]


def of_grid(grid: Grid, settled: Cells, wrong: Cells) -> Iterator[Finding]:
    """Yield the shares of a table that its own counts do not give.

    Args:
        settled: its cells, by row and column, that were compared with the registry.
        wrong: those of them that do not agree.
    """
    values = [
        [None if (row, at) in wrong else _only(cell) for at, cell in enumerate(cells)]
        for row, cells in enumerate(grid.rows)
    ]
    total = next((at for at, row in enumerate(grid.rows) if re.match("合计|总计|共计", row[0])), None)
    for column in range(1, len(grid.rows[0])):
        rows = [at for at in range(1, len(grid.rows)) if _kind(values, at, column) == "share"]
        if any((row, column) not in settled for row in rows):
            yield from _column(grid, values, total, column, rows, settled)


def _column(
    grid: Grid, values: Values, total: int | None, column: int, rows: Sequence[int], settled: Cells
) -> Iterator[Finding]:
    """Find which counts the shares of a column are of: those that give most of them; the others are faults."""
    ways = [
        (part, whole)
        for part in range(1, len(grid.rows[0]))
        for whole in (*range(1, len(grid.rows[0])), None)
        if len({part, whole, column}) == 3 and (whole is not None or total is not None)  # noqa: PLR2004
    ]

    def read(row: int, way: tuple[int, int | None]) -> tuple[Figure, Figure, Figure] | None:
        one, other = way
        part, share = _at(values, row, one), _at(values, row, column)
        whole = _at(values, row, other) if other is not None else _at(values, total or 0, one)
        if not part or not share or not whole or {part.kind, whole.kind} != {"count"}:
            return None
        return part, share, whole

    def fits(way: tuple[int, int | None]) -> int:
        return sum(bool(told and _fits(*told)) for told in (read(row, way) for row in rows))

    way = max(ways, key=fits, default=None)
    if way is None or 2 * fits(way) < len(rows):
        if re.search("占比|比例|比重|率", grid.rows[0][column]) and not any(
            (row, column) in settled for row in rows
        ):
            place = f"{grid.place}的「{grid.rows[0][column]}」列"
            yield Finding("denominator", place, "、".join(grid.rows[0]), "", "")
        return
    for row in rows:
        told = read(row, way)
        if told and (row, column) not in settled and not _fits(*told):
            yield Finding(
                "share", grid.cell(row, column), "｜".join(grid.rows[row]), told[1].text, _given(*told)
            )
    if way[1] is None and total is not None:
        yield from _adds_up(grid, values, total, (way[0], column))


def _adds_up(grid: Grid, values: Values, total: int, columns: Sequence[int]) -> Iterator[Finding]:
    """Yield the columns whose parts do not come to their total."""
    for column in columns:
        cells = [_at(values, row, column) for row in range(1, len(values))]
        numbers = [_number(cell) for cell in cells if cell]
        if len(numbers) < len(cells):
            continue
        whole = numbers.pop(total - 1)
        mark = "%" if _kind(values, total, column) == "share" else ""
        if sum(numbers) != whole:
            place, words = grid.cell(total, column), "｜".join(grid.rows[total])
            yield Finding("total", place, words, f"{whole}{mark}", f"各行之和{sum(numbers)}{mark}")


def _shares(text: str, found: Sequence[Figure]) -> Iterator[Share]:
    """Yield each share that says it is one, with the count before it in the same clause."""
    count: Figure | None = None
    end = 0
    for figure in found:
        if _STOP.search(text[end : figure.start]):
            count = None
        if figure.kind == "share" and count and _OF_SHARE.search(text[: figure.start]):
            yield Share(count, figure)
            count = None
        elif figure.kind == "count":
            count = figure
        end = figure.end


def _is_whole(text: str, figure: Figure) -> bool:
    before, after = text[: figure.start], text[figure.end :]
    return figure.kind == "count" and bool(
        _WHOLE_AFTER.match(after) or _WHOLE_BEFORE.search(before) or _AMONG.match(after)
    )


def _added_up(piece: Piece, shares: Sequence[Share], whole: Figure) -> Iterator[Finding]:
    """Yield where shares that are meant to be the whole do not come to a hundred, or their counts not to it."""
    percent = sum(_number(each.share) for each in shares)
    counts = sum(_number(each.part) for each in shares)
    is_all = counts == _number(whole)
    if len(shares) < 2 or not (is_all or _WHOLE[0] <= percent <= _WHOLE[1]):  # noqa: PLR2004
        return
    if percent != _HUNDRED:
        yield Finding("total", piece.place, piece.text, f"各占比之和{percent}%", "100%")
    if not is_all:
        yield Finding("total", piece.place, piece.text, f"总数{whole.text}", f"各项之和{counts}")


def _fits(part: Figure, share: Figure, whole: Figure) -> bool:
    """Tell whether a share is that of its counts, rounded up or down: parts that add up are rounded both ways."""
    number, of = _number(part), _number(whole)
    if not of:
        return False
    return abs(_number(share) - number * 100 / of) < Decimal(1).scaleb(-share.decimals)


def _given(part: Figure, share: Figure, whole: Figure) -> str:
    number, of = _number(part), _number(whole)
    return (
        f"{number * 100 / of:.{max(share.decimals, 1)}f}%（{part.text}÷{whole.text}）"
        if of
        else f"÷{whole.text}"
    )


def _words(text: str, share: Share) -> str:
    start = max((match.end() for match in _STOP.finditer(text[: share.part.start])), default=0)
    stop = _STOP.search(text, share.share.end)
    return text[start : stop.start() if stop else len(text)].strip()


def _only(cell: str) -> Figure | None:
    """Return the figure that a cell is, if it is one and nothing else."""
    found = figures(cell)
    return found[0] if len(found) == 1 and found[0].text == cell.strip() else None


def _kind(values: Values, row: int, column: int) -> str | None:
    figure = _at(values, row, column)
    return figure.kind if figure else None


def _number(figure: Figure) -> Decimal:
    return figure.value if isinstance(figure.value, Decimal) else Decimal(0)


def _at(values: Values, row: int, column: int) -> Figure | None:
    return values[row][column] if column < len(values[row]) else None
