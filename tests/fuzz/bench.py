"""One execution of the gate over a registry in which one file is another, and what must hold of every answer."""

import re
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any

from bizenv_cli import checks, registry
from bizenv_cli.files import FOLDERS, model_of
from bizenv_cli.problem import Problem
from bizenv_cli.registry import File, Registry
from bizenv_cli.source import FolderSource

REAL = Path(__file__).parents[2] / "registry"
LEDGER = "ledger/qu-fayuan.yaml"
LEDGER_TEXT = """\
unit: 区法院
entries:
  - date: 2023-09-28
    task: 1-49
    event: progress
    note: 样例进展。
    evidence: [样例〔2023〕1号]
  - {date: 2023-10-08, task: 1-49, event: extend, to: 2023-12-15, approval: 样例〔2023〕2号}
  - {date: 2023-11-20, task: 1-49, event: done}
"""

_HOLDERS = {"annex1": "indicators", "annex2": "actions", "ledger": "ledgers"}
_CODE = re.compile("E[0-9]{3}")
_LONGEST = 5_000  # characters of a message or hint
_UNPRINTABLE = re.compile("[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


@dataclass(frozen=True)
class Bench:
    """The real registry and a small ledger, read once; each execution reads one file anew."""

    @cached_property
    def originals(self) -> dict[str, bytes]:
        """The bytes of every file, by its path below the registry."""
        files = {
            path.relative_to(REAL).as_posix(): path.read_bytes() for path in sorted(REAL.rglob("*.yaml"))
        }
        return {**files, LEDGER: LEDGER_TEXT.encode()}

    @cached_property
    def _sound(self) -> Registry:
        loaded, problems = registry.load(FolderSource(REAL))
        assert problems == []
        return loaded

    def run(self, path: str, data: bytes) -> list[Problem]:
        """Read `data` as the file at `path`, check the whole registry with it, and hold the answer to its promises.

        Raises:
            AssertionError: an answer that breaks a promise; whatever else escapes is a crash as well.
        """
        model = model_of(path)
        assert model
        file, problems = registry.read(path, path, data, model)
        found = sorted([*problems, *checks.run(self._with(path, file))])
        assert found or file
        assert problems or (file and file.whole), "nothing is told of a file that was not read whole"
        lines = data.count(b"\n") + data.count(b"\r") + 2
        for problem in found:
            assert _CODE.fullmatch(problem.code), problem
            assert problem.message, problem
            assert problem.hint, problem
            assert len(problem.message) + len(problem.hint) < _LONGEST, problem
            assert not _UNPRINTABLE.search(problem.code), problem
            assert problem.column >= 1, problem
            assert problem.length >= 1, problem
            assert problem.line >= 1, problem
            assert problem.path != path or problem.line <= lines, problem
        return found

    def _with(self, path: str, file: File[Any] | None) -> Registry:
        folder, _, name = path.rpartition("/")
        if folder not in FOLDERS:
            changed: dict[str, Any] = {name.removesuffix(".yaml"): file}
        else:
            others = [one for one in getattr(self._sound, _HOLDERS[folder]) if one.path != path]
            kept = sorted([*others, *([file] if file else [])], key=lambda one: one.path)
            changed = {_HOLDERS[folder]: tuple(kept)}
        return replace(self._sound, unread=() if file else (path,), **changed)
