"""Where an export goes: written beside its place, then put there whole; what is not an export of ours stays."""

import errno
import json
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from bizenv_cli.errors import InsideRegistryError, NotOursError, UnwritableError, reason
from bizenv_cli.place import plan_around, shown_path

ABOUT = "export.json"  # in every folder of ours: what it is, and which files are its
APPLICATION = 0x62697A78  # "bizx", in the header of every SQLite file of ours

_HEADER = slice(68, 72)  # where SQLite keeps it
_MAGIC = b"SQLite format 3\0"


def check_database(real: Path, path: Path) -> None:
    """Ensure that a SQLite file of ours may take the place of what is at `path`, which links say is at `real`.

    Raises:
        NotOursError: it may not.
    """
    if not os.path.lexists(real):
        return
    if not real.is_file():
        raise NotOursError(str(path), "已经存在，不是普通文件")
    with real.open("rb") as file:
        header = file.read(_HEADER.stop)
    if not header.startswith(_MAGIC) or header[_HEADER] != APPLICATION.to_bytes(4, "big"):
        raise NotOursError(str(path), "已经存在，不是以前导出的")
    for ending in ("-wal", "-journal"):  # SQLite would read it into the new file
        if real.with_name(real.name + ending).exists():
            raise NotOursError(str(path), f"正被别的程序打开（有 {path.name}{ending}）")


@contextmanager
def new_file(path: Path, check: Callable[[Path, Path], None] = check_database) -> Iterator[Path]:
    """Give an empty file beside `path` to write into; it takes the place of `path` when the block ends well.

    Args:
        check: raises where something stands at `path` that is not to be replaced.

    Raises:
        NotOursError: `path` is something else than an earlier export.
        InsideRegistryError: `path` lies among the files of a plan.
        UnwritableError: it cannot be written.
    """
    with _refusals(path):
        real = _real(path)
        check(real, path)
        descriptor, name = tempfile.mkstemp(dir=real.parent, prefix=f".{real.name}.")
        os.close(descriptor)
        temporary = Path(name)
        try:
            yield temporary
            _sync(temporary)
            temporary.chmod(0o666 & ~_mask())
            check(real, path)  # what came meanwhile is not ours either
            temporary.replace(real)
        except BaseException:
            temporary.unlink(missing_ok=True)
            raise


@contextmanager
def new_folder(path: Path) -> Iterator[Path]:
    """Give an empty folder beside `path` to write into; it takes the place of `path` when the block ends well.

    A folder cannot take the place of another in one step. For a moment between two renames there is none; a process
    killed right then leaves the old and the new one beside it, both whole.

    Raises:
        NotOursError: `path` is something else than an earlier export.
        InsideRegistryError: `path` lies among the files of a plan.
        UnwritableError: it cannot be written.
    """
    with _refusals(path):
        real = _real(path)
        _check_folder(real, path)
        temporary = Path(tempfile.mkdtemp(dir=real.parent, prefix=f".{real.name}."))
        try:
            yield temporary
            for file in temporary.iterdir():
                _sync(file)
            temporary.chmod(0o777 & ~_mask())
            _put(temporary, real, path)
        except BaseException:
            shutil.rmtree(temporary, ignore_errors=True)
            raise


def _real(path: Path) -> Path:
    """Return where links lead, whether there is anything yet or not; a plan's own folder is no place for an export."""
    real = Path(os.path.realpath(path))  # Path.resolve raises what is no OSError where links lead round
    if real.is_symlink():
        raise OSError(errno.ELOOP, "links that lead round", str(path))
    if folder := plan_around(real):
        raise InsideRegistryError(str(path), shown_path(folder))
    return real


def _put(new: Path, real: Path, path: Path) -> None:
    """Rename a new folder to its place; of an old one there, delete the files that are ours, by their names."""
    if not os.path.lexists(real):
        new.rename(real)
        return
    old = new.with_name(f"{new.name}.old")
    real.rename(old)
    try:
        files = _check_folder(old, path)  # out of reach of whoever writes to its name
        new.rename(real)
    except BaseException:
        old.rename(real)
        raise
    for name in files:
        (old / name).unlink(missing_ok=True)
    old.rmdir()


def _check_folder(real: Path, path: Path) -> list[str]:
    """Return the names of the files in an earlier export; none where there is nothing yet."""
    if not os.path.lexists(real):
        return []
    if not real.is_dir():
        raise NotOursError(str(path), "是一个文件，不是文件夹")
    ours = _files(real / ABOUT)
    if not ours:
        raise NotOursError(str(path), f"已经存在，不是以前导出的（没有 {ABOUT}）")
    with os.scandir(real) as found:
        entries = list(found)
    others = sorted(entry.name for entry in entries if entry.name not in ours or not entry.is_file())
    if others:
        raise NotOursError(str(path), f"里除了以前导出的，还有别的（{others[0]}）")
    if not os.access(real, os.W_OK):
        raise PermissionError(errno.EACCES, "read-only", str(real))
    return [entry.name for entry in entries]


def _files(about: Path) -> set[str]:
    """Return the names that an earlier export gave its files; none where this is none."""
    try:
        told = json.loads(about.read_bytes())
        if told["program"].startswith("bizenv "):
            return {ABOUT, *(f"{view}.{told['format']}" for view in told["rows"])}
    except (FileNotFoundError, ValueError, LookupError, TypeError, AttributeError):
        pass  # whatever it is, we did not write it
    return set()


def _sync(path: Path) -> None:
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def _mask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


@contextmanager
def _refusals(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise UnwritableError(str(path), reason(error)) from error
