"""The real registry as a template: what of its text stays in every synthetic plan, and what goes in the holes.

The files are read as the plain lines they are (``key: value``, ``- item``); a line of another sort is an error, so
that a template can never let a real text through.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path

from synthetic import Names, Phrases

HEADER = "# 合成数据，由 tests/bench/generate.py 生成，不是任何通知的内容\n"
MARKED_FROM = 6  # characters of a measure's first run that leave room for a word to search for

_SINGLES = ("plan.yaml", "units.yaml", "officials.yaml", "treatments.yaml")
_ANNEXES = ("annex1", "annex2")
_LINE = re.compile(r"(?P<head> *(?:- )?)(?P<key>[a-z_]+):(?: (?P<value>.+))?")
_ITEM = re.compile(r"(?P<head> *- )(?P<value>[^ :]+)")
_RUN = re.compile("[^，。；：、！？…—“”‘’（）《》〈〉【】〔〕「」]+")
_QUOTED = re.compile('"[0-9]*"')

_CONSTANT = frozenset(
    ["alert_days", "basis", "body_goal", "date", "fields", "from_seq", "goal", "kind", "order", "printed_at", "seq", "year"]
)  # fmt: skip
_UNITS = frozenset(["covers", "lead", "lead_unit", "presumed_covers", "support"])
_GROUPS = frozenset(
    ["", "action", "indicator", "sub_indicator", "treatment"]
)  # "": an item of plan.yaml's groups
_TEXTS = frozenset(["because", "body_name", "measure", "note", "pilot", "printed", "text"])
# What differs from plan to plan in its head, by indent and key.
_HEAD = {
    (0, "key"): "k{number:04d}",
    (0, "title"): "合成样例县{number:04d}营商环境行动方案",
    (0, "short_title"): "合成样例县{number:04d}行动方案",
    (0, "number"): "合成办发〔2023〕{number}号",
    (0, "issuers"): "[合成样例县{number:04d}办公室甲, 合成样例县{number:04d}办公室乙]",
    (0, "issued"): "2023-07-{day:02d}",
    (4, "title"): "合成样例县{number:04d}任务清单",
}


@dataclass(frozen=True, slots=True)
class Entry:
    """One line: what stands before its value, its key (nothing for a list's item), and its value."""

    head: str
    key: str
    value: str | None


@dataclass
class Skeleton:
    """All files of a plan as one list of pieces, some of which each plan fills anew.

    Attributes:
        pieces: the text; the holes are empty.
        files: the path of each file below the plan's folder, and its first and last (excluded) piece.
        holes: the position of each run of characters in a text, and the pool of phrases that fills it.
        echoes: positions that repeat what another one was filled with (milestones quote their measure).
        heads: positions in the plan's head, and what stands there.
        days: positions of the deadlines that are dealt out anew in every plan.
        deadlines: the deadlines themselves, in the real order.
        measures: the position and length of each measure's first run, where that is long enough.
    """

    phrases: Phrases
    names: Names = field(default_factory=Names)
    pieces: list[str] = field(default_factory=list)
    files: list[tuple[str, int, int]] = field(default_factory=list)
    holes: list[tuple[int, list[str]]] = field(default_factory=list)
    echoes: list[tuple[int, int]] = field(default_factory=list)
    heads: list[tuple[int, str]] = field(default_factory=list)
    days: list[int] = field(default_factory=list)
    deadlines: list[str] = field(default_factory=list)
    measures: list[tuple[int, int]] = field(default_factory=list)
    _segments: list[tuple[int, int, int]] = field(default_factory=list)
    _measure: str = ""

    def add_file(self, path: str, text: str) -> None:
        """Add one file of the template."""
        first = len(self.pieces)
        self.pieces.append(HEADER)
        entries = list(_entries(path, text))
        for at, entry in enumerate(entries):
            self._fixed(entry.head + (f"{entry.key}:" if entry.key else ""))
            if entry.value is not None:
                self._fixed(" " if entry.key else "")
                self._value(path, entries, at)
            self._fixed("\n")
        self.files.append((path, first, len(self.pieces)))

    def _value(self, path: str, entries: list[Entry], at: int) -> None:
        entry = entries[at]
        key, value = entry.key, entry.value or ""
        head = _HEAD.get((len(entry.head), key)) if path == "plan.yaml" else None
        if head:
            self.heads.append((len(self.pieces), head))
            self.pieces.append("")
        elif key in _CONSTANT or value.isdecimal() or _QUOTED.fullmatch(value):
            self._fixed(value)
        elif key == "deadline":
            self._deadline(value, dated=entries[at + 1 : at + 2])
        elif key == "text" and entries[at - 1].key == "date":
            self._quote(value)
        elif key in _TEXTS:
            self._text(value, list(_milestones(entries, at)) if key == "measure" else None)
        else:
            self._fixed(self._renamed(path, key, value))

    def _renamed(self, path: str, key: str, value: str) -> str:
        """Return what a name, or a list of names, becomes."""
        rules = {
            **dict.fromkeys(_UNITS, self.names.unit),
            **dict.fromkeys(_GROUPS, self.names.group),
            "lead_officials": self.names.official,
            "benchmark_cities": self.names.city,
            "name": self.names.official if path == "officials.yaml" else self.names.unit,
        }
        if key not in rules:
            message = f"{path}: the template has no rule for: {key}: {value}"
            raise ValueError(message)
        if value.startswith("["):
            return f"[{', '.join(rules[key](name) for name in value[1:-1].split(', '))}]"
        return rules[key](value)

    def _fixed(self, text: str) -> None:
        """Add a text that stays."""
        if text:
            self.pieces.append(text)

    def _deadline(self, value: str, dated: list[Entry]) -> None:
        if dated and dated[0].key == "milestones":
            self._fixed(value)  # a measure's last milestone is its deadline
            return
        self.days.append(len(self.pieces))
        self.deadlines.append(value)
        self.pieces.append("")

    def _text(self, value: str, milestones: list[str] | None) -> None:
        """Add a text: its punctuation stays, each run between becomes a hole of the same length.

        Args:
            milestones: for a measure, the texts of its milestones; a run is cut where one begins or ends.
        """
        cuts = {value.index(text) + end for text in milestones or () for end in (0, len(text))}
        led = False
        segments: list[tuple[int, int, int]] = []
        for start, end in _runs(value, cuts):
            at = len(self.pieces)
            segments.append((start, end, at))
            if not _RUN.match(value, start):
                self.pieces.append(value[start:end])
                continue
            length = end - start
            first = not led and length > 1
            led = led or first
            self.holes.append((at, (self.phrases.led if first else self.phrases.plain)(length)))
            self.pieces.append("")
            if first and milestones is not None and length >= MARKED_FROM:
                self.measures.append((at, length))
        if milestones is not None:
            self._segments, self._measure = segments, value

    def _quote(self, value: str) -> None:
        """Add a milestone's text: the pieces of the measure that it quotes."""
        first = self._measure.index(value)
        for start, end, at in self._segments:
            if first <= start and end <= first + len(value):
                self.echoes.append((len(self.pieces), at))
                self.pieces.append("")


def skeleton(registry: Path, seed: int) -> Skeleton:
    """Read the real registry as a template."""
    found = Skeleton(Phrases(seed))
    paths = [registry / name for name in _SINGLES]
    paths += [path for folder in _ANNEXES for path in sorted((registry / folder).glob("*.yaml"))]
    for path in paths:
        found.add_file(path.relative_to(registry).as_posix(), path.read_text(encoding="utf-8"))
    return found


def _entries(path: str, text: str) -> Iterator[Entry]:
    for line in text.splitlines():
        if line.startswith("#"):
            continue
        if match := _LINE.fullmatch(line):
            yield Entry(match["head"], match["key"], match["value"])
        elif match := _ITEM.fullmatch(line):
            yield Entry(match["head"], "", match["value"])
        else:
            message = f"{path}: the template cannot read the line: {line}"
            raise ValueError(message)


def _milestones(entries: list[Entry], at: int) -> Iterator[str]:
    """Yield the texts of the milestones of the measure at `at`."""
    for before, entry in pairwise(entries[at:]):
        if entry.key == "seq":
            return
        if entry.key == "text" and before.key == "date":
            yield entry.value or ""


def _runs(value: str, cuts: set[int]) -> Iterator[tuple[int, int]]:
    """Yield start and end of each run of characters and of each stretch of punctuation, cut at `cuts`."""
    edges = {0, len(value), *cuts}
    for match in _RUN.finditer(value):
        edges |= {match.start(), match.end()}
    yield from pairwise(sorted(edges))
