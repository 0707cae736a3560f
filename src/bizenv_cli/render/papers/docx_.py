"""A paper as a document for Word and WPS, written into a template: ours after GB/T 9704-2012, or a person's own."""

import re
from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime, time
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from rich.cells import cell_len

from bizenv_cli.render.papers import gb9704, template
from bizenv_cli.render.papers.columns import on_single_lines, widths
from bizenv_cli.render.safe import plain
from bizenv_cli.report.paper import (
    Block,
    Heading,
    Paper,
    Table,
    Text,
    annex_lines,
    annex_name,
    numbered,
    written_day,
)

_HEADINGS = ("公文一级标题", "公文二级标题", "公文三级标题")
_KEPT = 20  # rows of one line each that stay on one page: less than half of it
_TITLE = 38  # half-width characters of a title that go into a line
_MM = 36000  # EMU, the unit of lengths in the format


def renderer(base: bytes | None = None, name: str = "") -> Callable[[Paper], bytes]:
    """Return the function that writes a paper.

    Args:
        base: a person's template; None for ours.
        name: what the user calls it.

    Raises:
        MissingLibraryError: python-docx is not installed.
        UnreadableError, BadTemplateError: as for `template.opened`.
    """
    raw = template.default() if base is None else base
    template.opened(raw, name)  # a template that will not do is told before anything is asked
    return lambda paper: _paper(*template.opened(raw, name), paper)


def _paper(document: Any, place: Any, paper: Paper) -> bytes:
    following = _cut_out(document, place)
    _line(document, f"{paper.kind}　{paper.number}", "公文文种")
    _line(document, in_lines(paper.title), "公文标题")
    if paper.to:
        _line(document, f"{paper.to}：", "公文主送")
    _blocks(document, paper.blocks)
    if paper.blocks and isinstance(paper.blocks[-1], Text):  # no page has a signature and no text
        last = document.paragraphs[-1].paragraph_format
        last.keep_with_next = last.keep_together = True
    for named in annex_lines(paper):
        _line(document, named, "公文附件说明")
    _line(document, paper.signer, "公文署名")
    _line(document, written_day(paper.day), "公文日期")
    for at, annex in enumerate(paper.annexes, 1):
        _line(document, annex_name(paper, at), "公文附件标志")
        _line(document, in_lines(annex.title), "公文附件标题")
        _blocks(document, annex.blocks, "公文表注")
    for element in following:
        document.element.body.sectPr.addprevious(element)
    _properties(document, paper)
    stream = BytesIO()
    document.save(stream)
    return _dated(stream, paper)


def _cut_out(document: Any, place: Any) -> list[Any]:
    """Take the place out of a template, with what follows it; return that."""
    body = document.element.body
    following = [element for element in place._p.itersiblings() if element is not body.sectPr]  # noqa: SLF001
    for element in (place._p, *following):  # noqa: SLF001  (python-docx cannot remove a paragraph)
        body.remove(element)
    return following


def _dated(made: BytesIO, paper: Paper) -> bytes:
    """Pack the document once more, each file of the paper's day: the same paper is the same bytes."""
    stream = BytesIO()
    day = max(paper.day, date(1980, 1, 1))  # a zip file knows no earlier one
    with ZipFile(made) as old, ZipFile(stream, "w", ZIP_DEFLATED) as new:
        for item in old.infolist():
            file = ZipInfo(item.filename, (day.year, day.month, day.day, 0, 0, 0))
            new.writestr(file, old.read(item), ZIP_DEFLATED)
    return stream.getvalue()


def _properties(document: Any, paper: Paper) -> None:
    """Say what the paper is, and of which day."""
    about = document.core_properties
    about.title = plain(paper.title)
    about.created = about.modified = datetime.combine(paper.day, time(), UTC)


def _blocks(document: Any, blocks: Iterable[Block], text: str = "公文正文") -> None:
    for number, block in numbered(blocks):
        if isinstance(block, Heading):
            _line(document, f"{number}{block.text}", _HEADINGS[block.level - 1])
        elif isinstance(block, Text):
            _line(document, block.text, text)
        else:
            _table(document, block)


def _line(document: Any, text: str, style: str) -> None:
    document.add_paragraph("\n".join(map(plain, text.split("\n"))), style=style)


def in_lines(title: str) -> str:
    """Break a title that does not fit into a line where it makes sense: before a bracket, or behind a quoted name."""
    if cell_len(title) <= _TITLE:
        return title
    places = [match.start() for match in re.finditer(r"(?<=》)(?!$)|(?<!^)(?=（)", title)]
    fitting = [at for at in places if max(cell_len(title[:at]), cell_len(title[at:])) <= _TITLE]
    at = max(fitting, default=None)
    return title if at is None else f"{title[:at]}\n{title[at:]}"


def _table(document: Any, table: Table) -> None:
    """Write a table as wide as the text, its heading row on every page, no row torn between two."""
    rows = [tuple(map(plain, row)) for row in (table.columns, *table.rows)]
    section = document.sections[-1]
    room = section.page_width - section.left_margin - section.right_margin
    characters = round(room / _MM * 72 / 25.4 / (gb9704.SIZE_5 / 2))
    columns = [round(width * room / (characters * 100)) for width in widths(rows, characters)]
    made = document.add_table(rows=0, cols=len(columns), style=gb9704.TABLE)
    made.autofit, made.alignment = False, 1
    for column, width in zip(made.columns, columns, strict=True):
        column.width = width
    whole = len(rows) <= _KEPT and on_single_lines(rows, characters)
    for row in rows:
        heads = row is rows[0]
        added = made.add_row()
        mark = added._tr.get_or_add_trPr()  # noqa: SLF001  (python-docx knows neither mark)
        for name in ("cantSplit", "tblHeader") if heads else ("cantSplit",):
            mark.append(mark.makeelement(gb9704.word(name), {}))
        for at, (cell, text) in enumerate(zip(added.cells, row, strict=True)):
            cell.width, cell.vertical_alignment = columns[at], 1
            paragraph = cell.paragraphs[0]
            paragraph.paragraph_format.keep_with_next = (whole and row is not rows[-1]) or None
            paragraph.style = "公文表头" if heads else "公文表数" if at in table.right else "公文表文"
            paragraph.add_run(text)
