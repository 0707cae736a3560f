"""The start screen: today's picture in as many lines as the terminal has, and the commands most likely next."""

import re
import shlex
from collections.abc import Iterator, Sequence
from datetime import date

from bizenv_cli.dates import weekday
from bizenv_cli.query.glance import SILENCE
from bizenv_cli.query.plan import PlanHead
from bizenv_cli.query.rows import TaskRow
from bizenv_cli.query.today import Owed, Today
from bizenv_cli.views import glance
from bizenv_cli.views.parts import Column, Facts, Line, Paragraph, Part, Rows, Span, Tone, View, line
from bizenv_cli.views.status import NOTHING_RECORDED, status_cell, target_counts
from bizenv_cli.views.tasks import ID, LEAD, MEASURE, STATUS, SUBJECT, task_cells, title

_SILENT_DAYS = SILENCE.removesuffix("d")
MOST = 12  # tasks of a kind at the most
_NAMED = 3  # units or duties named in one line
_STEPS = 3
_COLUMNS = (ID, SUBJECT, MEASURE, LEAD, STATUS)
_STEP_COLUMNS = (Column("命令"), Column("为什么", flex=True))
_SPECIAL = re.compile(r"""[\s"'$`\\|&;<>()*?\[\]{}!#~]""")


def today(head: PlanHead, found: Today, as_of: date, rows: int = MOST) -> View:
    """Return the start screen, with no more than so many rows of overdue tasks, and of those that are near."""
    return View("today", title(head), tuple(_parts(head, found, as_of, rows)), "tasks", (), 0, (), as_of)


def _parts(head: PlanHead, found: Today, as_of: date, rows: int) -> Iterator[Part]:
    tally = found.whole.whole
    since = glance.since(head, as_of)
    yield Paragraph(line(f"以 {as_of}（{weekday(as_of)}）计{since} · 共 {tally.total} 项"))
    yield Paragraph(glance.summary(tally._replace(silent=0), head))  # said below, with the units
    if not found.whole.entries:
        words = f"{NOTHING_RECORDED}；逾期只是说时限已过"
        yield Paragraph(line(Span(words, "strong")))
    if tally.overdue:
        yield _tasks(
            head, found.overdue[:rows], f"■ 逾期 {tally.overdue} 项，最久的 {found.oldest} 天", "bad"
        )
    if tally.due_soon:
        near = f"{head.alert_days} 天内到期" if head.issued else "临期"
        words = f"▲ {near} {tally.due_soon} 项，最近的{_left(found.near[0])}"
        yield _tasks(head, found.near[:rows], words, "warn")
    yield Paragraph(())
    yield Facts(tuple(_facts(head, found)))
    steps = tuple((line(Span(typed, "strong")), line(why)) for typed, why in next_steps(head, found)[:_STEPS])
    more = Span("　看板 bizenv tui，全部命令 bizenv --help", "dim")
    yield Rows(_STEP_COLUMNS, steps, line(Span("接下来", "strong"), more))


def _tasks(head: PlanHead, tasks: Sequence[TaskRow], words: str, tone: Tone) -> Rows:
    rows = tuple((*task_cells(task), status_cell(task, head.light)) for task in tasks)
    return Rows(_COLUMNS, rows, line(Span(words, tone)))


def _left(task: TaskRow) -> str:
    return f"还有 {task.days} 天" if task.days else "今天到期"


def _facts(head: PlanHead, found: Today) -> Iterator[tuple[str, Line]]:
    late = [(unit.unit, unit.tally.overdue) for unit in found.whole.units if unit.tally.overdue]
    if late:
        yield "逾期单位", line(f"{len(late)} 个：{_counted(late)}")
    yield "没有报告", line(_silent(found))
    yield "例行职责", _duties(head, found.owed)
    if whole := sum(found.targets.values()):
        yield "目标", line(f"{whole} 项", *target_counts(found.targets))


def _silent(found: Today) -> str:
    if found.silent:
        counts = [(unit.unit, unit.tally.silent) for unit in found.silent]
        return f"{len(counts)} 个单位 {_SILENT_DAYS} 天以上：{_counted(counts)}"
    units = len(found.whole.units)
    never = sum(unit.last_report is None for unit in found.whole.units)
    if not never:
        return f"{units} 个牵头单位都报告过，没有 {_SILENT_DAYS} 天没有报告的"
    who = f"{units} 个牵头单位" + ("都" if never == units else f"里 {never} 个")
    return f"{who}还没有报告过，都不满 {_SILENT_DAYS} 天"


def _counted(counts: Sequence[tuple[str, int]]) -> str:
    shown = "、".join(f"{unit} {count} 项" for unit, count in counts[:_NAMED])
    return f"{shown} 等" if len(counts) > _NAMED else shown


def _duties(head: PlanHead, owed: Sequence[Owed]) -> Line:
    late = [item for item in owed if item.days < 0]
    near = [item for item in owed if item.days >= 0]
    if not owed:
        return line(f"没有逾期的，{head.alert_days} 天内也没有到期的")
    told: list[str | Span] = []
    if late:
        told += [Span(f"■ 逾期 {_parties(late)} 次", "bad"), f"（{_named(late)}）"]
    if near:
        told += ["　"] if told else []
        told += [Span(f"▲ {head.alert_days} 天内 {_parties(near)} 次", "warn"), f"（{_named(near)}）"]
    return line(*told)


def _parties(owed: Sequence[Owed]) -> int:
    return sum(item.parties for item in owed)


def _named(owed: Sequence[Owed]) -> str:
    ids = sorted({item.id for item in owed})
    return "、".join(ids[:_NAMED]) + (" 等" if len(ids) > _NAMED else "")


def next_steps(head: PlanHead, found: Today) -> list[tuple[str, str]]:
    """Return the commands that the picture suggests, the most pressing first, each with the reason."""
    tally = found.whole.whole
    steps: list[tuple[str, str]] = []

    def add(words: str, why: str, plan: str | None = None) -> None:
        steps.append((f"bizenv {words}{f' --plan {plan}' if plan and head.plans > 1 else ''}", why))

    if tally.overdue:
        add("overdue", f"{tally.overdue} 项逾期，最久的 {found.oldest} 天")
    if worst := found.most("overdue"):
        unit, count = worst
        add(f"notice {_typed(unit.unit)}", f"逾期最多，{count} 项：拟一份督办单", unit.plan)
    if tally.done > tally.accepted:
        add("list --status done", f"{tally.done - tally.accepted} 项已办结，等着销号或退回")
    if quiet := found.most("silent"):
        unit, count = quiet
        add(f"unit {_typed(unit.unit)}", f"{_SILENT_DAYS} 天没有报告的最多，{count} 项", unit.plan)
    if soon := found.most("due_soon"):
        unit, count = soon
        near = f"{head.alert_days} 天内" if head.issued else "临期"
        add(f"unit {_typed(unit.unit)}", f"{near}要办结的最多，{count} 项", unit.plan)
    if tally.due_soon:
        add("upcoming", f"{tally.due_soon} 项就要到期，最近的{_left(found.near[0])}")
    if found.owed and found.owed[0].days < 0:
        add("duties --until 今天 --status overdue", "到期而没有登记履行的例行职责")
    if tally.total > tally.done:
        add("due", f"{tally.total - tally.done} 项没有办结，按时限先后")
    add("status", "全局一览：各时限、各单位")
    add("search 文字", "按文字找任务")
    add("list", "全部任务")
    return steps


def _typed(name: str) -> str:
    """Return a name as it is typed in a shell."""
    return shlex.quote(name) if _SPECIAL.search(name) else name
