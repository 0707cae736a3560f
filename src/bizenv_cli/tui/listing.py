"""The list pane: a heading and rows, of which only those in sight are drawn; a cursor that stays on its row."""

from collections.abc import Sequence
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import Size
from textual.message import Message
from textual.reactive import reactive
from textual.scroll_view import ScrollView
from textual.strip import Strip

from bizenv_cli.tui.rows import Layout, layout, strip, titles
from bizenv_cli.tui.sections import Listing, Row

_MARK = "→ "
_NO_MARK = "  "
_HEADING = 1  # line
_SAMPLE = 400  # rows looked at for the widths


class ListPane(ScrollView, can_focus=True):
    """A list of any length."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up,k", "move(-1)", show=False),
        Binding("down,j", "move(1)", show=False),
        Binding("pageup,ctrl+b", "leap(-1)", show=False),
        Binding("pagedown,ctrl+f,space", "leap(1)", show=False),
        Binding("ctrl+u", "leap(-0.5)", show=False),
        Binding("ctrl+d", "leap(0.5)", show=False),
        Binding("home,g", "move(-10000000)", show=False),
        Binding("end,G", "move(10000000)", show=False),
        Binding("enter", "choose", show=False),
    ]

    cursor: reactive[int] = reactive(0)

    class Moved(Message):
        """The cursor is on another row, or the list is another."""

    class Laid(Message):
        """The columns are laid out for another width."""

    class Chosen(Message):
        """Enter was pressed on a row, or it was clicked a second time."""

    def __init__(self) -> None:
        super().__init__(id="list")
        self.listing: Listing | None = None
        self.rows: list[Row] = []
        self.empty = "正在读取…"
        self._laid: Layout | None = None

    @property
    def current(self) -> Row | None:
        """The row under the cursor, once it was read."""
        return self.rows[self.cursor] if self.cursor < len(self.rows) else None

    @property
    def _room(self) -> int:
        """How many cells a line has."""
        return self.scrollable_content_region.width

    @property
    def hidden(self) -> Sequence[str]:
        """The titles of the columns that there is no room for."""
        return self._laid.hidden if self._laid and self.rows else ()

    def show(self, listing: Listing, rows: list[Row], key: str | None, empty: str) -> None:
        """Show another list, with the cursor on the row of a key where that is among the first rows.

        Args:
            empty: what stands in its place where it has no row.
        """
        near = min(self.cursor, max(0, listing.total - 1)) if key is not None else 0
        self.listing, self.rows, self.empty = listing, rows, empty
        self._lay_out()
        found = next((at for at, row in enumerate(rows) if row.key == key), near)
        self.set_reactive(ListPane.cursor, found)
        self._keep_in_sight()
        self.refresh()
        self.post_message(self.Moved())

    def add(self, rows: Sequence[Row], key: str | None) -> None:
        """Add rows that were read later; the cursor goes to the row of a key where that is among them."""
        begin = len(self.rows)
        self.rows += rows
        found = next((begin + at for at, row in enumerate(rows) if row.key == key), None)
        if found is not None and found != self.cursor:
            self.cursor = found
        elif begin <= self.cursor < len(self.rows):
            self.post_message(self.Moved())
        self.refresh()

    def render_line(self, y: int) -> Strip:
        """Draw the heading, or the row that is at this height now."""
        width = self._room
        if self.listing is None or self._laid is None or not self.listing.total:
            return _line(f"{_NO_MARK}{self.empty}" if y == _HEADING else "", width)
        if y < _HEADING:
            return strip(_NO_MARK, titles(self.listing.columns), self._laid, width)
        at = self.scroll_offset.y + y - _HEADING
        if at >= self.listing.total:
            return Strip.blank(width)
        here = at == self.cursor
        style = Style(reverse=self.has_focus, bold=True) if here else Style()
        mark = _MARK if here else _NO_MARK
        if at >= len(self.rows):
            return _line(f"{mark}…", width)
        return strip(mark, self.rows[at].cells, self._laid, width, style)

    def watch_cursor(self) -> None:
        """Follow the cursor."""
        self._keep_in_sight()
        self.refresh()
        self.post_message(self.Moved())

    def validate_cursor(self, cursor: int) -> int:
        """Keep the cursor on the list."""
        last = self.listing.total - 1 if self.listing else 0
        return max(0, min(cursor, last))

    def on_resize(self) -> None:
        """Lay the columns out anew."""
        self._lay_out()
        self._keep_in_sight()
        self.post_message(self.Laid())

    def on_focus(self) -> None:
        """Show the cursor as the keyboard's."""
        self.refresh()

    def on_blur(self) -> None:
        """Show the cursor as a place only."""
        self.refresh()

    def on_click(self, event: events.Click) -> None:
        """Go to the row that was clicked; clicked again, choose it."""
        offset = event.get_content_offset(self)
        if offset is None or offset.y < _HEADING:
            return
        at = self.scroll_offset.y + offset.y - _HEADING
        if not self.listing or at >= self.listing.total:
            return
        if at == self.cursor and event.chain > 1:
            self.post_message(self.Chosen())
        self.cursor = at

    def action_move(self, rows: int) -> None:
        """Move the cursor."""
        self.cursor += rows

    def action_leap(self, pages: float) -> None:
        """Move the cursor by pages."""
        self.cursor += int(pages * max(1, self.size.height - _HEADING))

    def action_choose(self) -> None:
        """Tell that the row is wanted."""
        if self.current:
            self.post_message(self.Chosen())

    def _lay_out(self) -> None:
        if self.listing is None or self._room <= 0:
            return
        sample = [row.cells for row in self.rows[:_SAMPLE]]
        room = self._room - len(_MARK)
        self._laid = layout(self.listing.columns, self.listing.spare, sample, room)
        self.virtual_size = Size(self._room, self.listing.total + _HEADING)

    def _keep_in_sight(self) -> None:
        if self.size.height > _HEADING:
            last = (
                self.cursor - (self.size.height - _HEADING) + 1
            )  # the first row, were the cursor at the bottom
            top = min(self.cursor, max(last, self.scroll_offset.y))
            self.scroll_to(y=top, animate=False, immediate=True, force=True)


def _line(text: str, width: int) -> Strip:
    return Strip([Segment(text, Style())]).adjust_cell_length(width)
