"""The complaints and their clocks: by which working day each step is due, and whether it was taken in time.

The numbers of working days are the plan's (duties.yaml), the working days the State Council's; of a year whose
arrangement is not known no day is given.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any, Literal, NamedTuple

from bizenv_cli.errors import BadCallError, UnknownCalendarError
from bizenv_cli.index import Index
from bizenv_cli.query.columns import day
from bizenv_cli.query.named import Named
from bizenv_cli.workdays import add_workdays, holiday, is_workday, workdays_between

ClockStatus = Literal["done", "late", "overdue", "open", "unknown"]

_TAKEN = {"call": "called", "settle": "settled", "answer": "answered"}


class Level(NamedTuple):
    """Within how many working days a step is to be taken; `kind` None for complaints of every kind."""

    plan: str
    step: str
    kind: str | None
    working_days: int
    words: str
    at: str
    because: str | None


class Clock(NamedTuple):
    """One step of one complaint.

    Attributes:
        due: the last day for it; None where the working days of its year are not known.
        taken: the day on which it was taken.
        days: working days from the index's day to `due`, or from `taken` to it; negative when late.
        status: ``done`` in time, ``late`` done, ``overdue``, ``open``, or ``unknown`` without a `due`.
    """

    step: str
    working_days: int
    due: date | None
    taken: date | None
    days: int | None
    status: ClockStatus


class ComplaintRow(NamedTuple):
    """One complaint as of the index's day, with its clocks; names are those of the YAML keys."""

    plan: str
    id: str
    received: date
    kind: str
    matter: str
    unit: str
    called: date | None
    settled: date | None
    answered: date | None
    note: str | None
    clocks: tuple[Clock, ...]

    @property
    def is_open(self) -> bool:
        """Whether a step that has a clock was not taken yet."""
        return any(clock.taken is None for clock in self.clocks)


def levels(index: Index) -> tuple[Level, ...]:
    """Return the service levels of every plan asked about, in the notice's order."""
    rows = index.rows(
        "SELECT asked.key AS plan, step, kind, working_days, words, at, because FROM temp.asked"
        " JOIN main.service_level AS level ON level.plan = asked.no ORDER BY position, ord"
    )
    return tuple(Level(*row) for row in rows)


def complaints(
    index: Index, units: tuple[Named, ...] = (), *, only_open: bool = False
) -> tuple[ComplaintRow, ...]:
    """Return the complaints received up to the index's day, in the order in which they came in.

    Args:
        units: canonical names; none for all.
        only_open: leave out those of which every step was taken.
    """
    known = levels(index)
    wanted = {(unit.plan, unit.name) for unit in units}
    rows = index.rows(
        "SELECT complaints.*, asked.no FROM complaints JOIN temp.asked ON asked.key = complaints.plan ORDER BY ord"
    )
    found = (
        _complaint(row, known, index.as_of)
        for row in rows
        if not wanted or (row["no"], row["unit"]) in wanted
    )
    return tuple(row for row in found if row.is_open or not only_open)


def due_days(index: Index, received: date, kind: str | None) -> tuple[tuple[Level, date], ...]:
    """Return by when each step is due of a complaint that comes in on a day.

    Args:
        kind: ``general`` or ``difficult``; None for the levels of both.

    Raises:
        BadCallError: the plans asked about have no service levels.
        UnknownCalendarError: the working days of a year on the way are not known.
    """
    known = levels(index)
    if not known:
        raise BadCallError("清单里没有投诉办理时限（duties.yaml 的 service_levels）")
    return tuple(
        (level, add_workdays(received, level.working_days))
        for level in known
        if kind is None or level.kind in (None, kind)
    )


def _complaint(row: Any, known: tuple[Level, ...], as_of: date) -> ComplaintRow:
    received = date.fromisoformat(row["received"])
    taken = {step: day(row[name]) for step, name in _TAKEN.items()}
    own = (level for level in known if level.plan == row["plan"] and level.kind in (None, row["kind"]))
    clocks = tuple(_clocks(own, received, taken, as_of))
    days = (taken["call"], taken["settle"], taken["answer"])
    return ComplaintRow(
        row["plan"], row["id"], received, row["kind"], row["matter"], row["unit"], *days, row["note"], clocks
    )


def _clocks(
    own: Iterator[Level], received: date, taken: dict[str, date | None], as_of: date
) -> Iterator[Clock]:
    for level in own:
        done = taken[level.step]
        try:
            due = add_workdays(received, level.working_days)
            left = workdays_between(done or as_of, due)
        except UnknownCalendarError:
            yield Clock(level.step, level.working_days, None, done, None, "unknown")
            continue
        yield Clock(level.step, level.working_days, due, done, left, _status(due, done, as_of))


def _status(due: date, taken: date | None, as_of: date) -> ClockStatus:
    if taken:
        return "late" if taken > due else "done"
    return "overdue" if as_of > due else "open"


def rest_days(first: date, last: date) -> tuple[tuple[date, str], ...]:
    """Return the rest days after `first` up to `last`, each with the name of its holiday, empty for a weekend.

    Raises:
        UnknownCalendarError: the working days of a year on the way are not known.
    """
    days = (first + timedelta(days=at) for at in range(1, (last - first).days + 1))
    return tuple((day, holiday(day)) for day in days if not is_workday(day))
