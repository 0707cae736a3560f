"""The SQLite index: text passes the gate once and lands here; every question is SQL on it."""

from bizenv_cli.index.opened import Index
from bizenv_cli.index.store import open_index

__all__ = ["Index", "open_index"]
