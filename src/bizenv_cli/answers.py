"""One thing in full: the questions that its page is made of, asked together, and the page."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from bizenv_cli.index import Index
from bizenv_cli.place import shown_in
from bizenv_cli.query import ledger, overlaps, reasons, tasks
from bizenv_cli.query.named import TaskName
from bizenv_cli.query.plan import PlanHead
from bizenv_cli.query.targets import TargetName
from bizenv_cli.views import View
from bizenv_cli.views import task as task_views

if TYPE_CHECKING:
    from bizenv_cli.query.duties import DutyRow


def task(index: Index, head: PlanHead, name: TaskName) -> View:
    """Return everything known of one task."""
    reason = reasons.why(index, name.ref)
    row = reason.task
    entries = ledger.of_task(index, row.plan, row.id)
    around = task_views.Around(
        tasks.siblings(index, row),
        overlaps.of_task(index, name.plan, name.ref),
        tasks.body_leads(index, name.ref),
    )
    return task_views.task(head, reason, entries, around, _shown(index, name.plan, row.path), _asked(name))


def why(index: Index, head: PlanHead, name: TaskName) -> View:
    """Return why one task has its status."""
    return task_views.why(head, reasons.why(index, name.ref), _asked(name))


def target(index: Index, head: PlanHead, name: TargetName) -> View:
    """Return everything known of one target."""
    from bizenv_cli.query import errata, targets  # noqa: PLC0415  (numbers, which a task does without)
    from bizenv_cli.views import targets as target_views  # noqa: PLC0415

    row = targets.by_name(index, name)
    told = target_views.Told(
        errata.of(index, row.plan, "target", row.id),
        errata.amendments_of(index, row.plan, "target", row.id),
        _shown(index, name.plan, row.path),
    )
    values = targets.measurements(index, row)
    return target_views.target(head, row, values, told, index.as_of, _asked(name))


def duty(index: Index, head: PlanHead, row: "DutyRow") -> View:
    """Return everything known of one time that a duty is owed."""
    from bizenv_cli.query import duties  # noqa: PLC0415
    from bizenv_cli.views import duties as duty_views  # noqa: PLC0415

    that_day = duties.duties(index, duties.DutyFilters(first=row.deadline, last=row.deadline))
    rows = tuple(other for other in that_day if (other.plan, other.id) == (row.plan, row.id))
    text = next(text for text in duties.texts(index) if (text.plan, text.id) == (row.plan, row.id))
    return duty_views.duty(head, row, rows, text, {"id": row.id})


def _shown(index: Index, plan: int, path: str) -> str:
    """Return a file of a plan as a user would type it."""
    folder = index.folder_of(plan)
    return shown_in(index.place, f"{folder}/{path}" if folder else path)


def _asked(name: TaskName | TargetName) -> Mapping[str, Any]:
    return {"id": name.id}
