"""treatments.yaml: the four special treatments (四大专项治理) of the body, part two (六)."""

from pydantic import ConfigDict

from bizenv_cli.model.base import Amendments, Errata, Names, Record, Text
from bizenv_cli.model.lacking import Lacking, ListOrLacked, lacking_schema


class Treatment(Record):
    """One special treatment: its name, 牵头区领导 and 牵头单位 as the body gives them."""

    treatment: Text
    lead_officials: Names
    lead: Names
    errata: Errata = ()
    amendments: Amendments = ()


class Treatments(Lacking):
    """The whole file; the order is the body's."""

    model_config = ConfigDict(json_schema_extra=lacking_schema)

    treatments: ListOrLacked[Treatment]
