"""JSON Lines: one file a view, one object a row; lists and objects as such, dates as ISO text."""

import json
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from typing import Any

from bizenv_cli.export.columns import COLUMNS, Kind
from bizenv_cli.export.source import Source
from bizenv_cli.query.columns import names
from bizenv_cli.render.safe import json_text


def writer() -> Callable[[Source, Path], dict[str, int]]:
    """Return the function that writes the files into a folder."""
    return _write


def _write(source: Source, folder: Path) -> dict[str, int]:
    encode = json.JSONEncoder(ensure_ascii=False).encode
    rows = dict.fromkeys(COLUMNS, 0)
    for view, kinds in COLUMNS.items():
        read = {name: _READ[kind] for name, kind in kinds.items() if kind in _READ}
        with (folder / f"{view}.jsonl").open("w", encoding="utf-8", newline="\n") as file:
            for batch in source.batches(view):
                for row in batch:
                    record: dict[str, Any] = dict(row)
                    for name, function in read.items():
                        if record[name] is not None:
                            record[name] = function(record[name])
                    file.write(f"{json_text(encode(record))}\n")
                rows[view] += len(batch)
    return rows


@lru_cache(maxsize=4096)
def _object(text: str) -> Any:
    return json.loads(text)


_READ: dict[Kind, Callable[[str], Any]] = {Kind.NAMES: names, Kind.JSON: _object}
