"""Fragments of a board's address: what a link narrows the tasks to, or which task it opens."""

from urllib.parse import quote


def address(**wanted: str) -> str:
    """Return the fragment for some filters, as the page's own script reads and writes it.

    Args:
        wanted: ``unit``, ``role``, ``plan``, ``status`` (several with commas), ``light``, ``after``, ``before``,
            ``task`` …; what is empty is left out.
    """
    return "#" + "&".join(f"{name}={quote(value, safe=',:')}" for name, value in wanted.items() if value)
