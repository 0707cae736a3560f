"""What an answer from a commit says of it, whatever was asked."""

from bizenv_cli.dates import minute_of
from bizenv_cli.place import Commit
from bizenv_cli.views.parts import Span, View


def in_commit(view: View, at: str, commit: Commit) -> View:
    """Return an answer that names, in its title and its query, the commit that it comes from.

    Args:
        at: the revision or moment as it was asked for.
    """
    return view._replace(
        title=(*view.title, Span(f"　以提交 {commit.name[:7]}（{minute_of(commit.time)}）为准", "dim")),
        query={**view.query, "at": at, "commit": commit.name},
    )
