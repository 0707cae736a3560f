"""The parts of a view in order, of which the first rows can be looked at before they are taken."""

from collections.abc import Iterable, Iterator
from itertools import chain, islice

from bizenv_cli.views import Cell, Rows, Settled


class LookAhead:
    """The parts of a view in order, of which the first rows, so many as are wanted, can be looked at before they are taken."""

    def __init__(self, parts: Iterator[Settled], wanted: int) -> None:
        self._parts = parts
        self._wanted = wanted
        self._waiting: list[Settled] = []
        self._rows = 0
        self._open = True  # no table has been looked at whose rows go on

    def __iter__(self) -> Iterator[Settled]:
        while True:
            self._fill()
            if not self._waiting:
                return
            part = self._waiting.pop(0)
            if not self._waiting:
                self._open = True
            yield part

    def held(self) -> Iterator[Rows]:
        """Yield the tables that follow, as far as they were looked at."""
        return (part for part in self._waiting if isinstance(part, Rows))

    def _fill(self) -> None:
        """Take parts until the rows wanted were seen in all, then one at a time."""
        while self._open and (self._rows < self._wanted or not self._waiting):
            part = next(self._parts, None)
            if part is None:
                self._open = False
            elif isinstance(part, Rows):
                self._waiting.append(self._seen(part))
            else:
                self._waiting.append(part)

    def _seen(self, part: Rows) -> Rows:
        rows = iter(part.rows)
        first = list(islice(rows, max(self._wanted - self._rows, 1)))
        self._rows += len(first)
        following = next(rows, None)
        self._open = following is None  # else what comes after it in the stream cannot be made yet
        rest = chain([following], rows) if following is not None else ()
        return Rows(part.columns, Begun(first, rest), part.heading, part.header)


class Begun:
    """Rows of which the first are at hand."""

    def __init__(self, first: list[tuple[Cell, ...]], rest: Iterable[tuple[Cell, ...]]) -> None:
        self.first = first
        self._rest = rest

    def __iter__(self) -> Iterator[tuple[Cell, ...]]:
        return chain(self.first, self._rest)
