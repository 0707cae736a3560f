"""Several plans in one folder: ids, names and counts belong to their plans; a broken plan is never left out silently."""

import json
import shutil
import subprocess
from pathlib import Path

import pytest

from conftest import SMALL, Run

KEYS = ("jia", "yi", "bing")


def add_plan(federation: Path, folder: str, key: str) -> Path:
    path = federation / folder
    shutil.copytree(SMALL / "registry", path)
    edit(path / "plan.yaml", "key: shili2099", f"key: {key}")
    return path


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


@pytest.fixture
def province(tmp_path: Path) -> Path:
    """Three copies of the fictitious plan, two of them in a city's folder."""
    folder = tmp_path / "样例省"
    for path, key in zip(("a-xian", "shi/b-xian", "shi/c-xian"), KEYS, strict=True):
        add_plan(folder, path, key)
    return folder


def records(run: Run, *arguments: str, registry: Path) -> list[dict[str, object]]:
    ran = run(*arguments, "--format", "jsonl", registry=registry)
    assert ran.code == 0, ran.err
    return [json.loads(line) for line in ran.out.splitlines()]


def test_ids_begin_with_the_plans_key_in_the_order_of_the_folders(run: Run, province: Path) -> None:
    found = records(run, "list", registry=province)
    alone = records(run, "list", registry=SMALL / "registry")
    assert [task["id"] for task in found] == [f"{key}:{task['id']}" for key in KEYS for task in alone]
    assert [task["plan"] for task in found] == [key for key in KEYS for _ in alone]


def test_every_other_field_is_as_in_the_plan_alone(run: Run, province: Path) -> None:
    own = ("id", "plan")
    alone = records(run, "list", registry=SMALL / "registry")
    for key in KEYS:
        for found, expected in zip(
            records(run, "list", "--plan", key, registry=province), alone, strict=True
        ):
            assert {name: value for name, value in found.items() if name not in own} == {
                name: value for name, value in expected.items() if name not in own
            }


def test_plans_are_listed_with_their_counts(run: Run, province: Path) -> None:
    found = records(run, "plans", registry=province)
    assert [(plan["plan"], plan["folder"]) for plan in found] == [
        ("jia", "a-xian"),
        ("yi", "shi/b-xian"),
        ("bing", "shi/c-xian"),
    ]
    alone = len(records(run, "list", registry=SMALL / "registry"))
    assert [plan["total"] for plan in found] == [alone] * 3
    assert "方案 3 个" in run("plans", registry=province).out


def test_a_question_over_all_plans_groups_by_plan(run: Run, province: Path) -> None:
    ran = run("unit", "甲局", registry=province)
    assert ran.code == 0
    assert ran.out.count("甲局　牵头 2 项") == 3
    assert ran.out.splitlines()[0] == "3 个方案"
    one = run("unit", "甲局", "--plan", "yi", registry=province)
    assert one.out.count("甲局　牵头 2 项") == 1
    assert "yi:1-1" in one.out
    assert "jia:1-1" not in one.out


def test_an_alias_belongs_to_its_plan(run: Run, province: Path) -> None:
    """A spelling that is one unit's name here and another's there finds each plan's own."""
    alias = "    aliases:\n      - name: 甲甲局\n        basis: certain\n        because: 样例\n"
    edit(province / "a-xian" / "units.yaml", alias, "  - name: 甲甲局\n    kind: single\n")
    found = records(run, "due", "--unit", "甲甲局", registry=province)
    by_plan = {key: [task["id"] for task in found if task["plan"] == key] for key in KEYS}
    assert by_plan["jia"] == ["jia:1-2"]
    assert by_plan["yi"] == [
        task["id"] for task in records(run, "due", "--unit", "甲局", "--plan", "yi", registry=province)
    ]
    assert len(by_plan["yi"]) > 1


def test_a_task_needs_its_plan_where_several_have_its_number(run: Run, province: Path) -> None:
    ran = run("task", "1-1", registry=province)
    assert (ran.code, ran.out) == (2, "")
    assert "3 个方案都有任务「1-1」：jia:1-1、yi:1-1、bing:1-1。请写上方案代号" in ran.err
    for ran in (
        run("task", "yi:1-1", registry=province),
        run("task", "1-1", "--plan", "yi", registry=province),
        run("task", "ＹＩ：１－１", registry=province),
    ):
        assert ran.code == 0
        assert ran.out.startswith("yi:1-1")
    assert "shi/b-xian/annex1/01-yangli.yaml:" in run("task", "yi:1-1", registry=province).out
    assert run("why", "yi:1-1", registry=province).code == 0


def test_an_unknown_plan_is_told_with_the_nearest(run: Run, province: Path) -> None:
    ran = run("due", "--plan", "yii", registry=province)
    assert (ran.code, ran.out) == (2, "")
    assert "没有方案「yii」。相近的有：yi" in ran.err


@pytest.mark.parametrize("name", ["units", "officials", "indicators", "actions", "errata"])
def test_directories_say_whose_each_entry_is(run: Run, province: Path, name: str) -> None:
    found = records(run, name, registry=province)
    alone = records(run, name, registry=SMALL / "registry")
    assert [entry["plan"] for entry in found] == [key for key in KEYS for _ in alone]
    if found:
        assert "方案" in run(name, registry=province).out.splitlines()[2]


def test_the_answer_is_the_same_with_and_without_the_cache(run: Run, province: Path) -> None:
    for question in (["due"], ["unit", "甲局"], ["indicator", "1"], ["search", "办好"], ["units"]):
        assert run(*question, registry=province) == run(*question, "--no-cache", registry=province)


def test_a_broken_plan_stops_every_question_but_those_of_other_plans(run: Run, province: Path) -> None:
    edit(province / "shi/b-xian/annex1/01-yangli.yaml", "lead: [甲局]", "lead: [甲居]")
    ran = run("due", registry=province)
    assert (ran.code, ran.out) == (1, "")
    assert "b-xian/annex1/01-yangli.yaml" in ran.err
    assert run("due", "--plan", "yi", registry=province).code == 1
    assert run("due", "--plan", "jia", registry=province).code == 0


def test_a_plan_that_lost_its_head_is_told_and_not_overlooked(run: Run, province: Path) -> None:
    (province / "shi/c-xian/plan.yaml").unlink()
    ran = run("check", registry=province)
    assert ran.code == 1
    assert "样例省/shi/c-xian/plan.yaml:1:1  E004  缺少文件" in ran.out
    assert run("due", registry=province).code == 1


def test_two_plans_of_one_key_are_a_problem(run: Run, province: Path) -> None:
    edit(province / "shi/c-xian/plan.yaml", "key: bing", "key: jia")
    ran = run("check", registry=province)
    assert ran.code == 1
    assert "样例省/shi/c-xian/plan.yaml:" in ran.out
    assert "E401" in ran.out
    assert ran.out.count("E401") == 1
    for question in (["due"], ["due", "--plan", "yi"]):
        ran = run(*question, registry=province)
        assert (ran.code, ran.out) == (1, "")
        assert "E401" in ran.err


def test_a_plan_inside_a_plan_is_one_problem(run: Run, province: Path) -> None:
    add_plan(province, "a-xian/annex1/nei", "nei")
    ran = run("check", registry=province)
    assert ran.code == 1
    assert ran.out.count("E0") == 1
    assert "a-xian/annex1/nei/plan.yaml:1:1  E011  方案里面又有一个方案" in ran.out


def test_a_linked_plan_is_a_plan_and_a_loop_is_none(run: Run, province: Path, tmp_path: Path) -> None:
    elsewhere = add_plan(tmp_path / "别处", "d", "ding")
    (province / "d-xian").symlink_to(elsewhere)
    (province / "shi" / "huan").symlink_to(province)
    assert [plan["plan"] for plan in records(run, "plans", registry=province)] == [
        "jia",
        "ding",
        "yi",
        "bing",
    ]


def test_check_looks_at_all_plans(run: Run, province: Path) -> None:
    ran = run("check", registry=province)
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.startswith("检查 3 个方案、")
    edit(province / "a-xian/annex1/01-yangli.yaml", "lead: [甲局]", "lead: [甲居]")
    edit(province / "shi/b-xian/annex1/01-yangli.yaml", "deadline: 2099-05-31", "deadline: 2099-06-31")
    ran = run("check", registry=province)
    assert (ran.code, ran.out.count("E204"), ran.out.count("E110")) == (1, 2, 1)
    ran = run("check", str(province / "shi/b-xian"), registry=None)
    assert (ran.code, ran.out.count("E204"), ran.out.count("E110")) == (1, 0, 1)


def test_base_compares_each_plan_and_misses_a_lost_one(run: Run, province: Path) -> None:
    identity = ["-c", "user.name=样例", "-c", "user.email=t@example.invalid", "-c", "commit.gpgsign=false"]
    for arguments in (["init", "-q", "-b", "main"], ["add", "-A"], ["commit", "-q", "-m", "first"]):
        subprocess.run(["git", *identity, *arguments], cwd=province, check=True)
    assert run("check", "--base", "main", registry=province).code == 0
    add_plan(province, "new-xian", "xin")
    assert run("check", "--base", "main", registry=province).code == 0
    edit(province / "a-xian/annex1/01-yangli.yaml", "deadline: 2099-05-31", "deadline: 2099-06-30")
    shutil.rmtree(province / "shi/c-xian")
    ran = run("check", "--base", "main", registry=province)
    assert ran.code == 1
    assert "a-xian/annex1/01-yangli.yaml" in ran.out
    assert "E301" in ran.out
    assert "shi/c-xian/plan.yaml:1:1  E302  整个方案没有了" in ran.out


def test_a_command_about_one_plan_asks_which(run: Run, province: Path, tmp_path: Path) -> None:
    notice = tmp_path / "通知.txt"
    shutil.copy(SMALL / "notice.txt", notice)
    ran = run("verify", str(notice), registry=province)
    assert (ran.code, "加 --plan 代号" in ran.err) == (2, True)
    assert run("verify", str(notice), "--plan", "jia", registry=province).code == 0


def test_a_federation_is_found_in_a_folder_named_registry(run: Run, province: Path, tmp_path: Path) -> None:
    province.rename(tmp_path / "registry")
    below = tmp_path / "里面"
    below.mkdir()
    assert "3 个方案" in run("plans", registry=None, cwd=below).out
    inside = tmp_path / "registry" / "shi" / "b-xian" / "annex1"
    assert "方案 1 个" in run("plans", registry=None, cwd=inside).out


def test_a_limit_over_several_plans_leaves_out_whole_pages_and_counts_them(run: Run, province: Path) -> None:
    for question in (["unit", "甲局"], ["official", "领导甲"], ["indicator", "1"], ["action", "1"]):
        whole = len(records(run, *question, registry=province))
        ran = run(*question, "--limit", "1", registry=province)
        alone = len(records(run, *question, "--plan", "jia", registry=province))
        assert f"还有 {whole - alone} 项未列出" in ran.out, question
        answer = json.loads(run(*question, "--format", "json", registry=province).out)
        assert answer["count"] == len(answer["tasks"]) == whole == 3 * alone
    ran = run("unit", "乙局", "--with-collective", "--limit", "1", registry=province)
    assert "还有 6 项未列出" in ran.out
