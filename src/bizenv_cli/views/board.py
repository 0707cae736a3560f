"""What a board shows: counts, deadlines, heat map, targets and burndown as parts, and every task with its page."""

from calendar import monthrange
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from bizenv_cli.dates import weekday, window
from bizenv_cli.query.burndown import Burndown, Point
from bizenv_cli.query.choices import Choices
from bizenv_cli.query.glance import SILENCE, DeadlineTally, Tally
from bizenv_cli.query.heatmap import Heat, HeatMap
from bizenv_cli.query.plan import PlanHead
from bizenv_cli.query.targets import TargetRow
from bizenv_cli.views import burndown as burndown_views
from bizenv_cli.views import targets as target_views
from bizenv_cli.views.days import rest_day
from bizenv_cli.views.glance import apart, since
from bizenv_cli.views.heatmap import COUNTED, NOTES, level_of, month_title
from bizenv_cli.views.parts import Part, View
from bizenv_cli.views.scores import full_name
from bizenv_cli.views.status import LIGHTS, MARKS, NOTHING_RECORDED, light_rule
from bizenv_cli.views.tasks import title
from bizenv_cli.vocabulary import LIGHTS as LIGHT_NAMES
from bizenv_cli.vocabulary import ROLES, STATUSES

_NO_TARGETS = "目标按单位、指标、行动筛选；领导、附件、日期的筛选管不到这里"
_FILTERS = {
    "plan": "方案", "official": "领导", "indicator": "指标", "sub_indicator": "子指标", "action": "专项行动",
    "annex": "附件",
}  # fmt: skip


class Tile(NamedTuple):
    """One count: the key by which tasks are narrowed to it, its mark, what it is called."""

    key: str
    mark: str
    word: str
    number: int


class Deadline(NamedTuple):
    """The tasks of one deadline: the ISO day (empty for none), what is said of it, and the counts by status."""

    day: str
    words: str
    total: int
    counts: tuple[Tile, ...]


class Answers(NamedTuple):
    """What was asked of the index for a board, and how it was narrowed.

    Attributes:
        lights: how many tasks have each light.
        heat: None where a board of supported tasks has none.
        query: the filters as they were understood.
        untargeted: the filters include some that targets do not know.
    """

    tally: Tally
    lights: Mapping[str, int]
    deadlines: Sequence[DeadlineTally]
    heat: HeatMap | None
    targets: Sequence[TargetRow]
    burndown: Burndown
    choices: Choices
    query: Mapping[str, Any]
    untargeted: bool


class HeatRow(NamedTuple):
    """The open tasks that one unit leads; `shades` are from 0 (nothing) to 4, month by month."""

    name: str
    heat: Heat
    shades: tuple[int, ...]


class HeatTable(NamedTuple):
    """The heat map: the first and the last day of each month, the months' headings, the units, all together, and what is counted."""

    months: tuple[tuple[str, str], ...]
    titles: tuple[str, ...]
    rows: tuple[HeatRow, ...]
    whole: Heat
    note: str


class Section(NamedTuple):
    """One answer as the command line gives it: its parts, and how many rows they have."""

    parts: tuple[Part, ...]
    rows: int
    note: str = ""


class Board(NamedTuple):
    """All of a page but the tasks; the texts are those that the terminal shows."""

    title: str
    source: str
    as_of: date
    total: int
    summary: str
    narrowed: str
    lights: tuple[Tile, ...]
    statuses: tuple[Tile, ...]
    more: str
    unrecorded: str
    rule: str
    deadlines: tuple[Deadline, ...]
    heat: HeatTable | None
    targets: Section
    burndown: Section
    points: tuple[Point, ...]
    choices: Choices
    several: bool


def board(head: PlanHead, answers: Answers, source: str, as_of: date) -> Board:
    """Return the page.

    Args:
        source: where the registry is from, if not from a folder.
    """
    tally = answers.tally
    return Board(
        title="".join(span.text for span in title(head._replace(packed=False))),
        source=source,
        as_of=as_of,
        total=tally.total,
        summary=f"共 {tally.total:,} 项 · 以 {as_of}（{weekday(as_of)}）计{since(head, as_of)}",
        narrowed=_narrowed(answers.query),
        lights=tuple(
            Tile(key, mark, LIGHT_NAMES[key], answers.lights.get(key, 0)) for key, (mark, _) in _lights()
        ),
        statuses=_statuses(tally),
        more=_more(tally),
        unrecorded="" if answers.burndown.entries else f"{NOTHING_RECORDED}；逾期只是说时限已过。",
        rule="".join(span.text for span in light_rule(head)),
        deadlines=tuple(_deadline(item, as_of) for item in answers.deadlines),
        heat=answers.heat and _heat(answers.heat, several=head.plans > 1),
        targets=_section(
            target_views.targets(head, answers.targets, None, as_of, {}),
            _NO_TARGETS if answers.untargeted else "",
        ),
        burndown=_section(burndown_views.burndown(head, answers.burndown, as_of, {})),
        points=answers.burndown.points,
        choices=answers.choices,
        several=head.plans > 1,
    )


def _more(tally: Tally) -> str:
    """Say of the counts what the statuses do not: how many were late, wait for acceptance, or are silent."""
    told = [
        f"已办结的里迟 {tally.late}、待销号 {tally.done - tally.accepted}" if tally.done else "",
        f"{SILENCE.removesuffix('d')} 天没有报告 {tally.silent:,}" if tally.silent else "",
    ]
    return "；".join(part for part in told if part)


def _lights() -> Iterable[tuple[str, tuple[str, str]]]:
    order = ("red", "yellow", "green", "grey", "done")
    return ((key, LIGHTS[key]) for key in order)


def _statuses(tally: Tally) -> tuple[Tile, ...]:
    counts = {
        "overdue": tally.overdue,
        "due-soon": tally.due_soon,
        "open": tally.open,
        "undated": tally.undated,
        "done": tally.done,
    }
    return tuple(Tile(key, MARKS[key][0], STATUSES[key], count) for key, count in counts.items())


def _deadline(item: DeadlineTally, as_of: date) -> Deadline:
    day = item.deadline
    words = f"{weekday(day)}　{apart(item, as_of)}{rest_day(day)}" if day else ""
    return Deadline(day.isoformat() if day else "", words, item.tally.total, _statuses(item.tally))


def _heat(found: HeatMap, *, several: bool) -> HeatTable:
    deepest = max((count for heat in found.rows for count in heat.months), default=0)
    rows = (
        HeatRow(
            full_name(heat.plan, heat.name, several=several),
            heat,
            tuple(level_of(count, deepest) + 1 if count else 0 for count in heat.months),
        )
        for heat in found.rows
    )
    titles = tuple(month_title(month, found.year) for month in found.months)
    months = tuple((f"{month}-01", _last_day(month)) for month in found.months)
    return HeatTable(months, titles, tuple(rows), found.whole, f"{COUNTED}；{NOTES['unit']}")


def _last_day(month: str) -> str:
    year, number = map(int, month.split("-"))
    return f"{month}-{monthrange(year, number)[1]}"


def _section(view: View, note: str = "") -> Section:
    return Section(tuple(view.parts), view.total or 0, note)


def _narrowed(query: Mapping[str, Any]) -> str:
    """Say to what the page was narrowed when it was made; nothing where it holds everything."""
    told = [f"{words} {query[key]}" for key, words in _FILTERS.items() if key in query]
    if "unit" in query:
        told.append(f"单位 {query['unit']}（{ROLES[query['role']]}）")
    if "before" in query or "after" in query:
        days = (date.fromisoformat(query[key]) if key in query else None for key in ("after", "before"))
        told.append(f"时限 {window(*days)}")
    return "；".join(told)
