"""The errata as a list; the errata and amendments of one thing."""

from bizenv_cli.index import Index
from bizenv_cli.query.rows import AmendmentRow, ErratumRow, amendment, erratum

_OF = "WHERE plan = ? AND scope = ? AND subject = ? ORDER BY ord"


def errata(index: Index, kind: str | None = None) -> tuple[ErratumRow, ...]:
    """Return every erratum in the order of the files, or those of one kind."""
    where, values = ("WHERE kind = ?", [kind]) if kind else ("", [])
    return tuple(erratum(row) for row in index.rows(f"SELECT * FROM errata {where} ORDER BY ord", values))


def of(index: Index, plan: str, scope: str, subject: str) -> tuple[ErratumRow, ...]:
    """Return the errata of one thing; `scope` and `subject` as the view ``errata`` has them."""
    rows = index.rows(f"SELECT * FROM errata {_OF}", [plan, scope, subject])
    return tuple(erratum(row) for row in rows)


def amendments_of(index: Index, plan: str, scope: str, subject: str) -> tuple[AmendmentRow, ...]:
    """Return the amendments of one thing, in their order."""
    rows = index.rows(f"SELECT * FROM amendments {_OF}", [plan, scope, subject])
    return tuple(amendment(row) for row in rows)
