"""Errata: what the plan leaves out is explained, and an erratum speaks of fields that exist."""

from collections.abc import Iterator

from bizenv_cli.amendments import ISSUED
from bizenv_cli.nearest import nearest
from bizenv_cli.problem import Problem
from bizenv_cli.registry import Registry
from bizenv_cli.vocabulary import field_title
from bizenv_cli.yamltext import Loc

_NEEDED = ("measure", "lead", "deadline")
_FIELDS = {
    1: ("seq", "indicator", "benchmark_cities", "goal", "pilot", "measure", "lead_officials", "lead", "support", "deadline"),
    2: ("work_task_seq", "action", "lead_officials", "lead_unit", "work_task", "measure", "lead", "support", "deadline"),
}  # fmt: skip
_GROUP_FIELDS = (
    "indicator", "body_name", "benchmark_cities", "goal", "body_goal", "pilot", "lead_officials", "lead",
    "support", "action", "lead_unit", "treatment", "title", "issued", "annexes", "text",
)  # fmt: skip
_TARGET_FIELDS = (
    "indicator", "action", "treatment", "measured", "comparison", "value", "unit", "deadline", "stated",
)  # fmt: skip
_OF_SCOPE = {"target": _TARGET_FIELDS, "duty": ISSUED["duty"], "service_level": ISSUED["service_level"]}


def unexplained_gap(registry: Registry) -> Iterator[Problem]:
    """Ensure that a task without 工作举措, 牵头单位 or 完成时限 has an erratum that says the notice lost it.

    An erratum of another kind speaks of a value that is recorded: it explains no gap.

    E210 缺的项目有勘误说明
    任务应有工作举措、牵头单位、完成时限。通知确未写明的可以空着，但要加一条 kind: lost（缺失）的勘误说明，以免分不清是通知没写还是漏抄。
    别的勘误（错位、合并、存疑等）说的是录了的内容，不能说明空缺。
    正例：
        - kind: lost
          fields: [deadline]
          because: 样例：时限一格已失
        - kind: doubtful
    反例：
        - kind: doubtful
    反例：
        - kind: shifted
          fields: [deadline]
          because: 样例：时限一格已失
        - kind: doubtful
    """
    for entry in registry.tasks():
        if not entry.file.whole:
            continue  # what could not be read is told, and is not missing as well
        lost = {name for erratum in entry.task.errata if erratum.kind == "lost" for name in erratum.fields}
        for name in _NEEDED:
            if not getattr(entry.task, name) and name not in lost:
                message = f"{entry.id} 缺少{field_title(name)}"
                hint = "补上这一项；通知确未写明的，在 errata 里加一条 kind: lost 说明"
                yield entry.file.problem((*entry.loc, name), "E210", message, hint, key=True)


def unknown_field(registry: Registry) -> Iterator[Problem]:
    """Ensure that an erratum, and its `printed_at`, name fields that the record has.

    E211 勘误所指的项目存在
    勘误的 fields（和 printed_at）写它说的是哪几项，要用这里有的项目名。照提示改正拼写。
    正例：
        fields: [deadline]
    反例：
        fields: [deadline, suport]
    """
    for entry in registry.errata():
        annex = int(entry.subject[0]) if entry.scope == "task" else 0
        known = _OF_SCOPE.get(entry.scope) or _FIELDS.get(annex, _GROUP_FIELDS)
        named: list[tuple[Loc, str]] = [
            ((*entry.loc, "fields", at), name) for at, name in enumerate(entry.erratum.fields)
        ]
        named += [((*entry.loc, "printed_at", name), name) for name in entry.erratum.printed_at or ()]
        for loc, name in named:
            if name not in known:
                near = nearest(name, known, 1)
                hint = f"是否为「{near[0]}」？" if near else f"可以写：{'、'.join(known)}"
                yield entry.file.problem(loc, "E211", f"勘误所指的「{name}」不是这里的项目", hint)
