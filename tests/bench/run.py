"""The benchmark behind ``make bench``: bizenv, its floors and other programs over the same tasks, at several sizes.

``python tests/bench/run.py [--sizes 201,20100] [--rounds N] [--work DIR] [--out FILE]``; with BENCH=national in the
environment also all of China's counties.
"""

import argparse
import os
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from browsing import browsed
from findings import Outcome
from generate import TASKS
from machine import facts
from measure import Command, Result, by_turns
from operations import OPERATIONS, Ground, Touch, across, all_commands, prepared
from report import page
from streaming import streamed

SIZES = (201, 20_100, 201_000)
NATIONAL = 562_800
ROUNDS = {201: 15, 20_100: 9, 201_000: 5, NATIONAL: 5}
FEW = 5  # rounds of a size that is not listed
ACROSS_ROUNDS = 15
STREAM_ROUNDS = 5
BOARD_ROUNDS = 5
OUT = Path(__file__).with_name("RESULTS.md")


def main() -> int:
    """Run the benchmark and write the page; exit with 2 where the call was wrong."""
    options = _options()
    wrong = [size for size in options.sizes if size < TASKS or size % TASKS]
    if wrong:
        sys.stderr.write(f"规模应是 {TASKS} 的倍数：{'、'.join(map(str, wrong))}\n")
        return 2
    options.work.mkdir(parents=True, exist_ok=True)
    outcome = Outcome()
    grounds: list[Ground] = []
    start = time.monotonic()
    for size in options.sizes:
        _say(f"{size:,} 项任务")
        ground = prepared(options.work, size, _say)
        grounds.append(ground)
        if ground.unfit:
            outcome.notes.append(f"{size:,} 项：taskwarrior {ground.unfit}，未测。")
        commands = all_commands(ground)
        rounds = options.rounds or ROUNDS.get(size, FEW)
        outcome.tables[size] = by_turns(commands, rounds, options.work / "answer", _say)
    outcome.across = _across(grounds, options.rounds or ACROSS_ROUNDS, options.work)
    if not options.no_stream:
        outcome.streams = streamed(options.work, options.rounds or STREAM_ROUNDS, _say)
    if not options.no_board:
        outcome.board = browsed(options.work, options.rounds or BOARD_ROUNDS, _say)
    outcome.notes += _notes(outcome)
    for ground in grounds:
        Touch.back(ground.touched)
    options.out.write_text(page(outcome, facts()), encoding="utf-8")
    _say(f"已写入 {options.out}，用时 {(time.monotonic() - start) / 60:.1f} 分钟")
    return 0


def _across(grounds: Sequence[Ground], rounds: int, work: Path) -> dict[int, list[Result]]:
    """Ask the same questions at every size, all by turns."""
    if len(grounds) == 1:
        return {}
    _say("同样长短的回答，规模不同")
    commands: list[tuple[int, Command]] = [
        (ground.size, command) for ground in grounds for command in across(ground)
    ]
    results = by_turns([command for _, command in commands], rounds, work / "answer", _say)
    found: dict[int, list[Result]] = {}
    for (size, _), result in zip(commands, results, strict=True):
        found.setdefault(size, []).append(result)
    return found


def _notes(outcome: Outcome) -> list[str]:
    """Say which answers are not of the length that the data has."""
    return [
        f"{size:,} 项：{command.tool} 的{OPERATIONS[command.operation]}印出 {result.rows:,} 行，数据里应有 {command.expected:,} 行。"
        for size, results in outcome.tables.items()
        for result in results
        if (command := result.command).expected is not None
        and result.rows is not None
        and not result.failure
        and result.rows != command.expected
    ]


def _options() -> argparse.Namespace:
    national = os.environ.get("BENCH") == "national"
    sizes = (*SIZES, NATIONAL) if national else SIZES
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    parser = argparse.ArgumentParser(description="bizenv 的基准测试")
    parser.add_argument("--sizes", type=_sizes, default=list(sizes), help="任务数，以逗号分开")
    parser.add_argument("--rounds", type=int, default=0, help="轮数（默认随规模而定）")
    parser.add_argument("--work", type=Path, default=cache / "bizenv-bench", help="数据所在的文件夹")
    parser.add_argument("--out", type=Path, default=OUT, help="结果写到哪里")
    parser.add_argument("--no-stream", action="store_true", help="不测终端上的长表")
    parser.add_argument("--no-board", action="store_true", help="不测浏览器里的看板")
    return parser.parse_args()


def _sizes(text: str) -> list[int]:
    return [int(part) for part in text.split(",")]


def _say(line: str) -> None:
    sys.stderr.write(f"{line}\n")


if __name__ == "__main__":
    sys.exit(main())
