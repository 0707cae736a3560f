"""What changed between two versions of a registry, commit by commit, and who set each value of a task."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from itertools import islice
from typing import Any

from bizenv_cli.amendments import written
from bizenv_cli.chronicle import Episode
from bizenv_cli.commits import Commit
from bizenv_cli.dates import weekday
from bizenv_cli.history import Event
from bizenv_cli.history.words import EPISODES
from bizenv_cli.origins import OWNER, Origin, Value, owner
from bizenv_cli.registry import TaskEntry
from bizenv_cli.views import events as events_of
from bizenv_cli.views.parts import (
    Cell,
    Column,
    Line,
    Paragraph,
    Part,
    Rows,
    Span,
    Stream,
    Tone,
    View,
    line,
    names,
)
from bizenv_cli.vocabulary import EVENTS, FIELDS

_DIFF = (
    Column("编号"),
    Column("所属", most=16),
    Column("变更"),
    Column("内容", flex=True, wrap=True),
)
_LOG = (Column("编号"), Column("变更"), Column("内容", flex=True, wrap=True))
_CELL = 8  # cells of a terminal: 专项行动, 增减配合
_AHEAD = 20  # rows of a log that are made before the first is shown
_COMMIT_COLUMNS = (("commit", "提交"), ("author", "作者"), ("when", "时间"), ("summary", "提交说明"))


def diff(
    head: str, sides: tuple[str, str], events: Sequence[Event], as_of: date, query: Mapping[str, Any]
) -> View:
    """Return what changed between two versions.

    Args:
        head: the plan's name and number.
        sides: what the two versions are called.
        as_of: the day of every status.
    """
    compared = f"{sides[0]} → {sides[1]}"
    counted = events_of.summary(events)
    said = f"{compared}：{counted}" if events else f"{compared}：没有变化（只改写法、次序、格式的不算）"
    parts: list[Part] = [Paragraph(line(said))]
    if events:
        parts.append(Rows(_DIFF, tuple(_row(event) for event in events), header=True))
    if any(event.kind == "status" for event in events):
        parts.append(Paragraph(line(Span(f"状态以 {as_of}（{weekday(as_of)}）计", "dim"))))
    records = tuple(events_of.record(event) for event in events)
    title = line(Span(head, "strong"))
    return View(
        "diff", title, tuple(parts), "changes", records, len(records), events_of.EVENT_COLUMNS, as_of, query
    )


def _row(event: Event) -> tuple[Cell, ...]:
    return (
        line(events_of.subject(event)),
        line(event.group),
        line(events_of.word(event)),
        events_of.detail(event),
    )


def log(
    head: str,
    episodes: Callable[[], Iterator[Episode]],
    query: Mapping[str, Any],
    most: int | None,
) -> View:
    """Return what each commit changed, made while it is read.

    Args:
        head: the plan's name and number.
        episodes: make the commits anew, the newest first.
        most: how many commits are listed at the most.
    """

    def parts() -> Iterator[Part]:
        yield Paragraph(line(f"{_asked(query)}变更历史，新的在前；没有改动内容的提交不列"))
        listed = -1
        for listed, episode in enumerate(episodes()):
            if listed == most:
                yield Paragraph(
                    line(Span(f"更早的还有，--limit 0 全列（现列 {most} 个提交）", "dim")), gap=True
                )
                return
            yield Rows(_LOG, tuple(_lines(episode)), _heading(episode.commit))
        if listed < 0:
            yield Paragraph(line("没有变更"))

    def records() -> Iterator[Mapping[str, Any]]:
        for episode in islice(episodes(), most):
            yield from _records(episode)

    title = line(Span(head, "strong"))
    columns = (*_COMMIT_COLUMNS, *events_of.EVENT_COLUMNS)
    return View(
        "log", title, Stream(parts), "changes", Stream(records), None, columns, None, query, ahead=_AHEAD
    )


def _asked(query: Mapping[str, Any]) -> str:
    """Say whose history it is, and of which days."""
    since, until = query.get("since"), query.get("until")
    if since and until:
        days = f"{since} 至 {until}（含首尾）的"
    else:
        days = f"{since}（含）以后的" if since else f"到 {until}（含）的" if until else ""
    whose = [str(query[key]) for key in ("id", "unit") if key in query]
    return f"{'、'.join(whose)} {days}".lstrip() if whose else days


def _heading(commit: Commit) -> Line:
    when = f"{commit.when:%Y-%m-%d} {weekday(commit.when.date())} {commit.when:%H:%M}"
    return line(Span(commit.short, "strong"), f"　{when}　{commit.author}　{commit.summary}")


def _lines(episode: Episode) -> Iterator[tuple[Cell, ...]]:
    if episode.what != "changed":
        tone: Tone = "bad" if episode.what in ("unreadable", "gone") else "good"
        yield line(_padded("清单")), line(Span(_padded(EPISODES[episode.what]), tone)), line(_whole(episode))
    for event in episode.events:
        named = events_of.word(event)
        yield (
            line(_padded(events_of.subject(event))),
            line(Span(_padded(named.text), named.tone)),
            events_of.detail(event),
        )


def _whole(episode: Episode) -> str:
    """Say what became of the whole registry."""
    counts = f"{'＋'.join(str(count) for count in episode.tasks)} 项"
    if episode.what == "founded":
        return counts
    if episode.what == "cut off":
        return f"{counts}；这是浅克隆，更早的变更看不到（git fetch --unshallow 取全）"
    if episode.problem is not None:
        problem = episode.problem
        return f"{problem.path}:{problem.line} {problem.code} {problem.message}"
    return "这个提交里没有这份清单"


def _records(episode: Episode) -> Iterator[dict[str, Any]]:
    commit = episode.commit
    of_commit = {
        "commit": commit.name,
        "author": commit.author,
        "when": commit.when.isoformat(),
        "summary": commit.summary,
    }
    if episode.what != "changed":
        change = {"change": episode.what, "name": EPISODES[episode.what], "note": _whole(episode)}
        yield {**of_commit, **events_of.NO_RECORD, **change}
    for event in episode.events:
        yield {**of_commit, **events_of.record(event)}


def _padded(text: str) -> str:
    """Return a cell as wide as the widest of its kind, so that the columns stay where the first commits put them."""
    return text + " " * (_CELL - sum(1 if character.isascii() else 2 for character in text))


def blame(head: str, task: TaskEntry, found: Sequence[Origin], query: Mapping[str, Any]) -> View:
    """Return, for each value of a task, the commit that set it."""
    columns = (
        Column("项目"),
        Column("现值", flex=True),
        Column("日期"),
        Column("作者", most=16),
        Column("提交"),
        Column("提交说明", most=24),
    )
    rows = tuple(_origin(task, origin) for origin in found)
    title = line(Span(f"{task.id}　{owner(task)[0]}", "strong"), f"　各项现值是谁在哪次提交里定的　{head}")
    parts: list[Part] = [Rows(columns, rows, header=True)]
    if any(origin.is_cut for origin in found):
        said = "浅克隆的历史到此为止，标「或更早」的看不到源头（git fetch --unshallow 取全）"
        parts.append(Paragraph(line(Span(said, "dim")), gap=True))
    records = tuple(_origin_record(task, origin) for origin in found)
    csv = (
        ("field_name", "项目"), ("value", "现值"), ("date", "日期"), ("author", "作者"), ("commit", "提交"),
        ("summary", "提交说明"),
    )  # fmt: skip
    return View("blame", title, tuple(parts), "values", records, len(records), csv, None, query)


def _origin(task: TaskEntry, origin: Origin) -> tuple[Cell, ...]:
    commit = origin.commit
    named, value = _value(task, origin.value)
    if commit is None:
        return line(named), line(value), line(Span("未提交", "warn")), line(""), line(""), line("")
    day = f"{commit.when:%Y-%m-%d}" + (" 或更早" if origin.is_cut else "")
    return line(named), line(value), line(day), line(commit.author), line(commit.short), line(commit.summary)


def _origin_record(task: TaskEntry, origin: Origin) -> dict[str, Any]:
    named, value = _value(task, origin.value)
    commit = origin.commit
    return {
        "id": task.id,
        "field": origin.value.field,
        "field_name": named,
        "value": value,
        "commit": commit.name if commit else None,
        "author": commit.author if commit else None,
        "when": commit.when.isoformat() if commit else None,
        "date": commit.when.date().isoformat() if commit else None,
        "summary": commit.summary if commit else None,
        "or_earlier": origin.is_cut,
    }


def _value(task: TaskEntry, value: Value) -> tuple[str, str]:
    """Return what a value is called, and the value in words."""
    if value.entry is not None:
        unit, entry = value.entry
        told = [
            unit,
            str(entry.date),
            f"延至 {entry.to}" if entry.event == "extend" else "",
            entry.note or "",
        ]
        return EVENTS[entry.event], " ".join(word for word in told if word)
    if value.field == OWNER:
        return "所属", "·".join(owner(task))
    if value.field == "errata":
        return "勘误", f"{len(task.task.errata)} 条"
    said = written(task.task, value.field)
    if isinstance(said, tuple):
        return FIELDS[value.field], "；".join(said) if value.field == "milestones" else names(said)
    return FIELDS[value.field], str(said or "（无）")
