"""Which entries of a ledger still count: a later void takes one back."""

from collections.abc import Sequence

from bizenv_cli.model import Entry, Fulfil, Measured, TaskEvent, Void


def voided(entries: Sequence[Entry]) -> dict[int, int | None]:
    """Return the position of what each void takes back, by the void's own; None where there is nothing to take back.

    A void undoes the last entry before it of its task or target that has the event and the day it names and still counts.
    """
    taken: dict[int, int | None] = {}
    gone: set[int] = set()
    for at, entry in enumerate(entries):
        if not isinstance(entry, Void):
            continue
        target = next(
            (
                earlier
                for earlier in range(at - 1, -1, -1)
                if earlier not in gone
                and (entries[earlier].subject, entries[earlier].event, entries[earlier].date)
                == (entry.subject, entry.of, entry.dated)
            ),
            None,
        )
        taken[at] = target
        if target is not None:
            gone.add(target)
    return taken


def counting(entries: Sequence[Entry]) -> list[tuple[int, TaskEvent | Measured | Fulfil]]:
    """Return the entries that count, each with its position: neither voids nor what they take back."""
    gone = set(voided(entries).values())
    return [(at, entry) for at, entry in enumerate(entries) if at not in gone and not isinstance(entry, Void)]


def on_tasks(entries: Sequence[Entry]) -> list[tuple[int, TaskEvent]]:
    """Return the entries on tasks that count, each with its position."""
    return [(at, entry) for at, entry in counting(entries) if isinstance(entry, TaskEvent)]


def measured(entries: Sequence[Entry]) -> list[tuple[int, Measured]]:
    """Return the measured values that count, each with its position."""
    return [(at, entry) for at, entry in counting(entries) if isinstance(entry, Measured)]


def fulfilled(entries: Sequence[Entry]) -> list[tuple[int, Fulfil]]:
    """Return the fulfilments of duties that count, each with its position."""
    return [(at, entry) for at, entry in counting(entries) if isinstance(entry, Fulfil)]
