"""annex1/NN-pinyin.yaml: one indicator (指标) with its tasks, from 附件1 and the body, part one."""

from typing import Annotated, Any

from pydantic import ConfigDict, Field, model_validator
from pydantic_core import PydanticCustomError

from bizenv_cli.model.base import Amendments, Day, Errata, Milestones, Names, Record, Seq, Text
from bizenv_cli.model.lacking import Lacking, NamesOrLacked, TextOrLacked, lacking_schema, or_lacked

_HEAD = ("benchmark_cities", "goal", "pilot")


class IndicatorTask(Record):
    """One row of 附件1; its id is ``1-`` and `seq`.

    Attributes:
        seq: 序号, 1 to 143.
        measure: 工作举措; absent where the notice lost it.
        lead: 牵头单位 as printed.
        support: 配合单位 as printed; absent where the cell is empty.
        deadline: 完成时限, a whole day.
        milestones: dated steps inside the text.
    """

    seq: Seq
    measure: Text | None = None
    lead: Names = ()
    support: Names = ()
    deadline: Day | None = None
    milestones: Milestones = ()
    errata: Errata = ()
    amendments: Amendments = ()


Tasks = Annotated[tuple[IndicatorTask, ...], Field(strict=False, min_length=1)]


class PilotChange(Record):
    """From row `from_seq` on, the annex prints another 创新试点项目 for the same indicator."""

    from_seq: Seq
    pilot: Text


PilotChanges = Annotated[tuple[PilotChange, ...], Field(strict=False, min_length=1)]


class SubIndicator(Lacking):
    """One of the eight sub-indicators of 包容普惠创新, with its own cities, goal and pilot."""

    model_config = ConfigDict(json_schema_extra=lacking_schema)

    sub_indicator: Text
    benchmark_cities: NamesOrLacked
    goal: TextOrLacked
    pilot: TextOrLacked
    pilot_changes: PilotChanges = ()
    errata: Errata = ()
    amendments: Amendments = ()
    tasks: Tasks


def _indicator_schema(schema: dict[str, Any], model: type[Any]) -> None:
    lacking_schema(schema, model)
    schema["oneOf"] = [
        {
            "required": ["tasks"],
            "allOf": [or_lacked(name) for name in _HEAD],
            "properties": {"goal": {"type": "string"}, "pilot": {"type": "string"}},
            "not": {"required": ["sub_indicators"]},
        },
        {"required": ["sub_indicators"], "not": {"required": ["tasks"]}},
    ]


class Indicator(Lacking):
    """One of the 18 indicators.

    Attributes:
        indicator: 指标名称 of 附件1.
        order: its number in the body, part one.
        body_name: the body's name where it differs.
        benchmark_cities: 对标城市.
        goal: 预期目标 of 附件1, the level alone (优异, 优秀).
        body_goal: the level that the body names, where it names one.
        pilot: 创新试点项目 of the first rows; `pilot_changes` gives the later ones.
        lead_officials: 指标长, from the body.
        lead: 牵头单位 of the whole indicator, from the body.
        support: 配合单位 of the whole indicator, from the body.
        sub_indicators: for 包容普惠创新, in place of cities, goal, pilot and tasks.
    """

    model_config = ConfigDict(json_schema_extra=_indicator_schema)

    indicator: Text
    order: Seq
    body_name: Text | None = None
    benchmark_cities: Names = ()
    goal: Text | None = None
    body_goal: Text | None = None
    pilot: Text | None = None
    pilot_changes: PilotChanges = ()
    lead_officials: NamesOrLacked
    lead: NamesOrLacked
    support: NamesOrLacked
    errata: Errata = ()
    amendments: Amendments = ()
    tasks: Tasks = ()
    sub_indicators: Annotated[tuple[SubIndicator, ...], Field(strict=False, min_length=1)] = ()

    @model_validator(mode="after")
    def _tasks_or_sub_indicators(self) -> "Indicator":
        if bool(self.tasks) == bool(self.sub_indicators):
            raise PydanticCustomError("tasks_or_sub_indicators", "either tasks or sub_indicators")
        if self.tasks and not all(getattr(self, name) or name in self.lacks for name in _HEAD):
            raise PydanticCustomError("indicator_head", "cities, goal and pilot are needed")
        return self
