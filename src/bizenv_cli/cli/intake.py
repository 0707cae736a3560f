"""The command that reads another notice's table: import."""

import sys
from typing import Annotated

import typer

from bizenv_cli import clock
from bizenv_cli.cli import days
from bizenv_cli.cli.context import Call
from bizenv_cli.cli.options import Format, Output, Plain


def import_(
    file: Annotated[
        str,
        typer.Argument(metavar="文件", help="任务表：.xlsx、.docx，或制表符分隔的文字（.tsv、.txt）、.csv"),
    ],
    into: Annotated[
        str | None,
        typer.Option("--into", metavar="文件夹", help="写进这份清单（先用 bizenv init 建好）；不写则只试读"),
    ] = None,
    annex: Annotated[
        int | None,
        typer.Option(
            "--annex",
            metavar="1|2",
            min=1,
            max=2,
            help="作附件1（指标）还是附件2（专项行动）；有几张表的，只读这一张",
        ),
    ] = None,
    columns: Annotated[
        str | None,
        typer.Option(
            "--columns",
            metavar="栏=列",
            help="表头认不出的，指明各栏在第几列，如 序号=1,工作举措=C,责任单位=4",
        ),
    ] = None,
    year: Annotated[
        int | None,
        typer.Option(
            "--year", metavar="年", min=1949, max=9999, help="时限没写年份的按哪一年（默认依 plan.yaml）"
        ),
    ] = None,
    issued: Annotated[
        str | None,
        typer.Option(
            "--issued", metavar="日期", help="印发日期，「30 个工作日内」从这天起算（默认依 plan.yaml）"
        ),
    ] = None,
    lacks: Annotated[
        str | None,
        typer.Option(
            "--lacks",
            metavar="项目",
            help="通知里根本没有的项目，草稿里注明，check 不再催要，如 牵头领导,配合单位",
        ),
    ] = None,
    form: Annotated[Format, typer.Option("--format", "-f", help="待核之处怎么列")] = Format.table,
    plain: Plain = False,
    output: Annotated[
        str | None, typer.Option("--output", "-o", metavar="文件", help="待核之处写入文件")
    ] = None,
) -> int:
    """把另一份通知的任务表抄成清单草稿，拿不准的格子逐条列出。

    逐条核对完，才能查询。

    例：bizenv import 任务表.xlsx
    例：bizenv import 任务表.docx --into 新清单 --annex 2
    例：bizenv import 任务表.xlsx --columns 序号=1,工作举措=2,责任单位=3,完成时限=4
    """
    from bizenv_cli.intake import files, take_in  # noqa: PLC0415  (YAML, which help does without)
    from bizenv_cli.intake.headings import fields_named  # noqa: PLC0415
    from bizenv_cli.views.intake import imported  # noqa: PLC0415

    facts = files.facts(into) if into is not None else None
    day = days.day(issued, clock.today()) if issued is not None else facts.issued if facts else None
    draft = take_in(
        file,
        annex=annex,
        columns=columns,
        year=year or (facts.year if facts else None) or (day.year if day else None),
        issued=day,
        known_units=facts.units if facts else (),
    )
    written = files.write_draft(draft, facts, fields_named(lacks) if lacks else ()) if facts else None
    if written and output is not None:
        print(f"已写入 {into}：{'、'.join([*written.new, *written.extended])}", file=sys.stderr)
    return Call(Output(format=form, plain=plain, output=output)).show(
        imported(draft, written, {"file": file, "into": into})
    )
