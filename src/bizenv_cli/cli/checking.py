"""The commands that judge the registry itself: check, verify."""

import sys
from enum import StrEnum
from typing import Annotated

import typer

from bizenv_cli import checks, notice
from bizenv_cli import verify as verification
from bizenv_cli.cli import rules
from bizenv_cli.cli.context import Call, colour, loaded_and_checked, read_text, write
from bizenv_cli.cli.options import Output, with_options
from bizenv_cli.cli.targets import find_target
from bizenv_cli.pairing import Change
from bizenv_cli.registry import load
from bizenv_cli.render import Page
from bizenv_cli.render.problems import problem_renderer
from bizenv_cli.source import Source, at_fork
from bizenv_cli.views import directories as views


class ProblemFormat(StrEnum):
    """How problems are written."""

    text = "text"
    json = "json"
    github = "github"
    gitlab = "gitlab"
    sarif = "sarif"


def check(
    files: Annotated[
        list[str] | None,
        typer.Argument(metavar="[文件…]", help="只看这些文件（或文件夹）的错误；- 为标准输入，与 --as 同用"),
    ] = None,
    base: Annotated[
        str | None,
        typer.Option("--base", metavar="版本", help="另与这个 git 版本比较：印发的内容、编号和登记不得擅改"),
    ] = None,
    as_path: Annotated[
        str | None, typer.Option("--as", metavar="文件", help="把标准输入当作清单里的这个文件")
    ] = None,
    registry: Annotated[
        str | None, typer.Option("--registry", metavar="文件夹", help="任务清单所在文件夹")
    ] = None,
    form: Annotated[
        ProblemFormat, typer.Option("--format", "-f", help="文字、JSON、GitHub 批注、GitLab 报告或 SARIF")
    ] = ProblemFormat.text,
    list_rules: Annotated[bool, typer.Option("--list-rules", help="列出全部规则的代号与名称")] = False,
) -> int:
    """检查任务清单，列出每一处错误的位置、代号与改法；有错误则退出码为 1。

    例：bizenv check
    例：bizenv check registry/annex1/05-dengji-caichan.yaml
    例：bizenv check --base main --format github
    """
    if list_rules:
        return rules.list_rules(form.value)
    target = find_target(files or [], as_path, registry)
    loaded, problems = loaded_and_checked(target.source)
    notes = []
    if base is not None:
        before, _ = load(at_fork(target.root, base))
        verdict = checks.compare(Change(before, loaded), problems)
        problems = verdict.problems
        if verdict.skipped:
            notes.append(f"{base} 里的 {'、'.join(verdict.skipped)} 未能读全，这部分未比较")
    shown = {target.source.shown(path): path for path in target.source.paths()}
    asked = [item for item in problems if target.only is None or shown.get(item.path) in target.only]
    if elsewhere := len(problems) - len(asked):
        notes.append(f"清单别处另有 {elsewhere} 处错误，bizenv check 列出全部")
    texts = {path: _text(target.source, shown[path]) for path in {item.path for item in asked} & set(shown)}
    write(problem_renderer(form.value)(asked, texts, Page(colour=sys.stdout.isatty() and colour())))
    count = f"{loaded.files} 个文件、{sum(1 for _ in loaded.tasks())} 项任务"
    looked = count if target.only is None else f"{len(target.only)} 个文件"
    found = f"{len(asked)} 处错误（bizenv explain 代号 看规则与样例）" if asked else "没有错误"
    summary = f"检查 {looked}：{found}\n"
    if form is ProblemFormat.text:
        write(iter([summary]))
    else:
        sys.stderr.write(summary)
    sys.stderr.writelines(f"注意：{note}\n" for note in notes)
    return 1 if asked else 0


@with_options(Output)
def verify(
    output: Output,
    file: Annotated[
        str, typer.Argument(metavar="通知.txt", help="通知全文（UTF-8 文本，表格各格以 Tab 分隔）")
    ],
) -> int:
    """拿通知原文逐行核对任务清单：每一格都须照录或有勘误说明；有不符则退出码为 1。

    例：bizenv verify 通知.txt
    """
    call = Call(output)
    registry = call.sound_registry
    text = read_text(file)
    report = verification.verify(registry, notice.read(text))
    call.show(views.verification(report, call.as_of, {"file": file}))
    return 1 if report.mismatches else 0


def _text(source: Source, path: str) -> str:
    """Return a file's text for excerpts, in whatever encoding shows most of it."""
    try:
        data = source.read(path)
    except OSError:
        return ""
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    return data.decode("utf-8-sig", "replace")
