"""Goals that are numbers: their file, their protection, the values measured of them, and what is shown of both."""

import json
import shutil
from collections.abc import Callable
from contextlib import closing
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from bizenv_cli import checks, notice, verify
from bizenv_cli.errors import BadCallError
from bizenv_cli.index import open_index
from bizenv_cli.model import Targets
from bizenv_cli.model.base import number_text, parse_number
from bizenv_cli.pairing import Change
from bizenv_cli.place import Place
from bizenv_cli.problem import Problem
from bizenv_cli.query import targets as query
from bizenv_cli.readable import readable
from bizenv_cli.registry import Registry
from bizenv_cli.views.targets import _trend as trend
from conftest import REAL, SMALL, Run, load, sound

NOTICE = (SMALL / "notice.txt").read_text(encoding="utf-8")
LATER = "    amendments: [{{date: 2099-06-01, authority: 示例发〔2099〕2号, was: {{{}}}}}]\n"
FIFTH = """  - id: T5
    indicator: 样例指标
    measured: 丙事
    comparison: ">="
    value: 1
    unit: 件
    because: 样例
    stated:
      - {at: 一（一）, words: 办好一件}
"""


def edit(path: Path, *pairs: tuple[str, str]) -> None:
    text = path.read_text(encoding="utf-8")
    for old, new in pairs:
        assert old in text
        text = text.replace(old, new, 1)
    path.write_text(text, encoding="utf-8")


def record(folder: Path, *entries: str, unit: str = "甲局", file: str = "jia-ju") -> None:
    (folder / "ledger").mkdir(exist_ok=True)
    lines = "".join(f"  - {{{entry}}}\n" for entry in entries)
    (folder / "ledger" / f"{file}.yaml").write_text(f"unit: {unit}\nentries:\n{lines}", encoding="utf-8")


def measured(day: str, target: str, value: str, more: str = "") -> str:
    return f"date: {day}, target: {target}, event: measure, value: {value}{more}"


def at(folder: Path, day: str) -> dict[str, query.TargetRow]:
    with closing(open_index(Place(folder), date.fromisoformat(day))) as index:
        return {row.id: row for row in query.targets(index, query.TargetFilters())}


# The file


def test_the_notice_sets_54_targets_25_of_them_in_percent(real: Registry) -> None:
    assert real.targets
    targets = real.targets.record.targets
    assert [target.id for target in targets] == [f"T{number}" for number in range(1, 55)]
    by_id = {target.id: target for target in targets}
    told = {name: (t.comparison, str(t.value), t.unit) for name, t in by_id.items()}
    assert told["T1"] == ("<=", "0.5", "个工作日")
    assert told["T2"] == (">=", "95", "%")
    assert told["T8"] == ("<=", "70", "小时")
    assert told["T20"] == (">=", "900", "项")
    assert told["T28"] == (">=", "3.5", "个")
    assert told["T29"] == (">=", "92.5", "%")
    assert told["T39"] == ("<=", "5.99", "小时")
    assert [target.id for target in targets if target.kind == "change"] == ["T4", "T24", "T40"]
    assert sum(target.unit == "%" for target in targets) == 25
    assert str(by_id["T20"].deadline) == "2023-12-31"  # the words, not the task's 2023-08-31
    assert by_id["T32"].tasks == ("1-96", "2-1")


def test_where_body_and_annex_disagree_an_erratum_says_so(real: Registry) -> None:
    assert real.targets
    disputed = [
        target.id
        for target in real.targets.record.targets
        if any(erratum.kind == "contradiction" for erratum in target.errata)
    ]
    assert disputed == ["T4", "T7", "T20", "T26", "T32", "T40"]


def test_what_is_no_goal_is_left_out_by_the_rule_at_the_top(real: Registry) -> None:
    """Names and slogans with a number in them are none; the file says so before it begins."""
    assert real.targets
    text = real.targets.document.text
    head = text[: text.index("targets:\n  - id: T1\n")]
    for name in ("15分钟文化圈", "58条", "十个领域", "全覆盖"):
        assert name in head
    words = "".join(place.words for target in real.targets.record.targets for place in target.stated)
    assert "分钟" not in words
    assert "全覆盖" not in words


@pytest.mark.parametrize(
    ("value", "text"), [(0, "0"), (900, "900"), ("0.5", "0.5"), ("92.50", "92.5"), ("-3", "-3")]
)
def test_a_number_is_read_exactly_and_written_plainly(value: Any, text: str) -> None:
    assert number_text(parse_number(value)) == text
    assert isinstance(parse_number(value), Decimal)


@pytest.mark.parametrize(
    "value", ["1e2", "０.5", ".5", "1,000", "九", "", None, True, [1], "1234567890", "0.0000001"]
)
def test_what_is_no_number_is_refused(value: Any) -> None:
    with pytest.raises(ValueError, match="number"):
        parse_number(value)


def test_a_registry_without_targets_is_sound(small: Path, run: Run) -> None:
    (small / "targets.yaml").unlink()
    assert load(small)[1] == []
    listed = run("targets", registry=small)
    assert (listed.code, "目标 0 项" in listed.out) == (0, True)
    assert "清单里没有目标" in run("target", "T1", registry=small).err


@pytest.mark.parametrize(
    ("old", "new", "code", "words"),
    [
        ("value: 92.5", "value: 92.5%", "E128", "应写 92.5"),
        ("value: 92.5", "value: 约九成", "E128", "只写阿拉伯数字"),
        ("value: 92.5", "value:", "E128", "只写阿拉伯数字"),
        ("id: T3", "id: t3", "E121", "应写 T3"),
        ("at: 二（一）", "at: 二(一)", "E121", "二（一）"),
        ('comparison: ">="', 'comparison: "≥"', "E118", ">=（不低于）"),
        ("id: T4", "id: T5", "E240", "从 T1 起"),
        ("id: T2", "id: T3", "E240", "从 T1 起"),
        ("action: 样例专项行动", "action: 样例专项行功", "E241", "是否为「样例专项行动」"),
        ("deadline: 2099-12-31", "deadline: 2089-12-31", "E216", "核对年份"),
        ("时间压缩至", "时间 压缩至", "E223", "删去空格"),
        ("value: 3\n", "value: 4\n", "E243", "核对 value"),
    ],
)
def test_a_slip_is_one_problem(small: Path, old: str, new: str, code: str, words: str) -> None:
    edit(small / "targets.yaml", (old, new))
    problems = load(small)[1]
    assert [problem.code for problem in problems] == [code], problems
    assert words in problems[0].hint


def test_a_target_left_out_is_told_once(copy: Path) -> None:
    text = (copy / "targets.yaml").read_text(encoding="utf-8")
    start, end = text.index("  - id: T10\n"), text.index("  - id: T11\n")
    (copy / "targets.yaml").write_text(text[:start] + text[end:], encoding="utf-8")
    (problem,) = load(copy)[1]
    assert (problem.code, problem.message) == ("E240", "目标编号应为 T10，写的是 T11")


def test_the_words_of_a_row_stay_its_words_when_a_later_document_changes_it(small: Path) -> None:
    was = "was: {measure: 乙事办好，分两步：2099年4月30日前完成第一步。, milestones: [2099-04-30 完成第一步]}"
    edit(
        small / "annex1/01-yangli.yaml",
        ("measure: 乙事办好，分两步：2099年4月30日前完成第一步。", "measure: 乙事办好。"),
        (
            "    milestones:\n      - date: 2099-04-30\n        text: 完成第一步\n",
            f"    amendments: [{{date: 2099-06-01, authority: 示例发〔2099〕2号, {was}}}]\n",
        ),
    )
    assert load(small)[1] == []


# The notice


@pytest.mark.parametrize(
    ("old", "new", "where"),
    [
        ("压缩至5天", "压缩至6天", ("T1", "原文 一（一）")),
        ("不少于3件", "不少于4件", ("T3", "原文 二（一）")),
        ("2099年4月30日前完成第一步", "2099年4月29日前完成第一步", ("T4", "原文 1-2")),
    ],
)
def test_words_that_the_notice_does_not_print_are_found(old: str, new: str, where: tuple[str, str]) -> None:
    assert old in NOTICE
    report = verify.verify(sound(SMALL / "registry"), notice.read(NOTICE.replace(old, new)))
    assert where in {(item.where, item.field) for item in report.mismatches}


def test_words_in_another_section_of_the_body_are_not_found() -> None:
    """The section of the action says what the target of the indicator is said to say."""
    moved = NOTICE.replace("，甲事办理时间压缩至5天", "").replace(
        "办好丁事", "甲事办理时间压缩至5天，办好丁事"
    )
    report = verify.verify(sound(SMALL / "registry"), notice.read(moved))
    assert [(item.where, item.field) for item in report.mismatches] == [("T1", "原文 一（一）")]


def test_a_target_changed_by_a_later_document_is_compared_as_it_was_issued(small: Path) -> None:
    edit(
        small / "targets.yaml",
        ("    value: 5\n", "    value: 4\n"),
        ("压缩至5天}\n", "压缩至4天}\n" + LATER.format("value: 5, stated: [一（一） 甲事办理时间压缩至5天]")),
    )
    report = verify.verify(sound(small), notice.read(NOTICE))
    assert report.mismatches == ()


# Protection


def compared(after: Path) -> list[Problem]:
    later, problems = load(after)
    return checks.compare(Change(sound(SMALL / "registry"), later), problems).problems


def changed(*pairs: tuple[str, str]) -> Callable[[Path], None]:
    return lambda folder: edit(folder / "targets.yaml", *pairs)


FIVE_TO_FOUR = (("    value: 5\n", "    value: 4\n"), ("压缩至5天}\n", "压缩至4天}\n"))
LAST = "      - {at: 1-2, words: 2099年4月30日前完成第一步}\n"
CHANGES: dict[str, tuple[Callable[[Path], None], list[tuple[str, str]]]] = {
    "a value and its words": (changed(*FIVE_TO_FOUR), [("E301", "数值"), ("E301", "原文")]),
    "a comparison": (
        changed(('"<="\n    value: 5', '"<"\n    value: 5')),
        [("E244", "原话"), ("E301", "比较")],
    ),
    "a unit": (changed(("unit: 天", "unit: 日")), [("E301", "由「天」改成了「日」")]),
    "a deadline": (changed(("deadline: 2099-12-31", "deadline: 2099-11-30")), [("E301", "2099-11-30")]),
    "another notation": (changed(("value: 92.5", "value: 92.50")), []),
    "a target more": (changed((LAST, LAST + FIFTH)), [("E305", "新增了目标 T5")]),
    "a target less": (
        lambda folder: (folder / "targets.yaml").write_text(
            (folder / "targets.yaml").read_text(encoding="utf-8").partition("  - id: T4\n")[0],
            encoding="utf-8",
        ),
        [("E302", "目标 T4 被删去")],
    ),
    "all of them": (lambda folder: (folder / "targets.yaml").unlink(), [("E302", "4 项内容连同文件被删去")]),
    "by a later document": (
        changed(
            FIVE_TO_FOUR[0],
            (
                "压缩至5天}\n",
                "压缩至4天}\n" + LATER.format("value: 5, stated: [一（一） 甲事办理时间压缩至5天]"),
            ),
        ),
        [],
    ),
    "a later document's wrong word": (
        changed(
            FIVE_TO_FOUR[0],
            (
                "压缩至5天}\n",
                "压缩至4天}\n" + LATER.format("value: 6, stated: [一（一） 甲事办理时间压缩至5天]"),
            ),
        ),
        [("E301", "上一版不是这样写的")],
    ),
    "a former value that is none": (
        changed(("至5天}\n", "至5天}\n" + LATER.format("value: 五"))),
        [("E301", "上一版不是这样写的"), ("E304", "写法不对")],
    ),
}


@pytest.mark.parametrize("name", CHANGES)
def test_a_target_changes_only_on_a_documents_word(small: Path, name: str) -> None:
    change, expected = CHANGES[name]
    change(small)
    problems = compared(small)
    assert sorted(problem.code for problem in problems) == sorted(code for code, _ in expected), problems
    for code, words in expected:
        assert any(problem.code == code and words in problem.message for problem in problems), problems


def test_targets_that_were_not_transcribed_before_add_nothing_to_the_notice(small: Path) -> None:
    before = small.parent / "before"
    shutil.copytree(small, before)
    (before / "targets.yaml").unlink()
    later, problems = load(small)
    assert checks.compare(Change(sound(before), later), problems).problems == []


# The values


def test_the_newest_value_up_to_the_day_decides(small: Path) -> None:
    record(
        small,
        measured("2099-04-01", "T1", "9"),
        measured("2099-05-01", "T1", "5"),
        measured("2099-06-01", "T1", "5.5"),
    )
    found = {day: at(small, day)["T1"] for day in ("2099-03-31", "2099-04-30", "2099-05-01", "2099-06-02")}
    assert [row.status for row in found.values()] == ["none", "unmet", "met", "unmet"]
    assert [row.last_value for row in found.values()] == [None, 9, 5, 5.5]
    assert str(found["2099-06-02"].last_date) == "2099-06-01"


@pytest.mark.parametrize(
    ("comparison", "met"),
    [("<=", (True, True, False)), (">=", (False, True, True)), ("=", (False, True, False)),
     ("<", (True, False, False)), (">", (False, False, True))],
)  # fmt: skip
def test_each_comparison_is_exact(small: Path, comparison: str, met: tuple[bool, ...]) -> None:
    """As decimals: 92.4999999 is not 92.5, and 92.50 is."""
    edit(
        small / "targets.yaml",
        ("达到92.5%以上", "为92.5%"),
        (
            'comparison: ">="\n    value: 92.5',
            f'comparison: "{comparison}"\n    because: 样例\n    value: 92.5',
        ),
    )
    for value, expected in zip(("92.499999", "92.50", "92.500001"), met, strict=True):
        record(small, measured("2099-04-01", "T2", value))
        assert at(small, "2099-05-01")["T2"].status == ("met" if expected else "unmet"), value


def test_a_mistaken_value_is_taken_back_and_of_one_day_the_last_counts(small: Path) -> None:
    record(
        small,
        measured("2099-04-01", "T1", "4"),
        measured("2099-04-02", "T1", "400"),
        "date: 2099-04-03, target: T1, event: void, of: measure, dated: 2099-04-02",
    )
    assert at(small, "2099-05-01")["T1"].last_value == 4
    record(small, measured("2099-04-01", "T1", "4"), measured("2099-04-01", "T1", "6"))
    assert at(small, "2099-05-01")["T1"].last_value == 6
    record(small, "date: 2099-04-03, target: T1, event: void, of: measure, dated: 2099-04-02")
    (problem,) = load(small)[1]
    assert (problem.code, "目标 T1" in problem.message) == ("E233", True)


@pytest.mark.parametrize(
    ("unit", "target", "code"),
    [
        ("甲局", "T1", ""),  # heads the indicator
        ("乙局", "T4", ""),  # leads the task that states it
        ("丙局", "T1", "E246"),
        ("乙局", "T3", ""),  # heads the action
        ("甲局", "T3", "E246"),
        ("甲局", "T9", "E245"),
    ],
)
def test_a_unit_records_values_of_what_it_has_to_do_with(
    small: Path, unit: str, target: str, code: str
) -> None:
    record(small, measured("2099-04-01", target, "1"), unit=unit)
    assert [problem.code for problem in load(small)[1]] == ([code] if code else [])


def test_of_a_target_whose_owner_the_notice_does_not_say_anyone_records_values(copy: Path) -> None:
    record(copy, measured("2023-09-01", "T36", "1"), unit="区税务局", file="qu-shuiwuju")
    assert load(copy)[1] == []


def test_values_stand_beside_entries_on_tasks_and_touch_no_status(small: Path, run: Run) -> None:
    before = run("list", "--format", "json", "--as-of", "2099-06-05", registry=small).out
    record(small, measured("2099-04-01", "T1", "6", ", note: 样例说明, evidence: [示例发〔2099〕5号]"))
    assert run("list", "--format", "json", "--as-of", "2099-06-05", registry=small).out == before


def test_git_shows_a_target_field_by_field(small: Path) -> None:
    """Each line begins with the target's id, so that a hunk says whose value changed."""
    record(small, measured("2099-06-02", "T1", "4.5"))
    lines = readable((small / "targets.yaml").read_bytes()).decode().splitlines()
    assert "T2 数值：92.5" in lines
    assert all(line.split(" ")[0] in ("T1", "T2", "T3", "T4") for line in lines)
    ledger = readable((small / "ledger/jia-ju.yaml").read_bytes()).decode()
    assert ledger == "甲局 2099-06-02 T1 数值：数值 4.5\n"


# The commands


def test_nothing_measured_is_no_value_and_never_zero(run: Run) -> None:
    ran = run("targets")
    assert (ran.code, ran.err) == (0, "")
    assert "目标 54 项 · 以 2023-09-01（周五）计   √ 达到 0   ■ 未达到 0   ● 尚无数据 54" in ran.out
    assert ran.out.count("● 尚无数据") == 55
    assert " 0%" not in ran.out
    found = json.loads(run("targets", "--format", "json").out)["targets"]
    assert {(item["status"], item["last_value"], item["last_date"]) for item in found} == {
        ("none", None, None)
    }


def test_records_have_the_keys_of_the_file(run: Run) -> None:
    (found,) = json.loads(run("target", "t28", "--format", "json").out)["targets"]
    assert set(Targets.model_fields["targets"].annotation.__args__[0].model_fields) <= set(found)  # type: ignore[union-attr]
    assert (found["id"], found["value"], found["comparison"], found["kind"]) == ("T28", 3.5, ">=", "level")
    assert found["stated"] == [{"at": "一（十八）", "words": "2023年底全区每千人口托位数达到3.5个"}]
    assert found["measurements"] == []


@pytest.mark.parametrize(
    ("arguments", "ids"),
    [
        (["--indicator", "开办企业"], ["T1", "T2"]),
        (["--indicator", "养老"], ["T26", "T52"]),
        (["--action", "提升政务服务"], ["T32", "T31", "T53", "T54"]),
        (["--unit", "区税务局"], ["T8", "T9", "T42", "T43", "T44"]),
        (["--unit", "区农业农村局"], ["T47"]),
        (["--status", "met"], []),
        (["--indicator", "获得电力", "--status", "none", "--unit", "区发改委"], []),
    ],
)
def test_filters(run: Run, arguments: list[str], ids: list[str]) -> None:
    ran = run("targets", "--format", "json", *arguments)
    assert ran.code == 0, ran.err
    assert [item["id"] for item in json.loads(ran.out)["targets"]] == ids


def test_a_limit_says_what_it_leaves_out(run: Run) -> None:
    ran = run("targets", "--limit", "3")
    assert "目标 54 项" in ran.out
    assert ("T3 " in ran.out, "T4 " in ran.out, "还有 51 项未列出" in ran.out) == (True, False, True)
    told = json.loads(run("targets", "--limit", "3", "--format", "json").out)
    assert (len(told["targets"]), told["whole"]) == (3, 54)


def test_a_page_shows_every_value_up_to_the_day_and_where_they_went(small: Path, run: Run) -> None:
    days = ("2099-04-01", "2099-04-15", "2099-05-01", "2099-06-01")
    values = (
        measured(day, "T2", value) for day, value in zip(days, ("80", "90.5", "92.5", "70"), strict=True)
    )
    record(small, *values)
    ran = run("target", "2", "--as-of", "2099-05-02", registry=small)
    for words in (
        "要求    ≥ 92.5%",
        "最新值  92.5%（2099-05-01）",
        "√ 达到（以 2099-05-02 计）",
        "走势    ▁▇█　80 → 92.5，共 3 次",
        "原文    正文一（一）：样例率达到92.5%以上",
        "2099-04-15  90.5%  ■ 未达到  甲局",
    ):
        assert words in ran.out, ran.out
    assert "2099-06-01" not in ran.out
    ran.out.encode("gbk")
    listed = run("targets", "--status", "met", "--as-of", "2099-05-02", registry=small).out
    assert "T2    样例率  ≥ 92.5%  92.5%   2099-05-01  2099-12-31  √ 达到" in listed


@pytest.mark.parametrize(
    ("numbers", "bars"),
    [([1, 1], "▅▅"), ([0, 7], "▁█"), ([3, 2, 1], "█▅▁"), ([-1, 0.5], "▁█"), (list(range(99)), "▁")],
)
def test_a_trend_is_drawn_between_its_lowest_and_highest(numbers: list[float], bars: str) -> None:
    assert trend(numbers).startswith(bars)
    assert len(trend(numbers)) == min(40, len(numbers))
    trend(numbers).encode("gbk")


@pytest.mark.parametrize("form", ["table", "json", "jsonl", "csv", "md"])
def test_every_format_has_both_commands(run: Run, form: str) -> None:
    for command in (["targets"], ["target", "T32"]):
        ran = run(*command, "--format", form)
        assert (ran.code, "T32" in ran.out) == (0, True), ran.err


def test_csv_speaks_chinese(run: Run) -> None:
    head, first, *_ = run("targets", "--format", "csv").out.splitlines()
    assert head.startswith(
        "编号,指标,专项行动,专项治理,目标,类别,比较,数值,单位,完成时限,任务,最新值,最新日期,状态"
    )
    assert first.startswith("T1,开办企业,,,企业开办时间,水平,<=,0.5,个工作日,,,,,尚无数据")


@pytest.mark.parametrize("typed", ["T99", "T0", "目标", "1-26", ""])
def test_a_target_that_is_none_is_told_with_those_there_are(run: Run, typed: str) -> None:
    ran = run("target", typed)
    assert (ran.code, ran.out) == (2, "")
    assert "编号为 T1 至 T54，见 bizenv targets" in ran.err


def test_targets_of_several_plans_have_their_plans_key(tmp_path: Path, run: Run) -> None:
    folder = tmp_path / "样例市"
    for key in ("jia", "yi"):
        shutil.copytree(SMALL / "registry", folder / key)
        edit(folder / key / "plan.yaml", ("key: shili2099", f"key: {key}"))
    record(folder / "yi", measured("2099-04-01", "T1", "5"))
    found = json.loads(run("targets", "--format", "json", "--as-of", "2099-05-01", registry=folder).out)
    assert [(item["id"], item["status"]) for item in found["targets"]][::4] == [
        ("jia:T1", "none"),
        ("yi:T1", "met"),
    ]
    assert found["targets"][-2]["tasks"] == ["yi:1-2"]
    page = run("target", "yi:T1", "--as-of", "2099-05-01", registry=folder)
    assert (page.code, "2099-04-01" in page.out) == (0, True)
    assert "请写上方案代号" in run("target", "T1", registry=folder).err


def test_views_of_sql_tell_the_same(small: Path, run: Run) -> None:
    record(small, measured("2099-04-01", "T1", "4.5"))
    statement = "SELECT id, last_value, status FROM targets WHERE last_value < value"
    ran = run("sql", statement, "--format", "json", "--as-of", "2099-04-02", registry=small)
    assert json.loads(ran.out)["rows"] == [{"id": "T1", "last_value": 4.5, "status": "met"}]
    ran = run(
        "sql",
        "SELECT id, value, unit FROM measurements",
        "--format",
        "json",
        "--as-of",
        "2099-03-31",
        registry=small,
    )
    assert json.loads(ran.out)["rows"] == []


def test_a_name_is_met_half_way(small: Path) -> None:
    with closing(open_index(Place(small), date(2099, 5, 1))) as index:
        for typed in ("T2", "t2", "2", "Ｔ２", " T 2 ", "T02", "目标2", "shili2099:T2"):
            assert query.named(index, typed).id == "T2"
        with pytest.raises(BadCallError, match="没有目标"):
            query.named(index, "T2.5")


def test_the_real_registry_has_a_page_for_each(run: Run) -> None:
    assert (REAL / "targets.yaml").is_file()
    ran = run("target", "T40")
    assert "同比下降30%" in ran.out
    assert "（增减幅度）" in ran.out
    assert "勘误    目标、数值：前后不一。" in ran.out
