"""What changed in what was recorded: the entries that ledgers gained, and those that are gone from them."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from bizenv_cli.history.deadlines import Extension, alike, amended, extended, standing
from bizenv_cli.history.event import Event, Sides, group_name
from bizenv_cli.model import Entry, Ledger
from bizenv_cli.model.ledger import Extend
from bizenv_cli.registry import File


def ledger_changes(
    sides: Sides, gone: Iterable[File[Ledger]], come: Iterable[File[Ledger]], plan: Sequence[Event]
) -> Iterator[Event]:
    """Yield what ledgers gained, in the order of the days; then what is gone, which no ledger may lose.

    Args:
        sides: the two registries, whole.
        gone, come: the ledgers of either that the other has not, or not so.
        plan: what changed in the plan at the same time, which counts first.
    """
    before, after = Counter(_entries(sides, gone, later=False)), Counter(_entries(sides, come, later=True))
    known: dict[str, dict[Extension, int]] = {}
    for unit, entry in sorted((after - before).elements(), key=lambda item: item[1].date):
        if entry.event == "extend":
            if entry.task not in known:
                known[entry.task] = _earlier(sides, entry.task, plan)
            yield _extension(sides, unit, entry, known[entry.task])
        else:
            yield _event(sides, entry.event, unit, entry)
    for unit, entry in (before - after).elements():
        yield _event(sides, "rewritten", unit, entry)


def _earlier(sides: Sides, task: str, plan: Sequence[Event]) -> dict[Extension, int]:
    """Return the moves of a task's deadline before those that the ledgers gained, under names of no matter."""
    found: dict[Extension, int] = {}
    if before := sides.tasks_before.get(task):
        found |= extended(sides.before, before)
        number = sides.before.plan.record.number if sides.before.plan else ""
        found |= {("", str(at)): days for at, days in enumerate(amended(before.task, number))}
    moved = [event.days for event in plan if event.subject == task and event.nth and event.days]
    return found | {("plan", str(at)): days for at, days in enumerate(moved)}


def _entries(sides: Sides, files: Iterable[File[Ledger]], *, later: bool) -> list[tuple[str, Entry]]:
    return [
        (sides.canonical(file.record.unit, later=later), entry)
        for file in files
        for entry in file.record.entries
    ]


def _extension(sides: Sides, unit: str, entry: Extend, known: dict[Extension, int]) -> Event:
    """Return a deadline moved by a ledger; `known` are the moves before it, to which it is added."""
    task = sides.tasks_after.get(entry.task)
    current = task.task.deadline if task else None
    for file in sides.after.ledgers:
        if entry in file.record.entries and sides.canonical(file.record.unit, later=True) == unit:
            earlier = file.record.entries[: file.record.entries.index(entry)]
            for item in standing(earlier):
                if item.task == entry.task and item.event == "extend":
                    current = item.to
    days = (entry.to - current).days if current else None
    known.setdefault((str(entry.to), entry.approval), days or 1)
    kind = "advanced" if days is not None and days < 0 else "extended"
    nth = alike([*known.values()], days or 1)
    before, after = str(current) if current else None, str(entry.to)
    event = _event(sides, kind, unit, entry)
    return event._replace(
        field="deadline", before=before, after=after, days=days, nth=nth, authority=entry.approval
    )


def _event(sides: Sides, kind: str, unit: str, entry: Entry) -> Event:
    task = sides.tasks_after.get(entry.task)
    return Event(
        kind, "task", entry.task, units=(unit,), group=group_name(task) if task else "", unit=unit,
        date=str(entry.date), note=entry.note, entry=entry,
    )  # fmt: skip
