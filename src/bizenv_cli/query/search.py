"""Full text: which tasks say all of some words, in their own measure or only around it.

Every text is read: most words have two 汉字, which no index of three-character pieces can find, and reading 20,000
texts takes about 20 ms.
"""

from typing import NamedTuple

from bizenv_cli.index import Index
from bizenv_cli.query.tasks import Filters, Order, Selection

_AROUND = ("work_task", "indicator", "sub_indicator", "action", "pilot", "lead", "support")


class Hits(NamedTuple):
    """What a search found, each part in the notice's order.

    Attributes:
        in_measure: tasks whose own 工作举措 has every word.
        around: tasks that have a word only in what they share with others: names, units, 工作任务, 试点项目.
    """

    words: tuple[str, ...]
    in_measure: Selection
    around: Selection


def search(index: Index, text: str, filters: Filters, around: tuple[str, ...] = _AROUND) -> Hits:
    """Find tasks by words (separated by white space, all must occur; case does not matter)."""
    words = tuple(text.split())
    where, parameters = filters.where()
    own, own_values = _all(words, ("measure",))
    anywhere, anywhere_values = _all(words, ("measure", *around))
    index.rows("DROP TABLE IF EXISTS temp.hit")
    index.rows(  # every text is read once, however often the hits are
        f"CREATE TEMP TABLE hit AS SELECT ref, {own} AS own FROM _task WHERE {where} AND {anywhere}",
        [*own_values, *parameters, *anywhere_values],
    )
    hit = "ref IN (SELECT ref FROM temp.hit WHERE own = ?)"
    return Hits(words, Selection(index, "_task", hit, (1,)), Selection(index, "_task", hit, (0,)))


def anywhere(index: Index, text: str, filters: Filters, order: Order) -> Selection:
    """Return the tasks that have every word in any of their texts or in their ids, in one order."""
    search(index, text, filters, (*_AROUND, "id"))
    return Selection(index, "_task", "ref IN (SELECT ref FROM temp.hit)", (), order)


def _all(words: tuple[str, ...], columns: tuple[str, ...]) -> tuple[str, list[str]]:
    """Return the condition that every word stands in one of some columns, and its values."""
    conditions: list[str] = []
    values: list[str] = []
    for word in words:
        cased = word.lower() != word.upper()
        texts = [f"coalesce({column}, '')" for column in columns]
        found = [f"instr({f'lower({text})' if cased else text}, ?) > 0" for text in texts]
        conditions.append(f"({' OR '.join(found)})")
        values += [word.lower() if cased else word] * len(columns)
    return " AND ".join(conditions) or "1", values
