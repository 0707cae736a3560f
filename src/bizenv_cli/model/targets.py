"""targets.yaml: every goal of the notice that is a number, in the notice's order, the body first."""

from collections.abc import Callable
from decimal import Decimal
from operator import eq, ge, gt, le, lt
from typing import Annotated, Any, Literal

from pydantic import Field

from bizenv_cli.model.base import Amendments, Day, Errata, Number, Record, Text, Word

TargetId = Annotated[str, Field(pattern=r"^T[1-9][0-9]{0,3}$")]
TASK_ID = r"[12]-[1-9][0-9]*"
Comparison = Literal["<=", ">=", "=", "<", ">"]
_COMPARE: dict[str, Callable[[Any, Any], bool]] = {"<=": le, ">=": ge, "=": eq, "<": lt, ">": gt}
At = Annotated[str, Field(pattern=rf"^(?:{TASK_ID}|[一二三四五六七八九十]+（[一二三四五六七八九十]+）)$")]


class Stated(Record):
    """One place of the notice that states a target.

    Attributes:
        at: a section of the body (二（一）), or a task's id for the row of an annex.
        words: the notice's own words.
    """

    at: At
    words: Text

    @property
    def task(self) -> str | None:
        """The id of the task whose row it is, None for the body."""
        return self.at if self.at[0].isascii() else None


class Target(Record):
    """One goal: what is measured, and the number that it is to reach.

    Attributes:
        id: T1, T2 … in the notice's order; short, for people type it with every value they record.
        indicator, action, treatment: what it belongs to; none where the notice does not say.
        measured: what is measured, without the number.
        kind: a ``level``, or a ``change`` against before.
        comparison: how the measured value is to stand to `value`.
        deadline: by when, where the notice says so in its words or in the task's 完成时限.
        because: what the words leave open and was inferred: the comparison, whose it is.
        stated: every place that states it.
    """

    id: TargetId
    indicator: Text | None = None
    action: Text | None = None
    treatment: Text | None = None
    measured: Text
    kind: Literal["level", "change"] = "level"
    comparison: Comparison
    value: Number
    unit: Word
    deadline: Day | None = None
    because: Text | None = None
    stated: Annotated[tuple[Stated, ...], Field(strict=False, min_length=1)]
    errata: Errata = ()
    amendments: Amendments = ()

    @property
    def tasks(self) -> tuple[str, ...]:
        """The ids of the tasks whose rows state it, each once."""
        return tuple(dict.fromkeys(place.task for place in self.stated if place.task))

    def met_by(self, value: Decimal | int) -> bool:
        """Tell whether a measured value is as the target asks."""
        return _COMPARE[self.comparison](value, self.value)


class Targets(Record):
    """The whole file; the order is the notice's."""

    targets: Annotated[tuple[Target, ...], Field(strict=False, min_length=1)]
