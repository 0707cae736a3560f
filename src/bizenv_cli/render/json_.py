"""JSON: one object with ``schema_version``, the day, the query, a count, and the records under their key."""

import json
from collections.abc import Iterator

from bizenv_cli.render import Page
from bizenv_cli.render.safe import json_text
from bizenv_cli.views import View

SCHEMA_VERSION = 1


def render(view: View, page: Page) -> Iterator[str]:
    """Yield the answer as indented JSON, 汉字 as themselves."""
    answer = {
        "schema_version": SCHEMA_VERSION,
        **({"as_of": view.as_of.isoformat()} if view.as_of else {}),
        "query": {"command": view.command, **view.query},
        **view.extra,
        "count": len(view.records),
        view.key: list(view.records),
    }
    yield json_text(json.dumps(answer, ensure_ascii=False, indent=2)) + "\n"
