"""ledger/UNIT.yaml: what happened, one file a reporting unit; entries are appended, never rewritten.

What a unit reports and what the office does about it stand in one file, the unit's: its whole history in order.
"""

from typing import Annotated, Literal

from pydantic import Field

from bizenv_cli.model.base import Day, Record, Text, Word, Words

TaskId = Annotated[str, Field(pattern=r"^[12]-[1-9][0-9]*$")]
Evidence = Words | None


class _Entry(Record):
    """What every entry says: the day it happened, and to which task.

    Attributes:
        date: the day it happened.
        task: the task's id.
        note: what is to be known of it.
        evidence: documents that show it, by number or name.
    """

    date: Day
    task: TaskId
    note: Text | None = None
    evidence: Evidence = None


class Receive(_Entry):
    """The unit has received the task (签收)."""

    event: Literal["receive"]


class Progress(_Entry):
    """A report of progress; it says what was done."""

    event: Literal["progress"]
    note: Text


class Done(_Entry):
    """The unit reports its part as done (办结).

    Attributes:
        completed: the day it was done, where that is before the day it was recorded.
    """

    event: Literal["done"]
    completed: Day | None = None


class Extend(_Entry):
    """The deadline was moved by approval (延期).

    Attributes:
        to: the new deadline.
        approval: the document that approves it.
    """

    event: Literal["extend"]
    to: Day
    approval: Word


class Return(_Entry):
    """The office sent a report back (退回): the task is open again; the note says why."""

    event: Literal["return"]
    note: Text


class Accept(_Entry):
    """The office accepted what was done (销号)."""

    event: Literal["accept"]


class Urge(_Entry):
    """The office sent a 督办单."""

    event: Literal["urge"]
    color: Literal["blue", "yellow", "red"]


EventName = Literal["receive", "progress", "done", "extend", "return", "accept", "urge"]


class Void(_Entry):
    """An earlier entry of the same task in the same file was a mistake (更正): it counts as never made.

    It undoes the last such entry that is not undone yet.

    Attributes:
        of: what that entry records.
        dated: its day.
    """

    event: Literal["void"]
    of: EventName
    dated: Day


Entry = Annotated[
    Receive | Progress | Done | Extend | Return | Accept | Urge | Void, Field(discriminator="event")
]


class Ledger(Record):
    """One unit's whole file, in the order of the days."""

    unit: Text
    entries: Annotated[tuple[Entry, ...], Field(strict=False, min_length=1)]
