"""For screen readers: one fact a line, in words; nothing drawn, nothing to be read by its place on the screen."""

import re
from collections.abc import Iterator

from bizenv_cli.render import Page
from bizenv_cli.render.safe import plain
from bizenv_cli.views import Chart, Column, Facts, Line, Paragraph, Rows, Settled, Verbatim, View

_PAIR = 2
_MARK = re.compile("[■▲●×√]\ufe0e? *(?=[^\\s])")  # words that say the same follow it
_ALONE = {"■": "红", "▲": "黄", "●": "绿", "×": "灰", "√": "是", "—": "无"}
_BARS = re.compile("[▁▂▃▄▅▆▇█]+\u3000?")
_APART = re.compile(" {2,}|\u3000")


def render(view: View, page: Page) -> Iterator[str]:
    """Yield the view as short lines; a row of a table is a block of them, with an empty line before it."""
    yield from _lines(view.title)
    for part in view.parts:
        if isinstance(part, Chart):
            yield from _table(Rows(part.columns, part.rows))
        else:
            yield from _part(part)


def _part(part: Settled) -> Iterator[str]:
    if isinstance(part, Rows):
        yield from _table(part)
    elif isinstance(part, Facts):
        for label, text in part.items:
            yield f"{_said(label)}：{'；'.join(_facts(text))}\n"
    elif isinstance(part, Paragraph) and not part.legend:
        if part.gap:
            yield "\n"
        yield from _lines(part.text)
    elif isinstance(part, Verbatim):
        yield "\n"
        yield from _lines(part.heading)
        yield from (f"{plain(written)}\n" for written in part.lines)


def _table(part: Rows) -> Iterator[str]:
    if part.heading:
        yield "\n"
        yield from _lines(part.heading)
    for row in part.rows:
        told = [fact for fact in map(_cell, part.columns, row) if fact[1]]
        if len(part.columns) <= _PAIR:
            yield "：".join(text for _, text in told) + "\n"
        else:
            yield "\n"
            yield from (f"{title}：{text}\n" if title else f"{text}\n" for title, text in told)


def _cell(column: Column, cell: Line) -> tuple[str, str]:
    return _said(column.title), "；".join(_facts(cell))


def _lines(text: Line) -> Iterator[str]:
    yield from (f"{fact}\n" for fact in _facts(text))


def _facts(text: Line) -> list[str]:
    """Return the facts of a line one by one, as they are said."""
    whole = _BARS.sub("", "".join(span.text for span in text))
    return [said for fact in _APART.split(whole) if (said := _said(fact.strip()))]


def _said(text: str) -> str:
    """Return a text without marks where words say the same, with words for marks where none do."""
    if text in _ALONE:
        return _ALONE[text]
    return plain(_MARK.sub("", text).replace(" → ", " 变为 ").replace(" · ", "，"))
