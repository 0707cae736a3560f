"""The hooks and workflows that call the program: of the form their runners want, and of calls that exist."""

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from conftest import REAL, ROOT, Run

WORKFLOWS = sorted((ROOT / ".github/workflows").glob("*.yml"))


def content(path: Path) -> Any:
    return yaml.safe_load(path.read_text(encoding="utf-8"))


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_workflows_are_of_the_form_that_their_runner_wants(path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "check_jsonschema", "--builtin-schema", "vendor.github-workflows", path],
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, ""), done.stdout


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_workflows_ask_for_no_more_than_they_need_and_trust_no_name(path: Path) -> None:
    workflow = content(path)
    assert workflow["permissions"] == {"contents": "read"}
    for job in workflow["jobs"].values():
        for step in job["steps"]:
            assert "${{" not in step.get("run", ""), "a branch's name would run as a command"


def test_pull_requests_that_touch_the_registry_are_compared_with_their_target() -> None:
    workflow = content(ROOT / ".github/workflows/registry.yml")
    assert workflow[True]["pull_request"]["paths"] == ["registry/**"]  # YAML 1.1 reads `on` as true
    steps = workflow["jobs"]["check"]["steps"]
    assert steps[0]["with"]["fetch-depth"] == 0
    assert steps[-2]["run"] == "make setup"  # asks no question: a registry with problems would answer none
    assert steps[-1]["run"] == '.venv/bin/bizenv check --base "origin/$BASE" --format github'
    assert steps[-1]["env"] == {"BASE": "${{ github.base_ref }}"}


def test_setting_up_runs_no_command_of_ours() -> None:
    done = subprocess.run(
        ["make", "--dry-run", "--always-make", "setup"],
        cwd=ROOT,
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    assert "pip install" in done.stdout
    assert "bin/bizenv" not in done.stdout


def test_hooks_have_what_pre_commit_needs() -> None:
    (hook,) = content(ROOT / ".pre-commit-hooks.yaml")
    assert {"id", "name", "entry", "language"} <= set(hook)
    assert hook["pass_filenames"] is False
    files = re.compile(hook["files"])
    for path in [path.relative_to(ROOT).as_posix() for path in REAL.rglob("*.yaml")]:
        assert files.search(path), path
    assert not files.search("src/bizenv_cli/registry.py")
    config = content(ROOT / ".pre-commit-config.yaml")
    for repo in config["repos"]:
        for own in repo["hooks"]:
            assert {"id", "name", "entry", "language"} <= set(own)
            assert own["entry"].startswith(".venv/bin/")


def test_the_calls_that_hooks_make_exist(run: Run) -> None:
    (hook,) = content(ROOT / ".pre-commit-hooks.yaml")
    assert run(*hook["entry"].split()[1:]).code == 0
    entries = [
        own["entry"] for repo in content(ROOT / ".pre-commit-config.yaml")["repos"] for own in repo["hooks"]
    ]
    (check,) = [entry for entry in entries if "bizenv" in entry]
    helped = run(*check.split()[1:2], "--help").out
    assert all(word in helped for word in check.split() if word.startswith("--"))
    assert json.loads(run("check", "--format", "json").out)["count"] == 0
