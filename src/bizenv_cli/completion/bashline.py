"""A line as bash splits it: the words up to the cursor, and where the piece begins that bash will put an answer for."""

from typing import NamedTuple

_BLANK = " \t\n"
_QUOTES = "'\""


class BashLine(NamedTuple):
    """A command line up to the cursor.

    Attributes:
        words: the words after the program's name, without quotes; the last one is not finished.
        kept: how much of the last word bash leaves as it is; what is offered replaces the rest of it.
        quote: the quotation mark that is still open, if one is.
    """

    words: list[str]
    kept: int
    quote: str = ""


def split(line: str, breaks: str) -> BashLine:
    """Split a line.

    Args:
        breaks: bash's COMP_WORDBREAKS; of ``:`` and ``=`` in it the answer begins after the last one.
    """
    words: list[str] = []
    word, kept, quote = "", 0, ""
    begun = False
    signs = iter(line)
    for sign in signs:
        if quote:
            if sign == quote:
                quote = ""
            elif sign == "\\" and quote == '"':
                word += next(signs, "")
            else:
                word += sign
        elif sign in _QUOTES:
            quote, begun, kept = sign, True, len(word)
        elif sign == "\\":
            word += next(signs, "")
            begun = True
        elif sign in _BLANK:
            if begun:
                words.append(word)
            word, kept, begun = "", 0, False
        else:
            word += sign
            begun = True
            if sign in breaks:
                kept = len(word)
    words.append(word)
    before = 1 + next((at for at, each in enumerate(words) if "=" not in each), 0)  # X=1 bizenv …
    return BashLine(words[before:] or [""], kept, quote)
