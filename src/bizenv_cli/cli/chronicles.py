"""What the commands about the history answer: where a call's history is, which two versions, whose changes."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import NamedTuple

from bizenv_cli import git, matching
from bizenv_cli.chronicle import Chronicle, Episode, Unreadable, concerning, key_in
from bizenv_cli.cli import days
from bizenv_cli.cli.context import Call
from bizenv_cli.commits import Commit, Objects
from bizenv_cli.errors import BadCallError, BrokenRegistryError, UnknownNameError
from bizenv_cli.giterrors import NoRegistryThenError, UnknownRevisionError, UnreadableRevisionError
from bizenv_cli.history import compare, status_changes, statuses
from bizenv_cli.ids import task_id
from bizenv_cli.nearest import nearest
from bizenv_cli.origins import origins
from bizenv_cli.place import PLAN_FILE, read_file, survey
from bizenv_cli.registry import Registry
from bizenv_cli.source import FolderSource
from bizenv_cli.spellings import of_units
from bizenv_cli.views import history as views
from bizenv_cli.whole import read_whole

_WORK_TREE = "当前文件"


class _Past(NamedTuple):
    """The history that a call is about.

    Attributes:
        head: the commit to begin with, by its hash.
        source: the files as they are now; None where there are none, or a version was asked for.
    """

    chronicle: Chronicle
    head: str
    source: FolderSource | None


def diff(call: Call, one: str | None, other: str | None) -> int:
    """Show what lies between two versions; of none given HEAD and the files, of one that and the files.

    In a bare repository HEAD stands for the files.
    """
    if call.options.at is not None:
        raise BadCallError("diff 直接写要比的版本，如 bizenv diff HEAD~5 HEAD，不用 --at")
    if call.options.git_dir is not None and one is None:
        raise BadCallError("裸库里没有当前文件：写明拿哪个版本来比，如 bizenv diff HEAD~1 --git-dir 库.git")
    first = one if one is not None else "HEAD"
    with _past(call) as past:
        later = other if other is not None or past.source else "HEAD"
        before = _registry_at(past, first)
        after = _registry_at(past, later) if later is not None else _now(past)
        was, now = (statuses(side, call.as_of) for side in (before, after))
        events = [*compare(before, after), *status_changes(before, after, was, now)]
    query = {"before": first, **({"after": later} if later is not None else {})}
    return call.show(views.diff(_head(after), (first, later or _WORK_TREE), events, call.as_of, query))


def log(call: Call, number: str | None, unit: str | None, since: str | None, until: str | None) -> int:
    """Show what each commit did, the newest first."""
    first = days.first(since, call.as_of) if since is not None else None
    last = days.last(until, call.as_of) if until is not None else None
    plan, task = _task_id(number) if number is not None else (None, None)
    with _past(call, plan) as past:
        newest = _registry_at(past, "HEAD") if unit is not None else None
        names = newest.unit_names if newest else {}
        named = _unit(unit, newest) if unit is not None and newest else None

        def asked(commit: Commit) -> bool:
            day = commit.when.date()
            return (first is None or day >= first) and (last is None or day <= last)

        def episodes() -> Iterator[Episode]:
            return concerning(past.chronicle.episodes(past.head, asked), task, named, names)

        query = {"id": task, "unit": named, "since": _iso(first), "until": _iso(last)}
        query = {name: value for name, value in query.items() if value is not None}
        return call.show(views.log(_title(past), episodes, query, call.limit))


def blame(call: Call, number: str) -> int:
    """Show which commit set each value of a task."""
    plan, task = _task_id(number)
    with _past(call, plan) as past:
        registry = _now(past)
        tasks = {entry.id: entry for entry in registry.tasks()}
        if task not in tasks:
            raise UnknownNameError("任务", number, nearest(task, tasks), "list")
        found = origins(past.chronicle, past.head, registry, tasks[task])
        return call.show(views.blame(_head(registry), tasks[task], found, {"id": task}))


@contextmanager
def _past(call: Call, plan: str | None = None) -> Iterator[_Past]:
    """Open the history of the plan that a call means, or that a task's id names."""
    wanted = plan or call.options.plan
    if call.options.git_dir is None and call.options.at is None:
        with _of_files(call, wanted) as past:
            yield past
        return
    commit = call.place.commit
    if commit is None:
        raise BadCallError("没有版本可看")
    repo = git.Repository(commit.top, commit.is_git_dir)
    folders = [f"{commit.folder}/{inner}".strip("/") for inner in commit.plans]
    with Objects(repo) as objects:
        named = [f"{commit.name}:{f'{folder}/{PLAN_FILE}'.lstrip('/')}" for folder in folders]
        keys = [key_in(objects.read(name)) for name in named]
        at = _only(keys, wanted)
        yield _Past(Chronicle(repo, objects, folders[at], keys[at]), commit.name, None)


@contextmanager
def _of_files(call: Call, wanted: str | None) -> Iterator[_Past]:
    """Open the history of the files that a call means; they need not be sound."""
    place = call.place
    if place.packed:
        raise BadCallError("随程序附带的清单没有版本历史；在清单的 git 版本库里运行，或用 --registry 指明")
    sources = [FolderSource(place.root / folder.path) for folder in survey(place)]
    keys = [_key(source) for source in sources]
    at = _only(keys, wanted)
    source = sources[at]
    repo = git.repository(source.root)
    below = source.root.resolve().relative_to(repo.top.resolve()).as_posix()
    with Objects(repo) as objects:
        try:
            head = repo.commit("HEAD")
        except UnknownRevisionError as error:
            raise BadCallError("版本库里还没有提交，没有历史可看；先 git add、git commit") from error
        yield _Past(Chronicle(repo, objects, "" if below == "." else below, keys[at]), head, source)


def _only(keys: list[str], wanted: str | None) -> int:
    """Return the place, among the plans' keys, of the one that is meant."""
    if wanted is None:
        if len(keys) > 1:
            raise BadCallError("这个命令一次只看一个方案：加 --plan 代号（全部方案见 bizenv plans）")
        return 0
    if wanted not in keys:
        raise UnknownNameError("方案", wanted, nearest(wanted, keys), "plans")
    return keys.index(wanted)


def _key(source: FolderSource) -> str:
    try:
        return key_in(read_file(source.root / PLAN_FILE))
    except OSError:
        return ""  # whoever reads the plan whole tells it


def _task_id(typed: str) -> tuple[str | None, str]:
    """Return the plan's key, where a task's id gives it, and the id itself."""
    wanted = task_id(typed)
    if wanted is None:
        raise BadCallError(
            f"没有任务「{typed}」。写附件号与序号，如 1-26、附件1第26项；全部任务见 bizenv list"
        )
    return wanted.key, f"{wanted.annex}-{wanted.seq}"


def _unit(typed: str, registry: Registry) -> str:
    """Return the canonical name of a unit of the newest commit, whichever way it is written."""
    units = registry.units.record.units if registry.units else ()
    known = of_units((unit.name, [alias.name for alias in unit.aliases], unit.pinyin) for unit in units)
    matched = matching.match(typed, known)
    if matched is None:
        raise UnknownNameError("单位", typed, matching.near(matching.folded(typed), known), "units")
    return matching.only("单位", typed, matched)[0]


def _title(past: _Past) -> str:
    """Return the plan's name and number as the newest commit has them; its key where that cannot be read."""
    try:
        return _head(_registry_at(past, "HEAD"))
    except UnreadableRevisionError:
        return past.chronicle.key


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _registry_at(past: _Past, revision: str) -> Registry:
    chronicle = past.chronicle
    commit = past.head if revision == "HEAD" else chronicle.repo.commit(revision)
    state = chronicle.state(chronicle.lineage(commit)[0])
    if state is None:
        raise NoRegistryThenError(revision, chronicle.folder)
    registry = chronicle.registry(state)
    if isinstance(registry, Unreadable):
        raise UnreadableRevisionError(revision, registry.problem)
    return registry


def _now(past: _Past) -> Registry:
    """Return the registry as its files are, or as the newest commit that was asked for has it."""
    if past.source is None:
        return _registry_at(past, "HEAD")
    registry, problems = read_whole(past.source)
    if registry is None:
        raise BrokenRegistryError(problems)
    return registry


def _head(registry: Registry) -> str:
    plan = registry.plan
    return f"{plan.record.short_title}（{plan.record.number}）" if plan else ""
