"""The page of a board: templates filled, scripts and styles put in, and a policy that lets nothing else run or load."""

import base64
import hashlib
from collections.abc import Iterable
from itertools import chain, islice
from pathlib import Path
from typing import Any

from bizenv_cli import __version__
from bizenv_cli.board.address import address
from bizenv_cli.board.data import embedded
from bizenv_cli.errors import MissingLibraryError
from bizenv_cli.render.safe import plain
from bizenv_cli.views.board import Board
from bizenv_cli.views.board_tasks import BoardTask
from bizenv_cli.views.parts import Chart, Paragraph, Part, Rows

GENERATOR = f"bizenv board {__version__}"
WRITTEN_OUT = 500  # tasks that stand in the page as a table even where no script runs

_HERE = Path(__file__).parent
_OWN = ("text", "tasks", "address", "filters", "table", "task", "chart", "theme", "keys", "main")
_KINDS: dict[type[Any], str] = {Paragraph: "paragraph", Rows: "rows", Chart: "chart"}


def html(board: Board, tasks: Iterable[BoardTask]) -> str:
    """Return the whole page.

    Raises:
        MissingLibraryError: jinja2 is not installed.
    """
    template = _template()
    coming = iter(tasks)
    first = list(islice(coming, WRITTEN_OUT))
    data = embedded(
        chain(first, coming),
        {
            "as_of": board.as_of.isoformat(),
            "several": board.several,
            "days": [point.day.isoformat() for point in board.points],
            "planned": [point.planned for point in board.points],
            "actual": [point.actual for point in board.points],
        },
    )
    scripts = [
        _vendored("uPlot", "uPlot.iife.min.js"),
        _vendored("virtual-core", "virtual-core.iife.min.js"),
        _own(),
    ]
    style = _read("board.css") + _read("vendor/uPlot.min.css")
    return str(
        template.render(
            board=board, first=first, fields=BoardTask._fields, data=data, scripts=scripts, style=style,
            policy=_policy(scripts, style), generator=GENERATOR,
        )
    )  # fmt: skip


def _template() -> Any:
    try:
        from jinja2 import Environment, FileSystemLoader, StrictUndefined  # noqa: PLC0415  (an extra that most do without)
    except ImportError as error:
        raise MissingLibraryError("网页看板", "jinja2", "board") from error
    environment = Environment(
        loader=FileSystemLoader(_HERE / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_harmless,
    )
    environment.globals["address"] = address
    environment.filters["kind"] = _kind
    return environment.get_template("board.html")


def _harmless(value: Any) -> Any:
    """Make a text from the registry harmless before it is escaped; what is markup already stays."""
    return plain(value) if type(value) is str else value


def _kind(part: Part) -> str:
    return _KINDS[type(part)]


def _policy(scripts: Iterable[str], style: str) -> str:
    """Return the Content-Security-Policy: these scripts and this style by their hashes, and nothing from anywhere."""
    known = " ".join(_hash(script) for script in scripts)
    return (
        f"default-src 'none'; script-src {known}; style-src {_hash(style)}; img-src data:; base-uri 'none';"
        " form-action 'none'"
    )


def _hash(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def _vendored(name: str, file: str) -> str:
    """Return a library with its licence, which has to go wherever it goes."""
    return f"/*!\n{_read(f'vendor/{name}.LICENSE').strip()}\n*/\n{_read(f'vendor/{file}')}"


def _own() -> str:
    """Return our own script: its files in order, in one scope."""
    pieces = "\n".join(_read(f"script/{name}.js") for name in _OWN)
    return f'(() => {{\n"use strict";\n{pieces}\n}})();\n'


def _read(name: str) -> str:
    return (_HERE / name).read_text(encoding="utf-8")
