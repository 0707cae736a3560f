"""The SQLite index: text passes the gate once and lands here; every question is SQL on it."""

from bizenv_cli.index.build import Index, build

__all__ = ["Index", "build"]
