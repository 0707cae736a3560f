"""Problems as a compiler prints them: place, code, sentence, the line with a caret, a hint."""

from collections.abc import Iterator, Mapping, Sequence

from rich.cells import cell_len
from rich.color import ColorSystem
from rich.style import Style

from bizenv_cli.problem import Problem
from bizenv_cli.render import Page
from bizenv_cli.render.safe import plain

_RED = Style(color="red", bold=True)
_LONGEST = 60


def render(problems: Sequence[Problem], texts: Mapping[str, str], page: Page) -> Iterator[str]:
    """Yield each problem with the line it is on.

    Args:
        texts: the text of each file by the path its problems show.
    """
    for problem in problems:
        code = _RED.render(problem.code, color_system=ColorSystem.STANDARD) if page.colour else problem.code
        place = f"{plain(problem.path)}:{problem.line}:{problem.column}"
        yield f"{place}  {code}  {plain(problem.message)}\n"
        yield from _excerpt(problem, texts.get(problem.path, ""))
        if problem.hint:
            yield f"      提示：{plain(problem.hint)}\n"


def _excerpt(problem: Problem, text: str) -> Iterator[str]:
    lines = text.split("\n")
    if not 1 <= problem.line <= len(lines) or not lines[problem.line - 1].strip():
        return
    written = lines[problem.line - 1].rstrip("\r")
    start = problem.column - 1
    first = max(0, start - _LONGEST // 2) if start > _LONGEST else 0
    before = ("…" if first else "") + plain(written[first:start])
    marked = plain(written[start : start + min(problem.length, _LONGEST)])
    end = start + min(problem.length, _LONGEST)
    rest = written[end : end + _LONGEST]
    after = plain(rest) + ("…" if len(written) > end + _LONGEST else "")
    number = f"{problem.line:>5}"
    yield f"{number} │ {before}{marked}{after}\n"
    yield f"      │ {' ' * cell_len(before)}{'^' * max(1, cell_len(marked))}\n"
