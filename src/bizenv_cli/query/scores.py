"""Scores: how much of what each unit, official, indicator or action has in hand is done, in time, late, overdue."""

import sqlite3
from collections.abc import Sequence
from typing import NamedTuple

from bizenv_cli.index import Index
from bizenv_cli.query import ledger
from bizenv_cli.query.attainment import Attainment, attainments
from bizenv_cli.query.glance import Tally, counts, tally
from bizenv_cli.query.grouping import GROUPINGS, By, only
from bizenv_cli.query.tasks import Filters, Role


class Score(NamedTuple):
    """How the tasks, or parts of tasks, of one group stand.

    Attributes:
        name: the group's; empty for all groups together.
        on_time: done, and not after the deadline in force; what has no deadline is neither on time nor late.
        closed: of a supporting unit: not done by its own word, but the task is done.
        extensions: how often the deadlines of these tasks were extended.
        attainment: of the targets that are the group's; of a supporting unit none are.
        told: whether its plan's ledger has any entry up to the day; without one, nothing is known of what is done.
    """

    plan: str
    name: str
    tally: Tally
    on_time: int
    closed: int
    extensions: int
    told: bool
    attainment: Attainment = Attainment()

    @property
    def done_rate(self) -> float | None:
        """Done, of all."""
        return _rate(self.tally.done, self.tally.total) if self.told else None

    @property
    def on_time_rate(self) -> float | None:
        """Done on time, of what had a deadline and is done."""
        return _rate(self.on_time, self.on_time + self.tally.late)

    @property
    def overdue_rate(self) -> float | None:
        """Overdue, of all."""
        return _rate(self.tally.overdue, self.tally.total)

    @property
    def met_rate(self) -> float | None:
        """Targets met, of those that have a value."""
        return _rate(self.attainment.met, self.attainment.measured)

    @property
    def silent_rate(self) -> float | None:
        """Silent, of what is not done."""
        return _rate(self.tally.silent, self.tally.total - self.tally.done - self.closed)


class Board(NamedTuple):
    """The scores of all groups, worst first.

    Attributes:
        role: what the units are to the tasks; None where tasks are counted by something else.
        whole: all together; a task that several lead counts once, the parts of supporting units each.
    """

    role: Role | None
    rows: tuple[Score, ...]
    whole: Score


class Scores(NamedTuple):
    """The boards of one question; `entries` is how many the ledger has up to the day."""

    by: By
    boards: tuple[Board, ...]
    entries: int


_MORE = """
    count(CASE WHEN status = 'done' AND days_late = 0 THEN 1 END) AS on_time,
    count(CASE WHEN status = 'closed' THEN 1 END) AS closed,
    coalesce(sum(extensions), 0) AS extensions"""

_TOLD = "SELECT 1 FROM main.entry AS entry JOIN temp.asked ON asked.no = entry.plan WHERE date <= asked.as_of"

# The rule that is printed under every table.
_WORST_FIRST = "ORDER BY CAST(overdue AS REAL) / total DESC, overdue DESC, min(task.ord >> 20), item.ord"

_SUPPORTED = """
    SELECT _task.plan, _task.plan_no, _task.ord, _task.issued, _task.extensions, held.unit,
           CASE WHEN own.completed IS NOT NULL THEN 'done'
                WHEN _task.completed IS NOT NULL THEN 'closed' ELSE _task.status END AS status,
           CASE WHEN _task.effective_deadline IS NOT NULL
                THEN max(0, CAST(julianday(own.completed) - julianday(_task.effective_deadline) AS INTEGER))
                END AS days_late,
           own.accepted, coalesce(own.completed, _task.completed) AS completed, own.last_report
      FROM main.task_unit AS held
      JOIN (SELECT * FROM _task WHERE {where}) AS _task ON _task.ref = held.task
      JOIN temp.asked ON asked.no = held.plan
      LEFT JOIN main.part AS own ON own.plan = held.plan AND own.unit = held.unit AND own.task = held.task
                                AND own.since <= asked.as_of AND asked.as_of < own.until
     WHERE held.role = 'support'
       AND NOT EXISTS (SELECT 1 FROM main.task_unit AS led WHERE led.plan = held.plan AND led.unit = held.unit
                          AND led.task = held.task AND led.role = 'lead')"""


def scores(index: Index, by: By, filters: Filters) -> Scores:
    """Return the scores at the index's day of all that have tasks.

    For units there are two boards: what they lead, as tasks; and what they support, each its own part. A task that a
    unit both leads and supports counts as led.
    """
    made: list[Board] = []
    if by != "unit":
        made.append(_of_tasks(index, by, filters, None))
    elif filters.role != "support":
        made.append(_of_tasks(index, by, filters._replace(role="lead"), "lead"))
    if by == "unit" and filters.role != "lead":
        made.append(_of_supporting(index, filters))
    return Scores(by, tuple(made), ledger.count(index))


def _of_tasks(index: Index, by: By, filters: Filters, role: Role | None) -> Board:
    where, parameters = filters.where()
    own, more = only(by, filters)
    columns = f"{counts(index.as_of)}, {_MORE}"
    rows = index.rows(
        f"SELECT {columns}, task.plan AS plan, item.name AS name,"
        f" EXISTS ({_TOLD} AND entry.plan = task.plan_no) AS told"
        f" FROM (SELECT * FROM _task WHERE {where}) AS task {GROUPINGS[by].join}"
        f" WHERE {own} GROUP BY task.plan_no, item.ord {_WORST_FIRST}",
        [*parameters, *more],
    )
    whole = index.one(
        f"SELECT {columns}, '' AS plan, '' AS name, EXISTS ({_TOLD}) AS told"
        f" FROM _task WHERE {where} AND {GROUPINGS[by].member}",
        parameters,
    )
    found = tuple(map(_score, rows))
    if filters._replace(units=(), role="any", official=None, plan=None) != Filters():
        # Of some tasks of a group only: its targets are not told apart so.
        return Board(role, found, _score(whole))
    reached, together = attainments(index, by, [(score.plan, score.name) for score in found])
    each = tuple(score._replace(attainment=reached[score.plan, score.name]) for score in found)
    return Board(role, each, _score(whole)._replace(attainment=together))


def _of_supporting(index: Index, filters: Filters) -> Board:
    where, parameters = filters._replace(role="support").where()
    own, more = only("unit", filters)
    rows = index.rows(
        f"SELECT {counts(index.as_of)}, {_MORE}, task.plan AS plan, task.unit AS name,"
        f" EXISTS ({_TOLD} AND entry.plan = task.plan_no) AS told"
        f" FROM ({_SUPPORTED.format(where=where)}) AS task"
        " JOIN main.unit AS item ON item.plan = task.plan_no AND item.name = task.unit"
        f" WHERE {own} GROUP BY task.plan_no, item.ord {_WORST_FIRST}",
        [*parameters, *more],
    )
    found = tuple(map(_score, rows))
    return Board("support", found, _together(found))


def _together(found: Sequence[Score]) -> Score:
    tallies = [sum(column) for column in zip(*(score.tally for score in found), strict=True)]
    return Score(
        "",
        "",
        Tally(*tallies) if found else Tally(*[0] * len(Tally._fields)),
        sum(score.on_time for score in found),
        sum(score.closed for score in found),
        sum(score.extensions for score in found),
        any(score.told for score in found),
    )


def _score(row: sqlite3.Row) -> Score:
    return Score(
        row["plan"],
        row["name"],
        tally(row),
        row["on_time"],
        row["closed"],
        row["extensions"],
        bool(row["told"]),
    )


def _rate(part: int, whole: int) -> float | None:
    return part / whole if whole else None
