"""A draft put into a registry's folder: new files, and additions to the lists of others; nothing is overwritten."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import groupby
from pathlib import Path
from typing import Any

from bizenv_cli.dates import parse_iso_day
from bizenv_cli.errors import BadCallError, UnwritableError, reason
from bizenv_cli.intake import Draft, DraftAnnex, Group
from bizenv_cli.intake.units import read_people
from bizenv_cli.intake.yamlout import action_file, annex_lines, doubt_lines, indicator_file, unit_lines
from bizenv_cli.newfile import write_whole
from bizenv_cli.oneline import scalar
from bizenv_cli.pinyin import syllables
from bizenv_cli.place import PLAN_FILE, read_file, shown_path
from bizenv_cli.yamltext import parse

_DOUBTS_HEAD = (
    "# yaml-language-server: $schema=.schema/doubts.schema.json\n"
    "# 待核：由 bizenv import 抄录时存疑之处。核对一条，改好清单，删去这一条；全部删完，把这个文件也删掉，清单才能查询。\n"
)
_LONGEST_STEM = 60
_OF_NAME = re.compile("(?:专项)?行动$|专项治理$|工作$")


@dataclass(frozen=True)
class Facts:
    """What a registry's folder already says that a draft needs.

    Attributes:
        year: the plan's.
        issued: its day of issue.
        units: names, aliases among them, of its units.yaml.
        officials: names of its officials.yaml.
    """

    root: Path
    year: int | None = None
    issued: date | None = None
    units: tuple[str, ...] = ()
    officials: tuple[str, ...] = ()


@dataclass
class Written:
    """What was written: new files, files with additions, and additions that must be made by hand."""

    new: list[str] = field(default_factory=list)
    extended: list[str] = field(default_factory=list)
    by_hand: list[tuple[str, str]] = field(default_factory=list)


def facts(folder: str) -> Facts:
    """Read what a registry's folder says, as far as it can be read.

    Raises:
        BadCallError: there is no registry.
    """
    root = Path(folder)
    if not (root / PLAN_FILE).is_file() and (root / "registry" / PLAN_FILE).is_file():
        root /= "registry"
    if not (root / PLAN_FILE).is_file():
        raise BadCallError(f"{folder} 里没有 plan.yaml，不是任务清单。先用 bizenv init 建一份")
    plan, units, officials = (_value(root / name) for name in (PLAN_FILE, "units.yaml", "officials.yaml"))
    year = plan.get("year")
    try:
        issued = parse_iso_day(str(plan.get("issued")))
    except ValueError:
        issued = None
    return Facts(
        root,
        year if isinstance(year, int) else issued.year if issued else None,
        issued,
        tuple(_names(units.get("units"))),
        tuple(_names(officials.get("officials"))),
    )


def write_draft(draft: Draft, into: Facts, lacks: Sequence[str] = ()) -> Written:
    """Write a draft into a registry's folder.

    Args:
        lacks: fields that the notice does not have, neither in the table nor elsewhere.

    Raises:
        BadCallError: a file of the draft is there already.
        UnwritableError: the folder cannot be written.
    """
    new: dict[str, str] = {}
    for annex in draft.annexes:
        new |= _annex_files(annex, lacks)
    there = [path for path in new if (into.root / path).exists()]
    taken = [
        annex.number for annex in draft.annexes if any((into.root / f"annex{annex.number}").glob("*.yaml"))
    ]
    if there or taken:
        what = there[0] if there else f"annex{taken[0]}/ 里的文件"
        raise BadCallError(f"{shown_path(into.root)} 里已有 {what}，不会覆盖。先移走，或换一个清单文件夹")
    written = Written()
    for path, text in new.items():
        write_whole(into.root / path, text)
        written.new.append(path)
    for path, key, lines, head in _additions(draft, into):
        _extend(into.root, path, key, lines, head, written)
    return written


def _annex_files(annex: DraftAnnex, lacks: Sequence[str]) -> dict[str, str]:
    found = {}
    for order, (groups, path) in enumerate(_grouped(annex), 1):
        if annex.number == 1:
            found[path] = indicator_file(order, groups, lacks)
        else:
            found[path] = action_file(order, groups[0], annex.work_tasks[order - 1], lacks)
    return found


def _grouped(annex: DraftAnnex) -> Iterator[tuple[list[Group], str]]:
    """Yield the groups of each file with its path; the sub-indicators of one indicator share a file."""
    shared = (
        groupby(annex.groups, key=lambda group: group.base)
        if annex.number == 1
        else ((g, [g]) for g in annex.groups)
    )
    for order, (_, found) in enumerate(shared, 1):
        groups = list(found)
        stem = syllables(_OF_NAME.sub("", groups[0].base))
        yield groups, f"annex{annex.number}/{order:02}-{stem[:_LONGEST_STEM] or 'zu'}.yaml"


def _additions(draft: Draft, into: Facts) -> Iterator[tuple[str, str, list[str], str]]:
    """Yield file, key, lines and, for a file that is not there yet, what it begins with."""
    for annex in draft.annexes:
        names = list(dict.fromkeys(groups[0].base for groups, _ in _grouped(annex)))
        title = annex.title or f"附件{annex.number}"
        yield PLAN_FILE, "annexes", annex_lines(annex.number, title, len(annex.items), names), ""
    likely = {
        doubt.printed: doubt.because.partition("「")[2].partition("」")[0]
        for doubt in draft.doubts
        if doubt.column == "单位名录"
    }
    yield (
        "units.yaml",
        "units",
        unit_lines([name for name in draft.names if name.name not in into.units], likely),
        "",
    )
    heads = (group.heads.get("lead_officials", "") for annex in draft.annexes for group in annex.groups)
    people = dict.fromkeys(
        name for words in heads for name in read_people(words) if name not in into.officials
    )
    yield "officials.yaml", "officials", [f"  - name: {scalar(name)}" for name in people], ""
    yield "doubts.yaml", "doubts", doubt_lines(draft.doubts), _DOUBTS_HEAD


def _extend(root: Path, path: str, key: str, lines: Sequence[str], head: str, written: Written) -> None:
    if not lines:
        return
    file = root / path
    there = file.exists()
    text = _text(file) if there else head
    more = extended(text, key, lines)
    if more is None:
        written.by_hand.append((path, f"{key}:\n" + "".join(f"{line}\n" for line in lines)))
        return
    write_whole(file, more)
    told = written.extended if there else written.new
    if path not in told:
        told.append(path)


def extended(text: str, key: str, lines: Sequence[str]) -> str | None:
    """Return a file's text with more items in the list of a top-level key; None where they cannot go at its end.

    Args:
        lines: the items, indented by two.
    """
    text = text if not text or text.endswith("\n") else f"{text}\n"
    text = re.sub(
        rf"^# 待补.*\n(?={key}:|\Z)", "", text, flags=re.MULTILINE
    )  # what a new registry says of an empty list
    more = "".join(f"{line}\n" for line in lines)
    begun = re.search(rf"^{key}:[ \t]*(?P<value>.*)$", text, re.MULTILINE)
    if begun is None:
        return f"{text}{key}:\n{more}"
    if begun["value"].partition("#")[0].strip() in ("[]", "null", "~"):
        return f"{text[: begun.start()]}{key}:\n{more}{text[begun.end() + 1 :]}"
    rest = text[begun.end() + 1 :]
    inside = all(not line.strip() or line.startswith(("  ", "#")) for line in rest.split("\n"))
    return f"{text}{more}" if inside and not begun["value"].strip() else None


def _value(path: Path) -> Mapping[str, Any]:
    """Return what a file says as plain values; nothing where it cannot be read."""
    document, _ = parse(shown_path(path), _text(path)) if path.is_file() else (None, [])
    value = document.value if document else None
    return value if isinstance(value, dict) else {}


def _names(entries: object) -> Iterable[str]:
    for entry in entries if isinstance(entries, list) else ():
        if isinstance(entry, dict):
            yield from (
                str(each["name"]) for each in (entry, *(entry.get("aliases") or ())) if "name" in each
            )


def _text(path: Path) -> str:
    try:
        return read_file(path).decode("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        why = reason(error) if isinstance(error, OSError) else "不是 UTF-8 编码"
        raise UnwritableError(shown_path(path), why) from error
