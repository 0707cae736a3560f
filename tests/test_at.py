"""Answers of the past: a question at a revision is answered as a checkout of it would be, and nothing is checked out."""

import json
import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest

from bizenv_cli.cli.main import main
from bizenv_cli.index import cachefile
from conftest import SMALL, Ran

TASKS = "annex1/01-yangli.yaml"
ACTIONS = "annex2/01-yangli.yaml"
QUESTIONS = (
    ["due"],
    ["due", "--unit", "甲甲局", "--before", "2099-12-31"],
    ["overdue", "--as-of", "2099-07-01"],
    ["upcoming", "--within", "3m"],
    ["unit", "甲局", "--with-collective"],
    ["official", "领导甲"],
    ["indicator", "样例指标"],
    ["action", "样例"],
    ["task", "1-2"],
    ["why", "1-1"],
    ["list"],
    ["search", "办好"],
    ["plans"],
    ["units"],
    ["officials"],
    ["indicators"],
    ["actions"],
    ["errata"],
    ["sql", "SELECT * FROM tasks"],
)

Ask = Callable[..., Ran]


@dataclass(frozen=True)
class Scratch:
    """A repository to make history in; each commit is made at nine in the morning, Beijing time, of a day in March."""

    top: Path

    def git(self, *arguments: str, at: str = "2099-03-01T09:00:00+08:00") -> str:
        clean = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
        identity = {"user.name": "样例", "user.email": "t@example.invalid", "commit.gpgsign": "false"}
        given = [part for name, value in identity.items() for part in ("-c", f"{name}={value}")]
        done = subprocess.run(
            ["git", *given, "-C", str(self.top), *arguments],
            capture_output=True,
            encoding="utf-8",
            env=clean | {"GIT_AUTHOR_DATE": at, "GIT_COMMITTER_DATE": at, "LC_ALL": "C"},
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout.strip()

    def commit(self, day: int, subject: str, hour: str = "09:00:00") -> str:
        self.git("add", "-A")
        at = f"2099-03-{day:02}T{hour}+08:00"
        self.git("commit", "-q", "--allow-empty", "-m", subject, at=at)
        return self.git("rev-parse", "HEAD")

    def edit(self, path: str, old: str, new: str) -> None:
        text = (self.top / path).read_text(encoding="utf-8")
        assert old in text
        (self.top / path).write_text(text.replace(old, new, 1), encoding="utf-8")

    def checkout(self, revision: str, folder: Path) -> Path:
        self.git("worktree", "add", "-q", "--detach", str(folder), revision)
        return folder


def scratch(top: Path) -> Scratch:
    top.mkdir(parents=True)
    made = Scratch(top)
    made.git("init", "-q", "-b", "main")
    return made


def with_registry(top: Path) -> Scratch:
    made = scratch(top)
    shutil.copytree(SMALL / "registry", top / "registry")
    made.commit(2, "印发")
    return made


@pytest.fixture(scope="session")
def history(tmp_path_factory: pytest.TempPathFactory) -> Scratch:
    """Edits, a renamed file, a merge of three branches, a renamed folder, a plan that was broken and mended."""
    made = with_registry(tmp_path_factory.mktemp("history") / "库")
    made.edit(f"registry/{TASKS}", "2099-05-31", "2099-05-30")
    made.commit(3, "改时限")
    made.git("tag", "-a", "-m", "样例", "v1")
    made.git("mv", f"registry/{TASKS}", "registry/annex1/01-gaiming.yaml")
    made.commit(4, "文件改名")
    for branch, path, old, new in (
        ("jia", "annex1/01-gaiming.yaml", "甲事办好", "甲事办妥"),
        ("yi", ACTIONS, "丁事办好", "丁事办妥"),
        ("bing", "plan.yaml", "alert_days: 10", "alert_days: 60"),
    ):
        made.git("checkout", "-q", "-b", branch, "main")
        made.edit(f"registry/{path}", old, new)
        made.commit(5, branch)
    made.git("checkout", "-q", "main")
    made.git("merge", "-q", "-m", "合并三支", "jia", "yi", "bing", at="2099-03-06T09:00:00+08:00")
    made.git("tag", "merged")
    made.git("mv", "registry", "清单")
    made.commit(7, "文件夹改名")
    made.edit(f"清单/{ACTIONS}", "lead: [乙局]", "lead: [丁局]")
    made.commit(8, "写错单位")
    made.edit(f"清单/{ACTIONS}", "lead: [丁局]", "lead: [丙局]")
    made.commit(9, "改正")
    return made


@pytest.fixture
def cache(tmp_path: Path) -> Path:
    return tmp_path / "缓存"


@pytest.fixture
def ask(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, cache: Path) -> Iterator[Ask]:
    """Run the program in this process, on 2099-05-01, from a folder."""
    monkeypatch.setenv("BIZENV_TODAY", "2099-05-01")
    monkeypatch.setenv("BIZENV_CACHE", str(cache))
    monkeypatch.delenv("BIZENV_REGISTRY", raising=False)

    def call(*arguments: str, cwd: Path) -> Ran:
        monkeypatch.chdir(cwd)
        capsys.readouterr()
        code = main(arguments)
        captured = capsys.readouterr()
        return Ran(code, captured.out, captured.err)

    return call


def asked(ask: Ask, *arguments: str, cwd: Path) -> dict[str, object]:
    """Return an answer as JSON, without what only an answer of the past says."""
    ran = ask(*arguments, "--format", "json", cwd=cwd)
    assert ran.code == 0, ran.err
    found: dict[str, dict[str, object]] = json.loads(ran.out)
    found["query"].pop("at", None)
    found["query"].pop("commit", None)
    return dict(found)


def commit_of(ask: Ask, *arguments: str, cwd: Path) -> str:
    ran = ask("plans", "--format", "json", *arguments, cwd=cwd)
    assert ran.code == 0, ran.err
    return str(json.loads(ran.out)["query"]["commit"])


def everything(folder: Path) -> dict[str, tuple[int, int, int]]:
    """Return what tells whether anything in a work tree was touched."""
    return {
        str(path): (path.stat().st_mtime_ns, path.stat().st_ctime_ns, path.stat().st_size)
        for path in [folder, *folder.rglob("*")]
        if ".git" not in path.relative_to(folder).parts
    }


REVISIONS = (
    "HEAD", "HEAD~1^", "v1", "v1~1", "merged", "merged^1", "merged^2", "merged^3", "jia", "refs/heads/yi",
    "2099-03-04", "2099-03-05 08:00",
)  # fmt: skip


@pytest.mark.parametrize("revision", REVISIONS)
def test_an_answer_of_the_past_is_that_of_a_checkout(
    history: Scratch, ask: Ask, tmp_path: Path, revision: str
) -> None:
    commit = commit_of(ask, "--at", revision, cwd=history.top)
    checkout = history.checkout(commit, tmp_path / "checkout")
    (plan,) = checkout.glob("*/plan.yaml")
    before = everything(history.top)
    for question in QUESTIONS:
        expected = asked(ask, *question, "--registry", str(plan.parent), cwd=tmp_path)
        for spelt in (revision, commit, commit[:10]):
            given = ("--registry", "清单", "--at", spelt)
            assert asked(ask, *question, *given, cwd=history.top) == expected, question
        assert asked(ask, *question, *given, "--no-cache", cwd=history.top) == expected
    assert everything(history.top) == before
    assert history.git("status", "--porcelain") == ""


@pytest.mark.parametrize(
    ("phrase", "subject"),
    [
        ("2099-03-03", "印发"),
        ("2099-03-04", "改时限"),
        ("2099-03-03 09:00", "印发"),
        ("2099-03-03 09:00:01", "改时限"),
        ("2099-03-03T09:01", "改时限"),
        ("2099年3月3日9时1分", "改时限"),
        ("2099年3月3日 9点", "印发"),
        ("２０９９－０３－０３ ９：０１", "改时限"),
        ("2099-03-03T01:00:00Z", "印发"),
        ("2099-03-03T02:00:00+01:00", "印发"),
        ("2099-03-03T02:00:01+01:00", "改时限"),
        ("20990304", "改时限"),
        ("2099/3/4", "改时限"),
        ("今天", "改正"),
        ("2199-01-01", "改正"),
        ("2099-03-07", "合并三支"),
    ],
)
def test_a_moment_takes_the_last_commit_before_it(
    history: Scratch, ask: Ask, phrase: str, subject: str
) -> None:
    commit = commit_of(ask, "--registry", "清单", "--at", phrase, cwd=history.top)
    assert history.git("show", "-s", "--format=%s", commit) == subject


def test_a_name_like_a_date_is_a_date_and_any_other_is_a_revision(ask: Ask, tmp_path: Path) -> None:
    made = with_registry(tmp_path / "库")
    first = made.git("rev-parse", "HEAD")
    made.edit(f"registry/{TASKS}", "甲事", "己事")
    second = made.commit(3, "改")
    for name in ("2099-03-03", "30d", "3m", "20231399", "v2099.3", "季度"):
        made.git("tag", name)
    assert commit_of(ask, "--at", "2099-03-03", cwd=made.top) == first
    assert commit_of(ask, "--at", "refs/tags/2099-03-03", cwd=made.top) == second
    for name in ("30d", "3m", "20231399", "v2099.3", "季度", "@", "HEAD^{/改}"):
        assert commit_of(ask, "--at", name, cwd=made.top) == second


def test_the_heading_and_the_query_name_the_commit(history: Scratch, ask: Ask) -> None:
    commit = history.git("rev-parse", "v1^{commit}")
    given = ("--registry", "清单", "--at", "v1")
    words = f"以提交 {commit[:7]}（2099-03-03 09:00）为准"
    for question in QUESTIONS:
        ran = ask(*question, *given, cwd=history.top)
        assert ran.code == 0, ran.err
        assert ran.out.split("\n", 1)[0].endswith(words), question
    query = json.loads(ask("due", *given, "--format", "json", cwd=history.top).out)["query"]
    assert query == {"command": "due", "at": "v1", "commit": commit}
    shown = ask("task", "1-1", *given, cwd=history.top).out
    assert f"v1:registry/{TASKS}:13" in shown
    assert "以提交" not in ask("due", "--registry", "清单", cwd=history.top).out


def test_knowledge_and_clock_are_apart(history: Scratch, ask: Ask) -> None:
    given = ("--registry", "清单", "--before", "2099-05-30", "--format", "json")
    then = ask("due", *given, "--at", "2099-03-03", "--as-of", "2099-05-31", cwd=history.top)
    now = ask("due", *given, "--as-of", "2099-05-31", cwd=history.top)
    assert json.loads(then.out)["count"] == 0
    assert [task["status"] for task in json.loads(now.out)["tasks"]] == ["overdue"]
    assert json.loads(then.out)["as_of"] == json.loads(now.out)["as_of"] == "2099-05-31"


def test_what_is_not_committed_is_not_seen(ask: Ask, tmp_path: Path) -> None:
    made = with_registry(tmp_path / "库")
    expected = asked(ask, "list", cwd=made.top)
    made.edit(f"registry/{TASKS}", "甲事", "己事")
    made.git("add", "-A")
    made.edit(f"registry/{ACTIONS}", "丁事", "庚事")
    (made.top / "registry" / "annex1" / "草稿.txt").write_text("样例", encoding="utf-8")
    status, before = made.git("status", "--porcelain"), everything(made.top)
    assert asked(ask, "list", "--at", "HEAD", cwd=made.top) == expected
    assert (made.git("status", "--porcelain"), everything(made.top)) == (status, before)


def test_a_registry_that_is_gone_from_disk_is_still_there_at_a_revision(
    history: Scratch, ask: Ask, tmp_path: Path
) -> None:
    """A path of that time is as good as one of today, and where there is no registry now the commit's only one is it."""
    expected = asked(ask, "list", "--registry", "清单", "--at", "v1", cwd=history.top)
    assert asked(ask, "list", "--registry", "registry", "--at", "v1", cwd=history.top) == expected
    clone = tmp_path / "克隆"
    history.git("clone", "-q", str(history.top), str(clone))
    shutil.rmtree(clone / "清单")
    (clone / "别处").mkdir()
    assert asked(ask, "list", "--at", "v1", cwd=clone / "别处") == expected
    assert asked(ask, "list", "--at", "HEAD", cwd=clone) == asked(
        ask, "list", "--registry", "清单", cwd=history.top
    )


def test_the_registry_may_be_the_top_or_deep_in_the_tree(ask: Ask, tmp_path: Path) -> None:
    made = scratch(tmp_path / "库")
    shutil.copytree(SMALL / "registry", made.top, dirs_exist_ok=True)
    top = made.commit(2, "在顶层")
    expected = asked(ask, "list", cwd=made.top)
    deep = made.top / "甲" / "乙" / "丙" / "丁" / "清单"
    deep.mkdir(parents=True)
    for name in ("plan.yaml", "units.yaml", "officials.yaml", "treatments.yaml", "annex1", "annex2"):
        shutil.move(made.top / name, deep / name)
    made.commit(3, "在深处")
    assert asked(ask, "list", "--at", top, cwd=deep / "annex1") == expected
    assert asked(ask, "list", "--at", "HEAD", cwd=deep) == expected
    git = ("--git-dir", str(made.top / ".git"))
    assert asked(ask, "list", *git, cwd=tmp_path) == expected
    assert asked(ask, "list", *git, "--at", top, cwd=tmp_path) == expected


def test_the_top_is_a_federation_only_of_all_the_plans_there_are(ask: Ask, tmp_path: Path) -> None:
    made = scratch(tmp_path / "库")
    for key in ("jia", "yi"):
        shutil.copytree(SMALL / "registry", made.top / key)
        made.edit(f"{key}/plan.yaml", "key: shili2099", f"key: {key}")
    made.commit(2, "两个方案")
    git = ("--git-dir", str(made.top / ".git"))
    assert asked(ask, "plans", *git, cwd=tmp_path) == asked(ask, "plans", "--registry", ".", cwd=made.top)
    deep = made.top / "样" / "例" / "测" / "试"
    deep.mkdir(parents=True)
    shutil.copytree(SMALL / "registry", deep / "registry")
    made.commit(3, "测试用的")
    ran = ask("plans", *git, cwd=tmp_path)
    assert (ran.code, ran.out) == (2, "")
    assert "别处有几份（jia、yi、样/例/测/试/registry）：用 --registry 指明一份" in ran.err
    assert ask("plans", *git, "--registry", "yi", cwd=tmp_path).code == 0
    assert "是库里的路径" in ask("plans", *git, "--registry", "../yi", cwd=tmp_path).err


def test_a_federation_with_a_linked_plan_is_not_answered_without_it(ask: Ask, tmp_path: Path) -> None:
    made = scratch(tmp_path / "库")
    shutil.copytree(SMALL / "registry", made.top / "registry" / "jia")
    shutil.copytree(SMALL / "registry", made.top / "别处")
    made.edit("别处/plan.yaml", "key: shili2099", "key: yi")
    (made.top / "registry" / "yi").symlink_to("../别处")
    (made.top / "registry" / "说明.txt").symlink_to("../别处/plan.yaml")
    made.commit(2, "链接")
    assert asked(ask, "plans", cwd=made.top)["count"] == 2
    ran = ask("plans", "--at", "HEAD", cwd=made.top)
    assert (ran.code, ran.out) == (2, "")
    assert "registry/yi 是一个链接" in ran.err
    (made.top / "registry" / "yi").unlink()
    made.commit(3, "去掉链接")
    assert asked(ask, "plans", "--at", "HEAD", cwd=made.top)["count"] == 1


def test_a_damaged_repository_is_told_and_nothing_is_kept_of_it(
    ask: Ask, tmp_path: Path, cache: Path
) -> None:
    made = with_registry(tmp_path / "库")
    for name in (f"HEAD:registry/{TASKS}", "HEAD:registry/annex1"):
        found = made.git("rev-parse", name)
        path = made.top / ".git" / "objects" / found[:2] / found[2:]
        held = path.read_bytes()
        path.unlink()
        for _ in range(2):
            ran = ask("list", "--at", "HEAD", cwd=made.top)
            assert (ran.code, ran.out) == (2, ""), ran.err
        path.write_bytes(held)
    assert asked(ask, "list", "--at", "HEAD", cwd=made.top) == asked(ask, "list", cwd=made.top)
    assert len(list(cache.glob("*@*.sqlite"))) == 1


def test_two_folders_of_one_key_are_told_apart_by_the_user(ask: Ask, tmp_path: Path) -> None:
    made = with_registry(tmp_path / "库")
    shutil.copytree(made.top / "registry", made.top / "副本")
    made.commit(3, "两份")
    made.git("rm", "-q", "-r", "registry")
    made.git("mv", "副本", "现在")
    made.commit(4, "一份")
    ran = ask("list", "--at", "HEAD~1", "--registry", "现在", cwd=made.top)
    assert (ran.code, ran.out) == (2, "")
    assert "别处有几份（registry、副本）" in ran.err
    assert ask("list", "--at", "HEAD~1", "--registry", "副本", cwd=made.top).code == 0


def test_a_linked_worktree_has_its_own_head(history: Scratch, ask: Ask, tmp_path: Path) -> None:
    linked = history.checkout("merged", tmp_path / "另一处")
    assert (linked / ".git").is_file()
    assert commit_of(ask, "--at", "HEAD", cwd=linked) == history.git("rev-parse", "merged")
    expected = asked(ask, "list", "--at", "v1", "--registry", "清单", cwd=history.top)
    assert asked(ask, "list", "--at", "v1", cwd=linked / "registry" / "annex1") == expected
    assert asked(ask, "list", "--at", "v1", "--git-dir", str(linked / ".git"), cwd=tmp_path) == expected
    assert asked(ask, "list", "--at", "v1", "--git-dir", str(linked), cwd=tmp_path) == expected


def test_a_bare_repository_is_asked_without_a_work_tree(history: Scratch, ask: Ask, tmp_path: Path) -> None:
    bare = tmp_path / "裸库.git"
    history.git("clone", "-q", "--bare", str(history.top), str(bare))
    given = ("--git-dir", str(bare))
    for question in QUESTIONS:
        expected = asked(ask, *question, "--registry", "清单", cwd=history.top)
        assert asked(ask, *question, *given, cwd=tmp_path) == expected
    past = asked(ask, "list", "--registry", "清单", "--at", "merged^3", cwd=history.top)
    assert asked(ask, "list", *given, "--at", "merged^3", cwd=tmp_path) == past
    assert asked(ask, "list", *given, "--at", "2099-03-05", "--registry", "registry/", cwd=bare) != past
    ran = ask("list", *given, "--registry", "别处", cwd=tmp_path)
    assert (ran.code, ran.out, ran.err) == (2, "", "错误：版本「HEAD」的 别处 里没有任务清单（plan.yaml）\n")


def test_a_federation_at_a_revision(ask: Ask, tmp_path: Path) -> None:
    made = with_registry(tmp_path / "库")
    made.git("mv", "registry", "jia")
    (made.top / "省").mkdir()
    made.git("mv", "jia", "省/jia")
    made.commit(3, "挪进省里")
    shutil.copytree(SMALL / "registry", made.top / "省" / "市" / "yi")
    made.edit("省/市/yi/plan.yaml", "key: shili2099", "key: yi2099")
    made.edit(f"省/市/yi/{TASKS}", "甲事", "己事")
    two = made.commit(4, "两个方案")
    (made.top / "省" / "说明.txt").write_text("样例", encoding="utf-8")
    made.git("mv", "省", "全省")
    shutil.rmtree(made.top / "全省" / "jia")
    made.commit(5, "改名，少一个")
    checkout = made.checkout(two, tmp_path / "checkout")
    for question in QUESTIONS:
        numbered = [part.replace("1-", "yi2099:1-") if part[:2] == "1-" else part for part in question]
        expected = asked(ask, *numbered, "--registry", "省", cwd=checkout)
        assert asked(ask, *numbered, "--registry", "全省", "--at", "HEAD~1", cwd=made.top) == expected
        assert asked(ask, *numbered, "--git-dir", ".git", "--at", two, cwd=made.top) == expected
    narrowed = ("list", "--registry", "全省", "--plan", "shili2099", "--at", two)
    assert asked(ask, *narrowed, cwd=made.top)["count"] == 5
    shown = ask("task", "yi2099:1-1", "--registry", "全省", "--at", "HEAD~1", cwd=made.top).out
    assert f"HEAD~1:省/市/yi/{TASKS}:13" in shown


@pytest.mark.parametrize("git_dir", [False, True], ids=["work tree", "git dir"])
def test_a_registry_with_problems_at_a_revision_refuses(history: Scratch, ask: Ask, git_dir: bool) -> None:
    place = ("--git-dir", ".git") if git_dir else ("--registry", "清单")
    for _ in range(2):
        ran = ask("due", *place, "--at", "HEAD~1", cwd=history.top)
        assert (ran.code, ran.out) == (1, "")
        assert "版本「HEAD~1」的任务清单有 1 处错误" in ran.err
        assert f"HEAD~1:清单/{ACTIONS}:12:16 E204 未知单位「丁局」" in ran.err
    ran = ask("due", *place, "--at", "2099-03-09", cwd=history.top)
    short = history.git("rev-parse", "HEAD~1")[:7]
    assert f"{short}:清单/{ACTIONS}:12:16 E204" in ran.err


def test_what_disk_refuses_a_commit_refuses_too(ask: Ask, tmp_path: Path) -> None:
    """A link in a file's place, a lost plan.yaml, a file too big: the problems are those of a checkout."""
    made = with_registry(tmp_path / "库")
    shutil.move(made.top / "registry" / "units.yaml", made.top / "units.yaml")
    (made.top / "registry" / "units.yaml").symlink_to("../units.yaml")
    link = made.commit(3, "链接")
    made.git("checkout", "-q", "HEAD~1")
    (made.top / "registry" / "plan.yaml").unlink()
    lost = made.commit(4, "丢了")
    made.git("checkout", "-q", "HEAD~1")
    (made.top / "registry" / TASKS).write_text("#" * 5_000_001, encoding="utf-8")
    big = made.commit(5, "过大")
    for commit, code in ((link, "E001"), (lost, "E004"), (big, "E003")):
        checkout = made.checkout(commit, tmp_path / code)
        expected = ask("due", "--registry", "registry", cwd=checkout)
        ran = ask("due", "--registry", "registry", "--at", commit, cwd=made.top)
        assert (ran.code, expected.code) == (1, 1)
        problem = expected.err.split("\n")[1]
        assert code in problem
        assert ran.err.split("\n")[1] == f"{commit}:{problem}"


@pytest.mark.parametrize(
    ("at", "sentence"),
    [
        ("没有的分支", "没有这个版本「没有的分支」。可以写日期"),
        ("HEAD~99", "没有这个版本「HEAD~99」"),
        ("", "没有这个版本「」"),
        ("-1", "没有这个版本「-1」"),
        ("--all", "没有这个版本「--all」"),
        ("HEAD:registry", "没有这个版本"),
        ("HEAD..main", "没有这个版本"),
        ("HEAD@{999}", "没有这个版本"),
        ("HEAD^{/[}", "没有这个版本"),
        (":/印发", "没有这个版本"),
        ("0001-01-01T00:00+14:00", "没有这个版本"),
        ("HEAD\nHEAD", "没有这个版本"),
        ("\udcff", "不是 UTF-8 的字"),
        ("2099-03", "这里要写到日"),
        ("2099-02-30", "2099 年 2 月只有 28 天"),
        ("2099-03-02 25:00", "没有这个时刻"),
        ("2099-03-02", "2099-03-02 00:00 之前还没有清单：最早的提交在 2099-03-02 09:00"),
        ("1900-01-01", "之前还没有清单"),
        ("空", "版本「空」的 清单 里没有任务清单（plan.yaml）"),
    ],
)
def test_what_is_no_version_is_told(history: Scratch, ask: Ask, at: str, sentence: str) -> None:
    if at == "空":
        empty = history.git("commit-tree", "-m", "空", history.git("mktree"))
        history.git("update-ref", "refs/tags/空", empty)
    ran = ask("due", "--registry", "清单", f"--at={at}", cwd=history.top)
    assert (ran.code, ran.out) == (2, ""), ran.err
    assert sentence in ran.err


def test_a_commit_that_is_named_too_briefly_or_not_at_all(ask: Ask, tmp_path: Path) -> None:
    made = scratch(tmp_path / "库")
    shutil.copytree(SMALL / "registry", made.top / "registry")
    for at in ("HEAD", "2099-03-02"):
        ran = ask("due", "--at", at, cwd=made.top)
        assert (ran.code, ran.out) == (2, "")
    assert "这个版本库还没有提交" in ran.err


def test_outside_every_repository(ask: Ask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copytree(SMALL / "registry", tmp_path / "外" / "registry")
    for given in ([], ["--registry", "registry"], ["--git-dir", "."], ["--git-dir", "没有"]):
        ran = ask("due", *given, "--at", "HEAD", cwd=tmp_path / "外")
        assert (ran.code, ran.out) == (2, "")
        assert "不在 git 版本库里" in ran.err
    monkeypatch.setenv("PATH", "")
    ran = ask("due", "--at", "HEAD", cwd=tmp_path / "外")
    assert (ran.code, ran.out, ran.err) == (2, "", "错误：没有找到 git，请先安装\n")


def test_a_shallow_clone_says_what_it_cannot_see(history: Scratch, ask: Ask, tmp_path: Path) -> None:
    clone = tmp_path / "浅克隆"
    history.git("clone", "-q", "--depth=2", f"file://{history.top}", str(clone))
    given = ("--registry", "清单", "--at")
    assert commit_of(ask, *given, "HEAD", cwd=clone) == history.git("rev-parse", "HEAD")
    assert commit_of(ask, *given, "2099-03-10", cwd=clone) == history.git("rev-parse", "HEAD")
    for at in ("HEAD~2", "v1"):
        ran = ask("due", *given, at, cwd=clone)
        assert (ran.code, ran.out) == (2, "")
        assert "浅克隆" in ran.err
        assert "git fetch --unshallow" in ran.err
    ran = ask("due", *given, "2099-03-08", cwd=clone)
    assert (ran.code, ran.out) == (2, "")
    assert "看不到 2099-03-08 00:00 之前的清单：这是浅克隆，历史只取到 2099-03-08 09:00" in ran.err


def test_a_shallow_clone_does_not_take_an_older_branch_for_the_past(ask: Ask, tmp_path: Path) -> None:
    """What is cut off on one branch may be newer than what is there on another: better no answer than that one."""
    made = with_registry(tmp_path / "库")
    made.git("checkout", "-q", "-b", "side")
    made.commit(3, "旁支")
    made.git("checkout", "-q", "main")
    for day in (4, 5, 6):
        made.commit(day, f"主干 {day}")
    made.git("merge", "-q", "--no-ff", "-m", "合并", "side", at="2099-03-07T09:00:00+08:00")
    clone = tmp_path / "浅克隆"
    made.git("clone", "-q", "--depth=3", f"file://{made.top}", str(clone))
    ran = ask("due", "--at", "2099-03-05", cwd=clone)
    assert (ran.code, ran.out) == (2, "")
    assert "git fetch --unshallow" in ran.err
    assert commit_of(ask, "--at", "2099-03-05", cwd=made.top) == made.git("rev-parse", "main^~2")


def test_git_of_a_hook_leads_nobody_astray(
    history: Scratch, ask: Ask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GIT_DIR", str(tmp_path / "别的库"))
    monkeypatch.setenv("GIT_INDEX_FILE", str(tmp_path / "别的索引"))
    assert commit_of(ask, "--registry", "清单", "--at", "v1", cwd=history.top)


@pytest.mark.parametrize(
    "command",
    [["check"], ["explain"], ["schema"], ["codeowners"], ["cache", "show"]],
    ids=lambda each: each[0],
)
def test_commands_about_the_present_say_so(history: Scratch, ask: Ask, command: list[str]) -> None:
    for option in (["--at", "HEAD"], ["--git-dir", ".git"]):
        ran = ask(*command, *option, cwd=history.top)
        assert (ran.code, ran.out) == (2, "")
        assert f"{command[0]} 不看以前的版本，没有 {option[0]}" in ran.err


def test_an_export_says_which_commit_it_is_of(history: Scratch, ask: Ask, tmp_path: Path) -> None:
    path = tmp_path / "台账.sqlite"
    given = ("--registry", "清单", "--at", "v1")
    assert ask("export", "sqlite", "-o", str(path), *given, cwd=history.top).code == 0
    commit = history.git("rev-parse", "v1^{commit}")
    with closing(sqlite3.connect(path)) as database:
        assert database.execute("SELECT registry FROM export").fetchone() == (f"{commit}:registry",)
        rows = database.execute("SELECT deadline FROM tasks WHERE id = '1-1'").fetchall()
    assert rows == [("2099-05-30",)]


def test_a_tree_is_read_once_and_its_index_is_one_file(history: Scratch, ask: Ask, cache: Path) -> None:
    given = ("list", "--registry", "清单", "--at", "v1")
    expected = ask(*given, cwd=history.top)
    (path,) = cache.iterdir()
    held = path.read_bytes()
    for revision in ("v1", "jia~2", "2099-03-04"):
        assert ask(*given[:-1], revision, cwd=history.top) == expected
    assert list(cache.iterdir()) == [path]
    assert path.read_bytes() == held
    assert ask("list", "--registry", "清单", cwd=history.top).code == 0
    shown = ask("cache", "show", cwd=history.top).out
    assert "缓存文件 2 个" in shown
    assert "（以前的版本 " in shown
    ask("cache", "clear", cwd=history.top)
    assert list(cache.iterdir()) == []


@pytest.mark.parametrize(
    "damage",
    [
        lambda path: path.write_bytes(b"no database at all"),
        lambda path: path.write_bytes(b""),
        lambda path: path.write_bytes(path.read_bytes()[:5000]),
        lambda path: path.write_bytes(path.read_bytes()[:100] + b"\xff" * (path.stat().st_size - 100)),
    ],
    ids=["text", "empty", "cut", "scribbled"],
)
def test_a_damaged_index_of_a_tree_is_made_anew(
    history: Scratch, ask: Ask, cache: Path, damage: Callable[[Path], object]
) -> None:
    given = ("list", "--registry", "清单", "--at", "v1")
    expected = ask(*given, cwd=history.top)
    (path,) = cache.iterdir()
    damage(path)
    assert ask(*given, cwd=history.top) == expected
    assert ask(*given, cwd=history.top) == expected
    assert list(cache.iterdir()) == [path]


def test_a_half_built_index_of_a_tree_never_answers(
    history: Scratch, ask: Ask, cache: Path, tmp_path: Path
) -> None:
    """The builder is killed with all its rows written and nothing committed."""
    program = (
        "import os; from bizenv_cli.index import cachefile, store; from bizenv_cli.cli.main import main;"
        "whole = store._write;"
        "store._write = lambda *given: (whole(*given), given[0].execute('PRAGMA cache_spill = 1'), os._exit(9));"
        "main(['list', '--registry', '清单', '--at', 'v1'])"
    )
    environment = os.environ | {"BIZENV_CACHE": str(cache), "BIZENV_TODAY": "2099-05-01"}
    killed = subprocess.run(
        [sys.executable, "-c", program], env=environment, cwd=history.top, check=False, capture_output=True
    )
    assert killed.returncode == 9, killed.stderr
    assert len(list(cache.glob("*.sqlite"))) == 1
    given = ("list", "--registry", "清单", "--at", "v1")
    expected = ask(*given, "--no-cache", cwd=history.top)
    assert expected.code == 0
    assert ask(*given, cwd=history.top) == expected
    assert ask(*given, cwd=history.top) == expected
    assert tmp_path in cache.parents


def test_an_unwritable_cache_is_done_without(history: Scratch, ask: Ask, cache: Path) -> None:
    cache.write_text("", encoding="utf-8")
    given = ("list", "--registry", "清单", "--at", "v1")
    assert ask(*given, cwd=history.top) == ask(*given, "--no-cache", cwd=history.top)


def test_many_at_once_all_answer_the_same(history: Scratch, cache: Path) -> None:
    environment = os.environ | {"BIZENV_CACHE": str(cache), "BIZENV_TODAY": "2099-05-01"}
    command = [sys.executable, "-m", "bizenv_cli", "list", "--registry", "清单", "--at", "v1"]
    running = [
        subprocess.Popen(
            command, env=environment, cwd=history.top, stdout=subprocess.PIPE, stderr=subprocess.PIPE
        )
        for _ in range(5)
    ]
    done = [process.communicate() for process in running]
    assert {process.returncode for process in running} == {0}, done
    assert len({out for out, _ in done}) == 1
    assert {err for _, err in done} == {b""}
    assert len(list(cache.iterdir())) == 1


def test_the_least_recently_used_trees_go(
    ask: Ask, cache: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cachefile, "_TREES", 3)
    made = with_registry(tmp_path / "库")
    other = with_registry(tmp_path / "另一库")
    ask("list", "--at", "HEAD", cwd=other.top)
    (kept,) = cache.iterdir()
    files: dict[int, Path] = {}
    plan = (made.top / "registry" / "plan.yaml").read_text(encoding="utf-8")
    for day in range(3, 8):
        (made.top / "registry" / "plan.yaml").write_text(
            plan.replace("days: 10", f"days: {day}"), encoding="utf-8"
        )
        made.commit(day, str(day))
        known = set(cache.iterdir())
        assert ask("list", "--at", "HEAD", cwd=made.top).code == 0
        (files[day],) = set(cache.iterdir()) - known
        for place, path in enumerate(files.values()):
            if path.exists():
                os.utime(path, (1_700_000_000 + place, 1_700_000_000 + place))
        if day >= 5:
            ask("list", "--at", "2099-03-04", cwd=made.top)  # asked again and again: it stays
    assert {path for path in files.values() if path.exists()} == {files[3], files[6], files[7]}
    assert kept.exists()


HEAVY = ("pydantic", "yaml", "bizenv_cli.model", "bizenv_cli.checks", "bizenv_cli.source", "multiprocessing")
OF_GIT = ("bizenv_cli.git", "bizenv_cli.past")


def test_trees_that_are_too_big_together_go(
    ask: Ask, cache: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = with_registry(tmp_path / "库")
    made.edit(f"registry/{TASKS}", "甲事", "己事")
    made.commit(3, "改")
    monkeypatch.setattr(cachefile, "_TREES_SIZE", 1)
    for at in ("HEAD~1", "HEAD"):
        assert ask("list", "--at", at, cwd=made.top).code == 0
        assert len(list(cache.iterdir())) == 1


@pytest.mark.parametrize(
    ("question", "at"),
    [
        *((question, "v1") for question in QUESTIONS),
        (["due"], "2099-03-04"),
        (["due"], "merged"),
        (["due"], None),
    ],
    ids=str,
)
def test_a_warm_question_of_the_past_loads_no_gate(
    history: Scratch, ask: Ask, cache: Path, question: list[str], at: str | None
) -> None:
    given = [*question, "--registry", "清单", *(["--at", at] if at else [])]
    assert ask(*given, cwd=history.top).code == 0
    heavy = HEAVY if at else (*HEAVY, *OF_GIT)
    program = (
        "import sys; from bizenv_cli.cli.main import main; code = main(sys.argv[1:]);"
        f"loaded = [name for name in {heavy!r} if name in sys.modules];"
        "sys.exit(f'loaded {loaded}' if loaded else code)"
    )
    environment = os.environ | {"BIZENV_CACHE": str(cache), "BIZENV_TODAY": "2099-05-01"}
    done = subprocess.run(
        [sys.executable, "-c", program, *given],
        env=environment,
        cwd=history.top,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stderr
