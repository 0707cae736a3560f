"""The one error boundary: what the user can mend becomes a sentence, a fault of ours a short apology."""

import gc
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import typer
from typer import _click

from bizenv_cli.cli import streams
from bizenv_cli.errors import BadCallError, BizenvError, ReaderGoneError, StartAgainError
from bizenv_cli.nearest import nearest
from bizenv_cli.render.safe import plain

_INTERRUPTED = 130
_OUR_FAULT = 3
_OF_THE_PAST = ("--at", "--git-dir")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code.

    0 answered, 1 the registry has problems, 2 the call was wrong, 3 a fault of ours, 130 interrupted.
    """
    gc.set_threshold(50_000)  # a short program gains nothing by looking for cycles every 700 objects
    streams.prepare()
    try:
        return _run(sys.argv[1:] if arguments is None else list(arguments))
    except ReaderGoneError as gone:
        # The interpreter flushes once more at exit; it must not find the closed pipe.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return gone.exit_code
    except BizenvError as error:
        _say(f"错误：{error}")
        return error.exit_code
    except typer.TyperException as error:
        _say(f"错误：{_sentence(error)}")
        return 2
    except (KeyboardInterrupt, typer.Abort):
        _say("已中断")
        return _INTERRUPTED
    except Exception:  # noqa: BLE001  (the boundary: a traceback never reaches a user)
        _say(f"抱歉，程序出错了，未改动任何文件。详情已写入 {_log()}，请连同所用命令一并报告")
        return _OUR_FAULT


def _run(arguments: list[str]) -> int:
    arguments = [_decoded(argument) for argument in arguments]
    try:
        return _once(arguments)
    except StartAgainError:
        return _once(arguments)


def _decoded(argument: str) -> str:
    """Return an argument that Python could not read in the locale's encoding (LANG=C) as the UTF-8 that it is.

    Raises:
        BadCallError: it is not UTF-8 either.
    """
    if not any("\ud800" <= sign <= "\udfff" for sign in argument):
        return argument
    try:
        return argument.encode("utf-8", "surrogateescape").decode("utf-8")
    except UnicodeError as error:
        raise BadCallError("命令里有不是 UTF-8 的字，检查终端的编码") from error


def _once(arguments: list[str]) -> int:
    from bizenv_cli.cli.app import app  # noqa: PLC0415  (an import that fails is a fault of ours, told as one)

    try:
        result = app(arguments, prog_name="bizenv", standalone_mode=False)
    except typer.Exit as end:
        return end.exit_code
    except SystemExit:
        return 0  # typer's own way out when the reader of a help page has closed the pipe
    if result == _INTERRUPTED:  # what typer makes of Ctrl-C while a command runs
        _say("已中断")
    return result if isinstance(result, int) else 0


def _sentence(error: typer.TyperException) -> str:
    """Say in Chinese what typer found wrong with the call."""
    kinds = _click.exceptions
    context = getattr(error, "ctx", None)
    help_hint = _help_hint(context)
    if isinstance(error, kinds.NoSuchOption):
        return _no_option(error, context)
    if isinstance(error, kinds.MissingParameter):
        return f"缺少{_parameter(error).rstrip()}。{help_hint}"
    if isinstance(error, kinds.BadParameter):
        return f"{_parameter(error)}不合规：{_choices(error)}。{help_hint}"
    if isinstance(error, kinds.BadOptionUsage):
        return f"选项 {error.option_name} 后面要有内容。{help_hint}"
    if isinstance(error, kinds.NoArgsIsHelpError):
        return help_hint
    return f"{_usage(error, context)}。{help_hint}"


def _no_option(error: _click.exceptions.NoSuchOption, context: Any) -> str:
    name = error.option_name
    if context and name in _OF_THE_PAST:
        return f"{context.info_name} 不看以前的版本，没有 {name}；查询、verify、export 有"
    if name[1:2].isspace() or name[1:2].isdigit():
        return f"「{name}」被当成了选项；文字或数以 - 开头的，前面加 --"
    near = nearest(name, error.possibilities or _options(context), 2)
    hint = f"相近的有：{'、'.join(near)}" if near else _help_hint(context)
    return f"没有选项 {name}。{hint}"


def _help_hint(context: Any) -> str:
    return f"用法见 {context.command_path} --help" if context else "用法见 bizenv --help"


def _usage(error: typer.TyperException, context: object) -> str:
    message = error.format_message()
    command = getattr(context, "command", None)
    if message.startswith("No such command") and command is not None:
        typed = message.split("'")[1]
        near = nearest(typed, command.list_commands(context), 2)
        return f"没有命令 {typed}" + (f"，相近的有：{'、'.join(near)}" if near else "")
    if message.startswith("Got unexpected extra argument"):
        extra = message.partition(") (")[2].removesuffix(")")  # … argument(s) (甲 乙)
        return f"多余的参数：{extra}"
    return "命令写得不对"


def _options(context: object) -> list[str]:
    command = getattr(context, "command", None)
    return [
        name
        for parameter in getattr(command, "params", [])
        for name in parameter.opts
        if name.startswith("--")
    ]


def _parameter(error: _click.exceptions.BadParameter) -> str:
    parameter = error.param
    if parameter is None:
        return "参数"
    names = [name for name in parameter.opts if name.startswith("-")]
    return f"选项 {names[0]} " if names else f"参数「{parameter.metavar or parameter.name}」"


def _choices(error: _click.exceptions.BadParameter) -> str:
    kind = getattr(error.param, "type", None)
    choices = getattr(kind, "choices", None)
    if choices:
        return f"可以写 {'、'.join(getattr(choice, 'value', str(choice)) for choice in choices)}"
    low, high = getattr(kind, "min", None), getattr(kind, "max", None)
    if low is not None and high is None:
        return f"应为不小于 {low} 的整数"
    return f"应为 {low} 至 {high} 的整数" if low is not None else "写法不对"


def _say(sentence: str) -> None:
    lines = sentence.split("\n")
    print("\n".join(plain(line) for line in lines), file=sys.stderr)


def _log() -> str:
    import tempfile  # noqa: PLC0415  (only a fault writes one)
    import traceback  # noqa: PLC0415

    with tempfile.NamedTemporaryFile(
        "w", encoding="utf-8", prefix="bizenv-", suffix=".log", delete=False
    ) as file:
        file.write(f"{sys.version}\n{sys.platform}\n")
        traceback.print_exc(file=file)
    return str(Path(file.name))
