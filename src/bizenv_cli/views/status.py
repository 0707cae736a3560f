"""How a task's status, light and deadline are written in a cell or a line."""

from collections.abc import Mapping

from bizenv_cli.query.plan import PlanHead
from bizenv_cli.query.rows import TaskRow
from bizenv_cli.views.parts import Cell, Line, Span, Tone, line
from bizenv_cli.vocabulary import FORECASTS, STATUSES, TARGET_STATUSES

NOTHING_RECORDED = "尚无任何登记：签收、进展、办结都还没有报"

MARKS: dict[str, tuple[str, Tone]] = {
    "done": ("√", "good"),
    "overdue": ("■", "bad"),
    "due-soon": ("▲", "warn"),
    "open": ("●", "plain"),
    "undated": ("×", "dim"),
}
LIGHTS: dict[str, tuple[str, Tone]] = {
    "done": ("√", "good"),
    "red": ("■", "bad"),
    "yellow": ("▲", "warn"),
    "green": ("●", "plain"),
    "grey": ("×", "dim"),
}

TARGET_MARKS: dict[str, tuple[str, Tone]] = {
    "met": ("√", "good"),
    "unmet": ("■", "bad"),
    "none": ("●", "plain"),
}


def target_counts(count: Mapping[str, int]) -> Line:
    """Return how many targets have each status, to follow the words that say of what."""
    return tuple(
        part
        for status, (mark, tone) in TARGET_MARKS.items()
        for part in (Span("   "), Span(f"{mark} {TARGET_STATUSES[status]} {count.get(status, 0)}", tone))
    )


def status_cell(task: TaskRow, rule: str | None = "deadline") -> Cell:
    """Return the light's mark and the words of a status, with the days; by another rule also what that looks at."""
    mark, tone = LIGHTS[task.light]
    more = ""
    if task.status != "done" and rule == "pace":
        more = (
            f"，进度 {task.percent}%、时间已过 {task.elapsed}%" if task.percent is not None else "，未报进度"
        )
    elif task.status != "done" and rule == "forecast":
        more = f"，{FORECASTS[task.forecast]}" if task.forecast else "，未报预计"
    return line(Span(f"{mark} {status_words(task)}{more}", "bad" if task.urgent and tone == "warn" else tone))


def status_words(task: TaskRow) -> str:
    """Return a status in words: by how many days a task is late, or was, or how many are left."""
    if task.days is None:
        return STATUSES[task.status]
    if task.status == "done":
        return f"迟 {task.days_late} 天办结" if task.days_late else "按期办结"
    if task.days < 0:
        return f"逾期 {-task.days} 天"
    urgent = "（急）" if task.urgent else ""
    return f"今天到期{urgent}" if task.days == 0 else f"还有 {task.days} 天{urgent}"


def deadline_text(task: TaskRow) -> str:
    """Return the deadline in force, said to be extended where it was, or a dash."""
    if task.effective_deadline is None:
        return "—"
    return f"{task.effective_deadline}{'（延）' if task.extensions else ''}"


def light_rule(head: PlanHead) -> Line:
    """Say by which rule the lights are lit, for the line under a table."""
    if head.light is None:
        return line(Span("灯：各方案的规则不同，--light 可统一", "dim"))
    near, urgent = head.alert_days, head.urgent_days
    words = {
        "deadline": f"按时限远近：■ 红 逾期　▲ 黄 {near} 天内（{urgent} 天内为急）　● 绿 其余　× 灰 无时限",
        "pace": "按序时进度：■ 红 逾期　▲ 黄 进度落后于已过时间　● 绿 不落后　× 灰 未报进度或无时限",
        "forecast": "按单位预计：■ 红 逾期或难以完成　▲ 黄 有望完成　● 绿 能完成　× 灰 未报预计",
    }
    return line(Span(f"灯 {words[head.light]}　√ 办结", "dim"))


def light_words(task: TaskRow, head: PlanHead) -> str:
    """Say why a task's light is what it is."""
    if task.status == "done":
        return "已办结"
    if task.status == "overdue":
        return f"逾期 {-(task.days or 0)} 天，按哪种规则都是红灯"
    if head.light == "forecast":
        return f"单位预计{FORECASTS[task.forecast]}" if task.forecast else "牵头单位还没有报预计"
    if task.days is None:
        return "没有时限"
    return _pace_words(task) if head.light == "pace" else _near_words(task, task.days, head)


def _pace_words(task: TaskRow) -> str:
    if task.percent is None:
        return "牵头单位还没有报进度百分比"
    behind = "落后" if task.percent < (task.elapsed or 0) else "不落后"
    return f"报告进度 {task.percent}%，从印发到时限已过 {task.elapsed}%，{behind}"


def _near_words(task: TaskRow, days: int, head: PlanHead) -> str:
    near = "在" if days <= head.alert_days else "不在"
    urgent = f"，且不超过 {head.urgent_days} 天，为急" if task.urgent else ""
    return f"距现行时限 {days} 天，{near} {head.alert_days} 天的预警窗口内{urgent}"
