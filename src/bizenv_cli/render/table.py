"""The terminal: lines that fit the width, tables whose widths are fixed once, colour as a second voice.

Rows are laid out by hand, and the widths of all tables of a kind are found in the first rows: so a list of any
length begins at once and is never held as a whole.
"""

from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from itertools import islice
from typing import TYPE_CHECKING

from rich.cells import cell_len

from bizenv_cli.render import Page
from bizenv_cli.render.cells import clean, cut, length, tokens, whole_length
from bizenv_cli.render.fitted import fitted
from bizenv_cli.render.lookahead import Begun, LookAhead
from bizenv_cli.render.safe import plain
from bizenv_cli.views import Column, Facts, Line, Paragraph, Rows, Settled, Span, Verbatim, View
from bizenv_cli.views.parts import Tone

if TYPE_CHECKING:
    from rich.style import Style

_GAP = 2
_FLEX_LEAST = 20
_SQUEEZED = 8  # four 汉字
_NARROWEST = 4
_PIECE = 200  # rows written at a time

Widths = Sequence[int]


def render(view: View, page: Page) -> Iterator[str]:
    """Yield the view in pieces of whole lines; on a page without a width nothing is cut or wrapped."""
    yield from _wrapped(view.title, page, 0)
    parts = LookAhead(fitted(view.parts, page.width), view.ahead)
    widths: dict[tuple[Column, ...], Widths] = {}
    before: Settled | None = None
    for part in parts:
        if isinstance(part, Rows):
            if part.columns not in widths:
                alike = [part, *(other for other in parts.held() if other.columns == part.columns)]
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


def _table(part: Rows, widths: Widths, page: Page) -> Iterator[str]:
    if part.heading:
        yield from _wrapped(part.heading, page, 0)
    indent = "  " if part.heading else ""
    if part.header:
        titles = tuple((Span(column.title, "strong"),) for column in part.columns)
        yield indent + _row(titles, part.columns, widths, page) + "\n"
    if part.columns[-1].wrap and page.width:
        for row in part.rows:
            before = Span(indent + _row((*row[:-1], ()), part.columns, widths, Page(page.width)))
            room = sum(widths[:-1]) + _GAP * (len(widths) - 1) + len(indent)
            padding = Span(" " * (room - cell_len(before.text)))
            yield from _wrapped((before, padding, *row[-1]), page, room)
        return
    lines = (f"{indent}{_row(row, part.columns, widths, page)}\n" for row in part.rows)
    while piece := "".join(islice(lines, _PIECE)):
        yield piece


def _row(cells: Sequence[Line], columns: Sequence[Column], widths: Widths, page: Page) -> str:
    shown: list[str] = []
    last = len(cells) - 1
    for at, (cell, column, width) in enumerate(zip(cells, columns, widths, strict=True)):
        if page.width is None:
            # What is not cut is not padded either: one long text would push all others away.
            shown.append(_repeated(cell, 0 if column.flex else width, column.right, at == last, None))
        elif column.flex:
            shown.append(_laid(cell, width, column.right, at == last, page))
        else:
            shown.append(_repeated(cell, width, column.right, at == last, page))
    return (" " * _GAP).join(shown).rstrip(" ")


def _laid(cell: Line, width: int, right: bool, last: bool, page: Page | None) -> str:
    """Return a cell cut (on a page) and padded to a width."""
    spans = clean(cell) if page is None else cut(cell, width)
    text = _paint(spans, page) if page else "".join(span.text for span in spans)
    if last and not right:
        return text
    space = " " * max(0, width - length(spans))
    return space + text if right else text + space


_repeated = lru_cache(maxsize=8192)(_laid)  # ids aside, the cells of a list say the same few hundred things


def _widths(tables: Sequence[Rows], page_width: int | None) -> Widths:
    columns = tables[0].columns
    natural = [cell_len(column.title) if any(table.header for table in tables) else 0 for column in columns]
    for table in tables:
        for row in table.rows.first if isinstance(table.rows, Begun) else table.rows:
            for at, cell in enumerate(row):
                if not columns[at].flex:
                    natural[at] = max(natural[at], whole_length(cell))
                elif page_width:
                    natural[at] = max(natural[at], length(cut(cell, page_width)))
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
    spans = clean(text)
    if page.width is None or length(spans) <= page.width:
        yield _paint(spans, page).rstrip(" ") + "\n"
        return
    current: list[Span] = []
    used = 0
    for span in spans:
        kept = ""
        for token in tokens(span.text):
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


def _paint(spans: Sequence[Span], page: Page) -> str:
    if not page.colour:
        return "".join(span.text for span in spans)
    return "".join(_coloured(span.text, span.tone) if span.text else "" for span in spans)


def _coloured(text: str, tone: Tone) -> str:
    from rich.color import ColorSystem  # noqa: PLC0415  (25 ms that a pipe does without)

    return _style(tone).render(text, color_system=ColorSystem.STANDARD)


@cache
def _style(tone: Tone) -> "Style":
    from rich.style import Style  # noqa: PLC0415

    styles = {
        "plain": Style(),
        "bad": Style(color="red", bold=True),
        "warn": Style(color="yellow"),
        "good": Style(color="green"),
        "dim": Style(dim=True),
        "strong": Style(bold=True),
        "shade1": Style(color="black", bgcolor="white"),
        "shade2": Style(color="black", bgcolor="cyan"),
        "shade3": Style(color="black", bgcolor="yellow"),
        "shade4": Style(color="white", bgcolor="red", bold=True),
    }
    return styles[tone]
