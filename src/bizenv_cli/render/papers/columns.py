"""How wide the columns of a printed table are: wide enough for a word, the rest shared by how much each holds."""

import re
from collections.abc import Iterable, Sequence
from statistics import fmean

from rich.cells import cell_len

_WORD = re.compile(r"[!-~]+")  # a number, a date, an id: nothing that may be broken
_NARROW = 8  # half-width characters: four 汉字 beside each other
_PADDING = 1.5


def widths(rows: Sequence[Sequence[str]], room: int) -> list[int]:
    """Return the width of each column in hundredths of a half-width character; together they are `room` of these.

    Args:
        rows: all rows, the heading row too, each as long as the first.
        room: how many half-width characters go into a line.
    """
    lengths = [[cell_len(row[at]) for row in rows] for at in range(len(rows[0]))]
    natural = [max(column) for column in lengths]
    wanted = [
        float(min(natural[at], max(_NARROW, min(_longest_word(row[at] for row in rows), room // 4))))
        for at in range(len(natural))
    ]
    left = room - sum(wanted) - _PADDING * len(wanted)
    long = [at for at in range(len(wanted)) if natural[at] > wanted[at]]
    while long and left > 1:  # by how much they hold, but none more than its longest text
        each = left / sum(fmean(lengths[at]) for at in long)
        for at in long:
            share = min(each * fmean(lengths[at]), natural[at] - wanted[at])
            wanted[at] += share
            left -= share
        long = [at for at in long if natural[at] - wanted[at] > 1]
    scale = room * 100 / sum(width + _PADDING for width in wanted)
    found = [int((width + _PADDING) * scale) for width in wanted]
    return [*found[:-1], room * 100 - sum(found[:-1])]


def on_single_lines(rows: Sequence[Sequence[str]], room: int) -> bool:
    """Tell whether no cell has to be broken in a table as wide as `room` half-width characters."""
    return sum(max(cell_len(row[at]) for row in rows) + _PADDING for at in range(len(rows[0]))) <= room


def _longest_word(texts: Iterable[str]) -> int:
    return max((len(word) for text in texts for word in _WORD.findall(text)), default=0)
