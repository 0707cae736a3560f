"""The dialogs of an entry: what kind, what it says, and the line that would be added before it is."""

import asyncio
from typing import ClassVar

from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from bizenv_cli import clock
from bizenv_cli.render.cells import clean
from bizenv_cli.tui.dialogs import Dialog
from bizenv_cli.tui.drafting import Subject, Tried, draft, put
from bizenv_cli.tui.fields import FieldRow, told
from bizenv_cli.tui.forms import BY_SCOPE, FORMS, Field
from bizenv_cli.tui.session import Session
from bizenv_cli.vocabulary import EVENTS

_MEANINGS = {
    "receive": "单位收到了任务",
    "progress": "做了什么、到了哪一步",
    "done": "单位的一份办完了",
    "extend": "批准把时限移到以后",
    "return": "不认可办结，重新打开",
    "accept": "认可办结",
    "urge": "发了督办单",
    "measure": "量得的数",
    "fulfil": "这一期履行了",
    "void": "取消最后一条登记",
}


class EventMenu(ModalScreen[str | None]):
    """Asks what kind of entry it is."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q", "dismiss", show=False),
        Binding("j", "cursor('down')", show=False),
        Binding("k", "cursor('up')", show=False),
        *(Binding(str(digit), f"choose({digit - 1})", show=False) for digit in range(1, 10)),
    ]

    def __init__(self, subject: Subject) -> None:
        super().__init__()
        self._subject = subject
        self._events = BY_SCOPE[subject.about.scope]

    def compose(self) -> ComposeResult:
        """Make the list of kinds."""
        with Vertical(id="box"):
            yield Static(told(f"登记　{self._subject.about.id}"), id="heading")
            yield Static(told(self._subject.words), id="about")
            yield OptionList(
                *(
                    Option(Text(f"{at} {EVENTS[event]}　{_MEANINGS[event]}"), id=event)
                    for at, event in enumerate(self._events, 1)
                )
            )
            yield Static("↑ ↓ 或数字选，Enter 确定，Esc 取消", id="keys", markup=False)

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Take the kind that was chosen."""
        self.dismiss(event.option_id)

    def action_choose(self, at: int) -> None:
        """Take a kind by its number."""
        if at < len(self._events):
            self.dismiss(self._events[at])

    def action_cursor(self, to: str) -> None:
        """Move the cursor."""
        kinds = self.query_one(OptionList)
        (kinds.action_cursor_down if to == "down" else kinds.action_cursor_up)()


class EntryDialog(Dialog[Tried]):
    """Asks what an entry says; shows the line that it would be, and writes it."""

    KEYS: ClassVar[str] = "Enter 下一行　Ctrl+S 检查　Esc 取消　（带＊的要写）"

    def __init__(self, session: Session, subject: Subject, event: str) -> None:
        self._session, self._subject, self._event = session, subject, event
        likely = tuple(subject.last) if event == "void" else subject.units
        unit = Field("unit", "单位", "、".join(likely) or "全称，或其中几个字", required=True)
        rows = [FieldRow(unit, likely[0] if len(likely) == 1 else "")]
        rows += [
            FieldRow(field, (subject.color or "") if field.key == "color" else "") for field in FORMS[event]
        ]
        rows.append(FieldRow(Field("date", "登记日期", required=True), clock.today().isoformat()))
        about = subject.words
        if event == "void":
            last = (f"{name} {void['dated']} {EVENTS[void['of']]}" for name, void in subject.last.items())
            about = f"要取消的：{'；'.join(last) or '没有可更正的登记'}"
        super().__init__(f"{EVENTS[event]}　{subject.about.id}", about, rows)

    async def take(self) -> None:
        """Try the entry, ask, and write it; it is checked once more when it is written."""
        typed = self.typed()
        self.say("正在检查…")
        made = await self._session.ask(
            lambda: draft(self._session.index, self._subject, self._event, typed, clock.today())
        )
        tried = await asyncio.to_thread(put, made, dry_run=True)
        if not await self.app.push_screen_wait(Preview(tried)):
            self.say("还没有写入，可以再改")
            return
        self.say("正在写入…")
        self.dismiss(await asyncio.to_thread(put, made, dry_run=False))


class Preview(ModalScreen[bool]):
    """Shows the line that would be added, and asks whether to."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,n", "dismiss(False)", show=False),
        Binding("enter,y,ctrl+s", "dismiss(True)", show=False),
    ]

    def __init__(self, tried: Tried) -> None:
        super().__init__()
        self._tried = tried

    def compose(self) -> ComposeResult:
        """Make the box."""
        with Vertical(id="box"):
            yield Static("检查通过，要加上这一行：", id="heading", markup=False)
            with VerticalScroll(id="page"):
                yield Static(told(*(f"+{added}" for added in self._tried.lines)), id="lines")
                yield Static(told(f"在 {self._tried.file} 末尾"))
                yield Static(told("登记之后："), id="after")
                yield Static(Text("".join(span.text for span in clean(self._tried.stands))))
            yield Static("Enter 写入　Esc 返回修改", id="keys", markup=False)
