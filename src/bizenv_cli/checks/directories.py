"""The directories, units.yaml and officials.yaml: each name stands there once, and only a collective covers others."""

import re
from collections.abc import Iterator

from bizenv_cli.checks.uses import SEPARATORS, misspelt_entries, often_unknown, units_named
from bizenv_cli.model import Officials, Record, Units
from bizenv_cli.nearest import nearest
from bizenv_cli.problem import Problem
from bizenv_cli.registry import File, Registry
from bizenv_cli.sentences import split_names
from bizenv_cli.yamltext import Loc


def repeated_name(registry: Registry) -> Iterator[Problem]:
    """Ensure that no spelling is given twice in units.yaml, and no official twice in officials.yaml.

    E205 名录里每个名称只写一次
    一种写法只能指一个单位；规范名、别名都算。一位领导也只列一次。留一处，删另一处。
    正例：
        - name: 乙局
          kind: single
    反例：
        - name: 丙局
          kind: single
    """
    if registry.units:
        yield from repeated_units(registry.units)
    if registry.officials:
        yield from repeated_officials(registry.officials)


def joined_entries(registry: Registry) -> Iterator[Problem]:
    """Ensure that an entry of units.yaml or officials.yaml is one name: 「领导甲、领导乙」 is two."""
    for at, official in enumerate(registry.officials.record.officials if registry.officials else ()):
        names = [name for name in re.split(f"[{SEPARATORS}]", official.name) if name]
        if registry.officials and len(names) > 1:
            yield _joined(registry.officials, ("officials", at, "name"), "领导", names)
    for at, unit in enumerate(registry.units.record.units if registry.units else ()):
        names = split_names("lead", unit.name)
        if registry.units and len(names) > 1:
            yield _joined(registry.units, ("units", at, "name"), "单位", names)


def _joined(file: File[Record], loc: Loc, what: str, names: list[str]) -> Problem:
    hint = f"分成 {len(names)} 项：{'，'.join(f'- name: {name}' for name in names)}"
    return file.problem(loc, "E214", f"一项里写了几个{what}「{'、'.join(names)}」", hint)


def covers_of_single(registry: Registry) -> Iterator[Problem]:
    """Ensure that only a collective unit covers others, each a single unit and each once.

    E207 只有集体单位涵盖别的单位
    covers、presumed_covers 说明一个集体名称（kind: collective）包括哪些单位，每项写一个单个单位的规范名，且只写一次。
    正例：
        - name: 各样例单位
          kind: collective
          covers: [丙局]
    反例：
        - name: 各样例单位
          kind: single
          covers: [丙局]
    反例：
        - name: 各样例单位
          kind: collective
          covers: [丙居]
    """
    if registry.units is None or not registry.units.whole or any(repeated_units(registry.units)):
        return
    kinds = {unit.name: unit.kind for unit in registry.units.record.units}
    uses, known = list(units_named(registry)), spellings(registry.units)
    told = {*misspelt_entries(uses, known), *often_unknown(uses, known)}
    singles = [name for name, kind in kinds.items() if kind == "single"]
    for at, unit in enumerate(registry.units.record.units):
        covered: set[str] = set()
        for field in ("covers", "presumed_covers"):
            for index, name in enumerate(getattr(unit, field)):
                loc: Loc = ("units", at, field, index)
                if unit.kind == "single":
                    message = f"「{unit.name}」不是集体单位，不能涵盖别的单位"
                    hint = "把 kind 写成 collective，或删去这一项"
                    yield registry.units.problem(loc, "E207", message, hint)
                elif name not in told and (kinds.get(name) != "single" or name in covered):
                    message = f"「{unit.name}」涵盖的「{name}」应是单个单位的规范名，且只写一次"
                    near = [] if name in covered else nearest(name, singles, 1)
                    hint = f"是否为「{near[0]}」？" if near else "规范名见 units.yaml 的 name"
                    yield registry.units.problem(loc, "E207", message, hint)
                covered.add(name)


def pinyin_of_another_length(registry: Registry) -> Iterator[Problem]:
    """Ensure that a reading has one syllable for each character of the name: initials are taken from them.

    E237 读音与名称的字数相符
    pinyin 一字一音，用空格分开，不带声调；标点不算，字母、数字每个各算一个音。多音字、姓氏被程序读错时才写，查找时只认所写的读音。
    正例：
        - name: 领导乙
          pinyin: ling dao yi
    反例：
        - name: 领导乙
          pinyin: lingdaoyi
    """
    for file, key in ((registry.units, "units"), (registry.officials, "officials")):
        for at, item in enumerate(getattr(file.record, key) if file else ()):
            signs, syllables = sum(map(str.isalnum, item.name)), len((item.pinyin or "").split())
            if file and item.pinyin and signs != syllables:
                message = f"「{item.name}」{signs} 个字，读音写了 {syllables} 个：{item.pinyin}"
                hint = "一字一音，用空格分开，如 qu fa yuan"
                yield file.problem((key, at, "pinyin"), "E237", message, hint)


def spellings(file: File[Units]) -> dict[str, tuple[File[Record], Loc]]:
    """Return every spelling in units.yaml with its place; of a repeated one, the first."""
    places: dict[str, tuple[File[Record], Loc]] = {}
    for name, loc, _ in _each_spelling(file):
        places.setdefault(name, (file, loc))
    return places


def _each_spelling(file: File[Units]) -> Iterator[tuple[str, Loc, str]]:
    for at, unit in enumerate(file.record.units):
        yield unit.name, ("units", at, "name"), unit.name
        for inner, alias in enumerate(unit.aliases):
            yield alias.name, ("units", at, "aliases", inner, "name"), unit.name


def repeated_units(file: File[Units]) -> Iterator[Problem]:
    """Yield a problem for each spelling of a unit that stands above already."""
    owner: dict[str, tuple[str, Loc]] = {}
    for name, loc, unit in _each_spelling(file):
        if name in owner:
            other, first = owner[name]
            belongs = f"「{name}」写了两次" if other == unit else f"「{name}」已是「{other}」的名称"
            hint = f"一种写法只能指一个单位，第 {file.document.place(first).line} 行已有，留一处"
            yield file.problem(loc, "E205", belongs, hint)
        owner.setdefault(name, (unit, loc))


def repeated_officials(file: File[Officials]) -> Iterator[Problem]:
    """Yield a problem for each official who stands above already."""
    seen: dict[str, Loc] = {}
    for at, official in enumerate(file.record.officials):
        loc: Loc = ("officials", at, "name")
        if official.name in seen:
            hint = f"第 {file.document.place(seen[official.name]).line} 行已有，留一处"
            yield file.problem(loc, "E205", f"领导「{official.name}」写了两次", hint)
        seen.setdefault(official.name, loc)
