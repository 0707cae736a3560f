"""A name that has been understood: what questions are narrowed by. How it was understood is `names`' business."""

from typing import Literal, NamedTuple

Kind = Literal["unit", "official", "indicator", "action", "treatment"]


class Named(NamedTuple):
    """What a name means in one plan.

    Attributes:
        plan: the plan's inner number.
        name: the canonical name.
        sub: for an indicator's name that means one of its sub-indicators, that one.
    """

    plan: int
    name: str
    sub: str | None = None


class TaskName(NamedTuple):
    """A task by its plan's and its own inner number, and its id as it is written."""

    plan: int
    ref: int
    id: str
