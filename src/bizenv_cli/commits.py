"""Commits from the newest to the oldest, and the objects they hold, read through two processes that are kept open."""

from collections.abc import Iterator
from datetime import datetime
from io import BufferedReader
from pathlib import Path
from types import TracebackType
from typing import IO, NamedTuple, Self, cast

from bizenv_cli.dates import BEIJING
from bizenv_cli.errors import MissingObjectError
from bizenv_cli.git import Repository
from bizenv_cli.place import MAX_BYTES

TREE = "40000"
REGULAR = ("100644", "100755")

_FIELDS = ("%H", "%T", "%P", "%aN", "%at", "%s")
_PIECE = 65_536  # bytes read at a time


class Commit(NamedTuple):
    """One commit.

    Attributes:
        name: its hash.
        tree: the hash of its top folder.
        parents: the hashes of the commits that it builds on; of a shallow clone's oldest, none.
        author: who made the change.
        when: when that was, by Beijing time.
        summary: the first line of what was said of it.
    """

    name: str
    tree: str
    parents: tuple[str, ...]
    author: str
    when: datetime
    summary: str

    @property
    def short(self) -> str:
        """The hash as it is shown."""
        return self.name[:8]


class Entry(NamedTuple):
    """One line of a tree: what it is, its name, and the hash of what it holds."""

    mode: str
    path: str
    name: str


class Objects:
    """The objects of a repository, read by one process; close it when done."""

    def __init__(self, repo: Repository) -> None:
        self._process = repo.opened("cat-file", "--batch")
        self._asked = cast("IO[bytes]", self._process.stdin)
        self._answer = cast("IO[bytes]", self._process.stdout)

    def __enter__(self) -> Self:
        """Begin."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """End the process."""
        self.close()

    def close(self) -> None:
        """End the process."""
        self._asked.close()
        self._answer.close()
        self._process.wait()

    def read(self, name: str) -> bytes:
        """Return the bytes of an object, no more than shows that it is too big.

        Raises:
            MissingObjectError: it is not here: the clone is partial, or damaged.
        """
        self._asked.write(f"{name}\n".encode())
        self._asked.flush()
        head = self._answer.readline().split()
        if not head or not head[-1].isdigit():
            raise MissingObjectError(name)
        left = int(head[-1])
        data = self._answer.read(min(left, MAX_BYTES + 1))
        left += 1 - len(data)  # a line break ends it
        while left and (piece := self._answer.read(min(left, _PIECE))):
            left -= len(piece)
        return data

    def tree(self, name: str) -> tuple[Entry, ...]:
        """Return what a folder holds."""
        data, size = self.read(name), len(name) // 2
        found = []
        at = 0
        while at < len(data):
            end = data.index(b"\0", at)
            mode, _, path = data[at:end].partition(b" ")
            at = end + 1 + size
            found.append(
                Entry(mode.decode(), path.decode("utf-8", "surrogateescape"), data[end + 1 : at].hex())
            )
        return tuple(found)

    def lineage(self, commit: str) -> tuple[str, tuple[str, ...]]:
        """Return a commit's tree and its parents as it names them, whether or not they were fetched."""
        head = self.read(commit).partition(b"\n\n")[0].decode("ascii", "replace").split("\n")
        told = [line.partition(" ") for line in head]
        tree = next(value for key, _, value in told if key == "tree")
        return tree, tuple(value for key, _, value in told if key == "parent")


def walk(repo: Repository, commit: str, *, only: bool = False) -> Iterator[Commit]:
    """Yield a commit and those it came from, the newest first, as git finds them.

    Args:
        only: that commit alone.
    """
    form = "%x00".join(_FIELDS)
    arguments = ["log", "-z", "--no-show-signature", "--encoding=UTF-8", f"--format={form}", commit]
    process = repo.opened(*arguments, *(["-1"] if only else []), "--")
    answer = cast("BufferedReader", process.stdout)
    fields: list[str] = []
    rest = b""
    try:
        while piece := answer.read1(_PIECE):
            *whole, rest = (rest + piece).split(b"\0")
            fields += [field.decode("utf-8", "replace") for field in whole]
            while len(fields) >= len(_FIELDS):
                yield _commit(fields[: len(_FIELDS)])
                del fields[: len(_FIELDS)]
    finally:
        process.kill()
        process.communicate()


def shallow_ends(repo: Repository) -> frozenset[str]:
    """Return the commits at which a shallow clone ends; none where the history is whole."""
    told = (repo.ask("rev-parse", "--path-format=absolute", "--git-path", "shallow") or "").removesuffix("\n")
    try:
        return frozenset(Path(told).read_text(encoding="ascii").split())
    except OSError:
        return frozenset()


def _commit(fields: list[str]) -> Commit:
    name, tree, parents, author, seconds, summary = fields
    return Commit(name, tree, tuple(parents.split()), author, _moment(seconds), summary)


def _moment(seconds: str) -> datetime:
    try:
        return datetime.fromtimestamp(int(seconds), BEIJING)
    except (ValueError, OverflowError, OSError):  # a clock gone mad, or a hand-made commit
        return datetime.fromtimestamp(0, BEIJING)
