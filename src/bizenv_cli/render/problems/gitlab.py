"""Code quality reports: the JSON list that a merge request shows beside the changed lines."""

import json
from collections.abc import Iterator, Mapping, Sequence

from bizenv_cli.problem import Problem
from bizenv_cli.render import Page
from bizenv_cli.render.problems.fingerprint import fingerprints
from bizenv_cli.render.safe import json_text


def render(problems: Sequence[Problem], texts: Mapping[str, str], page: Page) -> Iterator[str]:
    """Yield the report; a problem keeps its fingerprint when lines above it come or go."""
    report = [
        {
            "description": f"{problem.message}。{problem.hint}".rstrip("。"),
            "check_name": problem.code,
            "fingerprint": fingerprint,
            "severity": "major",
            "location": {"path": problem.path, "lines": {"begin": problem.line}},
        }
        for problem, fingerprint in zip(problems, fingerprints(problems, texts), strict=True)
    ]
    yield json_text(json.dumps(report, ensure_ascii=False, indent=2)) + "\n"
