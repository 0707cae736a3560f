"""The ledger: each file is one unit's, each entry a task's that the unit has a part in."""

from collections.abc import Iterator

from bizenv_cli.nearest import nearest
from bizenv_cli.parties import has_part
from bizenv_cli.problem import Problem
from bizenv_cli.registry import Registry


def ledger_unit(registry: Registry) -> Iterator[Problem]:
    """Ensure that a ledger file names a unit by its canonical name, and that no other file is that unit's.

    E219 登记文件的单位写规范名，一个单位一个文件
    登记（ledger）每个单位一个文件，unit 写 units.yaml 里的规范名（name），不写别名；同一单位的登记写在一处，才看得出先后。改成规范名，或把两个文件并成一个。
    正例：
        # ledger/jia-ju.yaml
        unit: 甲局
        entries:
          - {date: 2099-04-01, task: 1-1, event: receive}
          - {date: 2099-04-20, task: 1-1, event: done}
    反例：
        # ledger/jia-ju.yaml
        unit: 甲甲局
        entries:
          - {date: 2099-04-01, task: 1-1, event: receive}
          - {date: 2099-04-20, task: 1-1, event: done}
    """
    if registry.units is None or not registry.units.whole:
        return
    canonical = [unit.name for unit in registry.units.record.units]
    owner: dict[str, str] = {}
    for file in registry.ledgers:
        name = file.record.unit
        if name not in canonical:
            meant = registry.unit_names.get(name)
            near = [meant] if meant else nearest(name, canonical, 1)
            message = f"登记单位「{name}」不是规范名"
            hint = (
                f"应写「{near[0]}」"
                if meant
                else f"是否为「{near[0]}」？"
                if near
                else "规范名见 bizenv units"
            )
            yield file.problem(("unit",), "E219", message, hint)
        elif name in owner:
            hint = f"{owner[name]} 已有，并到一个文件里"
            yield file.problem(("unit",), "E219", f"「{name}」的登记分在两个文件", hint)
        owner.setdefault(name, file.document.path)


def unknown_task(registry: Registry) -> Iterator[Problem]:
    """Ensure that every entry is of a task of the plan.

    E220 登记的任务存在
    每条登记的 task 写任务编号，如 1-26（附件1 第 26 行）、2-34（附件2 举措 34）。核对编号。
    正例：
        # ledger/jia-ju.yaml
        unit: 甲局
        entries:
          - {date: 2099-04-01, task: 1-1, event: receive}
          - {date: 2099-04-20, task: 1-1, event: done}
    反例：
        # ledger/jia-ju.yaml
        unit: 甲局
        entries:
          - {date: 2099-04-01, task: 1-1, event: receive}
          - {date: 2099-04-20, task: 1-9, event: done}
    """
    if registry.unread:
        return  # its task may stand in a file that could not be read
    known = {entry.id: entry for entry in registry.tasks()}
    for file in registry.ledgers:
        for at, entry in enumerate(file.record.entries):
            task = getattr(entry, "task", None)  # what is about a target or a duty has none
            if task is not None and task not in known:
                near = nearest(task, known, 2)
                hint = f"相近的有：{'、'.join(near)}" if near else "任务编号见 bizenv list"
                yield file.problem(("entries", at, "task"), "E220", f"没有任务「{task}」", hint)


def unit_without_part(registry: Registry) -> Iterator[Problem]:
    """Ensure that the unit of an entry has a part in its task, itself or through a collective name.

    E222 单位与所登记的任务有关
    一个单位只登记自己牵头或配合的任务，包括经集体名称涉及的。多半是任务编号写错了，照提示核对。
    正例：
        # ledger/jia-ju.yaml
        unit: 甲局
        entries:
          - {date: 2099-04-01, task: 1-1, event: receive}
          - {date: 2099-04-20, task: 1-1, event: done}
    反例：
        # ledger/jia-ju.yaml
        unit: 甲局
        entries:
          - {date: 2099-04-01, task: 1-1, event: receive}
          - {date: 2099-04-20, task: 2-1, event: done}
    """
    if registry.units is None or not registry.units.whole:
        return
    tasks = {entry.id: entry for entry in registry.tasks() if entry.file.whole}
    for file in registry.ledgers:
        unit = file.record.unit
        if registry.unit_names.get(unit) != unit:
            continue  # E219 tells it
        for at, entry in enumerate(file.record.entries):
            task = tasks.get(entry.subject)
            if task and not has_part(registry, unit, task):
                message = f"「{unit}」与任务 {entry.subject} 无关：既不牵头也不配合"
                hint = f"核对任务编号；它的牵头单位是{'、'.join(task.task.lead)}"
                yield file.problem(("entries", at, "task"), "E222", message, hint)
