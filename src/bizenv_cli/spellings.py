"""The ways in which a name may be typed, made once, when the index is built: no query computes pinyin."""

import re
from collections.abc import Iterable, Iterator

from bizenv_cli.matching import Spelling, folded
from bizenv_cli.pinyin import readings

# What people leave out when they type initials: a unit's level, the kind that every action or treatment is of.
_SPARED = {
    "unit": re.compile(r"^(?:[省市县区]委|[省市县区])(?=\w{2})|^各"),
    "action": re.compile("专项行动$"),
    "treatment": re.compile("专项治理$"),
}


def spellings(
    kind: str, name: str, *, aliases: Iterable[str] = (), pinyin: str | None = None, number: int | None = None
) -> Iterator[tuple[str, str]]:
    """Yield each key by which a name is found, and how: name, alias, number, pinyin, initials or syllables.

    Args:
        kind: unit, official, indicator, action or treatment.
        aliases: its other spellings.
        pinyin: the name's reading where the registry gives it, syllables apart.
        number: its 序号.
    """
    yield folded(name), "name"
    if number is not None:
        yield str(number), "number"
    for alias in aliases:
        yield folded(alias), "alias"
    for written, given in ((name, pinyin), *((alias, None) for alias in aliases)):
        for syllables in readings(written, person=kind == "official", given=given):
            yield from _read(kind, written, syllables)


def of_units(units: Iterable[tuple[str, Iterable[str], str | None]]) -> list[Spelling]:
    """Return the spellings of units, each given as its name, its aliases and its reading."""
    return [
        Spelling(key, how, name)
        for name, aliases, pinyin in units
        for key, how in spellings("unit", name, aliases=tuple(aliases), pinyin=pinyin)
    ]


def _read(kind: str, written: str, syllables: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    if not syllables:
        return
    joined = "".join(syllables)
    yield " ".join(syllables), "syllables"
    yield joined, "pinyin"
    if "v" in joined:  # 绿: lv as it is typed, lyu as a passport has it
        yield "".join(syllable.replace("v", "yu") for syllable in syllables), "pinyin"
    yield _initials(syllables), "initials"
    spared = _SPARED[kind].search(written) if kind in _SPARED else None
    if spared and len(syllables) == len(
        folded(written)
    ):  # one syllable a character, so that they can be cut alike
        before, left_out = len(folded(written[: spared.start()])), len(folded(spared[0]))
        yield _initials((*syllables[:before], *syllables[before + left_out :])), "initials"


def _initials(syllables: Iterable[str]) -> str:
    return "".join(syllable[0] for syllable in syllables)
