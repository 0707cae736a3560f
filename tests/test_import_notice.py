"""The notice's own tables, read as any other plan's: what is recovered, what is flagged, and how much of that is true."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from bizenv_cli.folding import fold
from bizenv_cli.intake import Draft, take_in
from bizenv_cli.intake.files import facts, write_draft
from bizenv_cli.intake.headings import header_of
from bizenv_cli.intake.reading import read_grids
from bizenv_cli.printed import recorded
from bizenv_cli.registry import Registry
from bizenv_cli.starting import Head, start
from conftest import load

# Kinds of errata that say a cell is damaged; the others judge what is printed well.
DAMAGE = {"merged", "shifted", "cut", "lost", "truncated", "misprint"}
FIELDS = {
    1: ("seq", "indicator", "benchmark_cities", "goal", "pilot", "measure", "lead_officials", "lead", "support", "deadline"),
    2: ("work_task_seq", "action", "lead_officials", "lead_unit", "work_task", "measure", "lead", "support", "deadline"),
}  # fmt: skip
FORMS = ("tsv", "xlsx", "docx")
HEAD = Head("yangli", "样例方案", "样例发〔2023〕1号", ("样例办公室",), date(2023, 7, 28), 2023, "样例方案")


@dataclass(frozen=True)
class Read:
    draft: Draft
    registry: Registry


def pages(text: str, folder: Path) -> Iterator[tuple[int, list[list[str]]]]:
    """Yield every page of the annexes: the annex's number, and its rows, the header first."""
    path = folder / "notice.txt"
    path.write_text(text, encoding="utf-8")
    annex, page = 0, []
    (grid,) = read_grids(str(path))
    for row in grid.rows:
        words = fold(row.cells[0].text) if len(row.cells) == 1 else ""
        if words in ("附件1", "附件2"):
            if page:
                yield annex, page
            annex, page = int(words[-1]), []
        elif annex and row.page:
            if header_of(row) and page:
                yield annex, page
                page = []
            page.append([cell.text for cell in row.cells])
    yield annex, page


def merged(annex: int, rows: list[list[str]]) -> Iterator[tuple[int, int, int]]:
    """Yield column, first and last row of the cells that a page prints once for several rows."""
    for column in (1, 2, 3, 4, 6) if annex == 1 else (0, 1, 2, 3, 4):
        first = 1
        for at in range(2, len(rows) + 1):
            if at == len(rows) or (column < len(rows[at]) and rows[at][column]):
                if (
                    at - first > 1
                    and all(len(row) == len(rows[0]) for row in rows[first:at])
                    and rows[first][column]
                ):
                    yield column, first, at - 1
                first = at


def save_xlsx(text: str, folder: Path) -> Path:
    from openpyxl import Workbook  # noqa: PLC0415

    book = Workbook()
    book.remove(book.active)
    sheets: dict[int, Any] = {}
    for annex, rows in pages(text, folder):
        if annex not in sheets:
            sheets[annex] = book.create_sheet(f"附件{annex}")
            sheets[annex].append([f"附件 {annex}"])
            sheets[annex].append(["样例任务清单"])
        sheet = sheets[annex]
        top = sheet.max_row + 1
        for row in rows:
            sheet.append(row)
        for column, first, last in merged(annex, rows):
            sheet.merge_cells(
                start_row=top + first, end_row=top + last, start_column=column + 1, end_column=column + 1
            )
    path = folder / "附件.xlsx"
    book.save(path)
    return path


def save_docx(text: str, folder: Path) -> Path:
    from docx import Document  # noqa: PLC0415

    document, told = Document(), 0
    for annex, rows in pages(text, folder):
        if annex != told:
            document.add_paragraph(f"附件 {annex}")
            document.add_paragraph("样例任务清单")
            told = annex
        document.add_paragraph("— 12 —")
        table = document.add_table(0, max(map(len, rows)))
        cells = [table.add_row().cells for _ in rows]
        for line, row in zip(cells, rows, strict=True):
            for cell, words in zip(line, row, strict=False):
                cell.text = words
        for column, first, last in merged(annex, rows):
            cells[first][column].merge(cells[last][column])
    path = folder / "附件.docx"
    document.save(str(path))
    return path


def save_tsv(text: str, folder: Path) -> Path:
    path = folder / "附件.tsv"
    path.write_text(text, encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def read_as(notice_text: str, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Read]:
    found = {}
    for form, save in zip(FORMS, (save_tsv, save_xlsx, save_docx), strict=True):
        folder = tmp_path_factory.mktemp(form)
        start(folder / "新", HEAD)
        into = facts(str(folder / "新"))
        draft = take_in(str(save(notice_text, folder)), year=into.year, issued=into.issued)
        write_draft(draft, into)
        _complete(into.root)
        found[form] = Read(draft, load(into.root)[0])
    return found


def _complete(root: Path) -> None:
    """Fill in what stands in the body alone, so that every file can be read."""
    for path in root.glob("annex*/*.yaml"):
        lines = path.read_text(encoding="utf-8").splitlines()
        comment = next(line for line in lines if line.startswith("# 待补"))
        missing = comment.partition("：")[2].partition("（")[0].split("、")
        filled = [f"{name}: {'样例局' if name == 'lead_unit' else '[样例局]'}" for name in missing]
        at = lines.index(comment)
        path.write_text("\n".join([*lines[:at], *filled, *lines[at + 1 :], ""]), encoding="utf-8")


def cells(registry: Registry) -> dict[str, dict[str, str]]:
    return {
        entry.id: {name: fold(recorded(entry, name)) for name in FIELDS[entry.annex]}
        for entry in registry.tasks()
    }


def damaged(registry: Registry) -> set[str]:
    return {
        entry.id for entry in registry.tasks() if DAMAGE & {erratum.kind for erratum in entry.task.errata}
    }


@pytest.mark.parametrize("form", FORMS)
def test_most_cells_are_recovered(form: str, read_as: dict[str, Read], real: Registry) -> None:
    right, found = cells(real), cells(read_as[form].registry)
    assert list(found) == list(right)
    wrong = [
        (task, name, words, found[task][name])
        for task, row in right.items()
        for name, words in row.items()
        if found[task][name] != words
    ]
    whole = sum(map(len, right.values()))
    # 1-43 to 1-47 print no 指标长; where three work tasks begin, a person has judged by their content
    assert len(wrong) <= 0.006 * whole, wrong


@pytest.mark.parametrize("form", FORMS)
def test_every_damaged_row_is_doubted_and_few_others(
    form: str, read_as: dict[str, Read], real: Registry
) -> None:
    doubts = read_as[form].draft.doubts
    flagged = {doubt.task for doubt in doubts if doubt.task}
    assert damaged(real) <= flagged
    errata = {entry.id for entry in real.tasks() if entry.task.errata}
    right, found = cells(real), cells(read_as[form].registry)
    units = real.units.record.units if real.units else ()
    pairs = {frozenset((unit.name, alias.name)) for unit in units for alias in unit.aliases}
    true = [
        doubt
        for doubt in doubts
        if doubt.task in errata
        or (doubt.task and right[doubt.task] != found[doubt.task])
        or frozenset((doubt.printed, doubt.because.partition("「")[2].partition("」")[0])) in pairs
    ]
    assert len(doubts) <= 70
    assert len(true) >= 0.85 * len(doubts), [doubt for doubt in doubts if doubt not in true]
