"""One unit or official as a page."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from bizenv_cli.query.plan import PlanHead
from bizenv_cli.query.profile import Charge, OfficialProfile, UnitProfile
from bizenv_cli.query.rows import TaskRow
from bizenv_cli.views.pages import Limit, Page, as_of_words, one, several
from bizenv_cli.views.parts import Facts, Line, Paragraph, Part, Span, View, line, names
from bizenv_cli.views.tasks import by_deadline, dates_of, done_rows, steps
from bizenv_cli.vocabulary import BASES, ROLES, UNIT_KINDS


class Wanted(NamedTuple):
    """Which tasks a unit's page lists besides those the annex names it for.

    Attributes:
        collective: those that reach it only through a collective name.
        body: those of what the body has it lead, and which the annex gives to others.
    """

    collective: bool = False
    body: bool = False


def unit(profile: UnitProfile, as_of: date, query: Mapping[str, Any], wanted: Wanted) -> View:
    """Return the page of a unit: names, charges, what it leads, what it supports, by deadline."""
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
            "by_body": len(profile.by_body),
        }
    }
    page = _unit_page(profile, as_of, wanted)
    return one("unit", page, as_of, query, extra, with_role=True)


def units(
    head: PlanHead,
    profiles: Iterable[UnitProfile],
    as_of: date,
    query: Mapping[str, Any],
    wanted: Wanted,
    limit: Limit,
) -> View:
    """Return the pages of the units of several plans, one after the other."""

    def pages() -> Iterator[Page]:
        for profile in profiles:
            yield _unit_page(profile, as_of, wanted)

    if any(wanted):  # those are told by the pages alone
        limit = Limit(limit.most, lambda: sum(len(page.tasks) for page in pages()))
    return several("unit", head, pages, as_of, query, limit, with_role=True)


def official(profile: OfficialProfile, as_of: date, query: Mapping[str, Any]) -> View:
    """Return the page of an official: what he or she heads, and the tasks of it by deadline."""
    extra = {"official": {"name": profile.name, "heads": _charges(profile.charges)}}
    return one("official", _official_page(profile, as_of), as_of, query, extra)


def officials(
    head: PlanHead,
    profiles: Iterable[OfficialProfile],
    as_of: date,
    query: Mapping[str, Any],
    limit: Limit,
) -> View:
    """Return the pages of the officials of one name of several plans, one after the other."""
    return several(
        "official",
        head,
        lambda: (_official_page(profile, as_of) for profile in profiles),
        as_of,
        query,
        limit,
    )


def _unit_page(profile: UnitProfile, as_of: date, wanted: Wanted) -> Page:
    named = {task.id for task in (*profile.leads, *profile.supports)}
    body = tuple(task for task in profile.by_body if wanted.body and task.id not in named)
    named |= {task.id for task in body}
    through = tuple(task for task in profile.through if wanted.collective and task.id not in named)
    further = (("正文牵头、附件未列其牵头", body), ("只经集体单位涉及", through))
    tasks = (*profile.leads, *profile.supports, *body, *through)
    return Page(profile.head, _unit_title(profile, as_of), _unit_parts(profile, further), tasks)


def _unit_parts(profile: UnitProfile, further: Sequence[tuple[str, tuple[TaskRow, ...]]]) -> tuple[Part, ...]:
    parts: list[Part] = []
    if facts := _unit_facts(profile):
        parts.append(Facts(tuple(facts)))
    bands = [(f"{ROLES[role]} {len(tasks)} 项{_done(tasks)}", tasks) for role, tasks in _by_role(profile)]
    bands += [(f"{words} {len(tasks)} 项", tasks) for words, tasks in further]
    for words, tasks in bands:
        if tasks:
            parts += [
                Paragraph(line(Span(words, "strong")), gap=True),
                *_tables(tasks, profile.head),
            ]
    return (*parts, *steps(profile.leads))


def _tables(tasks: Sequence[TaskRow], head: PlanHead) -> list[Part]:
    """Return a table for each deadline, then one for what is done; all rows held."""
    pending = [task for task in tasks if task.status != "done"]
    tables = [part._replace(rows=tuple(part.rows)) for part in by_deadline(pending, dates_of(pending), head)]
    return [*tables, *done_rows(tasks)]


def _done(tasks: Sequence[TaskRow]) -> str:
    done = sum(1 for task in tasks if task.status == "done")
    return f"，已办结 {done} 项" if done else ""


def _by_role(profile: UnitProfile) -> tuple[tuple[str, tuple[TaskRow, ...]], ...]:
    return ("lead", profile.leads), ("support", profile.supports)


def _official_page(profile: OfficialProfile, as_of: date) -> Page:
    count = f"{len(profile.tasks)} 项任务{_done(profile.tasks)}"
    words = f"　所牵头的指标与行动共 {count}{as_of_words(as_of)}"
    heads = (("indicator", "指标长"), ("action", "牵头行动"), ("treatment", "牵头治理"))
    facts = tuple(
        (label, line(names(subjects)))
        for scope, label in heads
        if (subjects := [charge.subject for charge in profile.charges if charge.scope == scope])
    )
    parts = (Facts(facts), *_tables(profile.tasks, profile.head), *steps(profile.tasks))
    return Page(profile.head, line(Span(profile.name, "strong"), words), parts, profile.tasks)


def _unit_title(profile: UnitProfile, as_of: date) -> Line:
    text = f"　牵头 {len(profile.leads)} 项 · 配合 {len(profile.supports)} 项"
    if profile.kind == "collective":
        text = f"　{UNIT_KINDS[profile.kind]}{text}"
    return line(Span(profile.name, "strong"), text + as_of_words(as_of))


def _unit_facts(profile: UnitProfile) -> list[tuple[str, Line]]:
    facts: list[tuple[str, Line]] = []
    facts += [
        ("又名", line(alias.name, Span(f"（{BASES[alias.basis]}：{alias.because}）", "dim")))
        for alias in profile.aliases
    ]
    for scope, label in (("indicator", "指标牵头"), ("action", "行动牵头"), ("treatment", "治理牵头")):
        heads = [
            f"{charge.subject}（{'指标长' if scope == 'indicator' else '牵头区领导'} {names(charge.officials, '未写')}）"
            for charge in profile.charges
            if charge.scope == scope
        ]
        if heads:
            facts.append((label, line(names(heads))))
    if profile.by_body:
        facts.append(("正文牵头", line(_by_body(profile))))
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


def _by_body(profile: UnitProfile) -> str:
    supported = sum(1 for task in profile.by_body if profile.name in task.support_units)
    rest = len(profile.by_body) - supported
    words = f"所牵头的指标、行动下，另有 {len(profile.by_body)} 项附件未列其牵头，也须负责"
    if not supported:
        return f"{words}，--with-body 列出"
    return f"{words}（{supported} 项列其配合，其余 --with-body 列出）" if rest else f"{words}（都列其配合）"


def _charges(charges: tuple[Charge, ...]) -> list[dict[str, Any]]:
    return [
        {"scope": charge.scope, "name": charge.subject, "lead_officials": list(charge.officials)}
        for charge in charges
    ]
