"""Code quality reports: the JSON list that a merge request shows beside the changed lines."""

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence

from bizenv_cli.problem import Problem
from bizenv_cli.render import Page
from bizenv_cli.render.safe import json_text


def render(problems: Sequence[Problem], texts: Mapping[str, str], page: Page) -> Iterator[str]:
    """Yield the report; a problem keeps its fingerprint when lines above it come or go."""
    seen: dict[str, int] = {}
    report = []
    for problem in problems:
        line = texts.get(problem.path, "").split("\n")[problem.line - 1 : problem.line]
        print_of = "\0".join([problem.path, problem.code, problem.message, *line])
        seen[print_of] = seen.get(print_of, 0) + 1
        unique = f"{print_of}\0{seen[print_of]}"
        report.append(
            {
                "description": f"{problem.message}。{problem.hint}".rstrip("。"),
                "check_name": problem.code,
                "fingerprint": hashlib.sha256(unique.encode("utf-8", "surrogatepass")).hexdigest(),
                "severity": "major",
                "location": {"path": problem.path, "lines": {"begin": problem.line}},
            }
        )
    yield json_text(json.dumps(report, ensure_ascii=False, indent=2)) + "\n"
