"""plan.yaml: the notice itself, and the windows in which a deadline is called near."""

from typing import Annotated, Literal

from pydantic import AfterValidator, Field, WithJsonSchema
from pydantic_core import PydanticCustomError

from bizenv_cli.model.base import Amendments, Day, Errata, Names, Record, Seq, Text
from bizenv_cli.model.lacking import Lacking

ANNEXES = (1, 2)


def _annex_number(number: int) -> int:
    if number not in ANNEXES:
        raise PydanticCustomError("annex_number", "no annex of this number")
    return number


AnnexNumber = Annotated[
    int, AfterValidator(_annex_number), WithJsonSchema({"type": "integer", "minimum": 1, "maximum": 2})
]


class Annex(Record):
    """One annex.

    Attributes:
        number: its number, 1 or 2.
        title: as the list of annexes gives it.
        groups: its indicators or actions in the body's order; each has a file.
        tasks: how many rows it lists.
    """

    number: AnnexNumber
    title: Text
    groups: Names
    tasks: Seq


class Plan(Lacking):
    """The notice (its head and date) and this registry's own settings.

    Attributes:
        key: short ASCII key of the plan, the prefix of its ids in a federation.
        short_title: what the screens call the plan; ours, not the notice's.
        number: the document number (发文字号).
        issuers: the offices that signed the notice.
        issued: the day of issue.
        year: the plan year.
        alert_days: a task is ``due-soon`` this many days before its deadline; ours, not the notice's.
        urgent_days: and urgent this many days before; ours.
        light: by which rule the lights are lit, unless a call says otherwise; ours.
    """

    key: Annotated[str, Field(pattern=r"^[a-z][a-z0-9]*$")]
    title: Text
    short_title: Text
    number: Text
    issuers: Names
    issued: Day
    year: Annotated[int, Field(ge=1949, le=9999)]
    alert_days: Annotated[int, Field(ge=1, le=366)]
    urgent_days: Annotated[int, Field(ge=0, le=366)] = 3
    light: Literal["deadline", "pace", "forecast"] = "deadline"
    annexes: Annotated[tuple[Annex, ...], Field(strict=False, min_length=1)]
    errata: Errata = ()
    amendments: Amendments = ()
