"""The rules: every code has one, and its good and bad examples are what they say when they are tried."""

import ast
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any

import pytest
from pydantic import AfterValidator, ValidationError
from pydantic_core import PydanticCustomError

from bizenv_cli import checks
from bizenv_cli.errors import UnknownNameError
from bizenv_cli.messages import problems_of
from bizenv_cli.model import Record
from bizenv_cli.pairing import Change
from bizenv_cli.problem import Problem
from bizenv_cli.rules import GROUPS, Example, Rule, catalogue, rule
from bizenv_cli.rules.blocks import parse
from bizenv_cli.yamltext import parse as parse_yaml
from conftest import ROOT, SMALL, load, sound

PACKAGE = ROOT / "src" / "bizenv_cli"

# What no few lines can show: which test breaks a registry that way.
SHOWN_BY_TEST = {
    "E001": "test_gate.test_an_unreadable_file_is_a_problem",
    "E003": "test_gate.test_a_file_that_cannot_be_used_is_one_problem",
    "E004": "test_gate.test_a_file_that_cannot_be_used_is_one_problem",
    "E012": "test_yamltext.test_what_is_refused_has_a_code_and_a_place",
    "E108": "test_yamltext.test_what_is_refused_has_a_code_and_a_place",
    "E127": "test_gate.test_a_malformed_edit_is_one_problem_at_its_place",
    "E199": "test_rules.test_an_error_of_a_kind_without_a_sentence_has_a_code_of_its_own",
    "E280": "test_import.test_check_refuses_a_draft_until_each_doubt_is_settled",
    "E217": "test_groups_and_numbers.test_one_slip_is_one_problem",
    "E307": "test_redirection.test_a_task_that_changes_hands_is_told_once",
    "E401": "test_federation.test_two_plans_of_one_key_are_a_problem",
}


def codes_used() -> set[str]:
    """Return every code that the package gives a problem: literals, not the rules' own text."""
    found = set()
    for path in PACKAGE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and re.fullmatch("E[0-9]{3}", str(node.value)):
                found.add(str(node.value))
    return found


def test_every_code_has_one_rule_and_every_rule_a_code() -> None:
    assert set(catalogue()) == codes_used()
    assert list(catalogue()) == sorted(catalogue())


def test_every_rule_is_shown_by_examples_or_by_a_test() -> None:
    without = {code for code, found in catalogue().items() if not found.examples}
    assert without == set(SHOWN_BY_TEST)
    for code, test in SHOWN_BY_TEST.items():
        module, _, function = test.partition(".")
        text = (ROOT / "tests" / f"{module}.py").read_text(encoding="utf-8")
        assert f"def {function}(" in text
        assert f'"{code}"' in text, f"{module} does not name {code}"


def test_a_rule_is_short_chinese() -> None:
    for found in catalogue().values():
        assert found.code[:2] in GROUPS
        assert len(found.title) <= 24, found.title
        assert not found.title.endswith("。")
        assert found.text.endswith("。")
        assert re.search("[\u4e00-\u9fff]", found.title)
        for example in found.examples:
            assert max(map(len, example.text.split("\n"))) <= 60


def with_characters(text: str) -> str:
    """Write tokens such as ``<U+200B>`` as the characters they stand for."""
    named = {"<Tab>": "\t", "<BOM>": "\ufeff", "<CR>": "\r"}
    for token, character in named.items():
        text = text.replace(token, character)
    return re.sub(r"<U\+([0-9A-F]{4})>", lambda match: chr(int(match[1], 16)), text)


def whole_file(text: str) -> tuple[str, str] | None:
    """Return the path and the content of an example that is a whole file."""
    match = re.match(r"# (\S+\.yaml)(?:\n|$)", text)
    return (match[1], text[match.end() :] + "\n") if match else None


def place_of(folder: Path, fragment: str) -> tuple[Path, int, str]:
    """Return where a fragment stands first: the file, the index of its first line, its indentation."""
    wanted = fragment.split("\n")
    for path in sorted(folder.rglob("*.yaml")):
        lines = path.read_text(encoding="utf-8").split("\n")
        for at, line in enumerate(lines):
            margin = line[: len(line) - len(line.lstrip(" "))]
            if lines[at : at + len(wanted)] == [margin + each if each else "" for each in wanted]:
                return path, at, margin
    raise AssertionError(f"no file of the small registry holds\n{fragment}")


def put(folder: Path, old: str, new: str) -> None:
    """Write an example in place of another; a whole file in place of what that file was."""
    if added := whole_file(new):
        path = folder / added[0]
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(with_characters(added[1]).encode())
        return
    path, at, margin = place_of(folder, old)
    lines = path.read_text(encoding="utf-8").split("\n")
    lines[at : at + len(old.split("\n"))] = [margin + each for each in new.split("\n")]
    path.write_bytes(with_characters("\n".join(lines)).encode())


def trials() -> Iterator[Any]:
    """Yield each good and bad example with its code and what it stands in place of, before an edit or as it is."""
    for found in catalogue().values():
        before = good = ""
        for example in found.examples:
            if example.kind == "before":
                before = example.text
                continue
            good = example.text if example.kind == "good" else good
            yield pytest.param(found.code, before, good, example, id=f"{found.code}-{example.kind}")


def problems_after(small: Path, before: str, good: str, tried: str) -> list[Problem]:
    """Return what check says of the small registry with an example in it, compared where there is a `before`."""
    if not before:
        put(small, good, tried)
        return load(small)[1]
    put(small, before, before)
    after = small.parent / "after"
    shutil.copytree(small, after)
    put(after, before, tried)
    later, problems = load(after)
    return checks.compare(Change(sound(small), later), problems).problems


def test_the_small_registry_has_no_problem() -> None:
    assert load(SMALL / "registry")[1] == []


@pytest.mark.parametrize(("code", "before", "good", "example"), list(trials()))
def test_a_good_example_passes_and_a_bad_one_in_its_place_breaks_its_rule_alone(
    small: Path, code: str, before: str, good: str, example: Example
) -> None:
    problems = problems_after(small, before, good, example.text)
    assert {problem.code for problem in problems} == ({code} if example.kind == "bad" else set()), problems
    assert all(problem.hint for problem in problems)


def test_an_error_of_a_kind_without_a_sentence_has_a_code_of_its_own() -> None:
    def refuse(_value: object) -> object:
        raise PydanticCustomError("no_sentence", "a kind that nobody has thought of")

    class Odd(Record):
        goal: Annotated[str, AfterValidator(refuse)]

    document, _ = parse_yaml("样例.yaml", "goal: 优异\n")
    assert document
    with pytest.raises(ValidationError) as raised:
        Odd.model_validate(document.value)
    (problem,) = problems_of(raised.value, document, Odd)
    assert (problem.code, problem.line, problem.column) == ("E199", 1, 7)
    assert "no_sentence" in problem.hint


BLOCKS = """Ensure this and that.

    More in English, which is for those who read the code: E999 is no head here.

    E901 样例规则甲
    规则是什么，
    ASCII
    words 为什么。

    正例：
        a: 1

          b: 2
    反例:
        a: 2
    Args:
        registry: what is checked.

    E902 样例规则乙
    怎么改。
    改前：
        a: 1
    正例：
        a: 2
    反例：
        a: <U+200B>3
    """


def test_blocks_are_read_whatever_stands_around_them() -> None:
    examples = (Example("good", "a: 1\n\n  b: 2"), Example("bad", "a: 2"))
    others = (Example("before", "a: 1"), Example("good", "a: 2"), Example("bad", "a: <U+200B>3"))
    assert parse(BLOCKS) == [
        Rule("E901", "样例规则甲", "规则是什么，ASCII words 为什么。", examples),
        Rule("E902", "样例规则乙", "怎么改。", others),
    ]
    assert parse("Ensure nothing.") == parse("") == []


@pytest.mark.parametrize(
    "text", ["E901 样例规则", "E901 样例规则\n说明。\n正例：\n", "E901 样例规则\n正例：\n    a: 1"]
)
def test_a_block_that_lacks_its_text_or_lines_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="E901"):
        parse(text)


@pytest.mark.parametrize("typed", ["E204", "e204", "204", " Ｅ２０４ "])
def test_a_rule_is_found_however_its_code_is_typed(typed: str) -> None:
    assert rule(typed).code == "E204"


@pytest.mark.parametrize(("typed", "words"), [("E2O4", "E204"), ("单位", "全部规则代号见 bizenv explain")])
def test_an_unknown_code_is_told_with_the_nearest(typed: str, words: str) -> None:
    with pytest.raises(UnknownNameError, match=words):
        rule(typed)
