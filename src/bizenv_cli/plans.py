"""Read and check the plans of a place: one, or all of a federation, on all cores where there are many."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from bizenv_cli import checks, registry
from bizenv_cli.errors import RegistryChangingError
from bizenv_cli.giterrors import RevisionWithoutRegistryError
from bizenv_cli.pairing import Change
from bizenv_cli.parallel import Progress, each, unseen
from bizenv_cli.place import PLAN_FILE, Place, PlanFolder, shown_path, stamped
from bizenv_cli.problem import Problem
from bizenv_cli.registry import Registry
from bizenv_cli.source import (
    FolderSource,
    HashingSource,
    OverlaySource,
    Source,
    at_fork,
    in_commit,
    link_above,
    plans_at_fork,
)

_TRIES = 3


Overlay = Mapping[str, bytes]  # files below the plan's folder, and what is to be taken for their bytes


@dataclass(frozen=True, slots=True)
class PlanReport:
    """What a check of one plan found.

    Attributes:
        path: the plan's folder below the place's root.
        files, tasks: how many were looked at.
        key: the plan's key, None where it could not be read.
        key_at: where the key stands, as a problem without words.
        texts: the files that have problems, by their paths as shown, for excerpts.
        skipped: files of the earlier version that could not be read whole, and so were not compared.
        is_new: the earlier version has no such plan.
    """

    path: str
    problems: list[Problem]
    files: int
    tasks: int
    key: str | None
    key_at: Problem | None
    texts: Mapping[str, str]
    skipped: tuple[str, ...] = ()
    is_new: bool = False


@dataclass(frozen=True, slots=True)
class Reading:
    """One plan as it was read.

    Attributes:
        folder: its folder, with the stamp that it had before and after.
        hashes: SHA-256 of each file by its path below that folder.
        problems: all of them, ordered by place.
    """

    folder: PlanFolder
    hashes: Mapping[str, bytes]
    registry: Registry
    problems: list[Problem]


def source_of(place: Place, path: str) -> Source:
    """Return where the bytes of one plan come from."""
    if place.commit:
        return in_commit(place.commit, path)
    return FolderSource(place.root / path if path else place.root, place.packed)


def read_plan(place: Place, path: str, overlay: Overlay | None = None) -> Reading:
    """Read and check one plan as it stands at one moment.

    Raises:
        RegistryChangingError: somebody went on editing it while it was read, three times over.
    """
    for _ in range(_TRIES):
        before = stamped(place, path)
        folder = source_of(place, path)
        source = HashingSource(OverlaySource(folder, overlay) if overlay else folder)
        loaded, problems = registry.load(source)
        problems = sorted([*problems, *checks.run(loaded)])
        if stamped(place, path).stamp == before.stamp:
            return Reading(before, source.hashes, loaded, problems)
    raise RegistryChangingError(str(place.root / path))


def check_plan(
    place: Place, path: str, base: str | None = None, overlay: Overlay | None = None
) -> PlanReport:
    """Check one plan, and with `base` compare it with its version where HEAD and that revision part.

    Raises:
        RegistryChangingError, and with `base` the errors of `source.at_fork`; that the revision has no such plan
        is an error for a plan alone, and in a federation a new plan.
    """
    reading = read_plan(place, path, overlay)
    loaded, problems = reading.registry, reading.problems
    skipped: tuple[str, ...] = ()
    is_new = False
    root = place.root / path if path else place.root
    link = link_above(root) if base is not None else None
    if link is not None:
        if not place.federated or link != link_above(place.root):  # that one is told once for all its plans
            problems = sorted([*problems, _not_compared(link)])
    elif base is not None and "." not in loaded.unread:  # git may not look into a locked folder either
        try:
            before, _ = registry.load(at_fork(root, base))
        except RevisionWithoutRegistryError:
            if not place.federated:
                raise
            is_new = True
        else:
            verdict = checks.compare(Change(before, loaded), problems)
            problems, skipped = verdict.problems, verdict.skipped
    plan = loaded.plan
    return PlanReport(
        path=path,
        problems=problems,
        files=loaded.files,
        tasks=sum(1 for _ in loaded.tasks()),
        key=plan.record.key if plan else None,
        key_at=plan.problem(("key",), "", "") if plan else None,
        texts=_texts(loaded.source, {problem.path for problem in problems}),
        skipped=skipped,
        is_new=is_new,
    )


def check_all(
    place: Place, paths: Sequence[str], base: str | None = None, progress: Progress = unseen
) -> Iterator[PlanReport]:
    """Check many plans, in their order; what must hold across them is `checks.across`'s."""
    yield from each(partial(check_plan, place, base=base), paths, progress)


def problems_of(place: Place, paths: Sequence[str]) -> list[Problem]:
    """Check plans that were found to have problems once more, for the problems themselves.

    Raises:
        RegistryChangingError: they have none any more.
    """
    reports = list(check_all(place, paths))
    found = sorted(problem for report in reports for problem in report.problems)
    if not (found := [*found, *checks.across(reports)]):
        raise RegistryChangingError(str(place.root))
    return found


def lost_plans(place: Place, paths: Sequence[str], base: str) -> list[Problem]:
    """Return a problem for each plan of a federation that an earlier version has and this one has not."""
    link = link_above(place.root)
    if link is not None:
        return [_not_compared(link)]
    held = plans_at_fork(place.root, base)
    hint = "从版本库取回；方案确已废止的，留着它，不再查它即可"
    return [
        Problem(source_of(place, path).shown(PLAN_FILE), 1, 1, "E302", "整个方案没有了", hint)
        for path in held
        if path not in paths
    ]


def _not_compared(link: Path) -> Problem:
    hint = "换成文件夹本身：链接所指的内容不在这里的版本历史里，改了谁也看不出来"
    return Problem(shown_path(link), 1, 1, "E001", "这是一个链接，无从与上一版比较", hint)


def _texts(source: Source, shown: Collection[str]) -> dict[str, str]:
    """Return the texts of some files for excerpts, in whatever encoding shows most of them."""
    texts: dict[str, str] = {}
    if not shown:
        return texts
    for path in source.paths():
        if source.shown(path) not in shown:
            continue
        try:
            data = source.read(path)
        except OSError:
            continue
        try:
            text = data.decode("utf-8-sig")
        except UnicodeDecodeError:
            try:
                text = data.decode("gb18030")
            except UnicodeDecodeError:
                text = data.decode("utf-8-sig", "replace")
        texts[source.shown(path)] = text
    return texts
