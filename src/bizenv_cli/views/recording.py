"""What was appended to the ledger: the diff, and how the task stands with it."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

from bizenv_cli.views.parts import Line, Paragraph, Part, Span, Verbatim, View, line, names
from bizenv_cli.vocabulary import FIELDS

if TYPE_CHECKING:
    from bizenv_cli.standing import Standing

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
)


class Recorded(NamedTuple):
    """One entry that was made, or would be.

    Attributes:
        what: the task, the unit and the event, as a commit's subject says it.
        entry: its fields.
        file: where it stands, as the user would type it; lines: the lines that were added there.
        commit: the commit that holds it, by its short name; None where it was not committed.
    """

    what: str
    id: str
    unit: str
    entry: Mapping[str, Any]
    file: str
    lines: Sequence[str]
    commit: str | None


def recorded(made: Recorded, now: "Standing", leading: Sequence[str], *, dry_run: bool) -> View:
    """Return what was made of one entry.

    Args:
        now: how the task stands with it.
        leading: the units that lead the task.
        dry_run: nothing was written.
    """
    began = "可以登记（试写，没有改动文件）" if dry_run else "已登记"
    title = line(Span(f"{began}：{made.what}", "strong"), f"　{made.entry['date']}")
    parts: list[Part] = [Verbatim(line(made.file), tuple(f"+{added}" for added in made.lines))]
    if made.commit:
        parts.append(Paragraph(line(f"已提交 {made.commit}")))
    parts.append(Paragraph(_stands(made.id, now, leading)))
    entry = {"id": made.id, "unit": made.unit, **{key: made.entry.get(key) for key in _KEYS[2:]}}
    record = {key: value.isoformat() if isinstance(value, date) else value for key, value in entry.items()}
    columns = tuple((key, FIELDS[key]) for key in _KEYS)
    extra = {"file": made.file, "lines": list(made.lines), "commit": made.commit, "written": not dry_run}
    return View("record", title, tuple(parts), "entries", (record,), 1, columns, None, {}, extra)


def _stands(task_id: str, now: "Standing", leading: Sequence[str]) -> Line:
    deadline = f"时限 {now.deadline}" if now.deadline else "无时限"
    if now.completed is None:
        several = f"，{names(leading)}都办结才算办结" if len(leading) > 1 else ""
        return line(f"{task_id} 未办结，{deadline}{several}")
    late = (now.completed - now.deadline).days if now.deadline else 0
    how = f"迟 {late} 天" if late > 0 else f"提前 {-late} 天" if late else "当日"
    done = Span(f"√ {task_id} 已办结", "good" if late <= 0 else "bad")
    accepted = "，已销号" if now.accepted else ""
    return line(done, f"（{now.completed}，{deadline}{f'，{how}' if now.deadline else ''}{accepted}）")
