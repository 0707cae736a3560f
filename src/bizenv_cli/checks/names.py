"""Names: every unit and official is known, one item names one, and no spelling means two."""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from bizenv_cli.checks.directories import joined_entries, repeated_officials, repeated_units, spellings
from bizenv_cli.checks.uses import (
    SEPARATORS,
    Use,
    cities_named,
    misspelt_entries,
    officials_named,
    often_unknown,
    units_named,
    unspaced,
)
from bizenv_cli.model import Record
from bizenv_cli.nearest import nearest
from bizenv_cli.problem import Problem
from bizenv_cli.registry import File, Registry
from bizenv_cli.yamltext import Loc


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
    if file is None or not file.whole or any(repeated_units(file)) or any(joined_entries(registry)):
        return  # a name left out, given twice or run together in the directory: its uses are not to blame
    known = registry.unit_names
    uses = [use for use in units_named(registry) if not _told_elsewhere(use.name, known)]
    officials = _official_names(registry)
    for use in _unknown(uses, spellings(file), _Directory(file, "units", "E204", "单位")):
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
    反例：
        lead_officials: [乙局]
    """
    file = registry.officials
    if file is None or not file.whole or any(repeated_officials(file)) or any(joined_entries(registry)):
        return
    known = _official_names(registry)
    uses = [use for use in officials_named(registry) if not _told_elsewhere(use.name, known)]
    places: dict[str, tuple[File[Record], Loc]] = {
        official.name: (file, ("officials", at, "name")) for at, official in enumerate(file.record.officials)
    }
    for use in _unknown(uses, places, _Directory(file, "officials", "E203", "领导")):
        if isinstance(use, Problem):
            yield use
            continue
        if use.name in registry.unit_names:
            message, hint = f"「{use.name}」是单位，不是领导", "这里写领导的姓名；单位写在 lead 或 support"
            yield use.file.problem(use.loc, "E203", message, hint)
            continue
        near = nearest(use.name, known, 1)
        hint = (
            f"是否为「{near[0]}」？" if near else "新领导先写进 officials.yaml。全部领导见 bizenv officials"
        )
        yield use.file.problem(use.loc, "E203", f"未知领导「{use.name}」", hint)


def joined_names(registry: Registry) -> Iterator[Problem]:
    """Ensure that an item of a list names one unit, official or city: 「区法院、区司法局」 in one item is two.

    E214 一项里只写一个名称
    列表里每个单位、领导、城市各占一项，用半角逗号分开；总责任单位（lead_unit）不是列表，只写一个。用顿号连着写，程序就当成一个名称很长的单位。名称本身带顿号的（如「各镇、街道、园区」）不受影响。
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
                only_one = isinstance(use.loc[-1], str)
                hint = "这里只写一个，其余的写进 support" if only_one else f"分开写成 [{', '.join(parts)}]"
                yield use.file.problem(use.loc, "E214", f"一项里写了几个{what}「{use.name}」", hint)


@dataclass(frozen=True, slots=True)
class _Directory:
    """units.yaml or officials.yaml: the key of its list, and how a name that it lacks is told."""

    file: File[Any]
    key: str
    code: str
    what: str

    def lacks(self, name: str, uses: Sequence[Use]) -> Problem:
        """Return the problem of a name that the directory lost, though many places use it."""
        first = uses[0]
        where = f"{first.file.document.path} 第 {first.file.document.place(first.loc).line} 行"
        message = f"名录里没有{self.what}「{name}」，{where}等 {len(uses)} 处写了它"
        hint = "名录里漏了的补上；确是写错了的，逐处改"
        return self.file.problem((self.key,), self.code, message, hint, key=True)


def _unknown(
    uses: list[Use], places: dict[str, tuple[File[Record], Loc]], directory: _Directory
) -> Iterator[Use | Problem]:
    """Yield each use of an unknown name, or one problem where the directory, not its uses, is to blame.

    A directory name that nothing uses, beside a like name that several places use, is the slip; a name that many
    places use and no entry resembles is missing from the directory.
    """
    slips = misspelt_entries(uses, places)
    for name, (entry, count) in slips.items():
        file, loc = places[entry]
        message = f"名录里的「{entry}」无处使用，而清单有 {count} 处写作「{name}」"
        yield file.problem(loc, "E218", message, f"若是名录写错，这里改成「{name}」")
    lost = often_unknown([use for use in uses if use.name not in slips], places)
    yield from (directory.lacks(name, where) for name, where in lost.items())
    yield from (use for use in uses if not any(use.name in names for names in (places, slips, lost)))


def _told_elsewhere(name: str, known: Collection[str]) -> bool:
    """Tell whether a name is several in one item (E214), or a known one with spaces in it (E223)."""
    return bool(_joined(name, known)) or (name not in known and unspaced(name) in known)


def _joined(name: str, known: Collection[str]) -> list[str]:
    """Return the several names that one item holds, known ones whole (各镇、街道、园区), or nothing."""
    if name in known or not known:
        return []
    longest = sorted(known, key=len, reverse=True)
    pattern = "|".join(
        [*map(re.escape, longest), f"[^{re.escape(SEPARATORS)}]+?(?=[{re.escape(SEPARATORS)}]|$)"]
    )
    parts = re.findall(pattern, name)
    rest = re.sub(pattern, "", name).strip(SEPARATORS)
    found = sum(part in known for part in parts)
    separated = any(sign in name for sign in SEPARATORS) and found
    return parts if len(parts) > 1 and not rest and (separated or found == len(parts)) else []


def _split(name: str) -> list[str]:
    parts = [part for part in re.split(f"[{re.escape(SEPARATORS)}]", name) if part]
    return parts if len(parts) > 1 else []


def _official_names(registry: Registry) -> list[str]:
    return [official.name for official in registry.officials.record.officials] if registry.officials else []
