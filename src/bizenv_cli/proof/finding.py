"""What recounting a paper finds: a value, in the words of the paper."""

from typing import Literal, NamedTuple

Kind = Literal["figure", "share", "total", "denominator", "removed", "unchecked"]
WRONG: frozenset[Kind] = frozenset({"figure", "share", "total", "denominator"})


class Finding(NamedTuple):
    """Something in a paper that does not agree, or that nothing could be compared with.

    Attributes:
        kind: a figure that is not what was counted; a share that its own counts do not give; parts that do not add up;
            a share without its whole; words that were taken out; figures that somebody added.
        place: which paragraph, or which cell of which table.
        words: the sentence, as written, or as it was where it is gone.
        written: the figure as written; empty where it is gone.
        counted: what it should be; empty where that cannot be told.
    """

    kind: Kind
    place: str
    words: str
    written: str
    counted: str

    @property
    def wrong(self) -> bool:
        """Whether the paper is wrong here, rather than only beyond what can be recounted."""
        return self.kind in WRONG


class Recount(NamedTuple):
    """What was found in a paper.

    Attributes:
        figures: how many of its figures were compared.
        expected: how many it would have as it is written by itself.
    """

    findings: tuple[Finding, ...]
    figures: int
    expected: int
