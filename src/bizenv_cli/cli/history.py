"""The commands that read the registry's git history: diff, log, blame."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated

import typer

from bizenv_cli import git, plans
from bizenv_cli.chronicle import Chronicle, Unreadable, key_in
from bizenv_cli.cli.context import Call
from bizenv_cli.cli.options import Output, with_options
from bizenv_cli.commits import Objects
from bizenv_cli.errors import (
    BadCallError,
    BrokenRegistryError,
    NoRegistryThenError,
    UnknownNameError,
    UnreadableRevisionError,
)
from bizenv_cli.history import compare
from bizenv_cli.nearest import nearest
from bizenv_cli.place import PLAN_FILE, read_file, survey
from bizenv_cli.registry import Registry
from bizenv_cli.source import FolderSource
from bizenv_cli.views import history as views

WORK_TREE = "当前文件"


@with_options(Output)
def diff(
    output: Output,
    one: Annotated[
        str | None, typer.Argument(metavar="[版本", help="拿哪个版本来比：分支、标签、提交号（默认 HEAD）")
    ] = None,
    other: Annotated[
        str | None, typer.Argument(metavar="[版本]]", help="与哪个版本比（默认当前文件）")
    ] = None,
) -> int:
    """两个版本的任务清单差在哪里，按事项说：延期、换牵头、新增、登记……

    只改写法、次序、格式，给文件改名，换个写法写同一个单位，都不算改动。

    例：bizenv diff
    例：bizenv diff main
    例：bizenv diff HEAD~5 HEAD --format md
    """
    call = Call(output)
    first = one if one is not None else "HEAD"
    with _chronicle(call) as (chronicle, source):
        before = _registry_at(chronicle, first)
        after = _registry_at(chronicle, other) if other is not None else _work_tree(source)
        events = compare(before, after)
    query = {"before": first, "after": other}
    return call.show(views.diff(_head(after), (first, other or WORK_TREE), events, query))


@contextmanager
def _chronicle(call: Call) -> Iterator[tuple[Chronicle, FolderSource]]:
    """Open the history of the plan that a call means, and say where its files are."""
    if call.place.packed:
        raise BadCallError("随程序附带的清单没有版本历史；在清单的 git 版本库里运行，或用 --registry 指明")
    source = plans.source_of(call.place, _plan_path(call))
    repo = git.repository(source.root)
    below = source.root.resolve().relative_to(repo.top.resolve()).as_posix()
    with Objects(repo) as objects:
        yield Chronicle(repo, objects, "" if below == "." else below, _key(source)), source


def _plan_path(call: Call) -> str:
    """Return the folder, below the place's root, of the one plan that a call means; its files need not be sound."""
    if not call.place.federated:
        return ""
    keys = {_key(plans.source_of(call.place, folder.path)): folder.path for folder in survey(call.place)}
    wanted = call.options.plan
    if wanted is None:
        raise BadCallError("这个命令一次只看一个方案：加 --plan 代号（全部方案见 bizenv plans）")
    if wanted not in keys:
        raise UnknownNameError("方案", wanted, nearest(wanted, keys), "plans")
    return keys[wanted]


def _key(source: FolderSource) -> str:
    try:
        return key_in(read_file(source.root / PLAN_FILE))
    except OSError:
        return ""  # whoever reads the plan whole tells it


def _registry_at(chronicle: Chronicle, revision: str) -> Registry:
    commit = chronicle.repo.commit(revision)
    state = chronicle.state(chronicle.lineage(commit)[0])
    if state is None:
        raise NoRegistryThenError(revision, chronicle.folder or ".")
    registry = chronicle.registry(state)
    if isinstance(registry, Unreadable):
        raise UnreadableRevisionError(revision, registry.problem)
    return registry


def _work_tree(source: FolderSource) -> Registry:
    registry, problems = plans.read_whole(source)
    if registry is None:
        raise BrokenRegistryError(problems)
    return registry


def _head(registry: Registry) -> str:
    plan = registry.plan
    return f"{plan.record.short_title}（{plan.record.number}）" if plan else ""
