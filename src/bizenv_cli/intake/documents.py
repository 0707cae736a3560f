"""A .docx file as one grid: its paragraphs and the rows of its tables, in the order of the page."""

import io
from collections.abc import Iterator
from typing import Any

from bizenv_cli.errors import MissingLibraryError, UnreadableError
from bizenv_cli.intake.grid import Cell, Grid, GridRow

MOST_ROWS = 20_000


def grids_of_document(path: str, data: bytes) -> list[Grid]:
    """Return the one grid of a document. What was struck out by tracked changes is not read, what they add is.

    Raises:
        MissingLibraryError: python-docx is not installed.
        UnreadableError: the file is damaged, or too large for a table of tasks.
    """
    try:
        from docx import Document  # noqa: PLC0415  (an extra)
    except ImportError as error:
        raise MissingLibraryError("读 .docx ", "python-docx", "docx") from error
    try:
        body = Document(io.BytesIO(data)).element.body
    except Exception as error:  # the library lets out whatever its parsers raise
        raise UnreadableError(path, "文件已损坏，文字处理程序能打开的话另存一份再试") from error
    rows = tuple(_rows(body))
    if len(rows) > MOST_ROWS:
        raise UnreadableError(path, f"有 {len(rows):,} 行，不像一份任务清单")
    return [Grid(rows)]


def _rows(body: Any) -> Iterator[GridRow]:
    paragraphs = tables = 0
    for element in body.iterchildren():
        kind = _kind(element)
        if kind == "p":
            paragraphs += 1
            yield GridRow(f"正文第 {paragraphs} 段", (Cell(_words(element)),), 0)
        elif kind == "tbl":
            tables += 1
            lines = [row for row in element.iter() if _kind(row) == "tr" and _table_of(row) is element]
            for number, row in enumerate(lines, 1):
                yield GridRow(f"表 {tables} 第 {number} 行", tuple(_cells(row)), tables)


def _cells(row: Any) -> Iterator[Cell]:
    before = row.find("./{*}trPr/{*}gridBefore")
    for _ in range(_value(before)):
        yield Cell()
    for cell in row.iterchildren():
        inner = cell.find("./{*}sdtContent/{*}tc") if _kind(cell) == "sdt" else cell
        if inner is None or _kind(inner) != "tc":
            continue
        merge = inner.find("./{*}tcPr/{*}vMerge")
        below = merge is not None and _attribute(merge) != "restart"
        yield Cell("" if below else _words(inner), below)
        for _ in range(_value(inner.find("./{*}tcPr/{*}gridSpan")) - 1):
            yield Cell("", below)


def _table_of(row: Any) -> Any:
    return next(above for above in row.iterancestors() if _kind(above) == "tbl")


def _words(element: Any) -> str:
    """Return the text of a paragraph or a cell, a line break where one is."""
    words = ""
    for part in element.iter():
        kind = _kind(part)
        if kind == "t":
            words += part.text or ""
        elif kind in ("br", "cr", "tab") or (kind == "p" and words):
            words += "\n"
    return words.strip()


def _kind(element: Any) -> str:
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def _attribute(element: Any) -> str:
    return next((value for name, value in element.attrib.items() if name.endswith("}val")), "")


def _value(element: Any) -> int:
    written = "" if element is None else _attribute(element)
    return int(written) if written.isdigit() else 0
