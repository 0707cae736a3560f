"""The page pane: everything about one row, as the commands print it."""

from typing import ClassVar

from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.message import Message
from textual.widgets import Static

_LEAST = 20  # cells


class Page(VerticalScroll, can_focus=True):
    """A page that is scrolled."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("j", "scroll_down", show=False),
        Binding("k", "scroll_up", show=False),
        Binding("space,ctrl+f,ctrl+d", "page_down", show=False),
        Binding("ctrl+b,ctrl+u", "page_up", show=False),
        Binding("g", "scroll_home", show=False),
        Binding("G", "scroll_end", show=False),
    ]

    class Resized(Message):
        """It has another width."""

    def __init__(self) -> None:
        super().__init__(id="page")
        self._key: str | None = None
        self._width = 0
        self._text = Static(id="text", markup=False)

    @property
    def room(self) -> int:
        """How many cells a line has, with or without a scroll bar."""
        return max(_LEAST, self.scrollable_content_region.width)

    def compose(self) -> ComposeResult:
        """Make the text."""
        yield self._text

    def show(self, text: str, key: str | None) -> None:
        """Show a text with terminal colours; what is another row's begins at its top."""
        self._text.update(Text.from_ansi(text, no_wrap=True))
        if key != self._key:
            self.scroll_home(animate=False)
        self._key = key

    def on_resize(self) -> None:
        """Tell when the width is another."""
        if self.room != self._width:
            self._width = self.room
            self.post_message(self.Resized())
