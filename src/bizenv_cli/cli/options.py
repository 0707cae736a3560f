"""The options that every question shares, declared once and added to each command's own parameters."""

import inspect
from collections.abc import Callable
from enum import StrEnum
from functools import wraps
from typing import Annotated, Any, NamedTuple

import typer


class Format(StrEnum):
    """How an answer is written."""

    table = "table"
    json = "json"
    jsonl = "jsonl"
    csv = "csv"
    md = "md"
    svg = "svg"


class RoleChoice(StrEnum):
    """What a unit is to a task."""

    lead = "lead"
    support = "support"
    any = "any"


class StatusChoice(StrEnum):
    """The status of a task on the day."""

    done = "done"
    overdue = "overdue"
    due_soon = "due-soon"
    open = "open"
    undated = "undated"


class LightChoice(StrEnum):
    """By which rule the lights are lit."""

    deadline = "deadline"
    pace = "pace"
    forecast = "forecast"


OUTPUT = "输出"
FILTER = "筛选"


_Registry = Annotated[
    str | None,
    typer.Option("--registry", metavar="文件夹", help="任务清单所在文件夹", rich_help_panel=OUTPUT),
]
_Plan = Annotated[
    str | None,
    typer.Option("--plan", metavar="代号", help="联合清单里只看这一个方案", rich_help_panel=OUTPUT),
]
_AsOf = Annotated[
    str | None,
    typer.Option("--as-of", metavar="日期", help="以这一天计算状态（默认今天）", rich_help_panel=OUTPUT),
]
_At = Annotated[
    str | None,
    typer.Option(
        "--at",
        metavar="版本|日期",
        help="以 git 里这个版本、或这一天之前的清单作答",
        rich_help_panel=OUTPUT,
    ),
]
_GitDir = Annotated[
    str | None,
    typer.Option(
        "--git-dir",
        metavar="文件夹",
        help="只看这个 git 库；--registry 是库里的路径",
        rich_help_panel=OUTPUT,
    ),
]
_NoCache = Annotated[bool, typer.Option("--no-cache", help="不用缓存，全部重新读取", rich_help_panel=OUTPUT)]


Plain = Annotated[
    bool, typer.Option("--plain", help="供读屏软件：一行一事，不画表，符号写成字", rich_help_panel=OUTPUT)
]


class Origin(NamedTuple):
    """Where the registry is, and which day it is: of a command whose answer has a form and a place of its own."""

    registry: _Registry = None
    plan: _Plan = None
    as_of: _AsOf = None
    at: _At = None
    git_dir: _GitDir = None
    no_cache: _NoCache = False


class Output(NamedTuple):
    """Where the registry is, which day it is, and how and where the answer is written."""

    registry: _Registry = None
    plan: _Plan = None
    as_of: _AsOf = None
    at: _At = None
    git_dir: _GitDir = None
    format: Annotated[Format, typer.Option("--format", "-f", help="输出格式", rich_help_panel=OUTPUT)] = (
        Format.table
    )
    output: Annotated[
        str | None, typer.Option("--output", "-o", metavar="文件", help="写入文件", rich_help_panel=OUTPUT)
    ] = None
    plain: Plain = False
    light: Annotated[
        LightChoice | None,
        typer.Option(
            "--light",
            help="灯按什么亮：时限远近、序时进度、单位预计（默认依 plan.yaml）",
            rich_help_panel=OUTPUT,
        ),
    ] = None
    limit: Annotated[
        int | None,
        typer.Option(
            "--limit",
            metavar="项数",
            min=0,
            help="最多列出多少项，0 为不限（默认：终端里的表 1000，其余不限）",
            rich_help_panel=OUTPUT,
        ),
    ] = None
    no_cache: _NoCache = False


class Narrowing(NamedTuple):
    """The filters of every listing, as typed."""

    unit: Annotated[
        str | None,
        typer.Option("--unit", "-u", metavar="单位", help="只列这个单位的", rich_help_panel=FILTER),
    ] = None
    role: Annotated[
        RoleChoice, typer.Option("--role", help="与 --unit 同用：牵头、配合或不论", rich_help_panel=FILTER)
    ] = RoleChoice.any
    official: Annotated[
        str | None,
        typer.Option("--official", metavar="领导", help="只列这位领导牵头的", rich_help_panel=FILTER),
    ] = None
    indicator: Annotated[
        str | None,
        typer.Option(
            "--indicator", metavar="指标", help="只列这项指标（或子指标）的", rich_help_panel=FILTER
        ),
    ] = None
    action: Annotated[
        str | None,
        typer.Option("--action", metavar="行动", help="只列这项专项行动的", rich_help_panel=FILTER),
    ] = None
    annex: Annotated[
        int | None,
        typer.Option(
            "--annex", metavar="1|2", min=1, max=2, help="只列附件1 或附件2 的", rich_help_panel=FILTER
        ),
    ] = None
    status: Annotated[
        list[StatusChoice] | None,
        typer.Option("--status", help="只列这种状态的，可多次", rich_help_panel=FILTER),
    ] = None
    before: Annotated[
        str | None,
        typer.Option("--before", metavar="日期", help="时限在该日及以前（含当日）", rich_help_panel=FILTER),
    ] = None
    after: Annotated[
        str | None,
        typer.Option("--after", metavar="日期", help="时限在该日及以后（含当日）", rich_help_panel=FILTER),
    ] = None
    on: Annotated[
        str | None,
        typer.Option("--on", metavar="日期", help="时限就在该日（写月份则为该月）", rich_help_panel=FILTER),
    ] = None
    reported_since: Annotated[
        str | None,
        typer.Option("--reported-since", metavar="日期", help="该日及以后报告过的", rich_help_panel=FILTER),
    ] = None
    silent_for: Annotated[
        str | None,
        typer.Option(
            "--silent-for",
            metavar="时长",
            help="未办结而这么久没有报告的，如 60d、2m",
            rich_help_panel=FILTER,
        ),
    ] = None
    within: Annotated[
        str | None,
        typer.Option(
            "--within", metavar="时长", help="时限在今后这段时间内，如 30d、2w、3m", rich_help_panel=FILTER
        ),
    ] = None


def with_options(*groups: type[Any]) -> Callable[[Callable[..., int]], Callable[..., int]]:
    """Add the fields of some option groups to a command's parameters.

    The command is written as ``def command(output, narrowing, name)``: first one argument for each group, in
    order, then its own parameters. What typer sees is its own parameters followed by every field.
    """

    def decorate(body: Callable[..., int]) -> Callable[..., int]:
        own = list(inspect.signature(body).parameters.values())[len(groups) :]
        shared = [
            inspect.Parameter(
                name,
                inspect.Parameter.KEYWORD_ONLY,
                default=group._field_defaults[name],
                annotation=group.__annotations__[name],
            )
            for group in groups
            for name in group._fields
        ]

        @wraps(body)
        def command(**values: Any) -> int:
            given = [group(**{name: values.pop(name) for name in group._fields}) for group in groups]
            return body(*given, **values)

        parameters = [parameter.replace(kind=inspect.Parameter.KEYWORD_ONLY) for parameter in own] + shared
        command.__signature__ = inspect.Signature(parameters, return_annotation=int)  # type: ignore[attr-defined]
        command.__annotations__ = {parameter.name: parameter.annotation for parameter in parameters}
        del command.__wrapped__  # typer would look through it at the body
        return command

    return decorate
