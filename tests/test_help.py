"""Help as an office would write it: nothing English, nothing cut, and every example runs."""

import re
import shlex
import subprocess
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import pytest
import typer
from docx import Document
from openpyxl import Workbook
from rich.cells import cell_len

from bizenv_cli.cli import describe
from bizenv_cli.cli import main as boundary
from bizenv_cli.cli.app import COMMANDS, app
from bizenv_cli.manual import Manual, from_json, to_json
from bizenv_cli.topics import TOPICS
from conftest import Run
from console import GIT, notice_text, scratch_clone

Call = Callable[..., None]
Captured = pytest.CaptureFixture[str]
LONGEST = 66  # cells of a summary: what is left of 80 columns beside a name
ENGLISH = re.compile(r"<\w+>|Usage|Option|Argument|Show this|[Dd]efault|[Rr]equired|Missing|Invalid|x>=|<=x")
# What must have been recorded before an example of a writing command makes sense.
BEFORE = {
    "accept": ["done 1-49", "done 1-26 --unit 区住建局"],
    "return": ["done 1-49", "done 1-26 --unit 区住建局"],
    "undo": ["receive 1-49"],
    "codeowners": ["codeowners -o 账号.txt"],
    "import": [
        "init 新清单 --title 示例区2099年行动方案 --number 示例发〔2099〕1号 --issuer 示例区办公室 --issued 2099-03-01 --key shili2099"
    ],
    "ingest": ["export xlsx -o 区法院填报表.xlsx --feedback --unit 区法院"],
}
ON_A_TERMINAL = ("tui",)  # tests/test_tui.py opens it
TABLE = [("序号", "工作举措", "责任单位", "完成时限"), ("1", "甲事办好。", "甲局、乙局", "2099年6月底前")]
WRITING = (
    "receive", "report", "done", "extend", "return", "accept", "urge", "measure", "fulfil", "undo", "settle",
    "ingest", "codeowners", "git-setup", "init", "import",
)  # fmt: skip


@cache
def manual() -> Manual:
    root = typer.main.get_command(app)
    return describe.whole(root, root.make_context("bizenv", [], resilient_parsing=True))._replace(
        values=describe.values()
    )


def examples() -> Iterator[tuple[str, str]]:
    for command in manual().commands:
        yield from ((command.name, example) for example in command.examples)
    for topic in manual().topics:
        yield from ((topic.name, example) for example in topic.examples)


def test_a_manual_is_read_back_as_it_was_written() -> None:
    assert from_json(to_json(manual())) == manual()


@pytest.mark.parametrize("name", list(COMMANDS))
def test_a_command_has_a_short_summary_examples_and_described_parameters(name: str) -> None:
    command = manual().command(name)
    assert command is not None
    assert 0 < cell_len(command.summary) <= LONGEST, command.summary
    assert len(command.examples) >= 2
    assert all(example.startswith(f"bizenv {name}") for example in command.examples)
    for parameter in (*command.arguments, *command.options):
        assert parameter.help, parameter
        assert not parameter.help.isascii(), parameter
        assert parameter.metavar != "值", parameter


@pytest.mark.parametrize("width", [60, 80, 100, 200])
def test_no_page_of_help_is_cut_or_too_wide(width: int, call: Call, tmp_path: Path, capsys: Captured) -> None:
    """Each text of the manual stands on its page whole, however it is broken into lines."""
    told = {"": [command.summary for command in manual().commands]}
    told |= {
        command.name: [
            command.summary,
            *command.paragraphs,
            *command.examples,
            *(option.sentence() for option in (*command.arguments, *command.options)),
        ]
        for command in manual().commands
    }
    told |= {topic.name: [*topic.paragraphs, *(text for _, text in topic.facts)] for topic in manual().topics}
    for name, texts in told.items():
        call(tmp_path, f"bizenv help {name}", COLUMNS=str(width))
        page = capsys.readouterr().out
        assert max(map(cell_len, page.splitlines())) <= width, name
        for text in texts:
            assert re.sub(r"\s", "", text) in re.sub(r"\s", "", page), f"{name}: {text}"


@pytest.mark.parametrize("name", list(COMMANDS))
def test_no_page_has_english_left(name: str, call: Call, tmp_path: Path, capsys: Captured) -> None:
    call(tmp_path, f"bizenv help {name}")
    assert not ENGLISH.search(re.sub("--[a-z-]+", "", capsys.readouterr().out))


def test_help_is_the_same_by_both_ways(run: Run) -> None:
    assert run("help", "return").out == run("return", "--help").out
    assert run("help").out == run("--help").out == run().out


def test_topics_are_found_by_either_name(run: Run) -> None:
    for topic in TOPICS:
        assert run("help", topic.name).out == run("help", topic.title).out
    assert "2023年11月30日" in run("help", "dates").out
    assert "相近的有：dates" in run("help", "date").err
    assert run("help", "没有这个").code == 2


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["due", "--annex", "9"], "应为 1 至 2 的整数"),
        (["due", "--annex", "x"], "应为 1 至 2 的整数"),
        (["due", "--limit", "-1"], "应为不小于 0 的整数"),
        (["overlaps", "--least", "甚"], "不合规"),
        (["report", "1-49"], "缺少参数「文字」"),
        (["extend", "1-49", "--to", "2023-12-31"], "缺少选项 --approval"),
        (["due", "--form", "csv"], "没有选项 --form"),
        (["due", "--duties=1"], "--duties"),
        (["unit", "区法院", "多余"], "多余的参数：多余"),
        (["--no-such"], "没有选项 --no-such"),
        (["export"], "缺少参数"),
    ],
)
def test_what_typer_finds_wrong_is_said_in_chinese(run: Run, arguments: list[str], told: str) -> None:
    ran = run(*arguments)
    assert (ran.code, ran.out) == (2, "")
    assert told in ran.err
    assert not ENGLISH.search(ran.err)
    assert not re.search(r"[A-Za-z]{3,} [a-z]{3,} [a-z]{2,}", ran.err), ran.err


@pytest.fixture
def call(monkeypatch: pytest.MonkeyPatch, capsys: Captured, tmp_path_factory: pytest.TempPathFactory) -> Call:
    """Run an example in a folder on 2023-09-01, as a shell would; the home folder and the cache are nobody's."""
    home = tmp_path_factory.getbasetemp() / "home"
    home.mkdir(exist_ok=True)

    def run_in(folder: Path, example: str, **environment: str) -> None:
        for name in ("BIZENV_REGISTRY", "COLUMNS", "BIZENV_PLAIN"):
            monkeypatch.delenv(name, raising=False)
        for name, value in {
            "BIZENV_TODAY": "2023-09-01",
            "BIZENV_CACHE": str(home / "cache"),
            "HOME": str(home),
            "SHELL": "/bin/bash",
            "XDG_DATA_HOME": "",
            **GIT,
            **environment,
        }.items():
            monkeypatch.setenv(name, value)
        monkeypatch.chdir(folder)
        code = boundary.main(shlex.split(example)[1:])
        assert code == 0, capsys.readouterr().err

    return run_in


@pytest.fixture(scope="module")
def clone(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A clone with a few commits, in which examples that only read may be tried one after the other."""
    folder = scratch_clone(tmp_path_factory.mktemp("clone"), notice_text())
    for number in range(5):
        _commit(folder, f"第 {number} 次")
    return folder


def _commit(folder: Path, message: str) -> None:
    identity = ["-c", "user.name=样例", "-c", "user.email=t@example.invalid", "-c", "commit.gpgsign=false"]
    command = ["git", *identity, "commit", "-q", "--allow-empty", "-m", message]
    subprocess.run(command, cwd=folder, check=True)


@pytest.mark.parametrize(
    ("name", "example"),
    [pair for pair in examples() if pair[0] not in (*WRITING, *ON_A_TERMINAL)],
    ids=lambda value: value,
)
def test_an_example_that_reads_runs(clone: Path, call: Call, name: str, example: str) -> None:
    if name == "verify" and notice_text() is None:
        pytest.skip("通知原文不在仓库里，无从核对")
    call(clone, example)


@pytest.mark.parametrize(
    ("name", "example"), [pair for pair in examples() if pair[0] in WRITING], ids=lambda value: value
)
def test_an_example_that_writes_runs_on_a_copy(tmp_path: Path, call: Call, name: str, example: str) -> None:
    folder = scratch_clone(tmp_path, None)
    if name == "import":
        _write_tables(folder)
    for earlier in BEFORE.get(name, []):
        call(folder, f"bizenv {earlier}")
    call(folder, example)


def _write_tables(folder: Path) -> None:
    """Write the table that the examples of import read, for Excel and for Word."""
    book = Workbook()
    document = Document()
    table = document.add_table(rows=0, cols=len(TABLE[0]))
    for row in TABLE:
        book.active.append(row)
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = text
    book.save(folder / "任务表.xlsx")
    document.save(str(folder / "任务表.docx"))
