"""What is expected of single classes, and why: problems told elsewhere, and more than two of one mutant."""

from collections.abc import Mapping

_ONE_USE = (
    "a name that is used once: whether its entry or its use is misspelt nobody can know; the use is told"
)

# Mutants of a class that may be told further than a line from the edit, and why that is fair.
ELSEWHERE: Mapping[str, tuple[int, str]] = {
    "unit_misspelt_in_directory": (4, _ONE_USE),
    "official_misspelt_in_directory": (3, _ONE_USE),
    "indent_lost": (
        2,
        "a key with a list of records, the last of its own record: only the next record is seen to be out of line",
    ),
    "task_deleted": (
        1,
        "the last task of a sub-indicator: told at the number that follows, below the next head",
    ),
}

# Problems a mutant, on the average of its class, where the class truly changes several places.
SEVERAL: Mapping[str, tuple[float, str]] = {}
