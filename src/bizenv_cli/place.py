"""Where the registry of a call is, which plans lie in it, and the stamp of each; no file of a plan is opened here.

A folder with plan.yaml is one plan. A folder without one, but with plans below it, is a federation of them.
"""

import errno
import os
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from bizenv_cli.errors import RegistryIsFileError, RegistryMissingError

PLAN_FILE = "plan.yaml"
MAX_BYTES = 5_000_000  # of a file; no more is read than shows that it is too big

# A folder with one of these is meant to be a plan: one that lost its plan.yaml is told of, not overlooked.
SIGNS = frozenset(
    {
        PLAN_FILE,
        "units.yaml",
        "officials.yaml",
        "treatments.yaml",
        "targets.yaml",
        "duties.yaml",
        "complaints.yaml",
        "overlaps.yaml",
        "doubts.yaml",
        "annex1",
        "annex2",
    }
)
DEPTH = 3  # folders from a federation down to its plans at the most: province, city, county


class Commit(NamedTuple):
    """The commit in which a place is looked at, instead of the files on disk.

    Attributes:
        top, is_git_dir: the repository, as `git.Repository` has it.
        revision: as messages name it.
        name: its hash.
        time: when it was committed, in seconds since 1970.
        folder: the registry's folder from the top of the tree; empty for the top itself.
        tree: the hash of that folder's tree; whoever has the same tree has the same files.
        plans: the folders of its plans below that folder.
    """

    top: Path
    is_git_dir: bool
    revision: str
    name: str
    time: int
    folder: str
    tree: str
    plans: tuple[str, ...]


class Place(NamedTuple):
    """The folder of one registry, or of a federation.

    Attributes:
        root: the folder.
        federated: its plans are in folders below it.
        packed: it is the copy inside the installed package, which nobody edits.
        commit: where its files are read from, if not from the folder; `root` then only says whose they are.
    """

    root: Path
    federated: bool = False
    packed: bool = False
    commit: Commit | None = None

    @property
    def revision(self) -> str | None:
        """The revision that the place is looked at in, as messages name it; None for the files on disk."""
        return self.commit.revision if self.commit else None


class PlanFolder(NamedTuple):
    """One plan's folder, and what tells whether anything in it was touched.

    Attributes:
        path: below the place's root with ``/``; empty for the root itself.
        stamp: name, size and times of every file, one a line.
        newest: the latest of those times, in nanoseconds since 1970.
    """

    path: str
    stamp: bytes
    newest: int


def find_place(explicit: str | None, environment: str | None, start: Path) -> Place:
    """Find the registry to use.

    Args:
        explicit: the folder given with ``--registry``, if any.
        environment: the value of ``BIZENV_REGISTRY``, if any.
        start: the current folder; it and its parents are searched for ``registry/`` or ``plan.yaml``.

    Raises:
        RegistryMissingError: there is none; a folder that was named is not searched around.
        RegistryIsFileError: what was named is a file.
    """
    for origin, named in (("--registry", explicit), ("BIZENV_REGISTRY", environment)):
        if named:
            if os.path.isfile(named):  # noqa: PTH113  (Path.is_file raises where a folder is locked)
                raise RegistryIsFileError(named, origin)
            found = place_at(Path(named))
            if found is None:
                raise RegistryMissingError([f"{named}（{origin}）"])
            return found
    looked = []
    for folder in (start, *start.parents):
        if has_plan(folder):
            return Place(folder)
        # Only a folder named registry is searched for a federation: a home folder may have anything in it.
        if found := place_at(folder / "registry"):
            return found
        looked.append(str(folder / "registry"))
    packed = Path(__file__).parent / "packed" / "registry"
    if has_plan(packed):
        return Place(packed, packed=True)
    raise RegistryMissingError([*looked, f"{packed}（随程序安装）"])


def place_at(folder: Path) -> Place | None:
    """Return the registry that a folder is, or that its ``registry/`` is; None where there is none."""
    for candidate in (folder, folder / "registry"):
        if has_plan(candidate):
            return Place(candidate)
    for candidate in (folder / "registry", folder):
        if any(has_plan(candidate / path) for path in _plan_paths(candidate, "", DEPTH)):
            return Place(candidate, federated=True)
    for candidate in (folder, folder / "registry"):
        signs = SIGNS & {entry.name for entry in _entries(str(candidate))}
        if len(signs) > 1 or is_locked(candidate):
            return Place(candidate)  # its plan.yaml is lost, or no file, or nobody may look: check says so
    return None


def has_plan(folder: Path) -> bool:
    """Tell whether a folder holds plan.yaml; one that may not be looked into does not."""
    return os.path.isfile(folder / PLAN_FILE)  # noqa: PTH113  (Path.is_file raises where a folder is locked)


def is_locked(folder: Path | str) -> bool:
    """Tell whether a folder is there, and what is in it may not be listed or not be opened."""
    try:
        os.scandir(folder).close()
        os.stat(os.path.join(folder, os.curdir))  # noqa: PTH116, PTH118  (Path drops the dot, which needs the right to enter)
    except PermissionError:
        return os.path.isdir(folder)  # noqa: PTH112  (Path.is_dir raises where a folder above is locked)
    except OSError:
        return False
    return False


def survey(place: Place) -> list[PlanFolder]:
    """Return every plan of a place with its stamp, in the order of their paths."""
    if place.commit:
        return [stamped(place, path) for path in place.commit.plans]
    paths = sorted(_plan_paths(place.root, "", DEPTH), key=_parts) if place.federated else [""]
    return [stamped(place, path) for path in paths]


def stamped(place: Place, path: str) -> PlanFolder:
    """Return the folder of one plan as it is now; what cannot be looked at is stamped as such."""
    if place.commit:
        return PlanFolder(path, place.commit.tree.encode(), 0)
    lines: list[str] = []
    newest = 0
    folders = [(os.path.join(place.root, path), "")]  # noqa: PTH118  (a country has 75,000 files: strings are faster)
    while folders:
        folder, prefix = folders.pop()
        for entry in _entries(folder):
            try:
                if entry.is_dir(follow_symlinks=False):
                    folders.append((entry.path, f"{prefix}{entry.name}/"))
                    continue
                found = entry.stat()
            except OSError:
                lines.append(f"{prefix}{entry.name}\t?")
                continue
            newest = max(newest, found.st_mtime_ns, found.st_ctime_ns)
            lines.append(f"{prefix}{entry.name}\t{found.st_size}\t{found.st_mtime_ns}\t{found.st_ctime_ns}")
    lines.sort()
    return PlanFolder(path, "\n".join(lines).encode("utf-8", "surrogateescape"), newest)


def plan_around(path: Path) -> Path | None:
    """Return the plan's folder that would take a file at `path` (no link) for its own; None where none would.

    Whatever lies in a plan's folder and is not hidden is read as the plan's: one file too many, and every question
    refuses.
    """
    for folder in path.parents:
        hidden = any(part.startswith(".") for part in path.relative_to(folder).parts)
        if not hidden and has_plan(folder):
            return folder
    return None


def read_file(path: Path) -> bytes:
    """Return the bytes of a regular file; a pipe or a device would keep us waiting for ever.

    Raises:
        OSError: it cannot be read, or is no regular file; what a link leads to is in nobody's history.
    """
    if path.is_symlink():
        raise OSError(errno.EMLINK, "a link")
    if not stat.S_ISREG(path.stat().st_mode):
        if is_locked(path):
            raise PermissionError(errno.EACCES, "a locked folder")
        raise OSError(errno.EISDIR if path.is_dir() else errno.EINVAL, "not a regular file")
    with path.open("rb") as file:
        return file.read(MAX_BYTES + 1)


def hashes(place: Place, folder: PlanFolder) -> dict[str, bytes]:
    """Return the SHA-256 of each file of a plan by its path below the plan's folder; b"" where it cannot be read."""
    from hashlib import sha256  # noqa: PLC0415  (5 ms that only a touched plan pays)

    found: dict[str, bytes] = {}
    for line in folder.stamp.decode("utf-8", "surrogateescape").splitlines():
        path = line.partition("\t")[0]
        try:
            found[path] = sha256(read_file(place.root / folder.path / path)).digest()
        except OSError:
            found[path] = b""
    return found


def shown_path(path: Path) -> str:
    """Return a path as a user would type it: from the current folder where it lies below, else whole."""
    try:
        return path.absolute().relative_to(Path.cwd()).as_posix()
    except (ValueError, OSError):
        return str(path)


def shown_in(place: Place, path: str) -> str:
    """Return a path below a place's root as a user would type it; in a commit as git writes it, ``REV:path``."""
    commit = place.commit
    if commit:
        return f"{commit.revision}:{commit.folder}/{path}" if commit.folder else f"{commit.revision}:{path}"
    return shown_path(place.root / path)


def shown_place(place: Place) -> str:
    """Return the place itself as a user would type it; in a commit with the commit's whole name."""
    return f"{place.commit.name}:{place.commit.folder}" if place.commit else shown_path(place.root)


def _plan_paths(root: Path, below: str, depth: int) -> Iterator[str]:
    """Yield the folders that are meant to be plans, or that are locked and may be.

    A linked folder counts where it holds a plan, but is not searched further.
    """
    try:
        entries = _listed(os.path.join(root, below))  # noqa: PTH118
    except PermissionError:
        if below:
            yield below
        return
    except OSError:
        return
    if below and any(entry.name in SIGNS for entry in entries):
        yield below
        return
    for entry in entries:
        path = f"{below}/{entry.name}" if below else entry.name
        if entry.is_dir(follow_symlinks=False):
            if depth:
                yield from _plan_paths(root, path, depth - 1)
        elif entry.is_symlink() and has_plan(root / path):
            yield path


def _entries(folder: str) -> list[os.DirEntry[str]]:
    """Return what is in a folder but hidden; of one that cannot be looked into, nothing."""
    try:
        return _listed(folder)
    except OSError:
        return []


def _listed(folder: str) -> list[os.DirEntry[str]]:
    with os.scandir(folder) as found:
        return [entry for entry in found if not entry.name.startswith(".")]


def _parts(path: str) -> list[str]:
    return path.split("/")
