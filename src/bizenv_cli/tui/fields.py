"""The lines of a form: a label and what is typed, or chosen, beside it."""

from typing import ClassVar

from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.message import Message
from textual.reactive import reactive
from textual.widgets import Input, Label, Static

from bizenv_cli.render.safe import plain
from bizenv_cli.tui.forms import Field


class Choice(Static, can_focus=True):
    """One of a few values, changed with the arrow keys or a click."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left", "turn(-1)", show=False),
        Binding("right,space", "turn(1)", show=False),
        Binding("enter", "accept", show=False),
    ]

    at: reactive[int] = reactive(0)

    class Accepted(Message):
        """Enter was pressed."""

    def __init__(self, choices: tuple[tuple[str, str], ...], value: str) -> None:
        self.choices = choices
        super().__init__(markup=False)
        self.set_reactive(Choice.at, next((at for at, (key, _) in enumerate(choices) if key == value), 0))

    @property
    def value(self) -> str:
        """What is chosen."""
        return self.choices[self.at][0]

    def render(self) -> Text:
        """Draw the value between its arrows."""
        return Text(f"← {self.choices[self.at][1]} →")

    def action_turn(self, by: int) -> None:
        """Choose the next value, or the one before."""
        self.at = (self.at + by) % len(self.choices)

    def action_accept(self) -> None:
        """Go on to the next line."""
        self.post_message(self.Accepted())

    def on_click(self) -> None:
        """Choose the next value."""
        self.action_turn(1)


class FieldRow(Horizontal):
    """One line of a form."""

    def __init__(self, field: Field, value: str) -> None:
        super().__init__()
        self.field = field
        self.first = value
        self.entry: Input | Choice = (
            Choice(field.choices, value) if field.choices else Input(value, field.hint, compact=True)
        )

    def compose(self) -> ComposeResult:
        """Make the label and the entry."""
        yield Label(f"{self.field.label}{'＊' if self.field.required else ''}", markup=False)
        yield self.entry

    def on_descendant_focus(self) -> None:
        """Mark the line that the keyboard is at."""
        self.add_class("here")

    def on_descendant_blur(self) -> None:
        """Take the mark away."""
        self.remove_class("here")

    @property
    def value(self) -> str:
        """What is typed or chosen."""
        return self.entry.value

    @property
    def changed(self) -> bool:
        """Whether it is another value than at first."""
        return self.value != self.first


def told(*lines: str) -> Text:
    """Return lines as a text that is shown as it is, whatever it holds."""
    return Text("\n".join(plain(part) for text in lines for part in text.split("\n")))
