"""Fragments of a board's address: what a link narrows the tasks to, or which task it opens."""

from urllib.parse import quote

from bizenv_cli.render.safe import plain


def address(**wanted: str) -> str:
    """Return the fragment for some filters, as the page's own script reads and writes it.

    Args:
        wanted: ``unit``, ``role``, ``plan``, ``status`` (several with commas), ``light``, ``after``, ``before``,
            ``task`` …; what is empty is left out.
    """
    return "#" + "&".join(
        f"{name}={quote(plain(value), safe=',:')}" for name, value in wanted.items() if value
    )
