"""The targets of a plan that has no problems, and the values measured of them, as the rows of the index's tables."""

import json
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from bizenv_cli.index.rows import Row, Rows
from bizenv_cli.registry import Registry
from bizenv_cli.voiding import measured


def target_rows(registry: Registry, prefix: str) -> Rows:
    """Return the rows of ``target`` and ``measurement``.

    Args:
        prefix: what stands before each id: nothing, or in a federation the plan's key and ``:``.
    """
    return {"target": list(_targets(registry, prefix)), "measurement": list(_measurements(registry))}


def _targets(registry: Registry, prefix: str) -> Iterator[Row]:
    if registry.targets is None:
        return
    for ord_, target in enumerate(registry.targets.record.targets, 1):
        stated = [{"at": place.at, "words": place.words} for place in target.stated]
        yield (
            ord_, prefix + target.id, target.indicator, target.action, target.treatment, target.measured, target.kind,
            target.comparison, _plain(target.value), target.unit,
            target.deadline.isoformat() if target.deadline else None, target.because, _json(stated),
            _json([prefix + task for task in target.tasks]), registry.targets.path,
            registry.targets.document.place(("targets", ord_ - 1)).line,
        )  # fmt: skip


def _measurements(registry: Registry) -> Iterator[Row]:
    targets = registry.targets.record.targets if registry.targets else ()
    places = {target.id: ord_ for ord_, target in enumerate(targets, 1)}
    found = [(file, at, entry) for file in registry.ledgers for at, entry in measured(file.record.entries)]
    for order, (file, at, entry) in enumerate(found):
        yield (
            places[entry.target], order, file.record.unit, entry.date.isoformat(), _plain(entry.value), entry.note,
            _json(entry.evidence) if entry.evidence else None, file.path,
            file.document.place(("entries", at)).line,
        )  # fmt: skip


def _plain(number: Decimal) -> int | float:
    """Return a number as SQLite and JSON hold it; of at most 15 digits, it reads back as the same decimal."""
    return int(number) if number == int(number) else float(number)


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
