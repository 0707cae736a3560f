"""duties.yaml: what the notice orders to be done again and again, and how soon a complaint is to be dealt with."""

from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, ConfigDict, Field, StringConstraints, WithJsonSchema, model_validator
from pydantic_core import PydanticCustomError

from bizenv_cli.model.base import Amendments, Day, Errata, Names, Record, Text, Word
from bizenv_cli.model.targets import At
from bizenv_cli.recurrence import PERIOD, RULE, parse_rule

_END = r"(?![\s\S])"  # an end that no line break passes for

DutyId = Annotated[str, Field(pattern=r"^D[1-9][0-9]{0,3}$")]
Each = Literal["indicators", "actions", "treatments"]
Step = Literal["call", "settle", "answer"]
ComplaintKind = Literal["general", "difficult"]


def _rule(value: Any) -> str:
    try:
        return parse_rule(value if isinstance(value, str) else "")
    except ValueError as error:
        raise PydanticCustomError("rule_form", "not a recurrence") from error


Rule = Annotated[str, BeforeValidator(_rule), WithJsonSchema({"type": "string", "pattern": f"^{RULE}{_END}"})]


def _period(value: Any) -> Any:
    return str(value) if type(value) is int else value  # a year needs no quotes


Period = Annotated[
    str,
    StringConstraints(pattern=f"^{PERIOD}$"),
    BeforeValidator(_period),
    WithJsonSchema(
        {"type": ["string", "integer"], "pattern": f"^{PERIOD}{_END}", "minimum": 1000, "maximum": 9999}
    ),
]


class Duty(Record):
    """One recurring duty.

    Attributes:
        id: D1, D2 … in the notice's order; short, for people type it with every fulfilment.
        duty: what is to be done.
        who: the units that owe it, each for itself.
        each: in place of `who`, the groups of which each owes it through its lead units.
        report_to: to whom it is reported, as printed.
        rrule: when it is due (RFC 5545); from the day of issue to the end of the plan year,
            or as far as `starts` and `ends` say otherwise.
        words: the notice's own words.
        at: a section of the body (三（二）), or a task's id.
        because: what the words leave open and was inferred: the day, whose duty it is.
    """

    model_config = ConfigDict(
        json_schema_extra={
            "oneOf": [
                {"required": [name], "properties": {name: {"not": {"type": "null"}}}}
                for name in ("who", "each")
            ]
        }
    )

    id: DutyId
    duty: Text
    who: Names | None = None
    each: Annotated[tuple[Each, ...], Field(strict=False, min_length=1)] | None = None
    report_to: Word | None = None
    rrule: Rule
    starts: Day | None = None
    ends: Day | None = None
    words: Text
    at: At
    because: Text | None = None
    errata: Errata = ()
    amendments: Amendments = ()

    @model_validator(mode="after")
    def _who_or_each(self) -> "Duty":
        if (self.who is None) == (self.each is None):
            raise PydanticCustomError("who_or_each", "units, or groups")
        return self


class ServiceLevel(Record):
    """Within how many working days a step is taken with a complaint.

    Attributes:
        step: the first call, settling it, or answering it.
        kind: of which complaints; of all where it is not said.
        words, at, because: as a Duty has them.
    """

    step: Step
    kind: ComplaintKind | None = None
    working_days: Annotated[int, Field(ge=1, le=366)]
    words: Text
    at: At
    because: Text | None = None
    errata: Errata = ()
    amendments: Amendments = ()


class Duties(Record):
    """The whole file; the order is the notice's."""

    duties: Annotated[tuple[Duty, ...], Field(strict=False)] = ()
    service_levels: Annotated[tuple[ServiceLevel, ...], Field(strict=False)] = ()
