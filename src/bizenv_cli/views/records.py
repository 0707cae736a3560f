"""A task as plain values for machines: the record of json and jsonl, and the columns of csv."""

from collections.abc import Iterable
from typing import Any

from bizenv_cli.query.rows import TaskRow
from bizenv_cli.views.amendments import amendment_records
from bizenv_cli.views.days import iso
from bizenv_cli.views.parts import Stream
from bizenv_cli.vocabulary import FIELDS

TASK_COLUMNS = tuple(
    (key, FIELDS[key])
    for key in (
        "id", "annex", "seq", "indicator", "sub_indicator", "action", "work_task_seq", "work_task", "measure",
        "lead", "support", "lead_officials", "deadline", "effective_deadline", "status", "days", "days_late", "completed", "accepted",
        "extensions", "last_report", "urged", "percent", "forecast", "light", "errata",
    )
)  # fmt: skip


def record(task: TaskRow) -> dict[str, Any]:
    """Return a task as plain values; keys are those of the YAML files."""
    result: dict[str, Any] = {
        "plan": task.plan,
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
        "deadline": iso(task.deadline),
        "effective_deadline": iso(task.effective_deadline),
        "status": task.status,
        "days": task.days,
        "days_late": task.days_late,
        "completed": iso(task.completed),
        "accepted": iso(task.accepted),
        "extensions": task.extensions,
        "last_report": iso(task.last_report),
        "urged": task.urged,
        "percent": task.percent,
        "forecast": task.forecast,
        "elapsed": task.elapsed,
        "light": task.light,
        "urgent": task.urgent,
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


def records(tasks: Iterable[TaskRow]) -> Iterable[dict[str, Any]]:
    """Return tasks as plain values, made one by one."""
    return Stream(lambda: map(record, tasks))
