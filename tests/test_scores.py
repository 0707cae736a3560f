"""Scores, heat map and burndown: recomputed from an export, adding up, and honest where nothing is known."""

import csv
import io
import json
import random
import re
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from rich.cells import cell_len

from bizenv_cli.append import Draft, append
from bizenv_cli.errors import RefusedEntryError
from bizenv_cli.index import Index, open_index
from bizenv_cli.place import Place
from bizenv_cli.query import burndown as burndown_query
from bizenv_cli.query import heatmap as heatmap_query
from bizenv_cli.query import plan, scores, tasks
from bizenv_cli.query.grouping import GROUPINGS, By
from bizenv_cli.query.tasks import Filters
from bizenv_cli.render import Page, renderer
from bizenv_cli.views import Chart, Column, Rows, Stretch, View
from bizenv_cli.views import burndown as burndown_views
from bizenv_cli.views import heatmap as heatmap_views
from bizenv_cli.views import scores as score_views
from bizenv_cli.views.parts import line
from conftest import DAY, SMALL, Run, index_at, load

SEEDS = (2, 4)
DAYS = [date(2099, 3, 20), date(2099, 5, 31), date(2099, 6, 12), date(2099, 9, 1)]
KINDS: list[By] = ["unit", "official", "indicator", "action"]
COUNTS = (
    "total",
    "done",
    "on_time",
    "late",
    "overdue",
    "due_soon",
    "open",
    "undated",
    "closed",
    "silent",
    "extensions",
)


@pytest.fixture(scope="module", params=SEEDS)
def told(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small registry with a made-up ledger: whatever the rules accept of some random entries."""
    folder = tmp_path_factory.mktemp("told") / "registry"
    shutil.copytree(SMALL / "registry", folder)
    dice = random.Random(request.param)
    day = date(2099, 3, 2)
    for number in range(100):
        day += timedelta(days=dice.randrange(4))
        event = dice.choice(["receive", "progress", "done", "done", "extend", "return", "accept", "void"])
        unit = dice.choice(["甲局", "乙局", "丙局", "样例办公室", "各样例单位"])
        entry: dict[str, Any] = {"date": day, "task": dice.choice(["1-1", "1-2", "1-3", "1-3", "2-1", "2-2"])}
        if event == "extend":
            entry |= {"to": day + timedelta(days=dice.randrange(90)), "approval": "示例函〔2099〕1号"}
        elif event == "done" and dice.random() < 0.3:
            entry |= {"completed": day - timedelta(days=dice.randrange(1, 20))}
        elif event == "void":
            entry |= {
                "of": dice.choice(["done", "progress"]),
                "dated": day - timedelta(days=dice.randrange(6)),
            }
        elif event in ("progress", "return"):
            entry |= {"note": f"样例第 {number} 件"}
        try:
            append(Place(folder), "", [Draft(unit, {**entry, "event": event})])
        except RefusedEntryError:
            continue
    assert load(folder)[1] == []
    return folder


def exported(run: Run, folder: Path, day: date) -> sqlite3.Connection:
    path = folder.parent / f"{day}.sqlite"
    if not path.exists():
        ran = run("export", "sqlite", "-o", str(path), "--as-of", f"{day}", registry=folder)
        assert ran.code == 0, ran.err
    return sqlite3.connect(path)


def at(folder: Path, day: date) -> Index:
    return open_index(Place(folder), day)


LED = """
    SELECT a.unit AS name, count(*), sum(status = 'done'), sum(status = 'done' AND days_late = 0),
           sum(status = 'done' AND days_late > 0), sum(status = 'overdue'), sum(status = 'due-soon'),
           sum(status = 'open'), sum(status = 'undated'), 0,
           sum(completed IS NULL AND :old AND NOT EXISTS (SELECT 1 FROM entries e WHERE e.id = t.id AND NOT voided
               AND event IN ('receive', 'progress', 'done') AND julianday(:day) - julianday(e.date) < 60)),
           sum((SELECT count(*) FROM extensions x WHERE x.id = t.id AND x.unit IS NOT NULL))
      FROM tasks t JOIN assignments a USING (id) WHERE a.role = 'lead' GROUP BY a.unit"""

SUPPORTED = """
    WITH pair AS (
        SELECT a.unit, t.*, (SELECT CASE event WHEN 'done' THEN coalesce(e.completed, e.date) END FROM entries e
                 WHERE e.id = a.id AND e.unit = a.unit AND NOT voided AND event IN ('done', 'return')
                 ORDER BY at DESC LIMIT 1) AS own,
               EXISTS (SELECT 1 FROM entries e WHERE e.id = a.id AND e.unit = a.unit AND NOT voided
                 AND event IN ('receive', 'progress', 'done') AND julianday(:day) - julianday(e.date) < 60) AS heard
          FROM assignments a JOIN tasks t USING (id)
         WHERE role = 'support' AND a.unit || a.id NOT IN (SELECT unit || id FROM assignments WHERE role = 'lead'))
    SELECT unit, count(*), count(own), sum(own <= effective_deadline), sum(own > effective_deadline),
           sum(own IS NULL AND status = 'overdue'), sum(own IS NULL AND status = 'due-soon'),
           sum(own IS NULL AND status = 'open'), sum(own IS NULL AND status = 'undated'),
           sum(own IS NULL AND completed IS NOT NULL),
           sum(own IS NULL AND completed IS NULL AND :old AND NOT heard),
           sum((SELECT count(*) FROM extensions x WHERE x.id = pair.id AND x.unit IS NOT NULL))
      FROM pair GROUP BY unit"""


def counts(score: scores.Score) -> tuple[int, ...]:
    values = {**score.tally._asdict(), **score._asdict()}
    return tuple(values[key] for key in COUNTS)


@pytest.mark.parametrize("day", DAYS, ids=str)
def test_scores_of_units_are_what_an_export_says(told: Path, run: Run, day: date) -> None:
    with closing(at(told, day)) as index, closing(exported(run, told, day)) as database:
        boards = scores.scores(index, "unit", Filters()).boards
        assert [board.role for board in boards] == ["lead", "support"]
        parameters = {"day": f"{day}", "old": (day - date(2099, 3, 1)).days >= 60}
        for board, sql in zip(boards, (LED, SUPPORTED), strict=True):
            expected = {
                name: tuple(count or 0 for count in found)
                for name, *found in database.execute(sql, parameters)
            }
            assert {score.name: counts(score) for score in board.rows} == expected


def test_a_made_up_ledger_has_every_case(told: Path) -> None:
    """The comparison would prove little if the numbers were all zero."""
    seen = dict.fromkeys(COUNTS, 0)
    for day in (date(2099, 3, 2), *DAYS):
        with closing(at(told, day)) as index:
            for board in scores.scores(index, "unit", Filters()).boards:
                for score in board.rows:
                    for key, count in zip(COUNTS, counts(score), strict=True):
                        seen[key] += count
    assert [key for key, count in seen.items() if not count] == []


@pytest.mark.parametrize("by", KINDS)
@pytest.mark.parametrize("day", DAYS, ids=str)
def test_the_states_of_every_group_add_up_and_groups_to_the_whole(told: Path, day: date, by: By) -> None:
    with closing(at(told, day)) as index:
        for board in scores.scores(index, by, Filters()).boards:
            for score in (*board.rows, board.whole):
                tally = score.tally
                states = (
                    tally.done + tally.overdue + tally.due_soon + tally.open + tally.undated + score.closed
                )
                assert states == tally.total
                assert score.on_time + tally.late <= tally.done
                for rate in (score.done_rate, score.on_time_rate, score.overdue_rate, score.silent_rate):
                    assert rate is None or 0 <= rate <= 1
            summed = tuple(map(sum, zip(*map(counts, board.rows), strict=True)))
            if by in ("indicator", "action") or board.role == "support":
                assert counts(board.whole) == summed
            else:  # 1-2 has two leading units, and counts once in the whole
                assert all(whole <= of_all for whole, of_all in zip(counts(board.whole), summed, strict=True))
                assert board.whole.tally.total == 5
            order = [(-(score.overdue_rate or 0), -score.tally.overdue) for score in board.rows]
            assert order == sorted(order)


@pytest.mark.parametrize("day", DAYS, ids=str)
def test_the_heat_map_is_what_an_export_says(told: Path, run: Run, day: date) -> None:
    with closing(at(told, day)) as index, closing(exported(run, told, day)) as database:
        found = heatmap_query.heatmap(index, "unit", Filters(role="lead"))
        sql = """
            SELECT unit, CASE WHEN status IN ('overdue', 'undated') THEN status ELSE strftime('%Y-%m', effective_deadline) END,
                   count(*) FROM tasks JOIN assignments USING (id) WHERE role = 'lead' AND completed IS NULL
             GROUP BY 1, 2"""
        expected = {(unit, due): count for unit, due, count in database.execute(sql)}
        shown = {
            (heat.name, due): count
            for heat in found.rows
            for due, count in zip(
                ("overdue", *found.months, "undated"), (heat.overdue, *heat.months, heat.undated), strict=True
            )
            if count
        }
        assert shown == expected
        order = [name for (name,) in database.execute("SELECT name FROM units WHERE lead > 0 ORDER BY ord")]
        assert [heat.name for heat in found.rows] == order
        (still_open,) = database.execute("SELECT count(*) FROM tasks WHERE completed IS NULL").fetchone()
        assert found.whole.total == still_open


def test_the_months_run_to_the_end_of_the_year_and_beyond_it_where_a_deadline_does(small: Path) -> None:
    def months(day: date) -> tuple[str, ...]:
        with closing(at(small, day)) as index:
            return heatmap_query.heatmap(index, "unit", Filters()).months

    year = [f"2099-{month:02}" for month in range(1, 13)]
    assert months(date(2099, 4, 1)) == tuple(year[4:])
    assert months(date(2099, 6, 1)) == tuple(year[5:])
    assert months(date(2099, 8, 1)) == ()
    moved = {"task": "2-2", "event": "extend", "to": date(2100, 2, 28), "approval": "示例函〔2099〕1号"}
    append(Place(small), "", [Draft("样例办公室", {"date": date(2099, 7, 1), **moved})])
    assert months(date(2099, 6, 1)) == tuple(year[5:])
    assert months(date(2099, 8, 1)) == ("2100-02",)


def test_the_burndown_is_the_status_of_each_day(told: Path) -> None:
    with closing(at(told, DAYS[-1])) as index:
        found = burndown_query.burndown(index, Filters())
    assert found.points[0].day == date(2099, 3, 1)
    assert found.points[-1].day == DAYS[-1]
    deadlines = [date(2099, 5, 31), date(2099, 6, 30), date(2099, 5, 31), date(2099, 7, 31)]
    for point in found.points:
        with closing(at(told, point.day)) as then:
            still_open = tasks.select(
                then, Filters(statuses=("overdue", "due-soon", "open", "undated"))
            ).whole()
        assert point.actual == still_open, point
        assert point.planned == 1 + sum(1 for deadline in deadlines if deadline > point.day), point
        assert point.total == 5
    assert len({point.actual for point in found.points}) > 2


def test_the_burndown_knows_nothing_of_the_days_to_come(told: Path) -> None:
    with closing(at(told, date(2099, 6, 12))) as index:
        points = burndown_query.burndown(index, Filters()).points
    assert {point.day: point.actual is None for point in points}[date(2099, 6, 12)] is False
    assert all((point.actual is None) == (point.day > date(2099, 6, 12)) for point in points)
    assert points[-1].day == date(2099, 7, 31)
    with closing(at(told, date(2099, 2, 1))) as index:
        before = burndown_query.burndown(index, Filters()).points
    assert all(point.actual is None for point in before)


def test_an_original_deadline_stays_what_the_notice_said(small: Path) -> None:
    """Neither an extension nor an amendment moves the plan's own line."""
    path = small / "annex1/01-yangli.yaml"
    amended = (
        "    deadline: 2099-08-31\n    amendments:\n      - date: 2099-04-01\n        authority: 示例发〔2099〕4号\n"
        "        was: {deadline: 2099-05-31}\n"
    )
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("    deadline: 2099-05-31\n", amended), encoding="utf-8")
    assert load(small)[1] == []
    with (
        closing(at(small, date(2099, 6, 1))) as index,
        closing(at(SMALL / "registry", date(2099, 6, 1))) as old,
    ):
        assert burndown_query.burndown(index, Filters()) == burndown_query.burndown(old, Filters())


def test_a_far_day_makes_no_endless_chart(small_index: Index) -> None:
    far = small_index._replace(as_of=date(9999, 12, 31))
    assert len(burndown_query.burndown(far, Filters()).points) < 70


def views(index: Index, limit: int | None = None) -> Iterator[View]:
    head, day = plan.head(index), index.as_of
    for by in GROUPINGS:
        yield score_views.scores(head, scores.scores(index, by, Filters()), day, {}, limit)
        yield heatmap_views.heatmap(
            head, heatmap_query.heatmap(index, by, Filters(role="lead")), by, day, {}, limit
        )
    yield burndown_views.burndown(head, burndown_query.burndown(index, Filters()), day, {})


def rendered(view: View, form: str = "table", page: Page | None = None) -> str:
    return "".join(renderer(form)(view, page or Page()))


@pytest.mark.parametrize("width", [40, 60, 80, 100, 160])
def test_no_line_is_wider_than_the_terminal_and_no_number_is_cut(told: Path, width: int) -> None:
    with closing(at(told, DAYS[2])) as index:
        found = [*views(index), *views(index_at(DAY))]
    for view in found:
        plain = rendered(view, page=Page(width))
        for shown in plain.splitlines():
            assert cell_len(shown) <= width, shown
            assert not re.search(r"\d…", shown), shown
        coloured = rendered(view, page=Page(width, colour=True))
        assert re.sub(r"\x1b\[[0-9;]*m", "", coloured) == plain


def test_a_narrow_page_has_every_column_in_some_piece(told: Path) -> None:
    with closing(at(told, DAYS[2])) as index:
        found = scores.scores(index, "unit", Filters())
        view = score_views.scores(plan.head(index), found, index.as_of, {})
    narrow, wide = rendered(view, page=Page(60)), rendered(view)
    for heading in ("任务", "办结", "牵头已结", "久未报", "办结率", "逾期率"):
        assert heading in narrow
    assert narrow.count("样例办公室") > wide.count("样例办公室") == 1
    assert sorted(re.findall(r"[\d.]+%", narrow)) == sorted(re.findall(r"[\d.]+%", wide))


@pytest.mark.parametrize("form", ["table", "md", "csv", "json", "jsonl"])
def test_a_gbk_console_can_print_all_of_it(told: Path, form: str) -> None:
    with closing(at(told, DAYS[2])) as index:
        for view in (*views(index), *views(index_at(DAY))):
            rendered(view, form).encode("gbk")


@pytest.mark.parametrize("day", [date(2099, 2, 1), date(2099, 5, 1), date(2099, 9, 1)], ids=str)
def test_an_empty_ledger_says_so_and_shows_no_rate_of_what_is_done(small: Path, day: date) -> None:
    with closing(at(small, day)) as index:
        for view in views(index):
            text = rendered(view)
            answer = json.loads(rendered(view, "json"))
            if view.command == "score":
                assert "尚无任何登记" in text
                assert "办结率" not in text
                assert "按期率" not in text
                for record in (*answer["scores"], *answer["whole"]):
                    assert record["done_rate"] is record["on_time_rate"] is None
            elif view.command == "burndown":
                assert ("尚无任何登记" in text) == (day >= date(2099, 3, 1))
                assert {item["actual"] for item in answer["days"] if item["date"] <= f"{day}"} <= {5}


def test_what_cannot_be_divided_is_a_dash(small: Path) -> None:
    entry = {"date": date(2099, 4, 1), "task": "1-1", "event": "receive"}
    append(Place(small), "", [Draft("甲局", entry)])
    with closing(at(small, date(2099, 5, 1))) as index:
        (view, *_) = views(index)
        (led, _) = scores.scores(index, "unit", Filters()).boards
    first = next(score for score in led.rows if score.name == "甲局")
    assert (first.done_rate, first.on_time_rate) == (0.0, None)
    (shown,) = [
        shown for shown in rendered(view).splitlines() if shown.startswith("甲局") and "0.0%" in shown
    ][:1]
    assert shown.split()[-4:-1] == ["0.0%", "—", "0.0%"]


def test_what_a_supporting_unit_says_itself_is_its_part(small: Path) -> None:
    """甲局 supports 1-3; 丙局 leads it, and is named as supporting it too, which counts for nothing."""
    done = {"task": "1-3", "event": "done"}
    append(Place(small), "", [Draft("甲局", {"date": date(2099, 4, 1), **done})])

    def supporting(day: date) -> list[tuple[str, int, int]]:
        with closing(at(small, day)) as index:
            (board,) = scores.scores(index, "unit", Filters(indicator="样例指标", role="support")).boards
            return [(score.name, score.tally.done, score.closed) for score in board.rows]

    assert supporting(date(2099, 3, 31)) == [("甲局", 0, 0), ("各样例单位", 0, 0)]
    assert supporting(date(2099, 4, 1)) == [("甲局", 1, 0), ("各样例单位", 0, 0)]
    back = {"date": date(2099, 4, 5), "task": "1-3", "event": "return", "note": "样例"}
    append(Place(small), "", [Draft("甲局", back)])
    append(Place(small), "", [Draft("丙局", {"date": date(2099, 4, 9), **done})])
    assert supporting(date(2099, 4, 5)) == [("甲局", 0, 0), ("各样例单位", 0, 0)]
    assert supporting(date(2099, 4, 8)) == [("甲局", 0, 0), ("各样例单位", 0, 0)]
    assert supporting(date(2099, 4, 9)) == [("甲局", 0, 1), ("各样例单位", 0, 0)]


def test_rows_past_the_limit_are_counted_and_the_whole_stays(index: Index) -> None:
    (view, heat, *_) = views(index, limit=3)
    assert "还有 26 行未列出" in rendered(view)
    assert re.search(r"^合计 +200 ", rendered(view), re.MULTILINE)
    assert len(list(csv.DictReader(io.StringIO(rendered(heat, "csv"))))) == 3


def test_a_group_that_is_asked_for_stands_alone(run: Run) -> None:
    answer = json.loads(run("score", "--unit", "区法院", "--format", "json").out)
    assert {(row["name"], row["role"]) for row in answer["scores"]} == {
        ("区法院", "lead"),
        ("区法院", "support"),
    }
    answer = json.loads(run("score", "--by", "official", "--official", "胡建勇", "--format", "json").out)
    assert [row["name"] for row in answer["scores"]] == ["胡建勇"]
    answer = json.loads(run("heatmap", "--unit", "区法院", "--format", "json").out)
    assert [(row["name"], row["total"]) for row in answer["rows"]] == [("区法院", 23)]
    assert answer["whole"]["total"] == 23


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("score", "--status", "done"), "--status"),
        (("burndown", "--silent-for", "60d"), "--silent-for"),
        (("heatmap", "--reported-since", "2023-08-01"), "--reported-since"),
        (("heatmap", "--role", "support"), "只计牵头"),
        (("score", "--by", "plan"), "unit"),
    ],
)
def test_wrong_calls_are_told(run: Run, arguments: tuple[str, ...], sentence: str) -> None:
    ran = run(*arguments)
    assert ran.code == 2
    assert sentence in ran.err
    assert not ran.out


@pytest.mark.parametrize("command", ["score", "heatmap", "burndown"])
def test_nothing_selected_is_an_answer(run: Run, command: str) -> None:
    ran = run(command, "--before", "2020-01-01")
    assert ran.code == 0
    assert "没有符合条件的" in ran.out


def test_plans_are_told_apart(run: Run, tmp_path: Path) -> None:
    for key in ("jia", "yi"):
        shutil.copytree(SMALL / "registry", tmp_path / "all" / key)
        path = tmp_path / "all" / key / "plan.yaml"
        path.write_text(path.read_text(encoding="utf-8").replace("shili2099", key), encoding="utf-8")
    entry = {"date": date(2099, 4, 1), "task": "1-1", "event": "receive"}
    append(Place(tmp_path / "all" / "jia"), "", [Draft("甲局", entry)])
    answer = json.loads(
        run("score", "--format", "json", "--as-of", "2099-05-01", registry=tmp_path / "all").out
    )
    known = {row["plan"]: row["done_rate"] for row in answer["scores"] if row["name"] == "甲局"}
    assert known == {"jia": 0.0, "yi": None}  # of what is done in the other plan, nothing is known
    assert "1 个方案尚无任何登记" in run("score", "--as-of", "2099-05-01", registry=tmp_path / "all").out
    heat = run("heatmap", "--as-of", "2099-05-01", registry=tmp_path / "all")
    assert "jia:甲局" in heat.out
    assert "yi:甲局" in heat.out


def test_bars_are_in_proportion_and_fill_the_room() -> None:
    chart = Chart(
        (Column("日期"),),
        tuple((line(name),) for name in "abc"),
        ((Stretch(100, "="),), (Stretch(25, "="), Stretch(50, "#")), (Stretch(0, "="),)),
        100,
    )
    view = View("x", line("x"), (chart,), "rows", (), 0, (), DAY)
    drawn = {shown[0]: shown[4:].strip() for shown in rendered(view, page=Page(46)).splitlines()[3:]}
    assert drawn == {"a": "=" * 40, "b": "=" * 10 + "#" * 10, "c": ""}


def test_a_name_too_long_for_the_page_is_cut_before_a_number_is() -> None:
    columns = (Column("单位"), *(Column(f"第{at}列", right=True) for at in range(9)))
    rows = ((line("很长的名字" * 20), *(line("1234567") for _ in range(9))),)
    view = View("x", line("x"), (Rows(columns, rows, header=True, folds=True),), "rows", (), 0, (), DAY)
    text = rendered(view, page=Page(40))
    assert text.count("1234567") == 9
    assert all(cell_len(shown) <= 40 for shown in text.splitlines())


def test_targets_are_counted_with_whom_they_are(small: Path) -> None:
    """T1, T2 and T4 are the indicator's, T3 the action's; T4 stands in 1-2, which 乙局 and 甲局 lead."""
    place = Place(small)
    for target, value in (("T1", 5), ("T2", 90), ("T3", 3)):
        unit = "乙局" if target == "T3" else "甲局"
        fields = {"date": date(2099, 4, 1), "target": target, "event": "measure", "value": value}
        append(place, "", [Draft(unit, fields)])
    index = open_index(place, date(2099, 4, 2))

    def reached(by: str) -> dict[str, tuple[int, int, int]]:
        (board, *_) = scores.scores(index, by, Filters()).boards  # type: ignore[arg-type]
        rows = {score.name: tuple(score.attainment) for score in board.rows}
        return rows | {"合计": tuple(board.whole.attainment)}

    assert reached("indicator") == {"样例指标": (3, 2, 1), "合计": (3, 2, 1)}
    assert reached("action") == {"样例专项行动": (1, 1, 1), "合计": (1, 1, 1)}
    assert reached("official") == {"领导甲": (3, 2, 1), "领导乙": (1, 1, 1), "合计": (4, 3, 2)}
    units = reached("unit")
    assert (units["甲局"], units["乙局"], units["丙局"], units["合计"]) == (
        (1, 0, 0),
        (1, 0, 0),
        (0, 0, 0),
        (1, 0, 0),
    )
    index.close()
