"""The board itself: what its keys and its mouse do."""

from typing import ClassVar

from textual import on, work
from textual.binding import Binding, BindingType
from textual.widgets import Input

from bizenv_cli import clock
from bizenv_cli.errors import BizenvError
from bizenv_cli.tui.dialogs import FilterDialog, HelpPage
from bizenv_cli.tui.drafting import subject
from bizenv_cli.tui.entering import EntryDialog, EventMenu
from bizenv_cli.tui.listing import ListPane
from bizenv_cli.tui.panes import Panes
from bizenv_cli.tui.sectionbar import SectionBar
from bizenv_cli.tui.sections import SECTIONS, Typed

_TYPING = 0.15  # seconds without a key after which a search begins


class Board(Panes):
    """The board."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("q,ctrl+q", "quit", show=False),
        Binding("ctrl+c", "remind", show=False, priority=True),
        Binding("question_mark,fullwidth_question_mark,f1", "help", show=False),
        Binding("slash,ideographic_comma,fullwidth_solidus", "search", show=False),
        Binding("f", "filter", show=False),
        Binding("c", "clear", show=False),
        Binding("m", "record", show=False),
        Binding("u", "record('void')", show=False),
        Binding("w", "why", show=False),
        Binding("r,ctrl+r,f5", "reread", show=False),
        Binding("left,h,left_square_bracket", "turn(-1)", show=False),
        Binding("right,l,right_square_bracket", "turn(1)", show=False),
        Binding("escape", "leave_pane", show=False),
        *(Binding(str(at), f"go({at - 1})", show=False) for at in range(1, len(SECTIONS) + 1)),
    ]

    def action_go(self, at: int) -> None:
        """Show a section by its number."""
        section = list(SECTIONS)[at]
        if section != self.section:
            self.section = section
            self.why = False
            self.reload()
            self.tell()
        self.pane.focus()

    def action_turn(self, by: int) -> None:
        """Show the next section, or the one before."""
        names = list(SECTIONS)
        self.action_go((names.index(self.section) + by) % len(names))

    def action_leave_pane(self) -> None:
        """Leave the page for the list; in the list, take the search back."""
        if self.page.has_focus or not self.search.has_class("open"):
            self.pane.focus()
            return
        self.search.value = ""
        self.search.remove_class("open")
        self.pane.focus()
        self.reload()

    def action_search(self) -> None:
        """Open the line for a search."""
        self.search.add_class("open")
        self.search.focus()

    @on(Input.Changed, "#search")
    def search_soon(self) -> None:
        """Search when typing pauses."""
        text = self.search.value
        self.set_timer(_TYPING, lambda: self.reload() if text == self.search.value else None)

    @on(Input.Submitted, "#search")
    def search_now(self) -> None:
        """Go from the search to the list."""
        self.pane.focus()
        if not self.search.value.strip():
            self.action_leave_pane()

    @on(SectionBar.Picked)
    def go_to_picked(self, event: SectionBar.Picked) -> None:
        """Show the section that was clicked."""
        self.action_go(event.at)

    @on(ListPane.Chosen)
    def read_page(self) -> None:
        """Go from the list to the page."""
        self.page.focus()

    def action_why(self) -> None:
        """Show why a task has its status, or the whole task again."""
        self.why = not self.why
        self.fill()

    def action_clear(self) -> None:
        """Take all filters back."""
        self.typed = Typed()
        self.reload()
        self.tell()

    def action_help(self) -> None:
        """Show the page of keys."""
        self.push_screen(HelpPage())

    async def action_quit(self) -> None:
        """Leave the board; in a dialog only the dialog, which asks twice where something was typed."""
        if len(self.screen_stack) > 1:
            self.simulate_key("escape")
        else:
            self.exit()

    def action_remind(self) -> None:
        """Say how the board is left."""
        self.say("退出按 q；在填写时先按 Esc")

    @work
    async def action_reread(self) -> None:
        """Read the registry again."""
        await self.reopen()
        if not self.trouble:
            self.say("已重新读取")

    @work
    async def action_filter(self) -> None:
        """Ask by what to narrow the lists."""
        typed = await self.push_screen_wait(FilterDialog(self.session, self.typed))
        if typed is not None:
            self.typed = typed
            self.reload()
            self.tell()

    @work(exclusive=True, group="record")
    async def action_record(self, event: str | None = None) -> None:
        """Record something about the row under the cursor."""
        row, section = self.pane.current, self.section
        if row is None:
            return
        if why := self.session.refusal(clock.today()):
            self.say(why)
            return
        try:
            about = await self.session.ask(lambda: subject(self.session.index, section, row))
        except BizenvError as error:
            self.say(str(error))
            return
        event = event or await self.push_screen_wait(EventMenu(about))
        if event is None:
            return
        tried = await self.push_screen_wait(EntryDialog(self.session, about, event))
        if tried is not None:
            await self.reopen()
            self.say(f"已登记，{tried.file}：+{tried.lines[0].strip()}")
