"""A paper as a document for Word and WPS, set as GB/T 9704-2012 sets official papers.

A4; margins 37 mm above, 35 mm below, 28 mm left, 26 mm right; lines of 28.95 pt; title 2号小标宋, body 3号仿宋, headings
黑体 and 楷体; page numbers in 4号 between dashes. The fonts are named, not embedded.
"""

from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime, time
from functools import partial
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from bizenv_cli.errors import MissingLibraryError
from bizenv_cli.render.safe import plain
from bizenv_cli.report.paper import Block, Heading, Paper, Table, Text, numbered, written_day

TITLE, BODY, BLACK, SCRIPT, LATIN = "方正小标宋简体", "仿宋_GB2312", "黑体", "楷体_GB2312", "Times New Roman"
SIZE_2, SIZE_3, SIZE_4, SIZE_5 = 22.0, 16.0, 14.0, 10.5  # points of 二号, 三号, 四号, 五号
LINE = 28.95
MARGINS = {"top_margin": 37, "bottom_margin": 35, "left_margin": 28, "right_margin": 26}
_HEADINGS = (BLACK, SCRIPT, BODY)
_PAGE = "— {} —"


def renderer() -> Callable[[Paper], bytes]:
    """Return the function that writes a paper.

    Raises:
        MissingLibraryError: python-docx is not installed.
    """
    try:
        import docx  # noqa: PLC0415  (an extra that most do without)
    except ImportError as error:
        raise MissingLibraryError("docx 格式", "python-docx", "docx") from error
    return partial(_paper, docx)


def _paper(docx: Any, paper: Paper) -> bytes:
    document = docx.Document()
    _set_up(document, docx.shared)
    _properties(document, paper)
    _line(document, f"{paper.kind}　{paper.number}", align=1, indent=False)
    _line(document, paper.title, font=TITLE, size=SIZE_2, align=1, indent=False)
    if paper.to:
        _line(document, f"{paper.to}：", indent=False)
    _blocks(document, paper.blocks)
    for at, annex in enumerate(paper.annexes, 1):
        _line(document, f"{'附件：' if at == 1 else '　　　'}{at}. {annex.title}")
    _line(document, paper.signer, align=2, indent=False)
    _line(document, written_day(paper.day), align=2, indent=False)
    for at, annex in enumerate(paper.annexes, 1):
        heading = _line(document, f"附件{at}", font=BLACK, indent=False)
        heading.paragraph_format.page_break_before = True
        _line(document, annex.title, font=TITLE, size=SIZE_2, align=1, indent=False)
        _blocks(document, annex.blocks)
    stream = BytesIO()
    document.save(stream)
    return _dated(stream, paper)


def _set_up(document: Any, shared: Any) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = shared.Mm(210), shared.Mm(297)
    for name, millimetres in MARGINS.items():
        setattr(section, name, shared.Mm(millimetres))
    section.footer_distance = shared.Mm(28)
    footer = section.footer.paragraphs[0]
    footer.alignment = 1
    before, _, after = _PAGE.partition("{}")
    _run(footer, before, "宋体", SIZE_4)
    page = _run(footer, "", "宋体", SIZE_4)
    for kind, text in (("begin", ""), ("", "PAGE"), ("end", "")):
        element = page._element.makeelement(_w("fldChar" if kind else "instrText"), {})  # noqa: SLF001
        if kind:
            element.set(_w("fldCharType"), kind)
        element.text = text or None
        page._element.append(element)  # noqa: SLF001  (python-docx has no fields of its own)
    _run(footer, after, "宋体", SIZE_4)


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
    moment = datetime.combine(paper.day, time(), UTC)
    about = document.core_properties
    about.title, about.author, about.comments = plain(paper.title), "", ""
    about.created = about.modified = moment


def _blocks(document: Any, blocks: Iterable[Block]) -> None:
    for number, block in numbered(blocks):
        if isinstance(block, Heading):
            made = _line(document, f"{number}{block.text}", font=_HEADINGS[block.level - 1])
            made.paragraph_format.keep_with_next = True
        elif isinstance(block, Text):
            _line(document, block.text)
        else:
            _table(document, block)


def _line(
    document: Any, text: str, *, font: str = BODY, size: float = SIZE_3, align: int = 3, indent: bool = True
) -> Any:
    made = document.add_paragraph()
    made.alignment = align
    _space(made, LINE if size <= SIZE_3 else LINE * 1.2)
    if indent:
        made.paragraph_format.first_line_indent = _points(2 * size)
    _run(made, text, font, size)
    return made


def _table(document: Any, table: Table) -> None:
    made = document.add_table(rows=1, cols=len(table.columns))
    made.style = "Table Grid"
    for row in (table.columns, *table.rows):
        cells = made.rows[0].cells if row is table.columns else made.add_row().cells
        for at, (cell, text) in enumerate(zip(cells, row, strict=True)):
            paragraph = cell.paragraphs[0]
            paragraph.alignment = 1 if row is table.columns else 2 if at in table.right else 0
            _space(paragraph, SIZE_5 * 1.4)
            _run(paragraph, text, BLACK if row is table.columns else BODY, SIZE_5)
    properties = made.rows[0]._tr.get_or_add_trPr()  # noqa: SLF001  (a heading row that every page repeats)
    properties.append(properties.makeelement(_w("tblHeader"), {}))


def _space(paragraph: Any, points: float) -> None:
    layout = paragraph.paragraph_format
    layout.space_before = layout.space_after = _points(0)
    layout.line_spacing = _points(points)


def _run(paragraph: Any, text: str, font: str, size: float) -> Any:
    run = paragraph.add_run(plain(text))
    run.font.size = _points(size)
    run.font.name = LATIN
    run._element.rPr.rFonts.set(_w("eastAsia"), font)  # noqa: SLF001  (python-docx sets only the Latin font)
    return run


def _points(points: float) -> Any:
    from docx.shared import Pt  # noqa: PLC0415

    return Pt(points)


def _w(name: str) -> str:
    from docx.oxml.ns import qn  # noqa: PLC0415

    return str(qn(f"w:{name}"))
