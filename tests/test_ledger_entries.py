"""What a ledger's entries say of time: at a plausible day, in order, each once, and no extension backwards."""

from pathlib import Path

import pytest

from conftest import load

FIRST = "  - {date: 2099-04-01, task: 1-1, event: receive}\n"
EXTENDED = "  - {date: 2099-04-10, task: 1-1, event: extend, to: 2099-06-30, approval: 示例发〔2099〕3号}\n"
DONE = "  - {date: 2099-04-20, task: 1-1, event: done}\n"
VOID = "  - {date: 2099-04-20, task: 1-1, event: void, of: done, dated: 2099-04-20}\n"
VOID_EXTENSION = "  - {date: 2099-04-11, task: 1-1, event: void, of: extend, dated: 2099-04-10}\n"
RETURN = "  - {date: 2099-04-25, task: 1-1, event: return, note: 样例：材料不全}\n"
LATER_DONE = "  - {date: 2099-04-28, task: 1-1, event: done}\n"
ACCEPT = "  - {date: 2099-05-01, task: 1-1, event: accept}\n"
COMPLETED = "  - {{date: 2099-04-20, task: 1-1, event: done, completed: {}}}\n"
AMENDED = """\
    deadline: 2099-08-31
    amendments:
      - date: 2099-06-01
        authority: 示例发〔2099〕4号
        was: {deadline: 2099-05-31}
"""


def write(folder: Path, entries: str) -> None:
    (folder / "ledger").mkdir(exist_ok=True)
    (folder / "ledger" / "jia-ju.yaml").write_text(f"unit: 甲局\nentries:\n{entries}", encoding="utf-8")


@pytest.mark.parametrize(
    ("entries", "code", "words", "line"),
    [
        (FIRST + EXTENDED, "", "", 0),
        (FIRST + FIRST.replace("1-1", "1-2"), "", "", 0),
        (FIRST + FIRST, "E229", "第 3 行", 4),
        (FIRST.replace("2099", "2909") + EXTENDED, "E227", "晚了 5 年以上", 3),
        (FIRST + EXTENDED.replace("2099-04-10", "2009-04-10"), "E227", "早于通知印发的 2099-03-01", 4),
        (FIRST + EXTENDED.replace("to: 2099-06", "to: 2099-05"), "E228", "时限已是 2099-05-31", 4),
        (EXTENDED + EXTENDED.replace("04-10", "05-10"), "E228", "时限已是 2099-06-30", 4),
        (EXTENDED + EXTENDED.replace("04-10", "05-10").replace("06-30", "07-31"), "", "", 0),
        (DONE + VOID + DONE, "", "", 0),
        (DONE + VOID + DONE + VOID, "", "", 0),
        (DONE + VOID + VOID, "E233", "2099-04-20 任务 1-1 的办结", 5),
        (VOID + DONE, "E233", "没有可更正的登记", 3),
        (EXTENDED + VOID_EXTENSION + EXTENDED.replace("06-30", "06-20").replace("04-10", "04-12"), "", "", 0),
        (DONE + LATER_DONE, "E234", "没有退回过", 4),
        (DONE + RETURN + LATER_DONE, "", "", 0),
        (RETURN + LATER_DONE, "E234", "不能退回", 3),
        (ACCEPT, "E234", "不能销号", 3),
        (DONE + ACCEPT + ACCEPT.replace("05-01", "05-02"), "E234", "已销号", 5),
        (DONE + EXTENDED.replace("04-10", "04-30"), "E234", "不必再延期", 4),
        (DONE + FIRST.replace("04-01", "04-30"), "E234", "不必再签收", 4),
        (COMPLETED.format("2099-04-19"), "", "", 0),
        (COMPLETED.format("2099-01-02"), "", "", 0),
        (COMPLETED.format("2099-04-21"), "E235", "晚于登记之日", 3),
        (COMPLETED.format("2089-04-19"), "E235", "早于方案年度", 3),
        (EXTENDED.replace("1-1", "1-3"), "E236", "只是任务 1-3 的配合单位", 3),
    ],
)
def test_a_slip_of_time_is_one_problem(small: Path, entries: str, code: str, words: str, line: int) -> None:
    write(small, entries)
    _, problems = load(small)
    assert [(problem.code, problem.line) for problem in problems] == ([(code, line)] if code else [])
    assert all(words in problem.message for problem in problems)


def test_an_extension_is_held_against_the_deadline_of_its_own_day(small: Path) -> None:
    """An amendment that came after it moved the deadline beyond it."""
    path = small / "annex1/01-yangli.yaml"
    text = path.read_text(encoding="utf-8").replace("    deadline: 2099-05-31\n", AMENDED)
    path.write_text(text, encoding="utf-8")
    write(small, EXTENDED)
    assert load(small)[1] == []
    path.write_text(text.replace("was: {deadline: 2099-05-31}", "was: {deadline: 初夏}"), encoding="utf-8")
    assert {problem.code for problem in load(small)[1]} == {"E304"}


def test_a_slip_of_the_transcription_is_put_right_on_the_notices_own_day(small: Path) -> None:
    path = small / "annex1/01-yangli.yaml"
    text = path.read_text(encoding="utf-8")
    amended = AMENDED.replace("2099-06-01", "2099-02-28")
    path.write_text(text.replace("    deadline: 2099-05-31\n", amended), encoding="utf-8")
    assert [problem.code for problem in load(small)[1]] == ["E304"]
    own = amended.replace("示例发〔2099〕4号", "示例发〔2099〕1号")
    path.write_text(text.replace("    deadline: 2099-05-31\n", own), encoding="utf-8")
    assert load(small)[1] == []


def test_two_leading_units_may_record_one_extension(small: Path) -> None:
    first = EXTENDED.replace("1-1", "1-2").replace("to: 2099-06", "to: 2099-07")
    write(small, first)
    other = small / "ledger" / "yi-ju.yaml"
    head = "unit: 乙局\nentries:\n"
    other.write_text(head + first.replace("04-10", "04-12"), encoding="utf-8")
    assert load(small)[1] == []
    other.write_text(head + first.replace("04-10", "04-12").replace("07-30", "07-15"), encoding="utf-8")
    assert [(problem.code, Path(problem.path).name) for problem in load(small)[1]] == [("E228", "yi-ju.yaml")]
