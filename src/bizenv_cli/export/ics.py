"""iCalendar (RFC 5545): one all-day event a deadline in force, one recurring event a duty.

Only the data and the day make the bytes. An event keeps its UID for good, its SEQUENCE counts the entries and the
amendments, so that a calendar that is imported again updates what it has.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import NamedTuple

from icalendar import Alarm, Calendar, Component, Event
from icalendar.prop import vRecur

from bizenv_cli import __version__
from bizenv_cli.dates import subtract_span
from bizenv_cli.query.calendar import Recurrence, Revision, Revisions
from bizenv_cli.query.rows import TaskRow
from bizenv_cli.render.safe import plain
from bizenv_cli.views.parts import names
from bizenv_cli.views.status import status_words
from bizenv_cli.vocabulary import STATUSES

OFFICE_OPENS = timedelta(hours=9)  # an alarm at midnight, when an all-day event begins, would wake people up
PRODUCT = f"-//bizenv//bizenv {__version__}//ZH"
_SUMMARY = 40  # characters of a measure that a month's view has room for


class Wanted(NamedTuple):
    """What goes into a calendar.

    Attributes:
        name: how calendar programs show it.
        alarms: how long before a deadline to remind of it, as spans (7d, 1m).
    """

    name: str
    as_of: date
    alarms: Sequence[str] = ()


def calendar(
    wanted: Wanted, tasks: Iterable[TaskRow], revisions: Revisions, duties: Iterable[Recurrence]
) -> Iterator[str]:
    """Yield the calendar piece by piece; a task without a deadline is no event."""
    frame = Calendar()
    frame.add("prodid", PRODUCT)
    frame.add("version", "2.0")
    frame.add("calscale", "GREGORIAN")
    frame.add("name", plain(wanted.name))
    frame.add("x-wr-calname", plain(wanted.name))
    head, _, foot = _text(frame).partition("END:VCALENDAR")
    yield head
    for task in tasks:
        if task.effective_deadline:
            yield _task(wanted, task, task.effective_deadline, revisions.of(task))
    for duty in duties:
        yield _duty(wanted, duty)
    yield f"END:VCALENDAR{foot}"


def _task(wanted: Wanted, task: TaskRow, deadline: date, revision: Revision) -> str:
    event = _event(wanted, task.plan, task.id, deadline, revision)
    text = task.measure or "（工作举措缺失，见勘误）"
    done = task.status == "done"
    event.add(
        "summary",
        plain(f"{'√ ' if done else ''}{task.id} {names(task.lead, '（无牵头单位）')}：{_short(text)}"),
    )
    event.add("categories", [plain(task.subject), f"附件{task.annex}"])
    moved = f"（原定 {task.deadline or '无时限'}）" if task.deadline != deadline else ""
    place = f"附件{task.annex} {f'第 {task.seq} 行' if task.indicator else f'举措 {task.seq}'}"
    finished = f"{task.completed} {STATUSES['done']}，" if done else ""
    lines = [
        text,
        f"牵头：{names(task.lead, '（无）')}",
        f"配合：{names(task.support, '（无）')}",
        f"{'指标长' if task.indicator else '牵头区领导'}：{names(task.lead_officials)}",
        f"完成时限：{deadline}{moved}",
        f"状态：{finished}{status_words(task)}（以 {wanted.as_of} 计）",
        f"所属：{task.subject}（{place}）",
        *(f"节点：{step.date} {step.text}" for step in task.milestones),
    ]
    event.add("description", _lines(lines))
    if not done:
        _remind(event, wanted, deadline, f"{task.id} {deadline} 到期：{_short(text)}")
    return _text(event)


def _duty(wanted: Wanted, duty: Recurrence) -> str:
    first, last = duty.days[0], duty.days[-1]
    event = _event(wanted, duty.plan, duty.id, first, duty.revision)
    event.add("rrule", vRecur.from_ical(f"{duty.rule};UNTIL={last:%Y%m%d}"))
    if duty.skipped:
        event.add("exdate", list(duty.skipped))
    what = duty.owing[0].duty
    event.add("summary", plain(f"{duty.id} 例行：{_short(what)}"))
    event.add("categories", ["例行职责"])
    report_to = duty.owing[0].report_to
    lines = [
        what,
        *([f"报告对象：{report_to}"] if report_to else []),
        *(
            f"责任：{f'{row.subject}：' if row.subject else ''}{names(row.units, '（无）')}"
            for row in duty.owing
        ),
        f"原话：{duty.words}",
        *([f"推定：{duty.because}"] if duty.because else []),
    ]
    event.add("description", _lines(lines))
    _remind(event, wanted, last, f"{duty.id} 例行：{_short(what)}", before=first)
    return _text(event)


def _event(wanted: Wanted, plan: str, own_id: str, day: date, revision: Revision) -> Event:
    event = Event()
    event.add(
        "uid", f"{plan}.{own_id.rpartition(':')[2]}@bizenv"
    )  # one and the same alone and in a federation
    event.add("dtstamp", _moment(wanted.as_of))
    event.add("last-modified", _moment(revision.changed))
    event.add("sequence", revision.number)
    event.add("dtstart", day)
    event.add("status", "CONFIRMED")
    event.add("transp", "TRANSPARENT")
    return event


def _remind(event: Event, wanted: Wanted, last: date, words: str, before: date | None = None) -> None:
    """Add an alarm for each span, at nine in the morning, as far as there still is a day to be reminded on.

    Args:
        last: the last day of the event; before: the day that the spans count from, where that is another.
    """
    start = before or last
    days = sorted({(start - subtract_span(start, span)).days for span in wanted.alarms}, reverse=True)
    for ahead in days:
        if last - timedelta(days=ahead) >= wanted.as_of:
            alarm = Alarm()
            alarm.add("action", "DISPLAY")
            alarm.add("trigger", OFFICE_OPENS - timedelta(days=ahead))
            alarm.add("description", plain(words))
            event.add_component(alarm)


def _text(component: Component) -> str:
    return str(component.to_ical(), "utf-8")


def _moment(day: date) -> datetime:
    return datetime.combine(day, time(), UTC)


def _short(text: str) -> str:
    return text if len(text) <= _SUMMARY else f"{text[: _SUMMARY - 1]}…"


def _lines(lines: Iterable[str]) -> str:
    return "\n".join(map(plain, lines))
