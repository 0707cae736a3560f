"""YAML text to plain values with the place of each, and the problems of its syntax.

Only ``null``, ``true``/``false`` and plain integers are typed; every other scalar stays text until the
model types it, so that ``2023-11-31``, ``12:30``, ``010`` or ``no`` reach the model as they were written.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import yaml
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from bizenv_cli.problem import Problem

Loc = tuple[str | int, ...]

SafeLoader: type[Any] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

MAX_DEPTH = 60  # the registry's own files nest 8 deep

_INTEGER = re.compile(r"-?(0|[1-9][0-9]{0,17})")
_KEYWORDS = {"": None, "~": None, "null": None, "true": True, "false": False}
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufffe\uffff]")
_FORBIDDEN_TOKENS = {
    yaml.AnchorToken: ("E103", "不支持锚点（&）", "把内容直接写出来"),
    yaml.AliasToken: ("E103", "不支持引用（*）", "把内容直接写出来；以 * 开头的文字要加引号"),
    yaml.TagToken: ("E104", "不支持类型标记（!）", "删去标记；以 ! 开头的文字要加引号"),
    yaml.DirectiveToken: ("E104", "不支持 YAML 指令（%）", "删去这一行"),
}


@dataclass(frozen=True, slots=True)
class Place:
    """Where a value or a key stands: line and column from 1 (in characters), and how many characters."""

    line: int
    column: int
    length: int


@dataclass(frozen=True, slots=True)
class Document:
    """One file's text as plain values, with the place of each value and key.

    Attributes:
        path: the file as shown to the user.
        text: the whole text, for excerpts.
        value: dicts, lists, str, int, bool, None.
        places: place of the value at a path such as ``("tasks", 3, "lead", 0)``.
        keys: place of the key that ends such a path.
    """

    path: str
    text: str
    value: Any = None
    places: dict[Loc, Place] = field(default_factory=dict)
    keys: dict[Loc, Place] = field(default_factory=dict)

    def place(self, loc: Loc, *, key: bool = False) -> Place:
        """Return the place of the value (or key) at `loc`, else of its nearest ancestor."""
        if key and loc in self.keys:
            return self.keys[loc]
        while loc and loc not in self.places:
            loc = loc[:-1]
        return self.places.get(loc, Place(1, 1, 1))

    def problem(self, loc: Loc, code: str, message: str, hint: str = "", *, key: bool = False) -> Problem:
        """Return a problem of this file at the place of `loc`."""
        place = self.place(loc, key=key)
        return Problem(self.path, place.line, place.column, code, message, hint, place.length)


def parse(path: str, text: str) -> tuple[Document | None, list[Problem]]:
    """Read one YAML text.

    Args:
        path: the file as shown to the user; used in problems only.
        text: the decoded text, without a byte-order mark.

    Returns:
        The document, or None where the text cannot be read at all, and the problems met.
    """
    problems = list(_unreadable(path, text))
    if problems:
        return None, problems
    problems = list(_forbidden(path, text))
    if problems:
        return None, problems
    loader = SafeLoader(text)
    try:
        node = loader.get_single_node()
    except yaml.MarkedYAMLError as error:
        return None, [_syntax_problem(path, text, error)]
    except (yaml.YAMLError, RecursionError, ValueError) as error:
        return None, [
            Problem(path, 1, 1, "E101", f"不是合规的 YAML：{type(error).__name__}", "检查缩进与标点")
        ]
    finally:
        loader.dispose()
    document = Document(path, text)
    if node is None:
        return None, [Problem(path, 1, 1, "E106", "文件是空的", "从同类文件抄一份样式再填写")]
    value = _build(node, (), document, problems)
    return Document(path, text, value, document.places, document.keys), problems


def _unreadable(path: str, text: str) -> Iterator[Problem]:
    """Find what must not reach the parser: control characters, and nesting that would exhaust the stack."""
    if match := _CONTROL.search(text):
        line, column = _line_column(text, match.start())
        shown = f"U+{ord(match[0]):04X}"
        yield Problem(path, line, column, "E107", f"有不可见的控制字符 {shown}", "删去这个字符")
        return
    depth = 0
    for match in re.finditer(r"[\[{\]}]|^[ ]*(?:[-?:] +)*", text, re.MULTILINE):
        if match[0] in ("[", "{"):
            depth += 1
        elif match[0] in ("]", "}"):
            depth = max(0, depth - 1)
        if depth > MAX_DEPTH or len(match[0]) > 4 * MAX_DEPTH:
            line, column = _line_column(text, match.start())
            yield Problem(path, line, column, "E108", "嵌套过深", "清单文件只有几层缩进，检查括号是否成对")
            return


def _forbidden(path: str, text: str) -> Iterator[Problem]:
    """Find anchors, aliases, tags and directives; the slow scan runs only where their signs occur."""
    if not any(sign in text for sign in "&*!%"):
        return
    try:
        for token in yaml.scan(text, Loader=yaml.SafeLoader):
            for kind, (code, message, hint) in _FORBIDDEN_TOKENS.items():
                if isinstance(token, kind):
                    mark = token.start_mark
                    length = max(1, token.end_mark.index - mark.index)
                    yield Problem(path, mark.line + 1, mark.column + 1, code, message, hint, length)
    except yaml.YAMLError:
        return  # the parser proper reports it, with its place


def _build(node: Node, loc: Loc, document: Document, problems: list[Problem]) -> Any:
    document.places[loc] = _place(node, document.text)
    if isinstance(node, ScalarNode):
        return _scalar(node)
    if isinstance(node, SequenceNode):
        return [_build(item, (*loc, index), document, problems) for index, item in enumerate(node.value)]
    assert isinstance(node, MappingNode)  # noqa: S101  (YAML has three kinds of node)
    result: dict[str, Any] = {}
    for key_node, value_node in node.value:
        place = _place(key_node, document.text)
        if not isinstance(key_node, ScalarNode):
            problems.append(
                Problem(
                    document.path,
                    place.line,
                    place.column,
                    "E109",
                    "项目名应是文字",
                    "写成「项目名: 内容」",
                    place.length,
                )
            )
            continue
        key = str(key_node.value)
        if key in result:
            message = f"「{key}」在同一处写了两次"
            hint = f"第 {document.keys[*loc, key].line} 行已有，留一个"
            problems.append(
                Problem(document.path, place.line, place.column, "E102", message, hint, place.length)
            )
            continue
        document.keys[*loc, key] = place
        result[key] = _build(value_node, (*loc, key), document, problems)
    return result


def _scalar(node: ScalarNode) -> Any:
    text = str(node.value)
    if node.style:  # quoted or block; libyaml calls a plain scalar's style "", the pure loader None
        return text
    if text in _KEYWORDS:
        return _KEYWORDS[text]
    return int(text) if _INTEGER.fullmatch(text) else text


def _place(node: Node, text: str) -> Place:
    start, end = node.start_mark, node.end_mark
    if end.line == start.line:
        length = end.column - start.column
    elif isinstance(node, ScalarNode):
        newline = text.find("\n", start.index)
        length = (newline if newline >= 0 else len(text)) - start.index
    else:
        length = 1
    return Place(start.line + 1, start.column + 1, max(1, length))


def _line_column(text: str, index: int) -> tuple[int, int]:
    return text.count("\n", 0, index) + 1, index - text.rfind("\n", 0, index)


def _syntax_problem(path: str, text: str, error: yaml.MarkedYAMLError) -> Problem:
    mark = error.problem_mark or error.context_mark
    line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
    if "single document" in (error.context or ""):
        return Problem(path, line, column, "E105", "一个文件里有几份文档（---）", "删去多余的 --- 与其后内容")
    lines = text.splitlines() or [""]
    line = min(line, len(lines))
    written = lines[line - 1]
    if "\t" in written[: len(written) - len(written.lstrip())]:
        return Problem(path, line, written.index("\t") + 1, "E101", "缩进用了制表符（Tab）", "改用空格")
    hint = "检查这一行与上一行：缩进是否对齐，冒号后是否有空格，引号、方括号是否成对"
    return Problem(path, line, min(column, len(written) + 1), "E101", "YAML 语法错误", hint)
