"""What an export reads: the views of an open index in batches, and the words that say what they are."""

import sqlite3
from collections.abc import Iterator
from itertools import islice
from typing import NamedTuple

from bizenv_cli import __version__
from bizenv_cli.export.columns import COLUMNS, ORDER
from bizenv_cli.index import Index
from bizenv_cli.parallel import Progress
from bizenv_cli.place import shown_place

_BATCH = 16_384  # rows held at once, some 20 MB of tasks; also a row group of parquet
PROGRAM = f"bizenv {__version__}"


class Source(NamedTuple):
    """The views of an index, to be read once each.

    The views are read plan by plan, in the order of the folders: what SQLite has to sort is never more than one plan,
    and the rows come in the same order whatever the index went through. The index is left at its last plan.

    Attributes:
        opened: an open index, without problems.
        plans: one row of `asked` for each plan.
        progress: told of each view of a plan that is read.
    """

    opened: Index
    plans: tuple[sqlite3.Row, ...]
    progress: Progress

    def about(self) -> dict[str, str]:
        """Return what an export says of itself: its day, its registry, the program that wrote it."""
        index = self.opened
        registry = "随程序附带" if index.place.packed else shown_place(index.place)
        return {"as_of": index.as_of.isoformat(), "registry": registry, "program": PROGRAM}

    def batches(self, view: str) -> Iterator[list[sqlite3.Row]]:
        """Yield the rows of a view, some thousands at a time.

        Raises:
            DamagedIndexError: the index file is damaged.
        """
        rows = self._rows(view)
        while batch := list(islice(rows, _BATCH)):
            yield batch

    def _rows(self, view: str) -> Iterator[sqlite3.Row]:
        columns = ", ".join(f'"{name}"' for name in COLUMNS[view])
        sql = f"SELECT {columns} FROM {view} ORDER BY {ORDER.get(view, 'ord')}"
        done = list(COLUMNS).index(view) * len(self.plans)
        for number, plan in enumerate(self.plans, 1):
            self.opened.ask_about(plan)
            yield from self.opened.stream(sql)
            self.progress(done + number, len(COLUMNS) * len(self.plans))


def source(index: Index, progress: Progress) -> Source:
    """Return what an export of an index reads: all plans that are asked about."""
    return Source(index, tuple(index.one_by_one()), progress)
