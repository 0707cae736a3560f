"""The tables of a file: where each begins, which annex it is, what between its rows is no row."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from bizenv_cli.errors import BadCallError, UnreadableError
from bizenv_cli.folding import fold
from bizenv_cli.intake.doubt import AS_PRINTED, Doubt
from bizenv_cli.intake.grid import Grid, GridRow, cleaned
from bizenv_cli.intake.headings import Header, header_by, header_of, is_two_rows
from bizenv_cli.intake.item import Item, Table, shortened
from bizenv_cli.intake.shapes import number_in
from bizenv_cli.model.plan import ANNEXES

_ANNEX = re.compile(r"附件?(?:表)?([0-9])[:：]?")
_PAGE_NUMBER = re.compile(
    r"[-—–―]{0,3}[0-9]{1,4}[-—–―]{0,3}|第[0-9]{1,4}页(?:[,，/]?共[0-9]{1,4}页)?|[0-9]{1,4}/[0-9]{1,4}|续表[0-9]*"
)
_HEADING = re.compile("[（(]?[一二三四五六七八九十]{1,3}[)）、]|第[一二三四五六七八九十]{1,3}[章节部]")
_LONGEST_TITLE = 80
_LISTS = ("lead", "support", "lead_unit", "lead_officials")  # where white space may part two names


def tables_of(
    path: str, grids: Sequence[Grid], annex: int | None = None, columns: str | None = None
) -> list[Table]:
    """Return the tables of tasks in a file.

    Args:
        path: the file; its name is what the places of doubts begin with.
        annex: only this one of several; the annex that it is, where there is one table.
        columns: which column holds what, in place of the headers.

    Raises:
        UnreadableError: there is no such table.
        BadCallError: `columns` says something that is none.
    """
    given = header_by(columns) if columns else None
    found: list[Table] = []
    for grid in grids:
        found += _Finder(Path(path).name, given).tables(grid)
    found = [table for table in found if table.items]
    if not found:
        why = "没有认出任务表：表头要有「工作举措」（或措施、任务），并有「牵头单位」「责任单位」「完成时限」「序号」中的两栏以上"
        raise UnreadableError(
            path, f"{why}。栏名不同的，用 --columns 指明，如 --columns 序号=1,工作举措=3,责任单位=4"
        )
    if annex is not None and len(found) == 1:
        found[0].annex = annex
    elif annex is not None:
        found = [table for table in found if table.annex == annex]
        if not found:
            raise BadCallError(f"{path} 里没有附件{annex} 的表")
    return _joined(found)


def _joined(found: list[Table]) -> list[Table]:
    """Put tables of one annex together, as when each page is a sheet of its own."""
    whole: dict[int, Table] = {}
    for table in found:
        if table.annex not in whole:
            whole[table.annex] = table
            continue
        before = whole[table.annex]
        before.items += table.items
        before.doubts += table.doubts
        before.skipped += table.skipped
    return [whole[annex] for annex in sorted(whole)]


@dataclass
class _Finder:
    """Walks the rows of a grid once; `path` is the file's name."""

    path: str
    given: Header | None
    found: list[Table] = field(default_factory=list)
    table: Table | None = None
    annex: int | None = None
    title: str = ""
    heading: str = ""
    page: int = 0
    fresh: bool = True
    outside: list[GridRow] = field(default_factory=list)

    def tables(self, grid: Grid) -> list[Table]:
        """Return the tables of the grid."""
        skip = False
        for row, below in zip(grid.rows, [*grid.rows[1:], None], strict=True):
            if skip:
                skip = False
            elif header := header_of(row, below):
                skip = is_two_rows(row, below)
                self._begin(self.given or header, row)
            elif len(row.words) == 1 and self._is_aside(row):
                self._aside(row)
            elif self.given and self.table is None and row.page:
                self._begin(self.given, row)
                self._row(row)
            elif row.words and row.page:
                self._row(row)
        return self.found

    def _begin(self, header: Header, row: GridRow) -> None:
        self.fresh, self.page = True, row.page
        if self.table and self.table.header.same_as(header):
            self.table.skipped += 1
            self.table.header = (
                header if len(header.unread) > len(self.table.header.unread) else self.table.header
            )
            return
        annex = self.annex if self.annex in ANNEXES else header.annex
        place = f"{self.path} {row.place}"
        self.table = Table(annex, self.title, header, place)
        self.heading = ""
        if header.unread:
            titles = "、".join(header.unread.values())
            self.table.doubts.append(Doubt(place, "表头", titles, "", "清单里没有这些项目，整栏没有录"))
        self.found.append(self.table)

    def _is_aside(self, row: GridRow) -> bool:
        """Tell whether a row with words in one cell alone is no row of the table."""
        if not row.page or self.table is None:
            return True
        at = next(at for at, cell in enumerate(row.cells) if cell.text.strip())
        word = fold(row.words[0])
        if _PAGE_NUMBER.fullmatch(word) and len(row.cells) <= 2:  # noqa: PLR2004  (a number alone in a wide row is a 序号)
            return True
        lone = len(row.cells) == 1 or (at == 0 and number_in(row.words[0]) is None)
        return bool(lone or (_HEADING.match(word) and at != self.table.header.columns["measure"]))

    def _aside(self, row: GridRow) -> None:
        word = cleaned(row.words[0])
        if match := _ANNEX.fullmatch(fold(word)):
            self.annex, self.table, self.title, self.outside = int(match[1]), None, "", []
        elif _PAGE_NUMBER.fullmatch(fold(word)):
            if self.table:
                self.table.skipped += 1
        elif self.table is None:
            self.title = word if len(word) <= _LONGEST_TITLE else self.title
        elif row.page:
            self.heading = word
        else:
            self.outside.append(row)

    def _row(self, row: GridRow) -> None:
        if self.table is None:
            return
        for other in self.outside:  # it stands between rows of the table, not after it
            word = cleaned(other.words[0])
            doubt = Doubt(f"{self.path} {other.place}", "", shortened(word), "", "表中间另有一行文字，没有录")
            self.table.doubts.append(doubt)
        self.outside = []
        first = self.fresh or row.page != self.page
        self.fresh, self.page = False, row.page
        self.table.items.append(
            _item(f"{self.path} {row.place}", self.table.header, row, first=first, heading=self.heading)
        )


def _item(place: str, header: Header, row: GridRow, *, first: bool, heading: str) -> Item:
    item = Item(place, header, first, heading)
    fields = {at: name for name, at in header.columns.items()}
    for at, cell in enumerate(row.cells):
        words = cell.text if fields.get(at) in _LISTS else cleaned(cell.text)
        if cell.merged and at in fields:
            item.merged.add(fields[at])
        elif words.strip():
            item.cells[at] = words.strip()
        if cell.day and at in fields:
            item.days[fields[at]] = cell.day
    if row.hidden:
        item.doubt("", "", AS_PRINTED, "这一行在表格里是隐藏的")
    return item
