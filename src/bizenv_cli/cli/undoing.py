"""The command that takes an entry back: undo."""

from collections.abc import Mapping
from typing import Annotated, Any

import typer

from bizenv_cli.cli.context import Call
from bizenv_cli.cli.options import with_options
from bizenv_cli.cli.writing import Note, Writing, append, call_of, unit_of
from bizenv_cli.errors import BadCallError
from bizenv_cli.ids import letter_of
from bizenv_cli.query import duties, ledger, names, targets
from bizenv_cli.recording import About, about_duty, about_target, about_task, last_on_task
from bizenv_cli.vocabulary import SCOPES


@with_options(Writing)
def undo(
    writing: Writing,
    number: Annotated[
        str | None, typer.Argument(metavar="编号", help="任务、目标或职责的编号；不写则是 --unit 的最后一条")
    ] = None,
    note: Note = None,
) -> int:
    """更正：取消最后一条登记，从此不算数。

    那一条的文字仍留着，另加一条更正。

    例：bizenv undo 1-49
    例：bizenv undo --unit 区法院 --note "报错了任务"
    """
    call = call_of(writing)
    about, unit, last = _meant(call, number, writing.unit)
    fields = {"event": "void", **last, "note": note}
    return append(call, writing, about, unit, fields)


def _meant(call: Call, number: str | None, unit: str | None) -> tuple[About, str, dict[str, Any]]:
    """Return what the entry that is meant is about, in whose file it stands, and how a void names it."""
    if number is None:
        return _of_unit(call, unit)
    if letter_of(number) == "T":
        name = targets.named(call.index, number)
        about = about_target(name)
        return _only(call, about, targets.last_by_unit(call.index, name), unit)
    if letter_of(number) == "D":
        duty = duties.named(call.index, number)
        about = about_duty(duty)
        return _only(call, about, duties.last_by_unit(call.index, duty), unit)
    task = names.task(call.index, number)
    return _only(call, about_task(task), last_on_task(call.index, task), unit)


def _of_unit(call: Call, typed: str | None) -> tuple[About, str, dict[str, Any]]:
    """Return the last entry in a unit's file, on whatever it is."""
    if typed is None:
        raise BadCallError("写明更正哪一项任务，或用 --unit 写明哪个单位")
    found = call.named("unit", typed)
    if len(found) > 1:
        raise BadCallError(f"{len(found)} 个方案都有「{typed}」，用 --plan 写明哪一个")
    ((plan, unit, _),) = found
    last = ledger.last_in_file(call.index, plan, unit)
    if last is None:
        raise BadCallError(f"「{unit}」没有可更正的登记")
    return About(plan, last.scope, last.id), unit, last.named


def _only(
    call: Call, about: About, last: Mapping[str, dict[str, Any]], typed: str | None
) -> tuple[About, str, dict[str, Any]]:
    unit = unit_of(call, about, typed, ()) if typed is not None else None
    found = {name: entry for name, entry in last.items() if unit in (None, name)}
    what = f"{SCOPES[about.scope]} {about.id}"
    if not found:
        raise BadCallError(f"{what} 没有可更正的登记")
    if len(found) > 1:
        raise BadCallError(f"{what} 有 {'、'.join(found)} 的登记。用 --unit 写明更正哪个单位的")
    ((name, named),) = found.items()
    return about, name, named
