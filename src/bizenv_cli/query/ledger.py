"""What the ledger records: entries, and what each unit has done of a task."""

import json
import sqlite3
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, NamedTuple

from bizenv_cli.index import Index
from bizenv_cli.query.columns import day, names


class EntryRow(NamedTuple):
    """One entry; `voided` where a later one takes it back, and it counts no more."""

    plan: str
    id: str
    unit: str
    day: date
    event: str
    note: str | None
    evidence: tuple[str, ...]
    to: date | None
    approval: str | None
    color: str | None
    completed: date | None
    of: str | None
    dated: date | None
    percent: int | None
    forecast: str | None
    voided: bool
    path: str
    line: int


class PartRow(NamedTuple):
    """What one leading or supporting unit has recorded of a task.

    Attributes:
        role: lead, support, ``unnamed`` where the notice names no leading unit, or nothing for a unit of a collective one.
        completed: the day its part was done; None while it is not, or was sent back.
        accepted: the day the office accepted that.
        last_event, last_date: its last entry that counts; None where there is none.
    """

    unit: str
    role: str
    completed: date | None
    accepted: date | None
    last_event: str | None
    last_date: date | None


_ENTRIES = (
    'SELECT plan, id, unit, date, event, note, evidence, "to", approval, color, completed, "of", dated, percent, forecast, voided,'
    " path, line FROM entries"
)


def of_task(index: Index, plan: str, task_id: str) -> tuple[EntryRow, ...]:
    """Return the entries on a task up to the index's day, by day; on one day in the order of the units' names."""
    rows = index.rows(f"{_ENTRIES} WHERE plan = ? AND id = ? ORDER BY date, unit, at", [plan, task_id])
    return tuple(_entry(row) for row in rows)


def of_unit(index: Index, plan: str, unit: str) -> tuple[EntryRow, ...]:
    """Return the entries on tasks in a unit's file that are not taken back, up to the index's day, in their order."""
    rows = index.rows(f"{_ENTRIES} WHERE plan = ? AND unit = ? AND voided = 0 ORDER BY at", [plan, unit])
    return tuple(_entry(row) for row in rows)


def by_task(index: Index) -> dict[str, tuple[EntryRow, ...]]:
    """Return the entries on every task of the plans that are asked about, by the task's id, as `of_task` has them."""
    found: dict[str, list[EntryRow]] = {}
    for row in index.stream(f"{_ENTRIES} ORDER BY date, unit, at"):
        found.setdefault(row["id"], []).append(_entry(row))
    return {task: tuple(rows) for task, rows in found.items()}


def latest(index: Index, most: int) -> tuple[EntryRow, ...]:
    """Return the latest entries up to the index's day, the newest first."""
    rows = index.rows(f"{_ENTRIES} ORDER BY date DESC, ord, unit, at DESC LIMIT ?", [most])
    return tuple(_entry(row) for row in rows)


def leading(index: Index, ref: int) -> tuple[str, ...]:
    """Return the units that lead a task, by canonical name, as the notice lists them."""
    return names(index.one("SELECT lead_units FROM main.task WHERE ref = ?", [ref])["lead_units"])


_LAST = f"{_ENTRIES} WHERE voided = 0 AND event <> 'void'"


def last_by_unit(index: Index, plan: str, task_id: str) -> dict[str, EntryRow]:
    """Return the last entry that counts of each unit on a task, up to the index's day."""
    rows = index.rows(f"{_LAST} AND plan = ? AND id = ? ORDER BY at", [plan, task_id])
    return {row["unit"]: _entry(row) for row in rows}


class LastEntry(NamedTuple):
    """The last entry that counts in a unit's file: what it is about, and how a void names it."""

    scope: str
    id: str
    named: dict[str, Any]


def last_in_file(index: Index, plan: int, unit: str) -> LastEntry | None:
    """Return the last entry that counts in a unit's file, on a task, a target or a duty."""
    found = index.rows(
        """
        SELECT 'task' AS scope, task.id, entry.line, event AS of, date AS dated, NULL AS period, NULL AS party,
               NULL AS subject
          FROM main.entry AS entry JOIN main.task AS task ON task.ref = entry.task
         WHERE entry.plan = :plan AND unit = :unit AND voided = 0 AND event <> 'void'
        UNION ALL
        SELECT 'target', target.id, measurement.line, 'measure', date, NULL, NULL, NULL
          FROM main.measurement AS measurement
          JOIN main.target AS target ON target.plan = measurement.plan AND target.ord = measurement.target
         WHERE measurement.plan = :plan AND measurement.unit = :unit
        UNION ALL
        SELECT 'duty', duty.id, fulfilment.line, 'fulfil', date, period, party.scope, party.subject
          FROM main.fulfilment AS fulfilment
          JOIN main.duty AS duty ON duty.plan = fulfilment.plan AND duty.ord = fulfilment.duty
          JOIN main.duty_party AS party ON party.plan = duty.plan AND party.duty = duty.ord
                                       AND party.at = fulfilment.party
         WHERE fulfilment.plan = :plan AND fulfilment.unit = :unit
        ORDER BY 3 DESC LIMIT 1""",
        {"plan": plan, "unit": unit},
    )
    for row in found:
        group = {row["party"]: row["subject"]} if row["party"] else {}
        named = {"period": row["period"], **group, "of": row["of"], "dated": date.fromisoformat(row["dated"])}
        return LastEntry(row["scope"], row["id"], named)
    return None


def count(index: Index) -> int:
    """Return how many entries there are up to the index's day."""
    return int(
        index.one(
            "SELECT count(*) AS count FROM temp.asked JOIN main.entry AS entry ON entry.plan = asked.no"
            " WHERE entry.date <= asked.as_of"
        )["count"]
    )


_PARTS = (
    "FROM temp.asked JOIN main.part AS part"
    " ON part.plan = asked.no AND part.since <= asked.as_of AND asked.as_of < part.until"
)


def parts(index: Index, ref: int) -> tuple[PartRow, ...]:
    """Return what each unit that a task names, or that recorded something of it, has done; the leading units first."""
    plan = ref >> 20
    rows = index.rows("SELECT unit, role FROM main.task_unit WHERE plan = ? AND task = ?", [plan, ref])
    told = index.rows(f"SELECT part.* {_PARTS} WHERE part.task = ?", [ref])
    return _arranged(_units(index, plan), rows, told)


def parts_by_task(index: Index, plan: int) -> dict[str, tuple[PartRow, ...]]:
    """Return the same for every task of a plan of which something is recorded, by the task's id."""
    told: dict[int, list[sqlite3.Row]] = {}
    for row in index.stream(f"SELECT part.* {_PARTS} WHERE part.plan = ?", [plan]):
        told.setdefault(row["task"], []).append(row)
    if not told:
        return {}
    named: dict[int, list[sqlite3.Row]] = {}
    for row in index.stream("SELECT task, unit, role FROM main.task_unit WHERE plan = ?", [plan]):
        named.setdefault(row["task"], []).append(row)
    order = _units(index, plan)
    ids = index.stream("SELECT ref, id FROM main.task WHERE plan = ?", [plan])
    return {
        row["id"]: _arranged(order, named.get(row["ref"], []), told[row["ref"]])
        for row in ids
        if row["ref"] in told
    }


def _units(index: Index, plan: int) -> list[str]:
    """Return the names of a plan's units, as the notice lists them."""
    return [
        row["name"] for row in index.rows("SELECT name FROM main.unit WHERE plan = ? ORDER BY ord", [plan])
    ]


def _arranged(
    order: Sequence[str], rows: Iterable[sqlite3.Row], recorded: Iterable[sqlite3.Row]
) -> tuple[PartRow, ...]:
    """Return a task's parts, of the units in some order, from the rows of ``task_unit`` and of ``part``."""
    roles = {row["unit"]: row["role"] for row in sorted(rows, key=lambda row: row["role"], reverse=True)}
    told = {row["unit"]: row for row in recorded}
    other = "" if "lead" in roles.values() else "unnamed"
    units = [
        unit
        for role in ("lead", "support", other)
        for unit in order
        if roles.get(unit, other) == role and (unit in roles or unit in told)
    ]
    return tuple(_part(unit, roles.get(unit, other), told.get(unit)) for unit in units)


def _part(unit: str, role: str, row: sqlite3.Row | None) -> PartRow:
    if row is None:
        return PartRow(unit, role, None, None, None, None)
    return PartRow(unit, role, day(row["completed"]), day(row["accepted"]), row["event"], day(row["since"]))


def finished(index: Index, plan: int, unit: str) -> frozenset[str]:
    """Return the ids of the tasks of which a unit has done its part."""
    rows = index.rows(
        f"SELECT task.id {_PARTS} JOIN main.task AS task ON task.ref = part.task"
        " WHERE part.plan = ? AND part.unit = ? AND part.completed IS NOT NULL",
        [plan, unit],
    )
    return frozenset(row["id"] for row in rows)


def _entry(row: Any) -> EntryRow:
    return EntryRow(
        row["plan"],
        row["id"],
        row["unit"],
        date.fromisoformat(row["date"]),
        row["event"],
        row["note"],
        tuple(json.loads(row["evidence"])) if row["evidence"] else (),
        day(row["to"]),
        row["approval"],
        row["color"],
        day(row["completed"]),
        row["of"],
        day(row["dated"]),
        row["percent"],
        row["forecast"],
        bool(row["voided"]),
        row["path"],
        row["line"],
    )
