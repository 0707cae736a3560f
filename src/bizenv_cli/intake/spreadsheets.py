"""An .xlsx file as grids: one for each visible sheet that has anything in it."""

import io
from collections.abc import Iterator
from datetime import date, datetime, time
from typing import Any

from bizenv_cli.errors import UnreadableError
from bizenv_cli.intake.grid import Cell, Grid, GridRow

MOST_ROWS = 20_000
MOST_COLUMNS = 200


def grids_of_workbook(path: str, data: bytes) -> list[Grid]:
    """Return the visible sheets of a workbook; formulas give the value that the file holds.

    Raises:
        UnreadableError: the file is damaged, or too large for a table of tasks.
    """
    from openpyxl import load_workbook  # noqa: PLC0415  (which only a workbook needs)

    try:
        book = load_workbook(io.BytesIO(data), data_only=True)
    except Exception as error:  # the library lets out whatever its parsers raise
        raise UnreadableError(path, "文件已损坏，表格程序能打开的话另存一份再试") from error
    return [
        Grid(tuple(_rows(path, sheet)))
        for sheet in book.worksheets
        if sheet.sheet_state == "visible" and sheet.dimensions != "A1:A1"
    ]


def _rows(path: str, sheet: Any) -> Iterator[GridRow]:
    if sheet.max_row > MOST_ROWS or sheet.max_column > MOST_COLUMNS:
        size = f"{sheet.max_row:,} 行 {sheet.max_column:,} 栏"
        raise UnreadableError(path, f"工作表「{sheet.title}」有 {size}，不像一份任务清单；删去空行空栏再试")
    below = {
        (row, column)
        for area in sheet.merged_cells.ranges
        for row in range(area.min_row + 1, area.max_row + 1)
        for column in range(area.min_col, area.max_col + 1)
    }
    for number, row in enumerate(sheet.iter_rows(), 1):
        cells = [_cell(cell.value, merged=(number, at) in below) for at, cell in enumerate(row, 1)]
        while cells and not cells[-1].text and not cells[-1].merged:
            cells.pop()
        if not any(cell.text or cell.merged for cell in cells):
            continue
        hidden = bool(sheet.row_dimensions[number].hidden)
        yield GridRow(f"{sheet.title} 第 {number} 行", tuple(cells), 1, hidden)


def _cell(value: Any, *, merged: bool) -> Cell:
    if value is None:
        return Cell("", merged)
    if isinstance(value, datetime):
        return Cell(value.date().isoformat(), merged, value.date())
    if isinstance(value, date):
        return Cell(value.isoformat(), merged, value)
    if isinstance(value, time):
        return Cell(value.isoformat("minutes"), merged)
    if isinstance(value, float) and value.is_integer():
        return Cell(str(int(value)), merged)
    return Cell(str(value).strip(), merged)
