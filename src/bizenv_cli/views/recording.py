"""What was appended to the ledger: the diff, and how the task stands with it."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any, NamedTuple

from bizenv_cli.views.parts import Line, Paragraph, Part, Span, Verbatim, View, line, names
from bizenv_cli.vocabulary import COMPARISONS, FIELDS

if TYPE_CHECKING:
    from bizenv_cli.registry import Registry

_KEYS = (
    "id",
    "unit",
    "date",
    "event",
    "note",
    "evidence",
    "to",
    "approval",
    "color",
    "completed",
    "of",
    "dated",
    "value",
    "period",
    "percent",
    "forecast",
)


class Saved(NamedTuple):
    """One entry that was put into a plan's file, or would be.

    Attributes:
        what: what it is about and says, as a commit's subject has it.
        file: where it stands, as the user would type it; lines: the lines that were added there.
        commit: the commit that holds it, by its short name; None where it was not committed.
        written: false where it was only tried.
    """

    what: str
    file: str
    lines: Sequence[str]
    commit: str | None
    written: bool


def confirmation(
    saved: Saved,
    command: str,
    key: str,
    record: Mapping[str, Any],
    columns: Sequence[tuple[str, str]],
    day: str = "",
    stands: Line = (),
) -> View:
    """Return what was made of one entry of any file.

    Args:
        command, key, record, columns: as a `View` has them.
        day: the entry's.
        stands: how what it is about stands with it.
    """
    began = "已登记" if saved.written else "可以登记（试写，没有改动文件）"
    title = line(Span(f"{began}：{saved.what}", "strong"), f"　{day}" if day else "")
    parts: list[Part] = [Verbatim(line(saved.file), tuple(f"+{added}" for added in saved.lines))]
    if saved.commit:
        parts.append(Paragraph(line(f"已提交 {saved.commit}")))
    if stands:
        parts.append(Paragraph(stands))
    extra = {
        "file": saved.file,
        "lines": list(saved.lines),
        "commit": saved.commit,
        "written": saved.written,
    }
    return View(command, title, tuple(parts), key, (record,), 1, tuple(columns), None, {}, extra)


def recorded(saved: Saved, subject: str, unit: str, fields: Mapping[str, Any], stands: Line) -> View:
    """Return what was made of one entry of a unit's ledger.

    Args:
        subject: the id of what it is about; fields: what it says.
        stands: how that stands with it, as `stands` returns it.
    """
    entry = {"id": subject, "unit": unit, **{key: fields.get(key) for key in _KEYS[2:]}}
    record = {key: _plain(value) for key, value in entry.items()}
    columns = [(key, FIELDS[key]) for key in _KEYS]
    return confirmation(saved, "record", "entries", record, columns, fields["date"].isoformat(), stands)


def _plain(value: Any) -> Any:
    return (
        value.isoformat() if isinstance(value, date) else str(value) if isinstance(value, Decimal) else value
    )


def stands(registry: "Registry", scope: str, own_id: str, unit: str) -> Line:
    """Say how a task, target or duty stands in a registry, the last entry, a unit's, included."""
    if scope == "task":
        return _task(registry, own_id, unit)
    if scope == "target":
        return _target(registry, own_id)
    return _duty(registry, own_id, unit)


def _task(registry: "Registry", own_id: str, unit: str) -> Line:
    from bizenv_cli import standing  # noqa: PLC0415  (pydantic, which has been imported by whoever appended)

    now = standing.of_task(registry, own_id)
    entry = next(task for task in registry.tasks() if task.id == own_id)
    leading = standing.leading(registry, entry)
    deadline = f"时限 {now.deadline}" if now.deadline else "无时限"
    if now.completed is None:
        several = f"，{names(leading)}都办结才算办结" if len(leading) > 1 else ""
        others = f"；「{unit}」不牵头，任务看{names(leading)}" if leading and unit not in leading else ""
        return line(f"{own_id} 未办结，{deadline}{several}{others}")
    late = (now.completed - now.deadline).days if now.deadline else 0
    how = f"迟 {late} 天" if late > 0 else f"提前 {-late} 天" if late else "当日"
    done = Span(f"√ {own_id} 已办结", "good" if late <= 0 else "bad")
    accepted = "，已销号" if now.accepted else ""
    return line(done, f"（{now.completed}，{deadline}{f'，{how}' if now.deadline else ''}{accepted}）")


def _target(registry: "Registry", own_id: str) -> Line:
    from bizenv_cli.model.base import number_text  # noqa: PLC0415  (pydantic, as above)
    from bizenv_cli.voiding import measured  # noqa: PLC0415

    targets = registry.targets.record.targets if registry.targets else ()
    target = next(item for item in targets if item.id == own_id)
    values = [
        entry
        for file in registry.ledgers
        for _, entry in measured(file.record.entries)
        if entry.target == own_id
    ]
    unit = "%" if target.unit == "%" else f" {target.unit}"
    asked = (
        f"{own_id} {target.measured}，要求{COMPARISONS[target.comparison]} {number_text(target.value)}{unit}"
    )
    if not values:
        return line(f"{asked}，● 尚无数据")
    last = max(reversed(values), key=lambda entry: entry.date)  # of one day, the last
    met = target.met_by(last.value)
    told = Span("√ 达到" if met else "■ 未达到", "good" if met else "bad")
    return line(f"{asked}，最新 {number_text(last.value)}{unit}（{last.date}）", told)


def _duty(registry: "Registry", own_id: str, unit: str) -> Line:
    from bizenv_cli.owed import Owed, group_of  # noqa: PLC0415  (pydantic, as above)

    owed = Owed(registry)
    duty = next(item for item in owed.duties if item.id == own_id)
    (file,) = (file for file in registry.ledgers if file.record.unit == unit)
    entry: Any = file.record.entries[-1]
    day, party = owed.day_of(duty, entry.period), owed.party_of(duty, unit, entry)
    fulfilled = min(
        (
            found.entry.fulfilled
            for found in owed.fulfilments()
            if (found.duty.id, found.day, found.party) == (own_id, day, party)
        ),
        default=None,
    )
    _, subject = group_of(entry)
    what = " ".join(filter(None, (own_id, entry.period, subject)))
    if fulfilled is None or day is None:
        return line(f"{what} 未履行，到期 {day}；{duty.duty}")
    late = (fulfilled - day).days
    told = Span(f"√ {what} 已履行", "good" if late <= 0 else "bad")
    return line(told, f"（{fulfilled}，到期 {day}{f'，迟 {late} 天' if late > 0 else ''}）；{duty.duty}")
