"""The commands that judge the registry itself: check, verify."""

import sys
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from bizenv_cli.cli import streams
from bizenv_cli.cli.context import Call, warn
from bizenv_cli.cli.options import Output, Plain, with_options
from bizenv_cli.cli.output import colour, in_plain_lines, read_text, write
from bizenv_cli.cli.progress import Bar
from bizenv_cli.cli.rules import list_rules
from bizenv_cli.place import survey
from bizenv_cli.problem import Problem
from bizenv_cli.render import Page

if TYPE_CHECKING:
    from bizenv_cli.cli.targets import Target
    from bizenv_cli.plans import PlanReport


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
    rules: Annotated[bool, typer.Option("--list-rules", help="列出全部规则的代号与名称")] = False,
    plain: Plain = False,
) -> int:
    """检查任务清单，列出每一处错误的位置、代号与改法。

    有错误则退出码为 1。

    例：bizenv check
    例：bizenv check registry/annex1/05-dengji-caichan.yaml
    例：bizenv check --base main --format github
    """
    if rules:
        return list_rules(form.value, plain=plain)
    from bizenv_cli.cli.targets import find_target  # noqa: PLC0415  (YAML and pydantic, which help does without)
    from bizenv_cli.render.problems import problem_renderer  # noqa: PLC0415

    target = find_target(files or [], as_path, registry)
    reports = _reports(target, base)
    problems = _problems(target, reports, base)
    asked = [problem for problem in problems if target.asks_for(problem.path)]
    texts = {path: text for report in reports for path, text in report.texts.items()}
    if form is not ProblemFormat.text:
        streams.exact()
    elif in_plain_lines(plain):
        texts = {}  # an excerpt points at a place on the screen
    write(problem_renderer(form.value)(asked, texts, Page(colour=sys.stdout.isatty() and colour())))
    summary = _summary(target, reports, len(asked))
    if form is ProblemFormat.text:
        write(iter([summary]))
    else:
        sys.stderr.write(summary)
    if elsewhere := len(problems) - len(asked):
        warn(f"清单别处另有 {elsewhere} 处错误，bizenv check 列出全部")
    for report in reports:
        if report.skipped:
            warn(f"{base} 里的 {'、'.join(report.skipped)} 未能读全，这部分未比较")
    return 1 if asked else 0


def _reports(target: "Target", base: str | None) -> "list[PlanReport]":
    """Check every plan that a call means."""
    from bizenv_cli.plans import check_all, check_plan  # noqa: PLC0415

    if not target.place.federated:
        return [check_plan(target.place, "", base, target.overlay)]
    paths = [folder.path for folder in survey(target.place)]
    with Bar("检查方案") as bar:
        return list(check_all(target.place, paths, base, bar.progress))


def _problems(target: "Target", reports: "list[PlanReport]", base: str | None) -> list[Problem]:
    """Return the problems of every plan, and those that only show across them, ordered by place."""
    from bizenv_cli import checks  # noqa: PLC0415
    from bizenv_cli.plans import lost_plans  # noqa: PLC0415

    found = [problem for report in reports for problem in report.problems]
    if target.place.federated:
        found += checks.across(reports)
        if base is not None:
            found += lost_plans(target.place, [report.path for report in reports], base)
    return sorted(found)


def _summary(target: "Target", reports: "list[PlanReport]", asked: int) -> str:
    files, tasks = sum(report.files for report in reports), sum(report.tasks for report in reports)
    if target.only is not None:
        looked = f"{len(target.only)} 个文件"
    elif target.place.federated:
        looked = f"{len(reports):,} 个方案、{files:,} 个文件、{tasks:,} 项任务"
    else:
        looked = f"{files} 个文件、{tasks} 项任务"
    found = f"{asked} 处错误（bizenv explain 代号 看规则与样例）" if asked else "没有错误"
    return f"检查 {looked}：{found}\n"


@with_options(Output)
def verify(
    output: Output,
    file: Annotated[
        str, typer.Argument(metavar="通知.txt", help="通知全文（UTF-8 文本，表格各格以 Tab 分隔）")
    ],
) -> int:
    """拿通知原文逐行核对任务清单。

    每一格都须照录或有勘误说明；有不符则退出码为 1。

    例：bizenv verify 通知.txt
    例：bizenv verify 通知.txt --format json
    """
    from bizenv_cli import notice  # noqa: PLC0415  (YAML and pydantic, which help does without)
    from bizenv_cli import verify as verification  # noqa: PLC0415
    from bizenv_cli.views import verification as views  # noqa: PLC0415

    call = Call(output)
    registry = call.sound_registry
    text = read_text(file)
    report = verification.verify(registry, notice.read(text))
    call.show(views.verification(report, call.as_of, {"file": file}))
    return 1 if report.mismatches else 0
