"""The board's panes: what they show, and when they are filled anew."""

from textual import events, on, work
from textual.app import App, ComposeResult
from textual.containers import Container
from textual.widgets import Input, Static

from bizenv_cli.dates import weekday
from bizenv_cli.errors import BizenvError
from bizenv_cli.query.plan import PlanHead
from bizenv_cli.render.safe import plain
from bizenv_cli.tui.fields import told
from bizenv_cli.tui.listing import ListPane
from bizenv_cli.tui.page import Page
from bizenv_cli.tui.sectionbar import SectionBar
from bizenv_cli.tui.sections import Typed
from bizenv_cli.tui.session import Session

LEAST = (40, 12)  # columns and lines below which nothing useful fits
WIDE = 100  # columns from which list and page stand side by side
_KEYS = "↑↓ 选　Enter 全文　/ 查找　f 筛选　m 登记　? 帮助　q 退出"
_SEARCH = "在这一栏里查找：编号、举措、单位里的字；Enter 到列表，Esc 取消"
_FIRST = 300  # rows read before the list is shown
_LOOK = 2.0  # seconds between two looks at the registry on disk
_SAID = 8.0  # seconds that a message stays


class Panes(App[None]):
    """The panes, without their keys."""

    CSS_PATH = "board.tcss"
    ENABLE_COMMAND_PALETTE = False

    def __init__(self, session: Session, head: PlanHead, typed: Typed) -> None:
        super().__init__(ansi_color=True)
        self.theme = "ansi-dark"
        self.session = session
        self.head = head
        self.typed = typed
        self.section = "overdue"
        self.counts: dict[str, int] = {}
        self.fault: Exception | None = None
        self.trouble = ""  # why the registry on disk cannot be shown
        self._question = 0  # of the list; a later one makes the answer to an earlier one void
        self._unused: tuple[str, ...] = ()
        self.why = False  # the page says why a task has its status
        self._said = 0  # messages so far
        # Kept here: asked for by name they would be looked for in whatever dialog is open.
        self.head_line = Static(id="title", markup=False)
        self.section_bar = SectionBar()
        self.narrowed_line = Static(id="narrowed", markup=False)
        self.search = Input(placeholder=_SEARCH, id="search", compact=True)
        self.pane = ListPane()
        self.page = Page()
        self.panes = Container(self.pane, self.page, id="panes")
        self.message = Static(id="message", markup=False)
        self.too_small = Static(id="small", markup=False)

    def compose(self) -> ComposeResult:
        """Make the panes."""
        yield self.head_line
        yield self.section_bar
        yield self.narrowed_line
        yield self.search
        yield self.panes
        yield self.message
        yield Static(_KEYS, id="keys", markup=False)
        yield self.too_small

    def on_mount(self) -> None:
        """Fill the panes, and begin to look after the registry on disk."""
        self.pane.focus()
        self.reload()
        if not self.session.place.commit:
            self.set_interval(_LOOK, self.look)

    def on_resize(self, event: events.Resize) -> None:
        """Set the panes side by side or one above the other; on a tiny window say what it takes."""
        width, height = event.size
        self.panes.set_class(width >= WIDE, "wide")
        self.panes.set_class(width < WIDE, "stacked")
        tiny = width < LEAST[0] or height < LEAST[1]
        self.screen_stack[0].set_class(tiny, "small")
        if not tiny and self.screen_stack[0].focused is None:  # what was hidden has lost the keyboard
            self.call_after_refresh(self.pane.focus)
        small = f"窗口太小（{width}×{height}），至少要 {LEAST[0]}×{LEAST[1]}"
        self.too_small.update(small)

    @on(ListPane.Laid)
    def tell(self) -> None:
        """Write the lines above the list."""
        as_of = self.session.as_of
        packed = f"　{self.session.read_only}" if self.session.read_only else ""
        number = f"（{self.head.number}）" if self.head.number else ""
        title = f"{as_of} {weekday(as_of)}{packed}　{self.head.short_title}{number}"
        self.head_line.update(told(title))
        self.section_bar.show(self.section, self.counts)
        search = self.search.value
        parts = [self.typed.words()] if any(self.typed) else []
        parts += [f"查找「{search}」"] if search.strip() else []
        listing = self.pane.listing
        said = [f"共 {listing.total:,} 项" if listing else "", *parts]
        if self._unused:
            said.append(f"这里不用：{'、'.join(self._unused)}")
        if hidden := self.pane.hidden:
            said.append(f"未列{'、'.join(hidden)}（窗口窄）")
        self.narrowed_line.update(told("　".join(filter(None, said))))

    def say(self, text: str, *, stay: bool = False) -> None:
        """Show a message above the keys, for a while or until the next one."""
        self.message.update(told(text))
        self.message.set_class(bool(text), "said")
        self._said += 1
        said = self._said
        if text and not stay:
            self.set_timer(_SAID, lambda: self.say(self.trouble, stay=True) if said == self._said else None)

    def reload(self, *, keep: bool = False) -> None:
        """Ask for the list of the section again.

        Args:
            keep: the same list as before, whose cursor stays where it is.
        """
        self._question += 1
        self.run_worker(self._list(self._question, keep=keep), group="list")

    async def _list(self, question: int, *, keep: bool) -> None:
        pane = self.pane
        key = pane.current.key if keep and pane.current else None
        search = self.search.value
        section, typed = self.section, self.typed
        try:
            answer = await self.session.ask(
                lambda: (
                    self.session.listing(section, typed, search, _FIRST)
                    if question == self._question
                    else None
                )
            )
            if answer is None or question != self._question:
                return
            listing, rows = answer
            self._unused = listing.unused
            empty = "没有"
            if search.strip() or any(typed):
                empty = "这一栏里没有这样的" + ("" if section == "all" else "；按 3 到全部任务里找")
            pane.show(listing, rows, key, empty)
            self.tell()
            found = await self.session.ask(self.session.counts, typed)
            if question != self._question:
                return
            self.counts = found
            self.tell()
            while question == self._question:
                more = await self.session.ask(self.session.more, listing.rows)
                if not more or question != self._question:
                    return
                pane.add(more, key)
        except BizenvError as error:
            self.say(str(error))

    @on(ListPane.Moved)
    def show_page(self) -> None:
        """Ask for the page of the row under the cursor."""
        self.fill()

    @work(exclusive=True, group="page")
    async def fill(self) -> None:
        """Ask for the page of the row under the cursor; a later question makes this one void."""
        page, pane = self.page, self.pane
        row, section, why = pane.current, self.section, self.why
        if row is None:
            page.show("", None)
            return

        def ask() -> str | None:
            """Answer, unless the cursor has moved on while others were answered."""
            return self.session.page(section, row, page.room, why=why) if pane.current is row else None

        try:
            text = await self.session.ask(ask)
        except BizenvError as error:
            text = plain(str(error))
        if text is not None:
            page.show(text, row.key)

    @on(Page.Resized)
    def lay_page_out(self) -> None:
        """Ask for the page again, for its new width."""
        self.fill()

    async def look(self) -> None:
        """See whether the registry on disk, or the day, is another; read it again where it is."""
        if len(self.screen_stack) == 1 and await self.session.ask(self.session.is_stale):
            await self.reopen()

    async def reopen(self) -> None:
        """Read the registry again; where it has problems now, say so and keep what was read before."""
        try:
            self.head = await self.session.ask(self.session.reopen)
        except BizenvError as error:
            self.trouble = f"所列是改动以前的：{error}"
            self.say(self.trouble, stay=True)
            return
        if self.trouble:
            self.trouble = ""
            self.say("")
        self.reload(keep=True)

    def _handle_exception(self, error: Exception) -> None:
        """Close the screen; whoever ran the board tells of the fault."""
        self.fault = self.fault or error
        super()._handle_exception(error)

    def _print_error_renderables(self) -> None:
        """Print no traceback; whoever ran the board tells of the fault."""
        self._exit_renderables.clear()
