"""The recurring duties and the service levels: numbered, due at all, and true to the notice's words."""

import re
from collections.abc import Iterator

from bizenv_cli.owed import Owed
from bizenv_cli.problem import Problem
from bizenv_cli.registry import Registry
from bizenv_cli.vocabulary import COMPLAINT_KINDS, STEPS


def duty_numbers(registry: Registry) -> Iterator[Problem]:
    """Ensure that the duties are numbered D1, D2 … in their order.

    E250 职责编号从 D1 起，不跳不重
    登记履职时写的是职责编号（如 D3），编号乱了，就记到别的职责上去了。按提示改正；新增的接在最后。
    正例：
        - id: D2
          duty: 检查戊事
    反例：
        - id: D4
          duty: 检查戊事
    反例：
        - id: D1
          duty: 检查戊事
    """
    if registry.duties is None or not registry.duties.whole:
        return
    for at, duty in enumerate(registry.duties.record.duties):
        if duty.id != f"D{at + 1}":
            message = f"职责编号应为 D{at + 1}，写的是 {duty.id}"
            hint = "核对编号：从 D1 起依次编，新增的接在最后"
            yield registry.duties.problem(("duties", at, "id"), "E250", message, hint)
            return  # what follows is off with it


def repeated_level(registry: Registry) -> Iterator[Problem]:
    """Ensure that one step has one time for each kind of complaint.

    E251 一步只有一个时限
    同一步骤（step）对同一类投诉只写一个工作日数；对各类都适用的（不写 kind），就不再分类另写。删去多余的一条。
    正例：
        - step: settle
          kind: general
    反例：
        - step: call
          kind: general
    """
    if registry.duties is None:
        return
    levels = registry.duties.record.service_levels
    for at, level in enumerate(levels):
        same = (other for other in levels[:at] if other.step == level.step)
        if any(None in (other.kind, level.kind) or other.kind == level.kind for other in same):
            kind = f"（{COMPLAINT_KINDS[level.kind]}）" if level.kind else ""
            message = f"{STEPS[level.step]}{kind}的时限前面已有"
            hint = "删去多余的一条；对各类投诉都一样的，不写 kind，只写一条"
            yield registry.duties.problem(("service_levels", at, "step"), "E251", message, hint)


def never_due(registry: Registry) -> Iterator[Problem]:
    """Ensure that a duty falls due at least once between its first and its last day.

    E252 职责至少有一个到期日
    周期规则（rrule）自印发之日（或 starts）起，到方案年度末（或 ends）止，算不出一个到期日：多半是月份、日期写错了，如二月三十日。
    正例：
        rrule: FREQ=WEEKLY;BYDAY=FR
    反例：
        rrule: FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30
    反例：
        rrule: FREQ=WEEKLY;BYDAY=FR
        starts: 2099-12-31
        ends: 2099-03-01
    """
    if registry.duties is None or registry.plan is None:
        return
    if registry.plan.record.issued.year > registry.plan.record.year:
        return  # a slip in one of the two, and told (E226 or E216)
    owed = Owed(registry)
    for at, duty in enumerate(owed.duties):
        if not owed.days(duty):
            message = f"职责 {duty.id} 在起止日期之间没有一个到期日"
            hint = "核对 rrule 的月份与日期；起自印发之日（或 starts），止于方案年度末（或 ends）"
            yield registry.duties.problem(("duties", at, "rrule"), "E252", message, hint)


def days_not_in_words(registry: Registry) -> Iterator[Problem]:
    """Ensure that the number of working days is the one in the notice's words.

    E253 工作日数照原话
    working_days 照录原话里的数，一个不多，一个不少。抄错了的改正。
    正例：
        working_days: 3
    反例：
        working_days: 5
    """
    for at, level in enumerate(registry.duties.record.service_levels if registry.duties else ()):
        if registry.duties and str(level.working_days) not in re.findall("[0-9]+", level.words):
            message = f"原话里没有 {level.working_days} 这个数：{level.words[:30]}"
            hint = "核对 working_days 与原话"
            yield registry.duties.problem(("service_levels", at, "working_days"), "E253", message, hint)


def row_outside(registry: Registry) -> Iterator[Problem]:
    """Ensure that the words are said to stand in a row that the annexes have.

    E254 职责出处的任务在附件里
    at 写任务编号的，编号不超出 plan.yaml 所说的任务数；原话是否真在那一行，由 bizenv verify 核对。核对编号。
    正例：
        words: 戊事办好
        at: 2-2
    反例：
        words: 戊事办好
        at: 2-9
    """
    if registry.plan is None:
        return
    annexes = registry.plan.record.annexes
    sizes = {annex.number: annex.tasks for annex in annexes}
    if len(sizes) < len(annexes):
        return  # E225 tells of an annex that is listed twice
    for holder in registry.holders():
        if holder.scope not in ("duty", "service_level") or not holder.record.at[0].isascii():
            continue
        annex, _, seq = holder.record.at.partition("-")
        if int(seq) > sizes.get(int(annex), int(seq)):
            message = f"附件{annex} 没有第 {seq} 项任务"
            yield holder.file.problem(
                (*holder.loc, "at"), "E254", message, "核对编号；任务编号见 bizenv list"
            )
