"""One change of meaning, and the two registries that it lies between."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from bizenv_cli.amendments import Written
from bizenv_cli.model import Entry, Record
from bizenv_cli.registry import Holder, Registry, TaskEntry


class Event(NamedTuple):
    """One thing that changed, named in the domain's words.

    Attributes:
        kind: a key of `vocabulary.CHANGES`; of a ledger's entry, its event.
        scope: what it is of, as a Holder has it; also unit and official, for the directories.
        subject: the task's id, else the name or number.
        field: the field that changed; None for a whole thing.
        before, after: its values as the registry writes them; of a thing that is new or gone, its words.
        gained, lost: of a list of units or people, who came and who went.
        units: the canonical names, as the later registry has them, of the units concerned.
        group: the indicator or action that a task belongs to.
        days: how far a deadline moved; negative where it moved to an earlier day.
        nth: of an extension that a ledger records, which of this task's it is, from 1.
        authority: the document that ordered it; None where none is named.
        unit: of a ledger's entry, the unit whose ledger it is.
        date: the day of the entry, or of the amendment.
        note: what else was said.
        entry: of a ledger's entry, all of it.
    """

    kind: str
    scope: str
    subject: str
    field: str | None = None
    before: Written = None
    after: Written = None
    gained: tuple[str, ...] = ()
    lost: tuple[str, ...] = ()
    units: tuple[str, ...] = ()
    group: str = ""
    days: int | None = None
    nth: int | None = None
    authority: str | None = None
    unit: str | None = None
    date: str | None = None
    note: str | None = None
    entry: Entry | None = None

    @property
    def outcome(self) -> tuple[object, ...]:
        """What it led to, whatever was there before: equal for one result reached from two sides."""
        return (self.scope, self.subject, self.field, self.after, self.unit, self.entry)


@dataclass(frozen=True)
class Sides:
    """Two registries that are compared, whole: what an edit of one file means may depend on the others."""

    before: Registry
    after: Registry

    def canonical(self, name: str, *, later: bool) -> str:
        """Return the canonical name, as the later registry has it, of a name printed in one of the two."""
        now = self.after.unit_names
        if later:
            return now.get(name, name)
        known = self.before.unit_names.get(name, name)
        return now.get(known, known)

    def units_of(self, record: Record, *, later: bool) -> tuple[str, ...]:
        """Return the canonical units that a record names."""
        named = [*getattr(record, "lead", ()), *getattr(record, "support", ())]
        named += [unit] if (unit := getattr(record, "lead_unit", "")) else []
        return tuple(dict.fromkeys(self.canonical(name, later=later) for name in named))

    @cached_property
    def tasks_before(self) -> Mapping[str, TaskEntry]:
        """The tasks of the earlier registry by their ids."""
        return {entry.id: entry for entry in self.before.tasks()}

    @cached_property
    def tasks_after(self) -> Mapping[str, TaskEntry]:
        """The tasks of the later registry by their ids."""
        return {entry.id: entry for entry in self.after.tasks()}

    def group_of(self, holder: Holder, *, later: bool) -> str:
        """Return the indicator or action that a task or a target belongs to; of anything else, nothing."""
        if holder.scope == "target":
            owners = (getattr(holder.record, name) for name in ("indicator", "action", "treatment"))
            return next((owner for owner in owners if owner), "")
        tasks = self.tasks_after if later else self.tasks_before
        entry = tasks.get(holder.subject) if holder.scope == "task" else None
        return group_name(entry) if entry else ""


def group_name(entry: TaskEntry) -> str:
    """Return the name of the indicator or action that a task belongs to."""
    group = entry.indicator.indicator if entry.indicator else ""
    return group or (entry.action.action if entry.action else "")


def joined(authorities: Iterable[str]) -> str | None:
    """Write several documents as one text; none is None."""
    return "、".join(dict.fromkeys(authorities)) or None
