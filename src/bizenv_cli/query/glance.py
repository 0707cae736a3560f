"""The plan at a glance on a day: how much is done, what is late, who is silent, what was recorded last."""

import sqlite3
from datetime import date
from typing import NamedTuple

from bizenv_cli.dates import subtract_span
from bizenv_cli.index import Index
from bizenv_cli.query import ledger
from bizenv_cli.query.columns import day
from bizenv_cli.query.ledger import EntryRow
from bizenv_cli.query.tasks import Filters

SILENCE = "60d"  # without a report, after which a unit is called silent; the notice has no such number


class Tally(NamedTuple):
    """How some tasks stand.

    Attributes:
        done: of these `late` after their deadlines, and `accepted` by the office.
        open: those that are due after the window.
        silent: not done, and without a report for `SILENCE`.
    """

    total: int
    done: int
    late: int
    accepted: int
    overdue: int
    due_soon: int
    open: int
    undated: int
    silent: int


def counts(as_of: date) -> str:
    """Return the columns of a `Tally`, in its order, for SQL that counts rows of ``_task``."""
    return f"""
    count(*) AS total,
    count(CASE WHEN status = 'done' THEN 1 END) AS done,
    count(CASE WHEN status = 'done' AND days_late > 0 THEN 1 END) AS late,
    count(CASE WHEN status = 'done' AND accepted IS NOT NULL THEN 1 END) AS accepted,
    count(CASE WHEN status = 'overdue' THEN 1 END) AS overdue,
    count(CASE WHEN status = 'due-soon' THEN 1 END) AS due_soon,
    count(CASE WHEN status = 'open' THEN 1 END) AS open,
    count(CASE WHEN status = 'undated' THEN 1 END) AS undated,
    count(CASE WHEN completed IS NULL AND coalesce(last_report, issued) <= '{subtract_span(as_of, SILENCE)}'
               THEN 1 END) AS silent"""


def tally(row: sqlite3.Row) -> Tally:
    """Return the tally that a row begins with."""
    return Tally(*tuple(row)[: len(Tally._fields)])


class DeadlineTally(NamedTuple):
    """How the tasks with one deadline in force stand."""

    deadline: date | None
    tally: Tally


class UnitTally(NamedTuple):
    """How the tasks that a unit leads stand; `last_report` is the day of its own last 签收, 进展 or 办结."""

    plan: str
    unit: str
    tally: Tally
    last_report: date | None


class Glance(NamedTuple):
    """A plan, or several, on a day.

    Attributes:
        entries: how many entries the ledger has up to the day; `latest` are the last of them, the newest first.
        units: those that lead something, the most overdue first, else in the notice's order.
    """

    whole: Tally
    deadlines: tuple[DeadlineTally, ...]
    units: tuple[UnitTally, ...]
    entries: int
    latest: tuple[EntryRow, ...]


def whole(index: Index, filters: Filters) -> Tally:
    """Return how the tasks that pass the filters stand."""
    where, parameters = filters.where()
    return Tally(*index.one(f"SELECT {counts(index.as_of)} FROM _task WHERE {where}", parameters))


def deadlines(index: Index, filters: Filters) -> tuple[DeadlineTally, ...]:
    """Return the same for each deadline in force, by deadline; last the tasks that have none."""
    where, parameters = filters.where()
    rows = index.rows(
        f"SELECT {counts(index.as_of)}, effective_deadline FROM _task WHERE {where} GROUP BY effective_deadline"
        " ORDER BY effective_deadline IS NULL, effective_deadline",
        parameters,
    )
    return tuple(DeadlineTally(day(row["effective_deadline"]), tally(row)) for row in rows)


def glance(index: Index, most: int) -> Glance:
    """Return the plans that are asked about at the index's day, with the `most` latest entries."""
    columns = counts(index.as_of)
    by_unit = index.rows(
        f"""
        SELECT {columns}, _task.plan AS plan, task_unit.unit AS unit,
               (SELECT max(date) FROM main.entry AS entry
                 WHERE entry.plan = _task.plan_no AND entry.unit = task_unit.unit AND voided = 0 AND date <= as_of
                   AND event IN ('receive', 'progress', 'done')) AS reported
          FROM _task
          JOIN main.task_unit AS task_unit ON task_unit.plan = _task.plan_no AND task_unit.task = _task.ref
                                          AND task_unit.role = 'lead'
          JOIN main.unit AS unit ON unit.plan = _task.plan_no AND unit.name = task_unit.unit
         GROUP BY _task.plan_no, task_unit.unit
         ORDER BY overdue DESC, min(_task.ord >> 20), unit.ord"""
    )
    return Glance(
        whole(index, Filters()),
        deadlines(index, Filters()),
        tuple(UnitTally(row["plan"], row["unit"], tally(row), day(row["reported"])) for row in by_unit),
        ledger.count(index),
        ledger.latest(index, most),
    )
