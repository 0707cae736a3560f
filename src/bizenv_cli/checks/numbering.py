"""Numbers: each 序号 once, none missing, indicators and actions numbered as the body numbers them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bizenv_cli.model import Action, Indicator, Record
from bizenv_cli.problem import Problem
from bizenv_cli.registry import File, Registry
from bizenv_cli.yamltext import Loc


@dataclass(frozen=True, slots=True)
class _Numbered:
    """One number with its place."""

    number: int
    file: File[Record]
    loc: Loc


def task_numbers(registry: Registry) -> Iterator[Problem]:
    """Ensure that the tasks of each annex are numbered 1, 2, 3 … in the order of the files."""
    for annex in (1, 2):
        tasks = [
            _Numbered(entry.task.seq, entry.file, (*entry.loc, "seq"))
            for entry in registry.tasks()
            if entry.annex == annex
        ]
        yield from _in_sequence(f"附件{annex} 序号", tasks, complete=registry.complete)


def work_task_numbers(registry: Registry) -> Iterator[Problem]:
    """Ensure that the work tasks of 附件2 are numbered 1, 2, 3 … in the order of the files."""
    work_tasks = [
        _Numbered(work_task.seq, file, ("work_tasks", at, "seq"))
        for file in registry.actions
        for at, work_task in enumerate(file.record.work_tasks)
    ]
    yield from _in_sequence("工作任务序号", work_tasks, complete=registry.complete)


def group_numbers(registry: Registry) -> Iterator[Problem]:
    """Ensure that indicators and actions are numbered 1, 2, 3 … in the order of their files' names."""
    groups: tuple[Sequence[File[Indicator] | File[Action]], ...] = (registry.indicators, registry.actions)
    for files in groups:
        numbered = [_Numbered(file.record.order, file, ("order",)) for file in files]
        yield from _in_sequence("序号", numbered, complete=registry.complete)


def repeated_group(registry: Registry) -> Iterator[Problem]:
    """Ensure that no two indicators and no two actions share a name."""
    groups: tuple[tuple[str, Sequence[File[Indicator] | File[Action]]], ...] = (
        ("indicator", registry.indicators),
        ("action", registry.actions),
    )
    for key, files in groups:
        seen: dict[str, str] = {}
        for file in files:
            name = getattr(file.record, key)
            if name in seen:
                yield file.problem((key,), "E206", f"「{name}」重复", f"{seen[name]} 已有")
            seen.setdefault(name, file.document.path)


def _in_sequence(what: str, items: Sequence[_Numbered], *, complete: bool) -> Iterator[Problem]:
    """Compare numbers with 1, 2, 3 …; what follows tells a wrong number from a missing or doubled item.

    Args:
        complete: whether every file could be read; if not, a gap is not the numbering's fault.
    """
    first: dict[int, _Numbered] = {}
    expected = 1
    for at, item in enumerate(items):
        number = item.number
        following = items[at + 1].number if at + 1 < len(items) else None
        if number == expected:
            expected += 1
        elif following == expected + 1 and complete:
            hint = _already(first, number) or "核对序号"
            yield item.file.problem(item.loc, "E201", f"{what}应为 {expected}，写的是 {number}", hint)
            expected += 1
        elif number < expected:
            hint = _already(first, number) or "核对序号"
            yield item.file.problem(item.loc, "E201", f"{what} {number} 重复", hint)
        else:
            if complete:
                gap = str(expected) if expected == number - 1 else f"{expected}—{number - 1}"
                message = f"{what}不连续：{number} 之前缺 {gap}"
                yield item.file.problem(item.loc, "E202", message, "补上缺的一项，或核对序号与文件次序")
            expected = number + 1
        first.setdefault(number, item)


def _already(first: dict[int, _Numbered], number: int) -> str:
    if number not in first:
        return ""
    item = first[number]
    return f"{item.file.document.path} 第 {item.file.document.place(item.loc).line} 行已是 {number}，核对序号"
