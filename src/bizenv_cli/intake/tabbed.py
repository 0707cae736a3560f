"""Text whose cells are parted by tabs, or CSV, as rows: what a spreadsheet saves, or what was copied out of a PDF."""

import csv
import io
import re
from codecs import BOM_UTF16_BE, BOM_UTF16_LE

from bizenv_cli.errors import UnreadableError
from bizenv_cli.intake.grid import Cell, Grid, GridRow

_QUOTED = re.compile(
    r'(?<![^\t\n])"(?:[^"\t]|"")*"(?![^\t\n])'
)  # a cell with line breaks, as spreadsheets save it


def grids_of_text(path: str, data: bytes) -> list[Grid]:
    """Return the one grid of a text; each line is a row, a line without a tab stands outside every table.

    Raises:
        UnreadableError: it is no text.
    """
    text = _decoded(path, data)
    if path.lower().endswith(".csv"):
        rows = [(reader.line_num, cells) for reader in [csv.reader(io.StringIO(text))] for cells in reader]
    else:
        text = _QUOTED.sub(lambda found: found[0].replace("\n", "\v"), text.replace("\r\n", "\n"))
        rows = [(at, line.split("\t")) for at, line in enumerate(text.split("\n"), 1)]
    found, page = [], 0
    outside = True
    for number, cells in rows:
        loose = len([cell for cell in cells if cell.strip()]) < 2 and len(cells) == 1  # noqa: PLR2004  (a lone line)
        if not loose and outside:
            page += 1
        outside = loose
        kept = tuple(Cell(_unquoted(cell)) for cell in cells)
        found.append(GridRow(f"第 {number} 行", kept, 0 if loose else page))
    return [Grid(tuple(found))]


def _unquoted(cell: str) -> str:
    """Return a cell without the quotes that a spreadsheet puts around one with a line break or quotes in it."""
    words = cell.strip()
    if len(words) > 1 and words[0] == words[-1] == '"':
        words = words[1:-1].replace('""', '"')
    return words.replace("\v", "\n")


def _decoded(path: str, data: bytes) -> str:
    forms = ("utf-16",) if data[:2] in (BOM_UTF16_LE, BOM_UTF16_BE) else ("utf-8-sig", "gb18030")
    for form in forms:
        try:
            text = data.decode(form)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise UnreadableError(path, "不是文字文件（能读的有 .xlsx、.docx，以及制表符分隔的 .tsv、.txt 和 .csv）")
