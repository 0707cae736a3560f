"""The command that explains the rules of check: explain, and the list that ``check --list-rules`` shares."""

from typing import Annotated

import typer

from bizenv_cli.cli.context import Call
from bizenv_cli.cli.options import Format, Output, Plain
from bizenv_cli.errors import BadCallError

_LISTED_AS = {"text": Format.table, "json": Format.json}


def explain(
    codes: Annotated[
        list[str] | None, typer.Argument(metavar="[规则代号]…", help="如 E204，可多个；不写则列出全部规则")
    ] = None,
    form: Annotated[Format, typer.Option("--format", "-f", help="输出格式")] = Format.table,
    output: Annotated[str | None, typer.Option("--output", "-o", metavar="文件", help="写入文件")] = None,
    plain: Plain = False,
) -> int:
    """说明检查规则：是什么、为什么、怎么改，附正例与反例。

    例：bizenv explain E204
    例：bizenv explain E204 E110
    """
    from bizenv_cli import rules  # noqa: PLC0415  (YAML and pydantic, which help does without)
    from bizenv_cli.views import rules as views  # noqa: PLC0415

    call = Call(Output(format=form, output=output, plain=plain))
    if not codes:
        return call.show(views.listing(tuple(rules.catalogue().values())))
    found = tuple(dict.fromkeys(rules.rule(code) for code in codes))
    return call.show(views.explanation(found, {"codes": [rule.code for rule in found]}))


def list_rules(form: str, *, plain: bool) -> int:
    """List every rule in one of check's formats.

    Raises:
        BadCallError: the format is for problems only.
    """
    if form not in _LISTED_AS:
        raise BadCallError(f"--list-rules 的 --format 只能是 {'、'.join(_LISTED_AS)}")
    return explain(None, _LISTED_AS[form], plain=plain)
