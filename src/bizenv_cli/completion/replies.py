"""What is offered, as each shell's script reads it: a first line that says what follows, then one word a line.

Of the first line the scripts know ``:files`` and ``:folders`` (find them yourself), ``:words``, and ``:menu`` for
words that do not begin as typed: these must be chosen from, since no shell can complete what is there.
"""

import json
import re
import unicodedata
from collections.abc import Sequence

from bizenv_cli.candidate import Candidate
from bizenv_cli.completion.candidates import Offer

_SPECIAL_IN_BASH = re.compile(r"([\s\\'\"`$&|;<>()\[\]{}*?!#~^])")
_PLAIN_IN_POWERSHELL = re.compile(r"[\w./:=+-]+")
_LEAST = 40


def fish(offer: Offer, before: str) -> str:
    """Return words with what they mean, apart by a tab."""
    lines = [f"{before}{item.value}\t{_one_line(item.meaning)}" for item in offer.candidates]
    return "\n".join([_kind(offer), *lines])


def zsh(offer: Offer, before: str, width: int) -> str:
    """Return words, each with what is shown for it: the word itself, and what it means in a second column."""
    lines = [
        f"{before}{item.value}\t{shown}"
        for item, shown in zip(offer.candidates, _columns(offer.candidates, width), strict=True)
    ]
    return "\n".join([_kind(offer), *lines])


def bash(offer: Offer, before: str, kept: int, quote: str, width: int, *, listing: bool) -> str:
    """Return words without what bash keeps of them.

    Args:
        before: what stands before the words in theirs; kept: how much bash leaves of the two together.
        listing: they are only shown: then with what they mean.
    """
    if listing and len(offer.candidates) > 1:
        return "\n".join([_kind(offer), *_columns(offer.candidates, width)])
    words = [f"{before}{item.value}"[kept:] for item in offer.candidates]
    lines = words if quote else [_SPECIAL_IN_BASH.sub(r"\\\1", word) for word in words]
    return "\n".join([_kind(offer), *lines])


def powershell(offer: Offer, before: str) -> str:
    """Return JSON without a character beyond ASCII, which no code page of a console garbles."""
    items = [
        {
            "value": _for_powershell(f"{before}{item.value}"),
            "shown": item.value,
            "meaning": item.meaning or item.value,
        }
        for item in offer.candidates
    ]
    return json.dumps(items)


def _for_powershell(word: str) -> str:
    return word if _PLAIN_IN_POWERSHELL.fullmatch(word) else "'" + word.replace("'", "''") + "'"


def _kind(offer: Offer) -> str:
    if offer.paths:
        return f":{offer.paths}"
    return ":words" if offer.begins else ":menu"


def _columns(candidates: Sequence[Candidate], width: int) -> list[str]:
    """Return each word with what it means, cut to the width of the terminal."""
    room = max(_LEAST, width) - 2
    most = max((_width(item.value) for item in candidates), default=0)
    return [
        _cut(f"{item.value}{' ' * (most - _width(item.value))}  {_one_line(item.meaning)}".rstrip(), room)
        for item in candidates
    ]


def _one_line(text: str) -> str:
    return "".join(sign if sign.isprintable() else " " for sign in text)


def _cut(text: str, room: int) -> str:
    used = 0
    for at, sign in enumerate(text):
        used += _width(sign)
        if used > room:
            return text[:at]
    return text


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in text)
