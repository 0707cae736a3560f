"""The registry as it stood at a revision or a moment: which commit that is, and where in it the registry lies.

The registry lies where it lies now; else, if its folder has moved since, where a plan.yaml has the same key.
"""

import os
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from datetime import date, datetime
from math import ceil
from pathlib import Path, PurePosixPath
from posixpath import commonpath
from typing import NamedTuple

from bizenv_cli import dates
from bizenv_cli.errors import BadCallError, RegistryMissingError
from bizenv_cli.git import LINK, GitObject, Repository
from bizenv_cli.giterrors import (
    BeforeHistoryError,
    GitFailedError,
    LinkedPlanError,
    NoRegistryThenError,
    UnknownPastError,
    UnknownRevisionError,
)
from bizenv_cli.place import DEPTH, PLAN_FILE, SIGNS, Commit, Place, find_place, read_file, survey

_KEY = re.compile(rb"^key:[ \t]*[\"']?([^\s\"'#]+)", re.MULTILINE)
_COMMITTED = re.compile(rb"^committer .*> ([0-9]+) [+-][0-9]+$", re.MULTILINE)
_FOLDER = "40000"
_SHORT = 7


class _Start(NamedTuple):
    """Where a question begins.

    Attributes:
        repo: the repository.
        root: the folder whose registry it is about, for the index's file.
        folders: where in a commit the registry may lie; the first that holds one is taken.
        now: the registry as it lies on disk, to find one that has moved; None where there is none.
        anywhere: the only registry of a commit is taken, wherever it lies.
    """

    repo: Repository
    root: Path
    folders: tuple[str, ...]
    shallow: bool
    now: Place | None = None
    anywhere: bool = False


class _Found(NamedTuple):
    """A registry in a commit: its folder, the hash of its tree, the folders of its plans."""

    folder: str
    tree: str
    plans: tuple[str, ...]


def place_then(
    at: str | None, git_dir: str | None, registry: str | None, environment: str | None, today: date
) -> Place:
    """Find the registry of a call in a commit.

    Args:
        at: a revision or a moment; None for HEAD.
        git_dir: git's own folder, asked in place of a work tree; then `registry` is a path in the commit.
        registry, environment: as `place.find_place` has them.
        today: the day that words such as 今天 are about.

    Raises:
        NoRepositoryError, GitFailedError, GitMissingError: there is nothing to ask.
        UnknownPastError, BadDateError, BeforeHistoryError: there is no such commit.
        NoRegistryThenError: there is no registry in it.
    """
    start = _bare(git_dir, registry) if git_dir is not None else _work_tree(registry, environment)
    typed = "HEAD" if at is None else at
    moment = dates.parse_moment(typed, today)
    revision = typed if moment is None else _last_before(start, moment)
    peeled = f"{revision}^{{commit}}"
    names = [peeled, *(f"{peeled}:{folder}" for folder in start.folders)]
    commit, *trees = _objects(start, revision, names)
    time = _COMMITTED.search(commit.data.partition(b"\n\n")[0]) if commit else None
    if commit is None or time is None:
        raise UnknownPastError(revision, shallow=start.shallow)
    shown = revision if moment is None else revision[:_SHORT]
    found = _here(start, trees) or _moved(start, commit.name, shown) or _headless(start, trees)
    if found is None:
        raise NoRegistryThenError(shown, start.folders[0])
    held = Commit(start.repo.top, start.repo.is_git_dir, shown, commit.name, int(time[1]), *found)
    return Place(start.root, federated=found.plans != ("",), commit=held)


def _objects(start: _Start, revision: str, names: Sequence[str]) -> list[GitObject | None]:
    try:
        return start.repo.objects(names)
    except GitFailedError as failed:
        try:
            start.repo.commit(revision)
        except UnknownRevisionError as error:  # such as HEAD@{99}: git breaks off where the log is shorter
            raise UnknownPastError(revision, shallow=start.shallow) from error
        raise failed from None


def _bare(git_dir: str, registry: str | None) -> _Start:
    folder = Path(git_dir)
    if (folder / ".git").exists():
        folder = folder / ".git"
    repo = Repository(folder, is_git_dir=True)
    _, shallow = repo.whereabouts()
    if registry is None:
        return _Start(repo, folder, ("registry", ""), shallow, anywhere=True)
    inside = os.path.normpath(registry).replace(os.sep, "/").strip("/")
    if inside.startswith(".."):
        raise BadCallError(f"与 --git-dir 同用时，--registry 是库里的路径，如 registry，不是 {registry}")
    return _Start(repo, folder, _either("" if inside == "." else inside), shallow)


def _work_tree(registry: str | None, environment: str | None) -> _Start:
    named = registry or environment
    try:
        now = find_place(registry, environment, Path.cwd())
    except RegistryMissingError:
        now = None
    if now and not now.packed:
        repo = Repository(now.root)
        folder, shallow = repo.whereabouts()
        return _Start(repo, now.root, (folder,), shallow, now)
    if not named:
        top = Path.cwd()
        repo = Repository(top)
        return _Start(repo, top, ("registry", ""), repo.whereabouts()[1], anywhere=True)
    gone = Path(os.path.abspath(named))  # noqa: PTH100  (the folder need not be there, nor anything above it)
    above = next(folder for folder in gone.parents if folder.is_dir())
    repo = Repository(above)
    prefix, shallow = repo.whereabouts()
    inside = f"{prefix}/{gone.relative_to(above).as_posix()}".strip("/")
    return _Start(repo, gone, _either(inside), shallow)


def _either(folder: str) -> tuple[str, str]:
    """Return a folder and the ``registry/`` in it, as `place.place_at` looks for one."""
    return folder, f"{folder}/registry".strip("/")


def _last_before(start: _Start, moment: datetime) -> str:
    """Return the name of the last commit of HEAD's history that was made before a moment."""
    # git counts in whole seconds, and takes the one that it is given too
    last = max(0, ceil(moment.timestamp()) - 1)
    found = start.repo.ask("rev-list", "--max-count=1", f"--before=@{last} +0000", "HEAD", "--")
    edges = _edges(start.repo) if start.shallow or not found else []
    hidden = start.shallow and any(edge > last for edge in edges)
    if not found or hidden:
        first = dates.minute_of((max if hidden else min)(edges)) if edges else None
        raise BeforeHistoryError(dates.minute(moment), first, shallow=hidden)
    return found.strip()


def _edges(repo: Repository) -> list[int]:
    """Return when the commits were made that have, as far as this clone goes, none before them."""
    listed = repo.ask("rev-list", "--max-parents=0", "--timestamp", "HEAD", "--") or ""
    return [int(line.split()[0]) for line in listed.splitlines()]


def _here(start: _Start, trees: Sequence[GitObject | None]) -> _Found | None:
    """Return the registry in the first of the start's folders that holds a plan, or else plans in folders."""
    for folder, tree in _trees(start, trees):
        if tree.entries().get(PLAN_FILE, _FOLDER) != _FOLDER:
            return _Found(folder, tree.name, ("",))
    for folder, tree in _trees(start, trees):
        if start.anywhere and not folder:
            continue  # the top may have anything in it: the only registry is looked for
        if found := _federation(start.repo, folder, tree.name):
            return found
    return None


def _headless(start: _Start, trees: Sequence[GitObject | None]) -> _Found | None:
    """Return the folder that had lost its plan.yaml: a registry with a problem, as it is on disk."""
    for folder, tree in _trees(start, trees):
        if len(SIGNS & tree.entries().keys()) > 1:
            return _Found(folder, tree.name, ("",))
    return None


def _trees(start: _Start, trees: Sequence[GitObject | None]) -> Iterator[tuple[str, GitObject]]:
    for folder, tree in zip(start.folders, trees, strict=True):
        if tree and tree.kind == "tree":
            yield folder, tree


def _federation(repo: Repository, folder: str, tree: str) -> _Found | None:
    """Return the federation that a tree is, or None.

    Raises:
        LinkedPlanError: a plan of it may be reached through a link, which git does not follow.
    """
    modes = repo.modes(tree)
    plans = _plans_among(modes)
    if not any(f"{plan}/{PLAN_FILE}" in modes for plan in plans):
        return None
    for path, mode in modes.items():
        parents = [str(parent) for parent in PurePosixPath(path).parents] if mode == LINK else []
        likely = len(parents) in range(1, DEPTH + 1) and "." not in path  # a link to a file has an ending
        if likely and not any(parent in plans for parent in parents):
            raise LinkedPlanError(f"{folder}/{path}".lstrip("/"))
    return _Found(folder, tree, plans)


def _plans_among(paths: Iterable[str]) -> tuple[str, ...]:
    """Return the folders, among the paths of all files of a federation, that are meant to be plans, in order."""
    signed = {
        "/".join(parts[:depth])
        for parts in (path.split("/") for path in paths)
        for depth in range(1, min(len(parts), DEPTH + 1))
        if parts[depth] in SIGNS and not any(part.startswith(".") for part in parts[:depth])
    }
    outer = (
        path for path in signed if not any(str(above) in signed for above in PurePosixPath(path).parents)
    )
    return tuple(sorted(outer, key=lambda path: path.split("/")))


def _moved(start: _Start, commit: str, shown: str) -> _Found | None:
    """Return the registry that is not where it is looked for: of the same key, or the only one.

    Raises:
        NoRegistryThenError: there are several.
    """
    if start.now is None and not start.anywhere:
        return None
    plans = [path for path in start.repo.modes(commit) if f"/{path}".endswith(f"/{PLAN_FILE}")]
    folders = [path.removesuffix(PLAN_FILE).removesuffix("/") for path in plans]
    likely = folders if start.now is None else _same_keys(start, start.now, commit, folders)
    if not likely:
        return None
    root = likely[0] if start.now else commonpath(likely)
    (tree,) = start.repo.objects([f"{commit}:{root}"])
    found = None
    if root in folders and tree:
        found = _Found(root, tree.name, ("",))
    elif tree:
        found = _federation(start.repo, root, tree.name)
    if found is None or (len(likely) > 1 if start.now else len(found.plans) < len(folders)):
        raise NoRegistryThenError(shown, start.folders[0], elsewhere=likely)
    return found


def _same_keys(start: _Start, now: Place, commit: str, folders: Sequence[str]) -> list[str]:
    """Return the folders that hold what the registry on disk holds; of a federation, the one with most of its plans."""
    keys: dict[bytes, str] = {}
    for plan in survey(now):
        with suppress(OSError):
            if key := _KEY.search(read_file(now.root / plan.path / PLAN_FILE)):
                keys[key[1]] = plan.path
    held = start.repo.objects([f"{commit}:{f'{folder}/'.lstrip('/')}{PLAN_FILE}" for folder in folders])
    votes: Counter[str] = Counter()
    for folder, file in zip(folders, held, strict=True):
        key = _KEY.search(file.data) if file else None
        if key and key[1] in keys:
            whole, below, rest = f"/{folder}".rpartition(f"/{keys[key[1]]}")
            votes[whole.strip("/") if below and not rest else folder] += 1
    most = max(votes.values(), default=0)
    return sorted(folder for folder, count in votes.items() if count == most)
