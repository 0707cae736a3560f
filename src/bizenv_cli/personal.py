"""Numbers of persons (mobile, identity, bank card): they do not belong in a registry that everybody reads."""

import re
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from itertools import pairwise

from bizenv_cli.problem import Problem

_SHOWN = 20  # told in one file

_PLAIN = str.maketrans("０１２３４５６７８９－—–‐．＿　Ｘｘ", "0123456789----._ Xx")
# Eleven digits or more, in one piece or in the pieces that people write: 138 1234 5678, 6222-0000-0000-0000-000.
_RUN = re.compile(r"[0-9](?:[ ._-]{0,2}[0-9]){10,}[Xx]?")
_PIECE = re.compile("[0-9]+[Xx]?")
_PIECES = 7  # of one number
_MANY = 1_000  # pieces in a row that no hand types: there a number is looked for in one piece only
_SHORTEST, _LONGEST = 11, 19  # digits of one number
_SHORT = 3  # digits of a piece: a date's month and day, and the cents of an amount, have two

_MOBILE = re.compile("(?:(?:00)?86)?1[3-9][0-9]{9}")
_IDENTITY = re.compile("[1-9][0-9]{16}[0-9X]")
_OLD_IDENTITY = re.compile("[1-6][0-9]{14}")  # in use until 1999, without century and check digit
_CARD = re.compile("[3-6][0-9]{15,18}")
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECK_DIGITS = "10X98765432"
_CENTURIES = range(1900, 2100)


def personal_numbers(path: str, text: str) -> Iterator[Problem]:
    """Yield a problem for each number that is a person's by its form, its check digit and its date of birth."""
    text = text.translate(_PLAIN)
    told = 0
    for run in _RUN.finditer(text):
        for start, end, what in _in_run(text, run):
            line = text.count("\n", 0, start) + 1
            column = start - text.rfind("\n", 0, start)
            yield Problem(
                path, line, column, "E010", f"疑似{what}", "清单人人可见，不写个人信息，删去", end - start
            )
            told += 1
            if told == _SHOWN:
                return


def _in_run(text: str, run: re.Match[str]) -> Iterator[tuple[int, int, str]]:
    """Yield start, end and kind of each personal number in a run of digits; none overlaps another."""
    pieces = [match.span() for match in _PIECE.finditer(text, run.start(), run.end())]
    window = _PIECES if len(pieces) <= _MANY else 1
    taken = 0
    for first in range(len(pieces)):
        digits = 0
        for last in range(first, min(first + window, len(pieces))):
            digits += pieces[last][1] - pieces[last][0]
            if digits > _LONGEST:
                break
            if digits < _SHORTEST:
                continue
            own = pieces[first : last + 1]
            number = "".join(text[start:end] for start, end in own).upper()
            between = {text[one[1] : other[0]] for one, other in pairwise(own)}
            sizes = [end - start for start, end in own]
            if first >= taken and len(between) <= 1 and (what := _kind(number, sizes, between)):
                yield own[0][0], own[-1][1], what
                taken = last + 1


def _kind(number: str, sizes: Sequence[int], between: set[str]) -> str:
    """Name what a number is, or nothing.

    Args:
        sizes: how many digits each piece has.
        between: what parts the pieces, if it is in several.
    """
    return next((what for what, is_one in _KINDS if is_one(number, sizes, between)), "")


def _is_mobile(number: str, sizes: Sequence[int], between: set[str]) -> bool:
    own = sizes[1:] if number.startswith(("86", "0086")) and sizes[0] in (2, 4) else sizes
    decimals = between == {"."} and len(own) == 2  # noqa: PLR2004  (an amount and what follows its point)
    return bool(_MOBILE.fullmatch(number)) and min(own, default=0) >= _SHORT and not decimals


def _is_identity(number: str, sizes: Sequence[int], _between: set[str]) -> bool:
    """Tell whether an 18-digit citizen number has its date of birth and its check digit right (GB 11643)."""
    if not _IDENTITY.fullmatch(number) or min(sizes) < _SHORT or not _is_day(number[6:14]):
        return False
    total = sum(int(digit) * weight for digit, weight in zip(number, _WEIGHTS, strict=False))
    return number[-1] == _CHECK_DIGITS[total % 11]


def _is_old_identity(number: str, sizes: Sequence[int], _between: set[str]) -> bool:
    return bool(_OLD_IDENTITY.fullmatch(number)) and min(sizes) >= _SHORT and _is_day(f"19{number[6:12]}")


def _is_day(digits: str) -> bool:
    try:
        return date(int(digits[:4]), int(digits[4:6]), int(digits[6:])).year in _CENTURIES
    except ValueError:
        return False


def _is_card(number: str, sizes: Sequence[int], _between: set[str]) -> bool:
    """Tell whether a card number's Luhn check digit is right; its last piece may be short."""
    if not _CARD.fullmatch(number) or min(sizes[:-1], default=_SHORT) < _SHORT:
        return False
    digits = [int(digit) for digit in reversed(number)]
    doubled = [sum(divmod(2 * digit, 10)) for digit in digits[1::2]]
    return (sum(digits[::2]) + sum(doubled)) % 10 == 0


_KINDS: tuple[tuple[str, Callable[[str, Sequence[int], set[str]], bool]], ...] = (
    ("身份证号", _is_identity),
    ("银行卡号", _is_card),
    ("身份证号（15 位）", _is_old_identity),
    ("手机号", _is_mobile),
)
