"""The types that several kinds of file share: text, names, days, errata, milestones."""

import re
from datetime import date
from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
    WithJsonSchema,
)
from pydantic_core import PydanticCustomError

from bizenv_cli.dates import parse_iso_day

MAX_TEXT = 2_000  # characters; the notice's longest cell has 348
MAX_NUMBER = 100_000  # the notice's longest list has 143 rows
MAX_NAME = 100  # characters; the notice's longest name of a unit has 13

_HAN = re.compile("[\u3400-\u9fff]")
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029]")
_NUMBER = r"-?(?:0|[1-9][0-9]{0,8})(?:\.[0-9]{1,6})?"  # 15 digits: what the index and JSON hold exactly
_SYLLABLES = "[a-zü]+(?: [a-zü]+)*"  # of pinyin without tones
_IN_QUOTES = re.compile("“[^“”]*”|‘[^‘’]*’|「[^「」]*」|『[^『』]*』|＂[^＂]*＂")


class Record(BaseModel):
    """A strict, frozen mapping that knows all its keys."""

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)


def _not_blank(text: str) -> str:
    if not text.strip():
        raise PydanticCustomError("blank", "blank text")
    if text != text.strip():
        raise PydanticCustomError("padded", "white space around the text")
    return text


def _one_line(text: str) -> str:
    if _CONTROL.search(text):
        raise PydanticCustomError("control", "a line break or another control character")
    return text


def _bounded(text: str) -> str:
    if len(text) > MAX_TEXT:
        raise PydanticCustomError("too_long", "a text too long", {"most": MAX_TEXT})
    return text


def _bounded_name(name: str) -> str:
    if len(name) > MAX_NAME:
        raise PydanticCustomError("too_long", "a name too long", {"most": MAX_NAME})
    return name


def _chinese(text: str) -> str:
    if not _HAN.search(text):
        raise PydanticCustomError("not_chinese", "no Chinese character")
    return text


def _day(value: Any) -> date:
    if not isinstance(value, str | int) or isinstance(value, bool):
        raise PydanticCustomError("day_form", "not a day")
    try:
        return parse_iso_day(str(value))
    except ValueError as error:
        raise PydanticCustomError("day_form", "not a day") from error


def parse_number(value: Any) -> Decimal:
    """Return the exact number that an integer or a decimal text such as ``92.5`` is.

    Raises:
        ValueError: it is none, or has more digits than a number of a plan can have.
    """
    text = str(value) if type(value) is int or isinstance(value, str) else ""
    if not re.fullmatch(_NUMBER, text):
        raise ValueError("not a number")
    return Decimal(text)


def number_text(number: Decimal) -> str:
    """Write a number as a file does: ``92.5``, ``900``, never ``9E+2``."""
    return f"{number.normalize():f}"


def _number(value: Any) -> Decimal:
    try:
        return parse_number(value)
    except ValueError as error:
        raise PydanticCustomError("number_form", "not a number") from error


def _unquoted(name: str) -> str:
    if _IN_QUOTES.fullmatch(name):
        raise PydanticCustomError("quoted", "the whole name in Chinese quotes")
    return name


def _unique(values: tuple[Any, ...]) -> tuple[Any, ...]:
    seen: set[Any] = set()
    for at, value in enumerate(values):
        if value in seen:
            raise PydanticCustomError("repeated", "repeated item", {"item": str(value), "at": at})
        seen.add(value)
    return values


# What the validators above ask, as a JSON Schema says it; `(?![\s\S])` is an end that no line break passes for.
_HAS_HAN = "(?=[\\s\\S]*[\u3400-\u9fff])"
_ONE_LINE = "(?![\\s\\S]*[\\u0000-\\u001f\\u007f-\\u009f\\u2028\\u2029])"
_WORD = _ONE_LINE + "\\S([\\s\\S]*\\S)?(?![\\s\\S])"
_QUOTED = f"(?!({_IN_QUOTES.pattern})(?![\\s\\S]))"
_DAY = "(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])(?![\\s\\S])"


def _pattern(pattern: str, **more: Any) -> WithJsonSchema:
    return WithJsonSchema({"type": "string", "pattern": f"^{pattern}", **more})


Line = Annotated[
    str, AfterValidator(_bounded), AfterValidator(_one_line), _pattern(_ONE_LINE, maxLength=MAX_TEXT)
]
Word = Annotated[Line, AfterValidator(_not_blank), _pattern(_WORD, maxLength=MAX_TEXT)]
Text = Annotated[Word, AfterValidator(_chinese), _pattern(_HAS_HAN + _WORD, maxLength=MAX_TEXT)]
Name = Annotated[
    Text,
    AfterValidator(_bounded_name),
    AfterValidator(_unquoted),
    _pattern(_QUOTED + _HAS_HAN + _WORD, maxLength=MAX_NAME),
]
Day = Annotated[date, BeforeValidator(_day), _pattern(f"(?!0000)[0-9]{{4}}-{_DAY}", examples=["2023-11-30"])]
Number = Annotated[
    Decimal,
    BeforeValidator(_number),
    WithJsonSchema(
        {
            "type": ["number", "string"],
            "exclusiveMinimum": -1_000_000_000,
            "exclusiveMaximum": 1_000_000_000,
            "pattern": f"^{_NUMBER}(?![\\s\\S])",
            "examples": [92.5],
        }
    ),
]
Pinyin = Annotated[
    str,
    AfterValidator(_bounded),
    StringConstraints(pattern=f"^{_SYLLABLES}$"),
    _pattern(_SYLLABLES + "(?![\\s\\S])", maxLength=MAX_TEXT, examples=["qu fa yuan"]),
]
Seq = Annotated[int, Field(ge=1, le=MAX_NUMBER)]
# A list in YAML, a tuple here (records are frozen): only the container is lax, its items stay strict.
_ONCE = Field(strict=False, min_length=1, json_schema_extra={"uniqueItems": True})
_OF_WORDS = Field(json_schema_extra={"additionalProperties": False})  # no key but those that are a Word
Names = Annotated[tuple[Name, ...], _ONCE, AfterValidator(_unique)]
Words = Annotated[tuple[Word, ...], _ONCE, AfterValidator(_unique)]

ErratumKind = Literal[
    "merged",  # the cell is merged with another row's; the value is that row's
    "shifted",  # the cells stand in other columns than the header says (`printed_at`)
    "cut",  # a page break cut the cell in two
    "lost",  # the notice's text no longer has it; it stays absent
    "truncated",  # the sentence breaks off; it is recorded as far as it goes
    "misprint",  # a slip of the pen that was mended; `printed` keeps it
    "doubtful",  # recorded as printed, though it can hardly be meant
    "contradiction",  # two places of the notice disagree; both are recorded
    "inferred",  # it prints a phrase or nothing, from which the value was reckoned; `printed` keeps it
]


class Erratum(Record):
    """Where the notice's text is damaged, wrong or at odds with itself, and what was recorded.

    Attributes:
        kind: what sort of damage.
        fields: the fields of the record it stands on.
        printed: what the cell of these fields prints, where that differs from what is recorded.
        printed_at: for a shifted row, the printed column (from 1) of each field that is printed at all.
        because: the reason, one Chinese sentence.
    """

    kind: ErratumKind
    fields: Words
    printed: Line | None = None
    printed_at: Annotated[dict[Word, Seq], _OF_WORDS] | None = None
    because: Text


Errata = Annotated[tuple[Erratum, ...], Field(strict=False, min_length=1)]


def _former(value: Any) -> Any:
    if isinstance(value, list):
        if value and all(isinstance(item, str) and item.strip() for item in value):
            return tuple(value)
    elif value is None or (isinstance(value, str) and value.strip()) or type(value) is int:
        return value
    raise PydanticCustomError("former", "neither a text nor a list of texts")


# A value as the registry had it before: text, a number, a list of texts, or nothing.
Former = Annotated[
    Any,
    AfterValidator(_former),
    WithJsonSchema(
        {
            "type": ["string", "integer", "array", "null"],
            "pattern": "\\S",
            "minItems": 1,
            "items": {"type": "string", "pattern": "\\S"},
        }
    ),
]


class Amendment(Record):
    """A change to what was issued, and on whose word.

    Attributes:
        date: the day of the document that orders the change.
        authority: that document's number or name; the notice's own number where a slip of our transcription
            is put right.
        was: the value of each changed field before; absent for a task that the document added.
        because: more, where it is needed.
    """

    date: Day
    authority: Text
    was: Annotated[dict[Word, Former], Field(min_length=1), _OF_WORDS] | None = None
    because: Text | None = None


Amendments = Annotated[tuple[Amendment, ...], Field(strict=False, min_length=1)]


class Milestone(Record):
    """A dated step inside a task's text; shown with the task, not counted as one."""

    date: Day
    text: Text


Milestones = Annotated[tuple[Milestone, ...], Field(strict=False, min_length=1)]
