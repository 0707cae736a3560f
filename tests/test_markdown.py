"""Every command's answer in Markdown: whole tables, no level of headings left out, nothing read as markup."""

import re
from itertools import pairwise

import pytest
from markdown_it import MarkdownIt

from conftest import Run
from test_svg import COMMANDS


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_writes_sound_markdown(run: Run, command: str) -> None:
    ran = run(*command.split(), "--format", "md")
    assert ran.code == 0, ran.err
    tokens = MarkdownIt("commonmark").enable("table").parse(ran.out)
    rows = [shown for shown in ran.out.splitlines() if shown.startswith("|")]
    rules = [shown for shown in rows if re.fullmatch(r"\|( -{3}:? \|)+", shown)]
    read = [token.type for token in tokens]
    assert read.count("tr_open") == len(rows) - len(rules)
    assert read.count("table_open") == len(rules)
    levels = [int(token.tag[1]) for token in tokens if token.type == "heading_open"]
    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))
    assert levels.count(1) == 1
    assert not {"html_block", "code_block", "hr", "blockquote_open", "ordered_list_open"} & set(read)
    marked = {child.type for token in tokens for child in token.children or ()}
    assert marked <= {"text", "text_special", "softbreak", "strong_open", "strong_close"}
