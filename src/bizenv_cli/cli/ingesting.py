"""The command that takes in a form that a unit filled in: ingest."""

import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from bizenv_cli.cli.context import Call
from bizenv_cli.cli.options import with_options
from bizenv_cli.cli.writing import PANEL, Day, Saving, call_of, commit_file, day_of, ready_to_commit
from bizenv_cli.errors import BadCallError, ReaderGoneError, RefusedEntryError
from bizenv_cli.query.named import Named
from bizenv_cli.render.safe import plain

if TYPE_CHECKING:
    from bizenv_cli.append import Draft
    from bizenv_cli.workbook.form import About
    from bizenv_cli.workbook.reports import Report

_NOT_ALL = 2  # the exit code where a row was refused


@with_options(Saving)
def ingest(
    saving: Saving,
    file: Annotated[str, typer.Argument(metavar="文件", help="填好的填报表（.xlsx）")],
    unit: Annotated[
        str | None,
        typer.Option("--unit", "-u", metavar="单位", help="核对：应是这个单位的", rich_help_panel=PANEL),
    ] = None,
    date: Day = None,
) -> int:
    """填报表：读入单位填好的 Excel 填报表，逐行登记。

    填报表由 export xlsx --feedback 生成。每行先列出格子和结果；规则不许的那几行不登记，其余一次写入。同一份读两遍，第二遍什么也不加。

    例：bizenv ingest 区法院填报表.xlsx --dry-run
    例：bizenv ingest 区法院填报表.xlsx --unit 区法院 --commit
    """
    from bizenv_cli.views import ingesting as views  # noqa: PLC0415  (as below)
    from bizenv_cli.workbook import asking, reports, returned  # noqa: PLC0415  (openpyxl, which only a workbook needs)

    call, day = call_of(saving), day_of(date)
    form = returned.read(file)
    whose = _whose(call, form.about, unit)
    folder = call.index.folder_of(whose.plan)
    if day < form.about.as_of:
        raise BadCallError(f"登记的日期 {day} 早于填报表发出的日期 {form.about.as_of}")
    found = reports.all_of(form, day, asking.entries(call.index, whose))
    call.index.close()
    if saving.commit and not saving.dry_run:
        ready_to_commit(call.place.root / folder)
    found = _through_the_gate(call, folder, whose.name, found)
    head = views.Returned(file, whose.name, form.about.as_of, form.empty, form.missing)
    shown = [
        views.Outcome(each.row, each.at, each.id, each.fields, each.refused, each.known) for each in found
    ]
    gone = None
    try:
        call.show(views.returned(head, shown, dry_run=saving.dry_run))
    except ReaderGoneError as error:  # nobody reads on (``| head``): what was asked for is done all the same
        gone = error
    if not saving.dry_run:
        _write(call, folder, whose.name, found, f"日期：{day}" if saving.commit else None)
    if gone:
        raise gone
    return _NOT_ALL if any(each.refused for each in found) else 0


def _whose(call: Call, about: "About", typed: str | None) -> Named:
    """Return the unit whose form it is.

    Raises:
        BadCallError: it is another unit's than was typed, another plan's, or of a unit that the plan does not have.
    """
    index = call.index
    plans = index.rows("SELECT no FROM temp.asked WHERE key = ?", [about.plan])
    if not plans:
        raise BadCallError(f"这是方案 {plain(about.plan)}（{plain(about.number)}）的填报表，不是这份清单的")
    plan = plans[0]["no"]
    if typed is not None:
        expected = {unit.name for unit in call.named("unit", typed) if unit.plan == plan}
        if about.unit not in expected:
            raise BadCallError(f"这是{plain(about.unit)}的填报表，不是{'、'.join(expected) or typed}的")
    if not index.rows("SELECT 1 FROM main.unit WHERE plan = ? AND name = ?", [plan, about.unit]):
        raise BadCallError(f"填报表是{plain(about.unit)}的，方案里没有这个单位")
    return Named(plan, about.unit)


def _write(call: Call, folder: str, unit: str, reports: "Sequence[Report]", said: str | None) -> None:
    """Append what there is to be recorded, in one step; commit it with a message that says `said`, unless None."""
    from bizenv_cli import append as appending  # noqa: PLC0415  (as above)

    drafts = list(_drafts(unit, reports).values())
    if not drafts:
        return
    (added,) = appending.append(call.place, folder, drafts).files
    print(f"已登记 {len(added.lines)} 条：{added.shown}", file=sys.stderr)
    if said is not None:
        what = f"{unit} 填报 {len(added.lines)} 条"
        print(f"已提交 {commit_file(added, what, [said])}", file=sys.stderr)


def _drafts(unit: str, reports: "Sequence[Report]") -> "dict[int, Draft]":
    """Return the entries to be made, each by its place among the reports."""
    from bizenv_cli.append import Draft  # noqa: PLC0415  (as above)

    return {
        at: Draft(unit, each.fields)
        for at, each in enumerate(reports)
        if each.fields and not each.refused and not each.known
    }


def _through_the_gate(call: Call, folder: str, unit: str, reports: "Sequence[Report]") -> "list[Report]":
    """Return the reports, those refused that the gate would not let pass; nothing is written.

    Raises:
        RefusedEntryError: it refuses them together for something that is none of these lines' own.
    """
    from bizenv_cli import append as appending  # noqa: PLC0415  (as above)

    found = list(reports)
    while drafts := _drafts(unit, found):
        places = list(drafts)
        try:
            appending.append(call.place, folder, list(drafts.values()), dry_run=True)
        except RefusedEntryError as error:
            if not error.by_draft:
                raise
            for at, problems in error.by_draft.items():
                first = problems[0]
                hint = f"（{first.hint}）" if first.hint else ""
                refused = f"{first.code} {first.message}{hint}"
                found[places[at]] = found[places[at]]._replace(refused=refused)
        else:
            break
    return found
