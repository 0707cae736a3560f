"""complaints.yaml: the register of complaints with the days on which each step was taken; of no person a word."""

from typing import Annotated

from pydantic import Field

from bizenv_cli.model.base import Day, Name, Record, Text
from bizenv_cli.model.duties import ComplaintKind


class Complaint(Record):
    """One complaint.

    Attributes:
        id: C1, C2 …
        received: the day it came in.
        matter: what it is about; nobody's name or number.
        unit: who deals with it.
        called, settled, answered: the days of the first call, of settling it, of the answer.
    """

    id: Annotated[str, Field(pattern=r"^C[1-9][0-9]{0,5}$")]
    received: Day
    kind: ComplaintKind
    matter: Text
    unit: Name
    called: Day | None = None
    settled: Day | None = None
    answered: Day | None = None
    note: Text | None = None


class Complaints(Record):
    """The whole file, in the order in which they came in."""

    complaints: Annotated[tuple[Complaint, ...], Field(strict=False)]
