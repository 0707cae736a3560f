"""Listings of tasks: due, overdue, upcoming, list, search; and the record of a task for machines."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain, groupby
from typing import Any

from bizenv_cli.dates import weekday
from bizenv_cli.query.plan import PlanHead
from bizenv_cli.query.rows import TaskRow
from bizenv_cli.query.search import Hits
from bizenv_cli.query.tasks import DateGroup, Done, Selection
from bizenv_cli.views.days import rest_day
from bizenv_cli.views.parts import (
    Cell,
    Column,
    Line,
    Paragraph,
    Part,
    Rows,
    Span,
    Stream,
    View,
    line,
    names,
)
from bizenv_cli.views.records import TASK_COLUMNS, record, records
from bizenv_cli.views.status import MARKS, deadline_text, light_rule, status_cell

ID = Column("编号")
SUBJECT = Column("所属", most=16)
MEASURE = Column("工作举措", flex=True)
LEAD = Column("牵头单位", most=26)
DEADLINE = Column("完成时限")
STATUS = Column("状态")
STEP = Column("节点", flex=True)
COMPLETED = Column("办结日期")
DONE_COLUMNS = (ID, SUBJECT, MEASURE, LEAD, COMPLETED, STATUS)
STATUS_COLUMNS = (ID, SUBJECT, MEASURE, LEAD, DEADLINE, STATUS)

_DATES_SHOWN = 8


def title(head: PlanHead) -> Line:
    """Return the line every answer begins with: which plan, and where it comes from if not from a folder."""
    packed = (Span("　随程序附带的清单，只读", "dim"),) if head.packed else ()
    number = f"（{head.number}）" if head.number else ""
    return (Span(f"{head.short_title}{number}", "strong"), *packed)


def due(
    command: str,
    head: PlanHead,
    selection: Selection,
    undated: Sequence[str],
    done: Done,
    words: str,
    query: Mapping[str, Any],
) -> View:
    """Return the view of what is due, grouped by deadline.

    Args:
        command: ``due``, ``overdue`` or ``upcoming``.
        undated: ids of the tasks that the same question would list, had they a deadline.
        done: how many tasks it would list, were they not done.
        words: the question in words, for example ``到 2023-11-30（含）应办结``.
    """
    as_of = selection.index.as_of

    def parts() -> Iterator[Part]:
        dates = selection.dates()
        whole = sum(group.tasks for group in dates)
        told = (
            f"另有 {done.here} 项已办结"
            if done.here
            else "其中没有已办结的"
            if done.anywhere
            else "尚无办结登记"
        )
        yield Paragraph(line(f"{words} {whole} 项 · 以 {as_of}（{weekday(as_of)}）计 · {told}"))
        yield Paragraph(_summary(selection.statuses(), head, undated))
        if dates:
            yield Paragraph(_spread(dates))
        dated: list[TaskRow] = []
        yield from by_deadline(_noting_steps(selection, dated), dates, head)
        if dates:
            yield Paragraph(light_rule(head), gap=True, legend=True)
        yield from steps(dated)
        yield from left_out(selection)

    return View(
        command, title(head), Stream(parts), "tasks", records(selection), selection.shown(), TASK_COLUMNS, as_of,
        query, {"undated": list(undated), "done": done.here, **cut(selection)},
    )  # fmt: skip


def by_deadline(tasks: Iterable[TaskRow], dates: Sequence[DateGroup], head: PlanHead) -> Iterator[Rows]:
    """Yield one table for each deadline, in the order given; `dates` counts them."""
    groups = {group.deadline: group for group in dates}
    for deadline, grouped in groupby(tasks, key=lambda task: task.effective_deadline):
        heading = _date_heading(groups[deadline], head)
        if head.light == "deadline":  # the heading has said it for all of them
            yield Rows((ID, SUBJECT, MEASURE, LEAD), map(task_cells, grouped), heading)
        else:
            rows = ((*task_cells(task), status_cell(task, head.light)) for task in grouped)
            yield Rows((ID, SUBJECT, MEASURE, LEAD, STATUS), rows, heading)


def _noting_steps(tasks: Iterable[TaskRow], dated: list[TaskRow]) -> Iterator[TaskRow]:
    """Yield tasks as they come, and note those with dated steps in their texts."""
    for task in tasks:
        if task.milestones:
            dated.append(task)
        yield task


def dates_of(tasks: Sequence[TaskRow]) -> list[DateGroup]:
    """Return how many of some tasks, ordered by deadline, fall on each."""
    grouped = (list(group) for _, group in groupby(tasks, key=lambda task: task.effective_deadline))
    return [
        DateGroup(group[0].effective_deadline, group[0].status, group[0].days, len(group))
        for group in grouped
    ]


def left_out(selection: Selection) -> Iterator[Part]:
    """Say what a limit leaves out, where it leaves out something."""
    if rest := selection.whole() - selection.shown():
        yield rest_of(rest)


def rest_of(count: int) -> Part:
    """Say that so many tasks are not listed, and how to see them."""
    ways = "--limit 0 全部列出；也可缩小范围（如 --unit、--before、--plan），或 --format csv -o 文件"
    return Paragraph(line(Span(f"还有 {count:,} 项未列出。{ways}", "strong")), gap=True)


def cut(selection: Selection) -> dict[str, Any]:
    """Return the JSON member that says how many there are in all, where a limit leaves out some."""
    whole = selection.whole()
    return {"whole": whole} if whole > selection.shown() else {}


def listing(head: PlanHead, selection: Selection, query: Mapping[str, Any]) -> View:
    """Return the view of any selection in the notice's order, with deadline and status in columns."""
    as_of = selection.index.as_of

    def parts() -> Iterator[Part]:
        whole = selection.whole()
        yield Paragraph(line(f"共 {whole} 项 · 以 {as_of}（{weekday(as_of)}）计"))
        if whole:
            yield Rows(STATUS_COLUMNS, (status_cells(task, head.light) for task in selection), header=True)
            yield Paragraph(light_rule(head), gap=True, legend=True)
        yield from left_out(selection)

    return View(
        "list", title(head), Stream(parts), "tasks", records(selection), selection.shown(), TASK_COLUMNS, as_of,
        query, cut(selection),
    )  # fmt: skip


def search(head: PlanHead, hits: Hits, query: Mapping[str, Any]) -> View:
    """Return the view of a search: tasks that say it, then tasks that have it only around them."""
    words = "、".join(f"「{word}」" for word in hits.words)
    both = (hits.in_measure, hits.around)

    def parts() -> Iterator[Part]:
        for tasks, where in zip(both, ("工作举措写有", "所属、单位、工作任务或试点项目写有"), strict=True):
            if whole := tasks.whole():
                heading = line(Span(f"{where}{words}  {whole} 项", "strong"))
                yield Rows(STATUS_COLUMNS, (status_cells(task, head.light) for task in tasks), heading)
                yield from left_out(tasks)
        if not any(tasks.whole() for tasks in both):
            yield Paragraph(line(f"没有任务写有{words}"))

    found = Stream(lambda: map(record, chain(*both)))
    count = sum(tasks.shown() for tasks in both)
    as_of = hits.in_measure.index.as_of
    return View("search", title(head), Stream(parts), "tasks", found, count, TASK_COLUMNS, as_of, query)


def status_cells(task: TaskRow, rule: str | None) -> tuple[Cell, ...]:
    """Return the cells of a row with deadline and status, its light lit by a rule."""
    return (*task_cells(task), line(deadline_text(task)), status_cell(task, rule))


def task_cells(task: TaskRow) -> tuple[Cell, ...]:
    """Return the cells every listing shares: id, what it belongs to, its text, its lead units."""
    text = line(task.measure) if task.measure else line(Span("（工作举措缺失，见勘误）", "dim"))
    subject = task.indicator or (task.action or "").removesuffix("专项行动")
    return line(task.id), line(subject), text, line(names(task.lead))


def _date_heading(group: DateGroup, head: PlanHead) -> Line:
    deadline = group.deadline
    if deadline is None:
        return line(Span(f"× 无时限  {group.tasks} 项", "dim"))
    mark, tone = MARKS[group.status]
    days = group.days or 0
    if days < 0:
        words = f"已逾期 {-days} 天"
        late = (head.issued - deadline).days if head.issued else 0
        if late > 0:
            words += f"（通知 {head.issued} 印发时已过期 {late} 天）"
    else:
        words = "今天到期" if days == 0 else f"还有 {days} 天"
    return line(
        Span(f"{mark} {deadline} {weekday(deadline)}  {group.tasks} 项  {words}{rest_day(deadline)}", tone)
    )


def _summary(count: Mapping[str, int], head: PlanHead, undated: Sequence[str]) -> Line:
    near = f"{head.alert_days} 天内" if head.issued else "临期"
    spans = [
        Span(f"■ 逾期 {count.get('overdue', 0)}", "bad"),
        Span(f"▲ {near} {count.get('due-soon', 0)}", "warn"),
        Span(f"● 其余 {count.get('open', 0)}"),
    ]
    result: list[str | Span] = []
    for span in spans:
        result += [span, "   "]
    if undated:
        shown = "、".join(undated[:5]) + (" 等" if len(undated) > 5 else "")  # noqa: PLR2004  (a line's worth)
        result.append(Span(f"另有 {len(undated)} 项无时限（{shown}）", "dim"))
    return line(*result[: len(result) if undated else -1])


def _spread(groups: Sequence[DateGroup]) -> Line:
    """Say how many fall on each date: 共 147 项：06-30 34 项、…"""
    years = {group.deadline.year for group in groups if group.deadline}
    form = "%m-%d" if len(years) == 1 else "%Y-%m-%d"
    shown = "、".join(
        f"{group.deadline:{form}} {group.tasks} 项" for group in groups[:_DATES_SHOWN] if group.deadline
    )
    more = f"，等 {len(groups)} 个日期" if len(groups) > _DATES_SHOWN else ""
    return line(Span(f"共 {sum(group.tasks for group in groups)} 项：{shown}{more}", "dim"))


def done_rows(tasks: Iterable[TaskRow]) -> Iterator[Rows]:
    """Yield the table of the tasks that are done, among some; nothing where there are none."""
    rows = tuple(
        (*task_cells(task), line(f"{task.completed}"), status_cell(task))
        for task in tasks
        if task.status == "done"
    )
    if rows:
        yield Rows(DONE_COLUMNS, rows, line(Span(f"√ 已办结  {len(rows)} 项", "good")))


def steps(tasks: Iterable[TaskRow]) -> Iterator[Part]:
    """Yield the table of the milestones inside some tasks; nothing where there are none."""
    rows = tuple(
        (line(task.id), line(step.date.isoformat()), line(step.text))
        for task in tasks
        for step in task.milestones
    )
    if rows:
        heading = line(Span("节点（举措文字里的日期，不计入项数）", "strong"))
        yield Rows((ID, DEADLINE, STEP), rows, heading)
