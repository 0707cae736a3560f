"""What the board asks for an entry of each kind, and what was typed as the values of the entry."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from bizenv_cli import dates
from bizenv_cli.errors import BadCallError
from bizenv_cli.recording import check_come, forecast_of, number_of
from bizenv_cli.vocabulary import COLORS, FORECASTS

_MOST_PERCENT = 100


class Field(NamedTuple):
    """One line of a form.

    Attributes:
        choices: what may be chosen, value and words; empty where it is typed.
        hint: what is shown where nothing is typed.
    """

    key: str
    label: str
    hint: str = ""
    required: bool = False
    choices: tuple[tuple[str, str], ...] = ()


_NOTE = Field("note", "备注", "可不写")
_EVIDENCE = Field("evidence", "佐证材料", "文号或名称，几份的用；隔开，可不写")
_REASON = Field("note", "原因", required=True)
_UNSAID = ("", "（不写）")
FORMS: Mapping[str, tuple[Field, ...]] = {
    "receive": (_NOTE, _EVIDENCE),
    "progress": (
        Field("note", "进展", "做了什么、到了哪一步", required=True),
        Field("percent", "进度", "0 至 100，自估完成的百分比，可不写"),
        Field("forecast", "预计", choices=(_UNSAID, *FORECASTS.items())),
        _EVIDENCE,
    ),
    "done": (Field("completed", "实际办结", "早于登记日期时写，如 2023-11-20"), _NOTE, _EVIDENCE),
    "extend": (
        Field("to", "延至", "如 2023-12-31", required=True),
        Field("approval", "批准文件", "文号", required=True),
        Field("note", "原因", "可不写"),
        _EVIDENCE,
    ),
    "return": (_REASON, _EVIDENCE),
    "accept": (_NOTE, _EVIDENCE),
    "urge": (Field("color", "颜色", required=True, choices=(_UNSAID, *COLORS.items())), _NOTE),
    "measure": (Field("value", "数值", "量得的数，不带单位，如 93.5", required=True), _NOTE, _EVIDENCE),
    "fulfil": (Field("completed", "实际履行", "早于登记日期时写，如 2023-08-30"), _NOTE, _EVIDENCE),
    "void": (_NOTE,),
}
BY_SCOPE: Mapping[str, tuple[str, ...]] = {
    "task": ("receive", "progress", "done", "extend", "return", "accept", "urge", "void"),
    "target": ("measure", "void"),
    "duty": ("fulfil", "void"),
}


def values(event: str, typed: Mapping[str, str], today: date) -> tuple[date, dict[str, Any]]:
    """Return the day of an entry and what it says, from what was typed.

    Raises:
        BizenvError: something is missing, or is no date, number or percentage.
    """
    written = typed.get("date", "").strip()
    day = dates.parse_day(written, today) if written else today
    check_come(day, today)
    said: dict[str, Any] = {"event": event}
    for field in FORMS[event]:
        text = typed.get(field.key, "").strip()
        if text:
            said[field.key] = _READERS.get(field.key, _as_typed)(text, day)
        elif field.required:
            raise BadCallError(f"「{field.label}」要写")
    return day, said


def _as_typed(text: str, _: date) -> str:
    return text


def _percent(text: str, _: date) -> int:
    digits = text.removesuffix("%").removesuffix("％").strip()
    if not digits.isdecimal() or int(digits) > _MOST_PERCENT:
        raise BadCallError(f"进度写 0 至 {_MOST_PERCENT} 的整数，不是「{text}」")
    return int(digits)


def _completed(text: str, day: date) -> date | None:
    """Return the day on which it was done; nothing where that is the day of the entry."""
    completed = dates.parse_day(text, day)
    return completed if completed != day else None


def _several(text: str, _: date) -> Sequence[str]:
    return [part.strip() for part in text.replace(";", "；").split("；") if part.strip()]


_READERS: Mapping[str, Callable[[str, date], Any]] = {
    "percent": _percent,
    "forecast": lambda text, _: forecast_of(text),
    "completed": _completed,
    "to": dates.parse_day,
    "value": lambda text, _: number_of(text),
    "evidence": _several,
}
