"""Today's picture: what is late, what is near, who is silent, which duties are owed, how the targets stand."""

from dataclasses import replace
from datetime import date
from typing import NamedTuple

from bizenv_cli.index import Index
from bizenv_cli.query import glance, tasks
from bizenv_cli.query.glance import Glance, UnitTally
from bizenv_cli.query.rows import TaskRow
from bizenv_cli.query.tasks import Filters


class Owed(NamedTuple):
    """One duty, one time: how many parties still owe it; `days` to its deadline, negative when past."""

    plan: str
    id: str
    period: str
    deadline: date
    days: int
    parties: int


class Today(NamedTuple):
    """What a start screen shows.

    Attributes:
        whole: the plan at a glance.
        overdue, near: the longest overdue and the next due tasks, as many as were asked for.
        silent: the leading units that were silent too long, the most tasks first.
        owed: the duties that are late or near and not fulfilled, by day.
        targets: how many there are of each status.
    """

    whole: Glance
    overdue: tuple[TaskRow, ...]
    near: tuple[TaskRow, ...]
    silent: tuple[UnitTally, ...]
    owed: tuple[Owed, ...]
    targets: dict[str, int]

    @property
    def oldest(self) -> int:
        """By how many days the longest overdue task is late; 0 where none is."""
        return -(self.overdue[0].days or 0) if self.overdue else 0

    def most(self, field: str) -> tuple[UnitTally, int] | None:
        """Return the unit with the most tasks in one field of its tally, and how many; None where all have none."""
        units = self.whole.units
        best = max(units, key=lambda unit: getattr(unit.tally, field), default=None)
        count = int(getattr(best.tally, field)) if best else 0
        return (best, count) if best and count else None


def today(index: Index, most: int) -> Today:
    """Return the picture at the index's day.

    Args:
        most: how many tasks of a kind are shown.
    """
    whole = glance.glance(index, 0)
    silent = sorted((unit for unit in whole.units if unit.tally.silent), key=lambda unit: -unit.tally.silent)
    return Today(
        whole,
        _first(index, "overdue", most),
        _first(index, "due-soon", most),
        tuple(silent),
        owed(index),
        {
            row["status"]: row["count"]
            for row in index.rows("SELECT status, count(*) AS count FROM _target GROUP BY status")
        },
    )


def _first(index: Index, status: str, most: int) -> tuple[TaskRow, ...]:
    selection = tasks.select(index, Filters(statuses=(status,)), order="deadline")
    return tuple(replace(selection, limit=most))


def owed(index: Index) -> tuple[Owed, ...]:
    """Return the duties that are late or near and not fulfilled, by day."""
    rows = index.rows(
        "SELECT plan, id, period, deadline, days, count(*) AS parties FROM duties"
        " WHERE status IN ('overdue', 'due-soon') GROUP BY plan, id, period, deadline ORDER BY deadline, min(ord)"
    )
    return tuple(
        Owed(
            row["plan"],
            row["id"],
            row["period"],
            date.fromisoformat(row["deadline"]),
            row["days"],
            row["parties"],
        )
        for row in rows
    )
