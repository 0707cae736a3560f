"""The numbers of the notice, asked of the real registry through the program's own questions."""

from collections import Counter
from datetime import date

from bizenv_cli.index import Index
from bizenv_cli.model import Indicator
from bizenv_cli.query import directory, profile, targets, tasks
from bizenv_cli.query.tasks import Filters
from bizenv_cli.registry import Registry
from conftest import by_ids, unit_named


def due(index: Index, day: str) -> tasks.Selection:
    return tasks.due(index, Filters(before=date.fromisoformat(day)))


def test_the_annexes_have_143_tasks_and_58_measures(real: Registry) -> None:
    ids = [entry.id for entry in real.tasks()]
    assert ids == [f"1-{n}" for n in range(1, 144)] + [f"2-{n}" for n in range(1, 59)]


def test_18_indicators_5_actions_18_work_tasks_4_treatments(real: Registry) -> None:
    assert len(real.indicators) == 18
    assert len(real.actions) == 5
    assert [work.seq for file in real.actions for work in file.record.work_tasks] == list(range(1, 19))
    assert real.treatments
    assert len(real.treatments.record.treatments) == 4


def test_147_tasks_are_due_by_the_end_of_november_and_70_the_day_before(index: Index) -> None:
    assert due(index, "2023-11-30").whole() == 147
    assert due(index, "2023-11-29").whole() == 70


def test_deadlines_fall_on_seven_days_and_one_task_has_none(index: Index) -> None:
    days = Counter(str(task.deadline) for task in tasks.select(index, Filters()))
    assert days == {
        "2023-06-30": 34,
        "2023-07-31": 2,
        "2023-08-31": 3,
        "2023-09-30": 21,
        "2023-10-31": 10,
        "2023-11-30": 77,
        "2023-12-31": 53,
        "None": 1,
    }
    assert tasks.undated(index, Filters()) == ["1-43"]


def test_34_tasks_were_due_before_the_notice_was_issued(real: Registry, index: Index) -> None:
    assert real.plan
    issued = real.plan.record.issued
    late = [task for task in tasks.select(index, Filters()) if task.deadline and task.deadline < issued]
    assert len(late) == 34


def test_the_court_leads_23_supports_2_and_36_more_reach_it_only_through_collective_names(
    index: Index,
) -> None:
    court = profile.unit(index, unit_named(index, "区法院"), Filters())
    assert (len(court.leads), len(court.supports), len(court.through)) == (23, 2, 36)
    assert court.collectives == ("区直各有关单位", "区直各单位")
    assert [charge.subject for charge in court.charges] == ["办理破产", "保护中小投资者", "执行合同"]


def test_every_spelling_of_a_unit_gives_the_same_answer(index: Index, real: Registry) -> None:
    assert unit_named(index, "区市监局") == unit_named(index, "区市场监管局")
    for spelling, canonical in real.unit_names.items():
        assert unit_named(index, spelling).name == canonical


def test_a_task_that_a_unit_leads_and_supports_counts_once(index: Index) -> None:
    housing = profile.unit(index, unit_named(index, "区住建局"), Filters())
    assert "1-12" in {task.id for task in housing.leads}
    assert "1-12" not in {task.id for task in housing.supports}
    entry = next(entry for entry in directory.units(index) if entry.name == "区住建局")
    assert (entry.lead, entry.support) == (len(housing.leads), len(housing.supports))


def test_row_43_stays_absent_and_row_122_stays_broken_off(index: Index) -> None:
    lost, cut = by_ids(index, "1-43", "1-122")
    assert (lost.measure, lost.lead, lost.support, lost.deadline) == (None, (), (), None)
    assert lost.errata[0].kind == "lost"
    assert cut.measure
    assert cut.measure.endswith("进一步加强")
    assert "truncated" in [erratum.kind for erratum in cut.errata]


def test_measure_34_of_annex_2_has_three_dated_steps(index: Index) -> None:
    (task,) = by_ids(index, "2-34")
    assert [str(step.date) for step in task.milestones] == ["2023-03-31", "2023-05-31", "2023-09-30"]
    assert all(step.text in (task.measure or "") for step in task.milestones)


def test_the_pilot_is_the_one_printed_for_the_row(index: Index) -> None:
    first, last, library, culture = by_ids(index, "1-73", "1-82", "1-136", "1-137")
    assert first.pilot == last.pilot  # one cell in three pieces: rows 73, 74 and 78
    assert all(f"{item}." in (first.pilot or "") for item in (1, 2, 3))
    assert library.pilot != culture.pilot == "创建文旅产业品牌。"


def test_every_unit_that_body_and_annex_name_differently_is_in_an_erratum(real: Registry) -> None:
    """Unless one side says 区直各有关单位 and the unit is among those; an action's lead unit has a column of its own."""
    everyone = "区直各有关单位"
    names_of = real.unit_names
    assert real.units
    (reached,) = (
        {*unit.covers, *unit.presumed_covers} for unit in real.units.record.units if unit.name == everyone
    )
    for file in (*real.indicators, *real.actions):
        head = file.record
        lead = head.lead if isinstance(head, Indicator) else (head.lead_unit,)
        body = {names_of[name] for name in (*lead, *head.support)}
        ordered = body if isinstance(head, Indicator) else {names_of[name] for name in head.support}
        tasks_of = [entry.task for entry in real.tasks() if entry.file is file]
        annex = {names_of[name] for task in tasks_of for name in (*task.lead, *task.support)}
        only_body = {
            unit
            for unit in ordered - annex
            if not (everyone in annex and everyone in body and unit in reached)
        }
        only_annex = {unit for unit in annex - body if not (everyone in body and unit in reached)}
        said = "".join(erratum.because for erratum in head.errata)
        assert [unit for unit in only_body | only_annex if unit not in said] == [], file.path


def test_the_collective_covers_exactly_whom_the_notice_names_with_it(real: Registry) -> None:
    """「区发改委、区财政局等区直各有关单位」: the names before 等 are members by the notice's own words."""
    everyone = "区直各有关单位"
    heads = [file.record for file in (*real.indicators, *real.actions)]
    lists = [head.support for head in heads] + [entry.task.support for entry in real.tasks()]
    named = {
        real.unit_names[name]
        for names_ in lists
        if everyone in names_
        for name in names_[: names_.index(everyone)]
    }
    assert real.units
    (unit,) = (unit for unit in real.units.record.units if unit.name == everyone)
    assert set(unit.covers) == named
    assert not set(unit.covers) & set(unit.presumed_covers)


def test_54_goals_are_numbers_and_none_has_been_measured(index: Index) -> None:
    found = targets.targets(index, targets.TargetFilters())
    assert len(found) == 54
    assert {target.status for target in found} == {"none"}
    assert sum(target.unit == "%" for target in found) == 25
    assert sum(bool(target.tasks) for target in found) == 23  # the others stand in the body alone
