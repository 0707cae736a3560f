"""What a notice does not have: a record says so in `lacks`, and need not have it then."""

from typing import Annotated, Any, Literal, TypeVar

from pydantic import Field, WrapValidator, model_validator

from bizenv_cli.model.base import Names, Record, Text

_LACKED = object()  # stands for a value that the notice has not; no file can say it


def _names_unless_lacked(value: Any, handler: Any) -> Any:
    return () if value is _LACKED else handler(value)


def _text_unless_lacked(value: Any, handler: Any) -> Any:
    return "" if value is _LACKED else handler(value)


T = TypeVar("T")

NamesOrLacked = Annotated[Names, WrapValidator(_names_unless_lacked)]
TextOrLacked = Annotated[Text, WrapValidator(_text_unless_lacked)]
ListOrLacked = Annotated[
    tuple[T, ...], Field(strict=False, min_length=1), WrapValidator(_names_unless_lacked)
]


Lacked = Literal[
    "annex1", "annex2", "benchmark_cities", "goal", "lead", "lead_officials", "lead_unit", "officials", "pilot",
    "support", "treatments",
]  # fmt: skip


class Lacking(Record):
    """A record some of whose fields a notice may not have.

    Attributes:
        lacks: those that this notice does not have. They are absent, and no error is told of them.
    """

    lacks: Annotated[tuple[Lacked, ...], Field(strict=False, min_length=1)] = ()

    @model_validator(mode="before")
    @classmethod
    def _without_lacked(cls, value: Any) -> Any:
        lacked = value.get("lacks") if isinstance(value, dict) else None
        if not isinstance(lacked, list):
            return value
        known = _lackable(cls)
        return value | {name: _LACKED for name in lacked if name in known and name not in value}


def or_lacked(name: str) -> dict[str, Any]:
    """Return the JSON schema that asks for a field, or for its name in `lacks`."""
    lacked = {"required": ["lacks"], "properties": {"lacks": {"contains": {"const": name}}}}
    return {"anyOf": [{"required": [name]}, lacked]}


def lacking_schema(schema: dict[str, Any], model: type[Any]) -> None:
    """Say in a JSON schema that what is required need not be there where `lacks` names it."""
    required = schema["required"]
    lackable = [name for name in required if name in _lackable(model)]
    schema["required"] = [name for name in required if name not in lackable]
    schema["allOf"] = [or_lacked(name) for name in lackable]


def _lackable(model: type[Record]) -> set[str]:
    return {
        name
        for name, field in model.model_fields.items()
        if any(
            getattr(each, "func", None) in (_names_unless_lacked, _text_unless_lacked)
            for each in field.metadata
        )
    }
