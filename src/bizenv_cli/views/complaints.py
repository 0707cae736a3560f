"""The complaints with their clocks as a list, and by when each step is due of one that comes in on a day."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from bizenv_cli.dates import weekday
from bizenv_cli.query.complaints import Clock, ComplaintRow, Level, rest_days
from bizenv_cli.query.plan import PlanHead
from bizenv_cli.views.days import iso
from bizenv_cli.views.parts import Cell, Column, Line, Paragraph, Part, Rows, Span, Tone, View, line
from bizenv_cli.views.shown import Shown
from bizenv_cli.views.tasks import title
from bizenv_cli.vocabulary import COMPLAINT_KINDS, FIELDS, STEPS
from bizenv_cli.workdays import is_workday

_MARKS: Mapping[str, tuple[str, Tone]] = {
    "done": ("√", "good"),
    "late": ("√", "warn"),
    "overdue": ("■", "bad"),
    "open": ("●", "plain"),
    "unknown": ("×", "dim"),
}
_COLUMNS = (Column("步骤"), Column("时限"), Column("截止日"), Column("状态", flex=True))
_SLA_COLUMNS = (
    Column("步骤"),
    Column("类别"),
    Column("时限"),
    Column("截止日"),
    Column("其间休息日", flex=True, wrap=True),
)
_KEYS = ("id", "received", "kind", "matter", "unit", "called", "settled", "answered", "clocks", "note")
_SLA_KEYS = ("step", "kind", "working_days", "due", "words", "at")


def complaints(head: PlanHead, shown: Shown[ComplaintRow], query: Mapping[str, Any]) -> View:
    """Return the complaints, each with its clocks."""
    rows, as_of = shown.first(), shown.as_of

    def parts() -> Iterator[Part]:
        left = sum(row.is_open for row in shown.rows)
        late = sum(any(clock.status == "overdue" for clock in row.clocks) for row in shown.rows)
        yield Paragraph(
            line(
                f"投诉 {len(shown.rows)} 件，未办完 {left} 件，其中有逾期的 {late} 件 · 以 {as_of}（{weekday(as_of)}）计"
            )
            if rows
            else line(f"没有投诉登记 · 以 {as_of}（{weekday(as_of)}）计")
        )
        for row in rows:
            heading = line(
                Span(f"{row.id}  {row.matter}", "strong"),
                f"　{COMPLAINT_KINDS[row.kind]}，{row.received}（{weekday(row.received)}）收到，{row.unit}",
            )
            yield Rows(_COLUMNS, tuple(map(_clock_cells, row.clocks)), heading)
        yield from shown.left_out()

    columns = tuple((key, FIELDS[key]) for key in _KEYS)
    records = tuple(map(_record, rows))
    return View(
        "complaints", title(head), tuple(parts()), "complaints", records, len(rows), columns, as_of, query,
        shown.cut(),
    )  # fmt: skip


def sla(head: PlanHead, received: date, due: Sequence[tuple[Level, date]], query: Mapping[str, Any]) -> View:
    """Return by when each step is due of a complaint that comes in on a day, and which rest days are left out."""
    several = head.plans > 1

    def parts() -> Iterator[Part]:
        start = "" if is_workday(received) else "，休息日，从下一工作日算起"
        yield Paragraph(line(f"{received}（{weekday(received)}）收到的投诉{start}"))
        rows = tuple(
            (
                line(f"{level.plan}　{STEPS[level.step]}" if several else STEPS[level.step]),
                line(COMPLAINT_KINDS[level.kind] if level.kind else "全部"),
                line(f"{level.working_days} 个工作日"),
                line(f"{day} {weekday(day)}"),
                line(_spans(rest_days(received, day))),
            )
            for level, day in due
        )
        yield Rows(_SLA_COLUMNS, rows, header=True)
        for because in dict.fromkeys(level.because for level, _ in due if level.because):
            yield Paragraph(line(Span(f"推定：{because}", "dim")), gap=True)

    records = tuple(
        {
            "plan": level.plan,
            "step": level.step,
            "kind": level.kind,
            "working_days": level.working_days,
            "due": day.isoformat(),
            "rest_days": [
                {"date": rest.isoformat(), "holiday": name or None} for rest, name in rest_days(received, day)
            ],
            "words": level.words,
            "at": level.at,
            "because": level.because,
        }
        for level, day in due
    )
    columns = tuple((key, FIELDS[key]) for key in _SLA_KEYS)
    return View(
        "sla", title(head), tuple(parts()), "service_levels", records, len(records), columns, None, query
    )


def _spans(days: Iterable[tuple[date, str]]) -> str:
    """Write rest days run by run: 09-29 至 10-06（中秋、国庆节）、10-14 至 10-15."""
    runs: list[list[tuple[date, str]]] = []
    for day, name in days:
        if runs and (day - runs[-1][-1][0]).days == 1:
            runs[-1].append((day, name))
        else:
            runs.append([(day, name)])
    return "、".join(map(_span, runs)) or "—"


def _span(run: Sequence[tuple[date, str]]) -> str:
    first, last = run[0][0], run[-1][0]
    holidays = "、".join(dict.fromkeys(name for _, name in run if name))
    days = f"{first:%m-%d}" if first == last else f"{first:%m-%d} 至 {last:%m-%d}"
    return f"{days}（{holidays}）" if holidays else days


def _clock_cells(clock: Clock) -> tuple[Cell, ...]:
    mark, tone = _MARKS[clock.status]
    return (
        line(STEPS[clock.step]),
        line(f"{clock.working_days} 个工作日"),
        line(f"{clock.due} {weekday(clock.due)}" if clock.due else "—"),
        _status(mark, tone, clock),
    )


def _status(mark: str, tone: Tone, clock: Clock) -> Line:
    return line(Span(f"{mark} {_words(clock)}", tone))


def _words(clock: Clock) -> str:
    if clock.due is None or clock.days is None:
        taken = f"{clock.taken} 已办，" if clock.taken else ""
        return f"{taken}不知道当年的放假调休安排，算不出截止日"
    late = f" {-clock.days} 个工作日" if clock.days else "不满 1 个工作日"
    if clock.taken:
        return f"{clock.taken} 已办" + (f"，迟{late}" if clock.status == "late" else "")
    if clock.status == "overdue":
        return f"逾期{late}"
    return f"还有 {clock.days} 个工作日" if clock.days else "今天到期"


def _record(row: ComplaintRow) -> dict[str, Any]:
    return {
        "plan": row.plan,
        "id": row.id,
        "received": row.received.isoformat(),
        "kind": row.kind,
        "matter": row.matter,
        "unit": row.unit,
        "called": iso(row.called),
        "settled": iso(row.settled),
        "answered": iso(row.answered),
        "note": row.note,
        "open": row.is_open,
        "clocks": [
            {
                "step": clock.step,
                "working_days": clock.working_days,
                "due": iso(clock.due),
                "taken": iso(clock.taken),
                "days": clock.days,
                "status": clock.status,
                "text": f"{STEPS[clock.step]} {clock.due or '—'} {_words(clock)}",
            }
            for clock in row.clocks
        ],
    }
