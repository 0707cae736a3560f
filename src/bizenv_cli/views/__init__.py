"""Answers to neutral documents: titles, facts, typed columns and rows; no format, no screen."""

from bizenv_cli.views.parts import (
    Cell,
    Column,
    Facts,
    Line,
    Paragraph,
    Part,
    Rows,
    Span,
    Stream,
    Verbatim,
    View,
)

__all__ = [
    "Cell",
    "Column",
    "Facts",
    "Line",
    "Paragraph",
    "Part",
    "Rows",
    "Span",
    "Stream",
    "Verbatim",
    "View",
]
