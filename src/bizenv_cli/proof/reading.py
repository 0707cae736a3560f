"""A file that a person has edited, read: a document of Word, WPS or LibreOffice, or Markdown."""

import re
from collections.abc import Iterator
from typing import Any

from bizenv_cli.errors import UnreadableError
from bizenv_cli.proof.written import Raw, Written, placed
from bizenv_cli.wordfile import open_document

_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_GONE = {f"{_WORD}{name}" for name in ("del", "moveFrom")}  # what tracked changes have taken out
_ASIDE = {f"{_WORD}{name}" for name in ("txbxContent", "pPr", "tblPr", "tcPr", "trPr", "sdtPr")}
_MOST_COLUMNS = 63  # that Word has
_ANNEX = re.compile(r"(附件\d*)　(.+)")


def read(raw: bytes, name: str) -> Written:
    """Return what a file says; it is taken for a document unless it is text.

    Raises:
        UnreadableError: it is neither a document nor a text in UTF-8.
        MissingLibraryError: it is a document, and python-docx is not installed.
    """
    if name.lower().endswith((".md", ".markdown", ".txt")):
        try:
            return placed(_of_markdown(raw.decode("utf-8-sig")))
        except UnicodeDecodeError as error:
            raise UnreadableError(name, "不是 UTF-8 编码") from error
    return placed(_of_body(open_document(raw, name).element.body))


def _of_body(body: Any) -> Iterator[Raw]:
    """Yield the paragraphs and tables below an element, also those in content controls."""
    for element in body:
        if element.tag == f"{_WORD}p":
            yield _text(element)
        elif element.tag == f"{_WORD}tbl":
            yield tuple(_rows(element))
        elif element.tag not in _GONE | _ASIDE and isinstance(element.tag, str):
            yield from _of_body(element)


def _rows(table: Any) -> Iterator[tuple[str, ...]]:
    for row in _own(table, "tr", "tbl"):
        if row.find(f"{_WORD}trPr/{_WORD}del") is not None:
            continue
        cells: list[str] = []
        for cell in _own(row, "tc", "tr"):
            span = cell.find(f"{_WORD}tcPr/{_WORD}gridSpan")
            wide = span.get(f"{_WORD}val") if span is not None else "1"
            more = min(int(wide), _MOST_COLUMNS) - 1 if re.fullmatch("[0-9]{1,4}", wide or "") else 0
            cells += ["".join(_text(paragraph) for paragraph in cell.iter(f"{_WORD}p")), *[""] * more]
        yield tuple(cells)


def _own(element: Any, name: str, holder: str) -> Iterator[Any]:
    """Yield the rows of a table or the cells of a row, none of a table inside it."""
    for found in element.iter(f"{_WORD}{name}"):
        if next(found.iterancestors(f"{_WORD}{holder}")) is element:
            yield found


def _text(element: Any) -> str:
    """Return the text of a paragraph as it reads when every tracked change is accepted."""
    if element.tag == f"{_WORD}t":
        return element.text or ""
    if element.tag in (f"{_WORD}tab", f"{_WORD}br", f"{_WORD}cr"):
        return " "
    return "".join(_text(child) for child in element if child.tag not in _GONE | _ASIDE)


def _of_markdown(text: str) -> Iterator[Raw]:
    from markdown_it import MarkdownIt  # noqa: PLC0415  (only a Markdown file needs it)

    rows: list[tuple[str, ...]] = []
    cells: list[str] | None = None
    for token in MarkdownIt("commonmark", {"html": False}).enable("table").parse(text):
        if token.type == "table_open":
            rows = []
        elif token.type == "table_close":
            yield tuple(rows)
        elif token.type == "tr_open":
            cells = []
        elif token.type == "tr_close":
            rows.append(tuple(cells or ()))
            cells = None
        elif token.type == "inline":
            said = "".join(
                " " if child.type.endswith("break") else child.content for child in token.children or ()
            )
            if cells is not None:
                cells.append(said)
            elif match := _ANNEX.fullmatch(said):
                yield from match.groups()
            else:
                yield said
