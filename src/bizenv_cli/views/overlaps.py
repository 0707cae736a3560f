"""Pairs of tasks that may order the same thing: what they share, what differs, and what was judged of them."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from bizenv_cli.query.overlaps import OtherTask, OverlapRow, Overlaps
from bizenv_cli.query.plan import PlanHead
from bizenv_cli.query.rows import TaskRow
from bizenv_cli.views.days import iso
from bizenv_cli.views.parts import Facts, Line, Paragraph, Part, Span, Stream, View, line, names
from bizenv_cli.views.recording import Saved, confirmation
from bizenv_cli.views.shown import Shown
from bizenv_cli.views.tasks import title
from bizenv_cli.vocabulary import FIELDS, OVERLAP_VERDICTS

_OTHER = "other"  # before the name of what is the second task's
_SAID = ("measure", "lead", "support", "effective_deadline")
_COLUMNS = (
    ("plan", FIELDS["plan"]),
    ("id", FIELDS["id"]),
    (_OTHER, "另一项编号"),
    ("likeness", "相似度"),
    ("stated", "勘误已指出"),
    ("verdict", FIELDS["verdict"]),
    ("because", FIELDS["because"]),
    *((key, FIELDS[key]) for key in _SAID),
    *((f"{_OTHER}_{key}", f"另一项{FIELDS[key]}") for key in _SAID),
)
_COMPARED = ("lead", "support", "deadline")


def overlaps(head: PlanHead, found: Overlaps, shown: Shown[OverlapRow], query: Mapping[str, Any]) -> View:
    """Return the pairs with both texts, what they share set in ［］, and what differs."""
    rows = shown.first()

    def parts() -> Iterator[Part]:
        yield Paragraph(line(_summary(shown.rows, float(query["least"]))))
        for row in rows:
            yield Paragraph(_heading(row, head), gap=True)
            yield Facts(tuple(_facts(row)))
        yield from shown.left_out()
        if words := _unlisted(found):
            yield Paragraph(line(Span(words, "dim")), gap=True)

    records = tuple(_record(row) for row in rows)
    extra = {"listed_together": found.listed_together, "different": found.different, **shown.cut()}
    return View(
        "overlaps",
        title(head),
        Stream(parts),
        "overlaps",
        records,
        len(records),
        _COLUMNS,
        shown.as_of,
        query,
        extra,
    )


def other_facts(row: TaskRow, others: Sequence[OtherTask]) -> list[tuple[str, Line]]:
    """Return a line for each task that may order the same thing as this one: what is different of it."""
    return [("重叠", _other(row, other)) for other in others]


def other_records(row: TaskRow, others: Sequence[OtherTask]) -> list[dict[str, Any]]:
    """Return the same for machines."""
    return [
        {
            "id": other.task.id,
            "likeness": other.likeness,
            "stated": other.stated,
            "verdict": other.verdict,
            "because": other.because,
            "differs": _differing(row, other.task),
            "lead": list(other.task.lead),
            "support": list(other.task.support),
            "effective_deadline": iso(other.task.effective_deadline),
        }
        for other in others
    ]


def settled(saved: Saved, entry: Mapping[str, Any]) -> View:
    """Return what was made of one judgement."""
    columns = [(key, FIELDS[key]) for key in ("tasks", "verdict", "because")]
    return confirmation(saved, "settle", "overlaps", dict(entry), columns)


def _summary(rows: Sequence[OverlapRow], least: float) -> str:
    differing = Counter(field for row in rows for field in _differing(row.first, row.second))
    settled = sum(1 for row in rows if row.verdict)
    told = [
        f"可能是同一件事的 {len(rows)} 对（文字相似 {_percent(least)} 起）",
        *(f"{FIELDS[field]}不同 {differing[field]} 对" for field in _COMPARED if differing[field]),
        *([f"已认定 {settled} 对"] if settled else []),
    ]
    return " · ".join(told)


def _unlisted(found: Overlaps) -> str:
    told = []
    if found.listed_together:
        told.append(f"同一指标或同一工作任务之下并列的 {found.listed_together} 对")
    if found.different:
        told.append(f"已认定不是一件事的 {found.different} 对")
    return f"未列：{'，'.join(told)}；--all 列出" if told else ""


def _heading(row: OverlapRow, head: PlanHead) -> Line:
    marks = [f"相似 {_percent(row.likeness)}"] if row.likeness else []
    if row.stated:
        marks.append("勘误已指出")
    if row.listed_together:
        marks.append("同表并列")
    if row.verdict:
        marks.append(f"已认定：{OVERLAP_VERDICTS[row.verdict]}（{row.because}）")
    belongs = " · ".join(dict.fromkeys((row.first.subject, row.second.subject)))
    plan = f"{row.first.plan}　" if head.plans > 1 else ""
    return line(
        Span(f"{row.first.id} 与 {row.second.id}", "strong"), f"　{plan}{belongs}　{' · '.join(marks)}"
    )


def _facts(row: OverlapRow) -> Iterator[tuple[str, Line]]:
    first, second = row.first, row.second
    yield first.id, _marked(first, second)
    yield second.id, _marked(second, first)
    differing = _differing(first, second)
    for field in differing:
        one, other = _said(first, field), _said(second, field)
        yield (
            FIELDS[field].removesuffix("单位").removeprefix("完成"),
            line(f"{first.id} {one}；{second.id} {other}"),
        )
    if len(differing) < len(_COMPARED):
        same = "、".join(FIELDS[field] for field in _COMPARED if field not in differing)
        yield "相同", line(same)


def _shared(task: TaskRow, other: TaskRow) -> list[tuple[str, bool]]:
    """Return what the texts of two tasks have in common."""
    from bizenv_cli.likeness import shared  # noqa: PLC0415  (the page of a task has no need of it)

    return shared(task.measure or "", other.measure or "")


def _marked(task: TaskRow, other: TaskRow) -> Line:
    pieces = _shared(task, other)
    if not pieces:
        return line(Span("（工作举措缺失，见勘误）", "dim"))
    return tuple(Span(f"［{text}］", "strong") if common else Span(text) for text, common in pieces)


def _other(row: TaskRow, other: OtherTask) -> Line:
    task, differing = other.task, _differing(row, other.task)
    told = [f"相似 {_percent(other.likeness)}"] if other.likeness else []
    told += ["勘误已指出"] if other.stated else []
    told += [f"已认定{OVERLAP_VERDICTS[other.verdict]}"] if other.verdict else []
    details = [
        f"{FIELDS[field].removesuffix('单位').removeprefix('完成')} {_said(task, field)}"
        for field in _COMPARED
        if field != "support" or field in differing
    ]
    return line(f"{task.id}（{'，'.join(told)}）　{'　'.join(details)}")


def _differing(first: TaskRow, second: TaskRow) -> list[str]:
    same = {
        "lead": set(first.lead_units) == set(second.lead_units),
        "support": set(first.support_units) == set(second.support_units),
        "deadline": first.effective_deadline == second.effective_deadline,
    }
    return [field for field in _COMPARED if not same[field]]


def _said(task: TaskRow, field: str) -> str:
    if field == "deadline":
        return iso(task.effective_deadline) or "无"
    return names(task.lead if field == "lead" else task.support, "无")


def _record(row: OverlapRow) -> dict[str, Any]:
    first, second = row.first, row.second
    pieces = _shared(first, second)
    return {
        "plan": first.plan,
        "id": first.id,
        _OTHER: second.id,
        "likeness": row.likeness,
        "listed_together": row.listed_together,
        "stated": row.stated,
        "verdict": row.verdict,
        "because": row.because,
        "differs": _differing(first, second),
        "shared": [text for text, common in pieces if common],
        **_task_record(first),
        **{f"{_OTHER}_{key}": value for key, value in _task_record(second).items()},
    }


def _task_record(task: TaskRow) -> dict[str, Any]:
    return {
        "measure": task.measure,
        "lead": list(task.lead),
        "support": list(task.support),
        "effective_deadline": iso(task.effective_deadline),
    }


def _percent(likeness: float) -> str:
    """Write a share as whole per cent, rounded down: only texts that say the same are 100 % alike."""
    return f"{int(likeness * 100 + 1e-6)}%"
