"""Git told how to show and merge a registry's files, and that taken back: its settings, and lines of .gitattributes."""

import shlex
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from bizenv_cli.errors import UnwritableError
from bizenv_cli.git import Repository

DRIVER = "diff.bizenv"
ATTRIBUTES = ".gitattributes"

_MARK = "# bizenv git-setup"
_QUOTED, _FORMER = "core.quotepath", "bizenv.quotepath"  # the latter keeps what the former was
_NOTES = "refs/notes/textconv/bizenv"
_UNSET = "unset"


class Step(NamedTuple):
    """One thing that was asked for: what, what it is good for, and whether it was there already."""

    what: str
    why: str
    was_there: bool = False


def settings() -> dict[str, str]:
    """Return the settings of the driver: how git turns a file into the lines that it compares."""
    program = shlex.quote(Path(sys.executable).as_posix())
    called = Path(sys.argv[0])
    packed = called.suffix == ".pyz"  # all in one file: the interpreter alone does not know the package
    package = shlex.quote(called.absolute().as_posix()) if packed else "-m bizenv_cli"
    return {f"{DRIVER}.textconv": f"{program} {package} textconv", f"{DRIVER}.cachetextconv": "true"}


def set_up(repo: Repository) -> Iterator[Step]:
    """Set what is missing in the repository's own settings, and yield each with whether it was there.

    Raises:
        UnwritableError: they cannot be written.
    """
    former = _get(repo, _QUOTED)
    if former != "false":
        _set(repo, _FORMER, former or _UNSET)
        _set(repo, _QUOTED, "false")
    yield Step(_QUOTED, "文件名里的汉字照原样显示", was_there=former == "false")
    for name, value in settings().items():
        there = _get(repo, name) == value
        if not there:
            _set(repo, name, value)
        why = "看过的不再重算" if name.endswith("cachetextconv") else "git diff、git log -p 按任务逐项显示"
        yield Step(name, why, was_there=there)


def take_back(repo: Repository) -> Iterator[Step]:
    """Take back what `set_up` set, and yield what was there."""
    former = _get(repo, _FORMER)
    if former is not None:
        if former == _UNSET:
            repo.ask("config", "--local", "--unset-all", _QUOTED)
        else:
            _set(repo, _QUOTED, former)
        repo.ask("config", "--local", "--remove-section", "bizenv")
        yield Step(_QUOTED, "恢复原样")
    if repo.ask("config", "--local", "--remove-section", DRIVER) is not None:
        yield Step(DRIVER, "删去")
    if (
        repo.ask("rev-parse", "--verify", "--quiet", _NOTES)
        and repo.ask("update-ref", "-d", _NOTES) is not None
    ):
        yield Step(_NOTES, "删去")


def missing_lines(repo: Repository, folder: str, *, federated: bool) -> list[Step]:
    """Return the lines that .gitattributes should have for a registry, and whether git is told so already.

    Args:
        folder: the registry's, from the top of the repository; empty for the top.
        federated: its plans are in folders below it.
    """
    plan = "/".join(part for part in (folder, "plan" if federated else "") if part)
    before = f"{_pattern(folder)}/" if folder else ""
    wanted = [
        (f"{before}**/*.yaml diff=bizenv", "diff", "bizenv", f"{plan}/annex1/01-a.yaml", "按任务逐项比较"),
        (f"{before}**/ledger/*.yaml merge=union", "merge", "union", f"{plan}/ledger/a.yaml", "两个分支各自追加的登记，合并时都留下"),
    ]  # fmt: skip
    found = []
    for line, attribute, value, example, why in wanted:
        told = repo.ask("check-attr", "-z", attribute, "--", example.lstrip("/")) or ""
        found.append(Step(line, why, was_there=told.split("\0")[2:3] == [value]))
    return found


def with_lines(text: str, lines: list[str]) -> str:
    """Return the text of a .gitattributes with some lines of ours at its end."""
    if not lines:
        return text
    kept = without_lines(text)
    ours = [line for line in _ours(text) if line not in lines]
    gap = "" if not kept or kept.endswith("\n") else "\n"
    return f"{kept}{gap}" + "".join(f"{line}\n" for line in (_MARK, *ours, *lines))


def without_lines(text: str) -> str:
    """Return the text of a .gitattributes without ours: our mark, and the lines with our two attributes after it."""
    lines = text.splitlines(keepends=True)
    if f"{_MARK}\n" not in lines:
        return text
    at = lines.index(f"{_MARK}\n")
    return "".join([*lines[:at], *lines[at + 1 + len(_ours(text)) :]])


def _ours(text: str) -> list[str]:
    lines = text.splitlines()
    if _MARK not in lines:
        return []
    found = []
    for line in lines[lines.index(_MARK) + 1 :]:
        if not line.endswith((" diff=bizenv", " merge=union")):
            break
        found.append(line)
    return found


def _pattern(folder: str) -> str:
    """Return a folder as a pattern; a blank, which ends a pattern, is written as any one character."""
    return "".join(f"\\{sign}" if sign in "\\*?[!#" else "?" if sign in ' "' else sign for sign in folder)


def _get(repo: Repository, name: str) -> str | None:
    told = repo.ask("config", "--local", "--get", name)
    return told.removesuffix("\n") if told is not None else None


def _set(repo: Repository, name: str, value: str) -> None:
    if repo.ask("config", "--local", name, value) is None:
        raise UnwritableError(f"版本库的设置 {name}", "git config 不成，检查 .git 文件夹的权限")
