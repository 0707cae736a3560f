"""The directories: every unit, official, indicator and action, with counts, in the notice's order."""

import sqlite3
from dataclasses import dataclass
from datetime import date

from bizenv_cli.index import Index
from bizenv_cli.query.columns import day, names


@dataclass(frozen=True, slots=True)
class Counts:
    """How a unit, official, indicator or action stands at the index's day."""

    total: int
    open: int
    overdue: int
    next_deadline: date | None


@dataclass(frozen=True, slots=True)
class UnitEntry:
    """A unit with what it leads and supports; `counts` are of what it leads."""

    name: str
    kind: str
    aliases: tuple[str, ...]
    lead: int
    support: int
    counts: Counts


@dataclass(frozen=True, slots=True)
class OfficialEntry:
    """An official with the indicators, actions and treatments in his or her charge."""

    name: str
    indicators: tuple[str, ...]
    actions: tuple[str, ...]
    treatments: tuple[str, ...]
    counts: Counts


@dataclass(frozen=True, slots=True)
class GroupEntry:
    """An indicator or an action: its leaders, its lead and supporting units as the body gives them."""

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
            row["name"],
            row["kind"],
            names(row["aliases"]),
            row["lead"],
            row["support"],
            Counts(row["lead"], row["open"], row["overdue"], day(row["next_deadline"])),
        )
        for row in index.rows("SELECT * FROM units ORDER BY ord")
    )


def officials(index: Index) -> tuple[OfficialEntry, ...]:
    """Return every 指标长 and 牵头区领导."""
    return tuple(
        OfficialEntry(
            row["name"],
            names(row["indicators"]),
            names(row["actions"]),
            names(row["treatments"]),
            _counts(row),
        )
        for row in index.rows("SELECT * FROM officials ORDER BY ord")
    )


def indicators(index: Index) -> tuple[GroupEntry, ...]:
    """Return the 18 indicators."""
    return tuple(
        GroupEntry(
            row["ord"],
            row["name"],
            names(row["lead_officials"]),
            names(row["lead"]),
            names(row["support"]),
            row["goal"],
            names(row["benchmark_cities"]),
            _counts(row),
        )
        for row in index.rows("SELECT * FROM indicators ORDER BY ord")
    )


def actions(index: Index) -> tuple[GroupEntry, ...]:
    """Return the five special actions; `lead` holds the one 总责任单位."""
    return tuple(
        GroupEntry(
            row["ord"],
            row["name"],
            names(row["lead_officials"]),
            (row["lead_unit"],),
            names(row["support"]),
            None,
            (),
            _counts(row),
        )
        for row in index.rows("SELECT * FROM actions ORDER BY ord")
    )


def _counts(row: sqlite3.Row) -> Counts:
    return Counts(row["total"], row["open"], row["overdue"], day(row["next_deadline"]))
