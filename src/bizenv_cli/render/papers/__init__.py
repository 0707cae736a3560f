"""One small module a format, each a pure function from a paper to bytes; imported only when asked for."""

from collections.abc import Callable
from importlib import import_module
from typing import cast

from bizenv_cli.report.paper import Paper

FORMATS = {"md": "markdown", "docx": "docx_"}


def renderer(format_name: str) -> Callable[[Paper], bytes]:
    """Return the function of a format.

    Raises:
        MissingLibraryError: the format needs a library that is not installed.
    """
    module = import_module(f"bizenv_cli.render.papers.{FORMATS[format_name]}")
    return cast("Callable[[Paper], bytes]", module.renderer())
