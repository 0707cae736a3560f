"""The duties of a plan that has no problems, what was fulfilled, and its complaints, as the rows of the index's tables."""

import json
from collections.abc import Iterator
from datetime import date
from typing import Any

from bizenv_cli.index.rows import Row, Rows
from bizenv_cli.owed import Owed
from bizenv_cli.registry import Registry


def duty_rows(registry: Registry, prefix: str) -> Rows:
    """Return the rows of ``duty``, ``duty_day``, ``duty_party``, ``fulfilment``, ``service_level`` and ``complaint``.

    Args:
        prefix: what stands before each id: nothing, or in a federation the plan's key and ``:``.
    """
    owed = Owed(registry)
    return {
        "duty": list(_duties(registry, owed, prefix)),
        "duty_day": [
            (ord_, day.isoformat(), period)
            for ord_, duty in enumerate(owed.duties, 1)
            for day, period in owed.days(duty)
        ],
        "duty_party": [
            (ord_, at, party.scope or None, party.subject or None, _json(party.units))
            for ord_, duty in enumerate(owed.duties, 1)
            for at, party in enumerate(owed.parties(duty))
        ],
        "fulfilment": list(_fulfilments(owed)),
        "service_level": list(_levels(registry)),
        "complaint": list(_complaints(registry, prefix)),
    }


def _duties(registry: Registry, owed: Owed, prefix: str) -> Iterator[Row]:
    for ord_, duty in enumerate(owed.duties, 1):
        if registry.duties:
            line = registry.duties.document.place(("duties", ord_ - 1)).line
            yield (
                ord_, prefix + duty.id, duty.duty, duty.report_to, duty.rrule, duty.words, duty.at, duty.because,
                registry.duties.path, line,
            )  # fmt: skip


def _fulfilments(owed: Owed) -> Iterator[Row]:
    places = {duty.id: ord_ for ord_, duty in enumerate(owed.duties, 1)}
    for order, found in enumerate(owed.fulfilments()):
        entry = found.entry
        yield (
            places[found.duty.id], found.party, found.day.isoformat(), order, found.file.record.unit,
            entry.date.isoformat(), entry.period, entry.fulfilled.isoformat(), entry.note,
            _json(entry.evidence) if entry.evidence else None, found.file.path,
            found.file.document.place(("entries", found.at)).line,
        )  # fmt: skip


def _levels(registry: Registry) -> Iterator[Row]:
    for ord_, level in enumerate(registry.duties.record.service_levels if registry.duties else (), 1):
        yield ord_, level.step, level.kind, level.working_days, level.words, level.at, level.because


def _complaints(registry: Registry, prefix: str) -> Iterator[Row]:
    for ord_, item in enumerate(registry.complaints.record.complaints if registry.complaints else (), 1):
        days = (_iso(day) for day in (item.called, item.settled, item.answered))
        unit = registry.unit_names[item.unit]
        yield (
            ord_,
            prefix + item.id,
            item.received.isoformat(),
            item.kind,
            item.matter,
            unit,
            *days,
            item.note,
        )


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
