"""The names that a draft's units.yaml needs: each as printed, those that may be one unit told and never merged."""

from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from typing import NamedTuple

from bizenv_cli.intake.doubt import Doubt
from bizenv_cli.intake.item import Item
from bizenv_cli.intake.units import is_collective

_SHORTEST = 4  # characters of a name that may be a short form of another
_OFTEN = 3  # how much more often the other must be printed, where they differ in one character


class Printed(NamedTuple):
    """A name as printed: how often, and the row where it stands first."""

    name: str
    times: int
    item: Item

    @property
    def kind(self) -> str:
        """``collective`` for 各…, 有关单位 and the like, else ``single``."""
        return "collective" if is_collective(self.name) else "single"


def names_in(items: Sequence[Item]) -> list[Printed]:
    """Return every name of a unit in the order of the rows."""
    found: dict[str, Printed] = {}
    for item in items:
        for name in (*item.leads, *item.supports):
            before = found.get(name)
            found[name] = Printed(name, before.times + 1, before.item) if before else Printed(name, 1, item)
    return list(found.values())


def namesakes(names: Sequence[Printed], known: Sequence[str] = ()) -> Iterator[Doubt]:
    """Yield a doubt for each pair of names that may be one unit.

    Args:
        known: names that the registry has already.
    """
    own = [printed.name for printed in names]
    for at, printed in enumerate(names):
        others = [*known, *own[:at]]
        if printed.kind == "collective" or printed.name in known:
            continue
        for other in others:
            count = next((each.times for each in names if each.name == other), _OFTEN)
            if not is_collective(other) and _may_be_one(printed.name, printed.times, other, count):
                because = f"与「{other}」相近，可能是同一个单位的两种写法；是的话并为别名，不是就不动"
                yield Doubt(printed.item.place, "单位名录", printed.name, "作两个单位录", because)


def _may_be_one(name: str, count: int, other: str, others: int) -> bool:
    if name[0] != other[0]:
        return False
    shorter, longer = sorted((name, other), key=len)
    if sorted(name) == sorted(other):
        return True
    if len(shorter) < len(longer):
        return len(shorter) >= _SHORTEST and _within(shorter, longer) and shorter[-1] == longer[-1]
    differing = sum(one != two for one, two in zip(name, other, strict=True))
    rare, common = sorted((count, others))
    alike = SequenceMatcher(None, name, other).ratio() >= 0.75  # noqa: PLR2004  (one character of four)
    return differing == 1 and alike and rare == 1 and common >= _OFTEN


def _within(shorter: str, longer: str) -> bool:
    """Tell whether the characters of one name stand in the other in the same order (市监 in 市场监管)."""
    rest = iter(longer)
    return all(sign in rest for sign in shorter)
