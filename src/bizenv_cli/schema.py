"""JSON Schemas of the registry's files, from the models: for editors, and for whoever checks YAML by other means."""

from collections.abc import Mapping
from typing import Any

from bizenv_cli import descriptions, vocabulary
from bizenv_cli.files import FOLDERS, SINGLE_FILES
from bizenv_cli.model import Record

Schema = dict[str, Any]

DIALECT = "http://json-schema.org/draft-07/schema#"  # what every editor's YAML support reads
_ENUMS: Mapping[str, Mapping[str, str]] = {
    "kind": vocabulary.ERRATUM_KINDS
    | vocabulary.UNIT_KINDS
    | vocabulary.TARGET_KINDS
    | vocabulary.COMPLAINT_KINDS,
    "basis": vocabulary.BASES,
    "event": vocabulary.EVENTS,
    "of": vocabulary.EVENTS,
    "forecast": vocabulary.FORECASTS,
    "light": vocabulary.RULES,
    "color": vocabulary.COLORS,
    "verdict": vocabulary.OVERLAP_VERDICTS,
    "comparison": vocabulary.COMPARISONS,
    "step": vocabulary.STEPS,
}
_NOISE = ("default", "discriminator")


def kinds() -> dict[str, type[Record]]:
    """Return the model of each kind of file by its name: plan, units, …, indicator, action, ledger."""
    models = [*SINGLE_FILES.values(), *FOLDERS.values()]
    return {model.__name__.lower(): model for model in models}


def kind_of(path: str) -> str:
    """Return the kind of the registry file at a path below the registry's folder."""
    model = SINGLE_FILES.get(path) or FOLDERS[path.partition("/")[0]]
    return model.__name__.lower()


def schema(model: type[Record]) -> Schema:
    """Return the schema of a kind of file: draft-07, every record and property with its Chinese name and use."""
    whole = model.model_json_schema(ref_template="#/definitions/{model}")
    records = {**whole.pop("$defs", {})}
    definitions = {name: _record(name, record) for name, record in sorted(records.items())}
    return {"$schema": DIALECT, **_record(model.__name__, whole), "definitions": definitions}


def _record(name: str, record: Schema) -> Schema:
    described = {
        key: value for key, value in record.items() if key not in ("title", "description", "properties")
    }
    properties = {
        key: _property(name, key, _plain(value)) for key, value in record.get("properties", {}).items()
    }
    return {
        "title": descriptions.RECORDS[name].partition("：")[0].rstrip("。"),
        "description": descriptions.RECORDS[name],
        **described,
        "properties": properties,
    }


def _property(record: str, key: str, value: Schema) -> Schema:
    said = descriptions.FIELDS.get(f"{record}.{key}") or descriptions.FIELDS[key]
    named: Schema = {"title": vocabulary.FIELDS[key], "description": said}
    words = _ENUMS.get(key, {})
    choices = value.get("enum") or ([value["const"]] if "const" in value else [])
    if choices:
        named["enumDescriptions"] = [words[choice] for choice in choices]
    if "$ref" in value:  # draft-07 ignores what stands beside a reference
        return {**named, "allOf": [value]}
    return {**named, **value}


def _plain(value: Any) -> Any:
    """Leave out what pydantic adds for itself: English titles, defaults, discriminators."""
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items() if key not in ("title", *_NOISE)}
    return [_plain(item) for item in value] if isinstance(value, list) else value
