"""The form that a unit fills in: its open tasks, protected, and empty cells beside them for what it reports.

The hidden sheet `META` says what the form is and holds every given cell as it was, so that a form that comes back
re-sorted, filtered or partly deleted is still matched task by task, and what was changed there is noticed.
"""

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

from openpyxl.utils import get_column_letter
from openpyxl.worksheet.cell_range import CellRange
from openpyxl.worksheet.datavalidation import DataValidation

from bizenv_cli.query.rows import TaskRow
from bizenv_cli.vocabulary import FORECASTS, STATUSES, join_names
from bizenv_cli.workbook.book import Value, cell, cells, lay_out, merge, new_book, save
from bizenv_cli.workbook.columns import subject
from bizenv_cli.workbook.heights import fitted, set_heights

VERSION = "1"
META = "填报信息"
SHEET = "填报表"
HEADER_ROW = 3
ID = "编号"
GIVEN = (ID, "所属", "工作举措", "角色", "牵头单位", "现行时限", "状态")
NOTE, DONE, COMPLETED, PERCENT, FORECAST, EVIDENCE = INPUT = (
    "进展情况",
    "是否办结",
    "办结日期",
    "完成百分比",
    "预计",
    "佐证材料",
)
YES, NO = "是", "否"
FORECAST_WORDS = {"能": "able", "有望": "likely", "难以完成": "unlikely"} | {
    words: key for key, words in FORECASTS.items()
}

_WIDTHS = (9, 14, 50, 7, 16, 12, 9, 44, 9, 13, 10, 11, 30)
_HOW = (
    "只填右边白底的格子：办了什么写在进展情况；办结的选「是」，写明办结日期；没有新情况的留空。"
    "可以排序、筛选、删行，不要改灰底的格子。"
)
_OFFERED = ("能", "有望", "难以完成")
_DATE_MESSAGE = "写成 2023-09-30 这样的日期"


class About(NamedTuple):
    """What a form is.

    Attributes:
        version: of the form.
        plan: the plan's key; number: its document number.
        unit: whose form it is, by canonical name.
        as_of: the day for which it was made.
        registry: the registry it was made from: the commit, or a digest of its files.
    """

    version: str
    plan: str
    number: str
    unit: str
    as_of: date
    registry: str


def given(task: TaskRow, unit: str) -> tuple[Value, ...]:
    """Return the cells that a form gives of a task, in the order of `GIVEN`; the id is that of its own plan."""
    role = "牵头" if unit in task.lead_units else "配合"
    return (
        task.id.rpartition(":")[2],
        subject(task),
        task.measure,
        role,
        join_names(task.lead) or None,
        task.effective_deadline,
        STATUSES[task.status],
    )


def told(value: Any) -> str:
    """Return a given cell as one text, however a program has stored it."""
    if isinstance(value, date):
        return value.isoformat()[:10]
    return "" if value is None else " ".join(str(value).split())


def write(path: Path, about: About, title: str, tasks: Sequence[TaskRow]) -> None:
    """Write a form into an empty file.

    Args:
        title: the plan's.
    """
    book = new_book(f"{title} {about.unit} 填报表", about.as_of)
    rows = [given(task, about.unit) for task in tasks]
    sheet = book.create_sheet(SHEET)
    lay_out(sheet, _WIDTHS, HEADER_ROW, frozen_columns=1)
    set_heights(sheet, HEADER_ROW + 1, fitted(rows, _WIDTHS[: len(GIVEN)], {}))
    number = f"（{about.number}）" if about.number else ""
    sheet.append([cell(sheet, f"{title}{number}　{about.unit}填报表", "title")])
    sheet.append([cell(sheet, f"截至 {about.as_of}，未办结 {len(rows)} 项。{_HOW}", "note")])
    sheet.append(cells(sheet, (*GIVEN, *INPUT), "head"))
    for row in rows:
        made = [cell(sheet, value, "given day" if isinstance(value, date) else "given") for value in row]
        made += [cell(sheet, None, "input day" if name == COMPLETED else "input") for name in INPUT]
        sheet.append(made)
    last = get_column_letter(len(GIVEN) + len(INPUT))
    merge(sheet, (CellRange(f"A{above}:{last}{above}") for above in (1, 2)))
    sheet.auto_filter.ref = f"A{HEADER_ROW}:{last}{HEADER_ROW + len(rows)}"
    _validate(sheet, about.as_of, HEADER_ROW + max(len(rows), 1))
    _protect(sheet)
    _meta(book, about, rows)
    save(book, path)


def _validate(sheet: Any, as_of: date, end: int) -> None:
    earliest = date(as_of.year, 1, 1)
    rules = {
        DONE: DataValidation("list", formula1=f'"{YES},{NO}"', error="选「是」或「否」"),
        COMPLETED: DataValidation(
            "date",
            operator="greaterThanOrEqual",
            formula1=f"DATE({earliest.year},1,1)",
            error=_DATE_MESSAGE,
        ),
        PERCENT: DataValidation(
            "whole", operator="between", formula1="0", formula2="100", error="写 0 到 100 的整数"
        ),
        FORECAST: DataValidation(
            "list", formula1=f'"{",".join(_OFFERED)}"', error=f"选{'、'.join(_OFFERED)}"
        ),
    }
    for name, rule in rules.items():
        rule.allow_blank, rule.showErrorMessage, rule.errorTitle = True, True, name
        letter = get_column_letter(len(GIVEN) + INPUT.index(name) + 1)
        rule.add(f"{letter}{HEADER_ROW + 1}:{letter}{end}")
        sheet.data_validations.append(rule)


def _protect(sheet: Any) -> None:
    """Lock what is given; without a password, it keeps from slips, not from people."""
    sheet.protection.sheet = True
    for allowed in ("sort", "autoFilter", "deleteRows", "formatColumns", "formatRows"):
        setattr(sheet.protection, allowed, False)  # False is how the file format says: not locked


def _meta(book: Any, about: About, rows: Sequence[tuple[Value, ...]]) -> None:
    sheet = book.create_sheet(META)
    sheet.sheet_state = "hidden"
    sheet.protection.sheet = True
    for key, value in about._asdict().items():
        sheet.append(cells(sheet, (key, told(value)), "text"))
    sheet.append([])
    for row in rows:
        sheet.append(cells(sheet, map(told, row), "text"))
