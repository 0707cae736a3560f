"""A registry file as readable lines, one a field, each beginning with what it is of: what ``git diff`` compares."""

from collections.abc import Iterator, Mapping
from typing import Any

from bizenv_cli.rawtext import decode
from bizenv_cli.vocabulary import (
    BASES,
    COLORS,
    COMPLAINT_KINDS,
    ERRATUM_KINDS,
    EVENTS,
    FIELDS,
    OVERLAP_VERDICTS,
    TARGET_KINDS,
    UNIT_KINDS,
    join_names,
)
from bizenv_cli.yamltext import parse

# Lists whose items have lines of their own: the key, and what an item is called before its own name or number.
_INNER = {
    "tasks": ("1-", "seq"),
    "measures": ("2-", "seq"),
    "work_tasks": ("工作任务 ", "seq"),
    "sub_indicators": ("", "sub_indicator"),
    "annexes": ("附件", "number"),
    "units": ("", "name"),
    "officials": ("", "name"),
    "treatments": ("", "treatment"),
    "targets": ("", "id"),
    "duties": ("", "id"),
    "service_levels": ("投诉 ", "step"),
    "complaints": ("", "id"),
}
_ABOUT = ("task", "target", "duty")
_NAMES = ("indicator", "action", "unit")
_WORDS: dict[str, Mapping[str, str]] = {
    "kind": ERRATUM_KINDS | UNIT_KINDS | TARGET_KINDS | COMPLAINT_KINDS,
    "fields": FIELDS,
    "event": EVENTS,
    "of": EVENTS,
    "color": COLORS,
    "basis": BASES,
    "verdict": OVERLAP_VERDICTS,
}


def readable(data: bytes) -> bytes:
    """Return a registry file's bytes as lines of text; those of a file that is not in order as they are.

    Every value is shown. Comments, layout and the order of keys are not: they mean nothing.
    """
    text, problems = decode("", data)
    if text is None or problems:
        return data
    document, problems = parse("", text)
    if document is None or problems or not isinstance(document.value, dict):
        return data
    return "".join(f"{line}\n" for line in _file(document.value)).encode()


def _file(value: dict[str, Any]) -> Iterator[str]:
    name = next((str(value[key]) for key in _NAMES if key in value), "方案" if "number" in value else "")
    if _is_of_things(value.get("entries")):
        yield from (f"{name} {_entry(item)}" for item in _items(value["entries"]))
        value = {key: item for key, item in value.items() if key not in ("entries", "unit")}
    yield from _lines(name, value)


def _lines(name: str, value: dict[str, Any]) -> Iterator[str]:
    """Yield the fields of one thing in the order of their keys, then what stands below it in the order of the file."""
    prefix = f"{name} " if name else ""
    for key in sorted(value, key=_place):
        if _has_lines(key, value[key]):
            continue
        title = FIELDS.get(key, key)
        several = value[key] if isinstance(value[key], list) and _items(value[key]) else [value[key]]
        yield from (f"{prefix}{title}：{_text(key, item)}" for item in several)
    for key in sorted(value, key=_place):
        if _has_lines(key, value[key]):
            before, named = _INNER[key]
            for item in value[key]:
                inner = f"{before}{item.get(named, '')}"
                rest = {other: item[other] for other in item if other != named}
                yield from _lines(inner, rest) if rest else (f"{FIELDS.get(key, key)}：{inner}",)


def _has_lines(key: str, value: Any) -> bool:
    return key in _INNER and _is_of_things(value)


def _is_of_things(value: Any) -> bool:
    return isinstance(value, list) and len(value) == len(_items(value)) > 0


def _entry(entry: dict[str, Any]) -> str:
    rest = {key: value for key, value in entry.items() if key not in ("date", *_ABOUT, "event")}
    event = _text("event", entry.get("event"))
    said = _text("", rest) if rest else ""
    about = next((entry[key] for key in _ABOUT if entry.get(key)), None)
    head = f"{_text('date', entry.get('date'))} {_text('task', about)} {event}"
    return f"{head}：{said}" if said else head


def _text(key: str, value: Any) -> str:
    if isinstance(value, dict):
        return "；".join(
            f"{FIELDS.get(inner, inner)} {_text(inner, value[inner])}" for inner in sorted(value, key=_place)
        )
    if isinstance(value, list):
        return join_names([_text(key, item) for item in value])
    if value is None or value == "":
        return "（空）"
    return _WORDS.get(key, {}).get(str(value), str(value))


def _items(value: Any) -> list[dict[str, Any]]:
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []


_ORDER = {key: at for at, key in enumerate((
    "key", "title", "short_title", "number", "issuers", "issued", "year", "alert_days", "indicator",
    "sub_indicator", "action", "treatment", "order", "text", "measure", "lead", "support", "deadline",
    "date", "authority", "kind", "fields", "name", "to", "approval", "color", "completed", "of", "dated", "note",
))}  # fmt: skip


def _place(key: str) -> tuple[int, str]:
    """Return where a field stands: the plan's own order for those that matter most, then the alphabet's."""
    return _ORDER.get(key, len(_ORDER)), key
