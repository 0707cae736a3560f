"""Help pages: the overview, one command, one topic."""

from collections.abc import Iterable, Iterator

from bizenv_cli.manual import Command, Manual, Parameter, Topic
from bizenv_cli.views.parts import Column, Paragraph, Part, Rows, Span, View, line

_COLUMNS = (Column("写法"), Column("说明", flex=True, wrap=True))
_EXAMPLES = (Column("例", flex=True, wrap=True),)


def overview(manual: Manual) -> View:
    """Return the page that lists every command with one line on each."""
    title = line(Span("bizenv", "strong"), f"　{manual.summary}")
    parts: list[Part] = [Paragraph(line("用法：bizenv [选项] 命令 [参数]…"))]
    parts += [
        _table(panel, ((command.name, command.summary) for command in commands))
        for panel, commands in manual.panels().items()
    ]
    parts.append(_table("选项", (_row(option) for option in manual.options)))
    topics = "、".join(f"{found.name}（{found.title}）" for found in manual.topics)
    words = f"一个命令的用法与例子：bizenv help 命令。另有话题：{topics}，也用 bizenv help 看。"
    parts.append(Paragraph(line(words), gap=True))
    return _page(title, parts)


def command(found: Command) -> View:
    """Return the page of one command."""
    title = line(Span(f"bizenv {found.name}", "strong"), f"　{found.summary}")
    parts: list[Part] = [Paragraph(line(f"用法：{found.usage()}"))]
    parts += [Paragraph(line(text), gap=True) for text in found.paragraphs]
    parts += _examples(found.examples)
    if found.arguments:
        parts.append(_table("参数", (_row(argument) for argument in found.arguments)))
    parts += [
        _table(panel, (_row(option) for option in options)) for panel, options in found.panels().items()
    ]
    return _page(title, parts)


def topic(found: Topic) -> View:
    """Return the page of one topic."""
    parts: list[Part] = [Paragraph(line(text), gap=True) for text in found.paragraphs]
    if found.facts:
        parts.append(Rows(_COLUMNS, tuple((line(term), line(text)) for term, text in found.facts)))
    parts += _examples(found.examples)
    return _page(line(Span(found.title, "strong"), f"　bizenv help {found.name}"), parts)


def _row(parameter: Parameter) -> tuple[str, str]:
    shown = f"{', '.join(parameter.names)} {parameter.metavar}".strip()
    return shown, parameter.sentence()


def _table(heading: str, rows: Iterable[tuple[str, str]]) -> Rows:
    cells = tuple((line(left), line(right)) for left, right in rows)
    return Rows(_COLUMNS, cells, line(Span(heading, "strong")))


def _examples(calls: tuple[str, ...]) -> Iterator[Part]:
    if calls:
        yield Rows(_EXAMPLES, tuple((line(call),) for call in calls), line(Span("例", "strong")))


def _page(title: tuple[Span, ...], parts: Iterable[Part]) -> View:
    return View("help", title, tuple(parts), "help", (), 0, (), None)
