"""The words of the targets, looked for in the notice: each stands where the registry says that it does."""

from collections.abc import Iterator

from bizenv_cli.folding import fold
from bizenv_cli.model import Stated, Target
from bizenv_cli.notice import Notice
from bizenv_cli.numerals import number_of
from bizenv_cli.registry import Registry


def unstated(registry: Registry, notice: Notice) -> Iterator[tuple[Target, Stated]]:
    """Yield each target and place whose words are not in that section of the body, or in no cell of that annex."""
    cells = {
        str(annex.number): [fold(cell) for row in annex.rows for cell in row.cells]
        for annex in notice.annexes
    }
    for target in registry.targets.record.targets if registry.targets else ():
        for place in target.stated:
            texts = cells.get(place.at[0], []) if place.task else [_section(place.at, notice)]
            if not any(fold(place.words) in text for text in texts):
                yield target, place


def _section(at: str, notice: Notice) -> str:
    """Return the text of a section such as 二（一）; of one that heads nothing, the whole body."""
    part, _, section = at.rstrip("）").partition("（")
    statements = {"一": notice.indicators, "二": notice.actions}.get(part, ())
    number = number_of(section)
    return next((statement.text for statement in statements if statement.number == number), notice.body)
