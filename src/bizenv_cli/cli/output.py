"""Where an answer goes: the terminal and what it can show, the standard output, a file."""

import os
import sys
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path

from bizenv_cli.errors import (
    DamagedIndexError,
    InsideRegistryError,
    NotOursError,
    ReaderGoneError,
    StartAgainError,
    UnreadableError,
    UnwritableError,
    reason,
)
from bizenv_cli.index import cachefile
from bizenv_cli.place import plan_around, shown_path

_LEAST_WIDTH, _MOST_WIDTH = 40, 400


def terminal_width() -> int:
    """Return the width of the terminal, or of ``COLUMNS`` where that is set."""
    import shutil  # noqa: PLC0415  (only a terminal has a width)

    return max(_LEAST_WIDTH, shutil.get_terminal_size((100, 24)).columns)


def terminal_height() -> int:
    """Return how many lines the terminal has, or what ``LINES`` says."""
    import shutil  # noqa: PLC0415  (only a terminal has a height)

    return shutil.get_terminal_size((100, 24)).lines


def picture_width() -> int | None:
    """Return how wide a picture is to be: ``COLUMNS`` where that is set, never the terminal, which no picture shows."""
    asked = os.environ.get("COLUMNS", "")
    return min(_MOST_WIDTH, max(_LEAST_WIDTH, int(asked))) if asked.isdecimal() else None


def colour() -> bool:
    """Tell whether the terminal wants colour: ``NO_COLOR`` and ``TERM=dumb`` say no."""
    return not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def in_plain_lines(asked: bool) -> bool:
    """Tell whether answers go to a screen reader: ``--plain``, or ``BIZENV_PLAIN``."""
    return asked or bool(os.environ.get("BIZENV_PLAIN"))


def write(pieces: Iterator[str]) -> None:
    """Write to the standard output.

    Raises:
        ReaderGoneError: whoever read it has closed the pipe (``| head``).
        UnwritableError: it leads to a full disk, or to nothing that can be written.
        DamagedIndexError: the index proved damaged when something had been written.
        StartAgainError: the same when nothing had.
    """
    begun = False
    if sys.stdout is None:  # closed by whoever called
        raise ReaderGoneError
    try:
        for piece in pieces:
            sys.stdout.write(piece)
            begun = True
        sys.stdout.flush()
    except BrokenPipeError as error:
        raise ReaderGoneError from error
    except OSError as error:
        raise UnwritableError("标准输出", reason(error)) from error
    except DamagedIndexError as error:
        cachefile.discard(Path(error.path))
        raise (error if begun else StartAgainError()) from error


def read_text(path: str) -> str:
    """Return the text of a file that the user named.

    Raises:
        UnreadableError: it cannot be read, or is not UTF-8.
    """
    try:
        return Path(path).read_text(encoding="utf-8-sig")
    except OSError as error:
        raise UnreadableError(path, reason(error)) from error
    except UnicodeDecodeError as error:
        raise UnreadableError(path, "不是 UTF-8 编码") from error


def check_ours(path: Path, begin: bytes, maker: bytes) -> None:
    """Refuse to write over what this program did not make.

    Args:
        begin: how a file of ours begins; maker: what it says of its maker within the first few hundred bytes.

    Raises:
        NotOursError: there is a file that is another's.
    """
    with suppress(OSError):  # whoever writes there will say why it cannot be
        if path.is_file():
            with path.open("rb") as file:
                head = file.read(400)
            if head and not (head.startswith(begin) and maker in head):
                raise NotOursError(str(path), "已经存在，不是以前导出的")


def read_bytes(path: str) -> bytes:
    """Return what a file holds that the user named.

    Raises:
        UnreadableError: it cannot be read.
    """
    try:
        return Path(path).read_bytes()
    except OSError as error:
        raise UnreadableError(path, reason(error)) from error


def write_file(path: Path, bom: str, pieces: Iterable[str]) -> None:
    """Write a text as UTF-8; errors as for `write_bytes`."""
    write_bytes(path, bom.encode(), (piece.encode() for piece in pieces))


def write_bytes(path: Path, head: bytes, pieces: Iterable[bytes] = ()) -> None:
    """Write a file whole or not at all: a temporary one beside it, synced, then renamed.

    A device or a pipe is written into; renamed over, ``/dev/null`` would be a plain file from then on.

    Raises:
        InsideRegistryError: it would lie among the files of a plan, or be one of them.
        UnwritableError: the folder or the file cannot be written.
    """
    import tempfile  # noqa: PLC0415  (only ``-o`` needs one)

    if folder := plan_around(Path(os.path.realpath(path))):
        raise InsideRegistryError(str(path), shown_path(folder))
    temporary: str | None = None
    try:
        if path.exists() and not path.is_file():
            with path.open("wb") as file:
                file.write(head)
                file.writelines(pieces)
            return
        descriptor, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
        with os.fdopen(descriptor, "wb") as file:
            file.write(head)
            file.writelines(pieces)
            file.flush()
            os.fsync(file.fileno())
        mask = os.umask(0)
        os.umask(mask)
        # mkstemp's own mode is private; a file asked for is an ordinary one
        Path(temporary).chmod(0o666 & ~mask)
        Path(temporary).replace(path)
    except OSError as error:
        raise UnwritableError(str(path), reason(error)) from error
    finally:
        if temporary:
            Path(temporary).unlink(missing_ok=True)  # gone already where all went well
