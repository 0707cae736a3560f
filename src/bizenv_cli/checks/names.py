"""Names: every unit and official is known, one item names one, and no spelling means two."""

import re
from collections import Counter
from collections.abc import Collection, Iterator

from bizenv_cli.checks.uses import Use, cities_named, officials_named, units_named
from bizenv_cli.model import Officials, Record, Units
from bizenv_cli.nearest import nearest
from bizenv_cli.problem import Problem
from bizenv_cli.registry import File, Registry
from bizenv_cli.yamltext import Loc

_SEPARATORS = "、，,;；/ "


def unknown_unit(registry: Registry) -> Iterator[Problem]:
    """Ensure that every unit that is named stands in units.yaml, by its name or by an alias.

    E204 单位都在名录里
    凡写单位的地方，要写 units.yaml 里的规范名或别名，否则查这个单位时会漏掉它。写错字的照提示改；通知用了新的写法，加进该单位的 aliases；
    确是新单位，先写进 units.yaml。领导写在 lead_officials，不写在这里。
    正例：
        lead: [丙局]
    反例：
        lead: [丙居]
    反例：
        lead: [戊局]
    反例：
        lead: [领导甲]

    E218 名录里的名称没有写错
    名录里有个名称无处使用，清单里却有几处写着与它相近的另一个名称：多半是名录写错了一个字，不是那几处都错。改名录里的这一处。
    正例：
        - name: 样例办公室
          kind: single
    反例：
        - name: 样列办公室
          kind: single
    """
    file = registry.units
    if file is None or not file.whole or any(_repeated_units(file)):
        return  # a name left out, or given twice, in the directory: its uses are not to blame
    known = registry.unit_names
    uses = [use for use in units_named(registry) if not _joined(use.name, known)]
    officials = _official_names(registry)
    for use in _unknown(uses, _spellings(file)):
        if isinstance(use, Problem):
            yield use
        elif use.name in officials:
            message, hint = f"「{use.name}」是领导，不是单位", "这里写单位；领导写在 lead_officials"
            yield use.file.problem(use.loc, "E204", message, hint)
        else:
            near = nearest(use.name, known, 1)
            hint = f"是否为「{near[0]}」？" if near else "新单位先写进 units.yaml。"
            yield use.file.problem(
                use.loc, "E204", f"未知单位「{use.name}」", f"{hint}全部单位见 bizenv units"
            )


def unknown_official(registry: Registry) -> Iterator[Problem]:
    """Ensure that every 指标长 and 牵头区领导 stands in officials.yaml.

    E203 领导都在名录里
    指标长、牵头区领导要写 officials.yaml 里的姓名。写错字的照提示改；确是新领导，先写进 officials.yaml。
    正例：
        lead_officials: [领导甲]
    反例：
        lead_officials: [领导假]
    """
    file = registry.officials
    if file is None or not file.whole or any(_repeated_officials(file)):
        return
    known = _official_names(registry)
    uses = [use for use in officials_named(registry) if not _joined(use.name, known)]
    places: dict[str, tuple[File[Record], Loc]] = {
        official.name: (file, ("officials", at, "name")) for at, official in enumerate(file.record.officials)
    }
    for use in _unknown(uses, places):
        if isinstance(use, Problem):
            yield use
            continue
        near = nearest(use.name, known, 1)
        hint = (
            f"是否为「{near[0]}」？" if near else "新领导先写进 officials.yaml。全部领导见 bizenv officials"
        )
        yield use.file.problem(use.loc, "E203", f"未知领导「{use.name}」", hint)


def joined_names(registry: Registry) -> Iterator[Problem]:
    """Ensure that an item of a list names one unit, official or city: 「区法院、区司法局」 in one item is two.

    E214 一项里只写一个名称
    列表里每个单位、领导、城市各占一项，用半角逗号分开。用顿号连着写，程序就当成一个名称很长的单位。名称本身带顿号的（如「各镇、街道、园区」）不受影响。
    正例：
        lead: [乙局, 甲甲局]
    反例：
        lead: [乙局、甲甲局]
    """
    for uses, known, what in (
        (units_named(registry), registry.unit_names, "单位"),
        (officials_named(registry), _official_names(registry), "领导"),
        (cities_named(registry), (), "城市"),
    ):
        for use in uses:
            if parts := _joined(use.name, known) or (_split(use.name) if what == "城市" else []):
                hint = f"分开写成 [{', '.join(parts)}]"
                yield use.file.problem(use.loc, "E214", f"一项里写了几个{what}「{use.name}」", hint)


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
        yield from _repeated_units(registry.units)
    if registry.officials:
        yield from _repeated_officials(registry.officials)


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
    if registry.units is None or not registry.units.whole or any(_repeated_units(registry.units)):
        return
    kinds = {unit.name: unit.kind for unit in registry.units.record.units}
    slips = _misspelt_entries(list(units_named(registry)), _spellings(registry.units))
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
                elif name not in slips and (kinds.get(name) != "single" or name in covered):
                    message = f"「{unit.name}」涵盖的「{name}」应是单个单位的规范名，且只写一次"
                    near = [] if name in covered else nearest(name, singles, 1)
                    hint = f"是否为「{near[0]}」？" if near else "规范名见 units.yaml 的 name"
                    yield registry.units.problem(loc, "E207", message, hint)
                covered.add(name)


def _unknown(uses: list[Use], places: dict[str, tuple[File[Record], Loc]]) -> Iterator[Use | Problem]:
    """Yield each use of an unknown name, or one problem where the directory, not its uses, is misspelt.

    A directory name that nothing uses, beside a like name that several places use, is the slip.
    """
    slips = _misspelt_entries(uses, places)
    for name, (entry, count) in slips.items():
        file, loc = places[entry]
        message = f"名录里的「{entry}」无处使用，而清单有 {count} 处写作「{name}」"
        yield file.problem(loc, "E218", message, f"若是名录写错，这里改成「{name}」")
    yield from (use for use in uses if use.name not in places and use.name not in slips)


def _misspelt_entries(
    uses: list[Use], places: dict[str, tuple[File[Record], Loc]]
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


def _spellings(file: File[Units]) -> dict[str, tuple[File[Record], Loc]]:
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


def _repeated_units(file: File[Units]) -> Iterator[Problem]:
    owner: dict[str, tuple[str, Loc]] = {}
    for name, loc, unit in _each_spelling(file):
        if name in owner:
            other, first = owner[name]
            belongs = f"「{name}」写了两次" if other == unit else f"「{name}」已是「{other}」的名称"
            hint = f"一种写法只能指一个单位，第 {file.document.place(first).line} 行已有，留一处"
            yield file.problem(loc, "E205", belongs, hint)
        owner.setdefault(name, (unit, loc))


def _repeated_officials(file: File[Officials]) -> Iterator[Problem]:
    seen: dict[str, Loc] = {}
    for at, official in enumerate(file.record.officials):
        loc: Loc = ("officials", at, "name")
        if official.name in seen:
            hint = f"第 {file.document.place(seen[official.name]).line} 行已有，留一处"
            yield file.problem(loc, "E205", f"领导「{official.name}」写了两次", hint)
        seen.setdefault(official.name, loc)


def _joined(name: str, known: Collection[str]) -> list[str]:
    """Return the several names that one item holds, known ones whole (各镇、街道、园区), or nothing."""
    if name in known or not known:
        return []
    longest = sorted(known, key=len, reverse=True)
    pattern = "|".join(
        [*map(re.escape, longest), f"[^{re.escape(_SEPARATORS)}]+?(?=[{re.escape(_SEPARATORS)}]|$)"]
    )
    parts = re.findall(pattern, name)
    rest = re.sub(pattern, "", name).strip(_SEPARATORS)
    found = sum(part in known for part in parts)
    separated = any(sign in name for sign in _SEPARATORS) and found
    return parts if len(parts) > 1 and not rest and (separated or found == len(parts)) else []


def _split(name: str) -> list[str]:
    parts = [part for part in re.split(f"[{re.escape(_SEPARATORS)}]", name) if part]
    return parts if len(parts) > 1 else []


def _official_names(registry: Registry) -> list[str]:
    return [official.name for official in registry.officials.record.officials] if registry.officials else []
