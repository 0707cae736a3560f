"""The sentences of the gate: a ledger's entries and amendments, proposals, and what a hint must never do."""

from datetime import date
from pathlib import Path

import pytest

from bizenv_cli.dateslips import advice, meant_day
from bizenv_cli.numerals import digits_of, number_of
from bizenv_cli.registry import load as load_registry
from bizenv_cli.sentences import split_names
from bizenv_cli.source import FolderSource
from conftest import REAL, load

LEDGER = """\
unit: 甲局
entries:
  - date: 2099-04-01
    task: 1-1
    event: progress
    note: 样例进展。
  - date: 2099-05-01
    task: 1-1
    event: extend
    to: 2099-06-30
    approval: 示例发〔2099〕2号
"""

# what stands in the ledger, what somebody writes, code, words of message or hint, what the place shows
LEDGER_EDITS = [
    ("date: 2099-04-01", "date: 2099.4.1", "E124", "应写 2099-04-01", "2099.4.1"),
    ("date: 2099-04-01", "date: 2099-04-31", "E110", "4 月只有 30 天", "2099-04-31"),
    ("    task: 1-1\n    event: progress", "    event: progress", "E114", "缺少「task」", "date: 2099-04-01"),
    ("task: 1-1\n    event: progress", "task: 1—1\n    event: progress", "E121", "应写 1-1", "1—1"),
    ("task: 1-1\n    event: progress", "task: 11\n    event: progress", "E121", "如 1-26", "11"),
    ("event: progress", "event: progess", "E118", "是否为「progress」", "progess"),
    ("event: progress", "event: 进展", "E118", "是否为「progress」", "进展"),
    ("event: progress", "event: 5", "E118", "done（办结）", "5"),
    ("event: progress", "event:", "E118", "done（办结）", ""),
    ("    event: progress\n", "", "E114", "缺少「event」", "date: 2099-04-01"),
    ("event: progress", "evnet: progress", "E115", "是否为「event」", "evnet"),
    ("event: progress", "事项: progress", "E115", "是否为「event」", "事项"),
    ("    note: 样例进展。\n", "", "E114", "缺少「note」", "date: 2099-04-01"),
    ("note: 样例进展。", "note: 样例进展。\n    done: 是", "E115", "没有「done」", "done"),
    ("note: 样例进展。", 'note: ""', "E116", "补上内容", '""'),
    ("note: 样例进展。", "note: 样例进展。\n    evidence: 甲号、乙号", "E111", "写成 [甲号, 乙号]", "甲号、乙号"),
    ("    to: 2099-06-30\n", "", "E114", "缺少「to」（延至）", "date: 2099-05-01"),
    ("approval: 示例发〔2099〕2号", "approval: 12", "E112", '"12"', "12"),
    ("  - date: 2099-04-01", "  - 甲\n  - date: 2099-04-01", "E117", "一组「项目: 内容」", "甲"),
    ("unit: 甲局", "unit: [甲局]", "E112", "去掉方括号", "[甲局]"),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "code", "words", "shown"), LEDGER_EDITS)
def test_a_malformed_ledger_is_one_problem_where_it_is(
    small: Path, old: str, new: str, code: str, words: str, shown: str
) -> None:
    assert old in LEDGER
    text = LEDGER.replace(old, new, 1)
    (small / "ledger").mkdir()
    (small / "ledger" / "jia-ju.yaml").write_text(text, encoding="utf-8")
    _, (problem,) = load_registry(FolderSource(small))
    assert problem.path.endswith("ledger/jia-ju.yaml")
    assert (problem.code, words in problem.message + problem.hint) == (code, True), problem
    place = text.split("\n")[problem.line - 1][problem.column - 1 :]
    assert place.startswith(shown), problem


def test_a_bad_entry_is_left_out_and_the_rest_is_read(small: Path) -> None:
    (small / "ledger").mkdir()
    text = LEDGER.replace("2099-04-01", "2099-04-31")
    (small / "ledger" / "jia-ju.yaml").write_text(text, encoding="utf-8")
    loaded, _ = load_registry(FolderSource(small))
    (ledger,) = loaded.ledgers
    assert [entry.event for entry in ledger.record.entries] == ["extend"]
    assert ledger.document.place(("entries", 0, "to")).line == 10
    assert not ledger.whole


def test_a_sound_ledger_is_no_problem(small: Path) -> None:
    """A text that begins like a field's title is a text still."""
    (small / "ledger").mkdir()
    evidence = "    evidence:\n      - 附件：样例照片\n      - 标题：样例简报\n"
    evidence += "  - {date: 2099-05-02, task: 1-2, event: return, note: 材料不全，请补：一是照片}\n"
    evidence += (
        "  - date: 2099-05-03\n    task: 1-2\n    event: progress\n    note:\n      完成时限：样例。\n"
    )
    (small / "ledger" / "jia-ju.yaml").write_text(LEDGER + evidence, encoding="utf-8")
    _, problems = load_registry(FolderSource(small))
    assert problems == []


AMENDMENT = """\
    amendments:
      - date: 2099-04-02
        authority: 示例发〔2099〕3号
        was: {lead: [乙局]}
"""


@pytest.mark.parametrize(
    ("was", "code", "words"),
    [
        ("{deadline: 2099-05-01, measure: null, seq: 3, lead: [乙局]}", "", ""),
        ("{lead: []}", "E125", "文字、整数或列表"),
        ("{lead: true}", "E125", "文字、整数或列表"),
        ("{lead: {甲: 1}}", "E125", "写的是一组项目"),
        ("[lead]", "E117", "一组「项目: 内容」"),
        ("{}", "E119", "没有内容"),
    ],
)
def test_a_former_value_is_what_stood_there(small: Path, was: str, code: str, words: str) -> None:
    path = small / "annex1/01-yangli.yaml"
    text = path.read_text(encoding="utf-8")
    amended = AMENDMENT.replace("{lead: [乙局]}", was)
    path.write_text(
        text.replace("    deadline: 2099-05-31\n", f"    deadline: 2099-05-31\n{amended}"), encoding="utf-8"
    )
    _, problems = load_registry(FolderSource(small))
    assert [problem.code for problem in problems] == ([code] if code else [])
    assert all(words in problem.message + problem.hint for problem in problems)


@pytest.mark.parametrize(
    "written",
    [
        "2023-11-30 00:00:00", "2023-11-30T17:30", "2023—11—30", "2023–11–30", "2023 - 11 - 30", "2023 11 30", "2023-11-30。",
        "‘2023-11-30’", "“2023-11-30”", "二〇二三年十一月三十日", "二○二三年十一月三十号", "23-11-30", "2023-11-3O", "2o23-ll-30", "45260",
        "30-11-2023", "30-Nov-23", "11/30/2023", "２０２３－１１－３０", "2023/11/30", "2023.11.30", "20231130", "2023年11月30日",
    ],
)  # fmt: skip
def test_a_day_that_is_certainly_meant_is_offered(written: str) -> None:
    assert advice(written) == ("", "应写 2023-11-30")


@pytest.mark.parametrize(
    "written",
    ["08/09/2023", "8-9-2023", "23-08-25", "30-11-23", "8月31日", "2023-06-30至2023-11-30", "2023-11", "年底", "0202-11-30",
     "12345", "1" * 5000, "11月底", ""],
)  # fmt: skip
def test_no_day_is_guessed_between_two(written: str) -> None:
    assert meant_day(written) is None
    assert "应写" not in advice(written)[1]


@pytest.mark.parametrize(
    ("written", "absent", "hint"),
    [
        ("2023-11-31", "11 月只有 30 天", "核对"),
        ("2023年6月31日", "6 月只有 30 天", "核对"),
        ("2023-31-12", "没有 31 月", "2023-12-31"),
        ("2023-31-31", "没有 31 月", "核对"),
        ("2023-00-30", "没有 0 月", "核对"),
    ],
)
def test_a_day_that_does_not_exist_says_why(written: str, absent: str, hint: str) -> None:
    reason, offered = advice(written)
    assert reason == absent
    assert hint in offered


def test_numerals_are_read_where_they_have_one_reading() -> None:
    words = {
        "四十二": 42,
        "十": 10,
        "一百": 100,
        "一百零五": 105,
        "一百一十": 110,
        "一百四十三": 143,
        "一百五": None,
        "百": None,
        "": None,
    }
    assert {word: number_of(word) for word in words} == words
    assert (digits_of("二〇二三"), digits_of("二〇二x"), digits_of("")) == (2023, None, None)


def test_no_known_name_is_torn_when_a_list_was_typed_as_text() -> None:
    loaded, _ = load(REAL)
    for name in loaded.unit_names:
        assert split_names("lead", f"{name}、区法院") == [name, "区法院"]
        assert split_names("lead", f"区法院，{name}") == ["区法院", name]


def test_officials_and_cities_are_split_at_every_sign() -> None:
    assert split_names("lead_officials", "领导甲、领导乙") == ["领导甲", "领导乙"]
    assert split_names("benchmark_cities", "“[重庆、广州，深圳]”") == ["重庆", "广州", "深圳"]


def test_the_fixed_day_is_a_day() -> None:
    assert meant_day("2023-11-30") == date(2023, 11, 30)
