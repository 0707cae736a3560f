"""What must hold across records: one theme a module, one generator a rule; CHECKS is all of them."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from bizenv_cli.checks import (
    additions,
    amendments,
    assignments,
    complaints,
    directories,
    doubts,
    duties,
    entries,
    errata,
    federation,
    fulfilments,
    groups,
    ledger,
    measured,
    names,
    numbering,
    overlaps,
    protection,
    redirection,
    sequence,
    targets,
    texts,
)
from bizenv_cli.checks.federation import PlanInFederation
from bizenv_cli.pairing import Change
from bizenv_cli.problem import Problem
from bizenv_cli.registry import Registry


@dataclass(frozen=True, slots=True)
class Check:
    """One rule: its code (or codes), and the generator whose docstring states it."""

    code: str
    rule: Callable[[Registry], Iterator[Problem]]


@dataclass(frozen=True, slots=True)
class AcrossCheck:
    """One rule about several plans."""

    code: str
    rule: Callable[[Sequence[PlanInFederation]], Iterator[Problem]]


CHECKS: tuple[Check, ...] = (
    Check("E201 E202", numbering.task_numbers),
    Check("E201 E202", numbering.work_task_numbers),
    Check("E209", numbering.task_count),
    Check("E225", groups.annexes_listed),
    Check("E201 E217", groups.group_numbers),
    Check("E206", groups.repeated_group),
    Check("E208", groups.listed_groups),
    Check("E203 E218", names.unknown_official),
    Check("E204 E218", names.unknown_unit),
    Check("E205", directories.repeated_name),
    Check("E237", directories.pinyin_of_another_length),
    Check("E207", directories.covers_of_single),
    Check("E210", errata.unexplained_gap),
    Check("E211", errata.unknown_field),
    Check("E223 E224", texts.text_not_as_written),
    Check("E135", texts.text_in_quotes),
    Check("E231", texts.doubled_sign),
    Check("E232", texts.placeholder),
    Check("E212", texts.milestone_not_in_text),
    Check("E213", texts.pilot_change_outside),
    Check("E214", names.joined_names),
    Check("E214", directories.joined_entries),
    Check("E215", assignments.lead_and_support),
    Check("E230", assignments.unit_under_two_names),
    Check("E216", assignments.deadline_outside_year),
    Check("E226", assignments.issued_outside_year),
    Check("E219", ledger.ledger_unit),
    Check("E220", ledger.unknown_task),
    Check("E221", entries.entries_out_of_order),
    Check("E227", entries.entry_out_of_time),
    Check("E228", entries.extended_backwards),
    Check("E229", entries.repeated_entry),
    Check("E222", ledger.unit_without_part),
    Check("E233", sequence.void_of_nothing),
    Check("E234", sequence.out_of_sequence),
    Check("E235", sequence.completed_out_of_time),
    Check("E236", sequence.extended_by_supporter),
    Check("E240", targets.target_numbers),
    Check("E241", targets.target_of_nothing),
    Check("E242", targets.words_elsewhere),
    Check("E243", targets.value_not_in_words),
    Check("E244", targets.comparison_not_in_words),
    Check("E245", measured.unknown_target),
    Check("E246", measured.unit_without_target),
    Check("E250", duties.duty_numbers),
    Check("E251", duties.repeated_level),
    Check("E252", duties.never_due),
    Check("E253", duties.days_not_in_words),
    Check("E254", duties.row_outside),
    Check("E255", fulfilments.unknown_duty),
    Check("E256", fulfilments.unknown_period),
    Check("E257", fulfilments.unit_without_duty),
    Check("E258", complaints.complaint_numbers),
    Check("E259", complaints.step_before_complaint),
    Check("E260", complaints.person_in_complaint),
    Check("E304", amendments.amendment_of_nothing),
    Check("E304", amendments.amendment_out_of_order),
    Check("E270", overlaps.judged_tasks),
    Check("E271", overlaps.judged_order),
    Check("E272", overlaps.judged_once),
    Check("E280", doubts.unsettled_doubt),
)


def run(registry: Registry) -> list[Problem]:
    """Run every check that what could be read allows.

    Returns:
        The problems, ordered by place.
    """
    return sorted(problem for check in CHECKS for problem in check.rule(registry))


ACROSS: tuple[AcrossCheck, ...] = (AcrossCheck("E401", federation.repeated_key),)


def across(plans: Sequence[PlanInFederation]) -> list[Problem]:
    """Run every check of what must hold across the plans of a federation; the problems, ordered by place."""
    return sorted(problem for check in ACROSS for problem in check.rule(plans))


@dataclass(frozen=True, slots=True)
class BaseCheck:
    """One rule that compares with an earlier state."""

    code: str
    rule: Callable[[Change], Iterator[Problem]]


@dataclass(frozen=True)
class Verdict:
    """What a comparison found.

    Attributes:
        problems: every problem of the later registry, those of the comparison among them, ordered by place.
        skipped: files of the earlier state that could not be read whole, and so were not compared.
    """

    problems: list[Problem] = field(default_factory=list)
    skipped: tuple[str, ...] = ()


BASE_CHECKS: tuple[BaseCheck, ...] = (
    BaseCheck("E301", protection.issued_value_changed),
    BaseCheck("E302", protection.renumbered_or_deleted),
    BaseCheck("E303", additions.amendment_rewritten),
    BaseCheck("E305", additions.added_without_authority),
    BaseCheck("E306", protection.ledger_rewritten),
    BaseCheck("E307", redirection.task_moved),
    BaseCheck("E308", redirection.unit_redirected),
)
_ABOUT_NUMBERS = {"E302", "E305"}
# What these say is missing, doubled or misnumbered is not told again as deleted or renumbered …
_NUMBERING = {"E201", "E202", "E206", "E208", "E217", "E240", "E250"}
# … and where a row is told as deleted or added, the count need not be told.
_COUNT = "E209"
# Where a thing is told as changed or deleted, the targets that cite it as it was are not told as well.
_CITING = ("E241", "E242")


def _place(problem: Problem) -> tuple[str, str, int, int]:
    return problem.code, problem.path, problem.line, problem.column


def compare(change: Change, told: list[Problem]) -> Verdict:
    """Run every rule that compares with an earlier state.

    Args:
        told: the problems of the later registry itself.
    """
    numbering = any(problem.code in _NUMBERING for problem in told)
    found = [
        problem
        for check in BASE_CHECKS
        if not (numbering and check.code in _ABOUT_NUMBERS)
        for problem in check.rule(change)
    ]
    if any(problem.code in _ABOUT_NUMBERS for problem in found):
        told = [problem for problem in told if problem.code != _COUNT]
    if any(problem.code in ("E301", "E302") for problem in found):
        told = [problem for problem in told if problem.code not in _CITING]
    if any(problem.code == "E301" for problem in found):
        echoed = {_place(problem) for problem in protection.went_back(change)}
        told = [problem for problem in told if _place(problem) not in echoed]
    before = change.before
    partly = {holder.file.path for holder in before.holders() if not holder.file.whole}
    partly |= {file.path for file in before.ledgers if not file.whole}
    return Verdict(sorted([*told, *found]), tuple(sorted({*partly, *before.unread})))
