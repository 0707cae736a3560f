"""A look into an index file as it lies there: nothing is read anew, nothing is written, nothing takes long."""

import sqlite3
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from urllib.parse import quote

from bizenv_cli.index import cachefile
from bizenv_cli.place import Place

Database = sqlite3.Connection

_STEPS = 4_000_000  # of SQLite's machine, about 50 ms


def peek(place: Place, cache: Path) -> Database | None:
    """Open the index file of a registry for reading, stale or not; None where there is none that can be read.

    A question that takes long is broken off: `rows` then returns what was found by then.
    """
    path = cachefile.path_of(cache, place)
    if not path.exists():
        return None
    try:
        database = sqlite3.connect(f"file:{quote(str(path))}?mode=ro", uri=True, isolation_level=None)
        cachefile.check(database, place)
    except sqlite3.Error:
        return None
    database.set_progress_handler(lambda: 1, _STEPS)
    return database


def rows(database: Database, sql: str, parameters: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
    """Ask one question; what cannot be answered, or not at once, is left out."""
    found: list[tuple[Any, ...]] = []
    try:
        for row in database.execute(sql, tuple(parameters)):
            found.append(row)  # noqa: PERF402  (one by one: those before a break are kept)
    except sqlite3.Error:
        return found
    return found
