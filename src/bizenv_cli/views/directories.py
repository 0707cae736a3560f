"""The directories, the errata, the answer of a SELECT, and the outcome of a verification, as tables."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from bizenv_cli.query.directory import Counts, GroupEntry, OfficialEntry, UnitEntry
from bizenv_cli.query.plan import PlanEntry, PlanHead
from bizenv_cli.query.rows import ErratumRow
from bizenv_cli.query.sql import Answer, ViewNote
from bizenv_cli.views.days import iso
from bizenv_cli.views.parts import Cell, Column, Paragraph, Part, Rows, Span, View, line, names
from bizenv_cli.views.tasks import title
from bizenv_cli.vocabulary import ERRATUM_KINDS, FIELDS, UNIT_KINDS

_PLAN = Column("方案")
_TOTAL = Column("任务", right=True)
_OPEN = Column("未办结", right=True)
_OVERDUE = Column("逾期", right=True)
_NEXT = Column("下一时限")
_SCOPES = {
    "plan": "通知",
    "indicator": "指标",
    "sub_indicator": "子指标",
    "action": "行动",
    "treatment": "治理",
    "task": "任务",
    "target": "目标",
    "duty": "职责",
    "service_level": "投诉时限",
}
_COUNT_COLUMNS = (("total", "任务"), ("open", "未办结"), ("overdue", "逾期"), ("next_deadline", "下一时限"))


def units(head: PlanHead, entries: Sequence[UnitEntry], as_of: date, query: Mapping[str, Any]) -> View:
    """Return the directory of units."""
    columns = (
        Column("单位"),
        Column("牵头", right=True),
        Column("配合", right=True),
        _OPEN,
        _OVERDUE,
        _NEXT,
        Column("又名", flex=True),
    )
    rows = tuple(
        (
            line(entry.name),
            line(str(entry.lead)),
            line(str(entry.support)),
            *_count_cells(entry.counts)[1:],
            line(names(entry.aliases) or (UNIT_KINDS[entry.kind] if entry.kind == "collective" else "")),
        )
        for entry in entries
    )
    records = tuple(
        {
            "name": entry.name,
            "kind": entry.kind,
            "aliases": list(entry.aliases),
            "lead": entry.lead,
            "support": entry.support,
            **_count_record(entry.counts),
        }
        for entry in entries
    )
    csv = (("name", "单位"), ("kind", "类别"), ("aliases", "又名"), ("lead", "牵头"), ("support", "配合"))
    note = f"单位 {len(entries)} 个；未办结、逾期、下一时限就其牵头的任务计，以 {as_of} 计"
    body = Body(note, columns, rows, records, (*csv, *_COUNT_COLUMNS[1:]), [entry.plan for entry in entries])
    return _directory("units", head, body, as_of, query)


def officials(
    head: PlanHead, entries: Sequence[OfficialEntry], as_of: date, query: Mapping[str, Any]
) -> View:
    """Return the directory of officials with what they head."""
    columns = (Column("领导"), _TOTAL, _OPEN, _OVERDUE, _NEXT, Column("牵头的指标、行动、治理", flex=True))
    rows = tuple(
        (
            line(entry.name),
            *_count_cells(entry.counts),
            line(names((*entry.indicators, *entry.actions, *entry.treatments))),
        )
        for entry in entries
    )
    records = tuple(
        {
            "name": entry.name,
            "indicators": list(entry.indicators),
            "actions": list(entry.actions),
            "treatments": list(entry.treatments),
            **_count_record(entry.counts),
        }
        for entry in entries
    )
    csv = (("name", "领导"), ("indicators", "指标"), ("actions", "专项行动"), ("treatments", "专项治理"))
    note = f"领导 {len(entries)} 位；任务数为其任指标长、牵头区领导的指标与行动所辖，以 {as_of} 计"
    body = Body(note, columns, rows, records, (*csv, *_COUNT_COLUMNS), [entry.plan for entry in entries])
    return _directory("officials", head, body, as_of, query)


def groups(
    command: str, head: PlanHead, entries: Sequence[GroupEntry], as_of: date, query: Mapping[str, Any]
) -> View:
    """Return the directory of indicators or of actions; `command` is ``indicators`` or ``actions``."""
    what = "指标" if command == "indicators" else "专项行动"
    leader = "指标长" if command == "indicators" else "牵头区领导"
    lead = "牵头单位" if command == "indicators" else "总责任单位"
    columns = (
        Column("序", right=True),
        Column(what),
        Column(leader),
        _TOTAL,
        _OPEN,
        _OVERDUE,
        _NEXT,
        Column(lead, flex=True),
    )
    rows = tuple(
        (
            line(str(entry.order)),
            line(entry.name),
            line(names(entry.lead_officials)),
            *_count_cells(entry.counts),
            line(names(entry.lead)),
        )
        for entry in entries
    )
    records = tuple(
        {
            "order": entry.order,
            "name": entry.name,
            "goal": entry.goal,
            "benchmark_cities": list(entry.benchmark_cities),
            "lead_officials": list(entry.lead_officials),
            "lead": list(entry.lead),
            "support": list(entry.support),
            **_count_record(entry.counts),
        }
        for entry in entries
    )
    csv = (
        ("order", "序号"),
        ("name", what),
        ("goal", "预期目标"),
        ("lead_officials", leader),
        ("lead", lead),
    )
    note = f"{what} {len(entries)} 项，以 {as_of} 计"
    columns_csv = (*csv, ("support", "配合单位"), *_COUNT_COLUMNS)
    body = Body(note, columns, rows, records, columns_csv, [entry.plan for entry in entries])
    return _directory(command, head, body, as_of, query)


def plans(head: PlanHead, entries: Sequence[PlanEntry], as_of: date, query: Mapping[str, Any]) -> View:
    """Return the directory of plans."""
    columns = (
        Column("代号"),
        Column("文号", most=24),
        Column("印发日期"),
        _TOTAL,
        _OPEN,
        _OVERDUE,
        _NEXT,
        Column("标题", flex=True),
    )
    rows = tuple(
        (
            line(entry.key),
            line(entry.number),
            line(entry.issued.isoformat()),
            *_count_cells(entry.counts),
            line(entry.title),
        )
        for entry in entries
    )
    records = tuple(
        {
            "plan": entry.key,
            "title": entry.title,
            "number": entry.number,
            "issued": entry.issued.isoformat(),
            "folder": entry.folder,
            **_count_record(entry.counts),
        }
        for entry in entries
    )
    csv = (("plan", "代号"), ("title", "标题"), ("number", "文号"), ("issued", "印发日期"))
    total = sum(entry.counts.total for entry in entries)
    note = f"方案 {len(entries)} 个，任务 {total:,} 项，以 {as_of} 计"
    parts = (Paragraph(line(note)), Rows(columns, rows, header=True))
    names_csv = (*csv, *_COUNT_COLUMNS)
    return View("plans", title(head), parts, "plans", records, len(records), names_csv, as_of, query)


def errata(head: PlanHead, items: Sequence[ErratumRow], as_of: date, query: Mapping[str, Any]) -> View:
    """Return the errata: where, which fields, what kind, what is printed, why."""
    columns = (Column("所在", most=24), Column("类别"), Column("项目：说明", flex=True, wrap=True))
    rows = tuple(
        (
            line(_place(item)),
            line(ERRATUM_KINDS[item.kind]),
            line(
                f"{names(FIELDS.get(name, name) for name in item.fields)}：{item.because}",
                *([Span(f"；原文「{item.printed}」", "dim")] if item.printed else []),
            ),
        )
        for item in items
    )
    records = tuple(item._asdict() | {"fields": list(item.fields)} for item in items)
    csv = (
        ("scope", "范围"), ("subject", "所在"), ("kind", "类别"), ("fields", "项目"), ("printed", "原文"),
        ("because", "说明"),
    )  # fmt: skip
    body = Body(f"勘误 {len(items)} 条", columns, rows, records, csv, [item.plan for item in items])
    return _directory("errata", head, body, as_of, query)


def answer(result: Answer, as_of: date, query: Mapping[str, Any]) -> View:
    """Return the rows of a user's SELECT."""
    columns = tuple(Column(name) for name in result.columns)
    rows = tuple(tuple(line("" if value is None else str(value)) for value in row) for row in result.rows)
    records = tuple(dict(zip(result.columns, row, strict=True)) for row in result.rows)
    csv = tuple((name, name) for name in result.columns)
    parts: tuple[Part, ...] = (Rows(columns, rows, header=True),)
    return View("sql", line(f"{len(rows)} 行"), parts, "rows", records, len(records), csv, as_of, query)


def sql_views(notes: Sequence[ViewNote], as_of: date) -> View:
    """Return the documented views of ``bizenv sql``."""
    columns = (Column("视图"), Column("说明与列", flex=True, wrap=True))
    rows = tuple(
        (line(note.name), line(note.note, Span(f"　{', '.join(note.columns)}", "dim"))) for note in notes
    )
    records = tuple({"name": note.name, "note": note.note, "columns": list(note.columns)} for note in notes)
    csv = (("name", "视图"), ("note", "说明"), ("columns", "列"))
    title_line = line(
        Span("可查的视图", "strong"), '　用法：bizenv sql "SELECT id, measure FROM tasks WHERE …"'
    )
    parts: tuple[Part, ...] = (Rows(columns, rows, header=True),)
    return View("sql", title_line, parts, "views", records, len(records), csv, as_of)


class Body(NamedTuple):
    """What a directory lists.

    Attributes:
        rows, records: each entry for people and for machines.
        csv: the columns of csv.
        plans: the key of each entry's plan; shown where the answer is about several.
    """

    note: str
    columns: tuple[Column, ...]
    rows: Sequence[tuple[Cell, ...]]
    records: Sequence[Mapping[str, Any]]
    csv: tuple[tuple[str, str], ...]
    plans: Sequence[str]


def _directory(command: str, head: PlanHead, body: Body, as_of: date, query: Mapping[str, Any]) -> View:
    columns, rows, csv = body.columns, body.rows, body.csv
    if head.plans > 1:
        columns, csv = (_PLAN, *columns), (("plan", _PLAN.title), *csv)
        rows = [(line(plan), *row) for plan, row in zip(body.plans, rows, strict=True)]
    records = tuple({"plan": plan, **record} for plan, record in zip(body.plans, body.records, strict=True))
    parts = (Paragraph(line(body.note)), Rows(columns, rows, header=True))
    return View(command, title(head), parts, command, records, len(records), csv, as_of, query)


def _count_cells(counts: Counts) -> tuple[Cell, Cell, Cell, Cell]:
    overdue = Span(str(counts.overdue), "bad") if counts.overdue else Span("0", "dim")
    following = counts.next_deadline.isoformat() if counts.next_deadline else "—"
    return line(str(counts.total)), line(str(counts.open)), line(overdue), line(following)


def _count_record(counts: Counts) -> dict[str, Any]:
    following = iso(counts.next_deadline)
    return {"total": counts.total, "open": counts.open, "overdue": counts.overdue, "next_deadline": following}


def _place(item: ErratumRow) -> str:
    return item.subject if item.scope == "task" else f"{_SCOPES[item.scope]} {item.subject}"
