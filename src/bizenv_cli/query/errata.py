"""The errata as a list."""

from bizenv_cli.index import Index
from bizenv_cli.query.rows import ErratumRow, erratum


def errata(index: Index, kind: str | None = None) -> tuple[ErratumRow, ...]:
    """Return every erratum in the order of the files, or those of one kind."""
    where, values = ("WHERE kind = ?", [kind]) if kind else ("", [])
    return tuple(erratum(row) for row in index.rows(f"SELECT * FROM errata {where} ORDER BY ord", values))
