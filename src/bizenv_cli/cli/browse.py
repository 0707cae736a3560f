"""The commands that look things up: unit, official, indicator, action, task, why, list, search."""

from typing import Annotated

import typer

from bizenv_cli.cli.context import Call
from bizenv_cli.cli.options import Narrowing, Output, with_options
from bizenv_cli.errors import BadCallError
from bizenv_cli.query import names, profile, reasons
from bizenv_cli.query import search as searching
from bizenv_cli.query import tasks as selecting
from bizenv_cli.views import profiles
from bizenv_cli.views import task as task_views
from bizenv_cli.views import tasks as task_lists


@with_options(Output, Narrowing)
def unit(
    output: Output,
    narrowing: Narrowing,
    name: Annotated[str, typer.Argument(metavar="单位", help="规范名、别名或其中几个字")],
    with_collective: Annotated[
        bool, typer.Option("--with-collective", help="连同只经集体单位（如区直各有关单位）涉及的任务")
    ] = False,
) -> int:
    """一个单位：名称、牵头什么、配合什么，按时限先后。

    例：bizenv unit 区法院
    例：bizenv unit 市监局 --role lead --before 2023-09-30
    """
    if narrowing.unit is not None:
        raise BadCallError("unit 命令已指明单位，不能再用 --unit")
    call = Call(output)
    filters, query = call.filters(narrowing)
    canonical = names.unit(call.index, name)
    found = profile.unit(call.index, canonical, filters, role=narrowing.role.value)
    query = {"unit": canonical, "with_collective": with_collective, **query}
    return call.show(profiles.unit(call.head, found, call.as_of, query, with_collective=with_collective))


@with_options(Output, Narrowing)
def official(
    output: Output,
    narrowing: Narrowing,
    name: Annotated[str, typer.Argument(metavar="领导", help="姓名，或其中几个字")],
) -> int:
    """一位指标长或牵头区领导：牵头的指标、行动、治理与任务。

    例：bizenv official 胡建勇 --status overdue
    """
    if narrowing.official is not None:
        raise BadCallError("official 命令已指明领导，不能再用 --official")
    call = Call(output)
    filters, query = call.filters(narrowing)
    full = names.official(call.index, name)
    found = profile.official(call.index, full, filters)
    return call.show(profiles.official(call.head, found, call.as_of, {"official": full, **query}))


@with_options(Output, Narrowing)
def indicator(
    output: Output,
    narrowing: Narrowing,
    name: Annotated[str, typer.Argument(metavar="指标", help="指标或子指标的名称、其中几个字，或序号")],
) -> int:
    """一项指标：指标长、单位、对标城市、目标、试点与任务。

    例：bizenv indicator 登记财产
    例：bizenv indicator 养老
    """
    if narrowing.indicator is not None:
        raise BadCallError("indicator 命令已指明指标，不能再用 --indicator")
    call = Call(output)
    filters, query = call.filters(narrowing)
    found_name = names.indicator(call.index, name)
    found = profile.indicator(call.index, found_name, filters)
    query = {"indicator": found_name.indicator, "sub_indicator": found_name.sub_indicator, **query}
    return call.show(profiles.group(call.head, found, call.as_of, query))


@with_options(Output, Narrowing)
def action(
    output: Output,
    narrowing: Narrowing,
    name: Annotated[str, typer.Argument(metavar="行动", help="专项行动的名称、其中几个字，或序号")],
) -> int:
    """一项专项行动：牵头区领导、总责任单位、工作任务与举措。

    例：bizenv action 企业家
    """
    if narrowing.action is not None:
        raise BadCallError("action 命令已指明专项行动，不能再用 --action")
    call = Call(output)
    filters, query = call.filters(narrowing)
    full = names.action(call.index, name)
    found = profile.action(call.index, full, filters)
    return call.show(profiles.group(call.head, found, call.as_of, {"action": full, **query}))


@with_options(Output)
def task(
    output: Output,
    number: Annotated[
        str, typer.Argument(metavar="编号", help="如 1-26（附件1 第 26 行）、2-34（附件2 举措 34）")
    ],
) -> int:
    """一项任务的全部：全文、单位、时限、状态、勘误、同组任务。

    例：bizenv task 1-26
    """
    call = Call(output)
    task_id = names.task_id(call.index, number)
    (row,) = selecting.by_ids(call.index, [task_id])
    siblings = selecting.siblings(call.index, row)
    return call.show(task_views.task(call.head, row, siblings, call.as_of, {"id": task_id}))


@with_options(Output)
def why(
    output: Output,
    number: Annotated[str, typer.Argument(metavar="编号", help="任务编号，如 1-49")],
) -> int:
    """一项任务为何是这个状态：规则、日期、天数。

    例：bizenv why 1-49
    """
    call = Call(output)
    task_id = names.task_id(call.index, number)
    return call.show(task_views.why(reasons.why(call.index, task_id), {"id": task_id}))


@with_options(Output, Narrowing)
def list_(output: Output, narrowing: Narrowing) -> int:
    """全部任务，按通知的次序；可用各种筛选。

    例：bizenv list --annex 2 --status overdue
    例：bizenv list --format csv -o 台账.csv
    """
    call = Call(output)
    filters, query = call.filters(narrowing)
    return call.show(task_lists.listing(call.head, selecting.select(call.index, filters), call.as_of, query))


@with_options(Output, Narrowing)
def search(
    output: Output,
    narrowing: Narrowing,
    text: Annotated[str, typer.Argument(metavar="文字", help="要找的词；几个词以空格分开，须全部出现")],
) -> int:
    """全文查找：工作举措、单位、工作任务、试点项目。

    例：bizenv search 双随机
    例：bizenv search "电子证照 印章" --unit 区政数局
    """
    if not text.strip():
        raise BadCallError("要找的文字是空的")
    call = Call(output)
    filters, query = call.filters(narrowing)
    hits = searching.search(call.index, text, filters)
    return call.show(task_lists.search(call.head, hits, call.as_of, {"text": text, **query}))
