"""Papers as documents: set as GB/T 9704-2012 sets them, into any template, and as an office program shows them."""

import re
import zipfile
from collections.abc import Callable
from datetime import date
from io import BytesIO
from pathlib import Path

import docx
import pytest
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from bizenv_cli.render.papers import docx_, gb9704, renderer
from bizenv_cli.render.papers import template as templates
from bizenv_cli.render.papers.columns import widths
from bizenv_cli.report.paper import Annex, Heading, Paper, Table, Text
from conftest import Run
from office import converted, last_words, page_sizes, pages
from test_brief import PAPERS, tables

SIGNED = date(2099, 6, 30)
HOSTILE = "=cmd|'/c calc'!A1 <script>alert(1)</script> ]]> &amp; \x00\x07\x1b[31m\u202e反\u200b \ud800 | `甲`"


def paper(*blocks: Heading | Text | Table, title: str = "样例", annexes: tuple[Annex, ...] = ()) -> Paper:
    return Paper("工作月报", title, "〔2099〕第　　期", "", blocks, "（印发单位）", SIGNED, annexes)


@pytest.fixture
def written(run: Run, tmp_path: Path) -> Callable[..., Path]:
    def write(*arguments: str, name: str = "a.docx") -> Path:
        path = tmp_path / name
        ran = run(*arguments, "-o", str(path), BIZENV_TODAY="2023-12-01")
        assert (ran.code, ran.out) == (0, ""), ran.err
        return path

    return write


@pytest.mark.parametrize("arguments", PAPERS, ids=" ".join)
def test_a_document_is_set_as_official_papers_are(
    run: Run, written: Callable[..., Path], arguments: tuple[str, ...]
) -> None:
    path = written(*arguments)
    document = docx.Document(str(path))
    with zipfile.ZipFile(path) as packed:
        moments = {item.date_time for item in packed.infolist()}
    # the paper's own day, whenever it is made
    assert moments == {document.core_properties.created.timetuple()[:6]}
    section = document.sections[0]
    sides = (section.top_margin, section.bottom_margin, section.left_margin, section.right_margin)
    measures = [round(side / Mm(1)) for side in (section.page_width, section.page_height, *sides)]
    assert measures == [210, 297, 37, 35, 28, 26]
    body = [paragraph for paragraph in document.paragraphs if paragraph.text.startswith(("截至", "其中"))]
    assert body
    assert {paragraph.style.name for paragraph in body} == {"公文正文"}
    styles = {
        style.name: style for style in document.styles if style.name.startswith("公文") and style.type == 1
    }
    fonts = {name: style.element.rPr.rFonts.get(qn("w:eastAsia")) for name, style in styles.items()}
    assert fonts["公文正文"] == fonts["公文三级标题"] == "仿宋_GB2312"
    assert (fonts["公文标题"], fonts["公文一级标题"], fonts["公文二级标题"], fonts["公文附件标志"]) == (
        "方正小标宋简体",
        "黑体",
        "楷体_GB2312",
        "黑体",
    )
    assert styles["公文正文"].font.size == Pt(16)
    assert styles["公文正文"].paragraph_format.line_spacing == Pt(28.95)
    assert styles["公文标题"].font.size == Pt(22)
    assert styles["公文附件标志"].paragraph_format.page_break_before
    for footer, side in ((section.footer, "right"), (section.even_page_footer, "left")):
        assert "PAGE" in footer._element.xml
        assert f'<w:jc w:val="{side}"/>' in footer._element.xml
    told = run(*arguments, BIZENV_TODAY="2023-12-01").out
    found = [[[cell.text for cell in row.cells] for row in table.rows] for table in document.tables]
    assert found == tables(told.replace("\\", ""))
    for table in document.tables:
        assert all("cantSplit" in row._tr.xml for row in table.rows)
        assert ["tblHeader" in row._tr.xml for row in table.rows].count(True) == 1


@pytest.mark.parametrize("arguments", PAPERS, ids=" ".join)
def test_an_office_program_opens_it(written: Callable[..., Path], arguments: tuple[str, ...]) -> None:
    pdf = converted(written(*arguments), "pdf")
    shown = pages(pdf)
    assert page_sizes(pdf) == {(210, 297)}
    assert 2 <= len(shown) <= 40
    flat = re.sub(r"\s", "", "".join(shown))
    assert "青山湖区营商环境2023年行动方案" in flat
    assert re.search("（印发单位）2023年[0-9]+月[0-9]+日", flat)
    for number, (text, place) in enumerate(last_words(pdf), 1):
        assert text == f"—{number}—"
        assert (place > 0.5) == (number % 2 == 1), "odd pages have their number at the right"
    for text in shown:  # an annex begins a page
        if re.search(r"^附件\d?$", text, re.MULTILINE):
            assert text.lstrip().startswith("附件")


def test_a_full_page_has_22_lines_of_28_characters(tmp_path: Path) -> None:
    path = tmp_path / "a.docx"
    path.write_bytes(renderer("docx")(paper(*(Text("文" * 500) for _ in range(5)))))
    (_, full, *_) = pages(converted(path, "pdf"))
    lines = [line.strip() for line in full.splitlines() if "文" in line]
    assert len(lines) == 22
    assert max(map(len, lines)) == 28


def test_a_short_table_stays_on_one_page_and_a_long_one_repeats_its_heading(tmp_path: Path) -> None:
    short = Table(("单位", "项数"), tuple((f"样例{at}局", str(at)) for at in range(15)), frozenset({1}))
    long = Table(("编号", "举措"), tuple((f"1-{at}", f"长{at}" + "举措" * 90) for at in range(30)))
    path = tmp_path / "a.docx"
    made = paper(*(Text("文" * 300) for _ in range(2)), short, annexes=(Annex("清单", (long,)),))
    path.write_bytes(renderer("docx")(made))
    shown = pages(converted(path, "pdf"))
    assert [sum("样例" in line for line in text.splitlines()[1:]) for text in shown].count(15) == 1
    of_long = [text for text in shown if "长" in text]
    assert len(of_long) > 3
    assert all("编号" in text for text in of_long)
    for at in range(30):  # no row is torn
        (only,) = [text for text in of_long if re.search(rf"长{at}\D", re.sub(r"\s", "", text))]
        assert f"1-{at}" in only


@pytest.mark.parametrize("form", ["docx", "md"])
def test_hostile_text_arrives_as_text(tmp_path: Path, form: str) -> None:
    long = "长" * 10_000
    made = paper(
        Heading(HOSTILE),
        Text(HOSTILE),
        Table(("列", HOSTILE), (("1-1", HOSTILE), ("1-2", long))),
        title=HOSTILE,
        annexes=(Annex(HOSTILE, (Text(long),)),),
    )
    raw = renderer(form)(made)
    if form == "md":
        text = raw.decode()
        assert not re.search("[\x00-\x09\x0b-\x1f\u202e\u200b]|(?<!\\\\)<script|(?<!\\\\)\\|`", text)
        assert long in text
        return
    document = docx.Document(BytesIO(raw))
    said = [paragraph.text for paragraph in document.paragraphs]
    assert sum("]]> &amp; \\x00\\x07\\x1b[31m\\u202e反\\u200b \\ud800" in text for text in said) == 5
    assert long in said
    assert document.tables[0].cell(2, 1).text == long
    path = tmp_path / "a.docx"
    path.write_bytes(raw)
    shown = "".join(pages(converted(path, "pdf")))
    assert "<script>alert(1)</script> ]]> &amp;" in re.sub(r"\s+", " ", shown)
    assert shown.count("长") >= 20_000, "a cell that is longer than a page is shown whole"


def test_one_annex_has_no_number() -> None:
    def text(count: int) -> str:
        annexes = tuple(Annex(f"清单{at}", (Text("样例"),)) for at in range(count))
        return renderer("md")(paper(Text("样例"), annexes=annexes)).decode()

    assert "附件：清单0\n" in text(1)
    assert "## 附件　清单0" in text(1)
    assert "附件：1. 清单0\n\n　　　2. 清单1\n" in text(2)
    assert "## 附件2　清单1" in text(2)
    assert "附件" not in text(0)


@pytest.mark.parametrize(
    ("title", "lines"),
    [
        ("样例方案推进情况（2099年6月）", ["样例方案推进情况（2099年6月）"]),
        ("示例区样例方案推进情况（2099年第二季度）", ["示例区样例方案推进情况", "（2099年第二季度）"]),
        ("关于《样例区营商环境2099年行动方案》落实情况的通报", ["关于《样例区营商环境2099年行动方案》", "落实情况的通报"]),
        ("字" * 30, ["字" * 30]),
        ("（" + "字" * 30 + "）", ["（" + "字" * 30 + "）"]),
        ("", [""]),
    ],
)  # fmt: skip
def test_a_title_is_broken_where_it_makes_sense(title: str, lines: list[str]) -> None:
    assert docx_.in_lines(title).split("\n") == lines


def test_no_page_has_a_signature_and_no_text(tmp_path: Path) -> None:
    for count in (17, 18, 19):
        path = tmp_path / f"{count}.docx"
        blocks = [Text(f"文{at}") for at in range(count)]
        path.write_bytes(renderer("docx")(paper(*blocks, annexes=(Annex("清单", (Text("样例"),)),))))
        shown = pages(converted(path, "pdf"))
        (signed,) = [text for text in shown if "（印发单位）" in text]
        assert "文" in signed, count


@pytest.mark.parametrize("room", [40, 84, 120])
def test_columns_fill_the_line_and_break_no_date(room: int) -> None:
    rows = [("编号", "举措", "时限"), *((f"1-{at}", "举措" * at * 9, "2099-06-30") for at in range(9))]
    found = widths(rows, room)
    assert sum(found) == room * 100
    assert min(found) > 0
    assert found[2] >= 10 * 100
    assert found[1] == max(found)


def test_a_template_of_ones_own_keeps_its_page_its_styles_and_what_stands_around(
    run: Run, tmp_path: Path, written: Callable[..., Path]
) -> None:
    base = tmp_path / "模板.docx"
    ran = run("brief", "--template-out", str(base), registry=None)
    assert (ran.code, ran.out) == (0, ""), ran.err
    mine = docx.Document(str(base))
    mine.styles["公文正文"].font.size = Pt(15)
    mine.sections[0].left_margin = Mm(40)
    mine.sections[0].header.paragraphs[0].text = "内部资料"
    mine.paragraphs[0].insert_paragraph_before("样例区督查工作简报")
    mine.add_paragraph("抄送：样例单位")
    mine.save(str(base))
    path = written("bulletin", "--template", str(base))
    made = docx.Document(str(path))
    said = [paragraph.text for paragraph in made.paragraphs]
    assert (said[0], said[-1]) == ("样例区督查工作简报", "抄送：样例单位")
    assert gb9704.PLACE not in said
    assert made.styles["公文正文"].font.size == Pt(15)
    assert round(made.sections[0].left_margin / Mm(1)) == 40
    assert made.sections[0].header.paragraphs[0].text == "内部资料"
    assert len(made.tables) == 3
    wide = made.sections[0].page_width - made.sections[0].left_margin - made.sections[0].right_margin
    assert sum(column.width for column in made.tables[0].columns) == pytest.approx(wide, rel=0.01)
    assert "内部资料" in pages(converted(path, "pdf"))[0]
    again = converted(base, "docx")  # saved by another program, it is still a template
    assert docx.Document(str(written("bulletin", "--template", str(again), name="b.docx"))).tables


def broken_template(kind: str) -> bytes:
    document = docx.Document(BytesIO(templates.default()))
    if kind == "style":
        document.styles["公文主送"].delete()
        document.styles["公文表格"].delete()
    elif kind == "place":
        document.paragraphs[0].text = "正文"
    elif kind == "places":
        document.add_paragraph(gb9704.PLACE)
    elif kind == "kind":
        document.styles["公文正文"].delete()
        document.styles.add_style("公文正文", WD_STYLE_TYPE.CHARACTER)
    stream = BytesIO()
    document.save(stream)
    return stream.getvalue()


@pytest.mark.parametrize(
    ("raw", "sentence"),
    [
        (broken_template("style"), "没有样式「公文主送」「公文表格」"),
        (broken_template("kind"), "没有样式「公文正文」"),
        (broken_template("place"), "没有独占一段的「{{正文}}」"),
        (broken_template("places"), "有 2 处独占一段的「{{正文}}」"),
        (b"\xd0\xcf\x11\xe0" + bytes(99), "另存为 .docx"),
        (b"not a document", "不是 docx"),
        (b"PK\x05\x06" + bytes(18), "不是 Word 文档"),
        (b"", "不是 docx"),
        (None, "没有这个文件"),
    ],
)
def test_a_template_that_will_not_do_is_told(
    run: Run, tmp_path: Path, raw: bytes | None, sentence: str
) -> None:
    base, out = tmp_path / "模板.docx", tmp_path / "a.docx"
    if raw is not None:
        base.write_bytes(raw)
    ran = run("bulletin", "--template", str(base), "-o", str(out))
    assert (ran.code, ran.out) == (2, "")
    assert sentence in ran.err
    assert not out.exists()


def test_a_document_that_would_fill_the_memory_is_not_read(run: Run, tmp_path: Path) -> None:
    base = tmp_path / "模板.docx"
    with zipfile.ZipFile(base, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("word/document.xml", bytes(101_000_000))
    ran = run("bulletin", "--template", str(base), "-o", str(tmp_path / "a.docx"))
    assert ran.code == 2
    assert "100 MB" in ran.err


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("brief",), "monthly|quarterly"),
        (("brief", "monthly"), "期次"),
        (("notice",), "单位"),
        (("bulletin", "--format", "csv"), "--check"),
        (("bulletin", "--format", "md", "--template", "a.docx"), "--template"),
        (("bulletin", "--template", "a.docx"), "-o"),
    ],
)
def test_a_wrong_call_is_told(run: Run, arguments: tuple[str, ...], sentence: str) -> None:
    ran = run(*arguments)
    assert (ran.code, ran.out) == (2, "")
    assert sentence in ran.err


def test_the_same_paper_is_the_same_bytes() -> None:
    made = paper(Text("样例"), Table(("甲", "乙"), (("1", "2"),)))
    write = docx_.renderer()
    assert write(made) == write(made) == docx_.renderer()(made)
