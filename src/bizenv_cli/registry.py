"""Read all files of a source into a Registry; bad data becomes problems, never an exception."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import TypeVar

from pydantic import ValidationError

from bizenv_cli.errors import reason
from bizenv_cli.files import missing, model_of, nested, stray
from bizenv_cli.held import ErratumEntry, File, Holder, TaskEntry
from bizenv_cli.messages import problems_of
from bizenv_cli.model import (
    Action,
    Complaints,
    Doubts,
    Duties,
    Indicator,
    Ledger,
    Officials,
    Overlaps,
    Plan,
    Record,
    Targets,
    Treatments,
    Units,
)
from bizenv_cli.place import PLAN_FILE
from bizenv_cli.problem import Problem
from bizenv_cli.rawtext import decode
from bizenv_cli.salvage import salvage
from bizenv_cli.source import Source, locked
from bizenv_cli.yamltext import Loc, parse

R = TypeVar("R", bound=Record)

__all__ = ["ErratumEntry", "File", "Holder", "Registry", "TaskEntry", "load", "read"]


@dataclass(frozen=True)
class Registry:
    """Every file that could be read, in the order of the files' names; what could not is None or missing.

    Attributes:
        source: where it was read from.
        files: how many files were looked at, the bad ones included.
        unread: the paths, below the registry's folder, of files that gave no record at all.
    """

    source: Source
    files: int = 0
    unread: tuple[str, ...] = ()
    plan: File[Plan] | None = None
    units: File[Units] | None = None
    officials: File[Officials] | None = None
    treatments: File[Treatments] | None = None
    indicators: tuple[File[Indicator], ...] = ()
    actions: tuple[File[Action], ...] = ()
    ledgers: tuple[File[Ledger], ...] = ()
    targets: File[Targets] | None = None
    duties: File[Duties] | None = None
    complaints: File[Complaints] | None = None
    overlaps: File[Overlaps] | None = None
    doubts: File[Doubts] | None = None

    def tasks(self) -> Iterator[TaskEntry]:
        """Yield every task: 附件1 in the order of its files, then 附件2."""
        for file in self.indicators:
            indicator = file.record
            for at, task in enumerate(indicator.tasks):
                yield TaskEntry(f"1-{task.seq}", 1, file, ("tasks", at), task, indicator)
            for at, sub in enumerate(indicator.sub_indicators):
                for inner, task in enumerate(sub.tasks):
                    loc: Loc = ("sub_indicators", at, "tasks", inner)
                    yield TaskEntry(f"1-{task.seq}", 1, file, loc, task, indicator, sub)
        for action_file in self.actions:
            action = action_file.record
            for at, work_task in enumerate(action.work_tasks):
                for inner, measure in enumerate(work_task.measures):
                    loc = ("work_tasks", at, "measures", inner)
                    yield TaskEntry(
                        f"2-{measure.seq}", 2, action_file, loc, measure, action=action, work_task=work_task
                    )

    def holders(self) -> Iterator[Holder]:
        """Yield everything that the notice orders or says: the groups in the order of the files, then the tasks, targets and duties."""
        if self.plan:
            yield Holder("plan", self.plan.record.number, self.plan, (), self.plan.record)
        for file in self.indicators:
            yield Holder("indicator", file.record.indicator, file, (), file.record)
            for at, sub in enumerate(file.record.sub_indicators):
                yield Holder("sub_indicator", sub.sub_indicator, file, ("sub_indicators", at), sub)
        for action_file in self.actions:
            yield Holder("action", action_file.record.action, action_file, (), action_file.record)
            for at, work_task in enumerate(action_file.record.work_tasks):
                yield Holder("work_task", str(work_task.seq), action_file, ("work_tasks", at), work_task)
        if self.treatments:
            for at, treatment in enumerate(self.treatments.record.treatments):
                yield Holder("treatment", treatment.treatment, self.treatments, ("treatments", at), treatment)
        for entry in self.tasks():
            yield Holder("task", entry.id, entry.file, entry.loc, entry.task)
        yield from self._optional()

    def _optional(self) -> Iterator[Holder]:
        """Yield what stands in files that not every plan has."""
        if self.targets:
            for at, target in enumerate(self.targets.record.targets):
                yield Holder("target", target.id, self.targets, ("targets", at), target)
        if self.duties:
            for at, duty in enumerate(self.duties.record.duties):
                yield Holder("duty", duty.id, self.duties, ("duties", at), duty)
            for at, level in enumerate(self.duties.record.service_levels):
                yield Holder("service_level", level.words, self.duties, ("service_levels", at), level)

    def errata(self) -> Iterator[ErratumEntry]:
        """Yield every erratum with what it stands on."""
        for holder in self.holders():
            for at, erratum in enumerate(getattr(holder.record, "errata", ())):
                loc = (*holder.loc, "errata", at)
                yield ErratumEntry(holder.scope, holder.subject, holder.file, loc, erratum)

    def heads(self) -> Iterator[tuple[str, str, tuple[str, ...]]]:
        """Yield the scope, the subject and the leading units, by canonical name, of each indicator, action and treatment."""
        printed = [("indicator", file.record.indicator, file.record.lead) for file in self.indicators]
        printed += [
            ("action", file.record.action, (file.record.lead_unit,) if file.record.lead_unit else ())
            for file in self.actions
        ]
        treatments = self.treatments.record.treatments if self.treatments else ()
        printed += [("treatment", item.treatment, item.lead) for item in treatments]
        names = self.unit_names
        for scope, subject, lead in printed:
            yield scope, subject, tuple(dict.fromkeys(names.get(name, name) for name in lead))

    @cached_property
    def covered(self) -> dict[str, set[str]]:
        """The units of each collective unit, those presumed included; none where the notice lists none."""
        return {
            unit.name: {*unit.covers, *unit.presumed_covers}
            for unit in (self.units.record.units if self.units else ())
            if unit.kind == "collective"
        }

    @cached_property
    def unit_names(self) -> dict[str, str]:
        """Every printed spelling of every unit → its canonical name."""
        names: dict[str, str] = {}
        for unit in self.units.record.units if self.units else ():
            names.setdefault(unit.name, unit.name)
            for alias in unit.aliases:
                names.setdefault(alias.name, unit.name)
        return names


def load(source: Source) -> tuple[Registry, list[Problem]]:
    """Read every file of a registry.

    Returns:
        The registry as far as it could be read, and the problems of files, syntax and shape, ordered by
        place. What must hold across records is `checks.run`'s.
    """
    problems: list[Problem] = []
    files: list[File[Record]] = []
    unread: list[str] = []
    paths = list(source.paths())
    inner = [path.removesuffix(PLAN_FILE) for path in paths if path.endswith(f"/{PLAN_FILE}")]
    for path in paths:
        if any(path.startswith(folder) for folder in inner):
            if path.endswith(f"/{PLAN_FILE}"):
                problems.append(nested(source.shown(path)))
            unread.append(path)
            continue
        model = model_of(path)
        if model is None:
            problems.append(locked(source, path) or stray(source.shown(path), path))
            unread.append(path)
            continue
        file, own = _file(source, path, model)
        problems += own
        if file is None:
            unread.append(path)
        else:
            files.append(file)
    problems += missing(paths, source.shown)
    return assembled(source, files, len(paths), tuple(unread)), sorted(problems)


def assembled(
    source: Source, files: Iterable[File[Record]], looked: int, unread: tuple[str, ...] = ()
) -> Registry:
    """Return the registry that some files make, in their order; `looked` is how many were looked at."""
    found = list(files)
    return Registry(
        source,
        looked,
        unread,
        next(iter(_of(found, Plan)), None),
        next(iter(_of(found, Units)), None),
        next(iter(_of(found, Officials)), None),
        next(iter(_of(found, Treatments)), None),
        _of(found, Indicator),
        _of(found, Action),
        _of(found, Ledger),
        next(iter(_of(found, Targets)), None),
        next(iter(_of(found, Duties)), None),
        next(iter(_of(found, Complaints)), None),
        next(iter(_of(found, Overlaps)), None),
        next(iter(_of(found, Doubts)), None),
    )


def _of(found: list[File[Record]], model: type[R]) -> tuple[File[R], ...]:
    return tuple(File(f.path, f.record, f.document, f.whole) for f in found if isinstance(f.record, model))


def _file(source: Source, path: str, model: type[Record]) -> tuple[File[Record] | None, list[Problem]]:
    shown = source.shown(path)
    try:
        data = source.read(path)
    except OSError as error:
        hint = "检查文件是否存在、是否为普通文件、权限是否允许读"
        return None, [Problem(shown, 1, 1, "E001", f"无法读取：{reason(error)}", hint)]
    return read(path, shown, data, model)


def read(
    path: str, shown: str, data: bytes, model: type[Record]
) -> tuple[File[Record] | None, list[Problem]]:
    """Read one file.

    Args:
        path: below the registry's folder.
        shown: the same as the user would type it.
        data: its bytes.
        model: what a file of this name holds.

    Returns:
        The file as far as it could be read, or None, and its own problems.
    """
    text, problems = decode(shown, data)
    if text is None:
        return None, problems
    document, found = parse(shown, text)
    problems += found
    if document is None:
        return None, problems
    try:
        return File(path, model.model_validate(document.value), document, whole=not found), problems
    except ValidationError as error:
        problems += problems_of(error, document, model)
        saved = salvage(document, model, error)
        return (File(path, *saved, whole=False) if saved else None), problems
