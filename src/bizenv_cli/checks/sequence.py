"""The entries of one unit on one task, one after another: each says what can be true after those before it."""

from collections.abc import Iterator

from bizenv_cli.model import TaskEvent
from bizenv_cli.model.ledger import Done, Fulfil
from bizenv_cli.parties import has_part
from bizenv_cli.problem import Problem
from bizenv_cli.registry import Registry
from bizenv_cli.standing import Part, after
from bizenv_cli.vocabulary import EVENTS
from bizenv_cli.voiding import on_tasks, voided


def void_of_nothing(registry: Registry) -> Iterator[Problem]:
    """Ensure that a void names an entry before it that still counts.

    E233 更正指明误记的一条
    更正（void）用 of（事项）和 dated（日期）指明同一文件里同一任务的一条登记，那一条从此不算数，文字仍留着。指不到的，核对这几项；同一条更正了两遍的，删去后一条。
    正例：
        # ledger/jia-ju.yaml
        unit: 甲局
        entries:
          - {date: 2099-04-20, task: 1-1, event: done}
          - date: 2099-04-21
            task: 1-1
            event: void
            of: done
            dated: 2099-04-20
    反例：
        # ledger/jia-ju.yaml
        unit: 甲局
        entries:
          - {date: 2099-04-20, task: 1-1, event: done}
          - date: 2099-04-21
            task: 1-1
            event: void
            of: progress
            dated: 2099-04-20
    """
    for file in registry.ledgers:
        for at, target in voided(file.record.entries).items():
            entry = file.record.entries[at]
            if target is None and entry.event == "void":
                what = "任务" if entry.task else "职责" if entry.duty else "目标"
                message = f"没有可更正的登记：{entry.dated} {what} {entry.subject} 的{EVENTS[entry.of]}"
                hint = "核对 task（或 target，或 duty 与 period）、of、dated；已经更正过的不再更正"
                yield file.problem(("entries", at), "E233", message, hint)


def out_of_sequence(registry: Registry) -> Iterator[Problem]:
    """Ensure that what a unit and the office record of a task can follow what they recorded before.

    E234 登记前后接得上
    一个单位在一项任务上：签收一次；办结之后退回才能再办结；办结了才谈得上退回、销号；已办结的不再延期、督办。两个分支各登记了一次的，删去后一条；记错了的，用 bizenv undo 更正。
    正例：
        # ledger/jia-ju.yaml
        unit: 甲局
        entries:
          - {date: 2099-04-20, task: 1-1, event: done}
          - {date: 2099-04-25, task: 1-1, event: return, note: 缺件}
          - {date: 2099-05-10, task: 1-1, event: done}
    反例：
        # ledger/jia-ju.yaml
        unit: 甲局
        entries:
          - {date: 2099-04-20, task: 1-1, event: done}
          - {date: 2099-05-10, task: 1-1, event: done}
    反例：
        # ledger/jia-ju.yaml
        unit: 甲局
        entries:
          - {date: 2099-04-20, task: 1-1, event: accept}
    """
    for file in registry.ledgers:
        parts: dict[str, Part] = {}
        seen: set[TaskEvent] = set()
        for at, entry in on_tasks(file.record.entries):
            if entry in seen:
                continue  # E229 tells it
            seen.add(entry)
            part = parts.get(entry.task, Part())
            if why := _impossible(part, entry):
                message = f"任务 {entry.task} {why}"
                hint = "重复的只留一条；记错了的，用 bizenv undo 更正"
                yield file.problem(("entries", at, "event"), "E234", message, hint)
            else:
                parts[entry.task] = after(part, entry)


def _impossible(part: Part, entry: TaskEvent) -> str:
    """Say why an entry cannot follow, or nothing."""
    if part.completed is not None:
        return _after_done(part, entry)
    match entry.event:
        case "receive" if part.reported:
            return "前面已有签收或报告，不必再签收"
        case "return" | "accept":
            return f"还没有登记办结，不能{EVENTS[entry.event]}"
    return ""


def _after_done(part: Part, entry: TaskEvent) -> str:
    match entry.event:
        case "receive":
            return "前面已有签收或报告，不必再签收"
        case "done":
            return "前面已登记办结，没有退回过"
        case "accept" if part.accepted is not None:
            return "前面已销号"
        case "extend" | "urge":
            return f"前面已登记办结，不必再{EVENTS[entry.event]}"
        case "progress" if entry.forecast or entry.percent not in (None, 100):
            return "前面已登记办结，不再报进度与预计"
    return ""


def completed_out_of_time(registry: Registry) -> Iterator[Problem]:
    """Ensure that what was recorded as done was done by then, and not before the plan's year.

    E235 办结日期不晚于登记之日
    completed 写实际办结（例行职责为履行）的日期：不晚于登记之日；办结的也不早于方案年度。当天办结当天登记的不写。
    正例：
        # ledger/jia-ju.yaml
        unit: 甲局
        entries:
          - date: 2099-04-20
            task: 1-1
            event: done
            completed: 2099-04-18
    反例：
        # ledger/jia-ju.yaml
        unit: 甲局
        entries:
          - date: 2099-04-20
            task: 1-1
            event: done
            completed: 2099-04-28
    """
    year = registry.plan.record.year if registry.plan else None
    for file in registry.ledgers:
        for at, entry in enumerate(file.record.entries):
            if not isinstance(entry, Done | Fulfil) or entry.completed is None:
                continue
            loc = ("entries", at, "completed")
            if entry.completed > entry.date:
                what = "办结" if entry.event == "done" else "履行"
                message = f"{what}日期 {entry.completed} 晚于登记之日 {entry.date}"
                yield file.problem(loc, "E235", message, "核对两个日期")
            elif entry.event == "done" and year and entry.completed.year < year:
                message = f"办结日期 {entry.completed} 早于方案年度 {year} 年"
                yield file.problem(loc, "E235", message, "核对年份")


def extended_by_supporter(registry: Registry) -> Iterator[Problem]:
    """Ensure that an extension is recorded in the file of a unit that leads the task.

    E236 延期登记在牵头单位名下
    时限是牵头单位的，延期由它申请、登记在它的文件里。配合单位名下的，移到牵头单位的文件里；核对任务编号。
    正例：
        # ledger/jia-ju.yaml
        unit: 甲局
        entries:
          - date: 2099-04-01
            task: 1-1
            event: extend
            to: 2099-06-30
            approval: 示例发〔2099〕3号
    反例：
        # ledger/bing-ju.yaml
        unit: 丙局
        entries:
          - date: 2099-04-01
            task: 1-1
            event: extend
            to: 2099-06-30
            approval: 示例发〔2099〕3号
    """
    if registry.units is None or not registry.units.whole:
        return
    tasks = {entry.id: entry for entry in registry.tasks() if entry.file.whole}
    for file in registry.ledgers:
        unit = file.record.unit
        for at, entry in enumerate(file.record.entries):
            task = tasks.get(entry.subject)
            if entry.event != "extend" or task is None or not has_part(registry, unit, task):
                continue  # E220 and E222 tell the others
            if not has_part(registry, unit, task, ("lead",)):
                message = f"「{unit}」只是任务 {entry.task} 的配合单位，延期不在它名下登记"
                hint = f"移到牵头单位的文件里：{'、'.join(task.task.lead)}"
                yield file.problem(("entries", at, "event"), "E236", message, hint)
