"""One task in full, and the reason for its status."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from bizenv_cli.dates import weekday
from bizenv_cli.query.ledger import EntryRow
from bizenv_cli.query.overlaps import OtherTask
from bizenv_cli.query.plan import PlanHead
from bizenv_cli.query.reasons import Reason
from bizenv_cli.query.rows import TaskRow
from bizenv_cli.views import ledger, overlaps
from bizenv_cli.views.amendments import amendment_facts
from bizenv_cli.views.days import iso
from bizenv_cli.views.parts import Facts, Line, Paragraph, Part, Span, View, line, names
from bizenv_cli.views.records import TASK_COLUMNS, records
from bizenv_cli.views.status import LIGHTS, MARKS, light_words, status_cell
from bizenv_cli.vocabulary import ERRATUM_KINDS, FIELDS, RULES, STATUSES
from bizenv_cli.vocabulary import LIGHTS as LIGHT_NAMES


class Around(NamedTuple):
    """What stands beside a task.

    Attributes:
        siblings: the ids of the other tasks of its group.
        overlaps: the tasks that may order the same thing.
        body_leads: the units that the body names as leading its indicator or action, and the annex not as leading it.
    """

    siblings: Sequence[str] = ()
    overlaps: Sequence[OtherTask] = ()
    body_leads: Sequence[str] = ()


def task(
    head: PlanHead,
    reason: Reason,
    entries: Sequence[EntryRow],
    around: Around,
    shown: str,
    query: Mapping[str, Any],
) -> View:
    """Return everything known of one task: text, units, status, ledger, errata, where it stands, its siblings.

    Args:
        entries: what the ledger records of it.
        around: what stands beside it.
        shown: its file, as a user would type it.
    """
    row, as_of = reason.task, reason.as_of
    where = f"附件{row.annex} 第 {row.seq} 行" if row.indicator else f"附件{row.annex} 举措 {row.seq}"
    measure = line(row.measure) if row.measure else line(Span("（工作举措缺失，见勘误）", "dim"))
    facts: list[tuple[str, Line]] = [
        ("牵头", line(names(row.lead, "（无）"))),
        *_body_leads(row, around.body_leads),
        ("配合", line(names(row.support, "（无）"))),
        ("时限", _deadline(reason)),
        ("指标长" if row.indicator else "牵头区领导", line(names(row.lead_officials, "（无）"))),
        ("状态", (*status_cell(row, head.light), Span(f"（以 {as_of} 计）"))),
    ]
    if entries:
        facts += ledger.part_facts(reason.parts)
    facts += [("节点", line(f"{step.date}　{step.text}")) for step in row.milestones]
    facts += _errata(row)
    facts += amendment_facts(row.amendments)
    if row.work_task:
        facts.append(("工作任务", line(f"{row.work_task_seq}. {row.work_task}")))
    if head.plans > 1:
        facts.append(("方案", line(row.plan)))
    if row.goal:
        facts.append(("预期目标", line(row.goal)))
    if row.pilot:
        facts.append(("试点项目", line(row.pilot)))
    facts += overlaps.other_facts(row, around.overlaps)
    if around.siblings:
        facts.append(("同组", line(" ".join(around.siblings))))
    facts.append(("清单", line(f"{shown}:{row.line}")))
    title = line(Span(f"{row.id}　{_belongs(row)}", "strong"), f"　{where}")
    parts: list[Part] = [Paragraph(measure), Facts(tuple(facts)), *ledger.entries(entries, "登记")]
    if head.packed:
        parts.append(Paragraph(line(Span("以上出自随程序附带的清单，只读", "dim")), gap=True))
    extra = {
        "siblings": list(around.siblings),
        "overlaps": overlaps.other_records(row, around.overlaps),
        "body_leads": list(around.body_leads),
        "parts": ledger.part_records(reason.parts) if entries else [],
        "entries": ledger.entry_records(entries),
    }
    return View("task", title, tuple(parts), "tasks", records([row]), 1, TASK_COLUMNS, as_of, query, extra)


def why(head: PlanHead, reason: Reason, query: Mapping[str, Any]) -> View:
    """Return the rule, the dates and the day counts behind a task's status."""
    row = reason.task
    mark, tone = MARKS[row.status]
    title = line(
        Span(f"{row.id}　{_belongs(row)}", "strong"), "　", Span(f"{mark} {STATUSES[row.status]}", tone)
    )
    facts: list[tuple[str, Line]] = [
        ("计算日", line(f"{reason.as_of} {weekday(reason.as_of)}")),
        ("完成时限", _planned(reason)),
    ]
    if row.effective_deadline and row.days is not None:
        how = ledger.moved_words(reason.moves) if reason.moves else "未延期"
        facts.append(("现行时限", line(f"{row.effective_deadline}（{how}）")))
        facts.append(("相差", line(_apart(reason, row.days))))
    if reason.issued_late:
        late = f"{reason.issued}；印发时本项时限已过 {reason.issued_late} 天"
        facts.append(("印发日期", line(late)))
    facts += ledger.part_facts(reason.parts)
    rules: list[tuple[str, Line]] = []
    decided = False
    for rule in reason.rules:
        here = rule.holds and not decided
        decided = decided or rule.holds
        sign = Span("√ 成立", "strong") if here else Span("× 不成立", "dim")
        rules.append((STATUSES[rule.status], line(rule.condition, "　", sign)))
        if here:
            break
    parts = (
        Facts(tuple(facts)),
        Paragraph(line(Span("规则（依次判断，第一条成立的即为状态）", "strong")), gap=True),
        Facts(tuple(rules)),
        Paragraph(line(Span(f"灯（按{RULES[head.light or 'deadline']}）", "strong")), gap=True),
        Facts(((f"{LIGHTS[row.light][0]} {LIGHT_NAMES[row.light]}", line(light_words(row, head))),)),
        *((Facts(tuple(_errata(row))),) if row.errata else ()),
    )
    record = {
        "id": row.id,
        "status": row.status,
        "as_of": reason.as_of.isoformat(),
        "deadline": iso(row.deadline),
        "effective_deadline": iso(row.effective_deadline),
        "days": row.days,
        "days_late": row.days_late,
        "light": row.light,
        "light_rule": head.light,
        "percent": row.percent,
        "elapsed": row.elapsed,
        "forecast": row.forecast,
        "completed": iso(row.completed),
        "parts": ledger.part_records(reason.parts),
        "alert_days": reason.alert_days,
        "issued": reason.issued.isoformat(),
        "rules": [
            {"status": rule.status, "condition": rule.condition, "holds": rule.holds} for rule in reason.rules
        ],
    }
    columns = (*((key, FIELDS[key]) for key in ("id", "status", "deadline", "effective_deadline", "days")),)
    return View("why", title, parts, "reasons", (record,), 1, columns, reason.as_of, query)


def _body_leads(row: TaskRow, units: Sequence[str]) -> list[tuple[str, Line]]:
    """Say who answers for the task besides those whom the annex has lead it."""
    if not units:
        return []
    what = "指标" if row.indicator else "专项行动"
    both = "，与附件的牵头单位都须负责" if row.lead else ""
    return [("正文牵头", line(f"{names(units)}（{what}的牵头单位{both}）"))]


def _planned(reason: Reason) -> Line:
    """Return the deadline that the notice gave."""
    row = reason.task
    deadline = reason.moves[0].before if reason.moves else row.deadline
    return line(f"{deadline} {weekday(deadline)}（附件{row.annex}）" if deadline else "（无，见勘误）")


def _deadline(reason: Reason) -> Line:
    """Return the deadline in force, and how it came to be that."""
    deadline = reason.task.effective_deadline
    moved = f"（{ledger.moved_words(reason.moves)}）" if reason.moves else ""
    return line(f"{deadline} {weekday(deadline)}{moved}" if deadline else f"（无，见勘误）{moved}")


def _apart(reason: Reason, days: int) -> str:
    completed, deadline = reason.task.completed, reason.task.effective_deadline
    if completed and deadline:
        apart = (completed - deadline).days
        words = (
            f"晚于现行时限 {apart} 天"
            if apart > 0
            else f"早于现行时限 {-apart} 天"
            if apart
            else "正是现行时限"
        )
        return f"办结日期 {completed}，{words}"
    if days < 0:
        return f"现行时限早于计算日 {-days} 天"
    if days == 0:
        return "计算日即现行时限，当日办结不算逾期"
    return f"距现行时限还有 {days} 天，预警窗口 {reason.alert_days} 天"


def _belongs(row: TaskRow) -> str:
    group = row.indicator or row.action or ""
    return f"{group}（{row.sub_indicator}）" if row.sub_indicator else group


def _errata(row: TaskRow) -> list[tuple[str, Line]]:
    return [
        (
            "勘误",
            line(
                f"{names(FIELDS.get(name, name) for name in item.fields)}：{ERRATUM_KINDS[item.kind]}。{item.because}",
                *([f"；原文「{item.printed}」"] if item.printed else []),
            ),
        )
        for item in row.errata
    ]
