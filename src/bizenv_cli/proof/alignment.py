"""Which figure of an edited text is which of the counted ones: by the words around it, never by its value alone."""

import re
from collections import defaultdict, deque
from collections.abc import Sequence
from typing import NamedTuple

from bizenv_cli.proof.figures import Figure, agrees, blanked, figures

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
    whole, number = "", 0
    for piece, paragraph in enumerate(paragraphs):
        at = 0
        for sentence in _END.split(paragraph):
            number += 1
            for figure in figures(sentence):
                moved = figure._replace(start=figure.start + at, end=figure.end + at)
                found.append((moved, piece, sentence.strip(), number, len(whole) + figure.start))
            at += len(sentence)
            whole += sentence
    spans = [(place, place + figure.end - figure.start) for figure, *_, place in found]
    return [
        _mention(figure, piece, sentence, count, _bare(whole, spans, place, figure))
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


def _mention(figure: Figure, piece: int, sentence: str, number: int, context: tuple[str, str]) -> Mention:
    before, after = context
    return Mention(
        figure,
        piece,
        sentence,
        number,
        _pairs(before[-_NEAR:]),
        _pairs(after[:_NEAR]),
        _pairs(before[-_FAR:]) | _pairs(after[:_FAR]),
    )


def _bare(whole: str, spans: Sequence[tuple[int, int]], place: int, figure: Figure) -> tuple[str, str]:
    """Return the words before and after a figure, other figures blanked."""
    end = place + figure.end - figure.start
    low, high = max(0, place - 2 * _FAR), end + 2 * _FAR
    before = _blank(whole[low:place], low, spans)
    return before, _blank(whole[end:high], end, spans)


def _blank(text: str, offset: int, spans: Sequence[tuple[int, int]]) -> str:
    signs = list(text)
    for start, end in spans:
        for at in range(max(start - offset, 0), min(end - offset, len(signs))):
            signs[at] = "#" if at == max(start - offset, 0) else ""
    return re.sub(r"[^\w#]|_", "", "".join(signs))


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
    for words, held in _sentences(written):
        waiting[words].append(held)
    return [
        pair
        for words, held in _sentences(counted)
        if waiting[words]
        for pair in zip(held, waiting[words].popleft(), strict=True)
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
