"""What every workbook of ours is made of: cells in which text stays text, page set-up, and bytes that repeat."""

import re
from collections.abc import Iterable, Sequence
from datetime import date, datetime, time
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, BadZipFile, ZipFile, ZipInfo

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Border, Font, NamedStyle, PatternFill, Protection, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.cell_range import CellRange
from openpyxl.writer.excel import ExcelWriter

from bizenv_cli import __version__
from bizenv_cli.errors import NotOursError
from bizenv_cli.render.safe import plain

Value = str | int | date | None
DAY_FORMAT = "yyyy-mm-dd"

_A3 = 8  # the paper's number in the file format
_EPOCH = (1980, 1, 1, 0, 0, 0)  # the earliest time that a zip file can give
_FORMULA = ("=", "+", "-", "@")
_CORE = "docProps/core.xml"
_NAME_SIGNS = re.compile(r"[\[\]:*?/\\']")
_LONGEST_NAME = 31  # characters of a sheet's name

_SIDE = Side(style="thin", color="BFBFBF")
_BOX = Border(left=_SIDE, right=_SIDE, top=_SIDE, bottom=_SIDE)
_GIVEN = PatternFill("solid", fgColor="F2F2F2")


def _style(name: str, font: Font, across: str, number: str = "General", **more: Any) -> NamedStyle:
    alignment = Alignment(horizontal=across, vertical="center", wrap_text=True)
    return NamedStyle(f"bizenv {name}", font=font, alignment=alignment, number_format=number, **more)


def _styles() -> list[NamedStyle]:
    plain_font, bold = Font(name="宋体", size=10), Font(name="宋体", size=10, bold=True)
    unlocked = Protection(locked=False)
    return [
        _style("title", Font(name="宋体", size=16, bold=True), "center"),
        _style("note", plain_font, "left"),
        _style("head", bold, "center", border=_BOX, fill=PatternFill("solid", fgColor="D9E1F2")),
        _style("text", plain_font, "left", border=_BOX),
        _style("word", plain_font, "center", border=_BOX),
        _style("day", plain_font, "center", DAY_FORMAT, border=_BOX),
        _style("given", plain_font, "left", border=_BOX, fill=_GIVEN),
        _style("given day", plain_font, "center", DAY_FORMAT, border=_BOX, fill=_GIVEN),
        _style("input", plain_font, "left", border=_BOX, protection=unlocked),
        _style("input day", plain_font, "center", DAY_FORMAT, border=_BOX, protection=unlocked),
    ]


def new_book(title: str, as_of: date) -> Any:
    """Return an empty workbook that is written row by row."""
    book = Workbook(write_only=True)
    for style in _styles():
        book.add_named_style(style)
    book.properties.creator = f"bizenv {__version__}"
    book.properties.title = plain(title)
    book.properties.created = datetime.combine(as_of, time())
    return book


def cell(sheet: Any, value: Value, style: str) -> Any:
    """Return a cell; a text is a text whatever it begins with, and its unsafe characters are shown as escapes."""
    made = WriteOnlyCell(sheet)
    made.style = f"bizenv {style}"
    if isinstance(value, str):
        made.value = plain(value)
        made.data_type = "s"
        if value.startswith(_FORMULA):
            made.quotePrefix = True  # also after somebody has edited it
    else:
        made.value = value
    return made


def cells(sheet: Any, values: Iterable[Value], style: str) -> list[Any]:
    """Return a row of cells of one style."""
    return [cell(sheet, value, style) for value in values]


def merge(sheet: Any, ranges: Iterable[CellRange]) -> None:
    """Show each of some ranges, of which no two share a cell, as one cell."""
    sheet.merged_cells.ranges.update(ranges)  # its own add() compares each with all others


def lay_out(sheet: Any, widths: Sequence[int], header_row: int, frozen_columns: int = 0) -> None:
    """Set a sheet's widths, its frozen header, and its pages: A3 landscape, as wide as the page, numbered."""
    for at, width in enumerate(widths, 1):
        sheet.column_dimensions[get_column_letter(at)].width = width
    sheet.freeze_panes = f"{get_column_letter(frozen_columns + 1)}{header_row + 1}"
    sheet.print_title_rows = f"{header_row}:{header_row}"
    sheet.page_setup.paperSize = _A3
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.print_options.horizontalCentered = True
    sheet.page_margins.left = sheet.page_margins.right = 0.4
    sheet.oddFooter.center.text = "第 &P 页，共 &N 页"


def sheet_name(name: str, taken: Iterable[str]) -> str:
    """Return a name that Excel takes for a sheet: short, without its own signs, and not taken, in whatever case."""
    used = {other.casefold() for other in taken}
    base = _NAME_SIGNS.sub("·", plain(name)).strip() or "表"
    for nth in range(1, len(used) + 2):
        ending = f"（{nth}）" if nth > 1 else ""
        tried = base[: _LONGEST_NAME - len(ending)] + ending
        if tried.casefold() not in used:
            break
    return tried


class _Archive(ZipFile):
    """A zip file that has the same bytes whenever it is written."""

    def writestr(self, zinfo_or_arcname: Any, data: Any, *_: Any, **__: Any) -> None:
        info = ZipInfo(str(zinfo_or_arcname), _EPOCH)
        info.compress_type = ZIP_DEFLATED
        content = data.encode() if isinstance(data, str) else data
        if info.filename == _CORE:  # openpyxl puts the clock's time in it
            created = re.search(rb"<dcterms:created[^>]*>([^<]*)<", content)
            content = re.sub(
                rb"(<dcterms:modified[^>]*>)[^<]*", rb"\g<1>" + (created[1] if created else b""), content
            )
        super().writestr(info, content)

    def write(self, filename: Any, arcname: Any = None, *_: Any, **__: Any) -> None:
        info = ZipInfo(str(arcname), _EPOCH)
        info.compress_type = ZIP_DEFLATED
        with Path(filename).open("rb") as source, self.open(info, "w", force_zip64=True) as target:
            while piece := source.read(1 << 20):
                target.write(piece)


def save(book: Any, path: Path) -> None:
    """Write a workbook into a file."""
    with _Archive(path, "w", ZIP_DEFLATED, allowZip64=True) as archive:
        ExcelWriter(book, archive).save()


def check_replaceable(real: Path, path: Path) -> None:
    """Ensure that a file may take the place of what is at `path`: nothing, or a workbook of ours that nobody has edited.

    Raises:
        NotOursError: it may not.
    """
    if not real.exists():
        return
    try:
        with ZipFile(real) as archive:
            core = archive.read(_CORE)
    except (BadZipFile, KeyError, OSError) as error:
        raise NotOursError(str(path), "已经存在，不是以前导出的") from error
    if not re.search(rb"<dc:creator[^>]*>bizenv ", core):
        raise NotOursError(str(path), "已经存在，不是以前导出的")
    if b"lastModifiedBy" in core or _times(core, b"created") != _times(core, b"modified"):
        raise NotOursError(str(path), "是以前导出的，后来有人改过")


def _times(core: bytes, which: bytes) -> list[bytes]:
    return re.findall(rb"<dcterms:" + which + rb"[^>]*>([^<]*)<", core)
