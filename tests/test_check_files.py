"""check of single files, of folders, and of what an editor has not saved yet."""

import subprocess
import sys
from pathlib import Path

import pytest

from conftest import REAL, Run

FIVE = "annex1/05-dengji-caichan.yaml"


def broken(folder: Path) -> Path:
    """Break two files, one problem each."""
    for file, old, new in (
        (FIVE, "lead: [区法院]", "lead: [区法园]"),
        ("annex2/01-zhengwu-fuwu-manyidu.yaml", "lead_unit: 区政数局", "lead_unit: 区政树局"),
    ):
        text = (folder / file).read_text(encoding="utf-8")
        (folder / file).write_text(text.replace(old, new, 1), encoding="utf-8")
    return folder


def test_one_file_is_judged_by_its_own_problems(run: Run, copy: Path) -> None:
    folder = broken(copy)
    ran = run("check", FIVE, registry=None, cwd=folder)
    assert (ran.code, ran.out.count("E204")) == (1, 1)
    assert ran.out.startswith(f"{FIVE}:32:12  E204  未知单位「区法园」")
    assert "\n检查 1 个文件：1 处错误（" in ran.out
    assert ran.err == "注意：清单别处另有 1 处错误，bizenv check 列出全部\n"


def test_a_sound_file_passes_though_another_does_not(run: Run, copy: Path) -> None:
    ran = run("check", str(broken(copy) / "units.yaml"), registry=None)
    assert (ran.code, ran.out) == (0, "检查 1 个文件：没有错误\n")
    assert "另有 2 处错误" in ran.err


def test_a_folder_is_its_files_and_the_registrys_folder_is_all(run: Run, copy: Path) -> None:
    folder = broken(copy)
    ran = run("check", "annex2", registry=None, cwd=folder)
    assert (ran.code, ran.out.count("E204")) == (1, 1)
    assert "\n检查 5 个文件：1 处错误（" in ran.out
    for whole in (".", "../registry", ".."):
        ran = run("check", whole, registry=None, cwd=folder)
        assert "\n检查 30 个文件、201 项任务：2 处错误（" in ran.out, whole
    ran = run("check", "annex1", "annex2/", f"annex1/../{FIVE}", registry=None, cwd=folder)
    assert "\n检查 23 个文件：2 处错误（" in ran.out


def test_a_stray_file_is_told_when_it_is_asked_for(run: Run, copy: Path) -> None:
    (copy / "annex1" / "笔记.txt").write_text("样例", encoding="utf-8")
    ran = run("check", "annex1/笔记.txt", registry=None, cwd=copy)
    assert (ran.code, "E005" in ran.out) == (1, True)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["没有.yaml"], "没有这个文件"),
        (["/dev"], "不在任何清单里"),
        (["-"], "--as 文件路径"),
        (["-", "plan.yaml", "--as", "plan.yaml"], "不与别的文件同用"),
        (["plan.yaml", "--as", "plan.yaml"], "--as 只与标准输入同用"),
        (["-", "--as", "annex1/笔记.txt"], "不是清单文件"),
        (["-", "--as", "/没有/plan.yaml"], "不在任何清单里"),
        (["plan.yaml", str(REAL / "plan.yaml")], "不在同一份清单里"),
        (["plan.yaml", "--registry", str(REAL)], "不在 --registry 所指"),
        ([".git"], "没有清单文件"),
    ],
)
def test_a_call_that_means_nothing_says_so(run: Run, copy: Path, arguments: list[str], words: str) -> None:
    (copy / ".git").mkdir()
    ran = run("check", *arguments, registry=None, cwd=copy)
    assert (ran.code, ran.out) == (2, "")
    assert words in ran.err


def piped(data: bytes, *arguments: str, cwd: Path) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-X", "utf8", "-m", "bizenv_cli", "check", "-", *arguments],
        input=data,
        capture_output=True,
        cwd=cwd,
        check=False,
    )


def test_standard_input_stands_in_for_a_file(copy: Path) -> None:
    text = (copy / FIVE).read_text(encoding="utf-8")
    done = piped(text.encode(), "--as", FIVE, cwd=copy)
    assert (done.returncode, done.stdout.decode()) == (0, "检查 1 个文件：没有错误\n")
    done = piped(text.replace("seq: 28", "seq: 27").encode(), "--as", FIVE, cwd=copy)
    assert done.returncode == 1
    assert done.stdout.decode().startswith(f"{FIVE}:35:10  E201  附件1 序号应为 28，写的是 27")
    assert "  - seq: 27" in done.stdout.decode()
    assert (copy / FIVE).read_text(encoding="utf-8") == text


def test_standard_input_may_be_a_file_that_is_not_there_yet(copy: Path) -> None:
    new = "ledger/qu-fayuan.yaml"
    entry = "unit: 区法院\nentries:\n  - {date: 2023-09-28, task: 1-27, event: recieve}\n"
    done = piped(entry.encode(), "--as", new, cwd=copy)
    assert done.returncode == 1
    assert done.stdout.decode().startswith(f"{new}:3:")


def test_standard_input_that_is_no_text_or_too_much_is_a_problem(copy: Path) -> None:
    for data, code in ((b"\xff\xfe\x00", "E002"), (b"#" * 6_000_000, "E003"), (b"", "E106")):
        done = piped(data, "--as", FIVE, cwd=copy)
        assert (done.returncode, code in done.stdout.decode()) == (1, True), code
