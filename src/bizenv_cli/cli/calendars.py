"""The calendar that `export ics` writes: what it is narrowed to, and where it goes."""

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, NamedTuple

import typer

from bizenv_cli.cli.context import Call
from bizenv_cli.cli.due import duty_filters
from bizenv_cli.cli.options import Narrowing
from bizenv_cli.cli.output import check_ours, write_file
from bizenv_cli.dates import subtract_span
from bizenv_cli.errors import BadCallError
from bizenv_cli.query import calendar as query
from bizenv_cli.query import tasks

_PANEL = "日历（ics）"


class CalendarOptions(NamedTuple):
    """What a calendar holds besides the deadlines."""

    until_done: Annotated[
        bool,
        typer.Option("--until-done", help="已办结的任务、已履行的职责不列", rich_help_panel=_PANEL),
    ] = False
    alarm: Annotated[
        str | None,
        typer.Option(
            "--alarm",
            metavar="时长",
            help="提前多久提醒（上午 9 时），如 7d,1d；当日为 0d",
            rich_help_panel=_PANEL,
        ),
    ] = None
    duties: Annotated[bool, typer.Option("--duties", help="连同例行职责", rich_help_panel=_PANEL)] = False


def write_calendar(call: Call, narrowing: Narrowing, options: CalendarOptions, output: Path) -> int:
    """Write the tasks that the filters select, and the duties where asked for, as a calendar.

    Raises:
        NotOursError: there is something at `output` that is no calendar of ours.
    """
    from bizenv_cli.export import ics  # noqa: PLC0415  (icalendar, 80 ms)

    alarms = _alarms(call, options.alarm)
    filters, _ = call.filters(narrowing)
    owed = duty_filters(narrowing, filters) if options.duties else None
    check_ours(output, b"BEGIN:VCALENDAR\r\n", ics.PRODUCT.rpartition(" ")[0].encode())
    index = call.index
    selection = tasks.select(index, filters, order="deadline")
    undone = "status <> 'done'" if options.until_done else "1"
    dated = selection.narrowed(f"effective_deadline IS NOT NULL AND {undone}")
    recurring = query.recurrences(index, owed, until_done=options.until_done) if owed else ()
    wanted = ics.Wanted(call.head.short_title, call.as_of, alarms)
    write_file(output, "", ics.calendar(wanted, dated, query.revisions(index), recurring))
    also = f"、{len(recurring)} 项例行职责" if owed else ""
    print(f"已写入 {output}：{dated.whole():,} 项任务{also}", file=sys.stderr)
    if undated := selection.narrowed(f"effective_deadline IS NULL AND {undone}").ids():
        shown = "、".join(undated[:5]) + (" 等" if len(undated) > 5 else "")  # noqa: PLR2004  (a line's worth)
        print(f"另有 {len(undated)} 项无时限，不在日历里：{shown}", file=sys.stderr)
    index.close()
    return 0


def _alarms(call: Call, typed: str | None) -> Sequence[str]:
    spans = [part.strip() for part in (typed or "").replace("，", ",").split(",") if part.strip()]
    if typed is not None and not spans:
        raise BadCallError("--alarm 写提前多久，如 7d,1d")
    for span in spans:
        subtract_span(call.as_of, span)  # a wrong one is told before anything is read
    return spans
