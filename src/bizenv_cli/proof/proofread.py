"""Which paper a file is, of which time and day: what it says of itself may be wrong, so the likeliest reading is taken."""

import re
from collections.abc import Iterable, Iterator
from datetime import date
from itertools import islice
from typing import Literal, NamedTuple

from bizenv_cli.dates import month_end, quarter_end
from bizenv_cli.errors import BizenvError, NotAPaperError, UnknownCalendarError
from bizenv_cli.index import Index
from bizenv_cli.proof.figures import Figure, figures
from bizenv_cli.proof.finding import Recount
from bizenv_cli.proof.recount import recount
from bizenv_cli.proof.written import Piece, Written, of_paper
from bizenv_cli.query import names
from bizenv_cli.query.plan import PlanHead
from bizenv_cli.report.brief import Span, brief
from bizenv_cli.report.bulletin import bulletin
from bizenv_cli.report.notice import notice
from bizenv_cli.report.paper import Paper
from bizenv_cli.workdays import add_workdays, workdays_between

Kind = Literal["brief", "notice", "bulletin"]
NAMES: dict[Kind, str] = {"brief": "工作简报（月报、季报）", "notice": "督办单", "bulletin": "督查通报"}
_MARKS: dict[Kind, str] = {
    "notice": r"督办单",
    "bulletin": r"督查通报|落实情况的?通报",
    "brief": r"工作(?:月报|季报)|推进情况",
}
_HEAD = 40  # paragraphs within which a paper says what it is, below whatever a template has above it
_MOST = 8  # readings that are tried
_USUAL = 5  # working days within which units report back
_LONGEST = 60
_FEW = 0.01  # of the figures: with so few findings, no other reading is tried
_ENOUGH = 0.3  # of the figures of a paper that must be there, for a file to be that paper


class Proof(NamedTuple):
    """A recounted paper: which one it was taken for, and what was found."""

    kind: str
    title: str
    day: date
    recount: Recount


def proofread(
    index: Index, head: PlanHead, written: Written, kind: Kind, name: str, day: date | None = None
) -> Proof:
    """Recount an edited paper against the registry.

    Args:
        kind: which paper it is to be.
        name: what the user calls the file.
        day: as of which day it was written; None to find that in it.

    Raises:
        NotAPaperError: it is another paper, none at all, or one that this registry cannot have made.
    """
    pieces = [part for part in written if isinstance(part, Piece)]
    found = _kind(pieces)
    if found is None:
        raise NotAPaperError(name, "看不出是简报、督办单还是通报：题目、文种都没有了，或不是 bizenv 写的文稿")
    if found != kind:
        raise NotAPaperError(name, f"这是{NAMES[found]}，用 bizenv {found} --check 核对")
    best: Proof | None = None
    for paper in islice(_papers(index, head, pieces, kind, day), _MOST):
        made = Proof(paper.kind, paper.title, paper.day, recount(of_paper(paper), written, paper.day))
        if best is None or _faults(made) < _faults(best):
            best = made
        if len(best.recount.findings) <= _FEW * best.recount.figures:
            break
    if best is None:
        raise NotAPaperError(name, _nothing(kind))
    if best.recount.figures < _ENOUGH * best.recount.expected:
        raise NotAPaperError(name, f"其中的数大多对不上《{head.short_title}》的{NAMES[kind]}，不像是它的文稿")
    return best


def _kind(pieces: list[Piece]) -> Kind | None:
    for piece in pieces[:_HEAD]:
        for kind, marks in _MARKS.items():
            if re.search(marks, piece.text):
                return kind
    return None


def _faults(proof: Proof) -> tuple[int, int]:
    findings = proof.recount.findings
    return sum(finding.wrong for finding in findings), len(findings)


def _nothing(kind: Kind) -> str:
    if kind == "notice":
        return "找不到主送单位，或该单位在文中所写的日期没有要督办的任务，无从核对"
    return "找不到期次和截至日期，无从核对"


def _papers(
    index: Index, head: PlanHead, pieces: list[Piece], kind: Kind, day: date | None
) -> Iterator[Paper]:
    """Yield the papers that a file may be, the likeliest first."""
    days = list(_days(pieces))
    of = days if day is None else [day]
    if kind == "brief":
        for span in _spans(pieces):
            within = [day for day in of if span.first <= day <= span.last]
            for at in dict.fromkeys((*within, span.last) if day is None else within):
                yield brief(index.at(at), head, span)
        return
    for at in of:
        for count in dict.fromkeys((*_working_days(pieces, at, days), _USUAL)):
            made = _urging(index.at(at), head, pieces, kind, count)
            if made:
                yield made


def _urging(index: Index, head: PlanHead, pieces: list[Piece], kind: Kind, count: int) -> Paper | None:
    try:
        by = add_workdays(index.as_of, count)
    except UnknownCalendarError:
        by = None
    if kind == "bulletin":
        return bulletin(index, head, by, count)
    for piece in pieces[:_HEAD]:
        to = re.fullmatch(r"(.{2,40})[：:]", piece.text)
        try:
            (named,) = names.unit(index, to[1].strip()) if to else ()
        except (BizenvError, ValueError):
            continue
        return notice(index, head, named, by, count)
    return None


def _days(pieces: Iterable[Piece]) -> Iterator[date]:
    """Yield the days that a paper may be of: first those that it says it stands at, then all others, each once."""
    said: dict[date, bool] = {}
    for piece in pieces:
        for figure in figures(piece.text):
            day = _day(figure)
            if day:
                told = bool(re.search(r"(?:截至|截止|至)\s*$", piece.text[: figure.start]))
                said[day] = said.get(day, False) or told
    yield from sorted(said, key=lambda day: not said[day])


def _day(figure: Figure) -> date | None:
    """Return the day that a figure is, if it is a whole one."""
    if not isinstance(figure.value, tuple) or None in figure.value:
        return None
    try:
        return date(*(part or 0 for part in figure.value))
    except ValueError:
        return None


def _spans(pieces: Iterable[Piece]) -> Iterator[Span]:
    """Yield the months and quarters that a brief may be of: its title's first, then any that a date lies in."""
    quarter = next(
        (("季" in piece.text) for piece in pieces if re.search("月报|季报|季度", piece.text)), False
    )
    found: dict[Span, None] = {}
    for piece in pieces:
        for figure in figures(piece.text):
            if figure.kind == "date" and isinstance(figure.value, tuple):
                span = _span(figure.value, quarter=quarter)
                if span:
                    found[span] = None
    yield from found


def _span(value: tuple[int | None, ...], *, quarter: bool) -> Span | None:
    year, month, _ = value
    if not year or not month or (month > 12 and not quarter):  # noqa: PLR2004
        return None
    try:
        first = date(year, month, 1) if month <= 12 else date(year, 3 * (month - 12) - 2, 1)  # noqa: PLR2004
    except ValueError:
        return None
    if quarter:
        first = first.replace(month=(first.month - 1) // 3 * 3 + 1)
    return Span(first, (quarter_end if quarter else month_end)(first), quarter)


def _working_days(pieces: Iterable[Piece], day: date, days: Iterable[date]) -> Iterator[int]:
    """Yield within how many working days a paper may ask for an answer: as it says, or as its dates say."""
    for piece in pieces:
        for said in re.findall(r"(\d{1,2})\s*个?工作日", piece.text):
            if 1 <= int(said) <= _LONGEST:
                yield int(said)
    for other in days:
        try:
            count = workdays_between(day, other) if day < other else 0
        except UnknownCalendarError:
            continue
        if 1 <= count <= _LONGEST:
            yield count
