"""Which names something typed may mean: the order in which ways of writing a name are tried, and what is too little.

1. as it is written: the canonical name, an alias, a number (序号);
2. its whole pinyin; 3. its initials, with or without its level (区) or its kind (专项行动);
4. a part of one name alone; 5. some syllables, in a row, of one name's pinyin.

The first way by which anything is found decides; where that finds several names, none is chosen. A part that is one
character, or only says that something is an office, finds nothing by itself. Width, case, tones, spaces and
punctuation never count.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from typing import Literal, NamedTuple

from bizenv_cli.errors import AmbiguousNameError, ShortNameError
from bizenv_cli.nearest import nearest
from bizenv_cli.simplified import simplified

How = Literal["name", "alias", "number", "pinyin", "initials", "part", "pinyin-part", "simplified"]

WRITTEN = ("name", "alias", "number")
READ = ("pinyin", "initials")
_SYLLABLES = "syllables"  # of a whole name, apart: what parts of its pinyin are found in; nobody types it
_LEAST = 2  # characters, or syllables, of a part
_LEAST_LETTERS = 4
_NUMBER = "第?(?:0{0,9}([1-9][0-9]{0,8})|([一二三四五六七八九十]{1,4}))[项个]?"
_OFFICE = frozenset(
    "省市县区镇乡街道园局委办部厅处室队院会司公分总大各直属有关单位门机构和与及等专项行动治理"
)
# Characters of a name that all stand, in its order, in what was typed: 区发展和改革委员会 is 区发改委.
_LEAST_INSIDE = 3


class Spelling(NamedTuple):
    """One way to write a name.

    Attributes:
        key: what `folded` makes of it.
        how: name, alias, number, pinyin, initials or syllables.
        name: what it means.
        sub: for an indicator's name that means one of its sub-indicators, that one; else nothing.
    """

    key: str
    how: str
    name: str
    sub: str = ""


class Matched(NamedTuple):
    """What was found, each a name and a sub-indicator or nothing; and whether what was typed is enough to say it."""

    how: How
    meanings: tuple[tuple[str, str], ...]
    enough: bool = True


def folded(text: str) -> str:
    """Return a name as names are compared: letters, digits and 汉字, of one width and case; ü is v, tones are dropped."""
    apart = unicodedata.normalize("NFKD", text).casefold().replace("u\N{COMBINING DIAERESIS}", "v")
    return "".join(sign for sign in apart if sign.isalnum())


def numbered(text: str) -> str:
    """Return the 序号 that a folded text is (5, 05, 第五, 第5项), or nothing."""
    match = re.fullmatch(_NUMBER, text)
    if not match:
        return ""
    if match[1]:
        return match[1]
    from bizenv_cli.numerals import number_of  # noqa: PLC0415  (few write 第五)

    return str(number_of(match[2]) or "")


def match(typed: str, known: Sequence[Spelling]) -> Matched | None:
    """Return what the first way finds anything by, among the spellings of one plan."""
    if found := _match(folded(typed), known):
        return found
    found = _match(folded(simplified(typed)), known)
    return found._replace(how="simplified") if found else None


def _match(key: str, known: Sequence[Spelling]) -> Matched | None:
    keyed = [each for each in known if each.key == key]
    written = (_meanings(each for each in keyed if each.how == way) for way in WRITTEN)
    found = next((Matched("name", meanings) for meanings in written if meanings), None)
    return found or by_reading(keyed) or by_part(key, known)


def only(what: str, typed: str, matched: Matched) -> tuple[str, str]:
    """Return the one name that was found, and its sub-indicator or nothing.

    Raises:
        AmbiguousNameError: there are several.
        ShortNameError: there is one, but what was typed is too little to say it.
    """
    candidates = list(dict.fromkeys(sub or name for name, sub in matched.meanings))
    if len(matched.meanings) > 1:
        raise AmbiguousNameError(what, typed, candidates)
    if not matched.enough:
        raise ShortNameError(what, typed, candidates)
    return matched.meanings[0]


def by_reading(found: Iterable[Spelling]) -> Matched | None:
    """Return what the first of pinyin and initials finds among the spellings whose key is what was typed."""
    spellings = list(found)
    for how in READ:
        if meanings := _meanings(spelling for spelling in spellings if spelling.how == how):
            return Matched("pinyin" if how == "pinyin" else "initials", meanings)
    return None


def by_part(text: str, known: Sequence[Spelling]) -> Matched | None:
    """Return the names that a folded text is a part of, or some syllables of."""
    if not text or text.isdecimal():
        return None
    if meanings := _meanings(each for each in known if each.how in ("name", "alias") and text in each.key):
        return Matched("part", meanings, len(text) >= _LEAST and not _OFFICE.issuperset(text))
    if text.isascii() and (meanings := _meanings(each for each in known if _reads(each, text))):
        return Matched("pinyin-part", meanings, len(text) >= _LEAST_LETTERS)
    return None


def near(text: str, known: Sequence[Spelling]) -> list[str]:
    """Return the names that may have been meant: those whose characters all stand in the text, then the closest."""
    written: dict[str, str] = {}
    for each in known:
        if each.how in ("name", "alias", "pinyin"):
            written.setdefault(each.key, each.sub or each.name)
    inside = [
        key for key in written if len(key) >= _LEAST_INSIDE and not key.isascii() and _within(key, text)
    ]
    inside.sort(key=len, reverse=True)
    return list(dict.fromkeys(written[key] for key in [*inside, *nearest(text, written)]))[:3]


def _meanings(spellings: Iterable[Spelling]) -> tuple[tuple[str, str], ...]:
    return tuple(dict.fromkeys((each.name, each.sub) for each in spellings))


def _reads(spelling: Spelling, text: str) -> bool:
    """Tell whether a text is two or more syllables in a row of a name's pinyin."""
    if spelling.how != _SYLLABLES:
        return False
    syllables = spelling.key.split()
    return any(text in _runs(syllables[at:]) for at in range(len(syllables)))


def _runs(syllables: Sequence[str]) -> Iterator[str]:
    run = syllables[0]
    for syllable in syllables[1:]:
        run += syllable
        yield run


def _within(key: str, text: str) -> bool:
    signs = iter(text)
    return all(sign in signs for sign in key)
