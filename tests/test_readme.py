"""The README cannot rot: its commands are run and their output compared; no command goes unmentioned."""

from pathlib import Path

import pytest

from bizenv_cli.cli.app import COMMANDS
from console import ROOT, Example, agrees, examples, run, scratch_clone, updated

README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_the_readme_opens_with_the_two_commands() -> None:
    assert README.index("make due") < README.index("make test") < README.index("## ")


def test_every_command_of_the_readme_prints_what_it_says(tmp_path: Path) -> None:
    folder = scratch_clone(tmp_path / "clone", None)
    found = [example for example in examples(README) if not example.needs_notice]
    assert len(found) >= 20
    for example in found:
        actual = run(example.command, folder)
        assert agrees(example.expected, actual), f"{example.command}\n" + "\n".join(actual)


def test_the_verification_of_the_readme_prints_what_it_says(tmp_path: Path, notice_text: str) -> None:
    folder = scratch_clone(tmp_path / "clone", notice_text)
    found = [example for example in examples(README) if example.needs_notice]
    assert found
    for example in found:
        assert agrees(example.expected, run(example.command, folder)), example.command


@pytest.mark.parametrize("name", list(COMMANDS))
def test_every_command_is_in_the_readme(name: str) -> None:
    assert f"bizenv {name}" in README or f"`{name}`" in README


def test_examples_and_elisions() -> None:
    (example,) = examples("```console\n$ echo 甲; echo 乙; echo 丙\n甲\n…\n丙\n```\n")
    assert example == Example("echo 甲; echo 乙; echo 丙", ("甲", "…", "丙"), needs_notice=False)
    assert agrees(example.expected, ["甲", "乙", "丙"])
    assert agrees(example.expected, ["甲", "乙", "丁", "丙"])
    assert not agrees(example.expected, ["甲", "乙"])
    assert not agrees(("甲",), ["乙"])
    assert updated(("x", "…", "x"), list("甲乙丙丁")) == ["甲", "…", "丁"]
