"""What a name that a user typed means, in each plan that is asked about; `matching` has the order of the ways.

Names belong to their plans: in a federation one name may mean a unit of each of them.
"""

from collections.abc import Sequence
from sqlite3 import Row
from typing import NamedTuple

from bizenv_cli import matching
from bizenv_cli.errors import AmbiguousNameError, BadCallError, UnknownNameError
from bizenv_cli.index import Index
from bizenv_cli.matching import How, Matched, Spelling, folded
from bizenv_cli.nearest import nearest
from bizenv_cli.query.named import Kind, Named, TaskName
from bizenv_cli.simplified import simplified

# kind → what it is called, and the command that lists all of it
_KINDS: dict[Kind, tuple[str, str]] = {
    "unit": ("单位", "units"),
    "official": ("领导", "officials"),
    "indicator": ("指标", "indicators"),
    "action": ("专项行动", "actions"),
    "treatment": ("专项治理", "duties"),
}
_NUMBERED = ("indicator", "action", "treatment")
_OF_KIND = "FROM temp.asked CROSS JOIN main.name_key AS spelling ON spelling.plan = asked.no AND kind = ?"
_MOST_SHOWN = 3


class Found(NamedTuple):
    """What a name means in each plan that has it, and how it was found: see `matching`."""

    named: tuple[Named, ...]
    how: How


def plan(index: Index, typed: str) -> int:
    """Return the inner number of the plan that a key, or a part of its title, means.

    Raises:
        UnknownNameError: no plan's key is, or title contains, what was typed.
        AmbiguousNameError: several plans' titles contain it.
    """
    rows = index.rows(
        "SELECT no, asked.key, short_title FROM temp.asked JOIN main.plan USING (no) ORDER BY position"
    )
    text = folded(typed)
    found = [row for row in rows if row["key"] == text] or [
        row for row in rows if text and text in folded(row["short_title"] or "")
    ]
    if not found:
        raise UnknownNameError("方案", typed, nearest(text, [row["key"] for row in rows]), "plans")
    if len(found) > 1:
        raise AmbiguousNameError("方案", typed, [row["key"] for row in found])
    return int(found[0]["no"])


def unit(index: Index, typed: str) -> tuple[Named, ...]:
    """Return the canonical name of a unit, in each plan that has it; errors as for `find`."""
    return find(index, "unit", typed).named


def official(index: Index, typed: str) -> tuple[Named, ...]:
    """Return the full name of an official, in each plan that has it; errors as for `find`."""
    return find(index, "official", typed).named


def indicator(index: Index, typed: str) -> tuple[Named, ...]:
    """Return the indicator, or sub-indicator, that a name or a number (序号) means; errors as for `find`."""
    return find(index, "indicator", typed).named


def action(index: Index, typed: str) -> tuple[Named, ...]:
    """Return the action that a name or a number (序号) means; errors as for `find`."""
    return find(index, "action", typed).named


def find(index: Index, kind: Kind, typed: str) -> Found:
    """Return what a name means, whichever way it is written.

    Raises:
        UnknownNameError: no way of writing a name is what was typed; offers the closest names.
        AmbiguousNameError: several names are found in the same way.
        ShortNameError: one name is found, but what was typed is too little to say it.
    """
    if found := _by_key(index, kind, typed):
        return found
    known = [
        Spelling(*row)
        for row in index.rows(
            f"SELECT DISTINCT spelling.key, how, name, sub {_OF_KIND} ORDER BY position, place", [kind]
        )
    ]
    if matched := matching.by_part(folded(typed), known):
        return _only(index, kind, typed, matched)
    plain = simplified(typed)
    if plain != typed:
        found = _by_key(index, kind, plain)
        if found is None and (matched := matching.by_part(folded(plain), known)):
            found = _only(index, kind, typed, matched)
        if found:
            return found._replace(how="simplified")
    what, directory = _KINDS[kind]
    raise UnknownNameError(what, typed, matching.near(folded(plain), known), directory)


def _by_key(index: Index, kind: Kind, typed: str) -> Found | None:
    """Return what has a spelling that is all of what was typed."""
    text = folded(typed)
    key = (matching.numbered(text) if kind in _NUMBERED else "") or text
    rows = index.rows(
        f"SELECT plan, spelling.key, how, name, sub {_OF_KIND} AND spelling.key = ? ORDER BY position, place",
        [kind, key],
    )
    if not rows:
        return None
    written: dict[int, list[Row]] = {}
    for how in matching.WRITTEN:  # of several plans, each may mean a name of its own by it
        for row in rows:
            if row["how"] == how and all(other["how"] == how for other in written.get(row["plan"], ())):
                written.setdefault(row["plan"], []).append(row)
    if written:
        named = tuple(_one_written(kind, typed, found) for found in written.values())
        return Found(named, max((found[0]["how"] for found in written.values()), key=matching.WRITTEN.index))
    matched = matching.by_reading(Spelling(*row[1:]) for row in rows)
    return _only(index, kind, typed, matched) if matched else None


def _one_written(kind: Kind, typed: str, rows: Sequence[Row]) -> Named:
    """Return the name that a plan's spellings of one key mean: of several, the one that is typed to the letter."""
    meanings = dict.fromkeys((row["name"], row["sub"]) for row in rows)
    labels = list(dict.fromkeys(sub or name for name, sub in meanings))
    chosen = typed.strip() if typed.strip() in labels else labels[0]
    if len(labels) > 1 and chosen != typed.strip():
        raise AmbiguousNameError(_KINDS[kind][0], typed, labels)
    name, sub = next((name, sub) for name, sub in meanings if (sub or name) == chosen)
    return Named(rows[0]["plan"], name, sub or None)


def _only(index: Index, kind: Kind, typed: str, matched: Matched) -> Found:
    """Return the one name that was found, in each plan that has it."""
    name, sub = matching.only(_KINDS[kind][0], typed, matched)
    rows = index.rows(
        f"SELECT plan {_OF_KIND} AND spelling.key = ? AND how = 'name' AND name = ? AND sub = ? ORDER BY position",
        [kind, folded(sub or name), name, sub],
    )
    return Found(tuple(Named(row["plan"], name, sub or None) for row in rows), matched.how)


def task(index: Index, typed: str) -> TaskName:
    """Return the task written like ``1-26``, ``附件1第26项`` or ``qsh2023:1-26``: see `ids.task_id`.

    Raises:
        BadCallError: there is no such task (names the ranges that exist), or several plans have one.
    """
    from bizenv_cli.ids import guesses, task_id  # noqa: PLC0415  (listings take no id)

    wanted = task_id(typed)
    rows = _tasks(index, *wanted) if wanted else []
    if len(rows) == 1:
        return TaskName(*rows[0])
    if rows:
        message = (
            f"{len(rows)} 个方案都有任务「{typed}」：{_some([row['id'] for row in rows])}。请写上方案代号"
        )
        raise BadCallError(message)
    near = [row["id"] for annex, seq in guesses(typed) for row in _tasks(index, None, annex, seq)]
    hint = f"是否为 {_some(near)}？" if near else ""
    raise BadCallError(f"没有任务「{typed}」。{hint}{_ranges(index)}")


def _tasks(index: Index, key: str | None, annex: int, seq: int) -> list[Row]:
    scope = " WHERE asked.key = ?" if key else ""
    return index.rows(
        "SELECT task.plan, task.ref, task.id FROM temp.asked CROSS JOIN main.task AS task"
        f" ON task.plan = asked.no AND task.annex = ? AND task.seq = ?{scope} ORDER BY position",
        [annex, seq, *([key] if key else [])],
    )


def _ranges(index: Index) -> str:
    rows = index.rows(
        "SELECT asked.key, task.annex, min(task.seq) AS first, max(task.seq) AS last, count(DISTINCT asked.no) AS plans"
        " FROM temp.asked JOIN main.task AS task ON task.plan = asked.no GROUP BY task.annex"
    )
    prefix = "方案代号:" if any(row["plans"] > 1 for row in rows) else ""
    return "，".join(
        f"附件{row['annex']} 为 {prefix}{row['annex']}-{row['first']} 至 {prefix}{row['annex']}-{row['last']}"
        for row in rows
    )


def _some(items: Sequence[str]) -> str:
    shown = "、".join(items[:_MOST_SHOWN])
    return f"{shown} 等" if len(items) > _MOST_SHOWN else shown
