"""The documented views as files for other programs: one small module a format, imported only when asked for."""

import json
from collections.abc import Callable, Mapping
from importlib import import_module
from pathlib import Path
from typing import NamedTuple, cast

from bizenv_cli.export import target
from bizenv_cli.export.source import Source, source

__all__ = ["FORMATS", "Format", "Rows", "Source", "export", "source", "writer"]

Rows = Mapping[str, int]  # view → how many rows were written
Write = Callable[[Source, Path], Rows]


class Format(NamedTuple):
    """One format: its module below this package, and whether it is a folder of one file a view."""

    module: str
    folder: bool


FORMATS = {
    "sqlite": Format("sqlite_", folder=False),
    "parquet": Format("parquet", folder=True),
    "jsonl": Format("jsonl", folder=True),
}


def writer(name: str) -> Write:
    """Return the function of a format; it writes all views into a new file or an empty folder.

    Raises:
        MissingLibraryError: the format needs a library that is not installed.
    """
    module = import_module(f"bizenv_cli.export.{FORMATS[name].module}")
    return cast("Write", module.writer())


def export(name: str, write: Write, read: Source, path: Path) -> Rows:
    """Write all views to `path`, whole or not at all.

    Raises:
        NotOursError: there is something at `path` that is no earlier export.
        UnwritableError: it cannot be written.
        DamagedIndexError: the index file is damaged.
    """
    if not FORMATS[name].folder:
        with target.new_file(path) as file:
            return write(read, file)
    with target.new_folder(path) as folder:
        rows = write(read, folder)
        about = {**read.about(), "format": name, "rows": rows}
        text = json.dumps(about, ensure_ascii=False, indent=2)
        (folder / target.ABOUT).write_text(f"{text}\n", encoding="utf-8", newline="\n")
    return rows
