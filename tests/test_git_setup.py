"""Git shows a registry's files field by field once it was told to, and forgets it when told so."""

import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from bizenv_cli.readable import readable
from conftest import REAL, ROOT, SMALL, Run
from story import Loader, Story, begin, environment

LINES = "# bizenv git-setup\nregistry/**/*.yaml diff=bizenv\nregistry/**/ledger/*.yaml merge=union\n"
FILES = [*sorted(REAL.rglob("*.yaml")), *sorted((SMALL / "registry").rglob("*.yaml"))]


@pytest.fixture
def young(tmp_path: Path) -> Story:
    return begin(tmp_path / "young")


def config(story: Story) -> str:
    return (story.top / ".git" / "config").read_text(encoding="utf-8")


def test_setting_up_twice_and_taking_it_back(young: Story, run: Run) -> None:
    attributes = young.top / ".gitattributes"
    attributes.write_text("*.txt text", encoding="utf-8")
    before = config(young)
    ran = run("git-setup", registry=young.top / "registry")
    assert (ran.code, ran.err) == (0, "")
    assert [line.split("  ")[0] for line in ran.out.splitlines()] == ["已设置"] * 3 + ["已写入"] * 2
    assert attributes.read_text(encoding="utf-8") == f"*.txt text\n{LINES}"
    done = config(young)
    assert f"textconv = {Path(sys.executable).as_posix()} -m bizenv_cli textconv" in done
    again = run("git-setup", registry=young.top / "registry")
    assert [line.split("  ")[0] for line in again.out.splitlines()] == ["原已有"] * 5
    assert (attributes.read_text(encoding="utf-8"), config(young)) == (f"*.txt text\n{LINES}", done)
    undone = run("git-setup", "--undo", registry=young.top / "registry")
    assert undone.out.count("已取消") == 3
    assert (attributes.read_text(encoding="utf-8"), config(young)) == ("*.txt text\n", before)
    assert run("git-setup", "--undo", registry=young.top / "registry").out == "没有设过，无须取消\n"


def test_what_the_user_had_set_stays(young: Story, run: Run) -> None:
    young.git("config", "core.quotepath", "true")
    run("git-setup", registry=young.top / "registry")
    assert young.git("config", "core.quotepath") == "false"
    run("git-setup", "--undo", registry=young.top / "registry")
    assert young.git("config", "core.quotepath") == "true"
    young.git("config", "core.quotepath", "false")
    run("git-setup", registry=young.top / "registry")
    run("git-setup", "--undo", registry=young.top / "registry")
    assert young.git("config", "core.quotepath") == "false"
    # the repository of the story had the ledgers' line already, and keeps it
    assert (young.top / ".gitattributes").read_text(encoding="utf-8") == "**/ledger/*.yaml merge=union\n"


@pytest.mark.parametrize("folder", ["清单", "任务 清单[1]", "."])
def test_git_finds_the_files_whatever_the_folder_is_called(tmp_path: Path, run: Run, folder: str) -> None:
    registry = tmp_path / "库" / folder
    shutil.copytree(SMALL / "registry", registry)
    top = tmp_path / "库"
    subprocess.run(["git", "init", "-q"], cwd=top, env=environment(), check=True)
    assert run("git-setup", registry=registry).code == 0
    asked = [
        "git",
        "check-attr",
        "-z",
        "diff",
        "merge",
        "--",
        f"{folder}/annex1/01-yangli.yaml",
        f"{folder}/ledger/a.yaml",
        f"{folder}/plan.yaml",
    ]
    told = subprocess.run(asked, cwd=top, env=environment(), capture_output=True, check=True).stdout.decode()
    assert told.split("\0")[2::3] == ["bizenv", "unspecified", "bizenv", "union", "bizenv", "unspecified"]
    assert run("git-setup", registry=registry).out.count("原已有") == 5


def test_git_diff_shows_fields(young: Story, run: Run) -> None:
    run("git-setup", registry=young.top / "registry")
    young.change("annex1/01-yangli.yaml", lambda value: value["tasks"][0].update(deadline="2099-06-30"))
    (young.top / "registry" / "units.yaml").write_text(
        "# 只加了注释\n" + young.path("units.yaml").read_text(encoding="utf-8"), encoding="utf-8"
    )
    young.record("甲局", "jia-ju", task="1-1", event="progress", note="办了一半")
    young.git("add", "-N", ".")
    command = ["git", "diff", "-U0"]
    env = environment() | {"PYTHONPATH": str(ROOT / "src")}
    shown = subprocess.run(command, cwd=young.top, env=env, capture_output=True, check=True).stdout.decode()
    changed = [line for line in shown.splitlines() if line[:1] in "+-" and line[:3] not in ("+++", "---")]
    assert [
        line
        for line in changed
        if "gitattributes" not in line and "diff=bizenv" not in line and "# bizenv" not in line
    ] == [
        "-1-1 完成时限：2099-05-31",
        "+1-1 完成时限：2099-06-30",
        "+甲局 2099-04-01 1-1 进展：备注 办了一半",
    ]


def test_this_repository_asks_for_it_itself() -> None:
    text = (ROOT / ".gitattributes").read_text(encoding="utf-8")
    assert "registry/**/*.yaml diff=bizenv\n" in text
    assert "**/ledger/*.yaml merge=union\n" in text


def scalars(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for key, inner in value.items():
            if key not in ("kind", "fields", "basis", "event", "of", "color"):  # shown in Chinese
                yield from scalars(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from scalars(inner)
    elif value not in (None, ""):
        yield str(value)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_every_value_is_shown_and_its_place_in_the_file_is_not(path: Path) -> None:
    data = path.read_bytes()
    shown = readable(data).decode()
    value = yaml.load(data, Loader)  # noqa: S506
    missing = [text for text in scalars(value) if text not in shown]
    assert missing == []
    other = yaml.safe_dump(value, allow_unicode=True, sort_keys=True, width=60, indent=4)
    assert readable(f"# 注释\n{other}".encode()).decode() == shown


def test_each_line_begins_with_what_it_is_of() -> None:
    shown = readable((REAL / "annex1" / "05-dengji-caichan.yaml").read_bytes()).decode().splitlines()
    assert "1-28 完成时限：2023-08-31" in shown
    assert "登记财产 预期目标：优异" in shown
    ledger = b"unit: \xe7\x94\xb2\xe5\xb1\x80\nentries:\n  - {date: 2099-04-01, task: 1-1, event: receive}\n"
    assert readable(ledger).decode() == "甲局 2099-04-01 1-1 签收\n"


@pytest.mark.parametrize(
    "data",
    [b"", b"a: [\n", b"\xff\xfe\x00", b"- 1\n", b"a: 1\na: 2\n", b"a: 1\r\n", b"only text\n", b"a: &b 1\n"],
)
def test_what_is_not_in_order_is_shown_as_it_is(data: bytes) -> None:
    assert readable(data) == data


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("tasks: 3\n", "任务：3\n"),
        ("tasks: [1, {seq: 2}]\n", "任务：1\n任务：序号 2\n"),
        ("other: [甲, {内: 乙}, null]\n", "other：甲\nother：内 乙\nother：（空）\n"),
        ("other: {甲: [乙, 丙]}\n", "other：甲 乙、丙\n"),
        ("entries: [{date: x}]\nunit: 甲局\n", "甲局 x （空） （空）\n"),
        ("entries: [1]\nunit: 甲局\n", "甲局 登记：1\n甲局 单位：甲局\n"),
        ("other: ''\nmore: null\n", "more：（空）\nother：（空）\n"),
    ],
)
def test_what_no_registry_has_is_shown_as_far_as_it_goes(text: str, shown: str) -> None:
    assert readable(text.encode()).decode() == shown


KEYS = (
    "tasks",
    "measures",
    "units",
    "entries",
    "unit",
    "seq",
    "name",
    "errata",
    "event",
    "indicator",
    "甲",
    "number",
)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.sampled_from(["甲", "done", "", "2099-05-31"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(KEYS), inner, max_size=4),
    max_leaves=12,
)


@given(value=VALUES)
def test_nothing_that_yaml_can_say_is_too_much(value: Any) -> None:
    data = yaml.safe_dump(value, allow_unicode=True).encode()
    shown = readable(data).decode()
    assert all(
        text in shown for text in scalars(value) if isinstance(value, dict) and text not in ("True", "False")
    )


def test_textconv_fails_on_no_file(tmp_path: Path, run: Run) -> None:
    path = tmp_path / "坏.yaml"
    path.write_bytes(b"a: [\n")
    assert run("textconv", str(path)).out == "a: [\n"
    ran = run("textconv", str(tmp_path / "没有"))
    assert (ran.code, ran.err) == (2, f"错误：无法读取 {tmp_path}/没有：没有这个文件或文件夹\n")
    assert "textconv" not in run("--help").out
