"""The only writer of a plan's files: entries are appended, one a line, and only where the whole plan stays sound.

One writer at a time holds the plan's lock. The new text goes to a temporary file, is synced and renamed: whatever
happens, a file has all of its entries or none of the new ones, and what was confirmed is on the disk.
"""

import errno
import os
import re
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

from bizenv_cli.errors import (
    AwkwardLedgerError,
    BrokenRegistryError,
    LockedLedgerError,
    PackedRegistryError,
    RefusedEntryError,
    RegistryChangingError,
    UnwritableError,
    reason,
)
from bizenv_cli.oneline import indent_of, line_of, scalar
from bizenv_cli.pinyin import file_stem
from bizenv_cli.place import Place, read_file, shown_path
from bizenv_cli.plans import read_plan
from bizenv_cli.problem import Problem
from bizenv_cli.registry import Registry

FOLDER = "ledger"
LOCKS = ".bizenv"  # the folder of the lock; it keeps itself out of git

_PATIENCE = 60  # seconds to wait for another writer
_POLL = 0.02  # seconds between two looks at the lock
_UNIT = re.compile(r"^unit:[ \t]+[\"']?(.*?)[\"']?[ \t]*(?:#.*)?$", re.MULTILINE)
_TEMPORARY = ".tmp"


class Draft(NamedTuple):
    """An entry to be made.

    Attributes:
        unit: in whose file it goes, by canonical name.
        fields: what it says, in the order in which it is written; what is None or empty is left out.
    """

    unit: str
    fields: Mapping[str, Any]


class _Addition(NamedTuple):
    """An entry, the file it goes in, and what that file begins with where it is not there yet."""

    path: str
    head: str
    fields: Mapping[str, Any]


class Appended(NamedTuple):
    """One file that got new lines at its end.

    Attributes:
        path: the file; shown: the same as the user would type it.
        before: what it held; nothing where it was not there.
        lines: what was added, without line ends.
    """

    path: Path
    shown: str
    before: bytes
    lines: tuple[str, ...]


class Outcome(NamedTuple):
    """What an append came to: the files it added to, and the plan with the new entries."""

    files: tuple[Appended, ...]
    registry: Registry


def append(place: Place, folder: str, drafts: Sequence[Draft], *, dry_run: bool = False) -> Outcome:
    """Append entries to a plan's ledger, if all of them pass; each file gets all of its own in one step.

    Args:
        folder: the plan's, below the place's root.
        dry_run: check only, and write nothing.

    Raises:
        RefusedEntryError: the gate refuses one of them.
        BrokenRegistryError: the plan has problems without them.
        PackedRegistryError, LockedLedgerError, RegistryChangingError, UnwritableError: it cannot be written now.
    """
    return _append(place, folder, lambda root: _in_ledger(root, drafts), dry_run=dry_run)


def append_to(
    place: Place, folder: str, key: str, fields: Mapping[str, Any], *, dry_run: bool = False
) -> Outcome:
    """Append one entry to the file of the plan that holds nothing but the list `key` and is called after it.

    Args, raises: as `append`.
    """
    addition = _Addition(f"{key}.yaml", f"{key}:\n", fields)
    return _append(place, folder, lambda _: [addition], dry_run=dry_run)


def _append(
    place: Place, folder: str, additions: Callable[[Path], Iterable[_Addition]], *, dry_run: bool
) -> Outcome:
    if place.packed:
        raise PackedRegistryError
    root = place.root / folder if folder else place.root
    if dry_run:
        _, outcome = _checked(place, folder, root, additions(root))
        return outcome
    with _locked(root):
        for written in (root, root / FOLDER):
            _sweep(written)
        texts, outcome = _checked(place, folder, root, additions(root))
        for path, (before, after) in texts.items():
            _write(root / path, before, after)
    return outcome


def _by_place(
    problems: Sequence[Problem], places: Sequence[tuple[str, int]]
) -> dict[int, tuple[Problem, ...]]:
    """Return the problems on each line that was to be added, by its place among these."""
    found = {
        at: tuple(
            problem for problem in problems if problem.line == line and problem.path.endswith(f"/{path}")
        )
        for at, (path, line) in enumerate(places)
    }
    return {at: those for at, those in found.items() if those}


def _in_ledger(root: Path, drafts: Sequence[Draft]) -> Iterator[_Addition]:
    files = _files(root)
    for draft in drafts:
        path = files.get(draft.unit) or _new_path(draft.unit, files)
        files[draft.unit] = path
        yield _Addition(path, f"unit: {scalar(draft.unit)}\nentries:\n", draft.fields)


def _checked(
    place: Place, folder: str, root: Path, additions: Iterable[_Addition]
) -> tuple[dict[str, tuple[bytes, bytes]], Outcome]:
    """Return the bytes of each file before and after, once the gate has passed the plan with them."""
    texts: dict[str, tuple[bytes, bytes]] = {}
    added: dict[str, list[str]] = {}
    places: list[tuple[str, int]] = []  # the file and the line of each
    for path, head, fields in additions:
        if path not in texts:
            held = _held(root / path)
            texts[path] = (held, held or head.encode())
        before, after = texts[path]
        indent = indent_of(after, head.splitlines()[-1])
        if indent is None:
            raise AwkwardLedgerError(shown_path(root / path))
        line = line_of(fields, indent)
        added.setdefault(path, []).append(line)
        joint = b"" if after.endswith(b"\n") else b"\n"
        places.append((path, (after + joint).count(b"\n") + 1))
        texts[path] = (before, after + joint + f"{line}\n".encode())
    reading = read_plan(place, folder, {path: after for path, (_, after) in texts.items()})
    if reading.problems:
        alone = read_plan(place, folder).problems
        if alone:
            raise BrokenRegistryError(alone)
        raise RefusedEntryError(reading.problems, _by_place(reading.problems, places))
    outcome = Outcome(
        tuple(
            Appended(root / path, shown_path(root / path), texts[path][0], tuple(lines))
            for path, lines in added.items()
        ),
        reading.registry,
    )
    return texts, outcome


def _files(root: Path) -> dict[str, str]:
    """Return the ledger file of each unit, by the unit's name as the file's head gives it."""
    folder = root / FOLDER
    found: dict[str, str] = {}
    for path in sorted(folder.glob("*.yaml")) if folder.is_dir() else ():
        head = _UNIT.search(_held(path).decode("utf-8", "replace"))
        if head:
            found.setdefault(head[1], f"{FOLDER}/{path.name}")
    return found


def _new_path(unit: str, files: Mapping[str, str]) -> str:
    stem = file_stem(unit)
    taken = set(files.values())
    names = (f"{FOLDER}/{stem}{f'-{nth}' if nth > 1 else ''}.yaml" for nth in range(1, len(taken) + 2))
    return next(name for name in names if name not in taken)


def _held(path: Path) -> bytes:
    try:
        return read_file(path)
    except FileNotFoundError:
        return b""
    except OSError as error:
        raise UnwritableError(shown_path(path), reason(error)) from error


@contextmanager
def _locked(root: Path) -> Iterator[None]:
    from filelock import FileLock, Timeout  # noqa: PLC0415  (only a writer needs one)

    path = root / LOCKS / "lock"
    lock = FileLock(path, timeout=_PATIENCE, poll_interval=_POLL)
    try:
        path.parent.mkdir(exist_ok=True)
        (path.parent / ".gitignore").write_text("*\n", encoding="ascii")
        lock.acquire()
    except Timeout as error:
        raise LockedLedgerError(shown_path(path), _PATIENCE) from error
    except OSError as error:
        raise UnwritableError(shown_path(path), reason(error)) from error
    try:
        yield
    finally:
        lock.release()


def _sweep(folder: Path) -> None:
    """Delete the temporary files that a killed writer left; nobody else is writing now."""
    try:
        for path in folder.glob(f".*{_TEMPORARY}"):
            path.unlink(missing_ok=True)
    except OSError as error:
        raise UnwritableError(shown_path(folder), reason(error)) from error


def _write(path: Path, before: bytes, after: bytes) -> None:
    """Put new bytes in a file's place, unless somebody has changed it meanwhile."""
    temporary: str | None = None
    try:
        if path.exists() and not os.access(path, os.W_OK):
            raise PermissionError(errno.EACCES, "read-only", str(path))
        path.parent.mkdir(exist_ok=True)
        descriptor, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.", suffix=_TEMPORARY)
        with os.fdopen(descriptor, "wb") as file:
            file.write(after)
            file.flush()
            os.fsync(file.fileno())
        Path(temporary).chmod(_mode(path))
        if _held(path) != before:
            raise RegistryChangingError(shown_path(path))
        os.replace(temporary, path)  # noqa: PTH105  (the whole point: one step, seen by nobody in between)
        _sync_folder(path.parent)
    except OSError as error:
        raise UnwritableError(shown_path(path), reason(error)) from error
    finally:
        if temporary:
            Path(temporary).unlink(missing_ok=True)  # gone already where all went well


def _mode(path: Path) -> int:
    """Return the mode of the file as it is, or of any new file."""
    try:
        return path.stat().st_mode & 0o777
    except FileNotFoundError:
        mask = os.umask(0)
        os.umask(mask)
        return 0o666 & ~mask


def _sync_folder(folder: Path) -> None:
    """Make a rename last: on POSIX a folder is synced like a file, elsewhere the system sees to it."""
    if os.name != "posix":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
