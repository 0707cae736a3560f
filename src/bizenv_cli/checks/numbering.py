"""Numbers: each 序号 once, in order, none missing; one slip is one problem, however many rows follow it."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from bizenv_cli.checks.groups import annex_of, gaps, in_order
from bizenv_cli.model import ANNEXES, Record
from bizenv_cli.problem import Problem
from bizenv_cli.registry import File, Registry
from bizenv_cli.yamltext import Loc


@dataclass(frozen=True, slots=True)
class _Numbered:
    """One number, where it is written, and the place in the plan of the group it belongs to."""

    number: int
    group: int
    file: File[Record]
    loc: Loc

    def where(self) -> str:
        return f"{self.file.document.path} 第 {self.file.document.place(self.loc).line} 行"


def task_numbers(registry: Registry) -> Iterator[Problem]:
    """Ensure that the tasks of each annex are numbered 1, 2, 3 … in the order of the plan's groups.

    E201 序号不错不乱
    每个附件的任务按 1、2、3……编号，每项指标、每项行动也有自己的序号，与 plan.yaml 所列的次序一致。任务编号（1-26、2-34）由序号
    而来，错一个，别处的引用就都错了。照通知核对序号；挪动过的行放回原处。
    正例：
        - seq: 2
          measure: 戊事办好。
    反例：
        - seq: 3
          measure: 戊事办好。
    反例：
        - seq: 1
          measure: 戊事办好。

    E202 序号不缺
    序号不能跳：跳过的那一项不是漏抄，就是被误删了。从通知或版本库补上缺的一项。
    正例：
        - seq: 1
          measure: 丁事办好。
          lead: [乙局]
          deadline: 2099-05-31
        - seq: 2
          measure: 戊事办好。
    反例：
        - seq: 2
          measure: 戊事办好。
    """
    for annex in ANNEXES:
        told = annex_of(registry, annex)
        count = told[1].tasks if told else None
        yield from _in_sequence(f"附件{annex} 序号", _tasks(registry, annex), count, gaps(registry, annex))


def work_task_numbers(registry: Registry) -> Iterator[Problem]:
    """Ensure that the work tasks of 附件2 are numbered 1, 2, 3 … in the order of the plan's actions."""
    place = {group.file.path: group.place for group in in_order(registry, 2)}
    work_tasks = [
        _Numbered(work_task.seq, place[file.path], file, ("work_tasks", at, "seq"))
        for file in sorted(registry.actions, key=lambda file: place.get(file.path, 0))
        if file.path in place
        for at, work_task in enumerate(file.record.work_tasks)
    ]
    yield from _in_sequence("工作任务序号", work_tasks, None, gaps(registry, 2))


def task_count(registry: Registry) -> Iterator[Problem]:
    """Ensure that each annex ends with the task that plan.yaml's `tasks` counts as its last.

    E209 任务总数与 plan.yaml 一致
    plan.yaml 的 tasks 写着每个附件共有几项。最后几项被删掉时，序号仍然连续，只有总数看得出来。补上缺的任务；确已增减的，同时改 tasks。
    正例：
        title: 示例区指标任务清单
        tasks: 3
    反例：
        title: 示例区指标任务清单
        tasks: 4
    反例：
        title: 示例区指标任务清单
        tasks: 2
    """
    for annex in ANNEXES:
        told = annex_of(registry, annex)
        tasks = _tasks(registry, annex)
        if not told or not tasks or gaps(registry, annex):
            continue
        count, last = told[1].tasks, max(tasks, key=lambda item: item.number)
        if len(tasks) < count and last.number < count and tasks[-1] is last:
            rest = _span(range(last.number + 1, count + 1))
            message = f"附件{annex} 应有 {count} 项，只到 {last.number}"
            hint = f"末尾补上 {rest}；确已增减的，同时改 plan.yaml 的 tasks"
            yield _after(last, "E209", message, hint)
        elif last.number > count and len(tasks) > count:
            message = f"附件{annex} 只有 {count} 项，写到了 {last.number}"
            hint = "删去多出的；确已增加的，同时改 plan.yaml 的 tasks"
            yield last.file.problem(last.loc, "E209", message, hint)


def _tasks(registry: Registry, annex: int) -> list[_Numbered]:
    place = {group.file.path: group.place for group in in_order(registry, annex)}
    tasks = [
        _Numbered(entry.task.seq, place[entry.file.path], entry.file, (*entry.loc, "seq"))
        for entry in registry.tasks()
        if entry.annex == annex and entry.file.path in place
    ]
    return sorted(tasks, key=lambda item: item.group)


def _in_sequence(
    what: str, items: Sequence[_Numbered], count: int | None, unsure: set[int]
) -> Iterator[Problem]:
    """Compare numbers with 1, 2, 3 …

    The longest rising run of numbers is taken as right; each other number stands in a gap of that run. As many
    strangers as the gap wants are misnumbered; else a stranger is doubled, or out of order.

    Args:
        count: the last number there should be, where that is known.
        unsure: the groups in which something is missing already; no gap that touches one is told.
    """
    numbers = [item.number for item in items]
    limit = count or _last_plausible(numbers)
    right = _rising(numbers, limit)
    seen = {items[at].number: items[at] for at in right}
    strangers = {item.number for item in items} - set(seen)
    edges = [-1, *right, len(items)]
    for before, after in pairwise(edges):
        low = items[before].number if before >= 0 else 0
        high = items[after].number if after < len(items) else limit + 1
        between = items[before + 1 : after]
        wanted = range(low + 1, high)
        missing = [number for number in wanted if number not in strangers]
        if between and len(wanted) == len(between):
            for item, number in zip(between, wanted, strict=True):
                hint = f"{seen[item.number].where()}已是 {item.number}" if item.number in seen else "核对序号"
                yield item.file.problem(item.loc, "E201", f"{what}应为 {number}，写的是 {item.number}", hint)
        elif between:
            yield from _strangers(what, between, seen, (low, high))
        elif missing and after < len(items):
            yield from _missing(what, missing, items[before] if before >= 0 else None, items[after], unsure)


def _strangers(
    what: str, between: Sequence[_Numbered], seen: dict[int, _Numbered], gap: tuple[int, int]
) -> Iterator[Problem]:
    """Tell numbers that are doubled, or out of order; those that rise by one in one file are told once."""
    low, high = gap
    told: _Numbered | None = None
    for item in between:
        follows = told and told.file is item.file and told.number + 1 == item.number
        told = item
        if follows:
            continue
        if item.number in seen:
            hint = f"{seen[item.number].where()}已是 {item.number}，核对序号"
            yield item.file.problem(item.loc, "E201", f"{what} {item.number} 重复", hint)
        else:
            side = f"{low} 之后" if item.number < low else f"{high} 之前"
            message = f"{what}次序不对：{item.number} 排在 {side}"
            yield item.file.problem(item.loc, "E201", message, "按序号从小到大排，或改正序号")


def _missing(
    what: str, missing: list[int], previous: _Numbered | None, following: _Numbered, unsure: set[int]
) -> Iterator[Problem]:
    first = previous.group if previous else 1
    if unsure & set(range(first, following.group + 1)):
        return
    gap = _span(missing)
    hint = "补上缺的一项；序号不能跳"
    if previous is None or previous.file is following.file:
        message = f"{what}不连续：{following.number} 之前缺 {gap}"
        yield following.file.problem(following.loc, "E202", message, hint)
    else:
        message = f"{what}不连续：{previous.number} 之后缺 {gap}"
        yield _after(previous, "E202", message, f"{hint}。也可能缺在 {following.where()}之前")


def _after(item: _Numbered, code: str, message: str, hint: str) -> Problem:
    """Return a problem at the end of a file: there something should follow its last item."""
    document = item.file.document
    lines = document.text.rstrip().split("\n")
    return Problem(document.path, len(lines), 1, code, message, hint, max(1, len(lines[-1])))


def _last_plausible(numbers: Sequence[int]) -> int:
    """Return the greatest number to believe where no count is known: a last number that jumps is a slip."""
    last = list(numbers[-2:])
    jumps = len(last) == 2 and last[1] - last[0] > 2  # noqa: PLR2004  (two numbers; more than one is skipped)
    return len(numbers) if jumps else max(numbers, default=0)


def _rising(numbers: Sequence[int], limit: int) -> list[int]:
    """Return the places of the numbers taken as right: those that rise, up to `limit`.

    What runs 1, 2, 3 … from the start, and by ones up to the end, is right; between, the longest rising run.
    """
    start = 0
    while start < len(numbers) and numbers[start] == start + 1:
        start += 1
    end = len(numbers)
    while end > start and start < numbers[end - 1]:
        if numbers[end - 1] > limit if end == len(numbers) else numbers[end - 1] != numbers[end] - 1:
            break
        end -= 1
    high = numbers[end] if end < len(numbers) else limit + 1
    tails: list[int] = []  # where the best run of each length ends
    before: dict[int, int | None] = {}
    for at in range(start, end):
        number = numbers[at]
        if not start < number < high:
            continue
        length = bisect_left([numbers[tail] for tail in tails], number)
        before[at] = tails[length - 1] if length else None
        if length == len(tails):
            tails.append(at)
        elif number < numbers[tails[length]]:
            tails[length] = at
    middle: list[int] = []
    step = tails[-1] if tails else None
    while step is not None:
        middle.append(step)
        step = before[step]
    return [*range(start), *reversed(middle), *range(end, len(numbers))]


def _span(numbers: Sequence[int]) -> str:
    return str(numbers[0]) if len(numbers) == 1 else f"{numbers[0]}—{numbers[-1]}"
