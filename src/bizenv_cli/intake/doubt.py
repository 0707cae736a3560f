"""A doubt: something in a foreign table that a reader could take in more than one way, and how it was taken."""

from dataclasses import dataclass, replace

AS_PRINTED = "照录"


@dataclass(frozen=True, slots=True)
class Doubt:
    """One thing that a person must settle.

    Attributes:
        place: file, sheet and row, for example ``附件1.xlsx 工作表1 第 27 行``.
        column: the title of the column, or nothing where it is the row or the table.
        printed: the cell's own words.
        assumed: what the draft has instead.
        because: why it is doubtful, one Chinese sentence.
        task: the id of the task that it stands on, where it stands on one.
    """

    place: str
    column: str
    printed: str
    assumed: str
    because: str
    task: str = ""

    def on(self, task: str) -> "Doubt":
        """Return the same doubt with the task it stands on."""
        return replace(self, task=task)
