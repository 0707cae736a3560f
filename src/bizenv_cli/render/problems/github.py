"""Workflow commands: each problem becomes an annotation on the changed line of a pull request."""

from collections.abc import Iterator, Mapping, Sequence

from bizenv_cli.problem import Problem
from bizenv_cli.render import Page
from bizenv_cli.render.safe import plain


def render(problems: Sequence[Problem], texts: Mapping[str, str], page: Page) -> Iterator[str]:
    """Yield one ``::error`` line a problem."""
    for problem in problems:
        place = {
            "file": problem.path,
            "line": str(problem.line),
            "col": str(problem.column),
            "endColumn": str(problem.column + problem.length),
            "title": problem.code,
        }
        properties = ",".join(f"{name}={_property(value)}" for name, value in place.items())
        hint = f"\n提示：{problem.hint}" if problem.hint else ""
        yield f"::error {properties}::{_data(problem.message + hint)}\n"


def _data(text: str) -> str:
    return "%0A".join(plain(line).replace("%", "%25") for line in text.split("\n"))


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
