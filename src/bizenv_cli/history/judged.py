"""What changed in what people judged of pairs of tasks that look like one."""

from collections.abc import Iterator, Mapping

from bizenv_cli.history.event import Event, Sides, group_name
from bizenv_cli.model import Overlap
from bizenv_cli.registry import Registry
from bizenv_cli.vocabulary import OVERLAP_VERDICTS


def overlap_changes(sides: Sides) -> Iterator[Event]:
    """Yield each pair that is judged otherwise than before, newly, or no longer; in the order of the files."""
    before, after = _judged(sides.before), _judged(sides.after)
    for tasks in dict.fromkeys([*before, *after]):
        was, now = before.get(tasks), after.get(tasks)
        if was == now:
            continue
        entries = [sides.tasks_after.get(task) or sides.tasks_before.get(task) for task in tasks]
        known = [entry for entry in entries if entry]
        yield Event(
            "overlap",
            "task",
            tasks[0],
            "verdict",
            _words(was),
            _words(now),
            units=tuple(
                dict.fromkeys(unit for entry in known for unit in sides.units_of(entry.task, later=True))
            ),
            group=group_name(known[0]) if known else "",
            note=now.because if now else None,
        )


def _judged(registry: Registry) -> Mapping[tuple[str, ...], Overlap]:
    return {pair.tasks: pair for pair in (registry.overlaps.record.overlaps if registry.overlaps else ())}


def _words(pair: Overlap | None) -> str | None:
    return f"与 {pair.tasks[1]} {OVERLAP_VERDICTS[pair.verdict]}" if pair else None
