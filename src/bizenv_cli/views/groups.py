"""One indicator or action as a page."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from bizenv_cli.query.plan import PlanHead
from bizenv_cli.query.profile import GroupProfile, SubGroup
from bizenv_cli.query.rows import TaskRow
from bizenv_cli.views.amendments import amendment_facts, amendment_records
from bizenv_cli.views.pages import Limit, Page, as_of_words, one, several
from bizenv_cli.views.parts import Facts, Line, Paragraph, Part, Rows, Span, View, line, names
from bizenv_cli.views.status import deadline_text, status_cell
from bizenv_cli.views.tasks import (
    DEADLINE,
    ID,
    LEAD,
    MEASURE,
    STATUS,
    steps,
    task_cells,
)
from bizenv_cli.vocabulary import ERRATUM_KINDS

_SCOPES = {"indicator": "指标", "action": "专项行动"}


def group(profile: GroupProfile, as_of: date, query: Mapping[str, Any]) -> View:
    """Return the page of an indicator or action: what the body and the annex say of it, and its tasks."""
    extra = {
        profile.scope: {
            "order": profile.order,
            "name": profile.name,
            "body_name": profile.body_name,
            "body_goal": profile.body_goal,
            "lead_officials": list(profile.lead_officials),
            "lead": list(profile.lead),
            "support": list(profile.support),
            "errata": [
                {
                    "kind": item.kind,
                    "fields": list(item.fields),
                    "printed": item.printed,
                    "because": item.because,
                }
                for item in profile.errata
            ],
            "amendments": amendment_records(profile.amendments),
        }
    }
    return one(profile.scope, _group_page(profile, as_of), as_of, query, extra)


def groups(
    command: str,
    head: PlanHead,
    profiles: Iterable[GroupProfile],
    as_of: date,
    query: Mapping[str, Any],
    limit: Limit,
) -> View:
    """Return the pages of an indicator or action of several plans, one after the other."""
    return several(
        command, head, lambda: (_group_page(profile, as_of) for profile in profiles), as_of, query, limit
    )


def _group_page(profile: GroupProfile, as_of: date) -> Page:
    tasks = tuple(task for part in profile.parts for task in part.tasks)
    words = f"　{_SCOPES[profile.scope]} {profile.order} · {len(tasks)} 项任务{as_of_words(as_of)}"
    parts: list[Part] = [Facts(tuple(_group_facts(profile)))]
    for part in profile.parts:
        if part.name:
            parts.append(Paragraph(line(Span(f"{part.name}　{len(part.tasks)} 项", "strong")), gap=True))
            if part.goal:
                parts.append(Facts(tuple(_part_facts(part))))
        rows = tuple(
            (*_without_subject(task), line(deadline_text(task)), status_cell(task, profile.head.light))
            for task in part.tasks
        )
        if rows:
            parts.append(Rows((ID, MEASURE, LEAD, DEADLINE, STATUS), rows))
    parts.extend(steps(tasks))
    return Page(profile.head, line(Span(profile.name, "strong"), words), tuple(parts), tasks)


def _group_facts(profile: GroupProfile) -> list[tuple[str, Line]]:
    leader = "指标长" if profile.scope == "indicator" else "牵头区领导"
    lead = "牵头单位" if profile.scope == "indicator" else "总责任单位"
    facts = [
        (leader, line(names(profile.lead_officials, "（无）"))),
        (lead, line(names(profile.lead, "（无）"))),
    ]
    facts.append(("配合单位", line(names(profile.support, "（无）"))))
    if profile.body_name:
        facts.append(("正文名称", line(profile.body_name)))
    if len(profile.parts) == 1 and not profile.parts[0].name:
        facts += _part_facts(profile.parts[0])
    if profile.body_goal:
        facts.append(("正文目标", line(profile.body_goal)))
    facts += [("勘误", line(f"{ERRATUM_KINDS[item.kind]}：{item.because}")) for item in profile.errata]
    return facts + amendment_facts(profile.amendments)


def _part_facts(part: SubGroup) -> list[tuple[str, Line]]:
    facts = [
        ("对标城市", line(names(part.benchmark_cities, "（无）"))),
        ("预期目标", line(part.goal or "（无）")),
    ]
    return facts + [("试点项目", line(pilot)) for pilot in part.pilots]


def _without_subject(task: TaskRow) -> tuple[Line, Line, Line]:
    number, _, text, lead = task_cells(task)
    return number, text, lead
