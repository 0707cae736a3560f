"""What a filled row says: an entry for the ledger, or why it cannot be one, with the cell."""

import re
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import date
from typing import Any, NamedTuple

from bizenv_cli.dates import parse_day
from bizenv_cli.errors import BadDateError
from bizenv_cli.query.ledger import EntryRow
from bizenv_cli.render.safe import plain
from bizenv_cli.workbook.form import (
    COMPLETED,
    DONE,
    EVIDENCE,
    FORECAST,
    FORECAST_WORDS,
    NO,
    NOTE,
    PERCENT,
    YES,
    About,
)
from bizenv_cli.workbook.returned import Filled, Form, Row, day_of_serial

_WHOLE = 100
# One of several papers: what stands in a title's or a number's own brackets may have a 、 in it.
_PAPER = re.compile(r"(?:《[^》]*》|“[^”]*”|（[^）]*）|〔[^〕]*〕|[^、；;])+")


class _WrongCellError(Exception):
    """A cell that says nothing that can be recorded."""

    def __init__(self, at: str, why: str) -> None:
        super().__init__(why)
        self.at = at


class Report(NamedTuple):
    """What became of one row.

    Attributes:
        row: in the sheet.
        at: the cell that counts: of what is recorded, or of what is wrong.
        fields: the entry; None where there is none to make.
        refused: why not; empty for an entry, and for what the ledger has already.
        known: the day on which the ledger has the same; None otherwise.
    """

    row: int
    id: str
    at: str
    fields: dict[str, Any] | None = None
    refused: str = ""
    known: date | None = None


def all_of(form: Form, day: date, entries: Sequence[EntryRow]) -> list[Report]:
    """Return what every filled row of a form comes to.

    Args:
        day: that of the entries to be made.
        entries: what the ledger has of the unit already.
    """
    times = Counter(row.id for row in form.rows)
    found = []
    for row in form.rows:
        made = _report(row, form.about, day)
        if made is None:
            continue
        if not made.refused and times[row.id] > 1:
            made = made._replace(fields=None, refused=f"{row.id} 有 {times[row.id]} 行都填了内容，只留一行")
        elif not made.refused:
            same = next((entry for entry in entries if _known(made, entry, form.about)), None)
            made = made._replace(known=same.day if same else None)
        found.append(made)
    return found


def _report(row: Row, about: About, day: date) -> Report | None:
    """Return what a filled row reports; None where it reports nothing (是否办结 is 否, and that is all).

    Args:
        day: the entry's.
    """
    if why := _misplaced(row, about):
        return Report(row.number, row.id, why[0], refused=why[1])
    try:
        fields = _fields(row, day)
    except _WrongCellError as error:
        return Report(row.number, row.id, error.at, refused=str(error))
    if not fields:
        return None
    at = row.filled[DONE if fields["event"] == "done" else NOTE].at
    return Report(row.number, row.id, at, {"date": day, "task": row.id, **fields})


def _known(made: Report, entry: EntryRow, about: About) -> bool:
    """Tell whether an entry of the ledger is what a row of a form says: recorded since the form was made."""
    fields = made.fields or {}
    same = (
        entry.id.rpartition(":")[2] == made.id
        and entry.event == fields["event"]
        and entry.day >= about.as_of
        and (entry.note, entry.percent, entry.forecast)
        == (fields.get("note"), fields.get("percent"), fields.get("forecast"))
        and list(entry.evidence) == (fields.get("evidence") or [])
    )
    completed = fields.get("completed")
    return same and (completed is None or (entry.completed or entry.day) == completed)


def _misplaced(row: Row, about: About) -> tuple[str, str] | None:
    """Say where and why a row is none of the form's own, or nothing."""
    if not row.id:
        return row.id_at, "这一行填了内容，编号却是空的"
    if row.changed is None:
        return row.id_at, f"编号「{plain(row.id)}」不在发给{about.unit}的这份填报表里"
    if row.changed:
        at, title, was = row.changed[0]
        shown = was if len(was) <= 20 else f"{was[:20]}…"  # noqa: PLR2004  (enough to know it by)
        return at, f"{title}被改过（发出时是「{plain(shown)}」）：不要改灰底的格子，排序要带上整行"
    return None


def _fields(row: Row, day: date) -> dict[str, Any]:
    """Return what the entry says besides its day and task; nothing where the row reports nothing."""
    for filled in row.filled.values():
        if filled.formula:
            raise _WrongCellError(filled.at, "是公式，请改填算好的内容")
    done = _read(row, DONE, _yes)
    completed = _read(row, COMPLETED, lambda filled: _day(filled, day))
    percent = _read(row, PERCENT, _percent)
    forecast = _read(row, FORECAST, _forecast)
    note = _read(row, NOTE, _text)
    evidence = _read(row, EVIDENCE, _papers)
    if done:
        if percent not in (None, _WHOLE):
            raise _WrongCellError(row.filled[PERCENT].at, f"是否办结填了「是」，完成百分比却是 {percent}")
        if forecast == "unlikely":
            raise _WrongCellError(row.filled[FORECAST].at, "是否办结填了「是」，预计却是难以完成")
        later = None if completed == day else completed
        return {"event": "done", "completed": later, "note": note, "evidence": evidence}
    if completed:
        raise _WrongCellError(row.filled[COMPLETED].at, "填了办结日期，是否办结却没有填「是」")
    if note is None:
        other = next((title for title in (PERCENT, FORECAST, EVIDENCE) if title in row.filled), None)
        if other is None:
            return {}
        raise _WrongCellError(row.filled[other].at, f"只填了{other}，进展情况还空着：写明办了什么")
    return {
        "event": "progress",
        "percent": percent,
        "forecast": forecast,
        "note": note,
        "evidence": evidence,
    }


def _read(row: Row, title: str, read: Callable[[Filled], Any]) -> Any:
    filled = row.filled.get(title)
    return None if filled is None else read(filled)


def _text(filled: Filled) -> str:
    value = filled.value
    return f"{value:g}" if isinstance(value, float) else str(value)


def _papers(filled: Filled) -> list[str]:
    found = (paper.strip() for paper in _PAPER.findall(_text(filled)))
    return list(dict.fromkeys(paper for paper in found if paper))


def _yes(filled: Filled) -> bool:
    words = _text(filled)
    if words not in (YES, NO):
        raise _WrongCellError(filled.at, f"只能填「{YES}」或「{NO}」，不是「{plain(words)}」")
    return words == YES


def _percent(filled: Filled) -> int:
    value = filled.value
    if isinstance(value, str):
        digits = value.removesuffix("%").removesuffix("％").strip()
        value = int(digits) if digits.isascii() and digits.isdigit() and len(digits) <= len("100") else -1
    elif isinstance(value, int | float) and filled.share:
        value = round(value * _WHOLE, 6)
    if isinstance(value, date) or value != int(value) or not 0 <= value <= _WHOLE:
        raise _WrongCellError(filled.at, f"要填 0 到 100 的整数，不是「{plain(_text(filled))}」")
    return int(value)


def _forecast(filled: Filled) -> str:
    words = _text(filled)
    if words not in FORECAST_WORDS:
        raise _WrongCellError(filled.at, f"只能填 能、有望 或 难以完成，不是「{plain(words)}」")
    return FORECAST_WORDS[words]


def _day(filled: Filled, day: date) -> date:
    value = filled.value
    found = value if isinstance(value, date) else None
    if isinstance(value, int | float):
        found = day_of_serial(value)
    if found is None:
        try:
            found = parse_day(_text(filled), day)
        except BadDateError as error:
            raise _WrongCellError(
                filled.at, f"看不懂日期「{plain(_text(filled))}」，写成 2023-09-30 这样"
            ) from error
    if found > day:
        raise _WrongCellError(filled.at, f"办结日期 {found} 晚于登记之日 {day}")
    return found
