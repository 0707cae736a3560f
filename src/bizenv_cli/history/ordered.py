"""What changed in what was ordered: tasks and groups added, gone, moved, renumbered, and changed field by field."""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from bizenv_cli.amendments import ISSUED, OWNED, Written, owners, same, written
from bizenv_cli.checks.changes import OPTIONAL
from bizenv_cli.history.event import Event, Sides, joined
from bizenv_cli.model import Amendment, Erratum
from bizenv_cli.pairing import Change, Pair
from bizenv_cli.registry import Holder

# What is ours, not the notice's, and yet means something.
_OURS = {"plan": ("key", "short_title", "alert_days", "urgent_days", "light")}
_OF_UNITS = ("lead", "support", "lead_unit")
_KINDS = {
    "lead": "lead",
    "lead_unit": "lead",
    "support": "support",
    "goal": "goal",
    "body_goal": "goal",
    "measure": "wording",
    "text": "wording",
    "pilot": "pilot",
    "pilot_changes": "pilot",
    "milestones": "milestones",
    "benchmark_cities": "cities",
}


def plan_changes(sides: Sides, change: Change) -> Iterator[Event]:
    """Yield what changed in the plan.

    Args:
        sides: the two registries, whole.
        change: the same, or only those of their files that differ.
    """
    paired = change.paired
    owner_before, owner_after = owners(change.before), owners(change.after)
    first: Counter[str] = Counter()
    for holder in paired.added:
        if holder.scope in OPTIONAL and getattr(sides.before, OPTIONAL[holder.scope]) is None:
            first[holder.scope] += 1  # none was transcribed before: that adds nothing to the notice
            continue
        news = [item for item in holder.record.amendments if item.was is None]
        units = sides.units_of(holder.record, later=True)
        yield Event(
            "added", holder.scope, holder.subject, after=_words(holder), units=units,
            group=sides.group_of(holder, later=True), authority=joined(item.authority for item in news),
            date=str(news[0].date) if news else None,
        )  # fmt: skip
    yield from (Event("first", scope, "", after=f"{count} 项") for scope, count in first.items())
    for holder in paired.deleted:
        units = sides.units_of(holder.record, later=False)
        group = sides.group_of(holder, later=False)
        yield Event("removed", holder.scope, holder.subject, before=_words(holder), units=units, group=group)
    renumbered = {id(pair) for pair in paired.renumbered}
    for pair in (*paired.kept, *paired.renumbered):
        one = _Pair(sides, pair)
        if id(pair) in renumbered:
            yield one.event("renumbered", "seq", pair.before.subject, pair.after.subject)
        if pair.before.scope in OWNED:
            old, new = owner_before[id(pair.before.record)], owner_after[id(pair.after.record)]
            stays = change.later.get(id(old.record))
            if stays is None or stays.record is not new.record:
                yield one.moved(old, new)
        yield from one.changes()


class _Pair:
    """One thing before and after, and the amendments that only the later has."""

    def __init__(self, sides: Sides, pair: Pair) -> None:
        self.sides = sides
        self.before, self.after = pair.before, pair.after
        known = list(pair.before.record.amendments)
        self.new: list[Amendment] = []
        for item in pair.after.record.amendments:
            if item in known:
                known.remove(item)
            else:
                self.new.append(item)
        self.gone = known
        self.cited: list[Amendment] = []

    def event(self, kind: str, field: str | None, before: Written, after: Written, **more: Any) -> Event:
        """Return an event of this thing, with the new amendments that speak of the field."""
        spoken = [item for item in self.new if field is not None and field in (item.was or {})]
        return self._event(kind, field, before, after, spoken, **more)

    def moved(self, old: Holder, new: Holder) -> Event:
        """Return the event of its having been put under another owner."""
        spoken = [item for item in self.new if set(OWNED[self.before.scope]).intersection(item.was or {})]
        return self._event("moved", new.scope, _named(old), _named(new), spoken)

    def changes(self) -> Iterator[Event]:
        """Yield what changed in its fields, then its errata, then the amendments that nothing else cites."""
        scope = self.before.scope
        for field in (*ISSUED[scope], *_OURS.get(scope, ())):
            yield from self._field(field)
        yield from self._errata()
        for item in self.gone:
            said = f"{item.date} {item.authority}"
            yield self._event("amendment", "amendments", said, None, (), note=item.because)
        for item in self.new:
            if item not in self.cited:
                said = f"{item.date} {item.authority}"
                yield self._event("amendment", "amendments", None, said, (item,))

    def _field(self, field: str) -> Iterator[Event]:
        before, after = self.before.record, self.after.record
        old, new = written(before, field), written(after, field)
        if field in _OF_UNITS:
            yield from self._units(field, old, new)
        elif same(old, new):
            return
        elif field == "lead_officials":
            gained, lost = _difference(_listed(old), _listed(new))
            kind = "chief" if self.after.scope == "indicator" else "official"
            yield self.event(kind if gained or lost else "order", field, old, new, gained=gained, lost=lost)
        elif field == "value":
            yield self.event("raised" if after.value > before.value else "lowered", field, old, new)
        elif field == "deadline":
            yield self._deadline(before.deadline, after.deadline)
        else:
            yield self.event(_KINDS.get(field, "head"), field, old, new)

    def _units(self, field: str, old: Written, new: Written) -> Iterator[Event]:
        """Tell who came and who went; another spelling of the same unit is no change, another order is one."""
        was = {self.sides.canonical(name, later=False): name for name in _listed(old)}
        now = {self.sides.canonical(name, later=True): name for name in _listed(new)}
        gained = tuple(now[unit] for unit in now if unit not in was)
        lost = tuple(was[unit] for unit in was if unit not in now)
        if set(gained) & set(lost):  # one name that meant another unit before
            gained = tuple(unit for unit in now if unit not in was)
            lost = tuple(unit for unit in was if unit not in now)
        if gained or lost:
            yield self.event(_KINDS[field], field, old, new, gained=gained, lost=lost)
        elif list(was) != list(now):
            yield self.event("order", field, old, new)

    def _deadline(self, old: date | None, new: date | None) -> Event:
        before, after = str(old) if old else None, str(new) if new else None
        if old is None or new is None:
            return self.event("deadline", "deadline", before, after)
        days = (new - old).days
        return self.event("extended" if days > 0 else "advanced", "deadline", before, after, days=days)

    def _errata(self) -> Iterator[Event]:
        old: Sequence[Erratum] = getattr(self.before.record, "errata", ())
        new: Sequence[Erratum] = getattr(self.after.record, "errata", ())
        gone = [item for item in old if item not in new]
        come = [item for item in new if item not in old]
        for at in range(max(len(gone), len(come))):
            before = gone[at].because if at < len(gone) else None
            after = come[at].because if at < len(come) else None
            yield self._event("erratum", "errata", before, after, ())

    def _event(
        self,
        kind: str,
        field: str | None,
        before: Written,
        after: Written,
        spoken: Sequence[Amendment],
        **more: Any,
    ) -> Event:
        self.cited += spoken
        own = self._number()
        if spoken and kind != "amendment" and all(item.authority == own for item in spoken):
            kind = "corrected"
        units = self.sides.units_of(self.after.record, later=True)
        units = tuple(dict.fromkeys([*units, *self.sides.units_of(self.before.record, later=False)]))
        more.setdefault("note", joined(item.because for item in spoken if item.because))
        return Event(
            kind, self.after.scope, self.after.subject, field, before, after, units=units,
            group=self.sides.group_of(self.after, later=True),
            authority=joined(item.authority for item in spoken),
            date=str(spoken[-1].date) if spoken else None, **more,
        )  # fmt: skip

    def _number(self) -> str:
        plan = self.sides.after.plan
        return plan.record.number if plan else ""


def _listed(value: Written) -> tuple[str, ...]:
    if isinstance(value, tuple):
        return value
    return () if value is None else (str(value),)


def _difference(old: Sequence[str], new: Sequence[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    return tuple(item for item in new if item not in old), tuple(item for item in old if item not in new)


def _words(holder: Holder) -> str:
    """Return by what a reader knows a thing: its words, else its name."""
    record = holder.record
    said = (getattr(record, name, None) for name in ("measure", "text", "measured", "duty"))
    return next((str(words) for words in said if words), holder.subject)


def _named(holder: Holder) -> str:
    return f"工作任务 {holder.subject}" if holder.scope == "work_task" else holder.subject
