"""The 台账: a summary with charts, then all tasks on one sheet, or a sheet for each unit or indicator."""

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from itertools import count, groupby
from pathlib import Path
from typing import Any, Literal, NamedTuple

from openpyxl.formatting.rule import FormulaRule
from openpyxl.styles import PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.cell_range import CellRange

from bizenv_cli.errors import BadCallError
from bizenv_cli.index import Index
from bizenv_cli.query import directory
from bizenv_cli.query import ledger as recorded
from bizenv_cli.query.plan import PlanHead
from bizenv_cli.query.rows import TaskRow
from bizenv_cli.vocabulary import LIGHTS, ROLES, STATUSES
from bizenv_cli.workbook import summary
from bizenv_cli.workbook.book import cell, cells, lay_out, merge, new_book, save, sheet_name
from bizenv_cli.workbook.columns import LIGHT, Column, Groups, columns, groups
from bizenv_cli.workbook.heights import fitted, set_heights

By = Literal["unit", "indicator"]
HEADER_ROW = 3

_MOST_SHEETS = 250
_FILLS = {"red": "FFC7CE", "yellow": "FFEB9C", "green": "C6EFCE", "grey": "E7E6E6", "done": "DDEBF7"}
_FILTERS = {
    "plan": "方案",
    "before": "时限不晚于",
    "after": "时限不早于",
    "unit": "单位",
    "role": "角色",
    "official": "领导",
    "indicator": "指标",
    "sub_indicator": "子指标",
    "action": "专项行动",
    "annex": "附件",
    "status": "状态",
    "reported_since": "报告过，不早于",
    "silent_since": "未报告，自",
}


class Wanted(NamedTuple):
    """What a 台账 is to hold.

    Attributes:
        tasks: in the order of the notice.
        query: the filters, as they were understood.
        by: what has a sheet of its own; None for one sheet with all.
        units: with `by` unit, only these have one (plan and name); empty for all.
        role: with `by` unit, which part of a unit in a task counts.
    """

    tasks: Sequence[TaskRow]
    query: Mapping[str, Any]
    by: By | None = None
    units: frozenset[tuple[str, str]] = frozenset()
    role: str = "any"


def write(
    path: Path, index: Index, head: PlanHead, wanted: Wanted, progress: Callable[[int, int], None]
) -> int:
    """Write the 台账 into an empty file; return how many sheets of tasks it has.

    Args:
        progress: is told how many rows are written, and of how many.

    Raises:
        BadCallError: it would have more sheets than anybody can leaf through.
    """
    parts = _parts(index, head, wanted)
    if len(parts) > _MOST_SHEETS:
        raise BadCallError(
            f"会有 {len(parts)} 张工作表，最多 {_MOST_SHEETS} 张。用 --plan 或别的筛选缩小范围"
        )
    subtitle = _subtitle(index, head, wanted.query)
    book = new_book(head.short_title, index.as_of)
    front = book.create_sheet("汇总")
    found = groups(index)
    done, whole = count(1), sum(map(len, parts.values()))
    taken = ["汇总", "History"]  # Excel keeps this name to itself
    for name, tasks in parts.items():
        taken.append(sheet_name(name, taken))
        sheet = book.create_sheet(taken[-1])
        title = head.short_title if wanted.by is None else f"{head.short_title}　{name}"
        _sheet(sheet, (title, subtitle), tasks, found, lambda: progress(next(done), whole))
    titles = (head.short_title, subtitle)
    summary.fill(front, titles, wanted.tasks, several=head.plans > 1, reported=recorded.count(index) > 0)
    save(book, path)
    return len(parts)


def _parts(index: Index, head: PlanHead, wanted: Wanted) -> dict[str, list[TaskRow]]:
    """Return the tasks of each sheet, by what it is called."""
    if wanted.by is None:
        return {"台账": list(wanted.tasks)}
    parts: dict[tuple[str, str], list[TaskRow]] = {}
    if wanted.by == "unit":
        parts = {
            (unit.plan, unit.name): []
            for unit in directory.units(index)
            if not wanted.units or (unit.plan, unit.name) in wanted.units
        }
    for task in wanted.tasks:
        for name in (
            _units(task, wanted.role) if wanted.by == "unit" else [task.indicator or task.action or ""]
        ):
            if wanted.by == "indicator" or (task.plan, name) in parts:
                parts.setdefault((task.plan, name), []).append(task)
    several = head.plans > 1
    return {f"{plan} {name}" if several else name: tasks for (plan, name), tasks in parts.items() if tasks}


def _units(task: TaskRow, role: str) -> Iterable[str]:
    lead = task.lead_units if role != "support" else ()
    support = task.support_units if role != "lead" else ()
    return dict.fromkeys((*lead, *support))


def _subtitle(index: Index, head: PlanHead, query: Mapping[str, Any]) -> str:
    told = []
    for key, value in query.items():
        words = {"status": STATUSES, "role": ROLES}.get(key, {})
        values = value if isinstance(value, list) else [value]
        told.append(f"{_FILTERS[key]} {'、'.join(words.get(item, str(item)) for item in values)}")
    number = f"{head.number}　" if head.number else ""
    return f"{number}截至 {index.as_of}{'　筛选：' if told else ''}{'，'.join(told)}"


def _sheet(
    sheet: Any,
    titles: tuple[str, str],
    tasks: Sequence[TaskRow],
    found: Groups,
    wrote: Callable[[], None],
) -> None:
    given = columns({task.annex for task in tasks})
    last = get_column_letter(len(given))
    end = HEADER_ROW + len(tasks)
    widths = [column.width for column in given]
    rows = [[column.value(task, found) for column in given] for task in tasks]
    shared = {at: [*map(column.merged, tasks)] for at, column in enumerate(given) if column.merged}
    lay_out(sheet, widths, HEADER_ROW, frozen_columns=2)
    heads = [column.title for column in given]
    set_heights(sheet, HEADER_ROW, fitted([heads], widths, {}) + fitted(rows, widths, shared))
    sheet.append([cell(sheet, titles[0], "title")])
    sheet.append([cell(sheet, titles[1], "note")])
    sheet.append(cells(sheet, heads, "head"))
    for row in rows:
        sheet.append([cell(sheet, value, column.style) for value, column in zip(row, given, strict=True)])
        wrote()
    merge(sheet, (CellRange(f"A{row}:{last}{row}") for row in (1, 2)))
    merge(sheet, _merged(shared))
    sheet.auto_filter.ref = f"A{HEADER_ROW}:{last}{end}"
    _colour(sheet, given, end)


def _merged(shared: Mapping[int, Sequence[Hashable]]) -> Iterator[CellRange]:
    """Yield what is shown as one cell. Each cell below keeps its value, so that a filter finds every row."""
    for at, keys in shared.items():
        row = HEADER_ROW + 1
        for _, run in groupby(keys):
            height = sum(1 for _ in run)
            if height > 1:
                yield CellRange(min_col=at + 1, max_col=at + 1, min_row=row, max_row=row + height - 1)
            row += height


def _colour(sheet: Any, given: Sequence[Column], end: int) -> None:
    at = [column.title for column in given].index(LIGHT) + 1
    first, light = HEADER_ROW + 1, get_column_letter(at)
    area = f"{get_column_letter(at - 1)}{first}:{light}{max(end, first)}"  # the status beside it, too
    for key, colour in _FILLS.items():
        fill = PatternFill("solid", bgColor=colour)
        rule = FormulaRule(formula=[f'${light}{first}="{LIGHTS[key]}"'], fill=fill)
        sheet.conditional_formatting.add(area, rule)
