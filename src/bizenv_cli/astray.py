"""Records that slid into the list above them, because the line that names their own list is lost."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from bizenv_cli.model import Record
from bizenv_cli.modelpath import records_at
from bizenv_cli.yamltext import Document, Loc


@dataclass(frozen=True, slots=True)
class Astray:
    """From the item `first` on, a list holds what belongs in the list `key` of the same record."""

    first: Loc
    key: str

    def covers(self, loc: Loc, kind: str) -> bool:
        """Tell whether an error, at a place and of pydantic's kind, only follows from this."""
        holder, at = self.first[:-2], len(self.first) - 1
        inside = len(loc) > at and loc[:at] == self.first[:at]
        return (inside and loc[at] >= self.first[at]) or (kind == "missing" and loc == (*holder, self.key))  # type: ignore[operator]


def astray(document: Document, model: type[Record], unknown: Iterable[Loc]) -> Astray | None:
    """Return what slid into another list, or None.

    Args:
        unknown: the places of the keys that their records do not have.
    """
    for loc in unknown:
        item = loc[:-1]
        if len(item) < 2 or not isinstance(item[-1], int):  # noqa: PLR2004  (a list's key and the item's number)
            continue
        holder = item[:-2]
        for record in records_at(model, holder):
            for name in record.model_fields:
                free = (*holder, name) not in document.keys
                if free and _fits(_at(document, item), records_at(model, (*holder, name, 0))):
                    return Astray(item, name)
    return None


def _fits(value: Any, records: Iterable[type[Record]]) -> bool:
    return isinstance(value, dict) and any(
        {name for name, field in record.model_fields.items() if field.is_required()}
        <= value.keys()
        <= record.model_fields.keys()
        for record in records
    )


def _at(document: Document, loc: Loc) -> Any:
    value = document.value
    for step in loc:
        value = value[step]
    return value
