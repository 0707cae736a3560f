"""Which tasks a 督办单 is due for, in which colour, and what of them a unit still owes."""

from typing import Literal, NamedTuple

from bizenv_cli.index import Index
from bizenv_cli.query import ledger
from bizenv_cli.query.named import Named
from bizenv_cli.query.rows import TaskRow
from bizenv_cli.query.tasks import Filters, select

Color = Literal["red", "yellow", "blue"]


class Urged(NamedTuple):
    """A task of which the unit still owes its part, and the colour of a 督办单 for it."""

    task: TaskRow
    color: Color


def color(task: TaskRow) -> Color | None:
    """Return the colour that a 督办单 has by itself: red when late, yellow when behind the time, blue when near."""
    if task.status == "done":
        return None
    if task.status == "overdue":
        return "red"
    if task.percent is not None and task.elapsed is not None and task.percent < task.elapsed:
        return "yellow"
    return "blue" if task.status == "due-soon" else None


def urged(index: Index, unit: Named) -> tuple[Urged, ...]:
    """Return what a unit is to be urged for, by deadline: of what it leads, and has not done its own part of."""
    filters = Filters(units=(unit,), role="lead", plan=unit.plan)
    found = ((task, color(task)) for task in select(index, filters, order="deadline"))
    wanted = [Urged(task, hue) for task, hue in found if hue]
    finished = ledger.finished(index, unit.plan, unit.name)
    return tuple(item for item in wanted if item.task.id not in finished)


def entered(index: Index, unit: Named) -> int:
    """Return how many entries that count the unit's ledger has up to the index's day."""
    sql = (
        "SELECT count(*) AS count FROM main.entry AS entry JOIN temp.asked ON asked.no = entry.plan"
        " WHERE entry.plan = ? AND unit = ? AND voided = 0 AND event <> 'void' AND date <= asked.as_of"
    )
    return int(index.one(sql, [unit.plan, unit.name])["count"])
