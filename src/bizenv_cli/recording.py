"""An entry before the ledger's writer takes it: about what, in whose file, of which day; whoever asks for it.

What the gate cannot know is asked here: a task that is done is neither extended nor urged, and a word that was typed is
a forecast or a number.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any, NamedTuple

from bizenv_cli.errors import BadCallError
from bizenv_cli.index import Index
from bizenv_cli.place import Place
from bizenv_cli.query import ledger
from bizenv_cli.query.duties import DutyName
from bizenv_cli.query.named import Named, TaskName
from bizenv_cli.query.rows import TaskRow
from bizenv_cli.query.targets import TargetName
from bizenv_cli.vocabulary import EVENTS, FORECASTS, SCOPES

if TYPE_CHECKING:
    from bizenv_cli.append import Outcome


class About(NamedTuple):
    """What an entry is about.

    Attributes:
        plan: the plan's inner number.
        scope: task, target or duty, as the entry's key has it.
        id: as it is written, in a federation with the plan's key before it.
    """

    plan: int
    scope: str
    id: str

    @property
    def own_id(self) -> str:
        """The id as its plan writes it."""
        return self.id.rpartition(":")[2]


def about_task(task: TaskName) -> About:
    """Return what an entry on a task is about."""
    return About(task.plan, "task", task.id)


def about_target(target: TargetName) -> About:
    """Return what an entry on a target is about."""
    return About(target.plan, "target", target.id)


def about_duty(duty: DutyName) -> About:
    """Return what an entry on a duty is about."""
    return About(duty.plan, "duty", duty.id)


def unit_of(about: About, named: Sequence[Named], likely: Sequence[str]) -> str:
    """Return in whose file an entry goes: the unit that was named, or the only one that is likely.

    Args:
        named: what the name that was typed means, in each plan that has it; nothing where none was.

    Raises:
        BadCallError: none, or several are likely; or the plan has no such unit.
    """
    if named:
        found = [unit for unit in named if unit.plan == about.plan]
        if not found:
            raise BadCallError(f"{about.id} 的方案里没有单位「{named[0].name}」")
        return found[0].name
    if len(likely) != 1:
        what = "责任单位" if about.scope == "duty" else "牵头单位"
        who = f"有 {len(likely)} 个{what}：{'、'.join(likely)}" if likely else f"没有写明{what}"
        raise BadCallError(f"{SCOPES[about.scope]} {about.id} {who}。用 --unit 写明记在哪个单位名下")
    return likely[0]


def check_not_done(task: TaskRow, event: str) -> None:
    """See that a task is not done, before it is extended or urged.

    Raises:
        BadCallError: it is.
    """
    if event in ("extend", "urge") and task.status == "done":
        raise BadCallError(f"任务 {task.id} 已办结，不必{EVENTS[event]}；没有办好的，先退回（bizenv return）")


def last_on_task(index: Index, task: TaskName) -> dict[str, dict[str, Any]]:
    """Return how a void names the last entry that counts of each unit on a task."""
    last = ledger.last_by_unit(index, index.key_of(task.plan), task.id)
    return {unit: {"of": entry.event, "dated": entry.day} for unit, entry in last.items()}


def check_come(day: date, today: date) -> None:
    """See that the day of an entry has come.

    Raises:
        BadCallError: it is still to come.
    """
    if day > today:
        raise BadCallError(f"登记的日期 {day} 还没有到（今天 {today}）")


def entry_of(about: About, day: date, fields: Mapping[str, Any]) -> dict[str, Any]:
    """Return an entry as it is written: its day, what it is about, and what it says, each text on one line."""
    return {"date": day, about.scope: about.own_id, **one_line(fields)}


def write(place: Place, folder: str, unit: str, entry: Mapping[str, Any], *, dry_run: bool) -> "Outcome":
    """Append one entry to the ledger of a plan's folder, if the gate passes it; errors as for `append.append`."""
    from bizenv_cli.append import Draft, append  # noqa: PLC0415  (pydantic and YAML, which no question needs)

    return append(place, folder, [Draft(unit, entry)], dry_run=dry_run)


def forecast_of(typed: str) -> str:
    """Return what a unit expects, as the ledger writes it.

    Raises:
        BadCallError: it is none of the three.
    """
    words = typed.strip().removesuffix("完成")
    found = next((key for key, said in FORECASTS.items() if words in (key, said.removesuffix("完成"))), None)
    if found is None:
        raise BadCallError(f"预计（--forecast）写 能、有望 或 难以，不是「{typed}」")
    return found


def number_of(typed: str) -> Decimal:
    """Return a number that was typed, with or without a percent sign.

    Raises:
        BadCallError: it is none.
    """
    try:
        value = Decimal(typed.strip().removesuffix("%").removesuffix("％"))
    except InvalidOperation:
        value = Decimal("nan")
    if not value.is_finite():
        raise BadCallError(f"「{typed}」不是数，写如 93.5，不带单位")
    return value


def one_line(fields: Mapping[str, Any]) -> dict[str, Any]:
    """Return the fields with each text on one line: what was pasted may have been broken into several."""

    def joined(value: Any) -> Any:
        if isinstance(value, list):
            return [joined(item) for item in value]
        return " ".join(value.split()) if isinstance(value, str) else value

    return {key: joined(value) for key, value in fields.items()}
