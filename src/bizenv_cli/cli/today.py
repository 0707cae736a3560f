"""What ``bizenv`` alone shows on a terminal: today's picture in one screen."""

from bizenv_cli.cli.context import Call
from bizenv_cli.cli.options import Output
from bizenv_cli.cli.output import terminal_height, terminal_width
from bizenv_cli.errors import NoRegistryYetError, RegistryMissingError
from bizenv_cli.query import today
from bizenv_cli.render import Page, renderer
from bizenv_cli.views import View
from bizenv_cli.views import today as views


def show_today() -> int:
    """Show today's picture, with as many tasks as the terminal has room for.

    Raises:
        NoRegistryYetError: there is no registry here.
    """
    call = Call(Output())
    try:
        index = call.index
    except RegistryMissingError as error:
        raise NoRegistryYetError(str(error)) from error
    found = today.today(index, views.MOST)
    screens = (views.today(call.head, found, call.as_of, rows) for rows in range(views.MOST, 0, -1))
    room = terminal_height() - 1  # the prompt comes back below
    screen = next((view for view in screens if _lines(view) <= room), None)
    return call.show(screen or views.today(call.head, found, call.as_of, 1))


def _lines(view: View) -> int:
    pieces = renderer("table")(view, Page(terminal_width()))
    return sum(piece.count("\n") for piece in pieces)
