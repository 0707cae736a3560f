"""Which units have a part in a task: those it names, now or before an amendment, and those that a collective name covers."""

from collections.abc import Sequence

from bizenv_cli.registry import Registry, TaskEntry


def has_part(
    registry: Registry, unit: str, entry: TaskEntry, roles: Sequence[str] = ("lead", "support")
) -> bool:
    """Tell whether a unit has a part in a task.

    Where the notice lost the leading units' names, or does not list a collective unit's, any unit may have one.

    Args:
        unit: its canonical name.
        roles: the parts that count.
    """
    task = entry.task
    printed = [name for role in roles for name in getattr(task, role)]
    for amendment in task.amendments:  # what it had a part in before is its history
        printed += [name for role in roles for name in (amendment.was or {}).get(role) or ()]
    named = {registry.unit_names.get(name, name) for name in printed}
    collectives = [registry.covered[name] for name in named if name in registry.covered]
    return not task.lead or unit in named or any(unit in units or not units for units in collectives)
