"""The measured values in the ledger: each of a target of the plan, recorded by a unit that has to do with it."""

from collections.abc import Iterator

from bizenv_cli.model import Target
from bizenv_cli.nearest import nearest
from bizenv_cli.parties import has_part
from bizenv_cli.problem import Problem
from bizenv_cli.registry import Registry


def unknown_target(registry: Registry) -> Iterator[Problem]:
    """Ensure that every measured value, and what takes one back, is of a target of the plan.

    E245 登记数值的目标存在
    登记数值（measure）的 target 写目标编号，如 T12；全部目标见 bizenv targets。核对编号。
    正例：
        # ledger/jia-ju.yaml
        unit: 甲局
        entries:
          - {date: 2099-04-20, target: T1, event: measure, value: 6}
    反例：
        # ledger/jia-ju.yaml
        unit: 甲局
        entries:
          - {date: 2099-04-20, target: T9, event: measure, value: 6}
    """
    if "targets.yaml" in registry.unread or (registry.targets and not registry.targets.whole):
        return  # it may stand in what could not be read
    known = [target.id for target in registry.targets.record.targets] if registry.targets else []
    for file in registry.ledgers:
        for at, entry in enumerate(file.record.entries):
            target = getattr(entry, "target", None)
            if target is not None and target not in known:
                near = nearest(target, known, 2)
                hint = f"相近的有：{'、'.join(near)}" if near else "目标编号见 bizenv targets"
                yield file.problem(("entries", at, "target"), "E245", f"没有目标「{target}」", hint)


def unit_without_target(registry: Registry) -> Iterator[Problem]:
    """Ensure that the unit of a measured value has to do with its target.

    E246 单位与所登记的目标有关
    登记数值的单位，要牵头目标所属的指标、行动或治理，或者牵头、配合写到这个目标的任务。多半是编号写错了，核对编号。
    正例：
        # ledger/jia-ju.yaml
        unit: 甲局
        entries:
          - {date: 2099-04-20, target: T1, event: measure, value: 6}
    反例：
        # ledger/jia-ju.yaml
        unit: 甲局
        entries:
          - {date: 2099-04-20, target: T3, event: measure, value: 6}
    """
    if registry.targets is None or registry.unread or registry.units is None or not registry.units.whole:
        return
    targets = {target.id: target for target in registry.targets.record.targets}
    tasks = {entry.id: entry for entry in registry.tasks()}
    heads = {(scope, subject): lead for scope, subject, lead in registry.heads()}
    for file in registry.ledgers:
        unit = file.record.unit
        if registry.unit_names.get(unit) != unit:
            continue  # E219 tells it
        for at, entry in enumerate(file.record.entries):
            target = targets.get(entry.subject)
            if target is None:
                continue
            leading = [name for group in _groups(target) for name in heads.get(group, ())]
            stating = [tasks[task] for task in target.tasks if task in tasks]
            anyone = not leading and not stating  # the notice does not say whose it is
            if (
                not anyone
                and unit not in leading
                and not any(has_part(registry, unit, task) for task in stating)
            ):
                message = f"「{unit}」与目标 {target.id}（{target.measured}）无关"
                hint = "核对目标编号" + (f"；牵头的是{'、'.join(leading)}" if leading else "")
                yield file.problem(("entries", at, "target"), "E246", message, hint)


def _groups(target: Target) -> list[tuple[str, str]]:
    """Return the indicator, action and treatment that a target is of, each with its scope."""
    named = [(scope, getattr(target, scope)) for scope in ("indicator", "action", "treatment")]
    return [(scope, str(subject)) for scope, subject in named if subject]
