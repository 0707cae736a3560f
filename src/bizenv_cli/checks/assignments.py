"""Assignments: no unit on both sides, every deadline inside the plan's year."""

from collections import Counter
from collections.abc import Iterator
from datetime import date

from bizenv_cli.checks.uses import units_named
from bizenv_cli.problem import Problem
from bizenv_cli.registry import Registry, TaskEntry
from bizenv_cli.yamltext import Loc


def lead_and_support(registry: Registry) -> Iterator[Problem]:
    """Ensure that a unit is not both 牵头单位 and 配合单位 of a task, unless an erratum says the notice prints it so.

    E215 一个单位不既牵头又配合
    同一项任务里，一个单位（连同它的别名）只在牵头或配合一边。留一处；通知确实这样印的，加一条 kind: doubtful 的勘误。
    正例：
        measure: 甲事办好。
        lead: [甲局]
        support: [各样例单位]
    反例：
        measure: 甲事办好。
        lead: [甲局]
        support: [各样例单位, 甲局]
    反例：
        measure: 甲事办好。
        lead: [甲局]
        support: [甲甲局]
    """
    known = registry.unit_names
    for entry in registry.tasks():
        if any("support" in erratum.fields and erratum.kind == "doubtful" for erratum in entry.task.errata):
            continue
        lead = {known.get(name, name) for name in entry.task.lead}
        for at, name in enumerate(entry.task.support):
            if known.get(name, name) in lead:
                message = f"{entry.id} 的「{name}」既牵头又配合"
                hint = "留一处；通知确实如此印的，加一条 doubtful 勘误"
                yield entry.file.problem((*entry.loc, "support", at), "E215", message, hint)


def unit_under_two_names(registry: Registry) -> Iterator[Problem]:
    """Ensure that no list names a unit by its name and by an alias as well, or by two aliases.

    E230 一个单位在一个列表里只写一次
    同一个单位的规范名和别名（或两个别名）写在了同一个列表里，看着像两个单位。留通知所印的一个，删去另一个。
    正例：
        lead: [乙局, 甲甲局]
    反例：
        lead: [甲局, 甲甲局]
    """
    known = registry.unit_names
    seen: dict[tuple[str, Loc, str], str] = {}  # of a list in a file, a unit: the name it has there
    for use in units_named(registry):
        unit = known.get(use.name)
        first = seen.setdefault((use.file.path, use.loc[:-1], unit), use.name) if unit else use.name
        if first != use.name:
            message = f"「{first}」与「{use.name}」是同一个单位，在一个列表里写了两次"
            yield use.file.problem(use.loc, "E230", message, "留通知所印的一个，删去另一个")


def deadline_outside_year(registry: Registry) -> Iterator[Problem]:
    """Ensure that every deadline and milestone lies in the plan's year.

    A deadline before the notice's own date is fine: the notice prints 34 of them.

    E216 日期在方案年度之内
    时限和节点的年份要与 plan.yaml 的 year 相同；不同的多半是年份打错了一个数字。
    正例：
        deadline: 2099-05-31
    反例：
        deadline: 2909-05-31
    正例：
        issued: 2099-03-01
        year: 2099
    反例：
        issued: 2099-03-01
        year: 2100
    """
    if registry.plan is None:
        return
    year = registry.plan.record.year
    if common := year_of_most(registry):
        message = f"方案年度是 {year} 年，而多数时限在 {common} 年"
        yield registry.plan.problem(("year",), "E216", message, f"这里是否应写 {common}？")
        return
    for entry, loc, day in _days(registry):
        if day.year != year:
            message = f"{entry.id} 的日期 {day} 不在方案年度 {year} 年内"
            yield entry.file.problem(loc, "E216", message, "核对年份")
    for at, target in enumerate(registry.targets.record.targets if registry.targets else ()):
        if registry.targets and target.deadline and target.deadline.year != year:
            message = f"目标 {target.id} 的日期 {target.deadline} 不在方案年度 {year} 年内"
            yield registry.targets.problem(("targets", at, "deadline"), "E216", message, "核对年份")


def issued_outside_year(registry: Registry) -> Iterator[Problem]:
    """Ensure that the notice was issued in the plan's year or in the year before.

    E226 印发日期在方案年度或上一年
    行动方案在当年或上一年末印发。差得更远的，多半是 issued 或 year 打错了一个数字。照通知核对。
    正例：
        issued: 2099-03-01
    反例：
        issued: 2009-03-01
    """
    if registry.plan is None or year_of_most(registry):
        return
    plan = registry.plan.record
    if plan.issued.year not in (plan.year - 1, plan.year):
        message = f"印发日期 {plan.issued} 不在方案年度 {plan.year} 年，也不在上一年"
        yield registry.plan.problem(("issued",), "E226", message, "照通知核对 issued 与 year")


def year_of_most(registry: Registry) -> int | None:
    """Return the year of most deadlines where that is not the plan's: then the plan's year is the slip."""
    years = Counter(day.year for _, _, day in _days(registry))
    common, count = years.most_common(1)[0] if years else (0, 0)
    others = registry.plan is not None and common != registry.plan.record.year
    return common if others and count * 2 > years.total() else None


def _days(registry: Registry) -> Iterator[tuple[TaskEntry, Loc, date]]:
    """Yield every deadline and milestone with its task and place."""
    for entry in registry.tasks():
        if entry.task.deadline:
            yield entry, (*entry.loc, "deadline"), entry.task.deadline
        for at, step in enumerate(entry.task.milestones):
            yield entry, (*entry.loc, "milestones", at, "date"), step.date
