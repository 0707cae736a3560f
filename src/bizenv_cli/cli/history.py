"""The commands that read the registry's git history: diff, log, blame."""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from typing import Annotated

import typer

from bizenv_cli import dates, git
from bizenv_cli.chronicle import Chronicle, Episode, Unreadable, concerning, key_in
from bizenv_cli.cli.context import Call
from bizenv_cli.cli.options import Output, with_options
from bizenv_cli.commits import Commit, Objects
from bizenv_cli.errors import AmbiguousNameError, BadCallError, BrokenRegistryError, UnknownNameError
from bizenv_cli.giterrors import NoRegistryThenError, UnknownRevisionError, UnreadableRevisionError
from bizenv_cli.history import compare, status_changes, statuses
from bizenv_cli.nearest import nearest
from bizenv_cli.origins import origins
from bizenv_cli.place import PLAN_FILE, Place, read_file, survey
from bizenv_cli.registry import Registry
from bizenv_cli.source import FolderSource
from bizenv_cli.views import history as views
from bizenv_cli.whole import read_whole

WORK_TREE = "当前文件"
_TASK = re.compile(r"(?:([a-z][a-z0-9]*):)?([12])-([0-9]{1,9})")


@with_options(Output)
def diff(
    output: Output,
    one: Annotated[
        str | None, typer.Argument(metavar="[版本1]", help="拿哪个版本来比：分支、标签、提交号（默认 HEAD）")
    ] = None,
    other: Annotated[
        str | None, typer.Argument(metavar="[版本2]", help="与哪个版本比（默认当前文件）")
    ] = None,
) -> int:
    """两个版本的任务清单差在哪里，按事项说：延期、换牵头、新增、登记……

    只改写法、次序、格式，给文件改名，换个写法写同一个单位，都不算改动。状态有变的，以当天（或 --as-of）计。

    例：bizenv diff
    例：bizenv diff main
    例：bizenv diff HEAD~5 HEAD --format md
    """
    call = Call(output)
    first = one if one is not None else "HEAD"
    with _chronicle(call) as (chronicle, source):
        before = _registry_at(chronicle, first)
        after = _registry_at(chronicle, other) if other is not None else _work_tree(source)
        was, now = (statuses(side, call.as_of) for side in (before, after))
        events = [*compare(before, after), *status_changes(before, after, was, now)]
    query = {"before": first, **({"after": other} if other is not None else {})}
    return call.show(views.diff(_head(after), (first, other or WORK_TREE), events, call.as_of, query))


@with_options(Output)
def log(
    output: Output,
    number: Annotated[str | None, typer.Argument(metavar="[编号]", help="只看这项任务，如 1-49")] = None,
    unit: Annotated[
        str | None, typer.Option("--unit", "-u", metavar="单位", help="只看涉及这个单位的")
    ] = None,
    since: Annotated[
        str | None, typer.Option("--since", metavar="日期", help="该日及以后的提交（含当日，北京时间）")
    ] = None,
    until: Annotated[
        str | None, typer.Option("--until", metavar="日期", help="该日及以前的提交（含当日，北京时间）")
    ] = None,
) -> int:
    """变更历史：每次提交改了哪些任务、登记了什么，新的在前。

    合并的提交只说与各边都不同的；--limit 限提交数。

    例：bizenv log 1-49
    例：bizenv log --unit 区法院 --since 2023-09-01
    """
    call = Call(output)
    first = dates.parse_period(since, call.as_of).first if since is not None else None
    last = dates.parse_period(until, call.as_of).last if until is not None else None
    plan, task = _task_id(number) if number is not None else (None, None)
    with _chronicle(call, plan) as (chronicle, _):
        head = _head_commit(chronicle)
        names = _registry_at(chronicle, "HEAD").unit_names if unit is not None else {}
        named = _unit(unit, names) if unit is not None else None

        def asked(commit: Commit) -> bool:
            day = commit.when.date()
            return (first is None or day >= first) and (last is None or day <= last)

        def episodes() -> Iterator[Episode]:
            return concerning(chronicle.episodes(head, asked), task, named, names)

        query = {"id": task, "unit": named, "since": _iso(first), "until": _iso(last)}
        query = {name: value for name, value in query.items() if value is not None}
        return call.show(views.log(_title(chronicle), episodes, query, call.limit))


@with_options(Output)
def blame(
    output: Output,
    number: Annotated[str, typer.Argument(metavar="编号", help="任务编号，如 1-49")],
) -> int:
    """一项任务的各项现值，是谁在哪次提交里定的。

    举措、单位、时限、节点、勘误，以及各种登记的最后一条；还没有提交的也照实说。

    例：bizenv blame 1-49
    """
    call = Call(output)
    plan, task = _task_id(number)
    with _chronicle(call, plan) as (chronicle, source):
        head = _head_commit(chronicle)
        registry = _work_tree(source)
        tasks = {entry.id: entry for entry in registry.tasks()}
        if task not in tasks:
            raise UnknownNameError("任务", number, nearest(task, tasks), "list")
        found = origins(chronicle, head, registry, tasks[task])
        return call.show(views.blame(_head(registry), tasks[task], found, {"id": task}))


@contextmanager
def _chronicle(call: Call, plan: str | None = None) -> Iterator[tuple[Chronicle, FolderSource]]:
    """Open the history of the plan that a call means, or that a task's id names, and say where its files are."""
    if call.place.packed:
        raise BadCallError("随程序附带的清单没有版本历史；在清单的 git 版本库里运行，或用 --registry 指明")
    source = _plan(call.place, plan or call.options.plan)
    repo = git.repository(source.root)
    below = source.root.resolve().relative_to(repo.top.resolve()).as_posix()
    with Objects(repo) as objects:
        yield Chronicle(repo, objects, "" if below == "." else below, _key(source)), source


def _plan(place: Place, wanted: str | None) -> FolderSource:
    """Return where the one plan that a call means is; its files need not be sound."""
    sources = [FolderSource(place.root / folder.path) for folder in survey(place)]
    if wanted is None:
        if place.federated:
            raise BadCallError("这个命令一次只看一个方案：加 --plan 代号（全部方案见 bizenv plans）")
        return sources[0]
    keys = {_key(source): source for source in sources}
    if wanted not in keys:
        raise UnknownNameError("方案", wanted, nearest(wanted, keys), "plans")
    return keys[wanted]


def _key(source: FolderSource) -> str:
    try:
        return key_in(read_file(source.root / PLAN_FILE))
    except OSError:
        return ""  # whoever reads the plan whole tells it


def _head_commit(chronicle: Chronicle) -> str:
    """Return the commit to begin with.

    Raises:
        BadCallError: nothing was committed yet.
    """
    try:
        return chronicle.repo.commit("HEAD")
    except UnknownRevisionError as error:
        raise BadCallError("版本库里还没有提交，没有历史可看；先 git add、git commit") from error


def _task_id(typed: str) -> tuple[str | None, str]:
    """Return the plan's key, where a task's id gives it, and the id itself."""
    match = _TASK.fullmatch(unicodedata.normalize("NFKC", typed).strip())
    if not match:
        raise UnknownNameError("任务", typed, (), "list")
    return match[1], f"{match[2]}-{int(match[3])}"


def _unit(typed: str, known: Mapping[str, str]) -> str:
    """Return the canonical name of a unit: by a spelling, or by the only one that contains what was typed."""
    if typed in known:
        return known[typed]
    found = list(dict.fromkeys(name for spelling, name in known.items() if typed and typed in spelling))
    if len(found) > 1:
        raise AmbiguousNameError("单位", typed, found)
    if not found:
        raise UnknownNameError("单位", typed, nearest(typed, known), "units")
    return found[0]


def _title(chronicle: Chronicle) -> str:
    """Return the plan's name and number as the newest commit has them; its key where that cannot be read."""
    try:
        return _head(_registry_at(chronicle, "HEAD"))
    except UnreadableRevisionError:
        return chronicle.key


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _registry_at(chronicle: Chronicle, revision: str) -> Registry:
    commit = _head_commit(chronicle) if revision == "HEAD" else chronicle.repo.commit(revision)
    state = chronicle.state(chronicle.lineage(commit)[0])
    if state is None:
        raise NoRegistryThenError(revision, chronicle.folder)
    registry = chronicle.registry(state)
    if isinstance(registry, Unreadable):
        raise UnreadableRevisionError(revision, registry.problem)
    return registry


def _work_tree(source: FolderSource) -> Registry:
    registry, problems = read_whole(source)
    if registry is None:
        raise BrokenRegistryError(problems)
    return registry


def _head(registry: Registry) -> str:
    plan = registry.plan
    return f"{plan.record.short_title}（{plan.record.number}）" if plan else ""
