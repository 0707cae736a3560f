"""overlaps.yaml: what a person judged of two tasks that look like one; the notice itself says nothing of it."""

from typing import Annotated, Literal

from pydantic import Field

from bizenv_cli.model.base import Record, Text
from bizenv_cli.model.ledger import TaskId

OverlapVerdict = Literal[
    "same",  # both order the same thing
    "part",  # what one orders is a part of the other
    "different",  # they only read alike
]


class Overlap(Record):
    """One pair of tasks and what was judged of it.

    Attributes:
        tasks: their ids, in the notice's order.
        because: why, one sentence.
    """

    tasks: Annotated[tuple[TaskId, ...], Field(strict=False, min_length=2, max_length=2)]
    verdict: OverlapVerdict
    because: Text


class Overlaps(Record):
    """The whole file, in the order in which the pairs were judged."""

    overlaps: Annotated[tuple[Overlap, ...], Field(strict=False, min_length=1)]
