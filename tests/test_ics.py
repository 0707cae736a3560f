"""Calendars: read back by the library that wrote them, by another one, and by a small reader of the raw lines."""

import json
import re
import shutil
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import vobject
from dateutil.rrule import rrulestr
from icalendar import Calendar, Event

from bizenv_cli.export import ics
from bizenv_cli.index import Index
from bizenv_cli.query import calendar as query
from bizenv_cli.query import tasks
from bizenv_cli.query.duties import DutyFilters, duties
from bizenv_cli.query.tasks import Filters
from conftest import DAY, REAL, Run, by_ids, index_at

Events = dict[str, Event]


def written(run: Run, path: Path, *options: str, registry: Path = REAL, today: str = "2023-09-01") -> bytes:
    ran = run("export", "ics", "-o", str(path), *options, registry=registry, BIZENV_TODAY=today)
    assert (ran.code, ran.out) == (0, ""), ran.err
    return path.read_bytes()


def events(raw: bytes) -> Events:
    found = Calendar.from_ical(raw).walk("VEVENT")
    by_uid = {str(event["UID"]): event for event in found}
    assert len(by_uid) == len(found)
    return by_uid


def raw_events(raw: bytes) -> list[dict[str, str]]:
    """The events by RFC 5545 alone: unfold, split at the first colon outside the parameters, unescape."""
    lines = raw.decode().replace("\r\n ", "").split("\r\n")
    found: list[dict[str, str]] = []
    depth = ""
    for line in lines:
        name, _, value = line.partition(":")
        if line == "BEGIN:VEVENT":
            found.append({})
        elif line in ("BEGIN:VALARM", "END:VALARM"):
            depth = "alarm" if line.startswith("BEGIN") else ""
        elif found and not depth:
            found[-1].setdefault(name.partition(";")[0], _unescaped(value))
    return found


def _unescaped(value: str) -> str:
    return re.sub(r"\\(.)", lambda match: "\n" if match[1] in "nN" else match[1], value)


def made(index: Index, *ids: str, alarms: tuple[str, ...] = ()) -> bytes:
    wanted = ics.Wanted("样例", index.as_of, alarms)
    return "".join(ics.calendar(wanted, by_ids(index, *ids), query.revisions(index), ())).encode()


def worded(text: str) -> bytes:
    index = index_at(DAY)
    (task,) = by_ids(index, "1-26")
    given = (task._replace(measure=text, lead=(text,)),)
    return "".join(ics.calendar(ics.Wanted(text, DAY), given, query.revisions(index), ())).encode()


def test_every_deadline_is_one_event(run: Run, tmp_path: Path) -> None:
    raw = written(run, tmp_path / "a.ics")
    found = events(raw)
    listed = json.loads(run("list", "--format", "json").out)["tasks"]
    due = {
        f"{task['plan']}.{task['id']}@bizenv": task["effective_deadline"]
        for task in listed
        if task["effective_deadline"]
    }
    assert len(due) == 200
    assert {uid: event.decoded("DTSTART").isoformat() for uid, event in found.items()} == due
    for task in listed:
        if event := found.get(f"{task['plan']}.{task['id']}@bizenv"):
            assert task["measure"] in event["DESCRIPTION"]
            for name in (*task["lead"], *task["support"], *task["lead_officials"]):
                assert name in event["DESCRIPTION"]
            assert event["SUMMARY"].startswith(f"{task['id']} {'、'.join(task['lead'])}")
            assert (task["sub_indicator"] or task["indicator"] or task["action"]) in event["CATEGORIES"].cats
            assert (event["TRANSP"], event["STATUS"]) == ("TRANSPARENT", "CONFIRMED")


def test_other_readers_read_the_same(run: Run, tmp_path: Path) -> None:
    raw = written(run, tmp_path / "a.ics", "--alarm", "7d", "--duties")
    mine = events(raw)
    theirs = {event.uid.value: event for event in vobject.readOne(raw.decode()).vevent_list}
    plain = {event["UID"]: event for event in raw_events(raw)}
    assert mine.keys() == theirs.keys() == plain.keys()
    for uid, event in mine.items():
        assert event["SUMMARY"] == theirs[uid].summary.value == plain[uid]["SUMMARY"]
        assert event["DESCRIPTION"] == theirs[uid].description.value == plain[uid]["DESCRIPTION"]
        assert event.decoded("DTSTART") == theirs[uid].dtstart.value
        assert plain[uid]["DTSTART"] == f"{event.decoded('DTSTART'):%Y%m%d}"


def test_lines_are_folded_at_75_bytes_between_characters(run: Run, tmp_path: Path) -> None:
    raw = written(run, tmp_path / "a.ics", "--alarm", "1d", "--duties")
    assert raw.endswith(b"END:VCALENDAR\r\n")
    assert raw.count(b"\n") == raw.count(b"\r") == raw.count(b"\r\n")
    for line in raw.split(b"\r\n"):
        assert len(line) <= 75
        line.decode()  # no character is cut in two


@pytest.mark.parametrize(
    "text", ['甲，乙；丙\\丁,戊;己:庚"', "BEGIN:VEVENT", "a" * 200, "🀄" * 60, "x\\n", "{0}%s"], ids=repr
)
def test_text_comes_back_as_it_was(text: str) -> None:
    raw = worded(text)
    (event,) = events(raw).values()
    assert event["DESCRIPTION"].split("\n")[0] == text
    assert raw_events(raw)[0]["DESCRIPTION"].split("\n")[0] == text
    assert all(len(line) <= 75 for line in raw.split(b"\r\n"))


@pytest.mark.parametrize("text", ["甲\r\nEND:VEVENT", "甲\x1b[31m", "甲\u2028乙", "甲\x00"], ids=repr)
def test_nothing_hidden_gets_through(text: str) -> None:
    raw = worded(text)
    assert len(events(raw)) == 1
    assert raw.split(b"\r\n").count(b"END:VEVENT") == 1
    assert not set("\x00\x1b\u2028") & set(raw.decode())


def test_the_same_day_gives_the_same_bytes(run: Run, tmp_path: Path) -> None:
    options = ("--alarm", "7d,1d", "--duties", "--as-of", "2023-10-01")
    first = written(run, tmp_path / "a.ics", *options)
    assert first == written(run, tmp_path / "b.ics", *options, today="2024-02-02")
    assert first == written(run, tmp_path / "a.ics", *options, "--no-cache")
    (event, *_) = events(first).values()
    assert event.decoded("DTSTAMP") == datetime(2023, 10, 1, tzinfo=UTC)


def test_a_federation_has_the_same_uids(run: Run, tmp_path: Path) -> None:
    alone = events(written(run, tmp_path / "a.ics", "--duties"))
    shutil.copytree(REAL, tmp_path / "全市" / "qsh")
    together = events(written(run, tmp_path / "b.ics", "--duties", registry=tmp_path / "全市"))
    assert alone.keys() == together.keys()


def test_what_happens_raises_the_sequence_and_moves_the_event(run: Run, small: Path, tmp_path: Path) -> None:
    uid = "shili2099.1-1@bizenv"

    def exported(day: str, *options: str) -> Events:
        return events(written(run, tmp_path / "a.ics", "--as-of", day, *options, registry=small))

    def record(day: str, *arguments: str) -> None:
        ran = run(*arguments, registry=small, BIZENV_TODAY=day)
        assert ran.code == 0, ran.err

    before = exported("2099-05-01")[uid]
    assert (before["SEQUENCE"], before.decoded("LAST-MODIFIED").date()) == (0, date(2099, 3, 1))
    record("2099-05-10", "extend", "1-1", "--to", "2099-07-15", "--approval", "示例发〔2099〕3号")
    moved = exported("2099-05-10")[uid]
    assert moved.decoded("DTSTART") == date(2099, 7, 15)
    assert (moved["SEQUENCE"], moved.decoded("LAST-MODIFIED").date()) == (1, date(2099, 5, 10))
    assert "原定 2099-05-31" in moved["DESCRIPTION"]
    record("2099-06-01", "done", "1-1")
    done = exported("2099-06-02", "--alarm", "1d")[uid]
    assert done["SEQUENCE"] == 2
    assert done["SUMMARY"].startswith("√ 1-1")
    assert not done.walk("VALARM")
    assert uid not in exported("2099-06-02", "--until-done")
    assert uid in exported("2099-05-31", "--until-done")
    record("2099-06-03", "undo", "1-1")
    again = exported("2099-06-03")[uid]
    assert again["SEQUENCE"] == 3
    assert again["SUMMARY"].startswith("1-1")
    assert exported("2099-05-01")[uid]["SEQUENCE"] == 0


def test_alarms_ring_at_nine_while_there_is_time() -> None:
    (event,) = events(made(index_at(DAY), "1-26", alarms=("7d", "1m", "0d"))).values()
    start = datetime(2023, 11, 30)  # noqa: DTZ001  (an all-day event has no zone)
    rings = [start + alarm.decoded("TRIGGER") for alarm in event.walk("VALARM")]
    assert rings == [datetime(2023, month, day, 9) for month, day in ((10, 30), (11, 23), (11, 30))]  # noqa: DTZ001
    (late,) = events(made(index_at(DAY), "1-1", alarms=("7d", "0d"))).values()
    assert not late.walk("VALARM")
    (near,) = events(made(index_at(date(2023, 11, 24)), "1-26", alarms=("7d", "1d"))).values()
    assert [alarm.decoded("TRIGGER") for alarm in near.walk("VALARM")] == [timedelta(hours=-15)]


def occurring(event: Event) -> list[date]:
    """The days of a recurring event by dateutil, which is no part of the library that wrote it."""
    begin = datetime.combine(event.decoded("DTSTART"), datetime.min.time())
    rule = rrulestr(event["RRULE"].to_ical().decode(), dtstart=begin)
    left_out: Any = event.get("EXDATE")
    skipped = {item.dt for item in left_out.dts} if left_out else set()
    return [day.date() for day in rule if day.date() not in skipped]


@pytest.mark.parametrize(
    "window", [(None, None), (date(2023, 10, 1), date(2023, 11, 29)), (date(2023, 9, 30), date(2023, 9, 30))]
)
def test_a_duty_recurs_on_its_days(window: tuple[date | None, date | None]) -> None:
    index = index_at(DAY)
    filters = DutyFilters(*window)
    found = query.recurrences(index, filters, until_done=False)
    raw = "".join(ics.calendar(ics.Wanted("样例", DAY), (), query.revisions(index), found)).encode()
    expected: dict[str, list[date]] = {}
    for row in duties(index, filters):
        days = expected.setdefault(f"{row.plan}.{row.id}@bizenv", [])
        if row.deadline not in days:
            days.append(row.deadline)
    assert {uid: occurring(event) for uid, event in events(raw).items()} == expected
    assert len(expected) == (5 if window == (None, None) else len(expected)) > 0


def test_fulfilled_days_are_left_out_until_all_is_done(run: Run, small: Path, tmp_path: Path) -> None:
    def days(*options: str) -> list[date]:
        more = ("--duties", "--before", "2099-03-31", *options)
        raw = written(run, tmp_path / "a.ics", *more, registry=small, today="2099-03-20")
        return occurring(events(raw)["shili2099.D2@bizenv"])

    def fulfil(unit: str) -> None:
        ran = run("fulfil", "D2", "2099-03-13", "--unit", unit, registry=small, BIZENV_TODAY="2099-03-20")
        assert ran.code == 0, ran.err

    every = [date(2099, 3, day) for day in (6, 13, 20, 27)]
    rest = [day for day in every if day.day != 13]
    assert days("--until-done") == every
    fulfil("乙局")
    assert days("--until-done") == every  # 甲局 still owes that day
    assert days("--until-done", "--unit", "乙局") == rest
    fulfil("甲局")
    assert days("--until-done") == rest
    assert days() == every


def test_filters_narrow_it_as_they_narrow_a_list(run: Run, tmp_path: Path) -> None:
    raw = written(run, tmp_path / "a.ics", "--unit", "区法院", "--role", "lead", "--status", "due-soon")
    selected = Filters(units=(), statuses=("due-soon",))
    assert 0 < len(events(raw)) < tasks.select(index_at(DAY), selected).whole()
    ran = run("list", "--unit", "区法院", "--role", "lead", "--status", "due-soon", "--format", "json")
    listed = json.loads(ran.out)["tasks"]
    assert sorted(events(raw)) == sorted(f"{task['plan']}.{task['id']}@bizenv" for task in listed)


def test_what_has_no_deadline_is_told(run: Run, tmp_path: Path) -> None:
    ran = run("export", "ics", "-o", str(tmp_path / "a.ics"))
    assert "另有 1 项无时限，不在日历里：1-43" in ran.err


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("jsonl", "--unit", "区法院"), "--unit"),
        (("sqlite", "--until-done"), "--until-done"),
        (("ics", "--alarm", "7x"), "7x"),
        (("ics", "--alarm", " , "), "--alarm"),
        (("ics", "--duties", "--official", "胡建勇"), "--official"),
        (("ics", "--unit", "区法园"), "区法院"),
    ],
)
def test_a_wrong_call_is_told(run: Run, tmp_path: Path, arguments: tuple[str, ...], sentence: str) -> None:
    ran = run("export", *arguments, "-o", str(tmp_path / "a"))
    assert (ran.code, ran.out) == (2, "")
    assert sentence in ran.err
    assert not (tmp_path / "a").exists()


def test_only_a_calendar_of_ours_is_written_over(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "a.ics"
    written(run, path)
    written(run, path, "--unit", "区法院")
    for other in (b"notes", b"BEGIN:VCALENDAR\r\nPRODID:-//other//EN\r\nEND:VCALENDAR\r\n"):
        path.write_bytes(other)
        ran = run("export", "ics", "-o", str(path))
        assert ran.code == 2
        assert path.read_bytes() == other
