"""What many tests need: the real registry, a copy to break, an index at a day, and a way to run the program."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

import pytest

from bizenv_cli import checks, registry
from bizenv_cli.index import Index, open_index
from bizenv_cli.place import Place
from bizenv_cli.problem import Problem
from bizenv_cli.query import names
from bizenv_cli.query.named import Named
from bizenv_cli.query.rows import TaskRow
from bizenv_cli.query.tasks import by_ref
from bizenv_cli.registry import Registry
from bizenv_cli.source import FolderSource

ROOT = Path(__file__).parents[1]
REAL = ROOT / "registry"
SMALL = Path(__file__).parent / "cases" / "small"
DAY = date(2023, 9, 1)


def load(folder: Path) -> tuple[Registry, list[Problem]]:
    """Read and check a registry folder as the program does."""
    loaded, problems = registry.load(FolderSource(folder))
    return loaded, sorted([*problems, *checks.run(loaded)])


@cache
def index_at(day: date) -> Index:
    """The real registry's index on a day; one for all who ask about that day."""
    return open_index(Place(REAL), day)


def refs(index: Index, *ids: str) -> list[int]:
    return [names.task(index, task_id).ref for task_id in ids]


def by_ids(index: Index, *ids: str) -> list[TaskRow]:
    return [by_ref(index, ref) for ref in refs(index, *ids)]


def only(found: tuple[Named, ...]) -> Named:
    (named,) = found
    return named


def unit_named(index: Index, name: str) -> Named:
    return only(names.unit(index, name))


def sound(folder: Path) -> Registry:
    loaded, problems = load(folder)
    assert problems == []
    return loaded


@pytest.fixture(scope="session")
def real() -> Registry:
    return sound(REAL)


@pytest.fixture(scope="session")
def index() -> Index:
    return index_at(DAY)


@pytest.fixture(scope="session")
def small_index() -> Iterator[Index]:
    with closing(open_index(Place(SMALL / "registry"), date(2099, 5, 1))) as opened:
        yield opened


@pytest.fixture(scope="session")
def notice_text() -> str:
    """The text of the notice, which is not part of this repository."""
    for path in sorted(ROOT.parent.glob("shared/seeds/*.txt")):
        text = path.read_text(encoding="utf-8")
        if "湖办发〔2023〕8号" in text[:500]:
            return text
    pytest.skip("通知原文不在仓库里（旁边没有 shared/seeds），无从核对")


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A copy of the real registry that a test may break."""
    folder = tmp_path / "registry"
    shutil.copytree(REAL, folder)
    return folder


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """A copy of the small fictitious registry."""
    folder = tmp_path / "registry"
    shutil.copytree(SMALL / "registry", folder)
    return folder


@dataclass(frozen=True)
class Ran:
    code: int
    out: str
    err: str


Run = Callable[..., Ran]


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """Run the program in a process of its own, from an empty folder, on 2023-09-01."""

    def call(
        *arguments: str, registry: Path | None = REAL, cwd: Path | None = None, **environment: str
    ) -> Ran:
        clean = {
            name: value for name, value in os.environ.items() if not name.startswith(("BIZENV", "COLUMNS"))
        }
        clean |= {
            "BIZENV_TODAY": "2023-09-01",
            "BIZENV_CACHE": f"{tmp_path}-cache",
            "PYTHONUTF8": "1",
        } | environment
        if registry:
            clean["BIZENV_REGISTRY"] = str(registry)
        done = subprocess.run(
            [sys.executable, "-m", "bizenv_cli", *arguments],
            capture_output=True,
            encoding="utf-8",
            cwd=cwd or tmp_path,
            env=clean,
            check=False,
        )
        return Ran(done.returncode, done.stdout, done.stderr)

    return call
