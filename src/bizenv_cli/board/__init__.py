"""A board: one HTML file that needs no network, made of templates, our own script and two vendored libraries."""

from bizenv_cli.board.page import GENERATOR, html

__all__ = ["GENERATOR", "html"]
