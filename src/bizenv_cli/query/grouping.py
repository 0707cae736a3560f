"""By what tasks are counted: the units that lead them, the officials, indicators or actions they belong to."""

import json
from typing import Any, Literal, NamedTuple

from bizenv_cli.query.tasks import Filters

By = Literal["unit", "official", "indicator", "action"]


class Grouping(NamedTuple):
    """SQL that puts tasks into groups; a task may lie in several, or in none.

    Attributes:
        join: what follows a source of tasks called ``task``: its groups as ``item``, with plan, name and place (ord)
            in the notice.
        member: the condition on a row of ``_task`` that it lies in a group at all.
    """

    join: str
    member: str


_HELD = "JOIN main.{held} AS held ON held.plan = task.plan_no AND held.task = task.ref"
_ITEM = " JOIN main.{item} AS item ON item.plan = {of}.plan AND item.name = {of}.{item}"
_OWN = "JOIN main.{item} AS item ON item.plan = task.plan_no AND item.name = task.{item}"

GROUPINGS: dict[By, Grouping] = {
    "unit": Grouping(
        _HELD.format(held="task_unit") + " AND held.role = 'lead'" + _ITEM.format(item="unit", of="held"),
        "lead_units <> '[]'",
    ),
    "official": Grouping(
        _HELD.format(held="task_official") + _ITEM.format(item="official", of="held"),
        "lead_officials <> '[]'",
    ),
    "indicator": Grouping(_OWN.format(item="indicator"), "indicator IS NOT NULL"),
    "action": Grouping(_OWN.format(item="action"), "action IS NOT NULL"),
}


def only(by: By, filters: Filters) -> tuple[str, list[Any]]:
    """Return the condition that a group is itself one that the filters name, and its parameters."""
    if by == "unit" and filters.units:
        pairs = json.dumps([[unit.plan, unit.name] for unit in filters.units], ensure_ascii=False)
        named = "SELECT json_extract(value, '$[0]'), json_extract(value, '$[1]') FROM json_each(?)"
        return f"(item.plan, item.name) IN ({named})", [pairs]
    if by == "official" and filters.official:
        return "item.name = ?", [filters.official]
    return "1", []
