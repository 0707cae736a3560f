"""By whom and what a reader may narrow a page: the names of the plans that are asked about, in the notice's order."""

from typing import NamedTuple

from bizenv_cli.index import Index

_OF = "SELECT item.{name} AS name FROM temp.asked JOIN main.{table} AS item ON item.plan = asked.no ORDER BY position, item.ord"


class Choices(NamedTuple):
    """Names of plans, units, officials, indicators with their sub-indicators, and actions; each name once."""

    plans: tuple[str, ...]
    units: tuple[str, ...]
    officials: tuple[str, ...]
    indicators: tuple[tuple[str, tuple[str, ...]], ...]
    actions: tuple[str, ...]


def choices(index: Index) -> Choices:
    """Return the names of all plans that are asked about."""
    subs: dict[str, dict[str, None]] = {name: {} for name in _names(index, "indicator")}
    for row in index.rows(
        "SELECT indicator, name FROM temp.asked JOIN main.sub_indicator AS sub ON sub.plan = asked.no"
        " ORDER BY position, sub.ord"
    ):
        subs[row["indicator"]][row["name"]] = None
    return Choices(
        tuple(row["key"] for row in index.rows("SELECT key FROM temp.asked ORDER BY position")),
        _names(index, "unit"),
        _names(index, "official"),
        tuple((name, tuple(own)) for name, own in subs.items()),
        _names(index, "action"),
    )


def _names(index: Index, table: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(row["name"] for row in index.rows(_OF.format(name="name", table=table))))
