"""Numbers of persons (mobile, identity, bank card): they do not belong in a registry that everybody reads."""

import re
from collections.abc import Callable, Iterator

from bizenv_cli.problem import Problem

_SHOWN = 20  # told in one file

_WIDE_DIGITS = str.maketrans("０１２３４５６７８９－　", "0123456789- ")
# In one run, or in the groups people write: 138 1234 5678, 6222 0000 0000 0000 000.
_MOBILE = re.compile(r"(?<![0-9])1[3-9][0-9]([ -]?)[0-9]{4}\1[0-9]{4}(?![0-9])")
_IDENTITY = re.compile(r"(?<![0-9])[1-9][0-9]{5}([ -]?)[0-9]{8}\1[0-9]{3}[0-9Xx](?![0-9A-Za-z])")
_CARD = re.compile(
    r"(?<![0-9])[3-6](?:[0-9]{15,18}|[0-9]{3}([ -])[0-9]{4}\1[0-9]{4}\1[0-9]{4}(?:\1[0-9]{1,3})?)(?![0-9])"
)
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECK_DIGITS = "10X98765432"


def personal_numbers(path: str, text: str) -> Iterator[Problem]:
    """Yield a problem for each number that is a person's by its form and check digit."""
    text = text.translate(_WIDE_DIGITS)
    told: list[tuple[int, int]] = []
    for pattern, what, is_one in _KINDS:
        for match in pattern.finditer(text):
            number = re.sub("[ -]", "", match[0])
            if is_one(number) and not any(start <= match.start() < end for start, end in told):
                told.append(match.span())
                line = text.count("\n", 0, match.start()) + 1
                column = match.start() - text.rfind("\n", 0, match.start())
                hint = "清单人人可见，不写个人信息，删去"
                yield Problem(path, line, column, "E010", f"疑似{what}", hint, len(match[0]))
            if len(told) == _SHOWN:
                return


def _is_identity(number: str) -> bool:
    """Tell whether the check digit of an 18-digit citizen number is right (GB 11643)."""
    total = sum(int(digit) * weight for digit, weight in zip(number, _WEIGHTS, strict=False))
    return number[-1].upper() == _CHECK_DIGITS[total % 11]


def _is_card(number: str) -> bool:
    """Tell whether a card number's Luhn check digit is right."""
    digits = [int(digit) for digit in reversed(number)]
    doubled = [sum(divmod(2 * digit, 10)) for digit in digits[1::2]]
    return (sum(digits[::2]) + sum(doubled)) % 10 == 0


_KINDS: tuple[tuple[re.Pattern[str], str, Callable[[str], bool]], ...] = (
    (_IDENTITY, "身份证号", _is_identity),
    (_CARD, "银行卡号", _is_card),
    (_MOBILE, "手机号", lambda _number: True),
)
