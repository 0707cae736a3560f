"""The first sheet of the 台账: how many tasks have which status, in all and by leading unit, with charts."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

from openpyxl.chart import BarChart, Reference
from openpyxl.chart.series import DataPoint
from openpyxl.worksheet.cell_range import CellRange

from bizenv_cli.query.rows import TaskRow
from bizenv_cli.vocabulary import STATUSES
from bizenv_cli.workbook.book import cell, cells, lay_out, merge

_COLOURS = {
    "done": "5B9BD5",
    "overdue": "C00000",
    "due-soon": "FFC000",
    "open": "70AD47",
    "undated": "A5A5A5",
}
_BY_STATUS = 4  # the row of the first table's head
_BY_UNIT = _BY_STATUS + len(STATUSES) + 3
_MOST_BARS = 30  # units in the chart
_ONE_PAGE = 60  # units that one page has room for
_COLUMNS = 2 + len(STATUSES)


def fill(
    sheet: Any, titles: tuple[str, str], tasks: Sequence[TaskRow], *, several: bool, reported: bool
) -> None:
    """Write the sheet.

    Args:
        several: the tasks are of several plans, and a unit is named with its plan's key.
        reported: the ledger has an entry; where it has none, nobody knows what was done.
    """
    statuses: Counter[str] = Counter(task.status for task in tasks)
    units: dict[str, Counter[str]] = {}
    for task in tasks:
        for unit in task.lead_units or ("（未写明牵头单位）",):
            name = f"{task.plan} {unit}" if several else unit
            units.setdefault(name, Counter())[task.status] += 1
    lay_out(sheet, [24, *[10] * (_COLUMNS - 1)], _BY_UNIT)
    sheet.freeze_panes = None
    if len(units) <= _ONE_PAGE:
        sheet.page_setup.fitToHeight = 1
    sheet.append([cell(sheet, titles[0], "title")])
    sheet.append([cell(sheet, titles[1], "note")])
    sheet.append([])
    sheet.append(cells(sheet, ("状态", "任务"), "head"))
    for key, words in STATUSES.items():
        sheet.append(cells(sheet, (words, statuses[key]), "word"))
    sheet.append(cells(sheet, ("共", len(tasks)), "head"))
    sheet.append([])
    sheet.append(cells(sheet, ("牵头单位", "任务", *STATUSES.values()), "head"))
    for unit, counts in units.items():
        row = [cell(sheet, unit, "text")]
        row += cells(sheet, (counts.total(), *(counts[key] for key in STATUSES)), "word")
        sheet.append(row)
    told = "" if reported else "台账没有任何登记：已经办结的无从知道，逾期、临期只按时限计。"
    sheet.append([cell(sheet, f"一项任务有几个牵头单位的，各计一次。{told}", "note")])
    whole = (1, 2, _BY_UNIT + len(units) + 1)
    merge(sheet, (CellRange(min_col=1, max_col=_COLUMNS, min_row=at, max_row=at) for at in whole))
    _chart_statuses(sheet)
    if units:
        _chart_units(sheet, min(len(units), _MOST_BARS))


def _chart_statuses(sheet: Any) -> None:
    chart = _chart("任务状态", 7)
    data = Reference(sheet, min_col=2, min_row=_BY_STATUS, max_row=_BY_STATUS + len(STATUSES))
    chart.add_data(data, titles_from_data=True)
    chart.set_categories(
        Reference(sheet, min_col=1, min_row=_BY_STATUS + 1, max_row=_BY_STATUS + len(STATUSES))
    )
    chart.legend = None
    (series,) = chart.series
    for at, colour in enumerate(_COLOURS.values()):
        point = DataPoint(idx=at)
        point.graphicalProperties.solidFill = colour
        series.dPt.append(point)
    sheet.add_chart(chart, "I3")


def _chart_units(sheet: Any, shown: int) -> None:
    chart = _chart("各牵头单位的任务", max(8, 0.6 * shown + 3))
    chart.type, chart.grouping, chart.overlap = "bar", "stacked", 100
    data = Reference(sheet, min_col=3, max_col=_COLUMNS, min_row=_BY_UNIT, max_row=_BY_UNIT + shown)
    chart.add_data(data, titles_from_data=True)
    chart.set_categories(Reference(sheet, min_col=1, min_row=_BY_UNIT + 1, max_row=_BY_UNIT + shown))
    chart.y_axis.delete = False
    chart.x_axis.scaling.orientation = "maxMin"  # the first unit on top
    for series, colour in zip(chart.series, _COLOURS.values(), strict=True):
        series.graphicalProperties.solidFill = colour
    sheet.add_chart(chart, "I19")


def _chart(title: str, height: float) -> Any:
    chart = BarChart()
    chart.title, chart.width, chart.height = title, 18, height
    chart.x_axis.delete = chart.y_axis.delete = False
    return chart
