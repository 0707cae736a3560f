"""Problems for people and for machines that review changes: one small module a format."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from importlib import import_module
from typing import cast

from bizenv_cli.problem import Problem
from bizenv_cli.render import Page

FORMATS = {"text": "text", "json": "json_", "github": "github", "gitlab": "gitlab", "sarif": "sarif"}

ProblemRenderer = Callable[[Sequence[Problem], Mapping[str, str], Page], Iterator[str]]


def problem_renderer(format_name: str) -> ProblemRenderer:
    """Return the function of a format: from problems, and the text of each file by its path, to text."""
    module = import_module(f"bizenv_cli.render.problems.{FORMATS[format_name]}")
    return cast("ProblemRenderer", module.render)
