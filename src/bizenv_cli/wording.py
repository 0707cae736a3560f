"""How two texts differ, shown in a few words: only what changed, with a little of what stands around it."""

_AROUND = 6  # characters shown before and after a change inside a long text


def cut(text: str, length: int) -> str:
    """Return a text, or its beginning and ``…`` where it is longer."""
    return text if len(text) <= length else text[:length] + "…"


def apart(old: str, new: str, length: int) -> tuple[str, str]:
    """Return two texts; of long ones, the pieces in which they differ, between ``…``.

    Args:
        length: characters that a text, or a piece, may have to be shown whole.
    """
    if max(len(old), len(new)) <= length:
        return old, new
    start = next(
        (at for at, (a, b) in enumerate(zip(old, new, strict=False)) if a != b), min(len(old), len(new))
    )
    end = 0
    while end < min(len(old), len(new)) - start and old[-1 - end] == new[-1 - end]:
        end += 1
    first = max(0, start - _AROUND)
    old, new = (text[first : len(text) - max(0, end - _AROUND)][:length] for text in (old, new))
    return f"…{old}…", f"…{new}…"
