"""What the ledger records, as lines and tables: entries, each unit's part, the moves of deadlines."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from bizenv_cli.dates import weekday
from bizenv_cli.query.ledger import EntryRow, PartRow
from bizenv_cli.query.moves import MoveRow
from bizenv_cli.query.plan import PlanHead
from bizenv_cli.views.days import iso
from bizenv_cli.views.parts import Cell, Column, Line, Paragraph, Part, Rows, Span, Stream, View, line
from bizenv_cli.views.tasks import ID, title
from bizenv_cli.vocabulary import COLORS, EVENTS, FIELDS, FORECASTS, ROLES

_ROLE_WORDS = {**ROLES, "unnamed": "通知未写牵头单位"}
_DAY = Column("日期")
_UNIT = Column("单位", most=20)
_EVENT = Column("事项")
_SAID = Column("内容", flex=True, wrap=True)
_MOVE_COLUMNS = (
    ID,
    Column("原时限"),
    Column("现为"),
    Column("天数", right=True),
    Column("次", right=True),
    Column("变动日期"),
    Column("依据", most=24),
    Column("说明", flex=True, wrap=True),
)
MOVE_KEYS = (
    "id", "subject", "measure", "lead", "original", "nth", "date", "unit", "before", "to", "days", "passed",
    "approval", "note",
)  # fmt: skip


def entries(rows: Sequence[EntryRow], heading: str, *, with_task: bool = False) -> Iterator[Part]:
    """Yield the table of some entries; nothing where there are none."""
    if not rows:
        return
    columns = (_DAY, *((ID,) if with_task else ()), _UNIT, _EVENT, _SAID)
    cells = tuple(
        (line(f"{row.day}"), *((line(row.id),) if with_task else ()), line(row.unit), _event(row), said(row))
        for row in rows
    )
    yield Rows(columns, cells, line(Span(heading, "strong")))


def _event(row: EntryRow) -> Cell:
    words = EVENTS[row.event]
    return line(Span(f"{words}（已更正）", "dim")) if row.voided else line(words)


def said(row: EntryRow) -> Line:
    """Return what an entry says besides its day, unit and event."""
    told = [
        f"延至 {row.to}，依据 {row.approval}" if row.to else "",
        COLORS[row.color] if row.color else "",
        f"实际办结 {row.completed}" if row.completed else "",
        f"{row.dated} 的{EVENTS[row.of]}是误记" if row.of else "",
        f"进度 {row.percent}%" if row.percent is not None else "",
        f"预计{FORECASTS[row.forecast]}" if row.forecast else "",
        row.note or "",
        f"佐证：{'、'.join(row.evidence)}" if row.evidence else "",
    ]
    return line("；".join(part for part in told if part))


def part_facts(parts: Iterable[PartRow]) -> list[tuple[str, Line]]:
    """Return one line for each unit that leads or has recorded something: how far its part is."""
    return [
        ("办理", line(f"{part.unit}（{_ROLE_WORDS.get(part.role, '经集体名称')}）{_part_words(part)}"))
        for part in parts
        if part.role == "lead" or part.last_event
    ]


def _part_words(part: PartRow) -> str:
    if part.accepted:
        return f"{part.completed} 办结，{part.accepted} 销号"
    if part.completed:
        return f"{part.completed} 办结，待销号"
    if part.last_event:
        return f"未办结，最近登记 {part.last_date} {EVENTS[part.last_event]}"
    return "尚无登记"


def moved_words(moves: Sequence[MoveRow]) -> str:
    """Say how a deadline came to be what it is: ``原 2023-11-30；2023-11-20 第 1 次延期，依据 …``."""
    told = [f"{move.day} {_kind(move)}，依据 {move.authority}" for move in moves]
    return "；".join([f"原 {moves[0].before or '无'}", *told])


def _kind(move: MoveRow) -> str:
    if move.unit:
        return f"第 {move.nth} 次延期"
    return "依文件提前" if (move.days or 0) < 0 else "依文件延期" if move.days else "依文件修订"


def extensions(head: PlanHead, moves: Sequence[MoveRow], as_of: date, query: Mapping[str, Any]) -> View:
    """Return the 延期台账: every move of a deadline, how often, by how many days, on whose word, and whether in time."""

    def parts() -> Iterator[Part]:
        tasks = {(move.plan, move.id) for move in moves}
        late = sum(1 for move in moves if move.passed)
        words = f"时限变动 {len(moves)} 次，涉及 {len(tasks)} 项 · 以 {as_of}（{weekday(as_of)}）计"
        if late:
            yield Paragraph(line(words, " · ", Span(f"■ 其中 {late} 次是时限已过才变动的", "bad")))
        else:
            yield Paragraph(line(words))
        if moves:
            yield Rows(_MOVE_COLUMNS, tuple(map(_move_cells, moves)), header=True)

    columns = tuple((key, FIELDS[key]) for key in MOVE_KEYS)
    records = Stream(lambda: map(_move_record, moves))
    return View(
        "extensions", title(head), Stream(parts), "extensions", records, len(moves), columns, as_of, query
    )


def _move_cells(move: MoveRow) -> tuple[Cell, ...]:
    days = "" if move.days is None else f"{move.days:+d}"
    passed = Span(f"■ 时限过后 {move.passed} 天才变动；", "bad") if move.passed else Span("")
    who = f"{move.unit}{_kind(move)}" if move.unit else _kind(move)
    note = f"；{move.note}" if move.note else ""
    return (
        line(move.id), line(f"{move.original or '—'}"), line(f"{move.to or '—'}"),
        line(days), line(str(move.nth) if move.nth else "—"), line(f"{move.day}"), line(move.authority),
        line(passed, f"{who}{note}"),
    )  # fmt: skip


def _move_record(move: MoveRow) -> dict[str, Any]:
    return {
        "plan": move.plan,
        "id": move.id,
        "subject": move.subject,
        "measure": move.measure,
        "lead": list(move.lead),
        "original": iso(move.original),
        "nth": move.nth or None,
        "date": move.day.isoformat(),
        "unit": move.unit,
        "before": iso(move.before),
        "to": iso(move.to),
        "days": move.days,
        "passed": move.passed,
        "approval": move.authority,
        "note": move.note,
    }


def entry_records(rows: Iterable[EntryRow]) -> list[dict[str, Any]]:
    """Return entries as plain values; what an entry does not say is left out."""
    return [
        {
            key: value
            for key, value in {
                "plan": row.plan,
                "id": row.id,
                "unit": row.unit,
                "date": row.day.isoformat(),
                "event": row.event,
                "note": row.note,
                "evidence": list(row.evidence),
                "to": iso(row.to),
                "approval": row.approval,
                "color": row.color,
                "completed": iso(row.completed),
                "of": row.of,
                "dated": iso(row.dated),
                "percent": row.percent,
                "forecast": row.forecast,
                "voided": row.voided,
            }.items()
            if value not in (None, [], False)
        }
        for row in rows
    ]


def part_records(parts: Iterable[PartRow]) -> list[dict[str, Any]]:
    """Return each unit's part as plain values."""
    return [
        {
            "unit": part.unit,
            "role": part.role or None,
            "completed": iso(part.completed),
            "accepted": iso(part.accepted),
            "last_event": part.last_event,
            "last_date": iso(part.last_date),
        }
        for part in parts
    ]
