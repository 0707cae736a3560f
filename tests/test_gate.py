"""The gate: one malformed edit of the real registry is one problem, with its code and place."""

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bizenv_cli.registry import load as load_registry
from bizenv_cli.source import FolderSource
from conftest import ROOT, Run, load

PROPERTY = "annex1/05-dengji-caichan.yaml"
SHIFTED = "annex1/07-kuajing-maoyi.yaml"
ACTION = "annex2/01-zhengwu-fuwu-manyidu.yaml"

EDITS: list[tuple[str, str, str, str, str]] = [
    # file, what stands there, what somebody writes, code, words of the message or hint
    (PROPERTY, "lead: [区住建局]", "lead: [区住建居]", "E204", "区住建局"),
    (PROPERTY, "lead_officials: [蔡志刚]", "lead_officials: [蔡志钢]", "E203", "蔡志刚"),
    (PROPERTY, "deadline: 2023-08-31", "deadline: 2023-08-32", "E110", "8 月只有 31 天"),
    (PROPERTY, "deadline: 2023-08-31", "deadline: 2023-02-29", "E110", "2023 年 2 月只有 28 天"),
    (PROPERTY, "deadline: 2023-08-31", "deadline: 2023.8.31", "E124", "应写 2023-08-31"),
    (PROPERTY, "deadline: 2023-08-31", "deadline: 2023年8月31日", "E124", "应写 2023-08-31"),
    (PROPERTY, "deadline: 2023-08-31", "deadline: 20230831", "E124", "应写 2023-08-31"),
    (PROPERTY, "deadline: 2023-08-31", "deadline: [2023-08-31]", "E124", "去掉括号，应写 2023-08-31"),
    (PROPERTY, "deadline: 2023-08-31", "deadline: 2023-08-31 00:00:00", "E124", "应写 2023-08-31"),
    (PROPERTY, "deadline: 2023-08-31", "deadline: 2023—08—31", "E124", "应写 2023-08-31"),
    (PROPERTY, "deadline: 2023-08-31", "deadline: 二〇二三年八月三十一日", "E124", "应写 2023-08-31"),
    (PROPERTY, "deadline: 2023-08-31", "deadline: 45169", "E124", "应写 2023-08-31"),
    (PROPERTY, "deadline: 2023-08-31", "deadline: 2023-31-08", "E110", "是否为 2023-08-31"),
    (PROPERTY, "deadline: 2023-08-31", "deadline: 8月31日", "E124", "年份也要写"),
    (PROPERTY, "deadline: 2023-08-31", "deadline: 08/09/2023", "E124", "只写一个日期"),
    (PROPERTY, "lead: [区法院]", "lead: 区法院、区司法局", "E111", "写成 [区法院, 区司法局]"),
    (PROPERTY, "lead: [区法院]", "lead: 各镇、街道、园区、区司法局", "E111", "写成 [各镇、街道、园区, 区司法局]"),
    (PROPERTY, "lead: [区法院]", "lead: {区法院, 区司法局}", "E111", "花括号改成方括号：[区法院, 区司法局]"),
    (PROPERTY, "lead: [区法院]", "lead: “[区法院]”", "E135", "写成 [区法院]"),
    (PROPERTY, "lead: [区法院]", "lead: [“区法院”]", "E135", "写 区法院"),
    (PROPERTY, "lead: [区法院]", "lead: [[区法院]]", "E112", "只用一层方括号：[区法院]"),
    (PROPERTY, "lead: [区法院]", "牵头单位: [区法院]", "E115", "是否为「lead」"),
    (PROPERTY, "order: 5", "order: 5\nOrder: 5", "E115", "已有「order」，这一行删去"),
    (PROPERTY, "goal: 优异", 'goal: ""', "E116", "补上内容"),
    (PROPERTY, "  - seq: 28", "  - seq: 28、", "E113", "应写 28"),
    (PROPERTY, "  - seq: 28", "  - seq: （28）", "E113", "应写 28"),
    (PROPERTY, "  - seq: 28", "  - seq: 28.0", "E113", "应写 28"),
    (PROPERTY, "  - seq: 28", "  - seq: 二十八", "E113", "应写 28"),
    (PROPERTY, "lead: [区法院]", "lead: 区法院", "E111", "写成 [区法院]"),
    (PROPERTY, "lead: [区法院]", "lead: []", "E119", "空列表"),
    (PROPERTY, "lead: [区法院]", "lead: [区法院, 区法院]", "E120", "两次"),
    (PROPERTY, "lead: [区法院]", 'lead: [" "]', "E116", "空白"),
    (PROPERTY, "lead: [区法院]", "lead: [12]", "E112", "文字"),
    (PROPERTY, "lead: [区法院]", "laed: [区法院]", "E115", "是否为「lead」"),
    (PROPERTY, "    deadline: 2023-08-31", "    dedline: 2023-08-31", "E115", "是否为「deadline」"),
    (PROPERTY, "  - seq: 28", "  - seq: 二十八", "E113", "整数"),
    (PROPERTY, "  - seq: 28", "  - seq: 0", "E113", "范围"),
    (PROPERTY, "  - seq: 28", "  - seq: 27", "E201", "应为 28"),
    (PROPERTY, "  - seq: 30", "  - seq: 31", "E201", "应为 30"),
    (PROPERTY, "order: 5", "order: 6", "E201", "应为 5"),
    (PROPERTY, "indicator: 登记财产", "indicator: 纳税", "E206", "重复"),
    (PROPERTY, "indicator: 登记财产\n", "", "E114", "缺少「indicator」"),
    (PROPERTY, "goal: 优异\n", "", "E114", "goal"),
    (PROPERTY, "kind: merged", "kind: merge", "E118", "merged"),
    (PROPERTY, "fields: [lead, support, deadline]", "fields: [leed, support, deadline]", "E211", "是否为「lead」"),
    (PROPERTY, "    lead: [区法院]\n", "", "E210", "1-27"),
    (PROPERTY, "lead: [区法院]", f"lead: [{'区法院' * 40}]", "E127", "120 个字，上限 100"),
    (PROPERTY, "pilot: 探索", f"pilot: {'探索' * 2_000}", "E127", "上限 2000"),
    (PROPERTY, "order: 5", "order: 5\norder: 5", "E102", "两次"),
    (PROPERTY, "goal: 优异", "goal：优异", "E130", "半角冒号"),
    (PROPERTY, "goal: 优异", "goal:优异", "E131", "空一格"),
    (PROPERTY, "lead: [区法院]", "lead: ［区法院］", "E132", "半角方括号"),
    (PROPERTY, "    deadline: 2023-08-31", "　　deadline: 2023-08-31", "E133", "全角空格"),
    (PROPERTY, "  - seq: 28", "  － seq: 28", "E134", "半角"),
    (PROPERTY, "lead: [区法院]", "lead: [区法院、区司法局]", "E214", "[区法院, 区司法局]"),
    (PROPERTY, "lead: [区法院]", "lead: [区法院，区司法局]", "E214", "[区法院, 区司法局]"),
    (PROPERTY, "lead: [区法院]", "lead: [区自然资源和规划局]", "E215", "既牵头又配合"),
    (PROPERTY, "deadline: 2023-08-31", "deadline: 2032-08-31", "E216", "2023 年"),
    (PROPERTY, "deadline: 2023-08-31", "deadline: ２０２３-０８-３１", "E124", "应写 2023-08-31"),
    (PROPERTY, "deadline: 2023-08-31", "deadline: 2023-8-31", "E124", "应写 2023-08-31"),
    (PROPERTY, "deadline: 2023-08-31", "deadline: “2023-08-31”", "E124", "应写 2023-08-31"),
    (PROPERTY, "deadline: 2023-08-31", "deadline: 2023年6月31日", "E110", "6 月只有 30 天"),
    (PROPERTY, "deadline: 2023-08-31", "deadline: 年底", "E124", "2023-11-30"),
    (PROPERTY, "  - seq: 28", "  - seq: ２８", "E113", "应写 28"),
    (PROPERTY, "  - seq: 28", '  - seq: "28"', "E113", "应写 28"),
    (PROPERTY, "pilot: 探索", "pilot: no # 探索", "E123", "没有汉字"),
    (PROPERTY, "pilot: 探索", "pilot: 12:30 # 探索", "E123", "没有汉字"),
    (PROPERTY, "pilot: 探索", "pilot: true # 探索", "E112", "加引号"),
    (PROPERTY, "goal: 优异", "goal: 优\u200b异", "E009", "零宽空格"),
    (PROPERTY, "goal: 优异", "goal: 优异 # 联系人 13812345678", "E010", "手机号"),
    (PROPERTY, "goal: 优异", "goal: 优异 # 11010519491231002X", "E010", "身份证号"),
    (PROPERTY, "goal: 优异", "goal: 优异 # 4111111111111111", "E010", "银行卡号"),
    (PROPERTY, "goal: 优异", "<<<<<<< HEAD\ngoal: 优异\n=======\ngoal: 优秀\n>>>>>>> 别的分支", "E008", "合并冲突"),
    (PROPERTY, "tasks:", "tasks: &all", "E103", "锚点"),
    (SHIFTED, "    measure: 加强跨境", "    # 加强跨境", "E210", "1-44 缺少「measure」"),
    (SHIFTED, "    deadline: 2023-11-30\n", "", "E210", "kind: lost"),
    # one cause, whatever follows from it
    ("plan.yaml", "year: 2023", "year: 2024", "E216", "是否应写 2023"),
    (PROPERTY, "tasks:\n", "", "E114", "前面少了「tasks:」一行"),
    ("annex1/18-baorong-puhui-chuangxin.yaml", "sub_indicators:\n", "", "E114", "前面少了「sub_indicators:」一行"),
    ("officials.yaml", "  - name: 毛涛\n  - name: 蔡志刚\n", "  - name: 毛涛、蔡志刚\n", "E214", "- name: 毛涛，- name: 蔡志刚"),
    ("units.yaml", "  - name: 区住建局\n", "  - name: 区住建局、区发改委\n", "E214", "分成 2 项"),
    (PROPERTY, "support: [区住建局, 区税务局]", "support: [区住建局 区税务局]", "E214", "[区住建局, 区税务局]"),
    (PROPERTY, "lead: [区法院]", "lead: [区 公安局]", "E223", "删去空格"),
    (PROPERTY, "lead: [区法院]", "lead: [区　公安局]", "E223", "删去空格"),
    (PROPERTY, "lead: [区法院]", "lead: [区 公按局]", "E204", "是否为「区公安局」"),
    (PROPERTY, "benchmark_cities: [重庆]", "benchmark_cities: [重庆 上海]", "E214", "[重庆, 上海]"),
    (PROPERTY, "lead_officials: [蔡志刚]", "lead_officials: [区法院]", "E203", "「区法院」是单位，不是领导"),
    # a wrong sign, or one too many or too few
    (PROPERTY, "lead: [区法院]", "牵头单位：[区法院]", "E130", "「牵头单位」应写「lead: 」"),
    (PROPERTY, "  - seq: 28", "  - 序号：28", "E130", "「序号」应写「seq: 」"),
    (PROPERTY, "order: 5", "序号：5", "E130", "「序号」应写「order: 」"),
    (PROPERTY, "tasks:", "任务：", "E130", "「任务」应写「tasks: 」"),
    (PROPERTY, "goal: 优异", "goal:　优异", "E130", "全角空格"),
    (PROPERTY, "goal: 优异", "goal 优异", "E131", "缺冒号"),
    (PROPERTY, "goal: 优异", "goal = 优异", "E131", "「=」，应是冒号"),
    (PROPERTY, "goal: 优异", "goal；优异", "E131", "「；」，应是冒号"),
    (PROPERTY, "tasks:", "tasks", "E131", "写成「tasks: 」"),
    (PROPERTY, "lead: [区法院]", "lead: [区法院］", "E132", "全角括号「］」"),
    (PROPERTY, "lead: [区法院]", "lead: （区法院）", "E132", "圆括号「（"),
    (PROPERTY, "  - seq: 28", "  -　seq: 28", "E134", "全角空格"),
    (PROPERTY, "  - seq: 28", "  -\tseq: 28", "E134", "制表符"),
    (PROPERTY, "  - seq: 28", "  -seq: 28", "E134", "写成「- seq」"),
    (PROPERTY, "  - seq: 28", "  - - seq: 28", "E134", "两次"),
    (PROPERTY, "  - seq: 28", "  1. seq: 28", "E134", "「1.」"),
    (PROPERTY, "  - seq: 28", "  • seq: 28", "E134", "「•」"),
    (PROPERTY, "  - seq: 28", "    seq: 28", "E134", "少了列表项的「- 」"),
    (PROPERTY, "    deadline: 2023-08-31", "\tdeadline: 2023-08-31", "E136", "改用空格"),
    (PROPERTY, "    deadline: 2023-08-31", "   deadline: 2023-08-31", "E137", "空 4 格"),
    (PROPERTY, "    deadline: 2023-08-31", "      deadline: 2023-08-31", "E137", "空 4 格"),
    (PROPERTY, "    deadline: 2023-08-31", "deadline: 2023-08-31", "E137", "空 4 格"),
    (PROPERTY, "pilot: 探索", 'pilot: "探索', "E138", "句末补上"),
    (PROPERTY, "lead: [区法院]", "lead: [区法院", "E139", "补上「]」"),
    (PROPERTY, "pilot: 探索", "pilot: 探: 索", "E140", "文字里有「: 」"),
    (PROPERTY, "pilot: 探索", "pilot: 探 #索", "E140", "文字里有「 #」"),
    (PROPERTY, "pilot: 探索", "pilot: **探索", "E140", "以「*」开头"),
    (PROPERTY, "goal: 优异", "goal: 优异\n待核实", "E141", "前面加「# 」"),
    (PROPERTY, "pilot: 探索实现不动产登记", "pilot: 探索实现不动产登记\n", "E141", "断成了两行"),
    (PROPERTY, "lead: [区法院]", "lead: [区法院]，", "E142", "多了「，」"),
    (PROPERTY, "lead: [区法院]", "lead: [区法院,, 区司法局]", "E142", "多了一个逗号"),
    (PROPERTY, "pilot: 探索", 'pilot: "探索"', "E142", "中文“”"),
    (PROPERTY, "tasks:", "---\ntasks:", "E105", "删去「---」这一行"),
    (PROPERTY, "tasks:", "...\ntasks:", "E105", "删去「...」这一行"),
    (PROPERTY, "tasks:", "=======\ntasks:", "E008", "留下要的一边"),
    (PROPERTY, "tasks:", "  >>>>>>> 别的分支\ntasks:", "E008", "留下要的一边"),
    # advice that can be followed
    (ACTION, "lead_unit: 区政数局", "lead_unit: 区政数局、区法院", "E214", "只写一个"),
    (ACTION, "lead_unit: 区政数局", "lead_unit: [区政数局, 区法院]", "E112", "只写一个"),
    (PROPERTY, "lead: [区法院]", "lead:\n      －区法院", "E134", "改成「- 区法院」"),
    (PROPERTY, "lead: [区法院]", "lead:\n      -区法院\n      -区司法局", "E134", "改成「- 区法院」「- 区司法局」"),
    (SHIFTED, "{seq: 1, measure", "｛seq: 1, measure", "E132", "半角花括号 { }"),
    (SHIFTED, "deadline: 5}", "deadline: 5｝", "E132", "半角花括号 { }"),
    (SHIFTED, "{seq: 1, measure: 2", "{seq:1, measure:2", "E131", "写成「seq: 」，冒号后空一格"),
    (PROPERTY, "deadline: 2023-08-31", "deadline: 2023-08-31\n    待核实", "E141", "前面加「# 」"),
    (PROPERTY, "deadline: 2023-08-31", "deadline: 2023-08-31\n      待核实", "E124", "只写 2023-08-31；"),
    (PROPERTY, "  - seq: 28", "  - seq: 28\n      待核实", "E113", "只写 28；"),
    (PROPERTY, "pilot: 探索实现不动产登记与落户“一链办”。", "pilot: “探索实现不动产登记与落户“一链办”。”", "E135", "删去首尾的「“」「”」"),
    (PROPERTY, "goal: 优异", "goal: “优异”", "E135", "不必加引号"),
    (PROPERTY, "pilot: 探索实现不动产登记与落户“一链办”。", "pilot: 探索实现不动产登记与落户“一链办”.", "E224", "改成「。」"),
    (PROPERTY, "“一链办”。", "“一链办”。。", "E231", "留一个"),
    (PROPERTY, "pilot: 探索实现不动产登记与落户“一链办”。", "pilot: 同上一行", "E232", "照通知写全"),
    (PROPERTY, "lead: [区法院]", "lead: [区市监局, 区市场监管局]", "E230", "是同一个单位"),
    # what nobody sees
    (PROPERTY, "goal: 优异", "goal: 优\u2009异", "E009", "U+2009"),
    (PROPERTY, "goal: 优异", "goal: 优\ufffd", "E009", "照通知原文补上"),
    (PROPERTY, "goal: 优异", "goal: 优\ue000异", "E009", "自造的字符"),
    (PROPERTY, "goal: 优异", "goal: 优异 # \u2ed3", "E009", "部首符号 U+2ED3，不是汉字「长」"),
    (PROPERTY, "goal: 优异", "goal: 优异 # \uf97e", "E009", "兼容汉字 U+F97E，不是汉字「量」"),
    (PROPERTY, "lead: [区法院]", "lead: [区法\u200b院]", "E009", "零宽空格"),
    (PROPERTY, "    deadline: 2023-08-31", "\u00a0\u00a0 \u00a0deadline: 2023-08-31", "E009", "换成半角空格"),
    (PROPERTY, "lead: [区法院]", "lead:\u00a0[区法院]", "E009", "换成半角空格"),
    (PROPERTY, "goal: 优异", "goal: 优异\r", "E007", "CRLF"),
    (PROPERTY, "goal: 优异", "goal: 优\r异", "E007", "删去这个字符"),
    (PROPERTY, "goal: 优异", "goal: 优异 # 138 1234 5678", "E010", "手机号"),
    (PROPERTY, "goal: 优异", "goal: 优异 # 138-1234-5678", "E010", "手机号"),
    (PROPERTY, "goal: 优异", "goal: 优异 # １３８１２３４５６７８", "E010", "手机号"),
    (PROPERTY, "goal: 优异", "goal: 优异 # 4111 1111 1111 1111", "E010", "银行卡号"),
    # the same, written so that only YAML brings it to light
    (PROPERTY, "goal: 优异", 'goal: "优\\x00异"', "E107", "U+0000"),
    (PROPERTY, "goal: 优异", 'goal: "优\\e[31m异"', "E107", "U+001B"),
    (PROPERTY, "goal: 优异", 'goal: "优\\n异"', "E107", "换行"),
    (PROPERTY, "goal: 优异", 'goal: "优\\t异"', "E107", "制表符"),
    (PROPERTY, "goal: 优异", "goal: 优\t异", "E107", "写成一行"),
    (PROPERTY, "goal: 优异", "goal: 优\n\n  异", "E107", "换行"),
    (PROPERTY, "goal: 优异", 'goal: "优\\u200b异"', "E009", "零宽空格"),
    (PROPERTY, "goal: 优异", 'goal: "优\\_异"', "E009", "不换行空格"),
    (PROPERTY, "goal: 优异", 'goal: "优\\ue000异"', "E009", "自造的字符"),
    (PROPERTY, "goal: 优异", '"goal\\u200b": 优异', "E009", "零宽空格"),
    (PROPERTY, "goal: 优异", "goal: 优\u3000异", "E223", "删去空格"),
    (PROPERTY, 'printed: ""', 'printed: "甲\\r乙"', "E107", "回车符"),
    (PROPERTY, "goal: 优异", 'goal: "优异\\u0031\\u0033812345678"', "E010", "手机号"),
    (PROPERTY, "goal: 优异", 'goal: "优异 138\n  1234\n  5678"', "E010", "手机号"),
    (PROPERTY, "goal: 优异", "goal: |\n  优异", "E143", "删去「|」"),
    (PROPERTY, "goal: 优异", "goal: >\n  优\n  异", "E143", "删去「>」"),
    (ACTION, "lead_unit: 区政数局", "lead_unit: [区政数局]", "E112", "文字"),
    (ACTION, "lead_unit: 区政数局", "lead_unit: 区政树局", "E204", "区政数局"),
    (ACTION, "  - seq: 2\n    text", "  - seq: 1\n    text", "E201", "应为 2"),
    ("units.yaml", "  - name: 区财政局", "  - name: 区发改委", "E205", "写了两次"),
    ("units.yaml", "collective\n    covers", "single\n    covers", "E207", "集体单位"),
    ("units.yaml", "covers: [区市场监管局,", "covers: [区市场监管居,", "E207", "区市场监管居"),
    ("officials.yaml", "  - name: 温彬", "  - name: 毛涛", "E205", "写了两次"),
    ("plan.yaml", "key: qsh2023", "key: 青山湖", "E121", "小写英文字母"),
    ("plan.yaml", "alert_days: 30", "alert_days: 0", "E113", "范围"),
    ("treatments.yaml", "lead: [区政数局]", "lead: [区政数据局]", "E204", "区政数局"),
    ("annex2/03-qiyejia-quanyi-baohu.yaml", "text: 印发通知", "text: 下发通知", "E212", "照抄"),
    ("annex1/18-baorong-puhui-chuangxin.yaml", "from_seq: 137", "from_seq: 99", "E213", "99"),
]  # fmt: skip


@pytest.mark.parametrize(("file", "old", "new", "code", "words"), EDITS, ids=lambda value: str(value)[:24])
def test_a_malformed_edit_is_one_problem_at_its_place(
    copy: Path, file: str, old: str, new: str, code: str, words: str
) -> None:
    path = copy / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_bytes(text.replace(old, new, 1).encode())
    _, problems = load(copy)
    assert {problem.code for problem in problems} == {code}, problems
    problem = problems[0]
    assert words in problem.message + problem.hint
    if code == "E206":
        return  # which of the two is the copy nobody can know
    assert problem.path.endswith(file)
    if code not in {"E114", "E210", "E207"}:
        line = text[: text.index(old)].count("\n") + 1
        assert abs(problem.line - line) <= new.count("\n") + 1


def test_an_item_that_stands_twice_is_told_where_it_stands_again(copy: Path) -> None:
    path = copy / PROPERTY
    text = path.read_text(encoding="utf-8").replace(
        "[区住建局, 区税务局]", "[区住建局, 区税务局, 区住建局]", 1
    )
    path.write_text(text, encoding="utf-8")
    _, (problem,) = load(copy)
    line = text.split("\n")[problem.line - 1]
    assert (problem.code, problem.length) == ("E120", 4)
    assert line[: problem.column - 1].endswith("[区住建局, 区税务局, ")


FROM_ONE = [
    ("plan.yaml", "year: 2023", "year: 2024", "year: ", "多数时限在 2023 年"),
    (PROPERTY, "tasks:\n", "", "  - seq: 25", "前面少了「tasks:」一行"),
    ("units.yaml", "  - name: 区财政局\n    kind: single\n", "", "units:", "等 34 处写了它"),
    ("officials.yaml", "  - name: 毛涛\n", "", "officials:", "等 6 处写了它"),
    (
        PROPERTY,
        "support: [区住建局, 区税务局]",
        "support: [区住建局 区税务局]",
        "    support: [区住建局 ",
        "分开写成",
    ),
    (PROPERTY, "lead: [区法院]", "lead: [区 公安局]", "    lead: [区 公安局]", "删去空格"),
]


@pytest.mark.parametrize(("file", "old", "new", "line", "words"), FROM_ONE)
def test_one_cause_is_one_problem_however_many_places_it_touches(
    copy: Path, file: str, old: str, new: str, line: str, words: str
) -> None:
    text = (copy / file).read_text(encoding="utf-8")
    assert old in text
    (copy / file).write_bytes(text.replace(old, new, 1).encode())
    _, (problem,) = load(copy)
    assert (problem.path.endswith(file), words in problem.message + problem.hint) == (True, True), problem
    assert (copy / file).read_text(encoding="utf-8").split("\n")[problem.line - 1].startswith(line), problem


def test_a_misspelt_key_is_not_also_a_missing_one(copy: Path) -> None:
    path = copy / PROPERTY
    path.write_text(path.read_text(encoding="utf-8").replace("indicator:", "indicater:", 1), encoding="utf-8")
    _, problems = load(copy)
    assert [problem.code for problem in problems] == ["E115"]


def test_every_mistake_in_one_file_is_told_in_one_run(copy: Path) -> None:
    """A wrong date does not hide a misspelt unit before, beside or after it, and no place is shifted."""
    path = copy / PROPERTY
    text = path.read_text(encoding="utf-8")
    text = text.replace("lead: [区住建局]", "lead: [区住建居]", 1)
    text = text.replace("  - seq: 27", "  - seq: 二十七", 1)
    text = text.replace("deadline: 2023-08-31", "deadline: 2023-08-32")
    text = text.replace("support: [区住建局, 区税务局]", "support: [区住建局, 区税物局]")
    path.write_text(text, encoding="utf-8")
    loaded, problems = load(copy)
    lines = text.split("\n")
    found = [
        (problem.code, lines[problem.line - 1][problem.column - 1 :][: problem.length])
        for problem in problems
    ]
    assert found == [("E204", "区住建居"), ("E113", "二十七"), ("E110", "2023-08-32"), ("E204", "区税物局")]
    assert sum(1 for _ in loaded.tasks()) == 200  # only the task without a number is left out


def test_one_bad_file_hides_no_problem_of_another_and_makes_none(copy: Path) -> None:
    (copy / PROPERTY).write_text("indicator: [\n", encoding="utf-8")
    path = copy / ACTION
    path.write_text(path.read_text(encoding="utf-8").replace("区政数局", "区政树局", 1), encoding="utf-8")
    _, problems = load(copy)
    assert [problem.code for problem in problems] == ["E139", "E204"]


def broken_units(folder: Path) -> None:
    (folder / "units.yaml").write_text("units: 1\n", encoding="utf-8")


def not_utf8(folder: Path) -> None:
    text = (folder / PROPERTY).read_text(encoding="utf-8")
    (folder / PROPERTY).write_bytes(text.encode("gb18030"))


def utf16(folder: Path) -> None:
    text = (folder / PROPERTY).read_text(encoding="utf-8")
    (folder / PROPERTY).write_bytes(text.encode("utf-16"))


def no_encoding(folder: Path) -> None:
    (folder / PROPERTY).write_bytes(b"indicator: \xff\xff\n")


def utf16_without_mark(folder: Path) -> None:
    text = (folder / PROPERTY).read_text(encoding="utf-8")
    (folder / PROPERTY).write_bytes(text.encode("utf-16-be"))


def one_gbk_line(folder: Path) -> None:
    lines = (folder / PROPERTY).read_bytes().split(b"\n")
    lines[5] = lines[5].decode().encode("gb18030")
    (folder / PROPERTY).write_bytes(b"\n".join(lines))


def a_byte_lost(folder: Path) -> None:
    data = (folder / PROPERTY).read_bytes()
    (folder / PROPERTY).write_bytes(data.replace("登记".encode(), "登记".encode()[1:], 1))


def read_as_latin(folder: Path) -> None:
    (folder / PROPERTY).write_bytes((folder / PROPERTY).read_bytes().decode("latin-1").encode())


def read_as_gbk(folder: Path) -> None:
    data = (folder / PROPERTY).read_bytes().decode("gb18030", "replace").encode()
    (folder / PROPERTY).write_bytes(data)


def one_garbled_line(folder: Path) -> None:
    text = (folder / PROPERTY).read_text(encoding="utf-8")
    garbled = "goal: 优异".encode().decode("latin-1")
    (folder / PROPERTY).write_text(text.replace("goal: 优异", garbled, 1), encoding="utf-8")


def old_line_ends(folder: Path) -> None:
    (folder / PROPERTY).write_bytes((folder / PROPERTY).read_bytes().replace(b"\n", b"\r"))


def another_kind(folder: Path) -> None:
    (folder / PROPERTY).write_bytes((folder / ACTION).read_bytes())


def with_bom(folder: Path) -> None:
    (folder / PROPERTY).write_bytes(b"\xef\xbb\xbf" + (folder / PROPERTY).read_bytes())


def windows_line_ends(folder: Path) -> None:
    (folder / PROPERTY).write_bytes((folder / PROPERTY).read_bytes().replace(b"\n", b"\r\n"))


def nul_byte(folder: Path) -> None:
    (folder / PROPERTY).write_bytes((folder / PROPERTY).read_bytes() + b"\x00")


def too_big(folder: Path) -> None:
    (folder / PROPERTY).write_text("# " + "大" * 2_000_000, encoding="utf-8")


def missing(folder: Path) -> None:
    (folder / "officials.yaml").unlink()


def stray(folder: Path) -> None:
    (folder / "unit.yaml").write_text("a: 1\n", encoding="utf-8")


def folder_for_a_file(folder: Path) -> None:
    (folder / "officials.yaml").unlink()
    (folder / "officials.yaml").mkdir()


def folder_among_the_files(folder: Path) -> None:
    (folder / PROPERTY).unlink()
    (folder / PROPERTY).mkdir()


def utf32(folder: Path) -> None:
    text = (folder / PROPERTY).read_text(encoding="utf-8")
    (folder / PROPERTY).write_bytes(text.encode("utf-32"))


def wrong_ending(folder: Path) -> None:
    (folder / PROPERTY).rename(folder / "annex1/05-dengji-caichan.yml")


def a_list_at_the_top(folder: Path) -> None:
    (folder / PROPERTY).write_text("- 1\n- 2\n", encoding="utf-8")


@pytest.mark.parametrize(
    ("breakage", "codes"),
    [
        (broken_units, ["E111"]),
        (not_utf8, ["E002"]),
        (utf16, ["E002"]),
        (utf16_without_mark, ["E002"]),
        (one_gbk_line, ["E002"]),
        (a_byte_lost, ["E002"]),
        (read_as_latin, ["E002"]),
        (read_as_gbk, ["E002"]),
        (one_garbled_line, ["E002"]),
        (old_line_ends, ["E007"]),
        (another_kind, ["E126"]),
        (no_encoding, ["E002"]),
        (with_bom, ["E006"]),
        (windows_line_ends, ["E007"]),
        (nul_byte, ["E107"]),
        (too_big, ["E003"]),
        (missing, ["E004"]),
        (stray, ["E005"]),
        (folder_for_a_file, ["E001"]),
        (folder_among_the_files, ["E001"]),
        (utf32, ["E002"]),
        (wrong_ending, ["E005"]),
        (a_list_at_the_top, ["E117"]),
    ],
)
def test_a_file_that_cannot_be_used_is_one_problem(
    copy: Path, breakage: Callable[[Path], None], codes: list[str]
) -> None:
    breakage(copy)
    _, problems = load(copy)
    assert [problem.code for problem in problems] == codes
    assert all(problem.hint for problem in problems)


@pytest.mark.parametrize(("cut", "doubled", "codes"), [(True, False, ["E202"]), (False, True, ["E201"])])
def test_a_task_deleted_or_doubled_is_one_problem(
    copy: Path, *, cut: bool, doubled: bool, codes: list[str]
) -> None:
    path = copy / PROPERTY
    text = path.read_text(encoding="utf-8")
    start, end = text.index("  - seq: 28"), text.index("  - seq: 29")
    task = text[start:end]
    new = text.replace(task, task * 2 if doubled else "")
    assert cut is not doubled
    path.write_text(new, encoding="utf-8")
    _, problems = load(copy)
    assert [problem.code for problem in problems] == codes
    assert abs(problems[0].line - new[: new.index("  - seq: 29")].count("\n") - 1) <= task.count("\n")


@pytest.mark.parametrize(
    ("breakage", "message", "hint"),
    [
        (not_utf8, "编码是 GBK", "另存为 UTF-8"),
        (utf16_without_mark, "UTF-16", "另存为 UTF-8"),
        (one_gbk_line, "从 GBK 文件粘贴", "重打这一行"),
        (a_byte_lost, "字节丢失", "重打这一行"),
        (read_as_latin, "乱码", "从版本库取回"),
        (read_as_gbk, "乱码", "从版本库取回"),
        (one_garbled_line, "这一行的文字成了乱码", "重打这一行"),
    ],
)
def test_the_encoding_is_named_and_the_cure_does_not_make_it_worse(
    copy: Path, breakage: Callable[[Path], None], message: str, hint: str
) -> None:
    breakage(copy)
    _, (problem,) = load(copy)
    assert message in problem.message
    assert hint in problem.hint


def test_numbers_that_are_no_persons_are_left_alone(copy: Path) -> None:
    path = copy / PROPERTY
    text = path.read_text(encoding="utf-8")
    harmless = (
        "110105194912310021 1234567890123456 12812345678 138123456789 湖办发〔2023〕8号 2023-11-30 "
        "138 123 4567、0791-8813 1234、6222 0000 0000 0001、2023 1130 1200 0000、13.8 1234 5678、138001380.00 元、"
        "第 135 2023-11-30、1500-2000 3000、2023.10.15-2023.11.30、18000.1234567、1500000000.00 万元、360111 991301 123、"
        "0791-88131234-8001、+1 138 1234 567、110105 19491310 0021"
    )
    path.write_text(text.replace("goal: 优异", f"goal: 优异 # {harmless}"), encoding="utf-8")
    _, problems = load(copy)
    assert problems == []


@pytest.mark.parametrize(
    "number",
    [
        "+8613812345678", "8613812345678", "+86 138 1234 5678", "0086-13812345678", "138.1234.5678", "1381 2345 678",
        "138-123-45678", "138  1234  5678", "138_1234_5678", "138—1234—5678", "1381234 5678", "138．1234．5678",
        "11010519491231002Ｘ", "110105 1949 1231 002X", "110105-19491231-002x", "11010519491231 002X", "110105491231002",
        "411111 1111111111", "4111-1111-1111-1111", "6222020200112233446", "622202 0200112233446", "6222 0202 0011 2233 446",
        "2023-11-30 13812345678", "13812345678/2023",
    ],
)  # fmt: skip
def test_a_persons_number_is_found_in_whatever_pieces(copy: Path, number: str) -> None:
    path = copy / PROPERTY
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("goal: 优异", f"goal: 优异 # 联系人{number}。"), encoding="utf-8")
    _, (problem,) = load(copy)
    assert problem.code == "E010"


def test_an_unreadable_file_is_a_problem(small: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(self: FolderSource, path: str) -> bytes:
        if path == "units.yaml":
            raise PermissionError(13, "Permission denied")
        return (self.root / path).read_bytes()

    monkeypatch.setattr(FolderSource, "read", refuse)
    _, problems = load_registry(FolderSource(small))
    assert [(problem.code, "没有权限" in problem.message) for problem in problems] == [("E001", True)]


def test_a_text_may_begin_and_end_with_quotations(copy: Path) -> None:
    path = copy / PROPERTY
    text = path.read_text(encoding="utf-8").replace("pilot: 探索实现", "pilot: “探索”实现", 1)
    path.write_text(text.replace("落户“一链办”。", "落户“一链办”"), encoding="utf-8")
    assert load(copy)[1] == []


def test_comments_blank_lines_key_order_and_quotes_change_nothing(copy: Path) -> None:
    path = copy / PROPERTY
    text = path.read_text(encoding="utf-8")
    text = text.replace("order: 5\n", "", 1).replace(
        "goal: 优异\n", "\n# 说明\ngoal: '优异'\norder: 5\n\n", 1
    )
    text = text.replace("lead: [区法院]", 'lead:\n      - "区法院"', 1)
    path.write_text(text, encoding="utf-8")
    loaded, problems = load(copy)
    assert problems == []
    assert loaded.indicators[4].record == load(ROOT / "registry")[0].indicators[4].record


def test_check_prints_place_code_excerpt_caret_and_hint(run: Run, copy: Path) -> None:
    path = copy / PROPERTY
    path.write_text(
        path.read_text(encoding="utf-8").replace("lead: [区住建局]", "lead: [区住建居]", 1), encoding="utf-8"
    )
    ran = run("check", registry=None, cwd=copy.parent)
    assert ran.code == 1
    lines = ran.out.splitlines()
    assert lines[0] == "registry/annex1/05-dengji-caichan.yaml:17:12  E204  未知单位「区住建居」"
    assert lines[1].endswith("lead: [区住建居]")
    assert lines[2].index("^") - lines[1].index("区") == 0
    assert lines[2].count("^") == 8
    assert "提示：是否为「区住建局」" in lines[3]
    assert lines[-1] == "检查 30 个文件、201 项任务：1 处错误（bizenv explain 代号 看规则与样例）"


def test_check_is_content_with_the_real_registry(run: Run) -> None:
    ran = run("check")
    assert (ran.code, ran.out) == (0, "检查 30 个文件、201 项任务：没有错误\n")


def test_a_query_over_a_broken_registry_refuses(run: Run, copy: Path) -> None:
    broken_units(copy)
    ran = run("due", registry=copy)
    assert (ran.code, ran.out) == (1, "")
    assert "先改正再查询" in ran.err
    assert "E111" in ran.err


@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_no_bytes_in_a_file_make_the_loader_crash(
    data: st.DataObject, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("noise")
    name = data.draw(st.sampled_from(["plan.yaml", "units.yaml", "annex1/01-a.yaml", "annex2/01-a.yaml"]))
    original = (ROOT / "tests/cases/small/registry" / name.replace("01-a", "01-yangli")).read_bytes()
    cut = data.draw(st.integers(0, len(original)))
    noise = data.draw(st.binary(max_size=12))
    (folder / name).parent.mkdir(exist_ok=True)
    (folder / name).write_bytes(original[:cut] + noise + original[cut:])
    _, problems = load_registry(FolderSource(folder))
    assert problems  # the other files are missing, at least
