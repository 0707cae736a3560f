"""A file's text as plain values, with the place of each: what a problem points at."""

from dataclasses import dataclass, field
from typing import Any

from bizenv_cli.problem import Problem

Loc = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Place:
    """Where a value or a key stands: line and column from 1 (in characters), and how many characters."""

    line: int
    column: int
    length: int


@dataclass(frozen=True, slots=True)
class Document:
    """One file's text as plain values, with the place of each value and key.

    Attributes:
        path: the file as shown to the user.
        text: the whole text, for excerpts.
        value: dicts, lists, str, int, bool, None.
        places: place of the value at a path such as ``("tasks", 3, "lead", 0)``.
        keys: place of the key that ends such a path.
    """

    path: str
    text: str
    value: Any = None
    places: dict[Loc, Place] = field(default_factory=dict)
    keys: dict[Loc, Place] = field(default_factory=dict)

    def place(self, loc: Loc, *, key: bool = False) -> Place:
        """Return the place of the value (or key) at `loc`, else of its nearest ancestor."""
        if key and loc in self.keys:
            return self.keys[loc]
        while loc and loc not in self.places:
            loc = loc[:-1]
        return self.places.get(loc, Place(1, 1, 1))

    def problem(self, loc: Loc, code: str, message: str, hint: str = "", *, key: bool = False) -> Problem:
        """Return a problem of this file at the place of `loc`."""
        place = self.place(loc, key=key)
        return Problem(self.path, place.line, place.column, code, message, hint, place.length)
