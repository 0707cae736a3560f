"""Mutations of the real registry: what is malformed is rejected at its place, what is harmless is accepted.

The classes of kind "meaning" are well-formed and change what the plan orders: only a comparison with an earlier
version can reject them.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest
from mutators import CLASSES, SURVIVORS, UNPROTECTED, Mutant, classes, mutants, mutants_of, originals
from mutators.expected import ELSEWHERE, SEVERAL

from bizenv_cli import checks, registry
from bizenv_cli.model import Record
from bizenv_cli.pairing import Change
from bizenv_cli.problem import Problem
from bizenv_cli.registry import File, Registry
from bizenv_cli.registry import read as read_file
from conftest import Run

SEED = 20230728
COUNT = 12  # mutants of each class
HARMLESS = 25
NEAR = 1  # a problem may stand a line before or after the edit
PLACED = 0.99
PROBLEMS = 2.0  # of a mutant, on the average of its class

REJECTED = [name for name in classes("malformed") if name not in SURVIVORS]
THEMES = ("colon_lost", "date_with_dots", "unit_unknown", "indent_lost", "conflict", "gbk", "stray_file")


@dataclass(frozen=True)
class MemorySource:
    """A registry in memory, with the interface of FolderSource."""

    files: Mapping[str, bytes]
    packed: bool = False

    def paths(self) -> Iterator[str]:
        return (path for path in sorted(self.files) if not any(p.startswith(".") for p in path.split("/")))

    def read(self, path: str) -> bytes:
        return self.files[path]

    def shown(self, path: str) -> str:
        return f"registry/{path}"


@cache
def read_original(path: str, model: type[Record]) -> tuple[File[Record] | None, list[Problem]]:
    return read_file(path, f"registry/{path}", originals()[path], model)


def read_changed_only(
    path: str, shown: str, data: bytes, model: type[Record]
) -> tuple[File[Record] | None, list[Problem]]:
    """Read a file as the loader does, one that is unchanged only once: reading is nearly all that a load costs."""
    if data == originals().get(path):
        return read_original(path, model)
    return read_file(path, shown, data, model)


@pytest.fixture(autouse=True)
def read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(registry, "read", read_changed_only)


def load(mutant: Mutant) -> tuple[Registry, list[Problem]]:
    loaded, problems = registry.load(MemorySource(mutant.applied(originals())))
    return loaded, sorted([*problems, *checks.run(loaded)])


def in_place(mutant: Mutant, problems: Sequence[Problem]) -> bool:
    """Whether some problem is in the right file and, where a line can be blamed, within a line of the edit."""
    return any(
        problem.path == f"registry/{edit.path}"
        and (edit.lines is None or edit.lines.start - NEAR <= problem.line < edit.lines.stop + NEAR)
        for edit in mutant.edits
        for problem in problems
    )


def records(loaded: Registry) -> list[object]:
    single = (loaded.plan, loaded.units, loaded.officials, loaded.treatments, loaded.targets)
    return [file and (file.path, file.record) for file in (*single, *loaded.indicators, *loaded.actions)]


def told(mutant: Mutant, problems: Sequence[Problem] = ()) -> str:
    where = ", ".join(f"{edit.path}:{edit.lines and edit.lines.start}" for edit in mutant.edits[:2])
    said = "; ".join(f"{p.path}:{p.line} {p.code} {p.message} / {p.hint}" for p in problems[:3])
    return f"{mutant.name} at {where}: {said or 'accepted'}"


def test_there_are_enough_classes_and_mutants() -> None:
    harmful = [*mutants("malformed", COUNT, SEED), *mutants("meaning", COUNT, SEED)]
    assert len({mutant.name for mutant in harmful}) >= 180
    assert len(harmful) >= 2000
    assert sum(1 for _ in mutants("harmless", HARMLESS, SEED)) >= 500


def test_the_same_seed_gives_the_same_mutants() -> None:
    assert list(mutants("malformed", 2, SEED)) == list(mutants("malformed", 2, SEED))


@pytest.mark.parametrize("name", REJECTED)
def test_a_malformed_edit_is_rejected_at_its_place_and_told_once(name: str) -> None:
    outcomes = [(mutant, load(mutant)[1]) for mutant in mutants_of(name, COUNT, SEED)]
    assert outcomes, "the class finds no place in the registry"
    assert [told(mutant) for mutant, problems in outcomes if not problems] == []
    misplaced = [told(*outcome) for outcome in outcomes if not in_place(*outcome)]
    assert len(misplaced) <= ELSEWHERE.get(name, (0,))[0], "\n".join(misplaced)
    average = sum(len(problems) for _, problems in outcomes) / len(outcomes)
    assert average <= SEVERAL.get(name, (PROBLEMS,))[0], "\n".join(told(*outcome) for outcome in outcomes)
    assert all(problem.hint for _, problems in outcomes for problem in problems)


def test_hardly_any_mutant_is_told_elsewhere() -> None:
    assert sum(allowed for allowed, _ in ELSEWHERE.values()) <= (1 - PLACED) * COUNT * len(REJECTED)


@pytest.mark.parametrize("name", [name for name in classes("meaning") if name not in UNPROTECTED])
def test_an_edit_of_what_was_ordered_is_rejected_against_the_version_before(name: str) -> None:
    before, _ = load(Mutant("original", ()))
    outcomes = []
    for mutant in mutants_of(name, COUNT, SEED):
        after, problems = load(mutant)
        outcomes.append((mutant, checks.compare(Change(before, after), problems).problems))
    assert outcomes, "the class finds no place in the registry"
    assert [told(mutant) for mutant, problems in outcomes if not problems] == []
    average = sum(len(problems) for _, problems in outcomes) / len(outcomes)
    assert average <= PROBLEMS, "\n".join(told(*outcome) for outcome in outcomes)


@pytest.mark.parametrize("name", sorted(UNPROTECTED))
def test_what_is_not_protected_passes_the_comparison(name: str) -> None:
    before, _ = load(Mutant("original", ()))
    for mutant in mutants_of(name, COUNT, SEED):
        after, problems = load(mutant)
        assert checks.compare(Change(before, after), problems).problems == [], told(mutant)


@pytest.mark.parametrize("name", sorted(SURVIVORS))
def test_a_survivor_survives(name: str) -> None:
    assert CLASSES[name].kind == "malformed"
    assert [told(mutant) for mutant in mutants_of(name, COUNT, SEED) if load(mutant)[1]] == []


@pytest.mark.parametrize("name", classes("harmless"))
def test_a_harmless_edit_is_accepted_and_changes_no_record(name: str) -> None:
    original = records(load(Mutant("original", ()))[0])
    for mutant in mutants_of(name, HARMLESS, SEED):
        loaded, problems = load(mutant)
        assert problems == [], told(mutant, problems)
        assert records(loaded) == original, told(mutant)


@pytest.mark.parametrize("name", THEMES)
def test_the_program_itself_rejects_one_of_each_theme(name: str, tmp_path: Path, run: Run) -> None:
    mutant = next(mutants_of(name, 1, SEED))
    for path, data in mutant.applied(originals()).items():
        (tmp_path / "registry" / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "registry" / path).write_bytes(data)
    ran = run("check", "--registry", "registry", registry=None)
    assert ran.code == 1, told(mutant)
    assert "Traceback" not in ran.out + ran.err
