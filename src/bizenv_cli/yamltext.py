"""YAML text to a document, or to the problems that make it none."""

import re
from dataclasses import replace
from typing import Any

import yaml

from bizenv_cli.broken import explain
from bizenv_cli.composing import Composer, RefusedError
from bizenv_cli.document import Document, Loc, Place
from bizenv_cli.problem import Problem

__all__ = ["Document", "Loc", "Place", "SafeLoader", "parse"]

SafeLoader: type[Any] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

_DIRECTIVE = re.compile(r"(?:[ \t]*(?:#.*)?\n)*+%")
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufffe\uffff]")


def parse(path: str, text: str) -> tuple[Document | None, list[Problem]]:
    """Read one YAML text.

    Args:
        path: the file as shown to the user; used in problems only.
        text: the decoded text, without a byte-order mark.

    Returns:
        The document, or None where the text cannot be read at all, and the problems met.
    """
    if problem := _unreadable(path, text):
        return None, [problem]
    composer = Composer(Document(path, text))
    try:
        for event in yaml.parse(text, Loader=SafeLoader):
            composer.take(event)
    except RefusedError as refused:
        return None, [refused.problem]
    except (yaml.YAMLError, ValueError) as error:  # ValueError: a number too long in an escape or directive
        return None, composer.refused or [explain(path, text, error)]
    if composer.refused:
        return None, composer.refused
    if composer.empty:
        return None, [Problem(path, 1, 1, "E106", "文件是空的", "从同类文件抄一份样式再填写")]
    return replace(composer.document, value=composer.value), composer.problems


def _unreadable(path: str, text: str) -> Problem | None:
    """Find what must not reach the parser: control characters, and directives."""
    if match := _CONTROL.search(text):
        line = text.count("\n", 0, match.start()) + 1
        column = match.start() - text.rfind("\n", 0, match.start())
        shown = f"U+{ord(match[0]):04X}"
        return Problem(path, line, column, "E107", f"有不可见的控制字符 {shown}", "删去这个字符")
    if match := _DIRECTIVE.match(text):
        line = match[0].count("\n") + 1
        return Problem(path, line, 1, "E104", "不支持 YAML 指令（%）", "删去这一行")
    return None
