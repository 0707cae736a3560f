"""What a calendar shows beside the tasks: how often and when each was changed, and the duties as recurrences."""

from collections.abc import Mapping
from datetime import date
from itertools import groupby
from typing import NamedTuple

from bizenv_cli.index import Index
from bizenv_cli.query.duties import DutyFilters, DutyRow, duties
from bizenv_cli.query.rows import TaskRow


class Revision(NamedTuple):
    """How often something was changed up to the index's day, and when last; both never go back as the ledger grows."""

    number: int
    changed: date


class Recurrence(NamedTuple):
    """One duty with all its days in a window.

    Attributes:
        rule: when it is due, as duties.yaml has it.
        days: when it falls due, both ends of the rule included; never empty.
        skipped: days of the rule between the first and the last of `days` that are left out.
        owing: one row for each party, that of its first day.
    """

    plan: str
    id: str
    rule: str
    words: str
    because: str | None
    days: tuple[date, ...]
    skipped: tuple[date, ...]
    owing: tuple[DutyRow, ...]
    revision: Revision


class Revisions(NamedTuple):
    """The revisions of all tasks of the plans that are asked about.

    Attributes:
        as_of: the index's day, which no change is after.
        issued: the day of issue of each plan.
        entered: of each task that the ledger mentions, the number of its entries and the day of the last.
    """

    as_of: date
    issued: Mapping[str, date]
    entered: Mapping[tuple[str, str], Revision]

    def of(self, task: TaskRow) -> Revision:
        """Return how often the ledger or a document changed a task: an entry that takes one back is a change too."""
        entries, last = self.entered.get((task.plan, task.id), Revision(0, self.issued[task.plan]))
        days = (self.issued[task.plan], last, *(item.date for item in task.amendments))
        return Revision(entries + len(task.amendments), min(max(days), self.as_of))


def revisions(index: Index) -> Revisions:
    """Return what the index knows of changes up to its day."""
    entered = index.rows(
        "SELECT plan, id, count(*) AS count, max(date) AS last FROM entries GROUP BY plan, id"
    )
    return Revisions(
        index.as_of,
        _issued(index),
        {
            (row["plan"], row["id"]): Revision(row["count"], date.fromisoformat(row["last"]))
            for row in entered
        },
    )


def recurrences(index: Index, filters: DutyFilters, *, until_done: bool) -> tuple[Recurrence, ...]:
    """Return the duties that fall due in a window, in the notice's order.

    Args:
        until_done: leave out the days for which every party has fulfilled the duty.
    """
    texts = {
        (row["plan"], row["id"]): row
        for row in index.rows(
            "SELECT asked.key AS plan, id, rrule, words, because,"
            " (SELECT count(*) FROM amendments WHERE scope = 'duty' AND plan = asked.key AND subject = duty.id) AS count,"
            " (SELECT max(date) FROM amendments WHERE scope = 'duty' AND plan = asked.key AND subject = duty.id) AS last"
            " FROM temp.asked JOIN main.duty AS duty ON duty.plan = asked.no"
        )
    }
    order = {key: at for at, key in enumerate(texts)}
    issued = _issued(index)
    owed = sorted(duties(index, filters), key=lambda row: order[row.plan, row.id])  # by day within each
    found = []
    for key, grouped in groupby(owed, key=lambda row: (row.plan, row.id)):
        rows = list(grouped)
        days = dict.fromkeys(row.deadline for row in rows if not (until_done and row.fulfilled))
        if not days:
            continue
        text = texts[key]
        last = date.fromisoformat(text["last"]) if text["last"] else issued[key[0]]
        every = dict.fromkeys(row.deadline for row in rows if min(days) <= row.deadline <= max(days))
        parties = {(row.subject, row.units): row for row in reversed(rows)}
        found.append(
            Recurrence(
                *key,
                text["rrule"],
                text["words"],
                text["because"],
                tuple(days),
                tuple(day for day in every if day not in days),
                tuple(reversed(parties.values())),
                Revision(text["count"], min(max(last, issued[key[0]]), index.as_of)),
            )
        )
    return tuple(found)


def _issued(index: Index) -> dict[str, date]:
    return {
        row["key"]: date.fromisoformat(row["issued"])
        for row in index.rows("SELECT key, issued FROM temp.asked")
    }
