"""The history of a registry, read from a repository: it agrees with an oracle that unpacks every revision."""

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import story as stories
from bizenv_cli import git
from bizenv_cli.chronicle import Chronicle, Episode
from bizenv_cli.commits import Objects
from bizenv_cli.render import Page, renderer
from bizenv_cli.views import history as views
from conftest import SMALL, Run
from story import Revision, Story, begin, environment

TASKS = ("1-1", "1-2", "1-3", "2-1", "2-2")
FIELDS = ("measure", "lead", "support", "deadline")


@pytest.fixture(scope="module")
def story(tmp_path_factory: pytest.TempPathFactory) -> Story:
    """Some 300 commits of real git; nobody changes them."""
    begun = begin(tmp_path_factory.mktemp("story") / "库")
    stories.told(begun)
    return begun


@pytest.fixture
def young(tmp_path: Path) -> Story:
    """Two commits, to go on from."""
    return begin(tmp_path / "young")


@pytest.fixture(scope="module")
def whole(story: Story) -> list[dict[str, Any]]:
    """The whole log of the story."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith("BIZENV")}
    command = [sys.executable, "-m", "bizenv_cli", "log", "--format", "jsonl"]
    registry = ["--registry", str(story.top / story.folder)]
    done = subprocess.run(
        [*command, *registry], env=clean | {"PYTHONUTF8": "1"}, capture_output=True, check=True
    )
    return records(done.stdout.decode())


def records(text: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in text.splitlines()]


def ask(run: Run, story: Story, *arguments: str) -> list[dict[str, Any]]:
    ran = run(*arguments, "--format", "jsonl", registry=story.top / story.folder)
    assert (ran.code, ran.err) == (0, "")
    return records(ran.out)


def change(record: dict[str, Any]) -> Any:
    """Return a record as the oracle writes it."""
    if record["entry"]:
        return "entry", record["unit"], stories.written(record["entry"])
    if record["change"] == "added":
        return record["scope"], record["subject"], None, None
    after = record["after"]
    if record["field"] in ("lead", "support") and after:
        after = ["甲局" if name == "甲甲局" else name for name in after]
    return record["scope"], record["subject"], record["field"], json.dumps(after, ensure_ascii=False)


def test_the_log_agrees_with_the_oracle(story: Story, whole: list[dict[str, Any]]) -> None:
    assert len(stories.parents(story.top)) > 300
    found: dict[str, set[Any]] = {}
    others: dict[str, str] = {}
    for record in whole:
        if record["change"] in ("founded", "unreadable"):
            others[record["commit"]] = record["change"]
        else:
            assert change(record) not in found.get(record["commit"], set())
            found.setdefault(record["commit"], set()).add(change(record))
    assert found == stories.expected(story.top)
    broken = [
        commit for commit in stories.parents(story.top) if stories.revision(story.top, commit) == "broken"
    ]
    assert [commit for commit, what in others.items() if what == "unreadable"] == broken
    assert len(broken) == 2
    assert list(others.values()).count("founded") == 1


def test_the_log_is_in_gits_order(story: Story, whole: list[dict[str, Any]], run: Run) -> None:
    order = list(stories.parents(story.top))
    places = [order.index(record["commit"]) for record in whole]
    assert places == sorted(places)
    few = ask(run, story, "log", "--limit", "3")
    assert len({record["commit"] for record in few}) == 3
    assert few == whole[: len(few)]


def test_a_merge_says_only_what_neither_side_had(story: Story, whole: list[dict[str, Any]]) -> None:
    told = {record["commit"]: record for record in whole}
    merges = {commit: above for commit, above in stories.parents(story.top).items() if len(above) > 1}
    assert max(map(len, merges.values())) == 4  # an octopus with its own side
    (only,) = [told[commit] for commit in merges if commit in told]
    assert (only["subject"], only["field"], only["after"]) == ("1-1", "deadline", "2099-10-03")


def test_the_log_of_a_task_and_of_a_unit_is_a_part_of_the_whole(
    story: Story, whole: list[dict[str, Any]], run: Run
) -> None:
    whole = [record for record in whole if record["scope"]]
    kept = [record for record in ask(run, story, "log", "1-2") if record["scope"]]
    assert kept == [record for record in whole if (record["scope"], record["subject"]) == ("task", "1-2")]
    for typed in ("丙局", "bingju"):
        kept = [record for record in ask(run, story, "log", "--unit", typed) if record["scope"]]
        assert kept == [record for record in whole if "丙局" in record["units"]]


def test_the_log_of_some_days(story: Story, whole: list[dict[str, Any]], run: Run) -> None:
    days = {"2099-04-03", "2099-04-04"}
    kept = ask(run, story, "log", "--since", "2099-04-03", "--until", "2099-04-04")
    assert kept == [record for record in whole if record["when"][:10] in days]
    assert {record["when"][10:] for record in kept} & {"T08:00:00+08:00"}


@pytest.mark.parametrize("pair", [(0, 40), (10, 11), (40, 200), (0, 250), (120, 60), (5, 5)])
def test_the_diff_agrees_with_the_oracle(story: Story, run: Run, pair: tuple[int, int]) -> None:
    order = list(stories.parents(story.top))
    newer, older = (order[at] for at in pair)
    before, after = (stories.revision(story.top, commit) for commit in (older, newer))
    assert isinstance(before, Revision)
    assert isinstance(after, Revision)
    found = ask(run, story, "diff", older, newer)
    lost = {record["subject"] for record in found if record["change"] == "removed"}
    gone = {key[1] for key in before.values if key[0] == "task"} - {
        key[1] for key in after.values if key[0] == "task"
    }
    assert lost == gone
    kept = {
        change(record)
        for record in found
        if record["change"] not in ("removed", "rewritten", "amendment", "status")
    }
    assert kept == stories.differences(before, after)


@pytest.mark.parametrize("task", TASKS)
def test_the_blame_agrees_with_the_oracle(
    story: Story, whole: list[dict[str, Any]], run: Run, task: str
) -> None:
    known = stories.parents(story.top)
    head = next(iter(known))
    said = {record["field"]: record for record in ask(run, story, "blame", task)}
    for field in FIELDS:
        assert said[field]["commit"] == stories.origin(story.top, head, ("task", task, field), known), field
    told = {
        (record["commit"], record["entry"]["event"])
        for record in whole
        if record["entry"] and record["subject"] == task
    }
    entered = {event for _, event in told}
    assert entered == set(said) & {"receive", "progress", "done", "return", "accept", "urge", "extend"}
    assert {(said[event]["commit"], event) for event in entered} <= told


def test_the_page_of_a_log(young: Story, run: Run) -> None:
    young.change("annex2/01-yangli.yaml", lambda value: value.update(lead_unit="丙局"))
    young.record("甲局", "jia-ju", task="1-1", event="extend", to="2099-06-30", approval="示例发〔2099〕3号")
    young.commit("调整")
    ran = run("log", registry=young.top / "registry")
    assert ran.out.splitlines()[:8] == [
        "示例区样例行动方案（示例发〔2099〕1号）".replace("行动", ""),
        "变更历史，新的在前；没有改动内容的提交不列",
        "",
        f"{young.head[:8]}　2099-04-01 周三 11:00　样例员　调整",
        "  专项行动  换牵头    「样例专项行动」乙局 → 丙局　无依据",
        "  1-1       延期      甲局 2099-04-01　完成时限 2099-05-31 → 2099-06-30　+30 天 · 第 1 次 · 依据 示例发〔2099〕3号",
        "",
        ran.out.splitlines()[7],
    ]
    assert ran.out.splitlines()[-1] == "  清单      建立清单  3＋2 项"


def test_what_is_not_committed(young: Story, run: Run) -> None:
    assert ask(run, young, "diff") == []
    young.change("annex1/01-yangli.yaml", lambda value: value["tasks"][0].update(deadline="2099-06-01"))
    (record,) = ask(run, young, "diff")
    assert (record["change"], record["days"], record["authority"]) == ("extended", 1, None)
    assert ask(run, young, "diff", "HEAD", "HEAD") == []
    said = {record["field"]: record["commit"] for record in ask(run, young, "blame", "1-1")}
    assert said["deadline"] is None
    assert said["measure"] == young.head


def test_a_status_that_the_change_turned(young: Story, run: Run) -> None:
    young.record("甲局", "jia-ju", task="1-1", event="done")
    found = ask(run, young, "diff", "--as-of", "2099-06-01")
    assert [(record["name"], record["before"], record["after"]) for record in found] == [
        ("办结", None, None),
        ("状态", "overdue", "done"),
    ]
    ran = run("diff", "--as-of", "2099-06-01", registry=young.top / "registry")
    assert "1-1   样例指标  状态  逾期 → 已办结" in ran.out
    assert ran.out.endswith("状态以 2099-06-01（周一）计\n")
    young.commit("办结")
    assert ask(run, young, "diff", "HEAD~1", "HEAD", "--as-of", "2099-06-01") == found
    assert ask(run, young, "diff", "HEAD", "--as-of", "2099-06-01") == []


def test_a_file_that_came_later(young: Story, run: Run) -> None:
    young.path("officials.yaml").rename(young.top / "officials.yaml")
    young.commit("先不放名录")
    (young.top / "officials.yaml").rename(young.path("officials.yaml"))
    young.commit("再放名录")
    assert [record["name"] for record in ask(run, young, "log")] == ["建立清单"]


def test_a_registry_that_went_and_came_back(young: Story, run: Run) -> None:
    shutil.rmtree(young.top / "registry")
    young.commit("移走")
    gone = young.head
    shutil.copytree(SMALL / "registry", young.top / "registry")
    young.commit("移回")
    told = [(record["commit"], record["change"]) for record in ask(run, young, "log")]
    assert told[:2] == [(young.head, "founded"), (gone, "gone")]
    assert [what for _, what in told] == ["founded", "gone", "founded"]


def test_a_task_is_followed_through_its_numbers(young: Story, run: Run) -> None:
    def number(value: Any) -> None:
        value["work_tasks"][0]["measures"][1]["seq"] = 3

    young.change(
        "annex2/01-yangli.yaml", lambda value: value["work_tasks"][0]["measures"][1].update(lead=["丙局"])
    )
    young.commit("换牵头")
    young.change("annex2/01-yangli.yaml", number)
    young.commit("改编号")
    assert [record["name"] for record in ask(run, young, "log", "2-3")] == ["改编号", "换牵头", "建立清单"]


def shallow(young: Story, tmp_path: Path) -> Path:
    young.change("annex1/01-yangli.yaml", lambda value: value.update(goal="优秀"))
    young.commit("改目标")
    clone = tmp_path / "浅"
    command = ["git", "clone", "-q", "--depth", "2", f"file://{young.top}", str(clone)]
    subprocess.run(command, env=environment(), check=True, capture_output=True)
    return clone / "registry"


def test_a_shallow_clone_says_what_it_cannot_see(young: Story, run: Run, tmp_path: Path) -> None:
    folder = shallow(young, tmp_path)
    ran = run("log", registry=folder)
    assert (ran.code, ran.err) == (0, "")
    assert "目标      「样例指标」预期目标 优异 → 优秀　无依据" in ran.out
    assert (
        "  清单      历史到此  3＋2 项；这是浅克隆，更早的变更看不到（git fetch --unshallow 取全）" in ran.out
    )
    assert "建立清单" not in ran.out
    blamed = run("blame", "1-1", registry=folder)
    assert " 或更早  样例员" in blamed.out
    assert "浅克隆的历史到此为止" in blamed.out
    missing = run("diff", "HEAD~5", registry=folder)
    assert missing.code == 2
    assert "浅克隆要先取全历史" in missing.err


def test_a_shallow_clone_that_ends_in_what_cannot_be_read(young: Story, run: Run, tmp_path: Path) -> None:
    path = young.path("units.yaml")
    text = path.read_text(encoding="utf-8")
    path.unlink()
    young.commit("丢了名录")
    path.write_text(text, encoding="utf-8")
    folder = shallow(young, tmp_path)
    told = [record["name"] for record in records(run("log", "--format", "jsonl", registry=folder).out)]
    assert told == ["历史到此", "读不全"]
    told = [(record["name"], record["note"]) for record in ask(run, young, "log")]
    assert told[:2] == [("目标", None), ("读不全", "registry/units.yaml:1 E004 缺少文件")]


def test_without_a_repository(small: Path, run: Run) -> None:
    for command in (["diff"], ["log"], ["blame", "1-1"], ["git-setup"]):
        ran = run(*command, registry=small)
        assert (ran.code, ran.out) == (2, "")
        assert ran.err == f"错误：{small} 不在 git 版本库里，没有以前的版本\n"


def test_a_bare_repository_and_an_earlier_version_tell_the_same(
    young: Story, run: Run, tmp_path: Path
) -> None:
    """Without files there is no work tree to compare with; all else is as in the repository itself."""
    path = young.top / "registry" / young.indicator
    for words in ("甲事要办好", "甲事都要办好"):
        text = path.read_text(encoding="utf-8")
        path.write_text(re.sub("甲事.*办好", words, text), encoding="utf-8")
        young.commit(words)
    bare = tmp_path / "bare.git"
    subprocess.run(["git", "clone", "-q", "--bare", str(young.top), str(bare)], env=environment(), check=True)
    for arguments in (["log"], ["log", "1-1"], ["diff", "HEAD~1", "HEAD"]):
        here = json.loads(run(*arguments, "--format", "json", registry=young.top / "registry").out)
        there = json.loads(run(*arguments, "--format", "json", "--git-dir", str(bare), registry=None).out)
        assert there["query"].pop("commit") == young.git("rev-parse", "HEAD").strip()
        assert there["query"].pop("at") == "HEAD"
        assert there == here
    alone = run("diff", "--git-dir", str(bare), registry=None)
    assert (alone.code, alone.out) == (2, "")
    assert "裸库里没有当前文件" in alone.err
    told = run("blame", "1-1", "--format", "csv", "--git-dir", str(bare), registry=None).out
    assert told == run("blame", "1-1", "--format", "csv", "--at", "HEAD", registry=young.top / "registry").out
    whole = ask(run, young, "log")
    earlier = ask(run, young, "log", "--at", "HEAD~1")
    assert earlier == [item for item in whole if item["summary"] != "甲事都要办好"]
    assert len(earlier) < len(whole)
    assert "不用 --at" in run("diff", "--at", "HEAD", registry=young.top / "registry").err


def test_before_the_first_commit(small: Path, run: Run) -> None:
    subprocess.run(["git", "init", "-q"], cwd=small.parent, env=environment(), check=True)
    for command in (["diff"], ["log"], ["blame", "1-1"]):
        ran = run(*command, registry=small)
        assert (ran.code, ran.err) == (2, "错误：版本库里还没有提交，没有历史可看；先 git add、git commit\n")


def wrong_calls() -> Iterator[tuple[list[str], int, str]]:
    yield ["diff", "没有"], 2, "错误：没有这个版本「没有」"
    yield ["diff", "HEAD~1"], 2, "错误：版本「HEAD~1」的 registry 里没有任务清单（plan.yaml）"
    yield ["log", "1-49-3"], 2, "错误：没有任务「1-49-3」"
    yield ["log", "--unit", "丁局"], 2, "错误：没有单位「丁局」。相近的有："
    yield ["log", "--unit", "局"], 2, "错误：单位「局」不止一个：甲局、乙局、丙局"
    yield ["log", "--since", "某日"], 2, "错误：看不懂日期「某日」"
    yield ["blame", "1-9"], 2, "错误：没有任务「1-9」"
    yield ["blame"], 2, "错误：缺少参数「编号」"


@pytest.mark.parametrize(("command", "code", "message"), list(wrong_calls()), ids=str)
def test_a_wrong_call_is_told_in_a_sentence(
    young: Story, run: Run, command: list[str], code: int, message: str
) -> None:
    ran = run(*command, registry=young.top / "registry")
    assert (ran.code, ran.out) == (code, "")
    assert ran.err.startswith(message)


def test_a_revision_or_files_that_cannot_be_read(young: Story, run: Run) -> None:
    path = young.path("units.yaml")
    text = path.read_text(encoding="utf-8")
    path.write_text(f"{text}  [\n", encoding="utf-8")
    ran = run("diff", registry=young.top / "registry")
    assert ran.code == 1
    assert "任务清单有" in ran.err
    young.commit("改坏")
    path.write_text(text, encoding="utf-8")
    ran = run("diff", registry=young.top / "registry")
    assert ran.code == 1
    assert ran.err.startswith("错误：版本「HEAD」的清单读不全，无从比较。第一处：\nregistry/units.yaml:")
    ran = run("log", registry=young.top / "registry")
    assert ran.code == 0
    assert ran.out.startswith("shili2099\n")
    assert "  清单      读不全    registry/units.yaml:" in ran.out


def test_a_log_begins_before_all_of_it_is_read(young: Story) -> None:
    for at in range(60):
        young.change("annex1/01-yangli.yaml", lambda value, at=at: value.update(goal=f"第{at}档"))
        young.commit(f"第 {at} 次")
    repo = git.repository(young.top)
    with Objects(repo) as objects:
        chronicle = Chronicle(repo, objects, "registry", stories.KEY)
        met: list[str] = []

        def episodes() -> Iterator[Episode]:
            for episode in chronicle.episodes(repo.commit("HEAD"), lambda _: True):
                met.append(episode.commit.summary)
                yield episode

        pieces = renderer("table")(views.log("样例", episodes, {}, None), Page(100))
        while "第 59 次" not in next(pieces):
            assert len(met) < 30
        assert len("".join(pieces).split("\n\n")) == 61


def test_a_task_by_its_plan(young: Story, run: Run) -> None:
    assert ask(run, young, "blame", f"{stories.KEY}:1-1") == ask(run, young, "blame", "1-1")
    ran = run("log", "meiyou:1-1", registry=young.top / "registry")
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith("错误：没有方案「meiyou」")


def test_what_a_commit_says_reaches_no_terminal_raw(young: Story, run: Run) -> None:
    young.change("annex1/01-yangli.yaml", lambda value: value.update(goal="优秀"))
    young.commit("红\x1b[31m色 [bold]")
    for form in ("table", "csv", "md", "json", "jsonl"):
        ran = run("log", "--format", form, registry=young.top / "registry")
        assert ran.code == 0
        assert "\x1b" not in ran.out
        assert "31m" in ran.out


def test_a_repository_with_longer_names_and_the_registry_at_its_top(tmp_path: Path, run: Run) -> None:
    top = tmp_path / "顶"
    shutil.copytree(SMALL / "registry", top)
    young = Story(top, folder=".")
    young.git("init", "-q", "--object-format=sha256")
    young.commit("印发")
    young.change("annex1/01-yangli.yaml", lambda value: value.update(goal="优秀"))
    young.commit("改目标")
    assert [record["name"] for record in ask(run, young, "log")] == ["目标", "建立清单"]
    assert [record["name"] for record in ask(run, young, "diff", "HEAD~1")] == ["目标"]


def test_a_damaged_repository_is_told(young: Story, run: Run) -> None:
    name = young.git("rev-parse", "HEAD:registry/units.yaml")
    (young.top / ".git" / "objects" / name[:2] / name[2:]).unlink()
    ran = run("log", registry=young.top / "registry")
    assert ran.code == 2
    assert ran.err == f"错误：版本库里缺少对象 {name[:8]}：克隆不完整，或已损坏（git fsck 可查）\n"


def test_the_packed_registry_has_no_history(run: Run, tmp_path: Path) -> None:
    for command in (["diff"], ["log"], ["git-setup"]):
        ran = run(*command, registry=None, cwd=tmp_path)
        assert ran.code in (1, 2)
        assert "Traceback" not in ran.err


def test_one_plan_of_a_federation(young: Story, run: Run) -> None:
    shutil.copytree(young.top / "registry", young.top / "全市" / "甲区")
    shutil.move(young.top / "registry", young.top / "全市" / "乙区")
    young.folder = "全市/甲区"
    young.change("plan.yaml", lambda value: value.update(key="jiaqu", number="样例发〔2099〕1号"))
    young.commit("联合")
    whole = run("diff", registry=young.top / "全市")
    assert (whole.code, whole.err) == (
        2,
        "错误：这个命令一次只看一个方案：加 --plan 代号（全部方案见 bizenv plans）\n",
    )
    unknown = run("log", "--plan", "jiaq", registry=young.top / "全市")
    assert unknown.err == "错误：没有方案「jiaq」。相近的有：jiaqu\n"
    ran = run("log", "--plan", "shili2099", "--format", "jsonl", registry=young.top / "全市")
    assert [record["name"] for record in records(ran.out)] == ["建立清单"]  # it only moved
    ran = run("log", "--plan", "jiaqu", "--format", "jsonl", registry=young.top / "全市")
    assert [record["summary"] for record in records(ran.out)] == ["联合"]
