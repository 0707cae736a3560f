"""The ledger's writer: what it writes, and that nothing confirmed is lost, whatever is done to it."""

import os
import re
import resource
import shutil
import signal
import subprocess
import sys
import time
from datetime import date
from pathlib import Path
from random import Random

import pytest

from bizenv_cli import append as appending
from bizenv_cli.append import Draft, append
from bizenv_cli.errors import (
    BrokenRegistryError,
    LockedLedgerError,
    PackedRegistryError,
    RefusedEntryError,
    RegistryChangingError,
    UnwritableError,
)
from bizenv_cli.place import Place
from conftest import load

DAY = date(2099, 4, 1)
FULL = bool(os.environ.get("BIZENV_STRESS"))  # make stress: the whole numbers, which take minutes


def note(text: str, unit: str = "甲局", task: str = "1-1") -> Draft:
    return Draft(unit, {"date": DAY, "task": task, "event": "progress", "note": text, "evidence": []})


def ledger(folder: Path, name: str = "jiaju.yaml") -> Path:
    return folder / "ledger" / name


def test_an_entry_is_one_line_at_the_end(small: Path) -> None:
    outcome = append(Place(small), "", [note("样例：第一件")])
    assert ledger(small).read_text(encoding="utf-8") == (
        "unit: 甲局\nentries:\n  - {date: 2099-04-01, task: 1-1, event: progress, note: 样例：第一件}\n"
    )
    (file,) = outcome.files
    assert (file.before, file.path) == (b"", ledger(small))
    before = ledger(small).read_bytes()
    (file,) = append(Place(small), "", [note("样例：第二件"), note("样例：第三件", task="1-2")]).files
    added = ledger(small).read_bytes().removeprefix(before)
    assert added.decode().splitlines() == list(file.lines)
    assert len(file.lines) == 2
    assert load(small)[1] == []


def test_the_rest_of_the_file_stays_as_it_is(small: Path) -> None:
    """Its own indentation is kept, a missing line end is put in, comments stay."""
    ledger(small).parent.mkdir()
    text = "# 甲局的登记\nunit: 甲局  # 规范名\nentries:\n- date: 2099-04-01\n  task: 1-1\n  event: receive"
    ledger(small).write_text(text, encoding="utf-8")
    append(Place(small), "", [note("样例进展")])
    line = "- {date: 2099-04-01, task: 1-1, event: progress, note: 样例进展}"
    assert ledger(small).read_text(encoding="utf-8") == f"{text}\n{line}\n"
    assert load(small)[1] == []


@pytest.mark.parametrize(
    "text",
    [
        "平常的话，没有什么。",
        "半角: 冒号 # 井号",
        "[方括号] {花括号} 甲, 乙",
        "引号\"与'撇号",
        "反斜杠\\与%与&与*与!",
        "- 像一个列表项的甲",
        "甲" * 1990,
        "null 甲",
        "？问号开头",
        "@甲",
    ],
)
def test_a_text_is_read_back_as_it_was(small: Path, text: str) -> None:
    draft = Draft("甲局", {"date": DAY, "task": "1-1", "event": "progress", "note": text, "evidence": [text]})
    registry = append(Place(small), "", [draft]).registry
    (file,) = registry.ledgers
    (entry,) = file.record.entries
    assert (entry.note, entry.evidence) == (text, (text,))
    assert len(ledger(small).read_text(encoding="utf-8").splitlines()) == 3


def test_two_units_may_report_at_once_and_each_has_its_file(small: Path) -> None:
    files = append(Place(small), "", [note("样例甲"), note("样例乙", "乙局", "1-2")]).files
    assert [file.path.name for file in files] == ["jiaju.yaml", "yiju.yaml"]
    assert load(small)[1] == []


def test_a_units_file_is_found_whatever_it_is_called(small: Path) -> None:
    ledger(small).parent.mkdir()
    other = ledger(small, "jia.yaml")
    other.write_text(
        'unit: "甲局"\nentries:\n  - {date: 2099-04-01, task: 1-1, event: receive}\n', encoding="utf-8"
    )
    (file,) = append(Place(small), "", [note("样例进展")]).files
    assert file.path == other
    taken = ledger(small, "yiju.yaml")
    taken.write_text(
        "unit: 丙局\nentries:\n  - {date: 2099-04-01, task: 1-3, event: receive}\n", encoding="utf-8"
    )
    (file,) = append(Place(small), "", [note("样例进展", "乙局", "1-2")]).files
    assert file.path.name == "yiju-2.yaml"
    assert load(small)[1] == []


@pytest.mark.parametrize(
    ("draft", "code"),
    [
        (note("样例", "甲局", "1-9"), "E220"),
        (note("样例", "丙局", "2-1"), "E222"),
        (note("no Chinese"), "E123"),
        (note("身份证 11010519491231002X 的甲"), "E010"),
        (Draft("甲局", {"date": date(2099, 2, 1), "task": "1-1", "event": "receive"}), "E227"),
        (Draft("无此局", {"date": DAY, "task": "1-1", "event": "receive"}), "E219"),
        (Draft("甲局", {"date": DAY, "task": "1-1", "event": "accept"}), "E234"),
    ],
)
def test_what_the_gate_refuses_is_not_written(small: Path, draft: Draft, code: str) -> None:
    append(Place(small), "", [note("样例")])
    before = {path: path.read_bytes() for path in small.rglob("*.yaml")}
    with pytest.raises(RefusedEntryError) as refused:
        append(Place(small), "", [draft])
    assert code in {problem.code for problem in refused.value.problems}
    assert {path: path.read_bytes() for path in small.rglob("*.yaml")} == before


def test_one_bad_entry_of_several_keeps_all_out(small: Path) -> None:
    with pytest.raises(RefusedEntryError):
        append(Place(small), "", [note("样例"), note("样例", "乙局", "1-9")])
    assert not ledger(small).exists()


def test_a_broken_plan_is_not_appended_to(small: Path) -> None:
    (small / "officials.yaml").write_text("officials: 0\n", encoding="utf-8")
    with pytest.raises(BrokenRegistryError, match=r"officials\.yaml"):
        append(Place(small), "", [note("样例")])
    assert not ledger(small).exists()


def test_an_entry_that_spoils_an_older_one_is_refused(small: Path) -> None:
    """The problem is then told on another line than the new one, and is no fault of the plan as it was."""
    extend = {
        "date": date(2099, 4, 10),
        "task": "1-2",
        "event": "extend",
        "to": date(2099, 7, 15),
        "approval": "示例1号",
    }
    append(Place(small), "", [Draft("甲局", extend)])
    earlier = extend | {"date": date(2099, 4, 5), "to": date(2099, 8, 15)}
    with pytest.raises(RefusedEntryError, match="E228"):
        append(Place(small), "", [Draft("乙局", earlier)])


def test_a_dry_run_checks_and_writes_nothing(small: Path) -> None:
    outcome = append(Place(small), "", [note("样例")], dry_run=True)
    assert outcome.files[0].lines
    assert not ledger(small).exists()
    with pytest.raises(RefusedEntryError):
        append(Place(small), "", [note("样例", task="1-9")], dry_run=True)


def test_the_packed_registry_is_not_written_to(small: Path) -> None:
    with pytest.raises(PackedRegistryError):
        append(Place(small, packed=True), "", [note("样例")])


def test_a_file_edited_while_it_is_checked_keeps_the_edit(
    small: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    append(Place(small), "", [note("样例之一")])
    checked = appending._checked

    def edited_meanwhile(*arguments: object) -> object:
        result = checked(*arguments)  # type: ignore[arg-type]
        with ledger(small).open("a", encoding="utf-8") as file:
            file.write("  - {date: 2099-04-02, task: 1-1, event: progress, note: 手工添的}\n")
        return result

    monkeypatch.setattr(appending, "_checked", edited_meanwhile)
    with pytest.raises(RegistryChangingError):
        append(Place(small), "", [note("样例之二")])
    text = ledger(small).read_text(encoding="utf-8")
    assert "手工添的" in text
    assert "样例之二" not in text


def test_a_writer_that_waits_too_long_says_so(small: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(appending, "_PATIENCE", 0.1)
    with appending._locked(small), pytest.raises(LockedLedgerError, match="没有登记"):
        append(Place(small), "", [note("样例")])


@pytest.mark.parametrize("step", ["fsync", "replace"])
def test_a_disk_that_fails_leaves_the_old_file(
    small: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    append(Place(small), "", [note("样例之一")])
    before = ledger(small).read_bytes()

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, step, full)
    with pytest.raises(UnwritableError, match="磁盘已满"):
        append(Place(small), "", [note("样例之二")])
    monkeypatch.undo()
    assert ledger(small).read_bytes() == before
    assert [path.name for path in ledger(small).parent.iterdir()] == ["jiaju.yaml"]
    append(Place(small), "", [note("样例之二")])
    assert load(small)[1] == []


APPENDER = """
import sys
from datetime import date
from pathlib import Path
from bizenv_cli.append import Draft, append
from bizenv_cli.place import Place
root, unit, task, name, count = sys.argv[1:]
for nth in range(int(count)):
    text = f"样例{name}之{nth}"
    append(Place(Path(root)), "", [Draft(unit, {"date": date(2099, 4, 1), "task": task, "event": "progress", "note": text})])
    print(text, flush=True)
"""


def appender(folder: Path, unit: str, task: str, name: str, count: int) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [sys.executable, "-c", APPENDER, str(folder), unit, task, name, str(count)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        env={**os.environ, "PYTHONUTF8": "1"},
    )


def notes(folder: Path) -> list[str]:
    """Every note of every ledger, in the order in which they stand; the registry is sound."""
    registry, problems = load(folder)
    assert problems == []
    return [str(entry.note) for file in registry.ledgers for entry in file.record.entries]


def test_kill_at_random_moments_loses_nothing_that_was_confirmed(small: Path) -> None:
    wanted, random, confirmed, kills = (500 if FULL else 60), Random(20230728), [], 0
    while len(confirmed) < wanted:
        child = appender(small, "甲局", "1-1", f"第{kills}次", wanted)
        assert child.stdout
        first = child.stdout.readline()  # started; from here on it may die at any moment
        time.sleep(random.uniform(0, 0.4))
        child.send_signal(signal.SIGKILL)
        rest, _ = child.communicate()
        confirmed += [line for line in (first + rest).splitlines() if re.fullmatch(r"样例第\d+次之\d+", line)]
        kills += 1
        kept = notes(small)
        assert not set(confirmed) - set(kept)
        assert len(kept) == len(set(kept))
        assert len(kept) <= len(confirmed) + kills  # at most the one that was under way, each time
    assert kills > 2
    append(Place(small), "", [note("样例：收尾")])
    assert [path.name for path in ledger(small).parent.iterdir()] == ["jiaju.yaml"]


def test_eight_writers_at_once_lose_nothing(small: Path) -> None:
    each = 200 if FULL else 12
    places = [("甲局", "1-1"), ("乙局", "1-2"), ("丙局", "1-3"), ("样例办公室", "2-2")] * 2
    children = [appender(small, *place, f"写者{nth}", each) for nth, place in enumerate(places)]
    ended = [child.communicate(timeout=1200) for child in children]
    assert [child.returncode for child in children] == [0] * 8, [said for _, said in ended]
    kept = notes(small)
    assert sorted(kept) == sorted(f"样例写者{nth}之{at}" for nth in range(8) for at in range(each))
    for nth in range(8):  # each writer's own entries stand in the order in which it made them
        own = [text for text in kept if text.startswith(f"样例写者{nth}之")]
        assert own == [f"样例写者{nth}之{at}" for at in range(each)]


def test_a_disk_that_fills_up_keeps_every_confirmed_entry(small: Path) -> None:
    """A bound on the size of a file stands in for a full disk: the write itself is refused, at any byte."""
    append(Place(small), "", [note("样例：开头")])
    child = subprocess.Popen(
        [sys.executable, "-c", APPENDER, str(small), "甲局", "1-1", "满", "100"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        env={**os.environ, "PYTHONUTF8": "1", "PYTHONDONTWRITEBYTECODE": "1"},
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (2048, 2048)),  # noqa: PLW1509
    )
    said, complained = child.communicate(timeout=120)
    assert child.returncode == 1
    assert "UnwritableError" in complained
    confirmed = said.splitlines()
    assert 5 < len(confirmed) < 100
    assert notes(small) == ["样例：开头", *confirmed]
    assert [path.name for path in ledger(small).parent.iterdir()] == ["jiaju.yaml"]


def test_a_registry_that_is_copied_while_it_is_written_is_always_whole(small: Path, tmp_path: Path) -> None:
    """A reader without the lock, such as a backup, sees the file before or after an entry."""
    append(Place(small), "", [note("样例：开头")])
    child = appender(small, "甲局", "1-1", "续", 60)
    seen = set()
    while child.poll() is None:
        held = tmp_path / "copy"
        shutil.copytree(small, held, ignore=shutil.ignore_patterns(".*"))
        seen.add(len(notes(held)))
        shutil.rmtree(held)
    child.communicate()
    assert child.returncode == 0
    assert len(seen) > 2
