"""SQLite: one file, one table a view with the index's own text, and the table ``export`` that says what it is."""

import errno
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from bizenv_cli.export.columns import COLUMNS, Kind
from bizenv_cli.export.source import Source
from bizenv_cli.export.target import APPLICATION


def writer() -> Callable[[Source, Path], dict[str, int]]:
    """Return the function that writes the tables into an empty file."""
    return _write


def _write(source: Source, path: Path) -> dict[str, int]:
    rows = dict.fromkeys(COLUMNS, 0)
    with closing(sqlite3.connect(path, isolation_level=None)) as database:
        with _refusals():
            # The file has another name until it is whole: there is nothing to roll back to.
            database.execute("PRAGMA journal_mode = off")
            database.execute("PRAGMA synchronous = off")
            database.execute(f"PRAGMA application_id = {APPLICATION}")
            database.execute("BEGIN")
            database.execute("CREATE TABLE export (as_of TEXT, registry TEXT, program TEXT)")
            database.execute("INSERT INTO export VALUES (:as_of, :registry, :program)", source.about())
        for view, kinds in COLUMNS.items():
            columns = ", ".join(f'"{name}" {_type(kind)}' for name, kind in kinds.items())
            insert = f"INSERT INTO {view} VALUES ({', '.join('?' * len(kinds))})"
            with _refusals():
                database.execute(f"CREATE TABLE {view} ({columns})")
            for batch in source.batches(view):
                with _refusals():
                    database.executemany(insert, batch)
                rows[view] += len(batch)
        with _refusals():
            database.execute("COMMIT")
    return rows


def _type(kind: Kind) -> str:
    return {Kind.INTEGER: "INTEGER", Kind.NUMBER: "NUMERIC"}.get(kind, "TEXT")


@contextmanager
def _refusals() -> Iterator[None]:
    """Turn SQLite's errors about the file that is written into the system's."""
    try:
        yield
    except sqlite3.OperationalError as error:
        code = errno.ENOSPC if "full" in str(error) else errno.EIO
        raise OSError(code, str(error)) from error
