"""Which figure of an edited text is which of the counted ones: by the words around it, never by its value alone."""

import re
from collections import defaultdict, deque
from collections.abc import Sequence
from typing import NamedTuple

from bizenv_cli.proof.figures import Figure, agrees, blanked, figures, words

_END = re.compile(r"(?<=[。；！？!?;])")
_NEAR, _FAR = 8, 28  # characters around a figure that are looked at
_LIKE, _SURELY = 0.35, 0.6  # how alike the words around two figures are, to be one, in order or out of it


class Mention(NamedTuple):
    """A figure where it stands.

    Attributes:
        piece: the place of its paragraph among the paragraphs.
        sentence: the words of its sentence, and which one it is in the whole text.
    """

    figure: Figure
    piece: int
    sentence: str
    number: int
    before: frozenset[str]
    after: frozenset[str]
    around: frozenset[str]


class Aligned(NamedTuple):
    """The figures that are in both texts, those that only one has."""

    both: list[tuple[Mention, Mention]]
    gone: list[Mention]
    new: list[Mention]


def mentions(paragraphs: Sequence[str]) -> list[Mention]:
    """Return every figure of some paragraphs with the words around it."""
    found: list[tuple[Figure, int, str, int, int]] = []
    bare, number = "", 0
    for piece, paragraph in enumerate(paragraphs):
        begun = 0
        for sentence in _END.split(paragraph):
            number += 1
            at = 0
            for figure in figures(sentence):
                bare += words(sentence[at : figure.start])
                moved = figure._replace(start=figure.start + begun, end=figure.end + begun)
                found.append((moved, piece, sentence.strip(), number, len(bare)))
                bare += "#"
                at = figure.end
            bare += words(sentence[at:])
            begun += len(sentence)
    return [
        Mention(
            figure,
            piece,
            sentence,
            count,
            _pairs(bare[max(0, place - _NEAR) : place]),
            _pairs(bare[place + 1 : place + 1 + _NEAR]),
            _pairs(bare[max(0, place - _FAR) : place]) | _pairs(bare[place + 1 : place + 1 + _FAR]),
        )
        for figure, piece, sentence, count, place in found
    ]


def align(counted: Sequence[Mention], written: Sequence[Mention]) -> Aligned:
    """Pair the figures of what was counted with those of what is written.

    Sentences whose words are the same go together first, wherever they stand; then what is left by the words around
    each figure, in order; then what was moved.
    """
    both = _same_sentences(counted, written)
    ours, theirs = _left(counted, [one for one, _ in both]), _left(written, [other for _, other in both])
    both += _in_order(ours, theirs)
    ours, theirs = _left(counted, [one for one, _ in both]), _left(written, [other for _, other in both])
    for one in ours:
        likeliest = max(theirs, key=lambda other: _likeness(one, other), default=None)
        if likeliest is not None and _likeness(one, likeliest) >= _SURELY:
            both.append((one, likeliest))
            theirs.remove(likeliest)
    return Aligned(both, _left(counted, [one for one, _ in both]), theirs)


def _pairs(text: str) -> frozenset[str]:
    return frozenset({text[at : at + 2] for at in range(len(text) - 1)} or {text} - {""})


def _likeness(one: Mention, other: Mention) -> float:
    alike = (
        0.4 * _dice(one.before, other.before)
        + 0.25 * _dice(one.after, other.after)
        + 0.35 * _dice(one.around, other.around)
    )
    if one.figure.kind != other.figure.kind:
        return alike * 0.6
    return alike + (0.05 if agrees(one.figure, other.figure) else 0)


def _dice(one: frozenset[str], other: frozenset[str]) -> float:
    return 2 * len(one & other) / (len(one) + len(other)) if one or other else 1


def _same_sentences(counted: Sequence[Mention], written: Sequence[Mention]) -> list[tuple[Mention, Mention]]:
    waiting: dict[str, deque[list[Mention]]] = defaultdict(deque)
    for bare, held in _sentences(written):
        waiting[bare].append(held)
    return [
        pair
        for bare, held in _sentences(counted)
        if waiting[bare]
        for pair in zip(held, waiting[bare].popleft(), strict=True)
    ]


def _sentences(found: Sequence[Mention]) -> list[tuple[str, list[Mention]]]:
    held: dict[int, list[Mention]] = defaultdict(list)
    for mention in found:
        held[mention.number].append(mention)
    return [(blanked(group[0].sentence, figures(group[0].sentence)), group) for group in held.values()]


def _in_order(ours: Sequence[Mention], theirs: Sequence[Mention]) -> list[tuple[Mention, Mention]]:
    """Return the pairs that are most alike in all, none crossing another."""
    width = len(theirs) + 1
    best = [[0.0] * width for _ in range(len(ours) + 1)]
    alike = [[_likeness(one, other) for other in theirs] for one in ours]
    for row in range(len(ours) - 1, -1, -1):
        for column in range(len(theirs) - 1, -1, -1):
            gain = alike[row][column] - _LIKE
            paired = gain + best[row + 1][column + 1] if gain > 0 else 0.0
            best[row][column] = max(paired, best[row + 1][column], best[row][column + 1])
    found, row, column = [], 0, 0
    while row < len(ours) and column < len(theirs):
        gain = alike[row][column] - _LIKE
        if gain > 0 and best[row][column] == gain + best[row + 1][column + 1]:
            found.append((ours[row], theirs[column]))
            row, column = row + 1, column + 1
        elif best[row][column] == best[row + 1][column]:
            row += 1
        else:
            column += 1
    return found


def _left(all_of: Sequence[Mention], taken: Sequence[Mention]) -> list[Mention]:
    places = {(mention.number, mention.figure.start) for mention in taken}
    return [mention for mention in all_of if (mention.number, mention.figure.start) not in places]
