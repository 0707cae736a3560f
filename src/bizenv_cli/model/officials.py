"""officials.yaml: the 指标长 and 牵头区领导, in the notice's order."""

from pydantic import ConfigDict

from bizenv_cli.model.base import Pinyin, Record, Text
from bizenv_cli.model.lacking import Lacking, ListOrLacked, lacking_schema


class Official(Record):
    """A leader of the district whom the notice puts in charge of something.

    Attributes:
        pinyin: how the name is read, where it would be misread.
    """

    name: Text
    pinyin: Pinyin | None = None


class Officials(Lacking):
    """The whole file; what each is in charge of stands with the indicator, action or treatment."""

    model_config = ConfigDict(json_schema_extra=lacking_schema)

    officials: ListOrLacked[Official]
