"""Two branches that each append to one ledger: git merges them without a conflict, and check sees what that got wrong."""

import shutil
import subprocess
from datetime import date
from pathlib import Path

import pytest

from bizenv_cli.append import Draft, append
from bizenv_cli.place import Place
from conftest import ROOT, load

BASE = date(2099, 4, 1)


def git(folder: Path, *arguments: str) -> str:
    who = ["-c", "user.name=样例", "-c", "user.email=yangli@example.invalid"]
    done = subprocess.run(
        ["git", *who, "-C", str(folder), *arguments], capture_output=True, encoding="utf-8", check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture
def repository(small: Path) -> Path:
    """The small registry under git, with this repository's own attributes and nothing set up."""
    top = small.parent
    shutil.copy(ROOT / ".gitattributes", top / ".gitattributes")
    git(top, "init", "--quiet", "--initial-branch=main")
    git(top, "add", ".gitattributes", "registry")
    git(top, "commit", "--quiet", "-m", "清单")
    return top


def report(top: Path, task: str, day: date, text: str, unit: str = "甲局") -> None:
    append(
        Place(top / "registry"),
        "",
        [Draft(unit, {"date": day, "task": task, "event": "progress", "note": text})],
    )
    git(top, "add", "registry/ledger")
    git(top, "commit", "--quiet", "-m", f"{task} {unit} 进展")


def merged(top: Path) -> list[str]:
    """Merge the branch ``other`` into ``main``; return the notes of the ledgers in the order they stand."""
    git(top, "merge", "--quiet", "--no-edit", "other")
    registry, _ = load(top / "registry")
    return [str(entry.note) for file in registry.ledgers for entry in file.record.entries]


def codes(top: Path) -> list[str]:
    return [problem.code for problem in load(top / "registry")[1]]


@pytest.mark.parametrize("begun", [True, False])
def test_both_branches_entries_are_kept(repository: Path, begun: bool) -> None:
    """Whether the file was there before, or both branches made it."""
    if begun:
        report(repository, "1-1", BASE, "样例：开头")
    git(repository, "branch", "other")
    report(repository, "1-1", BASE, "样例：这边")
    report(repository, "1-2", BASE, "样例：这边又一件")
    git(repository, "switch", "--quiet", "other")
    report(repository, "1-2", BASE, "样例：那边")
    git(repository, "switch", "--quiet", "main")
    found = merged(repository)
    assert sorted(found) == sorted(
        [*(["样例：开头"] if begun else []), "样例：这边", "样例：这边又一件", "样例：那边"]
    )
    assert codes(repository) == []


def test_entries_that_differ_in_one_word_are_not_torn(repository: Path) -> None:
    """The same day, event and words: only the task differs. An entry on several lines would be mixed up here."""
    report(repository, "1-1", BASE, "样例：开头")
    git(repository, "branch", "other")
    report(repository, "1-1", BASE, "样例：办了")
    git(repository, "switch", "--quiet", "other")
    report(repository, "1-2", BASE, "样例：办了")
    git(repository, "switch", "--quiet", "main")
    assert merged(repository) == ["样例：开头", "样例：办了", "样例：办了"]
    assert codes(repository) == []


def test_one_entry_made_on_both_branches_stands_once(repository: Path) -> None:
    report(repository, "1-1", BASE, "样例：开头")
    git(repository, "branch", "other")
    report(repository, "1-1", BASE, "样例：同一件")
    git(repository, "switch", "--quiet", "other")
    report(repository, "1-1", BASE, "样例：同一件")
    git(repository, "switch", "--quiet", "main")
    assert merged(repository) == ["样例：开头", "样例：同一件"]
    assert codes(repository) == []


def test_an_order_that_a_merge_got_wrong_is_told(repository: Path) -> None:
    report(repository, "1-1", BASE, "样例：开头")
    git(repository, "branch", "other")
    report(repository, "1-1", date(2099, 4, 20), "样例：晚的")
    git(repository, "switch", "--quiet", "other")
    report(repository, "1-1", date(2099, 4, 10), "样例：早的")
    git(repository, "switch", "--quiet", "main")
    assert sorted(merged(repository)) == sorted(["样例：开头", "样例：晚的", "样例：早的"])
    assert codes(repository) == ["E221"]
    path = repository / "registry/ledger/jiaju.yaml"
    head, *entries = path.read_text(encoding="utf-8").splitlines(keepends=True)[1:]
    path.write_text("unit: 甲局\n" + head + "".join(sorted(entries)), encoding="utf-8")
    assert codes(repository) == []


def test_the_same_done_on_both_branches_in_other_words_is_told(repository: Path) -> None:
    report(repository, "1-1", BASE, "样例：开头")
    git(repository, "branch", "other")
    for branch, words in (("main", "样例：这边说办完了"), ("other", "样例：那边也说")):
        git(repository, "switch", "--quiet", branch)
        done = {"date": BASE, "task": "1-1", "event": "done", "note": words}
        append(Place(repository / "registry"), "", [Draft("甲局", done)])
        git(repository, "commit", "--quiet", "-am", "1-1 甲局 办结")
    git(repository, "switch", "--quiet", "main")
    assert len(merged(repository)) == 3
    assert codes(repository) == ["E234"]


def test_a_line_that_was_torn_by_hand_is_told(repository: Path) -> None:
    report(repository, "1-1", BASE, "样例：开头")
    path = repository / "registry/ledger/jiaju.yaml"
    text = path.read_text(encoding="utf-8")
    for torn in (
        text[:-8],
        text.replace("event: progress, ", ""),
        text + text[text.index("  - ") :],
        text + "  - {dat",
    ):
        path.write_text(torn, encoding="utf-8")
        assert codes(repository), torn
