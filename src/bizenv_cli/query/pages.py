"""What the pages of all tasks of a plan say, asked together: what each says alone, a question a task, takes too long."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import NamedTuple

from bizenv_cli.index import Index
from bizenv_cli.query import ledger, overlaps
from bizenv_cli.query.ledger import EntryRow, PartRow
from bizenv_cli.query.moves import MoveRow, deadlines_moved
from bizenv_cli.query.overlaps import OtherTask
from bizenv_cli.query.plan import PlanHead, head_of
from bizenv_cli.query.rows import TaskRow
from bizenv_cli.query.tasks import Filters, select


class TaskPage(NamedTuple):
    """One task and what its page says around it, each as the question about one task has it.

    Attributes:
        group: the ids of all tasks of its group, its own among them.
        body_leads: the units that the body names as leading what it belongs to, and the annex not as leading it.
    """

    task: TaskRow
    entries: tuple[EntryRow, ...]
    parts: tuple[PartRow, ...]
    moves: tuple[MoveRow, ...]
    overlaps: tuple[OtherTask, ...]
    body_leads: tuple[str, ...]
    group: tuple[str, ...]


class PlanPages(NamedTuple):
    """The pages of some tasks of one plan, in the notice's order, on a day; `folder` is the plan's own."""

    as_of: date
    head: PlanHead
    folder: str
    pages: tuple[TaskPage, ...]


def plans(index: Index, filters: Filters) -> Iterator[PlanPages]:
    """Yield the pages of the tasks that pass the filters, plan by plan; the index is left at its last plan."""
    for plan in index.one_by_one():
        index.ask_about(plan)
        number = plan["no"]
        yield PlanPages(
            index.as_of, head_of(index, number), index.folder_of(number), _pages(index, number, filters)
        )


def _pages(index: Index, plan: int, filters: Filters) -> tuple[TaskPage, ...]:
    wanted = set(select(index, filters).ids())
    if not wanted:
        return ()
    tasks = {task.id: task for task in select(index, Filters())}
    groups: dict[tuple[object, ...], list[str]] = {}
    for task in tasks.values():
        groups.setdefault(_group(task), []).append(task.id)
    entries, parts = ledger.by_task(index), ledger.parts_by_task(index, plan)
    moves = _moves(index)
    others = overlaps.by_task(index, plan, tasks)
    leads = _body_leads(index)
    return tuple(
        TaskPage(
            task,
            entries.get(task.id, ()),
            parts.get(task.id, ()),
            tuple(moves.get(task.id, ())),
            others.get(task.id, ()),
            tuple(leads.get(task.id, ())),
            tuple(groups[_group(task)]),
        )
        for task in tasks.values()
        if task.id in wanted
    )


def _group(task: TaskRow) -> tuple[object, ...]:
    return (task.annex, task.indicator, task.sub_indicator, task.work_task_seq)


def _moves(index: Index) -> Mapping[str, list[MoveRow]]:
    found: dict[str, list[MoveRow]] = {}
    for move in deadlines_moved(index, "1", []):
        found.setdefault(move.id, []).append(move)
    return found


def _body_leads(index: Index) -> Mapping[str, list[str]]:
    found: dict[str, list[str]] = {}
    for row in index.stream("SELECT id, unit FROM body_leads ORDER BY ord, at"):
        found.setdefault(row["id"], []).append(row["unit"])
    return found
