"""Write what a benchmark found as the Chinese page RESULTS.md."""

from collections.abc import Iterable, Iterator, Sequence

from browsing import SIZE, Browsed
from findings import PEERS, Outcome, per_second, promises
from measure import Result
from operations import OPERATIONS, SEED
from streaming import ROWS

_NONE = "—"
_HEAD = f"""\
# 基准测试结果

由 `make bench`（`tests/bench/run.py`）生成，不要手改。201 项是本清单（其副本）；其余是 `tests/bench/generate.py` 按本清单的样子
生成的合成方案（种子 {SEED}），每个方案 201 项，文件数、单位、文字长短、时限分布都与本清单相同。

- 同一规模的全部命令轮流各跑一次，跑若干轮；表中是各轮的中位数，“对”某程序的倍数是逐轮相除之后的中位数，小于 1 即 bizenv 较快。
- 每条命令都是一个新进程，输出写入文件；先各跑一次预热，不计。单次超过 5 秒的只跑三次，超过 60 秒的只跑一次，预热那次计入。
- “冷建索引”先清空缓存再跑；文件已在系统的页缓存里。“改动”是往一个文件末尾加一行注释，再问。
- 峰值内存取各次之最高（ru_maxrss）；低于约 8 MB 的量不出来，写作 8；用几个进程的，是其中最大的一个，不是总和。
- 行数是从输出里数出的；与数据里应有的行数不同的，括注应有之数。其他程序只问同一个方案（k0001），行数相当。
- taskwarrior 的每项任务以全部牵头、配合单位为标签；hledger 的每项任务是一笔交易，时限为日期，单位为账户，无时限的记在年末。
  taskwarrior、hledger 没有的问题留空；grep 只列它能表达的。
"""
_COLUMNS = "操作 程序 命令 行数 轮数 中位数（毫秒） 对下限 对taskwarrior 对hledger 对grep 峰值（MB）"


def page(outcome: Outcome, facts: Sequence[tuple[str, str]]) -> str:
    """Return the whole page."""
    blocks = [_HEAD, "## 机器\n", _table(["", ""], facts), "## 要求与实测\n", _promises(outcome)]
    for size, results in outcome.tables.items():
        blocks += [f"## {size:,} 项任务\n", _table(_COLUMNS.split(), _rows(results))]
        speed = per_second(outcome, size)
        if speed:
            blocks.append(f"冷建索引每秒 {speed:,.0f} 项，每项 {1e6 / speed:.0f} 微秒。\n")
    if len(outcome.across) > 1:
        blocks += ["## 同样长短的回答，规模不同\n", _across(outcome)]
    if outcome.streams:
        blocks += [f"## 终端上的长表（{ROWS:,} 行，100 列 40 行）\n", _streams(outcome)]
    if outcome.board:
        blocks += [f"## 看板（{SIZE:,} 项，无界面的 Chromium）\n", _board(outcome.board)]
    if outcome.notes:
        blocks += ["## 附注\n", "".join(f"- {note}\n" for note in outcome.notes)]
    return "\n".join(blocks)


def _promises(outcome: Outcome) -> str:
    rows = [
        (
            promise.what,
            "≤ " + promise.form.format(promise.limit),
            _NONE if promise.measured is None else promise.form.format(promise.measured),
            promise.verdict,
        )
        for promise in promises(outcome)
    ]
    return _table(["要求", "限度", "实测", ""], rows)


def _rows(results: Sequence[Result]) -> Iterator[tuple[str, ...]]:
    floor = next((result for result in results if result.command.operation == "floor-table"), None)
    for result in results:
        command = result.command
        theirs = {
            other.command.tool: other
            for other in results
            if other.command.operation == command.operation and command.tool == "bizenv"
        }
        yield (
            OPERATIONS[command.operation],
            "" if command.tool == "floor" else command.tool,
            _code(command.shown),
            _answer(result),
            str(len(result.samples)) if result.samples else _NONE,
            result.failure or _number(result.median),
            _ratio(result.ratio(floor)),
            *(_ratio(result.ratio(theirs.get(tool))) for tool in PEERS),
            f"{result.peak:,.0f}" if result.samples else _NONE,
        )


def _answer(result: Result) -> str:
    if result.rows is None or result.failure:
        return _NONE
    expected = result.command.expected
    wrong = expected is not None and expected != result.rows
    return f"{result.rows:,}" + (f"（应 {expected:,}）" if wrong else "")


def _across(outcome: Outcome) -> str:
    smallest, *larger = sorted(outcome.across)
    rows = []
    for base in outcome.across[smallest]:
        operation = base.command.operation
        cells = [OPERATIONS[operation], base.failure or _number(base.median)]
        for size in larger:
            found = next(one for one in outcome.across[size] if one.command.operation == operation)
            cells += [found.failure or _number(found.median), _ratio(found.ratio(base))]
        rows.append(cells)
    heads = ["操作（热，一个方案）", f"{smallest:,} 项（毫秒）"]
    for size in larger:
        heads += [f"{size:,} 项（毫秒）", f"对 {smallest:,} 项"]
    return _table(heads, rows) + "\n各规模的命令轮流跑，逐轮相除之后取中位数。\n"


def _streams(outcome: Outcome) -> str:
    rows = []
    for found in outcome.streams:
        if found.code:
            rows.append((_code(found.shown), f"失败（退出码 {found.code}）", *[_NONE] * 4))
            continue
        rows.append(
            (
                _code(found.shown),
                f"{found.median(lambda run: run.lines):,.0f}",
                _number(found.median(lambda run: run.first) * 1000),
                _number(found.median(lambda run: run.screen) * 1000),
                _number(found.median(lambda run: run.total) * 1000),
                f"{max(run.peak for run in found.runs):,.0f}",
            )
        )
    heads = ["命令", "输出行数", "首字节（毫秒）", "满屏（毫秒）", "全部（毫秒）", "峰值（MB）"]
    return _table(heads, rows) + "\ntaskwarrior 把长文字折成多行，bizenv 一项一行（截短）。\n"


def _board(found: Browsed) -> str:
    if found.failure:
        return f"未测：{found.failure}。\n"
    rows = [
        (what, _number(found.median(what)), _number(max(times)), str(len(times)))
        for what, times in found.samples.items()
    ]
    size = f"\n网页 {found.megabytes:.1f} MB。筛选的用时从改动算到绘出结果的那一帧。\n"
    return _table(["", "中位数（毫秒）", "最慢（毫秒）", "次数"], rows) + size


def _number(value: float | None) -> str:
    if value is None:
        return _NONE
    return f"{value:,.1f}" if value < 100 else f"{value:,.0f}"


def _ratio(value: float | None) -> str:
    return _NONE if value is None else f"{value:.2f}"


def _code(text: str) -> str:
    return "`" + text.replace("|", "\\|") + "`"


def _table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [heads, ["---"] * len(heads), *rows]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)
