"""officials.yaml: the 指标长 and 牵头区领导, in the notice's order."""

from typing import Annotated

from pydantic import Field

from bizenv_cli.model.base import Pinyin, Record, Text


class Official(Record):
    """A leader of the district whom the notice puts in charge of something.

    Attributes:
        pinyin: how the name is read, where it would be misread.
    """

    name: Text
    pinyin: Pinyin | None = None


class Officials(Record):
    """The whole file; what each is in charge of stands with the indicator, action or treatment."""

    officials: Annotated[tuple[Official, ...], Field(strict=False, min_length=1)]
