"""The command that opens the board: tui."""

import os
import sys
from typing import Annotated

import typer

from bizenv_cli.cli.context import Call
from bizenv_cli.cli.options import FILTER, Origin, Output, with_options
from bizenv_cli.errors import BadCallError, MissingLibraryError


@with_options(Origin)
def tui(
    origin: Origin,
    unit: Annotated[
        str | None,
        typer.Option("--unit", "-u", metavar="单位", help="一打开就只列这个单位的", rich_help_panel=FILTER),
    ] = None,
) -> int:
    """看板：在终端里翻看任务、目标、职责，筛选、查找、登记。

    分逾期、临近、全部、目标、职责五栏；加 --at 只读地看以前的清单。

    例：bizenv tui
    例：bizenv tui --unit 区法院
    """
    _check_terminal()
    try:
        from bizenv_cli.tui.run import run  # noqa: PLC0415  (an extra that most calls do without)
    except ImportError as error:
        if (error.name or "").partition(".")[0] != "textual":
            raise
        raise MissingLibraryError("看板", "textual", "tui") from error

    def call() -> Call:
        return Call(Output(**origin._asdict()))

    run(call().place, lambda: call().index, lambda: call().as_of, unit or "")
    return 0


def _check_terminal() -> None:
    """See that there is a screen and a keyboard.

    Raises:
        BadCallError: there is none.
    """
    streams = (sys.stdin, sys.stdout)
    if any(stream is None or not stream.isatty() for stream in streams):
        raise BadCallError(
            "看板要在终端里打开，输入输出都不能接到别处；不在终端里，用 bizenv status、bizenv list"
        )
    if os.environ.get("TERM") in ("dumb", "unknown", ""):
        raise BadCallError("这个终端（TERM=dumb）不能画看板；用 bizenv status、bizenv list，或换一个终端")
