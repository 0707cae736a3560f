"""doubts.yaml: what an import could not be sure of; a registry is not answered from while anything stands here."""

from typing import Annotated

from pydantic import Field

from bizenv_cli.model.base import Line, Record, Text, Word
from bizenv_cli.model.ledger import TaskId


class Doubt(Record):
    """One thing that a person must settle, and then delete.

    Attributes:
        task: the task it stands on; absent where it is the table or a unit's name.
        at: file, sheet and row of the printed table.
        column: the printed title of the column; absent where it is the whole row.
        printed: the cell's words.
        assumed: what the draft has.
        because: why it is doubtful.
    """

    task: TaskId | None = None
    at: Word
    column: Word | None = None
    printed: Line | None = None
    assumed: Line | None = None
    because: Text


class Doubts(Record):
    """The whole file, in the order of the printed table."""

    doubts: Annotated[tuple[Doubt, ...], Field(strict=False, min_length=1)]
