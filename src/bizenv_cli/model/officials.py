"""officials.yaml: the 指标长 and 牵头区领导, in the notice's order."""

from typing import Annotated

from pydantic import Field

from bizenv_cli.model.base import Record, Text


class Official(Record):
    """A leader of the district whom the notice puts in charge of something."""

    name: Text


class Officials(Record):
    """The whole file; what each is in charge of stands with the indicator, action or treatment."""

    officials: Annotated[tuple[Official, ...], Field(strict=False, min_length=1)]
