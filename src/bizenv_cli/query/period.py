"""What happened in a month or a quarter, and what falls due in it."""

from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

from bizenv_cli.index import Index
from bizenv_cli.query.moves import MoveRow, deadlines_moved
from bizenv_cli.query.rows import TaskRow
from bizenv_cli.query.tasks import Filters, select


class Happened(NamedTuple):
    """A period up to the index's day.

    Attributes:
        due: the tasks whose deadline in force lies in it, by deadline.
        completed: those that were done in it, by that day.
        moves: the deadlines that were moved in it.
        entries: how many entries of each event it has, without those that were taken back.
    """

    due: tuple[TaskRow, ...]
    completed: tuple[TaskRow, ...]
    moves: tuple[MoveRow, ...]
    entries: Mapping[str, int]


def happened(index: Index, first: date, last: date) -> Happened:
    """Return what happened from one day to another, both included."""
    days = [first.isoformat(), last.isoformat()]
    rows = index.rows(
        "SELECT event, count(*) AS count FROM entries WHERE voided = 0 AND event <> 'void'"
        " AND date BETWEEN ? AND ? GROUP BY event",
        days,
    )
    done = select(index, Filters(statuses=("done",)))
    completed = [task for task in done if task.completed and first <= task.completed <= last]
    return Happened(
        tuple(select(index, Filters(after=first, before=last), order="deadline")),
        tuple(sorted(completed, key=lambda task: task.completed or first)),
        tuple(move for move in deadlines_moved(index, "1", []) if first <= move.day <= last),
        {row["event"]: row["count"] for row in rows},
    )
