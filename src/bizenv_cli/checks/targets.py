"""Targets: numbered, of something that exists, and drawn out of the notice's own words."""

import re
from collections.abc import Iterator
from decimal import Decimal

from bizenv_cli.folding import fold
from bizenv_cli.model import Stated
from bizenv_cli.model.base import number_text
from bizenv_cli.nearest import nearest
from bizenv_cli.numerals import number_of
from bizenv_cli.problem import Problem
from bizenv_cli.registry import Registry, TaskEntry
from bizenv_cli.vocabulary import field_title
from bizenv_cli.yamltext import Loc

_GROUPS = {"indicator": "bizenv indicators", "action": "bizenv actions", "treatment": "treatments.yaml"}
_NUMBER = re.compile(r"[0-9]+(?:\.[0-9]+)?")
_NUMERAL = re.compile("[一二三四五六七八九十百零〇]+")
_COMPARING = re.compile(
    "(?P<most>不超过|不高于|不多于|不大于|压缩[至到在]|压减[至到]|缩短[至到]|(?:以|之|(?<=[日天周月年时分钟]))内|以下)"
    "|(?P<least>不低于|不少于|不小于|达|(?<!级)以上)"
    "|(?P<more>超过|高于|多于|大于)|(?P<less>低于|少于|小于)"
)
_COMPARISONS = {"most": "<=", "least": ">=", "more": ">", "less": "<"}
_SECTION = re.compile("(.)（(.+)）")  # of the body: 一（十八）


def target_numbers(registry: Registry) -> Iterator[Problem]:
    """Ensure that the targets are numbered T1, T2 … in their order, none doubled or left out.

    E240 目标编号从 T1 起，不跳不重
    登记数值时写的是目标编号（如 T12），编号乱了，数值就记到别的目标上去了。按提示改正；新增的接在最后。
    正例：
        - id: T2
          indicator: 样例指标
    反例：
        - id: T5
          indicator: 样例指标
    反例：
        - id: T1
          indicator: 样例指标
    """
    if registry.targets is None or not registry.targets.whole:
        return
    shift = 0  # one target left out is one problem, not one for each that follows
    for at, target in enumerate(registry.targets.record.targets):
        number = int(target.id[1:])
        due = at + 1 + shift
        if number != due:
            message = f"目标编号应为 T{due}，写的是 {target.id}"
            hint = "核对编号：从 T1 起依次编，新增的接在最后"
            yield registry.targets.problem(("targets", at, "id"), "E240", message, hint)
            following = registry.targets.record.targets[at + 1 : at + 2]
            if number > due and (not following or following[0].id == f"T{number + 1}"):
                shift = number - at - 1


def target_of_nothing(registry: Registry) -> Iterator[Problem]:
    """Ensure that a target belongs to an indicator, action or treatment of the plan, or says why to none.

    E241 目标的归属存在
    目标属于哪项指标、行动或治理，写它的名称；附件某一行、正文某一项指标或行动里写的，就是那一项。通知没有说属于哪一项的，都不写，理由写在 because。照提示改正名称。
    正例：
        - id: T3
          action: 样例专项行动
    反例：
        - id: T3
          action: 样品专项行动
    反例：
        - id: T3
    """
    if registry.targets is None or registry.unread:
        return  # what it belongs to may stand in a file that could not be read
    listed = (
        [name for annex in registry.plan.record.annexes for name in annex.groups] if registry.plan else []
    )
    known = {  # what plan.yaml lists and no file has is told by E208
        "indicator": [*(file.record.indicator for file in registry.indicators), *listed],
        "action": [*(file.record.action for file in registry.actions), *listed],
        "treatment": [item.treatment for item in registry.treatments.record.treatments]
        if registry.treatments
        else [],
    }
    groups = _groups_at(registry)
    for at, target in enumerate(registry.targets.record.targets):
        loc: Loc = ("targets", at)
        named = [name for name in _GROUPS if getattr(target, name)]
        places = (_SECTION.sub(_numbered, place.at) for place in target.stated)
        group = next((groups[place] for place in places if place in groups), None)
        if not named and registry.targets.whole and (group or not target.because):
            message = f"目标 {target.id} 没有写属于哪项指标、行动或治理"
            hint = f"补上 {group[0]}: {group[1]}" if group else "补上；通知没有说的，理由写在 because"
            yield registry.targets.problem(loc, "E241", message, hint)
        for name in named:
            value = getattr(target, name)
            if value not in known[name]:
                near = nearest(value, known[name], 1)
                hint = f"是否为「{near[0]}」？" if near else f"名称见 {_GROUPS[name]}"
                message = f"没有这个名称的{field_title(name)}：「{value}」"
                yield registry.targets.problem((*loc, name), "E241", message, hint)


def _numbered(section: re.Match[str]) -> str:
    return f"{section[1]}{number_of(section[2])}"


def _groups_at(registry: Registry) -> dict[str, tuple[str, str]]:
    """Return whose each row of the annexes is, by its id, and each section of the body, as ``一18``.

    The body's part 一 has a section for each indicator, part 二 one for each action, in their order.
    """
    found: dict[str, tuple[str, str]] = {}
    for entry in registry.tasks():
        if entry.indicator:
            found[entry.id] = ("indicator", entry.indicator.indicator)
        elif entry.action:
            found[entry.id] = ("action", entry.action.action)
    for part, scope, files in (("一", "indicator", registry.indicators), ("二", "action", registry.actions)):
        for file in files:
            found[f"{part}{file.record.order}"] = (scope, getattr(file.record, scope))
    return found


def words_elsewhere(registry: Registry) -> Iterator[Problem]:
    """Ensure that the words of a target stand in the row that is named for them.

    E242 目标的原话在所指的任务里
    stated 里写任务编号的，words 要在那一行的工作举措、试点项目或工作任务里，一字不差（空白与标点全半角不计）。照抄原话，或核对编号。
    正例：
        - {at: 1-2, words: 2099年4月30日前完成第一步}
    反例：
        - {at: 1-1, words: 2099年4月30日前完成第一步}
    反例：
        - {at: 1-9, words: 2099年4月30日前完成第一步}
    """
    tasks = {entry.id: entry for entry in registry.tasks()}
    annexes = registry.plan.record.annexes if registry.plan else ()
    numbered = {  # where the numbers are not in order, that is told, and no number is to be trusted
        str(annex.number)
        for annex in annexes
        if [entry.task.seq for entry in tasks.values() if entry.annex == annex.number]
        == list(range(1, annex.tasks + 1))
    }
    for _, loc, place in _stated(registry):
        if place.task is None or place.at[0] not in numbered or registry.targets is None:
            continue  # of the body only verify knows the words
        entry = tasks.get(place.task)
        if entry is None:
            near = nearest(place.task, tasks, 2)
            hint = f"相近的有：{'、'.join(near)}" if near else "任务编号见 bizenv list"
            message = f"没有任务「{place.task}」"
            yield registry.targets.problem((*loc, "at"), "E242", message, hint)
        elif not any(fold(place.words) in fold(text) for text in _texts(entry)):
            message = f"任务 {place.task} 里没有这句话"
            hint = "照抄那一行的工作举措、试点项目或工作任务；或核对编号"
            yield registry.targets.problem((*loc, "words"), "E242", message, hint)


def value_not_in_words(registry: Registry) -> Iterator[Problem]:
    """Ensure that the number of a target stands in each of the notice's words for it.

    E243 目标的数在原话里
    value 照录原话里的数，不折算，原话用汉字写的数（如一家）也算。抄错了数的改正；摘漏了的，把原话摘全。
    正例：
        value: 92.5
        unit: "%"
    反例：
        value: 95.2
        unit: "%"
    """
    for at, loc, place in _stated(registry):
        assert registry.targets  # noqa: S101  (it has what is stated)
        target = registry.targets.record.targets[at]
        if target.value not in _numbers(place.words):
            message = f"原话里没有 {number_text(target.value)} 这个数"
            yield registry.targets.problem((*loc, "words"), "E243", message, "核对 value 与原话")


def comparison_not_in_words(registry: Registry) -> Iterator[Problem]:
    """Ensure that the comparison of a target is the one of the notice's words, or is explained.

    E244 比较与原话相符
    以上、不低于、不少于、达（到）是 >=，以内、压缩至、压缩到、不超过是 <=。原话没有这些词的，越高越好的写 >=，越低越好的写 <=，理由写在 because。
    正例：
        comparison: "<="
        value: 5
    反例：
        comparison: ">="
        value: 5
    正例：
        because: 样例：原文没有比较词
        stated:
    反例：
        stated:
    """
    if registry.targets is None:
        return
    for at, target in enumerate(registry.targets.record.targets):
        said = {
            _COMPARISONS[str(match.lastgroup)]
            for place in target.stated
            for match in _COMPARING.finditer(place.words)
        }
        loc: Loc = ("targets", at, "comparison")
        if said and target.comparison not in said:
            message = f"目标 {target.id} 写的是 {target.comparison}，原话的意思是 {'、'.join(sorted(said))}"
            yield registry.targets.problem(loc, "E244", message, "照原话改正")
        elif not said and not target.because:
            message = f"目标 {target.id} 的原话没有比较词，{target.comparison} 没有说明理由"
            yield registry.targets.problem(loc, "E244", message, "理由写在 because")


def _stated(registry: Registry) -> Iterator[tuple[int, Loc, Stated]]:
    """Yield every place that states a target: the target's position, and where it is written."""
    for at, target in enumerate(registry.targets.record.targets if registry.targets else ()):
        for inner, place in enumerate(target.stated):
            yield at, ("targets", at, "stated", inner), place


def _texts(entry: TaskEntry) -> Iterator[str]:
    """Yield the texts that the row of a task prints, and what they were before an amendment."""
    yield entry.pilot or ""
    for holder, name in (
        (entry.task, "measure"),
        (entry.work_task, "text"),
        (entry.sub_indicator or entry.indicator, "pilot"),
    ):
        yield getattr(holder, name, None) or ""
        for amendment in getattr(holder, "amendments", ()):
            yield str((amendment.was or {}).get(name) or "")


def _numbers(words: str) -> set[Decimal]:
    """Return every number in some words, those in 汉字 among them."""
    numerals = (number_of(match[0]) for match in _NUMERAL.finditer(words))
    return {Decimal(match[0]) for match in _NUMBER.finditer(words)} | {
        Decimal(number) for number in numerals if number
    }
