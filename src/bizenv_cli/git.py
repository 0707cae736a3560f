"""Git, asked for revisions and the files in them; the only user of subprocess.

Arguments are lists, paths come NUL-terminated and unquoted, and the ``GIT_*`` variables that a hook sets are
taken away, but for those that say who commits: inside a hook they would point git at another repository.
"""

import os
import subprocess
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from bizenv_cli.giterrors import (
    GitFailedError,
    GitMissingError,
    NoRepositoryError,
    UncommittableError,
    UnknownRevisionError,
)

_FILES = ("100644", "100755", "120000")
LINK = "120000"  # the mode of a link


@dataclass(frozen=True, slots=True)
class Blob:
    """One file of a commit: its path from the top, its object's name, its size in bytes; a link is no regular file."""

    path: str
    name: str
    size: int
    is_link: bool = False


@dataclass(frozen=True, slots=True)
class GitObject:
    """One object: its name (hash), its kind (commit, tree, blob), its bytes."""

    name: str
    kind: str
    data: bytes

    def entries(self) -> dict[str, str]:
        """Return what is in a tree: the mode of each file and folder by its name."""
        found: dict[str, str] = {}
        at = 0
        while at < len(self.data):
            end = self.data.index(b"\0", at)
            mode, _, name = self.data[at:end].decode("utf-8", "surrogateescape").partition(" ")
            found[name] = mode
            at = end + 1 + len(self.name) // 2
        return found


@dataclass(frozen=True, slots=True)
class Repository:
    """A repository; `top` is the folder that holds everything, or with `is_git_dir` the one that holds git's own files."""

    top: Path
    is_git_dir: bool = False

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

    def whereabouts(self) -> tuple[str, bool]:
        """Return the path of `top` below the top of the work tree (empty for that itself), and whether the clone is shallow.

        Raises:
            NoRepositoryError: there is no repository.
            GitFailedError: git refuses to look at it.
        """
        told = self._told("rev-parse", "--is-shallow-repository", "--show-prefix")
        shallow, _, prefix = told.partition("\n")
        return prefix.removesuffix("\n").removesuffix("/"), shallow == "true"

    def objects(self, names: Sequence[str]) -> list[GitObject | None]:
        """Return what each name (a hash, a revision, a path in one such as ``HEAD:registry``) means, or None.

        Raises:
            GitFailedError: the repository is damaged, or git would not even look for one of the names.
        """
        askable = [name for name in names if "\n" not in name]
        given = "".join(f"{name}\n" for name in askable).encode("utf-8", "surrogateescape")
        done = _run([*self._where(), "cat-file", "--batch"], given)
        _check(done, self.top)
        found: dict[str, GitObject] = {}
        at = 0
        for asked in askable:
            end = done.stdout.index(b"\n", at)
            match done.stdout[at:end].decode("utf-8", "surrogateescape").split(" "):
                case [name, kind, size] if size.isdigit():
                    at = end + 1 + int(size) + 1
                    found[asked] = GitObject(name, kind, done.stdout[end + 1 : at - 1])
                case _:
                    at = end + 1
        return [found.get(name) for name in names]

    def modes(self, treeish: str) -> dict[str, str]:
        """Return the mode of every file of a tree by its path from the top.

        Raises:
            GitFailedError: the repository is damaged.
        """
        listed = self._told("ls-tree", "-r", "-z", "--full-tree", treeish).split("\0")[:-1]
        return {path: head.partition(" ")[0] for head, _, path in (line.partition("\t") for line in listed)}

    def files(self, commit: str, folder: str) -> list[Blob]:
        """Return the files and links below a folder (``registry``, or ``.`` for the top) at a commit.

        Raises:
            GitFailedError: the repository is damaged.
        """
        listed = self._told("ls-tree", "-r", "-z", "-l", "--full-tree", commit, "--", folder)
        blobs = []
        for line in listed.split("\0"):
            head, _, path = line.partition("\t")
            if head and head.split()[0] in _FILES:
                mode, _, name, size = head.split()
                # of one that is missing git says BAD; whoever reads it is told
                blobs.append(Blob(path, name, int(size) if size.isdigit() else 0, mode == LINK))
        return blobs

    def contents(self, names: Iterable[str]) -> dict[str, bytes]:
        """Return the bytes of some objects, read by one process.

        Raises:
            GitFailedError: one of them is missing, or the repository is damaged.
        """
        found: dict[str, bytes] = {}
        wanted = list(dict.fromkeys(names))
        for name, held in zip(wanted, self.objects(wanted), strict=True):
            if held is None:
                raise GitFailedError(f"版本库里缺少对象 {name}")
            found[name] = held.data
        return found

    def check_committable(self, folder: Path) -> None:
        """See that a file below a folder could be committed by itself.

        Raises:
            UncommittableError: HEAD is on no branch, a merge or rebase is under way, the folder is ignored, or git
                does not know who commits.
        """
        kept = self.ask("rev-parse", "--absolute-git-dir") or ""
        under_way = {
            "MERGE_HEAD": "合并",
            "rebase-merge": "变基",
            "rebase-apply": "变基",
            "CHERRY_PICK_HEAD": "拣选",
        }
        for name, what in under_way.items():
            if (Path(kept.strip()) / name).exists():
                raise UncommittableError(f"版本库里有一次{what}还没有做完，先做完它")
        if self.ask("symbolic-ref", "--quiet", "HEAD") is None:
            raise UncommittableError(
                "现在不在任何分支上（游离的 HEAD），提交了切换后会找不到；先 git switch 到一个分支"
            )
        if self.ask("check-ignore", "--quiet", "--", str(folder.resolve() / "ledger" / "a.yaml")) is not None:
            raise UncommittableError(f"{folder / 'ledger'} 被 .gitignore 排除在版本库之外")
        if self.ask("var", "GIT_COMMITTER_IDENT") is None:
            raise UncommittableError(
                "git 不知道是谁提交：先 git config user.name 姓名、git config user.email 邮箱"
            )

    def last_committed(self, path: Path) -> bytes | None:
        """Return what a file holds in the last commit; None where it is not there."""
        (found,) = self.objects([f"HEAD:{path.resolve().relative_to(self.top.resolve()).as_posix()}"])
        return found.data if found else None

    def commit_file(self, path: Path, message: str) -> str:
        """Commit one file as it is, leaving whatever else is staged; return the commit's short name.

        Raises:
            GitFailedError: git refuses, or a hook does.
        """
        full = str(path.resolve())  # git is run from the top
        self._do("add", "--", full)
        self._do("commit", "--quiet", "--only", "-m", message, "--", full)
        return (self.ask("rev-parse", "--short", "HEAD") or "").strip()

    def _do(self, *arguments: str) -> None:
        done = _run(["-C", str(self.top), *arguments])
        if done.returncode:
            said = (done.stderr or done.stdout).decode("utf-8", "replace").strip()
            raise GitFailedError(said)

    def ask(self, *arguments: str) -> str | None:
        """Return what git prints, or None where it says no."""
        done = _run([*self._where(), *arguments])
        return done.stdout.decode("utf-8", "surrogateescape") if done.returncode == 0 else None

    def opened(self, *arguments: str) -> "subprocess.Popen[bytes]":
        """Return git at work: it is written to and read from piece by piece, and whoever asked ends it.

        Raises:
            GitMissingError: there is no git.
        """
        try:
            return subprocess.Popen(  # noqa: S603  (a list of arguments, no shell)
                _command([*self._where(), *arguments]),
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env=_environment(),
            )
        except FileNotFoundError as error:
            raise GitMissingError from error

    def _told(self, *arguments: str) -> str:
        done = _run([*self._where(), *arguments])
        _check(done, self.top)
        return done.stdout.decode("utf-8", "surrogateescape")

    def _where(self) -> tuple[str, str]:
        return ("--git-dir" if self.is_git_dir else "-C", str(self.top))


def repository(folder: Path) -> Repository:
    """Return the repository whose work tree a folder is in.

    Raises:
        NoRepositoryError: it is in none.
        GitFailedError: git refuses to look at it.
    """
    done = _run(["-C", str(folder), "rev-parse", "--show-toplevel"])
    _check(done, folder)
    return Repository(Path(done.stdout.decode("utf-8", "surrogateescape").removesuffix("\n")))


def in_repository(folder: Path) -> bool:
    """Tell whether a folder is in a repository's work tree."""
    try:
        repository(folder)
    except NoRepositoryError:
        return False
    return True


def _check(done: subprocess.CompletedProcess[bytes], folder: Path) -> None:
    if done.returncode:
        said = done.stderr.decode("utf-8", "replace").strip()
        if "not a git repository" in said:
            raise NoRepositoryError(str(folder))
        raise GitFailedError(said)


def _run(arguments: Sequence[str], given: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    try:
        return subprocess.run(  # noqa: S603  (a list of arguments, no shell)
            _command(arguments), input=given, capture_output=True, env=_environment(), check=False
        )
    except FileNotFoundError as error:
        raise GitMissingError from error


def _command(arguments: Sequence[str]) -> list[str]:
    return ["git", "-c", "core.quotepath=off", *arguments]  # the user's own git


def _environment() -> dict[str, str]:
    clean = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith("GIT_") or name.startswith(("GIT_AUTHOR_", "GIT_COMMITTER_"))
    }
    return clean | {"LC_ALL": "C", "GIT_OPTIONAL_LOCKS": "0", "GIT_TERMINAL_PROMPT": "0"}
