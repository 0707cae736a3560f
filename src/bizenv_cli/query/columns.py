"""Index columns back to Python: JSON arrays to tuples, ISO text to days; a plan repeats both again and again."""

import json
from datetime import date
from functools import lru_cache


@lru_cache(maxsize=4096)
def names(text: str) -> tuple[str, ...]:
    """Return the items of a JSON array."""
    return tuple(json.loads(text))


@lru_cache(maxsize=4096)
def day(text: str | None) -> date | None:
    """Return the day of an ISO date, None for NULL."""
    return date.fromisoformat(text) if text else None
