"""How many targets of each group have a value, and how many of those are met."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from bizenv_cli.index import Index
from bizenv_cli.query.grouping import By


class Attainment(NamedTuple):
    """The targets of some group, those of them that have a value, and those that are met by their newest."""

    targets: int = 0
    measured: int = 0
    met: int = 0


# The targets of each group: of an official by what he or she heads, of a unit by the tasks that it leads.
_PAIRS: dict[By, str] = {
    "indicator": "SELECT plan, indicator AS name, ord, status FROM _target WHERE indicator IS NOT NULL",
    "action": "SELECT plan, action AS name, ord, status FROM _target WHERE action IS NOT NULL",
    "official": "SELECT DISTINCT _target.plan, charge.official AS name, _target.ord, status FROM _target"
    " JOIN main.charge AS charge ON charge.plan = _target.plan_no AND charge.official IS NOT NULL"
    " AND charge.scope IN ('indicator', 'action')"
    " AND charge.subject = CASE charge.scope WHEN 'indicator' THEN _target.indicator ELSE _target.action END",
    "unit": "SELECT DISTINCT _target.plan, task_unit.unit AS name, _target.ord, status FROM _target,"
    " json_each(_target.tasks) AS own JOIN main.task AS task ON task.plan = _target.plan_no AND task.id = own.value"
    " JOIN main.task_unit AS task_unit ON task_unit.plan = task.plan AND task_unit.task = task.ref"
    " AND task_unit.role = 'lead'",
}


def attainments(
    index: Index, by: By, groups: Iterable[tuple[str, str]]
) -> tuple[Mapping[tuple[str, str], Attainment], Attainment]:
    """Return the attainment of each of some groups, by its plan's key and its name, and of them together."""
    found: dict[tuple[str, str], list[tuple[int, str]]] = {group: [] for group in groups}
    for row in index.stream(_PAIRS[by]):
        if (targets := found.get((row["plan"], row["name"]))) is not None:
            targets.append((row["ord"], row["status"]))
    whole = {target for targets in found.values() for target in targets}
    return {group: _counted(targets) for group, targets in found.items()}, _counted(whole)


def _counted(targets: Iterable[tuple[int, str]]) -> Attainment:
    statuses = [status for _, status in targets]
    return Attainment(len(statuses), len(statuses) - statuses.count("none"), statuses.count("met"))
