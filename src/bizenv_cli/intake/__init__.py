"""Another notice's table to a draft registry: tasks as printed, and every cell that a person must look at."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from bizenv_cli.intake.carrying import carry_down
from bizenv_cli.intake.directory import Printed, names_in, namesakes
from bizenv_cli.intake.doubt import AS_PRINTED, Doubt
from bizenv_cli.intake.groups import Group, groups_of
from bizenv_cli.intake.headings import TITLES
from bizenv_cli.intake.item import Item, Table
from bizenv_cli.intake.reading import read_grids
from bizenv_cli.intake.rows import make_rows, numbers_tasks
from bizenv_cli.intake.tables import tables_of
from bizenv_cli.intake.tasks import make_tasks
from bizenv_cli.intake.worktasks import WorkTask, work_tasks

__all__ = ["AS_PRINTED", "Doubt", "Draft", "DraftAnnex", "Group", "Item", "Printed", "WorkTask", "take_in"]

_OF_A_TITLE = re.compile("(?:重点)?(?:任务|工作)*(?:清单|分工表?|台账|一览表|表)$")


@dataclass(slots=True)
class DraftAnnex:
    """One annex as read: its groups, and for actions the work tasks of each."""

    number: int
    title: str
    groups: list[Group]
    work_tasks: list[list[WorkTask]] = field(default_factory=list)
    skipped: int = 0

    @property
    def items(self) -> list[Item]:
        """Its rows in order."""
        return [item for group in self.groups for item in group.items]


@dataclass(slots=True)
class Draft:
    """What a file was read as.

    Attributes:
        annexes: its tables.
        names: every name of a unit, as printed.
        doubts: what a person must settle, in the order of the file.
    """

    annexes: list[DraftAnnex]
    names: list[Printed]
    doubts: list[Doubt]


def take_in(
    path: str,
    *,
    annex: int | None = None,
    columns: str | None = None,
    year: int | None = None,
    issued: date | None = None,
    known_units: Sequence[str] = (),
) -> Draft:
    """Read the tables of tasks in a file.

    Args:
        path: an .xlsx or .docx file, or text with tabs.
        annex: only this annex; or the annex that the one table is.
        columns: which column holds what, where the header does not say so.
        year: the plan's year, for deadlines that name none.
        issued: the day of issue, for deadlines counted in working days.
        known_units: names that the registry has already.

    Raises:
        UnreadableError: the file cannot be read, or has no such table.
        BadCallError: `columns` or `annex` asks for what is not there.
    """
    tables = tables_of(path, read_grids(path), annex, columns)
    annexes = [_annex(table, year, issued) for table in tables]
    for table, each in zip(tables, annexes, strict=True):
        _name(table, each.groups, Path(path).stem)
    items = [item for each in annexes for item in each.items]
    names = names_in(items)
    doubts = [doubt for table in tables for doubt in (*table.doubts, *_of_header(table))]
    for each in annexes:
        doubts += [doubt.on(f"{each.number}-{item.seq}") for item in each.items for doubt in item.doubts]
    return Draft(annexes, names, [*_once(doubts), *namesakes(names, known_units)])


def _annex(table: Table, year: int | None, issued: date | None) -> DraftAnnex:
    make_rows(table)
    groups = groups_of(table)
    for group in groups:
        carry_down(group.items)
    make_tasks(table.items, year, issued)
    found = DraftAnnex(table.annex, table.title, groups, skipped=table.skipped)
    if table.annex != 1:
        numbered = not numbers_tasks(table)
        found.work_tasks = [work_tasks(group.items, numbered=numbered) for group in groups]
        _number(found.work_tasks)
    return found


def _number(groups: list[list[WorkTask]]) -> None:
    """Give a work task without a number the one after the work task before it."""
    last = 0
    for each in (each for group in groups for each in group):
        each.seq = last = last + 1 if each.seq is None or each.seq <= last else each.seq


def _name(table: Table, groups: list[Group], stem: str) -> None:
    """Name the groups that the table does not name: by its title, else by the file."""
    name = _OF_A_TITLE.sub("", table.title) or stem
    for group in groups:
        if not group.name:
            group.name = name
            because = f"表里没有写{TITLES['indicator' if table.annex == 1 else 'action']}，暂用表题或文件名"
            table.doubts.append(Doubt(group.items[0].place, "", "", name, because))


def _of_header(table: Table) -> Iterator[Doubt]:
    """Yield what must be known of the columns, once for the whole table."""
    header = table.header
    missing = [name for name in ("lead", "deadline") if name not in header.columns]
    if missing:
        titles = "、".join(header.title(name) for name in missing)
        yield Doubt(table.place, "表头", "", "", f"表里没有{titles}一栏，各行都空着")
    if table.annex != 1 and "work_task" not in header.columns:
        because = f"表里没有{TITLES['work_task']}一栏，暂以{TITLES['action']}的名称代"
        yield Doubt(table.place, "表头", "", "", because)
    if header.by_first and any(item.supports for item in table.items):
        title = header.title("lead")
        because = f"「{title}」一栏没有分牵头与配合：各格的第一个单位作牵头，其余作配合"
        yield Doubt(table.place, title, "", "首位牵头", because)


def _once(doubts: list[Doubt]) -> Iterator[Doubt]:
    """Tell what is printed alike in many rows only once, with how many there are."""
    counts = Counter(_alike(doubt) for doubt in doubts)
    told: set[tuple[str, ...]] = set()
    for doubt in doubts:
        alike = _alike(doubt)
        if alike[0] == "" or counts[alike] == 1:
            yield doubt
        elif alike not in told:
            told.add(alike)
            because = f"{doubt.because}（另有 {counts[alike] - 1} 行同此）"
            yield Doubt(doubt.place, doubt.column, doubt.printed, doubt.assumed, because, doubt.task)


def _alike(doubt: Doubt) -> tuple[str, ...]:
    """Return what two doubts share that are settled together: a phrase, and how it was taken."""
    return (
        (doubt.printed, doubt.column, doubt.assumed, doubt.because)
        if doubt.column and doubt.printed
        else ("",)
    )
