"""Which tasks: the filters every listing shares, and the selections they make, read row by row."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, Literal, NamedTuple

from bizenv_cli.index import Index
from bizenv_cli.query.columns import day
from bizenv_cli.query.named import Named
from bizenv_cli.query.rows import COLUMNS, Status, TaskRow, task

Role = Literal["lead", "support", "any"]
Order = Literal["ord", "deadline"]

_ROLES: dict[Role, tuple[str, ...]] = {"lead": ("lead",), "support": ("support",), "any": ("lead", "support")}
_BY: dict[Order, str] = {
    "ord": "ord",
    "deadline": "effective_deadline IS NULL, effective_deadline, ord",
}
# By field of the filters: what a task's row must meet; every ``?`` is the field's value.
_CONDITIONS = {
    "plan": "plan_no = ?",
    "before": "first_deadline <= ? AND effective_deadline <= ?",  # the first of each pair is in an index
    "after": "last_deadline >= ? AND effective_deadline >= ?",
    "official": "ref IN (SELECT task FROM temp.asked CROSS JOIN main.task_official AS charged"
    " ON charged.plan = asked.no AND charged.official = ?)",
    "indicator": "indicator = ?",
    "sub_indicator": "sub_indicator = ?",
    "action": "action = ?",
    "annex": "annex = ?",
    "reported_since": "last_report >= ?",
    "silent_since": "completed IS NULL AND coalesce(last_report, issued) <= ?",
}


class Filters(NamedTuple):
    """What a listing is narrowed to; every name is canonical, dates are included.

    Attributes:
        reported_since: what was reported on that day or later.
        silent_since: what is not done, and was not reported on since that day, nor issued after it.
    """

    before: date | None = None
    after: date | None = None
    units: tuple[Named, ...] = ()
    role: Role = "any"
    official: str | None = None
    indicator: str | None = None
    sub_indicator: str | None = None
    action: str | None = None
    annex: int | None = None
    plan: int | None = None
    statuses: tuple[str, ...] = ()
    reported_since: date | None = None
    silent_since: date | None = None
    lights: tuple[str, ...] = ()

    def where(self) -> tuple[str, list[Any]]:
        """Return the SQL condition on the view ``_task`` and its parameters."""
        conditions = ["1"]
        parameters: list[Any] = []

        def add(condition: str, *values: Any) -> None:
            conditions.append(condition)
            parameters.extend(values)

        for name, condition in _CONDITIONS.items():
            if (value := getattr(self, name)) is not None:
                written = value.isoformat() if isinstance(value, date) else value
                add(condition, *[written] * condition.count("?"))
        if self.units:
            pairs = json.dumps([[unit.plan, unit.name] for unit in self.units], ensure_ascii=False)
            roles = _ROLES[self.role]
            add(
                "ref IN (SELECT task_unit.task FROM json_each(?) AS wanted JOIN main.task_unit AS task_unit"
                " ON task_unit.plan = json_extract(wanted.value, '$[0]')"
                " AND task_unit.unit = json_extract(wanted.value, '$[1]')"
                f" WHERE task_unit.role IN ({_marks(roles)}))",
                pairs,
                *roles,
            )
        if self.statuses:
            add(f"status IN ({_marks(self.statuses)})", *self.statuses)
        if self.lights:
            add(f"light IN ({_marks(self.lights)})", *self.lights)
        return " AND ".join(conditions), parameters


class DateGroup(NamedTuple):
    """How many tasks of a selection fall on one deadline, and what they are on the index's day.

    Attributes:
        status: of those tasks; where windows differ between plans, the more urgent.
    """

    deadline: date | None
    status: Status
    days: int | None
    tasks: int


@dataclass(frozen=True, slots=True)
class Selection:
    """The tasks that answer a question: counted by SQL, read one by one, as often as wanted.

    Attributes:
        table: the view ``_task``, or a SELECT with its columns and more.
        where, parameters: the condition, and the values of all marks of `table` and `where`.
        limit: how many are read at the most; None for all.
        counted: how many there are, once that was asked.
    """

    index: Index
    table: str
    where: str
    parameters: tuple[Any, ...]
    order: Order = "ord"
    limit: int | None = None
    columns: str = COLUMNS
    counted: list[int] = field(default_factory=list, compare=False)

    def __iter__(self) -> Iterator[TaskRow]:
        """Yield the tasks in order."""
        most = "" if self.limit is None else f" LIMIT {self.limit:d}"
        sql = f"SELECT {self.columns} FROM {self.table} WHERE {self.where} ORDER BY {_BY[self.order]}{most}"
        for row in self.index.stream(sql, self.parameters):
            yield task(row)

    def narrowed(self, condition: str) -> "Selection":
        """Return those of the selection that meet one more condition, which has no parameters."""
        return replace(self, where=f"({self.where}) AND {condition}", counted=[])

    def ids(self) -> list[str]:
        """Return the ids of all, in order."""
        sql = f"SELECT id FROM {self.table} WHERE {self.where} ORDER BY {_BY[self.order]}"
        return [row["id"] for row in self.index.stream(sql, self.parameters)]

    def whole(self) -> int:
        """Return how many there are, whatever the limit."""
        if not self.counted:
            sql = f"SELECT count(*) AS count FROM {self.table} WHERE {self.where}"
            self.counted.append(self.index.one(sql, self.parameters)["count"])
        return self.counted[0]

    def shown(self) -> int:
        """Return how many are read."""
        return self.whole() if self.limit is None else min(self.limit, self.whole())

    def dates(self) -> list[DateGroup]:
        """Return how many fall on each deadline, whatever the limit, by deadline."""
        sql = (
            "SELECT effective_deadline, max(days) AS days, count(*) AS count, max(status = 'due-soon') AS near,"
            f" min(status) AS status FROM {self.table} WHERE {self.where}"
            " GROUP BY effective_deadline ORDER BY effective_deadline IS NULL, effective_deadline"
        )
        return [
            DateGroup(
                day(row["effective_deadline"]),
                "due-soon" if row["near"] else row["status"],
                row["days"],
                row["count"],
            )
            for row in self.index.stream(sql, self.parameters)
        ]

    def statuses(self) -> dict[str, int]:
        """Return how many have each status, whatever the limit."""
        sql = f"SELECT status, count(*) AS count FROM {self.table} WHERE {self.where} GROUP BY status"
        return {row["status"]: row["count"] for row in self.index.stream(sql, self.parameters)}

    def lights(self) -> dict[str, int]:
        """Return how many have each light, by the rule in force, whatever the limit."""
        sql = f"SELECT light, count(*) AS count FROM {self.table} WHERE {self.where} GROUP BY light"
        return {row["light"]: row["count"] for row in self.index.stream(sql, self.parameters)}


def select(index: Index, filters: Filters, *, order: Order = "ord") -> Selection:
    """Return the tasks that pass the filters; `order` is ``ord`` (the notice's) or ``deadline``."""
    where, parameters = filters.where()
    return Selection(index, "_task", where, tuple(parameters), order)


def due(index: Index, filters: Filters) -> Selection:
    """Return what is not done, by deadline; a task without one is never due."""
    open_only = filters.statuses or ("overdue", "due-soon", "open")
    statuses = tuple(status for status in open_only if status != "undated")
    narrowed = select(index, filters._replace(statuses=statuses), order="deadline")
    return narrowed if statuses else Selection(index, "_task", "0", ())


def undated(index: Index, filters: Filters) -> list[str]:
    """Return the ids of the tasks without a deadline that the same filters, but for the dates, select."""
    return select(index, filters._replace(before=None, after=None, statuses=("undated",))).ids()


class Done(NamedTuple):
    """How many tasks of a question are done, and whether any task of all is."""

    here: int
    anywhere: bool


def done_among(index: Index, filters: Filters) -> Done:
    """Return how many tasks that the same filters, but for the status, select are done."""
    here = select(index, filters._replace(statuses=("done",))).whole()
    return Done(here, here > 0 or select(index, Filters(statuses=("done",))).whole() > 0)


def by_ref(index: Index, ref: int) -> TaskRow:
    """Return the task with this inner number."""
    return task(index.one(f"SELECT {COLUMNS} FROM _task WHERE ref = ?", [ref]))


def through_collectives(index: Index, unit: Named, filters: Filters) -> Selection:
    """Return the tasks that reach a unit only through a collective name, by deadline."""
    where, parameters = filters._replace(units=(), plan=unit.plan).where()
    reached = """(
        SELECT _task.*, reached.via, reached.role
        FROM _task
        JOIN (SELECT task, group_concat(printed, '、') AS via, min(role) AS role
                FROM main.task_unit AS task_unit
                JOIN main.unit_cover AS cover
                  ON cover.plan = task_unit.plan AND cover.collective = task_unit.unit
               WHERE cover.plan = ? AND cover.unit = ? GROUP BY task) AS reached ON reached.task = _task.ref
        WHERE ref NOT IN (SELECT task FROM main.task_unit WHERE plan = ? AND unit = ?))"""
    key = (unit.plan, unit.name)
    return Selection(
        index, reached, where, (*key, *key, *parameters), "deadline", columns=f"{COLUMNS}, role, via"
    )


def siblings(index: Index, row: TaskRow) -> tuple[str, ...]:
    """Return the ids of the other tasks of the same indicator (or sub-indicator) or 工作任务."""
    rows = index.rows(
        "SELECT id FROM _task WHERE plan = ? AND id <> ? AND annex = ? AND indicator IS ? AND sub_indicator IS ?"
        " AND work_task_seq IS ? ORDER BY ord",
        [row.plan, row.id, row.annex, row.indicator, row.sub_indicator, row.work_task_seq],
    )
    return tuple(found["id"] for found in rows)


def body_leads(index: Index, ref: int) -> tuple[str, ...]:
    """Return the units that the body names as leading the task's indicator or action, and the annex not as leading it.

    正文三（二）: they too have to see to it that it is done.
    """
    rows = index.rows("SELECT unit FROM _body_lead WHERE ref = ? ORDER BY at", [ref])
    return tuple(row["unit"] for row in rows)


def by_body(index: Index, unit: Named, filters: Filters) -> Selection:
    """Return the tasks of what the body has a unit lead, and which the annex does not have it lead, by deadline."""
    where, parameters = filters._replace(units=(), plan=unit.plan).where()
    led = "(SELECT *, 'body' AS role, NULL AS via FROM _task WHERE ref IN (SELECT ref FROM _body_lead WHERE plan_no = ? AND unit = ?))"
    return Selection(
        index,
        led,
        where,
        (unit.plan, unit.name, *parameters),
        "deadline",
        columns=f"{COLUMNS}, role, via",
    )


def _marks(values: tuple[Any, ...]) -> str:
    return ", ".join("?" * len(values))
