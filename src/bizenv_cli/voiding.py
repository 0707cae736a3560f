"""Which entries of a ledger still count: a later void takes one back."""

from collections.abc import Sequence

from bizenv_cli.model import Entry


def voided(entries: Sequence[Entry]) -> dict[int, int | None]:
    """Return the position of what each void takes back, by the void's own; None where there is nothing to take back.

    A void undoes the last entry before it of its task that has the event and the day it names and still counts.
    """
    taken: dict[int, int | None] = {}
    gone: set[int] = set()
    for at, entry in enumerate(entries):
        if entry.event != "void":
            continue
        target = next(
            (
                earlier
                for earlier in range(at - 1, -1, -1)
                if earlier not in gone
                and (entries[earlier].task, entries[earlier].event, entries[earlier].date)
                == (entry.task, entry.of, entry.dated)
            ),
            None,
        )
        taken[at] = target
        if target is not None:
            gone.add(target)
    return taken


def counting(entries: Sequence[Entry]) -> list[tuple[int, Entry]]:
    """Return the entries that count, each with its position: neither voids nor what they take back."""
    taken = voided(entries)
    gone = {*taken, *taken.values()}
    return [(at, entry) for at, entry in enumerate(entries) if at not in gone]
