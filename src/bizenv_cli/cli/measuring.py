"""The commands that append to the ledger what is no task's: a target's value, a duty fulfilled."""

from typing import Annotated

import typer

from bizenv_cli.cli.context import Call
from bizenv_cli.cli.options import with_options
from bizenv_cli.cli.writing import (
    PANEL,
    Completed,
    Note,
    Writing,
    append,
    call_of,
    completed_on,
    unit_of,
)
from bizenv_cli.errors import BadCallError
from bizenv_cli.query import duties, targets
from bizenv_cli.query.named import Kind
from bizenv_cli.recording import about_duty, about_target, number_of


@with_options(Writing)
def measure(
    writing: Writing,
    number: Annotated[str, typer.Argument(metavar="目标", help="目标编号，如 T12，见 bizenv targets")],
    value: Annotated[str, typer.Argument(metavar="数值", help="量得的数，不带单位，如 93.5")],
    note: Note = None,
) -> int:
    """数值：一项目标量得的数；达到没有，见 bizenv targets。

    例：bizenv measure T2 96.5 --evidence 示例〔2023〕3号
    例：bizenv measure T20 905 --date 2023-08-31
    """
    call = call_of(writing)
    name = targets.named(call.index, number)
    about = about_target(name)
    unit = unit_of(call, about, writing.unit, targets.leading(call.index, name))
    fields = {"event": "measure", "value": number_of(value), "note": note, "evidence": writing.evidence}
    return append(call, writing, about, unit, fields)


@with_options(Writing)
def fulfil(
    writing: Writing,
    number: Annotated[str, typer.Argument(metavar="职责", help="职责编号，如 D3，见 bizenv duties")],
    period: Annotated[str, typer.Argument(metavar="期次", help="哪一期，如 2023-11、2023Q4")],
    indicator: Annotated[
        str | None, typer.Option("--indicator", metavar="指标", help="哪项指标的", rich_help_panel=PANEL)
    ] = None,
    action: Annotated[
        str | None, typer.Option("--action", metavar="行动", help="哪项专项行动的", rich_help_panel=PANEL)
    ] = None,
    treatment: Annotated[
        str | None, typer.Option("--treatment", metavar="治理", help="哪项专项治理的", rich_help_panel=PANEL)
    ] = None,
    note: Note = None,
    completed: Completed = None,
) -> int:
    """履职：一项例行职责这一期履行了；何时到期，见 bizenv duties。

    例：bizenv fulfil D3 2023-08 --indicator 开办企业
    例：bizenv fulfil D3 2023-08 --indicator 开办企业 --completed 2023-08-30
    """
    actual = completed_on(writing, completed)
    call = call_of(writing)
    duty = duties.named(call.index, number)
    about = about_duty(duty)
    group = _group(call, duty.plan, indicator, action, treatment)
    owing = duties.owing(call.index, duty, *next(iter(group.items()), ("", "")))
    if not owing:
        which = "、".join(group.values())
        why = (
            f"不由「{which}」履行"
            if which
            else "由各组分别履行，用 --indicator、--action 或 --treatment 写明哪一组"
        )
        raise BadCallError(f"职责 {duty.id} {why}。谁履行见 bizenv duties")
    unit = unit_of(call, about, writing.unit, owing)
    fields = {
        "event": "fulfil",
        "period": period,
        **group,
        "completed": actual,
        "note": note,
        "evidence": writing.evidence,
    }
    return append(call, writing, about, unit, fields)


def _group(
    call: Call, plan: int, indicator: str | None, action: str | None, treatment: str | None
) -> dict[str, str]:
    """Return the one group that was named, by its scope; none is nothing."""
    asked: tuple[tuple[Kind, str | None], ...] = (
        ("indicator", indicator),
        ("action", action),
        ("treatment", treatment),
    )
    found: dict[str, str] = {}
    for scope, typed in asked:
        if typed is None:
            continue
        here = [named.name for named in call.named(scope, typed) if named.plan == plan]
        if not here:
            raise BadCallError(f"这项职责的方案里没有「{typed}」")
        found[scope] = here[0]
    if len(found) > 1:
        raise BadCallError("--indicator、--action、--treatment 只写一个：几项的各登记一条")
    return found
