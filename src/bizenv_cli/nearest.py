"""The closest known names to a name that is none: what a hint offers."""

from collections.abc import Iterable
from difflib import SequenceMatcher

_ENOUGH = 0.5


def nearest(name: str, known: Iterable[str], count: int = 3) -> list[str]:
    """Return up to `count` of the `known` names that resemble `name`, best first.

    Chinese names are short, so one wrong character of three must still match: similarity is difflib's
    ratio, and ties keep the order of `known`.
    """
    wanted = name.casefold()
    scored = [(SequenceMatcher(None, wanted, candidate.casefold()).ratio(), candidate) for candidate in known]
    close = [item for item in scored if item[0] >= _ENOUGH]
    close.sort(key=lambda item: -item[0])
    if not close:
        return []
    best = close[0][0]
    return list(dict.fromkeys(candidate for score, candidate in close if score >= best - 0.15))[:count]
