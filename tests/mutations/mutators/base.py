"""What a mutant is, how a class of mutants is registered, and how a place in the registry is picked."""

import random
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

Kind = Literal["malformed", "meaning", "harmless"]
Files = Mapping[str, str]

REGISTRY = Path(__file__).parents[3] / "registry"
SINGLE = ("plan.yaml", "units.yaml", "officials.yaml", "treatments.yaml")

_FIELD = re.compile(r"^(?P<before> *(?:- )*)(?P<key>[a-z_]+):(?: (?P<value>.*))?$")
_TRIES = 60


@dataclass(frozen=True, slots=True)
class Edit:
    """What became of one file.

    Attributes:
        path: the file, relative to the registry; for a new or renamed file the new path.
        data: its new bytes; None: the file is gone.
        lines: the lines of the new text where the edit is; None where no line can be blamed.
    """

    path: str
    data: bytes | None
    lines: range | None = None


@dataclass(frozen=True, slots=True)
class Mutant:
    """One corrupted registry: a problem at any one of its edits is in the right place."""

    name: str
    edits: tuple[Edit, ...]

    def applied(self, files: Mapping[str, bytes]) -> dict[str, bytes]:
        """Return the files of the registry with the edits made."""
        result = dict(files)
        for edit in self.edits:
            if edit.data is None:
                result.pop(edit.path, None)
            else:
                result[edit.path] = edit.data
        return result


Found = Edit | tuple[Edit, ...] | None
Mutator = Callable[[random.Random, Files], Found]


@dataclass(frozen=True, slots=True)
class MutationClass:
    """One way of corrupting the registry, or of editing it without harm."""

    name: str
    kind: Kind
    description: str
    mutator: Mutator

    def mutant(self, rng: random.Random, files: Files) -> Mutant | None:
        """Return one mutant at a random place, or None where the class finds no place."""
        found = self.mutator(rng, files)
        if found is None:
            return None
        return Mutant(self.name, found if isinstance(found, tuple) else (found,))


CLASSES: dict[str, MutationClass] = {}


def add(kind: Kind, name: str, description: str, mutator: Mutator) -> None:
    """Register a class of mutants."""
    assert name not in CLASSES, name
    CLASSES[name] = MutationClass(name, kind, description, mutator)


def mutation(kind: Kind, description: str) -> Callable[[Mutator], Mutator]:
    """Register the decorated function as a class of mutants under its own name."""

    def register(mutator: Mutator) -> Mutator:
        add(kind, mutator.__name__, description, mutator)
        return mutator

    return register


@dataclass(frozen=True, slots=True)
class Spot:
    """One line ``key: value`` of a file.

    Attributes:
        number: its line number from 1.
        before: the indentation, with the dash of a list item.
    """

    path: str
    number: int
    before: str
    key: str
    value: str

    @property
    def annex(self) -> bool:
        """Whether the line stands in a file of an annex."""
        return "/" in self.path

    @property
    def is_list(self) -> bool:
        """Whether the value is a list in brackets."""
        return self.value.startswith("[")

    @property
    def items(self) -> list[str]:
        """The items of a list in brackets."""
        return self.value.strip("[]").split(", ")

    def line(self, value: str | None = None, *, key: str | None = None, sign: str = ": ") -> str:
        """Return the line written anew."""
        return f"{self.before}{key or self.key}{sign}{self.value if value is None else value}"


@cache
def spots_of(path: str, text: str) -> tuple[Spot, ...]:
    """Return the ``key: value`` lines of a text."""
    return tuple(
        Spot(path, number, match["before"], match["key"], match["value"] or "")
        for number, line in enumerate(text.split("\n"), 1)
        if (match := _FIELD.match(line))
    )


def spots(files: Files) -> Iterator[Spot]:
    """Yield the ``key: value`` lines of all files."""
    for path, text in files.items():
        yield from spots_of(path, text)


def edited(path: str, text: str, first: int, last: int, new: list[str]) -> Edit:
    """Return the edit that puts `new` in the place of the lines `first` to `last` (without `last`)."""
    lines = text.split("\n")
    lines[first - 1 : last - 1] = new
    return Edit(path, "\n".join(lines).encode(), range(first, first + max(1, len(new))))


def unchanged(files: Files, path: str, lines: range | None = None) -> Edit:
    """Return the edit that changes nothing: another place where the mutant may fairly be told."""
    return Edit(path, files[path].encode(), lines)


def record_start(text: str, spot: Spot) -> int:
    """Return the number of the first line of the record that a spot's line belongs to."""
    column = len(spot.before)
    for other in reversed(spots_of(spot.path, text)):
        if other.number <= spot.number and len(other.before) == column and "- " in other.before:
            return other.number
    return 1


def rewrite(files: Files, spot: Spot, new: str | None) -> Edit | None:
    """Return the edit that writes `new` (None: no edit) in the place of a spot's line."""
    if new is None or new == spot.line():
        return None
    return edited(spot.path, files[spot.path], spot.number, spot.number + 1, new.split("\n"))


def change(
    wanted: Callable[[Spot], bool], new: Callable[[random.Random, Spot], str | None]
) -> Callable[[random.Random, Files], Edit | None]:
    """Return a mutator that writes one line of the wanted sort anew."""

    def mutator(rng: random.Random, files: Files) -> Edit | None:
        places = [spot for spot in spots(files) if wanted(spot)]
        for _ in range(_TRIES):
            spot = rng.choice(places)
            if edit := rewrite(files, spot, new(rng, spot)):
                return edit
        return None

    return mutator


def keyed(*keys: str) -> Callable[[Spot], bool]:
    """Return a wish for lines with one of the keys and a value."""
    return lambda spot: spot.key in keys and bool(spot.value)


@dataclass(frozen=True, slots=True)
class Block:
    """The lines of one task: from its ``- seq`` to the line before the next item.

    Attributes:
        first: number of its first line, from 1.
        after: number of the line after its last.
    """

    path: str
    first: int
    after: int
    seq: int
    indent: int
    lines: tuple[str, ...]

    @property
    def annex(self) -> str:
        """The folder of the annex."""
        return self.path.partition("/")[0]

    def spot(self, files: Files, key: str) -> Spot | None:
        """Return the line of the task's own `key`."""
        for spot in spots_of(self.path, files[self.path]):
            inside = self.first <= spot.number < self.after
            if inside and spot.key == key and len(spot.before) in (self.indent, self.indent + 2):
                return spot
        return None


@cache
def _blocks_of(path: str, text: str) -> tuple[Block, ...]:
    lines = text.rstrip("\n").split("\n")
    found = []
    for spot in spots_of(path, text):
        indent = len(spot.before) - 2
        if spot.key != "seq" or (path.startswith("annex2") and indent != 6):
            continue
        after = spot.number + 1
        while after <= len(lines) and len(lines[after - 1]) - len(lines[after - 1].lstrip()) > indent:
            after += 1
        body = tuple(lines[spot.number - 1 : after - 1])
        found.append(Block(path, spot.number, after, int(spot.value), indent, body))
    return tuple(found)


def blocks(files: Files, folder: str = "") -> list[Block]:
    """Return all tasks of the registry, or of one folder, in the order of their numbers."""
    return [
        block
        for path, text in sorted(files.items())
        if path.startswith(folder) and "/" in path
        for block in _blocks_of(path, text)
    ]


def last_blocks(files: Files) -> list[Block]:
    """Return the last task of each annex: nothing follows it that could be out of number."""
    return [blocks(files, "annex1")[-1], blocks(files, "annex2")[-1]]


def inner_blocks(files: Files) -> list[Block]:
    """Return the tasks that another task of the same annex follows."""
    return [block for block in blocks(files) if block not in last_blocks(files)]


@cache
def _names(text: str) -> tuple[str, ...]:
    return tuple(spot.value for spot in spots_of("", text) if spot.key == "name")


def unit_names(files: Files) -> tuple[str, ...]:
    """Return every spelling of every unit."""
    return _names(files["units.yaml"])


def official_names(files: Files) -> tuple[str, ...]:
    """Return the names of the officials."""
    return _names(files["officials.yaml"])


def one_changed(rng: random.Random, items: list[str], new: Callable[[str], str | None]) -> str | None:
    """Return a list in brackets with one random item changed, or None where that item does not change."""
    at = rng.randrange(len(items))
    item = new(items[at])
    return (
        None if item is None or item == items[at] else f"[{', '.join([*items[:at], item, *items[at + 1 :]])}]"
    )


def position(rng: random.Random, text: str) -> int:
    """Return a random place between two characters of a text."""
    return rng.randrange(1, max(2, len(text)))
