"""The commands that read the registry's git history: diff, log, blame."""

from typing import Annotated

import typer

from bizenv_cli.cli.context import Call
from bizenv_cli.cli.options import Output, with_options


@with_options(Output)
def diff(
    output: Output,
    one: Annotated[
        str | None, typer.Argument(metavar="[版本1]", help="拿哪个版本来比：分支、标签、提交号（默认 HEAD）")
    ] = None,
    other: Annotated[
        str | None, typer.Argument(metavar="[版本2]", help="与哪个版本比（默认当前文件）")
    ] = None,
) -> int:
    """两个版本的任务清单差在哪里，按事项说：延期、换牵头、新增、登记……

    只改写法、次序、格式，给文件改名，换个写法写同一个单位，都不算改动。状态有变的，以当天（或 --as-of）计。

    例：bizenv diff
    例：bizenv diff main
    例：bizenv diff HEAD~5 HEAD --format md
    """
    from bizenv_cli.cli import chronicles  # noqa: PLC0415  (pydantic and YAML, which help does without)

    return chronicles.diff(Call(output), one, other)


@with_options(Output)
def log(
    output: Output,
    number: Annotated[str | None, typer.Argument(metavar="[编号]", help="只看这项任务，如 1-49")] = None,
    unit: Annotated[
        str | None, typer.Option("--unit", "-u", metavar="单位", help="只看涉及这个单位的")
    ] = None,
    since: Annotated[
        str | None, typer.Option("--since", metavar="日期", help="该日及以后的提交（含当日，北京时间）")
    ] = None,
    until: Annotated[
        str | None, typer.Option("--until", metavar="日期", help="该日及以前的提交（含当日，北京时间）")
    ] = None,
) -> int:
    """变更历史：每次提交改了哪些任务、登记了什么，新的在前。

    合并的提交只说与各边都不同的；--limit 限提交数。

    例：bizenv log 1-49
    例：bizenv log --unit 区法院 --since 2023-09-01
    """
    from bizenv_cli.cli import chronicles  # noqa: PLC0415  (pydantic and YAML, which help does without)

    return chronicles.log(Call(output), number, unit, since, until)


@with_options(Output)
def blame(
    output: Output,
    number: Annotated[str, typer.Argument(metavar="编号", help="任务编号，如 1-49")],
) -> int:
    """一项任务的各项现值，是谁在哪次提交里定的。

    举措、单位、时限、节点、勘误，以及各种登记的最后一条；还没有提交的也照实说。

    例：bizenv blame 1-49
    例：bizenv blame 2-34 --format json
    """
    from bizenv_cli.cli import chronicles  # noqa: PLC0415  (pydantic and YAML, which help does without)

    return chronicles.blame(Call(output), number)
