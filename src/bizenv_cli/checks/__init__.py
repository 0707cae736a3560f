"""What must hold across records: one theme a module, one generator a rule; CHECKS is all of them."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from bizenv_cli.checks import assignments, errata, names, numbering, texts
from bizenv_cli.problem import Problem
from bizenv_cli.registry import Registry


@dataclass(frozen=True, slots=True)
class Check:
    """One rule: its code (or codes), and the generator whose docstring states it.

    Attributes:
        whole: it asks what is absent, so it runs only when every file could be read
            (a date that could not be read is one problem, not a missing date as well).
    """

    code: str
    rule: Callable[[Registry], Iterator[Problem]]
    whole: bool = False


CHECKS: tuple[Check, ...] = (
    Check("E201 E202", numbering.task_numbers),
    Check("E201 E202", numbering.work_task_numbers),
    Check("E201 E202", numbering.group_numbers),
    Check("E206", numbering.repeated_group),
    Check("E203", names.unknown_official),
    Check("E204", names.unknown_unit),
    Check("E205", names.repeated_name),
    Check("E207", names.covers_of_single),
    Check("E210", errata.unexplained_gap, whole=True),
    Check("E211", errata.unknown_field),
    Check("E212", texts.milestone_not_in_text),
    Check("E213", texts.pilot_change_outside),
    Check("E214", names.joined_units),
    Check("E215", assignments.lead_and_support),
    Check("E216", assignments.deadline_outside_year),
)


def run(registry: Registry) -> list[Problem]:
    """Run every check that what could be read allows.

    Returns:
        The problems, ordered by place.
    """
    problems = [
        problem
        for check in CHECKS
        if registry.complete or not check.whole
        for problem in check.rule(registry)
    ]
    return sorted(problems)
