"""What a text says once YAML has read its escapes and line ends: what no text may hold, in whatever way it was written.

The file's own characters are looked at before YAML reads them; here is what only then comes to light.
"""

import re
from collections.abc import Iterator

from bizenv_cli.invisible import cleaned
from bizenv_cli.personal import personal_numbers

Fault = tuple[str, str, str]  # code, message, hint

CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufffe\uffff]")

_BLOCKS = ("|", ">")
_NAMES = {"\n": "换行", "\t": "制表符（Tab）", "\r": "回车符（CR）"}
_BROKEN = re.compile(r"\s*\n\s*|(?<=[^\x00-\x7f]) +(?=[^\x00-\x7f])")
_NO_ESCAPE = "删去引号里以「\\」开头的这个转义写法"


def mended(value: str, raw: str, style: str | None) -> tuple[str, list[Fault]]:
    r"""Return a text without what it may not hold, and what that was.

    Args:
        value: the text as YAML reads it.
        raw: the same as it stands in the file, quotes and escapes and all.
        style: the quote or block sign that it was written with, or nothing.
    """
    if style in _BLOCKS and "\n" in value:
        hint = f"删去「{style}」，把文字接在冒号后面写成一行"
        return _BROKEN.sub("", value), [("E143", f"用了「{style}」，文字里就有了换行", hint)]
    escaped = style == '"' and "\\" in raw
    faults = list(_faults(value, raw, escaped=escaped))
    if not faults:
        return value, []
    clean, _ = cleaned("", CONTROL.sub("", value))
    return clean or "", faults


def _faults(value: str, raw: str, *, escaped: bool) -> Iterator[Fault]:
    if match := CONTROL.search(value):
        named = _NAMES.get(match[0], f"不可见的控制字符 U+{ord(match[0]):04X}")
        yield "E107", f"文字里有{named}", _NO_ESCAPE if escaped else "一段文字写成一行，删去它"
    elif escaped and (odd := cleaned("", value)[1]) and not cleaned("", raw)[1]:
        yield odd[0].code, odd[0].message, _NO_ESCAPE
    hidden = value not in raw and not any(personal_numbers("", raw))
    if hidden and (number := next(personal_numbers("", value), None)):
        yield number.code, number.message, number.hint
