"""The sentences and tables that every paper shares: how the whole stands, tasks in a table, units in a table."""

from collections.abc import Iterable
from datetime import date

from bizenv_cli.query.glance import SILENCE, Tally
from bizenv_cli.query.plan import PlanHead
from bizenv_cli.query.rows import TaskRow
from bizenv_cli.query.scores import Board
from bizenv_cli.report.paper import Block, Table, Text, written_day
from bizenv_cli.report.shares import shares
from bizenv_cli.vocabulary import join_names

SIGNER = "（印发单位）"
TASK_COLUMNS = ("编号", "所属", "工作举措", "牵头单位", "完成时限", "情况")
NOTHING_RECORDED = (
    "截至该日，台账没有任何登记，办结、进展情况无从统计，以下只按时限计；"
    "时限已过的任务是否已经办结，台账没有登记，不作判断。"
)


def whole(head: PlanHead, tally: Tally, day: date, *, told: bool) -> tuple[Block, ...]:
    """Say how all tasks stand on a day, with shares of them that add up.

    Args:
        told: whether the ledger has any entry; without one nothing is said of what is done.
    """
    opening = f"截至{written_day(day)}，《{head.short_title}》（{head.number}）共有任务{tally.total}项"
    near = f"{head.alert_days}天内到期"
    counts = [
        ("已办结", tally.done),
        ("逾期未办结" if told else "时限已过", tally.overdue),
        (near, tally.due_soon),
        (f"{head.alert_days}天后到期", tally.open),
        ("无时限", tally.undated),
    ]
    if not told:
        counts = counts[1:]
    parts = shares([count for _, count in counts])
    rows = tuple((name, str(count), part) for (name, count), part in zip(counts, parts, strict=True))
    told_of = [f"{name}{count}项，占{part}" for name, count, part in rows if count != "0"]
    first = f"{opening}。" if told else f"{opening}。{NOTHING_RECORDED}"
    said: list[Block] = [Text(first)]
    if tally.total:
        said.append(Text(f"其中{'；'.join(told_of)}（均以{tally.total}项为分母）。"))
    if tally.done:
        said.append(Text(f"{_in_time(tally)}经办公室销号{tally.accepted}项。"))
    total = ("合计", str(tally.total), "100.0%" if tally.total else "—")
    return (*said, Table(("情况", "项数", "占比"), (*rows, total), frozenset({1, 2})))


def _in_time(tally: Tally) -> str:
    return f"已办结的{tally.done}项中，时限过后才办结的{tally.late}项；"


def task_table(tasks: Iterable[TaskRow], *, told: bool) -> Table:
    """Return tasks as a table with the texts whole."""
    return Table(
        TASK_COLUMNS,
        tuple(
            (
                task.id,
                task.subject,
                task.measure or "（工作举措缺失，见勘误）",
                join_names(task.lead),
                f"{task.effective_deadline or '无'}",
                state(task, told=told),
            )
            for task in tasks
        ),
    )


def state(task: TaskRow, *, told: bool) -> str:
    """Say how a task stands: by how many days it is late, or how many are left."""
    if task.status == "done":
        late = f"，迟{task.days_late}天" if task.days_late else ""
        return f"{task.completed}办结{late}"
    if task.days is None:
        return "无时限"
    if task.days < 0:
        return f"{'逾期' if told else '时限已过'}{-task.days}天"
    return "今天到期" if task.days == 0 else f"还有{task.days}天"


def unit_table(board: Board, *, told: bool) -> Table:
    """Return how what each unit leads stands, in the order of the board; without a ledger nothing of what is done."""
    late = "逾期" if told else "时限已过"
    days = SILENCE.removesuffix("d")
    columns = ("单位", "牵头", *(("办结", "其中迟办") if told else ()), late, f"{late}占比", "临期")
    columns += (f"{days}天未报",) if told else ()
    rows = []
    for score in (*board.rows, board.whole):
        tally = score.tally
        rate = f"{score.overdue_rate:.1%}" if score.overdue_rate is not None else "—"
        done = (str(tally.done), str(tally.late)) if told else ()
        silent = (str(tally.silent),) if told else ()
        name = score.name or "合计（不重复计）"
        rows.append((name, str(tally.total), *done, str(tally.overdue), rate, str(tally.due_soon), *silent))
    return Table(columns, tuple(rows), frozenset(range(1, len(columns))))


def counted_twice(board: Board) -> str:
    """Say how the units' numbers come to more than the whole; nothing where they do not."""
    single = sum(score.tally.total for score in board.rows)
    if single == board.whole.tally.total:
        return ""
    return (
        f"几个单位共同牵头的任务，各单位各计一项，共{single}项次；合计里同一任务只计一次，"
        f"共{board.whole.tally.total}项。"
    )
