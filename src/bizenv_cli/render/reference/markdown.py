"""The reference as Markdown: a list of all commands, then a section each."""

from collections.abc import Iterable, Iterator

from bizenv_cli.manual import Command, Manual, Parameter, Topic
from bizenv_cli.render.markdown import escape


def render(manual: Manual) -> Iterator[str]:
    """Yield the reference."""
    yield f"# bizenv\n\n{escape(manual.summary)}\n\n    bizenv [选项] 命令 [参数]…\n\n"
    yield from _parameters("选项", manual.options)
    for panel, commands in manual.panels().items():
        yield f"## {panel}\n\n"
        yield from (
            f"- [{command.name}](#{command.name}) {escape(command.summary)}\n" for command in commands
        )
        yield "\n"
        for command in commands:
            yield from _command(command)
    yield "## 话题\n\n"
    for topic in manual.topics:
        yield from _topic(topic)


def _command(command: Command) -> Iterator[str]:
    yield f"### {command.name}\n\n{escape(command.summary)}\n\n    {command.usage()}\n\n"
    yield from (f"{escape(text)}\n\n" for text in command.paragraphs)
    yield from _examples(command.examples)
    yield from _parameters("参数", command.arguments)
    for panel, options in command.panels().items():
        yield from _parameters(panel, options)


def _topic(topic: Topic) -> Iterator[str]:
    yield f"### {topic.title}\n\n`bizenv help {topic.name}`\n\n"
    yield from (f"{escape(text)}\n\n" for text in topic.paragraphs)
    if topic.facts:
        yield "| 写法 | 说明 |\n| --- | --- |\n"
        yield from (f"| {escape(term)} | {escape(text)} |\n" for term, text in topic.facts)
        yield "\n"
    yield from _examples(topic.examples)


def _examples(calls: Iterable[str]) -> Iterator[str]:
    if lines := "".join(f"{call}\n" for call in calls):
        yield f"```sh\n{lines}```\n\n"


def _parameters(heading: str, parameters: Iterable[Parameter]) -> Iterator[str]:
    rows = [f"| {_code(parameter)} | {escape(parameter.sentence())} |\n" for parameter in parameters]
    if rows:
        yield f"| {heading} | 说明 |\n| --- | --- |\n{''.join(rows)}\n"


def _code(parameter: Parameter) -> str:
    names = ", ".join(f"`{name}`" for name in parameter.names)
    return f"{names} {escape(parameter.metavar)}".strip()
