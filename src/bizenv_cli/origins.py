"""Which commit gave each value of a task what it is: every value is followed back until the commit that set it."""

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from bizenv_cli.amendments import ISSUED, same, written
from bizenv_cli.chronicle import Chronicle
from bizenv_cli.commits import Commit, walk
from bizenv_cli.history import Sides
from bizenv_cli.model import Entry
from bizenv_cli.registry import Registry, TaskEntry

OWNER = "owner"
_OF_UNITS = ("lead", "support")
_TEXTS = ("measure", "deadline", "milestones")


class Value(NamedTuple):
    """One value of a task.

    Attributes:
        field: its key; `OWNER` for whose the task is, ``errata``, or the event of a ledger's entry.
        entry: of a ledger's entry, the unit and the entry.
    """

    field: str
    entry: tuple[str, Entry] | None = None


class Origin(NamedTuple):
    """Where a value comes from.

    Attributes:
        commit: the one that set it; None where it is not committed yet.
        is_cut: a shallow clone ends there: it may be older.
    """

    value: Value
    commit: Commit | None
    is_cut: bool = False


def values(registry: Registry, task: TaskEntry) -> list[Value]:
    """Return what there is to be asked of a task: its fields, and the last entry of each kind in the ledgers."""
    found = [Value(OWNER), *(Value(field) for field in ISSUED["task"] if field != "milestones")]
    found += [Value(field) for field in ("milestones", "errata") if getattr(task.task, field)]
    last: dict[str, tuple[str, Entry]] = {}
    for unit, entry in _entries(registry):
        if entry.subject == task.id and (entry.event not in last or last[entry.event][1].date <= entry.date):
            last[entry.event] = unit, entry
    by_day = sorted(last.values(), key=lambda item: item[1].date)
    return [*found, *(Value(entry.event, (unit, entry)) for unit, entry in by_day)]


def origins(chronicle: Chronicle, head: str, now: Registry, task: TaskEntry) -> list[Origin]:
    """Return where each value of a task comes from, in the order of `values`.

    Args:
        head: the commit to begin with.
        now: the registry as it is, committed or not.
        task: the task in it.
    """
    asked = values(now, task)
    found: dict[Value, Origin] = {}
    waiting: list[tuple[str | None, Sequence[str], list[Value]]] = [(None, (head,), asked)]
    while waiting:
        commit, parents, left = waiting.pop()
        for parent, registry in chronicle.bases(tuple(parents)):
            sides = Sides(registry, now)
            kept = left if registry is now else [value for value in left if _has(sides, task, value)]
            left = [value for value in left if value not in kept]
            if kept:
                waiting.append((parent, chronicle.parents(parent), kept))
        if left:
            told = next(walk(chronicle.repo, commit, only=True)) if commit else None
            is_cut = commit is not None and chronicle.is_cut(commit)
            found |= {value: Origin(value, told, is_cut) for value in left}
    return [found[value] for value in asked]


def owner(entry: TaskEntry) -> tuple[str, ...]:
    """Return whose a task is: its indicator and sub-indicator, or its action and work task."""
    if entry.indicator:
        return (
            entry.indicator.indicator,
            *([entry.sub_indicator.sub_indicator] if entry.sub_indicator else []),
        )
    action = entry.action.action if entry.action else ""
    return (action, f"工作任务 {entry.work_task.seq}" if entry.work_task else "")


def _has(sides: Sides, task: TaskEntry, value: Value) -> bool:
    """Tell whether the earlier registry has a value of a task as it is now."""
    if value.entry is not None:
        unit, entry = value.entry
        return any(
            entry in file.record.entries
            for file in sides.before.ledgers
            if sides.canonical(file.record.unit, later=False) == unit
        )
    before = sides.tasks_before.get(task.id)
    if before is None:
        return False
    if before.task is task.task and value.field not in (OWNER, *_OF_UNITS):
        return True
    old, new = (_said(sides, side, value.field, later=side is task) for side in (before, task))
    return old == new or (value.field in _TEXTS and same(old, new))


def _said(sides: Sides, entry: TaskEntry, field: str, *, later: bool) -> Any:
    """Return a value as it is compared: units by their canonical names, the rest as an amendment writes it."""
    if field == OWNER:
        return owner(entry)
    if field in _OF_UNITS:
        return [sides.canonical(name, later=later) for name in getattr(entry.task, field)]
    return written(entry.task, field) if field in _TEXTS else getattr(entry.task, field)


def _entries(registry: Registry) -> Iterator[tuple[str, Entry]]:
    names = registry.unit_names
    for file in registry.ledgers:
        for entry in file.record.entries:
            yield names.get(file.record.unit, file.record.unit), entry
