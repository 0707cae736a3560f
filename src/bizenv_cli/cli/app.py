"""The commands in the order in which help lists them."""

from typing import Annotated

import typer

from bizenv_cli import __version__
from bizenv_cli.cli import browse, checking, directories, due, editing, rules
from bizenv_cli.cli.help import Command, Group

app = typer.Typer(
    name="bizenv",
    cls=Group,
    add_completion=False,
    invoke_without_command=True,
    rich_markup_mode="rich",
    help="营商环境行动方案的纯文本任务清单：什么到期、谁来办、逾期多久，一条命令回答。",
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
) -> None:
    del version
    if context.invoked_subcommand is None:
        print(context.get_help())


for _panel, _commands in {
    "到期与逾期": (("due", due.due), ("overdue", due.overdue), ("upcoming", due.upcoming)),
    "查阅": (
        ("unit", browse.unit),
        ("official", browse.official),
        ("indicator", browse.indicator),
        ("action", browse.action),
        ("task", browse.task),
        ("why", browse.why),
        ("list", browse.list_),
        ("search", browse.search),
    ),
    "名录": (
        ("units", directories.units),
        ("officials", directories.officials),
        ("indicators", directories.indicators),
        ("actions", directories.actions),
        ("errata", directories.errata),
        ("sql", directories.sql),
    ),
    "清单本身": (
        ("check", checking.check),
        ("explain", rules.explain),
        ("verify", checking.verify),
        ("schema", editing.schema),
        ("codeowners", editing.codeowners),
    ),
}.items():
    for _name, _body in _commands:
        app.command(_name, cls=Command, rich_help_panel=_panel)(_body)
