"""check --base: nothing of the plan hides behind a link, or in a folder that the earlier version does not know."""

import shutil
from pathlib import Path

import pytest

from conftest import REAL, Run
from test_protection import edit, git

FIVE = "annex1/05-dengji-caichan.yaml"
LATER = ("deadline: 2023-08-31", "deadline: 2023-12-31")


@pytest.fixture
def province(tmp_path: Path) -> Path:
    """A git repository whose folder 省 is a federation of two plans, committed."""
    top = tmp_path / "仓库"
    for name in ("a", "b"):
        shutil.copytree(REAL, top / "省" / name)
    head = top / "省/b/plan.yaml"
    edit(head, ("key: qsh2023", "key: yangli"), ("湖办发〔2023〕8号", "样例办发〔2023〕1号"))
    git(top, "init", "-q", "-b", "main")
    commit(top)
    return top


@pytest.fixture
def single(tmp_path: Path) -> Path:
    """A git repository whose folder registry is the real one, committed."""
    top = tmp_path / "单"
    shutil.copytree(REAL, top / "registry")
    git(top, "init", "-q", "-b", "main")
    commit(top)
    return top


def commit(top: Path) -> None:
    git(top, "add", "-A")
    git(top, "commit", "-q", "-m", "样例")


def test_a_plan_of_a_federation_behind_a_link_is_told_even_where_it_says_the_same(
    run: Run, province: Path
) -> None:
    (province / "别处").mkdir()
    (province / "省/b").rename(province / "别处/b")
    (province / "省/b").symlink_to("../别处/b")
    ran = run("check", "省", "--base", "HEAD", registry=None, cwd=province)
    assert (ran.code, ran.out.count("E001"), ran.out.count("E3")) == (1, 1, 0)
    assert "省/b:1:1  E001  这是一个链接，无从与上一版比较" in ran.out
    assert run("check", "省", registry=None, cwd=province).code == 0  # alone, it is only another place


def test_a_linked_federation_is_told_once_for_all_its_plans(run: Run, province: Path) -> None:
    (province / "省").rename(province / "别处")
    (province / "省").symlink_to("别处")
    ran = run("check", "--base", "HEAD", "--registry", "省", registry=None, cwd=province)
    assert (ran.code, ran.out.count("E001"), "省:1:1  E001" in ran.out) == (1, 1, True)


@pytest.mark.parametrize("arguments", [[], ["registry"], ["--registry", "registry"]])
def test_a_registry_is_no_link_to_what_was_committed_elsewhere(
    run: Run, single: Path, arguments: list[str]
) -> None:
    """First a changed copy is committed beside it, which no rule forbids; then the registry leads there."""
    shutil.copytree(single / "registry", single / "副本")
    edit(single / "副本" / FIVE, LATER)
    commit(single)
    shutil.rmtree(single / "registry")
    (single / "registry").symlink_to("副本")
    ran = run("check", *arguments, "--base", "HEAD", registry=None, cwd=single)
    assert (ran.code, "registry:1:1  E001  这是一个链接" in ran.out) == (1, True)


def test_a_link_outside_every_repository_is_only_a_shorter_path(
    run: Run, single: Path, tmp_path: Path
) -> None:
    short = tmp_path / "清单"
    short.symlink_to(single / "registry")
    assert run("check", "--base", "HEAD", registry=short).code == 0
    edit(single / "registry" / FIVE, LATER)
    ran = run("check", "--base", "HEAD", registry=short)
    assert (ran.code, ran.out.count("E301")) == (1, 1)


def test_a_plan_does_not_become_a_new_one_by_moving_one_folder_down(run: Run, single: Path) -> None:
    (single / "registry").rename(single / "x")
    (single / "registry").mkdir()
    (single / "x").rename(single / "registry/x")
    edit(single / "registry/x" / FIVE, LATER)
    ran = run("check", "--base", "HEAD", registry=None, cwd=single)
    assert (ran.code, "registry/plan.yaml:1:1  E302  整个方案没有了" in ran.out) == (1, True)


def test_a_hidden_folder_of_the_earlier_version_was_no_plan(run: Run, province: Path) -> None:
    shutil.copytree(province / "省/a", province / "省/.旧/a")
    commit(province)
    shutil.rmtree(province / "省/.旧")
    assert run("check", "省", "--base", "HEAD", registry=None, cwd=province).code == 0
