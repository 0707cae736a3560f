"""Protection: what was ordered changes only by an amendment; what was recorded is never rewritten."""

import os
import shutil
import subprocess
from collections.abc import Callable
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest

from bizenv_cli import checks, registry
from bizenv_cli.index import open_index
from bizenv_cli.pairing import Change
from bizenv_cli.place import Place
from bizenv_cli.problem import Problem
from bizenv_cli.source import FolderSource
from conftest import REAL, SMALL, Run, by_ids, load

INDICATOR, ACTION, LEDGER = "annex1/01-yangli.yaml", "annex2/01-yangli.yaml", "ledger/jia-ju.yaml"
ENTRIES = """unit: 甲局
entries:
  - date: 2099-04-01
    task: 1-1
    event: receive
  - date: 2099-04-20
    task: 1-1
    event: progress
    note: 样例进展
"""
FIRST = "  - seq: 1\n    measure: 甲事办好。\n    lead: [甲局]\n    support: [各样例单位]\n    deadline: 2099-05-31\n"
FOURTH = "  - seq: 4\n    measure: 戊事办好。\n    lead: [甲局]\n    deadline: 2099-08-31\n"
ADDS = "    amendments:\n      - date: 2099-06-01\n        authority: 示例发〔2099〕2号\n"


def amended(was: str, day: str = "2099-04-01", authority: str = "示例发〔2099〕2号") -> str:
    return f"    amendments:\n      - date: {day}\n        authority: {authority}\n        was:\n          {was}\n"


@pytest.fixture
def before(tmp_path: Path) -> Path:
    folder = tmp_path / "before"
    shutil.copytree(SMALL / "registry", folder)
    (folder / "ledger").mkdir()
    (folder / LEDGER).write_text(ENTRIES, encoding="utf-8")
    assert load(folder)[1] == []
    return folder


@pytest.fixture
def after(before: Path) -> Path:
    folder = before.parent / "registry"
    shutil.copytree(before, folder)
    return folder


def text_of(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def edit(path: Path, *pairs: tuple[str, str]) -> None:
    text = text_of(path)
    for old, new in pairs:
        assert old in text, old
        text = text.replace(old, new, 1)
    path.write_text(text, encoding="utf-8")


def compared(before: Path, after: Path) -> list[Problem]:
    """The problems of `after`, and those of the comparison with `before`."""
    earlier, _ = registry.load(FolderSource(before))
    later, problems = load(after)
    return checks.compare(Change(earlier, later), problems).problems


Edit = Callable[[Path], None]


def change(file: str, *pairs: tuple[str, str]) -> Edit:
    return lambda folder: edit(folder / file, *pairs)


def both(*edits: Edit) -> Edit:
    def apply(folder: Path) -> None:
        for one in edits:
            one(folder)

    return apply


DEADLINE = ("deadline: 2099-05-31\n", "deadline: 2099-06-30\n")
COUNT = ("tasks: 3", "tasks: 4")


ALLOWED: dict[str, Edit] = {
    "nothing": lambda _folder: None,
    "a deadline, with its amendment": change(
        INDICATOR, (DEADLINE[0], DEADLINE[1] + amended("deadline: 2099-05-31"))
    ),
    "a lead unit, with its amendment": change(INDICATOR, ("lead: [甲局]\n    support", f"lead: [乙局]\n{amended('lead: [甲局]')}    support")),
    "a slip of the transcription": change(
        INDICATOR,
        ("甲事办好。", "甲事办妥。"),
        (DEADLINE[0], DEADLINE[0] + amended("measure: 甲事办好。", "2099-03-01", "示例发〔2099〕1号")),
    ),
    "an added task, with the document that adds it": both(
        change("plan.yaml", COUNT), lambda folder: (folder / INDICATOR).write_text(text_of(folder / INDICATOR) + FOURTH + ADDS, encoding="utf-8") and None
    ),
    "our own settings": change("plan.yaml", ("alert_days: 10", "alert_days: 20"), ("示例区样例方案", "示例区方案")),
    "an erratum more": change(ACTION, ("lead_unit: 乙局", "errata:\n  - kind: doubtful\n    fields: [support]\n    because: 样例\nlead_unit: 乙局")),
    "an entry more": lambda folder: (folder / LEDGER).write_text(ENTRIES + "  - {date: 2099-05-01, task: 1-1, event: done}\n", encoding="utf-8") and None,
    "a ledger under another file's name": lambda folder: (folder / LEDGER).rename(folder / "ledger/jia.yaml") and None,
    "a milestone, with its amendment": change(
        INDICATOR, ("完成第一步。", "完成第二步。"), ("text: 完成第一步", "text: 完成第二步"),
        ("    milestones:", "    amendments:\n      - date: 2099-04-01\n        authority: 示例发〔2099〕2号\n        was:\n          measure: 乙事办好，分两步：2099年4月30日前完成第一步。\n          milestones: [2099-04-30 完成第一步]\n    milestones:"),
    ),
}  # fmt: skip

REJECTED: dict[str, tuple[Edit, list[tuple[str, str]]]] = {
    "a deadline": (change(INDICATOR, DEADLINE), [("E301", "由「2099-05-31」改成了「2099-06-30」，没有修订依据")]),
    "a deadline left out": (
        change(ACTION, ("        deadline: 2099-05-31\n", "        errata:\n          - kind: lost\n            fields: [deadline]\n            because: 样例\n")),
        [("E301", "被删去，原为「2099-05-31」")],
    ),
    "a text": (change(INDICATOR, ("甲事办好。", "甲事办妥。")), [("E301", "任务 1-1 的「measure」（工作举措）由「甲事办好。」改成了「甲事办妥。」")]),
    "a unit": (change(INDICATOR, ("lead: [丙局]", "lead: [乙局]")), [("E301", "was: {lead: [丙局]}")]),
    "another spelling of the same unit": (change(INDICATOR, ("lead: [甲局]\n    support", "lead: [甲甲局]\n    support")), [("E301", "甲甲局")]),
    "an official": (change(INDICATOR, ("lead_officials: [领导甲]", "lead_officials: [领导乙]")), [("E301", "指标「样例指标」")]),
    "a pilot": (change(INDICATOR, ("样例试点。", "别的试点。")), [("E301", "创新试点项目")]),
    "a work task's text": (change(ACTION, ("样例工作任务。", "别的工作任务。")), [("E301", "工作任务 1")]),
    "a treatment": (change("treatments.yaml", ("lead: [甲局, 乙局]", "lead: [甲局]")), [("E301", "专项治理「样例专项治理」")]),
    "the plan's own title": (change("plan.yaml", ("title: 示例区样例行动方案", "title: 示例区行动方案")), [("E301", "方案「示例发〔2099〕1号」")]),
    "a milestone": (
        change(INDICATOR, ("2099年4月30日前完成第一步", "2099年4月30日前完成初步"), ("text: 完成第一步", "text: 完成初步")),
        [("E301", "工作举措"), ("E301", "节点")],
    ),
    "an amendment of another value": (
        change(INDICATOR, (DEADLINE[0], DEADLINE[1] + amended("deadline: 2099-05-30"))),
        [("E301", "照抄上一版：deadline: 2099-05-31")],
    ),
    "an amendment of another field": (
        change(INDICATOR, ("甲事办好。", "甲事办妥。"), (DEADLINE[0], DEADLINE[1] + amended("deadline: 2099-05-31"))),
        [("E301", "工作举措")],
    ),
    "an amendment that changes nothing": (change(INDICATOR, (DEADLINE[0], DEADLINE[0] + amended("deadline: 2099-05-31"))), [("E304", "与改后的一样")]),
    "an amendment of no field": (change(INDICATOR, (DEADLINE[0], DEADLINE[0] + amended("dedline: 2099-05-30"))), [("E304", "是否为「deadline」")]),
    "a former value of another kind": (
        change(INDICATOR, (DEADLINE[0], DEADLINE[1] + amended("deadline: [2099-05-31]"))),
        [("E301", "照抄上一版"), ("E304", "写日期")],
    ),
    "an amendment before the plan": (
        change(INDICATOR, (DEADLINE[0], DEADLINE[1] + amended("deadline: 2099-05-31", "2098-04-01"))),
        [("E304", "早于方案印发日期 2099-03-01")],
    ),
    "a deleted task": (
        both(change("plan.yaml", ("tasks: 3", "tasks: 2")), change(INDICATOR, (FIRST, ""), ("  - seq: 2", "  - seq: 1"), ("  - seq: 3", "  - seq: 2"), ("from_seq: 3", "from_seq: 2")), lambda folder: (folder / LEDGER).unlink()),
        [("E302", "任务 1-1 被删去：甲事办好。"), ("E306", "整个删去")],
    ),
    "a renumbered task": (
        change(INDICATOR, (FIRST, ""), ("  - seq: 2\n", "  - seq: 1\n"), ("  - seq: 3\n", FIRST.replace("seq: 1", "seq: 2") + "  - seq: 3\n")),
        [("E302", "改成了")] * 2,
    ),
    "a task put in between": (
        both(change("plan.yaml", COUNT), change(INDICATOR, ("  - seq: 2\n", FOURTH.replace("seq: 4", "seq: 2") + ADDS + "  - seq: 3\n"), ("  - seq: 3\n    measure: 丙", "  - seq: 4\n    measure: 丙"))),
        [("E302", "任务 1-2 至 1-3 改成了 任务 1-3 至 1-4")],
    ),
    "two texts exchanged": (
        change(INDICATOR, ("甲事办好。", "丙事长期办。"), ("    measure: 丙事长期办。\n    lead: [丙局]", "    measure: 甲事办好。\n    lead: [丙局]")),
        [("E301", "任务 1-1 的"), ("E301", "任务 1-3 的")],
    ),
    "an added task": (
        both(change("plan.yaml", COUNT), lambda folder: (folder / INDICATOR).write_text(text_of(folder / INDICATOR) + FOURTH, encoding="utf-8") and None),
        [("E305", "新增了任务 1-4")],
    ),
    "a deleted action": (
        both(lambda folder: (folder / ACTION).unlink(), change("plan.yaml", ("  - number: 2\n    title: 示例区专项行动任务清单\n    tasks: 2\n    groups: [样例专项行动]\n", ""))),
        [("E225", "缺少附件2"), ("E302", "专项行动「样例专项行动」被删去"), ("E301", "附件")],
    ),
    "an entry rewritten": (change(LEDGER, ("样例进展", "别的进展")), [("E306", "第 2 条登记与上一版不同")]),
    "an entry deleted": (change(LEDGER, ("  - date: 2099-04-20\n    task: 1-1\n    event: progress\n    note: 样例进展\n", "")), [("E306", "原有的第 2 条登记没有了：2099-04-20 1-1 进展")]),
    "an entry merged in before others": (change(LEDGER, ("entries:\n", "entries:\n  - {date: 2099-03-30, task: 1-3, event: receive}\n")), []),
    "a ledger deleted": (lambda folder: (folder / LEDGER).unlink(), [("E306", "整个删去")]),
    "a ledger of another unit": (change(LEDGER, ("unit: 甲局", "unit: 丙局")), [("E306", "由「甲局」改成了「丙局」")]),
}  # fmt: skip


@pytest.mark.parametrize("name", ALLOWED)
def test_what_cites_its_authority_or_changes_nothing_issued_passes(
    before: Path, after: Path, name: str
) -> None:
    ALLOWED[name](after)
    assert compared(before, after) == []


@pytest.mark.parametrize("name", REJECTED)
def test_what_was_ordered_or_recorded_is_not_changed_at_will(before: Path, after: Path, name: str) -> None:
    apply, expected = REJECTED[name]
    apply(after)
    problems = compared(before, after)
    assert [problem.code for problem in problems] == [code for code, _ in expected], problems
    for problem, (_, words) in zip(problems, expected, strict=True):
        assert words in problem.message + problem.hint
        assert Path(problem.path).name in {
            Path(INDICATOR).name,
            "jia-ju.yaml",
            "plan.yaml",
            "treatments.yaml",
        }


def test_amendments_that_stand_are_not_rewritten(before: Path, after: Path) -> None:
    for folder in (before, after):
        edit(folder / INDICATOR, (DEADLINE[0], DEADLINE[1] + amended("deadline: 2099-05-31")))
    assert compared(before, after) == []
    edit(after / INDICATOR, ("示例发〔2099〕2号", "示例发〔2099〕3号"))
    assert [problem.code for problem in compared(before, after)] == ["E303"]
    edit(
        after / INDICATOR, ("示例发〔2099〕3号", "示例发〔2099〕2号"), (DEADLINE[1], "deadline: 2099-07-31\n")
    )
    assert [problem.code for problem in compared(before, after)] == ["E301"]
    second = "      - {date: 2099-05-01, authority: 示例发〔2099〕4号, was: {deadline: 2099-06-30}}\n"
    edit(after / INDICATOR, ("          deadline: 2099-05-31\n", "          deadline: 2099-05-31\n" + second))
    assert compared(before, after) == []
    edit(after / INDICATOR, ("date: 2099-05-01", "date: 2099-03-20"))
    assert [problem.code for problem in compared(before, after)] == ["E304"]


def test_a_value_that_goes_back_under_its_amendment_is_told_once(before: Path, after: Path) -> None:
    for folder in (before, after):
        edit(folder / INDICATOR, (DEADLINE[0], DEADLINE[1] + amended("deadline: 2099-05-31")))
    edit(after / INDICATOR, (DEADLINE[1], DEADLINE[0]))
    assert [problem.code for problem in load(after)[1]] == ["E304"]
    (problem,) = compared(before, after)
    assert (problem.code, "由「2099-06-30」改成了「2099-05-31」" in problem.message) == ("E301", True)


def test_an_amendment_that_was_wrong_before_is_no_fault_of_ours(before: Path, after: Path) -> None:
    for folder in (before, after):
        edit(folder / INDICATOR, (DEADLINE[0], DEADLINE[1] + amended("dedline: 2099-05-31")))
    edit(after / INDICATOR, (DEADLINE[1], DEADLINE[0]))
    assert [problem.code for problem in compared(before, after)] == ["E301", "E304"]


def test_what_was_broken_before_is_named_and_not_compared(before: Path, after: Path) -> None:
    edit(before / INDICATOR, DEADLINE, ("seq: 2", "seq: 二"))
    earlier, _ = registry.load(FolderSource(before))
    later, problems = load(after)
    verdict = checks.compare(Change(earlier, later), problems)
    assert (verdict.problems, verdict.skipped) == ([], (INDICATOR,))


def test_a_slip_told_by_the_numbers_is_not_told_again_as_a_deletion(before: Path, after: Path) -> None:
    edit(after / INDICATOR, ("seq: 2", "seq: 5"))
    assert [problem.code for problem in compared(before, after)] == ["E201"]
    shutil.copytree(before, after, dirs_exist_ok=True)
    (after / ACTION).unlink()
    assert [problem.code for problem in compared(before, after)] == ["E208"]


@pytest.mark.parametrize(
    ("entries", "code", "words"),
    [
        (ENTRIES.replace("甲局", "甲居"), "E219", "是否为「甲局」"),
        (ENTRIES.replace("甲局", "甲甲局"), "E219", "应写「甲局」"),
        (ENTRIES.replace("1-1", "1-9", 1), "E220", "没有任务「1-9」"),
        (ENTRIES.replace("04-20", "03-20"), "E221", "2099-03-20 在 2099-04-01 之后"),
        (ENTRIES.replace("task: 1-1", "task: 2-1", 1), "E222", "它的牵头单位是乙局"),
    ],
)
def test_a_ledger_is_one_units_and_of_its_tasks(after: Path, entries: str, code: str, words: str) -> None:
    (after / LEDGER).write_text(entries, encoding="utf-8")
    _, (problem,) = load(after)
    assert problem.code == code
    assert words in problem.message + problem.hint


def test_two_ledgers_of_one_unit_are_one_too_many(after: Path) -> None:
    (after / "ledger/jia.yaml").write_text(ENTRIES, encoding="utf-8")
    _, (problem,) = load(after)
    assert (problem.code, "并到一个文件里" in problem.hint) == ("E219", True)


def test_a_page_shows_what_was_changed_and_on_whose_word(run: Run, after: Path) -> None:
    edit(after / INDICATOR, (DEADLINE[0], DEADLINE[1] + amended("deadline: 2099-05-31")))
    with closing(open_index(Place(after), date(2099, 5, 1))) as index:
        (row,) = by_ids(index, "1-1")
    assert row.deadline == date(2099, 6, 30)
    assert [(item.authority, item.was) for item in row.amendments] == [
        ("示例发〔2099〕2号", {"deadline": "2099-05-31"})
    ]
    shown = run("task", "1-1", registry=after).out
    assert "修订      2099-04-01 示例发〔2099〕2号：完成时限原为「2099-05-31」" in shown


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """A git repository whose folder 甲/registry is a copy of the real registry, committed."""
    top = tmp_path / "仓库"
    shutil.copytree(REAL, top / "甲" / "registry")
    git(top, "init", "-q", "-b", "main")
    git(top, "add", "-A")
    git(top, "commit", "-q", "-m", "first")
    return top


def git(folder: Path, *arguments: str) -> str:
    clean = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    identity = ["-c", "user.name=t", "-c", "user.email=t@example.invalid", "-c", "commit.gpgsign=false"]
    done = subprocess.run(
        ["git", *identity, *arguments],
        cwd=folder,
        env=clean,
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    return done.stdout


def move_a_deadline(top: Path) -> None:
    edit(top / "甲/registry/annex1/05-dengji-caichan.yaml", ("deadline: 2023-08-31", "deadline: 2023-09-30"))


def test_check_compares_with_a_revision(run: Run, repository: Path) -> None:
    at = repository / "甲"
    assert run("check", "--base", "HEAD", registry=None, cwd=at).code == 0
    move_a_deadline(repository)
    ran = run("check", "--base", "main", registry=None, cwd=at)
    assert ran.code == 1
    assert "registry/annex1/05-dengji-caichan.yaml:39:15  E301  任务 1-28 的「deadline」" in ran.out
    assert "was: {deadline: 2023-08-31}" in ran.out
    assert "\n检查 30 个文件、201 项任务：1 处错误（" in ran.out


def test_what_the_other_branch_changed_meanwhile_is_not_this_edit(run: Run, repository: Path) -> None:
    at = repository / "甲"
    git(repository, "checkout", "-q", "-b", "mine")
    git(repository, "checkout", "-q", "main")
    move_a_deadline(repository)
    git(repository, "commit", "-q", "-am", "theirs")
    git(repository, "checkout", "-q", "mine")
    assert run("check", "--base", "main", registry=None, cwd=at).code == 0


def test_git_is_asked_of_the_registrys_own_repository(run: Run, repository: Path, tmp_path: Path) -> None:
    """Inside a hook GIT_DIR points elsewhere; from another folder the registry is named."""
    move_a_deadline(repository)
    elsewhere = {"GIT_DIR": str(tmp_path / "nowhere"), "GIT_WORK_TREE": str(tmp_path)}
    ran = run("check", "--base", "HEAD", registry=repository / "甲/registry", **elsewhere)
    assert (ran.code, ran.out.count("E301")) == (1, 1)


@pytest.mark.parametrize(
    ("base", "words"),
    [("没有的分支", "没有这个版本「没有的分支」"), ("--all", "没有这个版本"), ("HEAD:甲", "没有这个版本")],
)
def test_a_revision_that_is_none_is_a_bad_call(run: Run, repository: Path, base: str, words: str) -> None:
    ran = run("check", f"--base={base}", registry=repository / "甲/registry")
    assert (ran.code, ran.out) == (2, "")
    assert words in ran.err


def test_a_registry_outside_git_or_new_to_it_has_nothing_to_compare_with(
    run: Run, copy: Path, repository: Path
) -> None:
    ran = run("check", "--base", "HEAD", registry=copy)
    assert (ran.code, "不在 git 版本库里" in ran.err) == (2, True)
    shutil.copytree(REAL, repository / "乙" / "registry")
    ran = run("check", "--base", "HEAD", registry=repository / "乙/registry")
    assert (ran.code, "里没有任务清单" in ran.err) == (2, True)


def test_without_git_the_message_says_so(run: Run, repository: Path) -> None:
    ran = run("check", "--base", "HEAD", registry=repository / "甲/registry", PATH="")
    assert (ran.code, "没有找到 git" in ran.err) == (2, True)


def test_the_comparison_writes_nothing(run: Run, repository: Path) -> None:
    move_a_deadline(repository)
    before = {path: path.stat().st_mtime_ns for path in repository.rglob("*")}
    run("check", "--base", "HEAD", registry=repository / "甲/registry")
    assert {path: path.stat().st_mtime_ns for path in repository.rglob("*")} == before
