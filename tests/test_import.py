"""Tables of other layouts, all made up: what is read, what is doubted, and what is refused with which words."""

import json
import os
import subprocess
import sys
import zipfile
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest
from openpyxl import Workbook

from bizenv_cli.errors import BadCallError, BizenvError, UnreadableError
from bizenv_cli.intake import Draft, Item, take_in
from bizenv_cli.intake.deadlines import is_deadline, read_deadline
from bizenv_cli.intake.files import extended
from bizenv_cli.intake.grid import cleaned
from bizenv_cli.intake.units import read_people, read_units
from conftest import Ran, Run, load

INIT = (
    "--title", "示例区2099年行动方案", "--number", "示例发〔2099〕1号", "--issuer", "示例区办公室",
    "--issued", "2099-03-01", "--key", "shili2099",
)  # fmt: skip
Rows = Sequence[Sequence[object]]


def tsv(folder: Path, rows: Rows, name: str = "样例.tsv") -> str:
    path = folder / name
    path.write_text("\n".join("\t".join(map(str, row)) for row in rows), encoding="utf-8")
    return str(path)


def xlsx(folder: Path, rows: Rows, merges: Sequence[str] = ()) -> str:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in rows:
        sheet.append(list(row))
    for area in merges:
        sheet.merge_cells(area)
    path = folder / "样例.xlsx"
    book.save(path)
    return str(path)


def items(draft: Draft) -> list[Item]:
    return [item for annex in draft.annexes for item in annex.items]


def reasons(draft: Draft, task: str) -> list[str]:
    return [doubt.because for doubt in draft.doubts if doubt.task == task]


ONE_COLUMN = [
    ["示例区样例任务清单"],
    ["序号", "主要任务", "工作措施", "责任单位", "完成时限", "备注"],
    [1, "样例任务一", "甲事办好。", "甲局、乙局、丙局", "2099年6月底前", ""],
    [2, "", "乙事办好。", "乙局", "长期坚持", "样例备注"],
    [3, "样例任务二", "丙事办好。", "市丙局、丁局，各乡镇、街道", "三季度末", ""],
    [4, "", "丁事办好。", "戊局等有关单位", "11月30日前", ""],
]


@pytest.mark.parametrize("save", [tsv, xlsx])
def test_the_first_of_one_column_of_units_leads(tmp_path: Path, save: object) -> None:
    draft = take_in(save(tmp_path, ONE_COLUMN), year=2099)  # type: ignore[operator]
    (annex,) = draft.annexes
    assert (annex.number, annex.title) == (2, "示例区样例任务清单")
    assert [(item.seq, item.leads, item.supports) for item in items(draft)] == [
        (1, ["甲局"], ["乙局", "丙局"]),
        (2, ["乙局"], []),
        (3, ["市丙局"], ["丁局", "各乡镇、街道"]),
        (4, ["戊局"], ["有关单位"]),
    ]
    assert [item.deadline for item in items(draft)] == [
        date(2099, 6, 30), None, date(2099, 9, 30), date(2099, 11, 30),
    ]  # fmt: skip
    assert [[task.text for task in tasks] for tasks in annex.work_tasks] == [["样例任务一", "样例任务二"]]
    (first,) = [doubt for doubt in draft.doubts if doubt.assumed == "首位牵头"]
    assert first.column == "责任单位"
    assert any(doubt.printed == "备注" for doubt in draft.doubts)
    assert reasons(draft, "2-1") == reasons(draft, "2-2") == []  # 6月底前 and 长期坚持 are plain
    assert reasons(draft, "2-3") == ["按该季度最后一日；没有写年份，按方案年度 2099 年"]
    assert len(reasons(draft, "2-4")) == 2
    printed = {note.printed for item in items(draft) for note in item.notes if note.fields == ("deadline",)}
    assert printed == {"2099年6月底前", "长期坚持", "三季度末", "11月30日前"}


def test_merged_cells_of_a_workbook_are_carried_down_for_certain_and_empty_ones_doubted(
    tmp_path: Path,
) -> None:
    rows = [
        ["序号", "指标", "工作举措", "牵头单位", "配合单位", "完成时限"],
        [1, "样例指标", "甲事办好。", "甲局", "乙局", date(2099, 5, 31)],
        [2, None, "乙事办好。", None, None, None],
        [3, None, "丙事办好。", None, None, None],
        [4, "样例指标之二", "丁事办好。", "丙局", None, "2099年5月31日"],
        [5, None, "戊事办好。", None, None, "2099年6月30日"],
    ]
    draft = take_in(xlsx(tmp_path, rows, ["B2:B4", "D2:D3", "E2:E3", "F2:F3", "B5:B6"]), year=2099)
    assert [group.name for group in draft.annexes[0].groups] == ["样例指标", "样例指标之二"]
    found = items(draft)
    assert [(item.leads, item.supports, item.deadline) for item in found[:3]] == [
        (["甲局"], ["乙局"], date(2099, 5, 31))
    ] * 3
    assert [note.kind for note in found[1].notes] == ["merged"]
    assert reasons(draft, "1-2") == []
    assert "推定与序号 2 的一行合并单元格" in reasons(draft, "1-3")[0]
    assert found[4].leads == ["丙局"]
    assert "推定" in reasons(draft, "1-5")[0]


def test_a_header_of_two_rows_and_section_titles(tmp_path: Path) -> None:
    rows = [
        ["序号", "工作举措", "责任单位", "", "完成时间"],
        ["", "", "牵头单位", "配合单位", ""],
        ["一、样例行动", "", "", "", ""],
        ["1", "甲事办好。", "甲局", "乙局", "2099-05-31"],
        ["二、样例行动之二", "", "", "", ""],
        ["2", "乙事办好。", "乙局", "", "2099.6.30"],
    ]
    draft = take_in(xlsx(tmp_path, rows, ["C1:D1", "A3:E3", "A5:E5"]), year=2099)
    assert [group.name for group in draft.annexes[0].groups] == ["一、样例行动", "二、样例行动之二"]
    assert [(item.leads, item.supports, item.deadline) for item in items(draft)] == [
        (["甲局"], ["乙局"], date(2099, 5, 31)),
        (["乙局"], [], date(2099, 6, 30)),
    ]
    assert [doubt.because for doubt in draft.doubts] == ["表里没有工作任务一栏，暂以专项行动的名称代"]


HEADER = ["序号", "指标", "工作举措", "牵头单位", "配合单位", "完成时限"]
PLAIN = [
    ["1", "样例指标", "甲事办好，样例甲事要办得又快又好又省。", "甲局", "乙局", "2099年5月31日"],
    ["2", "", "乙事办好，样例乙事要办得又快又好又省。", "乙局", "甲局", "2099年6月30日"],
    ["3", "", "丙事办好，样例丙事要办得又快又好又省。", "丙局", "", "2099年7月31日"],
]


@pytest.mark.parametrize(
    ("rows", "task", "because"),
    [
        ([*PLAIN[:2], [*PLAIN[2][:2], "", *PLAIN[2][2:]]], "1-3", "错位"),
        ([PLAIN[0], PLAIN[2]], "1-3", "缺 2，疑有整行漏印"),
        ([*PLAIN, ["3", *PLAIN[2][1:]]], "1-3", "整行印了两次"),
        ([*PLAIN, ["4", *PLAIN[2][1:]]], "1-4", "疑为重出"),
        ([*PLAIN[:2], ["3", "", PLAIN[2][2], "", "", ""]], "1-3", "推定与序号 2 的一行合并单元格"),
        ([["1", "样例指标", PLAIN[0][2], "", "", ""]], "1-1", "没有印出"),
        ([*PLAIN, ["4", "", "丁事办好，样例丁事还要进一步", "丙局", "", "2099年7月31日"]], "1-4", "句末没有标点"),
        ([*PLAIN, ["", "", "丁事办好。", "丙局", "", "2099年7月31日"]], "1-4", "序号没有印出"),
        ([*PLAIN[:2], ["3", "", PLAIN[2][2], "丙局", "丙局", "2099年7月31日"]], "1-3", "既牵头又配合"),
        ([*PLAIN[:2], ["3", "", PLAIN[2][2], "丙局", "", "2099年6月31日"]], "1-3", "没有这一天"),
        ([*PLAIN[:2], ["3", "", PLAIN[2][2], "丙局", "", "另行通知"]], "1-3", "看不出是哪一天"),
        ([*PLAIN[:2], ["3", "", PLAIN[2][2], "市丙局、财政局", "", "2099年7月31日"]], "1-3", "省去了层级，按「市财政局」录"),
    ],
)  # fmt: skip
def test_damage_is_doubted_and_sound_rows_are_not(
    tmp_path: Path, rows: Rows, task: str, because: str
) -> None:
    draft = take_in(tsv(tmp_path, [HEADER, *rows]), year=2099)
    assert any(because in reason for reason in reasons(draft, task)), draft.doubts
    assert {doubt.task for doubt in draft.doubts} == {task}


def test_numbers_that_begin_again_in_each_section_are_told_once(tmp_path: Path) -> None:
    rows = [
        HEADER,
        *PLAIN[:2],
        ["1", "样例指标之二", *PLAIN[2][2:]],
        ["2", "", "丁事办好。", "丙局、\n丁局等", "", "2099年7月31日"],
    ]
    draft = take_in(xlsx(tmp_path, rows), year=2099)
    assert [item.seq for item in items(draft)] == [1, 2, 3, 4]
    assert [(doubt.task, doubt.column) for doubt in draft.doubts] == [("", "序号"), ("1-4", "牵头单位")]
    assert "\n" not in draft.doubts[1].printed


def test_what_a_page_break_leaves_is_no_task(tmp_path: Path) -> None:
    rows = [
        ["附件 1"],
        ["样例清单"],
        HEADER,
        ["1", "样例指标", "甲事办好，样例甲事要办得又快", "甲局", "乙局", "2099年5月31日"],
        ["— 3 —"],
        [],
        HEADER,
        ["", "", "又好又省。", "", "、丙局", ""],
        PLAIN[1],
    ]
    draft = take_in(tsv(tmp_path, rows), year=2099)
    first, second = items(draft)
    assert first.values["measure"] == "甲事办好，样例甲事要办得又快又好又省。"
    assert (first.supports, second.seq) == (["乙局", "丙局"], 2)
    assert {doubt.task for doubt in draft.doubts} == {"1-1"}
    assert draft.annexes[0].skipped == 2


def test_columns_can_be_named_where_the_header_is_strange(tmp_path: Path) -> None:
    rows = [["甲栏", "乙栏", "丙栏", "丁栏"], ["1", "甲事办好。", "甲局、乙局", "2099年5月31日"]]
    path = tsv(tmp_path, rows)
    with pytest.raises(UnreadableError, match="--columns"):
        take_in(path)
    with pytest.raises(BadCallError, match="没有「样栏」这一栏"):
        take_in(path, columns="样栏=2")
    with pytest.raises(BadCallError, match="应写成 栏=第几栏"):
        take_in(path, columns="工作举措=第二")
    draft = take_in(path, columns="序号=1,工作举措=B,责任单位=3,完成时限=4")
    found = items(draft)[-1]
    assert (found.leads, found.supports, found.deadline) == (["甲局"], ["乙局"], date(2099, 5, 31))


def test_names_that_may_be_one_unit_are_told_and_not_merged(tmp_path: Path) -> None:
    rows = [HEADER]
    rows += [[str(at), "样例指标", f"样例第{at}事办好。", unit, "", "2099年5月31日"] for at, unit in enumerate(
        ("区样例监管局", "区样例局", "区样例局", "区丁戊局", "区己庚局", "区丁局", "区己局"), 1)]  # fmt: skip
    draft = take_in(tsv(tmp_path, rows), year=2099)
    assert [printed.name for printed in draft.names] == [
        "区样例监管局", "区样例局", "区丁戊局", "区己庚局", "区丁局", "区己局",
    ]  # fmt: skip
    assert [doubt.printed for doubt in draft.doubts] == ["区样例局"]


@pytest.mark.parametrize(
    ("phrase", "day", "certain"),
    [
        ("2099 年 6 月 30 日", date(2099, 6, 30), True),
        ("2099年6月底前", date(2099, 6, 30), True),
        ("2099年2月末", date(2099, 2, 28), True),
        ("2099年第三季度", date(2099, 9, 30), True),
        ("2099年上半年", date(2099, 6, 30), True),
        ("2099年底前完成", date(2099, 12, 31), True),
        ("2099.6.30", date(2099, 6, 30), True),
        ("2099年12月", date(2099, 12, 31), False),
        ("2099年", date(2099, 12, 31), False),
        ("三季度末", date(2099, 9, 30), False),
        ("11月30日前", date(2099, 11, 30), False),
        ("6月前", date(2099, 6, 30), False),
        ("今年年底", date(2099, 12, 31), False),
        ("2099年5月底前制定方案，11月底前完成", date(2099, 11, 30), False),
        ("2099年6月30日前完成并长期坚持", date(2099, 6, 30), False),
        ("印发后15日内", date(2099, 3, 16), False),
        ("3个月内", date(2099, 6, 1), False),
        ("持续推进", None, True),
        ("长期", None, True),
        ("每季度", None, True),
        ("30个工作日内", None, False),  # nobody knows the working days of 2099
        ("2099年2月30日", None, False),
        ("另行通知", None, False),
    ],
)
def test_the_phrases_of_deadlines(phrase: str, day: date | None, certain: bool) -> None:
    found = read_deadline(phrase, 2099, date(2099, 3, 1))
    assert (found.day, found.certain) == (day, certain)
    assert certain or found.because


def test_working_days_are_counted_from_the_day_of_issue() -> None:
    assert read_deadline("10个工作日内", 2023, date(2023, 7, 28)).day == date(2023, 8, 11)
    assert read_deadline("10个工作日内", 2023, None).day is None


def test_a_sentence_is_no_deadline() -> None:
    for words in ("持续推进样例改革，建立样例机制。", "根据样例部署开展样例工作", "2099年度建成5个样例。"):
        assert not is_deadline(words)


def test_lists_of_units() -> None:
    assert read_units("甲局、乙局等区直各有关单位，各镇、街道、园区").names == [
        "甲局", "乙局", "区直各有关单位", "各镇、街道、园区",
    ]  # fmt: skip
    assert read_units("牵头单位：甲局；配合单位：乙局").roles == {"甲局": True, "乙局": False}
    assert read_units("甲局（牵头）、乙局").roles == {"甲局": True, "乙局": False}
    assert read_units("区甲局 区乙\n局\n区丙局").names == ["区甲局", "区乙局", "区丙局"]
    assert read_units("甲局、甲局").notes == ["「甲局」写了两次，只录一次"]
    assert read_people("领导甲 领导乙、领导丙") == ["领导甲", "领导乙", "领导丙"]
    assert read_people("甲 乙") == ["甲乙"]


def test_texts_are_written_as_a_registry_writes_them() -> None:
    assert cleaned(" 甲事 5 G\n办好(样例),再办.") == "甲事5 G办好（样例），再办。"
    assert cleaned("Sample text, 1.0 (x)") == "Sample text, 1.0 (x)"


# Files that are no table, each refused with words that say what to do.


def broken(folder: Path, name: str, data: bytes) -> str:
    path = folder / name
    path.write_bytes(data)
    return str(path)


def zipped(folder: Path, name: str, *members: str) -> str:
    path = folder / name
    with zipfile.ZipFile(path, "w") as archive:
        for member in members:
            archive.writestr(member, "x")
    return str(path)


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def test_files_that_cannot_be_read_say_why(tmp_path: Path) -> None:
    protected = OLE + "EncryptedPackage".encode("utf-16-le")
    for path, why in (
        (str(tmp_path / "没有.xlsx"), "没有这个文件"),
        (broken(tmp_path, "空.xlsx", b""), "空文件"),
        (broken(tmp_path, "坏.xlsx", b"PK\x03\x04rest"), "已损坏"),
        (broken(tmp_path, "假.docx", b"hello"), "不是真正的 Office 文件"),
        (broken(tmp_path, "旧.xls", OLE), "旧版"),
        (broken(tmp_path, "密.xlsx", protected), "密码"),
        (broken(tmp_path, "样.pdf", b"%PDF-1.7"), "PDF"),
        (broken(tmp_path, "样.tsv", b"\x00\x01\x02" * 9), "不是文字文件"),
        (broken(tmp_path, "大.tsv", b"x" * 20_000_001), "大于 20 MB"),
        (zipped(tmp_path, "宏.xlsm", "xl/workbook.xml", "xl/vbaProject.bin"), "宏"),
        (zipped(tmp_path, "坏二.xlsx", "xl/workbook.xml"), "已损坏"),
        (zipped(tmp_path, "坏三.docx", "word/document.xml"), "已损坏"),
        (zipped(tmp_path, "别的.zip", "a.txt"), "压缩包"),
        (tsv(tmp_path, [["甲", "乙"], ["1", "2"]]), "没有认出任务表"),
    ):
        with pytest.raises(BizenvError, match=why) as refused:
            take_in(path)
        assert refused.value.exit_code == 2


def test_a_text_in_the_encoding_of_an_old_spreadsheet_is_read(tmp_path: Path) -> None:
    text = "\n".join("\t".join(row) for row in [HEADER, *PLAIN])
    for form in ("gb18030", "utf-16", "utf-8-sig"):
        assert len(items(take_in(broken(tmp_path, "样例.txt", text.encode(form))))) == 3


# From an empty folder to a registry that answers.


def begun(tmp_path: Path, run: Run) -> Ran:
    return run("init", str(tmp_path / "新"), *INIT, registry=None)


def test_init_writes_what_is_given_and_nothing_else(tmp_path: Path, run: Run) -> None:
    ran = run("init", "新", registry=None)
    assert ran.code == 2
    assert (
        "--title 标题、--number 文号、--issuer 印发机关、--issued 印发日期、--key 代号、--year 方案年度"
        in ran.err
    )
    assert not (tmp_path / "新").exists()
    (tmp_path / "新").mkdir()
    (tmp_path / "新" / "README.md").write_text("原有", encoding="utf-8")
    ran = begun(tmp_path, run)
    assert (ran.code, ran.err) == (0, "")
    assert "没有动的：README.md" in ran.out
    assert (tmp_path / "新" / "README.md").read_text(encoding="utf-8") == "原有"
    plan = (tmp_path / "新/registry/plan.yaml").read_text(encoding="utf-8")
    assert "number: 示例发〔2099〕1号\nissuers: [示例区办公室]\nissued: 2099-03-01\nyear: 2099\n" in plan
    problems = load(tmp_path / "新/registry")[1]
    assert [problem.code for problem in problems] == ["E119", "E114", "E119", "E119"]
    again = begun(tmp_path, run)
    assert again.code == 2
    assert "已有 registry/plan.yaml，不会覆盖" in again.err
    assert (tmp_path / "新/registry/plan.yaml").read_text(encoding="utf-8") == plan


@pytest.mark.skipif(os.name != "posix", reason="要有伪终端")
def test_init_asks_on_a_terminal_for_what_is_missing(tmp_path: Path) -> None:
    main, worker = os.openpty()
    os.write(main, "示例区2099年行动方案\n示例发〔2099〕1号\n示例区办公室\n2099-03-01\nshili2099\n".encode())
    command = [sys.executable, "-m", "bizenv_cli", "init", "新"]
    done = subprocess.run(
        command, stdin=worker, capture_output=True, encoding="utf-8", cwd=tmp_path, check=False
    )
    os.close(worker)
    os.close(main)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("标题")
    assert "year: 2099" in (tmp_path / "新/registry/plan.yaml").read_text(
        encoding="utf-8"
    )  # as the title has it


@pytest.mark.parametrize(
    ("option", "value", "said"),
    [
        ("--key", "样例", "代号"),
        ("--issued", "某日", "看不懂日期"),
        ("--title", " ", "还缺"),
        ("--issued", "1899-01-01", ""),
    ],
)
def test_init_refuses_what_the_gate_would_refuse(
    tmp_path: Path, run: Run, option: str, value: str, said: str
) -> None:
    arguments = list(INIT)
    arguments[arguments.index(option) + 1] = value
    ran = run("init", str(tmp_path / "新"), *arguments, registry=None)
    assert ran.code == (2 if said else 0)
    assert said in ran.err


def test_a_new_registry_does_not_lie_inside_another(small: Path, run: Run) -> None:
    ran = run("init", str(small / "新"), *INIT, registry=None)
    assert ran.code == 2
    assert "里面" in ran.err


def test_check_refuses_a_draft_until_each_doubt_is_settled(tmp_path: Path, run: Run) -> None:
    begun(tmp_path, run)
    folder = tmp_path / "新"
    rows = [
        [
            "序号",
            "专项行动",
            "牵头领导",
            "总责任单位",
            "工作任务",
            "工作举措",
            "牵头单位",
            "配合单位",
            "完成时限",
        ],
        ["1", "样例行动", "领导甲", "甲局", "样例任务。", "甲事办好。", "甲局", "乙局", "三季度末"],
        ["2", "", "", "", "样例任务之二。", "乙事办好。", "", "", ""],
    ]
    table = tsv(tmp_path, rows)
    tried = run("import", table, registry=None)
    assert tried.code == 0
    assert "只是试读" in tried.out
    ran = run("import", table, "--into", str(folder), "--format", "json", registry=None)
    assert (ran.code, ran.err) == (0, "")
    told = json.loads(ran.out)
    assert [doubt["task"] for doubt in told["doubts"]] == ["2-1", "2-2"]
    assert set(told["written"]) == {
        "annex2/01-yangli.yaml", "doubts.yaml", "plan.yaml", "units.yaml", "officials.yaml",
    }  # fmt: skip
    checked = run("check", registry=folder)
    assert checked.code == 1
    assert "E280  待核 2-1 完成时限：原文「三季度末」，按该季度最后一日" in checked.out
    assert checked.out.count("E280") == 2
    again = run("import", table, "--into", str(folder), registry=None)
    assert again.code == 2
    assert "不会覆盖" in again.err
    assert run("import", table, "--into", str(tmp_path), registry=None).code == 2


def test_a_plan_of_another_shape_answers_once_it_says_what_its_notice_lacks(tmp_path: Path, run: Run) -> None:
    begun(tmp_path, run)
    folder = tmp_path / "新" / "registry"
    table = tsv(tmp_path, ONE_COLUMN)
    ran = run(
        "import", table, "--into", str(folder), "--lacks", "牵头领导,总责任单位,配合单位", registry=None
    )
    assert ran.code == 0
    codes = {problem.code for problem in load(folder)[1]}
    assert codes == {"E119", "E225", "E280"}  # 领导 and 专项治理 are empty, 附件1 is missing, doubts are left
    (folder / "doubts.yaml").unlink()
    for name in ("officials", "treatments"):
        path = folder / f"{name}.yaml"
        path.write_text(
            path.read_text(encoding="utf-8").replace(f"{name}: []", f"lacks: [{name}]"), encoding="utf-8"
        )
    with (folder / "plan.yaml").open("a", encoding="utf-8") as plan:
        plan.write("lacks: [annex1]\n")
    assert load(folder)[1] == []
    due = run("due", "--before", "2099-09-30", "--as-of", "2099-05-01", registry=folder)
    assert (due.code, due.err) == (0, "")
    assert "应办结 2 项" in due.out
    assert run("action", "示例区样例", registry=folder).code == run("task", "2-1", registry=folder).code == 0
    assert "牵头区领导  （无）" in run("task", "2-1", registry=folder).out


def test_what_is_lacked_must_be_said_of_the_record_that_lacks_it(small: Path) -> None:
    path = small / "annex2/01-yangli.yaml"
    text = path.read_text(encoding="utf-8").replace("support: [甲局, 样例办公室]\n", "")
    path.write_text(text, encoding="utf-8")
    (missing,) = load(small)[1]
    assert (missing.code, missing.message) == ("E114", "缺少「support」（配合单位）")
    assert "lacks: [support]" in missing.hint
    path.write_text(f"{text}lacks: [support]\n", encoding="utf-8")
    assert load(small)[1] == []
    path.write_text(f"{text}lacks: [suport]\n", encoding="utf-8")
    assert "E118" in {problem.code for problem in load(small)[1]}


def test_a_list_is_only_extended_where_its_end_is_the_files() -> None:
    more = ["  - name: 乙局"]
    assert extended("# 待补\nunits: []\n", "units", more) == "units:\n  - name: 乙局\n"
    assert extended("units:\n  - name: 甲局", "units", more) == "units:\n  - name: 甲局\n  - name: 乙局\n"
    assert extended("key: 甲\n", "units", more) == "key: 甲\nunits:\n  - name: 乙局\n"
    assert extended("units:\n  - name: 甲局\nkey: 甲\n", "units", more) is None
    assert extended("units: [甲局]\n", "units", more) is None
