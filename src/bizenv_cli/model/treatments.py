"""treatments.yaml: the four special treatments (四大专项治理) of the body, part two (六)."""

from typing import Annotated

from pydantic import Field

from bizenv_cli.model.base import Amendments, Errata, Names, Record, Text


class Treatment(Record):
    """One special treatment: its name, 牵头区领导 and 牵头单位 as the body gives them."""

    treatment: Text
    lead_officials: Names
    lead: Names
    errata: Errata = ()
    amendments: Amendments = ()


class Treatments(Record):
    """The whole file; the order is the body's."""

    treatments: Annotated[tuple[Treatment, ...], Field(strict=False, min_length=1)]
