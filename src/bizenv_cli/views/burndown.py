"""The open tasks over time as a chart: what the ledger has against what the plan's first deadlines would have."""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import Any

from bizenv_cli.dates import weekday
from bizenv_cli.query.burndown import Burndown, Point
from bizenv_cli.query.plan import PlanHead
from bizenv_cli.views.parts import Cell, Chart, Column, Paragraph, Part, Span, Stream, Stretch, View, line
from bizenv_cli.views.status import NOTHING_RECORDED
from bizenv_cli.views.tasks import title
from bizenv_cli.vocabulary import FIELDS

_COLUMNS = (
    Column("日期"),
    *(Column(name, right=True) for name in ("实际", "原定", "相差")),
)
_KEYS = ("date", "total", "planned", "actual")
_LEGEND = (
    Span("= 未办结　"),
    Span("# 比原定多出的", "bad"),
    Span("　. 比原定少的；以后各日，是原定的未办结"),
)
_COUNTED = "实际：到当日为止的登记里还没有办结的。原定：假如每项都在最初的时限当天办结，还剩多少；没有时限的一直算未办结"


def burndown(head: PlanHead, found: Burndown, as_of: date, query: Mapping[str, Any]) -> View:
    """Return the chart, week by week."""

    def parts() -> Iterator[Part]:
        weeks = found.step // timedelta(weeks=1)
        every = "每周" if weeks == 1 else f"每 {weeks} 周"
        yield Paragraph(line(f"未办结的任务，{every}一行 · 以 {as_of}（{weekday(as_of)}）计"))
        if not found.points:
            yield Paragraph(line("没有符合条件的任务"), gap=True)
            return
        if as_of < found.points[0].day:
            yield Paragraph(line("当天尚未印发：只有原定的，没有实际的"))
        elif not found.entries:
            words = f"{NOTHING_RECORDED}；「实际」因此一直是全部任务，不是说没有进展"
            yield Paragraph(line(Span(words, "warn")))
        yield _chart(found.points, as_of)
        yield Paragraph(_LEGEND, gap=True, legend=True)
        yield Paragraph(line(Span(_COUNTED, "dim")))

    records = Stream(lambda: map(_record, found.points))
    columns = tuple((key, FIELDS[key]) for key in _KEYS)
    extra = {"entries": found.entries}
    return View(
        "burndown",
        title(head),
        Stream(parts),
        "days",
        records,
        len(found.points),
        columns,
        as_of,
        query,
        extra,
    )


def _chart(points: tuple[Point, ...], as_of: date) -> Chart:
    most = max(max(point.planned, point.actual or 0) for point in points)
    rows = tuple(_cells(point, as_of) for point in points)
    return Chart(_COLUMNS, rows, tuple(_bar(point) for point in points), most)


def _cells(point: Point, as_of: date) -> tuple[Cell, ...]:
    apart = None if point.actual is None else point.actual - point.planned
    return (
        line(Span(f"{point.day}", "strong" if point.day == as_of else "plain")),
        line("" if point.actual is None else str(point.actual)),
        line(str(point.planned)),
        line("" if apart is None else Span(f"{apart:+d}" if apart else "0", "bad" if apart > 0 else "plain")),
    )


def _bar(point: Point) -> tuple[Stretch, ...]:
    if point.actual is None:
        return (Stretch(point.planned, ".", "dim"),)
    return (
        Stretch(min(point.actual, point.planned), "="),
        Stretch(point.actual, "#", "bad"),
        Stretch(point.planned, ".", "dim"),
    )


def _record(point: Point) -> dict[str, Any]:
    return {
        "date": point.day.isoformat(),
        "total": point.total,
        "planned": point.planned,
        "actual": point.actual,
    }
