"""What later documents changed, as lines of a page and as plain values."""

from collections.abc import Iterable
from typing import Any

from bizenv_cli.query.rows import AmendmentRow
from bizenv_cli.views.parts import Line, line, names
from bizenv_cli.vocabulary import FIELDS


def amendment_facts(amendments: Iterable[AmendmentRow]) -> list[tuple[str, Line]]:
    """Return one line an amendment: its day, its authority, what was changed and what it was."""
    facts = []
    for item in amendments:
        was = [
            f"{FIELDS.get(name, name)}原为「{_written(value)}」" for name, value in (item.was or {}).items()
        ]
        said = "；".join(was) if was else "由该文件新增"
        because = f"。{item.because}" if item.because else ""
        facts.append(("修订", line(f"{item.date} {item.authority}：{said}{because}")))
    return facts


def _written(value: Any) -> str:
    if value is None:
        return "（无）"
    return names(value) if isinstance(value, list) else str(value)


def amendment_records(amendments: Iterable[AmendmentRow]) -> list[dict[str, Any]]:
    """Return amendments as plain values."""
    return [
        {
            "date": item.date.isoformat(),
            "authority": item.authority,
            "was": item.was,
            "because": item.because,
        }
        for item in amendments
    ]
