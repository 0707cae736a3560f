"""JSON: one object with ``schema_version``, a count, and every problem with its place, code, message and hint."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict

from bizenv_cli.problem import Problem
from bizenv_cli.render import Page
from bizenv_cli.render.json_ import SCHEMA_VERSION
from bizenv_cli.render.safe import json_text


def render(problems: Sequence[Problem], texts: Mapping[str, str], page: Page) -> Iterator[str]:
    """Yield the problems as indented JSON."""
    answer = {
        "schema_version": SCHEMA_VERSION,
        "count": len(problems),
        "problems": [asdict(problem) for problem in problems],
    }
    yield json_text(json.dumps(answer, ensure_ascii=False, indent=2)) + "\n"
