"""Where the plan names whom: each place that names a unit, an official or a city, and what many of them share."""

from collections import Counter, defaultdict
from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass

from bizenv_cli.model import Action, Indicator, Record
from bizenv_cli.nearest import nearest
from bizenv_cli.registry import File, Registry
from bizenv_cli.yamltext import Loc

SEPARATORS = "、，,;；/ \u3000"  # what people put between two names
_MANY = 3  # uses of one unknown name that are one thing to tell: the directory lost it


@dataclass(frozen=True, slots=True)
class Use:
    """One place that names a unit, an official or a city."""

    name: str
    file: File[Record]
    loc: Loc


def unspaced(name: str) -> str:
    """Return a name without the spaces that a hand put into it."""
    return name.replace(" ", "").replace("\u3000", "")


def units_named(registry: Registry) -> Iterator[Use]:
    """Yield every place that names a unit."""
    for file in registry.indicators:
        yield from _items(file, ("lead",), file.record.lead)
        yield from _items(file, ("support",), file.record.support)
    for action_file in registry.actions:
        yield from _of_action(action_file)
    if registry.treatments:
        for at, treatment in enumerate(registry.treatments.record.treatments):
            yield from _items(registry.treatments, ("treatments", at, "lead"), treatment.lead)
    if registry.duties:
        for at, duty in enumerate(registry.duties.record.duties):
            yield from _items(registry.duties, ("duties", at, "who"), duty.who or ())
    if registry.complaints:
        for at, complaint in enumerate(registry.complaints.record.complaints):
            yield Use(complaint.unit, registry.complaints, ("complaints", at, "unit"))
    for entry in registry.tasks():
        yield from _items(entry.file, (*entry.loc, "lead"), entry.task.lead)
        yield from _items(entry.file, (*entry.loc, "support"), entry.task.support)


def _of_action(file: File[Action]) -> Iterator[Use]:
    if file.record.lead_unit:  # a notice may name none
        yield Use(file.record.lead_unit, file, ("lead_unit",))
    yield from _items(file, ("support",), file.record.support)


def officials_named(registry: Registry) -> Iterator[Use]:
    """Yield every place that names an official."""
    groups: tuple[File[Indicator] | File[Action], ...] = (*registry.indicators, *registry.actions)
    for file in groups:
        yield from _items(file, ("lead_officials",), file.record.lead_officials)
    if registry.treatments:
        for at, treatment in enumerate(registry.treatments.record.treatments):
            loc: Loc = ("treatments", at, "lead_officials")
            yield from _items(registry.treatments, loc, treatment.lead_officials)


def cities_named(registry: Registry) -> Iterator[Use]:
    """Yield every place that names a benchmark city."""
    for file in registry.indicators:
        yield from _items(file, ("benchmark_cities",), file.record.benchmark_cities)
        for at, sub in enumerate(file.record.sub_indicators):
            yield from _items(file, ("sub_indicators", at, "benchmark_cities"), sub.benchmark_cities)


def _items(file: File[Record], loc: Loc, names: tuple[str, ...]) -> Iterator[Use]:
    for index, name in enumerate(names):
        yield Use(name, file, (*loc, index))


def misspelt_entries(
    uses: Sequence[Use], places: Mapping[str, tuple[File[Record], Loc]]
) -> dict[str, tuple[str, int]]:
    """Return, by the name that several places use, the like entry that none uses, and how many places."""
    used = {use.name for use in uses}
    counts = Counter(use.name for use in uses if use.name not in places)
    unused = [entry for entry in places if entry not in used]
    slips = {}
    for name, count in counts.items():
        near = nearest(name, unused, 1)
        if count > 1 and near:
            slips[name] = (near[0], count)
    return slips


def often_unknown(uses: Sequence[Use], known: Container[str]) -> dict[str, list[Use]]:
    """Return the unknown names that stand in several files and places, and where."""
    found: dict[str, list[Use]] = defaultdict(list)
    for use in uses:
        if use.name not in known:
            found[use.name].append(use)
    return {
        name: places
        for name, places in found.items()
        if len(places) >= _MANY and len({use.file.path for use in places}) > 1
    }
