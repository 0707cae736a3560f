"""The board's questions: asked one after another in a thread of their own, so that the screen never waits."""

import asyncio
from collections.abc import Callable, Generator, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import date
from itertools import islice
from typing import ParamSpec, TypeVar, cast

from bizenv_cli import answers
from bizenv_cli.index import Index
from bizenv_cli.place import Place, survey
from bizenv_cli.query import names, targets
from bizenv_cli.query.plan import PlanHead, head
from bizenv_cli.render import Page, renderer
from bizenv_cli.tui.sections import TASK_SECTIONS, Listing, Row, Typed, counts, listing
from bizenv_cli.views import View

P = ParamSpec("P")
T = TypeVar("T")

_PIECE = 2000  # rows read at a time once the first are shown


class Session:
    """The registry as it is now; all methods but `ask`, `at_once` and `close` run in the session's thread.

    Attributes:
        place: where the registry is.
        read_only: why nothing can be recorded; empty where it can.
    """

    def __init__(self, place: Place, opened: Callable[[], Index], today: Callable[[], date]) -> None:
        self.place = place
        self._opened = opened
        self._today = today
        self._index: Index | None = None
        self._stamps: list[bytes] = []
        self._reading: Generator[Row, None, None] | None = None
        self._thread = ThreadPoolExecutor(1, "questions")
        self.read_only = _read_only(place)

    async def ask(self, question: Callable[P, T], *arguments: P.args, **named: P.kwargs) -> T:
        """Run one of the other methods in the session's thread."""
        return await asyncio.wrap_future(self.at_once(question, *arguments, **named))

    def at_once(self, question: Callable[P, T], *arguments: P.args, **named: P.kwargs) -> "Future[T]":
        """Send one of the other methods to the session's thread."""
        return self._thread.submit(question, *arguments, **named)

    def close(self) -> None:
        """Let go of the index when everything that was asked is answered."""
        self.at_once(self._let_go).result()
        self._thread.shutdown()

    def _let_go(self) -> None:
        self._stop_reading()
        if self._index is not None:
            self._index.close()

    def _stop_reading(self) -> None:
        """End the list that is read piece by piece: SQLite lets only the thread that began it do that."""
        if self._reading is not None:
            self._reading.close()
            self._reading = None

    @property
    def index(self) -> Index:
        """The index as it was opened last."""
        if self._index is None:
            self.reopen()
        return cast("Index", self._index)

    @property
    def as_of(self) -> date:
        """The day of the index."""
        return self.index.as_of

    def refusal(self, today: date) -> str:
        """Say why nothing can be recorded today; nothing where it can."""
        if self.read_only:
            return f"{self.read_only}，不能登记"
        # On another day the last entry may be another, and so what there is to take back.
        return (
            "" if self.as_of == today else f"看板以 {self.as_of} 计，不是今天，不能登记；不加 --as-of 再打开"
        )

    def reopen(self) -> PlanHead:
        """Open the index anew; where that fails, the earlier one stays.

        Raises:
            BizenvError: the registry has problems now, or is gone.
        """
        self._stamps = self._now()
        fresh = self._opened()
        if self._index is not None:
            self._index.close()
        self._index = fresh
        return head(fresh)

    def is_stale(self) -> bool:
        """Tell whether the registry or the day is another than when the index was last opened."""
        return self._now() != self._stamps or (self._index is not None and self._index.as_of != self._today())

    def _now(self) -> list[bytes]:
        return [] if self.place.commit else [folder.stamp for folder in survey(self.place)]

    def counts(self, typed: Typed) -> dict[str, int]:
        """Return how many rows each section has."""
        return counts(self.index, typed)

    def listing(self, section: str, typed: Typed, text: str, first: int) -> tuple[Listing, list[Row]]:
        """Return a section's list and its first rows; the others are read by `more`."""
        self._stop_reading()
        found = listing(self.index, head(self.index), section, typed, text)
        self._reading = found.rows
        return found, list(islice(found.rows, first))

    @staticmethod
    def more(rows: Iterator[Row]) -> list[Row]:
        """Return the next rows of a list; none at its end."""
        return list(islice(rows, _PIECE))

    def page(self, section: str, row: Row, width: int, *, why: bool) -> str:
        """Return everything about one row, as the commands print it on a terminal of this width."""
        return "".join(renderer("table")(self._view(section, row, why=why), Page(width, colour=True)))

    def _view(self, section: str, row: Row, *, why: bool) -> View:
        index = self.index
        whole = head(index)
        if row.duty is not None:
            return answers.duty(index, whole, row.duty)
        if section not in TASK_SECTIONS:
            return answers.target(index, whole, targets.named(index, row.key))
        return (answers.why if why else answers.task)(index, whole, names.task(index, row.key))


def _read_only(place: Place) -> str:
    if place.packed:
        return "这是随程序附带的清单，只读"
    return f"这是版本「{place.revision}」的清单，只读" if place.commit else ""
