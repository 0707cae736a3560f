"""Opens the board and, when it is left, lets go of everything."""

from collections.abc import Callable
from datetime import date

from bizenv_cli.index import Index
from bizenv_cli.place import Place
from bizenv_cli.tui.app import Board
from bizenv_cli.tui.sections import Typed, narrowed
from bizenv_cli.tui.session import Session


def run(place: Place, opened: Callable[[], Index], today: Callable[[], date], unit: str) -> None:
    """Show the board until it is left.

    Args:
        opened: opens the index anew.
        today: the day for which it is opened.
        unit: the unit whose rows alone are listed at first; empty for all.

    Raises:
        BizenvError: there is no registry, it has problems, or no such unit.
        Exception: a fault of the board.
    """
    session = Session(place, opened, today)
    typed = Typed(unit=unit)
    try:
        head = session.at_once(session.reopen).result()
        session.at_once(lambda: narrowed(session.index, typed)).result()
        board = Board(session, head, typed)
        board.run()
    finally:
        session.close()
    if board.fault:
        raise board.fault
