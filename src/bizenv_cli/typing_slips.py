"""The signs that a hand or a Chinese input method puts where YAML wants its own, found line by line.

YAML would read some of them as text and stumble over others lines below; here each is told where it stands.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from bizenv_cli.lines import CONTAINERS, LISTS, LONGEST, Line, block_lines
from bizenv_cli.problem import Problem
from bizenv_cli.vocabulary import FIELDS, keys_titled

_SHOWN = 20  # told in one file
_VALUE = 20  # characters of a value that a hint repeats
_COMPUTED = {
    "annex", "days", "effective_deadline", "id", "lead_units", "role", "status", "support_units", "work_task", "work_task_seq",
}  # fmt: skip
_FIRST = {"date", "from_seq", "kind", "name", "number", "seq", "sub_indicator", "treatment"}  # of a record
_KEYS = "|".join(sorted(FIELDS, key=len, reverse=True))
_HAN = "[\u4e00-\u9fff]"
_LISTED = "|".join(LISTS)
_SINGULAR = "|".join(sorted(set(FIELDS) - LISTS - CONTAINERS, key=len, reverse=True))
_START = r"(?P<before>[ \t\u3000]*+(?:-[ \t\u3000]++)*+)"
_COLON = "[:：﹕︓]"


@dataclass(frozen=True, slots=True)
class _Slip:
    """One sort of slip: where it is (the group ``sign``), and what to say."""

    pattern: re.Pattern[str]
    code: str
    message: str
    hint: str


def _slip(pattern: str, code: str, message: str, hint: str) -> _Slip:
    return _Slip(re.compile(pattern), code, message, hint)


# The first that fits a line is told: a line has one slip, and what follows from it.
_SLIPS = (
    _slip(rf"[ \t]*+(?P<sign>\u3000[ \u3000]*+)(?=-[ ]|(?:{_KEYS}|{_HAN}{{1,8}}) *{_COLON})",
          "E133", "缩进用了全角空格", "改用半角空格"),
    _slip(rf" *+(?P<sign>\t++)[ \t]*+(?=-[ ]|(?:{_KEYS}) *{_COLON})",
          "E136", "缩进用了制表符（Tab）", "改用空格，每层两格"),
    _slip(rf"[ ]*+(?P<sign>[－—–−‐ー]+)(?=[ \u3000]*(?:{_KEYS}) *{_COLON}|[ \u3000]+\S)",
          "E134", "列表项前用了全角横线「{sign}」", "改成半角「- 」，横线后空一格"),
    _slip(r"[ ]*+(?P<sign>-[ ]*\u3000+[ \u3000]*)(?=\S)",
          "E134", "列表项的横线后面是全角空格", "改成半角空格「- 」"),
    _slip(rf"[ ]*+(?P<sign>-[ ]*\t+[ \t]*)(?=(?:{_KEYS}) *{_COLON})",
          "E134", "列表项的横线后面是制表符（Tab）", "改成一个空格「- 」"),
    _slip(rf"[ ]*+(?P<sign>-)(?=(?:{_KEYS}) *{_COLON})",
          "E134", "列表项的横线后面缺空格", "写成「- {after}」，横线后空一格"),
    _slip(rf"[ ]*+(?P<sign>--+ *|-(?: +-)+ +)(?=(?:{_KEYS}) *{_COLON})",
          "E134", "列表项的横线写了两次", "只写一个「- 」"),
    _slip(rf"[ ]*+(?P<sign>[0-9]{{1,3}}[.、．)）]|[•·●○◆■▪*+])[ \u3000]*(?=(?:{_KEYS}) *{_COLON})",
          "E134", "列表项前用了「{sign}」", "改成半角「- 」，横线后空一格"),
    _slip(rf"{_START}(?P<key>{_KEYS})[ ]*(?P<sign>[：﹕︓])",
          "E130", "「{key}」后面是全角冒号「{sign}」", "改成半角冒号加空格「: 」"),
    _slip(rf"{_START}(?P<key>{_KEYS})[ ]*:[ ]*(?P<sign>\u3000+)",
          "E130", "「{key}」的冒号后面是全角空格", "改成半角冒号加空格「: 」"),
    _slip(rf"{_START}(?P<key>{_KEYS})(?P<sign>:)(?=[^\s:\u3000])",
          "E131", "「{key}」的冒号后面缺空格", "写成「{key}: 」，冒号后空一格"),
    _slip(rf"{_START}(?P<key>{_KEYS})[ ]*(?P<sign>[=；;])",
          "E131", "「{key}」后面写了「{sign}」，应是冒号", "写成「{key}: 」，冒号后空一格"),
    _slip(rf"{_START}(?P<key>{_KEYS})(?P<sign>[ ]+)(?=[\[{{])",
          "E131", "「{key}」后面缺冒号", "写成「{key}: 」，冒号后空一格"),
    _slip(rf"{_START}(?P<key>{_SINGULAR})(?P<sign>[ ]+)(?=[^\s:：﹕︓=#,是为指即])",
          "E131", "「{key}」后面缺冒号", "写成「{key}: 」，冒号后空一格"),
    _slip(rf"{_START}(?:{_LISTED}):[ ]+(?P<sign>[［【〔])",
          "E132", "列表用了全角括号「{sign}」", "改成半角方括号 [ ]"),
    _slip(rf"{_START}(?:{_LISTED}):[ ]+\[[^\]#]*(?P<sign>[］】〕])[ ]*(?:#.*)?$",
          "E132", "列表用了全角括号「{sign}」", "改成半角方括号 [ ]"),
    _slip(rf"{_START}(?:{_LISTED}):[ ]+(?P<sign>[（(])[^（(）)]*[）)][ ]*(?:#.*)?$",
          "E132", "列表用了圆括号「{sign}」", "改成半角方括号 [ ]"),
    _slip(rf"{_START}(?:\w+:[ ]+)?(?P<sign>｛)(?=[ ]*(?:{_KEYS}) *{_COLON})",
          "E132", "一组项目用了全角花括号「{sign}」", "改成半角花括号 {{ }}"),
    _slip(rf"{_START}(?:\w+:[ ]+)?\{{[^{{}}\"'#]*(?P<sign>｝)[ ]*(?:#.*)?$",
          "E132", "一组项目用了全角花括号「{sign}」", "改成半角花括号 {{ }}"),
    _slip(rf"{_START}(?:\w+:[ ]+)?\{{[^{{}}\"'#]*?(?:(?<=\{{)|, *)(?P<key>{_KEYS})(?P<sign>:)(?=[^\s:\u3000])",
          "E131", "花括号里「{key}」的冒号后面缺空格", "写成「{key}: 」，冒号后空一格；同一行别处缺的一并补上"),
    _slip(rf"{_START}(?:\w+:[ ]+)?\{{.*?(?:(?<=\{{)|, *)(?P<key>{_KEYS})[ ]*(?P<sign>[：﹕])",
          "E130", "花括号里「{key}」后面是全角冒号「{sign}」", "改成半角冒号加空格「: 」"),
    _slip(rf"{_START}(?:\w+:[ ]+)?\{{.*?(?P<sign>，)[ ]*(?:{_KEYS})[ ]*{_COLON}",
          "E132", "花括号里用了全角逗号「{sign}」", "改成半角逗号加空格「, 」"),
    # Of a sentence, what follows a blank and # would be lost; a comment neither ends it nor follows an unended one.
    _slip(rf"{_START}(?:measure|pilot):[ ]+(?![\"'\[{{|>])(?=[^#]*?{_HAN})[^#]*[^\s。！？”；）#](?P<sign>[ ]+#)[^#]*[。！？”][ ]*$",
          "E140", "文字里有「 #」，YAML 把后面的文字当作注释", "整句加引号"),
)  # fmt: skip
_CHINESE_KEY = re.compile(rf"{_START}(?P<key>{_HAN}{{1,8}})[ ]*(?P<sign>[：﹕︓]|:\u3000+)[ ]*(?P<value>.*)")


def typing_slips(path: str, text: str) -> Iterator[Problem]:
    """Yield a problem for each line with a slip that hides what the line says."""
    told = 0
    for line in block_lines(text):
        slip = _in_line(line) if len(line.text) <= LONGEST else None
        if slip:
            start, length, code, message, hint = slip
            yield Problem(path, line.number, start + 1, code, message, hint, length)
            told += 1
        if told == _SHOWN:
            return


def _in_line(line: Line) -> tuple[int, int, str, str, str] | None:
    for slip in _SLIPS:
        if match := slip.pattern.match(line.text):
            words = {
                "key": match.groupdict().get("key") or "",
                "sign": match["sign"].strip(),
                "after": line.text[match.end("sign") :].split("：")[0].split(":")[0].strip(),
            }
            start, length = match.start("sign"), max(1, len(match["sign"]))
            return start, length, slip.code, slip.message.format(**words), slip.hint.format(**words)
    match = None if line.continues else _CHINESE_KEY.match(line.text)
    if match and (
        key := _meant(
            match["key"], match["value"], at_margin=not match["before"], item="-" in match["before"]
        )
    ):
        message = f"「{match['key']}」应写「{key}: 」"
        shown = match["value"][:_VALUE] + ("…" if len(match["value"]) > _VALUE else "")
        hint = f"项目名用英文、冒号用半角：{key}: {shown}".rstrip()
        return match.start("key"), match.end("sign") - match.start("key"), "E130", message, hint
    return None


def _meant(title: str, value: str, *, at_margin: bool, item: bool) -> str | None:
    """Return the key that a Chinese title stands for here: that of a list where nothing follows, else the other."""
    keys = [key for key in keys_titled(title) if key not in _COMPUTED and (not item or key in _FIRST)]
    fitting = [key for key in keys if (key in CONTAINERS) == (not value)]
    if {"order", "seq"} <= set(fitting):
        return "order" if at_margin else "seq"
    return next(iter(fitting or keys), None)
