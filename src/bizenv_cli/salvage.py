"""What can still be checked of a file that its model refuses: the rest of it, with every place kept.

A wrong value is left out, and where its record cannot do without it, the record; so a misspelt unit is told in
the same run as a wrong date beside it.
"""

from collections.abc import Iterator
from typing import Any, TypeVar

from pydantic import ValidationError

from bizenv_cli.model import Record
from bizenv_cli.modelpath import path_in_file
from bizenv_cli.yamltext import Document, Loc

R = TypeVar("R", bound=Record)

_ROUNDS = 50


def salvage(document: Document, model: type[R], error: ValidationError) -> tuple[R, Document] | None:
    """Return the record without what is wrong in it, or None where nothing whole is left.

    Args:
        document: the file as it was read.
        model: what the file should be.
        error: what the model said of the whole file.

    Returns:
        The record, and a document whose places are those of the values that were kept.
    """
    left_out: set[Loc] = set()
    origin: dict[Loc, Loc] = {}
    for _ in range(_ROUNDS):
        fresh = {
            found for loc in _locs(error, model) if (found := _cause(loc, origin, document)) not in left_out
        }
        if () in fresh or not fresh:
            return None
        left_out |= fresh
        kept = Document(document.path, document.text)
        origin = {}
        value = _rest(document.value, (), (), left_out, (document, kept, origin))
        try:
            record = model.model_validate(value)
        except ValidationError as again:
            error = again
            continue
        return record, Document(document.path, document.text, value, kept.places, kept.keys)
    return None


def _locs(error: ValidationError, model: type[Record]) -> Iterator[Loc]:
    for detail in error.errors(include_url=False, include_input=False, include_context=False):
        loc = path_in_file(model, detail["loc"])
        yield loc[:-1] if detail["type"] == "missing" else loc


def _cause(loc: Loc, origin: dict[Loc, Loc], document: Document) -> Loc:
    """Return what to leave out, as a path in the whole document; an empty list goes with its key."""
    while loc and origin and loc not in origin:
        loc = loc[:-1]
    found = origin.get(loc, loc)
    while found and found not in document.places:
        found = found[:-1]
    return found


def _rest(
    value: Any, old: Loc, new: Loc, left_out: set[Loc], books: tuple[Document, Document, dict[Loc, Loc]]
) -> Any:
    document, kept, origin = books
    origin[new] = old
    kept.places[new] = document.places[old]
    if old in document.keys:
        kept.keys[new] = document.keys[old]
    if isinstance(value, dict):
        return {
            key: _rest(item, (*old, key), (*new, key), left_out, books)
            for key, item in value.items()
            if (*old, key) not in left_out
        }
    if isinstance(value, list):
        places = [at for at in range(len(value)) if (*old, at) not in left_out]
        return [
            _rest(value[at], (*old, at), (*new, position), left_out, books)
            for position, at in enumerate(places)
        ]
    return value
