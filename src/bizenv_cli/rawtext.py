"""A file's bytes to text that YAML may read: its encoding, its line ends, and what no registry file may hold.

What is found here is told once and by its own name; where it would only make YAML stumble (another encoding, a
merge conflict, a full-width colon), the text is not handed on, so that one cause stays one problem.
"""

import re
from collections.abc import Iterator

from bizenv_cli.encoding import to_text
from bizenv_cli.invisible import cleaned
from bizenv_cli.personal import personal_numbers
from bizenv_cli.place import MAX_BYTES
from bizenv_cli.problem import Problem
from bizenv_cli.typing_slips import typing_slips

MAX_LINES = 100_000

_SHOWN = 20  # conflicts told in one file
_CONFLICT = re.compile(r"^[ \t]*(?:(?P<sign>[<>|])(?P=sign){6}(?: .*)?|={7}[ \t]*)$", re.MULTILINE)


def decode(path: str, data: bytes) -> tuple[str | None, list[Problem]]:
    r"""Return the text of a registry file, and what is wrong with it as text.

    Args:
        path: the file as shown to the user.
        data: its bytes.

    Returns:
        The text with ``\n`` line ends, no byte-order mark and nothing invisible, or None where it must not be read on.
    """
    if len(data) > MAX_BYTES:
        hint = "清单文件不过几十 KB，检查是否误放"
        message = f"文件过大：{len(data):,} 字节，上限 {MAX_BYTES:,}"
        return None, [Problem(path, 1, 1, "E003", message, hint)]
    text, problems = to_text(path, data)
    if text is None:
        return None, problems
    text, found = _line_ends(path, text)
    problems += found
    if text.count("\n") > MAX_LINES:
        hint = "清单文件不过几百行，检查是否误放"
        message = f"内容过多：超过 {MAX_LINES:,} 行"
        return None, [*problems, Problem(path, MAX_LINES + 1, 1, "E012", message, hint)]
    problems += personal_numbers(path, text)
    conflicts = list(_conflicts(path, text))
    if conflicts:
        return None, [*problems, *conflicts]
    clean, odd = cleaned(path, text)
    problems += odd
    typing = list(typing_slips(path, clean)) if clean is not None else []
    return (None if typing else clean), [*problems, *typing]


def _line_ends(path: str, text: str) -> tuple[str, list[Problem]]:
    r"""Return the text with ``\n`` alone at the end of its lines, and a problem where it had others."""
    if "\r" not in text:
        return text, []
    first = text.index("\r")
    line = text.count("\n", 0, first) + 1
    ends = re.sub("\r+\n?", lambda run: "\n" if run[0].endswith("\n") else run[0], text)
    if ends.count("\r") > ends.count("\n"):
        problem = Problem(path, line, 1, "E007", "换行是旧式（CR）", "换行改存为 LF（Unix 式）")
        return ends.replace("\r", "\n"), [problem]
    if re.match("\r+\n", text[first : first + 3]):
        problem = Problem(path, line, 1, "E007", "换行是 Windows 式（CRLF）", "换行改存为 LF（Unix 式）")
    else:
        column = first - text.rfind("\n", 0, first)
        hint = "删去这个字符；要换行的，按回车键另起一行"
        problem = Problem(path, line, column, "E007", "行中有回车符（CR）", hint)
    return ends.replace("\r", ""), [problem]


def _conflicts(path: str, text: str) -> Iterator[Problem]:
    """Find what a merge left: one problem for all the marks of one conflict, whichever of them are still there."""
    is_open, told = False, 0
    for match in _CONFLICT.finditer(text):
        mark = match[0].strip()
        if not is_open or mark.startswith("<"):
            line = text.count("\n", 0, match.start()) + 1
            hint = "留下要的一边，删去 <<<<<<<、=======、>>>>>>> 各行"
            yield Problem(path, line, 1, "E008", "有未解决的合并冲突", hint, len(match[0]))
            told += 1
        is_open = not mark.startswith(">")
        if told == _SHOWN:
            return
