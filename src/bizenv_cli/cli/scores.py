"""The commands that measure: score, heatmap, burndown."""

from enum import StrEnum
from typing import Annotated

import typer

from bizenv_cli.cli.context import Call
from bizenv_cli.cli.options import Narrowing, Output, RoleChoice, with_options
from bizenv_cli.errors import BadCallError
from bizenv_cli.query import burndown as burndown_query
from bizenv_cli.query import heatmap as heatmap_query
from bizenv_cli.query import scores
from bizenv_cli.views import burndown as burndown_views
from bizenv_cli.views import heatmap as heatmap_views
from bizenv_cli.views import scores as score_views


class Groups(StrEnum):
    """By what tasks are counted."""

    unit = "unit"
    official = "official"
    indicator = "indicator"
    action = "action"


_By = Annotated[
    Groups,
    typer.Option("--by", help="按单位 unit、领导 official、指标 indicator 或专项行动 action 计"),
]


@with_options(Output, Narrowing)
def score(output: Output, narrowing: Narrowing, by: _By = Groups.unit) -> int:
    """成绩：各单位、领导、指标、行动办结、按期、逾期各多少。

    久未报告的另计；牵头、配合分开计。

    例：bizenv score
    例：bizenv score --by official --as-of 2023-12-31
    例：bizenv score --unit 区法院 --format csv -o 成绩.csv
    """
    measurable(narrowing)
    call = Call(output)
    filters, query = call.filters(narrowing)
    if by is Groups.unit:
        query["role"] = filters.role
    found = scores.scores(call.index, by.value, filters)
    return call.show(score_views.scores(call.head, found, call.as_of, {"by": by.value, **query}, call.limit))


@with_options(Output, Narrowing)
def heatmap(output: Output, narrowing: Narrowing, by: _By = Groups.unit) -> int:
    """热力图：未办结的任务，谁在哪个月到期多少，一个月一列。

    例：bizenv heatmap
    例：bizenv heatmap --by indicator --annex 1
    """
    measurable(narrowing)
    if by is Groups.unit and narrowing.role is RoleChoice.support:
        raise BadCallError("热力图按单位只计牵头的任务，不能用 --role support")
    call = Call(output)
    filters, query = call.filters(narrowing)
    if by is Groups.unit:
        filters = filters._replace(role="lead")
        query["role"] = filters.role
    found = heatmap_query.heatmap(call.index, by.value, filters)
    shown = {"by": by.value, **query}
    return call.show(heatmap_views.heatmap(call.head, found, by.value, call.as_of, shown, call.limit))


@with_options(Output, Narrowing)
def burndown(output: Output, narrowing: Narrowing) -> int:
    """燃尽图：从印发起每周还有多少未办结，与原定时限相比是多是少。

    例：bizenv burndown
    例：bizenv burndown --indicator 登记财产 --as-of 2023-11-30
    """
    measurable(narrowing)
    call = Call(output)
    filters, query = call.filters(narrowing)
    found = burndown_query.burndown(call.index, filters)
    return call.show(burndown_views.burndown(call.head, found, call.as_of, query))


def measurable(narrowing: Narrowing) -> None:
    """Refuse filters by what is being measured."""
    given = {
        "--status": narrowing.status,
        "--reported-since": narrowing.reported_since,
        "--silent-for": narrowing.silent_for,
    }
    if wrong := [name for name, value in given.items() if value]:
        message = f"这里统计的就是办理情况，不能再用 {'、'.join(wrong)} 筛选；列出任务用 bizenv list"
        raise BadCallError(message)
