"""CSV with Chinese headings, for Excel and WPS; lists are joined with 、 and formulas disarmed.

Excel and WPS take 1-26 for a day of January and forget it. In a file for them what looks so ends in a tab, which
keeps it text and does not show; on the standard output, which programs read, it is as it is.
"""

import csv
import io
import re
from collections.abc import Iterator, Mapping
from typing import Any

from bizenv_cli.render import Page
from bizenv_cli.render.safe import csv_cell
from bizenv_cli.views import View
from bizenv_cli.views.parts import names
from bizenv_cli.vocabulary import (
    COMPLAINT_KINDS,
    DUTY_STATUSES,
    ERRATUM_KINDS,
    FINDINGS,
    OVERLAP_VERDICTS,
    ROLES,
    STATUSES,
    TARGET_KINDS,
    TARGET_STATUSES,
    UNIT_KINDS,
)

_WORDS: dict[str, Mapping[str, str]] = {
    "status": STATUSES | TARGET_STATUSES,
    "role": ROLES,
    "kind": ERRATUM_KINDS | UNIT_KINDS | TARGET_KINDS | COMPLAINT_KINDS,
    "duties.status": DUTY_STATUSES,
    "findings.kind": FINDINGS,
    "stated": {"True": "是", "False": "否"},
    "verdict": OVERLAP_VERDICTS,
}


# What a spreadsheet changes: ids like dates, and numbers with more digits than it keeps. A whole date may be one.
_CHANGED = re.compile(r"\d{1,4}[-/]\d{1,4}|\d{12,}")


def render(view: View, page: Page) -> Iterator[str]:
    """Yield a heading row and one row a record."""
    yield _row([heading for _, heading in view.columns])
    for record in view.records:
        cells = [csv_cell(_text(view.key, key, record.get(key))) for key, _ in view.columns]
        yield _row([f"{cell}\t" if page.sheet and _CHANGED.fullmatch(cell) else cell for cell in cells])


def _text(records: str, key: str, value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, list):
        if any(isinstance(item, dict) for item in value):
            return "；".join(
                str(item.get("because") or item.get("text") or item.get("words") or "") for item in value
            )
        return names(str(item) for item in value)
    words = _WORDS.get(f"{records}.{key}") or _WORDS.get(key, {})
    return words.get(str(value), str(value))


def _row(cells: list[str]) -> str:
    out = io.StringIO()
    csv.writer(out, lineterminator="\r\n").writerow(cells)
    return out.getvalue()
