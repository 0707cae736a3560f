"""The questions against a plain-Python oracle, and the meaning of names."""

import json
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bizenv_cli.errors import AmbiguousNameError, BadCallError, BizenvError, UnknownNameError
from bizenv_cli.index import Index
from bizenv_cli.query import directory, errata, names, profile, reasons, search, sql, tasks
from bizenv_cli.query.tasks import Filters
from bizenv_cli.registry import Registry, TaskEntry
from conftest import DAY, by_ids, index_at, only, refs, unit_named

DAYS = [
    date(2023, 6, 29),
    date(2023, 6, 30),
    date(2023, 7, 1),
    date(2023, 9, 30),
    date(2023, 11, 30),
    date(2024, 1, 1),
]
UNITS = ["区法院", "区市场监管局", "区住建局", "各镇、街道、园区", "区政数局"]


def status(entry: TaskEntry, as_of: date, window: int = 30) -> str:
    deadline = entry.task.deadline
    if deadline is None:
        return "undated"
    days = (deadline - as_of).days
    return "overdue" if days < 0 else "due-soon" if days <= window else "open"


filters = st.builds(
    Filters,
    before=st.none() | st.sampled_from(DAYS),
    after=st.none() | st.sampled_from(DAYS),
    units=st.just(()) | st.sampled_from(UNITS).map(lambda name: (unit_named(index_at(DAY), name),)),
    role=st.sampled_from(["lead", "support", "any"]),
    official=st.none() | st.sampled_from(["毛涛", "胡建勇", "李杰霞"]),
    sub_indicator=st.none(),
    action=st.none(),
    plan=st.none(),
    annex=st.none() | st.sampled_from([1, 2]),
    indicator=st.none() | st.sampled_from(["登记财产", "包容普惠创新"]),
    statuses=st.sampled_from([(), ("overdue",), ("due-soon", "open"), ("undated",)]),
    reported_since=st.sampled_from([None] * 5 + DAYS),
    silent_since=st.none() | st.sampled_from([*DAYS, date(2023, 7, 28)]),
    lights=st.sampled_from([(), ("red",), ("yellow", "green"), ("grey",)]),
)
LIGHTS = {"overdue": "red", "due-soon": "yellow", "open": "green", "undated": "grey"}


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(wanted=filters, as_of=st.sampled_from(DAYS))
def test_filters_select_what_a_plain_loop_selects(real: Registry, wanted: Filters, as_of: date) -> None:
    def passes(entry: TaskEntry) -> bool:
        task = entry.task
        units = {
            "lead": [real.unit_names[name] for name in task.lead],
            "support": [real.unit_names[name] for name in task.support],
        }
        roles = ["lead", "support"] if wanted.role == "any" else [wanted.role]
        head = entry.action or entry.indicator
        assert head
        return (
            (not wanted.before or bool(task.deadline and task.deadline <= wanted.before))
            and (not wanted.after or bool(task.deadline and task.deadline >= wanted.after))
            and (not wanted.units or any(wanted.units[0].name in units[role] for role in roles))
            and (not wanted.official or wanted.official in head.lead_officials)
            and (not wanted.annex or wanted.annex == entry.annex)
            and (
                not wanted.indicator
                or bool(entry.indicator and entry.indicator.indicator == wanted.indicator)
            )
            and (not wanted.statuses or status(entry, as_of) in wanted.statuses)
            and (not wanted.lights or LIGHTS[status(entry, as_of)] in wanted.lights)
            and not wanted.reported_since  # nobody has reported anything
            and (not wanted.silent_since or wanted.silent_since >= date(2023, 7, 28))
        )

    found = tasks.select(index_at(as_of), wanted)
    assert [task.id for task in found] == [entry.id for entry in real.tasks() if passes(entry)]


@pytest.mark.parametrize(
    ("as_of", "expected"),
    [
        ("2023-11-30", "due-soon"),
        ("2023-12-01", "overdue"),
        ("2023-10-31", "due-soon"),
        ("2023-10-30", "open"),
    ],
)
def test_a_deadline_is_met_on_its_day_and_near_thirty_days_before(as_of: str, expected: str) -> None:
    index = index_at(date.fromisoformat(as_of))
    (task,) = by_ids(index, "1-49")
    reason = reasons.why(index, *refs(index, "1-49"))
    assert task.deadline == date(2023, 11, 30)
    assert task.status == expected
    assert next(rule.status for rule in reason.rules if rule.holds) == expected


def test_a_task_without_a_deadline_is_never_due() -> None:
    index = index_at(date(2099, 1, 1))
    assert "1-43" not in tasks.due(index, Filters()).ids()
    assert tasks.undated(index, Filters()) == ["1-43"]
    assert tasks.undated(index, Filters(units=(unit_named(index, "区法院"),))) == []


def test_due_is_ordered_by_deadline_then_by_the_notice(index: Index) -> None:
    found = tasks.due(index, Filters())
    keys = [(task.deadline, task.annex, task.seq) for task in found]
    assert keys == sorted(keys)


def test_directories_add_up(index: Index, real: Registry) -> None:
    entries = list(real.tasks())
    overdue = sum(status(entry, DAY) == "overdue" for entry in entries)
    groups = [*directory.indicators(index), *directory.actions(index)]
    assert sum(group.counts.total for group in groups) == 201
    assert sum(group.counts.overdue for group in groups) == overdue
    leads = sum(len({real.unit_names[name] for name in entry.task.lead}) for entry in entries)
    assert sum(unit.lead for unit in directory.units(index)) == leads


def test_directories_keep_the_notices_order(index: Index) -> None:
    assert [entry.name for entry in directory.officials(index)][:3] == ["毛涛", "蔡志刚", "彭小建"]
    assert [entry.order for entry in directory.indicators(index)] == list(range(1, 19))
    assert next(entry.name for entry in directory.units(index)) == "区市场监管局"


def test_only_through_a_collective_name(small_index: Index) -> None:
    second = profile.unit(small_index, unit_named(small_index, "乙局"), Filters())
    assert [(task.id, task.via) for task in second.through] == [("1-1", "各样例单位")]
    assert [task.id for task in second.leads] == ["2-1", "1-2"]
    first = profile.unit(small_index, unit_named(small_index, "甲局"), Filters())
    assert [task.id for task in first.leads] == ["1-1", "1-2"]
    assert [task.id for task in first.supports] == ["1-3"]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("区法院", "区法院"),
        ("法院", "区法院"),
        ("市监局", "区市场监管局"),
        ("区农村农业局", "区农业农村局"),
        (" 区法院 ", "区法院"),
        ("各镇、街道、园区", "各镇、街道、园区"),
    ],
)
def test_units_are_found_by_name_alias_and_part(index: Index, typed: str, meant: str) -> None:
    assert unit_named(index, typed).name == meant


def test_indicators_are_found_by_name_body_name_number_and_sub_indicator(index: Index) -> None:
    assert only(names.indicator(index, "5")).name == "登记财产"
    assert only(names.indicator(index, "创造、保护")).name == "知识产权"
    assert only(names.indicator(index, "养老")).sub == "基本公共服务满意度—养老"
    assert only(names.indicator(index, "包容普惠创新")).sub is None
    assert only(names.action(index, "3")).name == "企业家权益保护专项行动"


def test_names_that_mean_nothing_or_too_much(index: Index) -> None:
    with pytest.raises(UnknownNameError, match=r"相近的有：区法院$"):
        names.unit(index, "区法园")
    with pytest.raises(UnknownNameError, match="bizenv units"):
        names.unit(index, "外星人")
    with pytest.raises(AmbiguousNameError, match="区公安分局、市公安局"):
        names.unit(index, "公安")
    with pytest.raises(BizenvError, match="基本公共服务满意度"):
        names.indicator(index, "基本公共服务")
    with pytest.raises(UnknownNameError):
        names.indicator(index, "99")
    with pytest.raises(BadCallError, match="1-1 至 1-143"):
        names.task(index, "1-144")


@pytest.mark.parametrize("typed", ["1-26", "１－２６", "1—26", " 1 - 26 ", "qsh2023:1-26", "QSH2023：1-26"])
def test_task_ids_are_met_half_way(index: Index, typed: str) -> None:
    assert names.task(index, typed).id == "1-26"


@pytest.mark.parametrize(
    "words", ["双随机", "掌上", "AEO", "aeo", "一", "“三张清单”", "电子证照 印章", "100%", '"', "_"]
)
def test_search_finds_what_a_plain_loop_finds(index: Index, real: Registry, words: str) -> None:
    hits = search.search(index, words, Filters())
    parts = [word.lower() for word in words.split()]
    own = [
        entry.id
        for entry in real.tasks()
        if all(part in (entry.task.measure or "").lower() for part in parts)
    ]
    assert [task.id for task in hits.in_measure] == own
    assert not set(own) & {task.id for task in hits.around}


def test_errata_are_listed_and_narrowed(index: Index, real: Registry) -> None:
    assert len(errata.errata(index)) == sum(1 for _ in real.errata())
    assert {item.subject for item in errata.errata(index, "lost")} == {"1-43"}


def test_sql_reads_the_documented_views(index: Index) -> None:
    views = {view.name: view.columns for view in sql.views(index)}
    created = {row["name"] for row in index.rows("SELECT name FROM temp.sqlite_master WHERE type = 'view'")}
    assert set(views) == {name for name in created if not name.startswith("_")}  # those are our own
    for name, columns in views.items():
        assert sql.run(index, f"SELECT * FROM {name} LIMIT 1").columns == columns
    assert sql.run(index, "SELECT count(*) FROM tasks WHERE status = 'overdue'").rows == ((39,),)


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM main.task",
        "UPDATE main.task SET measure = ''",
        "DROP TABLE main.task",
        "CREATE TABLE x (a)",
        "ATTACH 'x.db' AS y",
        "PRAGMA query_only",
        "SELECT load_extension('x')",
        "DELETE FROM temp.asked",
        "SELECT 1; SELECT 2",
        "SELEC 1",
        "",
        "-- 只有注释",
        "SELECT * FROM 没有",
    ],
)
def test_sql_refuses_everything_but_one_select(index: Index, statement: str) -> None:
    before = sql.run(index, "SELECT count(*), max(ord) FROM tasks")
    with pytest.raises(BadCallError):
        sql.run(index, statement)
    assert sql.run(index, "SELECT count(*), max(ord) FROM tasks") == before


def test_printed_and_canonical_units_go_in_pairs(index: Index) -> None:
    for task in tasks.select(index, Filters()):
        assert len(task.lead) == len(task.lead_units)
        assert len(task.support) == len(task.support_units)
    row = index.rows("SELECT lead FROM tasks WHERE id = '1-1'")[0]
    assert json.loads(row["lead"]) == ["区市监局"]
