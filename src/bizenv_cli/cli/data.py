"""The commands about data as files: export, cache."""

import os
import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated, NamedTuple

import typer

from bizenv_cli.cli.calendars import CalendarOptions, write_calendar
from bizenv_cli.cli.context import Call
from bizenv_cli.cli.options import Narrowing, Origin, Output, Plain, with_options
from bizenv_cli.cli.progress import Bar
from bizenv_cli.cli.workbook import WorkbookOptions, write_workbook
from bizenv_cli.errors import BadCallError, DamagedIndexError, StartAgainError, UnwritableError
from bizenv_cli.index import cachefile
from bizenv_cli.views import data as views


class ExportFormat(StrEnum):
    """The files that the views become."""

    sqlite = "sqlite"
    parquet = "parquet"
    jsonl = "jsonl"
    ics = "ics"
    xlsx = "xlsx"


@with_options(Origin, WorkbookOptions, CalendarOptions, Narrowing)
def export(
    origin: Origin,
    workbook: WorkbookOptions,
    calendar: CalendarOptions,
    narrowing: Narrowing,
    form: Annotated[
        ExportFormat,
        typer.Argument(
            metavar="sqlite|parquet|jsonl|ics|xlsx",
            help="一个 SQLite 文件，每个视图一个文件，日历，或 Excel 台账",
        ),
    ],
    output: Annotated[
        str,
        typer.Option(
            "--output",
            "-o",
            metavar="路径",
            help="写到哪里：sqlite、ics、xlsx 是文件，parquet、jsonl 是文件夹",
        ),
    ],
) -> int:
    """导出全部视图（见 bizenv sql）、Excel 台账或日历。

    视图可交给 DuckDB、Spark、Datasette 或报表软件。状态与天数以导出当天（或 --as-of）计，日期写在导出的文件里。以前导出的会被替换，别的文件不会动。

    xlsx 是给人看的台账，可以筛选，可以一个单位、一项指标一张表；--feedback 是发给单位填的表，填好用 ingest 读入。

    ics 是日历：每项任务的现行时限一个全天日程，可以筛选；再导出、再导入，日历里的随之更新。

    例：bizenv export sqlite -o 台账.sqlite
    例：bizenv export parquet -o 台账 --as-of 2023-09-01
    例：bizenv export xlsx -o 台账.xlsx --by unit
    例：bizenv export xlsx -o 区法院填报表.xlsx --feedback --unit 区法院
    例：bizenv export ics -o 日程.ics --unit 区法院 --until-done --alarm 7d,1d --duties
    """
    call = Call(Output(**origin._asdict()))
    if form is ExportFormat.ics:
        _refuse(form.value, workbook)
        return write_calendar(call, narrowing, calendar, Path(output))
    if form is ExportFormat.xlsx:
        _refuse(form.value, calendar)
        return write_workbook(call, narrowing, workbook, output)
    _refuse(form.value, workbook, calendar, narrowing)
    return _export_views(call, form.value, Path(output))


def _refuse(form: str, *groups: NamedTuple) -> None:
    """Refuse the options of some groups, which this form of export has no use for.

    Raises:
        BadCallError: one of them is given.
    """
    for group in groups:
        given = [
            f"--{name.replace('_', '-')}"
            for name, value in group._asdict().items()
            if value != group._field_defaults[name]
        ]
        if given:
            forms = {WorkbookOptions: "xlsx", CalendarOptions: "ics"}.get(type(group), "xlsx、ics")
            raise BadCallError(f"{'、'.join(given)} 只用于 {forms}，导出 {form} 时不能用")


def _export_views(call: Call, form: str, output: Path) -> int:
    from bizenv_cli import export as exporting  # noqa: PLC0415  (the cache's commands do without)

    write = exporting.writer(form)
    index = call.index
    try:
        with Bar("导出") as bar:
            rows = exporting.export(form, write, exporting.source(index, bar.progress), output)
    except DamagedIndexError as error:
        cachefile.discard(Path(error.path))
        raise StartAgainError from error
    finally:
        index.close()
    print(f"已写入 {output}：{len(rows)} 个视图，{sum(rows.values()):,} 行", file=sys.stderr)
    return 0


class CacheAction(StrEnum):
    """What to do with the cache."""

    show = "show"
    clear = "clear"


def cache(
    action: Annotated[CacheAction, typer.Argument(metavar="show|clear", help="列出缓存文件，或全部删去")],
    plain: Plain = False,
) -> int:
    """查询用的缓存：show 列出，clear 删去。

    缓存由清单算出，删了随时重建，不影响任何内容。

    例：bizenv cache show
    例：bizenv cache clear
    """
    folder = cachefile.folder(os.environ.get("BIZENV_CACHE"))
    entries = list(cachefile.entries(folder))
    if action is CacheAction.clear:
        kept = [entry.path for entry in entries if not cachefile.discard(entry.path)]
        for described in folder.glob("commands-*.json"):  # what completion keeps of the commands
            cachefile.discard(described)
        print(f"已删去 {folder} 里的 {len(entries) - len(kept)} 个缓存文件")
        if kept:
            raise UnwritableError(str(kept[0]), "正被别的程序占用，或没有权限")
        return 0
    return Call(Output(plain=plain)).show(views.cache(folder, entries))
