"""taskwarrior, hledger and grep: the same tasks in their own forms, and the commands that answer the same questions."""

import json
import re
import shutil
import subprocess
import uuid
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from measure import Command
from registry_rows import Expected, Questions, Task

TIMEOUT = 60.0  # seconds that an answer may take
IMPORT_TIMEOUT = 900.0
PROGRAMS = {"taskwarrior": "task", "hledger": "hledger", "grep": "grep"}

_TASKRC = """\
data.location={data}
confirmation=no
verbose=nothing
defaultwidth=100
uda.lead.type=string
uda.lead.label=牵头
"""
_LAST_DAY = "2023-12-31"  # stands for no deadline in the journal, whose every entry has a day
_NOTHING = "（通知未印）"
_TASK_ROW = re.compile(r" {0,7}\d+ ")
_DATED_ROW = re.compile(r"\d{4}-\d\d-\d\d ")
_ANY_ROW = re.compile("")


@dataclass(frozen=True)
class Peers:
    """The files of the other programs for one registry.

    Attributes:
        rc: taskwarrior's settings, which name its data.
        journal: hledger's journal.
        registry: what grep reads.
    """

    rc: Path
    journal: Path
    registry: Path

    def environment(self, base: dict[str, str]) -> dict[str, str]:
        """Return the environment that the programs run in."""
        return {**base, "TASKRC": str(self.rc), "TASKDATA": str(self.rc.parent / "data"), "TZ": "UTC"}


def written(folder: Path, registry: Path, tasks: Iterable[Task], base: dict[str, str]) -> tuple[Peers, str]:
    """Write the tasks for taskwarrior (and import them) and for hledger; what is there already is replaced.

    Returns:
        The files, and why taskwarrior has no data, or nothing.
    """
    shutil.rmtree(folder, ignore_errors=True)
    (folder / "data").mkdir(parents=True)
    peers = Peers(folder / "taskrc", folder / "tasks.journal", registry)
    peers.rc.write_text(_TASKRC.format(data=folder / "data"), encoding="utf-8")
    listed = folder / "tasks.json"
    with (
        listed.open("w", encoding="utf-8") as to_import,
        peers.journal.open("w", encoding="utf-8") as journal,
    ):
        for task in tasks:
            to_import.write(json.dumps(_task(task), ensure_ascii=False) + "\n")
            journal.writelines(_transaction(task))
    if not shutil.which("task"):
        return peers, ""
    environment = peers.environment(base)
    try:
        done = subprocess.run(
            ["task", "import", str(listed)],
            env=environment, capture_output=True, check=False, timeout=IMPORT_TIMEOUT,
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        return peers, f"导入超过 {IMPORT_TIMEOUT:.0f} 秒"
    listed.unlink()
    return peers, f"导入失败（退出码 {done.returncode}）" if done.returncode else ""


def _task(task: Task) -> dict[str, object]:
    """Return a task as taskwarrior imports one: every unit a tag, the first lead unit a field of its own."""
    record: dict[str, object] = {
        "uuid": task_uuid(task.id),
        "description": task.measure or _NOTHING,
        "project": f"{task.plan}.{task.group}",
        "tags": task.units,
        "entry": "20230728T000000Z",
        "status": "pending",
    }
    if task.lead:
        record["lead"] = task.lead[0]
    if task.deadline:
        record["due"] = f"{task.deadline.replace('-', '')}T000000Z"
    return record


def task_uuid(task: str) -> str:
    """Return the UUID by which taskwarrior knows a task."""
    return str(uuid.uuid5(uuid.NAMESPACE_URL, task))


def _transaction(task: Task) -> Iterator[str]:
    """Yield the lines of a transaction: each unit's account gets one, the indicator's or action's account gives."""
    yield f"{task.deadline or _LAST_DAY} ({task.id}) {task.measure or _NOTHING}\n"
    for role, names in (("牵头", task.lead), ("配合", task.support)):
        for name in names:
            yield f"    {task.plan}:{role}:{name}  1\n"
    yield f"    {task.plan}:归属:{task.group}  {-len(task.lead) - len(task.support)}\n\n"


def commands(
    peers: Peers, asked: Questions, expected: Expected, base: dict[str, str], unfit: str
) -> list[Command]:
    """Return the commands of the programs that are installed.

    Args:
        unfit: why taskwarrior cannot be asked, or nothing.
    """
    found = _hledger(peers, asked, expected) + _grep(peers, asked, expected)
    if not unfit:
        found = _taskwarrior(asked, expected) + found
    environment = peers.environment(base)
    return [
        Command(operation, tool, argv, _shown(argv, peers), environment, row, count, timeout=TIMEOUT)
        for operation, tool, argv, row, count in found
        if shutil.which(argv[0])
    ]


_Found = tuple[str, str, tuple[str, ...], re.Pattern[str] | None, int | None]


def _taskwarrior(asked: Questions, expected: Expected) -> list[_Found]:
    only = (f"project:{asked.plan}",) if asked.plan else ()
    before, after = (_moved(asked.days[0], -1), _moved(asked.days[1], 1))
    window = (f"due.after:{before}", f"due.before:{after}")
    row = _TASK_ROW
    asks: list[tuple[str, tuple[str, ...], re.Pattern[str] | None, int | None]] = [
        ("unit", (*only, f"+{asked.unit}", "list"), row, expected.unit),
        ("task", (task_uuid(asked.task), "information"), re.compile("UUID "), 1),
        ("due", (*only, *window, "list"), row, expected.due),
        ("due-all", (*window, "list"), row, expected.due_all),
        ("search", (*only, f"description.has:{asked.word}", "list"), row, expected.search),
        ("search-all", (f"description.has:{asked.word}", "list"), row, expected.search_all),
        ("rare-all", (f"description.has:{asked.rare}", "list"), row, expected.rare_all),
        ("jsonl", ("export",), re.compile(r"\{"), expected.total),
        ("table", ("list",), row, expected.total),
    ]
    return [(operation, "taskwarrior", ("task", *argv), row, count) for operation, argv, row, count in asks]


def _hledger(peers: Peers, asked: Questions, expected: Expected) -> list[_Found]:
    plan = f"^{asked.plan}:" if asked.plan else ":"
    window = f"date:{asked.days[0]}..{_moved(asked.days[1], 1)}"
    row = _DATED_ROW
    asks: list[tuple[str, tuple[str, ...], re.Pattern[str] | None, int | None]] = [
        ("unit", ("register", f"{plan}.*:{asked.unit}$" if asked.plan else f":{asked.unit}$"), row, expected.unit),
        ("task", ("print", f"code:^{asked.task}$"), row, 1),
        ("due", ("register", window, f"{plan}归属:"), row, expected.due),
        ("due-all", ("register", window, ":归属:"), row, expected.due_all),
        ("search", ("register", f"desc:{asked.word}", f"{plan}归属:"), row, expected.search),
        ("search-all", ("register", f"desc:{asked.word}", ":归属:"), row, expected.search_all),
        ("rare-all", ("register", f"desc:{asked.rare}", ":归属:"), row, expected.rare_all),
        ("jsonl", ("print", "-O", "json"), re.compile(r' *"tcode"'), expected.total),
        ("table", ("register", ":归属:"), row, expected.total),
        ("check", ("check",), None, None),
    ]  # fmt: skip
    start = ("hledger", "-f", str(peers.journal))
    return [(operation, "hledger", (*start, *argv), row, count) for operation, argv, row, count in asks]


def _grep(peers: Peers, asked: Questions, expected: Expected) -> list[_Found]:
    folder = str(peers.registry / asked.plan if asked.plan else peers.registry)
    number = asked.task.rpartition(":")[2]
    due = "deadline: 2023-(09-..|10-01)"
    row = _ANY_ROW
    asks: list[tuple[str, tuple[str, ...], re.Pattern[str] | None, int | None]] = [
        ("unit", ("-rnE", rf"^ +(lead|support): .*[[ ]{asked.unit}[],]", folder), row, expected.unit),
        ("task", ("-rn", "-A4", f" seq: {number[2:]}$", f"{folder}/annex{number[0]}"), re.compile(".* seq: "), 1),
        ("due", ("-rnE", due, folder), row, expected.due),
        ("due-all", ("-rnE", due, str(peers.registry)), row, expected.due_all),
        ("search", ("-rn", f"measure: .*{asked.word}", folder), row, expected.search),
        ("search-all", ("-rn", f"measure: .*{asked.word}", str(peers.registry)), row, expected.search_all),
        ("rare-all", ("-rn", f"measure: .*{asked.rare}", str(peers.registry)), row, expected.rare_all),
    ]  # fmt: skip
    return [(operation, "grep", ("grep", *argv), row, count) for operation, argv, row, count in asks]


def _moved(day: str, by: int) -> str:
    return (date.fromisoformat(day) + timedelta(days=by)).isoformat()


def _shown(argv: tuple[str, ...], peers: Peers) -> str:
    text = " ".join(f"'{word}'" if re.search(r"[ |*^$()\[]", word) else word for word in argv)
    return text.replace(f"-f {peers.journal} ", "").replace(str(peers.registry), "清单")
