"""Rows of an answer that is held as a whole, of which a limit may show fewer; what it leaves out is said."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Generic, NamedTuple, TypeVar

from bizenv_cli.views.parts import Paragraph, Part, Span, line

T = TypeVar("T")


class Shown(NamedTuple, Generic[T]):
    """All rows of an answer, how many of them are shown at the most (None for all), and the day it is given for."""

    rows: Sequence[T]
    limit: int | None
    as_of: date

    def first(self) -> Sequence[T]:
        """Return the rows that are shown."""
        return self.rows[: self.limit]

    def left_out(self) -> Iterator[Part]:
        """Say how many rows are not shown, where there are some."""
        if rest := len(self.rows) - len(self.first()):
            words = f"还有 {rest:,} 条未列出。--limit 0 全部列出；也可缩小范围，或 --format csv -o 文件"
            yield Paragraph(line(Span(words, "strong")), gap=True)

    def cut(self) -> dict[str, int]:
        """Return the JSON member that says how many there are in all, where a limit leaves out some."""
        return {"whole": len(self.rows)} if len(self.rows) > len(self.first()) else {}
