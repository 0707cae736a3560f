"""Assignments: no unit on both sides, every deadline inside the plan's year."""

from collections.abc import Iterator
from datetime import date

from bizenv_cli.problem import Problem
from bizenv_cli.registry import Registry
from bizenv_cli.yamltext import Loc


def lead_and_support(registry: Registry) -> Iterator[Problem]:
    """Ensure that a unit is not both 牵头单位 and 配合单位 of a task, unless an erratum says the notice prints it so."""
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


def deadline_outside_year(registry: Registry) -> Iterator[Problem]:
    """Ensure that every deadline and milestone lies in the plan's year.

    A deadline before the notice's own date is fine: the notice prints 34 of them.
    """
    if registry.plan is None:
        return
    year = registry.plan.record.year
    for entry in registry.tasks():
        days: list[tuple[Loc, date | None]] = [((*entry.loc, "deadline"), entry.task.deadline)]
        days += [
            ((*entry.loc, "milestones", at, "date"), step.date)
            for at, step in enumerate(entry.task.milestones)
        ]
        for loc, day in days:
            if day and day.year != year:
                message = f"{entry.id} 的日期 {day} 不在方案年度 {year} 年内"
                yield entry.file.problem(loc, "E216", message, "核对年份")
