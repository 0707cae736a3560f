"""The recurring duties as a list: each time that one falls due, who owes it, and what became of it."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any

from bizenv_cli.dates import weekday
from bizenv_cli.query.duties import DutyRow, DutyText
from bizenv_cli.query.plan import PlanHead
from bizenv_cli.views.days import iso, rest_day
from bizenv_cli.views.parts import (
    Cell,
    Column,
    Facts,
    Line,
    Paragraph,
    Part,
    Rows,
    Span,
    Stream,
    View,
    line,
    names,
)
from bizenv_cli.views.shown import Shown
from bizenv_cli.views.status import MARKS
from bizenv_cli.views.tasks import title
from bizenv_cli.vocabulary import FIELDS

DUTY_COLUMNS = (
    Column("期次"),
    Column("所属", most=30),
    Column("责任单位", most=26),
    Column("状态", flex=True),
)
_TEXT_COLUMNS = (Column("编号"), Column("出处"), Column("原话与推定", flex=True, wrap=True))
_KEYS = (
    "id", "duty", "report_to", "period", "deadline", "indicator", "action", "treatment", "units", "status", "days",
    "fulfilled", "words", "at", "because",
)  # fmt: skip


def duties(
    head: PlanHead,
    shown: Shown[DutyRow],
    texts: Sequence[DutyText],
    words: str,
    query: Mapping[str, Any],
) -> View:
    """Return what falls due in a window, by day and duty, and what the notice says of each duty.

    Args:
        texts: of every duty of the plans.
        words: the window in words, for example ``2023-11-01 至 2023-11-30（含首尾）``.
    """
    rows, as_of = shown.first(), shown.as_of
    listed_ids = {(row.plan, row.id) for row in rows}
    named = [text for text in texts if (text.plan, text.id) in listed_ids]

    def parts() -> Iterator[Part]:
        if not texts:
            yield Paragraph(line("清单里没有例行职责（duties.yaml）"))
            return
        yield Paragraph(line(f"{words}例行职责 {len(shown.rows)} 次 · 以 {as_of}（{weekday(as_of)}）计"))
        yield Paragraph(_summary(shown.rows, head))
        yield from listed(rows)
        yield from shown.left_out()
        if named:
            heading = line(Span("原话与推定", "strong"))
            yield Rows(_TEXT_COLUMNS, tuple(map(_text_cells, named)), heading)

    said = {(text.plan, text.id): text for text in texts}
    records = tuple({**record(row), **_text_record(said[row.plan, row.id])} for row in rows)
    columns = tuple((key, FIELDS[key]) for key in _KEYS)
    return View(
        "duties",
        title(head),
        tuple(parts()),
        "duties",
        records,
        len(rows),
        columns,
        as_of,
        query,
        shown.cut(),
    )


def with_duties(view: View, shown: Shown[DutyRow]) -> View:
    """Return a listing of tasks followed by the duties that are owed besides; for machines a member ``duties``."""

    def parts() -> Iterator[Part]:
        yield from view.parts
        heading = f"例行职责，同一时段未履行 {len(shown.rows)} 次"
        yield Paragraph(line(Span(heading, "strong")), gap=True)
        yield from listed(shown.first())
        yield from shown.left_out()

    extra = {**view.extra, "duties": [record(row) for row in shown.first()]}
    return view._replace(parts=Stream(parts), extra=extra)


def listed(rows: Sequence[DutyRow]) -> Iterator[Rows]:
    """Yield one table for each day and duty."""
    for _, grouped in groupby(rows, key=lambda row: (row.deadline, row.plan, row.id)):
        group = list(grouped)
        yield Rows(DUTY_COLUMNS, tuple(map(duty_cells, group)), _heading(group))


def _heading(group: Sequence[DutyRow]) -> Line:
    first = group[0]
    left = [row for row in group if row.status != "done"]
    mark, tone = MARKS[(left or group)[0].status]
    many = f"  {len(group)} 方，已履行 {len(group) - len(left)}" if len(group) > 1 else ""
    return line(
        Span(
            f"{mark} {first.deadline} {weekday(first.deadline)}  {first.id} {first.duty}{many}{rest_day(first.deadline)}",
            tone,
        )
    )


def duty(
    head: PlanHead, row: DutyRow, rows: Sequence[DutyRow], text: DutyText, query: Mapping[str, Any]
) -> View:
    """Return one time that a duty is owed by one party, and all who owe it that time.

    Args:
        rows: of all parties, this one's among them.
        text: what the notice says of the duty.
    """
    mark, tone = MARKS[row.status]
    facts: list[tuple[str, Line]] = [
        ("期次", line(row.period)),
        ("责任方", line(party(row))),
        ("责任单位", line(names(row.units))),
        *((("报告对象", line(row.report_to)),) if row.report_to else ()),
        ("到期", line(f"{row.deadline} {weekday(row.deadline)}{rest_day(row.deadline)}")),
        ("状态", line(Span(f"{mark} {_status_words(row)}", tone))),
        ("原话", _text_cells(text)[2]),
        ("出处", _text_cells(text)[1]),
        *((("方案", line(row.plan)),) if head.plans > 1 else ()),
    ]
    heading = line(Span(f"{row.id}　{row.duty}", "strong"), f"　{row.period}")
    parts: list[Part] = [Facts(tuple(facts)), *listed(rows)]
    records = tuple({**record(one), **_text_record(text)} for one in rows)
    columns = tuple((key, FIELDS[key]) for key in _KEYS)
    return View("duties", heading, tuple(parts), "duties", records, len(rows), columns, None, query)


def party(row: DutyRow) -> str:
    """Say who owes a duty: the group whose it is, else the units themselves."""
    return row.subject or names(row.units)


def duty_cells(row: DutyRow) -> tuple[Cell, ...]:
    """Return the cells of one time that a duty is owed, for `DUTY_COLUMNS`."""
    mark, tone = MARKS[row.status]
    return (
        line(row.period),
        line(row.subject),
        line(names(row.units)),
        line(Span(f"{mark} {_status_words(row)}", tone)),
    )


def _status_words(row: DutyRow) -> str:
    if row.fulfilled:
        late = (row.fulfilled - row.deadline).days
        return f"{row.fulfilled} 已履行" + (f"，迟 {late} 天" if late > 0 else "")
    if row.days < 0:
        return f"逾期 {-row.days} 天"
    return "今天到期" if row.days == 0 else f"还有 {row.days} 天"


def _summary(rows: Sequence[DutyRow], head: PlanHead) -> Line:
    count: Counter[str] = Counter(row.status for row in rows)
    near = f"{head.alert_days} 天内" if head.issued else "临期"
    return line(
        Span(f"√ 已履行 {count['done']}", "good"),
        "   ",
        Span(f"■ 逾期 {count['overdue']}", "bad"),
        "   ",
        Span(f"▲ {near} {count['due-soon']}", "warn"),
        "   ",
        Span(f"● 其余 {count['open']}"),
    )


def _text_cells(text: DutyText) -> tuple[Cell, ...]:
    place = text.at if text.at[0].isascii() else f"正文{text.at}"
    because = (Span(f"　推定：{text.because}", "dim"),) if text.because else ()
    return line(text.id), line(place), (Span(text.words), *because)


def record(row: DutyRow) -> dict[str, Any]:
    """Return one time that a duty is owed as plain values."""
    return {
        "plan": row.plan,
        "id": row.id,
        "duty": row.duty,
        "report_to": row.report_to,
        "period": row.period,
        "deadline": row.deadline.isoformat(),
        "indicator": row.indicator,
        "action": row.action,
        "treatment": row.treatment,
        "units": list(row.units),
        "fulfilled": iso(row.fulfilled),
        "status": row.status,
        "days": row.days,
    }


def _text_record(text: DutyText) -> dict[str, Any]:
    return {"words": text.words, "at": text.at, "because": text.because}
