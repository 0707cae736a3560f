"""What changed in the directories: units, their spellings and what a collective covers; officials."""

from collections.abc import Iterator, Sequence

from bizenv_cli.history.event import Event, Sides
from bizenv_cli.model import Unit


def directory_changes(sides: Sides) -> Iterator[Event]:
    """Yield what changed in units.yaml and officials.yaml; their order means nothing."""
    before = {sides.canonical(unit.name, later=False): unit for unit in _units(sides, later=False)}
    after = {unit.name: unit for unit in _units(sides, later=True)}
    for name, unit in after.items():
        if name not in before:
            yield Event("added", "unit", name, after=name, units=(name,))
        else:
            yield from _unit(sides, before[name], unit)
    for name in before:
        if name not in after:
            yield Event("removed", "unit", name, before=name, units=(name,))
    if sides.before.officials is None or sides.after.officials is None:
        return  # the file came later, or is lost
    was, now = (_officials(sides, later=later) for later in (False, True))
    for name in now:
        if name not in was:
            yield Event("added", "official", name, after=name)
    for name in was:
        if name not in now:
            yield Event("removed", "official", name, before=name)


def _unit(sides: Sides, before: Unit, after: Unit) -> Iterator[Event]:
    concerned = (after.name,)
    if before.name != after.name:
        yield Event("names", "unit", after.name, "name", before.name, after.name, units=concerned)
    spellings = [{unit.name, *(alias.name for alias in unit.aliases)} for unit in (before, after)]
    yield from _listed(after.name, "aliases", sorted(spellings[0]), sorted(spellings[1]), concerned)
    for field in ("covers", "presumed_covers"):
        was = [sides.canonical(name, later=False) for name in getattr(before, field)]
        now = [sides.canonical(name, later=True) for name in getattr(after, field)]
        yield from _listed(after.name, field, was, now, concerned)
    if before.kind != after.kind:
        yield Event("names", "unit", after.name, "kind", before.kind, after.kind, units=concerned)
    for item in after.amendments:
        if item not in before.amendments:
            yield Event(
                "amendment", "unit", after.name, "amendments", None, f"{item.date} {item.authority}",
                units=concerned, authority=item.authority, date=str(item.date), note=item.because,
            )  # fmt: skip


def _listed(
    subject: str, field: str, was: Sequence[str], now: Sequence[str], units: tuple[str, ...]
) -> Iterator[Event]:
    gained = tuple(name for name in now if name not in was)
    lost = tuple(name for name in was if name not in now)
    if gained or lost:
        yield Event(
            "names", "unit", subject, field, tuple(was), tuple(now), gained=gained, lost=lost, units=units
        )


def _units(sides: Sides, *, later: bool) -> Sequence[Unit]:
    units = (sides.after if later else sides.before).units
    return units.record.units if units else ()


def _officials(sides: Sides, *, later: bool) -> list[str]:
    officials = (sides.after if later else sides.before).officials
    return [official.name for official in officials.record.officials] if officials else []
