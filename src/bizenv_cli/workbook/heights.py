"""How high a row has to be for all of its text to be seen: an office program fits rows only when they are edited."""

from collections.abc import Hashable, Iterable, Mapping, Sequence
from itertools import groupby
from math import ceil
from typing import Any
from unicodedata import east_asian_width

from openpyxl.worksheet.dimensions import RowDimension

from bizenv_cli.workbook.book import Value

_FULL = 13.4  # pixels of a 汉字 in the cells' font, 10 pt at 96 dpi; other signs take half
_UNIT = 7  # pixels of one unit of a column's width
_PADDING = 4  # pixels at the sides that a column's width counts
_LINE = 13.5  # points of one line
_SPACE = 3  # points above and below the text
_HIGHEST = 409  # points, what a row may have
_WIDE = "WFA"


class _FittedRow(RowDimension):  # type: ignore[misc]  # openpyxl ships no types
    """A row with a height that still grows when somebody types more into it."""

    @property
    def customHeight(self) -> bool:  # noqa: N802  (openpyxl's name, which is the file format's)
        """Whether the height stays whatever is typed: no."""
        return False


def _lines(value: Value, width: int) -> int:
    """Return how many lines a cell takes in a column of a width as a workbook counts it."""
    if not isinstance(value, str):
        return 1
    room = width * _UNIT - _PADDING
    taken = sum(_FULL if east_asian_width(sign) in _WIDE else _FULL / 2 for sign in value)
    return max(1, ceil(taken / (room - room % _FULL)))


def fitted(
    rows: Sequence[Sequence[Value]], widths: Sequence[int], shared: Mapping[int, Sequence[Hashable]]
) -> list[float]:
    """Return the height of each row, in points.

    Args:
        widths: of the columns.
        shared: for each column (by place) in which rows one after another are one cell, what they have in common.
    """
    found = [1.0] * len(rows)
    for at in sorted(range(len(widths)), key=lambda at: at in shared):  # those of a row by itself first
        keys = shared.get(at, range(len(rows)))
        start = 0
        for _, run in groupby(keys):
            end = start + sum(1 for _ in run)
            lacking = _lines(rows[start][at], widths[at]) - sum(found[start:end])
            if lacking > 0:
                found[start:end] = [each + lacking / (end - start) for each in found[start:end]]
            start = end
    return [min(_HIGHEST, each * _LINE + _SPACE) for each in found]


def set_heights(sheet: Any, first: int, heights: Iterable[float]) -> None:
    """Give rows their heights, before they are written; `first` is the number of the first."""
    for number, height in enumerate(heights, first):
        sheet.row_dimensions[number] = _FittedRow(sheet, number, ht=round(height, 2))
