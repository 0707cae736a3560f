"""One unit, official, indicator or action as a page."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from bizenv_cli.dates import weekday
from bizenv_cli.query.plan import PlanHead
from bizenv_cli.query.profile import Charge, GroupProfile, OfficialProfile, SubGroup, UnitProfile
from bizenv_cli.query.tasks import TaskRow
from bizenv_cli.views.amendments import amendment_facts, amendment_records
from bizenv_cli.views.parts import Facts, Line, Paragraph, Part, Rows, Span, View, line, names
from bizenv_cli.views.tasks import (
    DEADLINE,
    ID,
    LEAD,
    MEASURE,
    STATUS,
    TASK_COLUMNS,
    by_deadline,
    deadline_text,
    records,
    status_cell,
    steps,
    task_cells,
)
from bizenv_cli.vocabulary import BASES, ERRATUM_KINDS, FIELDS, ROLES, UNIT_KINDS

_SCOPES = {"indicator": "指标", "action": "专项行动", "treatment": "专项治理"}
_ROLE_COLUMN = ("role", FIELDS["role"])


def unit(
    head: PlanHead, profile: UnitProfile, as_of: date, query: Mapping[str, Any], *, with_collective: bool
) -> View:
    """Return the page of a unit: names, charges, what it leads, what it supports, by deadline."""
    parts: list[Part] = [_unit_counts(profile, as_of)]
    facts = _unit_facts(profile)
    if facts:
        parts.append(Facts(tuple(facts)))
    for role, tasks in (("lead", profile.leads), ("support", profile.supports)):
        if tasks:
            parts.append(_band(f"{ROLES[role]} {len(tasks)} 项"))
            parts.extend(by_deadline(tasks, head))
    parts.extend(steps(profile.leads))
    shown = [*profile.leads, *profile.supports]
    if with_collective and profile.through:
        parts.append(_band(f"只经集体单位涉及 {len(profile.through)} 项"))
        parts.extend(by_deadline(profile.through, head))
        shown += profile.through
    extra = {
        "unit": {
            "name": profile.name,
            "kind": profile.kind,
            "aliases": [
                {"name": alias.name, "basis": alias.basis, "because": alias.because}
                for alias in profile.aliases
            ],
            "covers": list(profile.covers),
            "presumed_covers": list(profile.presumed_covers),
            "note": profile.note,
            "heads": _charges(profile.charges),
            "lead": len(profile.leads),
            "support": len(profile.supports),
            "only_through_collective": len(profile.through),
        }
    }
    return _view("unit", head, parts, shown, as_of, query, extra, with_role=True)


def official(head: PlanHead, profile: OfficialProfile, as_of: date, query: Mapping[str, Any]) -> View:
    """Return the page of an official: what he or she heads, and the tasks of it by deadline."""
    parts: list[Part] = [
        Paragraph(
            line(
                Span(profile.name, "strong"),
                f"　所牵头的指标与行动共 {len(profile.tasks)} 项任务{_as_of(as_of)}",
            )
        ),
        Facts(
            tuple(
                (label, line(names(subjects)))
                for scope, label in (
                    ("indicator", "指标长"),
                    ("action", "牵头行动"),
                    ("treatment", "牵头治理"),
                )
                if (subjects := [charge.subject for charge in profile.charges if charge.scope == scope])
            )
        ),
        *by_deadline(profile.tasks, head),
        *steps(profile.tasks),
    ]
    extra = {"official": {"name": profile.name, "heads": _charges(profile.charges)}}
    return _view("official", head, parts, list(profile.tasks), as_of, query, extra)


def group(head: PlanHead, profile: GroupProfile, as_of: date, query: Mapping[str, Any]) -> View:
    """Return the page of an indicator or action: what the body and the annex say of it, and its tasks."""
    tasks = [task for part in profile.parts for task in part.tasks]
    label = _SCOPES[profile.scope]
    parts: list[Part] = [
        Paragraph(
            line(
                Span(profile.name, "strong"),
                f"　{label} {profile.order} · {len(tasks)} 项任务{_as_of(as_of)}",
            )
        ),
        Facts(tuple(_group_facts(profile))),
    ]
    for part in profile.parts:
        if part.name:
            parts.append(Paragraph(line(Span(f"{part.name}　{len(part.tasks)} 项", "strong")), gap=True))
            if part.goal:
                parts.append(Facts(tuple(_part_facts(part))))
        rows = tuple(
            (*_without_subject(task), line(deadline_text(task)), status_cell(task)) for task in part.tasks
        )
        if rows:
            parts.append(Rows((ID, MEASURE, LEAD, DEADLINE, STATUS), rows))
    parts.extend(steps(tasks))
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
    return _view(profile.scope, head, parts, tasks, as_of, query, extra)


def _view(
    command: str,
    head: PlanHead,
    parts: list[Part],
    tasks: list[TaskRow],
    as_of: date,
    query: Mapping[str, Any],
    extra: Mapping[str, Any],
    *,
    with_role: bool = False,
) -> View:
    title = parts[0].text if isinstance(parts[0], Paragraph) else ()
    columns = (*TASK_COLUMNS, _ROLE_COLUMN) if with_role else TASK_COLUMNS
    source = line(Span("以上出自随程序附带的清单，只读", "dim"))
    body = (*parts[1:], Paragraph(source, gap=True)) if head.packed else tuple(parts[1:])
    return View(command, title, body, "tasks", records(tasks), columns, as_of, query, extra)


def _unit_counts(profile: UnitProfile, as_of: date) -> Paragraph:
    text = f"　牵头 {len(profile.leads)} 项 · 配合 {len(profile.supports)} 项"
    if profile.kind == "collective":
        text = f"　{UNIT_KINDS[profile.kind]}{text}"
    return Paragraph(line(Span(profile.name, "strong"), text + _as_of(as_of)))


def _unit_facts(profile: UnitProfile) -> list[tuple[str, Line]]:
    facts: list[tuple[str, Line]] = []
    facts += [
        ("又名", line(alias.name, Span(f"（{BASES[alias.basis]}：{alias.because}）", "dim")))
        for alias in profile.aliases
    ]
    for scope, label in (("indicator", "指标牵头"), ("action", "行动牵头"), ("treatment", "治理牵头")):
        heads = [
            f"{charge.subject}（{'指标长' if scope == 'indicator' else '牵头区领导'} {names(charge.officials)}）"
            for charge in profile.charges
            if charge.scope == scope
        ]
        if heads:
            facts.append((label, line(names(heads))))
    if profile.covers:
        facts.append(("涵盖", line(names(profile.covers), Span("（通知点名）", "dim"))))
    if profile.presumed_covers:
        facts.append(("推定涵盖", line(names(profile.presumed_covers))))
    if profile.through:
        via = names(dict.fromkeys(name for task in profile.through for name in (task.via or "").split("、")))
        facts.append(
            ("集体涉及", line(f"另有 {len(profile.through)} 项只经{via}涉及，--with-collective 列出"))
        )
    if profile.note:
        facts.append(("备注", line(profile.note)))
    return facts


def _group_facts(profile: GroupProfile) -> list[tuple[str, Line]]:
    leader = "指标长" if profile.scope == "indicator" else "牵头区领导"
    lead = "牵头单位" if profile.scope == "indicator" else "总责任单位"
    facts = [(leader, line(names(profile.lead_officials))), (lead, line(names(profile.lead)))]
    facts.append(("配合单位", line(names(profile.support))))
    if profile.body_name:
        facts.append(("正文名称", line(profile.body_name)))
    if len(profile.parts) == 1 and not profile.parts[0].name:
        facts += _part_facts(profile.parts[0])
    if profile.body_goal:
        facts.append(("正文目标", line(profile.body_goal)))
    facts += [("勘误", line(f"{ERRATUM_KINDS[item.kind]}：{item.because}")) for item in profile.errata]
    return facts + amendment_facts(profile.amendments)


def _part_facts(part: SubGroup) -> list[tuple[str, Line]]:
    facts = [("对标城市", line(names(part.benchmark_cities))), ("预期目标", line(part.goal or ""))]
    return facts + [("试点项目", line(pilot)) for pilot in part.pilots]


def _without_subject(task: TaskRow) -> tuple[Line, Line, Line]:
    number, _, text, lead = task_cells(task)
    return number, text, lead


def _band(text: str) -> Paragraph:
    return Paragraph(line(Span(text, "strong")), gap=True)


def _as_of(as_of: date) -> str:
    return f" · 以 {as_of}（{weekday(as_of)}）计"


def _charges(charges: tuple[Charge, ...]) -> list[dict[str, Any]]:
    return [
        {"scope": charge.scope, "name": charge.subject, "lead_officials": list(charge.officials)}
        for charge in charges
    ]
