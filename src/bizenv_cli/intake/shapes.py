"""How well words fit a column: what a cell looks like, and what the column holds elsewhere in the table."""

import re
from collections.abc import Callable, Container, Iterable, Mapping
from functools import lru_cache

from bizenv_cli.folding import fold
from bizenv_cli.intake.deadlines import is_deadline
from bizenv_cli.intake.units import are_units

MISFIT = -3  # a score at or below this: the cell cannot be meant for the column

_NUMBER = re.compile(r"[（(]?[0-9]{1,4}[)）]?[.．、]?|[（(]?[一二三四五六七八九十]{1,3}[)）]?、?")
_NUMBERED = re.compile(r"[（(]?[0-9]{1,3}[)）]?[.．、](?![0-9])")
_LONG = 26
_PIECES = re.compile(r"[、，,；;\s]+")
_PERSON = re.compile("[\u3400-\u9fff·]{2,4}")
_CITY = 6
_NAME = 30
_SHARED = 5  # first characters that goals have in common

Seen = Mapping[str, set[str]]


def number_in(text: str) -> int | None:
    """Return the number that a cell of 序号 holds, or None."""
    digits = re.sub(r"[^0-9]", "", text)
    return int(digits) if digits and len(digits) < 5 and _NUMBER.fullmatch(fold(text)) else None  # noqa: PLR2004


def numbered(text: str) -> re.Match[str] | None:
    """Match the number that a measure of 附件2 begins with: 5.进一步…"""
    return _NUMBERED.match(text)


def is_text(text: str) -> bool:
    """Tell whether words are a sentence, not a name or a list of names."""
    return len(text) >= _LONG or "。" in text


def pieces(text: str) -> list[str]:
    """Return the folded parts of a list of names."""
    return [fold(piece) for piece in _PIECES.split(text) if piece]


def score(field: str, text: str, seen: Seen) -> int:
    """Say how well words fit a field: 4 at best, -6 where they cannot be meant for it."""
    number, deadline, units = _kinds(text)
    if field == "seq":
        return 4 if number else -6
    if field == "deadline":
        return 4 if deadline else -1 if not units and not is_text(text) else -6
    if number or deadline:
        return -6
    known = seen.get(field, set())
    judge = _JUDGES.get(field, _name)
    return judge(text, known, units)


def _unit(text: str, known: Container[str], units: bool) -> int:
    if units or all(piece in known for piece in pieces(text)):
        return 3
    return -6 if is_text(text) and len(pieces(text)) * _LONG < len(text) * 2 else -1


def _sentence(text: str, _: Container[str], units: bool) -> int:
    if units and not is_text(text):
        return -4
    return 2 if is_text(text) or numbered(text) else 0


def _goal(text: str, known: Iterable[str], units: bool) -> int:
    begun = fold(text)[:_SHARED]
    if any(other.startswith(begun) for other in known):
        return 3
    return -4 if units else -1 if is_text(text) else 0


def _officials(text: str, known: Container[str], units: bool) -> int:
    parts = pieces(text)
    if _are_known(text, known):
        return 3
    return 1 if not units and all(_PERSON.fullmatch(part) for part in parts) else -5


def _cities(text: str, known: Container[str], units: bool) -> int:
    if _are_known(text, known):
        return 3
    return 1 if not units and all(len(part) <= _CITY for part in pieces(text)) else -5


def _name(text: str, known: Container[str], units: bool) -> int:
    if _are_known(text, known):
        return 3
    return 1 if not units and len(text) <= _NAME and "。" not in text else -4


def _are_known(text: str, known: Container[str]) -> bool:
    return fold(text) in known or all(part in known for part in pieces(text))


# How the words of a cell fit each kind of column, numbers and deadlines being told apart already.
_JUDGES: Mapping[str, Callable[[str, set[str], bool], int]] = {
    **dict.fromkeys(("lead", "support", "lead_unit"), _unit),
    **dict.fromkeys(("measure", "work_task", "pilot"), _sentence),
    "goal": _goal,
    "lead_officials": _officials,
    "benchmark_cities": _cities,
}


@lru_cache(maxsize=4096)
def _kinds(text: str) -> tuple[bool, bool, bool]:
    return number_in(text) is not None, is_deadline(text), are_units(text)
