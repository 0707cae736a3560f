"""One change of meaning as a line of a page and as plain values."""

from collections import Counter
from collections.abc import Iterable
from typing import Any

from bizenv_cli.amendments import ISSUED, Written
from bizenv_cli.history import Event
from bizenv_cli.history.words import CHANGES
from bizenv_cli.model import Entry
from bizenv_cli.model.base import number_text
from bizenv_cli.views.parts import Line, Span, Tone, line, names
from bizenv_cli.vocabulary import COLORS, EVENTS, FIELDS, SCOPES, STATUSES, UNIT_KINDS
from bizenv_cli.wording import apart, cut

EVENT_COLUMNS = (
    ("name", "变更"),
    ("scope_name", "类别"),
    ("subject", "编号或名称"),
    ("group", "所属"),
    ("field_name", "项目"),
    ("before", "原为"),
    ("after", "现为"),
    ("gained", "增"),
    ("lost", "减"),
    ("days", "天数"),
    ("nth", "第几次"),
    ("authority", "依据文件"),
    ("unit", "登记单位"),
    ("date", "日期"),
    ("note", "说明"),
)

Names = tuple[str, ...]

_WITH_ID = ("task", "target", "duty")  # what people call by its id

# Kinds of change whose name says which field it is.
_SAY_IT_ALL = ("moved", "renumbered", "lead", "support", "wording", "chief", "official", "milestones", "pilot", "cities", "erratum", "amendment", "raised", "lowered", "overlap")  # fmt: skip
_SHORT = 40  # characters of a text that a line still carries whole
_TONES: dict[str, Tone] = {"extended": "warn", "removed": "bad", "rewritten": "bad", "return": "warn", "done": "good", "accept": "good"}  # fmt: skip


def word(event: Event) -> Span:
    """Return what a change is called."""
    return Span(CHANGES[event.kind], _TONES.get(event.kind, "plain"))


def subject(event: Event) -> str:
    """Return the id of a task, target or duty, or what kind of thing it is that changed."""
    return (event.subject if event.scope in _WITH_ID else "") or SCOPES[event.scope]


def summary(events: Iterable[Event]) -> str:
    """Count changes by what they are called, in the order of the vocabulary."""
    counts = Counter(event.kind for event in events)
    return "、".join(f"{name} {counts[kind]}" for kind, name in CHANGES.items() if counts[kind])


def detail(event: Event) -> Line:
    """Say what a change consists of."""
    if event.entry is not None:
        return _entry(event, event.entry)
    parts: list[str | Span] = []
    if event.subject and event.scope not in (*_WITH_ID, "plan"):
        parts.append(f"「{event.subject}」" if event.scope != "work_task" else f"第 {event.subject} 项　")
    parts.append(_change(event))
    said = []
    if event.days is not None and event.kind != "corrected":
        said.append(f"{event.days:+} 天")
    if event.authority and event.kind != "amendment":
        said.append(f"依据 {event.authority}")
    elif not event.authority and _needs_authority(event):
        said.append("无依据")
    if said:
        parts.append(Span("　" + " · ".join(said), "dim"))
    if event.note:
        parts.append(Span(f"　{event.note}", "dim"))
    return line(*parts)


def record(event: Event) -> dict[str, Any]:
    """Return a change as plain values; its keys are those of the registry where it has them."""
    entry = event.entry.model_dump(mode="json", exclude_none=True) if event.entry is not None else None
    return {
        "change": event.kind,
        "name": CHANGES[event.kind],
        "scope": event.scope,
        "scope_name": SCOPES[event.scope],
        "subject": event.subject,
        "group": event.group or None,
        "field": event.field,
        "field_name": FIELDS.get(event.field, event.field) if event.field else None,
        "before": _plain(event.before),
        "after": _plain(event.after),
        "gained": list(event.gained),
        "lost": list(event.lost),
        "units": list(event.units),
        "days": event.days,
        "nth": event.nth,
        "authority": event.authority,
        "unit": event.unit,
        "date": event.date,
        "note": event.note,
        "entry": entry,
    }


def _entry(event: Event, entry: Entry) -> Line:
    said = f"{event.unit} {event.date}"
    tail: list[str] = []
    if event.kind == "rewritten":
        said += f"　已登记的「{EVENTS[entry.event]}」不见了"
    elif entry.event == "extend":
        said += f"　完成时限 {event.before or '（无）'} → {event.after}"
        moved = [f"{event.days:+} 天"] if event.days is not None else []
        moved += [f"第 {event.nth} 次"] if event.nth is not None else []
        tail.append(" · ".join([*moved, f"依据 {event.authority}"]))
    elif entry.event == "urge":
        said += f"　{COLORS[entry.color]}督办单"
    elif entry.event == "done" and entry.completed:
        said += f"　{entry.completed} 办结"
    elif entry.event == "measure":
        said += f"　{number_text(entry.value)}"
    elif entry.event == "fulfil":
        tail += [f"{entry.completed} 履行"] if entry.completed else []
        said += f"　{entry.period}{f' {group}' if (group := entry.indicator or entry.action or entry.treatment) else ''}"
    elif entry.event == "void":
        said += f"　{entry.dated} 的「{EVENTS[entry.of]}」是误记"
    if event.note:
        said += f"　{event.note}"
    if entry.evidence:
        tail.append(f"佐证 {names(entry.evidence)}")
    return line(said, *(Span(f"　{told}", "dim") for told in tail))


def _needs_authority(event: Event) -> bool:
    """Tell whether what was ordered changed, which needs a document that says so."""
    ordered = event.field in ISSUED.get(event.scope, ()) or event.kind == "moved"
    return ordered or (event.kind == "added" and event.scope in ISSUED)


def _change(event: Event) -> str:
    before, after = event.before, event.after
    if event.kind in ("first", "added", "removed"):
        words = cut(str(after or before), 2 * _SHORT)
        return "" if words == event.subject else words
    if event.kind in ("erratum", "amendment") and None in (before, after):
        return f"{'增' if after else '删'}：{cut(str(after or before), 2 * _SHORT)}"
    if event.kind == "status":
        return f"{STATUSES[str(before)]} → {STATUSES[str(after)]}"
    if event.field == "kind":
        return f"{UNIT_KINDS[str(before)]} → {UNIT_KINDS[str(after)]}"
    title = "" if event.kind in _SAY_IT_ALL else f"{FIELDS.get(event.field or '', event.field)} "
    return title + (
        _came_and_went(*_difference(event)) if any(_difference(event)) else _from_to(before, after)
    )


def _difference(event: Event) -> tuple[Names, Names]:
    """Return what a list gained and lost; where it only has another order, nothing."""
    if event.gained or event.lost:
        return event.gained, event.lost
    old, new = (value if isinstance(value, tuple) else () for value in (event.before, event.after))
    return tuple(item for item in new if item not in old), tuple(item for item in old if item not in new)


def _came_and_went(gained: Names, lost: Names) -> str:
    if len(gained) == len(lost) == 1:
        return _from_to(lost[0], gained[0])
    said = [f"增 {names(gained)}"] if gained else []
    said += [f"减 {names(lost)}"] if lost else []
    return "；".join(said)


def _from_to(before: Written, after: Written) -> str:
    old, new = _text(before), _text(after)
    if max(len(old), len(new)) > _SHORT and before is not None and after is not None:
        old, new = (f"「{piece}」" for piece in apart(old, new, _SHORT))
    return f"{cut(old, 2 * _SHORT)} → {cut(new, 2 * _SHORT)}"


def _text(value: Written) -> str:
    if value is None:
        return "（无）"
    return names(value) if isinstance(value, tuple) else str(value)


def _plain(value: Written) -> Any:
    return list(value) if isinstance(value, tuple) else value


# The keys of a record that is of no single thing, in their order.
NO_RECORD: dict[str, Any] = dict.fromkeys(record(Event("added", "plan", "")))
