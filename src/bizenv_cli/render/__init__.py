"""One small module a format, each a pure function from a view to text; imported only when asked for."""

from collections.abc import Callable, Iterator
from importlib import import_module
from typing import NamedTuple, cast

from bizenv_cli.views import View

FORMATS = {
    "table": "table",
    "plain": "plain",
    "json": "json_",
    "jsonl": "jsonl",
    "csv": "csv_",
    "md": "markdown",
    "svg": "svg",
}


class Page(NamedTuple):
    """What the text is for: a terminal of some width, or a file or pipe (no width: nothing is cut).

    Attributes:
        sheet: a spreadsheet will open it, and must not take an id for a date.
    """

    width: int | None = None
    colour: bool = False
    sheet: bool = False


Renderer = Callable[[View, Page], Iterator[str]]


def renderer(format_name: str) -> Renderer:
    """Return the function of a format; it yields the text in pieces, line breaks included."""
    module = import_module(f"bizenv_cli.render.{FORMATS[format_name]}")
    return cast("Renderer", module.render)
