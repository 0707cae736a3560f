"""The targets as a list, and one of them as a page: its words, its tasks, every value measured of it."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from itertools import groupby
from typing import Any, NamedTuple

from bizenv_cli.dates import weekday
from bizenv_cli.query.plan import PlanHead
from bizenv_cli.query.rows import AmendmentRow, ErratumRow
from bizenv_cli.query.targets import MeasuredRow, Place, TargetRow
from bizenv_cli.views.amendments import amendment_facts, amendment_records
from bizenv_cli.views.days import iso
from bizenv_cli.views.parts import (
    Cell,
    Column,
    Facts,
    Line,
    Paragraph,
    Part,
    Rows,
    Span,
    View,
    line,
    names,
)
from bizenv_cli.views.status import TARGET_MARKS, target_counts
from bizenv_cli.views.tasks import ID, rest_of, title
from bizenv_cli.vocabulary import ERRATUM_KINDS, FIELDS, TARGET_STATUSES

_SIGNS = {"<=": "≤", ">=": "≥", "=": "=", "<": "<", ">": ">"}
_BARS = "▁▂▃▄▅▆▇█"  # GBK has them
_MOST_BARS = 40
TARGET_COLUMNS = (
    ID,
    Column("目标", flex=True),
    Column("要求"),
    Column("最新值"),
    Column("日期"),
    Column("时限"),
    Column("状态"),
)
_VALUE_COLUMNS = (
    Column("日期"),
    Column("数值"),
    Column("状态"),
    Column("登记单位"),
    Column("说明", flex=True, wrap=True),
)
_KEYS = (
    "id", "indicator", "action", "treatment", "measured", "kind", "comparison", "value", "unit", "deadline", "tasks",
    "last_value", "last_date", "status", "stated",
)  # fmt: skip


class Told(NamedTuple):
    """What the plan says of one target besides its row, and where that stands, as a user would type it."""

    errata: Sequence[ErratumRow]
    amendments: Sequence[AmendmentRow]
    shown: str


def targets(
    head: PlanHead, rows: Sequence[TargetRow], limit: int | None, as_of: date, query: Mapping[str, Any]
) -> View:
    """Return the targets by what they belong to, with the newest value of each and whether it meets the target.

    Args:
        limit: how many are listed at the most; None for all.
    """
    listed = rows[:limit]

    def parts() -> Iterator[Part]:
        count: Counter[str] = Counter(row.status for row in rows)
        words = f"目标 {len(rows)} 项 · 以 {as_of}（{weekday(as_of)}）计"
        yield Paragraph(line(words, *target_counts(count)))
        groups = groupby(listed, key=lambda row: (row.plan, row.subject))
        for at, ((plan, subject), found) in enumerate(groups):
            group = list(found)
            of_plan = f"{plan}　" if head.plans > 1 else ""
            heading = line(Span(f"{of_plan}{subject or '未说属于哪一项的'}  {len(group)} 项", "strong"))
            yield Rows(TARGET_COLUMNS, tuple(map(target_cells, group)), heading, header=not at)
        if rest := len(rows) - len(listed):
            yield rest_of(rest)

    columns = tuple((key, FIELDS[key]) for key in _KEYS)
    records = tuple(map(_record, listed))
    extra = {"whole": len(rows)} if len(listed) < len(rows) else {}
    return View(
        "targets", title(head), tuple(parts()), "targets", records, len(listed), columns, as_of, query, extra
    )


def target_cells(row: TargetRow) -> tuple[Cell, ...]:
    """Return the cells of one target, for `TARGET_COLUMNS`."""
    return (
        line(row.id),
        line(row.measured),
        line(_demand(row)),
        line("—" if row.last_value is None else _with_unit(row.last_value, row.unit)),
        line(_day(row.last_date)),
        line(_day(row.deadline)),
        line(_status(row.status)),
    )


def target(
    head: PlanHead,
    row: TargetRow,
    values: Sequence[MeasuredRow],
    told: Told,
    as_of: date,
    query: Mapping[str, Any],
) -> View:
    """Return everything known of one target; `values` are those up to the day, the oldest first."""
    newest = "尚无数据"
    if row.last_value is not None:
        newest = f"{_with_unit(row.last_value, row.unit)}（{row.last_date}）"
    facts: list[tuple[str, Line]] = [
        ("要求", line(_demand(row) + ("（增减幅度）" if row.kind == "change" else ""))),
        ("时限", line(f"{row.deadline} {weekday(row.deadline)}" if row.deadline else "（通知未写）")),
        ("最新值", line(newest)),
        ("状态", line(_status(row.status), f"（以 {as_of} 计）")),
    ]
    if len(values) > 1:
        numbers = [value.value for value in values]
        first, last = _number(numbers[0]), _number(numbers[-1])
        facts.append(("走势", line(f"{_trend(numbers)}　{first} → {last}，共 {len(values)} 次")))
    facts += [("原文", line(f"{_place(place)}：{place.words}")) for place in row.stated]
    if row.tasks:
        facts.append(("任务", line(" ".join(row.tasks))))
    if row.because:
        facts.append(("说明", line(row.because)))
    facts += [
        (
            "勘误",
            line(
                f"{names(FIELDS.get(name, name) for name in item.fields)}：{ERRATUM_KINDS[item.kind]}。{item.because}"
            ),
        )
        for item in told.errata
    ]
    facts += amendment_facts(told.amendments)
    if head.plans > 1:
        facts.append(("方案", line(row.plan)))
    facts.append(("清单", line(f"{told.shown}:{row.line}")))
    parts: list[Part] = [Facts(tuple(facts))]
    if values:
        rows = tuple(_value_cells(row, value) for value in values)
        parts.append(Rows(_VALUE_COLUMNS, rows, line(Span(f"数值  {len(values)} 次", "strong")), header=True))
    if head.packed:
        parts.append(Paragraph(line(Span("以上出自随程序附带的清单，只读", "dim")), gap=True))
    heading = line(Span(f"{row.id}　{row.measured}", "strong"), f"　{row.subject}")
    record = _record(row) | {
        "errata": [
            {"kind": item.kind, "fields": list(item.fields), "printed": item.printed, "because": item.because}
            for item in told.errata
        ],
        "amendments": amendment_records(told.amendments),
        "measurements": [_value_record(value) for value in values],
    }
    columns = tuple((key, FIELDS[key]) for key in _KEYS)
    return View("target", heading, tuple(parts), "targets", (record,), 1, columns, as_of, query)


def _value_cells(row: TargetRow, value: MeasuredRow) -> tuple[Cell, ...]:
    evidence = f"佐证：{names(value.evidence)}" if value.evidence else ""
    return (
        line(value.day.isoformat()),
        line(_with_unit(value.value, row.unit)),
        line(_status(value.status)),
        line(value.unit),
        line("；".join(part for part in (value.note, evidence) if part)),
    )


def _demand(row: TargetRow) -> str:
    return f"{_SIGNS[row.comparison]} {_with_unit(row.value, row.unit)}"


def _with_unit(number: float, unit: str) -> str:
    return f"{_number(number)}%" if unit == "%" else f"{_number(number)} {unit}"


def _number(number: float) -> str:
    """Write a number without an exponent: 0.000001, not 1e-06."""
    return f"{Decimal(repr(number)):f}"


def _status(status: str) -> Span:
    mark, tone = TARGET_MARKS[status]
    return Span(f"{mark} {TARGET_STATUSES[status]}", tone)


def _trend(numbers: Sequence[float]) -> str:
    """Draw numbers as bars, the lowest and the highest of them as the lowest and the highest bar."""
    shown = numbers[-_MOST_BARS:]
    low, high = min(shown), max(shown)
    if low == high:
        return _BARS[len(_BARS) // 2] * len(shown)
    return "".join(_BARS[round((number - low) / (high - low) * (len(_BARS) - 1))] for number in shown)


def _place(place: Place) -> str:
    annex, _, row = place.at.partition("-")
    if not row:
        return f"正文{place.at}"
    return f"附件{annex} {'第 ' + row + ' 行' if annex == '1' else '举措 ' + row}"


def _day(day: date | None) -> str:
    return day.isoformat() if day else "—"


def _record(row: TargetRow) -> dict[str, Any]:
    return {
        "plan": row.plan,
        "id": row.id,
        "indicator": row.indicator,
        "action": row.action,
        "treatment": row.treatment,
        "measured": row.measured,
        "kind": row.kind,
        "comparison": row.comparison,
        "value": row.value,
        "unit": row.unit,
        "deadline": iso(row.deadline),
        "because": row.because,
        "tasks": list(row.tasks),
        "stated": [{"at": place.at, "words": place.words} for place in row.stated],
        "last_value": row.last_value,
        "last_date": iso(row.last_date),
        "status": row.status,
    }


def _value_record(value: MeasuredRow) -> dict[str, Any]:
    return {
        "date": value.day.isoformat(),
        "value": value.value,
        "status": value.status,
        "unit": value.unit,
        "note": value.note,
        "evidence": list(value.evidence),
    }
