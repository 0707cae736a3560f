"""YAML text: what is typed, where things stand, what is refused; with libyaml and with the pure loader."""

from collections.abc import Iterator

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from bizenv_cli import yamltext
from bizenv_cli.yamltext import Place, parse


@pytest.fixture(autouse=True, scope="module", params=["libyaml", "pure"])
def loader(request: pytest.FixtureRequest) -> Iterator[None]:
    """Run every test of this module once with each loader."""
    if request.param == "libyaml" and not hasattr(yaml, "CSafeLoader"):
        pytest.skip("本机的 PyYAML 没有带 libyaml")
    with pytest.MonkeyPatch.context() as patch:
        if request.param == "pure":
            patch.setattr(yamltext, "SafeLoader", yaml.SafeLoader)
        yield


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("12", 12),
        ("-3", -3),
        ("0", 0),
        ("010", "010"),
        ("1e3", "1e3"),
        ("1_000", "1_000"),
        ("0x1F", "0x1F"),
        ("12:30", "12:30"),
        ("2023-11-31", "2023-11-31"),
        ("2023-9-5", "2023-9-5"),
        ("no", "no"),
        ("True", "True"),
        ("true", True),
        ("false", False),
        ("null", None),
        ("~", None),
        ("", None),
        ('"12"', "12"),
        ("'null'", "null"),
        ("１２", "１２"),
        ("区法院", "区法院"),
    ],
)
def test_only_null_booleans_and_plain_integers_are_typed(text: str, value: object) -> None:
    document, problems = parse("x.yaml", f"key: {text}\n")
    assert problems == []
    assert document
    assert document.value == {"key": value}
    assert type(document.value["key"]) is type(value)


def test_every_value_and_key_has_its_place_in_characters() -> None:
    document, _ = parse("x.yaml", "单位: [甲局, 乙局]\n下:\n  - 丙: 丁丁\n")
    assert document
    assert document.place(("单位", 1)) == Place(1, 10, 2)
    assert document.place(("下", 0, "丙")) == Place(3, 8, 2)
    assert document.place(("下", 0, "丙"), key=True) == Place(3, 5, 1)
    assert document.place(("下", 0, "没有")) == document.place(("下", 0))


@pytest.mark.parametrize(
    ("text", "code", "line", "column"),
    [
        ("甲: 1\n甲: 2\n", "E102", 2, 1),
        ("a: &x 1\n", "E103", 1, 4),
        ("a: 1\nb: *x\n", "E103", 2, 4),
        ("a: !!python/object:os.system ls\n", "E104", 1, 4),
        ("%YAML 1.1\n---\na: 1\n", "E104", 1, 1),
        ("%FOO x\n---\na: 1\n", "E104", 1, 1),
        ("a: 1\n---\nb: 2\n", "E105", 2, 1),
        ("a: 1\n...\nb: 2\n", "E105", 2, 1),
        ("", "E106", 1, 1),
        ("# 只有注释\n", "E106", 1, 1),
        ('a: "\x1b[31m"\n', "E107", 1, 5),
        ("a: 1\nb: 甲\u2028乙\n", "E107", 2, 5),
        ("[" * 500, "E108", 1, 61),
        ("- " * 500 + "a\n", "E108", 1, 121),
        ("[" * 10_000, "E108", 1, 61),
        ("- " * 10_000 + "a\n", "E108", 1, 121),
        ("".join(" " * depth + "a:\n" for depth in range(10_000)), "E108", 61, 61),
        ("[" + "[],[]," * 100_000 + "]", "E012", 1, 149_999),
        ("- 1\n- *x\n", "E103", 2, 3),
        ("? [a]\n: b\n", "E109", 1, 3),
        ("\ta: 1\n", "E136", 1, 1),
        ("a:\n\tb: 1\n", "E136", 2, 1),
    ],
)
def test_what_is_refused_has_a_code_and_a_place(text: str, code: str, line: int, column: int) -> None:
    _, problems = parse("x.yaml", text)
    assert [(problem.code, problem.line, problem.column) for problem in problems] == [(code, line, column)]


@pytest.mark.parametrize(
    ("text", "code", "line", "column"),
    [
        ("甲: 1\na: [1\n乙: 2\nlead: 3\n", "E139", 2, 4),
        ("a: {b: 1\n", "E139", 1, 4),
        ("a: [1,\n  2\nlead: 3\n", "E139", 1, 4),
        ("a: b: c", "E140", 1, 5),
        ("a: @b", "E140", 1, 4),
        ("a: `b", "E140", 1, 4),
        ("a: %b\n", "E140", 1, 4),
        ("a: -\nb: 1\n", "E140", 1, 4),
        ('甲: 1\nlead: "b\nlead_unit: c\nlead: "d"\n', "E138", 2, 7),
        ("lead: 'b\n", "E138", 1, 7),
        ("a：1\nb: 2", "E141", 1, 1),
        ("a: 1\ntasks\n", "E131", 2, 1),
        ("- a\nb: 1", "E137", 2, 1),
        ("a:\n  b: 1\n c: 2\n", "E137", 3, 1),
        ("a: 1\n  b: 2\n", "E137", 2, 1),
        ("a:\n  - 1\n  -2\n  - 3\nb", "E134", 3, 3),
        ("a:\n  - 1\n  • 2\n  - 3\n", "E134", 3, 3),
        ("a: [b], c\n", "E142", 1, 7),
        ("a: [b,\n  c]d\n", "E142", 2, 5),
        ('"lead": "b\nlead_unit: c\n', "E138", 1, 9),
        ("a: [b,, c]\n", "E142", 1, 7),
        ('a: "b" c\n', "E142", 1, 8),
        ("a: >x\n  b\n", "E140", 1, 4),
        ("a: ]b\n", "E140", 1, 4),
        ("- @b\n", "E140", 1, 3),
        ("a: |\n  乙：丙\n  1.丁\n戊\n", "E141", 4, 1),
    ],
)
def test_broken_syntax_is_one_problem_where_its_cause_is(
    text: str, code: str, line: int, column: int
) -> None:
    document, problems = parse("x.yaml", text)
    assert document is None
    assert [(problem.code, problem.line, problem.column) for problem in problems] == [(code, line, column)]
    assert problems[0].hint


def test_what_none_explains_is_still_told_with_a_hint() -> None:
    _, problems = parse("x.yaml", "? :")
    assert [problem.code for problem in problems] == ["E101"]
    assert problems[0].hint


def test_several_doubled_keys_of_one_record_are_one_lost_dash() -> None:
    document, problems = parse("x.yaml", "甲:\n  - 乙: 1\n    丙: 2\n    乙: 3\n    丙: 4\n")
    assert [(problem.code, problem.line) for problem in problems] == [("E134", 4)]
    assert document
    assert document.value == {"甲": [{"乙": 1, "丙": 2}]}


def test_what_stands_below_a_doubled_key_or_is_a_key_is_dropped() -> None:
    document, problems = parse("x.yaml", "甲: [1]\n甲: {乙: [2, {丙: 3}]}\n? {丁: 4}\n: [5]\n戊: 6\n")
    assert sorted(problem.code for problem in problems) == ["E102", "E109"]
    assert document
    assert document.value == {"甲": [1], "戊": 6}
    assert set(document.places) == {(), ("甲",), ("甲", 0), ("戊",)}


@given(st.text(max_size=200))
def test_no_text_makes_it_crash(text: str) -> None:
    document, problems = parse("x.yaml", text)
    assert document is not None or problems
    assert all(problem.line >= 1 and problem.column >= 1 for problem in problems)


@given(st.text(alphabet="ab:-[]{}\"'#&*!|>%@` \n\t，：区", max_size=60))
def test_no_arrangement_of_yaml_signs_makes_it_crash(text: str) -> None:
    parse("x.yaml", text)
