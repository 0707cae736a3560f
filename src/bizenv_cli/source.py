"""Where a registry's bytes come from: a folder, the copy packed in the wheel, a commit, or one file overlaid."""

import errno
import hashlib
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from bizenv_cli.errors import reason
from bizenv_cli.git import Blob, Repository, in_repository, repository
from bizenv_cli.giterrors import RevisionWithoutRegistryError
from bizenv_cli.place import MAX_BYTES, PLAN_FILE, Commit, is_locked, read_file, shown_path
from bizenv_cli.problem import Problem


class Source(Protocol):
    """What `registry.load` reads from."""

    @property
    def packed(self) -> bool:
        """Whether it is the copy inside the installed package, which nobody edits."""
        ...

    def paths(self) -> Iterator[str]:
        """Yield the path of every file below the root, in order, with ``/``; hidden ones are left out."""
        ...

    def read(self, path: str) -> bytes:
        """Return the bytes of a file, no more than shows that it is too big; OSError where it cannot be read."""
        ...

    def shown(self, path: str) -> str:
        """Return the path as a user would type it."""
        ...


@dataclass(frozen=True, slots=True)
class FolderSource:
    """A registry in a folder; `root` is the one that holds plan.yaml."""

    root: Path
    packed: bool = False

    def paths(self) -> Iterator[str]:
        """Yield the path of every file below the root; a folder that is linked, locked or called a file is named alone."""
        locked: list[str] = []
        walk = os.walk(self.root, onerror=lambda error: locked.append(error.filename))
        found: list[str] = []
        for folder, folders, names in walk:
            if is_locked(folder):  # its files' names may be read all the same
                locked.append(folder)
                folders.clear()
                continue
            here = Path(folder)
            linked = [name for name in folders if (here / name).is_symlink() or name.endswith(".yaml")]
            folders[:] = sorted(name for name in folders if not name.startswith(".") and name not in linked)
            found += [
                (here / name).relative_to(self.root).as_posix()
                for name in sorted([*names, *linked])
                if not name.startswith(".")
            ]
        yield from found
        yield from (Path(folder).relative_to(self.root).as_posix() for folder in locked)

    def read(self, path: str) -> bytes:
        """Return the bytes of a regular file."""
        return read_file(self.root / path)

    def shown(self, path: str) -> str:
        """Return the path from the current folder where it lies below, else the whole path."""
        return shown_path(self.root / path)


@dataclass(frozen=True, slots=True)
class HashingSource:
    """Another source that keeps the SHA-256 of what it was asked for; of what cannot be read, nothing."""

    below: Source
    hashes: dict[str, bytes] = field(default_factory=dict)

    @property
    def packed(self) -> bool:
        """Whether the other source is packed."""
        return self.below.packed

    def paths(self) -> Iterator[str]:
        """Yield the other source's paths."""
        return self.below.paths()

    def read(self, path: str) -> bytes:
        """Return the bytes of a file and keep their hash."""
        self.hashes[path] = b""
        data = self.below.read(path)
        self.hashes[path] = hashlib.sha256(data).digest()
        return data

    def shown(self, path: str) -> str:
        """Return the path as the other source shows it."""
        return self.below.shown(path)


@dataclass(frozen=True, slots=True)
class OverlaySource:
    """Another source with some files' bytes replaced, or added: what is not saved yet."""

    below: Source
    held: Mapping[str, bytes]

    @property
    def packed(self) -> bool:
        """Nobody packs a buffer."""
        return False

    def paths(self) -> Iterator[str]:
        """Yield the other source's paths and the overlaid ones, in order."""
        yield from sorted({*self.below.paths(), *self.held}, key=lambda path: path.split("/"))

    def read(self, path: str) -> bytes:
        """Return what is not saved yet, or the other source's bytes."""
        return self.held[path] if path in self.held else self.below.read(path)

    def shown(self, path: str) -> str:
        """Return the path as the other source shows it."""
        return self.below.shown(path)


@dataclass(frozen=True, slots=True)
class CommitSource:
    """A registry as it stood in a commit; its files are held in memory.

    Attributes:
        revision: the commit as the user named it, for messages.
        held: the bytes of each file by its path below the registry's folder; of a link, nothing.
        folder: that folder from the top of the repository, with ``/`` at its end; empty where nobody is shown it.
    """

    revision: str
    held: Mapping[str, bytes | None] = field(repr=False)
    folder: str = ""
    packed: bool = False

    def paths(self) -> Iterator[str]:
        """Yield the paths in order."""
        yield from sorted(self.held, key=lambda path: path.split("/"))

    def read(self, path: str) -> bytes:
        """Return the bytes of a regular file."""
        data = self.held[path]
        if data is None:
            raise OSError(errno.EMLINK, "a link")
        return data

    def shown(self, path: str) -> str:
        """Return the path as git writes one: ``REV:path``."""
        return f"{self.revision}:{self.folder}{path}"


def locked(source: Source, path: str) -> Problem | None:
    """Say that a folder may not be looked into, where that is so."""
    try:
        source.read(path)
    except PermissionError as error:
        hint = "检查这个文件夹的权限：里面的文件都没有读到"
        return Problem(source.shown(path), 1, 1, "E001", f"无法读取：{reason(error)}", hint)
    except OSError:
        return None  # a folder or a device that does not belong here, told as such
    return None


def in_commit(commit: Commit, path: str) -> CommitSource:
    """Return one plan of a registry in a commit; `path` is the plan's folder below the registry's.

    Raises:
        GitFailedError: the repository is damaged.
    """
    repo = Repository(commit.top, commit.is_git_dir)
    blobs = [blob for blob in repo.files(f"{commit.tree}:{path}", ".") if not _hidden(blob.path)]
    contents: dict[str, bytes | None] = dict(
        repo.contents(blob.name for blob in blobs if blob.size <= MAX_BYTES and not blob.is_link)
    )
    too_big = bytes(MAX_BYTES + 1)
    held = {blob.path: None if blob.is_link else contents.get(blob.name, too_big) for blob in blobs}
    folder = "".join(f"{part}/" for part in (commit.folder, path) if part)
    return CommitSource(commit.revision, held, folder)


def at_fork(folder: Path, revision: str) -> CommitSource:
    """Return the registry in `folder` as it stood where HEAD and a revision part.

    What was changed on the other branch meanwhile is not this edit's doing.

    Raises:
        UnknownRevisionError: git does not know the revision.
        RevisionWithoutRegistryError: the registry is not there at that commit.
    """
    repo, below, blobs = _files_at_fork(folder, revision)
    if PLAN_FILE not in blobs:
        raise RevisionWithoutRegistryError(revision, below)
    contents = repo.contents(blob.name for blob in blobs.values() if blob.size <= MAX_BYTES)
    return CommitSource(revision, {path: contents.get(blob.name, b"") for path, blob in blobs.items()})


def plans_at_fork(folder: Path, revision: str) -> list[str]:
    """Return the paths, below a federation's folder, of the plans it had where HEAD and a revision part.

    The folder itself, which may have been a plan alone, is the empty path.

    Raises:
        UnknownRevisionError: git does not know the revision.
    """
    _, _, found = _files_at_fork(folder, revision)
    folders = (path.rpartition("/") for path in found)
    return sorted(plan for plan, _, name in folders if name == PLAN_FILE)


def link_above(folder: Path) -> Path | None:
    """Return the link, itself in a repository, through which a folder is reached.

    What git keeps of a link is where it leads: what is rewritten there is in another history, or in none.
    A link outside every repository, such as one in a home folder, is only a shorter way to type a path.
    """
    full = folder.absolute()
    for part in (full, *full.parents):
        if os.path.islink(part) and in_repository(part.parent):  # noqa: PTH114  (Path.is_symlink raises where a folder is locked)
            return part
    return None


def _files_at_fork(folder: Path, revision: str) -> tuple[Repository, str, dict[str, Blob]]:
    """Return the repository, the folder's path in it, and the folder's files but hidden ones by their paths below it."""
    repo = repository(folder)
    commit = repo.fork_point(repo.commit(revision))
    below = folder.resolve().relative_to(repo.top.resolve()).as_posix()
    prefix = "" if below == "." else f"{below}/"
    found = {blob.path.removeprefix(prefix): blob for blob in repo.files(commit, below) if not blob.is_link}
    return repo, below, {path: blob for path, blob in found.items() if not _hidden(path)}


def _hidden(path: str) -> bool:
    return "/." in f"/{path}"
