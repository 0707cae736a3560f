"""Groups: each indicator and action that plan.yaml lists has one file, named and numbered as the list has it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise, zip_longest

from bizenv_cli.model import ANNEXES, Action, Annex, Indicator
from bizenv_cli.nearest import nearest
from bizenv_cli.problem import Problem
from bizenv_cli.registry import File, Registry
from bizenv_cli.yamltext import Loc

_LEADING_DIGITS = re.compile("[0-9]{1,9}")
_KINDS = {1: ("indicator", "指标"), 2: ("action", "专项行动")}


@dataclass(frozen=True, slots=True)
class Group:
    """One indicator or action.

    Attributes:
        place: its number from 1, as two of these three have it: plan.yaml, its file's name, its `order`.
        at_home: that is its place in plan.yaml.
    """

    place: int
    name: str
    file: File[Indicator] | File[Action]
    at_home: bool

    @property
    def number(self) -> int:
        """The number that the file's name begins with."""
        return _number(self.file.path)


def in_order(registry: Registry, annex: int) -> list[Group]:
    """Return an annex's groups in the plan's order, each name once; a file that repeats a name is left out."""
    found: dict[str, Group] = {}
    for group in sorted(_all(registry, annex), key=lambda group: (not group.at_home, *_order(group))):
        found.setdefault(group.name, group)
    return sorted(found.values(), key=_order)


def gaps(registry: Registry, annex: int) -> set[int]:
    """Return the places whose group is missing, or lacks what could not be read: there no number is missed."""
    groups = in_order(registry, annex)
    whole = {group.place for group in groups if group.file.whole}
    last = max([len(_listed(registry, annex)), *(group.place for group in groups)])
    return {place for place in range(1, last + 1) if place not in whole}


def annexes_listed(registry: Registry) -> Iterator[Problem]:
    """Ensure that plan.yaml lists 附件1 and 附件2, in this order and each once.

    E225 附件1、附件2 各列一次
    plan.yaml 的 annexes 先列附件1（指标），再列附件2（专项行动），number 写 1 和 2。缺了一个，那个附件的指标、行动和任务总数就无从核对。
    通知本来只有一个附件的，在 plan.yaml 里写明：lacks: [annex1]。
    正例：
        - number: 2
          title: 示例区专项行动任务清单
          tasks: 2
          groups: [样例专项行动]
    反例：
        - number: 3
          title: 示例区专项行动任务清单
          tasks: 2
          groups: [样例专项行动]
    反例：
        - number: 1
          title: 示例区专项行动任务清单
          tasks: 2
          groups: [样例专项行动]
    """
    if registry.plan is None or not registry.plan.whole:
        return
    numbers = [annex.number for annex in registry.plan.record.annexes]
    lacks = registry.plan.record.lacks
    all_due = [number for number in ANNEXES if f"annex{number}" not in lacks]
    lost = "、".join(f"附件{number}" for number in all_due if number not in numbers)
    if lost and len(numbers) < len(all_due):
        hint = "从版本库取回；通知本来没有的，在 plan.yaml 里写 lacks，如 lacks: [annex1]"
        yield registry.plan.problem(("annexes",), "E225", f"缺少{lost}", hint, key=True)
    for at, (number, due) in enumerate(zip_longest(numbers, all_due)):
        if number and number != due and len(numbers) >= len(all_due):
            loc: Loc = ("annexes", at, "number")
            message = f"这里应是附件{due}，写的是附件{number}" if due else f"附件{number} 多列了一次"
            hint = "先附件1（指标），后附件2（专项行动），各列一次"
            yield registry.plan.problem(loc, "E225", message, hint)
            return


def annex_of(registry: Registry, number: int) -> tuple[Loc, Annex] | None:
    """Return what plan.yaml says of an annex, and where; nothing where its list of annexes is not to be trusted."""
    annexes = registry.plan.record.annexes if registry.plan else ()
    if any(one.number >= other.number for one, other in pairwise(annexes)):
        return None
    return next(
        ((("annexes", at), annex) for at, annex in enumerate(annexes) if annex.number == number), None
    )


def listed_groups(registry: Registry) -> Iterator[Problem]:
    """Ensure that plan.yaml's `groups` and the files of each annex name the same indicators and actions.

    E208 指标与行动跟 plan.yaml 所列的一致
    plan.yaml 的 groups 按正文次序列出全部指标和专项行动，每项一个文件，名称一字不差。缺了文件从版本库取回；名称写错的改一致；
    确要新增的，先写进 groups。
    正例：
        groups: [样例指标]
    反例：
        groups: [样品指标]
    反例：
        groups: [样例指标, 样例指标之二]
    """
    for annex in ANNEXES:
        listed = _listed(registry, annex)
        if not listed or not registry.plan:
            continue
        key, what = _KINDS[annex]
        groups = _all(registry, annex)
        absent = [name for name in listed if name not in {group.name for group in groups}]
        if not groups and not any(path.startswith(f"annex{annex}") for path in registry.unread):
            told = annex_of(registry, annex)
            hint = f"从版本库取回文件夹 annex{annex}"
            message = f"附件{annex} 的 {len(listed)} 个文件全都没有"
            yield registry.plan.problem((*told[0], "groups") if told else (), "E208", message, hint, key=True)
            continue
        if f"annex{annex}" in registry.unread:
            continue  # a file or a link stands in the folder's place, and is told
        misspelt: set[str] = set()
        for group in groups:
            if group.name in listed:
                continue
            near = nearest(group.name, absent, 1)
            at_place = listed[group.number - 1 : group.number] if group.number else ()
            meant = next((name for name in (*at_place, *near) if name in absent), None)
            if meant:
                misspelt.add(meant)
            hint = f"是否为「{meant}」？" if meant else f"新增{what}要先写进 plan.yaml 的 groups"
            yield group.file.problem((key,), "E208", f"plan.yaml 里没有{what}「{group.name}」", hint)
        kept = {group.file.path for group in in_order(registry, annex)}
        unread = {group.number for group in groups if group.file.path not in kept}  # E206 speaks of these
        unread |= {_number(path) for path in registry.unread if path.startswith(f"annex{annex}/")}
        for at, name in enumerate(listed):
            if name in absent and name not in misspelt and at + 1 not in unread:
                told = annex_of(registry, annex)
                loc: Loc = (*told[0], "groups", at) if told else ()
                message = f"缺少{what}「{name}」的文件"
                hint = f"从版本库取回 annex{annex}/{at + 1:02d}-….yaml"
                yield registry.plan.problem(loc, "E208", message, hint)


def group_numbers(registry: Registry) -> Iterator[Problem]:
    """Ensure that the number of an indicator or action, and that of its file's name, are its place in plan.yaml.

    E217 文件名的序号与指标或行动的序号一致
    文件名以序号开头（如 05-dengji-caichan.yaml 是第五项指标），一眼就能找到。对不上的，照 plan.yaml 的次序给文件改名。
    """
    for annex in ANNEXES:
        yield from _list_out_of_order(registry, annex)
        for group in in_order(registry, annex):
            place, order = group.place, group.file.record.order
            if order != place:
                hint = f"「{group.name}」在正文里排第 {place}"
                message = f"序号应为 {place}，写的是 {order}"
                yield group.file.problem(("order",), "E201", message, hint)
            elif group.number != place:
                message = f"文件名的序号是 {group.number:02d}，「{group.name}」的序号是 {place}"
                hint = f"文件名改以 {place:02d}- 开头"
                yield group.file.problem((_KINDS[annex][0],), "E217", message, hint)


def _list_out_of_order(registry: Registry, annex: int) -> Iterator[Problem]:
    told = annex_of(registry, annex)
    places = {group.name: group.place for group in in_order(registry, annex)}
    if not registry.plan or not told or set(places) != set(told[1].groups):
        return
    listed = [places[name] for name in told[1].groups]
    wrong = next((at for at, place in enumerate(listed) if place != at + 1), None)
    if wrong is not None and len(set(listed)) == len(listed):
        name = told[1].groups[wrong]
        message = f"groups 的次序不对：「{name}」列在第 {wrong + 1}，它的文件是第 {places[name]}"
        yield registry.plan.problem((*told[0], "groups", wrong), "E208", message, "按正文次序排列")


def repeated_group(registry: Registry) -> Iterator[Problem]:
    """Ensure that no two indicators and no two actions share a name.

    E206 没有两个文件写同一项指标或行动
    多半是复制文件时忘了改名称，或者留下了副本。改正名称，或删去多出的文件。
    反例：
        # annex1/02-yangli-er.yaml
        indicator: 样例指标
        order: 1
        benchmark_cities: [样城]
        goal: 优异
        pilot: 样例试点。
        lead_officials: [领导甲]
        lead: [甲局]
        support: [乙局]
        tasks:
          - seq: 4
            measure: 己事办好。
            lead: [甲局]
            deadline: 2099-05-31
    """
    for annex in ANNEXES:
        kept = {group.name: group.file for group in in_order(registry, annex)}
        for group in _all(registry, annex):
            first = kept[group.name]
            if first is not group.file:
                message = f"「{group.name}」重复"
                hint = f"{first.document.path} 已有，删去多出的文件"
                yield group.file.problem((_KINDS[annex][0],), "E206", message, hint)


def _all(registry: Registry, annex: int) -> list[Group]:
    files: tuple[File[Indicator] | File[Action], ...] = (
        registry.indicators if annex == 1 else registry.actions
    )
    listed = _listed(registry, annex)
    groups = []
    for file in files:
        name = str(getattr(file.record, _KINDS[annex][0]))
        number = _number(file.path)
        listed_at = listed.index(name) + 1 if name in listed else number
        place = number if number == file.record.order else listed_at  # two of three agree
        groups.append(Group(place, name, file, place == listed_at))
    return groups


def _listed(registry: Registry, annex: int) -> tuple[str, ...]:
    told = annex_of(registry, annex)
    return told[1].groups if told else ()


def _number(path: str) -> int:
    digits = _LEADING_DIGITS.match(path.rpartition("/")[2])
    return int(digits[0]) if digits else 0


def _order(group: Group) -> tuple[int, bool, str]:
    return group.place, group.number != group.place, group.file.path
