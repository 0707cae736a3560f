"""The formats of check: for people, for programs, and for the sites where changes are reviewed."""

import json
import re
import sqlite3
from contextlib import closing
from functools import cache
from importlib.metadata import distribution
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft7Validator

from bizenv_cli.problem import Problem
from bizenv_cli.render import Page
from bizenv_cli.render.problems import FORMATS, problem_renderer
from bizenv_cli.rules import catalogue
from conftest import Run

HOSTILE = Problem("甲,乙:丙%.yaml", 2, 3, "E204", "未知单位「[red]\x1b[31m%0A」", "第一行\n::error::假的", 2)
TEXTS = {HOSTILE.path: "a: 1\nb: \x1b[31m坏\n"}


def rendered(form: str, problems: list[Problem]) -> str:
    return "".join(problem_renderer(form)(problems, TEXTS, Page()))


@pytest.fixture
def broken(small: Path) -> Path:
    path = small / "annex1/01-yangli.yaml"
    text = path.read_text(encoding="utf-8").replace("lead: [丙局]", "lead: [丙居]")
    path.write_text(text.replace("2099-05-31", "2099-05-32"), encoding="utf-8")
    return small


def test_json_carries_every_field(run: Run, broken: Path) -> None:
    ran = run("check", "--format", "json", registry=broken)
    answer = json.loads(ran.out)
    assert ran.code == 1
    assert answer["count"] == 2
    assert [problem["code"] for problem in answer["problems"]] == ["E110", "E204"]
    assert set(answer["problems"][0]) == {"path", "line", "column", "code", "message", "hint", "length"}
    assert "2 处错误" in ran.err


def test_github_has_one_annotation_a_problem(run: Run, broken: Path) -> None:
    ran = run("check", "-f", "github", registry=None, cwd=broken.parent)
    assert ran.code == 1
    first, second = ran.out.splitlines()
    assert first.startswith(
        "::error file=registry/annex1/01-yangli.yaml,line=17,col=15,endColumn=25,title=E110::日期不存在"
    )
    assert "%0A提示：" in second


def test_gitlab_fingerprints_outlive_a_line_inserted_above(run: Run, broken: Path) -> None:
    before = json.loads(run("check", "-f", "gitlab", registry=broken).out)
    path = broken / "annex1/01-yangli.yaml"
    path.write_text("# 新的一行\n" + path.read_text(encoding="utf-8"), encoding="utf-8")
    after = json.loads(run("check", "-f", "gitlab", registry=broken).out)
    assert [item["fingerprint"] for item in before] == [item["fingerprint"] for item in after]
    assert [item["location"]["lines"]["begin"] + 1 for item in before] == [
        item["location"]["lines"]["begin"] for item in after
    ]
    assert {"description", "check_name", "fingerprint", "severity", "location"} == set(before[0])


def test_two_equal_problems_have_two_fingerprints() -> None:
    report = json.loads(rendered("gitlab", [HOSTILE, HOSTILE]))
    assert len({item["fingerprint"] for item in report}) == 2


@cache
def sarif_schema() -> Draft7Validator:
    """The official schema, from the database of a package of schemas: pickled answers, of which none is unpickled."""
    database = distribution("schemastore").locate_file("schemastore/cache.sqlite")
    title = '"title": "Static Analysis Results Format (SARIF) Version 2.1.0 JSON Schema"'
    with closing(sqlite3.connect(f"file:{database}?mode=ro&immutable=1", uri=True)) as connection:
        query = "SELECT value FROM responses WHERE instr(value, CAST(? AS BLOB))"
        ((value,),) = connection.execute(query, (title,)).fetchall()
    text = value[value.index(b"{") :].decode("utf-8", "replace")
    schema, _ = json.JSONDecoder().raw_decode(text)
    assert "oasis-tcs" in schema["$id"]
    return Draft7Validator(schema)


def sarif_run(text: str) -> dict[str, Any]:
    """Return the only run of a log that the schema accepts."""
    log = json.loads(text)
    assert [error.message for error in sarif_schema().iter_errors(log)] == []
    assert log["version"] == "2.1.0"
    (run,) = log["runs"]
    return run


def test_the_schema_refuses_what_is_no_sarif() -> None:
    log = json.loads(rendered("sarif", [HOSTILE]))
    log["runs"][0]["results"][0]["level"] = "major"
    assert [error.validator for error in sarif_schema().iter_errors(log)] == ["enum"]


def test_sarif_has_the_rules_broken_and_the_place_of_each_problem(run: Run, broken: Path) -> None:
    ran = run("check", "-f", "sarif", registry=None, cwd=broken.parent)
    assert ran.code == 1
    found = sarif_run(ran.out)
    assert found["columnKind"] == "unicodeCodePoints"
    rules = found["tool"]["driver"]["rules"]
    assert [rule["id"] for rule in rules] == ["E110", "E204"]
    assert "反例：\nlead: [丙居]" in rules[1]["help"]["text"]
    first, second = found["results"]
    assert [rules[result["ruleIndex"]]["id"] for result in (first, second)] == ["E110", "E204"]
    assert first["ruleId"] == "E110"
    assert first["message"]["text"] == "日期不存在：2099-05-32（5 月只有 31 天）。核对月份与日期"
    assert first["locations"][0]["physicalLocation"] == {
        "artifactLocation": {"uri": "registry/annex1/01-yangli.yaml", "uriBaseId": "%SRCROOT%"},
        "region": {"startLine": 17, "startColumn": 15, "endColumn": 25, "snippet": {"text": "2099-05-32"}},
        "contextRegion": {"startLine": 17, "snippet": {"text": "    deadline: 2099-05-32"}},
    }


def test_every_rule_of_the_catalogue_fits_in_sarif() -> None:
    problems = [Problem(HOSTILE.path, 2, 3, code, "样例") for code in catalogue()]
    found = sarif_run(rendered("sarif", problems))
    for rule in found["tool"]["driver"]["rules"]:
        assert {"id", "name", "shortDescription", "fullDescription", "help"} <= set(rule)
    assert found["tool"]["driver"]["rules"][-1]["name"] == catalogue()[problems[-1].code].title


def test_sarif_and_gitlab_know_a_problem_by_one_fingerprint() -> None:
    report = json.loads(rendered("gitlab", [HOSTILE, HOSTILE]))
    results = sarif_run(rendered("sarif", [HOSTILE, HOSTILE]))["results"]
    prints = [result["partialFingerprints"]["problem/v1"] for result in results]
    assert prints == [item["fingerprint"] for item in report]


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        (
            "registry/甲 乙#?.yaml",
            {"uri": "registry/%E7%94%B2%20%E4%B9%99%23%3F.yaml", "uriBaseId": "%SRCROOT%"},
        ),
        ("甲:丙%.yaml", {"uri": "%E7%94%B2%3A%E4%B8%99%25.yaml", "uriBaseId": "%SRCROOT%"}),
        ("\udcff.yaml", {"uri": "%FF.yaml", "uriBaseId": "%SRCROOT%"}),
        ("/别处/registry/plan.yaml", {"uri": "file:///%E5%88%AB%E5%A4%84/registry/plan.yaml"}),
    ],
)
def test_a_path_is_a_uri_in_sarif(path: str, expected: dict[str, str]) -> None:
    (result,) = sarif_run(rendered("sarif", [Problem(path, 1, 1, "E204", "样例")]))["results"]
    assert result["locations"][0]["physicalLocation"]["artifactLocation"] == expected


def test_a_registry_puts_no_link_into_a_sarif_message() -> None:
    problem = Problem("甲.yaml", 1, 1, "E204", "未知单位「[点这里](样例)」", "写成 [甲, 乙]")
    (result,) = sarif_run(rendered("sarif", [problem]))["results"]
    assert "](" not in result["message"]["text"]
    assert result["message"]["text"].endswith("写成 [甲, 乙]")


def test_a_code_without_a_rule_still_has_a_descriptor_in_sarif() -> None:
    found = sarif_run(rendered("sarif", [Problem("甲.yaml", 1, 1, "E998", "样例")]))
    assert found["tool"]["driver"]["rules"] == [{"id": "E998"}]


@pytest.mark.parametrize("form", list(FORMATS))
def test_hostile_text_breaks_no_format(form: str) -> None:
    text = rendered(form, [HOSTILE])
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f]", text)
    if form == "github":
        assert text.count("\n") == 1
        assert text.startswith("::error file=甲%2C乙%3A丙%25.yaml,line=2")
    if form in ("json", "gitlab", "sarif"):
        assert "[red]" in json.dumps(json.loads(text), ensure_ascii=False)


@pytest.mark.parametrize("form", list(FORMATS))
def test_a_clean_registry_is_clean_in_every_format(run: Run, form: str) -> None:
    ran = run("check", "--format", form)
    assert ran.code == 0
    if form in ("json", "gitlab"):
        assert json.loads(ran.out) in ([], {"schema_version": 1, "count": 0, "problems": []})
    if form == "github":
        assert ran.out == ""
    if form == "sarif":
        found = sarif_run(ran.out)
        assert (found["results"], found["tool"]["driver"]["rules"]) == ([], [])
