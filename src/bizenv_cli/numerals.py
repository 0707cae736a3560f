"""Chinese numerals to numbers: 四十二, 一百零五, 二〇二三."""

import re

_SIGNS = ("〇零○", *"一二三四五六七八九")
_DIGITS = {sign: value for value, signs in enumerate(_SIGNS) for sign in signs}
_ONE = "[一二三四五六七八九]"
_TENS = f"(?P<tens{{0}}>{_ONE})?十(?P<ones{{0}}>{_ONE})?"
_COUNT = re.compile(
    f"(?P<hundreds>{_ONE})百(?:零(?P<ones1>{_ONE})|{_TENS.format(2)})?|{_TENS.format(3)}|(?P<ones4>{_ONE})"
)


def number_of(text: str) -> int | None:
    """Read a Chinese numeral from 1 to 999, or None; 一百五 is None, for it may mean 150 or 105."""
    match = _COUNT.fullmatch(text)
    if not match:
        return None
    worth = {name: _DIGITS[sign] for name, sign in match.groupdict().items() if sign}
    ones = sum(value for name, value in worth.items() if name.startswith("ones"))
    tens = sum(value for name, value in worth.items() if name.startswith("tens"))
    return 100 * worth.get("hundreds", 0) + 10 * (tens or ("十" in text)) + ones


def digits_of(text: str) -> int | None:
    """Read numerals that stand for digits one by one (二〇二三 is 2023), or None."""
    if not text or any(sign not in _DIGITS for sign in text):
        return None
    return int("".join(str(_DIGITS[sign]) for sign in text))
