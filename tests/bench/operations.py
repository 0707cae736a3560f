"""What is asked of bizenv at each size, the floors below it, and the data that both need."""

import hashlib
import os
import re
import shutil
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import generate
import peers
from measure import Command
from registry_rows import Expected, Questions, Task, tasks
from synthetic import COMMON, RARE

BIN = Path(sys.executable).parent
SEED = 7
TODAY = "2023-09-01"
CHECKED_UP_TO = 20_100  # tasks; `check` reads all files anew, and nobody opens a larger workbook
COLD_TIMEOUT = 3600.0
TOUCHED = "annex1/11-zhixing-hetong.yaml"

OPERATIONS = {
    "cold": "冷建索引（plans）",
    "unit": "unit：一个单位",
    "task": "task：一项任务",
    "due": "due：30 天内到期",
    "search": "search：常见词",
    "touched": "改动一个文件后 unit",
    "due-all": "due：30 天内到期，全部方案",
    "search-all": "search：常见词，全部方案",
    "rare-all": "search：罕见词，全部方案",
    "jsonl": "list：全部，jsonl",
    "table": "list：全部，表格，接管道",
    "check": "check：全部文件",
    "xlsx": "export xlsx：台账",
    "floor-pass": "下限",
    "floor-typer": "下限",
    "floor-table": "下限",
}
FLOORS = {
    "floor-pass": "pass",
    "floor-typer": "import typer",
    "floor-table": "import typer, rich.table",
}
_COMMENT = "# 基准测试改动 "
_ID_ROW = re.compile(
    r"\s*(?:[a-z]\w*:)?[12]-\d+\s++(?!\d{4}-)"
)  # a milestone's row has its day in second place
_JSON_ROW = re.compile(r"\{")
_PLAN_ROW = re.compile(r"\s*(?:k\d+|qsh\d+)\b")


@dataclass(frozen=True)
class Ground:
    """Everything on disk for one size.

    Attributes:
        size: the number of tasks.
        registry: the registry or federation.
        cache: bizenv's cache folder for it.
        environment: what bizenv runs in.
        unfit: why taskwarrior cannot be asked, or nothing.
    """

    size: int
    registry: Path
    cache: Path
    environment: dict[str, str]
    asked: Questions
    expected: Expected
    peers: peers.Peers
    unfit: str = ""

    @property
    def touched(self) -> Path:
        """The file that is touched: one in which the unit that is asked about leads."""
        return self.registry / self.asked.plan / TOUCHED


def prepared(work: Path, size: int, say: Callable[[str], object]) -> Ground:
    """Return the data of one size, written where it is not there yet: for bizenv and for the other programs."""
    plans = size // generate.TASKS
    registry = _real(work) if plans == 1 else _federation(work, plans, say)
    asked = (
        Questions("", "区法院", "qsh2023:1-26", "全覆盖", "遗产管理人")
        if plans == 1
        else Questions("k0001", "合成法院", "k0001:1-26", COMMON, RARE)
    )
    expected = Expected()

    def counted() -> Iterator[Task]:
        for task in tasks(registry):
            expected.count(task, asked)
            yield task

    say(f"  为其他程序写出 {size:,} 项任务")
    cache = work / f"cache-{size}"
    base = {name: value for name, value in os.environ.items() if not name.startswith(("BIZENV", "TASK"))}
    base |= {"LC_ALL": "C.UTF-8", "PYTHONUTF8": "1"}
    files, unfit = peers.written(work / f"peers-{size}", registry, counted(), base)
    environment = {
        **base, "BIZENV_REGISTRY": str(registry), "BIZENV_CACHE": str(cache), "BIZENV_TODAY": TODAY,
    }  # fmt: skip
    return Ground(size, registry, cache, environment, asked, expected, files, unfit)


def _real(work: Path) -> Path:
    """Return a copy of the real registry, which the benchmark may touch."""
    copy = work / "registry"
    shutil.rmtree(copy, ignore_errors=True)
    shutil.copytree(generate.REAL, copy)
    return copy


def _federation(work: Path, plans: int, say: Callable[[str], object]) -> Path:
    """Return a federation, made anew where the generator or its template has changed since."""
    digest = hashlib.sha256()
    here = Path(__file__).parent
    sources = [here / name for name in ("generate.py", "skeleton.py", "synthetic.py")]
    for path in [*sources, *sorted(generate.REAL.rglob("*.yaml"))]:
        digest.update(path.read_bytes())
    folder = work / f"plans-{plans}-{digest.hexdigest()[:12]}"
    if not folder.is_dir():
        say(f"  生成 {plans:,} 个合成方案")
        unfinished = work / f"unfinished-{plans}"
        shutil.rmtree(unfinished, ignore_errors=True)
        generate.generate(unfinished, plans, SEED)
        unfinished.rename(folder)
    return folder


def all_commands(ground: Ground) -> list[Command]:
    """Return every command of one size, in the order of the report."""
    found = [
        *_bizenv(ground),
        *_floors(ground.environment),
        *peers.commands(ground.peers, ground.asked, ground.expected, ground.environment, ground.unfit),
    ]
    order = list(OPERATIONS)
    if not ground.asked.plan:  # one plan alone: a question about all of them is the same as about the one
        found = [command for command in found if not command.operation.endswith("-all")]
    return sorted(found, key=lambda command: order.index(command.operation))


def across(ground: Ground) -> list[Command]:
    """Return the warm questions about one plan, whose answers are of the same length at every size."""
    return [command for command in _bizenv(ground) if command.operation in ("unit", "task", "due", "search")]


def _floors(environment: dict[str, str]) -> list[Command]:
    return [
        Command(operation, "floor", (sys.executable, "-c", code), f'python -c "{code}"', environment)
        for operation, code in FLOORS.items()
    ]


def _bizenv(ground: Ground) -> list[Command]:
    asked, expected = ground.asked, ground.expected
    only = ("--plan", asked.plan) if asked.plan else ()
    task = asked.task if asked.plan else asked.task.rpartition(":")[2]
    task_row = re.compile(rf"{re.escape(task)}|{re.escape(task.rpartition(':')[2])}\b")
    plans = expected.total // generate.TASKS
    asks: list[tuple[str, tuple[str, ...], re.Pattern[str] | None, int | None]] = [
        ("cold", ("plans",), _PLAN_ROW, plans),
        ("unit", ("unit", asked.unit, *only), _ID_ROW, expected.unit),
        ("task", ("task", task), task_row, 1),
        ("due", ("due", "--within", "30d", *only), _ID_ROW, expected.due),
        ("search", ("search", asked.word, *only), _ID_ROW, expected.search),
        ("touched", ("unit", asked.unit, *only), _ID_ROW, expected.unit),
        ("due-all", ("due", "--within", "30d"), _ID_ROW, expected.due_all),
        ("search-all", ("search", asked.word), _ID_ROW, expected.search_all),
        ("rare-all", ("search", asked.rare), _ID_ROW, expected.rare_all),
        ("jsonl", ("list", "--format", "jsonl"), _JSON_ROW, expected.total),
        ("table", ("list",), _ID_ROW, expected.total),
    ]
    if ground.size <= CHECKED_UP_TO:
        workbook = str(ground.cache.with_suffix(".xlsx"))
        asks.append(("check", ("check",), None, None))
        asks.append(("xlsx", ("export", "xlsx", "-o", workbook), None, None))
    touch = Touch(ground.touched)
    prepare: dict[str, Callable[[], object]] = {
        "cold": lambda: shutil.rmtree(ground.cache, ignore_errors=True),
        "touched": touch.again,
    }
    bizenv = str(BIN / "bizenv")
    return [
        Command(
            operation, "bizenv", (bizenv, *argv), _shown(argv), ground.environment, row, count,
            prepare.get(operation), COLD_TIMEOUT, operation == "cold",
        )
        for operation, argv, row, count in asks
    ]  # fmt: skip


def _shown(argv: Sequence[str]) -> str:
    """Return a command as a person would type it: without the folders of files."""
    return " ".join(("bizenv", *(part.rpartition("/")[2] for part in argv)))


class Touch:
    """One file that gets another comment line each time; `back` puts it as it was when the benchmark ends."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.text = path.read_text(encoding="utf-8").partition(_COMMENT)[0]
        self.times = 0

    def again(self) -> None:
        """Append one comment line to the text as it was, another each time."""
        self.times += 1
        self.path.write_text(f"{self.text}{_COMMENT}{self.times}\n", encoding="utf-8")

    @staticmethod
    def back(path: Path) -> None:
        """Take the comment away again."""
        path.write_text(path.read_text(encoding="utf-8").partition(_COMMENT)[0], encoding="utf-8")
