"""Why a text is no YAML: the line that broke it, found by what registry files look like, and what to write there.

A parser says where it gave up, which may be far below the cause; the cause is sought from the top.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from bizenv_cli.lines import CONTAINERS, LISTS, LONGEST, Line, block_lines, is_block
from bizenv_cli.problem import Problem
from bizenv_cli.vocabulary import FIELDS

_MARKER = re.compile(r"(?:---|\.\.\.)(?:[ \t].*)?")
_BULLET = re.compile(r"[-－—–−•·●○◆■▪*+](?=[^\s\-])|[0-9]{1,3}[.、．)）](?=\s*\S)|[•·●○◆■▪+－—–−](?=\s)")
_DOUBLE_COMMA = re.compile(r",(?P<sign>[ ]*,)|\[(?P<first>[ ]*,)")
_END_OF_SENTENCE = tuple("。！？”）")
_HAN = re.compile("[\u3400-\u9fff]")
_SIGNS = "@`%>|!&*]},"
_SHOWN = 20
_NOTHING = "这一行不是「项目: 内容」，也不是列表项"
_NOTE = "是说明文字的，前面加「# 」；是内容的，写成「项目: 内容」"
_WORDS = 6  # characters that make a text one that may have been broken in two


@dataclass(frozen=True, slots=True)
class _Cause:
    """What may have broken the text, and where: line from 1, column from 0."""

    line: int
    column: int
    code: str
    message: str
    hint: str
    length: int = 1


def explain(path: str, text: str, error: Exception) -> Problem:
    """Return the problem that made a parser give up.

    Args:
        path: the file as shown to the user.
        text: what was parsed.
        error: what the parser raised.
    """
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    lines = text.split("\n")
    last = min(mark.line + 1, len(lines)) if mark else len(lines)
    cause = next(_causes(text, last), None)
    if cause is None:
        hint = "检查这一行与上一行：缩进是否对齐，冒号后是否有空格，引号、方括号是否成对"
        column = min(mark.column, len(lines[last - 1])) if mark else 0
        cause = _Cause(last, column, "E101", "YAML 语法错误", hint)
    return Problem(
        path, cause.line, cause.column + 1, cause.code, cause.message, cause.hint, max(1, cause.length)
    )


def _causes(text: str, last: int) -> Iterator[_Cause]:
    """Yield what may have broken the text, from the top to the line after the one where the parser gave up."""
    levels = _Levels()
    previous: Line | None = None
    seen = False
    for line in block_lines(text):
        if line.number > last + 1:
            return
        if _MARKER.fullmatch(line.text):
            if seen:
                what = line.text[:3]
                yield _Cause(line.number, 0, "E105", f"文件中间有「{what}」", f"删去「{what}」这一行", 3)
            continue
        seen = True
        if len(line.text) <= LONGEST:
            yield from _in_line(line, previous)
        yield from levels.take(line)
        if not (line.continues and not line.key):
            previous = line


def _in_line(line: Line, previous: Line | None) -> Iterator[_Cause]:
    at_value = line.text.rfind(line.value) if line.value else len(line.text)
    if line.left_open:
        yield _left_open(line, at_value)
    elif "\t" in line.indent:
        at = line.indent.index("\t")
        yield _Cause(line.number, at, "E136", "缩进用了制表符（Tab）", "改用空格，每层两格")
    elif "\u3000" in line.indent and not line.continues:
        at = line.indent.index("\u3000")
        yield _Cause(line.number, at, "E133", "缩进用了全角空格", "改用半角空格")
    elif line.tail:
        yield _tail(line)
    elif line.value[:1] in ("[", "{") and (match := _DOUBLE_COMMA.search(line.value)):
        column = at_value + match.end() - 1
        yield _Cause(line.number, column, "E142", "列表里多了一个逗号", "删去多出的逗号")
    elif line.key is None and not line.dashes and not line.continues:
        yield from _no_entry(line, previous)
    elif line.value == "-" and line.key:
        hint = "补上内容；没有内容的，整项不写"
        yield _Cause(line.number, at_value, "E140", f"「{line.key}」只写了一条横线", hint)
    elif line.value[:1] in _SIGNS and line.value != "" and not is_block(line.value):
        sign = line.value[0]
        hint = f"整句加引号，或删去开头的「{sign}」"
        yield _Cause(line.number, at_value, "E140", f"文字以「{sign}」开头，YAML 另有所用", hint)
    elif line.value[:1] not in ("[", "{", '"', "'") and (match := re.search(r":(?: |$)", line.value)):
        hint = "改用全角冒号「：」，或整句加引号"
        column = at_value + match.start()
        yield _Cause(line.number, column, "E140", "文字里有「: 」，YAML 当作又一个项目", hint)


def _left_open(line: Line, column: int) -> _Cause:
    sign = line.left_open
    if sign in "[{":
        other = "]" if sign == "[" else "}"
        return _Cause(line.number, column, "E139", f"括号「{sign}」没有配对", f"在末尾补上「{other}」")
    hint = f"在句末补上 {sign}，或删去这个引号"
    return _Cause(line.number, column, "E138", f"引号 {sign} 没有配对", hint)


def _tail(line: Line) -> _Cause:
    number, column = line.tail_at
    shown = line.tail[:_SHOWN]
    if line.value[:1] in "[{":
        hint = "写进括号里，或删去" if any(map(str.isalnum, line.tail)) else "删去多出的符号"
        return _Cause(number, column, "E142", f"列表后面多了「{shown}」", hint, len(line.tail))
    message = f"引号之后还有文字「{shown}」"
    return _Cause(number, column, "E142", message, "文字里的引号用中文“”，或整句加引号", len(line.tail))


def _no_entry(line: Line, previous: Line | None) -> Iterator[_Cause]:
    """Tell a line that is neither an entry nor a whole item: a lost colon, dash or comment sign, a broken text."""
    bare = line.value
    column = line.column
    if bare in FIELDS:
        yield _Cause(line.number, column, "E131", f"「{bare}」后面缺冒号", f"写成「{bare}: 」", len(bare))
    elif (match := _BULLET.match(bare)) and not bare.startswith("---"):
        yield _Cause(
            line.number,
            column,
            "E134",
            f"列表项前写了「{match[0]}」",
            "列表项写成「- 」，横线后空一格",
            len(match[0]),
        )
    elif previous and previous.key and _breaks_off(previous):
        yield _Cause(line.number, column, "E141", "上一行的文字断成了两行", "接回上一行末尾", len(bare))
    else:
        yield _Cause(line.number, column, "E141", _NOTHING, _NOTE, len(bare))


def _breaks_off(line: Line) -> bool:
    is_text = line.key not in CONTAINERS | LISTS and line.value[:1] not in ("", "[", "{", '"', "'")
    is_text = is_text and bool(_HAN.search(line.value))  # a date or number is whole as it stands
    return is_text and not line.value.endswith(_END_OF_SENTENCE) and len(line.value) >= _WORDS


@dataclass(frozen=True, slots=True)
class _Level:
    """A column at which a list's dashes or a mapping's keys stand, and the line that set it."""

    column: int
    is_list: bool
    line: Line


class _Levels:
    """The levels of indentation that are open, and the lines that fit none."""

    def __init__(self) -> None:
        self._open: list[_Level] = []
        self._popped: list[_Level] = []  # what the line before closed
        self._before: Line | None = None

    def take(self, line: Line) -> Iterator[_Cause]:
        """Take the next line; yield a cause where it stands at no open level."""
        if line.continues and not line.key:
            return
        indent = len(line.indent)
        before, self._before = self._before, line
        may_open = before is None or (before.value == "" and (before.key is not None or before.dashes))
        popped, self._popped = self._popped, []
        level = self._fitting(indent, is_list=bool(line.dashes))
        deeper = not self._open or indent > self._open[-1].column
        same_as_key = bool(line.dashes) and self._open and indent == self._open[-1].column
        if level is None and not (may_open and (deeper or same_as_key)):
            yield self._blamed(line, before, popped)
            return
        if level is not None:
            at = self._open.index(level) + 1
            self._popped = self._open[at:]
            del self._open[at:]
        column = indent
        for dash in re.findall("- *", line.dashes):
            self._push(_Level(column, is_list=True, line=line))
            column += len(dash)
        if line.key is not None:
            self._push(_Level(column, is_list=False, line=line))

    def _push(self, level: _Level) -> None:
        if not any(one.column == level.column and one.is_list == level.is_list for one in self._open):
            self._open.append(level)

    def _fitting(self, indent: int, *, is_list: bool) -> _Level | None:
        return next(
            (one for one in reversed(self._open) if (one.column, one.is_list) == (indent, is_list)), None
        )

    def _blamed(self, line: Line, before: Line | None, popped: list[_Level]) -> _Cause:
        """Blame the line before where it alone stands apart: out to the left of its neighbours, or at an odd column."""
        indent = len(line.indent)
        shared = next((one for one in popped if one.column == indent), None)
        if before and shared:
            own = [one for one in popped if one.is_list == bool(before.dashes)]
            return self._misaligned(before, own[-1] if own else shared)
        twin = next((one.line for one in self._open if self._lacks_dash(one, line)), None)
        if twin:
            hint = f"在这一行的「{twin.key}」前加「- 」"
            return _Cause(twin.number, twin.column, "E134", "少了列表项的「- 」", hint, len(twin.key or ""))
        if before and before.dashes and len(before.indent) % 2 and abs(indent - before.column) == 1:
            wanted = indent - len(before.dashes)
            message = f"缩进没有对齐：这一行前面空了 {len(before.indent)} 格"
            hint = f"前面空 {wanted} 格，使「{before.key}」与下一行的「{line.key}」对齐"
            return _Cause(before.number, 0, "E137", message, hint, len(before.indent))
        return self._misaligned(line)

    @staticmethod
    def _lacks_dash(level: _Level, line: Line) -> bool:
        """Tell whether an item's line has a twin above that differs from it in the dash alone."""
        same = level.line.key == line.key and level.column == line.column
        return bool(line.dashes) and same and not level.is_list and not level.line.dashes

    def _misaligned(self, line: Line, level: _Level | None = None) -> _Cause:
        """Blame a line, and name the level nearest to it, or the one that its neighbours share."""
        wanted = [one for one in self._open if one.is_list == bool(line.dashes)] or self._open
        indent = len(line.indent)
        near = level or min(
            reversed(wanted),
            key=lambda one: (bool(line.dashes) and one.line.key != line.key, abs(one.column - indent)),
        )
        if near.line.key and near.line.key not in FIELDS and line.key in FIELDS:
            return _Cause(near.line.number, near.line.column, "E141", _NOTHING, _NOTE, len(near.line.key))
        name = near.line.key if near.line.key and not near.is_list else "-"
        message = f"缩进没有对齐：这一行前面空了 {indent} 格"
        hint = f"与第 {near.line.number} 行的「{name}」对齐，空 {near.column} 格"
        return _Cause(line.number, 0, "E137", message, hint, max(1, indent))
