"""How a change reads: what it is of, what became of the value, and how an amendment would write it."""

import json

from bizenv_cli.amendments import Written
from bizenv_cli.registry import Holder
from bizenv_cli.vocabulary import SCOPES
from bizenv_cli.wording import apart, cut

# Files that a plan may do without, by the scopes of what stands in them; the file's name is the field of the registry.
OPTIONAL = {"target": "targets", "duty": "duties", "service_level": "duties"}
_SIGNS = set(",:#[]{}\"'&*!|>%@`\\")  # a plain YAML scalar may mean something else with these
_SHORT = 40  # characters of a value that a sentence still carries whole


def called(holder: Holder, rest: str = "") -> str:
    """Name a thing in a sentence and go on, for example ``任务 1-27 的…`` or ``指标「登记财产」的…``."""
    if holder.scope in ("task", "work_task", "target", "duty"):
        return f"{SCOPES[holder.scope]} {holder.subject}" + (f" {rest}" if rest else "")
    return f"{SCOPES[holder.scope]}「{holder.subject}」{rest}"


def opening(holder: Holder) -> str:
    """Return ``：`` and the first words of a task, by which a reader knows it."""
    words = getattr(holder.record, "measure", None) or getattr(holder.record, "text", None)
    words = words or getattr(holder.record, "measured", None) or getattr(holder.record, "duty", None)
    return f"：{cut(words, _SHORT // 2)}" if words else ""


def differs(old: Written, new: Written) -> str:
    """Say in a few words how a value changed."""
    if old is None:
        return f"原来没有，写成了{_quoted(new)}"
    if new is None:
        return f"被删去，原为{_quoted(old)}"
    if isinstance(old, str) and isinstance(new, str):
        before, after = apart(old, new, _SHORT)
        return f"由「{before}」改成了「{after}」"
    return f"由{_quoted(old)}改成了{_quoted(new)}"


def _quoted(value: Written) -> str:
    text = "、".join(value) if isinstance(value, tuple) else str(value)
    return f"「{cut(text, _SHORT)}」"


def as_yaml(name: str, value: Written) -> str:
    """Write a value as an amendment's `was` has it; a long text is left to be copied."""
    if value is None:
        return f"{name}: null"
    items = value if isinstance(value, tuple) else (str(value),)
    if sum(len(item) for item in items) > 2 * _SHORT:
        return f"{name}: 照抄上一版"
    quoted = [json.dumps(item, ensure_ascii=False) if _SIGNS & set(item) else item for item in items]
    return f"{name}: [{', '.join(quoted)}]" if isinstance(value, tuple) else f"{name}: {quoted[0]}"


def authorised(holder: Holder) -> bool:
    """Tell whether an amendment says which document added it."""
    return any(amendment.was is None for amendment in holder.record.amendments)
