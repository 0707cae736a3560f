"""The command that teaches a shell to complete what is typed: completion."""

import os
import sys
from contextlib import suppress
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from bizenv_cli.cli.completing import warm
from bizenv_cli.completion import installing
from bizenv_cli.completion.installing import Target
from bizenv_cli.errors import BadCallError, UnwritableError, reason

_POWERSHELL = "Add-Content $PROFILE 'bizenv completion powershell | Out-String | Invoke-Expression'"


class Shell(StrEnum):
    """The shells that can be taught."""

    bash = "bash"
    zsh = "zsh"
    fish = "fish"
    powershell = "powershell"


def completion(
    shell: Annotated[
        Shell | None,
        typer.Argument(metavar="bash|zsh|fish|powershell", help="哪种命令行；不写则按 SHELL 环境变量"),
    ] = None,
    install: Annotated[bool, typer.Option("--install", help="装好，新开的命令行起生效")] = False,
    undo: Annotated[bool, typer.Option("--undo", help="取消所装的")] = False,
) -> int:
    """补全：按 Tab 列出命令、选项、单位、编号、日期。

    不加选项则印出补全脚本。--install 把脚本放到该放的地方，在启动文件末尾加几行，可用 --undo 取消；升级之后再装一次。
    PowerShell 的启动文件由它自己加一行：Add-Content $PROFILE 'bizenv completion powershell | Out-String | Invoke-Expression'

    例：bizenv completion bash
    例：bizenv completion --install
    例：bizenv completion --undo
    """
    if install and undo:
        raise BadCallError("--install 与 --undo 只能写一个")
    name = shell.value if shell else installing.shell_of(os.environ)
    if name is None:
        raise BadCallError(f"看不出用的是哪种命令行，请写明：{'、'.join(installing.SHELLS)}")
    if not install and not undo:
        sys.stdout.write(installing.script(name))
        return 0
    target = installing.target(name, os.environ, Path.home())
    if target is None:
        raise BadCallError(f"PowerShell 的启动文件只有它自己知道，请在 PowerShell 里运行：\n  {_POWERSHELL}")
    try:
        if undo:
            _remove(target)
        else:
            _place(target, installing.script(name))
            warm()
    except OSError as error:
        raise UnwritableError(str(error.filename or target.script), reason(error)) from error
    return 0


def _place(target: Target, script: str) -> None:
    target.script.parent.mkdir(parents=True, exist_ok=True)
    target.script.write_text(script, encoding="utf-8", newline="\n")
    print(f"已写入 {target.script}")
    if target.start:
        path, lines = target.start
        before = _read(path)
        _rewrite(path, before, installing.with_block(before, lines))
    print("新开的命令行起，bizenv 后按 Tab 即可补全；取消用 bizenv completion --undo")


def _remove(target: Target) -> None:
    was_there = target.script.exists()
    if was_there:
        target.script.unlink()
        if target.script.parent.name == "bizenv":
            with suppress(OSError):  # something else is in it
                target.script.parent.rmdir()
        print(f"已删去 {target.script}")
    if target.start:
        path, _ = target.start
        before = _read(path)
        after = installing.without_block(before)
        was_there = was_there or after != before
        _rewrite(path, before, after)
    if not was_there:
        print("没有装过，无须取消")


def _read(path: Path) -> str:
    """Return a start-up file byte for byte: neither its encoding nor its line ends are ours to change."""
    return path.read_bytes().decode("utf-8", "surrogateescape") if path.exists() else ""


def _rewrite(path: Path, before: str, after: str) -> None:
    if after == before:
        return
    path.write_bytes(after.encode("utf-8", "surrogateescape"))
    print(f"已改写 {path} 末尾的几行")
