"""How the tasks of a registry stand on a day, and how their deadlines moved, be the registry in order or not."""

from datetime import date

from bizenv_cli.model import IndicatorTask, Measure
from bizenv_cli.registry import Registry, TaskEntry
from bizenv_cli.standing import Move, Order, Standing, fold, members, orders, recorded


def statuses(registry: Registry, day: date) -> dict[str, str]:
    """Return the status of each task on a day by its id, as the index computes it."""
    entries, inner, alert_days = recorded(registry), members(registry), _alert_days(registry)
    found: dict[str, str] = {}
    for task in registry.tasks():
        lead = dict.fromkeys(registry.unit_names.get(name, name) for name in task.task.lead)
        rows, _ = fold(_orders(registry, task.task), lead, inner, entries.get(task.id, ()))
        standing = [row for row in rows if row.since is None or row.since <= day][-1]
        found[task.id] = _status(standing, day, alert_days)
    return found


def moves(registry: Registry, task: TaskEntry) -> list[Move]:
    """Return the moves of a task's deadline in order: by amendments, and by extensions that nobody voided."""
    return fold(_orders(registry, task.task), (), {}, recorded(registry).get(task.id, ()))[1]


def _status(standing: Standing, day: date, alert_days: int) -> str:
    if standing.completed:
        return "done"
    if standing.deadline is None:
        return "undated"
    left = (standing.deadline - day).days
    return "overdue" if left < 0 else "due-soon" if left <= alert_days else "open"


def _orders(registry: Registry, task: IndicatorTask | Measure) -> list[Order]:
    try:
        return orders(task, registry.plan.record.number if registry.plan else "")
    except ValueError:
        return [Order(None, task.deadline)]  # an amendment says that it was no day: E304 tells it


def _alert_days(registry: Registry) -> int:
    return registry.plan.record.alert_days if registry.plan else 0
