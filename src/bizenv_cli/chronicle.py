"""A registry through the commits of a repository: where it stood, what it said, and what each commit changed of it."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import islice
from typing import Literal, NamedTuple

from bizenv_cli.commits import REGULAR, TREE, Commit, Objects, shallow_ends, walk
from bizenv_cli.document import Document
from bizenv_cli.files import model_of
from bizenv_cli.git import Repository
from bizenv_cli.history import Event, compare
from bizenv_cli.model import Record
from bizenv_cli.place import PLAN_FILE
from bizenv_cli.problem import Problem
from bizenv_cli.registry import File, Registry, assembled, read
from bizenv_cli.source import CommitSource

_KEY = re.compile(rb"^key:[ \t]*[\"']?([a-z][a-z0-9]*)", re.MULTILINE)
_NEEDED = (PLAN_FILE, "units.yaml")  # without them no value means anything; others may have come later
_FILES = 1024  # records held, by their blobs: several registries' worth
_STATES = 16  # registries held; each is a list of records held anyway
_TREES = 16_384
_AHEAD = 64  # commits taken at a time: git has them ready, and most have their parents among them

Lineage = tuple[str, tuple[str, ...]]  # a commit's tree and its parents
What = Literal["changed", "founded", "gone", "unreadable", "cut off"]


class State(NamedTuple):
    """Where a registry stands in a commit: the folder, its tree's hash."""

    folder: str
    tree: str


class Episode(NamedTuple):
    """What one commit did.

    Attributes:
        what: it changed something; the registry is there for the first time, or no more; it cannot be read;
            or it is where a shallow clone ends.
        events: what changed.
        tasks: of a registry that is there for the first time, how many tasks each annex has.
        problem: why it cannot be read.
    """

    commit: Commit
    what: What
    events: tuple[Event, ...] = ()
    tasks: tuple[int, ...] = ()
    problem: Problem | None = None


class Unreadable(NamedTuple):
    """A registry that was not read whole, and the first reason."""

    problem: Problem


def key_in(data: bytes) -> str:
    """Return the key that a plan.yaml gives, without reading it whole."""
    match = _KEY.search(data)
    return match[1].decode() if match else ""


class Chronicle:
    """One plan through the history of a repository.

    Attributes:
        folder: where its registry is now, from the top of the repository; empty for the top.
        key: the plan's key, by which it is known where it stood elsewhere.
    """

    def __init__(self, repo: Repository, objects: Objects, folder: str, key: str) -> None:
        self.repo, self.objects = repo, objects
        self.folder, self.key = folder, key
        self._elsewhere: list[str] = []
        self._ends = shallow_ends(repo)
        self.tree = lru_cache(_TREES)(objects.tree)
        self.plans = lru_cache(_TREES)(self._plans)
        self.keyed = lru_cache(_TREES)(lambda blob: key_in(objects.read(blob)))
        self.state = lru_cache(_TREES)(self._state)
        self._met: dict[str, Lineage] = {}  # of the commits around the one that is looked into
        self.file = lru_cache(_FILES)(self._file)
        self.registry = lru_cache(_STATES)(self._registry)

    def episodes(self, commit: str, asked: Callable[[Commit], bool]) -> Iterator[Episode]:
        """Yield what each commit did to the meaning of the registry, the newest first; those that did nothing are left out.

        Args:
            commit: the one to begin with.
            asked: tells of which commits it is asked.
        """
        commits = walk(self.repo, commit)
        while ahead := list(islice(commits, _AHEAD)):
            self._met |= {each.name: (each.tree, each.parents) for each in ahead}
            for each in ahead:
                episode = self.episode(each) if asked(each) else None
                if episode:
                    yield episode
            self._met = {each.name: (each.tree, each.parents) for each in ahead}

    def episode(self, commit: Commit) -> Episode | None:
        """Return what a commit did; None where it changed nothing.

        Of a merge it is what differs from every side; of a commit after some that cannot be read, what differs from
        the last that can.
        """
        state = self.state(commit.tree)
        parents = [self.state(self.lineage(parent)[0]) for parent in commit.parents]
        if state is None:
            return Episode(commit, "gone") if parents and all(parents) else None
        if any(parent is not None and parent.tree == state.tree for parent in parents):
            return None
        registry = self.registry(state)
        if isinstance(registry, Unreadable):
            return Episode(commit, "unreadable", problem=registry.problem)
        if self.is_cut(commit.name):
            return Episode(commit, "cut off", tasks=_counts(registry))
        bases = [base for _, base in self.bases(commit.parents)]
        if not bases:
            is_lost = self._ends and any(
                parents
            )  # those before could not be read, down to where the clone ends
            return Episode(commit, "cut off" if is_lost else "founded", tasks=_counts(registry))
        events = compare(bases[0], registry)
        for base in bases[1:]:
            if events:
                reached = {event.outcome for event in compare(base, registry)}
                events = [event for event in events if event.outcome in reached]
        return Episode(commit, "changed", tuple(events)) if events else None

    def bases(self, parents: Sequence[str]) -> Iterator[tuple[str, Registry]]:
        """Yield what a commit is compared with: its parents that have the registry; for one unreadable, those before."""
        waiting, seen = list(parents), set(parents)
        while waiting:
            commit = waiting.pop(0)
            state = self.state(self.lineage(commit)[0])
            if state is None:
                continue
            registry = self.registry(state)
            if not isinstance(registry, Unreadable):
                yield commit, registry
                continue
            further = [parent for parent in self.parents(commit) if parent not in seen]
            seen.update(further)
            waiting += further

    def lineage(self, commit: str) -> Lineage:
        """Return a commit's tree and its parents as it names them, whether or not they were fetched."""
        if commit in self._met and commit not in self._ends:
            return self._met[commit]
        return self.objects.lineage(commit)

    def parents(self, commit: str) -> tuple[str, ...]:
        """Return a commit's parents; none where a shallow clone ends."""
        return () if self.is_cut(commit) else self.lineage(commit)[1]

    def is_cut(self, commit: str) -> bool:
        """Tell whether a shallow clone ends at a commit that has parents."""
        return commit in self._ends and bool(self.lineage(commit)[1])

    def _state(self, top: str) -> State | None:
        for folder in (self.folder, *self._elsewhere):
            tree = self._at(top, folder)
            if tree and (folder == self.folder or self._is_ours(tree)):
                return State(folder, tree)
        for folder in self.plans(top):
            tree = self._at(top, folder)
            if tree and self._is_ours(tree):
                self._elsewhere.append(folder)
                return State(folder, tree)
        return None

    def _at(self, top: str, folder: str) -> str | None:
        """Return the tree of a folder that holds a plan.yaml, or None."""
        tree = top
        for part in folder.split("/") if folder else ():
            entry = next((item for item in self.tree(tree) if item.path == part and item.mode == TREE), None)
            if entry is None:
                return None
            tree = entry.name
        return tree if self._plan_file(tree) else None

    def _plan_file(self, tree: str) -> str | None:
        return next(
            (item.name for item in self.tree(tree) if item.path == PLAN_FILE and item.mode in REGULAR), None
        )

    def _is_ours(self, tree: str) -> bool:
        blob = self._plan_file(tree)
        return blob is not None and self.keyed(blob) == self.key

    def _plans(self, tree: str) -> tuple[str, ...]:
        """Return the folders below a tree that hold a plan.yaml."""
        found: list[str] = []
        for item in self.tree(tree):
            if item.path == PLAN_FILE and item.mode in REGULAR:
                found.append("")
            elif item.mode == TREE:
                found += [f"{item.path}/{inner}".rstrip("/") for inner in self.plans(item.name)]
        return tuple(found)

    def blobs(self, state: State) -> Mapping[str, str]:
        """Return the registry's files by their paths below its folder, with the hash of each."""
        found: dict[str, str] = {}
        for item in self.tree(state.tree):
            if item.mode == TREE and not item.path.startswith("."):
                inner = ((f"{item.path}/{each.path}", each) for each in self.tree(item.name))
                found |= {path: each.name for path, each in inner if each.mode in REGULAR}
            elif item.mode in REGULAR:
                found[item.path] = item.name
        return {path: found[path] for path in sorted(found) if model_of(path)}

    def _registry(self, state: State) -> Registry | Unreadable:
        blobs = self.blobs(state)
        for path in _NEEDED:
            if path not in blobs:
                return Unreadable(Problem(_shown(state, path), 1, 1, "E004", "缺少文件"))
        files: list[File[Record]] = []
        for path, blob in blobs.items():
            model = model_of(path)
            record = self.file(blob, model) if model else None
            if isinstance(record, Problem):
                return Unreadable(replace(record, path=_shown(state, path)))
            if record is not None:
                files.append(File(path, record, Document(path, "")))
        return assembled(CommitSource("", {}), files, len(files))

    def _file(self, blob: str, model: type[Record]) -> Record | Problem:
        found, problems = read("", "", self.objects.read(blob), model)
        if found is not None and found.whole:
            return found.record
        return min(problems)


def concerning(
    episodes: Iterable[Episode], task: str | None, unit: str | None, names: Mapping[str, str]
) -> Iterator[Episode]:
    """Yield what concerns one task (under the number that it had), or one unit; and what is said of whole registries.

    Args:
        episodes: the newest first.
        task: its id now.
        unit: its canonical name now.
        names: every spelling of every unit now, with the canonical name.
    """
    numbers = {task}
    for episode in episodes:
        events = [
            event
            for event in episode.events
            if (task is None or (event.scope == "task" and event.subject in numbers))
            and (unit is None or unit in {names.get(name, name) for name in event.units})
        ]
        for event in events:
            if event.kind == "renumbered" and task is not None:
                numbers = {str(event.before)}
        if events or episode.what != "changed":
            yield episode._replace(events=tuple(events))


def _shown(state: State, path: str) -> str:
    return f"{state.folder}/{path}".lstrip("/")


def _counts(registry: Registry) -> tuple[int, ...]:
    annexes = [entry.annex for entry in registry.tasks()]
    return tuple(annexes.count(number) for number in sorted(set(annexes)))
