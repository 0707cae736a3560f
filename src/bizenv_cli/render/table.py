"""The terminal: lines that fit the width, tables whose widths are fixed once, colour as a second voice.

Rows are laid out by hand: one width a column for all tables of a kind, found before the first row is written,
so that a long list can be streamed.
"""

from collections.abc import Iterator, Sequence

from rich.cells import cell_len
from rich.color import ColorSystem
from rich.style import Style

from bizenv_cli.render import Page
from bizenv_cli.render.safe import plain
from bizenv_cli.views import Column, Facts, Line, Paragraph, Part, Rows, Span, Verbatim, View

_STYLES = {
    "plain": Style(),
    "bad": Style(color="red", bold=True),
    "warn": Style(color="yellow"),
    "good": Style(color="green"),
    "dim": Style(dim=True),
    "strong": Style(bold=True),
}
_GAP = 2
_FLEX_LEAST = 20
_SQUEEZED = 8  # four 汉字
_NARROWEST = 4
_CUT = "…"


def render(view: View, page: Page) -> Iterator[str]:
    """Yield the view line by line; on a page without a width nothing is cut or wrapped."""
    yield from _wrapped(view.title, page, 0)
    widths: dict[tuple[Column, ...], list[int]] = {}
    before: Part | None = None
    for part in view.parts:
        if isinstance(part, Rows):
            if part.columns not in widths:
                alike = [
                    other for other in view.parts if isinstance(other, Rows) and other.columns == part.columns
                ]
                widths[part.columns] = _widths(alike, page.width)
            if part.heading or not isinstance(before, Paragraph):
                yield "\n"
            yield from _table(part, widths[part.columns], page)
        elif isinstance(part, Facts):
            yield from _facts(part, page)
        elif isinstance(part, Verbatim):
            if not isinstance(before, Verbatim):
                yield "\n"
            yield from _wrapped(part.heading, page, 0)
            yield from (f"    {plain(written)}".rstrip() + "\n" for written in part.lines)
        else:
            if part.gap:
                yield "\n"
            yield from _wrapped(part.text, page, 0)
        before = part


def _table(part: Rows, widths: Sequence[int], page: Page) -> Iterator[str]:
    if part.heading:
        yield from _wrapped(part.heading, page, 0)
    indent = "  " if part.heading else ""
    if part.header:
        titles = tuple((Span(column.title, "strong"),) for column in part.columns)
        yield indent + _row(titles, part.columns, widths, page) + "\n"
    for row in part.rows:
        if part.columns[-1].wrap and page.width:
            before = Span(indent + _row((*row[:-1], ()), part.columns, widths, Page(page.width)))
            room = sum(widths[:-1]) + _GAP * (len(widths) - 1) + len(indent)
            padding = Span(" " * (room - cell_len(before.text)))
            yield from _wrapped((before, padding, *row[-1]), page, room)
        else:
            yield indent + _row(row, part.columns, widths, page) + "\n"


def _row(cells: Sequence[Line], columns: Sequence[Column], widths: Sequence[int], page: Page) -> str:
    shown: list[str] = []
    last = len(cells) - 1
    for at, (cell, column, width) in enumerate(zip(cells, columns, widths, strict=True)):
        spans = _cut(_clean(cell), width) if page.width else _clean(cell)
        room = width - _length(spans)
        if column.flex and not page.width:
            room = 0  # what is not cut is not padded either: one long text would push all others away
        space = " " * max(0, room)
        text = _paint(spans, page)
        shown.append(space + text if column.right else text if at == last else text + space)
    return (" " * _GAP).join(shown).rstrip(" ")


def _widths(tables: Sequence[Rows], page_width: int | None) -> list[int]:
    columns = tables[0].columns
    natural = [cell_len(column.title) if any(table.header for table in tables) else 0 for column in columns]
    for table in tables:
        for row in table.rows:
            for at, cell in enumerate(row):
                if not columns[at].flex or page_width:
                    natural[at] = max(natural[at], _length(_clean(cell)))
    if page_width is None:
        return natural
    wanted = [
        min(width, column.most) if column.most else width
        for width, column in zip(natural, columns, strict=True)
    ]
    indent = 2 if any(table.heading for table in tables) else 0
    room = page_width - indent - _GAP * (len(columns) - 1)
    flexible = [at for at, column in enumerate(columns) if column.flex]
    squeezable = [at for at, column in enumerate(columns) if column.most]
    for flex in flexible:
        fixed = sum(wanted) - wanted[flex]
        while room - fixed < _FLEX_LEAST and any(wanted[at] > _SQUEEZED for at in squeezable):
            wanted[max(squeezable, key=lambda at: wanted[at])] -= 1
            fixed -= 1
        wanted[flex] = min(natural[flex], max(_NARROWEST, room - fixed))
    while sum(wanted) > room and max(wanted) > _NARROWEST:  # a terminal too narrow for its fixed columns
        wanted[wanted.index(max(wanted))] -= 1
    return wanted


def _facts(part: Facts, page: Page) -> Iterator[str]:
    label_width = max((cell_len(label) for label, _ in part.items), default=0)
    for label, text in part.items:
        head = Span(label + " " * (label_width - cell_len(label) + _GAP), "dim")
        yield from _wrapped((head, *text), page, label_width + _GAP)


def _wrapped(text: Line, page: Page, indent: int) -> Iterator[str]:
    """Yield a line broken at the page's width, later lines indented; 汉字 may break anywhere but before 。，"""
    spans = _clean(text)
    if page.width is None or _length(spans) <= page.width:
        yield _paint(spans, page).rstrip(" ") + "\n"
        return
    current: list[Span] = []
    used = 0
    for span in spans:
        kept = ""
        for token in _tokens(span.text):
            width = cell_len(token)
            if used + width > page.width and used > indent:
                yield _paint([*current, Span(kept, span.tone)], page).rstrip(" ") + "\n"
                current, kept, used = [Span(" " * indent)], "", indent
                token = token.lstrip(" ")  # noqa: PLW2901  (a break eats the space before it)
                width = cell_len(token)
            kept += token
            used += width
        current.append(Span(kept, span.tone))
    yield _paint(current, page).rstrip(" ") + "\n"


_CLOSING = "，。、；：？！）》」”’…"
_OPENING = "（《「“‘"


def _tokens(text: str) -> Iterator[str]:
    """Yield pieces that must not be broken: a word, or one 汉字 with the punctuation that clings to it."""
    piece = ""
    for character in text:
        joins = piece and (
            character in _CLOSING
            or piece[-1] in _OPENING
            or (
                character.isascii()
                and not character.isspace()
                and piece[-1].isascii()
                and not piece[-1].isspace()
            )
        )
        if piece and not joins:
            yield piece
            piece = ""
        piece += character
    if piece:
        yield piece


def _cut(spans: Sequence[Span], width: int) -> list[Span]:
    if _length(spans) <= width:
        return list(spans)
    kept: list[Span] = []
    room = width - cell_len(_CUT)
    for span in spans:
        text = ""
        for character in span.text:
            room -= cell_len(character)
            if room < 0:
                kept.append(Span(text + _CUT, span.tone))
                return kept
            text += character
        kept.append(Span(text, span.tone))
    return kept


def _clean(text: Line) -> list[Span]:
    return [Span(plain(span.text), span.tone) for span in text]


def _length(spans: Sequence[Span]) -> int:
    return sum(cell_len(span.text) for span in spans)


def _paint(spans: Sequence[Span], page: Page) -> str:
    if not page.colour:
        return "".join(span.text for span in spans)
    return "".join(
        _STYLES[span.tone].render(span.text, color_system=ColorSystem.STANDARD) if span.text else ""
        for span in spans
    )
