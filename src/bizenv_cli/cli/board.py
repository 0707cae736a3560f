"""The command that writes the board, one HTML file for those who never open a terminal."""

import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Annotated, Any, NamedTuple

import typer

from bizenv_cli.board import GENERATOR, html
from bizenv_cli.cli.context import Call
from bizenv_cli.cli.options import LightChoice, Narrowing, Origin, Output, RoleChoice, with_options
from bizenv_cli.cli.output import check_ours, write_bytes
from bizenv_cli.cli.progress import Bar
from bizenv_cli.cli.scores import measurable
from bizenv_cli.dates import minute_of
from bizenv_cli.errors import BadCallError, DamagedIndexError, StartAgainError
from bizenv_cli.index import Index, cachefile
from bizenv_cli.query import glance, names, pages, tasks
from bizenv_cli.query.burndown import burndown
from bizenv_cli.query.choices import choices
from bizenv_cli.query.heatmap import heatmap
from bizenv_cli.query.targets import TargetFilters, targets
from bizenv_cli.query.tasks import Filters
from bizenv_cli.views import board as views
from bizenv_cli.views.board_tasks import BoardTask, board_tasks

MOST = 50_000  # tasks; a page of more takes a browser too long to open


class Lit(NamedTuple):
    """By which rule the lights of the page are lit."""

    light: Annotated[
        LightChoice | None,
        typer.Option(
            "--light",
            help="灯按什么亮：时限远近、序时进度、单位预计（默认依 plan.yaml）",
            rich_help_panel="输出",
        ),
    ] = None


@with_options(Origin, Lit, Narrowing)
def board(
    origin: Origin,
    lit: Lit,
    narrowing: Narrowing,
    out: Annotated[str, typer.Option("--out", "--output", "-o", metavar="文件", help="写到哪个文件")],
) -> int:
    """网页看板：一个不联网的网页文件，给不用命令行的人看。

    电脑、手机都能看，也能打印；有概况、时限、燃尽图、热力图、目标，能筛选的任务表，每项任务的登记、勘误、重叠。

    例：bizenv board --out 看板.html
    例：bizenv board --unit 区法院 --as-of 2023-11-30 -o 区法院.html
    """
    measurable(narrowing)
    path = Path(out)
    check_ours(path, b"<!DOCTYPE html>", GENERATOR.rpartition(" ")[0].encode())
    call = Call(Output(**origin._asdict(), **lit._asdict()))
    filters, query = call.filters(narrowing)
    index, head = call.index, call.head
    count = tasks.select(index, filters).whole()
    if count > MOST:
        raise BadCallError(f"看板最多放 {MOST:,} 项任务，这里有 {count:,} 项：用 --plan、--unit 等缩小范围")
    try:
        page = views.board(head, _answers(index, filters, narrowing, query), _source(call), call.as_of)
        with Bar("编制看板") as bar:
            rows = _counted(board_tasks(head, pages.plans(index, filters)), count, bar)
            raw = html(page, rows).encode()
    except DamagedIndexError as error:
        cachefile.discard(Path(error.path))
        raise StartAgainError from error
    finally:
        index.close()
    write_bytes(path, raw)
    print(f"已写入 {out}：{count:,} 项任务，{_size(len(raw))}", file=sys.stderr)
    return 0


def _answers(index: Index, filters: Filters, narrowing: Narrowing, query: Mapping[str, Any]) -> views.Answers:
    """Ask what the page shows besides the tasks."""
    known = TargetFilters(
        units=filters.units,
        indicator=names.indicator(index, narrowing.indicator) if narrowing.indicator is not None else (),
        action=names.action(index, narrowing.action) if narrowing.action is not None else (),
    )
    others = (filters.before, filters.after, filters.official, filters.annex)
    supporting = narrowing.role is RoleChoice.support
    return views.Answers(
        tally=glance.whole(index, filters),
        lights=tasks.select(index, filters).lights(),
        deadlines=glance.deadlines(index, filters),
        heat=None if supporting else heatmap(index, "unit", filters._replace(role="lead")),
        targets=targets(index, known),
        burndown=burndown(index, filters),
        choices=choices(index),
        query=query,
        untargeted=any(value is not None for value in others),
    )


def _counted(rows: Iterator[BoardTask], whole: int, bar: Bar) -> Iterator[BoardTask]:
    for done, row in enumerate(rows, 1):
        yield row
        bar.progress(done, whole)


def _source(call: Call) -> str:
    """Say where the registry is from, if not from a folder."""
    commit = call.place.commit
    if commit:
        return f"以提交 {commit.name[:7]}（{minute_of(commit.time)}）为准"
    return "随程序附带的清单，只读" if call.head.packed else ""


def _size(count: int) -> str:
    return f"{count / 1_000_000:.1f} MB"
