"""The Excel workbooks that `export xlsx` writes: the 台账 with its filters, or the form that a unit fills in."""

import sys
from collections.abc import Callable
from enum import StrEnum
from pathlib import Path
from typing import Annotated, NamedTuple, TypeVar

import typer

from bizenv_cli.cli.context import Call
from bizenv_cli.cli.options import Narrowing
from bizenv_cli.cli.progress import Bar
from bizenv_cli.errors import BadCallError
from bizenv_cli.query import tasks as selecting

T = TypeVar("T")

_PANEL = "Excel（xlsx）"


class ByChoice(StrEnum):
    """What has a sheet of its own."""

    unit = "unit"
    indicator = "indicator"


class WorkbookOptions(NamedTuple):
    """Which workbook is written, and what has a sheet of its own."""

    by: Annotated[
        ByChoice | None,
        typer.Option("--by", help="一个单位一张表，或一项指标（行动）一张表", rich_help_panel=_PANEL),
    ] = None
    feedback: Annotated[
        bool,
        typer.Option(
            "--feedback",
            help="给 --unit 的填报表：它未办结的任务，填好用 ingest 读入",
            rich_help_panel=_PANEL,
        ),
    ] = False


def write_workbook(call: Call, narrowing: Narrowing, options: WorkbookOptions, output: str) -> int:
    """Write the 台账, or a unit's form, of the tasks that pass the filters.

    Raises:
        BadCallError: the options do not go together, or no unit is named for a form.
        NotOursError: there is something at `output` that is no workbook of ours as we wrote it.
    """
    if Path(output).suffix.lower() != ".xlsx":
        raise BadCallError(f"Excel 文件名要以 .xlsx 结尾，不是「{Path(output).name}」")
    if not options.feedback:
        return _write_ledger(call, narrowing, options.by, output)
    if options.by:
        raise BadCallError("--feedback 是一个单位的一张表，不能与 --by 同用")
    return _write_form(call, narrowing, output)


def _write_ledger(call: Call, narrowing: Narrowing, by: ByChoice | None, output: str) -> int:
    from bizenv_cli.workbook import ledger  # noqa: PLC0415  (openpyxl, which only a workbook needs)

    filters, query = call.filters(narrowing)
    index, head = call.index, call.head
    units = frozenset((index.key_of(unit.plan), unit.name) for unit in filters.units)
    tasks = list(selecting.select(index, filters))
    wanted = ledger.Wanted(tasks, query, by.value if by else None, units, filters.role)
    with Bar("导出") as bar:
        sheets = _written(call, output, lambda path: ledger.write(path, index, head, wanted, bar.progress))
    print(f"已写入 {output}：{len(tasks):,} 项任务，{sheets + 1} 张工作表", file=sys.stderr)
    return 0


def _write_form(call: Call, narrowing: Narrowing, output: str) -> int:
    from bizenv_cli.workbook import asking, form  # noqa: PLC0415  (as above)

    if narrowing.unit is None:
        raise BadCallError("--feedback 要用 --unit 写明给哪个单位")
    filters, _ = call.filters(narrowing)
    if len(filters.units) > 1:
        raise BadCallError(
            f"{len(filters.units)} 个方案都有「{narrowing.unit}」，用 --plan 写明哪一个：一份填报表只管一个方案"
        )
    (unit,) = filters.units
    tasks = asking.open_tasks(call.index, unit, filters)
    if not tasks:
        call.index.close()
        raise BadCallError(f"{unit.name}没有要填报的任务：符合条件的都已办结，或没有")
    about, title = asking.about(call.index, unit), call.head.short_title
    _written(call, output, lambda path: form.write(path, about, title, tasks))
    print(f"已写入 {output}：{unit.name}填报表，{len(tasks):,} 项未办结任务", file=sys.stderr)
    return 0


def _written(call: Call, output: str, write: Callable[[Path], T]) -> T:
    from bizenv_cli.export.target import new_file  # noqa: PLC0415  (as above)
    from bizenv_cli.workbook.book import check_replaceable  # noqa: PLC0415

    try:
        with new_file(Path(output), check_replaceable) as path:
            return write(path)
    finally:
        call.index.close()
