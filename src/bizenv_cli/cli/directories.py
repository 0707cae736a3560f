"""The directories, and the user's own SELECT: plans, units, officials, indicators, actions, errata, sql."""

from enum import StrEnum
from typing import Annotated

import typer

from bizenv_cli.cli.context import Call
from bizenv_cli.cli.options import Output, with_options
from bizenv_cli.query import directory
from bizenv_cli.query import errata as errata_query
from bizenv_cli.query import plan as plan_query
from bizenv_cli.query import sql as sql_query
from bizenv_cli.views import directories as views


class Kind(StrEnum):
    """The kinds of errata."""

    merged = "merged"
    shifted = "shifted"
    cut = "cut"
    lost = "lost"
    truncated = "truncated"
    misprint = "misprint"
    doubtful = "doubtful"
    contradiction = "contradiction"


@with_options(Output)
def plans(output: Output) -> int:
    """方案名录：一份清单就是一个方案，联合清单逐个列出。

    联合清单是放着几个方案的文件夹。

    例：bizenv plans
    例：bizenv plans --format json
    """
    call = Call(output)
    return call.show(views.plans(call.head, plan_query.plans(call.index), call.as_of, {}))


@with_options(Output)
def units(output: Output) -> int:
    """单位名录：别名，牵头、配合、逾期各几项。

    例：bizenv units
    例：bizenv units --format csv -o 单位.csv
    """
    call = Call(output)
    return call.show(views.units(call.head, directory.units(call.index), call.as_of, {}))


@with_options(Output)
def officials(output: Output) -> int:
    """指标长与牵头区领导名录：牵头什么，任务几项，逾期几项。

    例：bizenv officials
    例：bizenv officials --as-of 2023-11-30
    """
    call = Call(output)
    return call.show(views.officials(call.head, directory.officials(call.index), call.as_of, {}))


@with_options(Output)
def indicators(output: Output) -> int:
    """指标名录：指标长、牵头单位、任务数。

    例：bizenv indicators
    例：bizenv indicators --format md
    """
    call = Call(output)
    return call.show(views.groups("indicators", call.head, directory.indicators(call.index), call.as_of, {}))


@with_options(Output)
def actions(output: Output) -> int:
    """专项行动名录：牵头区领导、总责任单位、任务数。

    例：bizenv actions
    例：bizenv actions --format json
    """
    call = Call(output)
    return call.show(views.groups("actions", call.head, directory.actions(call.index), call.as_of, {}))


@with_options(Output)
def errata(
    output: Output,
    kind: Annotated[Kind | None, typer.Option("--kind", help="只列这一类")] = None,
) -> int:
    """勘误表：通知原文何处残缺、误印、前后不一，清单如何记录。

    例：bizenv errata
    例：bizenv errata --kind merged
    """
    call = Call(output)
    chosen = kind.value if kind else None
    items = errata_query.errata(call.index, chosen)
    return call.show(views.errata(call.head, items, call.as_of, {"kind": chosen} if chosen else {}))


@with_options(Output)
def sql(
    output: Output,
    statement: Annotated[
        str | None, typer.Argument(metavar="SELECT语句", help="不写则列出可查的视图")
    ] = None,
) -> int:
    """用 SQL 查询（只读）：不写语句则列出可查的视图与列。

    例：bizenv sql
    例：bizenv sql "SELECT unit, count(*) FROM assignments GROUP BY unit ORDER BY 2 DESC"
    """
    call = Call(output)
    if statement is None:
        return call.show(views.sql_views(sql_query.views(call.index), call.as_of))
    result = sql_query.run(call.index, statement)
    return call.show(views.answer(result, call.as_of, {"sql": statement}))
