"""The reference of all commands in the forms that it is read in: Markdown, and a page for man."""

from collections.abc import Callable, Iterator
from importlib import import_module
from typing import cast

from bizenv_cli.manual import Manual

FORMATS = {"md": "markdown", "man": "man"}


def reference_renderer(format_name: str) -> Callable[[Manual], Iterator[str]]:
    """Return the function of a format; it yields the text line by line, line breaks included."""
    module = import_module(f"bizenv_cli.render.reference.{FORMATS[format_name]}")
    return cast("Callable[[Manual], Iterator[str]]", module.render)
