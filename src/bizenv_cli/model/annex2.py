"""annex2/NN-pinyin.yaml: one special action (专项行动) with its work tasks and measures, from 附件2."""

from typing import Annotated

from pydantic import ConfigDict, Field

from bizenv_cli.model.base import Amendments, Day, Errata, Milestones, Names, Record, Seq, Text
from bizenv_cli.model.lacking import Lacking, NamesOrLacked, TextOrLacked, lacking_schema


class Measure(Record):
    """One 工作举措 of 附件2; its id is ``2-`` and `seq`, the number printed before its text (1 to 58)."""

    seq: Seq
    measure: Text
    lead: Names
    support: Names = ()
    deadline: Day | None = None
    milestones: Milestones = ()
    errata: Errata = ()
    amendments: Amendments = ()


class WorkTask(Record):
    """One 工作任务 (1 to 18) and the measures that carry it out."""

    seq: Seq
    text: Text
    amendments: Amendments = ()
    measures: Annotated[tuple[Measure, ...], Field(strict=False, min_length=1)]


class Action(Lacking):
    """One of the five special actions.

    Attributes:
        action: the name as 附件2 prints it.
        order: its number in the body, part two.
        lead_officials: 牵头区领导.
        lead_unit: 总责任单位 of the annex, 牵头单位 of the body.
        support: 配合单位, from the body.
    """

    model_config = ConfigDict(json_schema_extra=lacking_schema)

    action: Text
    order: Seq
    lead_officials: NamesOrLacked
    lead_unit: TextOrLacked
    support: NamesOrLacked
    errata: Errata = ()
    amendments: Amendments = ()
    work_tasks: Annotated[tuple[WorkTask, ...], Field(strict=False, min_length=1)]
