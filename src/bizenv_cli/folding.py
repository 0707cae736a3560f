"""Text without what a source prints at random: white space, and the width of punctuation."""

import re

# Full-width punctuation to half-width; digits and letters keep their width.
_WIDTHS = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F) if not chr(code - 0xFEE0).isalnum()}
_WHITE = re.compile("[ \t-\r\xa0\u3000]")  # what a page is laid out with; control characters stay, and differ


def fold(text: str) -> str:
    """Return `text` without white space and with punctuation in half width: what comparisons compare."""
    return _WHITE.sub("", text).translate(_WIDTHS)
