"""Typer's own words in Chinese: usage line, panels, the help option."""

from typing import Any

from typer.core import TyperCommand, TyperGroup

_PANELS = {
    "ARGUMENTS_PANEL_TITLE": "参数",
    "OPTIONS_PANEL_TITLE": "选项",
    "COMMANDS_PANEL_TITLE": "命令",
    "DEFAULT_STRING": "[默认：{}]",
    "REQUIRED_LONG_STRING": "[必填]",
    "ENVVAR_STRING": "[环境变量：{}]",
}


class _ChineseHelp:
    """What a command and a group share: their help in Chinese."""

    def get_usage(self, ctx: Any) -> str:
        """Return the usage line."""
        return str(super().get_usage(ctx)).replace("Usage:", "用法：", 1)  # type: ignore[misc]

    def get_help_option(self, ctx: Any) -> Any:
        """Return the ``--help`` option with a Chinese sentence."""
        option = super().get_help_option(ctx)  # type: ignore[misc]
        if option is not None:
            option.help = "显示帮助"
        return option

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """Write the help page with Chinese panel titles."""
        from typer import rich_utils  # noqa: PLC0415  (90 ms that only a help page needs)

        for name, title in _PANELS.items():
            setattr(rich_utils, name, title)
        super().format_help(ctx, formatter)  # type: ignore[misc]


class Command(_ChineseHelp, TyperCommand):
    """A command whose help is Chinese."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{**kwargs, "options_metavar": "[选项]"})


class Group(_ChineseHelp, TyperGroup):
    """A group of commands whose help is Chinese."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(
            *args, **{**kwargs, "options_metavar": "[选项]", "subcommand_metavar": "命令 [参数]…"}
        )
