"""The files of the cache folder: what each is called, how it is opened or made anew, which there are."""

import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote
from zlib import adler32, crc32

from bizenv_cli import __version__
from bizenv_cli.index.opened import script
from bizenv_cli.place import Place

_APPLICATION = 0x62697A65  # "bize", in SQLite's header
_ENDING = ".sqlite"
_PATIENCE = 20  # seconds to wait for another process that is writing
_TREES = 20  # indexes of commits' trees that are kept for one registry, and how big they may be
_TREES_SIZE = 1_000_000_000  # together: a country's is 700 MB


class CacheEntry(NamedTuple):
    """One index file.

    Attributes:
        path: the file.
        size: its bytes, those of its journal included.
        registry: the folder that it indexes, None where the file cannot be read.
        plans, tasks: how many it holds.
        tree: the tree of a commit that it indexes, None for the files on disk.
    """

    path: Path
    size: int
    registry: str | None
    plans: int
    tasks: int
    tree: str | None = None


def folder(environment: str | None) -> Path:
    """Return the cache folder: the one of ``BIZENV_CACHE``, else the user's own."""
    if environment:
        return Path(environment)
    from platformdirs import user_cache_path  # noqa: PLC0415  (not where BIZENV_CACHE says it)

    return user_cache_path("bizenv", appauthor=False)


def path_of(cache: Path, place: Place) -> Path:
    """Return the index file of a registry, or of its tree in a commit, as this version of the program writes it."""
    tree = f"@{place.commit.tree[:16]}" if place.commit else ""
    return cache / f"{short(_root(place))}{tree}-{short(fingerprint())}{_ENDING}"


def connect(cache: Path, place: Place, fill: Callable[[sqlite3.Connection], object]) -> sqlite3.Connection:
    """Open the index file of a registry, made anew where there is none.

    Args:
        fill: fills the new index of a commit's tree, in the transaction that makes it: it is whole or not there.

    Raises:
        sqlite3.Error, OSError: it cannot be opened, read or made.
    """
    path = path_of(cache, place)
    if not path.exists():
        cache.mkdir(mode=0o700, parents=True, exist_ok=True)
        for older in cache.glob(f"{path.name.partition('-')[0]}-*{_ENDING}"):
            discard(older)
    database = sqlite3.connect(
        f"file:{quote(str(path))}?mode=rwc", uri=True, isolation_level=None, timeout=_PATIENCE
    )
    try:
        if database.execute("PRAGMA application_id").fetchone()[0] != _APPLICATION:
            _create(database, place, fill)
            _drop_trees(cache, place)
        check(database, place)
        if place.commit:
            with suppress(OSError):  # read-only, and none the worse for it
                os.utime(path)  # the least recently used are dropped
    except BaseException:
        database.close()
        raise
    return database


def create_tables(database: sqlite3.Connection) -> None:
    """Create the tables in an empty database."""
    for statement in script("schema.sql"):
        database.execute(statement)


def discard(path: Path) -> bool:
    """Delete an index file with its journal; tell whether that could be done."""
    try:
        for ending in ("", "-wal", "-shm", "-journal"):
            path.with_name(f"{path.name}{ending}").unlink(missing_ok=True)
    except OSError:  # held by another process, or not ours to delete: it does no harm where it is
        return False
    return True


def entries(cache: Path) -> Iterator[CacheEntry]:
    """Yield every index file of a cache folder, in the order of their names."""
    for path in sorted(cache.glob(f"*{_ENDING}")):
        size = sum(part.stat().st_size for part in path.parent.glob(f"{path.name}*"))
        try:
            database = sqlite3.connect(f"file:{quote(str(path))}?mode=ro", uri=True)
        except sqlite3.Error:
            yield CacheEntry(path, size, None, 0, 0)
            continue
        try:
            registry, *tree = database.execute("SELECT * FROM about").fetchone()
            (plans,) = database.execute("SELECT count(*) FROM plan").fetchone()
            (tasks,) = database.execute("SELECT count(*) FROM task").fetchone()
        except sqlite3.Error:
            yield CacheEntry(path, size, None, 0, 0)
        else:
            yield CacheEntry(path, size, registry, plans, tasks, *tree)
        finally:
            database.close()


def check(database: sqlite3.Connection, place: Place) -> None:
    """Refuse a file that is not the index of this registry.

    Raises:
        sqlite3.DatabaseError: it is another's, or no database.
    """
    if database.execute("SELECT registry, tree FROM about").fetchone() != _about(place):
        raise sqlite3.DatabaseError("the index of another registry")


def _create(database: sqlite3.Connection, place: Place, fill: Callable[[sqlite3.Connection], object]) -> None:
    if database.execute("SELECT count(*) FROM sqlite_schema").fetchone()[0]:
        raise sqlite3.DatabaseError("not an index of ours")
    if not place.commit:  # a tree's is written once: it stays one file
        database.execute("PRAGMA journal_mode = wal")
    database.execute("BEGIN IMMEDIATE")
    if not database.execute("SELECT count(*) FROM sqlite_schema").fetchone()[0]:  # else another was faster
        create_tables(database)
        database.execute("CREATE TABLE about (registry TEXT NOT NULL, tree TEXT) STRICT")
        database.execute("INSERT INTO about VALUES (?, ?)", _about(place))
        if place.commit:
            fill(database)
        database.execute(f"PRAGMA application_id = {_APPLICATION}")
    database.execute("COMMIT")


def _drop_trees(cache: Path, place: Place) -> None:
    """Delete the indexes of a registry's trees but the last used, whichever version of the program wrote them."""
    found: list[tuple[int, int, Path]] = []
    for path in cache.glob(f"{short(_root(place))}@*{_ENDING}"):
        with suppress(OSError):  # deleted meanwhile by another process
            state = path.stat()
            found.append((state.st_mtime_ns, state.st_size, path))
    whole = 0
    for rank, (_, size, path) in enumerate(sorted(found, reverse=True)):
        whole += size
        if rank and (rank >= _TREES or whole > _TREES_SIZE):  # the very last was made just now
            discard(path)


def _about(place: Place) -> tuple[str, str | None]:
    return _root(place), place.commit.tree if place.commit else None


def fingerprint() -> str:
    """Return what changes when the program does: what it keeps is only read by the code that wrote it."""
    package = Path(__file__).parents[1]
    told = __version__
    if not (package / "packed").is_dir():  # run from its sources, which change between two versions
        told += str(_newest(str(package)))
    return told


def _root(place: Place) -> str:
    return str(place.root.resolve())


def short(text: str) -> str:
    """Return a short name for a text; where two texts share one, `connect` sees that the file is another's."""
    data = text.encode("utf-8", "surrogateescape")
    return f"{crc32(data):08x}{adler32(data):08x}"


def _newest(folder: str) -> int:
    """Return when a source file below a folder was last changed, in nanoseconds since 1970."""
    newest = 0
    with os.scandir(folder) as found:
        for entry in found:
            if entry.is_dir():
                if entry.name != "__pycache__":
                    newest = max(newest, _newest(entry.path))
            else:
                newest = max(newest, entry.stat().st_mtime_ns)
    return newest
