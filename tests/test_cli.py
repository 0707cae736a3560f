"""The program itself: exit codes, messages, files, pipes, where it finds its registry."""

import csv
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from bizenv_cli.cli import main as boundary
from bizenv_cli.cli.app import COMMANDS
from conftest import REAL, ROOT, Run
from console import on_a_terminal


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (["unit", "区法园"], 2, "没有单位「区法园」。相近的有：区法院"),
        (["unit", "公安"], 2, "不止一个"),
        (["unit", ""], 2, "bizenv units"),
        (["official", "诸葛亮"], 2, "bizenv officials"),
        (["indicator", "登记财富"], 2, "登记财产"),
        (["action", "九"], 2, "bizenv actions"),
        (["task", "3-1"], 2, "1-1 至 1-143"),
        (["why", "x"], 2, "没有任务"),
        (["due", "--before", "昨儿"], 2, "可以写：2023-11-30"),
        (["due", "--before", "2023-02-30"], 2, "2023 年 2 月只有 28 天"),
        (["due", "--as-of", "2023-11"], 2, "要写到日"),
        (["due", "--within", "30"], 2, "30d"),
        (["due", "--within", "30d", "--before", "2023-11-30"], 2, "不能"),
        (["due", "--on", "2023-11-30", "--after", "2023-11-30"], 2, "不能"),
        (["due", "--befor", "2023-11-30"], 2, "相近的有：--before"),
        (["due", "--before"], 2, "--before"),
        (["due", "--annex", "3"], 2, "1 至 2"),
        (["due", "--annex", "二"], 2, "--annex"),
        (["due", "--format", "xml"], 2, "table、json、jsonl、csv、md"),
        (["due", "--unit", "没有这个局"], 2, "没有单位"),
        (["due", "多余"], 2, "多余的参数：多余"),
        (["duo"], 2, "相近的有：due"),
        (["unit"], 2, "缺少参数「单位」"),
        (["unit", "区法院", "--unit", "区法院"], 2, "--unit"),
        (["search", "  "], 2, "空的"),
        (["sql", "DROP TABLE task"], 2, "只能读取"),
        (["overdue", "--status", "open"], 2, "bizenv list --status"),
        (["due", "-o", "没有/这个/文件夹.csv"], 2, "没有这个文件或文件夹"),
        (["verify", "没有.txt"], 2, "没有这个文件"),
        (["due", "--registry", "没有"], 1, "--registry"),
    ],
)
def test_a_wrong_call_says_so_in_chinese(run: Run, arguments: list[str], code: int, words: str) -> None:
    ran = run(*arguments)
    assert ran.code == code
    assert ran.out == ""
    assert ran.err.startswith("错误：")
    assert words in ran.err
    assert "Traceback" not in ran.err


def test_a_bad_today_is_told(run: Run) -> None:
    ran = run("due", BIZENV_TODAY="昨天")
    assert ran.code == 2
    assert "BIZENV_TODAY" in ran.err


def test_an_empty_list_is_an_answer(run: Run) -> None:
    ran = run("due", "--before", "2000-01-01")
    assert ran.code == 0
    assert "应办结 0 项" in ran.out


def test_no_registry_says_where_it_looked(run: Run, tmp_path: Path) -> None:
    ran = run("due", registry=None)
    assert ran.code == 1
    assert str(tmp_path / "registry") in ran.err


def test_the_registry_is_found_from_a_folder_below(run: Run, copy: Path) -> None:
    below = copy / "annex1"
    ran = run("due", "--format", "json", registry=None, cwd=below)
    assert json.loads(ran.out)["count"] == 200


def test_an_option_beats_the_variable(run: Run) -> None:
    small = ROOT / "tests/cases/small/registry"
    ran = run("list", "--format", "jsonl", "--registry", str(small))
    assert len(ran.out.splitlines()) == 5


def test_the_issues_own_examples(run: Run) -> None:
    assert len(run("list", "--format", "jsonl").out.splitlines()) == 201
    assert json.loads(run("due", "--before", "2023-11-30", "-f", "json").out)["count"] == 147
    assert json.loads(run("due", "--before", "2023-11-29", "-f", "json").out)["count"] == 70
    assert json.loads(run("list", "--on", "2023-06", "-f", "json").out)["count"] == 34
    assert json.loads(run("list", "--on", "2023-12-31", "-f", "json").out)["count"] == 53
    court = json.loads(run("unit", "区法院", "-f", "json").out)
    assert (court["unit"]["lead"], court["unit"]["support"], court["count"]) == (23, 2, 25)
    assert {task["role"] for task in court["tasks"]} == {"lead", "support"}
    whole = json.loads(run("unit", "区法院", "--with-collective", "-f", "json").out)
    assert whole["count"] == 25 + 36


def test_both_spellings_print_the_same_bytes(run: Run) -> None:
    assert run("unit", "区市监局").out == run("unit", "区市场监管局").out


def test_the_same_call_prints_the_same_bytes(run: Run) -> None:
    for form in ("table", "json", "csv", "md"):
        one = run("list", "--format", form, PYTHONHASHSEED="1")
        other = run("list", "--format", form, PYTHONHASHSEED="2")
        assert one.out == other.out != ""


def test_upcoming_is_the_plans_window_from_the_day(run: Run) -> None:
    answer = json.loads(run("upcoming", "-f", "json").out)
    assert {task["deadline"] for task in answer["tasks"]} == {"2023-09-30"}
    assert answer["query"]["before"] == "2023-10-01"
    wider = json.loads(run("upcoming", "--within", "2m", "-f", "json").out)
    assert {task["deadline"] for task in wider["tasks"]} == {"2023-09-30", "2023-10-31"}


def test_overdue_is_what_has_passed(run: Run) -> None:
    answer = json.loads(run("overdue", "-f", "json").out)
    assert answer["count"] == 39
    assert {task["status"] for task in answer["tasks"]} == {"overdue"}


def test_a_csv_file_starts_with_a_bom_and_standard_output_does_not(run: Run, tmp_path: Path) -> None:
    ran = run("list", "--format", "csv", "-o", "台账.csv")
    assert (ran.code, ran.out) == (0, "")
    data = (tmp_path / "台账.csv").read_bytes()
    assert data.startswith(b"\xef\xbb\xbf")
    with (tmp_path / "台账.csv").open(encoding="utf-8-sig", newline="") as file:
        assert len(list(csv.DictReader(file))) == 201
    assert not run("list", "--format", "csv").out.startswith("\ufeff")
    assert [path.name for path in tmp_path.iterdir()] == ["台账.csv"]


def test_no_answer_is_written_among_the_files_of_a_plan(run: Run, copy: Path) -> None:
    """Neither beside them, where it would make every question refuse, nor over one of them."""
    before = (copy / "plan.yaml").read_bytes()
    for place in ("台账.csv", "plan.yaml", "annex1/台账.csv"):
        ran = run("list", "--format", "csv", "-o", str(copy / place), registry=copy)
        assert (ran.code, ran.out) == (2, "")
        assert "请换个地方" in ran.err
    assert (copy / "plan.yaml").read_bytes() == before
    assert run("check", registry=copy).code == 0
    assert run("list", "--format", "csv", "-o", str(copy / ".台账.csv"), registry=copy).code == 0


def test_a_failed_write_leaves_the_old_file(run: Run, tmp_path: Path) -> None:
    (tmp_path / "台账.csv").mkdir()
    ran = run("list", "--format", "csv", "-o", "台账.csv")
    assert ran.code == 2
    assert [path.name for path in tmp_path.iterdir()] == ["台账.csv"]


def test_head_closing_the_pipe_is_silent() -> None:
    command = f"set -o pipefail; {sys.executable} -m bizenv_cli list --format json | head -n 1"
    environment = os.environ | {"BIZENV_REGISTRY": str(REAL)}
    done = subprocess.run(
        ["bash", "-c", command], capture_output=True, text=True, env=environment, check=False
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "{\n", "")


def test_a_terminal_gets_colour_and_a_pipe_none(run: Run) -> None:
    due = [sys.executable, "-m", "bizenv_cli", "due"]
    assert "\x1b" not in run("due").out
    assert "\x1b[1;31m" in on_a_terminal(due, ROOT)
    assert "\x1b" not in on_a_terminal(due, ROOT, NO_COLOR="1")
    assert "\x1b" not in on_a_terminal(due, ROOT, TERM="dumb")


def test_a_console_of_another_encoding_is_met_with_escapes(run: Run) -> None:
    ran = run("task", "1-1", PYTHONUTF8="0", PYTHONIOENCODING="ascii")
    assert ran.code == 0
    assert "1-1" in ran.out
    assert "\\u" in ran.out


def test_marks_can_be_printed_on_a_gbk_console(run: Run) -> None:
    text = "".join(
        run(*call).out
        for call in (
            ["due"],
            ["list"],
            ["why", "1-1"],
            ["units"],
            ["task", "1-43"],
            ["errata"],
            ["targets"],
            ["target", "T40"],
        )
    )
    text.encode("gb18030")
    assert {character for character in text if not _in_gbk(character)} == set()


def _in_gbk(character: str) -> bool:
    try:
        character.encode("gbk")
    except UnicodeEncodeError:
        return False
    return True


def test_a_fault_of_ours_is_an_apology_with_a_log(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    def fault(_arguments: list[str]) -> int:
        raise RuntimeError("内部故障")

    monkeypatch.setattr(boundary, "_run", fault)
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    assert boundary.main([]) == 3
    shown = capsys.readouterr().err
    assert "抱歉" in shown
    assert "Traceback" not in shown
    (log,) = tmp_path.iterdir()
    assert str(log) in shown
    assert "内部故障" in log.read_text(encoding="utf-8")


def test_an_interrupt_is_130(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    def stop(_arguments: list[str]) -> int:
        raise KeyboardInterrupt

    monkeypatch.setattr(boundary, "_run", stop)
    assert boundary.main([]) == 130
    assert capsys.readouterr().err == "已中断\n"


def test_help_is_chinese_for_every_command(run: Run) -> None:
    overview = run("--help").out
    for name in COMMANDS:
        assert name in overview
        page = run(name, "--help").out
        assert "用法：" in page
        assert not {"Usage", "Options", "Arguments", "Show this message", "[OPTIONS]"} & set(page.split())


def test_the_name_alone_shows_help(run: Run) -> None:
    ran = run()
    assert ran.code == 0
    assert "due" in ran.out
    assert ran.err == ""


def test_hostile_text_in_a_registry_reaches_no_terminal(run: Run, small: Path) -> None:
    """Markup is shown as it stands; what could command a terminal is refused before anything is answered."""
    path = small / "annex1/01-yangli.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("甲事办好。", '"[red]甲[/red]<b>`乙"', 1), encoding="utf-8")
    assert "[red]甲[/red]<b>`乙" in run("task", "1-1", registry=small).out
    path.write_text(text.replace("甲事办好。", '"甲\\e[31m乙"', 1), encoding="utf-8")
    ran = run("task", "1-1", registry=small)
    assert (ran.code, ran.out) == (1, "")
    assert "E107" in ran.err
    assert "\x1b" not in ran.err


def test_the_wheel_answers_from_its_own_registry_and_says_so(tmp_path: Path) -> None:
    """Built without a network, unpacked into an empty folder, run from another."""
    source, site, elsewhere = tmp_path / "source", tmp_path / "site", tmp_path / "elsewhere"
    elsewhere.mkdir()
    ignore = shutil.ignore_patterns(".*", "__pycache__", "build", "dist")
    shutil.copytree(ROOT, source, ignore=ignore)
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)]
    subprocess.run(build, cwd=source, check=True, capture_output=True)
    (wheel,) = tmp_path.glob("*.whl")
    shutil.unpack_archive(wheel, site, "zip")
    program = f"import sys; sys.path.insert(0, {str(site)!r}); from bizenv_cli.cli.main import main; sys.exit(main())"
    environment = {name: value for name, value in os.environ.items() if not name.startswith("BIZENV")}

    def answer(*arguments: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-c", program, *arguments]
        return subprocess.run(
            command, cwd=elsewhere, capture_output=True, encoding="utf-8", env=environment, check=False
        )

    due = answer("due", "--before", "2023-11-30", "--as-of", "2023-09-01")
    assert due.returncode == 0, due.stderr
    assert "随程序附带的清单" in due.stdout
    assert "应办结 147 项" in due.stdout
    assert "随程序附带" in answer("unit", "区法院").stdout
    assert "E006　文件开头没有 BOM" in answer("explain", "E006").stdout


def test_a_device_named_as_the_output_stays_a_device(run: Run, tmp_path: Path) -> None:
    device = tmp_path / "空"
    device.symlink_to("/dev/null")  # renamed over, the link would be lost and not the machine's own device
    assert run("due", "-o", str(device)).code == 0
    assert device.is_char_device()
