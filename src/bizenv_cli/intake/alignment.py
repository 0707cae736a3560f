"""A row whose cells have slipped to other columns: which cell was meant for which, the order being kept."""

from collections.abc import Mapping, Sequence
from functools import cache

from bizenv_cli.intake.headings import Header
from bizenv_cli.intake.shapes import MISFIT, Seen, score

_AT_HOME = 2  # for a cell that stands where the header says
_TOGETHER = 1.5  # for one that slipped as far as the cell before it
_MISSING = {"measure": -3.0, "lead": -2.0, "deadline": -2.0}
_NO_FIELD = -5.0
_NEW_GROUP = ("benchmark_cities", "goal", "pilot")  # printed whenever an indicator begins
_HEADLESS = -3.0


def fits(header: Header, cells: Mapping[int, str], seen: Seen) -> bool:
    """Tell whether every cell can be meant for the column in which it stands."""
    fields = {at: field for field, at in header.columns.items()}
    return all(at in fields and score(fields[at], text, seen) > MISFIT for at, text in cells.items())


def aligned(header: Header, cells: Mapping[int, str], seen: Seen) -> dict[str, int]:
    """Return for each field the column, from 0, of the cell that was most likely meant for it.

    Args:
        cells: the words by column; empty cells are left out.
        seen: what each column holds elsewhere in the table.
    """
    fields = list(header.columns)
    places = sorted(cells)

    @cache
    def best(
        at: int, first: int, offset: int | None, begun: bool
    ) -> tuple[float, tuple[tuple[str, int], ...]]:
        """Return the best worth of the cells from `at` on, for the fields from `first` on."""
        if at == len(places):
            return _left_out(fields[first:], begun=begun), ()
        place = places[at]
        rest = best(at + 1, first, offset, begun)
        found = (rest[0] + _NO_FIELD, rest[1])
        for choice in range(first, len(fields)):
            field = fields[choice]
            slipped = place - header.columns[field]
            worth = float(score(field, cells[place], seen)) + (_AT_HOME if slipped == 0 else 0)
            worth += _TOGETHER if slipped and slipped == offset else 0
            worth += _left_out(fields[first:choice], begun=begun)
            more = best(at + 1, choice + 1, slipped, begun or field == "indicator")
            if worth + more[0] > found[0]:
                found = (worth + more[0], ((field, place), *more[1]))
        return found

    return dict(best(0, 0, None, False)[1])


def _left_out(fields: Sequence[str], *, begun: bool) -> float:
    missing = sum(_MISSING.get(field, 0) for field in fields)
    return missing + sum(_HEADLESS for field in fields if begun and field in _NEW_GROUP)
