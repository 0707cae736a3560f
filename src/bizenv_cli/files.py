"""Which files a registry has: their names, and what each holds."""

import re
from collections.abc import Callable, Collection, Iterator

from bizenv_cli.model import (
    Action,
    Complaints,
    Doubts,
    Duties,
    Indicator,
    Ledger,
    Officials,
    Overlaps,
    Plan,
    Record,
    Targets,
    Treatments,
    Units,
)
from bizenv_cli.nearest import nearest
from bizenv_cli.place import PLAN_FILE
from bizenv_cli.problem import Problem

SINGLE_FILES: dict[str, type[Record]] = {
    PLAN_FILE: Plan,
    "units.yaml": Units,
    "officials.yaml": Officials,
    "treatments.yaml": Treatments,
    "targets.yaml": Targets,
    "duties.yaml": Duties,
    "complaints.yaml": Complaints,
    "overlaps.yaml": Overlaps,
    "doubts.yaml": Doubts,
}
# A notice may set no goal that is a number and no rhythm; nobody may have complained,
# or judged a pair of tasks; and only what was imported leaves doubts.
_OPTIONAL = ("targets.yaml", "duties.yaml", "complaints.yaml", "overlaps.yaml", "doubts.yaml")
FOLDERS: dict[str, type[Record]] = {"annex1": Indicator, "annex2": Action, "ledger": Ledger}
_NUMBERED = re.compile(r"[0-9]{2,4}-[a-z0-9]+(-[a-z0-9]+)*\.yaml")
_NAMED = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*\.yaml")
FILE_NAMES = {"annex1": _NUMBERED, "annex2": _NUMBERED, "ledger": _NAMED}
_EXAMPLES = {
    "annex1": "05-dengji-caichan.yaml",
    "annex2": "01-zhengwu-fuwu-manyidu.yaml",
    "ledger": "qu-fayuan.yaml",
}
_COPIES = re.compile(r"副本|复件|[Cc]opy|\([0-9]+\)|（[0-9]+）|^~\$|[~#]$|\.(?:bak|orig|tmp|swp)$")


def model_of(path: str) -> type[Record] | None:
    """Return what a file of this path below the registry's folder holds, or None where no such file belongs."""
    folder, _, name = path.rpartition("/")
    if folder in FOLDERS and FILE_NAMES[folder].fullmatch(name):
        return FOLDERS[folder]
    return SINGLE_FILES.get(path)


def missing(paths: Collection[str], shown: Callable[[str], str]) -> Iterator[Problem]:
    """Say which of the files that every registry has are not among its paths."""
    hint = "每个清单都要有这个文件，从版本库取回"
    for path in SINGLE_FILES if "." not in paths else ():  # "." is the folder itself, locked, and told
        if path not in paths and path not in _OPTIONAL:
            yield Problem(shown(path), 1, 1, "E004", "缺少文件", hint)


def nested(shown: str) -> Problem:
    """Say that a plan lies inside another, where nobody reads it."""
    hint = "把这个文件夹移到方案文件夹的旁边，或移走"
    return Problem(shown, 1, 1, "E011", "方案里面又有一个方案", hint)


def stray(shown: str, path: str) -> Problem:
    """Say that a file does not belong in a registry, and what to call it or where to put it."""
    folder, _, name = path.rpartition("/")
    stem, _, ending = name.rpartition(".")
    near = nearest(path, SINGLE_FILES, 1)
    if path in FOLDERS:
        hint = f"{path} 应是文件夹；是链接或压缩包之类的，换成文件夹，从版本库取回"
        return Problem(shown, 1, 1, "E005", "这里应是文件夹，却是一个文件或链接", hint)
    if _COPIES.search(name):
        hint = "像是副本或临时文件，移出清单文件夹"
    elif model_of(path.removesuffix(ending) + "yaml") and ending.lower() in ("yml", "yaml"):
        hint = f"改名为 {stem}.yaml"
    elif folder in FOLDERS and ending == "yaml":
        form = "拼音.yaml" if folder == "ledger" else "序号-拼音.yaml"
        hint = f"文件名写成 {form}（小写英文字母、数字和 -），如 {_EXAMPLES[folder]}"
    elif near:
        hint = f"是否为「{near[0]}」？"
    else:
        hint = (
            f"移出清单文件夹。清单里只放：{'、'.join([*SINGLE_FILES, *(f'{folder}/' for folder in FOLDERS)])}"
        )
    return Problem(shown, 1, 1, "E005", "清单里没有这样的文件", hint)
