"""A mapping as one line of a YAML list, so that two branches' lines stay apart when git puts both in."""

import json
import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

_ITEM = re.compile(r"^([ ]*)-[ ]", re.MULTILINE)
# What may stand without quotes: 汉字, full-width signs, letters, digits and what cannot be taken for YAML's own.
_PLAIN = re.compile(
    r"[\w〔〕《》（）“”‘’、，。；：！？…—·％【】「」][\w〔〕《》（）“”‘’、，。；：！？…—·％【】「」 ./+%-]*"
)


def indent_of(text: bytes, key: str) -> str | None:
    """Return what the items of the list under a key are indented by; None where a line cannot go on after them.

    Args:
        key: with its colon, as ``entries:``.
    """
    whole = text.decode("utf-8", "replace")
    begun = re.search(rf"^{re.escape(key)}[ \t]*(?:#.*)?$", whole, re.MULTILINE)
    rest = whole[begun.end() :] if begun else ""
    lines = [line for line in rest.split("\n") if line.strip() and not line.lstrip().startswith("#")]
    first = _ITEM.match(lines[0]) if lines else None
    indent = str(first[1]) if first else "  "
    inside = (f"{indent}-", f"{indent} ")
    if begun is None or (lines and first is None) or not all(line.startswith(inside) for line in lines):
        return None
    return indent


def line_of(fields: Mapping[str, Any], indent: str) -> str:
    """Write an entry on one line, so that two branches' entries stay apart when git puts both in."""
    told = (f"{key}: {_value(value)}" for key, value in fields.items() if value not in (None, (), []))
    return f"{indent}- {{{', '.join(told)}}}"


def _value(value: Any) -> str:
    if isinstance(value, list | tuple):
        return f"[{', '.join(map(scalar, value))}]"
    if isinstance(value, Decimal):
        return f"{value:f}"
    if isinstance(value, int):
        return str(value)
    return value.isoformat() if isinstance(value, date) else scalar(str(value))


def scalar(text: str) -> str:
    """Write a text plainly where no reader can take it for something else, else in double quotes."""
    plain = _PLAIN.fullmatch(text) and text == text.strip() and not text.replace("_", "").isdecimal()
    return text if plain and text.lower() not in ("null", "true", "false") else _quoted(text)


def _quoted(text: str) -> str:
    # JSON's way of quoting is one of YAML's, but for what YAML will not have raw.
    raw = json.dumps(text, ensure_ascii=False)
    return re.sub("[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]", lambda sign: f"\\u{ord(sign[0]):04x}", raw)
