"""The notice's words as the registry quotes them, looked for in the notice: each stands where it is said to stand."""

from collections.abc import Iterator
from typing import NamedTuple

from bizenv_cli.folding import fold
from bizenv_cli.notice import Notice
from bizenv_cli.numerals import number_of
from bizenv_cli.registry import Registry

_NUMERALS = "一二三四五六七八九十"


class Quoted(NamedTuple):
    """Some words of the notice: what quotes them, and where they should stand (二（一）, or a task's id)."""

    by: str
    at: str
    words: str


def quotations(registry: Registry) -> Iterator[Quoted]:
    """Yield the words of every target, duty and service level."""
    for holder in registry.holders():
        if holder.scope == "target":
            yield from (Quoted(holder.subject, place.at, place.words) for place in holder.record.stated)
        elif holder.scope in ("duty", "service_level"):
            by = holder.subject if holder.scope == "duty" else "投诉时限"
            yield Quoted(by, holder.record.at, holder.record.words)


def unstated(registry: Registry, notice: Notice) -> Iterator[Quoted]:
    """Yield the words that are not in that section of the body, or in no cell of that annex."""
    cells = {
        str(annex.number): [fold(cell) for row in annex.rows for cell in row.cells]
        for annex in notice.annexes
    }
    for quoted in quotations(registry):
        in_row = quoted.at[0].isascii()
        texts = cells.get(quoted.at[0], []) if in_row else [_section(quoted.at, notice.body)]
        if not any(fold(quoted.words) in text for text in texts):
            yield quoted


def _section(at: str, body: str) -> str:
    """Return the text of a section such as 二（一） of the folded body; nothing where there is no such section."""
    part, _, section = at.rstrip("）").partition("（")
    chapter, number = number_of(part), number_of(section)
    if chapter is None or number is None:
        return ""
    text = _between(body, [f"{numeral}、" for numeral in _NUMERALS], chapter)
    numerals = [*_NUMERALS, *(f"十{numeral}" for numeral in _NUMERALS[:-1]), "二十"]
    return _between(text, [f"({numeral})" for numeral in numerals], number)


def _between(text: str, heads: list[str], number: int) -> str:
    """Return what stands under the heading of a number, where the headings are found one after the other."""
    start = 0
    for head in heads[:number]:
        start = text.find(head, start)
        if start < 0:
            return ""
        start += len(head)
    following = heads[number] if number < len(heads) else ""
    end = text.find(following, start) if following else -1
    return text[start:] if end < 0 else text[start:end]
