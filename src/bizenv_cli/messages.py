"""A model's validation error to problems: one for each cause, at its place in the file."""

import unicodedata
from collections.abc import Iterator, Sequence
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from bizenv_cli.fault import Fault
from bizenv_cli.model import Record
from bizenv_cli.modelpath import is_required, path_in_file, records_at
from bizenv_cli.nearest import nearest
from bizenv_cli.problem import Problem
from bizenv_cli.sentences import sentence
from bizenv_cli.vocabulary import keys_titled
from bizenv_cli.yamltext import Document, Loc

_TAG = "event"


def problems_of(error: ValidationError, document: Document, model: type[Record]) -> Iterator[Problem]:
    """Yield one problem for each cause in a validation error.

    A misspelt key is reported once: not again as the missing key it was meant to be.
    """
    details = error.errors(include_url=False)
    missing = [path_in_file(model, detail["loc"]) for detail in details if detail["type"] == "missing"]
    parents = {path_in_file(model, detail["loc"])[:-1] for detail in details}
    meant: set[Loc] = set()
    for detail in details:
        if detail["type"] == "extra_forbidden":
            yield _unknown_key(detail, document, model, missing, meant)
    for detail in details:
        loc = path_in_file(model, detail["loc"])
        if detail["type"] == "extra_forbidden" or (detail["type"] == "missing" and loc in meant):
            continue
        if detail["type"] == "too_short" and any(loc == parent[: len(loc)] for parent in parents):
            continue  # not empty: what stands in it is wrong, and told
        yield _problem(detail, loc, document, model)


def _problem(detail: ErrorDetails, loc: Loc, document: Document, model: type[Record]) -> Problem:
    value: Any = detail["input"]
    if detail["type"] == "union_tag_invalid":
        loc = (*loc, _TAG)
        value = value[_TAG]
    elif detail["type"] == "union_tag_not_found":
        known = {name for record in records_at(model, detail["loc"]) for name in record.model_fields}
        for key in value:
            if key not in known and _likest(str(key), [_TAG]):
                message, hint = f"没有「{key}」这一项", f"是否为「{_TAG}」？"
                return document.problem((*loc, key), "E115", message, hint, key=True)
    required = is_required(model, detail["loc"])
    fault = Fault(detail["type"], loc, value, detail.get("ctx", {}), required)
    return document.problem(loc, *sentence(fault))


def _unknown_key(
    detail: ErrorDetails, document: Document, model: type[Record], missing: Sequence[Loc], meant: set[Loc]
) -> Problem:
    """Return the problem of a key that its record does not have, and note in `meant` the one it stands for."""
    loc = path_in_file(model, detail["loc"])
    parent, key = loc[:-1], str(loc[-1])
    fields = [name for record in records_at(model, detail["loc"][:-1]) for name in record.model_fields]
    free = [name for name in fields if (*parent, name) not in document.keys]
    absent = [str(path[-1]) for path in missing if path[:-1] == parent]
    near = _likest(key, fields, free) or (absent if len(absent) == 1 else [])
    if not near:
        hint = f"这里可以写：{'、'.join(free) or '（没有别的）'}"
    elif near[0] in free:
        hint = f"是否为「{near[0]}」？"
        meant.add((*parent, near[0]))
    else:
        line = document.place((*parent, near[0]), key=True).line
        hint = f"第 {line} 行已有「{near[0]}」，这一行删去"
    return document.problem(loc, "E115", f"没有「{key}」这一项", hint, key=True)


def _likest(key: str, fields: Sequence[str], free: Sequence[str] | None = None) -> list[str]:
    """Return the field that a key stands for: its Chinese title, another case or width, or a misspelling."""
    open_ = fields if free is None else free
    meant = (unicodedata.normalize("NFKC", key).casefold(), *keys_titled(key))
    same = [name for names in (open_, fields) for name in names if name in meant]
    return same[:1] or nearest(key, open_, 1)
