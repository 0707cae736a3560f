"""The commands about deadlines: due, overdue, upcoming."""

from collections.abc import Mapping
from typing import Any

from bizenv_cli.cli.context import Call
from bizenv_cli.cli.options import Narrowing, Output, with_options
from bizenv_cli.errors import BadCallError
from bizenv_cli.query import tasks
from bizenv_cli.query.tasks import Filters
from bizenv_cli.views import tasks as views


@with_options(Output, Narrowing)
def due(output: Output, narrowing: Narrowing) -> int:
    """应办结而未办结的任务，按时限先后。

    例：bizenv due --before 2023-11-30
    例：bizenv due --unit 区法院 --within 30d
    """
    call = Call(output)
    filters, query = call.filters(narrowing)
    return _show(call, "due", filters, f"{_window_words(filters)}应办结", query)


@with_options(Output, Narrowing)
def overdue(output: Output, narrowing: Narrowing) -> int:
    """已逾期的任务，按逾期久暂。

    例：bizenv overdue --unit 区市监局
    """
    if narrowing.status:
        raise BadCallError("overdue 已限定为逾期，不能再用 --status；可用 bizenv list --status")
    call = Call(output)
    filters, query = call.filters(narrowing)
    filters = filters._replace(statuses=("overdue",))
    return _show(call, "overdue", filters, f"{_window_words(filters)}已逾期", query)


@with_options(Output, Narrowing)
def upcoming(output: Output, narrowing: Narrowing) -> int:
    """即将到期的任务：从今天起，默认 30 天（plan.yaml 的 alert_days）。

    例：bizenv upcoming --within 2w
    """
    call = Call(output)
    filters, query = call.filters(narrowing)
    if not (filters.before or filters.after):
        narrowing = narrowing._replace(within=f"{call.head.alert_days}d")
        filters, query = call.filters(narrowing)
    after = max(filters.after or call.as_of, call.as_of)
    filters = filters._replace(after=after, statuses=filters.statuses or ("due-soon", "open"))
    query |= {"after": after.isoformat()}
    return _show(call, "upcoming", filters, f"{_window_words(filters)}到期", query)


def _show(call: Call, command: str, filters: Filters, words: str, query: Mapping[str, Any]) -> int:
    selection = call.limited(tasks.due(call.index, filters))
    undated = tasks.undated(call.index, filters)
    done = tasks.done_among(call.index, filters)
    return call.show(views.due(command, call.head, selection, undated, done, words, query))


def _window_words(filters: Filters) -> str:
    first, last = filters.after, filters.before
    if first and last:
        return f"{first} 当日" if first == last else f"{first} 至 {last}（含首尾）"
    if last:
        return f"到 {last}（含）"
    return f"{first}（含）以后" if first else ""
