"""Text from a registry made harmless: no control character, no line break, no hidden mark gets through."""

import re

# C0 and C1 controls, line and paragraph separators, and the marks that hide or turn text around.
_UNSAFE = re.compile("[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ud800-\udfff]")
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def plain(text: str) -> str:
    r"""Show unsafe characters as escapes: an ESC as ``\x1b``, a line break as ``\n``."""
    return _UNSAFE.sub(lambda match: _escape(match[0]), text)


def json_text(text: str) -> str:
    """Escape in finished JSON what its own rules leave raw: C1 controls, separators, hidden marks."""
    return _UNSAFE.sub(lambda match: match[0] if match[0] == "\n" else f"\\u{ord(match[0]):04x}", text)


def csv_cell(text: str) -> str:
    """Keep a spreadsheet from reading a cell as a formula."""
    text = plain(text)
    return f"'{text}" if text.startswith(_FORMULA) else text


def _escape(character: str) -> str:
    return character.encode("unicode_escape", "backslashreplace").decode("ascii")
