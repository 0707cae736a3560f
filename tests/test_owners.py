"""CODEOWNERS: the lead units of a file are asked when it changes."""

from pathlib import Path

import pytest

from bizenv_cli import owners
from bizenv_cli.errors import BadCallError
from conftest import REAL, SMALL, Run, sound
from test_protection import git

ACCOUNTS = "# 样例\n甲甲局 @example/jia jia@example.org   # 别名也认\n\n乙局\t@yi-1\n"


def test_the_lead_units_of_a_file_own_it(run: Run, small: Path) -> None:
    (small.parent / "账号.txt").write_text(ACCOUNTS, encoding="utf-8")
    (small / "ledger").mkdir()
    (small / "ledger/yi-ju.yaml").write_text(
        "unit: 乙局\nentries: [{date: 2099-04-01, task: 1-2, event: receive}]\n", encoding="utf-8"
    )
    ran = run(
        "codeowners", "--owners", "账号.txt", "--default", "@example/office", registry=None, cwd=small.parent
    )
    assert ran.code == 0
    assert ran.out.splitlines() == [
        "# 由 bizenv codeowners 生成：每个文件由牵头单位审阅。",
        "/registry/ @example/office",
        "# annex1/01-yangli.yaml 未给账号：丙局",
        "/registry/annex1/01-yangli.yaml @example/jia jia@example.org @yi-1 @example/office",
        "# annex2/01-yangli.yaml 未给账号：样例办公室",
        "/registry/annex2/01-yangli.yaml @yi-1 @example/office",
        "/registry/ledger/yi-ju.yaml @yi-1 @example/office",
    ]


def test_paths_begin_at_the_top_of_the_repository(run: Run, small: Path) -> None:
    git(small.parent, "init", "-q")
    inside = small.parent / "registry"
    (small.parent / "账号.txt").write_text("乙局 @yi\n", encoding="utf-8")
    ran = run("codeowners", "--owners", "../账号.txt", registry=None, cwd=inside)
    assert "/registry/annex2/01-yangli.yaml @yi" in ran.out.splitlines()


def test_without_accounts_a_mapping_is_printed_to_fill_in(run: Run, tmp_path: Path) -> None:
    ran = run("codeowners", "-o", "账号.txt")
    assert (ran.code, ran.out, ran.err) == (0, "", "已写入 账号.txt\n")
    text = (tmp_path / "账号.txt").read_text(encoding="utf-8")
    assert "\n区法院\n" in text
    registry = sound(REAL)
    filled = "".join(
        f"{line}{'' if line.startswith('#') else ' @example/all'}\n" for line in text.splitlines()
    )
    given = owners.accounts("账号.txt", filled, registry)
    lines = list(owners.codeowners(registry, given, [], "/registry/"))
    assert not [line for line in lines if "未给账号" in line]
    assert sum(line.endswith(".yaml @example/all") for line in lines) == 23


def test_signs_that_mean_something_in_a_pattern_are_escaped() -> None:
    registry = sound(SMALL / "registry")
    lines = list(owners.codeowners(registry, {"乙局": ("@yi",)}, [], "/清 单#1/"))
    assert "/清\\ 单\\#1/annex2/01-yangli.yaml @yi" in lines


@pytest.mark.parametrize("account", ["example", "@", "@a b", "@-a", "a@b", "@a/", "@a//b", "@a#b", "", "@甲"])
def test_what_is_no_account_is_refused(account: str) -> None:
    with pytest.raises(BadCallError, match="写法不对"):
        owners.check_account(account)


@pytest.mark.parametrize(
    "account", ["@a", "@a-b", "@example/jia", "@group/sub.group/team", "jia@example.org"]
)
def test_what_is_an_account_passes(account: str) -> None:
    assert owners.check_account(account) == account


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("\n甲居 @a\n", "第 2 行：没有单位「甲居」。相近的有：甲局"),
        ("甲局 @a example\n", "第 1 行：账号「example」"),
    ],
)
def test_a_slip_in_the_mapping_is_told_with_its_line(run: Run, small: Path, text: str, words: str) -> None:
    (small.parent / "账号.txt").write_text(text, encoding="utf-8")
    ran = run("codeowners", "--owners", "账号.txt", registry=None, cwd=small.parent)
    assert (ran.code, ran.out) == (2, "")
    assert words in ran.err


def test_a_mapping_that_cannot_be_read_is_said(run: Run, small: Path) -> None:
    (small.parent / "账号.txt").write_bytes("甲局".encode("gbk"))
    assert "不是 UTF-8" in run("codeowners", "--owners", "账号.txt", registry=None, cwd=small.parent).err
    assert "没有这个文件" in run("codeowners", "--owners", "没有.txt", registry=None, cwd=small.parent).err
    assert "写法不对" in run("codeowners", "--default", "office", registry=small).err
