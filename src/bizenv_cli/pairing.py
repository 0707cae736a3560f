"""Two states of a registry, paired: what is still the same thing, what was renumbered, deleted or added."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from bizenv_cli.folding import fold
from bizenv_cli.registry import Holder, Registry

NUMBERED = ("task", "work_task")


@dataclass(frozen=True, slots=True)
class Pair:
    """One thing before and after."""

    before: Holder
    after: Holder


@dataclass
class Paired:
    """Everything of two registries.

    Attributes:
        kept: the same thing in both, whether or not its words changed.
        renumbered: the same words under another number, in the order of the later registry.
        deleted: what only the earlier has.
        added: what only the later has.
    """

    kept: list[Pair] = field(default_factory=list)
    renumbered: list[Pair] = field(default_factory=list)
    deleted: list[Holder] = field(default_factory=list)
    added: list[Holder] = field(default_factory=list)


@dataclass(frozen=True)
class Change:
    """An edit: the registry before and after it."""

    before: Registry
    after: Registry

    @cached_property
    def paired(self) -> Paired:
        """What became of each thing; of files that could not be read whole, on either side, nothing is said."""
        paired = Paired()
        one, other = _by_scope(self.before), _by_scope(self.after)
        for scope in dict.fromkeys([*one, *other]):
            match = _numbered if scope in NUMBERED else _named
            match(one.get(scope, []), other.get(scope, []), paired)
        lost = _lost(self.after)
        paired.deleted = [holder for holder in paired.deleted if not _in_any(holder, lost)]
        unknown = _lost(self.before)
        paired.added = [holder for holder in paired.added if not _in_any(holder, unknown)]
        return paired

    @cached_property
    def later(self) -> dict[int, Holder]:
        """What each kept or renumbered thing became, by the `id` of its earlier record."""
        pairs = (*self.paired.kept, *self.paired.renumbered)
        return {id(pair.before.record): pair.after for pair in pairs}


def unread(registry: Registry, path: str) -> bool:
    """Tell whether a file, or a folder that it is in, is there and gave no record."""
    above = path.split("/")
    names = {".", *("/".join(above[:end]) for end in range(1, len(above) + 1))}
    return not names.isdisjoint(registry.unread)


def annex_of(holder: Holder) -> str:
    """Return the folder that a thing's file is in (``annex1``), or the file's own name."""
    return holder.file.path.partition("/")[0]


def number_of(holder: Holder) -> int:
    """Return the number of a task or work task."""
    return int(holder.record.seq)


def _by_scope(registry: Registry) -> dict[str, list[Holder]]:
    scopes: dict[str, list[Holder]] = {}
    for holder in registry.holders():
        if holder.file.whole:
            scopes.setdefault(holder.scope, []).append(holder)
    return scopes


def _lost(registry: Registry) -> set[str]:
    """Return the folders and files in which something could not be read."""
    files = {holder.file.path for holder in registry.holders() if not holder.file.whole}
    return {path.partition("/")[0] for path in (*registry.unread, *files)}


def _in_any(holder: Holder, folders: set[str]) -> bool:
    return "." in folders or annex_of(holder) in folders  # "." is the registry's own folder, locked


def _named(one: Sequence[Holder], other: Sequence[Holder], paired: Paired) -> None:
    """Pair things by their name; then, of those left, by where they stand."""
    names = {holder.subject: holder for holder in other}
    left = []
    for holder in one:
        if holder.subject in names:
            paired.kept.append(Pair(holder, names.pop(holder.subject)))
        else:
            left.append(holder)
    places = {(holder.file.path, holder.loc): holder for holder in names.values()}
    for holder in left:
        after = places.pop((holder.file.path, holder.loc), None)
        if after:
            paired.kept.append(Pair(holder, after))
        else:
            paired.deleted.append(holder)
    paired.added.extend(places.values())


def _numbered(one: Sequence[Holder], other: Sequence[Holder], paired: Paired) -> None:
    """Pair tasks by number and words; then by words alone; then by number alone."""
    before = {(annex_of(holder), number_of(holder)): holder for holder in one}
    after = {(annex_of(holder), number_of(holder)): holder for holder in other}
    for key in [key for key in before if key in after and _words(before[key]) == _words(after[key])]:
        paired.kept.append(Pair(before.pop(key), after.pop(key)))
    of_words = {words: key for key, words in _once(after)}
    for key, words in list(_once(before)):
        if words in of_words and not _stayed(before[key], after.get(key), after[of_words[words]]):
            paired.renumbered.append(Pair(before.pop(key), after.pop(of_words[words])))
    paired.renumbered.sort(key=lambda pair: (annex_of(pair.after), number_of(pair.after)))
    for key in [key for key in before if key in after]:
        paired.kept.append(Pair(before.pop(key), after.pop(key)))
    paired.deleted.extend(before.values())
    paired.added.extend(after.values())


def _stayed(before: Holder, after: Holder | None, elsewhere: Holder) -> bool:
    """Tell whether the number kept its units and deadline while its words went elsewhere: words exchanged."""
    return after is not None and _rest(before) == _rest(after) != _rest(elsewhere)


def _rest(holder: Holder) -> tuple[object, ...]:
    return tuple(getattr(holder.record, name, None) for name in ("lead", "support", "deadline"))


def _once(holders: dict[tuple[str, int], Holder]) -> Iterator[tuple[tuple[str, int], str]]:
    """Yield the words that only one of them has."""
    words = {key: _words(holder) for key, holder in holders.items()}
    counts = Counter(words.values())
    yield from ((key, text) for key, text in words.items() if text and counts[text] == 1)


def _words(holder: Holder) -> str:
    """Return what a row says; of one whose words the notice lost, what its errata say."""
    record = holder.record
    said = getattr(record, "measure", None) or getattr(record, "text", None)
    return fold(said or "".join(erratum.because for erratum in getattr(record, "errata", ())))
