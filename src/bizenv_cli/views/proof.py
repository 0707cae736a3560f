"""An edited paper, recounted: what in it no longer agrees, what was taken out of it, what nothing can be compared with."""

from collections.abc import Iterator, Sequence

from bizenv_cli.proof import Finding, Proof
from bizenv_cli.proof.proofread import Kind
from bizenv_cli.views.parts import Cell, Column, Paragraph, Part, Rows, Span, View, line
from bizenv_cli.vocabulary import FINDINGS

_CSV = (
    ("kind", "类别"),
    ("place", "位置"),
    ("written", "文稿写的"),
    ("counted", "清单算得"),
    ("words", "原句"),
)
_COLUMNS = (
    Column("位置", most=30),
    Column("文稿写的", most=20),
    Column("应为", most=28),
    Column("原句", flex=True, wrap=True),
)
_GONE = (Column("原在", most=30), Column("其中的数", most=28), Column("删去的话", flex=True, wrap=True))
_NEW = (Column("位置", most=30), Column("其中的数", most=28), Column("原句", flex=True, wrap=True))


def proofread(proof: Proof, file: str, kind: Kind) -> View:
    """Return what recounting a paper found."""
    findings = proof.recount.findings
    wrong = [finding for finding in findings if finding.wrong]
    title = line(Span(f"核对 {file}", "strong"), f"　{proof.title} · 以 {proof.day} 计")
    count = f"对照了 {proof.recount.figures} 个数"
    result = Span(f"{len(wrong)} 处不符", "bad") if wrong else Span("全部相符", "good")
    parts: list[Part] = [Paragraph(line(f"{count}：", result, *_beyond(findings)))]
    parts += _tables(findings)
    return View(
        kind,
        title,
        tuple(parts),
        "findings",
        tuple(
            {
                "kind": finding.kind,
                "wrong": finding.wrong,
                "place": finding.place,
                "written": finding.written or None,
                "counted": finding.counted or None,
                "words": finding.words,
            }
            for finding in findings
        ),
        len(findings),
        _CSV,
        proof.day,
        {"check": file},
        {"paper": {"kind": proof.kind, "title": proof.title}, "figures": proof.recount.figures},
    )


def _beyond(findings: Sequence[Finding]) -> Iterator[str]:
    for kind, word in (("removed", "删去"), ("unchecked", "未能核对")):
        count = sum(finding.kind == kind for finding in findings)
        if count:
            yield f"；{word} {count} 处"


def _tables(findings: Sequence[Finding]) -> Iterator[Part]:
    for kind, words in FINDINGS.items():
        rows = tuple(_row(finding) for finding in findings if finding.kind == kind)
        if rows:
            columns = _GONE if kind == "removed" else _NEW if kind == "unchecked" else _COLUMNS
            yield Rows(columns, rows, line(Span(f"{words}　{len(rows)} 处", "strong")), header=True)


def _row(finding: Finding) -> tuple[Cell, ...]:
    place, words = line(finding.place), line(finding.words)
    if finding.kind == "removed":
        return place, line(finding.counted), words
    if finding.kind == "unchecked":
        return place, line(finding.written), words
    written = finding.written or "（没有）"
    return place, line(Span(written, "bad")), line(Span(finding.counted or "（写明分母）", "good")), words
