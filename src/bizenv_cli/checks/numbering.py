"""Numbers: each 序号 once, none missing, indicators and actions numbered as the body numbers them."""

from collections.abc import Iterator, Sequence

from bizenv_cli.model import Action, Indicator
from bizenv_cli.problem import Problem
from bizenv_cli.registry import File, Registry, TaskEntry


def repeated_seq(registry: Registry) -> Iterator[Problem]:
    """Ensure that no two tasks of one annex, and no two work tasks, have the same 序号."""
    seen: dict[str, TaskEntry] = {}
    for entry in registry.tasks():
        first = seen.setdefault(entry.id, entry)
        if first is not entry:
            place = first.file.document.place((*first.loc, "seq"))
            where = f"{first.file.document.path} 第 {place.line} 行"
            message = f"附件{entry.annex} 序号 {entry.task.seq} 重复"
            yield entry.file.problem((*entry.loc, "seq"), "E201", message, f"{where}已有，核对附件的序号")
    work_tasks: set[int] = set()
    for file in registry.actions:
        for at, work_task in enumerate(file.record.work_tasks):
            if work_task.seq in work_tasks:
                message = f"工作任务序号 {work_task.seq} 重复"
                yield file.problem(("work_tasks", at, "seq"), "E201", message, "核对附件2 的序号")
            work_tasks.add(work_task.seq)


def gap_in_seq(registry: Registry) -> Iterator[Problem]:
    """Ensure that the tasks of an annex are numbered 1, 2, 3 … in the order of the files."""
    expected = {1: 1, 2: 1}
    for entry in registry.tasks():
        seq = entry.task.seq
        if seq > expected[entry.annex]:
            missing = _span(expected[entry.annex], seq - 1)
            message = f"附件{entry.annex} 序号不连续：{seq} 之前缺 {missing}"
            yield entry.file.problem(
                (*entry.loc, "seq"), "E202", message, "补上缺的任务，或核对序号与文件次序"
            )
        expected[entry.annex] = max(expected[entry.annex], seq + 1)


def repeated_group(registry: Registry) -> Iterator[Problem]:
    """Ensure that no two indicators and no two actions share a name or a number."""
    yield from _repeated(registry.indicators, "indicator")
    yield from _repeated(registry.actions, "action")


def order_gap(registry: Registry) -> Iterator[Problem]:
    """Ensure that indicators and actions are numbered from 1 without a gap."""
    groups: tuple[Sequence[File[Indicator] | File[Action]], ...] = (registry.indicators, registry.actions)
    for files in groups:
        for expected, file in enumerate(files, 1):
            if file.record.order > expected:
                message = f"序号不连续：{file.record.order} 之前缺 {_span(expected, file.record.order - 1)}"
                yield file.problem(("order",), "E209", message, "核对正文的序号")
                break


def _repeated(files: Sequence[File[Indicator] | File[Action]], key: str) -> Iterator[Problem]:
    for field in (key, "order"):
        seen: dict[object, str] = {}
        for file in files:
            value = getattr(file.record, field)
            if value in seen:
                message = f"「{value}」重复"
                yield file.problem((field,), "E206", message, f"{seen[value]} 已有")
            seen.setdefault(value, file.document.path)


def _span(first: int, last: int) -> str:
    return str(first) if first == last else f"{first}—{last}"
