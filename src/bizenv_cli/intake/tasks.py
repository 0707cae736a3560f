"""The words of a row's cells to what a task records: names of units, and a day."""

from collections.abc import Iterable
from datetime import date

from bizenv_cli.dates import parse_iso_day
from bizenv_cli.folding import fold
from bizenv_cli.intake.deadlines import read_deadline
from bizenv_cli.intake.doubt import AS_PRINTED
from bizenv_cli.intake.item import Item, Note
from bizenv_cli.intake.rows import is_closed
from bizenv_cli.intake.units import Names, read_units

_MOSTLY = 0.7


def make_tasks(items: Iterable[Item], year: int | None, issued: date | None) -> None:
    """Fill in `leads`, `supports` and `deadline` of rows.

    Args:
        year: the plan's year, for deadlines that name none.
        issued: the day of issue, for deadlines that are counted from it.
    """
    rows = list(items)
    closed = sum(is_closed(item.values.get("measure", "")) for item in rows)
    for item in rows:
        _parties(item)
        _deadline(item, year, issued)
        words = item.values.get("measure", "")
        if words and not is_closed(words) and closed >= _MOSTLY * len(rows):
            item.doubt("measure", words[-20:], AS_PRINTED, "句末没有标点，疑未印完")


def _parties(item: Item) -> None:
    leads, supports = (read_units(item.values.get(name, "")) for name in ("lead", "support"))
    for name, found in (("lead", leads), ("support", supports)):
        for note in found.notes:
            item.doubt(name, item.values[name], "、".join(found.names), note)
    item.leads, item.supports = _leading(item, leads)
    item.supports += [name for name in supports.names if name not in item.supports]
    both = [name for name in item.supports if name in item.leads]
    if both:
        item.doubt("support", "、".join(both), AS_PRINTED, f"{'、'.join(both)}既牵头又配合，疑有误")
        item.notes.append(Note("doubtful", ("support",), f"{'、'.join(both)}既列牵头又列配合，照录"))


def _leading(item: Item, found: Names) -> tuple[list[str], list[str]]:
    """Return who leads and who supports of the names in the cell of leaders."""
    if found.roles:
        leads = [name for name in found.names if found.roles.get(name, False)]
        return leads or found.names, [name for name in found.names if leads and name not in leads]
    if item.header.by_first and len(found.names) > 1:
        return found.names[:1], found.names[1:]
    return found.names, []


def _deadline(item: Item, year: int | None, issued: date | None) -> None:
    words = item.values.get("deadline", "")
    if not words:
        return
    if "deadline" in item.days:
        item.deadline = item.days["deadline"]
        return
    found = read_deadline(words, year, issued)
    item.deadline = found.day
    if not found.certain:
        item.doubt("deadline", words, str(found.day or ""), found.because)
    if found.standing:
        item.notes.append(Note("lost", ("deadline",), found.because, printed=words))
    elif found.day is None:
        item.notes.append(Note("lost", ("deadline",), f"时限一格{found.because}，没有录", printed=words))
    elif not _prints(words, found.day):
        because = f"印「{words}」，{found.because or '按这一天录'}"
        item.notes.append(Note("inferred", ("deadline",), because, printed=words))


def _prints(words: str, day: date) -> bool:
    """Tell whether a cell prints a day in full and nothing else."""
    bare = fold(words)
    if bare == f"{day.year}年{day.month}月{day.day}日":
        return True
    try:
        return parse_iso_day(bare) == day
    except ValueError:
        return False
