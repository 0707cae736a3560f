"""How alike texts are: by the sequences of three characters that they share, rare ones weighing more than common ones.

Three characters of Chinese are a word and a half: two texts that share one by chance share few of them. No word list
and no model is needed, and what two texts share can be shown in both.
"""

import math
import re
from collections import Counter
from collections.abc import Sequence
from itertools import chain
from typing import NamedTuple

# Read pair by pair on the notice of 2023: from LISTED on, nearly all order the same thing or a part of it; below
# KEPT, hardly any two do.
LISTED = 0.10
KEPT = 0.08

_LENGTH = 3
_COMMON = 50  # a sequence of more texts than this brings no two of them together: that bounds the time
_RUN = re.compile(r"\w+")  # no sequence spans a punctuation mark …
_DATE = re.compile(r"\d+[年月日]")  # … or a part of a date, which many texts have and which says nothing


class Likeness(NamedTuple):
    """How alike two texts are, from 0 to 1, where both say the same.

    Attributes:
        first, second: their places among the texts.
        share: the part of the shorter text, by weight, that stands in the other too; a text that is shorter than
            most counts as if it were of average length, unless the other is as short.
    """

    first: int
    second: int
    share: float


def likenesses(texts: Sequence[str], least: float) -> list[Likeness]:
    """Return the pairs of texts that are `least` alike or more, in the order of the texts."""
    held = [_sequences(text) for text in texts]
    counts = Counter(chain.from_iterable(held))
    # Whole numbers: their sums are the same in whatever order a set gives them.
    only, most = _weight(1, len(texts)), _weight(2, len(texts))
    weights = {each: _weight(count, len(texts)) for each, count in counts.items() if count > 1}
    repeated = [[each for each in sequences if each in weights] for sequences in held]
    totals = [
        only * (len(sequences) - len(more)) + sum([weights[each] for each in more])
        for sequences, more in zip(held, repeated, strict=True)
    ]
    average = sum(totals) / max(len(texts), 1)
    holding: dict[str, list[int]] = {each: [] for each in weights if counts[each] <= _COMMON}
    found = []
    for second, more in enumerate(repeated):
        places = [holding[each] for each in more if each in holding]
        enough = least * min(totals[second], average)  # what they share is at least measured against that
        for first, times in Counter(chain.from_iterable(places)).items():
            if times * most < enough:
                continue
            weight = sum([weights[each] for each in held[first] & held[second] if each in holding])
            shorter, longer = sorted((totals[first], totals[second]))
            share = weight / max(shorter, min(longer, average))
            if share >= least:
                found.append(Likeness(first, second, round(share, 4)))
        for earlier in places:
            earlier.append(second)
    return sorted(found)


def shared(text: str, other: str) -> list[tuple[str, bool]]:
    """Return a text in pieces, each with whether it stands in the other text too; together they are the text."""
    theirs = _sequences(other)
    marks = [False] * len(text)
    for run in _RUN.finditer(_without_dates(text)):
        for at in range(run.start(), run.end() - _LENGTH + 1):
            if text[at : at + _LENGTH] in theirs:
                marks[at : at + _LENGTH] = [True] * _LENGTH
    for gap in re.finditer(r"\W+", text):  # what parts two shared pieces belongs to both
        if gap.start() and gap.end() < len(text) and marks[gap.start() - 1] and marks[gap.end()]:
            marks[gap.start() : gap.end()] = [True] * len(gap[0])
    pieces: list[tuple[str, bool]] = []
    start = 0
    for at in range(1, len(text) + 1):
        if at == len(text) or marks[at] != marks[start]:
            pieces.append((text[start:at], marks[start]))
            start = at
    return pieces


def _sequences(text: str) -> set[str]:
    found: set[str] = set()
    for run in _RUN.findall(_without_dates(text)):
        found.update([run[at : at + _LENGTH] for at in range(len(run) - _LENGTH + 1)])
    return found


def _without_dates(text: str) -> str:
    """Return a text of the same length with blanks in the place of dates."""
    return _DATE.sub(lambda found: " " * len(found[0]), text)


def _weight(count: int, texts: int) -> int:
    """Return what a sequence weighs that stands in `count` of so many texts."""
    return round(1000 * math.log((texts + 1) / count))
