"""The commands about what is owed besides the tasks: duties, complaints, sla."""

from enum import StrEnum
from typing import Annotated, Any

import typer

from bizenv_cli import dates
from bizenv_cli.cli import days
from bizenv_cli.cli.context import Call
from bizenv_cli.cli.options import FILTER, Output, with_options
from bizenv_cli.errors import BadCallError
from bizenv_cli.query import complaints as complaint_query
from bizenv_cli.query import duties as duty_query
from bizenv_cli.query.duties import DutyFilters
from bizenv_cli.views import complaints as complaint_views
from bizenv_cli.views import duties as duty_views
from bizenv_cli.views.shown import Shown

_Unit = Annotated[
    str | None,
    typer.Option("--unit", "-u", metavar="单位", help="只列这个单位的", rich_help_panel=FILTER),
]


class DutyStatusChoice(StrEnum):
    """What became of a duty by the day."""

    done = "done"
    overdue = "overdue"
    due_soon = "due-soon"
    open = "open"


class KindChoice(StrEnum):
    """The kinds of complaints."""

    general = "general"
    difficult = "difficult"


@with_options(Output)
def duties(
    output: Output,
    month: Annotated[
        str | None,
        typer.Option("--month", metavar="月份", help="这个月到期的（默认本月）", rich_help_panel=FILTER),
    ] = None,
    since: Annotated[
        str | None,
        typer.Option("--from", metavar="日期", help="该日及以后到期的（含当日）", rich_help_panel=FILTER),
    ] = None,
    until: Annotated[
        str | None,
        typer.Option("--until", metavar="日期", help="该日及以前到期的（含当日）", rich_help_panel=FILTER),
    ] = None,
    unit: _Unit = None,
    status: Annotated[
        list[DutyStatusChoice] | None,
        typer.Option("--status", help="只列这种状态的，可多次", rich_help_panel=FILTER),
    ] = None,
) -> int:
    """例行职责：双月调度、按季按月报告等，何时到期、谁来履行。

    履行了没有，以到当日为止的登记计。不写月份是本月。

    例：bizenv duties --month 2023-11
    例：bizenv duties --unit 区法院 --from 2023-09-01 --until 2023-12-31
    """
    if month is not None and (since is not None or until is not None):
        raise BadCallError("--month 不能与 --from、--until 同用")
    call = Call(output)
    first = days.first(since, call.as_of) if since is not None else None
    last = days.last(until, call.as_of) if until is not None else None
    if since is None and until is None:
        first, last = days.period(month if month is not None else f"{call.as_of:%Y-%m}", call.as_of)
    if first and last and first > last:
        raise BadCallError(f"--from {first} 在 --until {last} 之后")
    units = call.named("unit", unit)
    statuses = tuple(item.value for item in status or ())
    rows = duty_query.duties(call.index, DutyFilters(first, last, units, statuses=statuses))
    query: dict[str, Any] = {
        "from": first and first.isoformat(),
        "until": last and last.isoformat(),
        "unit": "、".join(dict.fromkeys(item.name for item in units)) or None,
        "status": list(statuses) or None,
    }
    understood = {name: value for name, value in query.items() if value is not None}
    texts = duty_query.texts(call.index)
    words = f"{dates.window(first, last)}到期的"
    shown = Shown(rows, call.limit, call.as_of)
    return call.show(duty_views.duties(call.head, shown, texts, words, understood))


@with_options(Output)
def complaints(
    output: Output,
    unit: _Unit = None,
    only_open: Annotated[
        bool, typer.Option("--open", help="只列还有步骤没有办的", rich_help_panel=FILTER)
    ] = False,
) -> int:
    """投诉登记：每件各步的截止日，还有几个工作日，逾期几个工作日。

    例：bizenv complaints --open
    例：bizenv complaints --unit 区政数局
    """
    call = Call(output)
    units = call.named("unit", unit)
    rows = complaint_query.complaints(call.index, units, only_open=only_open)
    query: dict[str, Any] = {"unit": "、".join(dict.fromkeys(item.name for item in units))} if units else {}
    if only_open:
        query["open"] = True
    return call.show(complaint_views.complaints(call.head, Shown(rows, call.limit, call.as_of), query))


@with_options(Output)
def sla(
    output: Output,
    received: Annotated[str, typer.Argument(metavar="日期", help="收到投诉的日期")],
    kind: Annotated[
        KindChoice | None, typer.Option("--kind", help="只看一般问题或疑难问题", rich_help_panel=FILTER)
    ] = None,
) -> int:
    """某日收到的投诉，各步最迟何日办。

    按工作日计，跳过的休息日一并列出。

    例：bizenv sla 2023-09-28
    例：bizenv sla 今天 --kind general
    """
    call = Call(output)
    day = days.day(received, call.as_of)
    chosen = kind.value if kind else None
    due = complaint_query.due_days(call.index, day, chosen)
    query = {"received": day.isoformat(), **({"kind": chosen} if chosen else {})}
    return call.show(complaint_views.sla(call.head, day, due, query))
