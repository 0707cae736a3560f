"""Read a form that came back: which cells the unit filled in, and what stands in them.

Rows are found by their ids and columns by their titles, wherever they have moved to. Nothing is evaluated.
"""

import warnings
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any, NamedTuple
from zipfile import BadZipFile, ZipFile

from openpyxl import load_workbook
from openpyxl.utils.datetime import from_excel

from bizenv_cli.errors import BadCallError, UnreadableError, reason
from bizenv_cli.render.safe import plain
from bizenv_cli.workbook.form import GIVEN, ID, INPUT, META, VERSION, About, told

_MOST_BYTES = 200_000_000  # of what a file unpacks to; a form of 20,000 tasks has a tenth
_OLE = b"\xd0\xcf\x11\xe0"  # .xls, and what a password protects
_SERIAL_DAYS = range(36_526, 73_051)  # 2000 to 2099 as Excel counts days


class Filled(NamedTuple):
    """A cell that the unit filled in.

    Attributes:
        at: where it is, like ``E12``.
        value: a text on one line, a number or a day.
        formula: it holds a formula, of which nobody knows the value.
        share: a number that is shown as a percentage, 0.3 for 30%.
    """

    at: str
    value: str | float | date
    formula: bool
    share: bool


class Row(NamedTuple):
    """One row of the form in which something is filled in.

    Attributes:
        number: in the sheet, from 1.
        id: the task's, as the cell has it now; `id_at` is that cell.
        filled: by the column's title.
        changed: the cell, the title and the former text of each given cell that is not as it was; of a row whose id
            the form did not have, None.
    """

    number: int
    id: str
    id_at: str
    filled: Mapping[str, Filled]
    changed: tuple[tuple[str, str, str], ...] | None


class Form(NamedTuple):
    """A form that came back.

    Attributes:
        rows: those with something filled in, from top to bottom.
        empty: how many rows have nothing filled in.
        missing: how many tasks of the form have no row any more.
    """

    about: About
    rows: tuple[Row, ...]
    empty: int
    missing: int


def read(path: str) -> Form:
    """Read a form.

    Raises:
        UnreadableError: it is no workbook that can be read.
        BadCallError: it is none of our forms, or lacks what makes it one.
    """
    book = _book(path)
    if META not in book.sheetnames:
        raise BadCallError(
            f"{path} 不是 bizenv 发出的填报表，或隐藏的工作表「{META}」被删了。填报表用 bizenv export xlsx --feedback 生成"
        )
    about, originals = _meta(path, book[META])
    for sheet in book.worksheets:
        if sheet.title != META and (found := _header(sheet)):
            return _rows(sheet, found, about, originals)
    raise BadCallError(f"{path} 里没有找到填报表的表头（{'、'.join((ID, *INPUT))}），表头一行不要改")


def _book(path: str) -> Any:
    try:
        _look_at(path)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # what openpyxl does not carry over, a form does not need
            return load_workbook(path, keep_links=False)
    except UnreadableError:
        raise
    except OSError as error:
        raise UnreadableError(path, reason(error)) from error
    except BadZipFile as error:
        raise UnreadableError(path, "不是 Excel 的 .xlsx 文件，或已损坏") from error
    except Exception as error:  # a damaged part of the file: openpyxl raises whatever it stumbles over
        raise UnreadableError(path, f"不是能读的 .xlsx 文件（{type(error).__name__}）") from error


def _look_at(path: str) -> None:
    """Ensure that a file is one to open: a zip file of a bearable size."""
    with Path(path).open("rb") as file:
        if file.read(len(_OLE)) == _OLE:
            raise UnreadableError(path, "是旧的 .xls 格式或加了密码，请另存为不加密的 .xlsx")
    with ZipFile(path) as archive:
        if sum(item.file_size for item in archive.infolist()) > _MOST_BYTES:
            raise UnreadableError(path, "解开后过大，不像填报表")


def _meta(path: str, sheet: Any) -> tuple[About, dict[str, tuple[str, ...]]]:
    rows = [[told(value) for value in row] for row in sheet.iter_rows(values_only=True)]
    keys: dict[str, Any] = dict(row[:2] for row in rows[: len(About._fields)] if len(row) > 1)
    try:
        about = About(**{**keys, "as_of": date.fromisoformat(keys["as_of"])})
    except (TypeError, ValueError, KeyError) as error:
        raise BadCallError(f"{path} 的隐藏工作表「{META}」被改坏了，认不出是谁的填报表") from error
    if about.version != VERSION:
        raise BadCallError(f"{path} 是第 {plain(about.version)} 版的填报表，这个程序只认第 {VERSION} 版")
    width = len(GIVEN)
    texts = [(*row, *[""] * width)[:width] for row in rows[len(About._fields) :]]
    return about, {row[0]: tuple(row) for row in texts if row[0]}


def _header(sheet: Any) -> tuple[int, dict[str, int]] | None:
    """Return the row of the titles and the column of each, or None where the sheet has none."""
    for number, row in enumerate(sheet.iter_rows(values_only=True, max_row=50), 1):
        at = {told(value): column for column, value in reversed(list(enumerate(row, 1))) if value is not None}
        if all(title in at for title in (ID, *INPUT)):
            return number, at
    return None


def _rows(
    sheet: Any, header: tuple[int, dict[str, int]], about: About, originals: Mapping[str, tuple[str, ...]]
) -> Form:
    head, at = header
    rows: list[Row] = []
    seen: set[str] = set()
    empty = 0
    for number in range(head + 1, sheet.max_row + 1):
        identity = sheet.cell(number, at[ID])
        task = told(identity.value)
        filled = dict(_filled(sheet, number, at))
        seen.add(task)
        if filled:
            changed = _changed(sheet, number, at, originals.get(task))
            rows.append(Row(number, task, identity.coordinate, filled, changed))
        elif task:
            empty += 1
    return Form(about, tuple(rows), empty, len(originals.keys() - seen))


def _filled(sheet: Any, number: int, at: Mapping[str, int]) -> Iterator[tuple[str, Filled]]:
    for title in INPUT:
        cell = sheet.cell(number, at[title])
        value = cell.value
        if isinstance(value, str):
            value = " ".join(value.split())
        if value is None or value == "":
            continue
        if isinstance(value, datetime):
            value = value.date()
        formula = cell.data_type in ("f", "e")
        known = isinstance(value, str | int | float | date) and not isinstance(value, bool)
        yield (
            title,
            Filled(cell.coordinate, value if known else str(value), formula, "%" in cell.number_format),
        )


def _changed(
    sheet: Any, number: int, at: Mapping[str, int], original: tuple[str, ...] | None
) -> tuple[tuple[str, str, str], ...] | None:
    if original is None:
        return None
    found = []
    for title, was in zip(GIVEN, original, strict=True):
        if title in at:
            cell = sheet.cell(number, at[title])
            if plain(told(cell.value)) != plain(was):
                found.append((cell.coordinate, title, was))
    return tuple(found)


def day_of_serial(number: float) -> date | None:
    """Return the day that a bare number of a date cell means, as Excel counts days; None where it can be none."""
    if number == int(number) and int(number) in _SERIAL_DAYS:
        return datetime.combine(from_excel(int(number)), datetime.min.time()).date()
    return None
