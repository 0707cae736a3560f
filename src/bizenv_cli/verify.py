"""Registry against notice: every printed cell is recorded or explained, every recorded value is printed.

The notice is read by `notice`, which knows nothing of the registry. A row's cells are compared with what the
registry says they print: the recorded value, or the `printed` words of an erratum. Where an erratum says that
the row is shifted, its `printed_at` tells which column holds which field, and every other column must be empty.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from bizenv_cli.amendments import as_issued
from bizenv_cli.folding import fold
from bizenv_cli.notice import Annex, Notice, Row, Statement
from bizenv_cli.printed import (
    GROUP_FIELDS,
    HEADERS,
    day_cell,
    expected,
    heads,
    layout,
    measure_cell,
    recorded,
)
from bizenv_cli.registry import Registry, TaskEntry
from bizenv_cli.stated import unstated
from bizenv_cli.vocabulary import join_names


@dataclass(frozen=True, slots=True)
class Mismatch:
    """One thing that the notice and the registry say differently.

    Attributes:
        where: a task id, or a place such as ``正文（五）登记财产`` or ``附件1``.
        field: the Chinese name of the column or item.
        line: line of the notice's text, from 1; 0 where it is the whole.
    """

    where: str
    field: str
    printed: str
    recorded: str
    line: int = 0


@dataclass(frozen=True)
class Report:
    """The outcome: rows, statements of the body, targets and duties (with service levels) compared, errata in force, and what does not agree."""

    rows: int
    statements: int
    targets: int
    duties: int
    errata: int
    mismatches: tuple[Mismatch, ...] = field(default=())


def verify(registry: Registry, notice: Notice) -> Report:
    """Compare a registry that has no problems with the notice it was transcribed from, amendments undone."""
    amended, registry = registry, as_issued(registry)
    entries: dict[int, list[TaskEntry]] = {1: [], 2: []}
    for entry in registry.tasks():
        entries[entry.annex].append(entry)
    mismatches = [
        *_plan(registry, notice),
        *_body(registry, notice),
        *(
            Mismatch(quoted.by, f"原文 {quoted.at}", "", quoted.words)
            for quoted in unstated(registry, notice)
        ),
        *_spellings(registry, notice, _named(amended) - _named(registry)),
    ]
    for annex in notice.annexes:
        if annex.number not in entries:
            mismatches.append(
                Mismatch(f"附件{annex.number}", "附件", annex.title.cells[0], "", annex.title.line)
            )
            continue
        mismatches.extend(_annex(registry, annex, entries.pop(annex.number)))
    mismatches.extend(
        Mismatch(f"附件{number}", "附件", "", f"{len(left)} 行") for number, left in entries.items()
    )
    rows = sum(len(annex.rows) for annex in notice.annexes)
    statements = len(notice.indicators) + len(notice.actions) + len(notice.treatments)
    scopes = Counter(holder.scope for holder in registry.holders())
    duties = scopes["duty"] + scopes["service_level"]
    return Report(
        rows, statements, scopes["target"], duties, sum(1 for _ in registry.errata()), tuple(mismatches)
    )


def _annex(registry: Registry, annex: Annex, entries: list[TaskEntry]) -> Iterator[Mismatch]:
    where = f"附件{annex.number}"
    headers = HEADERS[annex.number]
    yield from _differs(
        where, "表题", annex.title, annex.title.cells[0], _annex_title(registry, annex.number)
    )
    for row in annex.outside:
        yield Mismatch(where, "表外文字", row.cells[0], "", row.line)
    for header in annex.headers:
        titles = [*headers.values(), *[""] * (len(header.cells) - len(headers))]
        for printed, title in zip(header.cells, titles, strict=False):
            yield from _differs(where, "表头", header, printed, title)
        if len(header.cells) < len(headers):
            yield Mismatch(where, "表头", f"{len(header.cells)} 栏", f"{len(headers)} 栏", header.line)
    if len(annex.rows) != len(entries):
        yield Mismatch(where, "行数", str(len(annex.rows)), str(len(entries)), annex.title.line)
    first_rows = heads(entries)
    yield from _unprinted(entries)
    for printed_row, entry in _paired(annex, entries):
        if printed_row and entry:
            yield from _row(printed_row, entry, first_rows.get(entry.id, frozenset()))
        elif printed_row:
            cells = "　".join(cell for cell in printed_row.cells if cell.strip())
            yield Mismatch(where, "整行", cells, "", printed_row.line)
        elif entry:
            yield Mismatch(entry.id, "整行", "", entry.task.measure or "")


def _unprinted(entries: list[TaskEntry]) -> Iterator[Mismatch]:
    """Compare what the row itself does not print: its number by its place, a merged cell by the one above."""
    for position, entry in enumerate(entries, 1):
        if entry.task.seq != position:
            yield Mismatch(entry.id, "序号", str(position), str(entry.task.seq))
        for erratum in entry.task.errata:
            for name in erratum.fields:
                if erratum.kind != "merged" or erratum.printed or name in GROUP_FIELDS[entry.annex]:
                    continue
                above = recorded(entries[position - 2], name) if position > 1 else ""
                if recorded(entry, name) != above:
                    title = HEADERS[entry.annex][name]
                    yield Mismatch(entry.id, f"{title}（合并单元格）", above, recorded(entry, name))


def _paired(annex: Annex, entries: list[TaskEntry]) -> Iterator[tuple[Row | None, TaskEntry | None]]:
    """Pair rows with tasks: by position, or, where a row is missing or too many, by the words they share."""
    if len(annex.rows) == len(entries):
        yield from zip(annex.rows, entries, strict=True)
        return
    left = list(entries)
    for row in annex.rows:
        text = {fold(cell) for cell in row.cells} - {""}
        at = next((i for i, entry in enumerate(left) if measure_cell(entry) in text), None)
        if at is None:
            yield row, None
            continue
        yield from ((None, entry) for entry in left[:at])
        yield row, left[at]
        del left[: at + 1]
    yield from ((None, entry) for entry in left)


def _row(row: Row, entry: TaskEntry, head: frozenset[str]) -> Iterator[Mismatch]:
    titles = HEADERS[entry.annex]
    columns = layout(entry)
    explained = {
        name
        for erratum in entry.task.errata
        for name in erratum.fields
        # what is lost stays absent; only what the whole group shares may come from the body
        if erratum.kind != "lost" or name in GROUP_FIELDS[entry.annex]
    }
    column_of = {column: name for name, column in columns.items()}
    for column, cell in enumerate(row.cells, 1):
        name = column_of.get(column)
        if name is None:
            yield from _differs(entry.id, f"第 {column} 栏", row, cell, "")
        elif name in GROUP_FIELDS[entry.annex] and not fold(cell) and name not in head:
            continue  # merged with the cell above
        else:
            yield from _differs(entry.id, titles[name], row, cell, expected(entry, name))
    for name, title in titles.items():
        stands_in = columns.get(name)
        unprinted = stands_in is None or stands_in > len(row.cells)
        wanted = name in head or name not in GROUP_FIELDS[entry.annex]
        if unprinted and wanted and name not in explained and recorded(entry, name):
            yield Mismatch(entry.id, title, "", recorded(entry, name), row.line)


def _annex_title(registry: Registry, number: int) -> str:
    if registry.plan is None:
        return ""
    plan = registry.plan.record
    title = next((annex.title for annex in plan.annexes if annex.number == number), "")
    for erratum in plan.errata:
        if (
            "annexes" in erratum.fields
            and erratum.printed
            and fold(erratum.printed)[-12:] == fold(title)[-12:]
        ):
            return erratum.printed
    return title


def _plan(registry: Registry, notice: Notice) -> Iterator[Mismatch]:
    """The notice's own head: title, number, issuers, date and the list of annexes occur in the body."""
    if registry.plan is None:
        return
    plan = registry.plan.record
    said = [("标题", plan.title), ("文号", plan.number), ("印发日期", day_cell(plan.issued))]
    said += [("印发机关", issuer) for issuer in plan.issuers]
    said += [("附件目录", f"{annex.number}.{annex.title}") for annex in plan.annexes]
    for title, text in said:
        if fold(text) not in notice.body:
            yield Mismatch("正文", title, "", text)


def _body(registry: Registry, notice: Notice) -> Iterator[Mismatch]:
    """The body's statement of each indicator, action and treatment: name, number, leaders, units, goal."""
    said: list[tuple[str, Statement | None, dict[str, str]]] = []
    indicators = {statement.number: statement for statement in notice.indicators}
    for file in registry.indicators:
        record = file.record
        statement = indicators.pop(record.order, None)
        recorded = _statement_fields(record.body_name or record.indicator, record.lead_officials, record.lead)
        recorded["配合单位"] = join_names(record.support)
        recorded["目标"] = f"力争进入全省营商环境评价“{record.body_goal}”档次" if record.body_goal else ""
        said.append((f"正文（{record.order}）{record.indicator}", statement, recorded))
    actions = {statement.number: statement for statement in notice.actions}
    for action_file in registry.actions:
        action = action_file.record
        recorded = _statement_fields(f"持续推进{action.action}", action.lead_officials, [action.lead_unit])
        recorded["配合单位"] = join_names(action.support)
        said.append((f"正文 {action.action}", actions.pop(action.order, None), recorded))
    treatments = {statement.number: statement for statement in notice.treatments}
    for number, treatment in enumerate(
        registry.treatments.record.treatments if registry.treatments else (), 1
    ):
        recorded = _statement_fields(treatment.treatment, treatment.lead_officials, treatment.lead)
        recorded["牵头单位"] = "及".join(treatment.lead)
        said.append((f"正文 {treatment.treatment}", treatments.pop(number, None), recorded))
    for where, statement, recorded in said:
        yield from _statement(where, statement, recorded)
    for left in (*indicators.values(), *actions.values(), *treatments.values()):
        yield Mismatch("正文", "整段", left.title, "")


def _statement_fields(title: str, officials: Sequence[str], lead: Sequence[str]) -> dict[str, str]:
    return {"名称": title, "牵头领导": "、".join(officials), "牵头单位": join_names(lead)}


def _statement(where: str, statement: Statement | None, recorded: Mapping[str, str]) -> Iterator[Mismatch]:
    if statement is None:
        yield Mismatch(where, "整段", "", recorded["名称"])
        return
    printed = {
        "名称": statement.title,
        "牵头领导": statement.officials,
        "牵头单位": statement.lead,
        "配合单位": statement.support,
    }
    for title, value in recorded.items():
        if title == "目标":
            named = "力争进入全省营商环境评价" in statement.text
            if (bool(value) != named) or fold(value) not in statement.text:
                yield Mismatch(where, title, "正文另有表述" if named else "正文未提目标", value)
        elif fold(value) != printed[title]:
            yield Mismatch(where, title, printed[title], value)


def _named(registry: Registry) -> set[str]:
    """Return the units and officials that the plan names."""
    named: set[str] = set()
    for holder in registry.holders():
        for name in ("lead", "support", "lead_officials"):
            named.update(getattr(holder.record, name, ()))
        named.add(getattr(holder.record, "lead_unit", ""))
    return named


def _spellings(registry: Registry, notice: Notice, later: set[str]) -> Iterator[Mismatch]:
    """Every spelling in units.yaml and every official is printed in the notice, but for those of later documents."""
    cells = "\n".join(fold(cell) for annex in notice.annexes for row in annex.rows for cell in row.cells)
    text = notice.body + "\n" + cells
    for name in registry.unit_names:
        if name not in later and fold(name) not in text:
            yield Mismatch("units.yaml", "单位名称", "", name)
    for official in registry.officials.record.officials if registry.officials else ():
        if official.name not in later and official.name not in text:
            yield Mismatch("officials.yaml", "领导姓名", "", official.name)


def _differs(where: str, title: str, row: Row, printed: str, recorded: str) -> Iterator[Mismatch]:
    if fold(printed) != fold(recorded):
        yield Mismatch(where, title, printed.strip(), recorded, row.line)
