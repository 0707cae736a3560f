"""Amendments: each speaks of an issued value, in the order of time, and says what that value was."""

from collections.abc import Iterator

from bizenv_cli.amendments import (
    ISSUED,
    OWNED,
    Written,
    each_amendment,
    former,
    former_owner,
    owners,
    restored,
    same,
    unit_holders,
    written,
)
from bizenv_cli.model import Amendment
from bizenv_cli.nearest import nearest
from bizenv_cli.problem import Problem
from bizenv_cli.registry import Holder, Registry
from bizenv_cli.vocabulary import field_title
from bizenv_cli.yamltext import Loc

_UNCHANGED = "was 写改动之前的值；没有改动的，删去这一项"


def amendment_of_nothing(registry: Registry) -> Iterator[Problem]:
    """Ensure that an amendment's `was` names issued values, gives each in its form, and that it did change.

    E304 修订写得对
    修订（amendments）记印发的内容凭哪份文件改的：date 是发文日期，从早到晚，不早于方案印发；was 写所改项目的原值，项目是印发过的，
    写法与改后的一样，值与改后的不同；换了所属的，写原来的指标、子指标、行动的名称或工作任务的序号。units.yaml 里单位的修订不写 was，改了什么写在 because 里。
    正例：
        # treatments.yaml
        treatments:
          - treatment: 样例专项治理
            lead_officials: [领导乙]
            lead: [乙局]
            amendments:
              - date: 2099-04-01
                authority: 示例发〔2099〕2号
                was: {lead: [甲局, 乙局]}
    反例：
        # treatments.yaml
        treatments:
          - treatment: 样例专项治理
            lead_officials: [领导乙]
            lead: [乙局]
            amendments:
              - date: 2099-04-01
                authority: 示例发〔2099〕2号
                was: {lead: [乙局]}
    反例：
        # treatments.yaml
        treatments:
          - treatment: 样例专项治理
            lead_officials: [领导乙]
            lead: [乙局]
            amendments:
              - date: 2098-04-01
                authority: 示例发〔2099〕2号
                was: {lead: [甲局, 乙局]}
    """
    for holder, loc, amendment in _of_units(registry):
        if amendment.was is not None:
            message, hint = "单位的修订没有原值可写", "删去 was；改了什么，写在 because 里"
            yield holder.file.problem((*loc, "was"), "E304", message, hint, key=True)
    now = owners(registry)
    for holder, loc, amendment in each_amendment(registry):
        owned = OWNED.get(holder.scope, ())
        known = (*ISSUED[holder.scope], *owned)
        for name in amendment.was or {}:
            place: Loc = (*loc, "was", name)
            if name in owned:
                yield from _owner_as_before(holder, place, former(amendment, name), now[id(holder.record)])
                continue
            if name not in known:
                near = nearest(name, known, 1)
                hint = f"是否为「{near[0]}」？" if near else f"可以写：{'、'.join(known)}"
                message = f"修订所指的「{name}」不是这里印发的内容"
                yield holder.file.problem(place, "E304", message, hint, key=True)
                continue
            value = former(amendment, name)
            try:
                restored(holder.record, name, value)
            except ValueError as error:
                message = f"修订里{field_title(name)}的原值写法不对"
                yield holder.file.problem(place, "E304", message, str(error))
                continue
            if same(value, _after(holder, loc, name)):
                message = f"修订里{field_title(name)}的原值与改后的一样"
                yield holder.file.problem(place, "E304", message, _UNCHANGED)


def _owner_as_before(holder: Holder, place: Loc, said: Written, now: Holder) -> Iterator[Problem]:
    """Tell a former owner that is no name or number, or that is the next one too: that of a later move, or of today."""
    scope, number = str(place[-1]), place[-1] == "work_task"
    later = former_owner(holder, int(place[-3]) + 1)
    if not isinstance(said, int if number else str):
        message, hint = f"修订里{field_title(scope)}的原值写法不对", "写序号，如 3" if number else "写名称"
        yield holder.file.problem(place, "E304", message, hint)
    elif (scope, str(said)) == (later[1:] if later else (now.scope, now.subject)):
        message = f"修订里{field_title(scope)}的原值与改后的一样"
        yield holder.file.problem(place, "E304", message, _UNCHANGED)


def amendment_out_of_order(registry: Registry) -> Iterator[Problem]:
    """Ensure that amendments stand in the order of their days, none before the notice's own.

    What puts a slip of the transcription right is on the notice's own word, and is as old as that.
    """
    if registry.plan is None:
        return
    issued, number = registry.plan.record.issued, registry.plan.record.number
    for holder, loc, amendment in (*each_amendment(registry), *_of_units(registry)):
        at = int(loc[-1])
        own = amendment.authority == number
        before = holder.record.amendments[at - 1].date if at else amendment.date if own else issued
        if amendment.date < before:
            message = (
                f"修订未按日期先后排列：{amendment.date} 在 {before} 之后"
                if at
                else f"修订日期 {amendment.date} 早于方案印发日期 {issued}"
            )
            hint = "新的修订写在最后；日期写依据文件的发文日期"
            yield holder.file.problem((*loc, "date"), "E304", message, hint)


def _of_units(registry: Registry) -> Iterator[tuple[Holder, Loc, Amendment]]:
    for holder in unit_holders(registry):
        for at, amendment in enumerate(holder.record.amendments):
            yield holder, (*holder.loc, "amendments", at), amendment


def _after(holder: Holder, loc: Loc, name: str) -> str | int | tuple[str, ...] | None:
    """Return the value that an amendment led to: what the next one changed, or what is written now."""
    for later in holder.record.amendments[int(loc[-1]) + 1 :]:
        if name in (later.was or {}):
            return former(later, name)
    return written(holder.record, name)
