"""Why a task has its status: the rule, the dates and the day counts behind it."""

from datetime import date
from typing import NamedTuple

from bizenv_cli.index import Index
from bizenv_cli.query import ledger
from bizenv_cli.query.ledger import PartRow
from bizenv_cli.query.moves import MoveRow, deadlines_moved
from bizenv_cli.query.rows import Status, TaskRow
from bizenv_cli.query.tasks import by_ref

_ANYBODY = "通知未写牵头单位，有单位登记了办结，且没有被退回"


class Rule(NamedTuple):
    """One rule of the status, in the order they are tried; the first that holds decides.

    Attributes:
        condition: the rule in words.
        holds: whether it holds for this task on this day.
    """

    status: Status
    condition: str
    holds: bool


class Reason(NamedTuple):
    """A task's status on a day and everything it follows from.

    Attributes:
        parts: what each unit has recorded of it, the leading ones first.
        moves: how its deadline came to be what it is.
    """

    task: TaskRow
    as_of: date
    issued: date
    alert_days: int
    rules: tuple[Rule, ...]
    parts: tuple[PartRow, ...]
    moves: tuple[MoveRow, ...]

    @property
    def issued_late(self) -> int | None:
        """Days by which the deadline had passed when the notice was issued; None where it had not."""
        deadline = self.moves[0].before if self.moves else self.task.deadline
        late = (self.issued - deadline).days if deadline else 0
        return late if late > 0 else None


def why(index: Index, ref: int) -> Reason:
    """Return the reason for the status of the task with this inner number."""
    task = by_ref(index, ref)
    plan = index.one("SELECT issued, alert_days FROM temp.asked WHERE key = ?", [task.plan])
    days, window = task.days, plan["alert_days"]
    finished = "每个牵头单位都登记了办结，且没有被退回" if task.lead_units else _ANYBODY
    rules = (
        Rule("done", finished, task.completed is not None),
        Rule("undated", "没有完成时限", days is None),
        Rule("overdue", "现行时限早于当日（时限当日办结不算逾期）", days is not None and days < 0),
        Rule(
            "due-soon",
            f"距现行时限不超过 {window} 天（plan.yaml 的 alert_days）",
            days is not None and 0 <= days <= window,
        ),
        Rule("open", f"距现行时限超过 {window} 天", days is not None and days > window),
    )
    moves = tuple(deadlines_moved(index, "ref = ?", [ref]))
    return Reason(
        task, index.as_of, date.fromisoformat(plan["issued"]), window, rules, ledger.parts(index, ref), moves
    )
