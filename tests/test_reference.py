"""The reference: made from the commands themselves, whole in both forms, and read by groff without a complaint."""

import re
import shutil
import subprocess
from functools import cache
from pathlib import Path

import pytest
from rich.cells import cell_len

from bizenv_cli.cli.app import COMMANDS, described
from bizenv_cli.manual import Manual
from bizenv_cli.render.markdown import escape
from bizenv_cli.render.reference import FORMATS, reference_renderer
from conftest import Run


@cache
def manual() -> Manual:
    return described()


@cache
def text(form: str) -> str:
    return "".join(reference_renderer(form)(manual()))


def test_markdown_has_every_command_option_example_and_topic() -> None:
    page = text("md")
    for command in manual().commands:
        section = page.partition(f"\n### {command.name}\n")[2].partition("\n### ")[0]
        for told in (command.summary, *command.paragraphs):
            assert escape(told) in section
        for example in command.examples:
            assert f"\n{example}\n" in section
        for option in (*command.arguments, *command.options):
            assert escape(option.sentence()) in section
            assert all(f"`{name}`" in section for name in option.names)
    for topic in manual().topics:
        assert f"`bizenv help {topic.name}`" in page


def test_links_lead_to_sections() -> None:
    names = re.findall(r"^- \[([a-z-]+)\]\(#([a-z-]+)\)", text("md"), re.MULTILINE)
    assert sorted(name for name, _ in names) == sorted(COMMANDS) or len(names) == len(COMMANDS)
    assert all(name == anchor for name, anchor in names)


def test_groff_renders_the_page_without_a_warning() -> None:
    if shutil.which("groff") is None:
        pytest.skip("没有 groff")
    command = ["groff", "-K", "utf8", "-T", "utf8", "-P", "-c", "-man", "-ww", "-rLL=78n"]
    done = subprocess.run(command, input=text("man"), capture_output=True, encoding="utf-8", check=True)
    assert done.stderr == ""
    shown = re.sub(r".\x08", "", done.stdout)  # bold is a character struck twice
    page = re.sub(r"\s", "", shown)
    for command in manual().commands:
        assert re.sub(r"\s", "", command.usage()) in page
        for told in (command.summary, *command.paragraphs, *command.examples):
            assert re.sub(r"\s", "", told) in page, told
        for option in (*command.arguments, *command.options):
            assert re.sub(r"\s", "", option.sentence()) in page, option
    # an example is never broken: it is there to be copied
    assert all(cell_len(line) <= 80 or line.lstrip().startswith("bizenv ") for line in shown.splitlines())


def test_man_itself_shows_the_page(run: Run, tmp_path: Path) -> None:
    if shutil.which("man") is None:
        pytest.skip("没有 man")
    assert run("reference", "--format", "man", "-o", "bizenv.1").code == 0
    environment = {
        "PATH": "/usr/local/bin:/usr/bin:/bin",
        "LANG": "C.UTF-8",
        "MANWIDTH": "80",
        "MANPAGER": "cat",
    }
    done = subprocess.run(
        ["man", "-l", "bizenv.1"],
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    assert "应办结而未办结的任务，按时限先后。" in done.stdout


@pytest.mark.parametrize("form", list(FORMATS))
def test_the_command_writes_what_the_renderer_makes(run: Run, form: str) -> None:
    assert run("reference", "--format", form).out.strip() == text(form).strip()
