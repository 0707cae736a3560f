"""From where pydantic says an error is to the path in the file, and to the records that may stand there.

pydantic puts two steps into an error's place that no file has: ``[key]``, and in a union of records the tag that
chose one of them (``("entries", 0, "done", "task")`` for the task of an entry whose event is ``done``).
"""

from collections.abc import Iterator
from typing import Any, Literal, get_args, get_origin

from bizenv_cli.model import Record
from bizenv_cli.yamltext import Loc

Records = tuple[type[Record], ...]

_KEY = "[key]"


def path_in_file(model: type[Record], loc: Loc) -> Loc:
    """Return the path in the file of what pydantic names `loc` in a `model`."""
    return tuple(step for step, _, kept in _walk(model, loc) if kept)


def records_at(model: type[Record], loc: Loc) -> Records:
    """Return the records that may stand at `loc`: several where their tag is not known, none where none may."""
    records: Records = (model,)
    for _, records, _ in _walk(model, loc):  # noqa: B007  (the last is wanted)
        pass
    return records


def is_required(model: type[Record], loc: Loc) -> bool:
    """Tell whether the field that ends `loc` must stand in its record; an item of a list need not."""
    name = loc[-1] if loc else None
    holders = records_at(model, loc[:-1]) if loc else ()
    return any(
        isinstance(name, str) and name in holder.model_fields and holder.model_fields[name].is_required()
        for holder in holders
    )


def _walk(model: type[Record], loc: Loc) -> Iterator[tuple[str | int, Records, bool]]:
    """Yield each step with the records that may stand after it, and whether the file has that step."""
    records: Records = (model,)
    chosen = False  # a tag chooses once: the entry itself may have a key of that name
    for step in loc:
        tagged = tuple(record for record in records if step in _tags(record)) if len(records) > 1 else ()
        if isinstance(step, int) or step == _KEY:
            chosen = False
            yield step, records, step != _KEY
        elif tagged and not chosen:
            records, chosen = tagged, True
            yield step, records, False
        else:
            records = tuple(
                found
                for record in records
                if step in record.model_fields
                for found in _records_in(record.model_fields[step].annotation)
            )
            yield step, records, True


def _tags(record: type[Record]) -> set[str]:
    """Return the values of those fields of a record that can have but one."""
    choices = (get_args(field.annotation) for field in record.model_fields.values())
    literal = (field.annotation for field in record.model_fields.values())
    return {
        values[0]
        for values, annotation in zip(choices, literal, strict=True)
        if get_origin(annotation) is Literal and len(values) == 1
    }


def _records_in(annotation: Any) -> Iterator[type[Record]]:
    if isinstance(annotation, type) and issubclass(annotation, Record):
        yield annotation
        return
    for argument in get_args(annotation):
        yield from _records_in(argument)
