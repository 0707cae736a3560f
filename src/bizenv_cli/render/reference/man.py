"""The reference as a page for man: ``groff -K utf8 -man``, with 汉字 broken into lines as Chinese is."""

import re
from collections.abc import Iterable, Iterator

from bizenv_cli import __version__
from bizenv_cli.manual import Command, Manual, Parameter, Topic

_SPECIAL = re.compile(r"[\\'`^~-]")
_ESCAPES = {"\\": r"\e", "'": r"\(aq", "`": r"\(ga", "^": r"\(ha", "~": r"\(ti", "-": r"\-"}


def render(manual: Manual) -> Iterator[str]:
    """Yield the page."""
    yield "'\\\" -*- coding: utf-8 -*-\n"
    yield ".if \\n(.g .mso zh.tmac\n"
    yield ".nr HY 0\n"  # no word is cut: it is there to be copied
    yield f'.TH BIZENV 1 "" "bizenv {__version__}" "bizenv 手册"\n.ad l\n'
    yield f".SH 名称\nbizenv \\- {_text(manual.summary)}\n"
    yield ".SH 用法\n.B bizenv\n[选项] 命令 [参数]…\n"
    yield from _parameters("选项", manual.options, ".SH")
    for panel, commands in manual.panels().items():
        yield f".SH {_text(panel)}\n"
        for command in commands:
            yield from _command(command)
    yield ".SH 话题\n"
    for topic in manual.topics:
        yield from _topic(topic)


def _command(command: Command) -> Iterator[str]:
    yield f".SS {_text(command.name)}\n{_line(command.summary)}\n.PP\n.B {_quoted(command.usage())}\n"
    yield from (f".PP\n{_line(text)}\n" for text in command.paragraphs)
    yield from _examples(command.examples)
    yield from _parameters("参数", command.arguments)
    for panel, options in command.panels().items():
        yield from _parameters(panel, options)


def _topic(topic: Topic) -> Iterator[str]:
    yield f".SS {_text(f'{topic.title}（{topic.name}）')}\n"
    yield from (f".PP\n{_line(text)}\n" for text in topic.paragraphs)
    yield from (f".TP\n.B {_quoted(term)}\n{_line(text)}\n" for term, text in topic.facts)
    yield from _examples(topic.examples)


def _examples(calls: Iterable[str]) -> Iterator[str]:
    if lines := "".join(f"{_line(call)}\n" for call in calls):
        yield f".PP\n.EX\n.in +4n\n{lines}.in\n.EE\n"


def _parameters(heading: str, parameters: Iterable[Parameter], macro: str = "") -> Iterator[str]:
    rows = [f".TP\n{_tag(parameter)}\n{_line(parameter.sentence())}\n" for parameter in parameters]
    if rows:
        yield f"{macro} {_text(heading)}\n" if macro else f".PP\n{_line(heading)}\n"
        yield from rows


def _tag(parameter: Parameter) -> str:
    names = ", ".join(f"\\fB{_text(name)}\\fR" for name in parameter.names)
    metavar = f"\\fI{_text(parameter.metavar)}\\fR" if parameter.metavar else ""
    return " ".join(part for part in (names, metavar) if part)


def _line(text: str) -> str:
    """Return a text as a line of its own: what would be read as a request is kept from it."""
    said = _text(text)
    return f"\\&{said}" if said.startswith((".", "'")) else said


def _quoted(text: str) -> str:
    return f'"{_text(text).replace(chr(34), chr(92) + "(dq")}"'


def _text(text: str) -> str:
    return _SPECIAL.sub(lambda match: _ESCAPES[match[0]], " ".join(text.split()))
