"""A file's bytes to text: its encoding and line ends, and what no registry file may hold, whatever YAML it is.

What is found here is told once and by its own name; where it would only make YAML stumble (another encoding, a
merge conflict, a full-width colon), the text is not handed on, so that one cause stays one problem.
"""

import re
from collections.abc import Iterator

from bizenv_cli.problem import Problem
from bizenv_cli.vocabulary import FIELDS

MAX_BYTES = 5_000_000

_SHOWN = 20  # invisible characters told in one file; the rest are more of the same

_INVISIBLE = {
    "\u00a0": "不换行空格",
    "\u00ad": "软连字符",
    "\u200b": "零宽空格",
    "\u200c": "零宽不连字",
    "\u200d": "零宽连字",
    "\u200e": "从左到右标记",
    "\u200f": "从右到左标记",
    "\u202a": "方向控制符",
    "\u202b": "方向控制符",
    "\u202c": "方向控制符",
    "\u202d": "方向控制符",
    "\u202e": "方向控制符",
    "\u2060": "零宽不换行",
    "\u2066": "方向控制符",
    "\u2067": "方向控制符",
    "\u2068": "方向控制符",
    "\u2069": "方向控制符",
    "\ufeff": "BOM",
}
_INVISIBLE_RUN = re.compile(f"[{''.join(_INVISIBLE)}]")
_CONFLICT = re.compile(r"^(?:<{7}|>{7}|\|{7})(?: .*)?$|^={7}$", re.MULTILINE)
_KEYS = "|".join(sorted(FIELDS, key=len, reverse=True))
_WIDE_COLON = re.compile(rf"^(?:[ ]|- )*(?P<key>{_KEYS})[ ]*(?P<sign>[：﹕])", re.MULTILINE)
_WIDE_DASH = re.compile(rf"^[ ]*(?P<sign>[－—–])(?=[ ]*(?:{_KEYS})[:：]|[ ]+\S)", re.MULTILINE)
_NO_SPACE = re.compile(rf"^(?:[ ]|- )*(?P<key>{_KEYS})(?P<sign>:)(?=[^\s:])", re.MULTILINE)
_WIDE_BRACKET = re.compile(rf"^(?:[ ]|- )*(?:{_KEYS}):[ ]+(?P<sign>[［【〔])", re.MULTILINE)
_WIDE_INDENT = re.compile(r"^[ ]*(?P<sign>\u3000+)(?=\S)", re.MULTILINE)

_MOBILE = re.compile(r"(?<![0-9])1[3-9][0-9]{9}(?![0-9])")
_IDENTITY = re.compile(r"(?<![0-9])[1-9][0-9]{16}[0-9Xx](?![0-9A-Za-z])")
_CARD = re.compile(r"(?<![0-9])[3-6][0-9]{15,18}(?![0-9])")
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECK_DIGITS = "10X98765432"


def decode(path: str, data: bytes) -> tuple[str | None, list[Problem]]:
    r"""Return the text of a registry file, and what is wrong with it as text.

    Args:
        path: the file as shown to the user.
        data: its bytes.

    Returns:
        The text with ``\n`` line ends, no byte-order mark and nothing invisible, or None where it must not be read on.
    """
    if len(data) > MAX_BYTES:
        hint = "清单文件不过几十 KB，检查是否误放"
        message = f"文件过大：{len(data):,} 字节，上限 {MAX_BYTES:,}"
        return None, [Problem(path, 1, 1, "E003", message, hint)]
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        return None, [_foreign(path, data, error)]
    problems: list[Problem] = []
    if text.startswith("\ufeff"):
        text = text[1:]
        problems.append(Problem(path, 1, 1, "E006", "文件开头有 BOM", "另存为 UTF-8（无 BOM）"))
    if "\r\n" in text:
        line = text.count("\n", 0, text.index("\r\n")) + 1
        text = text.replace("\r\n", "\n")
        problems.append(
            Problem(path, line, 1, "E007", "换行是 Windows 式（CRLF）", "换行改存为 LF（Unix 式）")
        )
    problems += _personal(path, text)
    conflicts = list(_conflicts(path, text))
    if conflicts:
        return None, [*problems, *conflicts]
    problems += _invisible(path, text)
    text = _INVISIBLE_RUN.sub("", text)  # told already: a name must not be called unknown for it as well
    typing = list(_typing(path, text))
    return (None if typing else text), [*problems, *typing]


def _foreign(path: str, data: bytes, error: UnicodeDecodeError) -> Problem:
    """Name the encoding of bytes that are not UTF-8."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return Problem(path, 1, 1, "E002", "编码是 UTF-16，不是 UTF-8", "用编辑器另存为 UTF-8")
    before = data[: error.start].decode("utf-8")
    line, column = before.count("\n") + 1, len(before) - before.rfind("\n")
    try:
        data.decode("gb18030")
    except UnicodeDecodeError:
        message = "不是 UTF-8 编码，有无法识别的字节"
    else:
        message = "编码是 GBK（GB18030），不是 UTF-8"
    return Problem(path, line, column, "E002", message, "用编辑器另存为 UTF-8")


def _conflicts(path: str, text: str) -> Iterator[Problem]:
    for match in _CONFLICT.finditer(text):
        if match[0].startswith("<"):
            line, _ = _place(text, match.start())
            hint = "留下要的一边，删去 <<<<<<<、=======、>>>>>>> 三行"
            yield Problem(path, line, 1, "E008", "有未解决的合并冲突", hint, len(match[0]))


def _invisible(path: str, text: str) -> Iterator[Problem]:
    for count, match in enumerate(_INVISIBLE_RUN.finditer(text)):
        if count == _SHOWN:
            return
        line, column = _place(text, match.start())
        message = f"有看不见的字符 U+{ord(match[0]):04X}（{_INVISIBLE[match[0]]}）"
        yield Problem(path, line, column, "E009", message, "删去这个字符")


def _typing(path: str, text: str) -> Iterator[Problem]:
    """Find the signs a Chinese input method puts where YAML wants its own."""
    for pattern, code, message, hint in (
        (_WIDE_COLON, "E130", "「{key}」后面是全角冒号「：」", "改成半角冒号加空格「: 」"),
        (_NO_SPACE, "E131", "「{key}」的冒号后面缺空格", "写成「{key}: 」，冒号后空一格"),
        (_WIDE_BRACKET, "E132", "列表用了全角括号「{sign}」", "改成半角方括号 [ ]"),
        (_WIDE_INDENT, "E133", "缩进用了全角空格", "改用半角空格"),
        (_WIDE_DASH, "E134", "列表项前用了全角横线「{sign}」", "改成半角「- 」"),
    ):
        for match in pattern.finditer(text):
            line, column = _place(text, match.start("sign"))
            words = {"key": match.groupdict().get("key") or "", "sign": match["sign"].strip()}
            length = len(match["sign"])
            yield Problem(path, line, column, code, message.format(**words), hint.format(**words), length)


def _personal(path: str, text: str) -> Iterator[Problem]:
    """Find numbers of persons: they do not belong in a registry that everybody reads."""
    told: list[tuple[int, int]] = []
    for pattern, what, is_one in (
        (_IDENTITY, "身份证号", _is_identity),
        (_CARD, "银行卡号", _is_card),
        (_MOBILE, "手机号", lambda _number: True),
    ):
        for match in pattern.finditer(text):
            if is_one(match[0]) and not any(start <= match.start() < end for start, end in told):
                told.append(match.span())
                line, column = _place(text, match.start())
                hint = "清单人人可见，不写个人信息，删去"
                yield Problem(path, line, column, "E010", f"疑似{what}", hint, len(match[0]))


def _is_identity(number: str) -> bool:
    """Tell whether the check digit of an 18-digit citizen number is right (GB 11643)."""
    total = sum(int(digit) * weight for digit, weight in zip(number, _WEIGHTS, strict=False))
    return number[-1].upper() == _CHECK_DIGITS[total % 11]


def _is_card(number: str) -> bool:
    """Tell whether a card number's Luhn check digit is right."""
    digits = [int(digit) for digit in reversed(number)]
    doubled = [sum(divmod(2 * digit, 10)) for digit in digits[1::2]]
    return (sum(digits[::2]) + sum(doubled)) % 10 == 0


def _place(text: str, index: int) -> tuple[int, int]:
    return text.count("\n", 0, index) + 1, index - text.rfind("\n", 0, index)
