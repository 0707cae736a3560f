"""The commands that judge the registry itself: check, verify."""

import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from bizenv_cli import notice
from bizenv_cli import verify as verification
from bizenv_cli.cli.context import Call, colour, write
from bizenv_cli.cli.options import Output, with_options
from bizenv_cli.errors import UnreadableError, reason
from bizenv_cli.render import Page
from bizenv_cli.render.problems import problem_renderer
from bizenv_cli.views import directories as views


class ProblemFormat(StrEnum):
    """How problems are written."""

    text = "text"
    json = "json"
    github = "github"
    gitlab = "gitlab"


def check(
    registry: Annotated[
        str | None, typer.Option("--registry", metavar="文件夹", help="任务清单所在文件夹")
    ] = None,
    form: Annotated[
        ProblemFormat, typer.Option("--format", "-f", help="文字、JSON、GitHub 批注或 GitLab 报告")
    ] = ProblemFormat.text,
) -> int:
    """检查任务清单，列出每一处错误的位置、代号与改法；有错误则退出码为 1。

    例：bizenv check
    例：bizenv check --format github
    """
    call = Call(Output(registry=registry))
    loaded, problems = call.checked
    texts = {path: _text(call, path) for path in {problem.path for problem in problems}}
    page = Page(colour=sys.stdout.isatty() and colour())
    write(problem_renderer(form.value)(problems, texts, page))
    tasks = sum(1 for _ in loaded.tasks())
    verdict = f"{len(problems)} 处错误" if problems else "没有错误"
    summary = f"检查 {loaded.files} 个文件、{tasks} 项任务：{verdict}\n"
    if form is ProblemFormat.text:
        write(iter([summary]))
    else:
        sys.stderr.write(summary)
    return 1 if problems else 0


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
    try:
        text = Path(file).read_text(encoding="utf-8-sig")
    except OSError as error:
        raise UnreadableError(file, reason(error)) from error
    except UnicodeDecodeError as error:
        raise UnreadableError(file, "不是 UTF-8 编码") from error
    report = verification.verify(registry, notice.read(text))
    call.show(views.verification(report, call.as_of, {"file": file}))
    return 1 if report.mismatches else 0


def _text(call: Call, shown: str) -> str:
    for path in call.source.paths():
        if call.source.shown(path) == shown:
            try:
                return call.source.read(path).decode("utf-8-sig", "replace")
            except OSError:
                return ""
    return ""
