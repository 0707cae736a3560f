"""What changed in what was recorded: the entries that ledgers gained, and those that are gone from them."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from bizenv_cli.history.event import Event, Sides, group_name
from bizenv_cli.history.standings import moves
from bizenv_cli.model import Entry, Ledger
from bizenv_cli.model.ledger import Extend
from bizenv_cli.registry import File
from bizenv_cli.standing import Move


def ledger_changes(
    sides: Sides, gone: Iterable[File[Ledger]], come: Iterable[File[Ledger]]
) -> Iterator[Event]:
    """Yield what ledgers gained, in the order of the days; then what is gone, which no ledger may lose.

    Args:
        sides: the two registries, whole.
        gone, come: the ledgers of either that the other has not, or not so.
    """
    before, after = Counter(_entries(sides, gone, later=False)), Counter(_entries(sides, come, later=True))
    for unit, entry in sorted((after - before).elements(), key=lambda item: item[1].date):
        if entry.event == "extend":
            yield _extension(sides, unit, entry)
        else:
            yield _event(sides, entry.event, unit, entry)
    for unit, entry in (before - after).elements():
        yield _event(sides, "rewritten", unit, entry)


def _entries(sides: Sides, files: Iterable[File[Ledger]], *, later: bool) -> list[tuple[str, Entry]]:
    return [
        (sides.canonical(file.record.unit, later=later), entry)
        for file in files
        for entry in file.record.entries
    ]


def _extension(sides: Sides, unit: str, entry: Extend) -> Event:
    """Return a deadline moved by a ledger; of one that is voided again, what it would have moved."""
    task = sides.tasks_after.get(entry.task)
    known = moves(sides.after, task) if task else []
    own = [move for move in known if (move.unit, move.day, move.to) == (unit, entry.date, entry.to)]
    move = next(iter(own or [move for move in known if move.unit and move.to == entry.to]), None)
    nth = sum(1 for other in known[: known.index(move) + 1] if other.unit) if move else None
    current = move.before if move else _deadline_on(sides, entry, known)
    return _event(sides, "extended", unit, entry)._replace(
        kind="advanced" if current and entry.to < current else "extended",
        field="deadline",
        before=str(current) if current else None,
        after=str(entry.to),
        days=(entry.to - current).days if current else None,
        nth=nth,
        authority=entry.approval,
    )


def _deadline_on(sides: Sides, entry: Extend, known: Sequence[Move]) -> date | None:
    task = sides.tasks_after.get(entry.task)
    earlier = [move.to for move in known if move.day <= entry.date]
    later = [move.before for move in known]
    return (earlier[-1:] or later[:1] or [task.task.deadline if task else None])[0]


def _event(sides: Sides, kind: str, unit: str, entry: Entry) -> Event:
    scope, subject = _about(entry)
    task = sides.tasks_after.get(subject) if scope == "task" else None
    return Event(
        kind, scope, subject, units=(unit,), group=group_name(task) if task else "", unit=unit,
        date=str(entry.date), note=entry.note, entry=entry,
    )  # fmt: skip


def _about(entry: Entry) -> tuple[str, str]:
    """Return the scope and the id of what an entry is about."""
    named = ((scope, getattr(entry, scope, None)) for scope in ("task", "target", "duty"))
    return next((scope, subject) for scope, subject in named if subject)
