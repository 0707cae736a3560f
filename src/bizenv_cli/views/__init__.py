"""Answers to neutral documents: titles, facts, typed columns and rows; no format, no screen."""

from bizenv_cli.views.parts import Column, Facts, Line, Paragraph, Part, Rows, Span, Verbatim, View

__all__ = ["Column", "Facts", "Line", "Paragraph", "Part", "Rows", "Span", "Verbatim", "View"]
