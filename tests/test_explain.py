"""explain and check --list-rules: what each code means, without a registry at hand."""

import json
import re
from pathlib import Path

import pytest

from bizenv_cli.render import Page, renderer
from bizenv_cli.rules import Example, Rule, catalogue
from bizenv_cli.views import rules as views
from conftest import Run
from console import on_a_terminal


@pytest.mark.parametrize("typed", ["E214", "e214", "214"])
def test_explain_gives_title_text_and_examples_without_a_registry(run: Run, typed: str) -> None:
    ran = run("explain", typed, registry=None)
    assert (ran.code, ran.err) == (0, "")
    title, text, *examples = ran.out.splitlines()
    assert title == "E214　一项里只写一个名称"
    assert text == catalogue()["E214"].text
    assert examples == ["", "正例", "    lead: [乙局, 甲甲局]", "反例", "    lead: [乙局、甲甲局]"]


def test_several_codes_are_explained_in_the_order_asked_each_once(run: Run) -> None:
    ran = run("explain", "E204", "e110", "204", registry=None)
    assert re.findall("^(E[0-9]{3})　", ran.out, re.MULTILINE) == ["E204", "E110"]
    answer = json.loads(run("explain", "E204", "e110", "--format", "json", registry=None).out)
    assert answer["query"] == {"command": "explain", "codes": ["E204", "E110"]}
    assert answer["rules"][0]["examples"][:2] == [
        {"kind": "good", "text": "lead: [丙局]"},
        {"kind": "bad", "text": "lead: [丙居]"},
    ]
    assert "as_of" not in answer


def test_an_unknown_code_is_a_wrong_call(run: Run) -> None:
    ran = run("explain", "E2O4", registry=None)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith("错误：没有规则代号「E2O4」。相近的有：")
    assert "E204" in ran.err


def test_all_rules_are_listed_in_their_groups_a_line_each(run: Run) -> None:
    ran = run("check", "--list-rules", registry=None)
    assert ran.code == 0
    lines = ran.out.splitlines()
    for rule in catalogue().values():
        assert f"  {rule.code}  {rule.title}" in lines
    headings = [line for line in lines[1:] if line and not line.startswith(" ")]
    assert headings[:3] == ["文件", "语法与格式", "清单之内"]
    assert run("explain", registry=None).out == ran.out


def test_the_list_is_there_for_programs(run: Run) -> None:
    answer = json.loads(run("check", "--list-rules", "--format", "json", registry=None).out)
    assert answer["count"] == len(catalogue())
    assert [item["code"] for item in answer["rules"]] == list(catalogue())
    assert set(answer["rules"][0]) == {"code", "group", "title", "text", "examples"}
    ran = run("check", "--list-rules", "--format", "gitlab", registry=None)
    assert (ran.code, ran.out) == (2, "")
    assert "只能是 text、json" in ran.err


def test_colour_is_for_terminals(run: Run, tmp_path: Path) -> None:
    shown = on_a_terminal(["bizenv", "explain", "E204"], tmp_path)
    assert "\x1b[" in shown
    piped = run("explain", "E204", registry=None).out
    assert "\x1b" not in piped
    assert re.sub("\x1b\\[[0-9;]*m|\n", "", shown) == piped.replace("\n", "")


def test_an_example_ends_no_markdown_block_and_reaches_no_terminal_raw() -> None:
    rule = Rule("E204", "样例", "说明。", (Example("bad", "```\n甲\x1b[31m: |\n  ````"),))
    view = views.explanation([rule], {})
    page = "".join(renderer("md")(view, Page()))
    assert page.endswith("反例\n\n`````yaml\n```\n甲\\x1b[31m: |\n  ````\n`````\n")
    assert "\x1b" not in "".join(renderer("table")(view, Page(80)))
