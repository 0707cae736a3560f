"""What a name that a user typed means: exact, other spelling, or the only one that contains it."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bizenv_cli.errors import AmbiguousNameError, BadCallError, UnknownNameError
from bizenv_cli.index import Index
from bizenv_cli.nearest import nearest


@dataclass(frozen=True, slots=True)
class IndicatorName:
    """An indicator, or one of its sub-indicators."""

    indicator: str
    sub_indicator: str | None = None


def unit(index: Index, typed: str) -> str:
    """Return the canonical name of a unit.

    Raises:
        UnknownNameError: no spelling is, or contains, what was typed.
        AmbiguousNameError: several units' spellings contain it.
    """
    rows = index.rows(
        "SELECT n.name, n.unit FROM unit_name AS n JOIN unit ON unit.name = n.unit ORDER BY unit.ord, n.ord"
    )
    return _resolve("单位", typed, [(row["name"], row["unit"]) for row in rows], "units")


def official(index: Index, typed: str) -> str:
    """Return the full name of an official; errors as for `unit`."""
    rows = index.rows("SELECT name FROM official ORDER BY ord")
    return _resolve("领导", typed, [(row["name"], row["name"]) for row in rows], "officials")


def indicator(index: Index, typed: str) -> IndicatorName:
    """Return the indicator, or sub-indicator, that a name or a number (序号) means; errors as for `unit`."""
    spellings: list[tuple[str, str]] = []
    meaning: dict[str, IndicatorName] = {}
    for row in index.rows("SELECT ord, name, body_name FROM indicator ORDER BY ord"):
        meaning[row["name"]] = IndicatorName(row["name"])
        spellings += [(row["name"], row["name"]), (str(row["ord"]), row["name"])]
        if row["body_name"]:
            spellings.append((row["body_name"], row["name"]))
    for row in index.rows("SELECT indicator, name FROM sub_indicator ORDER BY ord"):
        meaning[row["name"]] = IndicatorName(row["indicator"], row["name"])
        spellings.append((row["name"], row["name"]))
    return meaning[_resolve("指标", typed, spellings, "indicators")]


def action(index: Index, typed: str) -> str:
    """Return the name of the action that a name or a number (序号) means; errors as for `unit`."""
    rows = index.rows("SELECT ord, name FROM action ORDER BY ord")
    spellings = [(row["name"], row["name"]) for row in rows] + [
        (str(row["ord"]), row["name"]) for row in rows
    ]
    return _resolve("专项行动", typed, spellings, "actions")


def task_id(index: Index, typed: str) -> str:
    """Return the id of a task, written like ``1-26``; full-width digits and dashes are met half-way.

    Raises:
        BadCallError: there is no such task; names the ranges that exist.
    """
    text = re.sub(
        r"[\s‐‑–—−]", lambda match: "" if match[0].isspace() else "-", unicodedata.normalize("NFKC", typed)
    )
    if index.rows("SELECT 1 FROM task WHERE id = ?", [text]):
        return text
    ranges = [
        f"附件{row['annex']} 为 {row['annex']}-{row['first']} 至 {row['annex']}-{row['last']}"
        for row in index.rows("SELECT annex, min(seq) AS first, max(seq) AS last FROM task GROUP BY annex")
    ]
    message = f"没有任务「{typed}」。{'，'.join(ranges)}"
    raise BadCallError(message)


def _resolve(what: str, typed: str, spellings: Sequence[tuple[str, str]], directory: str) -> str:
    text = "".join(unicodedata.normalize("NFKC", typed).split())
    for spelling, meaning in spellings:
        if text == unicodedata.normalize("NFKC", spelling):
            return meaning
    if text and not text.isdecimal():
        found = _distinct(
            meaning for spelling, meaning in spellings if text in unicodedata.normalize("NFKC", spelling)
        )
        if len(found) == 1:
            return found[0]
        if found:
            raise AmbiguousNameError(what, typed, found)
    names = [spelling for spelling, _ in spellings if not spelling.isdecimal()]
    raise UnknownNameError(what, typed, nearest(text, names), directory)


def _distinct(names: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(names))
