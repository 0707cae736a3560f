"""Amendments: which values are the plan's issued ones, how a file writes each, and the plan as it was issued."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any, TypeVar

from bizenv_cli.dates import parse_iso_day
from bizenv_cli.folding import fold
from bizenv_cli.model import (
    Amendment,
    Annex,
    IndicatorTask,
    Measure,
    Milestone,
    PilotChange,
    Record,
    Stated,
    SubIndicator,
    WorkTask,
)
from bizenv_cli.model.base import number_text, parse_number
from bizenv_cli.recurrence import parse_rule
from bizenv_cli.registry import File, Holder, Registry
from bizenv_cli.yamltext import Loc

Written = str | int | tuple[str, ...] | None  # a value as the registry writes it down

R = TypeVar("R", bound=Record)

_HEAD = ("benchmark_cities", "goal", "pilot", "pilot_changes")
_TASK = ("measure", "lead", "support", "deadline", "milestones")
_GROUPS = ("indicator", "action", "treatment")
# What the notice ordered, and nobody changes without citing who ordered the change.
ISSUED: dict[str, tuple[str, ...]] = {
    "plan": ("title", "number", "issuers", "issued", "year", "annexes"),
    "indicator": (
        "indicator",
        "order",
        "body_name",
        *_HEAD,
        "body_goal",
        "lead_officials",
        "lead",
        "support",
    ),
    "sub_indicator": ("sub_indicator", *_HEAD),
    "action": ("action", "order", "lead_officials", "lead_unit", "support"),
    "work_task": ("text",),
    "treatment": ("treatment", "lead_officials", "lead"),
    "task": _TASK,
    "target": ("id", *_GROUPS, "measured", "kind", "comparison", "value", "unit", "deadline", "stated"),
    "duty": ("id", "duty", "who", "each", "report_to", "rrule", "starts", "ends", "words", "at"),
    "service_level": ("step", "kind", "working_days", "words", "at"),
}
# Of what is moved, an amendment's `was` says whose it was: the kind of the owner, and its name or number.
OWNED: dict[str, tuple[str, ...]] = {
    "sub_indicator": ("indicator",),
    "work_task": ("action",),
    "task": ("indicator", "sub_indicator", "work_task"),
}
_LIST_OF = {
    IndicatorTask: "tasks",
    Measure: "measures",
    WorkTask: "work_tasks",
    SubIndicator: "sub_indicators",
}
_A_DAY = (parse_iso_day, "写日期，如 2023-11-30")
# How a text becomes a value that is none, and what to write where it cannot.
_FORMS: Mapping[str, tuple[Callable[[str], Any], str]] = {
    "issued": _A_DAY,
    "deadline": _A_DAY,
    "starts": _A_DAY,
    "ends": _A_DAY,
    "rrule": (parse_rule, "写 FREQ=… 的规则，如 FREQ=MONTHLY;BYMONTHDAY=-1"),
    "value": (parse_number, "只写数字，如 92.5"),
}
_NUMBERS = ("order", "year", "working_days")
_LISTS = (
    "issuers", "benchmark_cities", "lead_officials", "lead", "support", "annexes", "milestones", "pilot_changes",
    "stated", "who", "each",
)  # fmt: skip


def written(record: Record, field: str) -> Written:
    """Return a record's value as an amendment's `was` writes it.

    A milestone is its day and its words (``2023-09-30 完成清查``), a pilot change its row and its words, an annex
    its number and title, a place that states a target its section or row and its words; what is absent is None.
    """
    value = getattr(record, field)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return number_text(value)
    if not isinstance(value, tuple):
        return value if isinstance(value, str | int) else None
    return tuple(_item(item) for item in value) or None


def _item(item: Any) -> str:
    if isinstance(item, Milestone):
        return f"{item.date} {item.text}"
    if isinstance(item, PilotChange):
        return f"{item.from_seq} {item.pilot}"
    if isinstance(item, Stated):
        return f"{item.at} {item.words}"
    return f"{item.number} {item.title}" if isinstance(item, Annex) else str(item)


def same(one: Written, other: Written) -> bool:
    """Tell whether two written values say the same, whatever their white space and width of punctuation."""
    if isinstance(one, str) and isinstance(other, str):
        return fold(one) == fold(other)
    if isinstance(one, tuple) and isinstance(other, tuple):
        return [fold(item) for item in one] == [fold(item) for item in other]
    return one == other


def former(amendment: Amendment, field: str) -> Written:
    """Return what an amendment says a field was."""
    value = (amendment.was or {})[field]
    if field == "value" and value is not None:
        try:
            return number_text(parse_number(value))
        except ValueError:
            return str(value)
    return tuple(value) if isinstance(value, list | tuple) else value


def restored(record: Record, field: str, value: Written) -> Any:
    """Return a written value as the record holds it.

    Raises:
        ValueError: it is no value of this field; the words say what one looks like.
    """
    if value is None:
        model = type(record).model_fields[field]
        if model.is_required():
            raise ValueError("这一项不能没有")
        return model.default
    if field in _LISTS:
        if not isinstance(value, tuple):
            raise ValueError("写成列表，如 [甲, 乙]")
        return tuple(_restored_item(record, field, at, item) for at, item in enumerate(value))
    if field in _NUMBERS:
        if not isinstance(value, int):
            raise ValueError("写整数")
        return value
    if not isinstance(value, str):
        raise ValueError(_FORMS[field][1] if field in _FORMS else "写文字")  # noqa: TRY004  (the value is wrong)
    if field not in _FORMS:
        return value
    parse, words = _FORMS[field]
    try:
        return parse(value)
    except ValueError as error:
        raise ValueError(words) from error


def _restored_item(record: Record, field: str, at: int, item: str) -> Any:
    head, _, words = item.partition(" ")
    if field == "annexes":
        annexes = getattr(record, field)
        if at >= len(annexes):
            raise ValueError("附件数与现在不同")
        if head != str(annexes[at].number) or not words:
            raise ValueError("写成「附件号 标题」，如「1 2023年任务清单」")
        return annexes[at].model_copy(update={"title": words})
    if field == "milestones":
        try:
            return Milestone(date=head, text=words)  # type: ignore[arg-type]  # the model reads a day's text
        except ValueError as error:
            raise ValueError("写成「2023-09-30 节点文字」") from error
    if field == "pilot_changes":
        if not (head.isascii() and head.isdigit() and words):
            raise ValueError("写成「起始序号 试点项目」")
        return PilotChange(from_seq=int(head), pilot=words)
    if field == "stated":
        try:
            return Stated(at=head, words=words)
        except ValueError as error:
            raise ValueError("写成「二（一） 通知的原话」") from error
    return item


def owners(registry: Registry) -> dict[int, Holder]:
    """Return what each task, work task and sub-indicator belongs to, by the `id` of its record."""
    holders = {id(holder.record): holder for holder in registry.holders()}
    found = {
        id(entry.task): holders[id(entry.sub_indicator or entry.indicator or entry.work_task)]
        for entry in registry.tasks()
    }
    for file in registry.indicators:
        found |= {id(sub): holders[id(file.record)] for sub in file.record.sub_indicators}
    for action_file in registry.actions:
        found |= {
            id(work_task): holders[id(action_file.record)] for work_task in action_file.record.work_tasks
        }
    return found


def former_owner(holder: Holder, first: int = 0) -> tuple[int, str, str] | None:
    """Return whose a moved thing was by its amendments from the `first` on: which says so, the owner's scope and subject."""
    for at, amendment in enumerate(holder.record.amendments[first:], first):
        for scope in OWNED.get(holder.scope, ()):
            if scope in (amendment.was or {}):
                return at, scope, str(former(amendment, scope))
    return None


def as_issued(registry: Registry) -> Registry:
    """Return a sound registry with its amendments undone: what the notice itself must print.

    An amendment on the word of the notice itself puts a slip of the transcription right, and stays.
    """
    if registry.plan is None:
        return registry
    number = registry.plan.record.number
    moved = _moved(registry, number)
    return replace(
        registry,
        plan=_file(registry.plan, number, moved),
        treatments=_file(registry.treatments, number, moved) if registry.treatments else None,
        targets=_file(registry.targets, number, moved) if registry.targets else None,
        duties=_file(registry.duties, number, moved) if registry.duties else None,
        indicators=tuple(
            _file(file, number, moved) for file in registry.indicators if not _added(file.record, number)
        ),
        actions=tuple(
            _file(file, number, moved) for file in registry.actions if not _added(file.record, number)
        ),
    )


@dataclass(frozen=True, slots=True)
class _Moved:
    """What a later document moved: the `id` of each record that left, and what comes back to each owner by its `id`."""

    left: frozenset[int]
    back: Mapping[int, Sequence[Record]]


def _moved(registry: Registry, number: str) -> _Moved:
    named = {(holder.scope, holder.subject): holder.record for holder in registry.holders()}
    left: set[int] = set()
    back: dict[int, list[Record]] = {}
    for holder in registry.holders():
        told = former_owner(holder)
        if told and holder.record.amendments[told[0]].authority != number and told[1:] in named:
            left.add(id(holder.record))
            back.setdefault(id(named[told[1:]]), []).append(holder.record)
    return _Moved(frozenset(left), back)


def _file(file: File[R], number: str, moved: _Moved) -> File[R]:
    return File(file.path, _undone(file.record, number, moved), file.document, file.whole)


def _undone(record: R, number: str, moved: _Moved) -> R:
    update: dict[str, Any] = {}
    back = moved.back.get(id(record), ())
    for name in type(record).model_fields:
        value = getattr(record, name)
        home = [item for item in back if _LIST_OF[type(item)] == name]
        if home or (isinstance(value, tuple) and value and hasattr(value[0], "amendments")):
            stayed = [item for item in value if id(item) not in moved.left and not _added(item, number)]
            update[name] = tuple(_undone(item, number, moved) for item in _in_place(stayed, home))
    for amendment in reversed(getattr(record, "amendments", ())):
        if amendment.authority != number:
            issued = [name for name in amendment.was or {} if name in type(record).model_fields]
            update |= {name: restored(record, name, former(amendment, name)) for name in issued}
    return record.model_copy(update=update)


def _in_place(stayed: Sequence[Any], back: Sequence[Any]) -> Sequence[Any]:
    """Put what comes back among what stayed, by its number; what has none stands last."""
    return sorted([*stayed, *back], key=lambda item: getattr(item, "seq", 0)) if back else stayed


def _added(record: Any, number: str) -> bool:
    """Tell whether a later document added the record."""
    return any(item.was is None and item.authority != number for item in getattr(record, "amendments", ()))


def each_amendment(registry: Registry) -> Iterator[tuple[Holder, Loc, Amendment]]:
    """Yield every amendment with what it stands on and where it is."""
    for holder in registry.holders():
        for at, amendment in enumerate(holder.record.amendments):
            yield holder, (*holder.loc, "amendments", at), amendment


def unit_holders(registry: Registry) -> Iterator[Holder]:
    """Yield every unit as what amendments stand on: they give its names and what it covers, which are our reading."""
    if registry.units:
        for at, unit in enumerate(registry.units.record.units):
            yield Holder("unit", unit.name, registry.units, ("units", at), unit)
