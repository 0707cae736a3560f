"""The formats of check: for people, for programs, and for the sites where changes are reviewed."""

import json
import re
from pathlib import Path

import pytest

from bizenv_cli.problem import Problem
from bizenv_cli.render import Page
from bizenv_cli.render.problems import FORMATS, problem_renderer
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


@pytest.mark.parametrize("form", list(FORMATS))
def test_hostile_text_breaks_no_format(form: str) -> None:
    text = rendered(form, [HOSTILE])
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f]", text)
    if form == "github":
        assert text.count("\n") == 1
        assert text.startswith("::error file=甲%2C乙%3A丙%25.yaml,line=2")
    if form in ("json", "gitlab"):
        assert "[red]" in json.dumps(json.loads(text), ensure_ascii=False)


@pytest.mark.parametrize("form", list(FORMATS))
def test_a_clean_registry_is_clean_in_every_format(run: Run, form: str) -> None:
    ran = run("check", "--format", form)
    assert ran.code == 0
    if form in ("json", "gitlab"):
        assert json.loads(ran.out) in ([], {"schema_version": 1, "count": 0, "problems": []})
    if form == "github":
        assert ran.out == ""
