"""Moves: what belongs to another group on a document's word says whose it was, and is compared with the notice there."""

import shutil
from pathlib import Path

import pytest

from bizenv_cli import checks, registry
from bizenv_cli.amendments import as_issued
from bizenv_cli.pairing import Change
from bizenv_cli.problem import Problem
from bizenv_cli.registry import Registry
from bizenv_cli.source import FolderSource
from conftest import REAL, Run, load, sound
from test_redirection import (
    to_another_action,
    to_another_indicator,
    to_another_sub_indicator,
    to_another_work_task,
)

DOCUMENT = "样例〔2023〕9号"
OWN = "湖办发〔2023〕8号"
# each move, the first line of what it moves, and whose that was
MOVES = {
    "task": (to_another_indicator, "  - seq: 30", "annex1/06-nashui.yaml", "indicator: 登记财产"),
    "of a sub-indicator": (to_another_sub_indicator, "      - seq: 125", "annex1/18-baorong-puhui-chuangxin.yaml", "sub_indicator: 人才流动便利度"),
    "measure": (to_another_work_task, "      - seq: 3", "annex2/01-zhengwu-fuwu-manyidu.yaml", "work_task: 2"),
    "work task": (to_another_action, "  - seq: 3", "annex2/02-jiangdi-qiye-chengben.yaml", "action: 提升政务服务满意度专项行动"),
}  # fmt: skip


def amend(folder: Path, first: str, file: str, was: str, authority: str = DOCUMENT) -> None:
    """Say of the item that begins with a line whose it was."""
    lines = (folder / file).read_text(encoding="utf-8").split("\n")
    space = " " * (lines[lines.index(first)].index("-") + 2)
    claim = f"{space}amendments: [{{date: 2023-08-01, authority: {authority}, was: {{{was}}}}}]"
    lines.insert(lines.index(first) + 1, claim)
    (folder / file).write_text("\n".join(lines), encoding="utf-8")


def compared(after: Path, before: Path = REAL) -> list[Problem]:
    earlier, _ = registry.load(FolderSource(before))
    later, problems = load(after)
    return checks.compare(Change(earlier, later), problems).problems


def belongings(loaded: Registry) -> list[tuple[str, str, str, int]]:
    """Every task in its order with the indicator or action, sub-indicator and work task that it belongs to."""
    return [
        (
            entry.id,
            entry.indicator.indicator if entry.indicator else entry.action.action if entry.action else "",
            entry.sub_indicator.sub_indicator if entry.sub_indicator else "",
            entry.work_task.seq if entry.work_task else 0,
        )
        for entry in loaded.tasks()
    ]


@pytest.mark.parametrize("name", MOVES)
def test_a_move_on_a_documents_word_passes_and_is_undone_for_the_notice(copy: Path, name: str) -> None:
    move, first, file, was = MOVES[name]
    move(copy)
    (problem,) = compared(copy)
    assert (problem.code, f"was: {{{was}}}" in problem.hint) == ("E307", True)
    amend(copy, first, file, was)
    assert compared(copy) == []
    moved = sound(copy)
    assert belongings(moved) != belongings(sound(REAL))
    assert belongings(as_issued(moved)) == belongings(sound(REAL))


def test_a_slip_of_the_transcription_is_put_right_for_good(copy: Path) -> None:
    move, first, file, was = MOVES["measure"]
    move(copy)
    amend(copy, first, file, was, OWN)
    assert compared(copy) == []
    assert belongings(as_issued(sound(copy))) == belongings(sound(copy))


@pytest.mark.parametrize(
    ("moves", "was", "code", "words"),
    [
        (True, "work_task: 5", "E307", "照上一版写：work_task: 2"),
        (True, "indicator: 登记财产", "E307", "照上一版写：work_task: 2"),
        (True, "work_task: 二", "E304", "写序号"),
        (False, "work_task: 2", "E304", "没有改动的，删去这一项"),
        (False, "work_task: 1", "E307", "照上一版写：work_task: 2"),
    ],
)
def test_whose_it_was_is_said_as_it_was(copy: Path, moves: bool, was: str, code: str, words: str) -> None:
    move, first, file, _ = MOVES["measure"]
    if moves:
        move(copy)
    amend(copy, first, file, was)
    found = {problem.code: problem.hint for problem in compared(copy)}
    assert words in found[code]


def test_what_moves_and_moves_back_says_both(copy: Path, tmp_path: Path) -> None:
    move, first, file, was = MOVES["measure"]
    move(copy)
    amend(copy, first, file, was)
    text = (REAL / file).read_text(encoding="utf-8")
    both = "\n        amendments:\n          - {date: 2023-08-01, authority: 样例〔2023〕9号, was: {work_task: 2}}\n          - {date: 2023-08-02, authority: 样例〔2023〕10号, was: {work_task: 1}}"
    back = tmp_path / "back"
    shutil.copytree(REAL, back)
    (back / file).write_text(text.replace(first, first + both, 1), encoding="utf-8")
    assert compared(back, copy) == []
    assert belongings(as_issued(sound(back))) == belongings(sound(REAL))


def test_a_page_says_whose_it_was(copy: Path, run: Run) -> None:
    move, first, file, was = MOVES["task"]
    move(copy)
    amend(copy, first, file, was)
    assert f"修订      2023-08-01 {DOCUMENT}：指标原为「登记财产」" in run("task", "1-30", registry=copy).out


HEAD = "order: {}\nlead_officials: [领导甲]\nlead: [甲局]\nsupport: [乙局]\nsub_indicators:\n"
SUB = """  - sub_indicator: 样例子指标{0}
    benchmark_cities: [样城]
    goal: 优异
    pilot: 样例试点。
    tasks:
      - seq: {0}
        measure: 第{0}件样例事办好。
        lead: [甲局]
        deadline: 2099-05-31
"""


def test_a_sub_indicator_that_changes_hands_is_told_with_its_tasks_once(small: Path) -> None:
    def written(folder: Path, *of_first: int, claim: str = "") -> None:
        first, second = "indicator: 样例指标\n", "indicator: 另一样例指标\n"
        others = [number for number in (1, 2, 3) if number not in of_first]
        subs = [SUB.format(number) + (claim if number == 2 else "") for number in others]
        (folder / "annex1/01-yangli.yaml").write_text(
            first + HEAD.format(1) + "".join(map(SUB.format, of_first)), encoding="utf-8"
        )
        (folder / "annex1/02-yangli.yaml").write_text(second + HEAD.format(2) + "".join(subs), encoding="utf-8")  # fmt: skip

    (small / "targets.yaml").unlink()  # whose words stand in the rows that are written over
    head = small / "plan.yaml"
    text = head.read_text(encoding="utf-8")
    head.write_text(text.replace("[样例指标]", "[样例指标, 另一样例指标]"), encoding="utf-8")
    written(small, 1, 2)
    after = small.parent / "after"
    shutil.copytree(small, after)
    written(after, 1)
    assert load(small)[1] == load(after)[1] == []
    (problem,) = compared(after, small)
    assert (problem.code, "子指标「样例子指标2」由指标「样例指标」移到了" in problem.message) == (
        "E307",
        True,
    )
    claim = "    amendments: [{date: 2099-04-01, authority: 示例发〔2099〕2号, was: {indicator: 样例指标}}]\n"
    written(after, 1, claim=claim)
    assert compared(after, small) == []
    assert belongings(as_issued(sound(after))) == belongings(sound(small))
