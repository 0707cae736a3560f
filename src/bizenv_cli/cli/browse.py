"""The commands that look up whom or what tasks belong to: unit, official, indicator, action."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Annotated, Any

import typer

from bizenv_cli.cli.context import Call
from bizenv_cli.cli.options import Narrowing, Output, with_options
from bizenv_cli.errors import BadCallError
from bizenv_cli.query import profile
from bizenv_cli.query import tasks as selecting
from bizenv_cli.query.named import Named
from bizenv_cli.query.profile import GroupProfile
from bizenv_cli.query.tasks import Filters
from bizenv_cli.views import Stream, groups, profiles
from bizenv_cli.views.pages import Limit


@with_options(Output, Narrowing)
def unit(
    output: Output,
    narrowing: Narrowing,
    name: Annotated[str, typer.Argument(metavar="单位", help="规范名、别名或其中几个字")],
    with_collective: Annotated[
        bool, typer.Option("--with-collective", help="连同只经集体单位（如区直各有关单位）涉及的任务")
    ] = False,
    with_body: Annotated[
        bool, typer.Option("--with-body", help="连同正文定其牵头、附件由别的单位牵头的任务")
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
    named = call.named("unit", name)
    query = {"unit": _one_name(named), "with_collective": with_collective, "with_body": with_body, **query}
    wanted = profiles.Wanted(with_collective, with_body)
    found = Stream(
        lambda: (profile.unit(call.index, each, filters, role=narrowing.role.value) for each in named)
    )
    if len(named) > 1:
        limit = _limit(call, filters._replace(units=named))
        return call.show(profiles.units(call.head, found, call.as_of, query, wanted, limit))
    return call.show(profiles.unit(next(iter(found)), call.as_of, query, wanted))


@with_options(Output, Narrowing)
def official(
    output: Output,
    narrowing: Narrowing,
    name: Annotated[str, typer.Argument(metavar="领导", help="姓名，或其中几个字")],
) -> int:
    """一位指标长或牵头区领导：牵头的指标、行动、治理与任务。

    例：bizenv official 胡建勇 --status overdue
    例：bizenv official 彭小建
    """
    if narrowing.official is not None:
        raise BadCallError("official 命令已指明领导，不能再用 --official")
    call = Call(output)
    filters, query = call.filters(narrowing)
    named = call.named("official", name)
    query = {"official": _one_name(named), **query}
    found = Stream(lambda: (profile.official(call.index, each, filters) for each in named))
    if len(named) > 1:
        limit = _limit(call, filters._replace(official=named[0].name))
        return call.show(profiles.officials(call.head, found, call.as_of, query, limit))
    return call.show(profiles.official(next(iter(found)), call.as_of, query))


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
    named = call.named("indicator", name)
    query = {"indicator": _one_name(named), "sub_indicator": named[0].sub, **query}
    found = Stream(lambda: (profile.indicator(call.index, each, filters) for each in named))
    whole = filters._replace(indicator=named[0].name, sub_indicator=named[0].sub)
    return _show_groups(call, "indicator", len(named), found, query, whole)


@with_options(Output, Narrowing)
def action(
    output: Output,
    narrowing: Narrowing,
    name: Annotated[str, typer.Argument(metavar="行动", help="专项行动的名称、其中几个字，或序号")],
) -> int:
    """一项专项行动：牵头区领导、总责任单位、工作任务与举措。

    例：bizenv action 企业家
    例：bizenv action 5 --status open
    """
    if narrowing.action is not None:
        raise BadCallError("action 命令已指明专项行动，不能再用 --action")
    call = Call(output)
    filters, query = call.filters(narrowing)
    named = call.named("action", name)
    found = Stream(lambda: (profile.action(call.index, each, filters) for each in named))
    query = {"action": _one_name(named), **query}
    return _show_groups(call, "action", len(named), found, query, filters._replace(action=named[0].name))


def _show_groups(
    call: Call,
    command: str,
    count: int,
    found: Iterable[GroupProfile],
    query: Mapping[str, Any],
    whole: Filters,
) -> int:
    if count > 1:
        limit = _limit(call, whole)
        return call.show(groups.groups(command, call.head, found, call.as_of, query, limit))
    return call.show(groups.group(next(iter(found)), call.as_of, query))


def _limit(call: Call, whole: Filters) -> Limit:
    return Limit(call.limit, selecting.select(call.index, whole).whole)


def _one_name(named: Sequence[Named]) -> str:
    """Return the name, or the names, that something has in the plans that have it."""
    return "、".join(dict.fromkeys(each.name for each in named))
