"""Redirection: nobody is relieved of an order, or given another's, by a change of place or of a name's meaning."""

from collections.abc import Iterator

from bizenv_cli.amendments import OWNED, former_owner, owners
from bizenv_cli.checks.changes import as_yaml, called
from bizenv_cli.model import Unit, Units
from bizenv_cli.pairing import NUMBERED, Change
from bizenv_cli.problem import Problem
from bizenv_cli.registry import File
from bizenv_cli.yamltext import Loc


def task_moved(change: Change) -> Iterator[Problem]:
    """Ensure that what an indicator, a work task or an action has stays with it, unless a new amendment says whose it was.

    E307 任务不换所属
    任务归哪项指标、哪项工作任务，就由谁的指标长、牵头区领导负责，目标和试点也随着走；挪一挪位置就换了人。误挪的移回原处；
    确有文件调整或抄录有误的，在这一项末尾加一条修订（amendments），was 写原来归谁，如 was: {indicator: 登记财产}、
    was: {work_task: 3}。用 bizenv check --base 版本 比较时检查。
    """
    before, after = owners(change.before), owners(change.after)
    for pair in (*change.paired.kept, *change.paired.renumbered):
        if pair.before.scope not in OWNED:
            continue
        old, new = before[id(pair.before.record)], after[id(pair.after.record)]
        said = former_owner(pair.after, len(pair.before.record.amendments))
        stays = change.later.get(id(old.record))
        if said and said[1:] != (old.scope, old.subject):
            loc: Loc = (*pair.after.loc, "amendments", said[0], "was", said[1])
            hint = f"照上一版写：{as_yaml(old.scope, old.subject)}"
            yield pair.after.file.problem(loc, "E307", f"修订说它原来归别处，上一版归{called(old)}", hint)
        elif not said and stays is not None and stays.record is not new.record:
            message = called(pair.after, f"由{called(old)}移到了{called(new)}")
            was = as_yaml(old.scope, old.subject)
            hint = (
                "移回原处；确有依据的，在这一项末尾加 "
                f"amendments: [{{date: 发文日期, authority: 文号, was: {{{was}}}}}]"
            )
            key = "seq" if pair.after.scope in NUMBERED else pair.after.scope
            yield pair.after.file.problem((*pair.after.loc, key), "E307", message, hint)


def unit_redirected(change: Change) -> Iterator[Problem]:
    """Ensure that every name of a unit goes on meaning the unit it meant, and a collective goes on covering whom it did.

    E308 单位的名称不改指别人
    units.yaml 里把一个名称移到别的单位名下，等于把它的任务都派给了别人；集体单位点名涵盖谁，也不能悄悄增减。误改的改回去；
    原先认错了的，在改后的单位末尾加一条修订（amendments），写明依据和理由。补充新的写法、新的单位不受限制。
    用 bizenv check --base 版本 比较时检查。
    改前：
        # units.yaml
        units:
          - name: 甲局
            kind: single
            aliases:
              - {name: 甲甲局, basis: certain, because: 样例}
          - name: 乙局
            kind: single
          - name: 丙局
            kind: single
          - name: 样例办公室
            kind: single
          - name: 各样例单位
            kind: collective
            covers: [丙局]
    正例：
        # units.yaml
        units:
          - name: 甲局
            kind: single
          - name: 乙局
            kind: single
          - name: 丙局
            kind: single
            aliases:
              - {name: 甲甲局, basis: certain, because: 样例}
            amendments:
              - date: 2099-04-01
                authority: 示例发〔2099〕2号
          - name: 样例办公室
            kind: single
          - name: 各样例单位
            kind: collective
            covers: [丙局]
    反例：
        # units.yaml
        units:
          - name: 甲局
            kind: single
          - name: 乙局
            kind: single
          - name: 丙局
            kind: single
            aliases:
              - {name: 甲甲局, basis: certain, because: 样例}
          - name: 样例办公室
            kind: single
          - name: 各样例单位
            kind: collective
            covers: [丙局]
    """
    one, other = change.before.units, change.after.units
    if one is None or other is None or not (one.whole and other.whole):
        return
    known, now = change.before.unit_names, change.after.unit_names
    claimed: dict[str, str] = {}  # unit now → the unit it was, by the name that unit was called
    for unit in one.record.units:
        owner = now.get(unit.name)
        if owner is None:
            continue  # its uses are told
        if owner not in known and not _amended(change, owner):
            yield _at(
                other, unit.name, f"「{unit.name}」改成了「{owner}」的写法，而「{owner}」是上一版没有的名称"
            )
        first = claimed.setdefault(owner, unit.name)
        if first != unit.name and not _amended(change, owner):
            message = f"「{unit.name}」与「{first}」原是两个单位，现在成了一个"
            yield _at(other, unit.name, message)
        for alias in unit.aliases:
            moved = now.get(alias.name)
            if moved not in (None, owner) and not _amended(change, str(moved)):
                message = f"「{alias.name}」原是「{unit.name}」的写法，现在归了「{moved}」"
                yield _at(other, alias.name, message)
    yield from _covers_changed(change, one, other)


def _covers_changed(change: Change, one: File[Units], other: File[Units]) -> Iterator[Problem]:
    now = change.after.unit_names
    for unit in one.record.units:
        same = _unit(other.record, now.get(unit.name))
        if same is None or _amended(change, same.name):
            continue
        covered = {now.get(name, name) for name in unit.covers}
        if same.kind != unit.kind or {now.get(name, name) for name in same.covers} != covered:
            field = "kind" if same.kind != unit.kind else "covers"
            message = f"「{unit.name}」的 {field} 与上一版不同，没有修订依据"
            yield _at(other, same.name, message, field)


def _unit(units: Units, name: str | None) -> Unit | None:
    return next((unit for unit in units.units if unit.name == name), None)


def _amended(change: Change, name: str) -> bool:
    """Tell whether a unit has an amendment that it had not before."""
    counts = []
    for registry in (change.before, change.after):
        found = _unit(registry.units.record, name) if registry.units else None
        counts.append(len(found.amendments) if found else 0)
    return counts[1] > counts[0]


def _at(file: File[Units], name: str, message: str, field: str = "name") -> Problem:
    """Return a problem where a name stands in units.yaml, or at a field of the unit that it names."""
    hint = "改回去；原先认错了的，在这个单位末尾加 amendments: [{date: 发文日期, authority: 文号, because: 理由}]"
    loc: Loc = ()
    for at, unit in enumerate(file.record.units):
        if unit.name == name:
            loc = ("units", at, field)
        for inner, alias in enumerate(unit.aliases):
            if alias.name == name:
                loc = ("units", at, "aliases", inner, "name")
    return file.problem(loc, "E308", message, hint)
