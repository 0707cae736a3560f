"""Federations: what must hold across the plans of several folders."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Protocol

from bizenv_cli.problem import Problem


class PlanInFederation(Protocol):
    """What is asked of a plan here: its key, and where that stands."""

    @property
    def key(self) -> str | None:
        """The key, None where plan.yaml could not be read."""
        ...

    @property
    def key_at(self) -> Problem | None:
        """Where the key stands, as a problem without words."""
        ...


def repeated_key(plans: Sequence[PlanInFederation]) -> Iterator[Problem]:
    """Ensure that every plan of a federation has a key of its own.

    E401 各方案的代号互不相同
    联合清单里任务编号前面是方案代号（如 qsh2023:1-26），两个方案用同一个代号，编号就分不清是谁的。改后来的那个方案的 key；
    同一个方案放了两份的，移走一份。
    """
    first: dict[str, Problem] = {}
    for plan in plans:
        if plan.key is None or plan.key_at is None:
            continue
        if plan.key in first:
            other = first[plan.key]
            message = f"代号「{plan.key}」已被另一个方案用了"
            hint = f"{other.path} 第 {other.line} 行也是它，两处改成不同的代号"
            yield replace(plan.key_at, code="E401", message=message, hint=hint)
        first.setdefault(plan.key, plan.key_at)
