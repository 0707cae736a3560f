"""What a name that a user typed means: exact, other spelling, or the only one that contains it.

Names belong to their plans: in a federation one name may mean a unit of each of them.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from typing import NamedTuple, TypeVar

from bizenv_cli.errors import AmbiguousNameError, BadCallError, UnknownNameError
from bizenv_cli.index import Index
from bizenv_cli.nearest import nearest

_UNITS = "SELECT plan, name AS spelling, unit AS meaning, NULL AS sub, unit_ord AS place, ord AS at FROM main.unit_name"
_OFFICIALS = (
    "SELECT plan, name AS spelling, name AS meaning, NULL AS sub, ord AS place, 0 AS at FROM main.official"
)
_INDICATORS = """
    SELECT plan, name AS spelling, name AS meaning, NULL AS sub, ord AS place, 0 AS at FROM main.indicator
    UNION ALL SELECT plan, CAST(ord AS TEXT), name, NULL, ord, 1 FROM main.indicator
    UNION ALL SELECT plan, body_name, name, NULL, ord, 2 FROM main.indicator WHERE body_name IS NOT NULL
    UNION ALL SELECT plan, name, indicator, name, 1000 + ord, 3 FROM main.sub_indicator"""
_ACTIONS = """
    SELECT plan, name AS spelling, name AS meaning, NULL AS sub, ord AS place, 0 AS at FROM main.action
    UNION ALL SELECT plan, CAST(ord AS TEXT), name, NULL, ord, 1 FROM main.action"""
_TASK = re.compile(r"(?:([a-z][a-z0-9]*):)?([0-9]{1,9})-([0-9]{1,9})", re.IGNORECASE)
_MOST_SHOWN = 3

T = TypeVar("T")


class Named(NamedTuple):
    """What a name means in one plan.

    Attributes:
        plan: the plan's inner number.
        name: the canonical name.
        sub: for an indicator's name that means one of its sub-indicators, that one.
    """

    plan: int
    name: str
    sub: str | None = None


class TaskName(NamedTuple):
    """A task by its plan's and its own inner number, and its id as it is written."""

    plan: int
    ref: int
    id: str


def plan(index: Index, typed: str) -> int:
    """Return the inner number of the plan that a key, or a part of its title, means.

    Raises:
        UnknownNameError: no plan's key is, or title contains, what was typed.
        AmbiguousNameError: several plans' titles contain it.
    """
    rows = index.rows(
        "SELECT no, asked.key, short_title FROM temp.asked JOIN main.plan USING (no) ORDER BY position"
    )
    text = _folded(typed)
    found = [row for row in rows if row["key"] == text.lower()] or [
        row for row in rows if text and text in _folded(row["short_title"] or "")
    ]
    if not found:
        raise UnknownNameError("方案", typed, nearest(text, [row["key"] for row in rows]), "plans")
    if len(found) > 1:
        raise AmbiguousNameError("方案", typed, [row["key"] for row in found])
    return int(found[0]["no"])


def unit(index: Index, typed: str) -> tuple[Named, ...]:
    """Return the canonical name of a unit, in each plan that has it.

    Raises:
        UnknownNameError: no spelling is, or contains, what was typed.
        AmbiguousNameError: several units' spellings contain it.
    """
    return _resolve(index, "单位", typed, _UNITS, "units")


def official(index: Index, typed: str) -> tuple[Named, ...]:
    """Return the full name of an official, in each plan that has it; errors as for `unit`."""
    return _resolve(index, "领导", typed, _OFFICIALS, "officials")


def indicator(index: Index, typed: str) -> tuple[Named, ...]:
    """Return the indicator, or sub-indicator, that a name or a number (序号) means; errors as for `unit`."""
    return _resolve(index, "指标", typed, _INDICATORS, "indicators")


def action(index: Index, typed: str) -> tuple[Named, ...]:
    """Return the action that a name or a number (序号) means; errors as for `unit`."""
    return _resolve(index, "专项行动", typed, _ACTIONS, "actions")


def task(index: Index, typed: str) -> TaskName:
    """Return the task written like ``1-26``, or ``qsh2023:1-26``; full-width digits and dashes are met half-way.

    Raises:
        BadCallError: there is no such task (names the ranges that exist), or several plans have one.
    """
    text = re.sub(
        r"[\s‐‑–—−]", lambda match: "" if match[0].isspace() else "-", unicodedata.normalize("NFKC", typed)
    )
    match = _TASK.fullmatch(text)
    if match:
        key, annex, seq = match[1], int(match[2]), int(match[3])
        scope = " WHERE asked.key = ?" if key else ""
        rows = index.rows(
            "SELECT task.plan, task.ref, task.id FROM temp.asked CROSS JOIN main.task AS task"
            f" ON task.plan = asked.no AND task.annex = ? AND task.seq = ?{scope} ORDER BY position",
            [annex, seq, *([key.lower()] if key else [])],
        )
        if len(rows) == 1:
            return TaskName(*rows[0])
        if rows:
            message = (
                f"{len(rows)} 个方案都有任务「{typed}」：{_some([row['id'] for row in rows])}。请写上方案代号"
            )
            raise BadCallError(message)
    raise BadCallError(f"没有任务「{typed}」。{_ranges(index)}")


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


def _resolve(index: Index, what: str, typed: str, spellings: str, directory: str) -> tuple[Named, ...]:
    text = _folded(typed)
    found = _meanings(index, spellings, "spelling IN (?, ?)", [text, typed.strip()])
    if found:
        return found
    known = [
        (row["spelling"], row["meaning"], row["sub"])
        for row in index.rows(
            f"SELECT DISTINCT spelling, meaning, sub FROM ({spellings}) JOIN temp.asked ON no = plan"
            " ORDER BY position, place, at"
        )
    ]
    exact = [spelling for spelling, _, _ in known if text == _folded(spelling)]
    if exact:
        return _meanings(index, spellings, "spelling = ?", exact[:1])
    if text and not text.isdecimal():
        candidates = _distinct(
            (meaning, sub) for spelling, meaning, sub in known if text in _folded(spelling)
        )
        if len(candidates) == 1:
            return _meanings(index, spellings, "meaning = ? AND sub IS ?", candidates[0])
        if candidates:
            raise AmbiguousNameError(what, typed, [sub or meaning for meaning, sub in candidates])
    names = _distinct(spelling for spelling, _, _ in known if not spelling.isdecimal())
    raise UnknownNameError(what, typed, nearest(text, names), directory)


def _meanings(
    index: Index, spellings: str, condition: str, values: Sequence[str | None]
) -> tuple[Named, ...]:
    rows = index.rows(
        f"SELECT plan, meaning, sub FROM ({spellings}) JOIN temp.asked ON no = plan WHERE {condition}"
        " ORDER BY position, place, at",
        values,
    )
    found: dict[int, Named] = {}
    for row in rows:
        found.setdefault(row["plan"], Named(*row))
    return tuple(found.values())


def _folded(name: str) -> str:
    return "".join(unicodedata.normalize("NFKC", name).split())


def _some(items: Sequence[str]) -> str:
    shown = "、".join(items[:_MOST_SHOWN])
    return f"{shown} 等" if len(items) > _MOST_SHOWN else shown


def _distinct(items: Iterable[T]) -> list[T]:
    return list(dict.fromkeys(items))
