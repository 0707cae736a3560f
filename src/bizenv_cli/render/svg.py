"""The terminal as a picture for a document or a web page: text that can be selected, no font from a network.

Each run of characters is set to the cells that it takes, so columns stand under each other in whatever font is there.
"""

import re
from collections.abc import Iterator
from functools import cache
from itertools import groupby
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

from rich.ansi import AnsiDecoder
from rich.cells import cell_len
from rich.color import blend_rgb
from rich.style import Style
from rich.terminal_theme import TerminalTheme

from bizenv_cli.render import Page, table
from bizenv_cli.render.safe import plain
from bizenv_cli.views import View

if TYPE_CHECKING:
    from rich.text import Text

_WIDTH = 100  # cells, where none is asked for
_CELL, _LINE, _SIZE, _MARGIN = 8, 24, 16, 16  # pixels
_WIDER = 12  # of a mark that fonts draw two cells wide, where a space follows that it may lean into
_BASE = 17  # from the top of a line to the foot of its letters
_FONTS = (
    "'Noto Sans Mono CJK SC','Source Han Mono SC','Sarasa Mono SC',NSimSun,SimSun,"
    "Menlo,Consolas,'PingFang SC','Microsoft YaHei',monospace"
)
_INK, _PAPER = (32, 33, 36), (255, 255, 255)
_THEME = TerminalTheme(
    _PAPER,
    _INK,
    [
        (0, 0, 0), (190, 30, 30), (20, 110, 50), (145, 95, 0), (25, 80, 170), (130, 40, 130), (150, 205, 215), _PAPER,
    ],
    [
        (90, 90, 90), (190, 30, 30), (20, 110, 50), (145, 95, 0), (25, 80, 170), (130, 40, 130), (0, 110, 130), _PAPER,
    ],
)  # fmt: skip
_MARK = 3  # the kind of characters that one font draws a cell wide and another two
_DIM = 0.35
# What lies behind black letters is not as dark as letters on white paper are, and white not as white as the paper.
_AS_GROUND = {(145, 95, 0): (245, 208, 110), _PAPER: (222, 224, 228)}
_NO_XML = re.compile("[\ufffe\uffff]")  # what XML cannot hold even when escaped


def render(view: View, page: Page) -> Iterator[str]:
    """Yield the view as SVG; it is as wide as the page, and as high as need be."""
    width = page.width or _WIDTH
    lines = "".join(table.render(view, Page(width, colour=True))).removesuffix("\n").split("\n")
    cells = max(width, *(cell_len(re.sub("\x1b\\[[0-9;]*m", "", line)) for line in lines))
    size = (cells * _CELL + 2 * _MARGIN, len(lines) * _LINE + 2 * _MARGIN)
    title = _text(plain("".join(span.text for span in view.title)))
    yield (
        f'<svg xmlns="http://www.w3.org/2000/svg" role="img" width="{size[0]}" height="{size[1]}"'
        f' viewBox="0 0 {size[0]} {size[1]}" font-family="{_FONTS}" font-size="{_SIZE}">\n'
        f"<title>{title}</title>\n"
        f'<rect width="100%" height="100%" fill="{_hex(_PAPER)}"/>\n'
    )
    decoder = AnsiDecoder()
    for number, line in enumerate(lines):
        if drawn := "".join(_drawn(decoder.decode_line(line), _MARGIN + number * _LINE)):
            yield f'<g fill="{_hex(_INK)}">{drawn}</g>\n'
    yield "</svg>\n"


def _drawn(line: "Text", top: int) -> Iterator[str]:
    """Yield what a line is made of: the ground behind its letters first, then each run of them."""
    styles = [Style()] * len(line.plain)
    for start, end, style in line.spans:
        styles[start:end] = [own + Style.parse(str(style)) for own in styles[start:end]]
    left, at = _MARGIN, 0
    letters: list[str] = []
    runs = groupby(zip(styles, line.plain, strict=True), lambda each: (each[0], _kind(each[1])))
    for (style, kind), group in runs:
        text = "".join(sign for _, sign in group)
        width = cell_len(text) * _CELL
        at += len(text)
        room = _WIDER if kind == _MARK and len(text) == 1 and line.plain[at : at + 1] in ("", " ") else width
        if style.bgcolor is not None:
            ground = tuple(style.bgcolor.get_truecolor(_THEME))
            fill = _hex(_AS_GROUND.get(ground, ground))
            yield f'<rect x="{left}" y="{top}" width="{width}" height="{_LINE}" fill="{fill}"/>'
        if text.strip():
            letters.append(
                f'<text x="{left}" y="{top + _BASE}" textLength="{room}" lengthAdjust="spacingAndGlyphs"'
                f"{_look(style)}>{_text(text)}</text>"
            )
        left += width
    yield from letters


def _kind(sign: str) -> int:
    """Return 0 for a space, else how many cells a character takes, with those apart that a font may draw wider."""
    return 0 if sign == " " else _MARK if cell_len(sign) == 1 and not sign.isascii() else cell_len(sign)


@cache
def _look(style: Style) -> str:
    fill = tuple(style.color.get_truecolor(_THEME)) if style.color is not None else _INK
    if style.dim:
        fill = tuple(blend_rgb(_THEME.foreground_color, _THEME.background_color, _DIM))
    bold = ' font-weight="bold"' if style.bold else ""
    return bold if fill == _INK else f' fill="{_hex(fill)}"{bold}'  # type: ignore[arg-type]


def _hex(colour: tuple[int, int, int]) -> str:
    return "#{:02x}{:02x}{:02x}".format(*colour)


def _text(text: str) -> str:
    return escape(_NO_XML.sub("\ufffd", text))
