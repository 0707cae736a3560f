"""A word that a shell may offer on a command line."""

from typing import NamedTuple


class Candidate(NamedTuple):
    """A word that may be offered.

    Attributes:
        value: what is put on the line.
        meaning: what a shell may show beside it.
        name: what it is a spelling of; of the spellings of one name only the first that fits is offered.
        also: what it can be found by besides its value, in small letters: its pinyin, a task's text.
    """

    value: str
    meaning: str = ""
    name: str = ""
    also: tuple[str, ...] = ()
