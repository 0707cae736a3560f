"""Run commands by turns, so that noise hits all alike, and keep time, peak memory and exit code of every run."""

import fcntl
import os
import pty
import re
import select
import signal
import statistics
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

CHILD = Path(__file__).with_name("timed_child.py")
LONG, VERY_LONG = 5.0, 60.0  # seconds; a command that takes so long is run 3 times, or once
TERMINAL = (40, 100)  # rows and columns of the pseudo-terminal
_CHUNK = 1 << 16


@dataclass(frozen=True)
class Command:
    """One command that answers a question.

    Attributes:
        operation: the question; the same for every tool that answers it.
        tool: bizenv, taskwarrior, hledger, grep or floor.
        argv: the program and its arguments.
        shown: the command as the report shows it.
        environment: all of it.
        row: what each row of the answer begins with, or None where rows do not count.
        expected: how many rows the data has for the question, or None where that is not known.
        prepare: done before each run, untimed.
        timeout: seconds.
        cold: there is no run to warm up.
    """

    operation: str
    tool: str
    argv: tuple[str, ...]
    shown: str
    environment: dict[str, str]
    row: re.Pattern[str] | None = None
    expected: int | None = None
    prepare: Callable[[], object] | None = None
    timeout: float = 600
    cold: bool = False


@dataclass
class Result:
    """What the runs of a command gave.

    Attributes:
        samples: milliseconds by round.
        peak: MB, the highest of all runs.
        rows: of the answer.
        failure: why there are no samples, in words for the report.
    """

    command: Command
    samples: dict[int, float] = field(default_factory=dict)
    peak: float = 0.0
    rows: int | None = None
    failure: str = ""

    def fail(self, why: str) -> None:
        """Note why there is no figure; what was measured before counts no more."""
        self.failure = why
        self.samples.clear()

    @property
    def median(self) -> float | None:
        """Milliseconds, or None where it failed."""
        return statistics.median(self.samples.values()) if self.samples else None

    def ratio(self, other: "Result | None") -> float | None:
        """Return the median of the ratios of the rounds in which both ran; where there is none, that of the medians."""
        if not other or not self.median or not other.median:
            return None
        both = self.samples.keys() & other.samples.keys()
        if not both:
            return self.median / other.median
        return statistics.median(self.samples[at] / other.samples[at] for at in both)


def by_turns(
    commands: Sequence[Command], rounds: int, scratch: Path, say: Callable[[str], object]
) -> list[Result]:
    """Run every command once to warm up, then all of them by turns, `rounds` times.

    A command that fails, or takes longer than its timeout, is not run again. One that takes long is run less often:
    its first run counts then.
    """
    results = [Result(command) for command in commands]
    for result in results:
        say(f"  预热：{result.command.shown}")
        seconds = _run(result, scratch)
        if seconds is not None:
            result.rows = _rows(result.command, scratch)
            if result.command.cold or seconds > LONG:
                result.samples[0] = seconds * 1000
    for number in range(1, rounds + 1):
        say(f"  第 {number}/{rounds} 轮")
        for result in results:
            first = result.samples.get(0, 0) / 1000
            most = 1 if first > VERY_LONG else 3 if first > LONG else rounds + 1
            if result.failure or len(result.samples) >= most:
                continue
            seconds = _run(result, scratch)
            if seconds is not None:
                result.samples[number] = seconds * 1000
    return results


def _run(result: Result, scratch: Path) -> float | None:
    """Run a command once and return its seconds; where that fails, say why in the result."""
    command = result.command
    if command.prepare:
        command.prepare()
    scratch.unlink(missing_ok=True)  # emptying a file of the last run is not to be timed
    child = subprocess.Popen(
        [sys.executable, "-I", "-S", str(CHILD), str(scratch), f"{scratch}.err", *command.argv],
        env=command.environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        encoding="utf-8",
        cwd=scratch.parent,
        start_new_session=True,
    )
    try:
        told, _ = child.communicate(timeout=command.timeout)
    except subprocess.TimeoutExpired:
        os.killpg(child.pid, signal.SIGKILL)
        child.communicate()
        result.fail(f"超过 {command.timeout:.0f} 秒")
        return None
    except BaseException:
        os.killpg(child.pid, signal.SIGKILL)
        raise
    if child.returncode:
        result.fail("无法运行")
        return None
    _, seconds, peak, code = told.split()
    result.peak = max(result.peak, int(peak) / 1024)
    if int(code):
        result.fail(f"失败（退出码 {code}）")
        return None
    return float(seconds)


def _rows(command: Command, scratch: Path) -> int | None:
    if command.row is None:
        return None
    with scratch.open(encoding="utf-8", errors="replace") as lines:
        return sum(bool(command.row.match(line)) for line in lines)


@dataclass(frozen=True, slots=True)
class Stream:
    """One run on a terminal: seconds to the first byte, to a full screen, and to the end; MB; lines; exit code."""

    first: float
    screen: float
    total: float
    peak: float
    lines: int
    code: int


def on_terminal(argv: Sequence[str], environment: dict[str, str], timeout: float = 120) -> Stream:
    """Run a command on a pseudo-terminal of 100 columns and note when what it says arrives."""
    parent, child = pty.openpty()
    fcntl.ioctl(child, termios.TIOCSWINSZ, struct.pack("HHHH", *TERMINAL, 0, 0))
    name = os.ttyname(child)
    running = subprocess.Popen(
        [sys.executable, "-I", "-S", str(CHILD), name, name, *argv],
        env=environment,
        stdin=child,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        encoding="utf-8",
        start_new_session=True,
    )
    os.close(child)
    first = screen = 0.0
    lines = 0
    until = time.perf_counter() + timeout
    for data in _arriving(parent, until):
        now = time.perf_counter()  # the same clock in the child
        first = first or now
        lines += data.count(b"\n")
        if lines >= TERMINAL[0]:
            screen = screen or now
    if time.perf_counter() >= until:
        os.killpg(running.pid, signal.SIGKILL)
    os.close(parent)
    told, _ = running.communicate()
    if running.returncode:
        return Stream(0, 0, timeout, 0, lines, running.returncode)
    start, seconds, peak, code = (float(figure) for figure in told.split())
    return Stream(
        (first or start + seconds) - start,
        (screen or start + seconds) - start,
        seconds,
        peak / 1024,
        lines,
        int(code),
    )


def _arriving(descriptor: int, until: float) -> Iterator[bytes]:
    """Yield what arrives at a terminal's other end, till nobody has it open any more or the time is up."""
    while (left := until - time.perf_counter()) > 0:
        if not select.select([descriptor], [], [], left)[0]:
            return
        try:
            data = os.read(descriptor, _CHUNK)
        except OSError:  # how Linux says that it is closed
            return
        if not data:
            return
        yield data
