"""Mutants of the real registry: corruptions as hands, input methods, spreadsheets and merges make them."""

import random
from collections.abc import Iterator, Mapping
from functools import cache

from . import belonging, bytes_, dates_numbers, harmless, meaning, names, structure, typing_slips, whole_files
from .base import CLASSES, REGISTRY, Edit, Kind, Mutant, MutationClass

__all__ = [
    "CLASSES",
    "SURVIVORS",
    "UNPROTECTED",
    "Edit",
    "Kind",
    "Mutant",
    "MutationClass",
    "classes",
    "mutants",
    "mutants_of",
    "originals",
]  # fmt: skip

THEMES = (typing_slips, dates_numbers, names, structure, bytes_, whole_files, meaning, belonging, harmless)

# Malformed classes that the plain check rightly lets pass, and why.
SURVIVORS: Mapping[str, str] = {
    "tab_before_text": "YAML lets a tab part a key from its value; it is no part of the value, and no record changes",
}

# Classes that change a meaning, and that a comparison with the version before rightly lets pass, and why.
UNPROTECTED: Mapping[str, str] = {
    "erratum_dropped": "an erratum is our note on the transcription, not what was ordered; bizenv verify misses it",
}


@cache
def originals() -> Mapping[str, bytes]:
    """Return the files of the real registry."""
    return {
        path.relative_to(REGISTRY).as_posix(): path.read_bytes() for path in sorted(REGISTRY.rglob("*.yaml"))
    }


@cache
def _texts() -> Mapping[str, str]:
    return {path: data.decode() for path, data in originals().items()}


def classes(kind: Kind) -> list[str]:
    """Return the names of the classes of one kind."""
    return [name for name, found in CLASSES.items() if found.kind == kind]


def mutants_of(name: str, count: int, seed: int) -> Iterator[Mutant]:
    """Yield up to `count` different mutants of one class, the same for the same seed."""
    rng = random.Random(f"{seed}/{name}")
    seen: set[Mutant] = set()
    for _ in range(4 * count):
        mutant = CLASSES[name].mutant(rng, _texts())
        if mutant and mutant not in seen:
            seen.add(mutant)
            yield mutant
        if len(seen) == count:
            return


def mutants(kind: Kind, count: int, seed: int) -> Iterator[Mutant]:
    """Yield up to `count` different mutants of every class of one kind."""
    for name in classes(kind):
        yield from mutants_of(name, count, seed)
