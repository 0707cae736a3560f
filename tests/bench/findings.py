"""What a whole benchmark found, and what the project promised of it."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from browsing import SIZE, Browsed
from measure import Result
from streaming import Streamed

PEERS = ("taskwarrior", "hledger", "grep")
_SMALL, _MIDDLE, _LARGE, _NATIONAL = 201, 20_100, 201_000, 562_800


@dataclass
class Outcome:
    """All results.

    Attributes:
        tables: by size, the results of all commands run by turns.
        across: by size, the warm questions of all sizes, run by turns with one another.
        streams: the long table on a terminal.
        board: the page of a large registry in a browser.
        notes: what is to be known besides.
    """

    tables: dict[int, list[Result]] = field(default_factory=dict)
    across: dict[int, list[Result]] = field(default_factory=dict)
    streams: list[Streamed] = field(default_factory=list)
    board: Browsed | None = None
    notes: list[str] = field(default_factory=list)

    def result(self, size: int, operation: str, tool: str = "bizenv") -> Result | None:
        """Return one result of a size's table, or None where it was not run or failed."""
        return _of(self.tables.get(size, []), operation, tool)

    def paired(self, size: int, operation: str) -> Result | None:
        """Return one result of the comparison across sizes."""
        return _of(self.across.get(size, []), operation, "bizenv")


@dataclass(frozen=True, slots=True)
class Promise:
    """One promise: what, how much, what was measured (None: not), and how that is written."""

    what: str
    limit: float
    measured: float | None
    form: str = "{:.2f} ×"

    @property
    def verdict(self) -> str:
        """达到, 未达到 or 未测."""
        if self.measured is None:
            return "未测"
        return "达到" if self.measured <= self.limit else "**未达到**"


def promises(outcome: Outcome) -> Iterator[Promise]:
    """Yield every promise that the issue makes in figures."""
    floor = outcome.result(_SMALL, "floor-table", "floor")
    what = "201 项，热：unit 对 import typer, rich.table"
    yield Promise(what, 1.5, _ratio(outcome.result(_SMALL, "unit"), floor))
    for operation in ("unit", "task", "due"):
        for tool in PEERS[:2]:
            ours, theirs = outcome.result(_MIDDLE, operation), outcome.result(_MIDDLE, operation, tool)
            yield Promise(f"20,100 项，热：{operation} 对 {tool}", 0.25, _ratio(ours, theirs))
    for operation in ("unit", "task", "due"):
        ratio = _ratio(outcome.paired(_MIDDLE, operation), outcome.paired(_SMALL, operation))
        yield Promise(f"热：{operation}，20,100 项对 201 项", 1.5, ratio)
    for operation in ("unit", "task"):
        found = outcome.result(_NATIONAL, operation)
        yield Promise(f"562,800 项，热：{operation} 用时", 1, _seconds(found), "{:.2f} 秒")
        yield Promise(
            f"562,800 项，热：{operation} 峰值内存", 200, found.peak if found else None, "{:.0f} MB"
        )
    touched = _seconds(outcome.result(_NATIONAL, "touched"))
    yield Promise("562,800 项：改动一个文件后 unit", 3, touched, "{:.2f} 秒")
    costs = [_cost(outcome, size) for size in (_NATIONAL, _MIDDLE)]
    ratio = costs[0] / costs[1] if costs[0] and costs[1] else None
    yield Promise("冷建：每项任务的用时，562,800 项对 20,100 项", 1.3, ratio)
    large = _NATIONAL if outcome.result(_NATIONAL, "jsonl") else _LARGE
    peaks = [found.peak if (found := outcome.result(size, "jsonl")) else None for size in (large, _MIDDLE)]
    ratio = peaks[0] / peaks[1] if peaks[0] and peaks[1] else None
    yield Promise(f"list --format jsonl 的峰值内存，{large:,} 项对 20,100 项", 1.1, ratio)
    workbook = outcome.result(_MIDDLE, "xlsx")
    yield Promise("20,100 项：export xlsx 用时", 30, _seconds(workbook), "{:.1f} 秒")
    yield Promise("20,100 项：export xlsx 峰值内存", 500, workbook.peak if workbook else None, "{:.0f} MB")
    yield from _of_the_long_table(outcome)
    board = outcome.board
    for what, limit, found in (
        ("浏览器首次绘出内容", 2000, board.median("首次绘出内容") if board else None),
        ("浏览器里筛选、查找，最慢的一次", 200, board.slowest() if board else None),
    ):
        yield Promise(f"{SIZE:,} 项的看板：{what}", limit, found, "{:.0f} 毫秒")


def _of_the_long_table(outcome: Outcome) -> Iterator[Promise]:
    tools = {found.tool: found for found in outcome.streams if not found.code}
    ours, theirs = tools.get("bizenv"), tools.get("taskwarrior")
    screen = ours.median(lambda run: run.screen) if ours else None
    yield Promise("17,085 行的表，终端：满屏（40 行）之前", 0.3, screen, "{:.2f} 秒")
    totals = [found.median(lambda run: run.total) if found else None for found in (ours, theirs)]
    ratio = totals[0] / totals[1] if totals[0] and totals[1] else None
    yield Promise("17,085 行的表，终端：全部印完，对 task list", 1, ratio)


def per_second(outcome: Outcome, size: int) -> float | None:
    """Return the tasks that a cold build of this size reads in a second."""
    cost = _cost(outcome, size)
    return 1 / cost if cost else None


def _cost(outcome: Outcome, size: int) -> float | None:
    """Return the seconds that a cold build takes for one task."""
    seconds = _seconds(outcome.result(size, "cold"))
    return seconds / size if seconds else None


def _of(results: list[Result], operation: str, tool: str) -> Result | None:
    found = (
        result
        for result in results
        if (result.command.operation, result.command.tool) == (operation, tool) and result.samples
    )
    return next(found, None)


def _ratio(result: Result | None, other: Result | None) -> float | None:
    return result.ratio(other) if result else None


def _seconds(result: Result | None) -> float | None:
    return result.median / 1000 if result and result.median else None
