"""The documented views as tables of other programs: their columns and types, and the order of their rows."""

from enum import Enum


class Kind(Enum):
    """What a column holds; each format has its own type for it."""

    TEXT = "text"
    INTEGER = "integer"
    DAY = "day"  # ISO text in the index
    NAMES = "names"  # a JSON array of strings in the index
    JSON = "json"  # a JSON object in the index
    NUMBER = "number"  # an integer or a decimal


_T, _I, _D, _N, _J, _F = Kind.TEXT, Kind.INTEGER, Kind.DAY, Kind.NAMES, Kind.JSON, Kind.NUMBER

# view → its columns, in the order of index/views.sql
COLUMNS: dict[str, dict[str, Kind]] = {
    "tasks": {
        "ord": _I, "plan": _T, "id": _T, "annex": _I, "seq": _I, "indicator": _T, "sub_indicator": _T,
        "action": _T, "work_task_seq": _I, "work_task": _T, "measure": _T, "lead": _N, "support": _N,
        "lead_units": _N, "support_units": _N, "lead_officials": _N, "deadline": _D, "effective_deadline": _D,
        "status": _T, "days": _I, "days_late": _I, "completed": _D, "accepted": _D, "extensions": _I,
        "last_report": _D, "urged": _T, "percent": _I, "forecast": _T, "elapsed": _I, "light": _T, "urgent": _I,
        "goal": _T, "pilot": _T, "path": _T, "line": _I,
    },
    "assignments": {"plan": _T, "id": _T, "unit": _T, "role": _T, "printed": _T, "ord": _I},
    "units": {
        "plan": _T, "ord": _I, "name": _T, "kind": _T, "aliases": _N, "lead": _I, "support": _I, "open": _I,
        "overdue": _I, "next_deadline": _D,
    },
    "officials": {
        "plan": _T, "ord": _I, "name": _T, "indicators": _N, "actions": _N, "treatments": _N, "total": _I,
        "open": _I, "overdue": _I, "next_deadline": _D,
    },
    "indicators": {
        "plan": _T, "ord": _I, "name": _T, "benchmark_cities": _N, "goal": _T, "lead_officials": _N, "lead": _N,
        "support": _N, "total": _I, "open": _I, "overdue": _I, "next_deadline": _D,
    },
    "actions": {
        "plan": _T, "ord": _I, "name": _T, "lead_officials": _N, "lead_unit": _T, "support": _N, "total": _I,
        "open": _I, "overdue": _I, "next_deadline": _D,
    },
    "plans": {
        "plan": _T, "title": _T, "short_title": _T, "number": _T, "issued": _D, "year": _I, "alert_days": _I,
        "folder": _T, "total": _I, "open": _I, "overdue": _I, "next_deadline": _D,
    },
    "milestones": {"plan": _T, "id": _T, "date": _D, "text": _T, "ord": _I, "position": _I},
    "errata": {
        "plan": _T, "ord": _I, "scope": _T, "subject": _T, "kind": _T, "fields": _N, "printed": _T,
        "printed_at": _J, "because": _T,
    },
    "targets": {
        "ord": _I, "plan": _T, "id": _T, "indicator": _T, "action": _T, "treatment": _T, "measured": _T, "kind": _T,
        "comparison": _T, "value": _F, "unit": _T, "deadline": _D, "because": _T, "tasks": _N, "last_value": _F,
        "last_date": _D, "status": _T,
    },
    "measurements": {
        "plan": _T, "id": _T, "date": _D, "value": _F, "status": _T, "unit": _T, "note": _T, "evidence": _N,
        "at": _I, "path": _T, "line": _I, "ord": _I,
    },
    "duties": {
        "ord": _I, "plan": _T, "id": _T, "duty": _T, "report_to": _T, "period": _T, "deadline": _D, "indicator": _T,
        "action": _T, "treatment": _T, "units": _N, "fulfilled": _D, "status": _T, "days": _I, "party": _I,
    },
    "complaints": {
        "ord": _I, "plan": _T, "id": _T, "received": _D, "kind": _T, "matter": _T, "unit": _T, "called": _D,
        "settled": _D, "answered": _D, "note": _T,
    },
    "amendments": {
        "plan": _T, "ord": _I, "scope": _T, "subject": _T, "date": _D, "authority": _T, "was": _J, "because": _T,
    },
    "entries": {
        "plan": _T, "id": _T, "unit": _T, "date": _D, "event": _T, "note": _T, "evidence": _N, "to": _D,
        "approval": _T, "color": _T, "completed": _D, "of": _T, "dated": _D, "percent": _I, "forecast": _T, "voided": _I, "at": _I, "path": _T,
        "line": _I, "ord": _I,
    },
    "extensions": {
        "plan": _T, "id": _T, "date": _D, "unit": _T, "before": _D, "to": _D, "days": _I, "passed": _I,
        "authority": _T, "note": _T, "position": _I, "ord": _I,
    },
    "overlaps": {
        "plan": _T, "id": _T, "other": _T, "likeness": _F, "listed_together": _I, "stated": _I, "verdict": _T,
        "because": _T, "ord": _I, "other_ord": _I,
    },
    "body_leads": {"plan": _T, "id": _T, "unit": _T, "scope": _T, "subject": _T, "ord": _I, "at": _I},
}  # fmt: skip

# the order of the rows of one plan, where it is not the column ord alone
ORDER = {
    "assignments": "ord, role, unit",
    "entries": "unit, at",
    "extensions": "ord, position",
    "measurements": "ord, date, at",
    "milestones": "ord, position",
    "overlaps": "ord, other_ord",
    "body_leads": "ord, at",
    "plans": "plan",
    "duties": "deadline, ord, party",
}
