"""Which tasks of a plan order nearly the same thing: by their texts, by the notice's errata, and by a person's word."""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from bizenv_cli.likeness import KEPT, likenesses
from bizenv_cli.registry import Registry, TaskEntry

# 附件1 第 26 行, 附件2 举措1、2: how an erratum names other tasks.
_NAMED = re.compile(r"附件([12]) ?(?:第 ?([0-9、 ]+)行|举措 ?([0-9]+(?:、[0-9]+)*))")


class Pair(NamedTuple):
    """Two tasks that may order the same thing.

    Attributes:
        first, second: their numbers among the plan's tasks, from 1.
        likeness: of their texts, from 0 to 1.
        listed_together: they are rows of one indicator, sub-indicator or work task, where the notice itself keeps
            them apart.
        stated: an erratum of one says that the other contradicts it.
        verdict, because: what a person judged of them.
    """

    first: int
    second: int
    likeness: float
    listed_together: bool
    stated: bool
    verdict: str | None = None
    because: str | None = None


def pairs(registry: Registry) -> Iterator[Pair]:
    """Yield the pairs of a sound registry in the order of the tasks: those alike, stated or judged."""
    tasks = list(registry.tasks())
    places = {task.id: at for at, task in enumerate(tasks)}
    alike = {
        (found.first, found.second): found.share
        for found in likenesses([task.task.measure or "" for task in tasks], KEPT)
    }
    stated = set(_stated(tasks, places))
    judged = {
        (places[pair.tasks[0]], places[pair.tasks[1]]): pair
        for pair in (registry.overlaps.record.overlaps if registry.overlaps else ())
    }
    for first, second in sorted({*alike, *stated, *judged}):
        verdict = judged.get((first, second))
        yield Pair(
            first + 1,
            second + 1,
            alike.get((first, second), 0.0),
            _list_of(tasks[first]) == _list_of(tasks[second]),
            (first, second) in stated,
            verdict.verdict if verdict else None,
            verdict.because if verdict else None,
        )


def _stated(tasks: Sequence[TaskEntry], places: dict[str, int]) -> Iterator[tuple[int, int]]:
    for at, task in enumerate(tasks):
        for erratum in task.task.errata:
            if erratum.kind != "contradiction":
                continue
            for annex, rows, measures in _NAMED.findall(erratum.because):
                for number in re.findall("[0-9]+", rows or measures):
                    other = places.get(f"{annex}-{number}", at)
                    if other != at:
                        yield min(at, other), max(at, other)


def _list_of(entry: TaskEntry) -> tuple[str | int | None, ...]:
    return (
        entry.indicator.indicator if entry.indicator else None,
        entry.sub_indicator.sub_indicator if entry.sub_indicator else None,
        entry.work_task.seq if entry.work_task else None,
    )
