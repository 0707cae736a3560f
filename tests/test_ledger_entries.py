"""What a ledger's entries say of time: at a plausible day, in order, each once, and no extension backwards."""

from pathlib import Path

import pytest

from conftest import load

FIRST = "  - {date: 2099-04-01, task: 1-1, event: receive}\n"
EXTENDED = "  - {date: 2099-04-10, task: 1-1, event: extend, to: 2099-06-30, approval: 示例发〔2099〕3号}\n"
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
