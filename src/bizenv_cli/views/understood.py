"""What an answer says of the words of the call that it is an answer to, where they were not the full names."""

from collections.abc import Iterable

from bizenv_cli.views.parts import Span, View


def with_names(view: View, understood: Iterable[tuple[str, str]]) -> View:
    """Return an answer whose title says which name each word was taken for, where it does not already.

    Args:
        understood: what was typed, and the full name.
    """
    said = "".join(span.text for span in view.title)
    told = [f"「{typed}」即{name}" for typed, name in understood if name not in said]
    return view._replace(title=(*view.title, Span(f"　{'，'.join(told)}", "dim"))) if told else view
