"""Characters that nobody sees or that are not what they look like: blanks, format marks, radicals, private use.

They are told, and then put right in the text that is read on, so that a name is not called unknown for them as well.
"""

import re
import unicodedata
from collections.abc import Callable, Mapping

from bizenv_cli.problem import Problem

_SHOWN = 20  # told in one file; the rest are more of the same
_TOO_MANY = 1000  # that is no slip any more: the file is not read on

_NAMES = {
    "\u00a0": "不换行空格",
    "\u00ad": "软连字符",
    "\u200b": "零宽空格",
    "\u200c": "零宽不连字",
    "\u200d": "零宽连字",
    "\u200e": "从左到右标记",
    "\u200f": "从右到左标记",
    "\u2060": "零宽不换行",
    "\ufeff": "BOM",
}
_FILLERS = "\u115f\u1160\u2800\u3164\uffa0"  # letters that are drawn as blanks
_MARKS = "\u034f\u180b\u180c\u180d\u180e\u180f\ufe00-\ufe0f\U000e0100-\U000e01ef"  # drawn as nothing
_ODD_CATEGORIES = [
    (character, category)
    for character in map(chr, range(0x10000))
    if (category := unicodedata.category(character)) in ("Zs", "Cf")
]
_BLANKS = "".join(character for character, category in _ODD_CATEGORIES if category == "Zs").translate(
    {0x20: None, 0x3000: None}
)
_FORMATS = "".join(character for character, category in _ODD_CATEGORIES if category == "Cf").replace(
    "\u180e", ""
)
_BLANK = f"[{_BLANKS}{_FILLERS}]"
_ODD = re.compile(
    f"(?P<blank>{_BLANK}+(?: *{_BLANK}+)*)"
    f"|(?P<mark>[{_FORMATS}{_MARKS}\U000e0001-\U000e007f]+)"
    "|(?P<lost>[\ufffd\ue000-\uf8ff\U000f0000-\U0010fffd]+)"
    "|(?P<radical>[\u2e80-\u2fdf\uf900-\ufaff\U0002f800-\U0002fa1f])"
)
# Radicals that Unicode folds into no character; those that stand for one of our time.
_UNFOLDED = dict(
    zip(
        "⺌⺘⺠⺢⺩⺫⺬⺮⺼⻁⻂⻄⻅⻆⻇⻉⻋⻑⻓⻔⻗⻘⻙⻚⻛⻜⻝⻢⻣⻤⻥⻦⻧⻨⻩⻫⻬⻮⻰⻳",
        "小手民水玉目示竹肉虎衣西见角角贝车长长门雨青韦页风飞食马骨鬼鱼鸟卤麦黄齐齐齿龙龟",
        strict=True,
    )
)
_INDENT = re.compile(r"[ \t\u3000-]*")


def cleaned(path: str, text: str) -> tuple[str | None, list[Problem]]:
    """Return the text with such characters put right (None: too many), and a problem for each run of them."""
    if text.isascii():
        return text, []
    problems: list[Problem] = []
    pieces: list[str] = []
    line, start_of_line, done = 1, 0, 0
    for count, match in enumerate(_ODD.finditer(text)):
        if count == _TOO_MANY:
            return None, problems
        line += text.count("\n", done, match.start())
        start_of_line = max(start_of_line, text.rfind("\n", done, match.start()) + 1)
        message, hint, new = _DESCRIBED[match.lastgroup or ""](match, start_of_line)
        pieces += [text[done : match.start()], new]
        done = match.end()
        if message and len(problems) < _SHOWN:
            column = match.start() - start_of_line + 1
            problems.append(Problem(path, line, column, "E009", message, hint, len(match[0])))
    return "".join([*pieces, text[done:]]), problems


def _blank(match: re.Match[str], start_of_line: int) -> tuple[str, str, str]:
    """A blank that parts words becomes a space; one inside Chinese words or numbers goes."""
    before = match.string[start_of_line : match.start()]
    after = match.string[match.end() : match.end() + 1]
    both_letters = before[-1:].isascii() and before[-1:].isalpha() and after.isascii() and after.isalpha()
    parts = (
        bool(_INDENT.fullmatch(before)) or before[-1:] in (":", ",") or after in ("#", ":") or both_letters
    )
    message = f"有看不见的空白 {_named(match[0])}"
    if parts:
        return message, "换成半角空格", " " * len(match[0])
    return message, "删去这个字符", ""


def _mark(match: re.Match[str], _: int) -> tuple[str, str, str]:
    return f"有看不见的字符 {_named(match[0])}", "删去这个字符", ""


def _lost(match: re.Match[str], _: int) -> tuple[str, str, str]:
    code = f"U+{ord(match[0][0]):04X}"
    if match[0][0] == "\ufffd":
        return f"有无法还原的字符 {code}", "照通知原文补上这个字", match[0]
    return f"有自造的字符 {code}，别的电脑上认不出", "照通知原文换成通用的字", match[0]


def _radical(match: re.Match[str], _: int) -> tuple[str, str, str]:
    sign = match[0]
    meant = _UNFOLDED.get(sign) or unicodedata.normalize("NFKC", sign)
    what = "部首符号" if sign < "\u3000" else "兼容汉字"
    if meant == sign:
        if what == "兼容汉字":
            return "", "", ""  # twelve of that block are characters in their own right
        return f"「{sign}」是{what} U+{ord(sign):04X}，不是汉字", "换成相应的汉字", sign
    return f"「{sign}」是{what} U+{ord(sign):04X}，不是汉字「{meant}」", f"改成「{meant}」", meant


def _named(run: str) -> str:
    """Name the first of a run of characters."""
    sign = run[0]
    what = _NAMES.get(sign) or ("方向控制符" if re.match("[\u202a-\u202e\u2066-\u2069]", sign) else "")
    if not what:
        what = "特殊空格" if re.match(_BLANK, sign) else "格式控制符"
    return f"U+{ord(sign):04X}（{what}）"


_DESCRIBED: Mapping[str, Callable[[re.Match[str], int], tuple[str, str, str]]] = {
    "blank": _blank,
    "mark": _mark,
    "lost": _lost,
    "radical": _radical,
}
