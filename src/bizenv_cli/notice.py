"""The notice as it is printed: its tables row by row and its statements of who leads what.

Reads the text of the notice alone and knows nothing of the registry's YAML; `verify` compares the two.
"""

import re
from dataclasses import dataclass

from bizenv_cli.errors import BadCallError
from bizenv_cli.folding import fold

_NUMERALS = {numeral: at for at, numeral in enumerate("一二三四五六七八九十", 1)}
_STATEMENT = re.compile(
    r"\((?P<number>[一二三四五六七八九十]{1,3})\)(?P<title>[^。()]{2,30})。(?P<text>(?:(?!\([一二三四五六七八九十]{1,3}\)).)*?)"
    r"\((?:指标长|牵头区领导):(?P<officials>[^;]*);牵头单位:(?P<lead>[^;]*);配合单位:(?P<support>[^)]*)\)"
)
_TREATMENT = re.compile(
    r"[(;](?P<title>[^;()]{2,30}?专项治理)牵头区领导:(?P<officials>[^,;]*),牵头单位:(?P<lead>[^;)]*)(?=[;)])"
)
_ANNEX_HEADING = re.compile(r"附件(\d)")


@dataclass(frozen=True, slots=True)
class Row:
    """One printed row of an annex: its cells from left to right, and its line in the text (from 1)."""

    line: int
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Annex:
    """One annex: its printed title, the header rows (one a page) and the data rows.

    Attributes:
        outside: lines of text that stand neither in the title nor in a table.
    """

    number: int
    title: Row
    headers: tuple[Row, ...]
    rows: tuple[Row, ...]
    outside: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Statement:
    """What the body says of an indicator, action or treatment; all folded (see `fold`)."""

    number: int
    title: str
    text: str
    officials: str
    lead: str
    support: str


@dataclass(frozen=True, slots=True)
class Notice:
    """The whole notice: the folded body, its statements, and the two annexes."""

    body: str
    indicators: tuple[Statement, ...]
    actions: tuple[Statement, ...]
    treatments: tuple[Statement, ...]
    annexes: tuple[Annex, ...]


def read(text: str) -> Notice:
    """Read the text of a notice.

    Args:
        text: the notice; table cells are separated by tabs, each page of a table repeats its header.

    Raises:
        BadCallError: the text has no annexes, so that it cannot be the notice.
    """
    lines = text.split("\n")
    starts = [
        (at, int(match[1]))
        for at, line in enumerate(lines)
        if (match := _ANNEX_HEADING.fullmatch(fold(line)))
    ]
    if not starts:
        message = "这个文件里没有「附件 1」「附件 2」，不像是通知全文；表格各格应以制表符（Tab）分隔"
        raise BadCallError(message)
    body = fold("".join(lines[: starts[0][0]]))
    ends = [at for at, _ in starts[1:]] + [len(lines)]
    annexes = tuple(
        _annex(number, lines, at + 1, end) for (at, number), end in zip(starts, ends, strict=True)
    )
    first, _, rest = body.partition("二、推进专项行动")
    return Notice(body, _statements(first), _statements(rest), _treatments(rest), annexes)


def _annex(number: int, lines: list[str], start: int, end: int) -> Annex:
    title = Row(start, ("",))
    headers: list[Row] = []
    rows: list[Row] = []
    outside: list[Row] = []
    for at in range(start, end):
        line = lines[at].rstrip("\r")
        if "\t" not in line:
            if not line.strip():
                continue
            if title.cells == ("",):
                title = Row(at + 1, (line,))
            else:
                outside.append(Row(at + 1, (line,)))
            continue
        row = Row(at + 1, tuple(line.split("\t")))
        (headers if fold(row.cells[0]) == "序号" else rows).append(row)
    return Annex(number, title, tuple(headers), tuple(rows), tuple(outside))


def _statements(body: str) -> tuple[Statement, ...]:
    return tuple(
        Statement(
            _number(match["number"]),
            match["title"],
            match["text"],
            match["officials"],
            match["lead"],
            match["support"],
        )
        for match in _STATEMENT.finditer(body)
    )


def _treatments(body: str) -> tuple[Statement, ...]:
    return tuple(
        Statement(at, match["title"], "", match["officials"], match["lead"], "")
        for at, match in enumerate(_TREATMENT.finditer(body), 1)
    )


def _number(numeral: str) -> int:
    if numeral == "十":
        return 10
    tens, ten, ones = numeral.rpartition("十")
    if not ten:
        return _NUMERALS[numeral]
    return (_NUMERALS[tens] if tens else 1) * 10 + (_NUMERALS[ones] if ones else 0)
