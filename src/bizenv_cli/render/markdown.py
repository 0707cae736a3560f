"""Markdown: headings, lists of facts, and tables, ready for a document or a pull request."""

import re
from collections.abc import Iterator

from bizenv_cli.render import Page
from bizenv_cli.render.safe import plain
from bizenv_cli.views import Facts, Line, Paragraph, Rows, View

_SPECIAL = re.compile(r"([\\`*_\[\]<>|#~$&])")


def render(view: View, page: Page) -> Iterator[str]:
    """Yield the view as Markdown; every row of a table has its own heading row."""
    yield f"# {_text(view.title)}\n"
    for part in view.parts:
        yield "\n"
        if isinstance(part, Paragraph):
            yield f"## {_text(part.text)}\n" if part.gap else f"{_text(part.text)}\n"
        elif isinstance(part, Facts):
            for label, text in part.items:
                yield f"- **{label}**：{_text(text)}\n"
        else:
            yield from _table(part)


def _table(part: Rows) -> Iterator[str]:
    if part.heading:
        yield f"### {_text(part.heading)}\n\n"
    yield "| " + " | ".join(_escape(column.title) for column in part.columns) + " |\n"
    yield "|" + "|".join(" ---: " if column.right else " --- " for column in part.columns) + "|\n"
    for row in part.rows:
        yield "| " + " | ".join(_text(cell) for cell in row) + " |\n"


def _text(line: Line) -> str:
    return _escape("".join(span.text for span in line)).strip()


def _escape(text: str) -> str:
    return _SPECIAL.sub(r"\\\1", plain(text))
