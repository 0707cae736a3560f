"""Git, asked for revisions and the files in them; the only user of subprocess.

Arguments are lists, paths come NUL-terminated and unquoted, and the ``GIT_*`` variables that a hook sets are
taken away, but for those that say who commits: inside a hook they would point git at another repository.
"""

import os
import subprocess
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from bizenv_cli.errors import GitFailedError, GitMissingError, NoRepositoryError, UnknownRevisionError

_REGULAR = ("100644", "100755")


@dataclass(frozen=True, slots=True)
class Blob:
    """One file of a commit: its path from the top of the repository, its object's name, its size in bytes."""

    path: str
    name: str
    size: int


@dataclass(frozen=True, slots=True)
class Repository:
    """A work tree's repository; `top` is the folder that holds everything."""

    top: Path

    def commit(self, revision: str) -> str:
        """Return the name (hash) of the commit that a revision means.

        Raises:
            UnknownRevisionError: it means none here.
        """
        found = (
            None
            if revision.startswith("-")
            else self.ask("rev-parse", "--verify", "--quiet", f"{revision}^{{commit}}")
        )
        if not found:
            raise UnknownRevisionError(revision)
        return found.strip()

    def fork_point(self, commit: str) -> str:
        """Return the newest commit that both `commit` and HEAD come from; `commit` itself where there is none."""
        return (self.ask("merge-base", commit, "HEAD") or commit).strip()

    def files(self, commit: str, folder: str) -> list[Blob]:
        """Return the regular files below a folder (``registry``, or ``.`` for the top) at a commit."""
        listed = self.ask("ls-tree", "-r", "-z", "-l", "--full-tree", commit, "--", folder) or ""
        blobs = []
        for line in listed.split("\0"):
            head, _, path = line.partition("\t")
            if head and head.split()[0] in _REGULAR:
                _, _, name, size = head.split()
                blobs.append(Blob(path, name, int(size)))
        return blobs

    def contents(self, names: Iterable[str]) -> dict[str, bytes]:
        """Return the bytes of some objects, read by one process."""
        wanted = list(dict.fromkeys(names))
        data = _run(
            ["-C", str(self.top), "cat-file", "--batch"], "".join(f"{name}\n" for name in wanted).encode()
        ).stdout
        found: dict[str, bytes] = {}
        at = 0
        for name in wanted:
            end = data.index(b"\n", at)
            size = int(data[at:end].split()[-1])
            found[name] = data[end + 1 : end + 1 + size]
            at = end + 1 + size + 1
        return found

    def commit_file(self, path: Path, message: str) -> str:
        """Commit one file as it is, leaving whatever else is staged; return the commit's short name.

        Raises:
            GitFailedError: git refuses, or a hook does.
        """
        self._do("add", "--", str(path))
        self._do("commit", "--quiet", "--only", "-m", message, "--", str(path))
        return (self.ask("rev-parse", "--short", "HEAD") or "").strip()

    def _do(self, *arguments: str) -> None:
        done = _run(["-C", str(self.top), *arguments])
        if done.returncode:
            said = (done.stderr or done.stdout).decode("utf-8", "replace").strip()
            raise GitFailedError(said)

    def ask(self, *arguments: str) -> str | None:
        """Return what git prints, or None where it says no."""
        done = _run(["-C", str(self.top), *arguments])
        return done.stdout.decode("utf-8", "surrogateescape") if done.returncode == 0 else None


def repository(folder: Path) -> Repository:
    """Return the repository whose work tree a folder is in.

    Raises:
        NoRepositoryError: it is in none.
        GitFailedError: git refuses to look at it.
    """
    done = _run(["-C", str(folder), "rev-parse", "--show-toplevel"])
    if done.returncode:
        said = done.stderr.decode("utf-8", "replace").strip()
        if "not a git repository" in said:
            raise NoRepositoryError(str(folder))
        raise GitFailedError(said)
    return Repository(Path(done.stdout.decode("utf-8", "surrogateescape").removesuffix("\n")))


def in_repository(folder: Path) -> bool:
    """Tell whether a folder is in a repository's work tree."""
    try:
        repository(folder)
    except NoRepositoryError:
        return False
    return True


def _run(arguments: Sequence[str], given: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    clean = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith("GIT_") or name.startswith(("GIT_AUTHOR_", "GIT_COMMITTER_"))
    }
    clean |= {"LC_ALL": "C", "GIT_OPTIONAL_LOCKS": "0", "GIT_TERMINAL_PROMPT": "0"}
    try:
        return subprocess.run(  # noqa: S603  (a list of arguments, no shell)
            ["git", "-c", "core.quotepath=off", *arguments],  # noqa: S607  (the user's own git)
            input=given,
            capture_output=True,
            env=clean,
            check=False,
        )
    except FileNotFoundError as error:
        raise GitMissingError from error
