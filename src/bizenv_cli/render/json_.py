"""JSON: one object with ``schema_version``, the day, the query, a count, and the records under their key."""

import json
from collections.abc import Iterator
from typing import Any

from bizenv_cli.render import Page
from bizenv_cli.render.safe import json_text
from bizenv_cli.views import View

SCHEMA_VERSION = 1


def render(view: View, page: Page) -> Iterator[str]:
    """Yield the answer as indented JSON, 汉字 as themselves, record by record."""
    head = {
        "schema_version": SCHEMA_VERSION,
        **({"as_of": view.as_of.isoformat()} if view.as_of else {}),
        "query": {"command": view.command, **view.query},
        **view.extra,
        **({} if view.total is None else {"count": view.total}),
    }
    begun = _dumped(head, 0).removesuffix("\n}")
    yield f"{begun},\n  {json.dumps(view.key)}: ["
    count = 0
    for count, record in enumerate(view.records, 1):
        between = ",\n" if count > 1 else "\n"
        yield f"{between}    {_dumped(record, 4)}"
    told = f',\n  "count": {count}' if view.total is None else ""
    end = "\n  ]" if count else "]"
    yield f"{end}{told}\n}}\n"


def _dumped(value: Any, indent: int) -> str:
    text = json_text(json.dumps(value, ensure_ascii=False, indent=2))
    return text.replace("\n", "\n" + " " * indent)
