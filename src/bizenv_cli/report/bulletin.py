"""督查通报: how the whole stands, who lags, what is demanded, and the table of all units."""

from datetime import date

from bizenv_cli.index import Index
from bizenv_cli.query.glance import SILENCE, glance
from bizenv_cli.query.plan import PlanHead
from bizenv_cli.query.scores import Score, scores
from bizenv_cli.query.tasks import Filters, select
from bizenv_cli.report import figures
from bizenv_cli.report.paper import Annex, Block, Heading, Paper, Text, written_day

MOST_NAMED = 10  # units that the text names; the annex has all


def bulletin(index: Index, head: PlanHead, feedback: date | None, working_days: int) -> Paper:
    """Return the 通报 of a plan at the index's day.

    Args:
        feedback: the day by which units report back, `working_days` after the index's; None where that is not known.
    """
    day = index.as_of
    found = glance(index, 0)
    told = found.entries > 0
    (board,) = scores(index, "unit", Filters(role="lead")).boards
    late = tuple(select(index, Filters(statuses=("overdue",)), order="deadline"))
    blocks: list[Block] = [
        Heading("总体情况"),
        *figures.whole(head, found.whole, day, told=told),
        Heading("存在的问题" if told else "时限已过的任务"),
        *_laggards(board.rows, len(late), told=told),
    ]
    counting = f"（自{written_day(day)}起{working_days}个工作日）"
    by = f"于{written_day(feedback)}下班前{counting}" if feedback else f"自印发之日起{working_days}个工作日内"
    blocks += [
        Heading("工作要求"),
        Heading("补登台账", 2) if not told else Heading("限期销账", 2),
        Text(
            "各牵头单位对照方案逐项核对，已经办结的，登记办结并附佐证材料；"
            "尚未办结的，明确完成时间和责任人，倒排工期抓紧办理。"
        ),
        Heading("按期报告", 2),
        Text(f"各牵头单位{by}书面反馈核对、整改情况；确需延期的，同时报批准延期的文件。"),
    ]
    annexes = [
        Annex(
            "各牵头单位任务情况表",
            (
                figures.unit_table(board, told=told),
                *_text(_ORDER, figures.counted_twice(board)),
            ),
        )
    ]
    if late:
        annexes.append(
            Annex(
                f"{'逾期未办结' if told else '时限已过的'}任务清单（{len(late)}项）",
                (figures.task_table(late, told=told),),
            )
        )
    title = f"关于《{head.short_title}》落实情况的通报"
    number = f"〔{day.year}〕第　　期"
    return Paper("督查通报", title, number, "", tuple(blocks), figures.SIGNER, day, tuple(annexes))


_ORDER = "次序：逾期占比高的在前；相同的，逾期多的在前；再相同，按通知的次序。逾期占比＝逾期÷牵头。"


def _laggards(rows: tuple[Score, ...], late: int, *, told: bool) -> list[Block]:
    word = "逾期未办结" if told else "时限已过"
    if not late:
        return [Text(f"没有{word}的任务。")]
    behind = [score for score in rows if score.tally.overdue]
    named = [
        f"{score.name}牵头{score.tally.total}项，{word}{score.tally.overdue}项"
        for score in behind[:MOST_NAMED]
    ]
    rest = f"；其余{len(behind) - MOST_NAMED}个单位见附件1" if len(behind) > MOST_NAMED else ""
    blocks: list[Block] = [
        Text(f"{word}{late}项，涉及牵头单位{len(behind)}个，按占比由高到低：{'；'.join(named)}{rest}。")
    ]
    silent = [score for score in rows if score.tally.silent and score.tally.silent == score.tally.total]
    if told and silent:
        names = "、".join([score.name for score in silent])
        blocks.append(
            Text(f"牵头的任务{SILENCE.removesuffix('d')}天以上全部没有报告的单位{len(silent)}个：{names}。")
        )
    again = [score for score in rows if score.extensions]
    if again:
        names = "、".join([f"{score.name}（{score.extensions}次）" for score in again])
        blocks.append(Text(f"牵头的任务有延期的单位{len(again)}个：{names}。"))
    return blocks


def _text(*sentences: str) -> tuple[Block, ...]:
    return tuple(Text(sentence) for sentence in sentences if sentence)
