"""A paper as Markdown: to read, to edit, and to paste into whatever the office writes in."""

from collections.abc import Callable, Iterable, Iterator

from bizenv_cli.render.markdown import escape, paragraph
from bizenv_cli.report.paper import (
    Block,
    Heading,
    Paper,
    Table,
    Text,
    annex_lines,
    annex_name,
    numbered,
    written_day,
)


def renderer() -> Callable[[Paper], bytes]:
    """Return the function that writes a paper."""
    return lambda paper: "".join(_paper(paper)).encode()


def _paper(paper: Paper) -> Iterator[str]:
    yield f"# {escape(paper.title)}\n\n{escape(f'{paper.kind}　{paper.number}')}\n"
    if paper.to:
        yield f"\n{paragraph(paper.to)}：\n"
    yield from _blocks(paper.blocks)
    for named in annex_lines(paper):
        yield f"\n{escape(named)}\n"
    yield f"\n{paragraph(paper.signer)}\n\n{written_day(paper.day)}\n"
    for at, annex in enumerate(paper.annexes, 1):
        yield f"\n## {annex_name(paper, at)}　{escape(annex.title)}\n"
        yield from _blocks(annex.blocks)


def _blocks(blocks: Iterable[Block]) -> Iterator[str]:
    for number, block in numbered(blocks):
        yield "\n"
        if isinstance(block, Heading):
            yield f"{'#' * (block.level + 1)} {number}{escape(block.text)}\n"
        elif isinstance(block, Text):
            yield f"{paragraph(block.text)}\n"
        else:
            yield from _table(block)


def _table(table: Table) -> Iterator[str]:
    yield f"| {' | '.join(map(escape, table.columns))} |\n"
    yield f"|{'|'.join(' ---: ' if at in table.right else ' --- ' for at in range(len(table.columns)))}|\n"
    for row in table.rows:
        yield f"| {' | '.join(map(escape, row))} |\n"
