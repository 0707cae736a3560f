"""Scores as tables: counts and rates, with the rule of their order and of each rate below."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import Any, Literal, NamedTuple

from bizenv_cli.dates import weekday
from bizenv_cli.query.glance import SILENCE
from bizenv_cli.query.grouping import By
from bizenv_cli.query.plan import PlanHead
from bizenv_cli.query.scores import Board, Score, Scores
from bizenv_cli.views.parts import Cell, Column, Paragraph, Part, Rows, Span, Stream, View, line
from bizenv_cli.views.status import NOTHING_RECORDED
from bizenv_cli.views.tasks import title
from bizenv_cli.vocabulary import FIELDS

_DAYS = SILENCE.removesuffix("d")
GROUPS: dict[By, str] = {"unit": "单位", "official": "领导", "indicator": "指标", "action": "专项行动"}
_ROLES = {"lead": "牵头", "support": "配合"}
_ORDER = "次序：逾期率高的在前；相同的，逾期多的在前；再相同，按通知的次序"
_DONE_RATES = "办结率 = 办结 ÷ 任务；按期率 = 按期 ÷（按期 + 迟）；"
_RATES = "逾期率 = 逾期 ÷ 任务；达标率 = 达到 ÷ 已量；分母为 0 的写「—」"
_SILENT = f"久未报：未办结，印发已满 {_DAYS} 天，而 {_DAYS} 天没有签收、进展、办结"
_LEADING = "牵头按任务计：几个单位牵头的，各计一项，都办结才算办结；合计里同一任务只计一次"
_SUPPORTING = (
    "配合按本单位的部分计：本单位登记办结且未被退回的算办结；任务已由牵头单位办结、本单位没有登记办结的，列「牵头已结」；"
    "久未报看本单位自己的登记；时限是任务的"
)
_OTHERS: dict[By, str] = {
    "official": "按其任指标长、牵头区领导的指标与行动计；几位牵头的，各计一项；合计里同一任务只计一次",
    "indicator": "只计附件1 的任务",
    "action": "只计附件2 的任务",
}
_RATE_KEYS = ("done_rate", "on_time_rate", "overdue_rate", "silent_rate", "met_rate")
_KEYS = (
    "total", "done", "on_time", "late", "accepted", "overdue", "due_soon", "open", "undated", "closed", "silent",
    "extensions", "targets", "measured_targets", "met_targets", *_RATE_KEYS,
)  # fmt: skip
_TITLES = {"accepted": "已销号"}  # a count here, elsewhere a day


class _Measure(NamedTuple):
    """A column of the table.

    Attributes:
        told: it says what is recorded of tasks, or of targets; where there is nothing of that, it is left out.
    """

    heading: str
    cell: Callable[[Score], Cell]
    told: Literal["", "tasks", "targets"] = ""


_CLOSED, _EXTENDED = "牵头已结", "延期"
_TARGETS = ("目标", "已量", "达到", "达标率")
_MEASURES = (
    _Measure("任务", lambda score: line(str(score.tally.total))),
    _Measure("办结", lambda score: _count(score.tally.done), told="tasks"),
    _Measure("按期", lambda score: _count(score.on_time), told="tasks"),
    _Measure("迟", lambda score: _count(score.tally.late), told="tasks"),
    _Measure(_CLOSED, lambda score: _count(score.closed), told="tasks"),
    _Measure("逾期", lambda score: line(Span(_number(score.tally.overdue), "bad"))),
    _Measure("临期", lambda score: _count(score.tally.due_soon)),
    _Measure("久未报", lambda score: _count(score.tally.silent)),
    _Measure(_EXTENDED, lambda score: _count(score.extensions), told="tasks"),
    _Measure("办结率", lambda score: _percent(score.done_rate), told="tasks"),
    _Measure("按期率", lambda score: _percent(score.on_time_rate), told="tasks"),
    _Measure("逾期率", lambda score: _percent(score.overdue_rate)),
    _Measure("目标", lambda score: _count(score.attainment.targets)),
    _Measure("已量", lambda score: _count(score.attainment.measured), told="targets"),
    _Measure("达到", lambda score: _count(score.attainment.met), told="targets"),
    _Measure("达标率", lambda score: _percent(score.met_rate), told="targets"),
)


def scores(
    head: PlanHead, found: Scores, as_of: date, query: Mapping[str, Any], limit: int | None = None
) -> View:
    """Return the scores; past the limit rows are left out and counted."""

    def parts() -> Iterator[Part]:
        by = GROUPS[found.by]
        yield Paragraph(line(f"按{by}的成绩 · 以 {as_of}（{weekday(as_of)}）计"))
        if not found.entries:
            words = f"{NOTHING_RECORDED}，办结多少、是否按期都无从列起；逾期只是说时限已过，而没有办结的登记"
            yield Paragraph(line(Span(words, "warn")))
        elif untold := {score.plan for board in found.boards for score in board.rows if not score.told}:
            words = f"{len(untold)} 个方案尚无任何登记，其办结率写「—」；合计里按没有办结计"
            yield Paragraph(line(Span(words, "warn")))
        for board in found.boards:
            yield from _board(board, found, several=head.plans > 1, limit=limit)
        yield Paragraph(line(Span(_ORDER, "dim")), gap=True)
        yield Paragraph(line(Span(f"{_DONE_RATES if found.entries else ''}{_RATES}", "dim")))
        yield Paragraph(line(Span(_SILENT, "dim")))

    shown = [(board, score) for board in found.boards for score in board.rows[:limit]]
    records = Stream(lambda: (_record(board, score) for board, score in shown))
    own = (("name", GROUPS[found.by]), *((("role", FIELDS["role"]),) if found.by == "unit" else ()))
    columns = (
        *((("plan", FIELDS["plan"]),) if head.plans > 1 else ()),
        *own,
        *((key, _TITLES.get(key, FIELDS[key])) for key in _KEYS),
    )
    extra = {"entries": found.entries, "whole": [_whole(board) for board in found.boards]}
    return View(
        "score", title(head), Stream(parts), "scores", records, len(shown), columns, as_of, query, extra
    )


def _board(board: Board, found: Scores, *, several: bool, limit: int | None) -> Iterator[Part]:
    role = _ROLES.get(board.role or "", "")
    if not board.rows:
        yield Paragraph(line(f"没有符合条件的{role}任务"), gap=True)
        return
    left_out = (
        (_EXTENDED, *_TARGETS) if board.role == "support" else (_CLOSED,)
    )  # counted once, with those who lead
    if not board.whole.attainment.targets:
        left_out = (*left_out, *_TARGETS)
    known = {"": True, "tasks": bool(found.entries), "targets": bool(board.whole.attainment.measured)}
    measures = [measure for measure in _MEASURES if measure.heading not in left_out and known[measure.told]]
    columns = (
        Column(f"{role}{GROUPS[found.by]}"),
        *(Column(measure.heading, right=True) for measure in measures),
    )
    rows = tuple(
        (line(full_name(score.plan, score.name, several=several)), *_cells(score, measures))
        for score in board.rows[:limit]
    )
    whole = (line(Span("合计", "strong")), *_cells(board.whole, measures))
    yield Rows(columns, (*rows, whole), header=True, folds=True)
    yield from unlisted(len(board.rows) - len(rows))
    words = {"lead": _LEADING, "support": _SUPPORTING}.get(board.role or "") or _OTHERS[found.by]
    yield Paragraph(line(Span(words, "dim")))


def full_name(plan: str, name: str, *, several: bool) -> str:
    """Return a group's name, after its plan's key where the answer is about several plans."""
    return f"{plan}:{name}" if several else name


def unlisted(count: int) -> Iterator[Part]:
    """Yield the sentence that so many rows are not listed; nothing where all are."""
    if count:
        yield Paragraph(
            line(Span(f"还有 {count:,} 行未列出。--limit 0 全部列出，或 --format csv -o 文件", "strong"))
        )


def _cells(score: Score, measures: list[_Measure]) -> tuple[Cell, ...]:
    return tuple(measure.cell(score) for measure in measures)


def _number(count: int) -> str:
    return str(count) if count else ""


def _count(count: int) -> Cell:
    return line(_number(count))


def _percent(rate: float | None) -> Cell:
    return line("—" if rate is None else f"{rate:.1%}")


def _record(board: Board, score: Score) -> dict[str, Any]:
    return {"plan": score.plan, "name": score.name, "role": board.role, **_numbers(score)}


def _whole(board: Board) -> dict[str, Any]:
    return {"role": board.role, **_numbers(board.whole)}


def _numbers(score: Score) -> dict[str, Any]:
    reached = score.attainment
    values = {
        **score.tally._asdict(),
        **score._asdict(),
        "targets": reached.targets,
        "measured_targets": reached.measured,
        "met_targets": reached.met,
    }
    rates = {key: getattr(score, key) for key in _RATE_KEYS}
    values |= {key: None if rate is None else round(rate, 4) for key, rate in rates.items()}
    return {key: values[key] for key in _KEYS}
