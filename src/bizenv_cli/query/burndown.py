"""How many tasks were open on each day: as the ledger has it, and as the plan's first deadlines would have it."""

import json
from collections.abc import Iterator
from datetime import date, timedelta
from math import ceil
from typing import NamedTuple

from bizenv_cli.index import Index
from bizenv_cli.query import ledger
from bizenv_cli.query.columns import day
from bizenv_cli.query.tasks import Filters

_WEEK = timedelta(days=7)
_MOST_STEPS = 60  # of several weeks where need be


class Point(NamedTuple):
    """One day.

    Attributes:
        total: tasks issued by then.
        planned: open, were each done on its first deadline; what had none stays open.
        actual: open by what was recorded up to that day; None after the day of the question.
    """

    day: date
    total: int
    planned: int
    actual: int | None


class Burndown(NamedTuple):
    """The days from the issue on; `entries` is how many the ledger has up to the day of the question."""

    points: tuple[Point, ...]
    step: timedelta
    entries: int


_CHOSEN = """
    WITH chosen AS MATERIALIZED (
        SELECT _task.ref, _task.plan_no, _task.issued,
               CASE WHEN first.task IS NULL THEN _task.deadline ELSE first.deadline END AS original
          FROM _task LEFT JOIN main.standing AS first
                 ON first.plan = _task.plan_no AND first.task = _task.ref AND first.since = ''
         WHERE {where})"""

# Each day's changes, and on each of the days asked for the sum of those before it.
_POINTS = """,
    change (day, total, planned, done) AS MATERIALIZED (
        SELECT day, sum(total), sum(planned), sum(done)
          FROM (SELECT issued AS day, 1 AS total, 1 AS planned, 0 AS done FROM chosen
                UNION ALL SELECT max(original, issued), 0, -1, 0 FROM chosen WHERE original IS NOT NULL
                UNION ALL SELECT max(since, issued), 0, 0, 1 FROM chosen JOIN main.standing AS standing
                    ON standing.plan = chosen.plan_no AND standing.task = chosen.ref WHERE completed IS NOT NULL
                UNION ALL SELECT max(until, issued), 0, 0, -1 FROM chosen JOIN main.standing AS standing
                    ON standing.plan = chosen.plan_no AND standing.task = chosen.ref WHERE completed IS NOT NULL)
         GROUP BY day)
    SELECT point.value AS day, sum(total) AS total, sum(planned) AS planned, sum(total) - sum(done) AS open
      FROM json_each(?) AS point JOIN change ON change.day <= point.value
     GROUP BY point.value ORDER BY point.value"""


def burndown(index: Index, filters: Filters) -> Burndown:
    """Return the open tasks week by week from the issue to the last first deadline, or the index's day if later."""
    where, parameters = filters.where()
    chosen = _CHOSEN.format(where=where)
    span = index.one(f"{chosen} SELECT min(issued) AS first, max(original) AS last FROM chosen", parameters)
    first, entries = day(span["first"]), ledger.count(index)
    if first is None:
        return Burndown((), _WEEK, entries)
    last = max(first, index.as_of, day(span["last"]) or first)
    step = _WEEK * max(1, ceil((last - first) / _WEEK / _MOST_STEPS))
    days = sorted({*_every(step, first, last), last, *((index.as_of,) if first <= index.as_of else ())})
    asked = json.dumps([each.isoformat() for each in days])
    points = tuple(
        Point(
            date.fromisoformat(row["day"]),
            row["total"],
            row["planned"],
            row["open"] if row["day"] <= index.as_of.isoformat() else None,
        )
        for row in index.rows(chosen + _POINTS, [*parameters, asked])
    )
    return Burndown(points, step, entries)


def _every(step: timedelta, first: date, last: date) -> Iterator[date]:
    return (first + step * number for number in range((last - first) // step + 1))
