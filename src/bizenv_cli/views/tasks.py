"""Listings of tasks: due, overdue, upcoming, list, search; and the record of a task for machines."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from itertools import groupby
from typing import Any

from bizenv_cli.dates import weekday
from bizenv_cli.query.plan import PlanHead
from bizenv_cli.query.search import Hits
from bizenv_cli.query.tasks import Selection, TaskRow
from bizenv_cli.views.amendments import amendment_records
from bizenv_cli.views.parts import Cell, Column, Line, Paragraph, Part, Rows, Span, Tone, View, line, names
from bizenv_cli.vocabulary import FIELDS, STATUSES
from bizenv_cli.workdays import is_workday, previous_workday

MARKS: dict[str, tuple[str, Tone]] = {
    "done": ("√", "good"),
    "overdue": ("■", "bad"),
    "due-soon": ("▲", "warn"),
    "open": ("●", "plain"),
    "undated": ("×", "dim"),
}

ID = Column("编号")
SUBJECT = Column("所属", most=16)
MEASURE = Column("工作举措", flex=True)
LEAD = Column("牵头单位", most=26)
DEADLINE = Column("完成时限")
STATUS = Column("状态")
STEP = Column("节点", flex=True)

TASK_COLUMNS = tuple(
    (key, FIELDS[key])
    for key in (
        "id", "annex", "seq", "indicator", "sub_indicator", "action", "work_task_seq", "work_task", "measure",
        "lead", "support", "lead_officials", "deadline", "effective_deadline", "status", "days", "errata",
    )
)  # fmt: skip

_DATES_SHOWN = 8


def record(task: TaskRow) -> dict[str, Any]:
    """Return a task as plain values; keys are those of the YAML files."""
    result: dict[str, Any] = {
        "id": task.id,
        "annex": task.annex,
        "seq": task.seq,
        "indicator": task.indicator,
        "sub_indicator": task.sub_indicator,
        "action": task.action,
        "work_task_seq": task.work_task_seq,
        "work_task": task.work_task,
        "measure": task.measure,
        "lead": list(task.lead),
        "support": list(task.support),
        "lead_units": list(task.lead_units),
        "support_units": list(task.support_units),
        "lead_officials": list(task.lead_officials),
        "deadline": _iso(task.deadline),
        "effective_deadline": _iso(task.effective_deadline),
        "status": task.status,
        "days": task.days,
        "goal": task.goal,
        "pilot": task.pilot,
        "milestones": [{"date": step.date.isoformat(), "text": step.text} for step in task.milestones],
        "errata": [
            {"kind": item.kind, "fields": list(item.fields), "printed": item.printed, "because": item.because}
            for item in task.errata
        ],
        "amendments": amendment_records(task.amendments),
    }
    if task.role:
        result["role"] = task.role
    if task.via:
        result["via"] = task.via
    return result


def title(head: PlanHead) -> Line:
    """Return the line every answer begins with: which plan, and where it comes from if not from a folder."""
    packed = (Span("　随程序附带的清单，只读", "dim"),) if head.packed else ()
    return (Span(f"{head.short_title}（{head.number}）", "strong"), *packed)


def due(
    command: str, head: PlanHead, selection: Selection, as_of: date, words: str, query: Mapping[str, Any]
) -> View:
    """Return the view of what is due, grouped by deadline.

    Args:
        command: ``due``, ``overdue`` or ``upcoming``.
        words: the question in words, for example ``到 2023-11-30（含）应办结``.
    """
    tasks = selection.tasks
    parts: list[Part] = [
        Paragraph(line(f"{words} {len(tasks)} 项 · 以 {as_of}（{weekday(as_of)}）计 · 尚无办结登记")),
        Paragraph(_summary(tasks, head, selection.undated)),
    ]
    if tasks:
        parts.append(Paragraph(_spread(tasks)))
    parts.extend(by_deadline(tasks, head))
    parts.extend(steps(tasks))
    return View(
        command,
        title(head),
        tuple(parts),
        "tasks",
        records(tasks),
        TASK_COLUMNS,
        as_of,
        query,
        _undated(selection),
    )


def by_deadline(tasks: Sequence[TaskRow], head: PlanHead) -> list[Part]:
    """Return one table for each deadline, in the order given."""
    parts: list[Part] = []
    for deadline, grouped in groupby(tasks, key=lambda task: task.effective_deadline):
        group = list(grouped)
        rows = tuple(task_cells(task) for task in group)
        parts.append(Rows((ID, SUBJECT, MEASURE, LEAD), rows, _date_heading(deadline, group, head)))
    return parts


def listing(head: PlanHead, tasks: Sequence[TaskRow], as_of: date, query: Mapping[str, Any]) -> View:
    """Return the view of any selection in the notice's order, with deadline and status in columns."""
    columns = (ID, SUBJECT, MEASURE, LEAD, DEADLINE, STATUS)
    rows = tuple((*task_cells(task), line(deadline_text(task)), status_cell(task)) for task in tasks)
    parts: tuple[Part, ...] = (
        Paragraph(line(f"共 {len(tasks)} 项 · 以 {as_of}（{weekday(as_of)}）计")),
        Rows(columns, rows, header=True),
    )
    return View(
        "list",
        title(head),
        parts if tasks else parts[:1],
        "tasks",
        records(tasks),
        TASK_COLUMNS,
        as_of,
        query,
    )


def search(head: PlanHead, hits: Hits, as_of: date, query: Mapping[str, Any]) -> View:
    """Return the view of a search: tasks that say it, then tasks that have it only around them."""
    columns = (ID, SUBJECT, MEASURE, LEAD, DEADLINE, STATUS)
    words = "、".join(f"「{word}」" for word in hits.words)
    parts: list[Part] = []
    for tasks, where in (
        (hits.in_measure, "工作举措写有"),
        (hits.around, "所属、单位、工作任务或试点项目写有"),
    ):
        rows = tuple((*task_cells(task), line(deadline_text(task)), status_cell(task)) for task in tasks)
        if tasks:
            parts.append(Rows(columns, rows, line(Span(f"{where}{words}  {len(tasks)} 项", "strong"))))
    if not parts:
        parts.append(Paragraph(line(f"没有任务写有{words}")))
    found = (*hits.in_measure, *hits.around)
    return View("search", title(head), tuple(parts), "tasks", records(found), TASK_COLUMNS, as_of, query)


def task_cells(task: TaskRow) -> tuple[Cell, ...]:
    """Return the cells every listing shares: id, what it belongs to, its text, its lead units."""
    text = line(task.measure) if task.measure else line(Span("（工作举措缺失，见勘误）", "dim"))
    subject = task.indicator or (task.action or "").removesuffix("专项行动")
    return line(task.id), line(subject), text, line(names(task.lead))


def status_cell(task: TaskRow) -> Cell:
    """Return mark and words of a status, with the days."""
    mark, tone = MARKS[task.status]
    return line(Span(f"{mark} {_status_words(task)}", tone))


def _status_words(task: TaskRow) -> str:
    if task.days is None or task.status == "done":
        return STATUSES[task.status]
    if task.days < 0:
        return f"逾期 {-task.days} 天"
    return "今天到期" if task.days == 0 else f"还有 {task.days} 天"


def deadline_text(task: TaskRow) -> str:
    """Return the effective deadline, or a dash."""
    return task.effective_deadline.isoformat() if task.effective_deadline else "—"


def _date_heading(deadline: date | None, group: Sequence[TaskRow], head: PlanHead) -> Line:
    if deadline is None:
        return line(Span(f"× 无时限  {len(group)} 项", "dim"))
    mark, tone = MARKS[group[0].status]
    days = group[0].days or 0
    if days < 0:
        words = f"已逾期 {-days} 天"
        late = (head.issued - deadline).days
        if late > 0:
            words += f"（通知 {head.issued} 印发时已过期 {late} 天）"
    else:
        words = "今天到期" if days == 0 else f"还有 {days} 天"
    return line(
        Span(f"{mark} {deadline} {weekday(deadline)}  {len(group)} 项  {words}{_rest_day(deadline)}", tone)
    )


def _rest_day(day: date) -> str:
    if is_workday(day) is not False:
        return ""
    before = previous_workday(day)
    return f"（休息日，前一工作日 {before:%m-%d}）" if before else "（休息日）"


def _summary(tasks: Sequence[TaskRow], head: PlanHead, undated: Sequence[str]) -> Line:
    count = {
        status: sum(task.status == status for task in tasks) for status in ("overdue", "due-soon", "open")
    }
    spans = [
        Span(f"■ 逾期 {count['overdue']}", "bad"),
        Span(f"▲ {head.alert_days} 天内 {count['due-soon']}", "warn"),
        Span(f"● 其余 {count['open']}"),
    ]
    result: list[str | Span] = []
    for span in spans:
        result += [span, "   "]
    if undated:
        shown = "、".join(undated[:5]) + (" 等" if len(undated) > 5 else "")  # noqa: PLR2004  (a line's worth)
        result.append(Span(f"另有 {len(undated)} 项无时限（{shown}）", "dim"))
    return line(*result[: len(result) if undated else -1])


def _spread(tasks: Sequence[TaskRow]) -> Line:
    """Say how many fall on each date: 共 147 项：06-30 34 项、…"""
    groups = [
        (day, len(list(group))) for day, group in groupby(tasks, key=lambda task: task.effective_deadline)
    ]
    years = {day.year for day, _ in groups if day}
    form = "%m-%d" if len(years) == 1 else "%Y-%m-%d"
    shown = "、".join(f"{day:{form}} {count} 项" for day, count in groups[:_DATES_SHOWN] if day)
    more = f"，等 {len(groups)} 个日期" if len(groups) > _DATES_SHOWN else ""
    return line(Span(f"共 {len(tasks)} 项：{shown}{more}", "dim"))


def steps(tasks: Iterable[TaskRow]) -> list[Part]:
    """Return the table of the milestones inside some tasks; nothing where there are none."""
    rows = tuple(
        (line(task.id), line(step.date.isoformat()), line(step.text))
        for task in tasks
        for step in task.milestones
    )
    if not rows:
        return []
    columns = (ID, DEADLINE, STEP)
    return [Rows(columns, rows, line(Span("节点（举措文字里的日期，不计入项数）", "strong")))]


def records(tasks: Iterable[TaskRow]) -> tuple[dict[str, Any], ...]:
    """Return tasks as plain values."""
    return tuple(record(task) for task in tasks)


def _undated(selection: Selection) -> dict[str, Any]:
    return {"undated": list(selection.undated)}


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
