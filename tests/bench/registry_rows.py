"""The tasks of a registry or federation, read as lines: what the other programs are given, and what is expected."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

_LINE = re.compile(r"(?P<indent> *)(?P<dash>- )?(?P<key>[a-z_]+): (?P<value>.+)")
_MEASURES = {
    "annex1": None,
    "annex2": 6,
}  # the indent of a task's first line; None: any numbered line is a task


@dataclass
class Task:
    """One task.

    Attributes:
        plan: the plan's key.
        number: the id inside the plan, ``1-26``.
        group: its indicator or action.
    """

    plan: str
    number: str
    group: str
    measure: str = ""
    lead: list[str] = field(default_factory=list)
    support: list[str] = field(default_factory=list)
    deadline: str = ""

    @property
    def id(self) -> str:
        """The id in a federation."""
        return f"{self.plan}:{self.number}"

    @property
    def units(self) -> list[str]:
        """Every unit that leads or supports, once."""
        return list(dict.fromkeys([*self.lead, *self.support]))


def tasks(registry: Path) -> Iterator[Task]:
    """Yield every task of a registry, or of every plan of a federation in the order of their folders."""
    folders = [registry] if (registry / "plan.yaml").is_file() else sorted(registry.iterdir())
    for folder in folders:
        plan = re.search("^key: (.+)$", (folder / "plan.yaml").read_text(encoding="utf-8"), re.MULTILINE)
        for annex in _MEASURES:
            for path in sorted((folder / annex).glob("*.yaml")):
                yield from _tasks(plan[1] if plan else folder.name, annex, path.read_text(encoding="utf-8"))


def _tasks(plan: str, annex: str, text: str) -> Iterator[Task]:
    group, task, indent = "", None, 0
    for line in text.splitlines():
        match = _LINE.fullmatch(line)
        if not match:
            continue
        key, value, depth = match["key"], match["value"], len(match["indent"])
        if key in ("indicator", "action") and not depth:
            group = value
        elif key == "seq" and match["dash"] and _MEASURES[annex] in (None, depth):
            if task:
                yield task
            task, indent = Task(plan, f"{annex[-1]}-{value}", group), depth + len("- ")
        elif task and depth == indent and key in ("measure", "deadline"):
            setattr(task, key, value)
        elif task and depth == indent and key in ("lead", "support"):
            setattr(task, key, value[1:-1].split(", "))
    if task:
        yield task


@dataclass(frozen=True)
class Questions:
    """What is asked of a registry.

    Attributes:
        plan: the plan that is asked about, or nothing for a single registry.
        unit: its name.
        word: what a few measures of each plan hold.
        rare: what few measures of all hold.
        days: first and last day, both included, of what is due.
    """

    plan: str
    unit: str
    task: str
    word: str
    rare: str
    days: tuple[str, str] = ("2023-09-01", "2023-10-01")


@dataclass
class Expected:
    """How many tasks answer each question: in the plan that is asked about, and in all."""

    total: int = 0
    unit: int = 0
    due: int = 0
    due_all: int = 0
    search: int = 0
    search_all: int = 0
    rare_all: int = 0

    def count(self, task: Task, asked: Questions) -> None:
        """Count a task in."""
        inside = asked.plan in ("", task.plan)
        due = asked.days[0] <= task.deadline <= asked.days[1]
        found = asked.word in task.measure
        self.total += 1
        self.unit += inside and asked.unit in task.units
        self.due += inside and due
        self.due_all += due
        self.search += inside and found
        self.search_all += found
        self.rare_all += asked.rare in task.measure
