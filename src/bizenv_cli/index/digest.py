"""One plan's folder to what the index stores of it; runs in a worker where there are many."""

from collections.abc import Mapping
from dataclasses import dataclass

from bizenv_cli.index.duty_rows import duty_rows
from bizenv_cli.index.name_rows import name_rows
from bizenv_cli.index.overlap_rows import overlap_rows
from bizenv_cli.index.rows import Row, Rows, head, rows
from bizenv_cli.index.target_rows import target_rows
from bizenv_cli.place import Place, PlanFolder
from bizenv_cli.plans import read_plan


@dataclass(frozen=True, slots=True)
class Digest:
    """What the index stores of a plan.

    Attributes:
        folder: the plan's folder, with the stamp that it had when it was read.
        hashes: SHA-256 of each file by its path below that folder.
        problems: how many problems the plan has; where there are some, `tables` is empty.
        head: the row of ``plan``, from key to light.
    """

    folder: PlanFolder
    hashes: Mapping[str, bytes]
    problems: int
    head: Row
    tables: Rows


def digest(place: Place, path: str) -> Digest:
    """Read, check and digest one plan.

    Raises:
        RegistryChangingError: it is being edited.
    """
    reading = read_plan(place, path)
    loaded = reading.registry
    prefix = f"{loaded.plan.record.key}:" if place.federated and loaded.plan else ""
    makers = (rows, name_rows, target_rows, duty_rows, overlap_rows) if not reading.problems else ()
    tables = {table: found for make in makers for table, found in make(loaded, prefix).items()}
    return Digest(reading.folder, reading.hashes, len(reading.problems), head(loaded), tables)
