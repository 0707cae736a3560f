"""On whatever terminal: encodings that lack characters, narrow and wide ones, dumb ones, screen readers, spreadsheets."""

import csv
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Mapping
from functools import cache
from pathlib import Path

import pytest
from rich.cells import cell_len

from bizenv_cli.cli.app import described
from bizenv_cli.manual import Command
from conftest import REAL, Run
from console import CACHE, on_a_terminal

SWEEP = (
    "status", "due --before 2023-11-30 --limit 30", "overdue", "upcoming --duties", "extensions",
    "duties --month 2023-11", "complaints", "sla 2023-09-28", "score", "heatmap --by action", "burndown --annex 2",
    "brief monthly 2023-08", "notice 区市监局", "bulletin", "unit 区法院", "official 彭小建", "indicator 登记财产",
    "action 5", "task 1-26", "why 1-31", "list --annex 2", "search 双随机", "overlaps --unit 区法院", "plans", "units",
    "officials", "indicators", "actions", "targets --indicator 获得电力", "target T20", "errata --kind merged", "sql",
    "explain E204", "check", "help", "help due", "help marks", "due --befor", "unit 区法园", "sql SELEC",
    "done 1-49 --dry-run", "due --unit 区商务局 --format json", "due --unit 区商务局 --format md",
)  # fmt: skip
DRIVER = """
import sys
from bizenv_cli.cli.main import main
for call in sys.stdin.buffer.read().decode("utf-8").splitlines():
    sys.stdout.flush()
    sys.stdout.buffer.write(b"\\n=====\\n")
    code = main(call.split())
    sys.stdout.flush()
    sys.stdout.buffer.write(b"\\n%d" % code)
"""
PLAIN_ENVIRONMENT = {
    name: value
    for name, value in os.environ.items()
    if not name.startswith(("BIZENV", "PYTHON", "LC_", "LANG", "COLUMNS", "TERM", "NO_COLOR"))
} | {"BIZENV_TODAY": "2023-09-01", "BIZENV_CACHE": CACHE, "BIZENV_REGISTRY": str(REAL)}
MARKS = "■▲●√×→│─╭┌▁▂▃▄▅▆▇█"


def swept(
    environment: Mapping[str, str], encoding: str = "utf-8", calls: tuple[str, ...] = SWEEP
) -> dict[str, str]:
    """Run all calls in one process with an environment; return what each wrote on either stream, and its exit code."""
    done = subprocess.run(
        [sys.executable, "-c", DRIVER], input="\n".join(calls).encode(), env=PLAIN_ENVIRONMENT | environment,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=True,
    )  # fmt: skip
    answers = done.stdout.decode(encoding).split("\n=====\n")[1:]
    return dict(zip(calls, answers, strict=True))


@cache
def usual() -> dict[str, str]:
    return swept({"LANG": "C.UTF-8"})


def test_the_sweep_itself_meets_no_fault() -> None:
    for call, text in usual().items():
        assert text.endswith(("\n0", "\n1", "\n2")), call
        assert "Traceback" not in text
        assert "程序出错" not in text


@pytest.mark.parametrize(
    ("environment", "encoding"),
    [
        ({"PYTHONIOENCODING": "gbk"}, "gbk"),
        ({"PYTHONIOENCODING": "gb18030"}, "gb18030"),
        ({"LANG": "C"}, "utf-8"),
        ({"LC_ALL": "C"}, "utf-8"),
        ({"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}, "utf-8"),
        ({"LC_ALL": "POSIX", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}, "utf-8"),
        ({}, "utf-8"),
    ],
    ids=str,
)
def test_the_encoding_changes_no_word(environment: dict[str, str], encoding: str) -> None:
    assert swept(environment, encoding) == usual()


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "cp437", "big5"])
def test_an_encoding_without_these_characters_breaks_nothing(encoding: str) -> None:
    found = swept({"PYTHONIOENCODING": encoding}, encoding)
    assert [text[-2:] for text in found.values()] == [text[-2:] for text in usual().values()]
    assert not any("Traceback" in text for text in found.values())
    call = "due --unit 区商务局 --format json"
    assert json.loads(found[call][:-2]) == json.loads(usual()[call][:-2])


def test_what_gbk_lacks_is_shown_by_what_looks_like_it_and_kept_in_json(run: Run, small: Path) -> None:
    path = small / "annex1/01-yangli.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("甲事办好。", "甲事 m² é 办好𠮷。", 1), encoding="utf-8")
    environment = PLAIN_ENVIRONMENT | {"PYTHONIOENCODING": "gbk", "BIZENV_REGISTRY": str(small)}

    def told(*arguments: str) -> str:
        command = [sys.executable, "-m", "bizenv_cli", *arguments]
        return subprocess.run(command, env=environment, capture_output=True, check=True).stdout.decode("gbk")

    assert "甲事 m2 é 办好\\ud842\\udfb7。" in told("task", "1-1")
    whole = json.loads(told("task", "1-1", "--format", "json"))
    assert "甲事 m² é 办好𠮷。" in json.dumps(whole, ensure_ascii=False)
    assert run("task", "1-1", registry=small).out.count("m² é 办好𠮷") == 1


def test_names_typed_in_the_c_locale_are_understood() -> None:
    environment = PLAIN_ENVIRONMENT | {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    command = [sys.executable, "-m", "bizenv_cli", "unit", "区法院"]
    done = subprocess.run(command, env=environment, capture_output=True, check=False)
    assert done.returncode == 0
    assert done.stdout.decode("utf-8").startswith("区法院")
    done = subprocess.run([*command[:-1], b"\xff\xfe"], env=environment, capture_output=True, check=False)
    assert done.returncode == 2
    assert "不是 UTF-8" in done.stderr.decode("utf-8")


@pytest.mark.parametrize("width", [60, 80, 200])
def test_no_line_is_wider_than_the_terminal(width: int) -> None:
    """But the lines of a file, which are shown as they are, and Markdown, which nobody wraps."""
    program = [
        sys.executable,
        "-c",
        DRIVER.replace("sys.stdin.buffer.read()", "__import__('os').environb[b'CALLS']"),
    ]
    calls = [
        call
        for call in SWEEP
        if call.partition(" ")[0] not in ("brief", "notice", "bulletin", "explain", "done")
    ]
    calls = [call for call in calls if "--format" not in call and "sql" not in call]
    text = on_a_terminal(
        program,
        REAL.parent,
        COLUMNS=str(width),
        NO_COLOR="1",
        CALLS="\n".join(calls),
        BIZENV_REGISTRY=str(REAL),
    )
    assert "Traceback" not in text
    assert "\x1b" not in text
    answers = text.split("\n=====\n")[1:]
    for call, answer in zip(calls, answers, strict=True):
        for line in answer.splitlines():
            assert cell_len(line) <= width or line.startswith("错误"), f"{call}: {line}"


@pytest.mark.parametrize(
    ("environment", "coloured"), [({}, True), ({"NO_COLOR": "1"}, False), ({"TERM": "dumb"}, False)]
)
def test_colour_only_where_it_is_wanted(environment: dict[str, str], coloured: bool) -> None:
    command = [sys.executable, "-m", "bizenv_cli", "due", "--limit", "3"]
    text = on_a_terminal(command, REAL.parent, BIZENV_REGISTRY=str(REAL), **environment)
    assert ("\x1b[" in text) == coloured
    assert "■ 逾期 39" in re.sub("\x1b\\[[0-9;]*m", "", text)


def _tables() -> list[Command]:
    return [
        command
        for command in described().commands
        if any(name == "--plain" for option in command.options for name in option.names)
    ]


def test_every_command_with_formats_has_plain_lines_too() -> None:
    with_tables = [
        command.name
        for command in described().commands
        for option in command.options
        if option.names[0] == "--format" and "table" in [choice.value for choice in option.choices]
    ]
    assert {command.name for command in _tables()} == {*with_tables, "check", "cache"}


def test_plain_lines_say_everything_in_words() -> None:
    names = {command.name for command in _tables()}
    calls = tuple(
        f"{call} --plain" for call in SWEEP if call.partition(" ")[0] in names and "--format" not in call
    )
    found = swept({"LANG": "C.UTF-8"}, calls=tuple(call for call in calls if "sql SELEC" not in call))
    assert len(found) > 25
    for call, text in found.items():
        if call.startswith("due --befor"):
            continue
        body = (
            text
            if not call.startswith("done")
            else "\n".join(line for line in text.splitlines() if not line.startswith("+"))
        )
        assert not set(MARKS) & set(body), f"{call}: {set(MARKS) & set(body)}"
        assert "  " not in body.replace("\n", ""), call
        assert text.endswith("\n0") or call.startswith("unit 区法园"), text


def test_plain_lines_cut_nothing_on_a_terminal_and_are_short_facts(run: Run, copy: Path) -> None:
    command = [sys.executable, "-m", "bizenv_cli", "due", "--unit", "区法院", "--plain"]
    text = on_a_terminal(command, REAL.parent, COLUMNS="60", BIZENV_REGISTRY=str(REAL))
    assert text == run("due", "--unit", "区法院", "--plain").out
    assert "编号：2-16\n所属：企业家权益保护\n工作举措：开通企业服务通道" in text
    assert run("due", "--unit", "区法院", BIZENV_PLAIN="1").out == text
    ran = run("due", "--plain", "--format", "csv")
    assert (ran.code, ran.out) == (2, "")
    assert "--plain 不能与 --format csv 同用" in ran.err
    ran = run("done", "1-49", "--plain", "--format", "json", registry=copy)
    assert ran.code == 2
    assert not (copy / "ledger").exists()  # told before anything is written
    assert run("due", "--format", "csv", BIZENV_PLAIN="1").out.startswith("编号,")


def test_problems_are_told_without_the_excerpt_that_points(run: Run, small: Path) -> None:
    path = small / "annex1/01-yangli.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("甲局", "甲居", 1), encoding="utf-8")
    assert "^" in run("check", registry=small).out
    told = run("check", "--plain", registry=small)
    assert told.code == 1
    assert "甲居" in told.out
    assert not set("^│") & set(told.out)
    assert run("check", registry=small, BIZENV_PLAIN="1").out == told.out


def test_a_csv_file_keeps_ids_from_becoming_dates(run: Run, tmp_path: Path) -> None:
    assert run("list", "--annex", "2", "--format", "csv", "-o", "台账.csv").code == 0
    with (tmp_path / "台账.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["编号"] for row in rows[:2]] == ["2-1\t", "2-2\t"]
    assert rows[0]["完成时限"].strip().count("-") == 2
    assert rows[0]["完成时限"] == rows[0]["完成时限"].strip()
    assert run("list", "--annex", "2", "--format", "csv").out.splitlines()[1].startswith("2-1,2,1,")


def test_a_spreadsheet_shows_a_csv_file_as_it_is(run: Run, tmp_path: Path) -> None:
    """LibreOffice in place of Excel and WPS, told to recognise dates as they do."""
    office = shutil.which("soffice")
    if office is None:
        pytest.skip("没有 LibreOffice，无从试开")
    assert run("list", "--annex", "2", "--format", "csv", "-o", "a.csv").code == 0
    command = [
        office, "--headless", f"-env:UserInstallation=file://{tmp_path}/profile",
        "--infilter=CSV:44,34,76,1,,2052,false,true", "--convert-to", "html", "--outdir", str(tmp_path), "a.csv",
    ]  # fmt: skip
    subprocess.run(command, cwd=tmp_path, check=True, capture_output=True, timeout=120)
    cells = re.findall(r"<td[^>]*>(.*?)</td>", (tmp_path / "a.html").read_text(encoding="utf-8"), re.DOTALL)
    shown = [re.sub(r"<[^>]*>|\s", "", cell) for cell in cells]
    assert {f"2-{number}" for number in range(1, 59)} <= set(shown)
    assert "提升政务服务满意度专项行动" in shown
