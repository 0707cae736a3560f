"""The commands about the whole: status, extensions."""

from bizenv_cli.cli.context import Call
from bizenv_cli.cli.options import Narrowing, Output, with_options
from bizenv_cli.query import glance
from bizenv_cli.query.moves import deadlines_moved
from bizenv_cli.views import glance as glance_views
from bizenv_cli.views import ledger as ledger_views

_LATEST = 8


@with_options(Output)
def status(output: Output) -> int:
    """全局一览：办结多少、逾期多少、各单位如何、最近登记了什么。

    例：bizenv status
    例：bizenv status --as-of 2023-11-30
    """
    call = Call(output)
    return call.show(glance_views.glance(call.head, glance.glance(call.index, _LATEST), call.as_of))


@with_options(Output, Narrowing)
def extensions(output: Output, narrowing: Narrowing) -> int:
    """延期台账：哪些时限动过，动了几次、几天，依据什么。

    时限已过才动的标出来。

    例：bizenv extensions
    例：bizenv extensions --unit 区法院 --format csv -o 延期台账.csv
    """
    call = Call(output)
    filters, query = call.filters(narrowing)
    moves = tuple(deadlines_moved(call.index, *filters.where()))
    return call.show(ledger_views.extensions(call.head, moves, call.as_of, query))
