"""One plan's part of an answer, and answers of one such page or of several."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from itertools import islice
from typing import Any, NamedTuple

from bizenv_cli.dates import weekday
from bizenv_cli.query.plan import PlanHead
from bizenv_cli.query.rows import TaskRow
from bizenv_cli.views.parts import Line, Paragraph, Part, Span, Stream, View, line
from bizenv_cli.views.records import TASK_COLUMNS, record, records
from bizenv_cli.views.tasks import rest_of, title
from bizenv_cli.vocabulary import FIELDS

_ROLE_COLUMN = ("role", FIELDS["role"])


class Page(NamedTuple):
    """One plan's part of an answer.

    Attributes:
        title: its first line, the name with its counts.
        tasks: what `parts` lists, for machines.
    """

    head: PlanHead
    title: Line
    parts: tuple[Part, ...]
    tasks: tuple[TaskRow, ...]


class Limit(NamedTuple):
    """How many tasks are listed at the most (None: all), and how many there are in all."""

    most: int | None
    whole: Callable[[], int]


def one(
    command: str,
    page: Page,
    as_of: date,
    query: Mapping[str, Any],
    extra: Mapping[str, Any],
    *,
    with_role: bool = False,
) -> View:
    """Return one page as a view."""
    source = line(Span("以上出自随程序附带的清单，只读", "dim"))
    parts = (*page.parts, Paragraph(source, gap=True)) if page.head.packed else page.parts
    return View(
        command, page.title, parts, "tasks", records(page.tasks), len(page.tasks), _columns(with_role), as_of, query,
        extra,
    )  # fmt: skip


def several(
    command: str,
    head: PlanHead,
    pages: Callable[[], Iterator[Page]],
    as_of: date,
    query: Mapping[str, Any],
    limit: Limit,
    *,
    with_role: bool = False,
) -> View:
    """Return the pages of several plans as one view; past the limit whole pages are left out and counted."""

    def parts() -> Iterator[Part]:
        listed = 0
        for page in pages():
            if limit.most is not None and listed and listed + len(page.tasks) > limit.most:
                yield rest_of(limit.whole() - listed)
                return
            listed += len(page.tasks)
            yield Paragraph(title(page.head), gap=True)
            yield Paragraph(page.title)
            yield from page.parts

    found = Stream(lambda: islice((record(task) for page in pages() for task in page.tasks), limit.most))
    return View(command, title(head), Stream(parts), "tasks", found, None, _columns(with_role), as_of, query)


def _columns(with_role: bool) -> tuple[tuple[str, str], ...]:
    return (*TASK_COLUMNS, _ROLE_COLUMN) if with_role else TASK_COLUMNS


def as_of_words(as_of: date) -> str:
    """Say on which day an answer's statuses are counted."""
    return f" · 以 {as_of}（{weekday(as_of)}）计"
