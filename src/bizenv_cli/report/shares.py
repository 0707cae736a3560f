"""Shares of a whole that add up to it: rounded by the largest remainder."""

from collections.abc import Sequence

_TENTHS = 1000  # of a percent, in a whole


def shares(counts: Sequence[int]) -> tuple[str, ...]:
    """Return each count's share in percent with one decimal; together they are exactly 100.0.

    Nothing is shared of an empty whole: a dash stands for each.
    """
    whole = sum(counts)
    if not whole:
        return ("—",) * len(counts)
    parts = [divmod(count * _TENTHS, whole) for count in counts]
    missing = _TENTHS - sum(tenths for tenths, _ in parts)
    first = sorted(range(len(counts)), key=lambda at: (-parts[at][1], at))[:missing]
    tenths = [part + (at in first) for at, (part, _) in enumerate(parts)]
    return tuple(f"{part // 10}.{part % 10}%" for part in tenths)
