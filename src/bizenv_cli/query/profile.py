"""One unit, official, indicator or action: what it is, what it heads, and its tasks."""

import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass, replace

from bizenv_cli.index import Index
from bizenv_cli.query.columns import names
from bizenv_cli.query.names import IndicatorName
from bizenv_cli.query.tasks import (
    AmendmentRow,
    ErratumRow,
    Filters,
    Role,
    TaskRow,
    amendment,
    erratum,
    select,
    through_collectives,
)


@dataclass(frozen=True, slots=True)
class AliasRow:
    """Another spelling of a unit, and whether the equation is certain or presumed."""

    name: str
    basis: str
    because: str


@dataclass(frozen=True, slots=True)
class Charge:
    """An indicator, action or treatment that a unit or an official heads."""

    scope: str
    subject: str
    officials: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class UnitProfile:
    """A unit: names, charges, and its tasks by deadline.

    Attributes:
        covers, presumed_covers: for a collective unit, whom it reaches.
        collectives: for a single unit, the collective names that reach it.
        leads, supports: its tasks; one it both leads and supports stands among `leads` alone.
        through: the tasks that reach it only through a collective name.
    """

    name: str
    kind: str
    note: str | None
    aliases: tuple[AliasRow, ...]
    covers: tuple[str, ...]
    presumed_covers: tuple[str, ...]
    collectives: tuple[str, ...]
    charges: tuple[Charge, ...]
    leads: tuple[TaskRow, ...]
    supports: tuple[TaskRow, ...]
    through: tuple[TaskRow, ...]


@dataclass(frozen=True, slots=True)
class OfficialProfile:
    """An official: what he or she heads, and the tasks of it by deadline."""

    name: str
    charges: tuple[Charge, ...]
    tasks: tuple[TaskRow, ...]


@dataclass(frozen=True, slots=True)
class SubGroup:
    """A part of an indicator or action with its own heading: a sub-indicator or a 工作任务."""

    name: str
    benchmark_cities: tuple[str, ...] = ()
    goal: str | None = None
    pilots: tuple[str, ...] = ()
    tasks: tuple[TaskRow, ...] = ()


@dataclass(frozen=True, slots=True)
class GroupProfile:
    """An indicator or an action with its parts, in the notice's order."""

    scope: str
    order: int
    name: str
    body_name: str | None
    body_goal: str | None
    lead_officials: tuple[str, ...]
    lead: tuple[str, ...]
    support: tuple[str, ...]
    errata: tuple[ErratumRow, ...]
    amendments: tuple[AmendmentRow, ...]
    parts: tuple[SubGroup, ...]


def unit(index: Index, name: str, filters: Filters, role: Role = "any") -> UnitProfile:
    """Return a unit by its canonical name; `filters` narrow its tasks, `role` leaves out the other role."""
    (row,) = index.rows("SELECT * FROM unit WHERE name = ?", [name])
    aliases = index.rows(
        "SELECT name, basis, because FROM unit_name WHERE unit = ? AND ord > 0 ORDER BY ord", [name]
    )
    covered = index.rows(
        "SELECT cover.unit, basis FROM unit_cover AS cover JOIN unit ON unit.name = cover.unit"
        " WHERE collective = ? ORDER BY unit.ord",
        [name],
    )
    reached = index.rows(
        "SELECT collective FROM unit_cover AS cover JOIN unit ON unit.name = cover.collective"
        " WHERE cover.unit = ? ORDER BY unit.ord",
        [name],
    )
    leads = select(index, replace(filters, unit=name, role="lead"), order="deadline")
    led = {task.id for task in leads}
    supports = select(index, replace(filters, unit=name, role="support"), order="deadline")
    return UnitProfile(
        name=name,
        kind=row["kind"],
        note=row["note"],
        aliases=tuple(AliasRow(alias["name"], alias["basis"], alias["because"]) for alias in aliases),
        covers=tuple(cover["unit"] for cover in covered if cover["basis"] == "certain"),
        presumed_covers=tuple(cover["unit"] for cover in covered if cover["basis"] == "presumed"),
        collectives=tuple(cover["collective"] for cover in reached),
        charges=_charges(index, "unit", name),
        leads=() if role == "support" else tuple(replace(task, role="lead") for task in leads),
        supports=()
        if role == "lead"
        else tuple(replace(task, role="support") for task in supports if task.id not in led),
        through=through_collectives(index, name, filters),
    )


def official(index: Index, name: str, filters: Filters) -> OfficialProfile:
    """Return an official by full name; `filters` narrow the tasks."""
    tasks = select(index, replace(filters, official=name), order="deadline")
    return OfficialProfile(name, _charges(index, "official", name), tasks)


def indicator(index: Index, name: IndicatorName, filters: Filters) -> GroupProfile:
    """Return an indicator with all its sub-indicators, or with the one that was asked for."""
    (row,) = index.rows("SELECT * FROM indicator WHERE name = ?", [name.indicator])
    tasks = select(index, replace(filters, indicator=name.indicator, sub_indicator=name.sub_indicator))
    subs = index.rows("SELECT * FROM sub_indicator WHERE indicator = ? ORDER BY ord", [name.indicator])
    if subs:
        parts = [
            _part(sub["name"], sub, [task for task in tasks if task.sub_indicator == sub["name"]])
            for sub in subs
            if name.sub_indicator in (None, sub["name"])
        ]
    else:
        parts = [_part("", row, tasks)]
    return GroupProfile(
        "indicator",
        row["ord"],
        row["name"],
        row["body_name"],
        row["body_goal"],
        names(row["lead_officials"]),
        names(row["lead"]),
        names(row["support"]),
        _errata(index, "indicator", row["name"]),
        _amendments(index, "indicator", row["name"]),
        tuple(parts),
    )


def action(index: Index, name: str, filters: Filters) -> GroupProfile:
    """Return a special action with its work tasks."""
    (row,) = index.rows("SELECT * FROM action WHERE name = ?", [name])
    tasks = select(index, replace(filters, action=name))
    parts = [
        SubGroup(
            f"{work['seq']}. {work['text']}",
            tasks=tuple(task for task in tasks if task.work_task_seq == work["seq"]),
        )
        for work in index.rows("SELECT seq, text FROM work_task WHERE action = ? ORDER BY seq", [name])
    ]
    return GroupProfile(
        "action",
        row["ord"],
        row["name"],
        None,
        None,
        names(row["lead_officials"]),
        (row["lead_unit"],),
        names(row["support"]),
        _errata(index, "action", name),
        _amendments(index, "action", name),
        tuple(parts),
    )


def _part(name: str, row: sqlite3.Row, tasks: Iterable[TaskRow]) -> SubGroup:
    kept = tuple(tasks)
    pilots = dict.fromkeys(task.pilot for task in kept if task.pilot)
    return SubGroup(name, names(row["benchmark_cities"]), row["goal"], tuple(pilots) or (row["pilot"],), kept)


def _charges(index: Index, column: str, name: str) -> tuple[Charge, ...]:
    rows = index.rows(
        f"SELECT scope, subject, ord FROM charge WHERE {column} = ?"
        " ORDER BY CASE scope WHEN 'indicator' THEN 1 WHEN 'action' THEN 2 ELSE 3 END, ord",
        [name],
    )
    return tuple(
        Charge(
            row["scope"],
            row["subject"],
            tuple(
                leader["official"]
                for leader in index.rows(
                    "SELECT official FROM charge WHERE scope = ? AND subject = ? AND official IS NOT NULL",
                    [row["scope"], row["subject"]],
                )
            ),
        )
        for row in rows
    )


def _errata(index: Index, scope: str, subject: str) -> tuple[ErratumRow, ...]:
    rows = index.rows("SELECT * FROM errata WHERE scope = ? AND subject = ? ORDER BY ord", [scope, subject])
    return tuple(erratum(row) for row in rows)


def _amendments(index: Index, scope: str, subject: str) -> tuple[AmendmentRow, ...]:
    rows = index.rows(
        "SELECT * FROM amendments WHERE scope = ? AND subject = ? ORDER BY ord", [scope, subject]
    )
    return tuple(amendment(row) for row in rows)
