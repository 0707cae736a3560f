"""The directories: every unit, official, indicator and action, with counts, in the notice's order."""

import sqlite3
from datetime import date
from typing import NamedTuple

from bizenv_cli.index import Index
from bizenv_cli.query.columns import day, names

_IN_ORDER = "SELECT {0}.* FROM {0} JOIN temp.asked ON asked.key = {0}.plan ORDER BY asked.position, {0}.ord"


class Counts(NamedTuple):
    """How a unit, official, indicator or action stands at the index's day."""

    total: int
    open: int
    overdue: int
    next_deadline: date | None


class UnitEntry(NamedTuple):
    """A unit with what it leads and supports; `counts` are of what it leads."""

    plan: str
    name: str
    kind: str
    aliases: tuple[str, ...]
    lead: int
    support: int
    counts: Counts


class OfficialEntry(NamedTuple):
    """An official with the indicators, actions and treatments in his or her charge."""

    plan: str
    name: str
    indicators: tuple[str, ...]
    actions: tuple[str, ...]
    treatments: tuple[str, ...]
    counts: Counts


class GroupEntry(NamedTuple):
    """An indicator or an action: its leaders, its lead and supporting units as the body gives them."""

    plan: str
    order: int
    name: str
    lead_officials: tuple[str, ...]
    lead: tuple[str, ...]
    support: tuple[str, ...]
    goal: str | None
    benchmark_cities: tuple[str, ...]
    counts: Counts


def units(index: Index) -> tuple[UnitEntry, ...]:
    """Return every unit; those that neither lead nor support a task are left in, with zeros."""
    return tuple(
        UnitEntry(
            row["plan"],
            row["name"],
            row["kind"],
            names(row["aliases"]),
            row["lead"],
            row["support"],
            Counts(row["lead"], row["open"], row["overdue"], day(row["next_deadline"])),
        )
        for row in index.rows(_IN_ORDER.format("units"))
    )


def officials(index: Index) -> tuple[OfficialEntry, ...]:
    """Return every 指标长 and 牵头区领导."""
    return tuple(
        OfficialEntry(
            row["plan"],
            row["name"],
            names(row["indicators"]),
            names(row["actions"]),
            names(row["treatments"]),
            counts(row),
        )
        for row in index.rows(_IN_ORDER.format("officials"))
    )


def indicators(index: Index) -> tuple[GroupEntry, ...]:
    """Return the indicators of 附件1."""
    return tuple(
        GroupEntry(
            row["plan"],
            row["ord"],
            row["name"],
            names(row["lead_officials"]),
            names(row["lead"]),
            names(row["support"]),
            row["goal"],
            names(row["benchmark_cities"]),
            counts(row),
        )
        for row in index.rows(_IN_ORDER.format("indicators"))
    )


def actions(index: Index) -> tuple[GroupEntry, ...]:
    """Return the special actions; `lead` holds the one 总责任单位."""
    return tuple(
        GroupEntry(
            row["plan"],
            row["ord"],
            row["name"],
            names(row["lead_officials"]),
            (row["lead_unit"],) if row["lead_unit"] else (),
            names(row["support"]),
            None,
            (),
            counts(row),
        )
        for row in index.rows(_IN_ORDER.format("actions"))
    )


def counts(row: sqlite3.Row) -> Counts:
    """Return the counts that a directory view's row has."""
    return Counts(row["total"], row["open"], row["overdue"], day(row["next_deadline"]))
