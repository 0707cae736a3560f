"""How GB/T 9704-2012 has an official paper look: its page, its page numbers and its styles, as a template to write into.

A4, text 156 mm by 225 mm: 22 lines of 28 characters of 3号; title 2号小标宋, body 3号仿宋, headings 黑体, 楷体, 仿宋;
page numbers in 4号 between dashes, outside. Each kind of paragraph has a style of its own: who changes the style in a
template changes the paper. The fonts are named, not embedded, each with the one to take in its stead.
"""

from io import BytesIO
from typing import Any, NamedTuple
from xml.sax.saxutils import quoteattr

TITLE, BODY, BLACK, SCRIPT, SONG, LATIN = (
    "方正小标宋简体", "仿宋_GB2312", "黑体", "楷体_GB2312", "宋体", "Times New Roman",
)  # fmt: skip
_INSTEAD = {
    TITLE: "华文中宋;宋体",
    BODY: "仿宋;FangSong",
    SCRIPT: "楷体;KaiTi",
    BLACK: "SimHei",
    SONG: "SimSun",
}
SIZE_2, SIZE_3, SIZE_4, SIZE_5 = 22.0, 16.0, 14.0, 10.5  # points of 二号, 三号, 四号, 五号
LINE = 28.95  # points; 22 of them are 225 mm
TEXT_WIDTH = 156  # mm
_PAGE = (210, 297)
_MARGINS = {"top_margin": 37, "bottom_margin": 35, "left_margin": 28, "right_margin": 26}
_FOOTER = 25  # mm below the line of the page number, whose dashes stand 7 mm below the text
_CLOSER = -5  # twentieths of a point that a character of 3号 gives up, so that 28 go into a line
PLACE = "{{正文}}"  # the paragraph of a template that the paper takes the place of


class Look(NamedTuple):
    """How the paragraphs of a style look.

    Attributes:
        first, left, right: the indents of the first line, of all lines, and at the right, in characters.
        line: from line to line, in points.
        before, after: the room above and below, in points; none between two of the same style.
        level: that of a heading, for a reader's outline.
    """

    font: str = BODY
    size: float = SIZE_3
    align: str = "both"
    first: float = 0
    left: float = 0
    right: float = 0
    line: float = LINE
    before: float = 0
    after: float = 0
    level: int = 0
    keep: bool = False
    new_page: bool = False


_TABLE_LINE = SIZE_5 * 1.2
_CELL_ROOM = {"top": 20, "left": 60, "bottom": 10, "right": 60}  # twips between a cell's text and its lines
TABLE = "公文表格"
STYLES = {
    "公文文种": Look(align="center"),
    "公文标题": Look(TITLE, SIZE_2, "center", line=LINE * 1.2, after=LINE, keep=True),
    "公文主送": Look(align="left"),
    "公文一级标题": Look(BLACK, first=2, level=1, keep=True),
    "公文二级标题": Look(SCRIPT, first=2, level=2, keep=True),
    "公文三级标题": Look(first=2, level=3, keep=True),
    "公文正文": Look(first=2),
    "公文附件说明": Look(first=-4, left=6, before=LINE, keep=True),
    "公文署名": Look(align="right", right=4.5, before=LINE, keep=True),
    "公文日期": Look(align="right", right=4),
    "公文附件标志": Look(BLACK, align="left", after=LINE, keep=True, new_page=True),
    "公文附件标题": Look(TITLE, SIZE_2, "center", line=LINE * 1.2, after=LINE / 2, keep=True),
    "公文表头": Look(BLACK, SIZE_5, "center", line=_TABLE_LINE),
    "公文表文": Look(BODY, SIZE_5, "left", line=_TABLE_LINE),
    "公文表数": Look(BODY, SIZE_5, "right", line=_TABLE_LINE),
    "公文表注": Look(BODY, SIZE_5, first=2, line=_TABLE_LINE, before=_TABLE_LINE / 2),
}


def template(docx: Any) -> bytes:
    """Return a document with the page and the styles, and the place for a paper in it."""
    document = docx.Document()
    _page(document, docx.shared)
    _defaults(document, docx.oxml)
    for name, look in STYLES.items():
        document.styles.element.append(_style(docx.oxml, name, look))
    document.styles.element.append(_table_style(docx.oxml))
    document.add_paragraph(PLACE, style="公文正文")
    document.core_properties.author = document.core_properties.comments = ""
    stream = BytesIO()
    document.save(stream)
    return stream.getvalue()


def _page(document: Any, shared: Any) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = (shared.Mm(side) for side in _PAGE)
    for name, millimetres in _MARGINS.items():
        setattr(section, name, shared.Mm(millimetres))
    section.footer_distance = shared.Mm(_FOOTER)
    grid = section._sectPr.find(word("docGrid"))  # noqa: SLF001  (python-docx knows no grid)
    grid.set(word("type"), "lines")  # one of characters too is read differently by each program
    grid.set(word("linePitch"), str(_twips(LINE)))
    document.settings.odd_and_even_pages_header_footer = True
    outside = Look(SONG, SIZE_4, line=SIZE_4)
    for footer, look in (
        (section.footer, outside._replace(align="right", right=1)),
        (section.even_page_footer, outside._replace(align="left", left=1)),
    ):
        footer.is_linked_to_previous = False
        _page_number(footer.paragraphs[0], look)


def _page_number(paragraph: Any, look: Look) -> None:
    """Write — 1 — into a footer, a character away from the edge of the text."""
    from docx.oxml import parse_xml  # noqa: PLC0415

    made = paragraph._p  # noqa: SLF001
    made.insert(0, _parsed(parse_xml, "pPr", _layout(look)))
    field = "".join(
        f'<w:r>{_letters(look)}<w:fldChar w:fldCharType="{kind}"/></w:r>'
        if kind
        else f'<w:r>{_letters(look)}<w:instrText xml:space="preserve"> PAGE </w:instrText></w:r>'
        for kind in ("begin", "", "separate")
    )
    field += (
        f'<w:r>{_letters(look)}<w:t>1</w:t></w:r><w:r>{_letters(look)}<w:fldChar w:fldCharType="end"/></w:r>'
    )
    dash = f'<w:r>{_letters(look)}<w:t xml:space="preserve">{{}}</w:t></w:r>'
    made.extend(list(_parsed(parse_xml, "p", dash.format("— ") + field + dash.format(" —"))))


def _defaults(document: Any, oxml: Any) -> None:
    """Set what every style begins from: Chinese text in 仿宋 of 3号, no theme's fonts, no line left over for looks."""
    styles = document.styles.element
    defaults = styles.find(word("docDefaults"))
    language = '<w:lang w:val="en-US" w:eastAsia="zh-CN" w:bidi="ar-SA"/>'
    run = f"<w:rPrDefault><w:rPr>{_fonts(BODY)}{_sizes(SIZE_3)}{language}</w:rPr></w:rPrDefault>"
    made = _parsed(oxml.parse_xml, "docDefaults", f"{run}<w:pPrDefault/>")
    styles.replace(defaults, made)
    normal = document.styles["Normal"]
    normal.element.get_or_add_rPr().clear()
    normal.paragraph_format.widow_control = False
    for part in document.part.package.iter_parts():
        if part.partname == "/word/fontTable.xml":
            part._blob = _font_table().encode()  # noqa: SLF001  (python-docx knows no table of fonts)


def _font_table() -> str:
    fonts = "".join(
        f'<w:font w:name="{name}"><w:altName w:val="{instead}"/><w:charset w:val="86"/></w:font>'
        for name, instead in _INSTEAD.items()
    )
    return f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<w:fonts {_names()}>{fonts}</w:fonts>'


def _style(oxml: Any, name: str, look: Look) -> Any:
    inner = (
        f"<w:name w:val={quoteattr(name)}/><w:basedOn w:val={quoteattr('Normal')}/><w:qFormat/>"
        f"<w:pPr>{_layout(look)}</w:pPr>{_letters(look)}"
    )
    made = _parsed(oxml.parse_xml, "style", inner)
    return _named(made, "paragraph", name)


def _table_style(oxml: Any) -> Any:
    sides = "".join(
        f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="auto"/>'
        for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    room = "".join(f'<w:{side} w:w="{width}" w:type="dxa"/>' for side, width in _CELL_ROOM.items())
    inner = (
        f"<w:name w:val={quoteattr(TABLE)}/><w:qFormat/>"
        f"<w:tblPr><w:tblBorders>{sides}</w:tblBorders><w:tblCellMar>{room}</w:tblCellMar></w:tblPr>"
    )
    return _named(_parsed(oxml.parse_xml, "style", inner), "table", name=TABLE)


def _named(style: Any, kind: str, name: str) -> Any:
    for key, value in (("type", kind), ("customStyle", "1"), ("styleId", name)):
        style.set(word(key), value)
    return style


def _layout(look: Look) -> str:
    """Return what a paragraph's properties hold, in the order in which the standard of the format wants them."""
    switches = "".join(
        f"<w:{name}/>" for name, on in (("keepNext", look.keep), ("pageBreakBefore", look.new_page)) if on
    )
    grid = '<w:snapToGrid w:val="0"/>' if look.line != LINE else ""
    space = (
        f'<w:spacing w:before="{_twips(look.before)}" w:after="{_twips(look.after)}"'
        f' w:line="{_twips(look.line)}" w:lineRule="exact"/><w:ind{_indents(look)}/>'
    )
    level = f'<w:outlineLvl w:val="{look.level - 1}"/>' if look.level else ""
    return (
        f'{switches}<w:widowControl w:val="0"/><w:autoSpaceDE w:val="0"/><w:autoSpaceDN w:val="0"/>{grid}'
        f'{space}<w:contextualSpacing/><w:jc w:val="{look.align}"/>{level}'
    )


def _indents(look: Look) -> str:
    """Return the indents twice: in characters, which follow the size that a template gives, and in twips."""
    first = "hanging" if look.first < 0 else "firstLine"
    written = (("left", look.left), ("right", look.right), (first, abs(look.first)))
    return "".join(
        f' w:{name}Chars="{round(count * 100)}" w:{name}="{_twips(count * look.size)}"'
        for name, count in written
    )


def _letters(look: Look) -> str:
    closer = f'<w:spacing w:val="{_CLOSER}"/>' if look.size == SIZE_3 else ""
    return f"<w:rPr>{_fonts(look.font)}{closer}{_sizes(look.size)}</w:rPr>"


def _fonts(east: str) -> str:
    return f'<w:rFonts w:hint="eastAsia" w:ascii="{LATIN}" w:hAnsi="{LATIN}" w:eastAsia="{east}" w:cs="{LATIN}"/>'


def _sizes(points: float) -> str:
    half = round(points * 2)
    return f'<w:sz w:val="{half}"/><w:szCs w:val="{half}"/>'


def _twips(points: float) -> int:
    return round(points * 20)


def _parsed(parse: Any, name: str, inner: str) -> Any:
    return parse(f"<w:{name} {_names()}>{inner}</w:{name}>")


def _names() -> str:
    return 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def word(name: str) -> str:
    """Return the full name of an element or an attribute of the format."""
    from docx.oxml.ns import qn  # noqa: PLC0415

    return str(qn(f"w:{name}"))
