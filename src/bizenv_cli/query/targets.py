"""The targets: which there are, whether they are met on the index's day, and the values measured of one."""

import json
from datetime import date
from typing import Any, Literal, NamedTuple

from bizenv_cli.errors import BadCallError
from bizenv_cli.ids import lettered
from bizenv_cli.index import Index
from bizenv_cli.query.columns import day, names
from bizenv_cli.query.named import Named

TargetStatus = Literal["met", "unmet", "none"]

_STATING = (
    "EXISTS (SELECT 1 FROM json_each(_target.tasks) AS stating JOIN main.task AS task"
    " ON task.plan = plan_no AND task.id = stating.value WHERE {})"
)


class Place(NamedTuple):
    """One place of the notice that states a target: a section of the body or a task's id, and the words."""

    at: str
    words: str


class TargetRow(NamedTuple):
    """One target as every listing and format shows it; names are those of the YAML keys.

    Attributes:
        plan: the key of its plan.
        kind: ``level`` or ``change``.
        value: what `last_value` is compared with.
        last_value, last_date: the newest value up to the index's day; None where there is none.
        path: its file, below the plan's folder.
    """

    plan: str
    id: str
    indicator: str | None
    action: str | None
    treatment: str | None
    measured: str
    kind: str
    comparison: str
    value: float
    unit: str
    deadline: date | None
    because: str | None
    stated: tuple[Place, ...]
    tasks: tuple[str, ...]
    last_value: float | None
    last_date: date | None
    status: TargetStatus
    path: str
    line: int

    @property
    def subject(self) -> str:
        """What it belongs to; nothing where the notice does not say."""
        return self.indicator or self.action or self.treatment or ""


class MeasuredRow(NamedTuple):
    """One measured value: the day, whether it meets the target, who recorded it, and where that is written."""

    day: date
    value: float
    status: TargetStatus
    unit: str
    note: str | None
    evidence: tuple[str, ...]
    path: str
    line: int


class TargetName(NamedTuple):
    """A target by its plan's inner number, its place in the plan, and its id as it is written."""

    plan: int
    at: int
    id: str


class TargetFilters(NamedTuple):
    """What a listing of targets is narrowed to; every name is canonical."""

    units: tuple[Named, ...] = ()
    indicator: tuple[Named, ...] = ()
    action: tuple[Named, ...] = ()
    statuses: tuple[TargetStatus, ...] = ()

    def where(self) -> tuple[str, list[Any]]:
        """Return the SQL condition on the view ``_target`` and its parameters."""
        conditions = ["1"]
        parameters: list[Any] = []
        if self.units:
            heads = (
                "EXISTS (SELECT 1 FROM main.charge AS charge WHERE charge.plan = plan_no AND charge.unit = ?"
                " AND (charge.scope, charge.subject) IN"
                " (('indicator', indicator), ('action', action), ('treatment', treatment)))"
            )
            states = _STATING.format(
                "EXISTS (SELECT 1 FROM main.task_unit AS part WHERE part.plan = plan_no AND part.unit = ?"
                " AND part.task = task.ref)"
            )
            conditions.append(_any(f"(plan_no = ? AND ({heads} OR {states}))", self.units))
            parameters += [value for unit in self.units for value in (unit.plan, unit.name, unit.name)]
        for named, column in ((self.indicator, "indicator"), (self.action, "action")):
            if not named:
                continue
            own = f"(_target.{column} = ? AND ? IS NULL)"
            states = _STATING.format(f"task.{column} = ? AND coalesce(? = task.sub_indicator, 1)")
            conditions.append(_any(f"(plan_no = ? AND ({own} OR {states}))", named))
            parameters += [
                value for item in named for value in (item.plan, item.name, item.sub, item.name, item.sub)
            ]
        if self.statuses:
            conditions.append(f"status IN ({', '.join('?' * len(self.statuses))})")
            parameters += self.statuses
        return " AND ".join(conditions), parameters


def _any(condition: str, named: tuple[Named, ...]) -> str:
    return f"({' OR '.join([condition] * len(named))})"


def targets(index: Index, filters: TargetFilters) -> tuple[TargetRow, ...]:
    """Return the targets that pass the filters, by what they belong to: indicators, actions, treatments, none."""
    where, parameters = filters.where()
    rows = index.rows(
        "SELECT _target.* FROM _target JOIN temp.asked ON asked.no = plan_no"
        " LEFT JOIN main.indicator AS i ON i.plan = plan_no AND i.name = _target.indicator"
        " LEFT JOIN main.action AS a ON a.plan = plan_no AND a.name = _target.action"
        " LEFT JOIN main.treatment AS t ON t.plan = plan_no AND t.name = _target.treatment"
        f" WHERE {where} ORDER BY position, i.ord IS NULL, i.ord,"
        " CASE WHEN i.ord IS NULL THEN coalesce(a.ord, 1000 + t.ord, 2000) END, _target.ord",
        parameters,
    )
    return tuple(_target(row) for row in rows)


def named(index: Index, typed: str) -> TargetName:
    """Return the target written like ``T12``, ``12``, ``目标12`` or ``qsh2023:T12``.

    Raises:
        BadCallError: there is no such target (says which there are), or several plans have one.
    """
    wanted = lettered(typed, "T")
    if wanted:
        plan, number = wanted
        scope, key = (" AND asked.key = ?", [plan]) if plan else ("", [])
        rows = index.rows(
            "SELECT target.plan, target.ord, target.id FROM temp.asked JOIN main.target AS target"
            f" ON target.plan = asked.no AND target.ord = ?{scope} ORDER BY position",
            [number, *key],
        )
        if len(rows) == 1:
            return TargetName(*rows[0])
        if rows:
            raise BadCallError(f"{len(rows)} 个方案都有目标「{typed}」，如 {rows[0]['id']}。请写上方案代号")
    (last,) = index.rows(
        "SELECT max(target.ord) AS last FROM temp.asked JOIN main.target AS target ON target.plan = asked.no"
    )
    known = f"编号为 T1 至 T{last['last']}，见 bizenv targets" if last["last"] else "清单里没有目标"
    raise BadCallError(f"没有目标「{typed}」。{known}")


def by_name(index: Index, name: TargetName) -> TargetRow:
    """Return one target."""
    return _target(index.one("SELECT * FROM _target WHERE plan_no = ? AND at = ?", [name.plan, name.at]))


def measurements(index: Index, target: TargetRow) -> tuple[MeasuredRow, ...]:
    """Return the values measured of a target up to the index's day, the oldest first."""
    rows = index.rows(
        "SELECT * FROM measurements WHERE plan = ? AND id = ? ORDER BY date, at", [target.plan, target.id]
    )
    return tuple(
        MeasuredRow(
            date.fromisoformat(row["date"]),
            row["value"],
            row["status"],
            row["unit"],
            row["note"],
            names(row["evidence"]) if row["evidence"] else (),
            row["path"],
            row["line"],
        )
        for row in rows
    )


def leading(index: Index, name: TargetName) -> tuple[str, ...]:
    """Return the units that are likely to report on a target: those that lead its tasks, else what it belongs to."""
    tasks = index.rows(
        "SELECT DISTINCT task_unit.unit FROM main.target AS target, json_each(target.tasks) AS own"
        " JOIN main.task AS task ON task.plan = target.plan AND task.id = own.value"
        " JOIN main.task_unit AS task_unit ON task_unit.plan = task.plan AND task_unit.task = task.ref AND role = 'lead'"
        " WHERE target.plan = ? AND target.ord = ?",
        [name.plan, name.at],
    )
    heads = index.rows(
        "SELECT DISTINCT charge.unit FROM main.target AS target JOIN main.charge AS charge"
        " ON charge.plan = target.plan AND charge.unit IS NOT NULL"
        " AND charge.subject IN (target.indicator, target.action, target.treatment)"
        " WHERE target.plan = ? AND target.ord = ?",
        [name.plan, name.at],
    )
    return tuple(row["unit"] for row in tasks or heads)


def last_by_unit(index: Index, name: TargetName) -> dict[str, dict[str, Any]]:
    """Return how a void names the last value that each unit recorded of a target."""
    rows = index.rows(
        "SELECT unit, date FROM main.measurement WHERE plan = ? AND target = ? ORDER BY date, at",
        [name.plan, name.at],
    )
    return {row["unit"]: {"of": "measure", "dated": date.fromisoformat(row["date"])} for row in rows}


def _target(row: Any) -> TargetRow:
    return TargetRow(
        row["plan"],
        row["id"],
        row["indicator"],
        row["action"],
        row["treatment"],
        row["measured"],
        row["kind"],
        row["comparison"],
        row["value"],
        row["unit"],
        day(row["deadline"]),
        row["because"],
        tuple(Place(item["at"], item["words"]) for item in json.loads(row["stated"])),
        names(row["tasks"]),
        row["last_value"],
        day(row["last_date"]),
        row["status"],
        row["path"],
        row["line"],
    )
