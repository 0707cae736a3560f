"""The tables of an edited paper beside the counted ones: columns by their names, rows by their first cell."""

import re
from collections.abc import Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from typing import NamedTuple

from bizenv_cli.folding import fold
from bizenv_cli.proof.figures import Figure, agrees, blanked, figures
from bizenv_cli.proof.finding import Finding
from bizenv_cli.proof.written import Grid

_LIKE = 0.6
_SOME = 6  # characters by which a row is known
_TOTAL = re.compile("^(?:合计|总计|共计).*")
_SHORT = 20  # characters of a cell that holds a figure and little else


class Compared(NamedTuple):
    """What comparing some tables found.

    Attributes:
        settled: the cells of the written tables, by table, row and column, whose figures were compared.
        wrong: those of them that do not agree.
        figures: how many figures were compared.
    """

    findings: list[Finding]
    settled: set[tuple[int, int, int]]
    wrong: set[tuple[int, int, int]]
    figures: int


def compare(counted: Sequence[Grid], written: Sequence[Grid]) -> Compared:
    """Compare the tables that belong together."""
    done = Compared([], set(), set(), 0)
    pairs = _matched([_mark(grid) for grid in counted], [_mark(grid) for grid in written])
    for one, other in sorted(pairs.items(), key=lambda pair: pair[1]):
        done = done._replace(figures=done.figures + _compare(counted[one], written[other], other, done))
    for at, grid in enumerate(counted):
        if at not in pairs:
            done.findings.append(Finding("removed", grid.place, "、".join(grid.rows[0]), "", "整张表"))
    for at, grid in enumerate(written):
        if at not in pairs.values() and any(figures(cell) for row in grid.rows for cell in row):
            done.findings.append(Finding("unchecked", grid.place, "、".join(grid.rows[0]), "整张表", ""))
    return done


def _compare(counted: Grid, written: Grid, at: int, done: Compared) -> int:
    columns = _matched(_names(counted), _names(written), (_columns(counted), _columns(written)))
    rows = _matched(_keys(counted), _keys(written), (_rest(counted), _rest(written)))
    rows |= _renamed(counted, written, rows)
    compared = 0
    for one, other in sorted(rows.items(), key=lambda pair: pair[1]):
        for column, place in columns.items():
            cells = (counted.rows[one + 1][column], _cell(written, other + 1, place))
            found, count = _cells(*cells, written.cell(other + 1, place))
            compared += count
            done.findings.extend(found)
            if count or found:
                done.settled.add((at, other + 1, place))
            if any(finding.wrong for finding in found):
                done.wrong.add((at, other + 1, place))
    done.findings.extend(_alone(counted, written, columns, rows))
    return compared


def _renamed(counted: Grid, written: Grid, rows: Mapping[int, int]) -> dict[int, int]:
    """Pair rows of which only the first cell differs."""
    free = {row[1:]: other for other, row in enumerate(written.rows[1:]) if other not in rows.values()}
    left = [(one, row[1:]) for one, row in enumerate(counted.rows[1:]) if one not in rows]
    return {one: free.pop(cells) for one, cells in left if cells in free}


def _alone(
    counted: Grid, written: Grid, columns: Mapping[int, int], rows: Mapping[int, int]
) -> Iterator[Finding]:
    """Yield the columns and rows that only one of two tables has."""
    for one, name in enumerate(counted.rows[0]):
        if one not in columns:
            yield Finding("removed", written.place, "、".join(counted.rows[0]), "", f"「{name}」列")
    for other, name in enumerate(written.rows[0]):
        if other not in columns.values() and any(
            figures(_cell(written, row, other)) for row in range(1, len(written.rows))
        ):
            yield Finding("unchecked", written.place, "、".join(written.rows[0]), f"「{name}」列", "")
    for one, row in enumerate(counted.rows[1:]):
        if one not in rows:
            yield Finding("removed", written.place, "｜".join(row), "", row[0])
    for other, row in enumerate(written.rows[1:]):
        if other not in rows.values() and any(map(figures, row)):
            yield Finding("unchecked", f"{written.place}第{other + 2}行", "｜".join(row), row[0], "")


def _cells(counted: str, written: str, place: str) -> tuple[list[Finding], int]:
    """Compare two cells; in one that is a figure and little else, a figure that is gone or new is wrong too."""
    ours, theirs = figures(counted), figures(written)
    short = len(counted) <= _SHORT
    found, compared = [], 0
    for one, other in _paired(counted, written, ours, theirs):
        if one and other:
            compared += 1
            if not agrees(one, other):
                found.append(Finding("figure", place, written, other.text, one.text))
        elif one:
            found.append(Finding("figure" if short else "removed", place, written or "（空）", "", one.text))
        elif other:
            found.append(Finding("figure" if short else "unchecked", place, written, other.text, counted))
    return found, compared


def _paired(
    counted: str, written: str, ours: Sequence[Figure], theirs: Sequence[Figure]
) -> list[tuple[Figure | None, Figure | None]]:
    """Pair the figures of two cells by the words between them."""
    pairs: list[tuple[Figure | None, Figure | None]] = []
    if len(ours) == len(theirs):
        return list(zip(ours, theirs, strict=True))
    texts = blanked(counted, list(ours)), blanked(written, list(theirs))
    sides = iter(ours), iter(theirs)
    for tag, first, last, begin, end in SequenceMatcher(None, *texts, autojunk=False).get_opcodes():
        left = [next(sides[0]) for _ in range(texts[0][first:last].count("#"))]
        right = [next(sides[1]) for _ in range(texts[1][begin:end].count("#"))]
        if tag in ("equal", "replace"):
            shared = min(len(left), len(right))
            pairs += zip(left[:shared], right[:shared], strict=True)
            left, right = left[shared:], right[shared:]
        pairs += [(one, None) for one in left]
        pairs += [(None, other) for other in right]
    return pairs


def _matched(
    ours: Sequence[str], theirs: Sequence[str], also: tuple[Sequence[str], Sequence[str]] | None = None
) -> dict[int, int]:
    """Pair texts that are equal in both respects, then equal ones in order, then the rest by how alike they are.

    Args:
        also: a second text of each, in the same order.
    """
    pairs: dict[int, int] = {}
    free = list(range(len(theirs)))
    for wholly in (True, False) if also else (False,):
        for one, text in enumerate(ours):
            equal = next(
                (
                    other
                    for other in free
                    if theirs[other] == text and not (wholly and also and also[0][one] != also[1][other])
                ),
                None,
            )
            if one not in pairs and equal is not None:
                pairs[one] = equal
                free.remove(equal)
    left = [one for one in range(len(ours)) if one not in pairs]
    scored = [
        (
            max(_alike(ours[one], theirs[other]), _alike(also[0][one], also[1][other]) if also else 0),
            one,
            other,
        )
        for one in left
        for other in free
    ]
    for score, one, other in sorted(scored, key=lambda found: (-found[0], abs(found[1] - found[2]))):
        if score >= _LIKE and one not in pairs and other in free:
            pairs[one] = other
            free.remove(other)
    return pairs


def _alike(one: str, other: str) -> float:
    if not one or not other:
        return 0
    if one.startswith(other) or other.startswith(one):
        return 0.9
    return SequenceMatcher(None, one, other, autojunk=False).ratio()


def _mark(grid: Grid) -> str:
    """Return by what a table is known: its columns and what stands first in its rows."""
    return fold("｜".join((*grid.rows[0], *(row[0] for row in grid.rows[1:4]))))


def _names(grid: Grid) -> list[str]:
    return [fold(name) for name in grid.rows[0]]


def _columns(grid: Grid) -> list[str]:
    """Return what stands in each column: a column of another name is known by that."""
    return [
        fold("｜".join(_cell(grid, row, column) for row in range(1, len(grid.rows))))
        for column in range(len(grid.rows[0]))
    ]


def _keys(grid: Grid) -> list[str]:
    return [_TOTAL.sub("合计", fold(row[0])) for row in grid.rows[1:]]


def _rest(grid: Grid) -> list[str]:
    """Return the words of each row behind its first cell, if there are some."""
    rests = [blanked("".join(row[1:]), figures("".join(row[1:]))).replace("#", "") for row in grid.rows[1:]]
    return [rest if len(rest) >= _SOME else "" for rest in rests]


def _cell(grid: Grid, row: int, column: int) -> str:
    cells = grid.rows[row]
    return cells[column] if column < len(cells) else ""
