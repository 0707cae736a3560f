"""Papers that people have edited: every figure that is wrong is found where it stands, and no rewording is taken for one."""

import json
import re
from collections.abc import Callable, Iterator
from datetime import date
from io import BytesIO
from pathlib import Path

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from hypothesis import given, settings
from hypothesis import strategies as st

from bizenv_cli import proof
from bizenv_cli.errors import NotAPaperError
from bizenv_cli.index import Index, open_index
from bizenv_cli.place import Place
from bizenv_cli.proof.consistency import of_grid, of_list, of_piece
from bizenv_cli.proof.figures import Figure, agrees, figures
from bizenv_cli.proof.proofread import Kind
from bizenv_cli.proof.written import Grid, Piece, Written
from bizenv_cli.query.plan import head
from conftest import Ran, Run, index_at
from office import converted
from test_brief import PAPERS, told

__all__ = ["told"]  # the small registry with entries is a fixture there

Make = Callable[..., Path]


@pytest.fixture
def make(run: Run, tmp_path: Path) -> Make:
    """Write a paper to a file; a change is made to its text."""

    def write(
        *arguments: str, name: str = "a.md", registry: Path | None = None, today: str = "2023-12-01"
    ) -> Path:
        path = tmp_path / name
        more = {"registry": registry} if registry else {}
        ran = run(*arguments, "-o", str(path), BIZENV_TODAY=today, **more)
        assert ran.code == 0, ran.err
        return path

    return write


def edited(path: Path, *changes: tuple[str, str]) -> Path:
    text = path.read_text(encoding="utf-8")
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new)
    path.write_text(text, encoding="utf-8")
    return path


def checked(
    run: Run, path: Path, command: str, *more: str, **environment: str
) -> tuple[Ran, dict[str, list[dict[str, str]]]]:
    """Recount a file on a much later day; also return its findings by kind."""
    ran = run(
        command,
        "--check",
        str(path),
        "--format",
        "json",
        *more,
        **({"BIZENV_TODAY": "2024-03-01"} | environment),
    )
    assert ran.code in (0, 1), ran.err
    found: dict[str, list[dict[str, str]]] = {}
    for finding in json.loads(ran.out)["findings"]:
        found.setdefault(finding["kind"], []).append(finding)
    return ran, found


@pytest.mark.parametrize("arguments", PAPERS, ids=" ".join)
@pytest.mark.parametrize("name", ["a.md", "a.docx"])
def test_an_untouched_paper_agrees(run: Run, make: Make, arguments: tuple[str, ...], name: str) -> None:
    ran, found = checked(run, make(*arguments, name=name), arguments[0])
    assert (ran.code, found) == (0, {}), ran.out
    assert json.loads(ran.out)["figures"] > 50


@pytest.mark.parametrize("arguments", PAPERS, ids=" ".join)
def test_a_paper_saved_by_another_program_agrees(run: Run, make: Make, arguments: tuple[str, ...]) -> None:
    saved = converted(make(*arguments, name="a.docx"), "docx")
    ran, found = checked(run, saved, arguments[0])
    assert (ran.code, found) == (0, {})


def changed(figure: Figure) -> str:
    """Write another figure of the same kind: the last number of it is one more, or less where no day would be left."""
    *_, last = re.finditer(r"\d+", figure.text)
    number = int(last[0]) + (-1 if figure.kind == "date" and int(last[0]) > 27 and len(last[0]) < 3 else 1)
    return f"{figure.text[: last.start()]}{number:0{len(last[0])}}{figure.text[last.end() :]}"


def mutations(written: Written, step: int) -> Iterator[tuple[Written, str, str]]:
    """Yield the paper with each of its figures changed, one at a time, the place, and the figure as it then stands.

    Of the figures in tables every `step`-th one is changed, of those in running text each.
    """
    count = 0
    for at, part in enumerate(written):
        for mutated, place, new in _of_piece(part) if isinstance(part, Piece) else _of_grid(part):
            count += 1
            if isinstance(part, Piece) or count % step == 0:
                yield (*written[:at], mutated, *written[at + 1 :]), place, new


def _of_piece(piece: Piece) -> Iterator[tuple[Piece, str, str]]:
    for figure in figures(piece.text):
        new = changed(figure)
        yield (
            piece._replace(text=piece.text[: figure.start] + new + piece.text[figure.end :]),
            piece.place,
            new,
        )


def _of_grid(grid: Grid) -> Iterator[tuple[Grid, str, str]]:
    for row, cells in enumerate(grid.rows[1:], 1):
        for column, cell in enumerate(cells):
            for figure in figures(cell):
                if figure.text.isdigit() or re.search(r"\d", figure.text):
                    new = changed(figure)
                    text = cell[: figure.start] + new + cell[figure.end :]
                    line = (*cells[:column], text, *cells[column + 1 :])
                    mutated = grid._replace(rows=(*grid.rows[:row], line, *grid.rows[row + 1 :]))
                    yield mutated, mutated.cell(row, column), new


def assert_every_wrong_figure_is_found(index: Index, path: Path, kind: Kind, step: int) -> None:
    written = proof.read(path.read_bytes(), path.name)
    plan, count = head(index), 0
    for mutated, place, new in mutations(written, step):
        count += 1
        findings = proof.proofread(index, plan, mutated, kind, path.name).recount.findings
        # the day of signature is whoever's that signs: a later one is told, and no fault
        (found,) = findings
        assert found.place == place
        assert found.written in new or new in found.words
        assert found.wrong or found.words == new
    assert count > 10


@pytest.mark.parametrize(
    ("arguments", "step"),
    [
        (("brief", "monthly", "2023-11"), 150),
        (("brief", "quarterly", "2023Q4"), 150),
        (("bulletin",), 150),
        (("notice", "区法院"), 6),
    ],
    ids=str,
)
def test_every_wrong_figure_is_found(make: Make, arguments: tuple[str, ...], step: int) -> None:
    kind: Kind = arguments[0]  # type: ignore[assignment]
    assert_every_wrong_figure_is_found(index_at(date(2024, 3, 1)), make(*arguments), kind, step)


@pytest.mark.parametrize(
    "arguments", [("brief", "monthly", "2099-06"), ("brief", "quarterly", "2099Q2")], ids=" ".join
)
def test_every_wrong_figure_is_found_where_a_ledger_tells_more(
    make: Make, told: Path, arguments: tuple[str, ...]
) -> None:
    path = make(*arguments, registry=told, today="2099-07-09")
    index = open_index(Place(told), date(2099, 7, 9))
    assert_every_wrong_figure_is_found(index, path, "brief", 1)


REWORDINGS = {
    "another word": [("时限已过", "已超过完成时限")],
    "sentences joined": [("。\n\n其中", "，其中"), ("（清单见附件1），涉及", "（清单见附件1）。涉及")],
    "punctuation": [("；", "，"), ("。", "．")],
    "wide digits": [("70项", "７０项"), ("34.8%", "３４．８％")],
    "numerals": [("22个", "二十二个"), ("70项（", "七十项（")],
    "spaces": [("2023年11月30日", "2023 年 11 月 30 日"), ("77项", "77 项"), ("| 70 |", "|  70  |")],
    "no year": [("截至2023年11月30日", "截至11月30日"), ("2023年12月31日", "12月31日")],
    "another way to write a date": [("截至2023年11月30日", "截至2023-11-30"), ("2023年12月31日", "二〇二三年十二月三十一日")],
    "rounded": [("占34.8%", "占35%"), ("38.3%；", "百分之38.3；")],
    "headings": [("## 二、本月情况", "## 三、十一月工作推进情况"), ("# 青山湖区", "# 关于青山湖区")],
    "an order": [("70项，占34.8%；30天内到期77项，占38.3%", "70项，占34.8%；在今后30天内将要到期的有77项，占全部的38.3%")],
    "a number and a signer": [("〔2023〕第　　期", "〔2023〕第 12 期"), ("（印发单位）", "样例区督查室")],
    "a total's name": [("合计（不重复计）", "总计")],
    "a preface": [("## 一、总体情况", "各单位要高度重视，压实责任，抓好落实。\n\n## 一、总体情况")],
}  # fmt: skip


@pytest.mark.parametrize("changes", REWORDINGS.values(), ids=REWORDINGS)
def test_rewording_is_no_fault(run: Run, make: Make, changes: list[tuple[str, str]]) -> None:
    path = edited(make("brief", "monthly", "2023-11"), *changes)
    ran, found = checked(run, path, "brief")
    assert (ran.code, found) == (0, {}), ran.out


def test_sections_and_columns_in_another_order_are_no_fault(run: Run, make: Make) -> None:
    path = make("brief", "monthly", "2023-11")
    text = path.read_text(encoding="utf-8")
    first, second, third, last = (text.index(f"## {number}、") for number in "一二三四")
    moved = text[:first] + text[second:third] + text[first:second] + text[third:]
    path.write_text(
        re.sub(r"^\| (.+?) \| (.+?) \| (.+?) \|$", r"| \1 | \3 | \2 |", moved, flags=re.MULTILINE),
        encoding="utf-8",
    )
    assert len(text) == len(moved) > last
    ran, found = checked(run, path, "brief")
    assert (ran.code, found) == (0, {}), ran.out


def test_what_was_taken_out_and_what_was_added_is_told_and_no_fault(run: Run, make: Make) -> None:
    path = edited(
        make("brief", "monthly", "2023-11"),
        ("本月到期77项；台账没有登记，是否办结不作判断。\n", ""),
        ("## 三、", "另外走访企业36家，收集问题5个。\n\n## 三、"),
        ("2023年11月30日\n\n## 附件1", "2023年12月4日\n\n## 附件1"),
    )
    row = next(
        line for line in path.read_text(encoding="utf-8").splitlines() if line.startswith("| 区法院 |")
    )
    edited(path, (f"{row}\n", "| 区样例局 | 9 | 3 | 33.3% | 0 |\n"))
    ran, found = checked(run, path, "brief")
    assert (ran.code, set(found)) == (0, {"removed", "unchecked"})
    assert found["removed"][0]["words"] == "本月到期77项；"
    assert [item["counted"] for item in found["removed"]] == ["77", "区法院"]
    added = [(item["written"], item["place"]) for item in found["unchecked"]]
    assert added == [
        ("36、5", "「（四）台账登记」第2段"),
        ("区样例局", added[1][1]),
        ("2023年12月4日", "「四、2023年12月到期事项」第6段"),
    ]
    assert added[1][1].startswith("表2第")


def test_a_day_of_signature_before_the_paper_is_a_fault(run: Run, make: Make) -> None:
    path = edited(
        make("brief", "monthly", "2023-11"), ("2023年11月30日\n\n## 附件1", "2023年11月3日\n\n## 附件1")
    )
    ran, found = checked(run, path, "brief")
    assert ran.code == 1
    assert [item["counted"] for item in found["figure"]] == ["2023年11月30日"]


def test_a_title_of_another_month_does_not_mislead(run: Run, make: Make) -> None:
    path = edited(make("brief", "monthly", "2023-11"), ("（2023年11月）", "（2023年10月）"))
    ran, found = checked(run, path, "brief")
    (only,) = found["figure"]
    assert (only["written"], only["counted"], only["place"]) == ("2023年10月", "2023年11月", "「开头」第1段")
    assert json.loads(ran.out)["as_of"] == "2023-11-30"


@pytest.mark.parametrize(
    ("sentence", "kind", "said"),
    [
        ("企业反映问题40件，答复30件，占75%。", "denominator", None),
        ("企业共反映问题40件，答复30件，占74%。", "share", "75.0%（30÷40）"),
        ("企业共反映问题40件，答复30件，占75%，在办10件，占26%。", "share", "25.0%（10÷40）"),
        (
            "共有问题300件，甲类占比高：甲类100件，占33.3%；乙类100件，占33.3%；丙类100件，占33.3%。",
            "total",
            "100%",
        ),
        ("共有问题40件，其中答复30件，占75%，在办12件，占30%。", "total", "各项之和42"),
        ("收到问题40件中，答复30件，占75.0%，在办10件，占25.0%。", None, None),
        ("答复30件，占75%（以40件为分母）。", None, None),
        ("进度50%，时间已过60%。", None, None),
        ("共收到问题30件，答复21件，占七成。", None, None),
    ],
)
def test_shares_that_their_own_counts_do_not_give(sentence: str, kind: str | None, said: str | None) -> None:
    found = list(of_piece(Piece(sentence, "某处"), ()))
    if kind is None:
        assert found == []
    else:
        assert kind in {finding.kind for finding in found}
        assert said is None or said in {finding.counted for finding in found}


SHARED = (("类别", "件数", "占比"), ("甲", "30", "75.0%"), ("乙", "10", "25.0%"), ("合计", "40", "100.0%"))


@pytest.mark.parametrize(
    ("row", "column", "new", "kind", "said"),
    [
        (1, 2, "74.0%", "share", "75.0%（30÷40）"),
        (2, 1, "12", "total", "各行之和42"),
        (1, 2, "75.0%", None, None),
        (3, 1, "80", "denominator", ""),
    ],
)
def test_a_table_of_ones_own_has_to_add_up(
    row: int, column: int, new: str, kind: str | None, said: str | None
) -> None:
    rows = [list(line) for line in SHARED]
    rows[row][column] = new
    found = list(of_grid(Grid(tuple(map(tuple, rows)), "表9"), set(), set()))
    assert bool(found) == bool(kind)
    assert kind is None or (kind, said) in {(finding.kind, finding.counted) for finding in found}


def test_a_rate_of_two_columns_is_understood() -> None:
    rows = (
        ("单位", "牵头", "办结", "办结率"),
        ("甲", "8", "4", "50.0%"),
        ("乙", "9", "3", "33.3%"),
        ("丙", "5", "5", "90.0%"),
    )
    (found,) = of_grid(Grid(rows, "表9"), set(), set())
    assert (found.kind, found.written, found.counted) == ("share", "90.0%", "100.0%（5÷5）")


def test_a_list_has_as_many_rows_as_its_heading_says() -> None:
    grid = Grid((("编号",), ("1-1",), ("1-2",)), "表3")
    assert list(of_list((Piece("任务清单（2项）", "某处"), grid))) == []
    (found,) = of_list((Piece("任务清单（3项）", "某处"), grid))
    assert (found.kind, found.counted) == ("total", "表3列有2项")


def test_a_denominator_taken_out_is_a_fault(run: Run, make: Make) -> None:
    path = edited(make("brief", "monthly", "2023-11"), ("（均以201项为分母）", ""))
    ran, found = checked(run, path, "brief")
    assert ran.code == 1
    assert [item["place"] for item in found["denominator"]] == ["「一、总体情况」第2段"]


def test_tracked_changes_are_read_as_accepted(run: Run, make: Make) -> None:
    path = make("brief", "monthly", "2023-11", name="a.docx")
    document = docx.Document(str(path))
    (paragraph,) = [found for found in document.paragraphs if found.text.startswith("时限已过70项")]
    (run_of_text,) = paragraph.runs
    run_of_text.text = "时限已过"
    names = f'{nsdecls("w")} w:id="1" w:author="" w:date="2023-12-01T00:00:00Z"'
    paragraph._p.append(parse_xml(f"<w:del {names}><w:r><w:delText>70</w:delText></w:r></w:del>"))
    paragraph._p.append(parse_xml(f"<w:ins {names}><w:r><w:t>71</w:t></w:r></w:ins>"))
    paragraph.add_run("项（清单见附件1），涉及牵头单位22个。")
    document.save(str(path))
    _, found = checked(run, path, "brief")
    assert [(item["written"], item["counted"]) for item in found["figure"]] == [("71", "70")]


@pytest.mark.parametrize("form", ["table", "md", "csv", "jsonl"])
def test_the_findings_in_every_format(run: Run, make: Make, form: str) -> None:
    path = edited(make("brief", "monthly", "2023-11"), ("时限已过70项（", "时限已过71项（"))
    ran = run("brief", "--check", str(path), "--format", form, BIZENV_TODAY="2024-03-01")
    assert ran.code == 1
    for said in ("71", "70", "三、时限已过的任务", "时限已过71项"):
        assert said in ran.out
    if form == "csv":
        assert "与清单不符" in ran.out
    out = path.with_name("out.txt")
    again = run("brief", "--check", str(path), "--format", form, "-o", str(out), BIZENV_TODAY="2024-03-01")
    assert (again.code, again.out) == (1, "")
    assert out.read_text(encoding="utf-8").removeprefix("\ufeff").splitlines() == ran.out.splitlines()


def test_a_day_that_is_asked_for_is_taken(run: Run, make: Make) -> None:
    path = make("bulletin")
    assert checked(run, path, "bulletin", "--as-of", "2023-12-01")[0].code == 0
    ran, found = checked(run, path, "bulletin", "--as-of", "2023-11-30")
    assert ran.code == 1
    assert len(found["figure"]) > 50


def test_odd_things_in_a_file_are_borne(run: Run, make: Make) -> None:
    path = edited(
        make("brief", "monthly", "2023-11"),
        ("占34.8%", "占34.80000000000000000000000000000000000000%"),
        (
            "## 三、",
            f"#1 的说法（{'9' * 5000}项），占{'9' * 5000}%，分母{'9' * 5000}，0000年99月99日，９９个工作日。\n\n## 三、",
        ),
        ("| 区法院 | 23 |", "| 区法院 | ##### |"),
    )
    ran, found = checked(run, path, "brief")
    assert ran.code == 1
    assert [item["counted"] for item in found["figure"]] == ["23"]
    document = docx.Document(str(make("brief", "monthly", "2023-11", name="a.docx")))
    table = document.tables[0]
    inner, wide = table.cell(0, 0).add_table(1, 1), table.cell(1, 0)._tc
    inner.cell(0, 0).text = "9"
    wide.get_or_add_tcPr().append(parse_xml(f'<w:gridSpan {nsdecls("w")} w:val="many"/>'))
    table._tbl.append(table._tbl.makeelement(qn("w:tr"), {}))
    document.save(str(path.with_name("b.docx")))
    ran, found = checked(run, path.with_name("b.docx"), "brief")
    assert ran.code == 0


def raw_document(*paragraphs: str) -> bytes:
    document = docx.Document()
    for text in paragraphs:
        document.add_paragraph(text)
    stream = BytesIO()
    document.save(stream)
    return stream.getvalue()


@pytest.mark.parametrize(
    ("name", "raw", "command", "sentence"),
    [
        ("a.docx", b"PK nothing", "brief", "不是 docx"),
        ("a.docx", b"", "brief", "不是 docx"),
        ("a.doc", b"\xd0\xcf\x11\xe0" + bytes(600), "brief", "另存为 .docx"),
        ("a.md", b"\xff\xfe\x00", "brief", "不是 UTF-8"),
        ("a.md", b"", "brief", "看不出"),
        ("a.docx", raw_document("会议纪要", "2099年6月30日，有3项。"), "brief", "看不出"),
        ("a.docx", raw_document("督查通报", "2099年6月30日，有3项。"), "brief", "bizenv bulletin --check"),
        ("a.md", "# 工作月报".encode(), "brief", "期次"),
        ("a.md", "# 工作月报\n\n2023年11月30日，走访3家。".encode(), "brief", "不像是它的文稿"),
        ("a.md", "# 督办单\n\n2023年11月30日".encode(), "notice", "主送单位"),
        ("a.md", None, "brief", "没有这个文件"),
    ],
)  # fmt: skip
def test_what_is_no_such_paper_is_told(
    run: Run, tmp_path: Path, name: str, raw: bytes | None, command: str, sentence: str
) -> None:
    path = tmp_path / name
    if raw is not None:
        path.write_bytes(raw)
    ran = run(command, "--check", str(path))
    assert (ran.code, ran.out) == (2, "")
    assert sentence in ran.err


def test_a_check_writes_no_document(run: Run, make: Make) -> None:
    ran = run("brief", "--check", str(make("brief", "monthly", "2023-11")), "--format", "docx")
    assert ran.code == 2
    assert "--check" in ran.err


@settings(deadline=None)
@given(st.text(max_size=300))
def test_any_text_is_read_and_never_a_paper_by_chance(text: str) -> None:
    index = index_at(date(2023, 9, 1))
    written = proof.read(f"# 工作月报\n\n{text}".encode("utf-8", "replace"), "a.md")
    with pytest.raises(NotAPaperError):
        proof.proofread(index, head(index), written, "brief", "a.md")


@pytest.mark.parametrize(
    ("counted", "written", "same"),
    [
        ("2023年11月30日", "11月30日", True),
        ("2023年11月30日", "2023-11-30", True),
        ("2023年11月30日", "二〇二三年十一月三十日", True),
        ("2023年11月30日", "2022年11月30日", False),
        ("2023年第四季度", "2023年4季度", True),
        ("2023年第四季度", "2023年第三季度", False),
        ("34.8%", "34.8％", True),
        ("34.8%", "35%", True),
        ("34.8%", "34%", False),
        ("34.8%", "34.80%", True),
        ("34.8%", "34.8", False),
        ("1201项", "1,201项", True),
        ("12项", "十二项", True),
        ("12项", "12.5项", False),
        ("1-26", "1-62", False),
    ],
)  # fmt: skip
def test_figures_as_they_are_written(counted: str, written: str, same: bool) -> None:
    (one,), (other,) = figures(counted), figures(written)
    assert agrees(one, other) == same
