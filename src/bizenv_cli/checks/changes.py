"""How a change reads: what it is of, what became of the value, and how an amendment would write it."""

import json

from bizenv_cli.amendments import Written
from bizenv_cli.registry import Holder

_SCOPES = {
    "plan": "方案",
    "indicator": "指标",
    "sub_indicator": "子指标",
    "action": "专项行动",
    "work_task": "工作任务",
    "treatment": "专项治理",
    "task": "任务",
    "unit": "单位",
}
_SIGNS = set(",:#[]{}\"'&*!|>%@`\\")  # a plain YAML scalar may mean something else with these
_SHORT = 40  # characters of a value that a sentence still carries whole
_AROUND = 6  # characters shown before and after a change inside a long text


def called(holder: Holder, rest: str = "") -> str:
    """Name a thing in a sentence and go on, for example ``任务 1-27 的…`` or ``指标「登记财产」的…``."""
    if holder.scope in ("task", "work_task"):
        return f"{_SCOPES[holder.scope]} {holder.subject}" + (f" {rest}" if rest else "")
    return f"{_SCOPES[holder.scope]}「{holder.subject}」{rest}"


def opening(holder: Holder) -> str:
    """Return ``：`` and the first words of a task, by which a reader knows it."""
    words = getattr(holder.record, "measure", None) or getattr(holder.record, "text", None)
    return f"：{_cut(words, _SHORT // 2)}" if words else ""


def differs(old: Written, new: Written) -> str:
    """Say in a few words how a value changed."""
    if old is None:
        return f"原来没有，写成了{_quoted(new)}"
    if new is None:
        return f"被删去，原为{_quoted(old)}"
    if isinstance(old, str) and isinstance(new, str) and max(len(old), len(new)) > _SHORT:
        start = next(
            (at for at, (a, b) in enumerate(zip(old, new, strict=False)) if a != b), min(len(old), len(new))
        )
        end = 0
        while end < min(len(old), len(new)) - start and old[-1 - end] == new[-1 - end]:
            end += 1
        first = max(0, start - _AROUND)
        pieces = [_cut(text[first : len(text) - max(0, end - _AROUND)], _SHORT) for text in (old, new)]
        return f"由「…{pieces[0]}…」改成了「…{pieces[1]}…」"
    return f"由{_quoted(old)}改成了{_quoted(new)}"


def _quoted(value: Written) -> str:
    text = "、".join(value) if isinstance(value, tuple) else str(value)
    return f"「{_cut(text, _SHORT)}」"


def _cut(text: str, length: int) -> str:
    return text if len(text) <= length else text[:length] + "…"


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
