"""What a problem is known by from one run to the next, when lines above it come or go."""

import hashlib
from collections.abc import Mapping, Sequence

from bizenv_cli.problem import Problem


def fingerprints(problems: Sequence[Problem], texts: Mapping[str, str]) -> list[str]:
    """Return one for each problem, in their order: of its path, code, message and line's text, not its number.

    Args:
        texts: the text of each file by the path its problems show.
    """
    seen: dict[str, int] = {}
    prints = []
    for problem in problems:
        line = texts.get(problem.path, "").split("\n")[problem.line - 1 : problem.line]
        known_by = "\0".join([problem.path, problem.code, problem.message, *line])
        seen[known_by] = seen.get(known_by, 0) + 1
        unique = f"{known_by}\0{seen[known_by]}"
        prints.append(hashlib.sha256(unique.encode("utf-8", "surrogatepass")).hexdigest())
    return prints
