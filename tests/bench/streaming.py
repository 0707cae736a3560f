"""A long table on a terminal: when its first rows are seen, and when it ends, beside taskwarrior's list of as many."""

import shutil
import statistics
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from generate import TASKS
from measure import Stream, on_terminal
from operations import BIN, Ground, prepared

PLANS = 85
ROWS = PLANS * TASKS


@dataclass
class Streamed:
    """The runs of one command on a terminal."""

    tool: str
    shown: str
    argv: tuple[str, ...]
    environment: dict[str, str]
    runs: list[Stream] = field(default_factory=list)

    @property
    def code(self) -> int:
        """The exit code of the first run that failed, or 0."""
        return next((run.code for run in self.runs if run.code), 0)

    def median(self, what: Callable[[Stream], float]) -> float:
        """Return the median over the runs."""
        return statistics.median(what(run) for run in self.runs)


def streamed(work: Path, rounds: int, say: Callable[[str], object]) -> list[Streamed]:
    """Write out the whole list on a terminal by turns, after one run of each to warm up."""
    say(f"长表：{ROWS:,} 行，伪终端")
    ground = prepared(work, ROWS, say)
    commands = _commands(ground)
    for number in range(rounds + 1):
        say(f"  第 {number}/{rounds} 轮")
        for command in commands:
            run = on_terminal(command.argv, command.environment)
            if number:
                command.runs.append(run)
    return commands


def _commands(ground: Ground) -> list[Streamed]:
    terminal = {"TERM": "xterm-256color", "PAGER": "cat"}
    plain = {
        name: value
        for name, value in ground.environment.items()
        if name not in ("COLUMNS", "LINES", "NO_COLOR")
    } | terminal
    shown = "bizenv list --limit 0"
    found = [Streamed("bizenv", shown, (str(BIN / "bizenv"), *shown.split()[1:]), plain)]
    if shutil.which("task") and not ground.unfit:
        found.append(Streamed("taskwarrior", "task list", ("task", "list"), ground.peers.environment(plain)))
    return found
