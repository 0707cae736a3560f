"""An entry on its way from the board to the ledger: what it is about, the draft of it, the line that it would be."""

from collections.abc import Mapping
from datetime import date
from typing import Any, NamedTuple

from bizenv_cli import recording
from bizenv_cli.errors import BadCallError
from bizenv_cli.index import Index
from bizenv_cli.place import Place
from bizenv_cli.query import duties, ledger, names, targets, urging
from bizenv_cli.query.tasks import by_ref
from bizenv_cli.recording import About
from bizenv_cli.tui.forms import values
from bizenv_cli.tui.sections import TASK_SECTIONS, Row
from bizenv_cli.views import Line


class Subject(NamedTuple):
    """What an entry may be about.

    Attributes:
        words: what it is, in one line.
        units: in whose file an entry is likely to go.
        last: of each unit that has one, how a void names its last entry.
        fixed: what every entry on it says.
        color: of a task, the colour that a 督办单 would have by itself.
    """

    about: About
    words: str
    units: tuple[str, ...]
    last: Mapping[str, Mapping[str, Any]]
    fixed: Mapping[str, Any]
    color: str | None = None


class Draft(NamedTuple):
    """An entry, ready to be tried or written."""

    place: Place
    folder: str
    unit: str
    entry: Mapping[str, Any]
    about: About


class Tried(NamedTuple):
    """What an entry came to, or would come to: the file, the lines added there, how things stand with it."""

    file: str
    lines: tuple[str, ...]
    stands: Line


def subject(index: Index, section: str, row: Row) -> Subject:
    """Return what an entry on a row of a list would be about."""
    if row.duty is not None:
        return _duty(index, row)
    if section not in TASK_SECTIONS:
        target = targets.named(index, row.key)
        words = targets.by_name(index, target).measured
        units = targets.leading(index, target)
        return Subject(recording.about_target(target), words, units, targets.last_by_unit(index, target), {})
    task = names.task(index, row.key)
    found = by_ref(index, task.ref)
    return Subject(
        recording.about_task(task),
        found.measure or "（工作举措缺失，见勘误）",
        ledger.leading(index, task.ref),
        recording.last_on_task(index, task),
        {},
        urging.color(found),
    )


def _duty(index: Index, row: Row) -> Subject:
    duty = row.duty
    if duty is None:
        raise ValueError(row.key)
    name = duties.named(index, duty.id)
    groups = {"indicator": duty.indicator, "action": duty.action, "treatment": duty.treatment}
    fixed = {"period": duty.period, **{scope: value for scope, value in groups.items() if value}}
    last = {
        unit: void
        for unit, void in duties.last_by_unit(index, name).items()
        if all(void.get(key) == value for key, value in fixed.items())
    }
    words = " ".join(filter(None, (duty.period, duty.subject, duty.duty)))
    return Subject(recording.about_duty(name), words, duty.units, last, fixed)


def draft(index: Index, chosen: Subject, event: str, typed: Mapping[str, str], today: date) -> Draft:
    """Return the entry that was typed.

    Raises:
        BizenvError: something that was typed means nothing, or the entry makes no sense.
    """
    about = chosen.about
    unit = _unit(index, chosen, event, typed.get("unit", "").strip())
    day, said = values(event, typed, today)
    if about.scope == "task":
        recording.check_not_done(by_ref(index, names.task(index, about.id).ref), event)
    fixed = {**chosen.fixed, **(chosen.last[unit] if event == "void" else {})}
    fields = {"event": event, **fixed, **said}
    folder = index.folder_of(about.plan)
    return Draft(index.place, folder, unit, recording.entry_of(about, day, fields), about)


def _unit(index: Index, chosen: Subject, event: str, typed: str) -> str:
    likely = tuple(chosen.last) if event == "void" else chosen.units
    if event == "void" and not likely:
        raise BadCallError(f"{chosen.about.id} 没有可更正的登记")
    if not typed and len(likely) != 1:
        among = f"：{'、'.join(likely)}" if likely else ""
        raise BadCallError(f"「单位」要写，记在哪个单位名下{among}")
    named = names.unit(index, typed) if typed else ()
    unit = recording.unit_of(chosen.about, named, likely)
    if event == "void" and unit not in chosen.last:
        raise BadCallError(f"{unit} 没有 {chosen.about.id} 的登记可更正")
    return unit


def put(made: Draft, *, dry_run: bool) -> Tried:
    """Try an entry, or write it; errors as for `append.append`."""
    from bizenv_cli.views.recording import stands  # noqa: PLC0415  (what only an entry needs)

    outcome = recording.write(made.place, made.folder, made.unit, made.entry, dry_run=dry_run)
    (file,) = outcome.files
    told = stands(outcome.registry, made.about.scope, made.about.own_id, made.unit)
    return Tried(file.shown, file.lines, told)
