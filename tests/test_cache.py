"""The index on disk: it changes the time an answer takes, and never the answer."""

import os
import random
import resource
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bizenv_cli import clock
from bizenv_cli.errors import RegistryChangingError
from bizenv_cli.index import cachefile, digest, open_index
from bizenv_cli.place import Place
from bizenv_cli.query import directory, errata, tasks
from bizenv_cli.query.tasks import Filters
from conftest import REAL, ROOT, SMALL, Run

DAY = date(2099, 5, 1)
TASKS = "annex1/01-yangli.yaml"


def answers(place: Place, cache: Path | None) -> list[object]:
    with closing(open_index(place, DAY, cache=cache)) as index:
        return [
            list(tasks.select(index, Filters())),
            list(tasks.due(index, Filters())),
            directory.units(index),
            directory.officials(index),
            directory.indicators(index),
            directory.actions(index),
            errata.errata(index),
            index.folders(),
            index.folders(with_problems=True),
        ]


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def settle(folder: Path) -> None:
    """Let every file look as if it had been left alone for a while, whatever its real age."""
    for path in folder.rglob("*"):
        os.utime(path, (1_700_000_000, 1_700_000_000))


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The folders of the plans that pass the gate, as they do."""
    passed: list[str] = []
    original = digest.digest

    def noting(place: Place, path: str) -> digest.Digest:
        passed.append(path)
        return original(place, path)

    monkeypatch.setattr(digest, "digest", noting)
    return passed


@pytest.fixture
def later(monkeypatch: pytest.MonkeyPatch) -> None:
    """Run as if an hour had passed since any file was written."""
    monkeypatch.setattr(clock, "nanoseconds", lambda: 4_000_000_000 * 1_000_000_000)


@pytest.fixture
def cache(tmp_path: Path) -> Path:
    return tmp_path / "cache"


@pytest.fixture
def federation(tmp_path: Path) -> Path:
    folder = tmp_path / "省"
    for key in ("jia", "yi"):
        shutil.copytree(SMALL / "registry", folder / key)
        edit(folder / key / "plan.yaml", "key: shili2099", f"key: {key}")
    return folder


STEPS: dict[str, Callable[[Path], None]] = {
    "edit": lambda root: edit(root / "yi" / TASKS, "办好", "办妥"),
    "edit back": lambda root: edit(root / "yi" / TASKS, "办妥", "办好"),
    "same size": lambda root: edit(root / "jia" / TASKS, "2099-05-31", "2099-05-30"),
    "break": lambda root: edit(root / "jia" / TASKS, "lead: [甲局]", "lead: [甲居]"),
    "mend": lambda root: edit(root / "jia" / TASKS, "lead: [甲居]", "lead: [甲局]"),
    "touch": lambda root: (root / "yi" / "units.yaml").touch(),
    "add plan": lambda root: _add(root, "bing"),
    "add plan before": lambda root: _add(root, "aa"),
    "remove plan": lambda root: shutil.rmtree(root / "yi"),
    "stray": lambda root: (
        (root / "jia" / "annex1" / "笔记.txt").write_text("样例", encoding="utf-8") and None
    ),
    "nothing": lambda _: None,
}


def _add(root: Path, key: str) -> None:
    shutil.copytree(SMALL / "registry", root / key)
    edit(root / key / "plan.yaml", "key: shili2099", f"key: {key}")


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.lists(st.sampled_from(sorted(STEPS)), max_size=5))
def test_whatever_is_edited_the_answers_are_those_of_a_fresh_reading(
    tmp_path_factory: pytest.TempPathFactory, steps: list[str]
) -> None:
    base = tmp_path_factory.mktemp("steps")
    root = base / "省"
    for key in ("jia", "yi"):
        _add(root, key)
    place = Place(root, federated=True)
    for step in ["nothing", *steps]:
        try:
            STEPS[step](root)
        except (AssertionError, OSError):
            continue  # this edit has no place here: nothing to break twice, nothing to mend
        assert answers(place, base / "cache") == answers(place, None), steps


@pytest.mark.usefixtures("later")
def test_only_the_plan_that_changed_is_read(federation: Path, cache: Path, read: list[str]) -> None:
    place = Place(federation, federated=True)
    answers(place, cache)
    assert read == ["jia", "yi"]
    read.clear()
    answers(place, cache)
    assert read == []
    edit(federation / "yi" / TASKS, "办好", "办妥")
    answers(place, cache)
    assert read == ["yi"]


@pytest.mark.usefixtures("later")
def test_a_touched_file_with_its_old_content_is_hashed_and_not_read(
    federation: Path, cache: Path, read: list[str]
) -> None:
    place = Place(federation, federated=True)
    before = answers(place, cache)
    read.clear()
    settle(federation)
    assert answers(place, cache) == before
    assert read == []


def test_an_edit_that_keeps_size_and_time_is_seen(federation: Path, cache: Path) -> None:
    """A file just written may change once more within the same tick of the clock: it is hashed, not trusted."""
    place = Place(federation, federated=True)
    settle(federation)
    answers(place, cache)
    path = federation / "yi" / TASKS
    edit(path, "2099-05-31", "2099-05-30")
    os.utime(path, (1_700_000_000, 1_700_000_000))
    assert answers(place, cache) == answers(place, None)


def test_times_in_the_future_are_never_trusted(federation: Path, cache: Path, read: list[str]) -> None:
    place = Place(federation, federated=True)
    answers(place, cache)
    with closing(sqlite3.connect(cachefile.path_of(cache, place))) as database:
        assert {stamp for (stamp,) in database.execute("SELECT stamp FROM plan")} == {b""}
    read.clear()
    answers(place, cache)
    assert read == []  # hashed, found the same


@pytest.mark.parametrize(
    "damage",
    [
        lambda path: path.write_bytes(b"no database at all"),
        lambda path: path.write_bytes(b""),
        lambda path: path.write_bytes(path.read_bytes()[:5000]),
        lambda path: path.write_bytes(path.read_bytes()[:100] + b"\xff" * (path.stat().st_size - 100)),
    ],
    ids=["text", "empty", "cut", "scribbled"],
)
def test_a_damaged_index_is_made_anew(
    run: Run, federation: Path, tmp_path: Path, damage: Callable[[Path], object]
) -> None:
    expected = run("list", registry=federation, BIZENV_CACHE=str(tmp_path / "c"))
    (path,) = (tmp_path / "c").glob("*.sqlite")
    damage(path)
    assert run("list", registry=federation, BIZENV_CACHE=str(tmp_path / "c")) == expected
    assert run("list", registry=federation, BIZENV_CACHE=str(tmp_path / "c")) == expected


def test_a_page_that_rots_unseen_is_found_when_it_is_read(run: Run, federation: Path, tmp_path: Path) -> None:
    """Every page is spoilt in turn; what is answered is the whole answer, or nothing."""
    folder = tmp_path / "c"
    environment = {"BIZENV_CACHE": str(folder)}
    expected = run("list", "--format", "jsonl", registry=federation, **environment)
    (path,) = folder.glob("*.sqlite")
    whole = path.read_bytes()
    pages = len(whole) // 4096
    for page in random.Random(7).sample(range(1, pages), 8):
        path.write_bytes(whole[: page * 4096] + os.urandom(4096) + whole[(page + 1) * 4096 :])
        ran = run("list", "--format", "jsonl", registry=federation, **environment)
        assert "Traceback" not in ran.err
        assert ran.code in (0, 3)
        if ran.code == 0:
            assert ran.out == expected.out
        else:
            assert "再运行一次" in ran.err
            assert run("list", "--format", "jsonl", registry=federation, **environment) == expected


def test_another_database_in_its_place_is_no_index(federation: Path, cache: Path) -> None:
    place = Place(federation, federated=True)
    expected = answers(place, None)
    cache.mkdir()
    with closing(sqlite3.connect(cachefile.path_of(cache, place))) as database:
        database.execute("CREATE TABLE plan (no INTEGER)")
        database.execute("PRAGMA user_version = 99")
        database.commit()
    assert answers(place, cache) == expected


def test_the_index_of_another_version_is_left_alone_until_ours_takes_its_place(
    federation: Path, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = Place(federation, federated=True)
    expected = answers(place, cache)
    ours = cachefile.path_of(cache, place)
    monkeypatch.setattr(cachefile, "__version__", "99.0.0")
    assert cachefile.path_of(cache, place) != ours
    assert answers(place, cache) == expected
    assert [path.name for path in cache.glob("*.sqlite")] == [cachefile.path_of(cache, place).name]


def test_an_unwritable_cache_is_done_without(run: Run, tmp_path: Path) -> None:
    (tmp_path / "文件").write_text("", encoding="utf-8")
    expected = run("due")
    ran = run("due", BIZENV_CACHE=str(tmp_path / "文件" / "里"))
    assert (ran.code, ran.out, ran.err) == (0, expected.out, "")


@pytest.mark.skipif(not hasattr(resource, "RLIMIT_FSIZE"), reason="no limit on file sizes on this system")
def test_a_full_disk_is_told_once_and_the_answer_is_whole(run: Run, tmp_path: Path) -> None:
    expected = run("due")
    limit = 60_000
    program = (
        f"import resource, signal; signal.signal(signal.SIGXFSZ, signal.SIG_IGN);"
        f"resource.setrlimit(resource.RLIMIT_FSIZE, ({limit}, {limit}));"
        "from bizenv_cli.cli.main import main; raise SystemExit(main(['due']))"
    )
    environment = os.environ | {
        "BIZENV_TODAY": "2023-09-01",
        "BIZENV_CACHE": str(tmp_path / "c"),
        "BIZENV_REGISTRY": str(REAL),
    }
    done = subprocess.run(
        [sys.executable, "-B", "-c", program],
        capture_output=True,
        encoding="utf-8",
        env=environment,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout == expected.out
    assert done.stderr == "注意：缓存所在磁盘已满，这次不用缓存（bizenv cache clear 可腾出空间）\n"


def test_many_at_once_all_answer_the_same(federation: Path, tmp_path: Path) -> None:
    environment = os.environ | {"BIZENV_CACHE": str(tmp_path / "c"), "BIZENV_REGISTRY": str(federation)}
    command = [sys.executable, "-m", "bizenv_cli", "list", "--format", "jsonl", "--as-of", "2099-05-01"]
    running = [
        subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        for _ in range(6)
    ]
    done = [process.communicate() for process in running]
    assert {process.returncode for process in running} == {0}, done
    assert len({out for out, _ in done}) == 1
    assert {err for _, err in done} == {b""}


def test_a_writer_with_an_older_reading_does_not_overwrite(
    federation: Path, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The plan is edited between the reading and the writing: the reading is thrown away and made again."""
    place = Place(federation, federated=True)
    original = digest.digest
    edits = iter([True])

    def edited_meanwhile(place: Place, path: str) -> digest.Digest:
        found = original(place, path)
        if path == "yi" and next(edits, False):
            edit(federation / "yi" / TASKS, "办好", "办妥")
        return found

    monkeypatch.setattr(digest, "digest", edited_meanwhile)
    assert answers(place, cache) == answers(place, None)


def test_a_registry_that_never_comes_to_rest_says_so(
    federation: Path, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    original = digest.read_plan

    def always_edited(place: Place, path: str) -> object:
        found = original(place, path)
        with (federation / "yi" / TASKS).open("a", encoding="utf-8") as file:
            file.write("# 样例\n")
        return found

    monkeypatch.setattr(digest, "read_plan", always_edited)
    with pytest.raises(RegistryChangingError, match="正在被修改"):
        answers(Place(federation, federated=True), cache)


def test_an_interrupted_build_keeps_what_it_has(
    federation: Path, cache: Path, monkeypatch: pytest.MonkeyPatch, read: list[str]
) -> None:
    from bizenv_cli.index import store  # noqa: PLC0415

    monkeypatch.setattr(store, "_BATCH", 1)
    monkeypatch.setattr(clock, "nanoseconds", lambda: 4_000_000_000 * 1_000_000_000)
    noting = digest.digest

    def interrupted(place: Place, path: str) -> digest.Digest:
        if path == "yi":
            raise KeyboardInterrupt
        return noting(place, path)

    place = Place(federation, federated=True)
    with monkeypatch.context() as patch:
        patch.setattr(digest, "digest", interrupted)
        with pytest.raises(KeyboardInterrupt):
            answers(place, cache)
    read.clear()
    assert answers(place, cache) == answers(place, None)
    assert read[0] == "yi"


QUESTIONS = (
    ["due"],
    ["unit", "区法院"],
    ["task", "1-26"],
    ["list", "--format", "csv"],
    ["units"],
    ["search", "电力"],
)
HEAVY = (
    "pydantic",
    "yaml",
    "bizenv_cli.model",
    "bizenv_cli.checks",
    "multiprocessing",
    "rich.table",
    "dateutil",
)


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question[0])
@pytest.mark.parametrize("touched", [False, True], ids=["left alone", "touched"])
def test_a_warm_question_loads_neither_gate_nor_tables(
    run: Run, copy: Path, question: list[str], touched: bool, tmp_path: Path
) -> None:
    run(*question, registry=copy)
    if touched:
        (copy / "units.yaml").touch()
    program = (
        "import sys; from bizenv_cli.cli.main import main; code = main(sys.argv[1:]);"
        f"loaded = [name for name in {HEAVY!r} if name in sys.modules];"
        "sys.exit(f'loaded {loaded}' if loaded else code)"
    )
    environment = os.environ | {
        "BIZENV_TODAY": "2023-09-01",
        "BIZENV_CACHE": f"{tmp_path}-cache",
        "BIZENV_REGISTRY": str(copy),
    }
    command = [sys.executable, "-c", program, *question]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", env=environment, check=False)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("arguments", [["--help"], ["due", "--help"], ["--version"]], ids=" ".join)
def test_help_loads_no_gate(arguments: list[str]) -> None:
    heavy = HEAVY[:-3]
    program = (
        "import sys; from bizenv_cli.cli.main import main; code = main(sys.argv[1:]);"
        f"loaded = [name for name in {heavy!r} if name in sys.modules];"
        "sys.exit(f'loaded {loaded}' if loaded else code)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, *arguments], capture_output=True, encoding="utf-8", check=False
    )
    assert done.returncode == 0, done.stderr


def test_the_cache_is_shown_and_cleared(run: Run, tmp_path: Path) -> None:
    environment = {"BIZENV_CACHE": str(tmp_path / "c")}
    assert "缓存文件 0 个" in run("cache", "show", **environment).out
    run("due", **environment)
    shown = run("cache", "show", **environment).out
    assert "缓存文件 1 个" in shown
    assert str(REAL) in shown
    (tmp_path / "c" / "坏.sqlite").write_bytes(b"?")
    assert "已损坏" in run("cache", "show", **environment).out
    assert "已删去" in run("cache", "clear", **environment).out
    assert list((tmp_path / "c").iterdir()) == []
    assert run("cache", "burn", **environment).code == 2


def test_no_cache_reads_everything_and_keeps_nothing(run: Run, tmp_path: Path) -> None:
    assert run("due", "--no-cache", BIZENV_CACHE=str(tmp_path / "c")) == run("due")
    assert not (tmp_path / "c").exists()


def test_the_real_registry_with_and_without_the_cache(cache: Path) -> None:
    place = Place(ROOT / "registry")
    cold = answers(place, cache)
    assert answers(place, cache) == cold == answers(place, None)
