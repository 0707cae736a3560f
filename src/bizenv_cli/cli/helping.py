"""The command that shows help pages by name: help."""

from typing import Annotated, Any

import typer

from bizenv_cli import topics
from bizenv_cli.cli.help import text
from bizenv_cli.errors import BadCallError
from bizenv_cli.nearest import nearest
from bizenv_cli.views import help as pages


def help_(
    context: typer.Context,
    name: Annotated[
        str | None, typer.Argument(metavar="命令", help="哪个命令，或哪个话题，如 dates；不写则列出全部命令")
    ] = None,
) -> int:
    """帮助：全部命令，一个命令，或一个话题（日期、名称、标记等）。

    例：bizenv help
    例：bizenv help due
    例：bizenv help dates
    """
    root = context.find_root()
    print(_page(root, name) if name is not None else root.get_help())
    return 0


def _page(root: Any, name: str) -> str:
    """Return the page of a command or a topic.

    Raises:
        BadCallError: there is none of that name.
    """
    if found := topics.topic(name):
        return text(pages.topic(found))
    command = root.command.get_command(root, name)
    if command is None:
        known = [*root.command.list_commands(root), *(each.name for each in topics.TOPICS)]
        near = nearest(name, known, 2)
        hint = f"相近的有：{'、'.join(near)}" if near else "全部命令见 bizenv help"
        raise BadCallError(f"没有命令或话题「{name}」。{hint}")
    return str(command.get_help(command.make_context(name, [], parent=root, resilient_parsing=True)))
