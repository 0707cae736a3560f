"""Which tasks: the filters every listing shares, and the rows they select."""

import json
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, Literal

from bizenv_cli.index import Index
from bizenv_cli.query.columns import day, names

Role = Literal["lead", "support", "any"]
Status = Literal["done", "overdue", "due-soon", "open", "undated"]

_ROLES: dict[Role, tuple[str, ...]] = {"lead": ("lead",), "support": ("support",), "any": ("lead", "support")}


@dataclass(frozen=True, slots=True)
class Milestone:
    """A dated step inside a task's text."""

    date: date
    text: str


@dataclass(frozen=True, slots=True)
class ErratumRow:
    """One erratum; `subject` is a task id or the name of a group, `printed` the notice's words where they differ."""

    scope: str
    subject: str
    kind: str
    fields: tuple[str, ...]
    printed: str | None
    printed_at: dict[str, int] | None
    because: str


@dataclass(frozen=True, slots=True)
class AmendmentRow:
    """One amendment; `was` holds the value of each changed field before, None where a document added the whole."""

    date: date
    authority: str
    was: dict[str, Any] | None
    because: str | None


@dataclass(frozen=True, slots=True)
class TaskRow:
    """One task as every listing and every format shows it; names are those of the YAML keys.

    Attributes:
        lead, support: units as printed; lead_units, support_units: the same by canonical name.
        days: days from the index's day to the effective deadline; negative when late.
        role: in a unit's listing, what the unit is to the task.
        via: in a unit's listing, the collective name through which alone the task reaches it.
    """

    id: str
    annex: int
    seq: int
    indicator: str | None
    sub_indicator: str | None
    action: str | None
    work_task_seq: int | None
    work_task: str | None
    measure: str | None
    lead: tuple[str, ...]
    support: tuple[str, ...]
    lead_units: tuple[str, ...]
    support_units: tuple[str, ...]
    lead_officials: tuple[str, ...]
    deadline: date | None
    effective_deadline: date | None
    status: Status
    days: int | None
    goal: str | None
    pilot: str | None
    path: str
    line: int
    milestones: tuple[Milestone, ...] = ()
    errata: tuple[ErratumRow, ...] = ()
    amendments: tuple[AmendmentRow, ...] = ()
    role: str | None = None
    via: str | None = None

    @property
    def subject(self) -> str:
        """What the task belongs to: its sub-indicator, indicator or action."""
        return self.sub_indicator or self.indicator or self.action or ""


@dataclass(frozen=True, slots=True)
class Filters:
    """What a listing is narrowed to; every name is canonical, both dates are included."""

    before: date | None = None
    after: date | None = None
    unit: str | None = None
    role: Role = "any"
    official: str | None = None
    indicator: str | None = None
    sub_indicator: str | None = None
    action: str | None = None
    annex: int | None = None
    statuses: tuple[str, ...] = ()

    def where(self) -> tuple[str, list[Any]]:
        """Return the SQL condition on the view ``tasks`` and its parameters."""
        conditions = ["1"]
        parameters: list[Any] = []

        def add(condition: str, *values: Any) -> None:
            conditions.append(condition)
            parameters.extend(values)

        if self.before:
            add("effective_deadline <= ?", self.before.isoformat())
        if self.after:
            add("effective_deadline >= ?", self.after.isoformat())
        if self.unit:
            roles = _ROLES[self.role]
            marks = ", ".join("?" * len(roles))
            sql = f"ord IN (SELECT task FROM main.task_unit WHERE unit = ? AND role IN ({marks}))"
            add(sql, self.unit, *roles)
        if self.official:
            add("ord IN (SELECT task FROM main.task_official WHERE official = ?)", self.official)
        for name in ("indicator", "sub_indicator", "action", "annex"):
            if (value := getattr(self, name)) is not None:
                add(f"{name} = ?", value)
        if self.statuses:
            add(f"status IN ({', '.join('?' * len(self.statuses))})", *self.statuses)
        return " AND ".join(conditions), parameters


@dataclass(frozen=True, slots=True)
class Selection:
    """Tasks that answer a question, in the order asked for.

    Attributes:
        tasks: the rows.
        undated: ids of tasks that the same filters (but the dates) select and that have no deadline.
    """

    tasks: tuple[TaskRow, ...]
    undated: tuple[str, ...] = field(default=())


def select(index: Index, filters: Filters, *, order: str = "ord") -> tuple[TaskRow, ...]:
    """Return the tasks that pass the filters; `order` is ``ord`` (the notice's) or ``deadline``."""
    where, parameters = filters.where()
    by = {"ord": "ord", "deadline": "effective_deadline IS NULL, effective_deadline, ord"}[order]
    rows = index.rows(f"SELECT * FROM tasks WHERE {where} ORDER BY {by}", parameters)
    return complete(index, rows)


def due(index: Index, filters: Filters) -> Selection:
    """Return what is not done, by deadline; tasks without a deadline are never due and are named apart."""
    open_only = filters.statuses or ("overdue", "due-soon", "open")
    narrowed = replace(filters, statuses=tuple(status for status in open_only if status != "undated"))
    tasks = select(index, narrowed, order="deadline") if narrowed.statuses else ()
    undated = select(index, replace(filters, before=None, after=None, statuses=("undated",)))
    return Selection(tasks, tuple(task.id for task in undated))


def by_ids(index: Index, ids: Iterable[str]) -> tuple[TaskRow, ...]:
    """Return the tasks with these ids, in the notice's order."""
    wanted = list(ids)
    marks = ", ".join("?" * len(wanted))
    return complete(index, index.rows(f"SELECT * FROM tasks WHERE id IN ({marks}) ORDER BY ord", wanted))


def through_collectives(index: Index, unit: str, filters: Filters) -> tuple[TaskRow, ...]:
    """Return the tasks that reach a unit only through a collective name, by deadline."""
    where, parameters = replace(filters, unit=None).where()
    rows = index.rows(
        f"""
        SELECT tasks.*, reached.via, reached.role
        FROM tasks
        JOIN (SELECT task, group_concat(printed, '、') AS via, min(role) AS role
                FROM main.task_unit AS task_unit
                JOIN main.unit_cover AS cover ON cover.collective = task_unit.unit
               WHERE cover.unit = ? GROUP BY task) AS reached ON reached.task = tasks.ord
        WHERE {where} AND ord NOT IN (SELECT task FROM main.task_unit WHERE unit = ?)
        ORDER BY effective_deadline IS NULL, effective_deadline, ord""",
        [unit, *parameters, unit],
    )
    return complete(index, rows)


def siblings(index: Index, task: TaskRow) -> tuple[str, ...]:
    """Return the ids of the other tasks of the same indicator (or sub-indicator) or 工作任务."""
    rows = index.rows(
        "SELECT id FROM tasks WHERE id <> ? AND annex = ? AND indicator IS ? AND sub_indicator IS ?"
        " AND work_task_seq IS ? ORDER BY ord",
        [task.id, task.annex, task.indicator, task.sub_indicator, task.work_task_seq],
    )
    return tuple(row["id"] for row in rows)


def complete(index: Index, rows: Iterable[Any]) -> tuple[TaskRow, ...]:
    """Turn rows of the view ``tasks`` into task rows with their milestones, errata and amendments."""
    steps: dict[str, list[Milestone]] = {}
    for row in index.rows("SELECT id, date, text FROM milestones ORDER BY ord, position"):
        steps.setdefault(row["id"], []).append(Milestone(date.fromisoformat(row["date"]), row["text"]))
    errata: dict[str, list[ErratumRow]] = {}
    for row in index.rows("SELECT * FROM errata WHERE scope = 'task' ORDER BY ord"):
        errata.setdefault(row["subject"], []).append(erratum(row))
    amended: dict[str, list[AmendmentRow]] = {}
    for row in index.rows("SELECT * FROM amendments WHERE scope = 'task' ORDER BY ord"):
        amended.setdefault(row["subject"], []).append(amendment(row))
    return tuple(
        TaskRow(
            id=row["id"],
            annex=row["annex"],
            seq=row["seq"],
            indicator=row["indicator"],
            sub_indicator=row["sub_indicator"],
            action=row["action"],
            work_task_seq=row["work_task_seq"],
            work_task=row["work_task"],
            measure=row["measure"],
            lead=names(row["lead"]),
            support=names(row["support"]),
            lead_units=names(row["lead_units"]),
            support_units=names(row["support_units"]),
            lead_officials=names(row["lead_officials"]),
            deadline=day(row["deadline"]),
            effective_deadline=day(row["effective_deadline"]),
            status=row["status"],
            days=row["days"],
            goal=row["goal"],
            pilot=row["pilot"],
            path=row["path"],
            line=row["line"],
            milestones=tuple(steps.get(row["id"], ())),
            errata=tuple(errata.get(row["id"], ())),
            amendments=tuple(amended.get(row["id"], ())),
            role=row["role"] if "role" in row.keys() else None,  # noqa: SIM118  (a Row has no `in` for names)
            via=row["via"] if "via" in row.keys() else None,  # noqa: SIM118
        )
        for row in rows
    )


def erratum(row: Any) -> ErratumRow:
    """Turn a row of the view ``errata`` into an erratum."""
    return ErratumRow(
        row["scope"],
        row["subject"],
        row["kind"],
        names(row["fields"]),
        row["printed"],
        json.loads(row["printed_at"]) if row["printed_at"] else None,
        row["because"],
    )


def amendment(row: Any) -> AmendmentRow:
    """Turn a row of the view ``amendments`` into an amendment."""
    was = json.loads(row["was"]) if row["was"] else None
    return AmendmentRow(date.fromisoformat(row["date"]), row["authority"], was, row["because"])
