"""Text in the cells of a terminal: how wide it is, where it may be broken, what is left of it in a narrow column."""

from collections.abc import Iterator, Sequence
from functools import cache, lru_cache

from rich.cells import cell_len

from bizenv_cli.render.safe import plain
from bizenv_cli.views import Line, Span

_CUT = "…"
_CLOSING = "，。、；：？！）》」］”’…"
_OPENING = "（《「［“‘"


def tokens(text: str) -> Iterator[str]:
    """Yield pieces that must not be broken: a word, or one 汉字 with the punctuation that clings to it."""
    piece = ""
    for character in text:
        joins = piece and (
            character in _CLOSING
            or piece[-1] in _OPENING
            or (
                character.isascii()
                and not character.isspace()
                and piece[-1].isascii()
                and not piece[-1].isspace()
            )
        )
        if piece and not joins:
            yield piece
            piece = ""
        piece += character
    if piece:
        yield piece


def cut(cell: Line, width: int) -> list[Span]:
    """Return a cell's text made harmless and cut to a width; what lies far beyond it is not even looked at."""
    kept: list[Span] = []
    room = width
    for span in cell:
        text = plain(span.text[: room + 2])  # no character that is shown takes less than one cell
        used = _text_length(text)
        if used > room:
            kept.append(Span(_shortened(text, room), span.tone))
            return kept
        kept.append(Span(text, span.tone))
        room -= used
    return kept


def _shortened(text: str, room: int) -> str:
    left = room - cell_len(_CUT)
    for at, character in enumerate(text):
        left -= _character_length(character)
        if left < 0:
            return text[:at] + _CUT
    return text


def clean(text: Line) -> list[Span]:
    """Return a line's text made harmless."""
    return [Span(plain(span.text), span.tone) for span in text]


def length(spans: Sequence[Span]) -> int:
    """Return how many cells some text takes."""
    return sum(_text_length(span.text) for span in spans)


@lru_cache(maxsize=8192)
def whole_length(cell: Line) -> int:
    """Return how many cells a whole line takes."""
    return length(clean(cell))


def _text_length(text: str) -> int:
    return len(text) if text.isascii() else sum(map(_character_length, text))


@cache
def _character_length(character: str) -> int:
    return cell_len(character)
