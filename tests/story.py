"""A scripted history of the small registry, made by real git, and an oracle that reads it in the simplest way.

The oracle unpacks every revision (``git archive``), reads its files with a plain YAML loader, and compares them value
by value; it shares no code with the program.
"""

import io
import json
import os
import random
import shutil
import subprocess
import tarfile
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from conftest import SMALL

KEY = "shili2099"
START = 4_078_684_800  # 2099-04-01 08:00 by Beijing time
_HOUR = 3600
_DAYS = 86_400


_Base: type[Any] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class Loader(_Base):
    """Reads days as the texts that they are."""


Loader.yaml_implicit_resolvers = {
    sign: [item for item in known if item[0] != "tag:yaml.org,2002:timestamp"]
    for sign, known in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


@dataclass
class Story:
    """A repository that is written as it goes."""

    top: Path
    folder: str = "registry"
    indicator: str = "annex1/01-yangli.yaml"
    seconds: int = START
    dice: random.Random = field(default_factory=lambda: random.Random(20230728))

    def git(self, *arguments: str, check: bool = True) -> str:
        done = subprocess.run(
            ["git", *arguments], cwd=self.top, env=environment(self.seconds), capture_output=True, check=False
        )
        assert not check or done.returncode == 0, done.stderr.decode()
        return done.stdout.decode().strip()

    def commit(self, summary: str) -> None:
        self.seconds += _HOUR
        self.git("add", "-A")
        self.git("commit", "-q", "--allow-empty", "-m", summary)

    @property
    def head(self) -> str:
        return self.git("rev-parse", "HEAD")

    def path(self, name: str) -> Path:
        return self.top / self.folder / name

    def change(self, name: str, edit: Callable[[Any], None], **style: Any) -> None:
        path = self.path(name)
        value = yaml.load(path.read_text(encoding="utf-8"), Loader)  # noqa: S506  (a safe one)
        edit(value)
        text = yaml.safe_dump(value, allow_unicode=True, **({"sort_keys": False, "width": 200} | style))
        path.write_text(text, encoding="utf-8")

    def record(self, unit: str, name: str, **entry: str) -> None:
        path = self.path(f"ledger/{name}.yaml")
        path.parent.mkdir(exist_ok=True)
        text = path.read_text(encoding="utf-8") if path.exists() else f"unit: {unit}\nentries:\n"
        day = f"2099-{4 + self.today // 28:02}-{1 + self.today % 28:02}"
        said = ", ".join(f"{key}: {value}" for key, value in {"date": day, **entry}.items())
        path.write_text(f"{text}  - {{{said}}}\n", encoding="utf-8")

    @property
    def today(self) -> int:
        return (self.seconds - START) // _DAYS


def environment(seconds: int = START) -> dict[str, str]:
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("GIT_", "BIZENV"))}
    when = f"{seconds} +0800"
    who = {
        f"GIT_{role}_{what}": value
        for role in ("AUTHOR", "COMMITTER")
        for what, value in (("NAME", "样例员"), ("EMAIL", "yangli@example.invalid"), ("DATE", when))
    }
    return clean | who | {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}


def begin(top: Path) -> Story:
    top.mkdir(parents=True)
    story = Story(top)
    story.git("init", "-q", "-b", "main")
    (top / ".gitattributes").write_text("**/ledger/*.yaml merge=union\n", encoding="utf-8")
    story.commit("还没有清单")
    shutil.copytree(SMALL / "registry", top / story.folder)
    story.commit("印发")
    return story


def told(story: Story) -> None:
    """Write the whole story: some 300 commits."""
    for at in range(1, 252):
        if at == 90:
            story.git("mv", story.folder, "清单")
            story.folder = "清单"
        elif at == 150:
            story.git("mv", f"{story.folder}/{story.indicator}", f"{story.folder}/annex1/02-gaiming.yaml")
            story.indicator = "annex1/02-gaiming.yaml"
        elif at in (60, 61):
            path = story.path("annex2/01-yangli.yaml")
            text = path.read_text(encoding="utf-8")
            path.write_text(f"{text}  坏了: [\n", encoding="utf-8")
            _edit_indicator(story)
            story.commit(f"改坏 {at}")
            path.write_text(text, encoding="utf-8")
        elif at % 20 == 0:
            _merge(story, at)
            continue
        elif at == 130:
            _octopus(story)
            continue
        else:
            _edit(story)
        story.commit(f"第 {at} 次")
    _conflict(story)


def _edit(story: Story) -> None:
    kinds = (_edit_indicator, _edit_action, _enter, _enter, _reformat, _alias, _elsewhere)
    story.dice.choice(kinds)(story)


def _edit_indicator(story: Story) -> None:
    dice = story.dice

    def edit(value: Any) -> None:
        task = dice.choice(value["tasks"])
        kind = dice.randrange(6)
        if kind < 2:
            was = task.get("deadline")
            task["deadline"] = f"2099-{dice.randrange(5, 13):02}-{dice.randrange(1, 29):02}"
            task.setdefault("amendments", []).append(
                {
                    "date": "2099-04-01",
                    "authority": f"示例发〔2099〕{dice.randrange(2, 99)}号",
                    "was": {"deadline": was},
                }
            )
        elif kind == 2:
            task["measure"] += "再办一步。"
        elif kind == 3:
            task["lead"] = dice.sample(["甲局", "乙局", "丙局", "样例办公室"], dice.randrange(1, 3))
        elif kind == 4:
            value["goal"] = dice.choice(["优异", "优秀", "良好"])
        else:
            value["lead_officials"] = dice.choice([["领导甲"], ["领导乙"], ["领导甲", "领导乙"]])

    story.change(story.indicator, edit)


def _edit_action(story: Story) -> None:
    dice = story.dice

    def edit(value: Any) -> None:
        measures = value["work_tasks"][0]["measures"]
        measure = dice.choice(measures)
        kind = dice.randrange(4)
        if kind == 0:
            measure["support"] = dice.sample(["甲局", "丙局", "各样例单位"], dice.randrange(1, 4))
        elif kind == 1:
            measure["deadline"] = f"2099-{dice.randrange(5, 13):02}-{dice.randrange(1, 29):02}"
        elif kind == 2:
            value["work_tasks"][0]["text"] += "又一句。"
        elif len(measures) < 9:
            measures.append({"seq": len(measures) + 1, "measure": "新增的事。", "lead": ["甲局"]})

    story.change("annex2/01-yangli.yaml", edit)


def _enter(story: Story) -> None:
    dice = story.dice
    unit, name = dice.choice([("甲局", "jia-ju"), ("乙局", "yi-ju"), ("丙局", "bing-ju")])
    task = dice.choice(["1-1", "1-2", "1-3", "2-1", "2-2"])
    more: dict[str, dict[str, str]] = {
        "receive": {},
        "progress": {"note": f"办到第 {dice.randrange(99)} 步"},
        "done": {},
        "return": {"note": "材料不全"},
        "accept": {},
        "urge": {"color": dice.choice(["blue", "yellow", "red"])},
        "extend": {
            "to": f"2099-12-{dice.randrange(1, 31):02}",
            "approval": f"示例函〔2099〕{dice.randrange(99)}号",
        },
    }
    event = dice.choice(list(more))
    story.record(unit, name, task=task, event=event, **more[event])


def _reformat(story: Story) -> None:
    style = story.dice.choice(
        [{"width": 40}, {"default_flow_style": True}, {"sort_keys": True}, {"indent": 4}]
    )
    story.change(story.dice.choice([story.indicator, "annex2/01-yangli.yaml"]), lambda _: None, **style)


def _alias(story: Story) -> None:
    def edit(value: Any) -> None:
        other = {"甲局": "甲甲局", "甲甲局": "甲局"}
        for task in value["tasks"]:
            task["lead"] = [other.get(name, name) for name in task["lead"]]

    story.change(story.indicator, edit)


def _elsewhere(story: Story) -> None:
    (story.top / "说明.txt").write_text(f"{story.seconds}\n", encoding="utf-8")


def _merge(story: Story, at: int) -> None:
    """Let two branches go on for a while, in other files but for a ledger that both append to."""
    story.git("checkout", "-q", "-b", "side")
    for step in range(2):
        _edit_action(story)
        story.record("甲局", "jia-ju", task="2-1", event="progress", note=f"旁支第 {at} 之 {step} 步")
        story.commit(f"旁支 {at} 之 {step}")
    story.git("checkout", "-q", "main")
    for step in range(2):
        _edit_indicator(story)
        story.record("甲局", "jia-ju", task="1-1", event="progress", note=f"主干第 {at} 之 {step} 步")
        story.commit(f"主干 {at} 之 {step}")
    story.seconds += _HOUR
    story.git("merge", "-q", "--no-ff", "-m", f"合并 {at}", "side")
    story.git("branch", "-q", "-D", "side")


def _octopus(story: Story) -> None:
    names = ["one", "two", "three"]
    for name, edit in zip(names, (_edit_action, _edit_indicator, _elsewhere), strict=True):
        story.git("checkout", "-q", "-b", name, "main")
        edit(story)
        story.commit(f"三支之 {name}")
    story.git("checkout", "-q", "main")
    story.record("丙局", "bing-ju", task="1-3", event="receive")
    story.commit("主干登记")
    story.seconds += _HOUR
    story.git("merge", "-q", "--no-ff", "-m", "三支合一", *names)


def _conflict(story: Story) -> None:
    """Let two branches set one deadline, and the merge a third."""

    def deadline(day: str) -> Callable[[Any], None]:
        def edit(value: Any) -> None:
            value["tasks"][0]["deadline"] = day

        return edit

    story.git("checkout", "-q", "-b", "side")
    story.change(story.indicator, deadline("2099-10-01"))
    story.commit("旁支改时限")
    story.git("checkout", "-q", "main")
    story.change(story.indicator, deadline("2099-10-02"))
    story.commit("主干改时限")
    story.git("merge", "-q", "--no-ff", "-m", "合并", "side", check=False)
    story.git("checkout", "-q", "--ours", ".")
    story.change(story.indicator, deadline("2099-10-03"))
    story.commit("合并时另定时限")


@cache
def loaded(data: bytes) -> Any:
    return yaml.load(data.decode(), Loader)  # noqa: S506


Key = tuple[str, str, str | None]


@dataclass(frozen=True)
class Revision:
    """What a revision says: the values of its fields, and its entries by unit."""

    values: dict[Key, Any]
    entries: Counter[tuple[str, str]]


@cache
def revision(top: Path, commit: str) -> Revision | str:
    """Return what a revision says; ``absent`` or ``broken`` where it has no registry that can be read."""
    done = subprocess.run(
        ["git", "archive", commit], cwd=top, env=environment(), capture_output=True, check=True
    )
    files: dict[str, bytes] = {}
    with tarfile.open(fileobj=io.BytesIO(done.stdout)) as archive:
        for member in archive:
            held = archive.extractfile(member) if member.isfile() else None
            if held:
                files[member.name] = held.read()
    plans = [path for path, data in files.items() if path.endswith("plan.yaml") and KEY.encode() in data]
    if not plans:
        return "absent"
    folder = plans[0].removesuffix("plan.yaml")
    try:
        read = {
            path.removeprefix(folder): loaded(data)
            for path, data in files.items()
            if path.startswith(folder) and path.endswith(".yaml")
        }
    except yaml.YAMLError:
        return "broken"
    return _said(read)


def _said(read: dict[str, Any]) -> Revision:
    names: dict[str, str] = {}
    for unit in read["units.yaml"]["units"]:
        for name in (unit["name"], *(alias["name"] for alias in unit.get("aliases", ()))):
            names[name] = unit["name"]
    values: dict[Key, Any] = {}
    entries: Counter[tuple[str, str]] = Counter()

    for path, value in read.items():
        if path.startswith("ledger/"):
            entries.update((value["unit"], written(entry)) for entry in value["entries"])
        for scope, subject, record, fields in _things(path, value):
            for name in fields:
                said = record.get(name)
                is_of_units = name in ("lead", "support") and said
                values[scope, subject, name] = [names[unit] for unit in said] if is_of_units else said
    return Revision(values, entries)


def _things(path: str, value: dict[str, Any]) -> Iterator[tuple[str, str, dict[str, Any], tuple[str, ...]]]:
    of_task = ("measure", "lead", "support", "deadline")
    if path.startswith("annex1/"):
        fields = ("goal", "pilot", "lead_officials", "lead", "support")
        yield "indicator", value["indicator"], value, fields
        for task in value["tasks"]:
            yield "task", f"1-{task['seq']}", task, of_task
    elif path.startswith("annex2/"):
        yield "action", value["action"], value, ("lead_officials", "lead_unit", "support")
        for work_task in value["work_tasks"]:
            yield "work_task", str(work_task["seq"]), work_task, ("text",)
            for task in work_task["measures"]:
                yield "task", f"2-{task['seq']}", task, of_task


def written(entry: dict[str, Any]) -> str:
    return json.dumps(entry, ensure_ascii=False, sort_keys=True)


def differences(before: Revision, after: Revision) -> set[Any]:
    """Return what differs: fields with their new values, things that are new, and entries that are new."""
    known = {key[:2] for key in before.values}
    found: set[Any] = set()
    for key, value in after.values.items():
        if key[:2] not in known:
            found.add((*key[:2], None, None))
        elif before.values.get(key) != value:
            found.add((*key, json.dumps(value, ensure_ascii=False)))
    found |= {("entry", *entry) for entry in after.entries - before.entries}
    return found


def parents(top: Path) -> dict[str, list[str]]:
    """Return every commit with its parents, the newest first."""
    done = subprocess.run(
        ["git", "rev-list", "--parents", "HEAD"], cwd=top, env=environment(), capture_output=True, check=True
    )
    lines = [line.split() for line in done.stdout.decode().splitlines()]
    return {name: above for name, *above in lines}


def bases(top: Path, commit: str, known: dict[str, list[str]]) -> list[str]:
    """Return what a commit is compared with: its parents, of broken ones their parents; without a registry, none."""
    found: list[str] = []
    for parent in known[commit]:
        said = revision(top, parent)
        if said == "broken":
            found += bases(top, parent, known)
        elif said != "absent":
            found.append(parent)
    return found


def expected(top: Path) -> dict[str, set[Any]]:
    """Return what each commit changed: what differs from every side that it comes from."""
    known = parents(top)
    changes: dict[str, set[Any]] = {}
    for commit in known:
        after = revision(top, commit)
        sides = [revision(top, base) for base in bases(top, commit, known)]
        if isinstance(after, Revision) and sides:
            sets = [differences(side, after) for side in sides if isinstance(side, Revision)]
            if common := set.intersection(*sets):
                changes[commit] = common
    return changes


def origin(top: Path, commit: str, key: Key, known: dict[str, list[str]]) -> str:
    """Return the commit that gave a value what it is in `commit`."""
    here = revision(top, commit)
    assert isinstance(here, Revision)
    while True:
        for base in bases(top, commit, known):
            said = revision(top, base)
            if isinstance(said, Revision) and key in said.values and said.values[key] == here.values[key]:
                commit = base
                break
        else:
            return commit
