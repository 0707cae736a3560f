"""What a shell is told while somebody types: from what lies in the cache, and never a word of complaint."""

import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from bizenv_cli.candidate import Candidate
from bizenv_cli.completion import replies
from bizenv_cli.completion.candidates import REVISIONS, Offer, offer
from bizenv_cli.completion.words import Wanted, wanted
from bizenv_cli.errors import BizenvError
from bizenv_cli.index import cachefile
from bizenv_cli.manual import Manual, from_json, to_json
from bizenv_cli.place import Place, find_place, survey

if TYPE_CHECKING:
    from bizenv_cli.index.peek import Database

_LISTING = ("63", "33", "64")  # bash's COMP_TYPE where words are only shown
_SMALL = 2_000_000  # bytes of a plan whose index may be made while somebody waits: about a second


def answer(arguments: Sequence[str]) -> int:
    """Write what fits; return 1 where nothing can be told, without a word.

    Args:
        arguments: the shell, then what its script gives: see ``completion/scripts``.
    """
    with suppress(Exception), _silence():
        reply = _reply(*arguments)
        sys.stdout.buffer.write(_encoded(reply))
        sys.stdout.flush()
        return 0
    return 1


def warm(registry: str | None = None) -> None:
    """Make what completion reads, where it is not there: the description of the commands, and a small registry's index."""
    stored_manual()
    with suppress(BizenvError):  # none here, or one that is being mended: there is time for it later
        _database(registry)


def _reply(shell: str, *given: str) -> str:
    if shell == "bash":
        from bizenv_cli.completion.bashline import split  # noqa: PLC0415  (each shell needs but its own)

        kind, width, breaks, text = given
        line = split(text, breaks)
        asked, found = _offered(line.words)
        listing = kind in _LISTING
        return replies.bash(found, asked.before, line.kept, line.quote, int(width), listing=listing)
    if shell == "zsh":
        width, *words = given
        asked, found = _offered(words)
        return replies.zsh(found, asked.before, int(width))
    words = list(given) if shell == "fish" else os.environ["BIZENV_COMPLETE"].split("\n")
    words[-1] = words[-1].lstrip("'\"")
    asked, found = _offered(words)
    return replies.fish(found, asked.before) if shell == "fish" else replies.powershell(found, asked.before)


def _offered(words: Sequence[str]) -> tuple[Wanted, Offer]:
    manual = stored_manual()
    asked = wanted(manual, words)

    def ask(kind: str) -> Iterable[Candidate]:
        if kind == REVISIONS:
            return _revisions(asked.value_of("--registry"))
        from bizenv_cli.query.suggestions import suggestions  # noqa: PLC0415  (options need no registry)

        database = _database(asked.value_of("--registry"))
        return suggestions(database, kind, asked.value_of("--plan"), asked.typed) if database else ()

    return asked, offer(manual, asked, ask)


def stored_manual() -> Manual:
    """Return the description of the commands from the cache folder, made anew where there is none of this version."""
    folder = cachefile.folder(os.environ.get("BIZENV_CACHE"))
    path = folder / f"commands-{cachefile.short(cachefile.fingerprint())}.json"
    with suppress(OSError, ValueError, TypeError, AttributeError):
        return from_json(path.read_text(encoding="utf-8"))
    from bizenv_cli.cli.app import described  # noqa: PLC0415  (the whole program, once a version)

    manual = described()
    with suppress(OSError):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        for older in folder.glob("commands-*.json"):
            older.unlink(missing_ok=True)
        temporary = path.with_suffix(f".{os.getpid()}")
        temporary.write_text(to_json(manual), encoding="utf-8")
        temporary.replace(path)
    return manual


def _database(registry: str | None) -> "Database | None":
    """Return the registry's index as it lies in the cache; that of a small registry is made where there is none."""
    from bizenv_cli.index.peek import peek  # noqa: PLC0415

    place = _place(registry)
    cache = cachefile.folder(os.environ.get("BIZENV_CACHE"))
    if found := peek(place, cache):
        return found
    if place.federated or _size(place) > _SMALL:
        return None
    from bizenv_cli import clock  # noqa: PLC0415
    from bizenv_cli.index import open_index  # noqa: PLC0415

    open_index(place, clock.today(), cache=cache).close()
    return peek(place, cache)


def _place(registry: str | None) -> Place:
    typed = str(Path(registry).expanduser()) if registry else None  # a shell has not expanded it yet
    return find_place(typed, os.environ.get("BIZENV_REGISTRY"), Path.cwd())


def _size(place: Place) -> int:
    lines = [line.split(b"\t") for folder in survey(place) for line in folder.stamp.splitlines()]
    return sum(int(parts[1]) for parts in lines if len(parts) > 2)  # noqa: PLR2004  (name, size, times)


def _revisions(registry: str | None) -> Iterator[Candidate]:
    """Yield HEAD, and the branches and tags of the registry's repository."""
    from bizenv_cli import git  # noqa: PLC0415

    form = "--format=%(refname:short)%09%(creatordate:short) %(contents:subject)"
    try:
        told = git.repository(_place(registry).root).ask("for-each-ref", form, "refs/heads", "refs/tags")
    except BizenvError:  # no repository, or no git
        return
    yield Candidate("HEAD", "最近一次提交")
    for line in (told or "").splitlines():
        name, _, about = line.partition("\t")
        yield Candidate(name, about)


@contextmanager
def _silence() -> Iterator[None]:
    """Keep the error stream empty: what is written there would stand in the middle of somebody's line."""
    kept = sys.stderr
    with Path(os.devnull).open("w", encoding="utf-8") as nowhere:
        sys.stderr = nowhere
        try:
            yield
        finally:
            sys.stderr = kept


def _encoded(reply: str) -> bytes:
    """Return a reply as the terminal reads it, without the lines that it cannot show."""
    encoding = sys.stdout.encoding or "utf-8"
    lines: list[bytes] = []
    for line in reply.split("\n"):
        with suppress(UnicodeEncodeError):
            lines.append(f"{line}\n".encode(encoding))
    return b"".join(lines)
