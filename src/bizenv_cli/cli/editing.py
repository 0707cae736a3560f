"""The commands about where edits happen: schemas for editors, reviewers for review sites."""

import json
import sys
from pathlib import Path
from typing import Annotated

import typer

from bizenv_cli.cli import streams
from bizenv_cli.cli.context import Call
from bizenv_cli.cli.options import Output
from bizenv_cli.cli.output import read_text, write, write_file
from bizenv_cli.errors import BadCallError, UnknownNameError, UnwritableError, reason
from bizenv_cli.nearest import nearest


def schema(
    kind: Annotated[
        str | None,
        typer.Argument(metavar="[种类]", help="只要一种文件的：plan、units、indicator、action、ledger 等"),
    ] = None,
    out: Annotated[
        str | None, typer.Option("--out", metavar="文件夹", help="每种文件一个，写进这个文件夹")
    ] = None,
) -> int:
    """清单各种文件的 JSON Schema：编辑器据此补全项目名、边写边查。

    例：bizenv schema --out registry/.schema
    例：bizenv schema indicator
    """
    from bizenv_cli import schema as generator  # noqa: PLC0415  (pydantic, which help pages do without)

    models = generator.kinds()
    if (kind is None) == (out is None):
        raise BadCallError(f"写 --out 文件夹，或写一种文件：{'、'.join(models)}")
    if kind is not None:
        if kind not in models:
            raise UnknownNameError("文件种类", kind, nearest(kind, models) or list(models), "schema --help")
        streams.exact()
        write(iter([_text(generator.schema(models[kind]))]))
        return 0
    folder = Path(str(out))
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UnwritableError(str(folder), reason(error)) from error
    for name, model in models.items():
        write_file(folder / f"{name}.schema.json", "", iter([_text(generator.schema(model))]))
    print(f"已写入 {folder}：{len(models)} 个文件")
    return 0


def codeowners(
    owners: Annotated[
        str | None,
        typer.Option("--owners", metavar="文件", help="单位与账号的对照；不写则印一份空的，供填写"),
    ] = None,
    everything: Annotated[
        list[str] | None, typer.Option("--default", metavar="账号", help="整个清单都要过目的账号，可多次")
    ] = None,
    registry: Annotated[
        str | None, typer.Option("--registry", metavar="文件夹", help="任务清单所在文件夹")
    ] = None,
    output: Annotated[str | None, typer.Option("--output", "-o", metavar="文件", help="写入文件")] = None,
) -> int:
    """由牵头单位生成 CODEOWNERS：谁的文件被改，就请谁审阅。

    例：bizenv codeowners -o 账号.txt
    例：bizenv codeowners --owners 账号.txt --default @example/yingshang -o CODEOWNERS
    """
    from bizenv_cli import owners as content  # noqa: PLC0415  (pydantic and yaml, which help pages do without)

    call = Call(Output(registry=registry))
    plan = call.sound_registry
    defaults = [content.check_account(account) for account in everything or ()]
    if owners is None:
        lines = content.template(plan)
    else:
        given = content.accounts(owners, read_text(owners), plan)
        lines = content.codeowners(plan, given, defaults, _from_the_top(call.place.root))
    pieces = (f"{line}\n" for line in lines)
    if output is None:
        write(pieces)
    else:
        write_file(Path(output), "", pieces)
        print(f"已写入 {output}", file=sys.stderr)
    return 0


def _from_the_top(root: Path) -> str:
    """Return the registry's folder as CODEOWNERS writes it: from the top of the repository, else from here."""
    from bizenv_cli.git import repository  # noqa: PLC0415  (only this command and --base need git)
    from bizenv_cli.giterrors import GitMissingError, NoRepositoryError  # noqa: PLC0415

    try:
        top = repository(root).top.resolve()
    except (NoRepositoryError, GitMissingError):
        top = Path.cwd().resolve()
    folder = root.resolve()
    below = folder.relative_to(top).as_posix() if folder.is_relative_to(top) else folder.name
    return "/" if below == "." else f"/{below}/"


def _text(found: dict[str, object]) -> str:
    return json.dumps(found, ensure_ascii=False, indent=2) + "\n"
