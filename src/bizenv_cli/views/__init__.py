"""Answers to neutral documents: titles, facts, typed columns and rows; no format, no screen."""

from bizenv_cli.views.parts import (
    Cell,
    Chart,
    Column,
    Facts,
    Line,
    Paragraph,
    Part,
    Rows,
    Settled,
    Span,
    Stream,
    Stretch,
    Verbatim,
    View,
)

__all__ = [
    "Cell",
    "Chart",
    "Column",
    "Facts",
    "Line",
    "Paragraph",
    "Part",
    "Rows",
    "Settled",
    "Span",
    "Stream",
    "Stretch",
    "Verbatim",
    "View",
]
