"""A table as it is printed, before anybody asks what it means: rows of cells, and the lines of text around them."""

import re
from dataclasses import dataclass
from datetime import date

_HAN = "\u3400-\u9fff\u3000-\u303f\uff00-\uffef“”‘’—…·"
_BESIDE_HAN = re.compile(
    f"(?<=[{_HAN}])[ \t\r\n\v\f\xa0\u3000\u200b]+|[ \t\r\n\v\f\xa0\u3000\u200b]+(?=[{_HAN}])"
)
_WHITE = re.compile("[ \t\r\n\v\f\xa0\u3000\u200b]+")
_FULL = str.maketrans(",;:!?", "，；：！？")
_LETTER = "[\u3400-\u9fff”’》）]"
_STOPS = re.compile(f"(?<={_LETTER})[,;:!?]")
_BRACKETS = re.compile(r"\(([^()]{0,80})\)")
_LAST_STOP = re.compile(f"(?<={_LETTER})[.](?=$|[\u3400-\u9fff])")
_A_LETTER = re.compile("[\u3400-\u9fff]")


@dataclass(frozen=True, slots=True)
class Cell:
    """One printed cell.

    Attributes:
        text: its words as they stand in the file.
        merged: it is the lower part of a merged cell, whose words stand in a row above.
        day: its day, where the file holds one as a number (an Excel date).
    """

    text: str = ""
    merged: bool = False
    day: date | None = None


@dataclass(frozen=True, slots=True)
class GridRow:
    """One printed row.

    Attributes:
        place: sheet and row as a user finds them: ``工作表1 第 27 行``.
        cells: from left to right.
        page: the table of the file that it stands in, counted from 1; 0 for a line of text outside every table.
        hidden: the row is hidden in the file.
    """

    place: str
    cells: tuple[Cell, ...]
    page: int = 1
    hidden: bool = False

    @property
    def words(self) -> list[str]:
        """The words of the cells that have any."""
        return [cell.text.strip() for cell in self.cells if cell.text.strip()]


@dataclass(frozen=True, slots=True)
class Grid:
    """One sheet, or the whole of a document: its rows from top to bottom."""

    rows: tuple[GridRow, ...]


def cleaned(text: str) -> str:
    """Return a text as a registry writes it: no line breaks, no white space beside 汉字, full-width punctuation."""
    text = _WHITE.sub(" ", _BESIDE_HAN.sub("", text)).strip()
    text = _BRACKETS.sub(_bracketed, text)
    text = _STOPS.sub(lambda found: found[0].translate(_FULL), text)
    return _LAST_STOP.sub("。", text)


def _bracketed(found: re.Match[str]) -> str:
    before = found.string[max(0, found.start() - 1) : found.start()]
    after = found.string[found.end() : found.end() + 1]
    if _A_LETTER.search(f"{before}{found[1]}{after}"):
        return f"（{found[1]}）"
    return found[0]
