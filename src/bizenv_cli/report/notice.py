"""督办单: which tasks a unit is late with or near the deadline of, and by when it answers."""

from datetime import date

from bizenv_cli.index import Index
from bizenv_cli.query import urging
from bizenv_cli.query.named import Named
from bizenv_cli.query.plan import PlanHead
from bizenv_cli.query.urging import Urged
from bizenv_cli.report import figures
from bizenv_cli.report.paper import Block, Heading, Paper, Table, Text, written_day
from bizenv_cli.vocabulary import COLORS, join_names

_WORST_FIRST = ("red", "yellow", "blue")
_WHY = {"red": "逾期未办结", "yellow": "进度落后于时间", "blue": "临近时限"}
_UNTOLD = "时限已过"  # what is red, where nothing is recorded of the unit


def notice(
    index: Index, head: PlanHead, unit: Named, feedback: date | None, working_days: int
) -> Paper | None:
    """Return the 督办单 for a unit at the index's day; None where there is nothing to urge it for.

    Its colour is that of the worst of its tasks.

    Args:
        feedback: the day by which the unit answers, `working_days` after the index's; None where that is not known.
    """
    found = urging.urged(index, unit)
    if not found:
        return None
    day, told = index.as_of, urging.entered(index, unit) > 0
    words = _WHY if told else {**_WHY, "red": _UNTOLD}
    counts = {hue: sum(item.color == hue for item in found) for hue in _WORST_FIRST}
    color = next(hue for hue in _WORST_FIRST if counts[hue])
    parts = [f"{words[hue]}{count}项" for hue, count in counts.items() if count]
    opening = (
        f"截至{written_day(day)}，《{head.short_title}》（{head.number}）由你单位牵头的任务中，"
        f"需督办{len(found)}项：{'，'.join(parts)}。"
    )
    blocks: list[Block] = [Text(opening)]
    if not told:
        blocks.append(Text("截至该日，台账没有你单位的登记；已经办结的，请登记办结并附佐证材料。"))
    by = f"于{written_day(feedback)}下班前" if feedback else "按期"
    counting = f"（自{written_day(day)}起{working_days}个工作日）"
    blocks += [
        Heading("督办事项"),
        _table(found, unit.name, told=told),
        Heading("督办要求"),
        *_demands(counts, words),
        Text(f"请{by}{counting}书面反馈办理情况、完成时间和责任人；确需延期的，同时报批准延期的文件。"),
    ]
    title = f"督办单（{COLORS[color]}）"
    number = f"督〔{day.year}〕　　号"
    return Paper("督办单", title, number, unit.name, tuple(blocks), figures.SIGNER, day)


def _table(found: tuple[Urged, ...], unit: str, *, told: bool) -> Table:
    columns = ("编号", "工作举措", "完成时限", "情况", "颜色", "共同牵头", "曾督办")
    rows = tuple(
        (
            task.id,
            task.measure or "（工作举措缺失，见勘误）",
            f"{task.effective_deadline or '无'}",
            figures.state(task, told=told) + _pace(item),
            COLORS[item.color],
            join_names([name for name in task.lead_units if name != unit]) or "—",
            COLORS[task.urged] if task.urged else "—",
        )
        for item in found
        for task in (item.task,)
    )
    return Table(columns, rows)


def _pace(item: Urged) -> str:
    task = item.task
    return f"，进度{task.percent}%、时间已过{task.elapsed}%" if item.color == "yellow" else ""


def _demands(counts: dict[str, int], words: dict[str, str]) -> list[Block]:
    asked = {
        "red": "立即核对办理情况；未办结的，说明原因，明确完成时间，倒排工期抓紧办结。",
        "yellow": "查明进度落后的原因，采取措施，赶上序时进度。",
        "blue": "对照举措逐条检查，确保在时限之前办结。",
    }
    return [Text(f"{words[hue]}的{count}项：{asked[hue]}") for hue, count in counts.items() if count]
