"""The board's sections: what each lists, by which filters, in which columns."""

from collections.abc import Generator, Iterable, Sequence
from typing import Any, NamedTuple

from bizenv_cli import dates
from bizenv_cli.errors import UnknownNameError
from bizenv_cli.index import Index
from bizenv_cli.query import duties, names, search, targets, tasks
from bizenv_cli.query.duties import DutyFilters, DutyRow
from bizenv_cli.query.named import Named
from bizenv_cli.query.plan import PlanHead
from bizenv_cli.query.rows import TaskRow
from bizenv_cli.query.targets import TargetFilters, TargetRow
from bizenv_cli.query.tasks import Filters, Order
from bizenv_cli.views import Column
from bizenv_cli.views.duties import DUTY_COLUMNS, duty_cells, party
from bizenv_cli.views.parts import Cell, line
from bizenv_cli.views.targets import TARGET_COLUMNS, target_cells
from bizenv_cli.views.tasks import ID, STATUS, STATUS_COLUMNS, status_cells
from bizenv_cli.vocabulary import LIGHTS, STATUSES

SECTIONS = {"overdue": "逾期", "near": "临近", "all": "全部", "targets": "目标", "duties": "职责"}
TASK_SECTIONS = {"overdue": "overdue", "near": "due-soon", "all": ""}  # and the status that each is about
LABELS = {
    "unit": "单位", "official": "领导", "group": "指标或行动", "status": "状态", "light": "灯", "before": "时限不晚于",
}  # fmt: skip
_PENDING = ("overdue", "due-soon")
_NARROW = 14  # cells of a name beside the text; the page has it in full
_TASK_COLUMNS = tuple(column._replace(most=_NARROW) if column.most else column for column in STATUS_COLUMNS)
_DUTY_COLUMNS = (ID, DUTY_COLUMNS[0], Column("职责", most=30), Column("责任方", flex=True), STATUS)


class Typed(NamedTuple):
    """The filters as typed; an empty one does not narrow."""

    unit: str = ""
    official: str = ""
    group: str = ""
    status: str = ""
    light: str = ""
    before: str = ""

    def words(self) -> str:
        """Say what narrows, as it was typed."""
        said = self._asdict() | {
            "status": STATUSES.get(self.status, ""),
            "light": LIGHTS.get(self.light, ""),
        }
        return " · ".join(f"{LABELS[key]} {value}" for key, value in said.items() if value)


class Narrowed(NamedTuple):
    """The filters as understood, for each kind of list."""

    tasks: Filters
    duties: DutyFilters
    targets: TargetFilters


class Row(NamedTuple):
    """One row of a list: what it is known by, its cells, and of a duty which one."""

    key: str
    cells: tuple[Cell, ...]
    duty: DutyRow | None = None


class Listing(NamedTuple):
    """One list.

    Attributes:
        spare: positions of the columns that a narrow window does without, the first to go first.
        total: how many rows there are; the rows are made while they are read.
        unused: the filters that this list has no use for, by their labels.
    """

    columns: tuple[Column, ...]
    spare: tuple[int, ...]
    total: int
    rows: Generator[Row, None, None]
    unused: tuple[str, ...] = ()


def narrowed(index: Index, typed: Typed) -> Narrowed:
    """Resolve the filters.

    Raises:
        BizenvError: a name or a date that means nothing.
    """
    units = names.unit(index, typed.unit) if typed.unit else ()
    officials = names.official(index, typed.official) if typed.official else ()
    indicator, action = _group(index, typed.group) if typed.group else ((), ())
    before = dates.parse_period(typed.before, index.as_of).last if typed.before else None
    of_tasks = Filters(
        before=before,
        units=units,
        official=officials[0].name if officials else None,
        indicator=indicator[0].name if indicator else None,
        sub_indicator=indicator[0].sub if indicator else None,
        action=action[0].name if action else None,
        lights=(typed.light,) if typed.light else (),
        statuses=(typed.status,) if typed.status else (),
    )
    of_duties = DutyFilters(
        last=before,
        units=units,
        indicator=of_tasks.indicator,
        action=of_tasks.action,
        statuses=(typed.status,) if typed.status else _PENDING,
    )
    return Narrowed(of_tasks, of_duties, TargetFilters(units, indicator, action))


def _group(index: Index, typed: str) -> tuple[tuple[Named, ...], tuple[Named, ...]]:
    """Return what a name means: an indicator, or else an action."""
    try:
        return names.indicator(index, typed), ()
    except UnknownNameError as unknown:
        try:
            return (), names.action(index, typed)
        except UnknownNameError:
            raise unknown from None


def counts(index: Index, typed: Typed) -> dict[str, int]:
    """Return how many rows each section has under the filters."""
    found = narrowed(index, typed)
    every = tasks.select(index, found.tasks._replace(statuses=())).statuses()
    chosen = tasks.select(index, found.tasks).whole() if typed.status else sum(every.values())
    return {
        "overdue": every.get("overdue", 0),
        "near": every.get("due-soon", 0),
        "all": chosen,
        "targets": len(targets.targets(index, found.targets)),
        "duties": len(duties.duties(index, found.duties)),
    }


def listing(index: Index, head: PlanHead, section: str, typed: Typed, text: str) -> Listing:
    """Return the list of a section under the filters, and of it what has every word of a text."""
    found = narrowed(index, typed)
    if section == "targets":
        return _targets(targets.targets(index, found.targets), typed, text.split())
    if section == "duties":
        return _duties(duties.duties(index, found.duties), typed, text.split())
    return _tasks(index, head, section, found.tasks, text)


def _tasks(index: Index, head: PlanHead, section: str, filters: Filters, text: str) -> Listing:
    status = TASK_SECTIONS[section]
    order: Order = "deadline" if status else "ord"
    unused = ("status",) if status and filters.statuses else ()
    filters = filters._replace(statuses=(status,)) if status else filters
    if text.strip():
        selection = search.anywhere(index, text, filters, order)
    else:
        selection = tasks.select(index, filters, order=order)
    rows = (_task_row(task, head) for task in selection)
    return Listing(_TASK_COLUMNS, (1, 4, 3), selection.whole(), rows, _labels(unused))


def _task_row(task: TaskRow, head: PlanHead) -> Row:
    return Row(task.id, status_cells(task, head.light))


def _targets(rows: Sequence[TargetRow], typed: Typed, words: Sequence[str]) -> Listing:
    found = [row for row in rows if _says(words, row.id, row.measured, row.subject)]
    made = (Row(row.id, target_cells(row)) for row in found)
    unused = _labels(key for key in ("official", "status", "light", "before") if getattr(typed, key))
    return Listing(TARGET_COLUMNS, (4, 5, 3, 2), len(found), made, unused)


def _duties(rows: Sequence[DutyRow], typed: Typed, words: Sequence[str]) -> Listing:
    found = [row for row in rows if _says(words, row.id, row.duty, row.subject, *row.units)]
    unused = _labels(key for key in ("official", "light") if getattr(typed, key))
    return Listing(_DUTY_COLUMNS, (2,), len(found), (_duty_row(row) for row in found), unused)


def _duty_row(row: DutyRow) -> Row:
    period, *_, status = duty_cells(row)
    return Row(duty_key(row), (line(row.id), period, line(row.duty), line(party(row)), status), row)


def duty_key(row: DutyRow) -> str:
    """Return what one time that a duty is owed by one party is known by."""
    return "\t".join((row.plan, row.id, row.period, row.subject, *row.units))


def _says(words: Sequence[str], *texts: Any) -> bool:
    whole = "\n".join(texts).lower()
    return all(word.lower() in whole for word in words)


def _labels(keys: Iterable[str]) -> tuple[str, ...]:
    return tuple(LABELS[key] for key in keys)
