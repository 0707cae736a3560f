"""units.yaml: every unit of the notice, its spellings, and the collective units."""

from typing import Annotated, Literal

from pydantic import Field

from bizenv_cli.model.base import Amendments, Names, Pinyin, Record, Text

Basis = Literal["certain", "presumed"]


class Alias(Record):
    """Another spelling of a unit's name.

    Attributes:
        name: the spelling as printed.
        basis: ``certain`` when the notice uses both inside one indicator, action or measure, where they can only
            mean one unit; else ``presumed``.
        because: the places that show it, or why it is only presumed.
    """

    name: Text
    basis: Basis
    because: Text


class Unit(Record):
    """A unit, or a collective name that stands for several and is never split.

    Attributes:
        name: the canonical name, itself a printed spelling.
        kind: ``single`` or ``collective``.
        aliases: the other printed spellings.
        pinyin: how the name is read, where it would be misread.
        covers: for a collective, the units that the notice itself counts among it (「……等区直各有关单位」).
        presumed_covers: for a collective, further units that its name presumably reaches.
        because: why `presumed_covers` is presumed.
        note: what else must be known of the name.
        amendments: on whose word one of its names was taken from, or given to, another unit.
    """

    name: Text
    kind: Literal["single", "collective"]
    aliases: Annotated[tuple[Alias, ...], Field(strict=False, min_length=1)] = ()
    pinyin: Pinyin | None = None
    covers: Names = ()
    presumed_covers: Names = ()
    because: Text | None = None
    note: Text | None = None
    amendments: Amendments = ()


class Units(Record):
    """The whole file; the order is the notice's."""

    units: Annotated[tuple[Unit, ...], Field(strict=False, min_length=1)]
