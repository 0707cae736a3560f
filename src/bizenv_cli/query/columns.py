"""Index columns back to Python: JSON arrays to tuples, ISO text to days."""

import json
from datetime import date


def names(text: str) -> tuple[str, ...]:
    """Return the items of a JSON array."""
    return tuple(json.loads(text))


def day(text: str | None) -> date | None:
    """Return the day of an ISO date, None for NULL."""
    return date.fromisoformat(text) if text else None
