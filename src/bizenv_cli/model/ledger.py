"""ledger/UNIT.yaml: what happened, one file a reporting unit; entries are appended, never rewritten.

What a unit reports and what the office does about it stand in one file, the unit's: its whole history in order.
"""

from typing import Annotated, Literal

from pydantic import ConfigDict, Field, model_validator
from pydantic_core import PydanticCustomError

from bizenv_cli.model.base import Day, Number, Record, Text, Word, Words
from bizenv_cli.model.duties import DutyId, Period
from bizenv_cli.model.targets import TASK_ID, TargetId

TaskId = Annotated[str, Field(pattern=rf"^{TASK_ID}$")]
Evidence = Words | None


class _Entry(Record):
    """What every entry says.

    Attributes:
        date: the day it happened.
        note: what is to be known of it.
        evidence: documents that show it, by number or name.
    """

    date: Day
    note: Text | None = None
    evidence: Evidence = None


class _TaskEntry(_Entry):
    """What every entry about a task says: which task, by its id."""

    task: TaskId

    @property
    def subject(self) -> str:
        """The id of what it is about."""
        return self.task


class Receive(_TaskEntry):
    """The unit has received the task (签收)."""

    event: Literal["receive"]


class Progress(_TaskEntry):
    """A report of progress; it says what was done.

    Attributes:
        percent: how much of the whole is done, by the unit's own estimate.
        forecast: whether the unit expects to meet the deadline: able (能), likely (有望), unlikely (难以完成).
    """

    event: Literal["progress"]
    note: Text
    percent: Annotated[int, Field(ge=0, le=100)] | None = None
    forecast: Literal["able", "likely", "unlikely"] | None = None


class Done(_TaskEntry):
    """The unit reports its part as done (办结).

    Attributes:
        completed: the day it was done, where that is before the day it was recorded.
    """

    event: Literal["done"]
    completed: Day | None = None


class Extend(_TaskEntry):
    """The deadline was moved by approval (延期).

    Attributes:
        to: the new deadline.
        approval: the document that approves it.
    """

    event: Literal["extend"]
    to: Day
    approval: Word


class Return(_TaskEntry):
    """The office sent a report back (退回): the task is open again; the note says why."""

    event: Literal["return"]
    note: Text


class Accept(_TaskEntry):
    """The office accepted what was done (销号)."""

    event: Literal["accept"]


class Urge(_TaskEntry):
    """The office sent a 督办单."""

    event: Literal["urge"]
    color: Literal["blue", "yellow", "red"]


class Measured(_Entry):
    """The value that a target had on the day (数值).

    Attributes:
        target: the target's id.
        value: the measured value, in the target's unit.
    """

    event: Literal["measure"]
    target: TargetId
    value: Number

    @property
    def subject(self) -> str:
        """The id of what it is about."""
        return self.target


class Fulfil(_Entry):
    """A recurring duty was done (履职).

    Attributes:
        duty: the duty's id.
        period: which time: 2023-11, 2023Q4, 2023 or 2023-11-12.
        indicator, action, treatment: whose duty it was, where each of them owes it.
        completed: the day it was done, where that is before the day it was recorded.
    """

    event: Literal["fulfil"]
    duty: DutyId
    period: Period
    indicator: Text | None = None
    action: Text | None = None
    treatment: Text | None = None
    completed: Day | None = None

    @property
    def fulfilled(self) -> Day:
        """The day it was done."""
        return self.completed or self.date

    @property
    def subject(self) -> str:
        """The id, the period and the group of what it is about."""
        return _fulfilment(self)


EventName = Literal["receive", "progress", "done", "extend", "return", "accept", "urge", "measure", "fulfil"]


class Void(_Entry):
    """An earlier entry of the same task, target or duty in the same file was a mistake (更正): it counts as never made.

    It undoes the last such entry that is not undone yet.

    Attributes:
        task, target, duty: what that entry is about, one of the three; of a duty also what its entry says.
        of: what that entry records.
        dated: its day.
    """

    model_config = ConfigDict(
        json_schema_extra={
            "oneOf": [
                {
                    "required": ["task"],
                    "not": {"anyOf": [{"required": ["target"]}, {"required": ["duty"]}]},
                    "properties": {"of": {"not": {"enum": ["measure", "fulfil"]}}},
                },
                {
                    "required": ["target"],
                    "not": {"anyOf": [{"required": ["task"]}, {"required": ["duty"]}]},
                    "properties": {"of": {"const": "measure"}},
                },
                {
                    "required": ["duty", "period"],
                    "not": {"anyOf": [{"required": ["task"]}, {"required": ["target"]}]},
                    "properties": {"of": {"const": "fulfil"}},
                },
            ]
        }
    )

    event: Literal["void"]
    task: TaskId | None = None
    target: TargetId | None = None
    duty: DutyId | None = None
    period: Period | None = None
    indicator: Text | None = None
    action: Text | None = None
    treatment: Text | None = None
    of: EventName
    dated: Day

    @property
    def subject(self) -> str:
        """The id of what it is about."""
        return self.task or self.target or _fulfilment(self)

    @model_validator(mode="after")
    def _one_subject(self) -> "Void":
        named = {name for name in ("task", "target", "duty") if getattr(self, name) is not None}
        meant = {"measure": "target", "fulfil": "duty"}.get(self.of, "task")
        of_duty = (self.period, self.indicator, self.action, self.treatment)
        stray = any(of_duty) if meant != "duty" else self.period is None
        if named != {meant} or stray:
            raise PydanticCustomError(
                "void_subject", "a task, or for a measured value a target, or for a duty it"
            )
        return self


def _fulfilment(entry: Fulfil | Void) -> str:
    groups = (entry.indicator, entry.action, entry.treatment)
    return " ".join([entry.duty or "", entry.period or "", *(group for group in groups if group)])


TaskEvent = Receive | Progress | Done | Extend | Return | Accept | Urge
Entry = Annotated[TaskEvent | Measured | Fulfil | Void, Field(discriminator="event")]


class Ledger(Record):
    """One unit's whole file, in the order of the days."""

    unit: Text
    entries: Annotated[tuple[Entry, ...], Field(strict=False, min_length=1)]
