"""The tasks as JSON inside a page: every text once, and no text that could end the element it stands in."""

import json
from collections.abc import Iterable, Mapping
from typing import Any

from bizenv_cli.render.safe import json_text, plain
from bizenv_cli.views.board_tasks import BoardTask

_ESCAPES = str.maketrans({"<": "\\u003c", ">": "\\u003e", "&": "\\u0026"})


class Pool:
    """Texts in the order in which they first came, each once and harmless; a text is named by its place."""

    def __init__(self) -> None:
        self._places: dict[str, int] = {}

    def place(self, value: Any) -> Any:
        """Return the place of a text, or a list of places (of lists of places) for a tuple."""
        if isinstance(value, tuple):
            return [self.place(item) for item in value]
        return self._places.setdefault(value, len(self._places))

    def texts(self) -> list[str]:
        """Return all texts; those with unsafe characters show them as escapes."""
        return [plain(text) for text in self._places]


def embedded(tasks: Iterable[BoardTask], more: Mapping[str, Any]) -> str:
    """Return the JSON of a page, fit to stand inside a script element.

    Args:
        more: further members, of our own making.
    """
    pool = Pool()
    rows = [pool.place(tuple(task)) for task in tasks]
    data = {**more, "fields": BoardTask._fields, "tasks": rows, "strings": pool.texts()}
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    return json_text(text).translate(_ESCAPES)
