"""How a task stands, from which day on: what its amendments and its units' ledgers make of it.

The fold is over days: what was recorded on a day counts from that day on. The rules are those of the ledger:

* A unit's part is done when it says so and the office has not sent that back; accepted when the office says so after.
* A task is done when every unit that leads it has done its part; the part of a collective unit that the notice
  spells out is done, too, when each unit of it has done its own.
* A task that names no leading unit is done when any unit says so.
* The deadline in force is the newest that an amendment or an extension set.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import groupby
from typing import NamedTuple

from bizenv_cli.amendments import former
from bizenv_cli.dates import parse_iso_day
from bizenv_cli.model import IndicatorTask, Measure, TaskEvent
from bizenv_cli.registry import Registry, TaskEntry
from bizenv_cli.voiding import on_tasks

_FORECASTS = ("unlikely", "likely", "able")  # the worst first


class Recorded(NamedTuple):
    """An entry that counts, with the unit that recorded it and its position in that unit's file."""

    unit: str
    at: int
    entry: TaskEvent


class Standing(NamedTuple):
    """How a task stands from a day on, until the next.

    Attributes:
        since: that day; None from the beginning.
        deadline: the one in force.
        extensions: how many times it was extended.
        completed: the day the last of its leading units was done; None while one is not.
        accepted: the day the office accepted the last of their parts.
        last_report: the day of the last 签收, 进展 or 办结 by any unit.
        urged: the colour of the last 督办单.
        percent: how much is done by the leading units' own estimates, the least of them; None where one gave none.
        forecast: what they expect, the worst of it; None where nobody said.
    """

    since: date | None
    deadline: date | None
    extensions: int = 0
    completed: date | None = None
    accepted: date | None = None
    last_report: date | None = None
    urged: str | None = None
    percent: int | None = None
    forecast: str | None = None


class Order(NamedTuple):
    """A deadline that the plan itself gave.

    Attributes:
        since: the day from which it did; None for the beginning.
        authority: the document that changed it; None for the notice.
    """

    since: date | None
    deadline: date | None
    authority: str | None = None
    because: str | None = None


class Move(NamedTuple):
    """A deadline moved, by a document that amends the plan or by an extension that a unit was granted.

    Attributes:
        day: on which it was moved.
        unit: whose ledger records the extension; None for an amendment.
        before, to: the deadlines in force; None where there was none.
    """

    day: date
    unit: str | None
    before: date | None
    to: date | None
    authority: str
    note: str | None


class Part(NamedTuple):
    """What one unit has done of a task.

    Attributes:
        completed: the day it was done; None while it is not, or was sent back.
        accepted: the day the office accepted it.
        reported: the day of the unit's last 签收, 进展 or 办结; None before the first.
        percent, forecast: its last estimate of what is done, and whether it expects to meet the deadline.
    """

    completed: date | None = None
    accepted: date | None = None
    reported: date | None = None
    percent: int | None = None
    forecast: str | None = None


class Stretch(NamedTuple):
    """How a unit's part stands from a day on; `event` is what it recorded last, on that day."""

    unit: str
    since: date
    part: Part
    event: str


def recorded(registry: Registry) -> dict[str, list[Recorded]]:
    """Return the entries that count, by task, in the order of their days; on one day in the order of the files."""
    by_task: dict[str, list[Recorded]] = {}
    for file in registry.ledgers:
        for at, entry in on_tasks(file.record.entries):
            by_task.setdefault(entry.task, []).append(Recorded(file.record.unit, at, entry))
    for entries in by_task.values():
        entries.sort(key=lambda item: item.entry.date)
    return by_task


def members(registry: Registry) -> dict[str, tuple[str, ...]]:
    """Return the units of each collective unit whose every unit the notice names; what is only presumed binds nobody."""
    return {
        unit.name: unit.covers
        for unit in (registry.units.record.units if registry.units else ())
        if unit.kind == "collective" and unit.covers and not unit.presumed_covers
    }


def of_task(registry: Registry, task_id: str) -> Standing:
    """Return how one task stands after all that is recorded."""
    entry = next(task for task in registry.tasks() if task.id == task_id)
    number = registry.plan.record.number if registry.plan else ""
    told = recorded(registry).get(task_id, ())
    return fold(orders(entry.task, number), leading(registry, entry), members(registry), told)[0][-1]


def leading(registry: Registry, entry: TaskEntry) -> list[str]:
    """Return the units that lead a task, by canonical name."""
    return list(dict.fromkeys(registry.unit_names[name] for name in entry.task.lead))


def after(part: Part, entry: TaskEvent) -> Part:
    """Return what a unit's part is after one more entry."""
    match entry.event:
        case "done":
            return Part(entry.completed or entry.date, None, entry.date, percent=100)
        case "return":
            return part._replace(completed=None, accepted=None, percent=None)
        case "accept":
            return part._replace(accepted=entry.date)
        case "receive":
            return part._replace(reported=entry.date)
        case "progress":
            percent = part.percent if entry.percent is None else entry.percent
            return part._replace(
                reported=entry.date, percent=percent, forecast=entry.forecast or part.forecast
            )
    return part


def orders(task: IndicatorTask | Measure, number: str) -> list[Order]:
    """Return each deadline that the plan gave, the first from the beginning.

    Args:
        number: the notice's own; an amendment on its word puts a slip of the transcription right, and moved nothing.
    """
    changes = [
        amendment
        for amendment in task.amendments
        if amendment.authority != number and "deadline" in (amendment.was or {})
    ]
    former_days = [former(amendment, "deadline") for amendment in changes]
    values = [*(parse_iso_day(str(was)) if was else None for was in former_days), task.deadline]
    later = [
        Order(change.date, value, change.authority, change.because)
        for change, value in zip(changes, values[1:], strict=True)
    ]
    return [Order(None, values[0]), *later]


def fold(
    given: Sequence[Order],
    lead: Collection[str],
    members: Mapping[str, Sequence[str]],
    entries: Iterable[Recorded],
) -> tuple[list[Standing], list[Move]]:
    """Return how a task stands, one row for each day on which that changed, and every move of its deadline.

    Args:
        given: the deadlines that the plan gave, as `orders` returns them.
        lead: the leading units by canonical name.
        members: the units of each collective unit whose every unit the notice names.
        entries: what is recorded of the task and counts, in the order of the days.
    """
    folding = _Folding(given[0].deadline)
    rows = [folding.standing(None, lead, members)]
    ordered = {order.since: order for order in given[1:] if order.since}
    by_day = {day: list(found) for day, found in groupby(entries, key=lambda item: item.entry.date)}
    for day in sorted({*ordered, *by_day}):
        if day in ordered:
            _, deadline, authority, because = ordered[day]
            folding.move(Move(day, None, folding.deadline, deadline, authority or "", because))
        for item in by_day.get(day, ()):
            folding.add(item)
        row = folding.standing(day, lead, members)
        if row._replace(since=None) != rows[-1]._replace(since=None):
            rows.append(row)
    return rows, folding.moves


def stretches(entries: Iterable[Recorded]) -> Iterator[Stretch]:
    """Yield how each unit's part of a task stands from each day on which it recorded something, by day."""
    parts: dict[str, Part] = {}
    for day, found in groupby(entries, key=lambda item: item.entry.date):
        last: dict[str, str] = {}
        for unit, _, entry in found:
            parts[unit] = after(parts.get(unit, Part()), entry)
            last[unit] = entry.event
        for unit, event in last.items():
            yield Stretch(unit, day, parts[unit], event)


@dataclass
class _Folding:
    """What has been recorded so far."""

    deadline: date | None
    moves: list[Move] = field(default_factory=list)
    parts: dict[str, Part] = field(default_factory=dict)
    urged: str | None = None

    def add(self, item: Recorded) -> None:
        unit, _, entry = item
        self.parts[unit] = after(self.parts.get(unit, Part()), entry)
        if entry.event == "urge":
            self.urged = entry.color
        elif entry.event == "extend":
            self.move(Move(entry.date, unit, self.deadline, entry.to, entry.approval, entry.note))

    def move(self, move: Move) -> None:
        if move.to != self.deadline:  # each of several leading units may record one extension
            self.moves.append(move)
            self.deadline = move.to

    def standing(
        self, since: date | None, lead: Collection[str], members: Mapping[str, Sequence[str]]
    ) -> Standing:
        parts = list(self._leading(lead, members))
        return Standing(
            since,
            self.deadline,
            sum(1 for move in self.moves if move.unit),
            _last(part.completed for part in parts),
            _last(part.accepted for part in parts),
            max((part.reported for part in self.parts.values() if part.reported), default=None),
            self.urged,
            _least([part.percent for part in parts]),
            _worst(part.forecast for part in parts if not part.completed),
        )

    def _leading(self, lead: Collection[str], members: Mapping[str, Sequence[str]]) -> Iterator[Part]:
        """Yield the parts that must all be done."""
        if not lead:
            done = [part for part in self.parts.values() if part.completed]
            yield from done or [Part()]
        for unit in lead:
            own = self.parts.get(unit, Part())
            inner = [self.parts.get(member, Part()) for member in members.get(unit, ())]
            if own.completed or not inner:
                yield own
            else:
                yield from inner


def _least(estimates: Sequence[int | None]) -> int | None:
    """Return the least of some estimates; None where one is missing."""
    given = [estimate for estimate in estimates if estimate is not None]
    return min(given) if given and len(given) == len(estimates) else None


def _worst(forecasts: Iterable[str | None]) -> str | None:
    given = set(forecasts)
    return next((forecast for forecast in _FORECASTS if forecast in given), None)


def _last(days: Iterable[date | None]) -> date | None:
    """Return the last of some days; None where one of them is not there yet."""
    found = list(days)
    return max((day for day in found if day), default=None) if all(found) else None
