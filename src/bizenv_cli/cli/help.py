"""Help pages in typer's place: made from our own description of a command, in Chinese, as wide as the terminal."""

import os
import sys
from typing import Any

from typer.core import TyperCommand, TyperGroup

from bizenv_cli.views import View


class _ChineseHelp:
    """What a command and a group share: where their help page comes from."""

    def get_help_option(self, ctx: Any) -> Any:
        """Return the ``--help`` option with a Chinese sentence."""
        option = super().get_help_option(ctx)  # type: ignore[misc]
        if option is not None:
            option.help = "显示帮助"
        return option


class Command(_ChineseHelp, TyperCommand):
    """A command whose help is Chinese."""

    def get_help(self, ctx: Any) -> str:
        """Return the page of this command."""
        from bizenv_cli.cli import describe  # noqa: PLC0415  (only a help page needs it)
        from bizenv_cli.views import help as pages  # noqa: PLC0415

        return text(pages.command(describe.command(self, ctx)))


class Group(_ChineseHelp, TyperGroup):
    """A group of commands whose help is Chinese."""

    def get_help(self, ctx: Any) -> str:
        """Return the overview of all commands."""
        from bizenv_cli.cli import describe  # noqa: PLC0415
        from bizenv_cli.views import help as pages  # noqa: PLC0415

        return text(pages.overview(describe.whole(self, ctx)))


def text(page: View) -> str:
    """Return a help page for the terminal, or for a pipe, which has no width."""
    from bizenv_cli.cli.output import colour, terminal_width  # noqa: PLC0415
    from bizenv_cli.render import Page, renderer  # noqa: PLC0415

    on_terminal = sys.stdout is not None and sys.stdout.isatty()
    width = terminal_width() if on_terminal or os.environ.get("COLUMNS") else None
    paper = Page(width, on_terminal and colour())
    return "".join(renderer("table")(page, paper)).rstrip("\n")
