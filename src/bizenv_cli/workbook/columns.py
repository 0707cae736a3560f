"""The columns of the 台账: those of the annexes in their order, then how the task stands."""

from collections.abc import Callable, Hashable, Sequence
from typing import NamedTuple

from bizenv_cli.index import Index
from bizenv_cli.query.columns import names
from bizenv_cli.query.rows import TaskRow
from bizenv_cli.vocabulary import LIGHTS, STATUSES, join_names
from bizenv_cli.workbook.book import Value

LIGHT = "灯"

_CITIES = """
    SELECT asked.key AS plan, name AS indicator, NULL AS sub, benchmark_cities
      FROM temp.asked JOIN main.indicator AS indicator ON indicator.plan = asked.no
    UNION ALL
    SELECT asked.key, indicator, name, benchmark_cities
      FROM temp.asked JOIN main.sub_indicator AS sub ON sub.plan = asked.no"""


class Groups(NamedTuple):
    """What the annexes say of a whole indicator or action.

    Attributes:
        cities: 对标城市 by plan, indicator and sub-indicator (or None).
        lead_units: 总责任单位 by plan and action.
    """

    cities: dict[tuple[str, str, str | None], tuple[str, ...]]
    lead_units: dict[tuple[str, str], str]


class Column(NamedTuple):
    """One column.

    Attributes:
        value: what it says of a task.
        style: of its cells.
        merged: rows one after another for which this is the same are one cell, as the annex prints it.
    """

    title: str
    width: int
    value: Callable[[TaskRow, Groups], Value]
    style: str = "text"
    merged: Callable[[TaskRow], Hashable] | None = None


def groups(index: Index) -> Groups:
    """Return what is said of whole indicators and actions of the plans that are asked about."""
    cities = {
        (row["plan"], row["indicator"], row["sub"]): names(row["benchmark_cities"])
        for row in index.rows(_CITIES)
    }
    actions = index.rows("SELECT plan, name, lead_unit FROM actions")
    return Groups(cities, {(row["plan"], row["name"]): row["lead_unit"] for row in actions})


def _group(task: TaskRow) -> tuple[str, str]:
    return task.plan, subject(task)


def subject(task: TaskRow) -> str:
    """Return the indicator or action as the annex prints it: ``包容普惠创新（人才流动便利度）``."""
    name = task.indicator or task.action or ""
    return f"{name}（{task.sub_indicator}）" if task.sub_indicator else name


def _cities(task: TaskRow, found: Groups) -> Value:
    cities = found.cities.get((task.plan, task.indicator or "", task.sub_indicator), ())
    return join_names(cities) or None


_ID = Column("编号", 9, lambda task, _: task.id, "word")
_CITY = Column("对标城市", 10, _cities, "word", _group)
_GOAL = Column("预期目标", 10, lambda task, _: task.goal, "text", lambda task: (_group(task), task.goal))
_PILOT = Column(
    "创新试点项目", 18, lambda task, _: task.pilot, "text", lambda task: (_group(task), task.pilot)
)
_CHIEF = Column(
    "总责任单位",
    11,
    lambda task, found: found.lead_units.get((task.plan, task.action or "")),
    "word",
    _group,
)
_WORK = Column(
    "工作任务", 20, lambda task, _: task.work_task, "text", lambda task: (_group(task), task.work_task_seq)
)
_MEASURE = Column("工作举措", 58, lambda task, _: task.measure)
_SHARED = (
    Column("牵头单位", 14, lambda task, _: join_names(task.lead) or None),
    Column("配合单位", 22, lambda task, _: join_names(task.support) or None),
    Column("完成时限", 11, lambda task, _: task.deadline, "day"),
    Column("状态", 8, lambda task, _: STATUSES[task.status], "word"),
    Column(LIGHT, 6, lambda task, _: LIGHTS[task.light], "word"),
    Column("现行时限", 11, lambda task, _: task.effective_deadline, "day"),
    Column("距时限天数", 8, lambda task, _: task.days, "word"),
    Column("最近报告", 11, lambda task, _: task.last_report, "day"),
    Column("办结日期", 11, lambda task, _: task.completed, "day"),
    Column("延期次数", 6, lambda task, _: task.extensions, "word"),
)


def columns(annexes: set[int]) -> Sequence[Column]:
    """Return the columns for tasks of one annex, or of both."""
    if annexes == {2}:
        chief = _officials("牵头区领导")
        return (_ID, _subject("专项行动"), chief, _CHIEF, _WORK, _MEASURE, *_SHARED)
    if annexes == {1}:
        return (_ID, _subject("指标名称"), _CITY, _GOAL, _PILOT, _MEASURE, _officials("指标长"), *_SHARED)
    chief = _officials("指标长、牵头区领导")
    return (
        _ID,
        _subject("指标、专项行动"),
        _CITY,
        _GOAL,
        _PILOT,
        _CHIEF,
        _WORK,
        _MEASURE,
        chief,
        *_SHARED,
    )


def _subject(title: str) -> Column:
    return Column(title, 14, lambda task, _: subject(task), "word", _group)


def _officials(title: str) -> Column:
    def merged(task: TaskRow) -> Hashable:
        return _group(task), task.lead_officials

    return Column(title, 9, lambda task, _: join_names(task.lead_officials) or None, "word", merged)
