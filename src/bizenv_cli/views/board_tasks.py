"""The tasks of a board as plain values: what its table shows and narrows by, and the page of each task."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from bizenv_cli.query.pages import PlanPages, TaskPage
from bizenv_cli.query.plan import PlanHead
from bizenv_cli.query.reasons import Reason
from bizenv_cli.query.rows import TaskRow
from bizenv_cli.views import overlaps
from bizenv_cli.views import task as task_views
from bizenv_cli.views.parts import Facts, Line, Rows, names
from bizenv_cli.views.status import LIGHTS, deadline_text, light_words, status_cell
from bizenv_cli.vocabulary import LIGHTS as LIGHT_NAMES

NO_MEASURE = "（工作举措缺失，见勘误）"


class BoardTask(NamedTuple):
    """One task; every text is as the terminal shows it, and empty where there is none.

    Attributes:
        belongs: its sub-indicator, indicator or action.
        lead, support: the units as printed, as one text each; lead_units, support_units: by canonical name.
        day: the deadline in force as an ISO day; deadline: the same as it is shown.
        said: the light's mark and the status in words.
        searched: what a search looks at besides the measure and the units.
        title, place: the first line of its page.
        facts: label and text of each line of its page.
        entries: day, unit, event and content of each entry of the ledger.
        overlaps: the id of each task that may order the same thing, and what is said of it.
        group: the ids of all tasks of its group, separated by spaces.
    """

    id: str
    plan: str
    belongs: str
    indicator: str
    sub_indicator: str
    action: str
    measure: str
    lead: str
    support: str
    lead_units: tuple[str, ...]
    support_units: tuple[str, ...]
    officials: tuple[str, ...]
    day: str
    deadline: str
    status: str
    light: str
    urgent: str
    said: str
    work_task: str
    pilot: str
    title: str
    facts: tuple[tuple[str, str], ...]
    entries: tuple[tuple[str, ...], ...]
    overlaps: tuple[tuple[str, str], ...]
    group: str


def board_tasks(head: PlanHead, plans: Iterable[PlanPages]) -> Iterator[BoardTask]:
    """Yield the tasks in the notice's order.

    Args:
        head: of all plans together, as every answer has it; plans: the pages plan by plan.
    """
    for plan in plans:
        for page in plan.pages:
            yield _task(head, plan, page)


def _task(head: PlanHead, plan: PlanPages, page: TaskPage) -> BoardTask:
    row = page.task
    title, facts, entries = _page(head, plan, page)
    return BoardTask(
        id=row.id,
        plan=row.plan,
        belongs=row.subject,
        indicator=row.indicator or "",
        sub_indicator=row.sub_indicator or "",
        action=row.action or "",
        measure=row.measure or NO_MEASURE,
        lead=names(row.lead),
        support=names(row.support),
        lead_units=row.lead_units,
        support_units=row.support_units,
        officials=row.lead_officials,
        day=row.effective_deadline.isoformat() if row.effective_deadline else "",
        deadline=deadline_text(row),
        status=row.status,
        light=row.light,
        urgent="urgent" if row.urgent else "",
        said=_text(status_cell(row, head.light)),
        work_task=row.work_task or "",
        pilot=row.pilot or "",
        title=title,
        facts=facts,
        entries=entries,
        overlaps=tuple(
            (other.task.id, _text(said).removeprefix(other.task.id))
            for other, (_, said) in zip(page.overlaps, overlaps.other_facts(row, page.overlaps), strict=True)
        ),
        group=" ".join(page.group),
    )


def _page(
    head: PlanHead, plan: PlanPages, page: TaskPage
) -> tuple[str, tuple[tuple[str, str], ...], tuple[tuple[str, ...], ...]]:
    """Return title, facts and entries of the page that ``bizenv task`` shows, and why the light is what it is.

    What other tasks it names (重叠, 同组) is left out: on a board those are links.
    """
    row, issued = page.task, plan.head.issued
    as_of = plan.as_of
    reason = Reason(row, as_of, issued or as_of, plan.head.alert_days, (), page.parts, page.moves)
    around = task_views.Around(body_leads=page.body_leads)
    file = f"{plan.folder}/{row.path}" if plan.folder else row.path
    view = task_views.task(head._replace(packed=False), reason, page.entries, around, file, {})
    facts: list[tuple[str, str]] = []
    entries: list[tuple[str, ...]] = []
    for part in view.parts:
        if isinstance(part, Facts):
            facts += [(label, _text(said)) for label, said in part.items]
        elif isinstance(part, Rows):
            entries += [tuple(_text(cell) for cell in cells) for cells in part.rows]
    return _text(view.title), (*facts, ("灯", _light(row, plan.head))), tuple(entries)


def _light(row: TaskRow, head: PlanHead) -> str:
    return f"{LIGHTS[row.light][0]} {LIGHT_NAMES[row.light]}：{light_words(row, head)}"


def _text(said: Line) -> str:
    return "".join(span.text for span in said)
