"""The line of sections: which there are, how many rows each has, which one is shown."""

from collections.abc import Mapping

from rich.cells import cell_len
from rich.text import Text
from textual import events
from textual.message import Message
from textual.widgets import Static

from bizenv_cli.tui.sections import SECTIONS


class SectionBar(Static):
    """The sections, to be clicked."""

    class Picked(Message):
        """A section was clicked."""

        def __init__(self, at: int) -> None:
            super().__init__()
            self.at = at

    def __init__(self) -> None:
        super().__init__(id="sections", markup=False)
        self._ends: list[int] = []

    def show(self, section: str, counts: Mapping[str, int]) -> None:
        """Draw the sections.

        Args:
            section: the one that is shown.
            counts: how many rows each has, as far as that is known.
        """
        line = Text()
        self._ends = []
        for at, (name, title) in enumerate(SECTIONS.items(), 1):
            count = f" {counts[name]:,}" if name in counts else ""
            line.append(f" {at} {title}{count} ", "reverse bold" if name == section else "")
            self._ends.append(cell_len(line.plain))
        self.update(line)

    def on_click(self, event: events.Click) -> None:
        """Tell which section was clicked."""
        found = next((at for at, end in enumerate(self._ends) if event.x < end), None)
        if found is not None:
            self.post_message(self.Picked(found))
