"""The commands that append to the ledger what happened to a task: receive, report, done, extend, return, accept, urge."""

from enum import StrEnum
from typing import Annotated, Any

import typer

from bizenv_cli import clock
from bizenv_cli.cli import days
from bizenv_cli.cli.options import with_options
from bizenv_cli.cli.writing import (
    PANEL,
    Completed,
    Note,
    Writing,
    append,
    call_of,
    completed_on,
    unit_of,
)
from bizenv_cli.errors import BadCallError
from bizenv_cli.query import ledger, names, urging
from bizenv_cli.query.rows import TaskRow
from bizenv_cli.query.tasks import by_ref
from bizenv_cli.recording import about_task, check_not_done, forecast_of


class ColorChoice(StrEnum):
    """The colours of a 督办单."""

    blue = "blue"
    yellow = "yellow"
    red = "red"


_Number = Annotated[str, typer.Argument(metavar="编号", help="任务编号，如 1-49、2-34")]


@with_options(Writing)
def receive(writing: Writing, number: _Number, note: Note = None) -> int:
    """签收：单位收到了任务。

    例：bizenv receive 1-49
    例：bizenv receive 1-26 --unit 区住建局 --note "已转科室"
    """
    return _record(writing, number, "receive", note)


@with_options(Writing)
def report(
    writing: Writing,
    number: _Number,
    text: Annotated[str, typer.Argument(metavar="文字", help="做了什么、到了哪一步")],
    percent: Annotated[
        int | None,
        typer.Option(
            "--percent", metavar="0-100", min=0, max=100, help="自估完成的百分比", rich_help_panel=PANEL
        ),
    ] = None,
    forecast: Annotated[
        str | None,
        typer.Option("--forecast", metavar="能|有望|难以", help="预计能否按期完成", rich_help_panel=PANEL),
    ] = None,
) -> int:
    """进展：单位报告做了什么，到了几成，预计能否按期完成。

    例：bizenv report 1-49 "已移送案件线索" --evidence 示例〔2023〕1号
    例：bizenv report 1-49 "系统对接未完" --percent 60 --forecast 有望
    """
    expected = forecast_of(forecast) if forecast is not None else None
    return _record(writing, number, "progress", text, percent=percent, forecast=expected)


@with_options(Writing)
def done(
    writing: Writing,
    number: _Number,
    note: Note = None,
    completed: Completed = None,
) -> int:
    """办结：单位报告它的一份办完了；几个牵头单位的，各自办结才算办结。

    例：bizenv done 1-49 --note "目标任务完成"
    例：bizenv done 1-26 --unit 区住建局 --completed 2023-08-25
    """
    return _record(writing, number, "done", note, completed=completed_on(writing, completed))


@with_options(Writing)
def extend(
    writing: Writing,
    number: _Number,
    to: Annotated[str, typer.Option("--to", metavar="日期", help="延至哪一天", rich_help_panel=PANEL)],
    approval: Annotated[
        str, typer.Option("--approval", metavar="文号", help="批准延期的文件", rich_help_panel=PANEL)
    ],
    reason: Annotated[
        str | None, typer.Option("--reason", metavar="文字", help="为什么延期", rich_help_panel=PANEL)
    ] = None,
) -> int:
    """延期：批准把时限移到以后的一天。

    例：bizenv extend 1-49 --to 2023-12-31 --approval 示例〔2023〕2号 --reason "系统对接未完"
    例：bizenv extend 1-26 --to 年底 --approval 示例〔2023〕2号 --unit 区住建局
    """
    until = days.day(to, clock.today(), until=True)
    return _record(writing, number, "extend", reason, to=until, approval=approval)


@with_options(Writing)
def return_(
    writing: Writing,
    number: _Number,
    reason: Annotated[
        str, typer.Option("--reason", metavar="文字", help="为什么退回", rich_help_panel=PANEL)
    ],
) -> int:
    """退回：办公室不认可办结，任务重新打开。

    例：bizenv return 1-49 --reason "佐证材料不全"
    例：bizenv return 1-26 --unit 区住建局 --reason "只办了一部分"
    """
    return _record(writing, number, "return", reason)


@with_options(Writing)
def accept(writing: Writing, number: _Number, note: Note = None) -> int:
    """销号：办公室认可办结。

    例：bizenv accept 1-49
    例：bizenv accept 1-26 --unit 区住建局 --note "已核实"
    """
    return _record(writing, number, "accept", note)


@with_options(Writing)
def urge(
    writing: Writing,
    number: _Number,
    color: Annotated[
        ColorChoice | None,
        typer.Option(
            "--color",
            metavar="blue|yellow|red",
            help="督办单的颜色（默认：逾期红，进度落后黄，临期蓝）",
            rich_help_panel=PANEL,
        ),
    ] = None,
    note: Note = None,
) -> int:
    """督办：办公室发了督办单。

    颜色不写则看任务：逾期红，进度落后于时间黄，临近时限蓝。

    例：bizenv urge 1-1
    例：bizenv urge 1-49 --color yellow
    """
    return _record(writing, number, "urge", note, color=color.value if color is not None else None)


def _color(task: TaskRow) -> str:
    """Return the colour that a 督办单 has by itself: red when late, yellow when behind the time, blue when near.

    Raises:
        BadCallError: the task is none of these.
    """
    if found := urging.color(task):
        return found
    left = f"还有 {task.days} 天" if task.days is not None else "没有时限"
    raise BadCallError(f"任务 {task.id} {left}，也没有报过落后的进度；要发督办单，用 --color 写明颜色")


def _record(writing: Writing, number: str, event: str, note: str | None, **more: Any) -> int:
    call = call_of(writing)
    task = names.task(call.index, number)
    fields = {"event": event, **more, "note": note, "evidence": writing.evidence}
    if event in ("extend", "urge"):
        row = by_ref(call.index, task.ref)
        check_not_done(row, event)
        if event == "urge" and fields["color"] is None:
            fields["color"] = _color(row)
    about = about_task(task)
    unit = unit_of(call, about, writing.unit, ledger.leading(call.index, task.ref))
    return append(call, writing, about, unit, fields)
