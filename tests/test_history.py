"""What changed between two registries, in the domain's words: each word once, and what is no change at all."""

import shutil
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bizenv_cli.history import Event, compare, status_changes, statuses
from bizenv_cli.history.words import CHANGES
from bizenv_cli.index import open_index
from bizenv_cli.place import Place
from bizenv_cli.registry import Registry
from bizenv_cli.source import FolderSource
from bizenv_cli.views.events import detail, record, subject, summary
from bizenv_cli.whole import read_whole
from conftest import SMALL

INDICATOR, ACTION, LEDGER = "annex1/01-yangli.yaml", "annex2/01-yangli.yaml", "ledger/jia-ju.yaml"
UNITS, PLAN = "units.yaml", "plan.yaml"
Edit = tuple[str, str, str]  # file, what stands there, what comes instead

FIRST = "    deadline: 2099-05-31\n  - seq: 2"
ISSUED = "示例发〔2099〕1号"


def amended(value: str, was: str, authority: str = "示例发〔2099〕2号", rest: str = "\n  - seq: 2") -> Edit:
    item = f"{{date: 2099-04-01, authority: {authority}, was: {{deadline: {was}}}}}"
    return INDICATOR, FIRST, f"    deadline: {value}\n    amendments: [{item}]{rest}"


def read(folder: Path) -> Registry:
    whole, problems = read_whole(FolderSource(folder))
    assert whole is not None, problems
    return whole


def edit(folder: Path, *edits: Edit) -> None:
    for file, old, new in edits:
        path = folder / file
        path.parent.mkdir(exist_ok=True)
        text = path.read_text(encoding="utf-8") if path.exists() else ""
        assert old in text, (file, old)
        path.write_text(text.replace(old, new, 1) if old else text + new, encoding="utf-8")


def entries(*lines: str) -> Edit:
    return LEDGER, "", "unit: 甲局\nentries:\n" + "".join(f"  - {{{line}}}\n" for line in lines)


def more(*lines: str) -> Edit:
    return LEDGER, "", "".join(f"  - {{{line}}}\n" for line in lines)


def told(events: list[Event]) -> list[str]:
    """Each event as a page shows it."""
    return [
        f"{subject(event)} {CHANGES[event.kind]} {''.join(span.text for span in detail(event))}"
        for event in events
    ]


EXTEND = "date: 2099-04-10, task: 1-1, event: extend, to: 2099-06-30, approval: 示例发〔2099〕3号"
SECOND = EXTEND.replace("04-10", "05-10").replace("06-30", "07-31").replace("3号", "4号")
RECEIVE = "date: 2099-04-01, task: 1-1, event: receive"

THIRD = """\
      - seq: 3
        measure: 己事办好。
        lead: [甲局]
        deadline: 2099-08-31
        amendments: [{date: 2099-04-01, authority: 示例发〔2099〕5号}]
"""

WORDS: dict[str, tuple[tuple[Edit, ...], list[str]]] = {
    "延期，有依据": (
        (amended("2099-06-30", "2099-05-31"),),
        ["1-1 延期 完成时限 2099-05-31 → 2099-06-30　+30 天 · 依据 示例发〔2099〕2号"],
    ),
    "延期，无依据": (
        ((INDICATOR, "2099-05-31", "2099-06-01"),),
        ["1-1 延期 完成时限 2099-05-31 → 2099-06-01　+1 天 · 无依据"],
    ),
    "提前": (
        (amended("2099-05-01", "2099-05-31"),),
        ["1-1 提前 完成时限 2099-05-31 → 2099-05-01　-30 天 · 依据 示例发〔2099〕2号"],
    ),
    "更正抄录": (
        (amended("2099-06-30", "2099-05-31", ISSUED),),
        ["1-1 更正抄录 完成时限 2099-05-31 → 2099-06-30　依据 示例发〔2099〕1号"],
    ),
    "补上时限": (
        ((INDICATOR, "    errata:\n      - kind: lost", "    deadline: 2099-12-31\n    errata:\n      - kind: lost"),),
        ["1-3 时限 完成时限 （无） → 2099-12-31　无依据"],
    ),
    "换牵头": (
        ((ACTION, "lead: [乙局]", "lead: [丙局]"),),
        ["2-1 换牵头 乙局 → 丙局　无依据"],
    ),
    "增牵头": (
        ((ACTION, "lead: [乙局]", "lead: [乙局, 丙局, 甲局]"),),
        ["2-1 换牵头 增 丙局、甲局　无依据"],
    ),
    "总责任单位": (
        ((ACTION, "lead_unit: 乙局", "lead_unit: 丙局"),),
        ["专项行动 换牵头 「样例专项行动」乙局 → 丙局　无依据"],
    ),
    "增减配合": (
        ((INDICATOR, "support: [各样例单位]\n    deadline", "support: [乙局, 丙局]\n    deadline"),),
        ["1-1 增减配合 增 乙局、丙局；减 各样例单位　无依据"],
    ),
    "牵头换了先后": (
        ((INDICATOR, "[乙局, 甲甲局]", "[甲甲局, 乙局]"),),
        ["1-2 排序 牵头单位 乙局、甲甲局 → 甲甲局、乙局　无依据"],
    ),
    "目标": (
        ((INDICATOR, "goal: 优异", "goal: 优秀"),),
        ["指标 目标 「样例指标」预期目标 优异 → 优秀　无依据"],
    ),
    "目标上调": (
        (("targets.yaml", "value: 92.5", "value: 95"),),
        ["T2 目标上调 92.5 → 95　无依据"],
    ),
    "目标下调": (
        (("targets.yaml", "value: 5\n", "value: 4\n"),),
        ["T1 目标下调 5 → 4　无依据"],
    ),
    "数值": (
        (entries("date: 2099-04-01, target: T2, event: measure, value: 91.5, note: 样例"),),
        ["T2 数值 甲局 2099-04-01　91.5　样例"],
    ),
    "履职": (
        (entries("date: 2099-04-01, duty: D1, event: fulfil, period: 2099-03"),),
        ["D1 履职 甲局 2099-04-01　2099-03"],
    ),
    "更正数值": (
        (entries("date: 2099-04-01, target: T2, event: measure, value: 91.5",
                 "date: 2099-04-02, target: T2, event: void, of: measure, dated: 2099-04-01"),),
        ["T2 数值 甲局 2099-04-01　91.5", "T2 更正 甲局 2099-04-02　2099-04-01 的「数值」是误记"],
    ),
    "措辞": (
        ((ACTION, "戊事办好", "戊事要办好"),),
        ["2-2 措辞 戊事办好。 → 戊事要办好。　无依据"],
    ),
    "工作任务的措辞": (
        ((ACTION, "样例工作任务。", "样例工作任务之二。"),),
        ["工作任务 措辞 第 1 项　样例工作任务。 → 样例工作任务之二。　无依据"],
    ),
    "节点": (
        ((INDICATOR, "date: 2099-04-30", "date: 2099-04-15"),),
        ["1-2 节点 2099-04-30 完成第一步 → 2099-04-15 完成第一步　无依据"],
    ),
    "试点项目": (
        ((INDICATOR, "pilot: 样例试点。", "pilot: 另一试点。"),),
        ["指标 试点项目 「样例指标」样例试点。 → 另一试点。　无依据"],
    ),
    "中途换的试点项目": (
        ((INDICATOR, "from_seq: 3", "from_seq: 2"),),
        ["指标 试点项目 「样例指标」3 样例试点之二。 → 2 样例试点之二。　无依据"],
    ),
    "对标城市": (
        ((INDICATOR, "[样城]", "[样城, 例城]"),),
        ["指标 对标城市 「样例指标」增 例城　无依据"],
    ),
    "指标长": (
        ((INDICATOR, "[领导甲]", "[领导乙]"),),
        ["指标 指标长 「样例指标」领导甲 → 领导乙　无依据"],
    ),
    "牵头领导": (
        ((ACTION, "[领导乙]", "[领导甲, 领导乙]"),),
        ["专项行动 牵头领导 「样例专项行动」增 领导甲　无依据"],
    ),
    "新增": (
        ((ACTION, "2099-07-31\n", f"2099-07-31\n{THIRD}"),),
        ["2-3 新增 己事办好。　依据 示例发〔2099〕5号"],
    ),
    "撤销": (
        ((ACTION, "      - seq: 2\n        measure: 戊事办好。\n        lead: [样例办公室]\n        deadline: 2099-07-31\n", ""),),
        ["2-2 撤销 戊事办好。"],
    ),
    "改编号": (
        ((ACTION, "seq: 2\n        measure: 戊", "seq: 3\n        measure: 戊"),),
        ["2-3 改编号 2-2 → 2-3"],
    ),
    "勘误": (
        ((INDICATOR, "because: 样例：时限一格已失", "because: 样例：时限一格未印"),),
        ["1-3 勘误 样例：时限一格已失 → 样例：时限一格未印"],
    ),
    "删去勘误": (
        ((INDICATOR, "      - kind: doubtful\n        fields: [support]\n        because: 样例：牵头单位又列在配合单位中\n", ""),),
        ["1-3 勘误 删：样例：牵头单位又列在配合单位中"],
    ),
    "只添修订": (
        (amended("2099-05-31", "2099-05-31"),),
        ["1-1 修订 增：2099-04-01 示例发〔2099〕2号"],
    ),
    "预警天数": (
        ((PLAN, "alert_days: 10", "alert_days: 20"),),
        ["方案 基本情况 预警天数 10 → 20"],
    ),
    "印发日期": (
        ((PLAN, "issued: 2099-03-01", "issued: 2099-03-02"),),
        ["方案 基本情况 印发日期 2099-03-01 → 2099-03-02　无依据"],
    ),
    "新单位": (
        ((UNITS, "  - name: 样例办公室\n    kind: single\n", "  - name: 样例办公室\n    kind: single\n  - {name: 丁局, kind: single}\n"),),
        ["单位 新增 「丁局」"],
    ),
    "集体单位的涵盖": (
        ((UNITS, "covers: [丙局]", "covers: [丙局, 样例办公室]"),),
        ["单位 名录 「各样例单位」涵盖单位 增 样例办公室"],
    ),
    "新领导": (
        (("officials.yaml", "  - name: 领导乙\n", "  - name: 领导乙\n  - name: 领导丙\n"),),
        ["领导 新增 「领导丙」"],
    ),
    "登记": (
        (entries(
            RECEIVE, "date: 2099-04-02, task: 1-1, event: progress, note: 做了一半, evidence: [示例〔2099〕7号]",
            "date: 2099-04-03, task: 1-1, event: done, completed: 2099-04-01",
            "date: 2099-04-04, task: 1-1, event: return, note: 材料不全", "date: 2099-04-05, task: 1-1, event: accept",
            "date: 2099-04-06, task: 1-2, event: urge, color: red",
            "date: 2099-04-07, task: 1-1, event: void, of: done, dated: 2099-04-03",
        ),),
        [
            "1-1 签收 甲局 2099-04-01",
            "1-1 进展 甲局 2099-04-02　做了一半　佐证 示例〔2099〕7号",
            "1-1 办结 甲局 2099-04-03　2099-04-01 办结",
            "1-1 退回 甲局 2099-04-04　材料不全",
            "1-1 销号 甲局 2099-04-05",
            "1-2 督办 甲局 2099-04-06　红色督办单",
            "1-1 更正 甲局 2099-04-07　2099-04-03 的「办结」是误记",
        ],
    ),
    "认定": (
        (("overlaps.yaml", "", "overlaps:\n  - {tasks: [1-1, 2-1], verdict: same, because: 样例理由}\n"),),
        ["1-1 认定重叠 （无） → 与 2-1 同一件事　样例理由"],
    ),
    "登记的延期接着延": (
        (entries(EXTEND, SECOND),),
        [
            "1-1 延期 甲局 2099-04-10　完成时限 2099-05-31 → 2099-06-30　+30 天 · 第 1 次 · 依据 示例发〔2099〕3号",
            "1-1 延期 甲局 2099-05-10　完成时限 2099-06-30 → 2099-07-31　+31 天 · 第 2 次 · 依据 示例发〔2099〕4号",
        ],
    ),
    "误记的延期不算一次": (
        (entries(EXTEND, "date: 2099-04-11, task: 1-1, event: void, of: extend, dated: 2099-04-10", SECOND),),
        [
            "1-1 延期 甲局 2099-04-10　完成时限 2099-05-31 → 2099-06-30　+30 天 · 依据 示例发〔2099〕3号",
            "1-1 更正 甲局 2099-04-11　2099-04-10 的「延期」是误记",
            "1-1 延期 甲局 2099-05-10　完成时限 2099-05-31 → 2099-07-31　+61 天 · 第 1 次 · 依据 示例发〔2099〕4号",
        ],
    ),
    "两家登记同一次延期": (
        (entries(EXTEND), ("ledger/yi-ju.yaml", "", f"unit: 乙局\nentries:\n  - {{{EXTEND}}}\n")),
        [
            "1-1 延期 甲局 2099-04-10　完成时限 2099-05-31 → 2099-06-30　+30 天 · 第 1 次 · 依据 示例发〔2099〕3号",
            "1-1 延期 乙局 2099-04-10　完成时限 2099-05-31 → 2099-06-30　+30 天 · 第 1 次 · 依据 示例发〔2099〕3号",
        ],
    ),
    "修订与登记同时延": (
        (amended("2099-06-15", "2099-05-31"), entries(EXTEND)),
        [
            "1-1 延期 完成时限 2099-05-31 → 2099-06-15　+15 天 · 依据 示例发〔2099〕2号",
            "1-1 延期 甲局 2099-04-10　完成时限 2099-06-15 → 2099-06-30　+15 天 · 第 1 次 · 依据 示例发〔2099〕3号",
        ],
    ),
}  # fmt: skip

NOTHING: dict[str, tuple[Edit, ...]] = {
    "别名": ((INDICATOR, "lead: [甲局]", "lead: [甲甲局]"),),
    "注释": ((PLAN, "# 虚构的样例", "# 另一条注释"), (INDICATOR, "tasks:", "# 任务\ntasks:")),
    "格式": ((INDICATOR, "benchmark_cities: [样城]", "benchmark_cities:\n  - '样城'"), (ACTION, "order: 1", "order:   1")),
    "次序": ((INDICATOR, "indicator: 样例指标\norder: 1\n", "order: 1\nindicator: 样例指标\n"),),
    "全半角与空白": ((INDICATOR, "乙事办好，分两步：", "乙事办好,分两步:"),),
    "名录的次序": ((UNITS, "  - name: 乙局\n    kind: single\n", ""), (UNITS, "units:\n", "units:\n  - name: 乙局\n    kind: single\n")),
}  # fmt: skip


@pytest.mark.parametrize("name", WORDS)
def test_each_change_is_told_in_the_offices_words(small: Path, name: str) -> None:
    before = read(small)
    edits, expected = WORDS[name]
    edit(small, *edits)
    assert told(compare(before, read(small))) == expected


def test_every_word_of_the_vocabulary_is_told_somewhere() -> None:
    said = {line.split(" ")[1] for _, lines in WORDS.values() for line in lines}
    elsewhere = {"改归属", "状态", "登记被改", "首次收录"}  # told in tests of their own
    assert said | elsewhere == set(CHANGES.values())


def test_a_file_that_is_transcribed_for_the_first_time_is_one_change(small: Path) -> None:
    after = read(small)
    for name in ("targets.yaml", "duties.yaml"):
        (small / name).unlink()
    before = read(small)
    assert told(compare(before, after)) == [
        "目标 首次收录 4 项",
        "职责 首次收录 2 项",
        "投诉时限 首次收录 2 项",
    ]


def test_duties_are_told_by_their_own_words(small: Path) -> None:
    before = read(small)
    edit(
        small,
        entries(
            "date: 2099-04-30, duty: D1, period: 2099-04, event: fulfil, indicator: 样例指标, evidence: [甲号]"
        ),
        ("duties.yaml", "BYDAY=FR", "BYDAY=MO"),
    )
    assert told(compare(before, read(small))) == [
        "D2 基本情况 周期规则 FREQ=WEEKLY;BYDAY=FR → FREQ=WEEKLY;BYDAY=MO　无依据",
        "D1 履职 甲局 2099-04-30　2099-04 样例指标　佐证 甲号",
    ]


@pytest.mark.parametrize("name", NOTHING)
def test_what_is_no_change_of_meaning(small: Path, name: str) -> None:
    before = read(small)
    edit(small, *NOTHING[name])
    after = read(small)
    assert compare(before, after) == []
    assert compare(after, before) == []


def test_files_that_are_renamed_change_nothing(small: Path) -> None:
    edit(small, entries(RECEIVE))
    before = read(small)
    (small / INDICATOR).rename(small / "annex1/07-bieming.yaml")
    (small / LEDGER).rename(small / "ledger/bieming.yaml")
    assert compare(before, read(small)) == []
    edit(small, ("annex1/07-bieming.yaml", "甲事办好", "甲事要办好"))
    assert told(compare(before, read(small))) == ["1-1 措辞 甲事办好。 → 甲事要办好。　无依据"]


def test_a_canonical_name_and_its_alias_exchanged_change_no_task(small: Path) -> None:
    before = read(small)
    edit(
        small,
        (UNITS, "name: 甲局", "name: 甲甲"),
        (UNITS, "name: 甲甲局", "name: 甲局"),
        (UNITS, "name: 甲甲\n", "name: 甲甲局\n"),
    )
    assert told(compare(before, read(small))) == ["单位 名录 「甲甲局」名称 甲局 → 甲甲局"]


def test_a_name_that_means_another_unit_changes_its_tasks(small: Path) -> None:
    before = read(small)
    alias = "    aliases:\n      - name: 甲甲局\n        basis: certain\n        because: 样例\n"
    edit(
        small,
        (UNITS, alias, ""),
        (UNITS, "  - name: 丙局\n    kind: single\n", f"  - name: 丙局\n    kind: single\n{alias}"),
    )
    assert told(compare(before, read(small))) == [
        "单位 名录 「甲局」别名 减 甲甲局",
        "单位 名录 「丙局」别名 增 甲甲局",
        "1-2 换牵头 甲局 → 丙局　无依据",
    ]


def test_a_task_under_another_owner_is_moved(small: Path) -> None:
    measure = "      - seq: 2\n        measure: 戊事办好。\n        lead: [样例办公室]\n        deadline: 2099-07-31\n"
    edit(
        small,
        (
            ACTION,
            measure,
            f"{measure}  - seq: 2\n    text: 第二件。\n    measures:\n      - {{seq: 3, measure: 己事办好。, lead: [甲局]}}\n",
        ),
    )
    before = read(small)
    was = "        amendments: [{date: 2099-04-01, authority: 示例发〔2099〕2号, was: {work_task: 1}}]\n"
    edit(
        small,
        (ACTION, measure, ""),
        (ACTION, "    text: 第二件。\n    measures:\n", f"    text: 第二件。\n    measures:\n{measure}{was}"),
    )
    (event,) = compare(before, read(small))
    assert told([event]) == ["2-2 改归属 工作任务 1 → 工作任务 2　依据 示例发〔2099〕2号"]


def test_the_next_extension_counts_those_before_it(small: Path) -> None:
    edit(small, amended("2099-06-15", "2099-05-31"), entries(EXTEND))
    before = read(small)
    edit(small, more(SECOND))
    (event,) = compare(before, read(small))
    assert (event.kind, event.nth, event.days, event.before) == ("extended", 2, 31, "2099-06-30")
    again = "date: 2099-05-11, task: 1-1, event: extend, to: 2099-07-01, approval: 示例发〔2099〕5号"
    before = read(small)
    edit(small, more(again))
    (event,) = compare(before, read(small))
    assert (event.kind, event.nth, event.days, event.before) == ("advanced", 3, -30, "2099-07-31")


def test_a_ledger_that_is_rewritten_loses_and_gains(small: Path) -> None:
    edit(small, entries(RECEIVE))
    before = read(small)
    edit(small, (LEDGER, "2099-04-01", "2099-04-02"))
    assert told(compare(before, read(small))) == [
        "1-1 签收 甲局 2099-04-02",
        "1-1 登记被改 甲局 2099-04-01　已登记的「签收」不见了",
    ]


@pytest.mark.parametrize("day", [date(2099, 4, 1), date(2099, 5, 25), date(2099, 6, 15), date(2099, 12, 1)])
def test_a_status_is_what_the_index_says(small: Path, day: date) -> None:
    edit(
        small,
        amended("2099-06-15", "2099-05-31"),
        entries(
            EXTEND.replace("to: 2099-06-30", "to: 2099-07-31"),
            "date: 2099-04-20, task: 1-1, event: done",
            "date: 2099-06-01, task: 1-1, event: return, note: 材料不全",
        ),
    )
    with closing(open_index(Place(small), day)) as index:
        known = {row["id"]: row["status"] for row in index.rows("SELECT id, status FROM tasks")}
    assert statuses(read(small), day) == known


def test_a_registry_that_is_not_in_order_has_a_history_all_the_same(small: Path) -> None:
    edit(small, amended("2099-06-30", "某日"), (ACTION, "lead: [乙局]", "lead: [没有的局]"))
    before = read(small)
    edit(small, entries(EXTEND.replace("to: 2099-06-30", "to: 2099-07-31"), EXTEND.replace("1-1", "1-9")))
    assert [event.days for event in compare(before, read(small))] == [31, None]
    assert statuses(read(small), date(2099, 4, 1))["2-1"] == "open"


def test_a_status_that_differs_is_told(small: Path) -> None:
    registry = read(small)
    was = {"1-1": "open", "1-2": "open", "2-1": "open"}
    now = {"1-1": "done", "1-2": "open", "1-3": "undated"}
    assert told(status_changes(registry, registry, was, now)) == ["1-1 状态 进行中 → 已办结"]


def test_a_change_concerns_the_units_before_and_after(small: Path) -> None:
    before = read(small)
    edit(small, (ACTION, "lead: [乙局]", "lead: [甲甲局]"))
    (event,) = compare(before, read(small))
    assert event.units == ("甲局", "乙局")
    assert record(event) | {"before": ["乙局"], "after": ["甲甲局"], "gained": ["甲甲局"]} == record(event)


def test_a_summary_counts_by_word(small: Path) -> None:
    before = read(small)
    edit(small, (ACTION, "lead: [乙局]", "lead: [丙局]"), (ACTION, "戊事", "己事"), entries(RECEIVE))
    assert summary(compare(before, read(small))) == "换牵头 1、措辞 1、签收 1"


def test_nothing_is_said_twice_where_whole_registries_are_compared(real: Registry) -> None:
    assert compare(real, real) == []
    assert compare(real, replace(real)) == []


CHOICES: list[Callable[[], Edit]] = [
    lambda: (INDICATOR, "甲事办好", "甲事要办好"),
    lambda: (INDICATOR, "    deadline: 2099-05-31", "    deadline: 2099-06-01"),
    lambda: (INDICATOR, "goal: 优异", "goal: 优秀"),
    lambda: (INDICATOR, "[领导甲]", "[领导乙]"),
    lambda: (ACTION, "lead: [乙局]", "lead: [丙局]"),
    lambda: (ACTION, "lead: [样例办公室]", "lead: [甲甲局]"),
    lambda: (ACTION, "样例工作任务。", "样例工作任务之二。"),
    lambda: ("treatments.yaml", "[甲局, 乙局]", "[甲局]"),
    lambda: (UNITS, "covers: [丙局]", "covers: [丙局, 样例办公室]"),
    lambda: entries(RECEIVE, EXTEND),
]


@settings(max_examples=40, deadline=None)
@given(chosen=st.sets(st.sampled_from(range(len(CHOICES)))))
def test_edits_of_different_things_add_up_and_read_backwards(
    tmp_path_factory: pytest.TempPathFactory, chosen: set[int]
) -> None:
    folder = tmp_path_factory.mktemp("sum") / "registry"
    shutil.copytree(SMALL / "registry", folder)
    before = read(folder)
    alone: list[str] = []
    for at in sorted(chosen):
        one = tmp_path_factory.mktemp("one") / "registry"
        shutil.copytree(SMALL / "registry", one)
        edit(one, CHOICES[at]())
        alone += told(compare(before, read(one)))
        edit(folder, CHOICES[at]())
    together = compare(before, read(folder))
    extended = [event for event in together if event.entry is not None and event.kind == "extended"]
    assert {line for line in told(together) if "甲局 2099-04-10" not in line} == {
        line for line in alone if "甲局 2099-04-10" not in line
    }
    assert len(extended) == (len(CHOICES) - 1 in chosen)
    back = compare(read(folder), before)
    assert len(back) == len(together)
    forward = {(e.scope, e.subject, e.field): (e.before, e.after) for e in together if e.entry is None}
    assert forward == {(e.scope, e.subject, e.field): (e.after, e.before) for e in back if e.entry is None}
