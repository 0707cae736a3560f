"""The heat map of the deadlines in force: who has how much to finish in which month."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from bizenv_cli.dates import weekday
from bizenv_cli.query.grouping import By
from bizenv_cli.query.heatmap import Heat, HeatMap
from bizenv_cli.query.plan import PlanHead
from bizenv_cli.views.parts import Cell, Column, Paragraph, Part, Rows, Span, Stream, Tone, View, line
from bizenv_cli.views.scores import GROUPS, full_name, unlisted
from bizenv_cli.views.tasks import title
from bizenv_cli.vocabulary import FIELDS

SHADES: tuple[Tone, ...] = ("shade1", "shade2", "shade3", "shade4")
_LEAST = 3  # characters of a shaded cell
COUNTED = "各月是当天及以后到期而未办结的项数，按现行时限；已过时限的只在「逾期」一列"
NOTES: dict[By, str] = {
    "unit": "只计牵头；几个单位牵头的，各计一项，合计里只计一次",
    "official": "几位领导牵头的，各计一项，合计里只计一次",
    "indicator": "只计附件1 的任务",
    "action": "只计附件2 的任务",
}


def heatmap(
    head: PlanHead, found: HeatMap, by: By, as_of: date, query: Mapping[str, Any], limit: int | None = None
) -> View:
    """Return the map; past the limit rows are left out and counted."""
    deepest = max((count for heat in found.rows for count in heat.months), default=0)
    shown = found.rows[:limit]

    def parts() -> Iterator[Part]:
        words = f"未办结的任务按到期月份 · 按{GROUPS[by]} · 以 {as_of}（{weekday(as_of)}）计"
        yield Paragraph(line(words))
        if not found.rows:
            yield Paragraph(line("没有符合条件的任务"), gap=True)
            return
        months = (Column(month_title(month, found.year), right=True) for month in found.months)
        columns = (
            Column(GROUPS[by]), Column("■ 逾期", right=True), *months, Column("× 无时限", right=True),
            Column("合计", right=True),
        )  # fmt: skip
        rows = tuple(
            _row(full_name(heat.plan, heat.name, several=head.plans > 1), heat, deepest) for heat in shown
        )
        yield Rows(columns, (*rows, _row("合计", found.whole, 0)), header=True, folds=True)
        yield from unlisted(len(found.rows) - len(shown))
        yield Paragraph(line(Span(f"{COUNTED}；{NOTES[by]}", "dim")))
        if deepest:
            yield Paragraph(line("终端里的底色由浅到深：", *_legend(deepest), "（项）"), legend=True)

    records = Stream(lambda: (_record(heat, found) for heat in shown))
    keys = ("overdue", *found.months, "undated", "total")
    columns = (
        *((("plan", FIELDS["plan"]),) if head.plans > 1 else ()),
        ("name", GROUPS[by]),
        *((key, FIELDS.get(key, key)) for key in keys),
    )
    extra = {"months": list(found.months), "whole": _numbers(found.whole, found)}
    return View(
        "heatmap", title(head), Stream(parts), "rows", records, len(shown), columns, as_of, query, extra
    )


def month_title(month: str, year: int | None) -> str:
    """Return the heading of a month: without the year where it is the plan's own."""
    of_year, number = month.split("-")
    return f"{int(number)}月" if year is not None and int(of_year) == year else month


def _row(name: str, heat: Heat, deepest: int) -> tuple[Cell, ...]:
    tone: Tone = "plain" if deepest else "strong"
    return (
        line(Span(name, tone)),
        line(Span(_number(heat.overdue), "bad")),
        *(_shaded(count, deepest) for count in heat.months),
        line(_number(heat.undated)),
        line(Span(str(heat.total), "strong")),
    )


def _shaded(count: int, deepest: int) -> Cell:
    text = f"{_number(count):>{_LEAST}}"
    return line(Span(text, SHADES[level_of(count, deepest)])) if count and deepest else line(text)


def level_of(count: int, deepest: int) -> int:
    """Return the shade, from 0, of a count between 1 and the deepest: each stands for a quarter."""
    return (count * len(SHADES) - 1) // deepest


def _legend(deepest: int) -> Iterator[Span]:
    for level, shade in enumerate(SHADES):
        counts = [count for count in range(1, deepest + 1) if level_of(count, deepest) == level]
        if counts:
            words = f"{counts[0]}" if len(counts) == 1 else f"{counts[0]}–{counts[-1]}"
            yield Span(words, shade)
            yield Span("  ")


def _number(count: int) -> str:
    return str(count) if count else ""


def _record(heat: Heat, found: HeatMap) -> dict[str, Any]:
    return {"plan": heat.plan, "name": heat.name, **_numbers(heat, found)}


def _numbers(heat: Heat, found: HeatMap) -> dict[str, Any]:
    months = dict(zip(found.months, heat.months, strict=True))
    return {"overdue": heat.overdue, **months, "undated": heat.undated, "total": heat.total}
