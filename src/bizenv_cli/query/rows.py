"""Rows of the index as plain values: a task with its steps, errata and amendments."""

import json
from collections.abc import Sequence
from datetime import date
from typing import Any, Literal, NamedTuple

from bizenv_cli.query.columns import day, names

Light = Literal["red", "yellow", "green", "grey", "done"]
Status = Literal["done", "overdue", "due-soon", "open", "undated"]


class Milestone(NamedTuple):
    """A dated step inside a task's text."""

    date: date
    text: str


class ErratumRow(NamedTuple):
    """One erratum; `subject` is a task id or the name of a group, `printed` the notice's words where they differ."""

    plan: str
    scope: str
    subject: str
    kind: str
    fields: tuple[str, ...]
    printed: str | None
    printed_at: dict[str, int] | None
    because: str


class AmendmentRow(NamedTuple):
    """One amendment; `was` holds the value of each changed field before, None where a document added the whole."""

    date: date
    authority: str
    was: dict[str, Any] | None
    because: str | None


class TaskRow(NamedTuple):
    """One task as every listing and every format shows it; names are those of the YAML keys.

    Attributes:
        plan: the key of its plan.
        lead, support: units as printed; lead_units, support_units: the same by canonical name.
        days: days from the index's day to the effective deadline; negative when late.
        days_late: how many days after its deadline it was done, or is not done yet; None without a deadline.
        completed, accepted: the days on which the last of its leading units had done it, and the office accepted it.
        extensions: how often its deadline was extended.
        last_report: the day of the last 签收, 进展 or 办结.
        urged: the colour of the last 督办单.
        percent, forecast: what its leading units estimate: how much is done, whether the deadline will be met.
        elapsed: how much of the time from the day of issue to the deadline has gone, in percent.
        light: by the rule in force.
        urgent: the deadline is no more than the plan's urgent_days away.
        path: its file, below the plan's folder.
        role: in a unit's listing, what the unit is to the task.
        via: in a unit's listing, the collective name through which alone the task reaches it.
    """

    plan: str
    id: str
    annex: int
    seq: int
    indicator: str | None
    sub_indicator: str | None
    action: str | None
    work_task_seq: int | None
    work_task: str | None
    measure: str | None
    lead: tuple[str, ...]
    support: tuple[str, ...]
    lead_units: tuple[str, ...]
    support_units: tuple[str, ...]
    lead_officials: tuple[str, ...]
    deadline: date | None
    effective_deadline: date | None
    status: Status
    days: int | None
    days_late: int | None
    completed: date | None
    accepted: date | None
    extensions: int
    last_report: date | None
    urged: str | None
    percent: int | None
    forecast: str | None
    elapsed: int | None
    light: Light
    urgent: bool
    goal: str | None
    pilot: str | None
    path: str
    line: int
    milestones: tuple[Milestone, ...] = ()
    errata: tuple[ErratumRow, ...] = ()
    amendments: tuple[AmendmentRow, ...] = ()
    role: str | None = None
    via: str | None = None

    @property
    def subject(self) -> str:
        """What the task belongs to: its sub-indicator, indicator or action."""
        return self.sub_indicator or self.indicator or self.action or ""


# The columns of the view ``_task`` in the order of a TaskRow's fields, as far as it has them.
COLUMNS = (
    "plan, id, annex, seq, indicator, sub_indicator, action, work_task_seq, work_task, measure, lead, support,"
    " lead_units, support_units, lead_officials, deadline, effective_deadline, status, days, days_late, completed,"
    " accepted, extensions, last_report, urged, percent, forecast, elapsed, light, urgent, goal, pilot, path, line, milestones, errata, amendments"
)


def task(row: Sequence[Any]) -> TaskRow:
    """Turn a row of `COLUMNS`, with or without role and via after them, into a task."""
    plan, task_id = row[0], row[1]
    steps, errata, amendments = row[34:37]
    values: list[Any] = [
        *row[:10],
        names(row[10]),
        names(row[11]),
        names(row[12]),
        names(row[13]),
        names(row[14]),
        day(row[15]),
        day(row[16]),
        *row[17:20],
        day(row[20]),
        day(row[21]),
        row[22],
        day(row[23]),
        *row[24:29],
        bool(row[29]),
        *row[30:34],
        _milestones(steps) if steps else (),
        _errata(plan, task_id, errata) if errata else (),
        _amendments(amendments) if amendments else (),
        *row[37:],
    ]
    return TaskRow(*values)


def _milestones(text: str) -> tuple[Milestone, ...]:
    return tuple(Milestone(date.fromisoformat(item["date"]), item["text"]) for item in json.loads(text))


def _errata(plan: str, task_id: str, text: str) -> tuple[ErratumRow, ...]:
    return tuple(
        ErratumRow(
            plan,
            "task",
            task_id,
            item["kind"],
            tuple(item["fields"]),
            item["printed"],
            item["printed_at"],
            item["because"],
        )
        for item in json.loads(text)
    )


def _amendments(text: str) -> tuple[AmendmentRow, ...]:
    return tuple(
        AmendmentRow(date.fromisoformat(item["date"]), item["authority"], item["was"], item["because"])
        for item in json.loads(text)
    )


def erratum(row: Any) -> ErratumRow:
    """Turn a row of the view ``errata`` into an erratum."""
    return ErratumRow(
        row["plan"],
        row["scope"],
        row["subject"],
        row["kind"],
        names(row["fields"]),
        row["printed"],
        json.loads(row["printed_at"]) if row["printed_at"] else None,
        row["because"],
    )


def amendment(row: Any) -> AmendmentRow:
    """Turn a row of the view ``amendments`` into an amendment."""
    was = json.loads(row["was"]) if row["was"] else None
    return AmendmentRow(date.fromisoformat(row["date"]), row["authority"], was, row["because"])
