"""The pairs of tasks that may order the same thing, as the rows of the index's table ``overlap``."""

from bizenv_cli.index.rows import Rows
from bizenv_cli.overlapping import pairs
from bizenv_cli.registry import Registry


def overlap_rows(registry: Registry, prefix: str) -> Rows:
    """Return the rows of ``overlap``; `prefix` is what stands before each id, and of no use here."""
    del prefix
    return {
        "overlap": [
            (*pair[:3], int(pair.listed_together), int(pair.stated), *pair[5:]) for pair in pairs(registry)
        ]
    }
