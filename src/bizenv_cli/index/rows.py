"""A plan that has no problems, as the rows of the index's tables; tasks are numbered within the plan, from 1."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from bizenv_cli.amendments import each_amendment
from bizenv_cli.model import Amendment, Erratum
from bizenv_cli.registry import Registry, TaskEntry
from bizenv_cli.standing import Standing, Stretch, fold, leading, members, orders, recorded, stretches
from bizenv_cli.voiding import voided

Row = tuple[Any, ...]
Rows = dict[str, list[Row]]  # by table; without the number of the plan, which the index hands out
_FOREVER = "~"  # after every day
_NUMBERED = ("task", "target", "duty")  # their ids have the plan's key before them in a federation


def head(registry: Registry) -> Row:
    """Return what the table ``plan`` says of a plan: key to light."""
    if registry.plan is None:
        return (None,) * 9
    plan = registry.plan.record
    issued = plan.issued.isoformat()
    return (
        plan.key,
        plan.title,
        plan.short_title,
        plan.number,
        issued,
        plan.year,
        plan.alert_days,
        plan.urgent_days,
        plan.light,
    )


def rows(registry: Registry, prefix: str) -> Rows:
    """Return the rows of every table but ``plan`` and ``file``.

    Args:
        prefix: what stands before each task's id: nothing, or in a federation the plan's key and ``:``.
    """
    tables: Rows = {
        "official": list(_officials(registry)),
        "unit": [], "unit_name": [], "unit_cover": [], "indicator": [], "sub_indicator": [], "action": [],
        "work_task": [], "treatment": [], "charge": [], "task": [], "task_unit": [], "task_official": [],
        "milestone": [], "standing": [], "part": [], "move": [], "entry": [], "erratum": list(_errata(registry, prefix)), "amendment": list(_amendments(registry, prefix)),
    }  # fmt: skip
    _units(tables, registry)
    _indicators(tables, registry)
    _actions(tables, registry)
    _treatments(tables, registry)
    amended: dict[str, list[Amendment]] = {}
    for holder, _, amendment in each_amendment(registry):
        if holder.scope == "task":
            amended.setdefault(holder.subject, []).append(amendment)
    number = registry.plan.record.number if registry.plan else ""
    told, spelled_out = recorded(registry), members(registry)
    refs: dict[str, int] = {}
    for ref, task in enumerate(registry.tasks(), 1):
        refs[task.id] = ref
        given, entries = orders(task.task, number), told.get(task.id, ())
        stands, moves = fold(given, leading(registry, task), spelled_out, entries)
        _task(tables, registry, ref, task, prefix, amended.get(task.id, ()), stands)
        tables["standing"] += _standings(ref, stands)
        tables["part"] += _parts(ref, stretches(entries))
        tables["move"] += [
            (ref, at, _iso(day), unit, _iso(before), _iso(to), authority, note)
            for at, (day, unit, before, to, authority, note) in enumerate(moves, 1)
        ]
    tables["entry"] += _entries(registry, refs)
    return tables


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _json_or_null(items: list[Any]) -> str | None:
    return _json(items) if items else None


def _officials(registry: Registry) -> Iterator[Row]:
    for ord_, official in enumerate(registry.officials.record.officials if registry.officials else (), 1):
        yield ord_, official.name


def _units(tables: Rows, registry: Registry) -> None:
    for ord_, unit in enumerate(registry.units.record.units if registry.units else (), 1):
        tables["unit"].append((ord_, unit.name, unit.kind, unit.because, unit.note))
        tables["unit_name"].append((unit.name, unit.name, ord_, 0, "certain", None))
        tables["unit_name"] += [
            (alias.name, unit.name, ord_, at, alias.basis, alias.because)
            for at, alias in enumerate(unit.aliases, 1)
        ]
        tables["unit_cover"] += [(name, unit.name, "certain") for name in unit.covers]
        tables["unit_cover"] += [(name, unit.name, "presumed") for name in unit.presumed_covers]


def _indicators(tables: Rows, registry: Registry) -> None:
    for file in registry.indicators:
        record = file.record
        tables["indicator"].append(
            (
                record.order, record.indicator, record.body_name, _json(record.benchmark_cities), record.goal,
                record.body_goal, record.pilot, _json(record.lead_officials), _json(record.lead),
                _json(record.support),
            )
        )  # fmt: skip
        for sub in record.sub_indicators:
            ord_ = len(tables["sub_indicator"]) + 1
            cities = _json(sub.benchmark_cities)
            tables["sub_indicator"].append(
                (ord_, record.indicator, sub.sub_indicator, cities, sub.goal, sub.pilot)
            )
        subject = ("indicator", record.indicator, record.order)
        _charges(tables, registry, subject, record.lead_officials, record.lead)


def _actions(tables: Rows, registry: Registry) -> None:
    for file in registry.actions:
        action = file.record
        officials, support = _json(action.lead_officials), _json(action.support)
        tables["action"].append((action.order, action.action, officials, action.lead_unit, support))
        tables["work_task"] += [(task.seq, action.action, task.text) for task in action.work_tasks]
        subject = ("action", action.action, action.order)
        _charges(
            tables, registry, subject, action.lead_officials, [action.lead_unit] if action.lead_unit else []
        )


def _treatments(tables: Rows, registry: Registry) -> None:
    for ord_, treatment in enumerate(registry.treatments.record.treatments if registry.treatments else (), 1):
        officials, lead = treatment.lead_officials, treatment.lead
        tables["treatment"].append((ord_, treatment.treatment, _json(officials), _json(lead)))
        _charges(tables, registry, ("treatment", treatment.treatment, ord_), officials, lead)


def _charges(
    tables: Rows, registry: Registry, subject: Row, officials: Iterable[str], lead: Iterable[str]
) -> None:
    units = dict.fromkeys(registry.unit_names[name] for name in lead)
    for who in (*((official, None) for official in officials), *((None, unit) for unit in units)):
        tables["charge"].append((len(tables["charge"]), *subject, *who))


def _task(
    tables: Rows,
    registry: Registry,
    ref: int,
    entry: TaskEntry,
    prefix: str,
    amended: Iterable[Amendment],
    stands: Sequence[Standing],
) -> None:
    task = entry.task
    names = registry.unit_names
    officials = entry.action.lead_officials if entry.action else entry.indicator.lead_officials  # type: ignore[union-attr]
    group = entry.sub_indicator or entry.indicator
    in_force = sorted(item.deadline for item in stands if item.deadline)
    steps = [{"date": step.date.isoformat(), "text": step.text} for step in task.milestones]
    tables["task"].append(
        (
            ref,
            prefix + entry.id,
            entry.annex,
            task.seq,
            entry.indicator.indicator if entry.indicator else None,
            entry.sub_indicator.sub_indicator if entry.sub_indicator else None,
            entry.action.action if entry.action else None,
            entry.work_task.seq if entry.work_task else None,
            entry.work_task.text if entry.work_task else None,
            task.measure,
            _json(task.lead),
            _json(task.support),
            _json([names[name] for name in task.lead]),
            _json([names[name] for name in task.support]),
            _json(officials),
            _iso(task.deadline),
            _iso(in_force[0] if in_force else None),
            _iso(in_force[-1] if in_force else None),
            group.goal if group else None,
            entry.pilot,
            entry.file.path,
            entry.file.document.place(entry.loc).line,
            _json_or_null(steps),
            _json_or_null([_erratum(item) for item in task.errata]),
            _json_or_null([_amendment(item) for item in amended]),
        )
    )
    for role, printed in (("lead", task.lead), ("support", task.support)):
        units: dict[str, str] = {}
        for name in printed:
            units.setdefault(names[name], name)
        tables["task_unit"] += [(unit, ref, role, name) for unit, name in units.items()]
    tables["task_official"] += [(official, ref) for official in officials]
    tables["milestone"] += [(ref, at, step["date"], step["text"]) for at, step in enumerate(steps, 1)]


def _standings(ref: int, stands: Sequence[Standing]) -> Iterator[Row]:
    """Yield the rows of ``standing``; none for a task of which nothing is recorded."""
    if len(stands) == 1:
        return
    ends = [*(_iso(item.since) for item in stands[1:]), _FOREVER]
    for item, until in zip(stands, ends, strict=True):
        yield (
            ref, _iso(item.since) or "", until, _iso(item.deadline), item.extensions, _iso(item.completed),
            _iso(item.accepted), _iso(item.last_report), item.urged, item.percent, item.forecast,
        )  # fmt: skip


def _parts(ref: int, found: Iterable[Stretch]) -> Iterator[Row]:
    """Yield the rows of ``part``."""
    until: dict[str, str] = {}
    for unit, since, part, event in reversed(list(found)):
        yield (
            ref, unit, since.isoformat(), until.get(unit, _FOREVER), _iso(part.completed), _iso(part.accepted),
            _iso(part.reported), event,
        )  # fmt: skip
        until[unit] = since.isoformat()


def _entries(registry: Registry, refs: Mapping[str, int]) -> Iterator[Row]:
    for file in registry.ledgers:
        taken_back = set(voided(file.record.entries).values())
        for at, entry in enumerate(file.record.entries):
            if entry.subject not in refs:
                continue  # a target's, which have a table of their own
            line = file.document.place(("entries", at)).line
            told = {
                name: getattr(entry, name, None)
                for name in ("to", "approval", "color", "completed", "of", "dated", "percent", "forecast")
            }
            days = {name: _iso(value) if isinstance(value, date) else value for name, value in told.items()}
            evidence = _json(entry.evidence) if entry.evidence else None
            yield (
                file.record.unit, at, refs[entry.subject], _iso(entry.date), entry.event, entry.note, evidence,
                *days.values(), int(at in taken_back), file.path, line,
            )  # fmt: skip


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _errata(registry: Registry, prefix: str) -> Iterator[Row]:
    for ord_, entry in enumerate(registry.errata(), 1):
        found = _erratum(entry.erratum)
        subject = prefix + entry.subject if entry.scope in _NUMBERED else entry.subject
        printed_at = _json(found["printed_at"]) if found["printed_at"] else None
        yield (
            ord_, entry.scope, subject, found["kind"], _json(found["fields"]), found["printed"], printed_at,
            found["because"],
        )  # fmt: skip


def _erratum(erratum: Erratum) -> dict[str, Any]:
    return {
        "kind": erratum.kind,
        "fields": list(erratum.fields),
        "printed": erratum.printed,
        "printed_at": dict(erratum.printed_at) if erratum.printed_at else None,
        "because": erratum.because,
    }


def _amendments(registry: Registry, prefix: str) -> Iterator[Row]:
    for ord_, (holder, _, amendment) in enumerate(each_amendment(registry), 1):
        found = _amendment(amendment)
        subject = prefix + holder.subject if holder.scope in _NUMBERED else holder.subject
        was = _json(found["was"]) if found["was"] else None
        yield ord_, holder.scope, subject, found["date"], found["authority"], was, found["because"]


def _amendment(amendment: Amendment) -> dict[str, Any]:
    return {
        "date": amendment.date.isoformat(),
        "authority": amendment.authority,
        "was": dict(amendment.was) if amendment.was else None,
        "because": amendment.because,
    }
