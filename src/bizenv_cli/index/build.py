"""Build the index of a registry in memory, and open it at a day."""

import json
import sqlite3
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from importlib.resources import files
from typing import Any

from bizenv_cli.amendments import each_amendment
from bizenv_cli.registry import Registry, TaskEntry

_TRIGRAM = "CREATE VIRTUAL TABLE task_text USING fts5(measure, around, tokenize='trigram')"


@dataclass(frozen=True, slots=True)
class Index:
    """An open index at one day.

    Attributes:
        database: the connection; its views see the day.
        as_of: the day of every status and day count.
        full_text: whether this SQLite has FTS5 with trigrams (else search reads every text).
        packed: whether the registry is the copy inside the installed package.
    """

    database: sqlite3.Connection
    as_of: date
    full_text: bool
    packed: bool = False

    def rows(self, sql: str, parameters: Iterable[Any] | dict[str, Any] = ()) -> list[sqlite3.Row]:
        """Ask one question and return its rows, whose columns are found by name."""
        return self.database.execute(
            sql, parameters if isinstance(parameters, dict) else tuple(parameters)
        ).fetchall()

    def close(self) -> None:
        """Close the connection; the rows that were read stay."""
        self.database.close()


def build(registry: Registry, as_of: date) -> Index:
    """Index a registry that has no problems, and open it at a day."""
    database = sqlite3.connect(":memory:")
    database.row_factory = sqlite3.Row
    database.executescript(_script("schema.sql"))
    full_text = _has_trigrams(database)
    _fill(database, registry, full_text=full_text)
    database.executescript(_script("views.sql"))
    plan = database.execute("SELECT alert_days FROM plan").fetchone()
    database.execute("INSERT INTO temp.today VALUES (?, ?)", (as_of.isoformat(), plan["alert_days"]))
    database.commit()
    return Index(database, as_of, full_text, registry.source.packed)


def _script(name: str) -> str:
    return files("bizenv_cli.index").joinpath(name).read_text(encoding="utf-8")


def _has_trigrams(database: sqlite3.Connection) -> bool:
    try:
        database.execute(_TRIGRAM)
    except sqlite3.OperationalError:
        return False
    return True


def _fill(database: sqlite3.Connection, registry: Registry, *, full_text: bool) -> None:
    _insert(database, "plan", _plan(registry))
    _insert(database, "official", _officials(registry))
    _units(database, registry)
    _groups(database, registry)
    for ord_, task in enumerate(registry.tasks(), 1):
        _task(database, registry, ord_, task)
        if full_text:
            texts = (ord_, task.task.measure or "", _around(task))
            database.execute("INSERT INTO task_text (rowid, measure, around) VALUES (?, ?, ?)", texts)
    for ord_, entry in enumerate(registry.errata(), 1):
        erratum = entry.erratum
        printed_at = _json(erratum.printed_at) if erratum.printed_at else None
        row = (
            ord_,
            entry.scope,
            entry.subject,
            erratum.kind,
            _json(erratum.fields),
            erratum.printed,
            printed_at,
        )
        _insert(database, "erratum", [(*row, erratum.because)])
    for ord_, (holder, _, amendment) in enumerate(each_amendment(registry), 1):
        was = _json(amendment.was) if amendment.was else None
        values = (ord_, holder.scope, holder.subject, amendment.date.isoformat(), amendment.authority, was)
        _insert(database, "amendment", [(*values, amendment.because)])


def _insert(database: sqlite3.Connection, table: str, rows: Iterable[tuple[Any, ...]]) -> None:
    for row in rows:
        marks = ", ".join("?" * len(row))
        database.execute(f"INSERT INTO {table} VALUES ({marks})", row)


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _plan(registry: Registry) -> Iterator[tuple[Any, ...]]:
    if registry.plan:
        plan = registry.plan.record
        issued = plan.issued.isoformat()
        yield plan.key, plan.title, plan.short_title, plan.number, issued, plan.year, plan.alert_days


def _officials(registry: Registry) -> Iterator[tuple[Any, ...]]:
    for ord_, official in enumerate(registry.officials.record.officials if registry.officials else (), 1):
        yield ord_, official.name


def _units(database: sqlite3.Connection, registry: Registry) -> None:
    for ord_, unit in enumerate(registry.units.record.units if registry.units else (), 1):
        _insert(database, "unit", [(ord_, unit.name, unit.kind, unit.because, unit.note)])
        _insert(database, "unit_name", [(unit.name, unit.name, 0, "certain", None)])
        for at, alias in enumerate(unit.aliases, 1):
            _insert(database, "unit_name", [(alias.name, unit.name, at, alias.basis, alias.because)])
        _insert(database, "unit_cover", ((unit.name, name, "certain") for name in unit.covers))
        _insert(database, "unit_cover", ((unit.name, name, "presumed") for name in unit.presumed_covers))


def _groups(database: sqlite3.Connection, registry: Registry) -> None:
    subs = 0
    for file in registry.indicators:
        record = file.record
        row = (
            record.order,
            record.indicator,
            record.body_name,
            _json(record.benchmark_cities),
            record.goal,
            record.body_goal,
            record.pilot,
            _json(record.lead_officials),
            _json(record.lead),
            _json(record.support),
        )
        _insert(database, "indicator", [row])
        for sub in record.sub_indicators:
            subs += 1
            cities = _json(sub.benchmark_cities)
            _insert(
                database,
                "sub_indicator",
                [(subs, record.indicator, sub.sub_indicator, cities, sub.goal, sub.pilot)],
            )
        _charges(
            database,
            registry,
            "indicator",
            record.indicator,
            record.order,
            record.lead_officials,
            record.lead,
        )
    for action_file in registry.actions:
        action = action_file.record
        officials, support = _json(action.lead_officials), _json(action.support)
        _insert(database, "action", [(action.order, action.action, officials, action.lead_unit, support)])
        _insert(database, "work_task", ((task.seq, action.action, task.text) for task in action.work_tasks))
        leaders = action.lead_officials
        _charges(database, registry, "action", action.action, action.order, leaders, [action.lead_unit])
    for ord_, treatment in enumerate(registry.treatments.record.treatments if registry.treatments else (), 1):
        leaders = treatment.lead_officials
        values = (ord_, treatment.treatment, _json(leaders), _json(treatment.lead))
        _insert(database, "treatment", [values])
        _charges(database, registry, "treatment", treatment.treatment, ord_, leaders, treatment.lead)


def _charges(
    database: sqlite3.Connection,
    registry: Registry,
    scope: str,
    subject: str,
    ord_: int,
    officials: Iterable[str],
    lead: Iterable[str],
) -> None:
    _insert(database, "charge", ((scope, subject, ord_, official, None, None) for official in officials))
    units = dict.fromkeys(registry.unit_names[name] for name in lead)
    _insert(database, "charge", ((scope, subject, ord_, None, unit, "lead") for unit in units))


def _task(database: sqlite3.Connection, registry: Registry, ord_: int, entry: TaskEntry) -> None:
    task = entry.task
    names = registry.unit_names
    officials = entry.action.lead_officials if entry.action else entry.indicator.lead_officials  # type: ignore[union-attr]
    group = entry.sub_indicator or entry.indicator
    row = (
        ord_,
        entry.id,
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
        task.deadline.isoformat() if task.deadline else None,
        group.goal if group else None,
        entry.pilot,
        entry.file.document.path,
        entry.file.document.place(entry.loc).line,
    )
    _insert(database, "task", [row])
    for role, printed in (("lead", task.lead), ("support", task.support)):
        units: dict[str, str] = {}
        for name in printed:
            units.setdefault(names[name], name)
        _insert(database, "task_unit", ((unit, ord_, role, name) for unit, name in units.items()))
    _insert(database, "task_official", ((official, ord_) for official in officials))
    steps = enumerate(task.milestones, 1)
    _insert(database, "milestone", ((ord_, at, step.date.isoformat(), step.text) for at, step in steps))


def _around(entry: TaskEntry) -> str:
    """Return the texts a task shares with its neighbours: a word found only there is a weaker hit."""
    parts = [
        entry.work_task.text if entry.work_task else None,
        entry.indicator.indicator if entry.indicator else None,
        entry.sub_indicator.sub_indicator if entry.sub_indicator else None,
        entry.action.action if entry.action else None,
        entry.pilot,
        *entry.task.lead,
        *entry.task.support,
    ]
    return "\n".join(part for part in parts if part)
