"""A plan read for what it means, or not at all: of one that is read in part, nothing can be said to have changed."""

from dataclasses import replace

from bizenv_cli import registry
from bizenv_cli.files import model_of
from bizenv_cli.problem import Problem
from bizenv_cli.registry import Registry
from bizenv_cli.source import Source


def read_whole(source: Source) -> tuple[Registry | None, list[Problem]]:
    """Read a plan for what it means: what its files say, whether or not that is in order.

    Returns:
        The registry, or None where a file is missing or could not be read whole; and the problems. Files that do
        not belong in a registry mean nothing.
    """
    loaded, problems = registry.load(source)
    singles = (loaded.plan, loaded.units, loaded.officials, loaded.treatments)
    broken = None in singles or any(model_of(path) or path == "." for path in loaded.unread)
    whole = all(holder.file.whole for holder in loaded.holders()) and all(
        file is None or file.whole
        for file in (*singles, loaded.targets, loaded.duties, loaded.overlaps, *loaded.ledgers)
    )
    return (replace(loaded, unread=()) if whole and not broken else None), problems
