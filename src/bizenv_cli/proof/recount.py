"""One edited paper beside one counted one: what no longer agrees, sentence by sentence and cell by cell."""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date

from bizenv_cli.proof import consistency, tables
from bizenv_cli.proof.alignment import Aligned, Mention, align, mentions
from bizenv_cli.proof.figures import Figure, agrees
from bizenv_cli.proof.finding import Finding, Recount
from bizenv_cli.proof.written import Grid, Piece, Written

_ROOM = "　　"  # what a paper leaves for a number that only the office knows


def recount(counted: Written, written: Written, day: date) -> Recount:
    """Compare an edited paper with what it would say by itself on a day."""
    ours, theirs = _pieces(counted), _pieces(written)
    filled = _filled_in(ours, theirs)
    known = [mention for mention in _mentions(ours) if mention.piece not in filled]
    found = [mention for mention in _mentions(theirs) if mention.piece not in filled.values()]
    aligned = align(known, found)
    wrong = [(one, other) for one, other in aligned.both if not agrees(one.figure, other.figure)]
    findings = [
        Finding(
            "unchecked" if ours[one.piece].signed and _is_after(other.figure, day) else "figure",
            theirs[other.piece].place,
            other.sentence,
            other.figure.text,
            one.figure.text,
        )
        for one, other in wrong
    ]
    findings += [*_removed(aligned, ours), *_added(aligned, theirs)]
    settled: dict[int, list[Figure]] = defaultdict(list)
    for _, other in aligned.both:
        settled[other.piece].append(other.figure)
    for at, piece in enumerate(theirs):
        findings += consistency.of_piece(piece, settled[at])
    compared = tables.compare(_grids(counted), _grids(written))
    findings += compared.findings
    for at, grid in enumerate(_grids(written)):
        cells = [
            {(row, cell) for table, row, cell in group if table == at}
            for group in (compared.settled, compared.wrong)
        ]
        findings += consistency.of_grid(grid, *cells)
    told = {finding.place for finding in findings if finding.wrong}
    findings += [finding for finding in consistency.of_list(written) if finding.place not in told]
    return Recount(_in_order(findings, written), len(aligned.both) + compared.figures, len(known))


def _pieces(parts: Written) -> list[Piece]:
    return [part for part in parts if isinstance(part, Piece)]


def _grids(parts: Written) -> list[Grid]:
    return [part for part in parts if isinstance(part, Grid)]


def _mentions(pieces: Sequence[Piece]) -> list[Mention]:
    return mentions([piece.text for piece in pieces])


def _filled_in(ours: Sequence[Piece], theirs: Sequence[Piece]) -> dict[int, int]:
    """Return which of our paragraphs leave room for a number, and which of theirs fill it in and are else the same."""
    found: dict[int, int] = {}
    for at, piece in enumerate(ours):
        if _ROOM in piece.text:
            pattern = r"\s*\S{0,12}?\s*".join(re.escape(text) for text in piece.text.split(_ROOM))
            same = re.compile(re.sub(r"(\\?\s)+", r"\\s*", pattern))
            match = next((other for other, text in enumerate(theirs) if same.fullmatch(text.text)), None)
            if match is not None:
                found[at] = match
    return found


def _is_after(figure: Figure, day: date) -> bool:
    """Tell whether a figure is a whole date after a day: whoever signs a paper sets its date."""
    if not isinstance(figure.value, tuple) or None in figure.value:
        return False
    return figure.value > (day.year, day.month, day.day)


def _removed(aligned: Aligned, ours: Sequence[Piece]) -> Iterator[Finding]:
    for mentioned in _by_sentence(aligned.gone):
        gone = "、".join(mention.figure.text for mention in mentioned)
        yield Finding("removed", ours[mentioned[0].piece].place, mentioned[0].sentence, "", gone)


def _added(aligned: Aligned, theirs: Sequence[Piece]) -> Iterator[Finding]:
    for mentioned in _by_sentence(aligned.new):
        new = "、".join(mention.figure.text for mention in mentioned)
        yield Finding("unchecked", theirs[mentioned[0].piece].place, mentioned[0].sentence, new, "")


def _by_sentence(found: Sequence[Mention]) -> list[list[Mention]]:
    held: dict[int, list[Mention]] = defaultdict(list)
    for mention in found:
        held[mention.number].append(mention)
    return list(held.values())


def _in_order(findings: Sequence[Finding], written: Written) -> tuple[Finding, ...]:
    """Sort by place in the paper; what was taken out of it comes where it stood, if its heading still stands."""
    places = {part.place: at for at, part in reversed(list(enumerate(written)))}
    last = len(written)

    def order(finding: Finding) -> int:
        table = re.match(r"表\d+", finding.place)
        heading = f"标题{finding.place.rpartition('第')[0]}"
        return places.get(table[0] if table else finding.place, places.get(heading, last))

    return tuple(sorted(findings, key=order))
