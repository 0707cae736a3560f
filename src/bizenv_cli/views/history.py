"""What changed between two versions of a registry, commit by commit, and who set each value of a task."""

from collections.abc import Mapping, Sequence
from typing import Any

from bizenv_cli.history import Event
from bizenv_cli.views import events as parts_of
from bizenv_cli.views.parts import Cell, Column, Paragraph, Part, Rows, Span, View, line

_DIFF = (
    Column("编号"),
    Column("所属", most=16),
    Column("变更"),
    Column("内容", flex=True, wrap=True),
)


def diff(head: str, sides: tuple[str, str], events: Sequence[Event], query: Mapping[str, Any]) -> View:
    """Return what changed between two versions.

    Args:
        head: the plan's name and number.
        sides: what the two versions are called.
    """
    compared = f"{sides[0]} → {sides[1]}"
    counted = parts_of.summary(events)
    said = f"{compared}：{counted}" if events else f"{compared}：没有变化（只改写法、次序、格式的不算）"
    parts: list[Part] = [Paragraph(line(said))]
    if events:
        parts.append(Rows(_DIFF, tuple(_row(event) for event in events), header=True))
    records = tuple(parts_of.record(event) for event in events)
    title = line(Span(head, "strong"))
    return View(
        "diff", title, tuple(parts), "changes", records, len(records), parts_of.EVENT_COLUMNS, None, query
    )


def _row(event: Event) -> tuple[Cell, ...]:
    return (
        line(parts_of.subject(event)),
        line(event.group),
        line(parts_of.word(event)),
        parts_of.detail(event),
    )
