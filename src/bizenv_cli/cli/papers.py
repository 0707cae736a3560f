"""The commands that write an office's papers: brief, notice, bulletin."""

from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from bizenv_cli.cli import days
from bizenv_cli.cli.context import Call
from bizenv_cli.cli.options import Origin, Output, with_options
from bizenv_cli.cli.paperforms import (
    PaperOptions,
    checked,
    given,
    one_plan,
    paper_renderer,
    show,
    write_template,
)
from bizenv_cli.dates import month_end, quarter_end, quarter_start
from bizenv_cli.errors import BadCallError, UnknownCalendarError
from bizenv_cli.workdays import add_workdays

if TYPE_CHECKING:
    from bizenv_cli.report.brief import Span


class Often(StrEnum):
    """How long a time a brief is of."""

    monthly = "monthly"
    quarterly = "quarterly"


_Feedback = Annotated[
    int,
    typer.Option(
        "--feedback", metavar="天数", min=1, max=60, help="几个工作日内反馈（按国务院放假安排推算）"
    ),
]


@with_options(Origin, PaperOptions)
def brief(
    origin: Origin,
    options: PaperOptions,
    often: Annotated[Often | None, typer.Argument(metavar="monthly|quarterly", help="月报或季报")] = None,
    period: Annotated[
        str | None, typer.Argument(metavar="期次", help="哪个月、哪个季度，如 2023-11、2023Q4")
    ] = None,
) -> int:
    """简报：某月、某季度末的总体情况，逾期情况，下一期到期事项。

    当期到期、办结、延期、登记的事项一并列出。

    当期已过的，以期末那天计；还没有过完的，以今天（或 --as-of）计。台账没有登记的，只按时限计，不作判断。

    例：bizenv brief monthly 2023-08
    例：bizenv brief quarterly 2023Q3 -o 季报.docx
    例：bizenv brief --check 季报.docx
    """
    from bizenv_cli.report import brief as report  # noqa: PLC0415

    if options.template_out is not None:
        return write_template(options.template_out)
    if options.check is not None:
        return checked(origin, options, "brief")
    often, period = given(often, "monthly|quarterly", "brief"), given(period, "期次", "brief")
    render = paper_renderer(options)
    call = _call(origin)
    first, last = _span(often, period, call.as_of)
    if first > call.as_of:
        raise BadCallError(f"{period} 还没有开始（以 {call.as_of} 计），写不出简报")
    call = _call(origin._replace(as_of=min(last, call.as_of).isoformat()))
    asked: Span = report.Span(first, last, quarter=often is Often.quarterly)
    one_plan(call)
    return show(call, options, render(report.brief(call.index, call.head, asked)))


@with_options(Origin, PaperOptions)
def notice(
    origin: Origin,
    options: PaperOptions,
    unit: Annotated[str | None, typer.Argument(metavar="单位", help="督办哪个单位")] = None,
    feedback: _Feedback = 5,
) -> int:
    """督办单：一个单位牵头而逾期、进度落后、临近时限的任务。

    颜色与 bizenv urge 所定的相同，取最重的。只写出文稿，不登记；发出之后用 bizenv urge 登记。

    例：bizenv notice 区法院
    例：bizenv notice 区市监局 --feedback 3 -o 督办单.docx
    """
    from bizenv_cli.report import notice as report  # noqa: PLC0415

    if options.template_out is not None:
        return write_template(options.template_out)
    if options.check is not None:
        return checked(origin, options, "notice")
    unit, render = given(unit, "单位", "notice"), paper_renderer(options)
    call = _call(origin)
    one_plan(call)
    (named,) = call.named("unit", unit)
    paper = report.notice(call.index, call.head, named, _feedback(call.as_of, feedback), feedback)
    if paper is None:
        raise BadCallError(
            f"{named.name} 没有逾期、进度落后或临近时限的牵头任务（以 {call.as_of} 计），不必督办"
        )
    return show(call, options, render(paper))


@with_options(Origin, PaperOptions)
def bulletin(origin: Origin, options: PaperOptions, feedback: _Feedback = 5) -> int:
    """督查通报：总体情况，逾期占比高的单位，工作要求。

    附各牵头单位情况表、逾期任务清单。

    例：bizenv bulletin --as-of 2023-12-01
    例：bizenv bulletin -o 通报.docx
    例：bizenv bulletin --check 通报.docx
    """
    from bizenv_cli.report import bulletin as report  # noqa: PLC0415

    if options.template_out is not None:
        return write_template(options.template_out)
    if options.check is not None:
        return checked(origin, options, "bulletin")
    render = paper_renderer(options)
    call = _call(origin)
    one_plan(call)
    paper = report.bulletin(call.index, call.head, _feedback(call.as_of, feedback), feedback)
    return show(call, options, render(paper))


def _call(origin: Origin) -> Call:
    return Call(Output(**origin._asdict()))


def _span(often: Often, typed: str, today: date) -> tuple[date, date]:
    """Return the first and the last day of the month or the quarter that was typed."""
    found = days.period(typed, today)
    if often is Often.monthly:
        if found != (found.first.replace(day=1), month_end(found.first)):
            raise BadCallError(f"月报要写到月，如 2023-11，不是「{typed}」")
    elif found.last != quarter_end(found.first) or found.first != quarter_start(found.first):
        raise BadCallError(f"季报要写季度，如 2023Q4，不是「{typed}」")
    return found


def _feedback(day: date, working_days: int) -> date | None:
    """Return the day by which to answer; None where the working days on the way are not known."""
    try:
        return add_workdays(day, working_days)
    except UnknownCalendarError:
        return None
