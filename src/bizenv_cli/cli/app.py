"""The commands in the order in which help lists them; a command's module is imported when it is asked for."""

import sys
from importlib import import_module
from typing import TYPE_CHECKING, Annotated, Any

import typer
from typer.main import get_command, get_command_from_info
from typer.models import CommandInfo

from bizenv_cli import __version__
from bizenv_cli.cli.help import Command, Group

if TYPE_CHECKING:
    from bizenv_cli.manual import Manual

# name → panel of the overview, module below bizenv_cli.cli, function
COMMANDS: dict[str, tuple[str, str, str]] = {
    "status": ("到期与逾期", "status", "status"),
    "tui": ("到期与逾期", "tui", "tui"),
    "due": ("到期与逾期", "due", "due"),
    "overdue": ("到期与逾期", "due", "overdue"),
    "upcoming": ("到期与逾期", "due", "upcoming"),
    "extensions": ("到期与逾期", "status", "extensions"),
    "duties": ("到期与逾期", "governance", "duties"),
    "complaints": ("到期与逾期", "governance", "complaints"),
    "sla": ("到期与逾期", "governance", "sla"),
    "score": ("成绩与分布", "scores", "score"),
    "heatmap": ("成绩与分布", "scores", "heatmap"),
    "burndown": ("成绩与分布", "scores", "burndown"),
    "brief": ("文稿", "papers", "brief"),
    "notice": ("文稿", "papers", "notice"),
    "bulletin": ("文稿", "papers", "bulletin"),
    "board": ("文稿", "board", "board"),
    "unit": ("查阅", "browse", "unit"),
    "official": ("查阅", "browse", "official"),
    "indicator": ("查阅", "browse", "indicator"),
    "action": ("查阅", "browse", "action"),
    "task": ("查阅", "tasks", "task"),
    "why": ("查阅", "tasks", "why"),
    "list": ("查阅", "tasks", "list_"),
    "search": ("查阅", "tasks", "search"),
    "overlaps": ("查阅", "overlaps", "overlaps"),
    "receive": ("登记", "recording", "receive"),
    "report": ("登记", "recording", "report"),
    "done": ("登记", "recording", "done"),
    "extend": ("登记", "recording", "extend"),
    "return": ("登记", "recording", "return_"),
    "accept": ("登记", "recording", "accept"),
    "urge": ("登记", "recording", "urge"),
    "measure": ("登记", "measuring", "measure"),
    "fulfil": ("登记", "measuring", "fulfil"),
    "undo": ("登记", "undoing", "undo"),
    "settle": ("登记", "overlaps", "settle"),
    "ingest": ("登记", "ingesting", "ingest"),
    "plans": ("名录", "directories", "plans"),
    "units": ("名录", "directories", "units"),
    "officials": ("名录", "directories", "officials"),
    "indicators": ("名录", "directories", "indicators"),
    "actions": ("名录", "directories", "actions"),
    "targets": ("目标", "goals", "targets"),
    "target": ("目标", "goals", "target"),
    "errata": ("名录", "directories", "errata"),
    "sql": ("名录", "directories", "sql"),
    "diff": ("变更历史", "history", "diff"),
    "log": ("变更历史", "history", "log"),
    "blame": ("变更历史", "history", "blame"),
    "git-setup": ("变更历史", "gitsetup", "git_setup"),
    "init": ("清单本身", "starting", "init"),
    "import": ("清单本身", "intake", "import_"),
    "check": ("清单本身", "checking", "check"),
    "explain": ("清单本身", "rules", "explain"),
    "verify": ("清单本身", "checking", "verify"),
    "schema": ("清单本身", "editing", "schema"),
    "codeowners": ("清单本身", "editing", "codeowners"),
    "export": ("数据", "data", "export"),
    "cache": ("数据", "data", "cache"),
    "help": ("帮助", "helping", "help_"),
    "completion": ("帮助", "completion", "completion"),
    "reference": ("帮助", "reference", "reference"),
}
# What other programs call; help does not list it.
HIDDEN: dict[str, tuple[str, str, str]] = {"textconv": ("变更历史", "gitsetup", "textconv")}


class LazyGroup(Group):
    """The group of all commands; each is made when it is looked up."""

    def list_commands(self, ctx: Any) -> list[str]:
        """Return the names in the order of the table."""
        del ctx
        return list(COMMANDS)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """Return a command, or None where there is none of this name."""
        del ctx
        known = COMMANDS | HIDDEN
        if cmd_name in known and cmd_name not in self.commands:
            panel, module, function = known[cmd_name]
            body = getattr(import_module(f"bizenv_cli.cli.{module}"), function)
            info = CommandInfo(
                cmd_name, cls=Command, callback=body, rich_help_panel=panel, hidden=cmd_name in HIDDEN
            )
            self.commands[cmd_name] = get_command_from_info(
                info, pretty_exceptions_short=True, rich_markup_mode=None
            )
        return self.commands.get(cmd_name)


app = typer.Typer(
    name="bizenv",
    cls=LazyGroup,
    add_completion=False,
    invoke_without_command=True,
    rich_markup_mode=None,
    help="营商环境行动方案的任务清单：什么到期、谁来办、逾期多久，一条命令回答",
)


def _version(value: bool) -> None:
    if value:
        print(f"bizenv {__version__}")
        raise typer.Exit


@app.callback()
def _main(
    context: typer.Context,
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="显示版本")
    ] = False,
) -> int:
    del version
    if context.invoked_subcommand is not None:
        return 0
    if sys.stdout is not None and sys.stdout.isatty():
        return int(import_module("bizenv_cli.cli.today").show_today())
    print(context.get_help())
    return 0


def described() -> "Manual":
    """Return the description of all commands, and of the words that the program itself defines."""
    from bizenv_cli.cli import describe  # noqa: PLC0415  (only completion and the reference need it)

    root = get_command(app)
    context = root.make_context("bizenv", [], resilient_parsing=True)
    return describe.whole(root, context)._replace(values=describe.values())
