"""The moves of deadlines: extensions in the ledger, and amendments of the plan."""

from collections.abc import Iterator
from datetime import date
from typing import Any, NamedTuple

from bizenv_cli.index import Index
from bizenv_cli.query.columns import day, names


class MoveRow(NamedTuple):
    """A deadline moved.

    Attributes:
        original: the task's first deadline.
        unit: whose extension it is; None where a document amended the plan.
        nth: which extension of this task it is, from 1; 0 for an amendment.
        days: by how many; None where there was no deadline before, or is none after.
        passed: by how many days the deadline before had passed when it was moved.
    """

    plan: str
    id: str
    subject: str
    measure: str | None
    lead: tuple[str, ...]
    original: date | None
    nth: int
    day: date
    unit: str | None
    before: date | None
    to: date | None
    days: int | None
    passed: int
    authority: str
    note: str | None


def deadlines_moved(index: Index, where: str, parameters: list[Any]) -> Iterator[MoveRow]:
    """Yield the moves of the deadlines of some tasks up to the index's day, in the notice's order.

    Args:
        where: a condition on the view ``_task``, and its parameters.
    """
    sql = (
        "SELECT moved.plan, moved.id, coalesce(sub_indicator, indicator, action) AS subject, measure, lead,"
        " first_value(moved.before) OVER task AS original, count(moved.unit) OVER task AS nth, moved.date,"
        ' moved.unit, moved.before, moved."to", moved.days, moved.passed, moved.authority, moved.note'
        " FROM extensions AS moved JOIN _task ON _task.plan = moved.plan AND _task.id = moved.id"
        f" WHERE {where}"
        " WINDOW task AS (PARTITION BY moved.ord ORDER BY moved.position)"
        " ORDER BY moved.ord, moved.position"
    )
    for row in index.stream(sql, parameters):
        yield MoveRow(
            row["plan"],
            row["id"],
            row["subject"],
            row["measure"],
            names(row["lead"]),
            day(row["original"]),
            row["nth"] if row["unit"] else 0,
            date.fromisoformat(row["date"]),
            row["unit"],
            day(row["before"]),
            day(row["to"]),
            row["days"],
            row["passed"],
            row["authority"],
            row["note"],
        )
