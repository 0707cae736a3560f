"""A new registry for another plan: the files it begins with, none of which says what the notice does not."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from importlib import resources
from pathlib import Path
from typing import NamedTuple

from bizenv_cli import schema
from bizenv_cli.errors import BadCallError
from bizenv_cli.model import Plan
from bizenv_cli.newfile import write_whole
from bizenv_cli.oneline import scalar
from bizenv_cli.place import PLAN_FILE, plan_around, shown_path
from bizenv_cli.registry import read

FOLDER = "registry"
ALERT_DAYS = 30

_KEPT = ".gitkeep"  # git keeps no empty folder


@dataclass(frozen=True, slots=True)
class Head:
    """What the notice says of itself, and the short names this registry gives it.

    Attributes:
        key: short ASCII key of the plan.
        title, number, issuers, issued, year: as in `model.plan.Plan`.
        short_title: what the screens call it.
    """

    key: str
    title: str
    number: str
    issuers: tuple[str, ...]
    issued: date
    year: int
    short_title: str


class Started(NamedTuple):
    """The files that were written, and those that were there already."""

    files: list[str]
    kept: list[str]


def start(folder: Path, head: Head) -> Started:
    """Write the files of a new registry.

    Args:
        folder: what is to hold them, with the registry in its ``registry/``; made where it is not there.

    Returns:
        The files, below `folder`; a README, say, that is there already stays as it is.

    Raises:
        BadCallError: what the head says is not in order, or a registry is there already.
        UnwritableError: the folder cannot be written.
    """
    files = {f"{FOLDER}/{PLAN_FILE}": _plan(head), **dict(_files(head))}
    _check(files[f"{FOLDER}/{PLAN_FILE}"])
    there = [path for path in files if (folder / path).exists()]
    taken = [path for path in there if path.startswith(FOLDER)]
    if taken:
        raise BadCallError(f"{shown_path(folder)} 里已有 {taken[0]}，不会覆盖。请换一个文件夹")
    around = plan_around(folder.absolute() / FOLDER)
    if around:
        raise BadCallError(f"{shown_path(folder)} 在清单 {shown_path(around)} 里面。请换一个文件夹")
    for path, text in reversed(files.items()):  # plan.yaml last: until then it is no registry
        if path not in there:
            write_whole(folder / path, text)
    return Started([path for path in files if path not in there], there)


def _check(text: str) -> None:
    _, problems = read(PLAN_FILE, PLAN_FILE, text.encode(), Plan)
    wrong = [problem for problem in problems if "annexes" not in problem.message]
    if wrong:
        hint = f"（{wrong[0].hint}）" if wrong[0].hint else ""
        raise BadCallError(f"{wrong[0].message}{hint}")


def _plan(head: Head) -> str:
    lines = (
        _modeline("plan"),
        "# 通知本身。short_title、key、alert_days 是本清单自己的设置，其余照录通知。",
        f"key: {head.key}",
        f"title: {scalar(head.title)}",
        f"short_title: {scalar(head.short_title)}",
        f"number: {scalar(head.number)}",
        f"issuers: [{', '.join(map(scalar, head.issuers))}]",
        f"issued: {head.issued}",
        f"year: {head.year}",
        f"alert_days: {ALERT_DAYS}",
        "# 待补：annexes，各附件的编号、标题、任务数、所列指标或行动；bizenv import 会补在这里。",
        "",
    )
    return "\n".join(lines)


def _files(head: Head) -> Iterator[tuple[str, str]]:
    lists = {
        "units": "# 单位名录，按通知里出现的先后。name 是规范名，aliases 是其他写法；集体单位（各乡镇、各有关单位）的 kind 写 collective。",
        "officials": "# 领导名录，按通知里出现的先后。通知没有点名的，把最后一行换成 lacks: [officials]",
        "treatments": "# 专项治理，照通知正文。通知没有的，把最后一行换成 lacks: [treatments]",
    }
    for name, says in lists.items():
        yield f"{FOLDER}/{name}.yaml", f"{_modeline(name)}\n{says}\n# 待补\n{name}: []\n"
    yield f"{FOLDER}/annex1/{_KEPT}", ""
    yield f"{FOLDER}/annex2/{_KEPT}", ""
    for name, model in schema.kinds().items():
        text = json.dumps(schema.schema(model), ensure_ascii=False, indent=2)
        yield f"{FOLDER}/.schema/{name}.schema.json", f"{text}\n"
    for path, name in _TEMPLATES.items():
        yield path, _template(name, head)


_TEMPLATES: Mapping[str, str] = {
    ".gitattributes": "gitattributes.txt",
    ".pre-commit-config.yaml": "pre-commit-config.txt",
    ".github/workflows/registry.yml": "workflow.txt",
    "README.md": "readme.txt",
}


def _template(name: str, head: Head) -> str:
    text = resources.files("bizenv_cli").joinpath("templates", name).read_text(encoding="utf-8")
    return (
        text.replace("〈标题〉", head.title)
        .replace("〈文号〉", head.number)
        .replace("〈简称〉", head.short_title)
    )


def _modeline(name: str) -> str:
    return f"# yaml-language-server: $schema=.schema/{name}.schema.json"
