"""What the program can do, as plain data: its commands, their parameters, texts and examples.

One description has four readers: help pages, completion, the manual page and the Markdown reference.
"""

import json
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, NamedTuple


class Choice(NamedTuple):
    """One of the words that a parameter takes, and what it means; the meaning may be empty."""

    value: str
    meaning: str


class Parameter(NamedTuple):
    """An option or an argument.

    Attributes:
        names: an option's spellings, the long one first; none for an argument.
        metavar: what stands for its value; empty for a flag.
        help: what it does, without the full stop.
        panel: the heading under which help lists it.
        choices: the only words it takes; none where others are taken, too.
        default: the word that holds where it is not given; empty where there is none to tell.
    """

    names: tuple[str, ...]
    metavar: str
    help: str
    panel: str = ""
    required: bool = False
    repeats: bool = False
    choices: tuple[Choice, ...] = ()
    default: str = ""

    def sentence(self) -> str:
        """Return its help with its choices, its default and how often it may be given."""
        told = "、".join(
            f"{choice.value}（{choice.meaning}）" if choice.meaning else choice.value
            for choice in self.choices
        )
        text = f"{self.help}：{told}" if told and self.help else f"{self.help}{told}"
        notes = [
            note
            for note, holds in (
                (f"默认 {self.default}", bool(self.default)),
                ("必填", self.required and bool(self.names)),
                ("可多次", self.repeats and bool(self.names) and "可多次" not in self.help),
            )
            if holds
        ]
        if self.choices:
            return "；".join([text, *notes])
        return f"{text}（{'，'.join(notes)}）" if notes else text

    def shape(self) -> str:
        """Return an argument as a usage line writes it: ``编号``, ``[编号]``, ``[文件…]``."""
        text = f"{self.metavar}…" if self.repeats else self.metavar
        return text if self.required else f"[{text}]"


class Command(NamedTuple):
    """A command: one line that says what it does, more text, calls that can be tried, and its parameters."""

    name: str
    panel: str
    summary: str
    paragraphs: tuple[str, ...]
    examples: tuple[str, ...]
    arguments: tuple[Parameter, ...]
    options: tuple[Parameter, ...]

    def usage(self) -> str:
        """Return how it is called, for example ``bizenv due [选项]``."""
        return " ".join(["bizenv", self.name, "[选项]", *(argument.shape() for argument in self.arguments)])

    def panels(self) -> dict[str, list[Parameter]]:
        """Return its options under their headings, in order; those of all commands last."""
        found: dict[str, list[Parameter]] = {}
        for option in self.options:
            found.setdefault(option.panel or "选项", []).append(option)
        return dict(sorted(found.items(), key=lambda item: item[0] == "输出"))


class Topic(NamedTuple):
    """Something that many commands share, told once: how dates are written, what a mark means.

    Attributes:
        name: what is typed after ``help``; title: its Chinese name, which can be typed, too.
        facts: a thing and what it means, one pair a line.
    """

    name: str
    title: str
    paragraphs: tuple[str, ...] = ()
    facts: tuple[tuple[str, str], ...] = ()
    examples: tuple[str, ...] = ()


class Manual(NamedTuple):
    """The whole program.

    Attributes:
        summary: one line about it; options: those that stand before a command.
        values: words that a kind of value can be, known without a registry: the codes of the rules.
    """

    summary: str
    options: tuple[Parameter, ...]
    commands: tuple[Command, ...]
    topics: tuple[Topic, ...]
    values: Mapping[str, tuple[Choice, ...]] = MappingProxyType({})

    def command(self, name: str) -> Command | None:
        """Return the command of a name, if there is one."""
        return next((command for command in self.commands if command.name == name), None)

    def panels(self) -> dict[str, list[Command]]:
        """Return the commands under the headings of the overview, in order."""
        found: dict[str, list[Command]] = {}
        for command in self.commands:
            found.setdefault(command.panel, []).append(command)
        return found


def to_json(manual: Manual) -> str:
    """Return a manual as text that `from_json` reads back."""
    return json.dumps(manual._replace(values=dict(manual.values)), ensure_ascii=False, separators=(",", ":"))


def from_json(text: str) -> Manual:
    """Read what `to_json` wrote.

    Raises:
        ValueError, TypeError, AttributeError: it is something else.
    """
    summary, options, commands, topics, values = json.loads(text)
    return Manual(
        summary,
        _parameters(options),
        tuple(_command(*command) for command in commands),
        tuple(_topic(*topic) for topic in topics),
        {kind: _choices(choices) for kind, choices in values.items()},
    )


def _command(name: str, panel: str, summary: str, *rest: Any) -> Command:
    paragraphs, examples, arguments, options = rest
    return Command(
        name,
        panel,
        summary,
        tuple(paragraphs),
        tuple(examples),
        _parameters(arguments),
        _parameters(options),
    )


def _topic(name: str, title: str, paragraphs: Any, facts: Any, examples: Any) -> Topic:
    return Topic(name, title, tuple(paragraphs), tuple((term, text) for term, text in facts), tuple(examples))


def _parameters(found: Any) -> tuple[Parameter, ...]:
    return tuple(
        Parameter(tuple(names), metavar, told, panel, required, repeats, _choices(choices), default)
        for names, metavar, told, panel, required, repeats, choices, default in found
    )


def _choices(found: Any) -> tuple[Choice, ...]:
    return tuple(Choice(value, meaning) for value, meaning in found)
