"""Ids as people type them: tasks (1-26, 附件1第26项), and what a letter begins (T12, 目标12, D3, 职责三)."""

import re
import unicodedata
from typing import NamedTuple

from bizenv_cli.numerals import number_of

_DASHES = re.compile("[‐‑‒–—−﹣_]+")  # NFKC makes a hyphen of the full-width one alone
_KEY = r"(?:([a-z][a-z0-9]*)\s*:\s*)?"
_NUMBER = "(?:[0-9]{1,9}|[一二三四五六七八九十百零]{1,7})"
_ROW = "(?:项|行|条|号|款)?(?:任务|举措)?"
_TASK = re.compile(
    rf"{_KEY}(?:"
    rf"(?:附件|附表|附)?\s*({_NUMBER})\s*[-.·]\s*({_NUMBER})"  # 1-26, 1.26, 附1-26
    rf"|(?:附件|附表|附)\s*({_NUMBER})\s*(?:的|之|中)?\s*(?:第|序号|举措|任务)\s*({_NUMBER})\s*{_ROW}"  # 附件1第26项
    rf"|(?:附件|附表|附)\s*({_NUMBER})\s+({_NUMBER})\s*{_ROW}"  # 附件1 26
    r")",
    re.IGNORECASE,
)
_PARTS = 2  # of a task's id
ANNEXES = (1, 2)
_WORDS = {"T": "目标", "D": "职责"}


class TaskId(NamedTuple):
    """The parts of a task's id.

    Attributes:
        key: the plan's, where it is written.
        annex, seq: the annex's number and the row's (序号).
    """

    key: str | None
    annex: int
    seq: int


def task_id(typed: str) -> TaskId | None:
    """Return what a task's id says, however it is written; None where it does not say annex and row for certain."""
    match = _TASK.fullmatch(_plain(typed))
    if not match:
        return None
    annex, seq = (_number(part) for part in match.groups()[1:] if part)
    return TaskId(match[1] and match[1].lower(), annex, seq) if annex and seq else None


def guesses(typed: str) -> list[tuple[int, int]]:
    """Return annex and row of the tasks that may be meant by what is no task's id: 26 alone, or ``1 26``."""
    text = _plain(typed)
    numbers = [int(number) for number in re.findall("[0-9]{1,9}", text)]
    if len(numbers) == 1 and re.fullmatch(rf"第?[0-9]{{1,9}}\s*{_ROW}", text):
        return [(annex, numbers[0]) for annex in ANNEXES]
    return [(numbers[0], numbers[1])] if len(numbers) == _PARTS else []


def lettered(typed: str, letter: str) -> tuple[str | None, int] | None:
    """Return the plan's key, where it is written, and the number of an id such as T12, 12, ｔ１２, 目标12 or 第12号目标.

    Args:
        letter: T for a target, D for a duty.
    """
    word = _WORDS[letter]
    match = re.fullmatch(
        rf"{_KEY}(?:(?:{letter}|{word})\s*[-.第]?\s*({_NUMBER})\s*[项号]?|第?\s*({_NUMBER})\s*[项号]?(?:{word})?)",
        _plain(typed),
        re.IGNORECASE,
    )
    number = _number(match[2] or match[3]) if match else None
    return (match[1] and match[1].lower(), number) if match and number else None


def letter_of(typed: str) -> str | None:
    """Return the letter whose id was typed with its letter or word: T for T12 and 目标12, D for D3 and 职责3."""
    own = _plain(typed).rpartition(":")[2].strip()
    return next((letter for letter, word in _WORDS.items() if own[:1].upper() == letter or word in own), None)


def _plain(typed: str) -> str:
    return _DASHES.sub("-", unicodedata.normalize("NFKC", typed)).strip()


def _number(written: str) -> int | None:
    """Return a number from 1; None where there is none that the numeral says for certain."""
    return (int(written) if written.isdecimal() else number_of(written)) or None
