"""A YAML parser's events to plain values with the place of each, within bounds of depth and number.

Only ``null``, ``true``/``false`` and plain integers are typed; every other scalar stays text until the
model types it, so that ``2023-11-31``, ``12:30``, ``010`` or ``no`` reach the model as they were written.
"""

import re
from dataclasses import dataclass, field, replace
from typing import Any

import yaml

from bizenv_cli.decoded import mended
from bizenv_cli.document import Document, Loc, Place
from bizenv_cli.problem import Problem

MAX_DEPTH = 60  # the registry's own files nest 8 deep
MAX_NODES = 50_000  # keys and values; the registry's largest file has some 900

_SHOWN = 20  # problems of one text that are told; the rest are more of the same
_INTEGER = re.compile(r"-?(0|[1-9][0-9]{0,17})")
_KEYWORDS = {"": None, "~": None, "null": None, "true": True, "false": False}


class RefusedError(Exception):
    """The text is not read to its end: it would cost too much, or it is not one document."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.message)
        self.problem = problem


@dataclass(slots=True)
class _Open:
    """A list or mapping whose end is still to come.

    Attributes:
        value: what it holds so far.
        loc: its path; None where it is dropped: below a doubled key, or a key itself.
        start: the parser's mark of where it begins.
        doubled: of a mapping, the problems of the keys that it has already.
        key: of a mapping, the key whose value comes next, where that is kept.
        awaits_key: of a mapping, a key comes next.
    """

    value: dict[str, Any] | list[Any]
    loc: Loc | None
    start: Any
    doubled: list[Problem] = field(default_factory=list)
    key: str | None = None
    awaits_key: bool = True


class Composer:
    """Puts the parser's events together: plain values, and where each stands.

    Attributes:
        problems: what is wrong in what was read.
        refused: anchors, tags and the like: what is read with them is not used.
    """

    def __init__(self, document: Document) -> None:
        self.document = document
        self.value: Any = None
        self.empty = True
        self.problems: list[Problem] = []
        self.refused: list[Problem] = []
        self._open: list[_Open] = []
        self._nodes = 0

    def take(self, event: yaml.Event) -> None:
        """Take the next event."""
        if isinstance(event, yaml.ScalarEvent):
            self._count(event)
            if self._awaits_key():
                self._key(event)
            else:
                loc = self._add(_typed(self._said(event), event.style))
                if loc is not None:
                    self.document.places[loc] = self._span(event.start_mark, event.end_mark, text=True)
        elif isinstance(event, yaml.CollectionStartEvent):
            self._count(event)
            self._begin(event)
        elif isinstance(event, yaml.CollectionEndEvent):
            ended = self._open.pop()
            self._tell(self.problems, *_as_one(ended.doubled))
            if ended.loc is not None:
                self.document.places[ended.loc] = self._span(ended.start, event.end_mark)
        elif isinstance(event, yaml.AliasEvent):
            self._refuse(event, "E103", "不支持引用（*）", "把内容直接写出来；以 * 开头的文字要加引号")
            if not self._awaits_key():
                self._add(None)
            else:
                self._open[-1].key, self._open[-1].awaits_key = None, False
        elif isinstance(event, yaml.DocumentStartEvent):
            self._document(event)

    def _document(self, event: yaml.DocumentStartEvent) -> None:
        if not self.empty:
            raise RefusedError(
                self._problem(event, "E105", "文件中间有「---」", "删去「---」这一行", length=3)
            )

    def _count(self, event: yaml.NodeEvent) -> None:
        self.empty = False
        self._nodes += 1
        if self._nodes > MAX_NODES:
            hint = "清单文件不过几百项，检查是否误放"
            raise RefusedError(
                self._problem(event, "E012", f"内容过多：超过 {MAX_NODES:,} 项", hint, length=1)
            )
        if event.anchor is not None:
            self._refuse(event, "E103", "不支持锚点（&）", "把内容直接写出来；以 & 开头的文字要加引号")
        elif getattr(event, "tag", None) is not None:
            self._refuse(event, "E104", "不支持类型标记（!）", "删去标记；以 ! 开头的文字要加引号")

    def _begin(self, event: yaml.CollectionStartEvent) -> None:
        value: dict[str, Any] | list[Any] = {} if isinstance(event, yaml.MappingStartEvent) else []
        if self._awaits_key():
            problem = self._problem(event, "E109", "项目名应是文字", "写成「项目名: 内容」")
            self._tell(self.problems, problem)
            self._open[-1].key, self._open[-1].awaits_key = None, False
            loc = None
        else:
            loc = self._add(value)
        self._open.append(_Open(value, loc, event.start_mark))
        if len(self._open) > MAX_DEPTH:
            hint = "清单文件只有几层缩进，检查括号是否成对"
            raise RefusedError(self._problem(event, "E108", "嵌套过深", hint, length=1))

    def _awaits_key(self) -> bool:
        return bool(self._open) and isinstance(self._open[-1].value, dict) and self._open[-1].awaits_key

    def _key(self, event: yaml.ScalarEvent) -> None:
        holder = self._open[-1]
        holder.awaits_key = False
        holder.key = None
        if holder.loc is None:
            return
        key, place = self._said(event), self._span(event.start_mark, event.end_mark, text=True)
        loc = (*holder.loc, key)
        if loc in self.document.keys:
            hint = f"第 {self.document.keys[loc].line} 行已有，留一个"
            if holder.loc and isinstance(holder.loc[-1], int):
                hint += "；另是一项的，在这一行的项目前加「- 」"
            self._tell(holder.doubled, self._problem(event, "E102", f"「{key[:30]}」在同一处写了两次", hint))
            return
        self.document.keys[loc] = place
        holder.key = key

    def _add(self, value: Any) -> Loc | None:
        """Put a value into what is open; return its path, or None where it is dropped."""
        if not self._open:
            self.value = value
            return ()
        holder = self._open[-1]
        if isinstance(holder.value, list):
            holder.value.append(value)
            return None if holder.loc is None else (*holder.loc, len(holder.value) - 1)
        holder.awaits_key = True
        if holder.loc is None or holder.key is None:
            return None
        holder.value[holder.key] = value
        return (*holder.loc, holder.key)

    def _said(self, event: yaml.ScalarEvent) -> str:
        """Return what a text says, less what no text may hold, which is told."""
        start: Any = event.start_mark
        end: Any = event.end_mark
        raw = self.document.text[start.index : end.index]
        text, faults = mended(str(event.value), raw, event.style)
        if faults:
            place = self._span(start, end, text=True)
            for fault in faults:
                problem = Problem(self.document.path, place.line, place.column, *fault, place.length)
                self._tell(self.problems, problem)
        return text

    def _refuse(self, event: yaml.Event, code: str, message: str, hint: str, length: int = 0) -> None:
        self._tell(self.refused, self._problem(event, code, message, hint, length))

    def _tell(self, where: list[Problem], *problems: Problem) -> None:
        where += problems[: max(0, _SHOWN - len(where))]

    def _problem(self, event: yaml.Event, code: str, message: str, hint: str, length: int = 0) -> Problem:
        place = self._span(event.start_mark, event.end_mark)
        return Problem(
            self.document.path, place.line, place.column, code, message, hint, length or place.length
        )

    def _span(self, start: Any, end: Any, *, text: bool = False) -> Place:
        """Return a place; of a text over several lines, the first; of a block, its first character."""
        length = 1
        if end.line == start.line:
            length = end.column - start.column
        elif text:
            newline = self.document.text.find("\n", start.index)
            length = (newline if newline >= 0 else len(self.document.text)) - start.index
        return Place(start.line + 1, start.column + 1, max(1, length))


def _as_one(doubled: list[Problem]) -> list[Problem]:
    """Return the problems of doubled keys; of several in one record, that a dash between two records is lost."""
    if len(doubled) < 2:  # noqa: PLR2004  (one key may be doubled by itself)
        return doubled
    hint = "另起一项的，在这一行的项目前加「- 」；重抄的，删去"
    message = f"从这里起 {len(doubled)} 项都写了第二次，像是少了列表项的「- 」"
    return [replace(doubled[0], code="E134", message=message, hint=hint)]


def _typed(text: str, style: str | None) -> Any:
    if style:  # quoted or block; libyaml calls a plain scalar's style "", the pure loader None
        return text
    if text in _KEYWORDS:
        return _KEYWORDS[text]
    return int(text) if _INTEGER.fullmatch(text) else text
