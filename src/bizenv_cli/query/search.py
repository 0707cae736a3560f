"""Full text: which tasks say all of some words, in their own measure or only around it."""

from dataclasses import dataclass

from bizenv_cli.index import Index
from bizenv_cli.query.tasks import Filters, TaskRow, complete

_TRIGRAM = 3


@dataclass(frozen=True, slots=True)
class Hits:
    """What a search found, each part in the notice's order.

    Attributes:
        in_measure: tasks whose own 工作举措 has every word.
        around: tasks that have a word only in what they share with others: names, units, 工作任务, 试点项目.
    """

    words: tuple[str, ...]
    in_measure: tuple[TaskRow, ...]
    around: tuple[TaskRow, ...]


def search(index: Index, text: str, filters: Filters) -> Hits:
    """Find tasks by words (separated by white space, all must occur; case does not matter).

    Words of three characters and more are found through the trigram index, shorter ones by reading.
    """
    words = tuple(text.split())
    where, parameters = filters.where()
    own, own_values = _condition(index, words, "measure")
    whole, whole_values = _condition(index, words, None)
    sql = f"SELECT *, ({own}) AS own FROM tasks WHERE {where} AND ({whole}) ORDER BY ord"
    rows = index.rows(sql, [*own_values, *parameters, *whole_values])
    return Hits(
        words,
        complete(index, (row for row in rows if row["own"])),
        complete(index, (row for row in rows if not row["own"])),
    )


def _condition(index: Index, words: tuple[str, ...], column: str | None) -> tuple[str, list[str]]:
    parts: list[str] = []
    values: list[str] = []
    for word in words:
        if index.full_text and len(word) >= _TRIGRAM:
            scope = f"{column} : " if column else ""
            parts.append("ord IN (SELECT rowid FROM main.task_text WHERE task_text MATCH ?)")
            values.append(f'{scope}"{word.replace(chr(34), chr(34) * 2)}"')
        else:
            texts = _TEXTS if column is None else f"coalesce({column}, '')"
            parts.append(f"instr(lower({texts}), lower(?)) > 0")
            values.append(word)
    return " AND ".join(parts) or "1", values


_TEXTS = (
    "coalesce(measure, '') || char(10) || coalesce(work_task, '') || char(10) || coalesce(indicator, '') || char(10)"
    " || coalesce(sub_indicator, '') || char(10) || coalesce(action, '') || char(10) || coalesce(pilot, '')"
    " || char(10) || lead || char(10) || support"
)
