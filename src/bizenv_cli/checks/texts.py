"""Texts: what is drawn out of a text stands in it."""

from collections.abc import Iterator

from bizenv_cli.problem import Problem
from bizenv_cli.registry import Registry
from bizenv_cli.yamltext import Loc


def milestone_not_in_text(registry: Registry) -> Iterator[Problem]:
    """Ensure that a milestone's words stand in the measure, and that milestones are in the order of time.

    E212 节点出自举措原文，按日期排列
    节点（milestones）是从工作举措的文字里摘出来的，text 要照抄原句，日期从早到晚。
    正例：
        - date: 2099-04-30
          text: 完成第一步
    反例：
        - date: 2099-04-30
          text: 做完第一步
    反例：
        - date: 2099-04-30
          text: 完成第一步
        - date: 2099-03-31
          text: 第一步
    """
    for entry in registry.tasks():
        milestones = entry.task.milestones
        for at, milestone in enumerate(milestones):
            loc: Loc = (*entry.loc, "milestones", at)
            if milestone.text not in (entry.task.measure or ""):
                message = f"{entry.id} 节点的文字不在工作举措里"
                yield entry.file.problem((*loc, "text"), "E212", message, "照抄举措中的原句")
            if at and milestone.date <= milestones[at - 1].date:
                message = f"{entry.id} 节点未按日期先后排列"
                yield entry.file.problem((*loc, "date"), "E212", message, "按日期从早到晚排列")


def pilot_change_outside(registry: Registry) -> Iterator[Problem]:
    """Ensure that a pilot changes at a row of its own indicator, after the first.

    E213 试点项目在本指标的行上变更
    from_seq 写附件从哪一行起印了另一个创新试点项目，这一行要在本指标（或子指标）之内；首行的试点项目写在 pilot。核对起始序号。
    正例：
        - from_seq: 3
          pilot: 样例试点之二。
    反例：
        - from_seq: 4
          pilot: 样例试点之二。
    反例：
        - from_seq: 1
          pilot: 样例试点之二。
    """
    for file in registry.indicators:
        indicator = file.record
        groups = [((), indicator.tasks, indicator.pilot_changes)]
        groups += [
            (("sub_indicators", at), sub.tasks, sub.pilot_changes)  # type: ignore[misc]
            for at, sub in enumerate(indicator.sub_indicators)
        ]
        for loc, tasks, changes in groups:
            later = {task.seq for task in tasks[1:]}
            for at, change in enumerate(changes):
                if change.from_seq not in later:
                    message = f"试点项目自第 {change.from_seq} 行起变更，但这一行不在本指标之内（首行除外）"
                    yield file.problem(
                        (*loc, "pilot_changes", at, "from_seq"), "E213", message, "核对起始序号"
                    )
