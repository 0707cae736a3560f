"""The plan at a glance as one screen: counts, deadlines, the units that are behind, the last entries."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from bizenv_cli.dates import weekday
from bizenv_cli.query.glance import SILENCE, DeadlineTally, Glance, Tally, UnitTally
from bizenv_cli.query.plan import PlanHead
from bizenv_cli.views import ledger
from bizenv_cli.views.days import iso
from bizenv_cli.views.parts import Cell, Column, Line, Paragraph, Part, Rows, Span, Stream, View, line
from bizenv_cli.views.status import NOTHING_RECORDED
from bizenv_cli.views.tasks import title
from bizenv_cli.vocabulary import FIELDS

_UNITS_SHOWN = 10
_DAYS = SILENCE.removesuffix("d")


def _counted(name: str) -> tuple[Column, ...]:
    words = ("共", "√ 办结", "■ 逾期", "▲ 临期", "● 其余")
    return (Column(name), *(Column(word, right=True) for word in words))


_DEADLINES = (*_counted("时限"), Column("说明", flex=True))
_UNITS = (*_counted("牵头单位"), Column(f"{_DAYS} 天没有报告", right=True), Column("最近报告"))
_KEYS = ("unit", *Tally._fields, "last_report")


def glance(head: PlanHead, found: Glance, as_of: date) -> View:
    """Return the plan at a glance."""

    def parts() -> Iterator[Part]:
        yield Paragraph(
            line(f"共 {found.whole.total} 项 · 以 {as_of}（{weekday(as_of)}）计{since(head, as_of)}")
        )
        yield Paragraph(summary(found.whole, head))
        yield Rows(
            _DEADLINES, _deadlines(found, as_of), line(Span("按时限", "strong")), header=True, folds=True
        )
        shown = found.units[:_UNITS_SHOWN]
        more = len(found.units) - len(shown)
        rest = f"（前 {len(shown)} 个，其余 {more} 个见 --format csv）" if more else ""
        heading = line(Span("按牵头单位，逾期多的在前", "strong"), rest)
        yield Rows(_UNITS, tuple(map(_unit_cells, shown)), heading, header=True, folds=True)
        if found.entries:
            words = f"最近登记（共 {found.entries} 条）"
            yield from ledger.entries(found.latest, words, with_task=True)
        else:
            yield Paragraph(line(NOTHING_RECORDED), gap=True)

    columns = tuple((key, FIELDS[key]) for key in _KEYS)
    records = Stream(lambda: map(_unit_record, found.units))
    extra = {
        "tasks": found.whole._asdict(),
        "deadlines": [_deadline_record(item) for item in found.deadlines],
        "entries": found.entries,
        "latest": ledger.entry_records(found.latest),
    }
    return View(
        "status", title(head), Stream(parts), "units", records, len(found.units), columns, as_of, {}, extra
    )


def since(head: PlanHead, as_of: date) -> str:
    """Say how long ago the notice was issued; nothing of several plans."""
    if head.issued is None:
        return ""
    days = (as_of - head.issued).days
    return f" · 印发 {days} 天" if days >= 0 else " · 尚未印发"


def summary(tally: Tally, head: PlanHead) -> Line:
    """Return how many tasks have each status, in one line."""
    done = Span(f"√ 已办结 {tally.done}{_how(tally)}", "good" if tally.done else "plain")
    near = f"▲ {head.alert_days} 天内 {tally.due_soon}" if head.issued else f"▲ 临期 {tally.due_soon}"
    spans = [done, Span(f"■ 逾期 {tally.overdue}", "bad"), Span(near, "warn"), Span(f"● 其余 {tally.open}")]
    if tally.undated:
        spans.append(Span(f"× 无时限 {tally.undated}", "dim"))
    if tally.silent:
        spans.append(Span(f"{_DAYS} 天没有报告 {tally.silent}", "dim"))
    return tuple(part for span in spans for part in (span, Span("   ")))[:-1]


def _how(tally: Tally) -> str:
    told = [f"迟 {tally.late}"] if tally.late else []
    waiting = tally.done - tally.accepted
    told += [f"待销号 {waiting}"] if waiting else []
    return f"（其中{'，'.join(told)}）" if told else ""


def _deadlines(found: Glance, as_of: date) -> tuple[tuple[Cell, ...], ...]:
    return tuple(
        (line(f"{item.deadline or '无时限'}"), *_tally_cells(item.tally), line(apart(item, as_of)))
        for item in found.deadlines
    )


def apart(item: DeadlineTally, as_of: date) -> str:
    """Say how far a deadline is, or that all with it are done."""
    if item.deadline is None:
        return ""
    days = (item.deadline - as_of).days
    if item.tally.done == item.tally.total:
        return "全部办结"
    return f"已过 {-days} 天" if days < 0 else f"还有 {days} 天" if days else "今天到期"


def _unit_cells(item: UnitTally) -> tuple[Cell, ...]:
    return (
        line(item.unit), *_tally_cells(item.tally), line(_or_blank(item.tally.silent)),
        line(f"{item.last_report or '尚无'}"),
    )  # fmt: skip


def _tally_cells(tally: Tally) -> tuple[Cell, ...]:
    late = Span(_or_blank(tally.overdue), "bad")
    rest = tally.open + tally.undated
    return (
        line(str(tally.total)), line(_or_blank(tally.done)), line(late), line(_or_blank(tally.due_soon)),
        line(_or_blank(rest)),
    )  # fmt: skip


def _or_blank(count: int) -> str:
    return str(count) if count else ""


def _unit_record(item: UnitTally) -> dict[str, Any]:
    reported = iso(item.last_report)
    return {"plan": item.plan, "unit": item.unit, **item.tally._asdict(), "last_report": reported}


def _deadline_record(item: DeadlineTally) -> dict[str, Any]:
    return {"deadline": iso(item.deadline), **item.tally._asdict()}
