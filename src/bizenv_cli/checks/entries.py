"""The entries of a ledger: in the order of their days, each once, at a time and for a deadline that can be."""

from collections.abc import Iterator
from datetime import date

from bizenv_cli.amendments import former
from bizenv_cli.dates import parse_iso_day
from bizenv_cli.model import Entry
from bizenv_cli.problem import Problem
from bizenv_cli.registry import Registry, TaskEntry
from bizenv_cli.voiding import counting

_YEARS_AFTER = 5  # that a plan's tasks may still be reported on


def entries_out_of_order(registry: Registry) -> Iterator[Problem]:
    """Ensure that a ledger's entries stand in the order of their days.

    E221 登记按日期先后排列
    登记只接在末尾，日期从早到晚。补登以前的事，日期写登记之日，备注（note）里说明。
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
          - {date: 2099-03-20, task: 1-1, event: done}
    """
    for file in registry.ledgers:
        last: date | None = None
        for at, entry in enumerate(file.record.entries):
            if _implausible(registry, entry.date):
                continue  # E227 tells it
            if last and entry.date < last:
                message = f"登记未按日期先后排列：{entry.date} 在 {last} 之后"
                hint = "核对日期；补登的写登记之日，备注里说明；两个分支合并成这样的，按日期挪好"
                yield file.problem(("entries", at, "date"), "E221", message, hint)
            last = entry.date


def entry_out_of_time(registry: Registry) -> Iterator[Problem]:
    """Ensure that what was recorded happened after the notice was issued, and not long after its year.

    E227 登记的日期合乎情理
    登记的事发生在通知印发之后，也不会晚于方案年度之后五年。不然多半是年份打错了一个数字。核对日期。
    正例：
        # ledger/jia-ju.yaml
        unit: 甲局
        entries:
          - {date: 2099-04-01, task: 1-1, event: receive}
    反例：
        # ledger/jia-ju.yaml
        unit: 甲局
        entries:
          - {date: 2098-04-01, task: 1-1, event: receive}
    反例：
        # ledger/jia-ju.yaml
        unit: 甲局
        entries:
          - {date: 2909-04-01, task: 1-1, event: receive}
    """
    for file in registry.ledgers:
        for at, entry in enumerate(file.record.entries):
            if why := _implausible(registry, entry.date):
                message = f"登记日期 {entry.date} {why}"
                yield file.problem(("entries", at, "date"), "E227", message, "核对年份")


def _implausible(registry: Registry, day: date) -> str:
    """Say why nothing can have been recorded on a day, or nothing."""
    if registry.plan is None:
        return ""
    plan = registry.plan.record
    if day < plan.issued and plan.issued.year <= plan.year:  # else the notice's own day is the slip, E226
        return f"早于通知印发的 {plan.issued}"
    return (
        f"比方案年度 {plan.year} 年晚了 {_YEARS_AFTER} 年以上" if day.year > plan.year + _YEARS_AFTER else ""
    )


def extended_backwards(registry: Registry) -> Iterator[Problem]:
    """Ensure that an extension moves the deadline that holds on its day to a later one.

    Each of several leading units may record one and the same extension.

    E228 延期延到原时限之后
    延期（extend）的 to 写新的时限，要晚于当时的时限（已延过期的，晚于上次延到的日期）。核对日期与任务编号。
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
        # ledger/jia-ju.yaml
        unit: 甲局
        entries:
          - date: 2099-04-01
            task: 1-1
            event: extend
            to: 2099-05-30
            approval: 示例发〔2099〕3号
    """
    tasks = {entry.id: entry for entry in registry.tasks()}
    extensions = [
        (entry.date, file, at, entry)
        for file in registry.ledgers
        for at, entry in counting(file.record.entries)
        if entry.event == "extend" and entry.task in tasks
    ]
    extended: dict[str, tuple[date, str]] = {}  # by task: to when, and in whose file that stands
    for day, file, at, entry in sorted(extensions, key=lambda item: item[0]):
        before, owner = extended.get(entry.task, (None, None))
        current = before or _deadline_on(tasks[entry.task], day)
        if current and entry.to <= current and (entry.to, True) != (before, owner != file.path):
            message = f"任务 {entry.task} 的时限已是 {current}，延期到 {entry.to} 并没有延后"
            hint = "to 写新的时限；核对日期与任务编号"
            yield file.problem(("entries", at, "to"), "E228", message, hint)
        else:
            extended[entry.task] = (entry.to, file.path)


def _deadline_on(entry: TaskEntry, day: date) -> date | None:
    """Return the deadline that the plan gave on a day: what a later amendment changed is undone."""
    for amendment in entry.task.amendments:
        if amendment.date > day and "deadline" in (amendment.was or {}):
            try:
                return parse_iso_day(str(former(amendment, "deadline")))
            except ValueError:
                return None  # there was none, or E304 tells it
    return entry.task.deadline


def repeated_entry(registry: Registry) -> Iterator[Problem]:
    """Ensure that no entry stands twice in a ledger.

    E229 没有重复的登记
    同一天、同一任务、同一件事，一字不差地登记了两次，多半是粘贴了两遍，或两个分支合并时重了。删去后一条；确是两件事的，备注（note）里写清楚。
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
          - {date: 2099-04-01, task: 1-1, event: receive}
    """
    for file in registry.ledgers:
        seen: dict[Entry, int] = {}
        for at, entry in counting(file.record.entries):
            first = seen.setdefault(entry, at)
            if first < at:
                line = file.document.place(("entries", first)).line
                message = f"这一条与第 {line} 行的登记一字不差"
                hint = "重复的只留一条；确是两件事的，备注里写清楚"
                yield file.problem(("entries", at), "E229", message, hint)
