"""Protection: what was ordered changes only by an amendment that cites its authority; what was recorded, never."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

from bizenv_cli.amendments import ISSUED, former, same, written
from bizenv_cli.checks.changes import OPTIONAL, as_yaml, authorised, called, differs, opening
from bizenv_cli.model import Plan
from bizenv_cli.pairing import NUMBERED, Change, Pair, annex_of, number_of, unread
from bizenv_cli.problem import Problem
from bizenv_cli.registry import File, Holder
from bizenv_cli.vocabulary import EVENTS, field_title
from bizenv_cli.yamltext import Document, Loc


def issued_value_changed(change: Change) -> Iterator[Problem]:
    """Ensure that an issued text, unit or deadline changes only with a new amendment that says what it was.

    E301 印发的内容，有修订依据才改
    举措、单位、时限、目标是通知印发的，不能悄悄改。误改的改回去；确有文件调整的，在这一项末尾加一条修订（amendments），写明发文日期、文号
    和原值；抄录有误而改正的，文号写通知自己的。用 bizenv check --base 版本 比较时检查。
    改前：
        deadline: 2099-07-31
    正例：
        deadline: 2099-08-31
        amendments:
          - date: 2099-06-01
            authority: 示例发〔2099〕2号
            was: {deadline: 2099-07-31}
    反例：
        deadline: 2099-08-31
    """
    for pair in (*change.paired.kept, *change.paired.renumbered):
        first_new = len(pair.before.record.amendments)
        if pair.after.record.amendments[:first_new] != pair.before.record.amendments:
            continue  # an amendment is gone, and told; its value went with it
        for name in ISSUED[pair.before.scope]:
            old, new = written(pair.before.record, name), written(pair.after.record, name)
            claims = [
                (at, former(amendment, name))
                for at, amendment in enumerate(pair.after.record.amendments)
                if at >= first_new and name in (amendment.was or {})
            ]
            if claims and not same(claims[0][1], old):
                loc: Loc = (*pair.after.loc, "amendments", claims[0][0], "was", name)
                message = f"修订里{field_title(name)}的原值，上一版不是这样写的"
                hint = f"照抄上一版：{as_yaml(name, old)}"
                yield pair.after.file.problem(loc, "E301", message, hint)
            elif not claims and not same(old, new) and not _shifted(change, pair, name):
                loc = (*pair.after.loc, name)
                message = called(pair.after, f"的{field_title(name)}{differs(old, new)}，没有修订依据")
                hint = (
                    "改回去；确有依据的，在这一项末尾加 "
                    f"amendments: [{{date: 发文日期, authority: 文号, was: {{{as_yaml(name, old)}}}}}]"
                )
                yield pair.after.file.problem(loc, "E301", message, hint)


def went_back(change: Change) -> Iterator[Problem]:
    """Yield what the later registry says by itself of a value that E301 tells: it is what its amendment says it was."""
    for pair in (*change.paired.kept, *change.paired.renumbered):
        for at, amendment in enumerate(pair.before.record.amendments):
            for name in {*(amendment.was or {})}.intersection(ISSUED[pair.before.scope]):
                if not same(written(pair.before.record, name), written(pair.after.record, name)):
                    yield pair.after.file.problem(
                        (*pair.after.loc, "amendments", at, "was", name), "E304", ""
                    )


def renumbered_or_deleted(change: Change) -> Iterator[Problem]:
    """Ensure that nothing of the plan is deleted, and that tasks keep their numbers: entries and reports cite them.

    E302 印发的任务不删、不改编号
    登记、督办、报表都按编号引用任务，删了或改了编号，这些就都对不上了。从版本库取回删去的，恢复原编号；新增的接在最后。
    用 bizenv check --base 版本 比较时检查。
    改前：
        - seq: 1
          measure: 丁事办好。
          lead: [乙局]
          deadline: 2099-05-31
        - seq: 2
          measure: 戊事办好。
          lead: [样例办公室]
          deadline: 2099-07-31
    反例：
        - seq: 1
          measure: 丁事办好。
          lead: [乙局]
          deadline: 2099-05-31
    """
    paired = change.paired
    singles = {"plan": change.after.plan, "treatment": change.after.treatments}
    gone = {id(holder.file) for holder in paired.deleted if not holder.loc}
    others = [*paired.deleted, *(holder for holder in paired.added if not authorised(holder))]
    told = {annex_of(holder) for holder in others if holder.scope in NUMBERED}  # these shift what follows
    for holder in paired.deleted:
        if holder.loc and id(holder.file) in gone:
            continue  # its whole file is gone, and told
        if holder.scope in OPTIONAL and getattr(change.after, OPTIONAL[holder.scope]) is None:
            continue  # told below
        if holder.scope in singles and singles[holder.scope] is None:
            continue  # plan.yaml or treatments.yaml is missing, and told
        message = called(holder, f"被删去{opening(holder)}")
        hint = "从版本库取回：印发的内容可以修订，不可删去"
        yield _where(change, holder, "E302", message, hint)
    yield from _lost_files(change)
    runs: list[list[Pair]] = []
    for pair in paired.renumbered:
        last = runs[-1][-1] if runs else None
        follows = (
            last
            and annex_of(last.after) == annex_of(pair.after)
            and last.after.scope == pair.after.scope
            and number_of(pair.after) - number_of(last.after)
            == number_of(pair.before) - number_of(last.before)
            == 1
        )
        if follows:
            runs[-1].append(pair)
        else:
            runs.append([pair])
    for run in runs:
        if annex_of(run[0].after) not in told:
            first = run[0].after
            message = (
                f"{_numbers([pair.before for pair in run])} 改成了 {_numbers([pair.after for pair in run])}"
            )
            hint = "编号一经印发不改：恢复原编号；新增的接在最后"
            yield first.file.problem((*first.loc, "seq"), "E302", message, hint)


def _lost_files(change: Change) -> Iterator[Problem]:
    """Yield a problem for each file that a plan may do without and this one had."""
    lost = Counter(
        holder.file.path
        for holder in change.paired.deleted
        if holder.scope in OPTIONAL and getattr(change.after, OPTIONAL[holder.scope]) is None
    )
    for path, count in lost.items():
        message = f"{count} 项内容连同文件被删去"
        hint = "从版本库取回：印发的内容可以修订，不可删去"
        yield Problem(change.after.source.shown(path), 1, 1, "E302", message, hint)


def ledger_rewritten(change: Change) -> Iterator[Problem]:
    """Ensure that ledgers only grow: an entry once recorded is neither changed, moved nor deleted.

    E306 登记只增不改
    登记过的事不改写、不删去，新的接在末尾。恢复原样；记错了的，用 bizenv undo 加一条更正。用 bizenv check --base 版本 比较时检查。
    改前：
        # ledger/jia-ju.yaml
        unit: 甲局
        entries:
          - {date: 2099-04-01, task: 1-1, event: receive}
          - {date: 2099-04-20, task: 1-1, event: done}
    正例：
        # ledger/jia-ju.yaml
        unit: 甲局
        entries:
          - {date: 2099-04-01, task: 1-1, event: receive}
          - {date: 2099-04-20, task: 1-1, event: done}
          - {date: 2099-05-10, task: 1-1, event: accept}
    反例：
        # ledger/jia-ju.yaml
        unit: 甲局
        entries:
          - {date: 2099-04-01, task: 1-1, event: receive}
          - {date: 2099-04-25, task: 1-1, event: done}
    """
    after = {file.record.unit: file for file in change.after.ledgers}
    by_path = {file.path: file for file in change.after.ledgers}
    for file in change.before.ledgers:
        now = after.get(file.record.unit) or by_path.get(file.path)
        hint = "恢复原样；记错了的，用 bizenv undo 加一条更正"
        if now is None:
            if not unread(change.after, file.path):
                shown = change.after.source.shown(file.path)
                yield Problem(
                    shown, 1, 1, "E306", f"「{file.record.unit}」的登记被整个删去", "从版本库取回这个文件"
                )
        elif now.record.unit != file.record.unit:
            message = f"登记单位由「{file.record.unit}」改成了「{now.record.unit}」"
            yield now.problem(("unit",), "E306", message, hint)
        elif file.whole and now.whole:
            yield from _rewritten(file, now, hint)


def _rewritten(file: File[Any], now: File[Any], hint: str) -> Iterator[Problem]:
    """Yield the first entry that is not there any more; a merge may have put others between, and a hand put them in order."""
    old, new = list(file.record.entries), list(now.record.entries)
    missing = Counter(old) - Counter(new)
    position = next((at for at, item in enumerate(old) if item in missing), None)
    if position is None:
        return
    if position < len(new) and new[position] not in old:
        yield now.problem(("entries", position), "E306", f"第 {position + 1} 条登记与上一版不同", hint)
    else:
        item = old[position]
        message = f"原有的第 {position + 1} 条登记没有了：{item.date} {item.subject} {EVENTS[item.event]}"
        yield _last_line(now.document, "E306", message, hint)


def _shifted(change: Change, pair: Pair, name: str) -> bool:
    """Tell whether only the row numbers in a value moved, with rows that are told as deleted or renumbered."""
    if name != "pilot_changes":
        return False
    moved = {annex_of(holder) for holder in change.paired.deleted}
    moved |= {annex_of(other.after) for other in change.paired.renumbered}
    words = [[item.pilot for item in side.record.pilot_changes] for side in (pair.before, pair.after)]
    return annex_of(pair.after) in moved and words[0] == words[1]


def _numbers(holders: list[Holder]) -> str:
    first, last = holders[0], holders[-1]
    return called(first) if len(holders) == 1 else called(first, f"至 {last.subject}")


def _where(change: Change, holder: Holder, code: str, message: str, hint: str) -> Problem:
    """Return a problem where a deleted thing stood: before what followed it, else at the end of its file."""
    later = change.later
    followed = False
    for other in change.before.holders():
        if (
            followed
            and other.scope == holder.scope
            and other.file is holder.file
            and id(other.record) in later
        ):
            after = later[id(other.record)]
            return after.file.problem((*after.loc, "seq"), code, message, hint)
        followed = followed or other.record is holder.record
    file = next((item.file for item in change.after.holders() if item.file.path == holder.file.path), None)
    if file is not None:
        return _last_line(file.document, code, message, hint)
    plan = change.after.plan
    if plan is None:
        return Problem(change.after.source.shown(holder.file.path), 1, 1, code, message, hint)
    return plan.problem(_listed(plan.record, holder), code, message, hint, key=True)


def _listed(plan: Plan, holder: Holder) -> Loc:
    """Return where plan.yaml lists a group, or listed it: else at the groups of its annex, or at the annexes."""
    for at, annex in enumerate(plan.annexes):
        if annex_of(holder) == f"annex{annex.number}":
            groups: Loc = ("annexes", at, "groups")
            return (*groups, annex.groups.index(holder.subject)) if holder.subject in annex.groups else groups
    return ("annexes",)


def _last_line(document: Document, code: str, message: str, hint: str) -> Problem:
    lines = document.text.rstrip().split("\n")
    return Problem(document.path, len(lines), 1, code, message, hint, max(1, len(lines[-1])))
