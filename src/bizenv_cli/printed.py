"""What the notice's cells must print for a recorded task, column by column, errata applied."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date

from bizenv_cli.folding import fold
from bizenv_cli.registry import TaskEntry
from bizenv_cli.vocabulary import join_names

HEADERS: dict[int, dict[str, str]] = {
    1: {
        "seq": "序号",
        "indicator": "指标名称",
        "benchmark_cities": "对标城市",
        "goal": "预期目标",
        "pilot": "创新试点项目",
        "measure": "工作举措",
        "lead_officials": "指标长",
        "lead": "牵头单位",
        "support": "配合单位",
        "deadline": "完成时限",
    },
    2: {
        "work_task_seq": "序号",
        "action": "专项行动",
        "lead_officials": "牵头区领导",
        "lead_unit": "总责任单位",
        "work_task": "工作任务",
        "measure": "工作举措",
        "lead": "牵头单位",
        "support": "配合单位",
        "deadline": "完成时限",
    },
}
# Cells of a whole group are printed on its first row, and again wherever the table pleases.
GROUP_FIELDS = {
    1: ("indicator", "benchmark_cities", "goal", "pilot", "lead_officials"),
    2: ("work_task_seq", "action", "lead_officials", "lead_unit", "work_task"),
}


def layout(entry: TaskEntry) -> Mapping[str, int]:
    """Return the printed column (from 1) of each field: the header's, or a shifted row's own."""
    for erratum in entry.task.errata:
        if erratum.printed_at is not None:
            return erratum.printed_at
    return {name: column for column, name in enumerate(HEADERS[entry.annex], 1)}


def expected(entry: TaskEntry, name: str) -> str:
    """Return what the cell of a field prints: an erratum's words, else the recorded value."""
    for erratum in entry.task.errata:
        if erratum.printed is not None and name in erratum.fields:
            return erratum.printed
    return recorded(entry, name)


def recorded(entry: TaskEntry, name: str) -> str:
    """Return what the cell of a field would print were the notice undamaged."""
    return _CELLS[name](entry)


def measure_cell(entry: TaskEntry) -> str:
    """Return the folded words of the 工作举措 cell, by which a row is known again."""
    return fold(expected(entry, "measure"))


def _indicator_cell(entry: TaskEntry) -> str:
    name = entry.indicator.indicator if entry.indicator else ""
    return f"{name}（{entry.sub_indicator.sub_indicator}）" if entry.sub_indicator else name


def _officials_cell(entry: TaskEntry) -> str:
    if entry.action:
        return "".join(entry.action.lead_officials)  # 附件2 parts two names by a space
    return "、".join(entry.indicator.lead_officials) if entry.indicator else ""


def _goal_cell(entry: TaskEntry) -> str:
    group = entry.sub_indicator or entry.indicator
    return f"全省营商环境评价目标：{group.goal}" if group else ""


def _cities_cell(entry: TaskEntry) -> str:
    group = entry.sub_indicator or entry.indicator
    return "、".join(group.benchmark_cities) if group else ""


def _text_cell(entry: TaskEntry) -> str:
    measure = entry.task.measure or ""
    return f"{entry.task.seq}.{measure}" if entry.annex == 2 else measure  # noqa: PLR2004  (附件2)


def day_cell(day: date | None) -> str:
    """Write a day as the notice does: 2023年6月30日."""
    return f"{day.year}年{day.month}月{day.day}日" if day else ""


_CELLS: Mapping[str, Callable[[TaskEntry], str]] = {
    "seq": lambda entry: str(entry.task.seq),
    "indicator": _indicator_cell,
    "benchmark_cities": _cities_cell,
    "goal": _goal_cell,
    "pilot": lambda entry: entry.pilot or "",
    "measure": _text_cell,
    "lead_officials": _officials_cell,
    "lead": lambda entry: join_names(entry.task.lead),
    "support": lambda entry: join_names(entry.task.support),
    "deadline": lambda entry: day_cell(entry.task.deadline),
    "work_task_seq": lambda entry: str(entry.work_task.seq) if entry.work_task else "",
    "action": lambda entry: entry.action.action if entry.action else "",
    "lead_unit": lambda entry: entry.action.lead_unit if entry.action else "",
    "work_task": lambda entry: entry.work_task.text if entry.work_task else "",
}


def heads(entries: Sequence[TaskEntry]) -> dict[str, frozenset[str]]:
    """Return, for the first row of each group, the fields that it must print for the group."""
    first_rows: dict[str, frozenset[str]] = {}
    before: dict[str, object] = {}
    for entry in entries:
        group = entry.sub_indicator or entry.indicator
        keys: dict[str, object] = {
            "indicator": group,
            "benchmark_cities": group,
            "goal": group,
            "pilot": (id(group), entry.pilot),
            "lead_officials": entry.indicator or entry.action,
            "action": entry.action,
            "lead_unit": entry.action,
            "work_task": entry.work_task,
            "work_task_seq": entry.work_task,
        }
        new = {name for name in GROUP_FIELDS[entry.annex] if name not in before or before[name] != keys[name]}
        if new:
            first_rows[entry.id] = frozenset(new)
        before = keys
    return first_rows
