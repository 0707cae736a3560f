"""The names that a registry has for each kind of word on a command line, each with a few words on it."""

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from bizenv_cli.candidate import Candidate
from bizenv_cli.index.peek import Database, rows

_MOST = 20_000  # names looked at
_TEXT = 24  # characters of a task's text
_LED = "SELECT count(*) FROM main.task_unit AS led WHERE led.plan = unit_name.plan AND led.unit = unit_name.unit AND role = 'lead'"
_COLLECTIVE = (
    "SELECT kind = 'collective' FROM unit WHERE unit.plan = unit_name.plan AND unit.ord = unit_name.unit_ord"
)
_HEADED = "SELECT group_concat(subject, '、') FROM charge WHERE charge.plan = official.plan AND charge.official = official.name"


class Asked(NamedTuple):
    """The index, the number of the one plan that is asked about (None for all), and whether ids go without its key."""

    database: Database
    plan: int | None = None
    keyless: bool = False

    def rows(self, sql: str, table: str, order: str) -> list[tuple[Any, ...]]:
        """Ask for the rows of a table in the order of the plans; `sql` ends before WHERE."""
        where = f" WHERE {table}.plan = ?" if self.plan is not None else ""
        given = () if self.plan is None else (self.plan,)
        return rows(self.database, f"{sql}{where} ORDER BY {order} LIMIT {_MOST}", given)


def suggestions(
    database: Database, kind: str, plan_key: str | None = None, typed: str = ""
) -> list[Candidate]:
    """Return the names of a kind, which is named by the word that help shows for it; none of an unknown one.

    Args:
        plan_key: the plan that is asked about, where one is named; ids then go without it.
        typed: what there is of the name already; an id's key narrows to its plan.
    """
    ask = _KINDS.get(kind)
    if ask is None:
        return []
    key = plan_key or typed.rpartition(":")[0]
    found = rows(database, "SELECT no FROM plan WHERE key = ?", [key]) if key else []
    return ask(Asked(database, found[0][0] if found else None, bool(found and plan_key)))


def _plans(asked: Asked) -> list[Candidate]:
    found = rows(asked.database, f"SELECT key, short_title FROM plan WHERE key IS NOT NULL LIMIT {_MOST}")
    return [Candidate(key, title or "", also=(str(title or "").lower(),)) for key, title in found]


def _units(asked: Asked) -> list[Candidate]:
    spoken = _spoken(asked, "unit")
    sql = f"SELECT name, unit, ({_LED}), ({_COLLECTIVE}) FROM unit_name"
    found = asked.rows(sql, "unit_name", "plan, unit_ord, ord")
    return [
        Candidate(
            name,
            f"即 {unit}" if name != unit else "集体单位" if is_collective else f"牵头 {led} 项",
            unit,
            spoken.get(unit, ()),
        )
        for name, unit, led, is_collective in found
    ]


def _officials(asked: Asked) -> list[Candidate]:
    spoken = _spoken(asked, "official")
    found = asked.rows(f"SELECT name, ({_HEADED}) FROM official", "official", "plan, ord")
    return [Candidate(name, heads or "", name, spoken.get(name, ())) for name, heads in found]


def _indicators(asked: Asked) -> list[Candidate]:
    spoken = _spoken(asked, "indicator")
    whole = asked.rows("SELECT name, ord FROM indicator", "indicator", "plan, ord")
    inner = asked.rows("SELECT name, indicator FROM sub_indicator", "sub_indicator", "plan, ord")
    return [Candidate(name, f"指标 {at}", name, spoken.get(name, ())) for name, at in whole] + [
        Candidate(name, f"{indicator}的子指标", name, spoken.get(name, ())) for name, indicator in inner
    ]


def _actions(asked: Asked) -> list[Candidate]:
    spoken = _spoken(asked, "action")
    found = asked.rows("SELECT name, ord FROM action", "action", "plan, ord")
    return [Candidate(name, f"专项行动 {at}", name, spoken.get(name, ())) for name, at in found]


def _treatments(asked: Asked) -> list[Candidate]:
    found = asked.rows("SELECT name, lead FROM treatment", "treatment", "plan, ord")
    return [Candidate(name, "专项治理", name) for name, _ in found]


def _tasks(asked: Asked) -> list[Candidate]:
    sql = "SELECT id, coalesce(indicator, action), deadline, measure FROM task"
    return [
        Candidate(
            _id(asked, number),
            f"{deadline or '无时限'} {subject}：{(text or '（缺失）')[:_TEXT]}",
            also=(str(text or "").lower(),),
        )
        for number, subject, deadline, text in asked.rows(sql, "task", "ref")
    ]


def _targets(asked: Asked) -> list[Candidate]:
    sql = "SELECT id, measured FROM target"
    return [
        Candidate(_id(asked, number), measured, also=(measured.lower(),))
        for number, measured in asked.rows(sql, "target", "plan, ord")
    ]


def _duties(asked: Asked) -> list[Candidate]:
    sql = "SELECT id, duty FROM duty"
    return [
        Candidate(_id(asked, number), duty, also=(duty.lower(),))
        for number, duty in asked.rows(sql, "duty", "plan, ord")
    ]


def _deadlines(asked: Asked) -> list[Candidate]:
    return [Candidate(day, f"{count} 项的时限") for day, count in _days(asked)]


def _months(asked: Asked) -> list[Candidate]:
    counts: dict[str, int] = {}
    for day, count in _days(asked):
        counts[day[:7]] = counts.get(day[:7], 0) + count
    return [Candidate(month, f"{count} 项到期") for month, count in counts.items()]


def _periods(asked: Asked) -> list[Candidate]:
    months = _months(asked)
    quarters = dict.fromkeys(f"{month.value[:4]}Q{(int(month.value[5:]) + 2) // 3}" for month in months)
    return [*months, *(Candidate(quarter, "季度") for quarter in quarters)]


def _days(asked: Asked) -> list[tuple[str, int]]:
    where = "" if asked.plan is None else " AND plan = ?"
    sql = f"SELECT deadline, count(*) FROM task WHERE deadline IS NOT NULL{where} GROUP BY deadline"
    return [
        (day, count) for day, count in rows(asked.database, sql, [] if asked.plan is None else [asked.plan])
    ]


def _id(asked: Asked, number: str) -> str:
    """Return an id without its plan's key, where that plan is named elsewhere."""
    return number.rpartition(":")[2] if asked.keyless else number


def _spoken(asked: Asked, kind: str) -> Mapping[str, tuple[str, ...]]:
    """Return the pinyin that each name of a kind may be typed as, where the index holds it."""
    if not rows(asked.database, "SELECT 1 FROM sqlite_schema WHERE name = 'name_key'"):
        return {}
    sql = "SELECT coalesce(nullif(sub, ''), name), key FROM name_key WHERE kind = ? AND how IN ('pinyin', 'initials')"
    found: dict[str, tuple[str, ...]] = {}
    for name, key in rows(asked.database, f"{sql} LIMIT {_MOST}", [kind]):
        found[name] = (*found.get(name, ()), key)
    return found


_KINDS: Mapping[str, Callable[[Asked], list[Candidate]]] = {
    "代号": _plans,
    "单位": _units,
    "领导": _officials,
    "指标": _indicators,
    "行动": _actions,
    "治理": _treatments,
    "编号": _tasks,
    "目标": _targets,
    "职责": _duties,
    "日期": _deadlines,
    "月份": _months,
    "期次": _periods,
}
