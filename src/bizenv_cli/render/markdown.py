"""Markdown: headings, lists of facts, and tables, ready for a document or a pull request."""

import re
from collections.abc import Iterator, Sequence

from bizenv_cli.render import Page
from bizenv_cli.render.fitted import chart_table
from bizenv_cli.render.safe import plain
from bizenv_cli.views import Chart, Facts, Line, Paragraph, Rows, Verbatim, View

_SPECIAL = re.compile(r"([\\`*_\[\]<>|#~$&])")
_BEGINNING = re.compile(r"^(\d*)([-+=.)])")
_BAR = 40


def render(view: View, page: Page) -> Iterator[str]:
    """Yield the view as Markdown; every row of a table has its own heading row, no level of headings is left out."""
    yield f"# {_text(view.title)}\n"
    below = "##"
    for part in view.parts:
        yield "\n"
        if isinstance(part, Paragraph):
            is_heading = part.gap and part.text[:1] and part.text[0].tone == "strong"
            yield f"## {_text(part.text)}\n" if is_heading else f"{paragraph(_joined(part.text))}\n"
            below = "###" if is_heading else below
        elif isinstance(part, Facts):
            for label, text in part.items:
                yield f"- **{escape(label)}**：{_text(text)}\n"
        elif isinstance(part, Verbatim):
            yield f"{paragraph(_joined(part.heading))}\n\n"
            yield from _fenced(part.lines)
        else:
            yield from _table(chart_table(part, _BAR) if isinstance(part, Chart) else part, below)


def _table(part: Rows, level: str) -> Iterator[str]:
    if part.heading:
        yield f"{level} {_text(part.heading)}\n\n"
    yield "| " + " | ".join(escape(column.title) for column in part.columns) + " |\n"
    yield "|" + "|".join(" ---: " if column.right else " --- " for column in part.columns) + "|\n"
    for row in part.rows:
        yield "| " + " | ".join(_text(cell) for cell in row) + " |\n"


def _fenced(lines: Sequence[str]) -> Iterator[str]:
    runs = [len(run) for line in lines for run in re.findall("`+", line)]
    fence = "`" * max([3, *(length + 1 for length in runs)])  # no line can end the block before its time
    yield f"{fence}yaml\n"
    yield from (f"{plain(line)}\n" for line in lines)
    yield f"{fence}\n"


def _text(line: Line) -> str:
    return escape(_joined(line)).strip()


def _joined(line: Line) -> str:
    return "".join(span.text for span in line)


def paragraph(text: str) -> str:
    """Keep a paragraph from being read as markup, its beginning also from being read as a list, a line or a heading."""
    return _BEGINNING.sub(r"\1\\\2", escape(text.strip(" ")))


def escape(text: str) -> str:
    """Keep text from being read as markup."""
    return _SPECIAL.sub(r"\\\1", plain(text))
