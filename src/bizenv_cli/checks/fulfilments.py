"""The fulfilments of duties in the ledger: each of a duty of the plan, of one time of it, by a unit that owes it."""

from collections.abc import Iterator

from bizenv_cli.model import Duty, Ledger
from bizenv_cli.model.ledger import Fulfil, Void
from bizenv_cli.nearest import nearest
from bizenv_cli.owed import Owed, group_of
from bizenv_cli.problem import Problem
from bizenv_cli.recurrence import span
from bizenv_cli.registry import File, Registry
from bizenv_cli.vocabulary import FIELDS, field_title

_SHOWN = 6  # periods or groups that a hint lists

_Entry = tuple[File[Ledger], int, Fulfil | Void]


def unknown_duty(registry: Registry) -> Iterator[Problem]:
    """Ensure that what is fulfilled, and what takes it back, is a duty of the plan.

    E255 登记履职的职责存在
    登记履职（fulfil）的 duty 写职责编号，如 D3；全部职责见 bizenv duties。核对编号。
    正例：
        # ledger/jia-ju.yaml
        unit: 甲局
        entries:
          - date: 2099-04-30
            duty: D1
            period: 2099-04
            event: fulfil
            indicator: 样例指标
    反例：
        # ledger/jia-ju.yaml
        unit: 甲局
        entries:
          - date: 2099-04-30
            duty: D9
            period: 2099-04
            event: fulfil
            indicator: 样例指标
    """
    if _unsure(registry):
        return
    known = [duty.id for duty in Owed(registry).duties]
    for file, at, entry in _entries(registry):
        if entry.duty not in known:
            near = nearest(str(entry.duty), known, 2)
            hint = f"相近的有：{'、'.join(near)}" if near else "职责编号见 bizenv duties"
            yield file.problem(("entries", at, "duty"), "E255", f"没有职责「{entry.duty}」", hint)


def unknown_period(registry: Registry) -> Iterator[Problem]:
    """Ensure that the period of a fulfilment holds exactly one due day of the duty.

    E256 登记履职的期次存在
    期次（period）写这一次的月份（2023-11）、季度（2023Q4）、日期（2023-11-12）或年份（2023），里面要恰有一个到期日：一个也没有的是写错了，
    不止一个的写得细一些；还没有开始的不能先登记。各期见 bizenv duties。
    正例：
        # ledger/jia-ju.yaml
        unit: 甲局
        entries:
          - date: 2099-04-03
            duty: D2
            period: 2099-04-03
            event: fulfil
    反例：
        # ledger/jia-ju.yaml
        unit: 甲局
        entries:
          - date: 2099-04-03
            duty: D2
            period: 2099-04
            event: fulfil
    反例：
        # ledger/jia-ju.yaml
        unit: 甲局
        entries:
          - date: 2099-04-03
            duty: D2
            period: 2099-04-04
            event: fulfil
    """
    owed = Owed(registry)
    for file, at, entry, duty in _of_duties(registry, owed):
        days = owed.days(duty)
        if not days:
            continue  # E252 tells of a duty that is never due
        first, last = span(str(entry.period)) or (days[0].day, days[0].day)
        if entry.event == "fulfil" and first > entry.fulfilled:
            message = f"期次「{entry.period}」在 {entry.fulfilled} 还没有开始"
            yield file.problem(("entries", at, "period"), "E256", message, "核对期次与日期")
            continue
        if owed.day_of(duty, str(entry.period)):
            continue
        inside = [item for item in days if first <= item.day <= last]
        around = [
            *[item for item in days if item.day < first][-1:],
            *[item for item in days if item.day > last][:1],
        ]
        count = f"有 {len(inside)} 个，要写细一些" if inside else "一个也没有"
        message = f"期次「{entry.period}」里，职责 {duty.id} 的到期日{count}"
        shown = [item.period for item in inside or around]
        hint = (
            f"是否为 {'、'.join(shown[:_SHOWN])}{' 等' if len(shown) > _SHOWN else ''}？各期见 bizenv duties"
        )
        yield file.problem(("entries", at, "period"), "E256", message, hint)


def unit_without_duty(registry: Registry) -> Iterator[Problem]:
    """Ensure that a unit fulfils what it owes, and says for which indicator, action or treatment.

    E257 单位登记自己的职责
    职责是单位自己的（who），由这个单位登记；是各指标、各专项行动、各专项治理都有的（each），写明是哪一项（indicator、action 或 treatment），
    由那一项的牵头单位登记。照提示补上或核对。
    正例：
        # ledger/jia-ju.yaml
        unit: 甲局
        entries:
          - date: 2099-04-30
            duty: D1
            period: 2099-04
            event: fulfil
            indicator: 样例指标
    反例：
        # ledger/jia-ju.yaml
        unit: 甲局
        entries:
          - date: 2099-04-30
            duty: D1
            period: 2099-04
            event: fulfil
    反例：
        # ledger/jia-ju.yaml
        unit: 甲局
        entries:
          - date: 2099-04-30
            duty: D1
            period: 2099-04
            event: fulfil
            action: 样例专项行动
    """
    if registry.units is None or not registry.units.whole or registry.unread:
        return
    if any(not file.whole for file in (*registry.indicators, *registry.actions)):
        return  # whose it is may stand in what could not be read
    owed = Owed(registry)
    for file, at, entry, duty in _of_duties(registry, owed):
        unit = file.record.unit
        if registry.unit_names.get(unit) != unit or owed.party_of(duty, unit, entry) is not None:
            continue  # E219 tells of a unit by another name
        scope, subject = group_of(entry)
        named = f"{FIELDS[scope]}「{subject}」的" if scope else ""
        message = f"「{unit}」没有{named}职责 {duty.id}"
        yield file.problem(("entries", at, scope or "duty"), "E257", message, _hint(owed, duty, unit))


def _hint(owed: Owed, duty: Duty, unit: str) -> str:
    """Say what the unit may write, or whose duty it is."""
    parties = owed.parties(duty)
    own = [f"{party.scope}: {party.subject}" for party in parties if party.scope and unit in party.units]
    if own:
        return f"写明是哪一项：{'；'.join(own[:_SHOWN])}"
    if duty.each:
        return "它不牵头这项职责所说的指标、行动或治理；核对编号"
    names = list(dict.fromkeys(name for party in parties for name in party.units))
    only = "；不写 indicator、action、treatment" if unit in names else "；核对编号"
    return f"{field_title('who')}是{'、'.join(names[:_SHOWN])}{only}"


def _entries(registry: Registry) -> Iterator[_Entry]:
    """Yield every entry that is about a duty."""
    for file in registry.ledgers:
        for at, entry in enumerate(file.record.entries):
            if isinstance(entry, Fulfil) or (isinstance(entry, Void) and entry.duty is not None):
                yield file, at, entry


def _of_duties(registry: Registry, owed: Owed) -> Iterator[tuple[File[Ledger], int, Fulfil | Void, Duty]]:
    """Yield every entry that is about a duty of the plan, with that duty."""
    duties = {duty.id: duty for duty in owed.duties}
    for file, at, entry in _entries(registry):
        if entry.duty in duties:
            yield file, at, entry, duties[entry.duty]


def _unsure(registry: Registry) -> bool:
    """Tell whether a duty may stand in what could not be read."""
    return "duties.yaml" in registry.unread or bool(registry.duties and not registry.duties.whole)
