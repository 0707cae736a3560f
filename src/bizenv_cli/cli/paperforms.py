"""How a paper leaves the command line: its formats, the template it is written into, the file it goes to."""

import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NamedTuple, TypeVar

import typer

from bizenv_cli.cli.context import Call
from bizenv_cli.cli.options import Format, Origin, Output, Plain
from bizenv_cli.cli.output import read_bytes, write, write_bytes
from bizenv_cli.errors import BadCallError

if TYPE_CHECKING:
    from collections.abc import Callable

    from bizenv_cli.proof.proofread import Kind
    from bizenv_cli.report.paper import Paper

Given = TypeVar("Given")
_PANEL = "输出"
_WRITTEN = ("md", "docx")


class PaperFormat(StrEnum):
    """How a paper is written; the rest is for what `--check` finds, an answer as any other."""

    md = "md"
    docx = "docx"
    table = "table"
    json = "json"
    jsonl = "jsonl"
    csv = "csv"
    svg = "svg"


class PaperOptions(NamedTuple):
    """How and where a paper is written, or which written one is recounted."""

    format: Annotated[
        PaperFormat | None,
        typer.Option(
            "--format",
            "-f",
            help="文稿写成 md（默认）或 docx；核对结果默认 table",
            rich_help_panel=_PANEL,
        ),
    ] = None
    plain: Plain = False
    output: Annotated[
        str | None, typer.Option("--output", "-o", metavar="文件", help="写入文件", rich_help_panel=_PANEL)
    ] = None
    template: Annotated[
        str | None,
        typer.Option(
            "--template",
            metavar="文件",
            help="写入这份模板（样式、页面、页眉页脚照它的）",
            rich_help_panel=_PANEL,
        ),
    ] = None
    template_out: Annotated[
        str | None,
        typer.Option(
            "--template-out",
            metavar="文件",
            help="写出默认模板，供修改；不写文稿",
            rich_help_panel=_PANEL,
        ),
    ] = None
    check: Annotated[
        str | None,
        typer.Option(
            "--check",
            metavar="文件",
            help="核对改过的文稿（docx、md）里的数，不写文稿",
            rich_help_panel=_PANEL,
        ),
    ] = None


def write_template(path: str) -> int:
    """Write the default template to a file."""
    from bizenv_cli.render.papers import template  # noqa: PLC0415

    write_bytes(Path(path), template.default())
    print(f"已写入 {path}", file=sys.stderr)
    return 0


def paper_renderer(options: PaperOptions) -> "Callable[[Paper], bytes]":
    """Return the function that writes a paper as asked; a wrong call is told before a registry is read.

    Raises:
        BadCallError: the options contradict each other.
        UnreadableError, BadTemplateError: as for `template.opened`.
    """
    from bizenv_cli.render.papers import renderer  # noqa: PLC0415

    named = options.output is not None and options.output.lower().endswith(".docx")
    form = options.format.value if options.format else "docx" if options.template or named else "md"
    if form not in _WRITTEN:
        raise BadCallError(f"文稿写成 md 或 docx；{form} 只用于 --check 的结果")
    if options.template is not None and form != "docx":
        raise BadCallError("--template 是 docx 的模板，不能与 --format md 同用")
    if form == "docx" and options.output is None:
        raise BadCallError("docx 要写入文件：加 -o 文件.docx")
    if options.template is None:
        return renderer(form)
    from bizenv_cli.render.papers import docx_  # noqa: PLC0415

    return docx_.renderer(read_bytes(options.template), options.template)


def show(call: Call, options: PaperOptions, raw: bytes) -> int:
    """Write a finished paper to the file or the standard output."""
    if options.output is None:
        write(iter([raw.decode()]))
    else:
        write_bytes(Path(options.output), raw)
        print(f"已写入 {options.output}", file=sys.stderr)
    call.index.close()
    return 0


def checked(origin: Origin, options: PaperOptions, kind: "Kind") -> int:
    """Recount a paper that was edited, and show what no longer agrees; exit code 1 where something does not.

    Raises:
        BadCallError: the options contradict each other, or there are several plans.
        UnreadableError, NotAPaperError: the file is no such paper.
    """
    from bizenv_cli import proof  # noqa: PLC0415  (what only a check reads)
    from bizenv_cli.views.proof import proofread  # noqa: PLC0415

    path, form = str(options.check), (options.format or PaperFormat.table).value
    if form == "docx" or options.template is not None:
        raise BadCallError("--check 只核对，不写 docx：结果可以写成 table、json、md 等")
    written = proof.read(read_bytes(path), path)
    call = Call(Output(**origin._asdict(), format=Format(form), plain=options.plain, output=options.output))
    one_plan(call)
    day = call.as_of if origin.as_of is not None else None
    found = proof.proofread(call.index, call.head, written, kind, path, day)
    call.show(proofread(found, path, kind))
    return 1 if any(finding.wrong for finding in found.recount.findings) else 0


def one_plan(call: Call) -> None:
    """Refuse a call about several plans.

    Raises:
        BadCallError: there are several.
    """
    if call.head.plans != 1:
        raise BadCallError("文稿一次只写一个方案：加 --plan 代号（全部方案见 bizenv plans）")


def given(value: Given | None, what: str, command: str) -> Given:
    """Return an argument that only --check and --template-out do without.

    Raises:
        BadCallError: it is missing.
    """
    if value is None:
        raise BadCallError(f"缺少参数「{what}」。用法见 bizenv {command} --help")
    return value
