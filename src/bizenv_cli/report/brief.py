"""The brief of a month or a quarter: how the whole stands at its end, what happened in it, what comes next."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import NamedTuple

from bizenv_cli.dates import month_end, quarter_end
from bizenv_cli.index import Index
from bizenv_cli.query.duties import DutyFilters, duties
from bizenv_cli.query.glance import glance
from bizenv_cli.query.moves import MoveRow
from bizenv_cli.query.period import Happened, happened
from bizenv_cli.query.plan import PlanHead
from bizenv_cli.query.rows import TaskRow
from bizenv_cli.query.scores import Board, scores
from bizenv_cli.query.targets import TargetFilters, targets
from bizenv_cli.query.tasks import Filters, select
from bizenv_cli.report import figures
from bizenv_cli.report.paper import Annex, Block, Heading, Paper, Table, Text, chinese, written_day
from bizenv_cli.vocabulary import EVENTS, join_names


class Span(NamedTuple):
    """A month or a quarter: its first and last day, both included."""

    first: date
    last: date
    quarter: bool

    @property
    def name(self) -> str:
        """What it is called: 2023年11月, 2023年第四季度."""
        if self.quarter:
            return f"{self.first.year}年第{chinese((self.first.month + 2) // 3)}季度"
        return f"{self.first.year}年{self.first.month}月"

    @property
    def this(self) -> str:
        """How the paper calls it in running text."""
        return "本季度" if self.quarter else "本月"

    @property
    def after(self) -> "Span | None":
        """The next one; None after the year 9999."""
        if self.last == date.max:
            return None
        first = self.last + timedelta(days=1)
        return Span(first, (quarter_end if self.quarter else month_end)(first), self.quarter)


def brief(index: Index, head: PlanHead, span: Span) -> Paper:
    """Return the brief of a plan for a span that the index's day lies in, or ends."""
    day = index.as_of
    found = glance(index, 0)
    told = found.entries > 0
    past = happened(index, span.first, min(span.last, day))
    due = tuple(select(index, Filters(after=span.first, before=span.last), order="deadline"))
    late = tuple(select(index, Filters(statuses=("overdue",)), order="deadline"))
    (board,) = scores(index, "unit", Filters(role="lead")).boards
    blocks: list[Block] = [Heading("总体情况"), *figures.whole(head, found.whole, day, told=told)]
    if span.quarter:
        blocks += _groups(index, told=told)
    blocks += [Heading(f"{span.this}情况"), *_due(span, due, day, told=told), *_done(span, past, told=told)]
    blocks += [*_moves(span, past.moves), *_entries(span, past)]
    coming = _coming(index, span.after) if span.after else ()
    annex = "附件1" if coming else "附件"
    blocks += [Heading("逾期情况" if told else "时限已过的任务"), *_late(board, late, annex, told=told)]
    annexes = []
    if late:
        title = f"{'逾期未办结' if told else '时限已过的'}任务清单（{len(late)}项）"
        annexes.append(Annex(title, (figures.task_table(late, told=told),)))
    if span.after:
        blocks += _next(index, span.after, coming)
        if coming:
            title = f"{span.after.name}到期任务清单（{len(coming)}项）"
            annexes.append(Annex(title, (figures.task_table(coming, told=told),)))
    kind = "工作季报" if span.quarter else "工作月报"
    title = f"{head.short_title}推进情况（{span.name}）"
    number = f"〔{day.year}〕第　　期"
    return Paper(kind, title, number, "", tuple(blocks), figures.SIGNER, day, tuple(annexes))


def _coming(index: Index, after: Span) -> tuple[TaskRow, ...]:
    found = select(index, Filters(after=after.first, before=after.last), order="deadline")
    return tuple(task for task in found if task.status != "done")


def _due(span: Span, due: Sequence[TaskRow], day: date, *, told: bool) -> list[Block]:
    blocks: list[Block] = [Heading("到期任务", 2)]
    over = "" if day >= span.last else f"（{span.this}尚未过完，情况截至{written_day(day)}）"
    if not due:
        return [*blocks, Text(f"{span.this}没有到期的任务{over}。")]
    if not told:
        return [*blocks, Text(f"{span.this}到期{len(due)}项{over}；台账没有登记，是否办结不作判断。")]
    done = sum(task.status == "done" for task in due)
    late = sum(task.status == "overdue" for task in due)
    rest = len(due) - done - late
    waiting = f"，尚未到期{rest}项" if rest else ""
    text = f"{span.this}到期{len(due)}项{over}：已办结{done}项，逾期未办结{late}项{waiting}。"
    return [*blocks, Text(text)]


def _done(span: Span, past: Happened, *, told: bool) -> list[Block]:
    blocks: list[Block] = [Heading("办结任务", 2)]
    if not past.completed:
        why = "没有登记办结的任务" if told else "台账没有任何登记"
        return [*blocks, Text(f"{span.this}{why}。")]
    late = sum(bool(task.days_late) for task in past.completed)
    words = f"{span.this}办结{len(past.completed)}项，其中时限过后才办结的{late}项。"
    return [*blocks, Text(words), figures.task_table(past.completed, told=told)]


def _moves(span: Span, moves: Sequence[MoveRow]) -> list[Block]:
    blocks: list[Block] = [Heading("时限变动", 2)]
    if not moves:
        return [*blocks, Text(f"{span.this}没有变动时限的任务。")]
    tasks = {move.id for move in moves}
    late = sum(bool(move.passed) for move in moves)
    rows = tuple(
        (
            move.id, join_names(move.lead), f"{move.before or '无'}", f"{move.to or '无'}", f"{move.day}",
            move.authority,
        )
        for move in moves
    )  # fmt: skip
    columns = ("编号", "牵头单位", "原时限", "现时限", "变动日期", "依据")
    words = f"{span.this}变动{len(moves)}次，涉及{len(tasks)}项，其中时限已过才变动的{late}次。"
    return [*blocks, Text(words), Table(columns, rows)]


def _entries(span: Span, past: Happened) -> list[Block]:
    blocks: list[Block] = [Heading("台账登记", 2)]
    if not past.entries:
        return [*blocks, Text(f"{span.this}台账没有登记。")]
    parts = [f"{words}{past.entries[event]}次" for event, words in EVENTS.items() if past.entries.get(event)]
    return [*blocks, Text(f"{span.this}登记{sum(past.entries.values())}次：{'、'.join(parts)}。")]


def _late(board: Board, late: Sequence[TaskRow], annex: str, *, told: bool) -> list[Block]:
    word = "逾期未办结" if told else "时限已过"
    if not late:
        return [Text(f"没有{word}的任务。")]
    behind = tuple(score for score in board.rows if score.tally.overdue)
    blocks: list[Block] = [
        Text(f"{word}{len(late)}项（清单见{annex}），涉及牵头单位{len(behind)}个。"),
        figures.unit_table(board._replace(rows=behind), told=told),
    ]
    shared = sum(score.tally.overdue for score in behind)
    if shared != len(late):
        blocks.append(
            Text(
                f"几个单位共同牵头的，各计一项，上表各单位{word}共{shared}项次；合计是全部单位的，同一任务只计一次。"
            )
        )
    return blocks


def _groups(index: Index, *, told: bool) -> list[Block]:
    blocks: list[Block] = []
    for by, name in (("indicator", "各指标情况"), ("action", "各专项行动情况")):
        (board,) = scores(index, "indicator" if by == "indicator" else "action", Filters()).boards
        table = figures.unit_table(board, told=told)
        columns = ("指标" if by == "indicator" else "专项行动", "任务", *table.columns[2:])
        blocks += [Heading(name, 2), table._replace(columns=columns)]
    rows = targets(index, TargetFilters())
    measured = [row for row in rows if row.status != "none"]
    met = sum(row.status == "met" for row in measured)
    words = (
        f"量化目标{len(rows)}个，有数据的{len(measured)}个，其中达到{met}个、未达到{len(measured) - met}个；"
        f"尚无数据的{len(rows) - len(measured)}个。"
        if measured
        else f"量化目标{len(rows)}个，都还没有数据，是否达到不作判断。"
    )
    return [*blocks, Heading("量化目标", 2), Text(words)]


def _next(index: Index, after: Span, coming: Sequence[TaskRow]) -> list[Block]:
    blocks: list[Block] = [Heading(f"{after.name}到期事项")]
    if coming:
        days: dict[date, int] = {}
        for task in coming:
            if task.effective_deadline:
                days[task.effective_deadline] = days.get(task.effective_deadline, 0) + 1
        parts = [f"{written_day(day)}{count}项" for day, count in days.items()]
        blocks.append(Text(f"任务到期{len(coming)}项：{'、'.join(parts)}。"))
    else:
        blocks.append(Text("没有到期而未办结的任务。"))
    owed: dict[tuple[str, str], int] = {}
    for row in duties(index, DutyFilters(after.first, after.last)):
        if row.status != "done":
            owed[row.id, row.duty] = owed.get((row.id, row.duty), 0) + 1
    if owed:
        parts = [f"{duty}（{duty_id}）{count}项次" for (duty_id, duty), count in owed.items()]
        blocks.append(Text(f"例行职责{sum(owed.values())}项次：{'；'.join(parts)}。"))
    return blocks
