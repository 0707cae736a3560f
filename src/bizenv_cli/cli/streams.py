"""The two output streams and their encoding: what it lacks is replaced by what can be read, and nothing breaks."""

import codecs
import os
import sys
import unicodedata

_READABLE, _EXACT = "bizenv.readable", "bizenv.exact"
_ALIKE = {"✓": "√", "✔": "√", "✗": "×", "✘": "×", "•": "·", "–": "-", "‑": "-", "−": "-", "⚠": "▲"}


def prepare() -> None:
    """Make both streams write anything; one that has no 汉字 at all is set to UTF-8, unless it was chosen."""
    codecs.register_error(_READABLE, _readable)
    codecs.register_error(_EXACT, _exact)
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            chosen = os.environ.get("PYTHONIOENCODING") or _can_write("汉", stream.encoding)
            stream.reconfigure(encoding=None if chosen else "utf-8", errors=_READABLE)


def exact() -> None:
    """Have the standard output keep every character: one that its encoding lacks is escaped as in JSON."""
    if hasattr(sys.stdout, "reconfigure"):
        sys.stdout.reconfigure(errors=_EXACT)


def _readable(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    lost = error.object[error.start : error.end]
    encoding = (
        "ascii" if error.encoding == "charmap" else error.encoding
    )  # the codec does not say which it is
    return "".join(_stand_in(sign, encoding) for sign in lost), error.end


def _exact(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    return "".join(map(_escaped, error.object[error.start : error.end])), error.end


def _stand_in(sign: str, encoding: str) -> str:
    """Return what looks most like a character that an encoding lacks."""
    plainer = _ALIKE.get(sign) or "".join(
        part for part in unicodedata.normalize("NFKD", sign) if not unicodedata.combining(part)
    )
    return plainer if _can_write(plainer, encoding) else _escaped(sign)


def _escaped(sign: str) -> str:
    """Return the escape of a character, in the two halves that JSON needs where it is beyond the first plane."""
    units = sign.encode("utf-16-be", "surrogatepass")
    return "".join(f"\\u{units[at]:02x}{units[at + 1]:02x}" for at in range(0, len(units), 2))


def _can_write(text: str, encoding: str) -> bool:
    try:
        text.encode(encoding)
    except UnicodeError:
        return False
    return True
