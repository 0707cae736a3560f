"""How a task stands, against a small model of the rules of its own; and that what is accepted leaves all sound."""

import shutil
import tempfile
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bizenv_cli.append import Draft, append
from bizenv_cli.errors import RefusedEntryError
from bizenv_cli.index import open_index
from bizenv_cli.place import Place
from bizenv_cli.query import ledger, names, reasons
from bizenv_cli.query.moves import deadlines_moved
from bizenv_cli.query.tasks import Filters, select
from conftest import SMALL, by_ids, load

ISSUED = date(2099, 3, 1)
TASKS = {  # id: leading units, deadline
    "1-1": (["甲局"], date(2099, 5, 31)),
    "1-2": (["乙局", "甲局"], date(2099, 6, 30)),
    "1-3": (["丙局"], None),
    "2-1": (["乙局"], date(2099, 5, 31)),
    "2-2": (["样例办公室"], date(2099, 7, 31)),
}
UNITS = ["甲局", "乙局", "丙局", "样例办公室"]
ORDER = {"丙局": 0, "甲局": 1, "样例办公室": 2, "乙局": 3}  # that of their files' names in pinyin


@dataclass(frozen=True)
class Said:
    """One entry as the model keeps it."""

    unit: str
    task: str
    day: date
    event: str
    to: date | None = None
    completed: date | None = None
    of: str | None = None
    dated: date | None = None
    color: str | None = None
    gone: bool = False


def not_taken_back(said: list[Said]) -> list[Said]:
    kept: list[Said] = []
    for item in said:
        if item.event != "void":
            kept.append(item)
            continue
        for at in range(len(kept) - 1, -1, -1):
            old = kept[at]
            same = (old.unit, old.task, old.event, old.day) == (item.unit, item.task, item.of, item.dated)
            if same and not old.gone:
                kept[at] = replace(old, gone=True)
                break
    return [item for item in kept if not item.gone]


def expected_parts(said: list[Said], task: str, as_of: date) -> dict[str, tuple[Any, ...]]:
    """Tell of each unit that recorded something when it was done and accepted, and what it said last."""
    parts: dict[str, tuple[Any, ...]] = {}
    for item in not_taken_back(said):
        if item.task != task or item.day > as_of:
            continue
        done, accepted, *_ = parts.get(item.unit, (None, None))
        if item.event in ("done", "return"):
            done, accepted = (item.completed or item.day) if item.event == "done" else None, None
        elif item.event == "accept":
            accepted = item.day
        parts[item.unit] = done, accepted, item.event, item.day
    return parts


def expected(said: list[Said], task: str, as_of: date) -> dict[str, Any]:
    """Tell how a task stands, the slow and simple way."""
    mine = [item for item in not_taken_back(said) if item.task == task and item.day <= as_of]
    lead, deadline = TASKS[task]
    extended: list[date] = []
    for item in sorted(mine, key=lambda item: (item.day, ORDER[item.unit])):
        if item.event == "extend" and item.to != deadline:
            deadline = item.to
            extended.append(item.day)
    finished = {unit: done for unit, (done, *_) in expected_parts(said, task, as_of).items() if done}
    completed = max(finished[unit] for unit in lead) if set(lead) <= set(finished) else None
    reports = [item.day for item in mine if item.event in ("receive", "progress", "done")]
    if completed:
        status = "done"
    elif deadline is None:
        status = "undated"
    elif deadline < as_of:
        status = "overdue"
    else:
        status = "due-soon" if deadline - as_of <= timedelta(days=10) else "open"
    late = None if deadline is None else max(0, ((completed or as_of) - deadline).days)
    return {
        "status": status,
        "effective_deadline": deadline,
        "extensions": len(extended),
        "completed": completed,
        "days_late": late,
        "last_report": max(reports, default=None),
    }


drafts = st.tuples(
    st.sampled_from(UNITS),
    st.sampled_from(["1-1", "1-1", "1-2", "1-2", "1-3", "2-1", "2-2"]),
    st.sampled_from(["receive", "progress", "done", "done", "extend", "return", "accept", "urge", "void"]),
    st.integers(0, 12),  # days after the last entry of any
    st.integers(1, 40),  # days that an extension or a completion is away
)


def fields_of(said: list[Said], draft: tuple[str, str, str, int, int], day: date) -> dict[str, Any]:
    unit, task, event, _, apart = draft
    fields: dict[str, Any] = {"date": day, "task": task, "event": event}
    if event == "extend":
        deadline = TASKS[task][1] or day
        fields |= {"to": deadline + timedelta(days=apart), "approval": "示例发〔2099〕3号"}
    elif event == "done" and apart % 3 == 0:
        fields |= {"completed": day - timedelta(days=apart)}
    elif event in ("progress", "return"):
        fields |= {"note": f"样例第{len(said)}件"}
    elif event == "urge":
        fields |= {"color": ["blue", "yellow", "red"][apart % 3]}
    elif event == "void":
        own = [item for item in said if (item.unit, item.task) == (unit, task) and item.event != "void"]
        last = own[-1 - apart % len(own)] if own else Said(unit, task, day, "done")
        fields |= {"of": last.event, "dated": last.day}
    return fields


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(sequence=st.lists(drafts, min_size=1, max_size=14))
def test_accepted_entries_keep_the_plan_sound_and_make_the_status_that_the_model_says(
    sequence: list[tuple[str, str, str, int, int]],
) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "registry"
        shutil.copytree(SMALL / "registry", folder)
        said: list[Said] = []
        day = ISSUED
        for draft in sequence:
            day += timedelta(days=draft[3])
            fields = fields_of(said, draft, day)
            before = {path: path.read_bytes() for path in folder.rglob("*.yaml")}
            try:
                (file,) = append(Place(folder), "", [Draft(draft[0], fields)]).files
            except RefusedEntryError:
                assert {path: path.read_bytes() for path in folder.rglob("*.yaml")} == before
                continue
            after = {path: path.read_bytes() for path in folder.rglob("*.yaml")}
            assert {path for path in after if after[path] != before.get(path)} == {file.path}
            head = before.get(file.path, f"unit: {draft[0]}\nentries:\n".encode())
            assert after[file.path].startswith(head)
            assert after[file.path].removeprefix(head).decode().splitlines() == list(file.lines)
            assert load(folder)[1] == []
            more = {
                key: value
                for key, value in fields.items()
                if key in ("to", "completed", "of", "dated", "color")
            }
            said.append(Said(draft[0], draft[1], day, draft[2], **more))
        for as_of in (ISSUED, day - timedelta(days=9), day, date(2099, 6, 1), date(2099, 9, 1)):
            index = open_index(Place(folder), as_of)
            for task in select(index, Filters()):
                model = expected(said, task.id, as_of)
                assert {key: getattr(task, key) for key in model} == model, (task.id, as_of, said)
                told = {
                    part.unit: (part.completed, part.accepted, part.last_event, part.last_date)
                    for part in ledger.parts(index, names.task(index, task.id).ref)
                    if part.last_event
                }
                assert told == expected_parts(said, task.id, as_of), (task.id, as_of, said)
            for unit in UNITS:
                assert ledger.finished(index, 1, unit) == {
                    task for task in TASKS if expected_parts(said, task, as_of).get(unit, (None,))[0]
                }
            index.close()


def write(folder: Path, name: str, unit: str, *entries: str) -> None:
    (folder / "ledger").mkdir(exist_ok=True)
    lines = "".join(f"  - {{{entry}}}\n" for entry in entries)
    (folder / "ledger" / name).write_text(f"unit: {unit}\nentries:\n{lines}", encoding="utf-8")


def test_a_task_of_several_units_is_done_when_the_last_of_them_is(small: Path) -> None:
    write(small, "yi.yaml", "乙局", "date: 2099-04-01, task: 1-2, event: done")
    write(small, "jia.yaml", "甲局", "date: 2099-07-02, task: 1-2, event: done, completed: 2099-07-01")
    for as_of, status in ((date(2099, 7, 1), "overdue"), (date(2099, 7, 2), "done")):
        index = open_index(Place(small), as_of)
        (task,) = by_ids(index, "1-2")
        assert task.status == status
        assert task.days_late == 1
        reason = reasons.why(index, (1 << 20) + 2)
        assert next(rule.status for rule in reason.rules if rule.holds) == status
        assert [(part.unit, part.completed) for part in reason.parts if part.role == "lead"] == [
            ("甲局", date(2099, 7, 1) if status == "done" else None),
            ("乙局", date(2099, 4, 1)),
        ]
        index.close()


def test_a_collective_unit_that_is_spelled_out_is_done_when_each_of_its_units_is(small: Path) -> None:
    path = small / "annex1/01-yangli.yaml"
    text = path.read_text(encoding="utf-8").replace(
        "lead: [甲局]\n    support: [各样例单位]", "lead: [各样例单位]", 1
    )
    path.write_text(text, encoding="utf-8")
    write(small, "bing.yaml", "丙局", "date: 2099-04-01, task: 1-1, event: done")
    (task,) = by_ids(open_index(Place(small), date(2099, 5, 1)), "1-1")
    assert task.status == "open"  # 乙局 is only presumed to belong to it: its own word is needed
    units = small / "units.yaml"
    units.write_text(
        units.read_text(encoding="utf-8").replace("    presumed_covers: [乙局]\n", ""), encoding="utf-8"
    )
    assert load(small)[1] == []
    (task,) = by_ids(open_index(Place(small), date(2099, 5, 1)), "1-1")
    assert (task.status, task.completed) == ("done", date(2099, 4, 1))


def test_a_task_without_a_leading_unit_is_done_when_any_says_so(small: Path) -> None:
    path = small / "annex1/01-yangli.yaml"
    old = "    lead: [丙局]\n    support: [甲局, 丙局]\n    errata:\n      - kind: lost\n        fields: [deadline]"
    new = "    errata:\n      - kind: lost\n        fields: [lead, support, deadline]"
    text = path.read_text(encoding="utf-8")
    assert old in text
    text = text.replace(old, new).replace(
        "      - kind: doubtful\n        fields: [support]\n        because: 样例：牵头单位又列在配合单位中\n",
        "",
    )
    path.write_text(text, encoding="utf-8")
    write(small, "yi.yaml", "乙局", "date: 2099-04-01, task: 1-3, event: done")
    assert load(small)[1] == []
    (task,) = by_ids(open_index(Place(small), date(2099, 5, 1)), "1-3")
    assert (task.status, task.days_late) == ("done", None)


AMENDED = """    deadline: 2099-08-31
    amendments:
      - date: 2099-06-01
        authority: {}
        was: {{deadline: 2099-05-31}}
"""


@pytest.mark.parametrize(
    ("authority", "before", "after"),
    [
        ("示例发〔2099〕4号", date(2099, 5, 31), date(2099, 8, 31)),
        (
            "示例发〔2099〕1号",
            date(2099, 8, 31),
            date(2099, 8, 31),
        ),  # the notice's own word: a slip put right
    ],
)
def test_an_amendment_moves_the_deadline_from_its_day_on(
    small: Path, authority: str, before: date, after: date
) -> None:
    path = small / "annex1/01-yangli.yaml"
    text = path.read_text(encoding="utf-8").replace("    deadline: 2099-05-31\n", AMENDED.format(authority))
    path.write_text(text, encoding="utf-8")
    write(
        small, "jia.yaml", "甲局",
        "date: 2099-09-10, task: 1-1, event: extend, to: 2099-09-30, approval: 示例发〔2099〕5号",
    )  # fmt: skip
    assert load(small)[1] == []
    days = [date(2099, 5, 31), date(2099, 6, 1), date(2099, 9, 9), date(2099, 9, 10)]
    found = []
    for as_of in days:
        index = open_index(Place(small), as_of)
        (task,) = by_ids(index, "1-1")
        found.append((task.effective_deadline, task.extensions))
        moves = [(move.before, move.to, move.nth, move.passed) for move in deadlines_moved(index, "1", [])]
        index.close()
    assert found == [(before, 0), (after, 0), (after, 0), (date(2099, 9, 30), 1)]
    extended = (date(2099, 8, 31), date(2099, 9, 30), 1, 10)
    assert moves == ([extended] if before == after else [(before, after, 0, 1), extended])


def test_reports_and_silence_are_filters(small: Path) -> None:
    write(
        small, "jia.yaml", "甲局",
        "date: 2099-04-01, task: 1-1, event: progress, note: 样例",
        "date: 2099-04-20, task: 1-2, event: receive",
        "date: 2099-04-21, task: 1-2, event: urge, color: red",
    )  # fmt: skip
    write(small, "bing.yaml", "丙局", "date: 2099-03-05, task: 1-3, event: done")
    index = open_index(Place(small), date(2099, 5, 1))

    def ids(**filters: Any) -> list[str]:
        return [task.id for task in select(index, Filters(**filters))]

    assert ids(reported_since=date(2099, 4, 1)) == ["1-1", "1-2"]
    assert ids(reported_since=date(2099, 4, 21)) == []
    assert ids(silent_since=date(2099, 4, 1)) == ["1-1", "2-1", "2-2"]
    assert ids(silent_since=date(2099, 3, 31)) == ["2-1", "2-2"]
    assert ids(silent_since=date(2099, 2, 28)) == []  # the notice is younger than that
    assert ids(before=date(2099, 5, 31)) == ["1-1", "2-1"]
