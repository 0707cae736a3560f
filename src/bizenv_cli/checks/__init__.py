"""What must hold across records: one theme a module, one generator a rule; CHECKS is all of them."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from bizenv_cli.checks import assignments, errata, groups, names, numbering, texts
from bizenv_cli.problem import Problem
from bizenv_cli.registry import Registry


@dataclass(frozen=True, slots=True)
class Check:
    """One rule: its code (or codes), and the generator whose docstring states it."""

    code: str
    rule: Callable[[Registry], Iterator[Problem]]


CHECKS: tuple[Check, ...] = (
    Check("E201 E202", numbering.task_numbers),
    Check("E201 E202", numbering.work_task_numbers),
    Check("E209", numbering.task_count),
    Check("E201 E217", groups.group_numbers),
    Check("E206", groups.repeated_group),
    Check("E208", groups.listed_groups),
    Check("E203 E218", names.unknown_official),
    Check("E204 E218", names.unknown_unit),
    Check("E205", names.repeated_name),
    Check("E207", names.covers_of_single),
    Check("E210", errata.unexplained_gap),
    Check("E211", errata.unknown_field),
    Check("E212", texts.milestone_not_in_text),
    Check("E213", texts.pilot_change_outside),
    Check("E214", names.joined_names),
    Check("E215", assignments.lead_and_support),
    Check("E216", assignments.deadline_outside_year),
)


def run(registry: Registry) -> list[Problem]:
    """Run every check that what could be read allows.

    Returns:
        The problems, ordered by place.
    """
    return sorted(problem for check in CHECKS for problem in check.rule(registry))
