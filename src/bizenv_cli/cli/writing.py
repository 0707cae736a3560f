"""An entry on its way to the ledger: in whose file, of which day; appended, committed and shown."""

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NamedTuple

import typer

from bizenv_cli import clock, dates, recording
from bizenv_cli.cli import days
from bizenv_cli.cli.context import Call, warn
from bizenv_cli.cli.options import Format, Output
from bizenv_cli.errors import BizenvError, UncommittedError, UnshownError, UnwritableError
from bizenv_cli.place import shown_path
from bizenv_cli.recording import About
from bizenv_cli.views import View
from bizenv_cli.vocabulary import EVENTS

if TYPE_CHECKING:
    from bizenv_cli.append import Appended, Outcome
    from bizenv_cli.registry import Registry
    from bizenv_cli.views.recording import Saved

PANEL = "登记"


_DryRun = Annotated[bool, typer.Option("--dry-run", help="只检查、只显示，不写入", rich_help_panel=PANEL)]
_Commit = Annotated[bool, typer.Option("--commit", help="写入后提交到 git", rich_help_panel=PANEL)]
_Format = Annotated[Format, typer.Option("--format", "-f", help="输出格式", rich_help_panel=PANEL)]
_Plain = Annotated[bool, typer.Option("--plain", help="供读屏软件：一行一事", rich_help_panel=PANEL)]
_Registry = Annotated[
    str | None,
    typer.Option("--registry", metavar="文件夹", help="任务清单所在文件夹", rich_help_panel=PANEL),
]
_Plan = Annotated[
    str | None,
    typer.Option("--plan", metavar="代号", help="联合清单里的哪个方案", rich_help_panel=PANEL),
]
_NoCache = Annotated[bool, typer.Option("--no-cache", help="不用缓存，全部重新读取", rich_help_panel=PANEL)]

Day = Annotated[
    str | None,
    typer.Option("--date", metavar="日期", help="登记的日期（默认今天）", rich_help_panel=PANEL),
]
Note = Annotated[str | None, typer.Option("--note", metavar="文字", help="备注", rich_help_panel=PANEL)]
Completed = Annotated[
    str | None,
    typer.Option(
        "--completed", metavar="日期", help="实际办结（履行）的日期，早于登记之日时写", rich_help_panel=PANEL
    ),
]


class Saving(NamedTuple):
    """Whether what is added to a plan's file is written and committed."""

    dry_run: _DryRun = False
    commit: _Commit = False
    format: _Format = Format.table
    plain: _Plain = False
    registry: _Registry = None
    plan: _Plan = None
    no_cache: _NoCache = False


class Writing(NamedTuple):
    """Where an entry of the ledger goes, what day it is of, and whether it is written and committed."""

    unit: Annotated[
        str | None,
        typer.Option(
            "--unit",
            "-u",
            metavar="单位",
            help="记在哪个单位名下（只有一个牵头单位的不必写）",
            rich_help_panel=PANEL,
        ),
    ] = None
    date: Day = None
    evidence: Annotated[
        list[str] | None,
        typer.Option(
            "--evidence", metavar="材料", help="佐证材料的文号或名称，可多次", rich_help_panel=PANEL
        ),
    ] = None
    dry_run: _DryRun = False
    commit: _Commit = False
    format: _Format = Format.table
    plain: _Plain = False
    registry: _Registry = None
    plan: _Plan = None
    no_cache: _NoCache = False


def call_of(saving: Saving | Writing) -> Call:
    """Return the call with the options that a query has, too."""
    return Call(
        Output(
            registry=saving.registry,
            plan=saving.plan,
            no_cache=saving.no_cache,
            format=saving.format,
            plain=saving.plain,
        )
    )


def day_of(typed: str | None) -> date:
    """Return the day of an entry: as typed, else today.

    Raises:
        BadCallError: it is still to come.
    """
    today = clock.today()
    day = days.day(typed, today) if typed is not None else today
    recording.check_come(day, today)
    return day


def completed_on(writing: Writing, typed: str | None) -> date | None:
    """Return the day on which what is recorded was done, where that is not the day of the entry."""
    if typed is None:
        return None
    today = clock.today()
    day = (
        dates.parse_day(writing.date, today) if writing.date is not None else today
    )  # said back with the entry
    completed = days.day(typed, today)
    return completed if completed != day else None


def unit_of(call: Call, about: About, typed: str | None, likely: Sequence[str]) -> str:
    """Return in whose file an entry goes; errors as for `recording.unit_of`."""
    return recording.unit_of(about, call.named("unit", typed), likely)


def append(call: Call, writing: Writing, about: About, unit: str, fields: dict[str, Any]) -> int:
    """Append one entry to the ledger, commit it where that is asked for, and show what was made of it.

    Args:
        fields: what the entry says besides its day and what it is about; its texts are put on one line.
    """
    from bizenv_cli.views import recording as views  # noqa: PLC0415

    entry = recording.entry_of(about, day_of(writing.date), fields)
    said = [f"日期：{entry['date']}"]
    said += [entry["note"]] if entry.get("note") else []
    said += [f"佐证：{'、'.join(entry['evidence'])}"] if entry.get("evidence") else []

    def write(folder: str) -> "Outcome":
        return recording.write(call.place, folder, unit, entry, dry_run=writing.dry_run)

    def shown(saved: "Saved", registry: "Registry") -> View:
        stands = views.stands(registry, about.scope, about.own_id, unit)
        return views.recorded(saved, about.id, unit, entry, stands)

    what = f"{about.id} {unit} {EVENTS[fields['event']]}"
    return save(call, writing, about.plan, write, (what, said), shown)


def save(
    call: Call,
    saving: Saving | Writing,
    plan: int,
    write: Callable[[str], "Outcome"],
    message: tuple[str, Sequence[str]],
    shown: Callable[["Saved", "Registry"], View],
) -> int:
    """Have one entry written, commit it where that is asked for, and show what was made of it.

    Args:
        plan: the plan's inner number.
        write: adds the entry to a file of the plan in a folder below the place's root.
        message: the commit's subject and its further lines.
        shown: makes the answer, from the plan with the entry too.
    """
    from bizenv_cli.views.recording import Saved  # noqa: PLC0415

    folder = call.index.folder_of(plan)
    call.index.close()
    committing = saving.commit and not saving.dry_run
    if committing:
        ready_to_commit(call.place.root / folder)
    outcome = write(folder)
    (file,) = outcome.files
    commit = commit_file(file, *message) if committing else None
    saved = Saved(message[0], file.shown, file.lines, commit, written=not saving.dry_run)
    try:
        return call.show(shown(saved, outcome.registry))
    except UnwritableError as error:
        if saving.dry_run:
            raise
        raise UnshownError(file.shown, str(error)) from error


def ready_to_commit(folder: Path) -> None:
    """See, before anything is written, that it could be committed.

    Raises:
        UncommittableError: it could not.
    """
    from bizenv_cli.git import repository  # noqa: PLC0415  (only --commit needs git)
    from bizenv_cli.giterrors import NoRepositoryError, UncommittableError  # noqa: PLC0415

    try:
        repository(folder).check_committable(folder)
    except NoRepositoryError as error:
        raise UncommittableError(f"{shown_path(folder)} 不在 git 版本库里") from error


def commit_file(file: "Appended", what: str, said: Sequence[str]) -> str:
    """Commit the one file that was added to; return the commit's short name.

    Args:
        what: the message's subject; said: its further lines.

    Raises:
        UncommittedError: it was written, and git refuses.
    """
    from bizenv_cli.git import repository  # noqa: PLC0415

    try:
        kept_by = repository(file.path.parent)
        before = kept_by.last_committed(file.path)
        commit = kept_by.commit_file(file.path, "\n".join([what, "", *said]))
    except BizenvError as error:
        raise UncommittedError(file.shown, str(error)) from error
    if (before or b"").splitlines() != file.before.splitlines():
        warn(f"{file.shown} 里先前没有提交的改动，一并提交了")
    return commit
