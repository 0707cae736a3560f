"""The commands that append to the ledger, run as a user runs them."""

import json
import os
import re
import shlex
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from bizenv_cli.cli.app import COMMANDS
from conftest import Ran, Run, load


@pytest.fixture
def record(run: Run, small: Path) -> Run:
    """Run the program on the small registry, on 2099-05-01 unless told otherwise."""

    def call(
        *arguments: str, registry: Path | None = small, cwd: Path | None = None, **environment: str
    ) -> Ran:
        return run(*arguments, registry=registry, cwd=cwd, **{"BIZENV_TODAY": "2099-05-01", **environment})

    return call


def lines(folder: Path) -> list[str]:
    return [
        line.strip()
        for path in sorted((folder / "ledger").glob("*.yaml"))
        for line in path.read_text(encoding="utf-8").splitlines()
        if line.startswith("  - ")
    ]


def test_a_story_of_one_task(record: Run, small: Path) -> None:
    """Each command adds one line, says which, and how the task stands then."""
    story = [
        (("receive", "1-1"), "- {date: 2099-05-01, task: 1-1, event: receive}", "未办结，时限 2099-05-31"),
        (
            (
                "report",
                "1-1",
                "样例：办了\n一半",
                "--evidence",
                "示例〔2099〕7号",
                "--evidence",
                " 样例照片 ",
            ),
            "- {date: 2099-05-01, task: 1-1, event: progress, note: 样例：办了 一半, evidence: [示例〔2099〕7号, 样例照片]}",
            "未办结",
        ),
        (
            (
                "extend",
                "1-1",
                "--to",
                "2099-06-30",
                "--approval",
                "示例〔2099〕8号",
                "--reason",
                "样例：等材料",
            ),
            "- {date: 2099-05-01, task: 1-1, event: extend, to: 2099-06-30, approval: 示例〔2099〕8号, note: 样例：等材料}",
            "时限 2099-06-30",
        ),
        (
            ("done", "1-1", "--completed", "2099-04-29"),
            "- {date: 2099-05-01, task: 1-1, event: done, completed: 2099-04-29}",
            "√ 1-1 已办结（2099-04-29，时限 2099-06-30，提前 62 天）",
        ),
        (
            ("return", "1-1", "--reason", "样例：缺件"),
            "- {date: 2099-05-01, task: 1-1, event: return, note: 样例：缺件}",
            "未办结",
        ),
        (
            ("urge", "1-1", "--color", "yellow"),
            "- {date: 2099-05-01, task: 1-1, event: urge, color: yellow}",
            "未办结",
        ),
        (
            ("done", "1-1", "--date", "今天", "--note", "样例：补齐"),
            "- {date: 2099-05-01, task: 1-1, event: done, note: 样例：补齐}",
            "提前 60 天",
        ),
        (("accept", "1-1"), "- {date: 2099-05-01, task: 1-1, event: accept}", "已销号"),
        (
            ("undo", "1-1"),
            "- {date: 2099-05-01, task: 1-1, event: void, of: accept, dated: 2099-05-01}",
            "提前 60 天）",
        ),
        (
            ("undo", "--unit", "甲局", "--note", "样例：报早了"),
            "- {date: 2099-05-01, task: 1-1, event: void, of: done, dated: 2099-05-01, note: 样例：报早了}",
            "未办结",
        ),
    ]
    for number, (arguments, line, words) in enumerate(story, 1):
        ran = record(*arguments)
        assert (ran.code, ran.err) == (0, "「今天」按 2099-05-01 理解\n" if "今天" in arguments else "")
        assert f"+  {line}\n" in ran.out
        assert words in ran.out
        assert len(lines(small)) == number
        assert lines(small)[-1] == line
        assert load(small)[1] == []
    page = json.loads(record("task", "1-1", "--format", "json").out)
    assert page["tasks"][0]["status"] == "open"
    assert [entry["event"] for entry in page["entries"]] == [
        "receive", "progress", "extend", "done", "return", "urge", "done", "accept", "void", "void",
    ]  # fmt: skip
    assert [entry["event"] for entry in page["entries"] if entry.get("voided")] == ["done", "accept"]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("receive", "1-9"), "没有任务「1-9」"),
        (("done", "1-2"), "有 2 个牵头单位：乙局、甲局。用 --unit"),
        (("done", "1-2", "--unit", "丁局"), "没有单位「丁局」"),
        (("done", "2-1", "--unit", "丙局"), "E222"),
        (("done", "1-1", "--date", "2099-05-02"), "还没有到（今天 2099-05-01）"),
        (("done", "1-1", "--date", "2099-02-28"), "E227"),
        (("done", "1-1", "--completed", "2099-05-02"), "E235"),
        (("done", "1-1", "--completed", "明年"), "看不懂日期"),
        (("return", "1-1", "--reason", "样例"), "E234"),
        (("return", "1-1"), "缺少选项 --reason"),
        (("accept", "1-1"), "E234"),
        (("extend", "1-1", "--to", "2099-05-30", "--approval", "示例1号"), "E228"),
        (("extend", "1-3", "--to", "2099-05-30", "--approval", "示例1号", "--unit", "甲局"), "E236"),
        (("extend", "1-1", "--to", "2099-06-30"), "缺少选项 --approval"),
        (("urge", "1-1", "--color", "green"), "可以写 blue、yellow、red"),
        (("report", "1-1", ""), "没有登记"),
        (("report", "1-1", "12345"), "E123"),
        (("undo", "1-1"), "没有可更正的登记"),
        (("undo", "--unit", "甲局"), "没有可更正的登记"),
        (("undo",), "写明更正哪一项任务"),
    ],
)
def test_a_call_that_cannot_be_recorded_writes_nothing(
    record: Run, small: Path, arguments: tuple[str, ...], words: str
) -> None:
    ran = record(*arguments)
    assert ran.code == 2
    assert words in ran.err
    assert ran.out == ""
    assert not (small / "ledger").exists()


def test_done_twice_is_refused_and_each_leading_unit_reports_its_own(record: Run, small: Path) -> None:
    assert "都办结才算办结" in record("done", "1-2", "--unit", "乙局").out
    assert (
        "没有退回过" in record("done", "1-2", "--unit", "乙局", "--date", "2099-05-01", "--note", "样例").err
    )
    assert "√ 1-2 已办结" in record("done", "1-2", "--unit", "甲甲局").out
    assert sorted(path.name for path in (small / "ledger").iterdir()) == ["jiaju.yaml", "yiju.yaml"]
    ran = record("undo", "1-2")
    assert "用 --unit 写明更正哪个单位的" in ran.err
    assert record("undo", "1-2", "--unit", "乙局").code == 0


def test_an_extension_that_both_leading_units_record_counts_once(record: Run) -> None:
    for unit in ("甲局", "乙局"):
        extended = ("extend", "1-2", "--to", "2099-07-15", "--approval", "示例〔2099〕8号", "--unit", unit)
        assert record(*extended).code == 0
    ran = json.loads(record("list", "--format", "json").out)
    assert [task["extensions"] for task in ran["tasks"]] == [0, 1, 0, 0, 0]
    assert json.loads(record("extensions", "--format", "json").out)["count"] == 1


def test_a_dry_run_says_what_it_would_write(record: Run, small: Path) -> None:
    ran = record("receive", "1-1", "--dry-run")
    assert "可以登记（试写，没有改动文件）" in ran.out
    assert "+  - {date: 2099-05-01, task: 1-1, event: receive}" in ran.out
    assert not (small / "ledger").exists()
    assert not (small / ".bizenv").exists()


def test_the_answer_for_machines(record: Run) -> None:
    ran = json.loads(record("done", "1-1", "--completed", "2099-04-29", "--format", "json").out)
    (entry,) = ran["entries"]
    assert (entry["id"], entry["unit"], entry["event"], entry["completed"]) == (
        "1-1",
        "甲局",
        "done",
        "2099-04-29",
    )
    assert (ran["written"], ran["commit"]) == (True, None)


def test_a_broken_registry_is_told_and_not_written_to(record: Run, small: Path) -> None:
    (small / "officials.yaml").write_text("officials: 0\n", encoding="utf-8")
    ran = record("receive", "1-1")
    assert ran.code == 1
    assert "officials.yaml:1" in ran.err
    assert not (small / "ledger").exists()


def test_overdue_and_done_follow_from_the_ledger(record: Run) -> None:
    assert "尚无办结登记" in record("due", "--before", "2099-05-31").out
    record("done", "1-1")
    ran = record("due", "--before", "2099-05-31")
    assert "应办结 1 项" in ran.out
    assert "另有 1 项已办结" in ran.out
    assert "1-1" not in ran.out
    listed = record("list", "--status", "done").out
    assert re.search(r"1-1 .*√ 按期办结", listed)
    page = record("unit", "甲局").out
    assert "√ 已办结  1 项" in page
    status = record("status").out
    assert "√ 已办结 1（其中待销号 1）" in status
    assert re.search(r"2099-05-01 +1-1 +甲局 +办结", status)
    assert json.loads(record("status", "--format", "json").out)["tasks"]["done"] == 1


def test_an_empty_ledger_says_so(record: Run) -> None:
    ran = record("status")
    assert "尚无任何登记" in ran.out
    assert "√ 已办结 0 " in ran.out
    assert record("extensions").out.splitlines()[1].startswith("时限变动 0 次")


def test_an_extension_after_the_deadline_is_marked(record: Run) -> None:
    arguments = ("extend", "1-1", "--to", "2099-07-31", "--approval", "示例〔2099〕8号")
    record(*arguments, BIZENV_TODAY="2099-06-10")
    ran = record("extensions", BIZENV_TODAY="2099-06-10").out
    assert "其中 1 次是时限已过才变动的" in ran
    assert "■ 时限过后 10 天才变动；甲局第 1 次延期" in ran
    (found,) = json.loads(record("extensions", "--format", "json", BIZENV_TODAY="2099-06-10").out)[
        "extensions"
    ]
    assert (found["original"], found["to"], found["days"], found["passed"], found["nth"]) == (
        "2099-05-31", "2099-07-31", 61, 10, 1,
    )  # fmt: skip
    assert json.loads(record("extensions", "--format", "json").out)["count"] == 0  # not yet, on that day
    why = record("why", "1-1", BIZENV_TODAY="2099-06-10").out
    assert "原 2099-05-31；2099-06-10 第 1 次延期，依据 示例〔2099〕8号" in why


def git(folder: Path, *arguments: str) -> str:
    who = ["-c", "user.name=样例", "-c", "user.email=yangli@example.invalid"]
    return subprocess.run(
        ["git", *who, "-C", str(folder), *arguments], capture_output=True, encoding="utf-8", check=True
    ).stdout


WHO = {
    f"GIT_{role}_{what}": value
    for role in ("AUTHOR", "COMMITTER")
    for what, value in (("NAME", "样例"), ("EMAIL", "yangli@example.invalid"))
}


def test_commit_takes_the_one_file_and_leaves_the_rest(record: Run, small: Path) -> None:
    top = small.parent
    git(top, "init", "--quiet", "--initial-branch=main")
    git(top, "add", "registry")
    git(top, "commit", "--quiet", "-m", "清单")
    (top / "staged.txt").write_text("别的事\n", encoding="utf-8")
    git(top, "add", "staged.txt")
    arguments = ("report", "1-1", "样例：办了一半", "--evidence", "示例〔2099〕7号", "--commit")
    ran = record(*arguments, "--registry", "registry", registry=None, cwd=top, **WHO)
    assert (ran.code, ran.err) == (0, "")
    head = git(top, "log", "-1", "--format=%h%n%s%n%b", "--name-only").split()
    assert f"已提交 {head[0]}" in ran.out
    assert git(top, "log", "-1", "--format=%s").strip() == "1-1 甲局 进展"
    assert (
        git(top, "log", "-1", "--format=%b").strip()
        == "日期：2099-05-01\n样例：办了一半\n佐证：示例〔2099〕7号"
    )
    assert git(top, "show", "--name-only", "--format=").strip() == "registry/ledger/jiaju.yaml"
    assert git(top, "status", "--porcelain").splitlines()[0] == "A  staged.txt"


@pytest.fixture
def versioned(small: Path) -> Path:
    """The small registry under git."""
    git(small.parent, "init", "--quiet", "--initial-branch=main")
    git(small.parent, "add", "registry")
    git(small.parent, "commit", "--quiet", "-m", "清单")
    return small.parent


SETTLE = ("settle", "1-1", "2-1", "--same", "--because", "样例")


@pytest.mark.parametrize("call", [("receive", "1-1"), SETTLE])
def test_what_could_not_be_committed_is_not_written(record: Run, small: Path, call: tuple[str, ...]) -> None:
    ran = record(*call, "--commit")
    assert (ran.code, ran.out) == (2, "")
    assert "没有登记" in ran.err
    assert "不在 git 版本库里" in ran.err
    assert not (small / "ledger").exists()
    assert not (small / "overlaps.yaml").exists()


@pytest.mark.parametrize("spoil", ["added", "changed", "removed"])
def test_what_was_not_committed_before_is_said_to_go_along(
    record: Run, versioned: Path, small: Path, spoil: str
) -> None:
    assert record("receive", "1-1", "--commit", **WHO).err == ""
    (path,) = (small / "ledger").iterdir()
    if spoil == "added":
        assert record("report", "1-1", "样例", **WHO).code == 0
    elif spoil == "changed":
        path.write_text(path.read_text(encoding="utf-8").replace("receive", "progress, note: 样例"), "utf-8")
    else:
        path.unlink()
    ran = record("done", "1-1", "--commit", **WHO)
    assert ran.code == 0
    assert ran.err == "注意：registry/ledger/jiaju.yaml 里先前没有提交的改动，一并提交了\n"
    assert git(versioned, "status", "--porcelain") == ""


@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        (lambda top: git(top, "checkout", "--quiet", "--detach"), "不在任何分支上"),
        (lambda top: (top / ".gitignore").write_text("ledger/\n", encoding="utf-8"), "被 .gitignore 排除"),
        (
            lambda top: (top / ".git/MERGE_HEAD").write_text("0" * 40 + "\n", encoding="utf-8"),
            "有一次合并还没有做完",
        ),
        (lambda top: (top / ".git/rebase-merge").mkdir(), "有一次变基还没有做完"),
    ],
)
def test_a_repository_that_cannot_take_a_commit_now(
    record: Run, versioned: Path, small: Path, spoil: Callable[[Path], object], words: str
) -> None:
    spoil(versioned)
    ran = record("receive", "1-1", "--commit", **WHO)
    assert (ran.code, ran.out) == (2, "")
    assert words in ran.err
    assert not (small / "ledger").exists()
    assert record("receive", "1-1", **WHO).code == 0


def test_a_hook_that_fails_leaves_the_entry_and_says_so(record: Run, versioned: Path, small: Path) -> None:
    hook = versioned / ".git/hooks/pre-commit"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text("#!/bin/sh\nexit 1\n", encoding="utf-8")
    hook.chmod(0o755)
    ran = record("receive", "1-1", "--commit", **WHO)
    assert ran.code == 2
    assert "已登记在" in ran.err
    assert "但没有提交" in ran.err
    assert len(lines(small)) == 1


@pytest.mark.parametrize("call", [("receive", "1-1"), SETTLE])
def test_an_entry_that_could_not_be_shown_is_said_to_be_written(small: Path, call: tuple[str, ...]) -> None:
    command = shlex.join([sys.executable, "-m", "bizenv_cli", *call, "--registry", str(small)])
    done = subprocess.run(
        ["bash", "-c", f"{command} > /dev/full"],
        env={
            **os.environ,
            "BIZENV_TODAY": "2099-05-01",
            "PYTHONUTF8": "1",
            "BIZENV_CACHE": str(small.parent / "c"),
        },
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 2
    assert "但结果没有显示出来" in done.stderr
    assert "未改动" not in done.stderr
    (file,) = [*small.glob("ledger/*.yaml"), *small.glob("overlaps.yaml")]
    assert file.read_text(encoding="utf-8").count("- {") == 1


@pytest.mark.parametrize(
    ("layout", "works"),
    [
        ("unit: 甲局\nentries:\n  - date: 2099-04-01\n    task: 1-1\n    event: progress\n    note: 样例\n    evidence:\n      - 样例一号\n", True),
        ("unit: 甲局\nentries:  # 样例\n- {date: 2099-04-01, task: 1-1, event: receive}\n\n# 末尾\n", True),
        ("unit: 甲局\nentries: [{date: 2099-04-01, task: 1-1, event: receive}]\n", False),
        ("entries:\n  - {date: 2099-04-01, task: 1-1, event: receive}\nunit: 甲局\n", False),
        ("{unit: 甲局, entries: [{date: 2099-04-01, task: 1-1, event: receive}]}\n", False),
    ],
)  # fmt: skip
def test_a_ledger_typed_by_hand_is_gone_on_with_or_said_to_be_awkward(
    record: Run, small: Path, layout: str, works: bool
) -> None:
    (small / "ledger").mkdir()
    path = small / "ledger" / "jia.yaml"
    path.write_text(layout, encoding="utf-8")
    assert load(small)[1] == []
    ran = record("report", "1-1", "样例：又办了")
    if works:
        assert (ran.code, ran.err) == (0, "")
        assert path.read_text(encoding="utf-8").startswith(layout)
        assert load(small)[1] == []
    else:
        assert ran.code == 2
        assert "jia.yaml 末尾接不上新的一行" in ran.err or "E219" in ran.err
        assert path.read_text(encoding="utf-8") == layout


def test_what_is_done_is_not_urged_or_extended_under_another_units_name(record: Run) -> None:
    record("done", "1-1")
    for arguments in (
        ("urge", "1-1", "--color", "red"),
        ("extend", "1-1", "--to", "2099-07-31", "--approval", "示例1号"),
    ):
        ran = record(*arguments, "--unit", "丙局")
        assert (ran.code, "任务 1-1 已办结" in ran.err) == (2, True)
    assert "不再报进度与预计" in record("report", "1-1", "样例", "--percent", "10").err
    assert record("report", "1-1", "样例：补充情况").code == 0


def test_a_supporting_units_part_is_told_from_the_task(record: Run) -> None:
    assert "「丙局」不牵头，任务看甲局" in record("done", "1-1", "--unit", "丙局").out
    assert "其中没有已办结的" not in record("due").out
    record("done", "1-1")
    assert "其中没有已办结的" in record("due", "--annex", "2").out


def test_a_federation_writes_into_the_plan_that_is_meant(record: Run, small: Path, tmp_path: Path) -> None:
    root = tmp_path / "plans"
    for key in ("east", "west"):
        (root / key).parent.mkdir(exist_ok=True)
        small_copy = root / key
        subprocess.run(["cp", "-r", str(small), str(small_copy)], check=True)
        plan = small_copy / "plan.yaml"
        plan.write_text(
            plan.read_text(encoding="utf-8").replace("key: shili2099", f"key: {key}"), encoding="utf-8"
        )
    ran = record("done", "1-1", registry=root)
    assert ran.code == 2
    assert "请写上方案代号" in ran.err
    ran = record("done", "west:1-1", registry=root)
    assert (ran.code, ran.err) == (0, "")
    assert "已登记：west:1-1 甲局 办结" in ran.out
    assert not (root / "east/ledger").exists()
    assert lines(root / "west") == ["- {date: 2099-05-01, task: 1-1, event: done}"]
    assert record("undo", "--unit", "甲局", registry=root).err.startswith("错误：2 个方案都有「甲局」")
    assert record("undo", "--unit", "甲局", "--plan", "west", registry=root).code == 0


def test_a_value_and_a_duty_are_recorded_and_taken_back(record: Run, small: Path) -> None:
    story = [
        (("measure", "T2", "93.5", "--unit", "甲局"), "target: T2, event: measure, value: 93.5}", "√ 达到"),
        (("measure", "t2", "90%", "--unit", "甲局"), "target: T2, event: measure, value: 90}", "最新 90%"),
        (
            ("fulfil", "D1", "2099-04", "--indicator", "样例指标"),
            "duty: D1, event: fulfil, period: 2099-04, indicator: 样例指标}",
            "√ D1 2099-04 样例指标 已履行（2099-05-01，到期 2099-04-30，迟 1 天）；报告样例进展\n",
        ),
        (
            ("undo", "--unit", "甲局"),
            "duty: D1, event: void, period: 2099-04, indicator: 样例指标, of: fulfil, dated: 2099-05-01}",
            "\nD1 2099-04 样例指标 未履行，到期 2099-04-30；报告样例进展\n",
        ),
        (  # a period written as its day is taken back as it was written
            ("fulfil", "D1", "2099-04-30", "--indicator", "样例指标", "--completed", "2099-04-30"),
            "duty: D1, event: fulfil, period: 2099-04-30, indicator: 样例指标, completed: 2099-04-30}",
            "√ D1 2099-04-30 样例指标 已履行（2099-04-30，到期 2099-04-30）；",
        ),
        (
            ("undo", "D1"),
            "duty: D1, event: void, period: 2099-04-30, indicator: 样例指标, of: fulfil, dated: 2099-05-01}",
            "未履行",
        ),
        (("undo", "T2"), "target: T2, event: void, of: measure, dated: 2099-05-01}", "最新 93.5%"),
        (("undo", "--unit", "甲局"), "target: T2, event: void, of: measure, dated: 2099-05-01}", "尚无数据"),
    ]
    for arguments, line, words in story:
        ran = record(*arguments)
        assert (ran.code, ran.err) == (0, "")
        assert lines(small)[-1] == f"- {{date: 2099-05-01, {line}"
        assert words in ran.out
        assert load(small)[1] == []
    for number in ("T2", "D1", "d1"):
        assert "没有可更正的登记" in record("undo", number).err


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("measure", "T9", "1"), "没有目标「T9」"),
        (("measure", "T2", "很多"), "不是数"),
        (("measure", "T2", "nan"), "不是数"),
        (("measure", "T2", "93", "--unit", "样例办公室"), "E246"),
        (("fulfil", "D1", "2099-04", "--indicator", "样例指标", "--completed", "2099-05-02"), "E235"),
        (("fulfil", "D9", "2099-04"), "没有职责「D9」。有 D1、D2"),
        (("fulfil", "D1", "2099-04"), "由各组分别履行"),
        (("fulfil", "D1", "2099-04", "--treatment", "无此治理"), "没有专项治理「无此治理」"),
        (("fulfil", "D1", "2098-04", "--indicator", "样例指标"), "E256"),
        (("fulfil", "D1", "四月", "--indicator", "样例指标"), "没有登记"),
        (("fulfil", "D2", "2099-04-03"), "有 2 个责任单位"),
        (("fulfil", "D1", "2099-04", "--indicator", "样例指标", "--action", "样例专项行动"), "只写一个"),
    ],
)
def test_a_value_or_a_duty_that_cannot_be_recorded(
    record: Run, small: Path, arguments: tuple[str, ...], words: str
) -> None:
    ran = record(*arguments)
    assert ran.code == 2
    assert words in ran.err
    assert not (small / "ledger").exists()


def test_every_writing_command_says_where_it_writes() -> None:
    assert [name for name, (panel, _, _) in COMMANDS.items() if panel == "登记"] == [
        "receive", "report", "done", "extend", "return", "accept", "urge", "measure", "fulfil", "undo", "settle",
        "ingest",
    ]  # fmt: skip
