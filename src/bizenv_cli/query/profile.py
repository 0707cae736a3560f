"""One unit, official, indicator or action: what it is, what it heads, and its tasks."""

import sqlite3
from collections.abc import Iterable
from typing import NamedTuple

from bizenv_cli.index import Index
from bizenv_cli.query.columns import names
from bizenv_cli.query.named import Named
from bizenv_cli.query.plan import PlanHead, head_of
from bizenv_cli.query.rows import AmendmentRow, ErratumRow, TaskRow, amendment, erratum
from bizenv_cli.query.tasks import Filters, Role, by_body, select, through_collectives


class AliasRow(NamedTuple):
    """Another spelling of a unit, and whether the equation is certain or presumed."""

    name: str
    basis: str
    because: str


class Charge(NamedTuple):
    """An indicator, action or treatment that a unit or an official heads."""

    scope: str
    subject: str
    officials: tuple[str, ...]


class UnitProfile(NamedTuple):
    """A unit: names, charges, and its tasks by deadline.

    Attributes:
        covers, presumed_covers: for a collective unit, whom it reaches.
        collectives: for a single unit, the collective names that reach it.
        leads, supports: its tasks; one it both leads and supports stands among `leads` alone.
        through: the tasks that reach it only through a collective name.
        by_body: the tasks of what the body has it lead, and which the annex gives to others; it may support some.
    """

    head: PlanHead
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
    by_body: tuple[TaskRow, ...]


class OfficialProfile(NamedTuple):
    """An official: what he or she heads, and the tasks of it by deadline."""

    head: PlanHead
    name: str
    charges: tuple[Charge, ...]
    tasks: tuple[TaskRow, ...]


class SubGroup(NamedTuple):
    """A part of an indicator or action with its own heading: a sub-indicator or a 工作任务."""

    name: str
    benchmark_cities: tuple[str, ...] = ()
    goal: str | None = None
    pilots: tuple[str, ...] = ()
    tasks: tuple[TaskRow, ...] = ()


class GroupProfile(NamedTuple):
    """An indicator or an action with its parts, in the notice's order."""

    head: PlanHead
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


def unit(index: Index, named: Named, filters: Filters, role: Role = "any") -> UnitProfile:
    """Return a unit of one plan; `filters` narrow its tasks, `role` leaves out the other role."""
    key = (named.plan, named.name)
    row = index.one("SELECT * FROM main.unit WHERE plan = ? AND name = ?", key)
    aliases = index.rows(
        "SELECT name, basis, because FROM main.unit_name WHERE plan = ? AND unit = ? AND ord > 0 ORDER BY ord",
        key,
    )
    covered = index.rows(
        "SELECT cover.unit, basis FROM main.unit_cover AS cover"
        " JOIN main.unit AS unit ON unit.plan = cover.plan AND unit.name = cover.unit"
        " WHERE cover.plan = ? AND collective = ? ORDER BY unit.ord",
        key,
    )
    reached = index.rows(
        "SELECT collective FROM main.unit_cover AS cover"
        " JOIN main.unit AS unit ON unit.plan = cover.plan AND unit.name = cover.collective"
        " WHERE cover.plan = ? AND cover.unit = ? ORDER BY unit.ord",
        key,
    )
    leads = tuple(select(index, filters._replace(units=(named,), role="lead"), order="deadline"))
    led = {task.id for task in leads}
    supports = select(index, filters._replace(units=(named,), role="support"), order="deadline")
    return UnitProfile(
        head=head_of(index, named.plan),
        name=named.name,
        kind=row["kind"],
        note=row["note"],
        aliases=tuple(AliasRow(alias["name"], alias["basis"], alias["because"]) for alias in aliases),
        covers=tuple(cover["unit"] for cover in covered if cover["basis"] == "certain"),
        presumed_covers=tuple(cover["unit"] for cover in covered if cover["basis"] == "presumed"),
        collectives=tuple(cover["collective"] for cover in reached),
        charges=_charges(index, "unit", named),
        leads=() if role == "support" else tuple(task._replace(role="lead") for task in leads),
        supports=()
        if role == "lead"
        else tuple(task._replace(role="support") for task in supports if task.id not in led),
        through=tuple(through_collectives(index, named, filters)),
        by_body=tuple(by_body(index, named, filters)),
    )


def official(index: Index, named: Named, filters: Filters) -> OfficialProfile:
    """Return an official of one plan; `filters` narrow the tasks."""
    narrowed = filters._replace(official=named.name, plan=named.plan)
    tasks = tuple(select(index, narrowed, order="deadline"))
    charges = _charges(index, "official", named)
    return OfficialProfile(head_of(index, named.plan), named.name, charges, tasks)


def indicator(index: Index, named: Named, filters: Filters) -> GroupProfile:
    """Return an indicator of one plan with all its sub-indicators, or with the one that was asked for."""
    key = (named.plan, named.name)
    row = index.one("SELECT * FROM main.indicator WHERE plan = ? AND name = ?", key)
    narrowed = filters._replace(indicator=named.name, sub_indicator=named.sub, plan=named.plan)
    tasks = tuple(select(index, narrowed))
    subs = index.rows("SELECT * FROM main.sub_indicator WHERE plan = ? AND indicator = ? ORDER BY ord", key)
    if subs:
        parts = [
            _part(sub["name"], sub, [task for task in tasks if task.sub_indicator == sub["name"]])
            for sub in subs
            if named.sub in (None, sub["name"])
        ]
    else:
        parts = [_part("", row, tasks)]
    return GroupProfile(
        head=head_of(index, named.plan),
        scope="indicator",
        order=row["ord"],
        name=row["name"],
        body_name=row["body_name"],
        body_goal=row["body_goal"],
        lead_officials=names(row["lead_officials"]),
        lead=names(row["lead"]),
        support=names(row["support"]),
        errata=_errata(index, "indicator", named),
        amendments=_amendments(index, "indicator", named),
        parts=tuple(parts),
    )


def action(index: Index, named: Named, filters: Filters) -> GroupProfile:
    """Return a special action of one plan with its work tasks."""
    key = (named.plan, named.name)
    row = index.one("SELECT * FROM main.action WHERE plan = ? AND name = ?", key)
    tasks = tuple(select(index, filters._replace(action=named.name, plan=named.plan)))
    works = index.rows("SELECT seq, text FROM main.work_task WHERE plan = ? AND action = ? ORDER BY seq", key)
    parts = [
        SubGroup(
            f"{work['seq']}. {work['text']}",
            tasks=tuple(task for task in tasks if task.work_task_seq == work["seq"]),
        )
        for work in works
    ]
    return GroupProfile(
        head=head_of(index, named.plan),
        scope="action",
        order=row["ord"],
        name=row["name"],
        body_name=None,
        body_goal=None,
        lead_officials=names(row["lead_officials"]),
        lead=(row["lead_unit"],) if row["lead_unit"] else (),
        support=names(row["support"]),
        errata=_errata(index, "action", named),
        amendments=_amendments(index, "action", named),
        parts=tuple(parts),
    )


def _part(name: str, row: sqlite3.Row, tasks: Iterable[TaskRow]) -> SubGroup:
    kept = tuple(tasks)
    pilots = dict.fromkeys(task.pilot for task in kept if task.pilot)
    return SubGroup(name, names(row["benchmark_cities"]), row["goal"], tuple(pilots) or (row["pilot"],), kept)


def _charges(index: Index, column: str, named: Named) -> tuple[Charge, ...]:
    rows = index.rows(
        f"SELECT scope, subject, ord FROM main.charge WHERE plan = ? AND {column} = ?"
        " ORDER BY CASE scope WHEN 'indicator' THEN 1 WHEN 'action' THEN 2 ELSE 3 END, ord",
        [named.plan, named.name],
    )
    leaders = "SELECT official FROM main.charge WHERE plan = ? AND scope = ? AND subject = ? AND official IS NOT NULL"
    return tuple(
        Charge(
            row["scope"],
            row["subject"],
            tuple(
                leader["official"]
                for leader in index.rows(leaders, [named.plan, row["scope"], row["subject"]])
            ),
        )
        for row in rows
    )


def _errata(index: Index, scope: str, named: Named) -> tuple[ErratumRow, ...]:
    sql = (
        "SELECT erratum.*, asked.key AS plan FROM main.erratum AS erratum JOIN temp.asked ON no = erratum.plan"
        " WHERE erratum.plan = ? AND scope = ? AND subject = ? ORDER BY ord"
    )
    return tuple(erratum(row) for row in index.rows(sql, [named.plan, scope, named.name]))


def _amendments(index: Index, scope: str, named: Named) -> tuple[AmendmentRow, ...]:
    sql = "SELECT * FROM main.amendment WHERE plan = ? AND scope = ? AND subject = ? ORDER BY ord"
    return tuple(amendment(row) for row in index.rows(sql, [named.plan, scope, named.name]))
