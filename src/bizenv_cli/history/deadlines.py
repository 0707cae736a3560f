"""How often, and by how many days, a task's deadline was moved: by amendments of the plan and by ledgers."""

from collections.abc import Sequence
from datetime import date

from bizenv_cli.amendments import Written, former
from bizenv_cli.dates import parse_iso_day
from bizenv_cli.model import Entry, IndicatorTask, Measure
from bizenv_cli.registry import Registry, TaskEntry

Extension = tuple[str, str]  # the new deadline and its approval: two units may record one and the same


def amended(task: IndicatorTask | Measure, number: str) -> list[int]:
    """Return by how many days each amendment moved a deadline, in order.

    Args:
        number: the notice's own; on its word a slip of the transcription was put right, and nothing moved.
    """
    moving = [item for item in task.amendments if "deadline" in (item.was or {})]
    values = [*(_day(former(item, "deadline")) for item in moving), task.deadline]
    return [
        (after - before).days
        for item, before, after in zip(moving, values, values[1:], strict=False)
        if before and after and before != after and item.authority != number
    ]


def extended(registry: Registry, entry: TaskEntry) -> dict[Extension, int]:
    """Return by how many days each extension that ledgers record, and nobody voided, moved a task's deadline."""
    found: dict[Extension, int] = {}
    for file in registry.ledgers:
        current = entry.task.deadline
        for item in standing(file.record.entries):
            if item.task == entry.id and item.event == "extend":
                found[str(item.to), item.approval] = (item.to - current).days if current else 1
                current = item.to
    return found


def standing(entries: Sequence[Entry]) -> list[Entry]:
    """Return the entries that count: without those that are voided, and without what voids them."""
    kept: list[Entry] = []
    for entry in entries:
        if entry.event != "void":
            kept.append(entry)
            continue
        for other in reversed(kept):
            if (other.task, other.event, other.date) == (entry.task, entry.of, entry.dated):
                kept = [item for item in kept if item is not other]
                break
    return kept


def alike(moves: Sequence[int], days: int) -> int:
    """Count the moves in the same direction as one of so many days."""
    return sum(1 for move in moves if (move > 0) == (days > 0))


def _day(value: Written) -> date | None:
    try:
        return parse_iso_day(str(value))
    except ValueError:
        return None  # there was none
