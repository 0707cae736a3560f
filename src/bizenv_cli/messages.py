"""A model's validation error to problems: one for each cause, at its place in the file."""

import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any, get_args

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from bizenv_cli.astray import astray
from bizenv_cli.fault import Fault
from bizenv_cli.model import (
    Action,
    Complaints,
    Doubts,
    Duties,
    Indicator,
    Ledger,
    Officials,
    Overlaps,
    Plan,
    Record,
    Targets,
    Treatments,
    Units,
)
from bizenv_cli.model.lacking import Lacked
from bizenv_cli.modelpath import is_required, path_in_file, records_at
from bizenv_cli.nearest import nearest
from bizenv_cli.problem import Problem
from bizenv_cli.sentences import sentence
from bizenv_cli.vocabulary import field_title, keys_titled
from bizenv_cli.yamltext import Document, Loc

_TAG = "event"
_MOST = 200  # problems of one file; more are told when these are mended
_KINDS: dict[type[Record], tuple[str, str]] = {
    Plan: ("通知本身", "plan.yaml"),
    Units: ("单位名录", "units.yaml"),
    Officials: ("领导名录", "officials.yaml"),
    Treatments: ("专项治理", "treatments.yaml"),
    Targets: ("目标", "targets.yaml"),
    Duties: ("例行职责", "duties.yaml"),
    Complaints: ("投诉登记", "complaints.yaml"),
    Overlaps: ("重叠认定", "overlaps.yaml"),
    Doubts: ("待核之处", "doubts.yaml"),
    Indicator: ("指标", "annex1/"),
    Action: ("专项行动", "annex2/"),
    Ledger: ("办理登记", "ledger/"),
}


def problems_of(error: ValidationError, document: Document, model: type[Record]) -> list[Problem]:
    """Return one problem for each cause in a validation error.

    A misspelt key is told once: not again as the missing key it was meant to be. The fields that one record
    lacks are one problem.
    """
    if misplaced := _of_another_kind(document, model):
        return [misplaced]
    details = error.errors(include_url=False)
    found = list(_Errors(details, document, model).problems())
    if len(details) > _MOST:
        last = found[-1]
        found[-1] = replace(last, hint=f"{last.hint}。这个文件错处太多，只列前面的，改后再查")
    return found


class _Errors:
    """The errors of one file, with the places they have in the file."""

    def __init__(self, details: Sequence[ErrorDetails], document: Document, model: type[Record]) -> None:
        self.document = document
        self.model = model
        found = [(detail, path_in_file(model, detail["loc"])) for detail in details[:_MOST]]
        unknown = [loc for detail, loc in found if detail["type"] == "extra_forbidden"]
        self.astray = astray(document, model, unknown)
        self.found = [
            (detail, loc)
            for detail, loc in found
            if not (self.astray and self.astray.covers(loc, detail["type"]))
        ]
        self.missing: dict[Loc, list[str]] = defaultdict(list)
        for detail, loc in self.found:
            if detail["type"] == "missing":
                self.missing[loc[:-1]].append(str(loc[-1]))
        self.inside = {loc[:at] for _, loc in self.found for at in range(len(loc))}

    def problems(self) -> Iterator[Problem]:
        """Yield a problem for each cause."""
        if self.astray:
            key = self.astray.key
            message = f"从这里起是{field_title(key)}的内容，前面少了「{key}:」一行"
            yield self.document.problem(self.astray.first, "E114", message, f"在这一行之前补上「{key}:」一行")
        for detail, loc in self.found:
            if detail["type"] == "extra_forbidden":
                yield self._unknown_key(detail, loc)
        for parent, names in self.missing.items():
            if names:
                yield self._missing(parent, names)
        for detail, loc in self.found:
            told = detail["type"] in ("extra_forbidden", "missing")
            not_empty = detail["type"] == "too_short" and loc in self.inside  # what stands in it is told
            if not told and not not_empty:
                yield self._wrong(detail, loc)

    def _unknown_key(self, detail: ErrorDetails, loc: Loc) -> Problem:
        """Return the problem of a key that its record does not have; the one it stands for is missing no more."""
        parent, key = loc[:-1], str(loc[-1])
        fields = [
            name for record in records_at(self.model, detail["loc"][:-1]) for name in record.model_fields
        ]
        free = [name for name in fields if (*parent, name) not in self.document.keys]
        missing = self.missing[parent]
        near = _likest(key, fields, free) or (list(missing) if len(missing) == 1 else [])
        if not near:
            hint = f"这里可以写：{'、'.join(free) or '（没有别的）'}"
        elif near[0] in free:
            hint = f"是否为「{near[0]}」？"
            if near[0] in missing:
                missing.remove(near[0])
        else:
            line = self.document.place((*parent, near[0]), key=True).line
            hint = f"第 {line} 行已有「{near[0]}」，这一行删去"
        return self.document.problem(loc, "E115", f"没有「{key[:30]}」这一项", hint, key=True)

    def _missing(self, parent: Loc, names: Sequence[str]) -> Problem:
        hint = "补上这一项" if len(names) == 1 else "补上这几项"
        lackable = [name for name in names if name in get_args(Lacked)]
        if lackable and not parent:
            hint += f"；通知确实没有的写明：lacks: [{', '.join(lackable)}]"
        if parent and isinstance(parent[-1], int) and parent[-1] > 0:
            hint += "；这里不该另起一项的，删去前面的「- 」"
        return self.document.problem(parent, "E114", f"缺少{'、'.join(map(field_title, names))}", hint)

    def _wrong(self, detail: ErrorDetails, loc: Loc) -> Problem:
        value: Any = detail["input"]
        if detail["type"] == "union_tag_invalid":
            loc = (*loc, _TAG)
            value = value[_TAG]
        elif detail["type"] == "union_tag_not_found":
            known = {name for record in records_at(self.model, detail["loc"]) for name in record.model_fields}
            for key in value:
                if key not in known and _likest(str(key), [_TAG], [_TAG]):
                    message, hint = f"没有「{str(key)[:30]}」这一项", f"是否为「{_TAG}」？"
                    return self.document.problem((*loc, key), "E115", message, hint, key=True)
        required = is_required(self.model, detail["loc"])
        context = detail.get("ctx", {})
        fault = Fault(detail["type"], loc, value, context, required)
        place = (*loc, context["at"]) if detail["type"] == "repeated" else loc
        return self.document.problem(place, *sentence(fault))


def _likest(key: str, fields: Sequence[str], free: Sequence[str]) -> list[str]:
    """Return the field that a key stands for: its Chinese title, another case or width, or a misspelling."""
    meant = (unicodedata.normalize("NFKC", key).casefold(), *keys_titled(key))
    same = [name for names in (free, fields) for name in names if name in meant]
    return same[:1] or nearest(key, free, 1)


def _of_another_kind(document: Document, model: type[Record]) -> Problem | None:
    """Return the problem of a file whose keys are not those of its kind, but exactly those of another."""
    if not isinstance(document.value, dict):
        return None
    keys = document.value.keys()
    if keys <= model.model_fields.keys():
        return None
    for other, (what, where) in _KINDS.items():
        needed = {name for name, field in other.model_fields.items() if field.is_required()}
        if other is not model and needed <= keys <= other.model_fields.keys():
            message = f"这里应是{_KINDS[model][0]}，写的是{what}"
            hint = f"{what}放在 {where}；这个文件从版本库取回"
            return document.problem((next(iter(keys)),), "E126", message, hint, key=True)
    return None
