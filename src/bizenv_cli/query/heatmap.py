"""Who has how much to finish in which month: open tasks by the deadlines in force."""

from typing import NamedTuple

from bizenv_cli.index import Index
from bizenv_cli.query.grouping import GROUPINGS, By, only
from bizenv_cli.query.tasks import Filters

_LAST_MONTH = 12


class Heat(NamedTuple):
    """The open tasks of one group.

    Attributes:
        name: the group's; empty for all groups together.
        months: how many are due in each month of the map, the day of the question and later.
    """

    plan: str
    name: str
    overdue: int
    months: tuple[int, ...]
    undated: int

    @property
    def total(self) -> int:
        """All that is open."""
        return self.overdue + sum(self.months) + self.undated


class HeatMap(NamedTuple):
    """All groups in the notice's order.

    Attributes:
        months: like ``2023-09``: without a gap to the end of the plan year; after it those that have a deadline.
        year: the plan year; None where plans of several years are asked about.
        whole: all together, a task that lies in several groups once.
    """

    months: tuple[str, ...]
    year: int | None
    rows: tuple[Heat, ...]
    whole: Heat


_DUE = """CASE status WHEN 'done' THEN 'done' WHEN 'overdue' THEN 'overdue' WHEN 'undated' THEN 'undated'
    ELSE substr(effective_deadline, 1, 7) END AS due"""


def heatmap(index: Index, by: By, filters: Filters) -> HeatMap:
    """Return the map of the index's day; a group whose tasks are all done has a row of zeros."""
    where, parameters = filters.where()
    own, more = only(by, filters)
    found: dict[tuple[str, str], dict[str, int]] = {}
    for row in index.stream(
        f"SELECT task.plan AS plan, item.name AS name, {_DUE}, count(*) AS count"
        f" FROM (SELECT * FROM _task WHERE {where}) AS task {GROUPINGS[by].join} WHERE {own}"
        " GROUP BY task.plan_no, item.ord, due ORDER BY min(task.ord >> 20), item.ord",
        [*parameters, *more],
    ):
        found.setdefault((row["plan"], row["name"]), {})[row["due"]] = row["count"]
    whole = {
        row["due"]: row["count"]
        for row in index.stream(
            f"SELECT {_DUE}, count(*) AS count FROM _task WHERE {where} AND {GROUPINGS[by].member} GROUP BY due",
            parameters,
        )
    }
    years = [
        row["year"] for row in index.rows("SELECT DISTINCT year FROM temp.asked JOIN main.plan USING (no)")
    ]
    months = _months(set(whole) - {"done", "overdue", "undated"}, max(years))
    return HeatMap(
        months,
        years[0] if len(years) == 1 else None,
        tuple(_heat(plan, name, counts, months) for (plan, name), counts in found.items()),
        _heat("", "", whole, months),
    )


def _months(found: set[str], year: int) -> tuple[str, ...]:
    """Return the months of the map.

    Args:
        found: those that have a deadline.
        year: the plan year, or the last of several.
    """
    december = f"{year:04}-{_LAST_MONTH}"
    first = min(found, default=december)
    (first_year, first_month) = (int(part) for part in first.split("-"))
    numbers = range(first_year * _LAST_MONTH + first_month - 1, (year + 1) * _LAST_MONTH)
    inside = [f"{number // _LAST_MONTH:04}-{number % _LAST_MONTH + 1:02}" for number in numbers]
    return (*(inside if found else ()), *sorted(month for month in found if month > december))


def _heat(plan: str, name: str, counts: dict[str, int], months: tuple[str, ...]) -> Heat:
    return Heat(
        plan,
        name,
        counts.get("overdue", 0),
        tuple(counts.get(month, 0) for month in months),
        counts.get("undated", 0),
    )
