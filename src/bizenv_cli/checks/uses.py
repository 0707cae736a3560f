"""Where the plan names whom: each place that names a unit, an official or a city."""

from collections.abc import Iterator
from dataclasses import dataclass

from bizenv_cli.model import Action, Indicator, Record
from bizenv_cli.registry import File, Registry
from bizenv_cli.yamltext import Loc


@dataclass(frozen=True, slots=True)
class Use:
    """One place that names a unit, an official or a city."""

    name: str
    file: File[Record]
    loc: Loc


def units_named(registry: Registry) -> Iterator[Use]:
    """Yield every place that names a unit."""
    for file in registry.indicators:
        yield from _items(file, ("lead",), file.record.lead)
        yield from _items(file, ("support",), file.record.support)
    for action_file in registry.actions:
        yield Use(action_file.record.lead_unit, action_file, ("lead_unit",))
        yield from _items(action_file, ("support",), action_file.record.support)
    if registry.treatments:
        for at, treatment in enumerate(registry.treatments.record.treatments):
            yield from _items(registry.treatments, ("treatments", at, "lead"), treatment.lead)
    for entry in registry.tasks():
        yield from _items(entry.file, (*entry.loc, "lead"), entry.task.lead)
        yield from _items(entry.file, (*entry.loc, "support"), entry.task.support)


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
