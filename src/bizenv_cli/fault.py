"""One error of pydantic in the file's own terms: what stands where, and how to speak of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bizenv_cli.vocabulary import field_title
from bizenv_cli.yamltext import Loc

SHOWN = 30  # characters of a value that a message repeats

_EXPLAINABLE = ("measure", "lead", "deadline")  # an erratum can say why a task lacks it
_HEAD = ("benchmark_cities", "goal", "pilot")  # an indicator without sub-indicators must say them


@dataclass(frozen=True, slots=True)
class Fault:
    """One error of pydantic, in the file's own terms.

    Attributes:
        kind: pydantic's type of error, or ours.
        loc: the path in the file.
        value: what stands there.
        context: what pydantic or the validator adds.
        required: the record cannot do without this field.
    """

    kind: str
    loc: Loc
    value: Any
    context: Mapping[str, Any]
    required: bool

    @property
    def key(self) -> str:
        """The last key on the path, or nothing."""
        return next((step for step in reversed(self.loc) if isinstance(step, str)), "")

    @property
    def title(self) -> str:
        """The field as the user knows it."""
        item = bool(self.loc) and isinstance(self.loc[-1], int)
        return (field_title(self.key) if self.key else "文件") + ("的一项" if item else "")

    @property
    def found(self) -> str:
        """What was written, in a few words."""
        if self.value is None:
            return "空"
        if isinstance(self.value, dict):
            return "一组项目"
        if isinstance(self.value, list | tuple):
            return "列表"
        text = self.text
        return f"「{text if len(text) <= SHOWN else text[:SHOWN] + '…'}」"

    @property
    def text(self) -> str:
        """A plain value as it was typed."""
        return str(self.value).lower() if isinstance(self.value, bool) else str(self.value)

    @property
    def filling(self) -> str:
        """What to do where nothing is written: a needed field is filled, another left out."""
        if self.loc and isinstance(self.loc[-1], int):
            return "补上内容，或删去这一项"
        if self.key in _EXPLAINABLE:
            return "补上内容；通知确未写明的，整项不写，在 errata 里加一条 kind: lost 说明"
        return "补上内容" if self.required or self.key in _HEAD else "没有内容就整项不写"
