"""Two registries to what happened between them, in the domain's words; knows no git, no screen and no clock."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TypeVar

from bizenv_cli.history.directory import directory_changes
from bizenv_cli.history.event import Event, Sides
from bizenv_cli.history.judged import overlap_changes
from bizenv_cli.history.ordered import plan_changes
from bizenv_cli.history.recorded import ledger_changes
from bizenv_cli.history.standings import statuses
from bizenv_cli.model import Record
from bizenv_cli.pairing import Change
from bizenv_cli.registry import File, Registry

__all__ = ["Event", "Sides", "compare", "status_changes", "statuses"]

R = TypeVar("R", bound=Record)

# Of what comes first; of other things, tasks last.
_ORDER = {scope: at for at, scope in enumerate(("plan", "unit", "official", "indicator", "sub_indicator", "action", "work_task", "treatment"))}  # fmt: skip


def compare(before: Registry, after: Registry) -> list[Event]:
    """Return what changed in meaning: plan and directories first, then the tasks by number, then judged pairs and the ledgers.

    Comments, layout, the order of keys and the names of files mean nothing; nor does another spelling of the
    same unit, white space, or the width of punctuation.

    Args:
        before, after: registries that were read whole.
    """
    if before is after:
        return []
    sides = Sides(before, after)
    found = list(plan_changes(sides, _differing(before, after)))
    if not _same(before.units, after.units) or not _same(before.officials, after.officials):
        found += directory_changes(sides)
    found.sort(key=_place)
    gone, come = _left(before.ledgers, after.ledgers), _left(after.ledgers, before.ledgers)
    if not _same(before.overlaps, after.overlaps):
        found += overlap_changes(sides)
    return found + list(ledger_changes(sides, gone, come))


def status_changes(
    before: Registry, after: Registry, was: Mapping[str, str], now: Mapping[str, str]
) -> list[Event]:
    """Return the tasks of both registries whose status on a day differs, in the order of the later registry.

    Args:
        was, now: the status of each task by its id, as `statuses` computes it from either for the same day.
    """
    sides = Sides(before, after)
    return [
        Event(
            "status", "task", holder.subject, "status", was[holder.subject], now[holder.subject],
            units=sides.units_of(holder.record, later=True), group=sides.group_of(holder, later=True),
        )
        for holder in after.holders()
        if holder.scope == "task" and holder.subject in was and holder.subject in now
        and was[holder.subject] != now[holder.subject]
    ]  # fmt: skip


def _differing(before: Registry, after: Registry) -> Change:
    """Return both registries without the files that say the same in both, whatever they are called.

    Where units.yaml differs, nothing is left out: a name may mean another unit.
    """
    if not _same(before.units, after.units):
        return Change(before, after)
    return Change(_without(before, after), _without(after, before))


def _without(one: Registry, other: Registry) -> Registry:
    return replace(
        one,
        plan=None if _same(one.plan, other.plan) else one.plan,
        treatments=None if _same(one.treatments, other.treatments) else one.treatments,
        targets=None if _same(one.targets, other.targets) else one.targets,
        duties=None if _same(one.duties, other.duties) else one.duties,
        indicators=_left(one.indicators, other.indicators),
        actions=_left(one.actions, other.actions),
    )


def _left(files: Sequence[File[R]], others: Sequence[File[R]]) -> tuple[File[R], ...]:
    """Return the files that say something else than those of the same name, and than every other."""
    named = {file.path: file.record for file in others}
    changed = [file for file in files if not _equal(file.record, named.get(file.path))]
    return tuple(file for file in changed if not any(_equal(file.record, other.record) for other in others))


def _same(one: File[R] | None, other: File[R] | None) -> bool:
    return _equal(one.record if one else None, other.record if other else None)


def _equal(one: Record | None, other: Record | None) -> bool:
    return one is other or one == other


def _place(event: Event) -> tuple[int, int, int]:
    annex, _, number = event.subject.partition("-") if event.scope == "task" else ("0", "", "0")
    return _ORDER.get(event.scope, len(_ORDER) + (event.scope == "task")), int(annex), int(number)
