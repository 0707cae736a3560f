"""The commands about deadlines: due, overdue, upcoming."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Annotated, Any

import typer

from bizenv_cli.cli.context import Call
from bizenv_cli.cli.options import FILTER, Format, Narrowing, Output, with_options
from bizenv_cli.dates import window
from bizenv_cli.errors import BadCallError
from bizenv_cli.query import tasks
from bizenv_cli.query.tasks import Filters
from bizenv_cli.views import tasks as views

if TYPE_CHECKING:
    from bizenv_cli.query.duties import DutyFilters, DutyRow

_WithDuties = Annotated[
    bool, typer.Option("--duties", help="一并列出未履行的例行职责", rich_help_panel=FILTER)
]
_KNOWN = {
    "unit",
    "role",
    "indicator",
    "action",
    "before",
    "after",
    "on",
    "within",
}  # what duties are narrowed by too


@with_options(Output, Narrowing)
def due(output: Output, narrowing: Narrowing, duties: _WithDuties = False) -> int:
    """应办结而未办结的任务，按时限先后。

    例：bizenv due --before 2023-11-30
    例：bizenv due --unit 区法院 --within 30d --duties
    """
    call = Call(output)
    filters, query = call.filters(narrowing)
    owed = _duties(call, narrowing, filters) if duties else None
    return _show(call, "due", filters, f"{window(filters.after, filters.before)}应办结", query, owed)


@with_options(Output, Narrowing)
def overdue(output: Output, narrowing: Narrowing) -> int:
    """已逾期的任务，按逾期久暂。

    例：bizenv overdue --unit 区市监局
    例：bizenv overdue --annex 1 --format csv -o 逾期.csv
    """
    if narrowing.status:
        raise BadCallError("overdue 已限定为逾期，不能再用 --status；可用 bizenv list --status")
    call = Call(output)
    filters, query = call.filters(narrowing)
    filters = filters._replace(statuses=("overdue",))
    return _show(call, "overdue", filters, f"{window(filters.after, filters.before)}已逾期", query)


@with_options(Output, Narrowing)
def upcoming(output: Output, narrowing: Narrowing, duties: _WithDuties = False) -> int:
    """即将到期的任务：从今天起 30 天，或另写的时长。

    30 天是 plan.yaml 的 alert_days，可以改。

    例：bizenv upcoming --within 2w
    例：bizenv upcoming --unit 区税务局 --duties
    """
    call = Call(output)
    if all(given is None for given in (narrowing.before, narrowing.after, narrowing.on, narrowing.within)):
        narrowing = narrowing._replace(within=f"{call.head.alert_days}d")
    filters, query = call.filters(narrowing)
    after = max(filters.after or call.as_of, call.as_of)
    filters = filters._replace(after=after, statuses=filters.statuses or ("due-soon", "open"))
    query |= {"after": after.isoformat()}
    owed = _duties(call, narrowing, filters) if duties else None
    return _show(call, "upcoming", filters, f"{window(filters.after, filters.before)}到期", query, owed)


def _duties(call: Call, narrowing: Narrowing, filters: Filters) -> "tuple[DutyRow, ...]":
    """Return what is owed besides the tasks, in the same window and by the same filters.

    Raises:
        BadCallError: duties know no such filter, or the format has room for tasks alone.
    """
    from bizenv_cli.query import duties  # noqa: PLC0415  (only --duties has need of it)

    if call.options.format in (Format.csv, Format.jsonl):
        raise BadCallError("csv、jsonl 只列任务；例行职责用 bizenv duties 另列")
    owed = duty_filters(narrowing, filters)
    return duties.duties(call.index, owed._replace(statuses=("overdue", "due-soon", "open")))


def duty_filters(narrowing: Narrowing, filters: Filters) -> "DutyFilters":
    """Return the same filters for the duties.

    Args:
        narrowing: the filters as typed; filters: the same as understood.

    Raises:
        BadCallError: there is one by which duties cannot be narrowed.
    """
    from bizenv_cli.query.duties import DutyFilters  # noqa: PLC0415

    narrowed = narrowing._asdict()
    given = [name for name, value in narrowed.items() if name not in _KNOWN and value]
    if given:
        options = "、".join(f"--{name.replace('_', '-')}" for name in given)
        raise BadCallError(f"--duties 不能与 {options} 同用；例行职责用 bizenv duties 另列")
    return DutyFilters(filters.after, filters.before, filters.units, filters.indicator, filters.action)


def _show(
    call: Call,
    command: str,
    filters: Filters,
    words: str,
    query: Mapping[str, Any],
    duties: "Sequence[DutyRow] | None" = None,
) -> int:
    selection = call.limited(tasks.due(call.index, filters))
    undated = tasks.undated(call.index, filters)
    done = tasks.done_among(call.index, filters)
    view = views.due(command, call.head, selection, undated, done, words, query)
    if duties is not None:
        from bizenv_cli.views.duties import with_duties  # noqa: PLC0415  (only --duties has need of it)
        from bizenv_cli.views.shown import Shown  # noqa: PLC0415

        view = with_duties(view, Shown(duties, call.limit, call.as_of))
    return call.show(view)
