"""Run the console blocks of a Markdown file in a real terminal of 100 columns, and compare or rewrite them.

A block is fenced ``console``; a line ``$ command`` is run by bash, the lines after it are what it must print, and
a line ``…`` stands for any lines. ``python tests/console.py README.md`` rewrites the expected lines, keeping as
many before and after each ``…`` as there were.
"""

import fcntl
import os
import pty
import re
import shutil
import struct
import subprocess
import sys
import tempfile
import termios
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[1]
ELISION = "…"
CACHE = str(Path(tempfile.gettempdir()) / "bizenv-test-cache")  # not the cache of whoever runs the tests
# A commit of an example has the same hash everywhere: nobody's own name, clock or settings get into it.
GIT = {
    **{f"GIT_{role}_NAME": "样例员" for role in ("AUTHOR", "COMMITTER")},
    **{f"GIT_{role}_EMAIL": "yangli@example.invalid" for role in ("AUTHOR", "COMMITTER")},
    **{f"GIT_{role}_DATE": "2023-09-01T09:00:00+08:00" for role in ("AUTHOR", "COMMITTER")},
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_CONFIG_NOSYSTEM": "1",
    "GIT_PAGER": "cat",
}
_BLOCK = re.compile(r"^```console( notice)?\n(.*?)^```$", re.MULTILINE | re.DOTALL)


@dataclass(frozen=True)
class Example:
    """One command of a document and what it says the command prints."""

    command: str
    expected: tuple[str, ...]
    needs_notice: bool


def examples(text: str) -> list[Example]:
    found = []
    for block in _BLOCK.finditer(text):
        for piece in re.split(r"^\$ ", block[2], flags=re.MULTILINE)[1:]:
            command, *expected = piece.rstrip("\n").split("\n")
            while expected and not expected[-1]:
                expected.pop()
            found.append(Example(command, tuple(expected), bool(block[1])))
    return found


def on_a_terminal(command: list[str], folder: Path, **environment: str) -> str:
    """Return what a command prints on a terminal of 100 columns, where today is 2023-09-01."""
    main, worker = pty.openpty()
    fcntl.ioctl(worker, termios.TIOCSWINSZ, struct.pack("HHHH", 50, 100, 0, 0))
    own = ("BIZENV", "COLUMNS", "LINES", "NO_COLOR")
    clean = {name: value for name, value in os.environ.items() if not name.startswith(own)}
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    clean |= {
        "BIZENV_TODAY": "2023-09-01",
        "BIZENV_CACHE": CACHE,
        "PYTHONUTF8": "1",
        "TERM": "xterm",
        "PATH": path,
        **GIT,
    } | environment
    process = subprocess.Popen(command, stdin=worker, stdout=worker, stderr=worker, cwd=folder, env=clean)
    os.close(worker)
    data = b""
    while piece := _read(main):
        data += piece
    process.wait()
    os.close(main)
    return data.decode("utf-8").replace("\r\n", "\n")


def _read(terminal: int) -> bytes:
    try:
        return os.read(terminal, 65536)
    except OSError:  # how Linux says that the other end is closed
        return b""


def run(command: str, folder: Path) -> list[str]:
    """Return what a command prints, without colour, line by line."""
    text = on_a_terminal(["bash", "-c", command], folder, NO_COLOR="1", TERM="dumb")
    return [line.rstrip() for line in text.rstrip().split("\n")] if text.strip() else []


def scratch_clone(folder: Path, notice: str | None) -> Path:
    """Make a folder like a clone's: the registry in it, committed on main, and the notice where it is at hand."""
    shutil.copytree(ROOT / "registry", folder / "registry")
    identity = ["-c", "user.name=样例", "-c", "user.email=t@example.invalid", "-c", "commit.gpgsign=false"]
    for arguments in (["init", "-q", "-b", "main"], ["add", "-A"], ["commit", "-q", "-m", "印发"]):
        subprocess.run(["git", *identity, *arguments], cwd=folder, check=True)
    if notice is not None:
        (folder / "通知.txt").write_text(notice, encoding="utf-8")
    return folder


def agrees(expected: tuple[str, ...], actual: list[str]) -> bool:
    pattern = "\n".join("(?:.*\n)*?.*" if line == ELISION else re.escape(line) for line in expected)
    return re.fullmatch(pattern, "\n".join(actual)) is not None


def updated(expected: tuple[str, ...], actual: list[str]) -> list[str]:
    if ELISION not in expected:
        return actual
    before = expected.index(ELISION)
    after = len(expected) - before - 1
    if len(actual) <= before + after:
        return actual
    return [*actual[:before], ELISION, *actual[len(actual) - after :]]


def notice_text() -> str | None:
    for path in sorted(ROOT.parent.glob("shared/seeds/*.txt")):
        return path.read_text(encoding="utf-8")
    return None


def rewrite(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    with tempfile.TemporaryDirectory() as name:
        folder = scratch_clone(Path(name), notice_text())
        for example in examples(text):
            old = "\n".join([f"$ {example.command}", *example.expected])
            new = "\n".join(
                [f"$ {example.command}", *updated(example.expected, run(example.command, folder))]
            )
            text = text.replace(old + "\n", new + "\n", 1)
    path.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    for argument in sys.argv[1:]:
        rewrite(Path(argument))
