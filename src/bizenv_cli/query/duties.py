"""The recurring duties: each time that one is owed, by whom, and whether it was fulfilled on the index's day."""

import json
from datetime import date
from typing import Any, Literal, NamedTuple

from bizenv_cli.errors import BadCallError
from bizenv_cli.ids import lettered
from bizenv_cli.index import Index
from bizenv_cli.query.columns import day, names
from bizenv_cli.query.named import Named

DutyStatus = Literal["done", "overdue", "due-soon", "open"]

_UNIT = (
    "EXISTS (SELECT 1 FROM json_each(?) AS wanted JOIN temp.asked ON asked.no = json_extract(wanted.value, '$[0]')"
    " WHERE asked.key = duties.plan"
    " AND json_extract(wanted.value, '$[1]') IN (SELECT value FROM json_each(duties.units)))"
)


class DutyRow(NamedTuple):
    """One time that a duty is owed by one unit, or by one group through its lead units; names are those of the YAML keys.

    Attributes:
        plan: the key of its plan.
        deadline: the day by which it is due; a rest day does not move it.
        units: canonical names of those who may fulfil it.
        fulfilled: the first day on which it was fulfilled.
        days: days from the index's day to the deadline; negative when past.
    """

    plan: str
    id: str
    duty: str
    report_to: str | None
    period: str
    deadline: date
    indicator: str | None
    action: str | None
    treatment: str | None
    units: tuple[str, ...]
    fulfilled: date | None
    status: DutyStatus
    days: int

    @property
    def subject(self) -> str:
        """The group whose duty it is; nothing for a unit's own."""
        return self.indicator or self.action or self.treatment or ""


class DutyText(NamedTuple):
    """What the notice says of a duty, where, and what was inferred."""

    plan: str
    id: str
    words: str
    at: str
    because: str | None


class DutyFilters(NamedTuple):
    """What a listing of duties is narrowed to; every name is canonical, both days are included."""

    first: date | None = None
    last: date | None = None
    units: tuple[Named, ...] = ()
    indicator: str | None = None
    action: str | None = None
    statuses: tuple[str, ...] = ()

    def where(self) -> tuple[str, list[Any]]:
        """Return the SQL condition on the view ``duties`` and its parameters."""
        conditions, parameters = ["1"], list[Any]()
        for condition, value in (
            ("deadline >= ?", self.first and self.first.isoformat()),
            ("deadline <= ?", self.last and self.last.isoformat()),
            ("indicator = ?", self.indicator),
            ("action = ?", self.action),
        ):
            if value is not None:
                conditions.append(condition)
                parameters.append(value)
        if self.units:
            conditions.append(_UNIT)
            parameters.append(json.dumps([[unit.plan, unit.name] for unit in self.units], ensure_ascii=False))
        if self.statuses:
            conditions.append(f"status IN ({', '.join('?' * len(self.statuses))})")
            parameters += self.statuses
        return " AND ".join(conditions), parameters


def duties(index: Index, filters: DutyFilters) -> tuple[DutyRow, ...]:
    """Return what falls due, by day, then in the notice's order."""
    where, parameters = filters.where()
    rows = index.rows(f"SELECT * FROM duties WHERE {where} ORDER BY deadline, ord, party", parameters)
    return tuple(
        DutyRow(
            row["plan"],
            row["id"],
            row["duty"],
            row["report_to"],
            row["period"],
            date.fromisoformat(row["deadline"]),
            row["indicator"],
            row["action"],
            row["treatment"],
            names(row["units"]),
            day(row["fulfilled"]),
            row["status"],
            row["days"],
        )
        for row in rows
    )


class DutyName(NamedTuple):
    """A duty by its plan's inner number and its own, and its id as it is written."""

    plan: int
    at: int
    id: str


def named(index: Index, typed: str) -> DutyName:
    """Return the duty written like ``D3``, ``3``, ``职责3`` or ``qsh2023:D3``.

    Raises:
        BadCallError: there is no such duty, or several plans have one.
    """
    key, number = lettered(typed, "D") or (None, None)
    rows = index.rows(
        "SELECT duty.plan, duty.ord, duty.id, asked.key FROM temp.asked JOIN main.duty AS duty ON duty.plan = asked.no"
        " ORDER BY position, duty.ord"
    )
    found = [row for row in rows if row["ord"] == number and key in (None, row["key"])]
    if len(found) == 1:
        return DutyName(*tuple(found[0])[:3])
    if found:
        raise BadCallError(f"{len(found)} 个方案都有职责「{typed}」，如 {found[0]['id']}。请写上方案代号")
    known = (
        f"有 {'、'.join(row['id'] for row in rows[:9])}，见 bizenv duties" if rows else "清单里没有例行职责"
    )
    raise BadCallError(f"没有职责「{typed}」。{known}")


def owing(index: Index, duty: DutyName, scope: str, subject: str) -> tuple[str, ...]:
    """Return the units that may fulfil a duty, of one group where one is named."""
    rows = index.rows(
        "SELECT units FROM main.duty_party WHERE plan = ? AND duty = ? AND coalesce(scope, '') = ?"
        " AND coalesce(subject, '') = ? ORDER BY at",
        [duty.plan, duty.at, scope, subject],
    )
    return tuple(dict.fromkeys(unit for row in rows for unit in names(row["units"])))


def last_by_unit(index: Index, name: DutyName) -> dict[str, dict[str, Any]]:
    """Return how a void names the last entry that counts of each unit on a duty."""
    rows = index.rows(
        "SELECT unit, date, period, scope, subject FROM main.fulfilment AS fulfilment"
        " JOIN main.duty_party AS party ON party.plan = fulfilment.plan AND party.duty = fulfilment.duty"
        " AND party.at = fulfilment.party"
        " WHERE fulfilment.plan = ? AND fulfilment.duty = ? ORDER BY fulfilment.at",
        [name.plan, name.at],
    )
    return {
        row["unit"]: {
            "period": row["period"],
            **({row["scope"]: row["subject"]} if row["scope"] else {}),
            "of": "fulfil",
            "dated": date.fromisoformat(row["date"]),
        }
        for row in rows
    }


def texts(index: Index) -> tuple[DutyText, ...]:
    """Return what the notice says of every duty, in its order."""
    rows = index.rows(
        "SELECT asked.key AS plan, id, words, at, because FROM temp.asked"
        " JOIN main.duty AS duty ON duty.plan = asked.no ORDER BY position, ord"
    )
    return tuple(DutyText(*row) for row in rows)
