"""How a task's status and deadline are written in a cell or a line."""

from bizenv_cli.query.rows import TaskRow
from bizenv_cli.views.parts import Cell, Span, Tone, line
from bizenv_cli.vocabulary import STATUSES

MARKS: dict[str, tuple[str, Tone]] = {
    "done": ("√", "good"),
    "overdue": ("■", "bad"),
    "due-soon": ("▲", "warn"),
    "open": ("●", "plain"),
    "undated": ("×", "dim"),
}


def status_cell(task: TaskRow) -> Cell:
    """Return mark and words of a status, with the days."""
    mark, tone = MARKS[task.status]
    return line(Span(f"{mark} {status_words(task)}", tone))


def status_words(task: TaskRow) -> str:
    """Return a status in words: by how many days a task is late, or was, or how many are left."""
    if task.days is None:
        return STATUSES[task.status]
    if task.status == "done":
        return f"迟 {task.days_late} 天办结" if task.days_late else "按期办结"
    if task.days < 0:
        return f"逾期 {-task.days} 天"
    return "今天到期" if task.days == 0 else f"还有 {task.days} 天"


def deadline_text(task: TaskRow) -> str:
    """Return the deadline in force, said to be extended where it was, or a dash."""
    if task.effective_deadline is None:
        return "—"
    return f"{task.effective_deadline}{'（延）' if task.extensions else ''}"
