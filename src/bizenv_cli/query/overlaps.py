"""Pairs of tasks that may order the same thing: those of a plan, and those of one task."""

import sqlite3
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from bizenv_cli.index import Index
from bizenv_cli.likeness import LISTED
from bizenv_cli.query.named import Named
from bizenv_cli.query.rows import TaskRow
from bizenv_cli.query.tasks import by_ref

_COLUMNS = "task, other, likeness, listed_together, stated, verdict, because"
# An erratum and a person know better than the texts.
_ALIKE = "(likeness >= ? AND NOT listed_together OR stated OR verdict IS NOT NULL)"
_OPEN = "verdict IS NOT 'different'"


class OverlapRow(NamedTuple):
    """Two tasks that may order the same thing, the first in the notice first.

    Attributes:
        likeness: of their texts, from 0 to 1; 0 where it is too small to be kept.
        listed_together: they are rows of one list of the notice.
        stated: an erratum of one says that the other contradicts it.
        verdict, because: what a person judged: ``same``, ``part`` or ``different``; None where nobody has.
    """

    first: TaskRow
    second: TaskRow
    likeness: float
    listed_together: bool
    stated: bool
    verdict: str | None
    because: str | None


class Overlaps(NamedTuple):
    """The pairs that are listed, the most alike first, and how many are not: of one list, or judged different."""

    rows: tuple[OverlapRow, ...]
    listed_together: int
    different: int


class OtherTask(NamedTuple):
    """The other task of a pair, as a task's page names it."""

    task: TaskRow
    likeness: float
    stated: bool
    verdict: str | None
    because: str | None


def overlaps(index: Index, units: Sequence[Named], least: float, *, everything: bool) -> Overlaps:
    """Return the pairs of each plan.

    Args:
        units: only pairs of which one of these, as plans have them, leads or supports a task; empty for all.
        least: the least likeness of texts.
        everything: rows of one list of the notice, and pairs judged different, too.
    """
    where = "(likeness >= ? OR stated OR verdict IS NOT NULL)"
    parameters: list[Any] = [least]
    if units:
        has_part = (
            "EXISTS (SELECT 1 FROM main.task_unit AS part WHERE part.plan = overlap.plan"
            " AND part.unit = ? AND part.task IN (overlap.task, overlap.other))"
        )
        where += f" AND ({' OR '.join(f'overlap.plan = ? AND {has_part}' for _ in units)})"
        parameters += [value for unit in units for value in (unit.plan, unit.name)]
    found = index.rows(
        f"SELECT {_COLUMNS} FROM temp.asked JOIN main.overlap AS overlap ON overlap.plan = asked.no WHERE {where}"
        " ORDER BY asked.position, likeness DESC, task, other",
        parameters,
    )
    if everything:
        return Overlaps(tuple(_pair(index, row) for row in found), 0, 0)
    different = [row for row in found if row["verdict"] == "different"]
    together = [
        row for row in found if row["listed_together"] and not row["stated"] and row["verdict"] is None
    ]
    listed = [row for row in found if row not in different and row not in together]
    return Overlaps(tuple(_pair(index, row) for row in listed), len(together), len(different))


def of_task(index: Index, plan: int, ref: int) -> tuple[OtherTask, ...]:
    """Return the tasks that may order the same thing as one, the most alike first; not those judged different."""
    found = index.rows(
        f"SELECT other AS it, likeness, stated, verdict, because FROM main.overlap"
        f" WHERE plan = ? AND task = ? AND {_ALIKE} AND {_OPEN}"
        f" UNION ALL SELECT task, likeness, stated, verdict, because FROM main.overlap"
        f" WHERE plan = ? AND other = ? AND {_ALIKE} AND {_OPEN} ORDER BY likeness DESC, it",
        [plan, ref, LISTED, plan, ref, LISTED],
    )
    return tuple(
        OtherTask(
            by_ref(index, row["it"]), row["likeness"], bool(row["stated"]), row["verdict"], row["because"]
        )
        for row in found
    )


def by_task(index: Index, plan: int, tasks: Mapping[str, TaskRow]) -> dict[str, tuple[OtherTask, ...]]:
    """Return the same for every task of a plan that has some, by the task's id.

    Args:
        tasks: the tasks of the plan by their ids.
    """
    rows = index.rows(
        "SELECT first.id AS id, second.id AS other, likeness, stated, verdict, because"
        " FROM (SELECT task AS it, other AS its, * FROM main.overlap WHERE plan = :plan"
        " UNION ALL SELECT other, task, * FROM main.overlap WHERE plan = :plan) AS pair"
        " JOIN main.task AS first ON first.ref = it JOIN main.task AS second ON second.ref = its"
        f" WHERE {_ALIKE.replace('?', ':least')} AND {_OPEN} ORDER BY it, likeness DESC, its",
        {"plan": plan, "least": LISTED},
    )
    found: dict[str, list[OtherTask]] = {}
    for row in rows:
        other = OtherTask(
            tasks[row["other"]], row["likeness"], bool(row["stated"]), row["verdict"], row["because"]
        )
        found.setdefault(row["id"], []).append(other)
    return {task: tuple(others) for task, others in found.items()}


def _pair(index: Index, row: sqlite3.Row) -> OverlapRow:
    return OverlapRow(
        by_ref(index, row["task"]),
        by_ref(index, row["other"]),
        row["likeness"],
        bool(row["listed_together"]),
        bool(row["stated"]),
        row["verdict"],
        row["because"],
    )
