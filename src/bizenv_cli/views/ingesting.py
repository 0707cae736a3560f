"""What a returned form comes to, row by row, with the cell: to be recorded, recorded before, or refused."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from bizenv_cli.views.parts import Cell, Column, Line, Paragraph, Part, Rows, Span, View, line
from bizenv_cli.vocabulary import EVENTS, FIELDS, FORECASTS


class Outcome(NamedTuple):
    """What became of one row.

    Attributes:
        row, cell: where it stands in the sheet, like 12 and ``H12``.
        entry: what is recorded, or would be; None where there is nothing to record.
        refused: why it cannot be recorded.
        known: the day on which the ledger has the same.
    """

    row: int
    cell: str
    id: str
    entry: Mapping[str, Any] | None
    refused: str
    known: date | None


class Returned(NamedTuple):
    """A form that came back.

    Attributes:
        file: its path as typed.
        unit, made: whose it is, and the day for which it was made.
        empty: how many of its rows are not filled in; missing: how many are no longer there.
    """

    file: str
    unit: str
    made: date
    empty: int
    missing: int


_KEYS = (
    "row",
    "cell",
    "id",
    "result",
    "event",
    "completed",
    "percent",
    "forecast",
    "note",
    "evidence",
    "reason",
)
_TITLES = {"row": "行", "cell": "单元格", "result": "结果", "reason": "原因"}
_RESULTS = {"record": "登记", "known": "已有", "refused": "不登记"}
_MARKS = {
    "record": Span("√ 登记", "good"),
    "known": Span("× 已有", "dim"),
    "refused": Span("■ 不登记", "bad"),
}


def returned(form: Returned, outcomes: Sequence[Outcome], *, dry_run: bool) -> View:
    """Return what a form comes to; `dry_run`: nothing will be written."""
    counts = {key: sum(1 for each in outcomes if _result(each) == key) for key in _RESULTS}
    untouched = f"，未填 {form.empty} 行" if form.empty else ""
    gone = f"，删去 {form.missing} 行" if form.missing else ""
    title = line(
        Span(f"{form.unit}填报表", "strong"),
        f"（{form.made} 发出）　登记 {counts['record']} 条，已有 {counts['known']} 条，不登记 {counts['refused']} 条"
        f"{untouched}{gone}{'　试读，不写入' if dry_run else ''}",
    )
    columns = (Column("位置"), Column("编号"), Column("结果"), Column("内容", flex=True, wrap=True))
    parts: list[Part] = []
    if outcomes:
        parts.append(Rows(columns, tuple(_row(each) for each in outcomes), header=True))
    else:
        parts.append(Paragraph(line("没有填写的内容")))
    records = tuple(_record(each) for each in outcomes)
    extra = {"file": form.file, "unit": form.unit, "made": form.made.isoformat(), "dry_run": dry_run}
    names = tuple((key, _TITLES.get(key) or FIELDS[key]) for key in _KEYS)
    return View("ingest", title, tuple(parts), "rows", records, len(records), names, None, {}, extra)


def _result(each: Outcome) -> str:
    return "refused" if each.refused else "known" if each.known else "record"


def _row(each: Outcome) -> tuple[Cell, ...]:
    place = line(f"第 {each.row} 行 {each.cell}")
    return place, line(each.id or "—"), line(_MARKS[_result(each)]), _content(each)


def _content(each: Outcome) -> Line:
    if each.refused:
        return line(each.refused)
    entry = each.entry or {}
    told = [EVENTS[entry["event"]]]
    if entry.get("completed"):
        told.append(f"办结日期 {entry['completed']}")
    if entry.get("percent") is not None:
        told.append(f"进度 {entry['percent']}%")
    if entry.get("forecast"):
        told.append(FORECASTS[entry["forecast"]])
    if entry.get("note"):
        told.append(entry["note"])
    if entry.get("evidence"):
        told.append(f"佐证 {'、'.join(entry['evidence'])}")
    if each.known:
        told.append(f"（{each.known} 已登记过）")
    return line("　".join(told))


def _record(each: Outcome) -> dict[str, Any]:
    entry = each.entry or {}
    plain = {key: value.isoformat() if isinstance(value, date) else value for key, value in entry.items()}
    reason = each.refused or (f"{each.known} 已登记过" if each.known else None)
    told = {"row": each.row, "cell": each.cell, "id": each.id, "result": _result(each), "reason": reason}
    return {key: told.get(key, plain.get(key)) for key in _KEYS}
