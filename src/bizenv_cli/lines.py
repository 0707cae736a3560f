"""The lines of a YAML text that say something at block level, as far as they can be told while it is still broken.

A registry file is a plain sort of YAML: lines ``key: value`` and ``- item``. Lines inside a block of text, an open
quote or an open bracket are no such lines; where one is never closed, the next key ends it, and that is noted.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from bizenv_cli.vocabulary import FIELDS

LONGEST = 10_000  # characters of a line that a hand may have typed; what is longer is not looked into
BLANKS = " \t\u3000"

_SHAPE = re.compile(rf"(?P<indent>[{BLANKS}]*+)(?P<dashes>(?:-[ ]++)*+)(?P<rest>.*)", re.DOTALL)
_ENTRY = re.compile(
    r"(?P<key>\"[^\"]*\"|'[^']*'|[^\s:#\[\]{},\"'&*!|>%@`-][^:#]{0,80}?) {0,9}:(?:[ \t]+(?P<value>.*)|)",
    re.DOTALL,
)
_BLOCK = re.compile(r"[|>][+-]?[0-9]?[+-]?[ \t]*(?:[ \t]#.*)?")
_KEY_AHEAD = re.compile(rf"(?:- ++)*+(?:{'|'.join(FIELDS)}) *[:：](?: |$)")
_DEEP = 100  # brackets in brackets; the parser refuses fewer
_PAIRS = {"[": "]", "{": "}"}
CONTAINERS = frozenset(
    ["aliases", "amendments", "annexes", "complaints", "doubts", "duties", "entries", "errata", "measures", "milestones", "officials", "overlaps", "pilot_changes",
     "printed_at", "service_levels", "stated", "sub_indicators", "targets", "tasks", "treatments", "units", "was", "work_tasks"]
)  # fmt: skip
LISTS = frozenset(
    ["benchmark_cities", "covers", "evidence", "fields", "groups", "issuers", "lacks", "lead", "lead_officials",
     "presumed_covers", "support", "who"]
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Line:
    """One line at block level.

    Attributes:
        number: from 1.
        text: the whole line.
        indent: its blanks, of whatever sort.
        dashes: the list signs, ``- `` or several.
        key: the key, where it is an entry.
        value: what stands after the colon or the dash, without a comment where it is plain.
        tail: what stands after a closed quote or bracket and should not.
        tail_at: line, from 1, and column, from 0, of that.
        left_open: the quote or bracket that this line opens and none closes, or nothing.
        continues: it may be a further line of the text above.
    """

    number: int
    text: str
    indent: str
    dashes: str
    key: str | None
    value: str
    tail: str = ""
    tail_at: tuple[int, int] = (0, 0)
    left_open: str = ""
    continues: bool = False

    @property
    def column(self) -> int:
        """The column, from 0, of the key or item."""
        return len(self.indent) + len(self.dashes)


@dataclass(slots=True)
class _Above:
    """What the line before leaves open."""

    line: Line | None = None
    column: int = 0
    block: int | None = None  # lines deeper than this are text
    stack: str = ""  # quotes and brackets that are open
    may_continue: bool = False


def block_lines(text: str) -> Iterator[Line]:
    """Yield the lines of a text that stand at block level, in order."""
    above = _Above()
    for number, raw in enumerate(text.split("\n"), 1):
        bare = raw.strip(BLANKS)
        if not bare:
            continue
        shape = _SHAPE.fullmatch(raw)
        assert shape  # noqa: S101  (it fits every line)
        indent = len(shape["indent"])
        if above.block is not None and indent > above.block:
            continue
        above.block = None
        if above.stack and above.line:
            if indent > above.column or not _KEY_AHEAD.match(bare):
                above.stack, tail = _open_after(bare, above.stack)
                if not above.stack:
                    yield replace(above.line, tail=tail, tail_at=(number, raw.rfind(tail)))
                    above.line = None
                continue
            yield replace(above.line, left_open=above.stack[0])
            above.stack = ""
        if bare.startswith("#"):
            continue
        line = _line(number, raw, shape, above)
        yield from _opened(line, above)
    if above.stack and above.line:
        yield replace(above.line, left_open=above.stack[0])


def is_block(value: str) -> bool:
    """Tell whether a value says that an indented block of text follows."""
    return bool(_BLOCK.fullmatch(value))


def _line(number: int, raw: str, shape: re.Match[str], above: _Above) -> Line:
    indent, dashes, rest = shape["indent"], shape["dashes"], shape["rest"]
    entry = _ENTRY.fullmatch(rest)
    value = ((entry["value"] or "") if entry else rest).strip(BLANKS)
    key = entry["key"].strip("\"'") if entry else None
    deeper = len(indent) > above.column and not dashes
    return Line(number, raw, indent, dashes, key, value, continues=above.may_continue and deeper)


def _opened(line: Line, above: _Above) -> Iterator[Line]:
    """Note what a line leaves open; yield it unless that is still to be seen."""
    above.line, above.stack = line, ""
    if line.continues and not line.key:
        yield line
        return
    above.column = line.column
    above.may_continue = line.value == "" and line.key not in CONTAINERS | LISTS
    if is_block(line.value):
        above.block = line.column if line.key else len(line.indent)
    elif line.value[:1] in ("[", "{", '"', "'") and len(line.value) <= LONGEST:
        above.stack, tail = _open_after(line.value, "")
        if above.stack:
            return
        line = replace(line, tail=tail, tail_at=(line.number, line.text.rfind(tail)))
    else:
        plain = line.value.partition(" #")[0].strip()
        above.may_continue = above.may_continue or (bool(plain) and not plain.startswith("#"))
    yield line


def _open_after(text: str, stack: str) -> tuple[str, str]:
    """Return the quotes and brackets open after a text, and what stands after the last was closed."""
    at, fresh = 0, True  # fresh: here a quote would begin a quoted text
    while at < len(text) and len(stack) < _DEEP:
        sign = text[at]
        top = stack[-1:]
        if top == '"' and sign == "\\":
            at += 1
        elif top in ('"', "'"):
            if sign == top and top == "'" and text[at + 1 : at + 2] == "'":
                at += 1
            elif sign == top:
                stack = stack[:-1]
        elif sign == "#" and (at == 0 or text[at - 1] in BLANKS):
            return stack, ""
        elif sign in _PAIRS or (sign in "\"'" and fresh):
            stack += sign
        elif top and sign == _PAIRS[top]:
            stack = stack[:-1]
        fresh = sign in "[{,:" or (fresh and sign in BLANKS)
        at += 1
        if not stack:
            tail = text[at:].strip(BLANKS)
            return "", "" if tail.startswith("#") else tail
    return stack, ""
