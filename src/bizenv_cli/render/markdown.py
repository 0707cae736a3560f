"""Markdown: headings, lists of facts, and tables, ready for a document or a pull request."""

import re
from collections.abc import Iterator, Sequence

from bizenv_cli.render import Page
from bizenv_cli.render.fitted import chart_table
from bizenv_cli.render.safe import plain
from bizenv_cli.views import Chart, Facts, Line, Paragraph, Rows, Verbatim, View

_SPECIAL = re.compile(r"([\\`*_\[\]<>|#~$&])")


_BAR = 40


def render(view: View, page: Page) -> Iterator[str]:
    """Yield the view as Markdown; every row of a table has its own heading row."""
    yield f"# {_text(view.title)}\n"
    for part in view.parts:
        yield "\n"
        if isinstance(part, Paragraph):
            is_heading = part.gap and part.text[:1] and part.text[0].tone == "strong"
            yield f"## {_text(part.text)}\n" if is_heading else f"{_text(part.text)}\n"
        elif isinstance(part, Facts):
            for label, text in part.items:
                yield f"- **{label}**：{_text(text)}\n"
        elif isinstance(part, Verbatim):
            yield f"{_text(part.heading)}\n\n"
            yield from _fenced(part.lines)
        elif isinstance(part, Chart):
            yield from _table(chart_table(part, _BAR))
        else:
            yield from _table(part)


def _table(part: Rows) -> Iterator[str]:
    if part.heading:
        yield f"### {_text(part.heading)}\n\n"
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
    return escape("".join(span.text for span in line)).strip()


def escape(text: str) -> str:
    """Keep text from being read as markup."""
    return _SPECIAL.sub(r"\\\1", plain(text))
