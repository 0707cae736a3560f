"""The formats: widths that fit, nothing cut where nothing must be, hostile text made harmless."""

import csv
import io
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from rich.cells import cell_len

from bizenv_cli.index import Index
from bizenv_cli.query import plan, tasks
from bizenv_cli.query.rows import TaskRow
from bizenv_cli.query.tasks import Filters
from bizenv_cli.render import FORMATS, Page, renderer
from bizenv_cli.views import Column, Facts, Paragraph, Rows, Span, View
from bizenv_cli.views import tasks as views
from bizenv_cli.views.parts import line, names
from conftest import DAY, by_ids

HOSTILE = "[red]甲[/red] \x1b[31m乙\x9b1m\n丙\r=cmd|'/c calc'!A1 <script>|`*_\u202e反\u200b"


def due(index: Index, **filters: object) -> View:
    selection = tasks.due(index, Filters(**filters))  # type: ignore[arg-type]
    return views.due(
        "due", plan.head(index), selection, ["1-43"], tasks.Done(0, anywhere=False), "全部应办结", {}
    )


def listing(index: Index) -> View:
    return views.listing(plan.head(index), tasks.select(index, Filters()), {})


@dataclass(frozen=True)
class Held:
    """Tasks at hand, with the interface of a selection."""

    index: Index
    tasks: list[TaskRow]

    def __iter__(self) -> Iterator[TaskRow]:
        return iter(self.tasks)

    def whole(self) -> int:
        return len(self.tasks)

    shown = whole


def rendered(view: View, form: str, page: Page | None = None) -> str:
    return "".join(renderer(form)(view, page or Page()))


@pytest.mark.parametrize("width", [60, 80, 100, 160])
@pytest.mark.parametrize("colour", [False, True])
def test_no_line_is_wider_than_the_terminal(index: Index, width: int, colour: bool) -> None:
    for view in (due(index), listing(index)):
        text = rendered(view, "table", Page(width, colour))
        for shown in re.sub(r"\x1b\[[0-9;]*m", "", text).splitlines():
            assert cell_len(shown) <= width, shown


@pytest.mark.parametrize("width", [80, 100, 160])
def test_columns_stand_under_each_other(index: Index, width: int) -> None:
    """The lead unit begins in the same cell on every row, whatever mix of 汉字 and letters stands before it."""
    text = rendered(due(index), "table", Page(width))
    starts = set()
    for shown in text.split("节点")[0].splitlines():
        if match := re.match(r"  \d-\d+ .*  (?=\S+$)", shown):
            starts.add(cell_len(match[0]))
    assert len(starts) == 1


def test_colour_changes_no_word(index: Index) -> None:
    plain = rendered(due(index), "table", Page(100))
    coloured = rendered(due(index), "table", Page(100, colour=True))
    assert re.sub(r"\x1b\[[0-9;]*m", "", coloured) == plain
    assert coloured != plain


def test_without_a_width_nothing_is_cut(index: Index) -> None:
    text = rendered(due(index), "table")
    assert "…" not in text.replace("……", "")
    for task in tasks.due(index, Filters()):
        assert task.measure
        assert task.measure in text


def test_json_has_a_head_and_every_field(index: Index) -> None:
    answer = json.loads(rendered(due(index, before=date(2023, 11, 30)), "json"))
    assert answer["schema_version"] == 1
    assert answer["as_of"] == "2023-09-01"
    assert answer["count"] == len(answer["tasks"]) == 147
    assert answer["undated"] == ["1-43"]
    first = answer["tasks"][0]
    wanted = (
        "id annex seq indicator sub_indicator action work_task measure lead support lead_units support_units"
        " lead_officials deadline effective_deadline status errata"
    )
    assert set(wanted.split()) <= set(first)
    assert (first["lead"], first["lead_units"]) == (["区市监局"], ["区市场监管局"])


def test_jsonl_has_one_task_a_line(index: Index) -> None:
    lines = rendered(listing(index), "jsonl").splitlines()
    assert len(lines) == 201
    assert [json.loads(shown)["id"] for shown in lines][-1] == "2-58"
    assert "区法院" in "".join(lines)


def test_csv_reads_back_cell_by_cell(index: Index) -> None:
    rows = list(csv.DictReader(io.StringIO(rendered(listing(index), "csv"))))
    found = tasks.select(index, Filters())
    assert [row["编号"] for row in rows] == [task.id for task in found]
    assert [row["工作举措"] for row in rows] == [task.measure or "" for task in found]
    assert [row["牵头单位"] for row in rows] == [names(task.lead) for task in found]
    assert {row["状态"] for row in rows} == {"逾期", "临期", "进行中", "无时限"}


def test_markdown_is_tables_with_heading_rows(index: Index) -> None:
    text = rendered(due(index), "md")
    assert text.startswith("# 青山湖区营商环境2023年行动方案")
    lines = text.splitlines()
    headings = [at for at, shown in enumerate(lines) if shown.startswith("| 编号")]
    assert len(headings) == 8  # seven deadlines and the milestones
    for at in headings:
        assert re.fullmatch(r"\|( --- \|)+", lines[at + 1])
        assert lines[at].count("|") == lines[at + 1].count("|") == lines[at + 2].count("|")


@pytest.mark.parametrize("form", list(FORMATS))
def test_hostile_text_arrives_as_text(index: Index, form: str) -> None:
    (task,) = by_ids(index, "1-1")
    held = Held(index, [task._replace(measure=HOSTILE, lead=(HOSTILE,))])
    view = views.listing(plan.head(index), held, {})  # type: ignore[arg-type]
    text = rendered(view, form)
    assert not re.search("[\x00-\x09\x0b\x0c\x0e-\x1f\x7f-\x9f\u202e\u200b]", text)
    assert "red" in text
    if form in ("json", "jsonl"):
        record = json.loads(text)["tasks"][0] if form == "json" else json.loads(text)
        assert record["measure"] == HOSTILE
    if form == "md":
        assert "<script>" not in text.replace("\\<script\\>", "")
        assert len([shown for shown in text.splitlines() if "甲" in shown]) == 1


@given(st.text(max_size=80), st.integers(40, 120))
def test_any_text_fits_any_width(text: str, width: int) -> None:
    columns = (Column("编号"), Column("文字", flex=True), Column("单位", most=20))
    parts = (
        Paragraph(line(text)),
        Facts((("标签", line(text)),)),
        Rows(columns, ((line("1-1"), line(text), line(text)),), line("标题")),
    )
    view = View("x", line(text), parts, "rows", (), 0, (), DAY)
    for shown in rendered(view, "table", Page(width)).split("\n"):
        assert cell_len(shown) <= width


@pytest.mark.parametrize("start", ["=", "+", "-", "@"])
def test_csv_disarms_formulas(index: Index, start: str) -> None:
    (task,) = by_ids(index, "1-1")
    held = Held(index, [task._replace(measure=f"{start}1+1")])
    view = views.listing(plan.head(index), held, {})  # type: ignore[arg-type]
    (row,) = csv.DictReader(io.StringIO(rendered(view, "csv")))
    assert row["工作举措"] == f"'{start}1+1"


def test_lists_of_names_are_written_as_the_notice_writes_them() -> None:
    assert names(["甲局", "乙局", "各镇、街道、园区"]) == "甲局、乙局，各镇、街道、园区"
    assert names([], "（无）") == "（无）"


@pytest.mark.parametrize(
    "beginning", ["- 甲", "+ 甲", "1. 甲", "12) 甲", "=== 甲", "---", "# 甲", "> 甲", "* 甲", "```"]
)
def test_a_paragraph_of_markdown_stays_a_paragraph(beginning: str) -> None:
    view = View("x", line("题"), (Paragraph(line(beginning)),), "rows", (), 0, (), DAY)
    tokens = MarkdownIt().parse(rendered(view, "md"))
    assert [token.type for token in tokens[3:]] == ["paragraph_open", "inline", "paragraph_close"]
    assert "".join(child.content for child in tokens[4].children or ()) == beginning


def test_markdown_leaves_out_no_level_of_headings() -> None:
    rows = Rows((Column("编号"),), ((line("1-1"),),), line("表"))
    headed = Paragraph((Span("节", "strong"),), gap=True)
    for parts, levels in (((rows,), ["h1", "h2"]), ((headed, rows), ["h1", "h2", "h3"])):
        view = View("x", line("题"), parts, "rows", (), 0, (), DAY)
        tokens = MarkdownIt("commonmark").enable("table").parse(rendered(view, "md"))
        assert [token.tag for token in tokens if token.type == "heading_open"] == levels
