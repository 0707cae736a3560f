"""The commands that show tasks themselves: task, why, list, search."""

from typing import Annotated

import typer

from bizenv_cli import answers
from bizenv_cli.cli.context import Call
from bizenv_cli.cli.options import Narrowing, Output, with_options
from bizenv_cli.errors import BadCallError
from bizenv_cli.query import names
from bizenv_cli.query import search as searching
from bizenv_cli.query import tasks as selecting
from bizenv_cli.views import tasks as task_lists


@with_options(Output)
def task(
    output: Output,
    number: Annotated[
        str, typer.Argument(metavar="编号", help="如 1-26（附件1 第 26 行）、2-34（附件2 举措 34）")
    ],
) -> int:
    """一项任务的全部：全文、单位、时限、状态、登记、勘误、同组任务。

    例：bizenv task 1-26
    例：bizenv task 2-34
    """
    call = Call(output)
    name = names.task(call.index, number)
    return call.show(answers.task(call.index, call.head, name))


@with_options(Output)
def why(
    output: Output,
    number: Annotated[str, typer.Argument(metavar="编号", help="任务编号，如 1-49")],
) -> int:
    """一项任务为何是这个状态：规则、日期、天数。

    例：bizenv why 1-49
    例：bizenv why 1-31 --light pace
    """
    call = Call(output)
    name = names.task(call.index, number)
    return call.show(answers.why(call.index, call.head, name))


@with_options(Output, Narrowing)
def list_(output: Output, narrowing: Narrowing) -> int:
    """全部任务，按通知的次序；可用各种筛选。

    例：bizenv list --annex 2 --status overdue
    例：bizenv list --format csv -o 台账.csv
    """
    call = Call(output)
    filters, query = call.filters(narrowing)
    selection = call.limited(selecting.select(call.index, filters))
    return call.show(task_lists.listing(call.head, selection, query))


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
    hits = hits._replace(in_measure=call.limited(hits.in_measure), around=call.limited(hits.around))
    return call.show(task_lists.search(call.head, hits, {"text": text, **query}))
