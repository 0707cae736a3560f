"""Names: every unit and official is known, and no spelling means two units."""

import re
from collections.abc import Iterator, Mapping

from bizenv_cli.model import Action, Indicator, Officials, Record, Units
from bizenv_cli.nearest import nearest
from bizenv_cli.problem import Problem
from bizenv_cli.registry import File, Registry
from bizenv_cli.yamltext import Loc

_SEPARATORS = re.compile("[、，,;；/ ]")


def unknown_unit(registry: Registry) -> Iterator[Problem]:
    """Ensure that every unit that is named stands in units.yaml, by its name or by an alias."""
    if registry.units is None or any(_repeated_units(registry.units)):
        return  # a name given twice has taken another's place: its uses are not to blame
    known = registry.unit_names
    for file, loc, name in _named_units(registry):
        if name not in known and not _joined(name, known):
            near = nearest(name, known, 1)
            hint = f"是否为「{near[0]}」？" if near else "新单位先写进 units.yaml；"
            yield file.problem(loc, "E204", f"未知单位「{name}」", f"{hint}全部单位见 bizenv units")


def joined_units(registry: Registry) -> Iterator[Problem]:
    """Ensure that an item of a list names one unit: 「区法院、区司法局」 in one item is two."""
    if registry.units is None:
        return
    known = registry.unit_names
    for file, loc, name in _named_units(registry):
        if name not in known and (parts := _joined(name, known)):
            yield file.problem(loc, "E214", f"一项里写了几个单位「{name}」", f"分开写成 [{', '.join(parts)}]")


def _repeated_units(file: File[Units]) -> Iterator[Problem]:
    owner: dict[str, str] = {}
    for at, unit in enumerate(file.record.units):
        spellings: list[tuple[Loc, str]] = [(("units", at, "name"), unit.name)]
        spellings += [
            (("units", at, "aliases", i, "name"), alias.name) for i, alias in enumerate(unit.aliases)
        ]
        for loc, name in spellings:
            if name in owner:
                message = f"名称「{name}」已属于「{owner[name]}」"
                yield file.problem(loc, "E205", message, "一种写法只能指一个单位，留一处")
            owner.setdefault(name, unit.name)


def _repeated_officials(file: File[Officials]) -> Iterator[Problem]:
    seen: set[str] = set()
    for at, official in enumerate(file.record.officials):
        if official.name in seen:
            yield file.problem(("officials", at, "name"), "E205", f"领导「{official.name}」重复", "留一处")
        seen.add(official.name)


def _joined(name: str, known: Mapping[str, str]) -> list[str]:
    parts = [part for part in _SEPARATORS.split(name) if part]
    return parts if len(parts) > 1 and any(part in known for part in parts) else []


def unknown_official(registry: Registry) -> Iterator[Problem]:
    """Ensure that every 指标长 and 牵头区领导 stands in officials.yaml."""
    if registry.officials is None or any(_repeated_officials(registry.officials)):
        return
    known = [official.name for official in registry.officials.record.officials]
    for file, loc, name in _named_officials(registry):
        if name not in known:
            near = nearest(name, known, 1)
            hint = f"是否为「{near[0]}」？" if near else "全部领导见 bizenv officials"
            yield file.problem(loc, "E203", f"未知领导「{name}」", hint)


def repeated_name(registry: Registry) -> Iterator[Problem]:
    """Ensure that no spelling is given twice in units.yaml, and no official twice in officials.yaml."""
    if registry.units:
        yield from _repeated_units(registry.units)
    if registry.officials:
        yield from _repeated_officials(registry.officials)


def covers_of_single(registry: Registry) -> Iterator[Problem]:
    """Ensure that only a collective unit covers others, each a single unit and each once."""
    if registry.units is None or any(_repeated_units(registry.units)):
        return
    kinds = {unit.name: unit.kind for unit in registry.units.record.units}
    for at, unit in enumerate(registry.units.record.units):
        covered: set[str] = set()
        for field in ("covers", "presumed_covers"):
            for index, name in enumerate(getattr(unit, field)):
                loc: Loc = ("units", at, field, index)
                if unit.kind == "single":
                    message = f"「{unit.name}」不是集体单位，不能涵盖别的单位"
                    yield registry.units.problem(
                        loc, "E207", message, "把 kind 写成 collective，或删去这一项"
                    )
                elif kinds.get(name) != "single" or name in covered:
                    message = f"「{unit.name}」涵盖的「{name}」应是单个单位的规范名，且只写一次"
                    yield registry.units.problem(loc, "E207", message, "规范名见 units.yaml 的 name")
                covered.add(name)


def _named_units(registry: Registry) -> Iterator[tuple[File[Record], Loc, str]]:
    for file in registry.indicators:
        yield from _items(file, ("lead",), file.record.lead)
        yield from _items(file, ("support",), file.record.support)
    for action_file in registry.actions:
        yield action_file, ("lead_unit",), action_file.record.lead_unit
        yield from _items(action_file, ("support",), action_file.record.support)
    if registry.treatments:
        for at, treatment in enumerate(registry.treatments.record.treatments):
            yield from _items(registry.treatments, ("treatments", at, "lead"), treatment.lead)
    for entry in registry.tasks():
        yield from _items(entry.file, (*entry.loc, "lead"), entry.task.lead)
        yield from _items(entry.file, (*entry.loc, "support"), entry.task.support)


def _named_officials(registry: Registry) -> Iterator[tuple[File[Record], Loc, str]]:
    groups: tuple[File[Indicator] | File[Action], ...] = (*registry.indicators, *registry.actions)
    for file in groups:
        yield from _items(file, ("lead_officials",), file.record.lead_officials)
    if registry.treatments:
        for at, treatment in enumerate(registry.treatments.record.treatments):
            loc: Loc = ("treatments", at, "lead_officials")
            yield from _items(registry.treatments, loc, treatment.lead_officials)


def _items(file: File[Record], loc: Loc, names: tuple[str, ...]) -> Iterator[tuple[File[Record], Loc, str]]:
    for index, name in enumerate(names):
        yield file, (*loc, index), name
