"""What a registry holds: its files, its tasks, and everything that errata and amendments stand on."""

from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from bizenv_cli.model import (
    Action,
    Erratum,
    Indicator,
    IndicatorTask,
    Measure,
    Record,
    SubIndicator,
    WorkTask,
)
from bizenv_cli.problem import Problem
from bizenv_cli.yamltext import Document, Loc

R_co = TypeVar("R_co", bound=Record, covariant=True)


@dataclass(frozen=True, slots=True)
class File(Generic[R_co]):
    """One registry file: its record and the text it came from.

    Attributes:
        path: below the registry's folder, with ``/``.
        whole: nothing of it had to be left out.
    """

    path: str
    record: R_co
    document: Document
    whole: bool = True

    def problem(self, loc: Loc, code: str, message: str, hint: str = "", *, key: bool = False) -> Problem:
        """Return a problem at the place of `loc` in this file."""
        return self.document.problem(loc, code, message, hint, key=key)


@dataclass(frozen=True, slots=True)
class TaskEntry:
    """One of the plan's tasks with all that stands around it in its file."""

    id: str
    annex: int
    file: File[Indicator] | File[Action]
    loc: Loc
    task: IndicatorTask | Measure
    indicator: Indicator | None = None
    sub_indicator: SubIndicator | None = None
    action: Action | None = None
    work_task: WorkTask | None = None

    @property
    def pilot(self) -> str | None:
        """The 创新试点项目 that the annex prints for this row."""
        group = self.sub_indicator or self.indicator
        if group is None:
            return None
        pilot = group.pilot
        for change in group.pilot_changes:
            if self.task.seq >= change.from_seq:
                pilot = change.pilot
        return pilot


@dataclass(frozen=True, slots=True)
class Holder:
    """One thing that the notice orders or says, on which errata and amendments stand.

    Attributes:
        scope: plan, indicator, sub_indicator, action, work_task, treatment, task, target, duty or service_level;
            unit where its amendments are meant.
        subject: the id of the task, target or duty, the number of the work task, the name of the group or unit, the words
            of the service level, or the plan's document number.
        loc: where in the file it is.
    """

    scope: str
    subject: str
    file: File[Record]
    loc: Loc
    record: Any


@dataclass(frozen=True, slots=True)
class ErratumEntry:
    """One erratum with what it stands on: `scope` and `subject` as a Holder has them, and where it is."""

    scope: str
    subject: str
    file: File[Record]
    loc: Loc
    erratum: Erratum
