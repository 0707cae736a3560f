"""The written form of a rule: a block of plain text, in a docstring or a text file, to a Rule."""

import inspect
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

Kind = Literal["before", "good", "bad"]

_HEAD = re.compile(r"(E[0-9]{3}) +(\S.*)")
_LABEL = re.compile("(改前|正例|反例)[：:]")
_KINDS: dict[str, Kind] = {"改前": "before", "正例": "good", "反例": "bad"}
_SECTION = re.compile("[A-Z][a-z]+:")  # Args:, Yields: … of the docstring that the block stands in


@dataclass(frozen=True, slots=True)
class Example:
    """A few lines of a registry.

    Attributes:
        kind: ``good`` keeps the rule, ``bad`` breaks it; ``before`` is what both replace, where a rule compares
            with an earlier revision.
        text: the lines, not indented. What cannot be seen is written as ``<Tab>``, ``<BOM>``, ``<CR>``,
            ``<U+200B>``; a first line ``# annex1/02-xin.yaml`` makes it the whole file of that path.
    """

    kind: Kind
    text: str


@dataclass(frozen=True, slots=True)
class Rule:
    """What a code stands for.

    Attributes:
        code: ``E`` and three digits.
        title: what holds where the rule is kept, a short Chinese clause.
        text: what the rule is, why, and how to mend what breaks it.
        examples: good ones first, each followed by the bad ones that break the rule in its place.
    """

    code: str
    title: str
    text: str
    examples: tuple[Example, ...]


@dataclass
class _Draft:
    """A rule of which some lines have been read."""

    code: str
    title: str
    text: list[str] = field(default_factory=list)
    examples: list[tuple[Kind, list[str]]] = field(default_factory=list)

    def finished(self) -> Rule:
        examples = tuple(Example(kind, _fragment(lines)) for kind, lines in self.examples)
        if not self.text or not all(example.text for example in examples):
            raise ValueError(f"the block of {self.code} lacks its text, or an example its lines")
        return Rule(self.code, self.title, _joined(self.text), examples)


def parse(text: str) -> list[Rule]:
    """Return the rules that stand in a docstring or a text file, in its order.

    A block begins with a line of a code and a title; lines of Chinese text follow, then examples, each under
    ``正例：``, ``反例：`` or ``改前：`` and indented. Everything else belongs to no block.

    Raises:
        ValueError: a block has no text, or an example no lines.
    """
    drafts: list[_Draft] = []
    draft: _Draft | None = None
    for written in inspect.cleandoc(text).split("\n"):
        line = written.rstrip()
        if head := _HEAD.fullmatch(line):
            draft = _Draft(head[1], head[2])
            drafts.append(draft)
        elif draft is None:
            continue
        elif label := _LABEL.fullmatch(line):
            draft.examples.append((_KINDS[label[1]], []))
        elif draft.examples and (not line or line.startswith(" ")):
            draft.examples[-1][1].append(line)
        elif draft.examples or _SECTION.fullmatch(line):
            draft = None
        elif line:
            draft.text.append(line.strip())
    return [draft.finished() for draft in drafts]


def _fragment(lines: Sequence[str]) -> str:
    margin = min((len(line) - len(line.lstrip(" ")) for line in lines if line), default=0)
    return "\n".join(line[margin:] for line in lines).strip("\n")


def _joined(lines: Sequence[str]) -> str:
    """Join wrapped lines; Chinese needs no space there, two words in letters do."""
    text = lines[0]
    for line in lines[1:]:
        between = " " if text[-1].isascii() and line[0].isascii() else ""
        text = f"{text}{between}{line}"
    return text
