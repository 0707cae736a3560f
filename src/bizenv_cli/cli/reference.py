"""The command that writes the reference of all commands: reference."""

import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from bizenv_cli.cli import describe
from bizenv_cli.cli.output import write, write_file
from bizenv_cli.render.reference import reference_renderer


class ReferenceFormat(StrEnum):
    """How the reference is written."""

    md = "md"
    man = "man"


def reference(
    context: typer.Context,
    form: Annotated[ReferenceFormat, typer.Option("--format", "-f", help="输出格式")] = ReferenceFormat.md,
    output: Annotated[str | None, typer.Option("--output", "-o", metavar="文件", help="写入文件")] = None,
) -> int:
    """手册：全部命令、选项、例子与话题，由程序自己生成。

    man 格式用 man -l 文件 看；汉字按中文的规矩换行。

    例：bizenv reference -o 手册.md
    例：bizenv reference --format man -o bizenv.1
    """
    root = context.find_root()
    pieces = reference_renderer(form.value)(describe.whole(root.command, root))
    if output is None:
        write(pieces)
    else:
        write_file(Path(output), "", pieces)
        print(f"已写入 {output}", file=sys.stderr)
    return 0
