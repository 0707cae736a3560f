"""JSON Lines: one record a line."""

import json
from collections.abc import Iterator

from bizenv_cli.render import Page
from bizenv_cli.render.safe import json_text
from bizenv_cli.views import View


def render(view: View, page: Page) -> Iterator[str]:
    """Yield each record as one line of JSON, 汉字 as themselves."""
    for record in view.records:
        yield json_text(json.dumps(record, ensure_ascii=False)) + "\n"
