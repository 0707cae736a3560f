"""What was judged of pairs of tasks: each pair two tasks of the plan, in the notice's order, judged once."""

from collections.abc import Iterator

from bizenv_cli.nearest import nearest
from bizenv_cli.problem import Problem
from bizenv_cli.registry import Registry


def judged_tasks(registry: Registry) -> Iterator[Problem]:
    """Ensure that every pair is of tasks of the plan.

    E270 认定重叠的任务存在
    overlaps.yaml 里每一对写两项任务的编号，如 [1-49, 2-24]。核对编号。
    正例：
        # overlaps.yaml
        overlaps:
          - {tasks: [1-1, 2-1], verdict: same, because: 样例理由}
    反例：
        # overlaps.yaml
        overlaps:
          - {tasks: [1-1, 2-9], verdict: same, because: 样例理由}
    """
    file = registry.overlaps
    if file is None or registry.unread:
        return  # a task may stand in a file that could not be read
    known = [entry.id for entry in registry.tasks()]
    for at, pair in enumerate(file.record.overlaps):
        for inner, task in enumerate(pair.tasks):
            if task not in known:
                near = nearest(task, known, 2)
                hint = f"相近的有：{'、'.join(near)}" if near else "任务编号见 bizenv list"
                loc = ("overlaps", at, "tasks", inner)
                yield file.problem(loc, "E270", f"没有任务「{task}」", hint)


def judged_order(registry: Registry) -> Iterator[Problem]:
    """Ensure that a pair is of two tasks, the one that the notice lists first before the other.

    E271 一对任务照通知的次序写
    附件1 的在前，附件2 的在后；同一附件里序号小的在前。对调两个编号；写成同一项的，核对编号。
    正例：
        # overlaps.yaml
        overlaps:
          - {tasks: [1-1, 2-1], verdict: same, because: 样例理由}
    反例：
        # overlaps.yaml
        overlaps:
          - {tasks: [2-1, 1-1], verdict: same, because: 样例理由}
    反例：
        # overlaps.yaml
        overlaps:
          - {tasks: [1-1, 1-1], verdict: same, because: 样例理由}
    """
    file = registry.overlaps
    if file is None:
        return
    for at, pair in enumerate(file.record.overlaps):
        first, second = pair.tasks
        if first == second:
            message, hint = f"任务 {first} 与自己成了一对", "写两项任务的编号"
        elif _number(first) > _number(second):
            message, hint = f"{first} 写在 {second} 之前，不合通知的次序", f"写成 [{second}, {first}]"
        else:
            continue
        yield file.problem(("overlaps", at, "tasks"), "E271", message, hint)


def judged_once(registry: Registry) -> Iterator[Problem]:
    """Ensure that a pair is judged once.

    E272 一对任务只认定一次
    改了主意的，改原来那一条（版本库里留有原样），不另加一条。
    正例：
        # overlaps.yaml
        overlaps:
          - {tasks: [1-1, 2-1], verdict: same, because: 样例理由}
    反例：
        # overlaps.yaml
        overlaps:
          - {tasks: [1-1, 2-1], verdict: same, because: 样例理由}
          - {tasks: [1-1, 2-1], verdict: different, because: 样例理由}
    """
    judged: dict[frozenset[str], int] = {}
    file = registry.overlaps
    if file is None:
        return
    for at, pair in enumerate(file.record.overlaps):
        tasks = frozenset(pair.tasks)
        if tasks in judged:
            line = file.document.place(("overlaps", judged[tasks])).line
            message = f"{pair.tasks[0]} 与 {pair.tasks[1]} 已认定过（第 {line} 行）"
            yield file.problem(("overlaps", at, "tasks"), "E272", message, "改了主意的，改那一条，不另加一条")
        judged.setdefault(tasks, at)


def _number(task: str) -> tuple[int, ...]:
    return tuple(int(part) for part in task.split("-"))
