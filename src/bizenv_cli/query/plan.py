"""The plans themselves: what every heading names, and the list of them."""

from datetime import date
from typing import Literal, NamedTuple

from bizenv_cli.index import Index
from bizenv_cli.query.directory import Counts, counts

Rule = Literal["deadline", "pace", "forecast"]


class PlanHead(NamedTuple):
    """What an answer says of where it comes from: one plan, or how many.

    Attributes:
        short_title, number: of the plan; of several, how many there are and nothing.
        issued: the plan's day of issue; None for several.
        alert_days: the window in which a deadline is near; of several, the widest.
        urgent_days: the narrower one in which it is urgent; of several, the widest.
        light: the rule by which the lights are lit; None where the plans differ in it.
        plans: how many plans the answer is about.
        packed: whether it comes from the registry packed in the program.
    """

    short_title: str
    number: str
    issued: date | None
    alert_days: int
    urgent_days: int
    light: Rule | None
    plans: int
    packed: bool


class PlanEntry(NamedTuple):
    """One plan with its tasks."""

    key: str
    title: str
    number: str
    issued: date
    folder: str
    counts: Counts


def head(index: Index) -> PlanHead:
    """Return the head of the plans that are asked about."""
    (found,) = index.rows(
        "SELECT count(*) AS count, max(alert_days) AS alert_days, max(urgent_days) AS urgent_days,"
        " CASE WHEN count(DISTINCT light) = 1 THEN max(light) END AS light FROM temp.asked"
    )
    if found["count"] != 1:
        title, days, urgent = f"{found['count']} 个方案", found["alert_days"] or 0, found["urgent_days"] or 0
        return PlanHead(title, "", None, days, urgent, found["light"], found["count"], False)
    return head_of(index, index.one("SELECT no FROM temp.asked")["no"])


def head_of(index: Index, plan: int) -> PlanHead:
    """Return the head of the plan with this inner number."""
    row = index.one(
        "SELECT plan.*, asked.light AS rule FROM main.plan AS plan JOIN temp.asked USING (no) WHERE no = ?",
        [plan],
    )
    issued, packed = date.fromisoformat(row["issued"]), index.place.packed
    days, urgent = row["alert_days"], row["urgent_days"]
    return PlanHead(row["short_title"], row["number"], issued, days, urgent, row["rule"], 1, packed)


def plans(index: Index) -> tuple[PlanEntry, ...]:
    """Return every plan, in the order of the folders."""
    return tuple(
        PlanEntry(
            row["plan"],
            row["title"],
            row["number"],
            date.fromisoformat(row["issued"]),
            row["folder"],
            counts(row),
        )
        for row in index.rows(
            "SELECT plans.* FROM plans JOIN temp.asked ON asked.key = plans.plan ORDER BY asked.position"
        )
    )
