"""The generator of the benchmark's federations: sound, of the real shape, reproducible, and plainly synthetic."""

from pathlib import Path

import pytest
from generate import COMMON_IN_PLAN, TASKS, generate
from skeleton import HEADER
from synthetic import COMMON, MARK, RARE, unit_name

from bizenv_cli import checks, registry
from bizenv_cli.registry import Registry
from bizenv_cli.source import FolderSource

REAL = Path(__file__).parents[2] / "registry"
LONG = 8  # characters of a real text that could not come from our small vocabulary by chance


def load(folder: Path) -> Registry:
    loaded, problems = registry.load(FolderSource(folder))
    assert [*problems, *checks.run(loaded)] == []
    return loaded


def files(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*.yaml"))}


@pytest.fixture(scope="module")
def federation(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("federation")
    generate(out, plans=2, seed=7)
    return out


@pytest.fixture(scope="module")
def real() -> Registry:
    return load(REAL)


@pytest.fixture(scope="module")
def text(federation: Path) -> str:
    return "".join(data.decode() for data in files(federation).values())


@pytest.mark.parametrize("key", ["k0001", "k0002"])
def test_each_plan_passes_every_check(federation: Path, key: str) -> None:
    loaded = load(federation / key)
    assert len(list(loaded.tasks())) == TASKS
    assert loaded.plan
    assert loaded.plan.record.key == key


@pytest.mark.parametrize("seed", [0, 1, 20230728])
def test_any_seed_gives_a_sound_plan(tmp_path: Path, seed: int) -> None:
    generate(tmp_path / "out", plans=1, seed=seed)
    load(tmp_path / "out" / "k0001")


def test_a_plan_has_the_real_shape(federation: Path, real: Registry) -> None:
    made = load(federation / "k0002")
    beside = {"targets.yaml", "duties.yaml", "complaints.yaml"}  # what a plan may lack, and no peer knows
    assert sorted(files(federation / "k0002")) == sorted(set(files(REAL)) - beside)
    for one, other in zip(real.tasks(), made.tasks(), strict=True):
        assert one.id == other.id
        assert len(one.task.measure or "") == len(other.task.measure or "")
        assert (len(one.task.lead), len(one.task.support)) == (len(other.task.lead), len(other.task.support))
        assert len(one.task.milestones) == len(other.task.milestones)
        assert [erratum.kind for erratum in one.task.errata] == [
            erratum.kind for erratum in other.task.errata
        ]
    deadlines = [sorted(str(entry.task.deadline) for entry in loaded.tasks()) for loaded in (real, made)]
    assert deadlines[0] == deadlines[1]


def test_the_same_seed_gives_the_same_bytes(federation: Path, tmp_path: Path) -> None:
    generate(tmp_path / "again", plans=2, seed=7)
    assert files(tmp_path / "again") == files(federation)


def test_more_plans_leave_the_first_ones_as_they_are(federation: Path, tmp_path: Path) -> None:
    generate(tmp_path / "more", plans=3, seed=7)
    more = files(tmp_path / "more")
    assert {path: more[path] for path in files(federation)} == files(federation)


def test_another_seed_or_plan_gives_other_texts(federation: Path, tmp_path: Path) -> None:
    generate(tmp_path / "other", plans=1, seed=8)
    measures = [
        [entry.task.measure for entry in load(folder).tasks() if entry.task.measure]
        for folder in (federation / "k0001", federation / "k0002", tmp_path / "other" / "k0001")
    ]
    for one, other in ((0, 1), (0, 2), (1, 2)):
        assert not set(measures[one]) & set(measures[other])


def test_everything_says_that_it_is_synthetic(federation: Path) -> None:
    for data in files(federation).values():
        assert data.decode().startswith(HEADER)
    for loaded in (load(federation / "k0001"), load(federation / "k0002")):
        assert loaded.plan
        assert loaded.plan.record.title.startswith(MARK)
        assert all(MARK in entry.task.measure for entry in loaded.tasks() if entry.task.measure)
        assert all(MARK in name for name in loaded.unit_names)


def test_no_real_name_is_in_it(text: str, real: Registry, federation: Path) -> None:
    assert real.officials
    names = {official.name for official in real.officials.record.officials} | set(real.unit_names)
    assert {name for name in names if name in text} == set()
    assert "青山湖" not in text
    groups = [
        {file.record.indicator for file in loaded.indicators}
        | {file.record.action for file in loaded.actions}
        for loaded in (real, load(federation / "k0001"))
    ]
    assert len(groups[0]) == len(groups[1])
    assert not groups[0] & groups[1]


def test_no_real_text_is_in_it(text: str, real: Registry) -> None:
    for entry in real.tasks():
        measure = entry.task.measure or ""
        for at in range(len(measure) - LONG):
            assert measure[at : at + LONG] not in text


def test_the_words_to_search_for_are_as_frequent_as_said(federation: Path) -> None:
    first, second = (load(federation / key) for key in ("k0001", "k0002"))
    for word, counts in ((COMMON, (COMMON_IN_PLAN, COMMON_IN_PLAN)), (RARE, (1, 0))):
        found = [
            sum(word in (entry.task.measure or "") for entry in loaded.tasks()) for loaded in (first, second)
        ]
        assert tuple(found) == counts


def test_units_keep_apart(real: Registry) -> None:
    made = [unit_name(name) for name in real.unit_names]
    assert len(set(made)) == len(made)
    assert unit_name("区法院") == "合成法院"
    assert unit_name("区税务局") == "合成税务局"


def test_a_folder_that_holds_something_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("x", encoding="utf-8")
    with pytest.raises(FileExistsError):
        generate(tmp_path, plans=1, seed=7)
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]
