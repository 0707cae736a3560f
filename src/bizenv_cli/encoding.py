"""A file's bytes to text: which encoding it is in, and whether its text went through a wrong one before (乱码)."""

import re
from collections.abc import Callable, Iterator

from bizenv_cli.problem import Problem

_HAN = re.compile("[\u4e00-\u9fff]")
_LATIN = re.compile("[\u0080-\u00ff\u0152-\u2122]")
_FEW = 2  # Chinese characters that mojibake must give, to be told from chance
_NULS = 8  # NULs that show an encoding rather than a slip
_SAMPLE = 4096
_LOST = "\ufffd"
_RETYPE = "照通知原文重打这一行"


def to_text(path: str, data: bytes) -> tuple[str | None, list[Problem]]:
    """Return the text of a file without its byte-order mark, or None, and what is wrong with its encoding."""
    if kind := _utf16(data):
        return None, [Problem(path, 1, 1, "E002", f"编码是 {kind}，不是 UTF-8", "用编辑器另存为 UTF-8")]
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        return None, [_foreign(path, data)]
    problems = []
    if text.startswith("\ufeff"):
        text = text[1:]
        problems.append(Problem(path, 1, 1, "E006", "文件开头有 BOM", "另存为 UTF-8（无 BOM）"))
    garbled = _garbled(path, text)
    return (None if garbled else text), [*problems, *garbled]


def _utf16(data: bytes) -> str:
    """Name UTF-16 (and UTF-32) by its mark, or by the NUL in nearly every second byte that ASCII gives; else nothing."""
    if data.startswith((b"\xff\xfe\0\0", b"\0\0\xfe\xff")):
        return "UTF-32"
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "UTF-16"
    sample = data[:_SAMPLE]
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    most, least = max(even, odd), min(even, odd)
    lopsided = most >= _NULS and most * 20 > len(sample) and least * 20 <= most
    return "UTF-16（无 BOM）" if lopsided else ""


def _foreign(path: str, data: bytes) -> Problem:
    """Tell a file in another encoding from one into which a line of another was pasted."""
    lines = data.split(b"\n")
    bad = [at for at, line in enumerate(lines) if not _is_utf8(line)]
    good = sum(not line.isascii() for line in lines) - len(bad)
    first = lines[bad[0]]
    column = len(first[: _first_bad_byte(first)].decode("utf-8")) + 1
    place = (path, bad[0] + 1, column, "E002")
    if len(bad) > good:
        gbk = _decodes(data, "gb18030")
        message = "编码是 GBK（GB18030），不是 UTF-8" if gbk else "不是 UTF-8 编码，有无法识别的字节"
        return Problem(*place, message, "用编辑器另存为 UTF-8" if gbk else "从版本库取回，或另存为 UTF-8")
    more = f"（等 {len(bad)} 行）" if len(bad) > 1 else ""
    read = first.decode("utf-8", "replace")
    if _decodes(first, "gb18030") and read.count(_LOST) > len(_HAN.findall(read)):
        return Problem(*place, f"这一行{more}是从 GBK 文件粘贴的，成了乱码", _RETYPE)
    return Problem(*place, f"这一行{more}有残缺的字，字节丢失", _RETYPE)


def _is_utf8(line: bytes) -> bool:
    return _decodes(line, "utf-8")


def _decodes(data: bytes, encoding: str) -> bool:
    try:
        data.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True


def _first_bad_byte(line: bytes) -> int:
    try:
        line.decode("utf-8")
    except UnicodeDecodeError as error:
        return error.start
    return len(line)


def _garbled(path: str, text: str) -> list[Problem]:
    """Find text that is UTF-8 read in a wrong encoding and saved so: put back, it is Chinese again."""
    if text.isascii():
        return []
    lines = text.split("\n")
    for name, mended in (("Latin-1", _from_latin), ("GBK", _from_gbk)):
        back = mended(text)
        found = list(_lines_garbled(lines, mended))
        if back.count(_LOST) * 2 <= len(_HAN.findall(back)) > max(_FEW, len(text) // 50):
            line = next(number for number, line in enumerate(lines, 1) if not line.isascii())
            message = f"文字成了乱码（UTF-8 被当作 {name} 打开后另存）"
            return [Problem(path, line, 1, "E002", message, "从版本库取回这个文件，不要在乱码上改")]
        if found:
            line = found[0]
            shown = len(lines[line - 1])
            return [Problem(path, line, 1, "E002", "这一行的文字成了乱码", _RETYPE, shown)]
    return []


def _lines_garbled(lines: list[str], mended: Callable[[str], str]) -> Iterator[int]:
    for number, line in enumerate(lines, 1):
        if not line.isascii():
            back = mended(line)
            if _LOST not in back and len(_HAN.findall(back)) >= _FEW:
                yield number


def _from_latin(text: str) -> str:
    """Undo a reading as Latin-1, or as its Windows kin."""
    if not _LATIN.search(text):
        return _LOST
    for encoding in ("latin-1", "cp1252"):
        back = text.encode(encoding, "replace").decode("utf-8", "replace")
        if _HAN.search(back):
            return back
    return _LOST


def _from_gbk(text: str) -> str:
    """Undo a reading as GBK; a character of its own encoding gives no UTF-8, so true Chinese gives none back."""
    return text.encode("gb18030", "replace").decode("utf-8", "replace")
