"""A draft as the text of registry files, laid out as the shipped registry is."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from bizenv_cli.intake.directory import Printed
from bizenv_cli.intake.doubt import Doubt
from bizenv_cli.intake.groups import Group
from bizenv_cli.intake.item import Item, Note
from bizenv_cli.intake.units import read_people, read_units
from bizenv_cli.intake.worktasks import WorkTask
from bizenv_cli.oneline import scalar

_MODELINE = "# yaml-language-server: $schema=../.schema/{}.schema.json"


def indicator_file(order: int, groups: Sequence[Group], lacks: Sequence[str]) -> str:
    """Return the file of one indicator: one group, or one for each of its sub-indicators.

    Args:
        lacks: fields that the notice does not have, as the user says.
    """
    first = groups[0]
    lines = [_MODELINE.format("indicator"), f"indicator: {scalar(first.base)}", f"order: {order}"]
    if not first.sub:
        lines += _heads(first, "")
    lines += _people(groups)
    there = {name for group in groups for name in group.heads}
    own = () if first.sub else ("benchmark_cities", "goal", "pilot")
    lines += _missing(
        [name for name in (*own, "lead_officials", "lead", "support") if name not in there], lacks
    )
    if first.sub:
        lines.append("sub_indicators:")
        for group in groups:
            lines.append(f"  - sub_indicator: {scalar(group.sub)}")
            lines += _heads(group, "    ")
            due = [name for name in ("benchmark_cities", "goal", "pilot") if name not in group.heads]
            lines += [f"    {line}" for line in _missing(due, lacks)]
            lines += _tasks("    tasks:", group.items, "      ")
    else:
        lines += _tasks("tasks:", first.items, "  ")
    return _text(lines)


def action_file(order: int, group: Group, work_tasks: Sequence[WorkTask], lacks: Sequence[str]) -> str:
    """Return the file of one action."""
    lines = [_MODELINE.format("action"), f"action: {scalar(group.name)}", f"order: {order}"]
    lines += _people([group])
    unit = "、".join(read_units(group.heads.get("lead_unit", "")).names)
    if unit:
        lines.append(f"lead_unit: {scalar(unit)}")
    missing = [
        name
        for name, there in (
            ("lead_officials", "lead_officials" in group.heads),
            ("lead_unit", unit),
            ("support", ""),
        )
        if not there
    ]
    lines += [*_missing(missing, lacks), "work_tasks:"]
    for work_task in work_tasks:
        lines += [
            f"  - seq: {work_task.seq}",
            f"    text: {scalar(work_task.text or group.name)}",
            "    measures:",
        ]
        for item in work_task.items:
            lines += _task(item, "      ")
    return _text(lines)


def unit_lines(names: Iterable[Printed], likely: Mapping[str, str]) -> list[str]:
    """Return the entries of units.yaml; `likely` gives for a name the other that it may be a spelling of."""
    lines = []
    for printed in names:
        lines += [f"  - name: {scalar(printed.name)}", f"    kind: {printed.kind}"]
        if printed.name in likely:
            lines.append(
                f"    # 待核：是否为「{likely[printed.name]}」的另一种写法；是的话并到那里的 aliases"
            )
    return lines


def annex_lines(number: int, title: str, tasks: int, groups: Sequence[str]) -> list[str]:
    """Return what plan.yaml says of an annex."""
    return [
        f"  - number: {number}",
        f"    title: {scalar(title)}",
        f"    tasks: {tasks}",
        "    groups:",
        *(f"      - {scalar(name)}" for name in groups),
    ]


def doubt_lines(doubts: Iterable[Doubt]) -> list[str]:
    """Return the entries of doubts.yaml."""
    lines = []
    for doubt in doubts:
        fields = {
            "task": doubt.task,
            "at": doubt.place,
            "column": doubt.column,
            "printed": doubt.printed,
            "assumed": doubt.assumed,
            "because": doubt.because,
        }
        told = [f"{key}: {scalar(value)}" for key, value in fields.items() if value]
        lines += [f"  - {told[0]}", *(f"    {line}" for line in told[1:])]
    return lines


def _missing(names: Sequence[str], lacks: Sequence[str]) -> Iterator[str]:
    """Yield what says of a record's missing fields that the notice lacks them, or that they are still to come."""
    gone = [name for name in names if name in lacks]
    if gone:
        yield f"lacks: [{', '.join(gone)}]"
    due = [name for name in names if name not in lacks]
    if due:
        yield f"# 待补：{'、'.join(due)}（照正文，表里没有；通知确实没有的，写进 lacks）"


def _heads(group: Group, indent: str) -> Iterator[str]:
    cities, goal, pilot = (group.heads.get(name, "") for name in ("benchmark_cities", "goal", "pilot"))
    if cities:
        yield f"{indent}benchmark_cities: {_list(cities.split('、'))}"
    if goal:
        yield f"{indent}goal: {scalar(goal.rpartition('：')[2] or goal)}"
    if pilot:
        yield f"{indent}pilot: {scalar(pilot)}"
    if group.pilots:
        yield f"{indent}pilot_changes:"
        for item, words in group.pilots:
            yield f"{indent}  - from_seq: {item.seq}"
            yield f"{indent}    pilot: {scalar(words)}"


def _people(groups: Sequence[Group]) -> Iterator[str]:
    names = [name for group in groups for name in read_people(group.heads.get("lead_officials", ""))]
    if names:
        yield f"lead_officials: {_list(dict.fromkeys(names))}"


def _tasks(head: str, items: Iterable[Item], indent: str) -> Iterator[str]:
    yield head
    for item in items:
        yield from _task(item, indent)


def _task(item: Item, indent: str) -> Iterator[str]:
    yield f"{indent}- seq: {item.seq}"
    inner = f"{indent}  "
    if "measure" in item.values:
        yield f"{inner}measure: {scalar(item.values['measure'])}"
    if item.leads:
        yield f"{inner}lead: {_list(item.leads)}"
    if item.supports:
        yield f"{inner}support: {_list(item.supports)}"
    if item.deadline:
        yield f"{inner}deadline: {item.deadline}"
    if item.notes:
        yield f"{inner}errata:"
        for note in item.notes:
            yield from _erratum(note, f"{inner}  ")


def _erratum(note: Note, indent: str) -> Iterator[str]:
    yield f"{indent}- kind: {note.kind}"
    yield f"{indent}  fields: {_list(note.fields)}"
    if note.printed is not None:
        yield f"{indent}  printed: {scalar(note.printed)}"
    if note.printed_at:
        yield f"{indent}  printed_at: {{{', '.join(f'{name}: {at}' for name, at in note.printed_at)}}}"
    yield f"{indent}  because: {scalar(note.because)}"


def _list(names: Iterable[str]) -> str:
    return f"[{', '.join(scalar(name.strip()) for name in names if name.strip())}]"


def _text(lines: Iterable[str]) -> str:
    return "".join(f"{line}\n" for line in lines)
