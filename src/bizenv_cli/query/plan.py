"""The plan's own head: what every heading names."""

from dataclasses import dataclass
from datetime import date

from bizenv_cli.index import Index


@dataclass(frozen=True, slots=True)
class PlanHead:
    """The notice's short title, number, day of issue, and the window in which a deadline is near.

    Attributes:
        packed: whether the answer comes from the registry packed in the program.
    """

    short_title: str
    number: str
    issued: date
    alert_days: int
    packed: bool


def head(index: Index) -> PlanHead:
    """Return the head of the index's plan."""
    (row,) = index.rows("SELECT * FROM plan")
    issued = date.fromisoformat(row["issued"])
    return PlanHead(row["short_title"], row["number"], issued, row["alert_days"], index.packed)
