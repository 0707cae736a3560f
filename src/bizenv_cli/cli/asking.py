"""A name that fits several, on a terminal: they are listed, and one is chosen by its number."""

import sys

from bizenv_cli.errors import UnclearNameError
from bizenv_cli.index import Index
from bizenv_cli.matching import folded
from bizenv_cli.query import names
from bizenv_cli.query.named import Kind
from bizenv_cli.query.names import Found
from bizenv_cli.render.safe import plain

_TRIES = 3


def find(index: Index, kind: Kind, typed: str, *, may_ask: bool) -> Found:
    """Return what a name means; where it is unclear, and somebody can be asked, what is chosen.

    Raises:
        UnknownNameError: nothing has such a name.
        UnclearNameError: it fits several, and nobody was asked, or nothing was chosen.
    """
    try:
        return names.find(index, kind, typed)
    except UnclearNameError as error:
        chosen = _choice(error, typed) if may_ask else None
        if chosen is None:
            raise
        return names.find(index, kind, chosen)._replace(how="part")


def at_terminal() -> bool:
    """Tell whether somebody is there to be asked: neither what is read nor what is written is a file or a pipe."""
    return all(stream is not None and stream.isatty() for stream in (sys.stdin, sys.stdout, sys.stderr))


def _choice(error: UnclearNameError, typed: str) -> str | None:
    """List what a name may mean and read a number; None where the answer is empty, or none three times."""
    last = len(error.candidates)
    width = len(str(last))
    _say(f"{error.what}「{plain(typed)}」可能是：\n")
    for number, candidate in enumerate(error.candidates, 1):
        _say(f"  {number:>{width}}  {candidate}\n")
    for _ in range(_TRIES):
        _say(f"写序号 {'1' if last == 1 else f'1–{last}'}，直接回车作罢：")
        answer = folded(_line())
        if not answer:
            return None
        if answer.isdecimal() and 1 <= int(answer) <= last:
            return error.candidates[int(answer) - 1]
    return None


def _line() -> str:
    try:
        return sys.stdin.readline()
    except KeyboardInterrupt:
        _say("\n")  # whatever is said next begins a line of its own
        raise


def _say(text: str) -> None:
    sys.stderr.write(text)
    sys.stderr.flush()
