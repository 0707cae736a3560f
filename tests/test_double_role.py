"""Two answer for one task: the unit that the body names as leading its indicator or action, and the annex's own."""

import json

import pytest

from bizenv_cli.index import Index
from bizenv_cli.query import profile
from bizenv_cli.query.tasks import Filters, body_leads
from bizenv_cli.registry import Registry
from conftest import Run, by_ids, refs, unit_named

# unit → the tasks that the annex gives to others, by indicator or action
BY_BODY = {
    "区委政法委": [f"2-{seq}" for seq in range(15, 41)],
    "区自然资源和规划分局": ["1-25", "1-26", "1-27"],
    "区供电公司": ["1-18"],
    "区金融办": ["1-59"],
    "区商务局": ["1-43", *(f"2-{seq}" for seq in (43, 44, 46, 47, 48, 49, 50, 51, 52))],
    "区住建局": ["1-10", "1-11", "1-14", *(f"1-{seq}" for seq in range(83, 93))],
    "区市场监管局": ["1-114", "1-115", *(f"1-{seq}" for seq in range(117, 124))],
    "区法院": [],
    "区税务局": [],
    "区残联": [],
}


@pytest.mark.parametrize(("unit", "tasks"), BY_BODY.items())
def test_a_unit_keeps_what_the_body_has_it_lead(index: Index, unit: str, tasks: list[str]) -> None:
    found = profile.unit(index, unit_named(index, unit), Filters()).by_body
    assert sorted(task.id for task in found) == sorted(tasks)
    assert {task.role for task in found} <= {"body"}


@pytest.mark.parametrize(
    ("task", "units"),
    [
        ("1-26", ("区自然资源和规划分局",)),
        ("1-28", ()),
        ("1-83", ("区住建局",)),
        ("1-43", ("区商务局",)),  # the annex lost who leads it
        ("1-8", ()),  # 区城管和执法局 and 区住建局 lead it: the body's is among them
        ("1-116", ()),  # 区市监局 is 区市场监管局
        ("2-24", ("区委政法委",)),
        ("2-6", ()),
    ],
)
def test_a_task_tells_whom_else_the_body_names(index: Index, task: str, units: tuple[str, ...]) -> None:
    assert body_leads(index, refs(index, task)[0]) == units


def test_the_view_is_what_the_registry_says(index: Index, real: Registry) -> None:
    """Reckoned from the files alone: the body's leads less the annex's, by canonical names."""
    names = real.unit_names
    expected = set()
    for entry in real.tasks():
        body = entry.action.lead_unit if entry.action else None
        leads = [body] if body else entry.indicator.lead if entry.indicator else ()
        annex = {names[name] for name in entry.task.lead}
        expected |= {(entry.id, names[name]) for name in leads if names[name] not in annex}
    assert {(row["id"], row["unit"]) for row in index.rows("SELECT id, unit FROM body_leads")} == expected
    assert len(expected) == 92


def test_no_unit_is_named_twice_for_a_task(index: Index) -> None:
    both = "SELECT * FROM body_leads JOIN assignments USING (plan, id, unit) WHERE role = 'lead'"
    assert index.rows(both) == []


def test_the_page_of_a_task_names_both(run: Run) -> None:
    assert (
        "牵头      区住建局\n正文牵头  区自然资源和规划分局（指标的牵头单位，与附件的牵头单位都须负责）\n"
        in run("task", "1-26").out
    )
    assert "正文牵头  区商务局（指标的牵头单位）\n" in run("task", "1-43").out
    assert (
        "正文牵头    区委政法委（专项行动的牵头单位，与附件的牵头单位都须负责）\n" in run("task", "2-24").out
    )
    assert "正文牵头" not in run("task", "1-28").out
    assert json.loads(run("task", "1-26", "-f", "json").out)["body_leads"] == ["区自然资源和规划分局"]


def test_the_page_of_a_unit_counts_them_apart(run: Run) -> None:
    led = "正文牵头  所牵头的指标、行动下，另有"
    whole = run("unit", "区委政法委").out
    assert f"{led} 26 项附件未列其牵头，也须负责，--with-body 列出\n" in whole
    assert "2-24" not in whole
    assert "\n正文牵头、附件未列其牵头 26 项\n" in run("unit", "区委政法委", "--with-body").out
    assert (
        f"{led} 26 项附件未列其牵头，也须负责（2 项列其配合，其余 --with-body 列出）\n"
        in run("unit", "区发改委").out
    )
    assert "\n正文牵头、附件未列其牵头 24 项\n" in run("unit", "区发改委", "--with-body").out
    assert f"{led} 13 项附件未列其牵头，也须负责（都列其配合）\n" in run("unit", "区住建局").out
    assert "正文牵头" not in run("unit", "区法院").out


@pytest.mark.parametrize("unit", ["区住建局", "区发改委", "区市监局", "区委政法委"])
def test_json_lists_each_task_once_and_loses_none(run: Run, index: Index, unit: str) -> None:
    answer = json.loads(run("unit", unit, "--with-body", "--with-collective", "-f", "json").out)
    listed = [task["id"] for task in answer["tasks"]]
    assert len(listed) == len(set(listed))
    found = profile.unit(index, unit_named(index, unit), Filters())
    assert answer["unit"]["by_body"] == len(found.by_body)
    for tasks in (found.leads, found.supports, found.through, found.by_body):
        assert {task.id for task in tasks} <= set(listed)
    plain = json.loads(run("unit", unit, "-f", "json").out)
    assert [task["id"] for task in plain["tasks"]] == listed[: len(plain["tasks"])]


def test_filters_narrow_these_too(index: Index) -> None:
    unit = unit_named(index, "区委政法委")
    found = profile.unit(index, unit, Filters(statuses=("overdue",))).by_body
    assert [task.id for task in found] == ["2-21", "2-23", "2-35", "2-36", "2-37", "2-39"]
    assert [task.status for task in by_ids(index, *(task.id for task in found))] == ["overdue"] * 6
