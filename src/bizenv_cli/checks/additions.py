"""Additions: what is new says on whose word it is, and what said so stays."""

from collections.abc import Iterator

from bizenv_cli.amendments import unit_holders
from bizenv_cli.checks.changes import OPTIONAL, authorised, called
from bizenv_cli.pairing import NUMBERED, Change, Pair
from bizenv_cli.problem import Problem
from bizenv_cli.yamltext import Loc

_KEYS = {"target": "id", "duty": "id", "service_level": "step"}


def added_without_authority(change: Change) -> Iterator[Problem]:
    """Ensure that what is added to the plan cites the document that adds it.

    E305 新增的内容有依据
    通知印发之后新增的任务、指标、行动、治理，要在末尾加一条修订（amendments），写明凭哪份文件新增；新增的没有原值，不写 was。
    用 bizenv check --base 版本 比较时检查。
    改前：
        - treatment: 样例专项治理
          lead_officials: [领导乙]
          lead: [甲局, 乙局]
    正例：
        - treatment: 样例专项治理
          lead_officials: [领导乙]
          lead: [甲局, 乙局]
        - treatment: 样例治理之二
          lead_officials: [领导乙]
          lead: [甲局]
          amendments:
            - date: 2099-06-01
              authority: 示例发〔2099〕2号
    反例：
        - treatment: 样例专项治理
          lead_officials: [领导乙]
          lead: [甲局, 乙局]
        - treatment: 样例治理之二
          lead_officials: [领导乙]
          lead: [甲局]
    """
    for pair in (*change.paired.kept, *change.paired.renumbered):
        for at, amendment in enumerate(pair.after.record.amendments):
            if amendment.was is None and at >= len(pair.before.record.amendments):
                message = called(pair.after, "上一版就有，不是这份文件新增的")
                hint = "修订写明改了什么：加 was: {项目: 原值}；没有改动的，删去这一条"
                loc = (*pair.after.loc, "amendments", at)
                yield pair.after.file.problem(loc, "E305", message, hint)
    new_files = {holder.file.path for holder in change.paired.added if not holder.loc}
    for holder in change.paired.added:
        if (holder.loc and holder.file.path in new_files) or authorised(holder):
            continue
        if holder.scope in OPTIONAL and getattr(change.before, OPTIONAL[holder.scope]) is None:
            continue  # none was transcribed before: that adds nothing to the notice
        message = f"新增了{called(holder)}，没有依据"
        hint = "删去；确有文件新增的，在这一项末尾加 amendments: [{date: 发文日期, authority: 文号}]"
        key = _KEYS.get(holder.scope, "seq" if holder.scope in NUMBERED else holder.scope)
        yield holder.file.problem((*holder.loc, key), "E305", message, hint)


def amendment_rewritten(change: Change) -> Iterator[Problem]:
    """Ensure that amendments are only added, after those that stand.

    E303 已有的修订不改写
    修订是改动的凭据，只往后加，不改写、不删去，units.yaml 里单位的修订也是。恢复原样；再有修订，写在最后另起一条。用 bizenv check --base 版本 比较时检查。
    改前：
        # treatments.yaml
        treatments:
          - treatment: 样例专项治理
            lead_officials: [领导乙]
            lead: [乙局]
            amendments:
              - date: 2099-04-01
                authority: 示例发〔2099〕2号
                was: {lead: [甲局, 乙局]}
    正例：
        # treatments.yaml
        treatments:
          - treatment: 样例专项治理
            lead_officials: [领导乙]
            lead: [丙局]
            amendments:
              - date: 2099-04-01
                authority: 示例发〔2099〕2号
                was: {lead: [甲局, 乙局]}
              - date: 2099-06-01
                authority: 示例发〔2099〕3号
                was: {lead: [乙局]}
    反例：
        # treatments.yaml
        treatments:
          - treatment: 样例专项治理
            lead_officials: [领导乙]
            lead: [乙局]
            amendments:
              - date: 2099-04-01
                authority: 示例发〔2099〕3号
                was: {lead: [甲局, 乙局]}
    """
    for pair in (*change.paired.kept, *change.paired.renumbered, *_units(change)):
        old, new = pair.before.record.amendments, pair.after.record.amendments
        at = next((at for at, item in enumerate(old) if at >= len(new) or new[at] != item), None)
        if at is not None:
            loc: Loc = (*pair.after.loc, "amendments", at)
            message = called(pair.after, f"已有的第 {at + 1} 条修订被改写或删去")
            hint = "恢复原样；再有修订，写在最后另起一条"
            yield pair.after.file.problem(loc, "E303", message, hint)


def _units(change: Change) -> Iterator[Pair]:
    """Pair the units of both states; one under another of its own names is the same unit."""
    names, known = change.after.unit_names, change.before.unit_names
    later = {holder.subject: holder for holder in unit_holders(change.after)}
    for holder in unit_holders(change.before):
        owner = names.get(holder.subject)
        if owner is not None and known.get(owner) == holder.subject:
            yield Pair(holder, later[owner])
