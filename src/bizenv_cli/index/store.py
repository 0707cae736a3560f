"""The index on disk: one SQLite file a registry, refreshed plan by plan where a file was touched.

A plan whose files' names, sizes and times are as they were is not read. Where they differ, the files' hashes decide;
only a plan whose content changed passes the gate again. The tree of a commit never changes: its index, a file of its
own, is written once. Whatever is wrong with a file itself (damaged, of another version, not ours, not writable, no
room) costs time and never an answer: it is made anew, or done without.
"""

import sqlite3
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from bizenv_cli import clock
from bizenv_cli.errors import RegistryChangingError
from bizenv_cli.index import cachefile
from bizenv_cli.index.opened import Index, opened
from bizenv_cli.parallel import Progress, each, unseen
from bizenv_cli.place import Place, PlanFolder, hashes, stamped, survey

if TYPE_CHECKING:
    from bizenv_cli.index.digest import Digest

Warn = Callable[[str], None]

_ROUNDS = 3
_BATCH = 32  # plans written in one transaction: an interrupted build keeps what it has
_UNSETTLED = 2_000_000_000  # nanoseconds within which a file may change again and keep its size and times
_TABLES = (
    "file", "unit", "unit_name", "name_key", "unit_cover", "official", "indicator", "sub_indicator", "action", "work_task",
    "treatment", "charge", "task", "task_unit", "task_official", "milestone", "erratum", "amendment", "standing",
    "part", "move", "entry", "target", "measurement", "duty", "duty_day", "duty_party", "fulfilment", "service_level", "complaint",
    "overlap",
)  # fmt: skip
_WITH_REF: Mapping[str, tuple[int, ...]] = {
    "task": (0,),
    "task_unit": (1,),
    "task_official": (1,),
    "milestone": (0,),
    "standing": (0,),
    "part": (0,),
    "move": (0,),
    "entry": (2,),
    "overlap": (0, 1),
}  # where the tasks' numbers stand in a row


def open_index(
    place: Place,
    as_of: date,
    *,
    cache: Path | None = None,
    progress: Progress = unseen,
    warn: Warn = lambda _: None,
) -> Index:
    """Open the index of a registry or federation at a day, fresh.

    Args:
        cache: the folder of the index files; None to read everything anew and keep nothing.
        progress: told of each plan that is read.
        warn: told, once, where the index could not be kept for lack of room.

    Raises:
        RegistryChangingError: a plan is being edited faster than it is read.
    """
    if cache is not None:
        for _ in range(2):  # a damaged file is thrown away once
            try:
                return opened(_kept(place, cache, progress), as_of, place)
            except sqlite3.OperationalError as error:
                if "full" in str(error) or "disk I/O" in str(error):
                    warn("缓存所在磁盘已满，这次不用缓存（bizenv cache clear 可腾出空间）")
                break
            except sqlite3.DatabaseError:
                cachefile.discard(cachefile.path_of(cache, place))
            except OSError:
                break
    return opened(_unkept(place, progress), as_of, place)


def _kept(place: Place, cache: Path, progress: Progress) -> sqlite3.Connection:
    """Return a connection to the index file, fresh, inside a transaction that sees it as it is now."""
    database = cachefile.connect(cache, place, lambda new: _refresh(new, place, survey(place), [], progress))
    if place.commit:
        return database
    try:
        read: dict[str, bytes] = {}  # what this call has read itself, by folder: the stamp it had
        for _ in range(_ROUNDS):
            database.execute("BEGIN")
            folders = survey(place)
            stale, gone = _differences(database, folders, read)
            if not stale and not gone:
                return database
            database.execute("ROLLBACK")
            read |= _refresh(database, place, stale, gone, progress)
    except BaseException:
        database.close()
        raise
    database.close()
    raise RegistryChangingError(str(place.root))


def _unkept(place: Place, progress: Progress) -> sqlite3.Connection:
    """Return an index that is gone when closed; it overflows to a temporary file while there is room for one."""
    try:
        return _private("", place, progress)
    except sqlite3.OperationalError:
        return _private(":memory:", place, progress)


def _private(name: str, place: Place, progress: Progress) -> sqlite3.Connection:
    database = sqlite3.connect(name, isolation_level=None)
    try:
        cachefile.create_tables(database)
        _refresh(database, place, survey(place), [], progress)
    except BaseException:
        database.close()
        raise
    return database


def _differences(
    database: sqlite3.Connection, folders: Sequence[PlanFolder], read: dict[str, bytes]
) -> tuple[list[PlanFolder], list[str]]:
    """Return the plans that are not, or not surely, as the index has them, and the folders that are gone."""
    stored: dict[str, bytes] = dict(database.execute("SELECT folder, stamp FROM plan"))
    stale = [
        folder
        for folder in folders
        if folder.path not in stored or folder.stamp not in (stored[folder.path], read.get(folder.path))
    ]
    return stale, sorted(stored.keys() - {folder.path for folder in folders})


def _refresh(
    database: sqlite3.Connection,
    place: Place,
    stale: Sequence[PlanFolder],
    gone: Sequence[str],
    progress: Progress,
) -> dict[str, bytes]:
    """Bring the index up to date; return the stamp of each plan that was looked at."""
    with _writing(database):
        for path in gone:
            _drop(database, path)
        looked = _same_content(database, place, stale)
    unread = [folder.path for folder in stale if folder.path not in looked]
    return looked | _read(database, place, unread, progress) if unread else looked


def _read(
    database: sqlite3.Connection, place: Place, paths: Sequence[str], progress: Progress
) -> dict[str, bytes]:
    """Read plans and put them into the index; return the stamp of each that was."""
    from bizenv_cli.index.digest import Digest, digest  # noqa: PLC0415  (YAML and pydantic)

    looked: dict[str, bytes] = {}
    batch: list[Digest] = []

    def write() -> None:
        with _writing(database):
            for found in batch:
                # Asked again with the write lock held: nobody's older reading overwrites a newer one.
                if stamped(place, found.folder.path).stamp == found.folder.stamp:
                    _write(database, found)
                    looked[found.folder.path] = found.folder.stamp
        batch.clear()

    for found in each(partial(digest, place), paths, progress):
        batch.append(found)
        if len(batch) == _BATCH:
            write()
    write()
    return looked


def _same_content(
    database: sqlite3.Connection, place: Place, stale: Sequence[PlanFolder]
) -> dict[str, bytes]:
    """Give plans whose files were touched but hold what they held their new stamps; return those."""
    same: dict[str, bytes] = {}
    for folder in stale:
        held = dict(
            database.execute(
                "SELECT path, sha256 FROM file WHERE plan = (SELECT no FROM plan WHERE folder = ?)",
                [folder.path],
            )
        )
        if held and held == hashes(place, folder):
            if stamped(place, folder.path).stamp != folder.stamp:
                continue  # touched again meanwhile
            database.execute("UPDATE plan SET stamp = ? WHERE folder = ?", [_settled(folder), folder.path])
            same[folder.path] = folder.stamp
    return same


@contextmanager
def _writing(database: sqlite3.Connection) -> Iterator[None]:
    within = database.in_transaction
    if within:  # all of a tree's plans are written in one
        yield
        return
    database.execute("BEGIN IMMEDIATE")
    try:
        yield
    except BaseException:
        if database.in_transaction:  # a full disk has rolled back by itself
            database.execute("ROLLBACK")
        raise
    database.execute("COMMIT")


def _drop(database: sqlite3.Connection, folder: str) -> int:
    """Delete all rows of a plan; return its number, or a new one."""
    found = database.execute("SELECT no FROM plan WHERE folder = ?", [folder]).fetchone()
    if found is None:
        (number,) = database.execute("SELECT coalesce(max(no), 0) + 1 FROM plan").fetchone()
        return int(number)
    for table in _TABLES:
        database.execute(f"DELETE FROM {table} WHERE plan = ?", found)
    database.execute("DELETE FROM plan WHERE no = ?", found)
    return int(found[0])


def _write(database: sqlite3.Connection, found: "Digest") -> None:
    number = _drop(database, found.folder.path)
    row = (number, found.folder.path, _settled(found.folder), found.problems, *found.head)
    database.execute(f"INSERT INTO plan VALUES ({_marks(row)})", row)
    database.executemany(
        "INSERT INTO file VALUES (?, ?, ?)", ((number, path, held) for path, held in found.hashes.items())
    )
    for table, rows in found.tables.items():
        if not rows:
            continue
        at = _WITH_REF.get(table, ())
        filled = [_placed(row, number, at, first=table == "task") for row in rows]
        database.executemany(f"INSERT INTO {table} VALUES ({_marks(filled[0])})", filled)


def _placed(row: tuple[object, ...], plan: int, at: tuple[int, ...], *, first: bool) -> tuple[object, ...]:
    """Return a row with its plan's number, and the tasks' numbers made unlike those of other plans."""
    filled = list(row)
    for place in at:
        filled[place] = (plan << 20) + int(str(row[place]))
    return (filled[0], plan, *filled[1:]) if first else (plan, *filled)


def _settled(folder: PlanFolder) -> bytes:
    """Return the stamp to keep: none where a file is so new that it may yet change unseen."""
    return folder.stamp if folder.newest < clock.nanoseconds() - _UNSETTLED else b""


def _marks(row: Sequence[object]) -> str:
    return ", ".join("?" * len(row))
