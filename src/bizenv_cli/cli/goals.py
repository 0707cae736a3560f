"""The commands about goals that are numbers: targets, target."""

from enum import StrEnum
from typing import Annotated

import typer

from bizenv_cli import answers
from bizenv_cli.cli.context import Call
from bizenv_cli.cli.options import FILTER, Output, with_options
from bizenv_cli.query import targets as query
from bizenv_cli.query.named import Named
from bizenv_cli.query.targets import TargetFilters
from bizenv_cli.views import targets as views


class Reached(StrEnum):
    """Whether a target is met on the day."""

    met = "met"
    unmet = "unmet"
    none = "none"


@with_options(Output)
def targets(
    output: Output,
    unit: Annotated[
        str | None,
        typer.Option(
            "--unit", "-u", metavar="单位", help="只列与这个单位有关的：牵头所属指标等，或有份于写到它的任务",
            rich_help_panel=FILTER,
        ),
    ] = None,
    indicator: Annotated[
        str | None,
        typer.Option("--indicator", metavar="指标", help="只列这项指标（或子指标）的", rich_help_panel=FILTER),
    ] = None,
    action: Annotated[
        str | None,
        typer.Option("--action", metavar="行动", help="只列这项专项行动的", rich_help_panel=FILTER),
    ] = None,
    status: Annotated[
        list[Reached] | None,
        typer.Option("--status", help="只列达到、未达到或尚无数据的，可多次", rich_help_panel=FILTER),
    ] = None,
) -> int:  # fmt: skip
    """通知写明数字的目标：要求多少，最新登记的数值，是否达到。

    例：bizenv targets --indicator 包容普惠创新
    例：bizenv targets --status unmet --format csv -o 未达到.csv
    """
    call = Call(output)
    filters = TargetFilters(
        units=call.named("unit", unit),
        indicator=call.named("indicator", indicator),
        action=call.named("action", action),
        statuses=tuple(item.value for item in status or ()),
    )
    asked = {
        "unit": _named(filters.units),
        "indicator": _named(filters.indicator),
        "action": _named(filters.action),
        "status": list(filters.statuses) or None,
    }
    understood = {name: value for name, value in asked.items() if value is not None}
    rows = query.targets(call.index, filters)
    return call.show(views.targets(call.head, rows, call.limit, call.as_of, understood))


@with_options(Output)
def target(
    output: Output,
    number: Annotated[str, typer.Argument(metavar="目标", help="目标编号，如 T12")],
) -> int:
    """一个目标的全部：要求、原文出处、任务，登记过的每个数值与走势。

    例：bizenv target T20
    例：bizenv target T3 --format json
    """
    call = Call(output)
    name = query.named(call.index, number)
    return call.show(answers.target(call.index, call.head, name))


def _named(found: tuple[Named, ...]) -> str | None:
    return "、".join(dict.fromkeys(item.sub or item.name for item in found)) or None
