"""The words that a shell may offer for what is wanted, each with what it means; the registry is asked by a function."""

from collections.abc import Callable, Iterable
from typing import NamedTuple

from bizenv_cli.candidate import Candidate
from bizenv_cli.completion.words import COMMANDS, NOTHING, OPTIONS, Wanted
from bizenv_cli.manual import Manual

FILES, FOLDERS = "files", "folders"
REVISIONS = "revisions"
_PATHS = {"文件": FILES, "通知.txt": FILES, "路径": FILES, "文件夹": FOLDERS}
_REVISIONS = ("版本", "版本1", "版本2")
_MOST = 500

_DAYS = (
    ("今天", ""), ("明天", ""), ("月底", "当月最后一日"), ("下月底", "下月最后一日"), ("季度末", "当季最后一日"),
    ("年底", "当年 12 月 31 日"),
)  # fmt: skip
_SPANS = (
    ("7d", "7 天"), ("2w", "两周"), ("30d", "30 天"), ("60d", "60 天"), ("2m", "两个月"), ("3m", "三个月"),
)  # fmt: skip


class Offer(NamedTuple):
    """What a shell may offer: words, or FILES or FOLDERS, which it finds by itself; `begins`: all begin as typed."""

    candidates: tuple[Candidate, ...] = ()
    paths: str = ""
    begins: bool = True


Ask = Callable[[str], Iterable[Candidate]]


def offer(manual: Manual, wanted: Wanted, ask: Ask) -> Offer:
    """Return what fits.

    Args:
        ask: returns the registry's names of a kind (单位, 编号 …), or REVISIONS; nothing for other kinds.
    """
    if wanted.kind in _PATHS:
        return Offer(paths=_PATHS[wanted.kind])
    found, begins = _fitting(_known(manual, wanted, ask), wanted.typed)
    return Offer(tuple(found[:_MOST]), begins=begins)


def _known(manual: Manual, wanted: Wanted, ask: Ask) -> Iterable[Candidate]:
    """Return every word of the kind that is wanted, whatever is typed."""
    kind, parameter = wanted.kind, wanted.parameter
    choices = parameter.choices if parameter and parameter.choices else manual.values.get(kind)
    if choices:
        return [Candidate(choice.value, choice.meaning) for choice in choices]
    words: dict[str, Callable[[], Iterable[Candidate]]] = {
        NOTHING: tuple,
        OPTIONS: lambda: [Candidate(option.names[0], option.help) for option in wanted.options],
        COMMANDS: lambda: _commands(manual),
        "命令": lambda: [
            *_commands(manual),
            *(Candidate(topic.name, topic.title) for topic in manual.topics),
        ],
        "时长": lambda: [Candidate(*span) for span in _SPANS],
        "日期": lambda: [*ask("日期"), *(Candidate(*day) for day in _DAYS)],
        "版本|日期": lambda: [*ask(REVISIONS), *ask("日期")],
        **dict.fromkeys(_REVISIONS, lambda: ask(REVISIONS)),
    }
    if kind in words:
        return words[kind]()
    return [Candidate(word) for word in kind.split("|")] if "|" in kind else ask(kind)


def _commands(manual: Manual) -> list[Candidate]:
    return [Candidate(command.name, command.summary.rstrip("。")) for command in manual.commands]


def _fitting(known: Iterable[Candidate], typed: str) -> tuple[list[Candidate], bool]:
    """Return those that begin as typed, else those found by something else that does, else those that contain it."""
    candidates = list(known)
    lowered = typed.lower()
    if begun := _first_of_each(item for item in candidates if item.value.lower().startswith(lowered)):
        return begun, True
    by_key = [item for item in candidates if any(key.startswith(lowered) for key in item.also)]
    within = [item for item in candidates if lowered in item.value.lower()]
    text = [item for item in candidates if any(lowered in key for key in item.also)]
    found = _first_of_each(by_key or within or text)
    return found, not found


def _first_of_each(candidates: Iterable[Candidate]) -> list[Candidate]:
    found: dict[str, Candidate] = {}
    for item in candidates:
        found.setdefault(item.name or item.value, item)
    return list(found.values())
