"""Who owes a recurring duty and when: the days of its rule, each unit or group that owes it, and what was fulfilled."""

from collections.abc import Collection, Iterator
from datetime import date, timedelta
from typing import NamedTuple

from bizenv_cli.model import Duty, Ledger
from bizenv_cli.model.ledger import Fulfil, Void
from bizenv_cli.recurrence import Occurrence, occurrences, span
from bizenv_cli.registry import File, Registry
from bizenv_cli.voiding import fulfilled

_LONGEST = timedelta(days=1100)  # of a plan; where its dates are wrong, E226 tells it


class Party(NamedTuple):
    """One that owes a duty by itself.

    Attributes:
        scope: indicator, action or treatment; empty for a unit of its own.
        subject: the name of that group.
        units: canonical names; of a group any of its lead units may report.
    """

    scope: str
    subject: str
    units: tuple[str, ...]


class Fulfilment(NamedTuple):
    """An entry that fulfils one time of a duty: which party of the duty, on which due day, and where it is written."""

    duty: Duty
    party: int
    day: date
    file: File[Ledger]
    at: int
    entry: Fulfil


class Owed:
    """The duties of a registry."""

    def __init__(self, registry: Registry) -> None:
        self._registry = registry
        self._names = registry.unit_names
        self.duties = registry.duties.record.duties if registry.duties else ()

    def days(self, duty: Duty) -> tuple[Occurrence, ...]:
        """Return when a duty falls due; nothing where the plan could not be read."""
        if self._registry.plan is None:
            return ()
        plan = self._registry.plan.record
        first, last = duty.starts or plan.issued, duty.ends or date(plan.year, 12, 31)
        if first > last:
            return ()
        return occurrences(duty.rrule, first, first + min(last - first, _LONGEST))

    def parties(self, duty: Duty) -> tuple[Party, ...]:
        """Return everyone who owes a duty by itself, in the order of the plan."""
        if duty.who is not None:
            return tuple(Party("", "", (self._names.get(name, name),)) for name in duty.who)
        return tuple(
            Party(scope, subject, lead)
            for each in duty.each or ()
            for scope, subject, lead in self._registry.heads()
            if each == f"{scope}s"
        )

    def party_of(self, duty: Duty, unit: str, entry: Fulfil | Void) -> int | None:
        """Return the place among the parties of the one for which a unit may record an entry; None where there is none."""
        named = group_of(entry)
        for at, party in enumerate(self.parties(duty)):
            same = (party.scope, party.subject) == named
            if same and any(unit == name or unit in self._members(name, unit) for name in party.units):
                return at
        return None

    def _members(self, name: str, unit: str) -> Collection[str]:
        """Return the units of a collective name; one whose units the notice does not list may be anybody's."""
        return self._registry.covered.get(name, ()) or ((unit,) if name in self._registry.covered else ())

    def day_of(self, duty: Duty, period: str) -> date | None:
        """Return the due day in a period, where there is exactly one."""
        found = span(period)
        days = [day for day, _ in self.days(duty) if found and found[0] <= day <= found[1]]
        return days[0] if len(days) == 1 else None

    def fulfilments(self) -> Iterator[Fulfilment]:
        """Yield what the ledgers of a sound registry record as fulfilled."""
        duties = {duty.id: duty for duty in self.duties}
        for file in self._registry.ledgers:
            for at, entry in fulfilled(file.record.entries):
                duty = duties[entry.duty]
                party = self.party_of(duty, file.record.unit, entry)
                day = self.day_of(duty, entry.period)
                if party is not None and day is not None:
                    yield Fulfilment(duty, party, day, file, at, entry)


def group_of(entry: Fulfil | Void) -> tuple[str, str]:
    """Return scope and name of the group that an entry names; of none, two empty texts."""
    for scope in ("indicator", "action", "treatment"):
        if subject := getattr(entry, scope):
            return scope, str(subject)
    return "", ""
