"""The closest known names to a name that is none: what a hint offers."""

from collections.abc import Iterable
from difflib import SequenceMatcher

_LONGEST = 60  # characters of a name that may be misspelt; comparing costs their square
_ENOUGH = 0.5
_CLOSE_TO_BEST = 0.1
_SAME_LETTERS = 0.3  # bonus where two characters changed places: 区务商局 is 区商务局, not 区税务局
_IN_PLACE = 0.1  # weight of a character that stands where it should: 区政树局 is 区政数局, not 区财政局


def nearest(name: str, known: Iterable[str], count: int = 3) -> list[str]:
    """Return up to `count` of the `known` names that resemble `name`, best first.

    Chinese names are short, so one wrong character of three must still match: similarity is difflib's
    ratio, and among equals the name with more characters in their place wins; then the order of `known`.
    """
    if len(name) > _LONGEST:
        return []
    wanted = name.casefold()
    scored = [(_likeness(wanted, candidate.casefold()), candidate) for candidate in dict.fromkeys(known)]
    close = sorted((item for item in scored if item[0] >= _ENOUGH), key=lambda item: -item[0])
    return [candidate for score, candidate in close if score >= close[0][0] - _CLOSE_TO_BEST][:count]


def _likeness(one: str, other: str) -> float:
    in_place = sum(a == b for a, b in zip(one, other, strict=False)) / max(len(one), len(other), 1)
    swapped = _SAME_LETTERS if sorted(one) == sorted(other) else 0
    return SequenceMatcher(None, one, other).ratio() + _IN_PLACE * in_place + swapped
