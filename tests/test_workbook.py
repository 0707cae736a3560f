"""Excel: the 台账 says what the query says, a form comes back as entries, and hostile text stays text."""

import os
import re
import subprocess
import sys
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from openpyxl import Workbook, load_workbook

from bizenv_cli.query import tasks as selecting
from bizenv_cli.query.rows import TaskRow
from bizenv_cli.query.tasks import Filters
from bizenv_cli.vocabulary import LIGHTS, STATUSES, join_names
from conftest import REAL, Run, index_at, load
from office import converted, page_sizes, pages

DAY = date(2023, 9, 1)
Fill = Callable[[Any, dict[str, int], dict[str, int]], None]


def read(path: Path) -> dict[str, list[list[Any]]]:
    """Every cell of every sheet; read-only mode also shows what lies below a merged cell."""
    book = load_workbook(path, read_only=True)
    found = {
        sheet.title: [[_plain(value) for value in row] for row in sheet.iter_rows(values_only=True)]
        for sheet in book.worksheets
    }
    book.close()
    return found


def _plain(value: Any) -> Any:
    return value.date() if isinstance(value, datetime) else value


def exported(run: Run, path: Path, *options: str, registry: Path = REAL) -> dict[str, list[list[Any]]]:
    ran = run("export", "xlsx", "-o", str(path), *options, registry=registry)
    assert (ran.code, ran.out) == (0, ""), ran.err
    return read(path)


def stands(task: TaskRow) -> list[Any]:
    """The last ten columns."""
    return [
        join_names(task.lead) or None,
        join_names(task.support) or None,
        task.deadline,
        STATUSES[task.status],
        LIGHTS[task.light],
        task.effective_deadline,
        task.days,
        task.last_report,
        task.completed,
        task.extensions,
    ]


def test_the_ledger_says_cell_by_cell_what_the_query_says(run: Run, tmp_path: Path) -> None:
    sheets = exported(run, tmp_path / "台账.xlsx")
    assert list(sheets) == ["汇总", "台账"]
    title, note, head, *rows = sheets["台账"]
    assert title[0] == "青山湖区营商环境2023年行动方案"
    assert note[0] == "湖办发〔2023〕8号　截至 2023-09-01"
    assert head[:3] == ["编号", "指标、专项行动", "对标城市"]
    tasks = list(selecting.select(index_at(DAY), Filters()))
    at = head.index("工作举措")
    assert [row[0] for row in rows] == [task.id for task in tasks]
    assert [row[at] for row in rows] == [task.measure for task in tasks]
    assert [row[-10:] for row in rows] == [stands(task) for task in tasks]
    by_id = {row[0]: dict(zip(head, row, strict=True)) for row in rows}
    assert by_id["1-124"]["指标、专项行动"] == "包容普惠创新（人才流动便利度）"
    assert (by_id["1-124"]["对标城市"], by_id["1-26"]["对标城市"]) == ("郑州", "重庆")
    assert by_id["2-6"]["总责任单位"] == "区发改委"


def test_the_sheets_of_one_annex_have_its_columns_in_its_order(run: Run, tmp_path: Path) -> None:
    first = exported(run, tmp_path / "1.xlsx", "--annex", "1")["台账"][2]
    assert first[1:10] == [
        "指标名称",
        "对标城市",
        "预期目标",
        "创新试点项目",
        "工作举措",
        "指标长",
        "牵头单位",
        "配合单位",
        "完成时限",
    ]
    second = exported(run, tmp_path / "2.xlsx", "--annex", "2")["台账"][2]
    assert second[1:9] == [
        "专项行动",
        "牵头区领导",
        "总责任单位",
        "工作任务",
        "工作举措",
        "牵头单位",
        "配合单位",
        "完成时限",
    ]


def test_the_sheet_is_ready_to_filter_and_to_print(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "台账.xlsx"
    exported(run, path)
    book = load_workbook(path)
    sheet = book["台账"]
    assert sheet.freeze_panes == "C4"
    assert sheet.auto_filter.ref == "A3:S204"
    assert (sheet.page_setup.paperSize, sheet.page_setup.orientation) == (8, "landscape")
    assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (1, 0)
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert sheet.print_title_rows == "$3:$3"
    assert sheet.oddFooter.center.text == "第 &P 页，共 &N 页"
    assert sheet["H4"].alignment.wrap_text
    rules = [rule for area in sheet.conditional_formatting for rule in area.rules]
    assert [rule.formula for rule in rules] == [[f'$N4="{words}"'] for words in LIGHTS.values()]
    merged = {str(area) for area in sheet.merged_cells.ranges}
    ids = {sheet.cell(row, 1).value: row for row in range(4, 205)}
    assert f"B{ids['1-25']}:B{ids['1-30']}" in merged  # 登记财产
    assert len(book["汇总"]._charts) == 2


def test_the_summary_counts_what_there_is(run: Run, tmp_path: Path) -> None:
    rows = exported(run, tmp_path / "台账.xlsx", "--as-of", "2023-12-31")["汇总"]
    counts = index_at(date(2023, 12, 31)).rows("SELECT status, count(*) AS n FROM tasks GROUP BY status")
    found = {row["status"]: row["n"] for row in counts}
    assert {row[0]: row[1] for row in rows[4:9]} == {STATUSES[key]: found.get(key, 0) for key in STATUSES}
    court = next(row for row in rows if row[:1] == ["区法院"])
    assert court[1] == sum(court[2:7]) == 23


def test_each_unit_or_indicator_has_its_own_sheet(run: Run, tmp_path: Path) -> None:
    by_unit = exported(run, tmp_path / "单位.xlsx", "--by", "unit")
    assert len(by_unit["区法院"]) == 3 + 25
    alone = exported(run, tmp_path / "区法院.xlsx", "--by", "unit", "--unit", "区法院", "--role", "lead")
    assert list(alone) == ["汇总", "区法院"]
    assert len(alone["区法院"]) == 3 + 23
    assert "单位 区法院" in alone["区法院"][1][0]
    by_group = exported(run, tmp_path / "指标.xlsx", "--by", "indicator")
    assert len(by_group) == 1 + 18 + 5
    assert [row[0] for row in by_group["登记财产"][3:]] == [f"1-{seq}" for seq in range(25, 31)]


def test_the_same_call_writes_the_same_bytes_and_replaces_only_its_own(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "台账.xlsx"
    exported(run, path, "--annex", "2")
    first = path.read_bytes()
    exported(run, path, "--annex", "2")
    assert path.read_bytes() == first
    book = load_workbook(path)
    book["台账"]["A1"] = "改过"
    book.save(path)
    ran = run("export", "xlsx", "-o", str(path))
    assert (ran.code, "后来有人改过" in ran.err) == (2, True)
    Workbook().save(path)
    assert "不是以前导出的" in run("export", "xlsx", "-o", str(path)).err
    assert not [name for name in tmp_path.iterdir() if name.name.startswith(".")]


@pytest.mark.parametrize(
    ("options", "says"),
    [
        (["sqlite", "-o", "x.sqlite", "--unit", "区法院"], "只用于 xlsx"),
        (["jsonl", "-o", "x", "--feedback"], "只用于 xlsx"),
        (["xlsx", "-o", "x.xls"], "以 .xlsx 结尾"),
        (["xlsx", "-o", "x.xlsx", "--feedback"], "--unit"),
        (["xlsx", "-o", "x.xlsx", "--feedback", "--unit", "区法院", "--by", "unit"], "不能与 --by 同用"),
    ],
)
def test_a_call_that_makes_no_sense_is_told(run: Run, options: list[str], says: str) -> None:
    ran = run("export", *options)
    assert (ran.code, ran.out) == (2, "")
    assert says in ran.err


def test_hostile_text_arrives_as_text(run: Run, small: Path, tmp_path: Path) -> None:
    file = small / "annex1" / "01-yangli.yaml"
    hostile = ["=cmd|'/c calc'!A1 甲", "<script>甲</script>", "@甲\u202e乙", "+甲&乙", "甲" * 2000]
    text = file.read_text(encoding="utf-8")
    path = tmp_path / "台账.xlsx"
    for words in hostile:
        file.write_text(text.replace("measure: 甲事办好。", f'measure: "{words}"'), encoding="utf-8")
        if load(small)[1]:
            continue  # the gate does not let it in
        exported(run, path, registry=small)
        sheet = load_workbook(path)["台账"]
        at = [cell.value for cell in sheet[3]].index("工作举措") + 1
        assert (sheet.cell(4, at).value, sheet.cell(4, at).data_type) == (words, "s")
    from bizenv_cli.workbook.book import cell, new_book, save  # noqa: PLC0415

    book = new_book("甲", DAY)
    sheet = book.create_sheet("甲")
    wild = [*hostile, "甲\x07\x1b[31m\n乙", "#N/A", "2023-09-01", "0123", "\ud800", "甲" * 10_000]
    sheet.append([cell(sheet, words, "text") for words in wild])
    save(book, path)
    found = load_workbook(path)["甲"][1]
    assert {one.data_type for one in found} == {"s"}
    assert [one.value for one in found][:2] == wild[:2]
    assert found[2].value == "@甲\\u202e乙"
    assert [one.value for one in found][5:] == [
        "甲\\x07\\x1b[31m\\n乙",
        "#N/A",
        "2023-09-01",
        "0123",
        "\\ud800",
        "甲" * 10_000,
    ]
    assert found[0].quotePrefix


def form(run: Run, registry: Path, path: Path, *options: str) -> Path:
    ran = run(
        "export", "xlsx", "-o", str(path), "--feedback", "--unit", "区法院", *options, registry=registry
    )
    assert ran.code == 0, ran.err
    return path


def filled(path: Path, fill: Fill) -> Path:
    """Fill a form in as a unit does: `fill` gets the sheet, the column of each title, the row of each id."""
    book = load_workbook(path)
    sheet = book["填报表"]
    at = {cell.value: cell.column for cell in sheet[3]}
    fill(sheet, at, {sheet.cell(row, 1).value: row for row in range(4, sheet.max_row + 1)})
    back = path.with_name(f"填好-{path.name}")
    book.save(back)
    return back


def put(cells: dict[str, dict[str, Any]]) -> Fill:
    def fill(sheet: Any, at: dict[str, int], rows: dict[str, int]) -> None:
        for task, values in cells.items():
            for title, value in values.items():
                sheet.cell(rows[task], at[title]).value = value

    return fill


def entries(registry: Path) -> list[str]:
    return [
        line
        for path in sorted(registry.glob("ledger/*.yaml"))
        for line in path.read_text("utf-8").splitlines()[2:]
    ]


GOOD = {
    "1-49": {
        "进展情况": "移送案件\n12 件",
        "完成百分比": 30,
        "预计": "有望",
        "佐证材料": "湖法〔2023〕12号、《关于甲、乙的通知》",
    },
    "1-50": {"是否办结": "是", "办结日期": datetime(2023, 8, 30)},  # noqa: DTZ001  (a cell has no time zone)
    "2-16": {"是否办结": "否"},
}
WRITTEN = [
    "  - {date: 2023-09-01, task: 1-49, event: progress, percent: 30, forecast: likely, note: 移送案件 12 件, evidence: [湖法〔2023〕12号, 《关于甲、乙的通知》]}",
    "  - {date: 2023-09-01, task: 1-50, event: done, completed: 2023-08-30}",
]


def test_the_form_lets_a_unit_fill_in_and_nothing_else(run: Run, copy: Path, tmp_path: Path) -> None:
    path = form(run, copy, tmp_path / "表.xlsx")
    book = load_workbook(path)
    sheet, meta = book["填报表"], book["填报信息"]
    assert sheet.protection.sheet
    assert sheet.protection.password is None
    assert meta.sheet_state == "hidden"
    titles = [cell.value for cell in sheet[3]]
    assert titles[7:] == ["进展情况", "是否办结", "办结日期", "完成百分比", "预计", "佐证材料"]
    assert [cell.protection.locked for cell in sheet[4]] == [True] * 7 + [False] * 6
    assert sheet.max_row == 3 + 25
    rules = {str(rule.sqref): rule.type for rule in sheet.data_validations.dataValidation}
    assert rules == {"I4:I28": "list", "J4:J28": "date", "K4:K28": "whole", "L4:L28": "list"}
    told = {meta.cell(row, 1).value: meta.cell(row, 2).value for row in range(1, 7)}
    assert (told["plan"], told["unit"], told["as_of"]) == ("qsh2023", "区法院", "2023-09-01")
    assert re.fullmatch("[0-9a-f]{64}", told["registry"])


def test_a_form_that_comes_back_is_recorded_once(run: Run, copy: Path, tmp_path: Path) -> None:
    back = filled(form(run, copy, tmp_path / "表.xlsx"), put(GOOD))
    tried = run("ingest", str(back), "--dry-run", registry=copy)
    assert tried.code == 0, tried.err
    assert "第 6 行 H6" in tried.out
    assert "第 7 行 I7" in tried.out
    assert entries(copy) == []
    done = run("ingest", str(back), "--unit", "法院", registry=copy)
    assert (done.code, entries(copy)) == (0, WRITTEN)
    assert "已登记 2 条" in done.err
    again = run("ingest", str(back), registry=copy, BIZENV_TODAY="2023-09-05")
    assert (again.code, entries(copy)) == (0, WRITTEN)
    assert "登记 0 条，已有 2 条" in again.out
    assert "2023-09-01 已登记过" in again.out
    assert run("check", registry=copy).code == 0
    next_form = load_workbook(form(run, copy, tmp_path / "下次.xlsx"))["填报表"]
    ids = [next_form.cell(row, 1).value for row in range(4, next_form.max_row + 1)]
    assert len(ids) == 24
    assert "1-50" not in ids


def test_what_nobody_reads_is_recorded_all_the_same(run: Run, copy: Path, tmp_path: Path) -> None:
    back = filled(form(run, copy, tmp_path / "表.xlsx"), put(GOOD))
    command = f"'{sys.executable}' -m bizenv_cli ingest '{back}' --registry '{copy}' | true"
    clean = os.environ | {"BIZENV_TODAY": "2023-09-01", "BIZENV_CACHE": str(tmp_path / "cache")}
    done = subprocess.run(
        ["bash", "-c", command], env=clean, capture_output=True, encoding="utf-8", check=True
    )
    assert "Traceback" not in done.stderr
    assert entries(copy) == WRITTEN


def test_rows_are_found_by_their_ids_wherever_they_are(run: Run, copy: Path, tmp_path: Path) -> None:
    def fill(sheet: Any, at: dict[str, int], rows: dict[str, int]) -> None:
        put(GOOD)(sheet, at, rows)
        kept = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=4)]
        kept = [row for row in reversed(kept) if row[0] not in ("1-51", "1-52")]
        sheet.delete_rows(4, sheet.max_row)
        sheet.insert_cols(2)
        for number, row in enumerate(kept, 5):  # and a row was left blank above
            for column, value in enumerate([row[0], None, *row[1:]], 1):
                sheet.cell(number, column).value = value
            sheet.row_dimensions[number].hidden = True

    back = filled(form(run, copy, tmp_path / "表.xlsx"), fill)
    done = run("ingest", str(back), registry=copy)
    assert done.code == 0, done.out + done.err
    assert "删去 2 行" in done.out
    assert sorted(entries(copy)) == WRITTEN


def test_what_cannot_be_recorded_is_refused_with_its_cell_and_the_rest_is_written(
    run: Run, copy: Path, tmp_path: Path
) -> None:
    def fill(sheet: Any, at: dict[str, int], rows: dict[str, int]) -> None:
        put(GOOD)(sheet, at, rows)
        put(
            {
                "1-51": {"完成百分比": 50},
                "1-52": {"进展情况": "abc"},
                "1-59": {"进展情况": "=1+1"},
                "1-60": {"进展情况": "办了", "完成百分比": 120},
                "1-61": {"是否办结": "是", "办结日期": "2023-09-31"},
                "1-62": {"办结日期": "2023-08-31"},
                "2-24": {"进展情况": "办了", "工作举措": "别的举措"},
                "2-32": {"编号": "9-9", "进展情况": "办了"},
            }
        )(sheet, at, rows)

    path = form(run, copy, tmp_path / "表.xlsx")
    book = load_workbook(path)["填报表"]
    ids = [book.cell(row, 1).value for row in range(4, book.max_row + 1)]
    ran = run("ingest", str(filled(path, fill)), registry=copy)
    assert (ran.code, entries(copy)) == (2, WRITTEN)
    at = {task: row for row, task in enumerate(ids, 4)}
    for cell, why in (
        (f"K{at['1-51']}", "进展情况还空着"),
        (f"H{at['1-52']}", "E123"),
        (f"H{at['1-59']}", "是公式"),
        (f"K{at['1-60']}", "0 到 100 的整数"),
        (f"J{at['1-61']}", "看不懂日期"),
        (f"J{at['1-62']}", "没有填「是」"),
        (f"C{at['2-24']}", "工作举措被改过"),
        (f"A{at['2-32']}", "编号「9-9」不在"),
    ):
        told = next(line for line in ran.out.splitlines() if f"行 {cell} " in line)
        assert "不登记" in told
        assert why in told, told


def test_the_forms_of_others_and_what_is_no_form_are_told(run: Run, copy: Path, tmp_path: Path) -> None:
    path = form(run, copy, tmp_path / "表.xlsx")
    assert "这是区法院的填报表，不是区税务局的" in run("ingest", str(path), "--unit", "区税务局").err
    book = load_workbook(path)
    book["填报信息"]["B2"] = "bie2023"
    other = tmp_path / "别的方案.xlsx"
    book.save(other)
    assert "方案 bie2023" in run("ingest", str(other)).err
    del book["填报信息"]
    book.save(other)
    assert "隐藏的工作表「填报信息」" in run("ingest", str(other)).err
    for content in (b"", b"abc", b"\xd0\xcf\x11\xe0" * 9, path.read_bytes()[:5000]):
        other.write_bytes(content)
        ran = run("ingest", str(other))
        assert (ran.code, ran.out, "Traceback" in ran.err) == (2, "", False)
        assert "无法读取" in ran.err
    assert "没有这个文件" in run("ingest", str(tmp_path / "无.xlsx")).err


def test_what_the_gate_refuses_together_is_refused_alone(run: Run, copy: Path, tmp_path: Path) -> None:
    back = filled(form(run, copy, tmp_path / "表.xlsx"), put(GOOD))
    done = run("done", "1-50", "--date", "2023-08-20", "--note", "先已办结", registry=copy)
    assert done.code == 0, done.err
    ran = run("ingest", str(back), registry=copy)
    assert ran.code == 2
    assert "E234 任务 1-50 前面已登记办结" in ran.out
    assert entries(copy)[1:] == WRITTEN[:1]


def test_openpyxl_is_imported_only_where_a_workbook_is() -> None:
    script = "import sys, bizenv_cli.cli.data, bizenv_cli.cli.workbook, bizenv_cli.cli.ingesting; print('openpyxl' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, encoding="utf-8", check=True)
    assert done.stdout.strip() == "False"


def test_an_office_program_prints_the_ledger_with_every_text_whole(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "台账.xlsx"
    exported(run, path, "--annex", "1")
    printed = converted(path, "pdf")
    assert page_sizes(printed) == {(420, 297)}  # A3, landscape
    told = ["".join(page.split()) for page in pages(printed)]
    assert len(told) > 5
    assert all("工作举措" in page for page in told[1:])  # the first is the summary
    assert f"第{len(told)}页，共{len(told)}页" in told[-1]
    heights = load_workbook(path)["台账"].row_dimensions
    longest = max(selecting.select(index_at(DAY), Filters(annex=1)), key=lambda task: len(task.measure or ""))
    row = int(longest.id.removeprefix("1-")) + 3
    assert heights[row].height > 13 * len(longest.measure or "") / 30  # a line has room for some 30 汉字
    assert b"customHeight" not in ZipFile(path).read(
        "xl/worksheets/sheet2.xml"
    )  # it grows with what is typed


def test_a_form_that_an_office_program_has_saved_is_recorded_the_same(
    run: Run, copy: Path, tmp_path: Path
) -> None:
    back = filled(form(run, copy, tmp_path / "表.xlsx"), put(GOOD))
    saved = converted(back, "xlsx")
    assert saved.read_bytes() != back.read_bytes()
    done = run("ingest", str(saved), registry=copy)
    assert done.code == 0, done.out + done.err
    assert entries(copy) == WRITTEN
    assert "登记 0 条，已有 2 条" in run("ingest", str(back), registry=copy).out
