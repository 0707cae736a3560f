"""One call: its registry (loaded when first needed), its day, its filters, and where its answer goes."""

import os
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any

from bizenv_cli import checks, clock, dates, registry
from bizenv_cli.cli.options import Format, Narrowing, Output
from bizenv_cli.errors import (
    BadCallError,
    BrokenRegistryError,
    ReaderGoneError,
    UnreadableError,
    UnwritableError,
    reason,
)
from bizenv_cli.index import Index, build
from bizenv_cli.problem import Problem
from bizenv_cli.query import names
from bizenv_cli.query.plan import PlanHead, head
from bizenv_cli.query.tasks import Filters
from bizenv_cli.registry import Registry
from bizenv_cli.render import Page, renderer
from bizenv_cli.source import FolderSource, Source, find_source
from bizenv_cli.views import View

_LEAST_WIDTH = 40


@dataclass(frozen=True)
class Call:
    """What the shared options of a call mean."""

    options: Output

    @cached_property
    def as_of(self) -> date:
        """The day of every status: ``--as-of``, else the clock's."""
        typed = self.options.as_of
        return dates.parse_day(typed, clock.today()) if typed is not None else clock.today()

    @cached_property
    def source(self) -> FolderSource:
        """Where the registry is."""
        return find_source(self.options.registry, os.environ.get("BIZENV_REGISTRY"), Path.cwd())

    @cached_property
    def checked(self) -> tuple[Registry, list[Problem]]:
        """The registry and every problem it has."""
        return loaded_and_checked(self.source)

    @cached_property
    def sound_registry(self) -> Registry:
        """The registry, if it has no problems; a wrong answer is worse than none."""
        loaded, problems = self.checked
        if problems:
            raise BrokenRegistryError(problems)
        return loaded

    @cached_property
    def index(self) -> Index:
        """The index of the registry at the day."""
        as_of = self.as_of  # a bad date is told before a file is read
        return build(self.sound_registry, as_of)

    @cached_property
    def head(self) -> PlanHead:
        """The plan's head."""
        return head(self.index)

    def filters(self, narrowing: Narrowing) -> tuple[Filters, dict[str, Any]]:
        """Resolve names and dates as typed; also return them as understood, for the answer's ``query``."""
        before, after = self._window(narrowing)
        indicator = (
            names.indicator(self.index, narrowing.indicator) if narrowing.indicator is not None else None
        )
        filters = Filters(
            before=before,
            after=after,
            unit=names.unit(self.index, narrowing.unit) if narrowing.unit is not None else None,
            role=narrowing.role.value,
            official=names.official(self.index, narrowing.official)
            if narrowing.official is not None
            else None,
            indicator=indicator.indicator if indicator else None,
            sub_indicator=indicator.sub_indicator if indicator else None,
            action=names.action(self.index, narrowing.action) if narrowing.action is not None else None,
            annex=narrowing.annex,
            statuses=tuple(status.value for status in narrowing.status or ()),
        )
        query: dict[str, Any] = {
            "before": before.isoformat() if before else None,
            "after": after.isoformat() if after else None,
            "unit": filters.unit,
            "role": filters.role if filters.unit else None,
            "official": filters.official,
            "indicator": filters.indicator,
            "sub_indicator": filters.sub_indicator,
            "action": filters.action,
            "annex": filters.annex,
            "status": list(filters.statuses) or None,
        }
        return filters, {name: value for name, value in query.items() if value is not None}

    def _window(self, narrowing: Narrowing) -> tuple[date | None, date | None]:
        before = (
            dates.parse_period(narrowing.before, self.as_of).last if narrowing.before is not None else None
        )
        after = dates.parse_period(narrowing.after, self.as_of).first if narrowing.after is not None else None
        others = before or after
        if narrowing.on is not None:
            if others or narrowing.within is not None:
                raise BadCallError("--on 不能与 --before、--after、--within 同用")
            period = dates.parse_period(narrowing.on, self.as_of)
            return period.last, period.first
        if narrowing.within is not None:
            if others:
                raise BadCallError("--within 不能与 --before、--after 同用")
            return dates.add_span(self.as_of, narrowing.within), self.as_of
        return before, after

    def show(self, view: View) -> int:
        """Write a view in the format asked for, to the file or the standard output; return exit code 0."""
        to_file = self.options.output
        terminal = to_file is None and sys.stdout.isatty()
        pieces = renderer(self.options.format.value)(
            view, Page(terminal_width(), colour()) if terminal else Page()
        )
        if to_file is None:
            write(pieces)
        else:
            bom = "\ufeff" if self.options.format is Format.csv else ""
            write_file(Path(to_file), bom, pieces)
            print(f"已写入 {to_file}", file=sys.stderr)
        if "index" in self.__dict__:
            self.index.close()
        return 0


def loaded_and_checked(source: Source) -> tuple[Registry, list[Problem]]:
    """Return a registry and every problem it has, ordered by place."""
    loaded, problems = registry.load(source)
    return loaded, sorted([*problems, *checks.run(loaded)])


def terminal_width() -> int:
    """Return the width of the terminal, or of ``COLUMNS`` where that is set."""
    import shutil  # noqa: PLC0415  (only a terminal has a width)

    return max(_LEAST_WIDTH, shutil.get_terminal_size((100, 24)).columns)


def colour() -> bool:
    """Tell whether the terminal wants colour: ``NO_COLOR`` and ``TERM=dumb`` say no."""
    return not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def write(pieces: Iterator[str]) -> None:
    """Write to the standard output.

    Raises:
        ReaderGoneError: whoever read it has closed the pipe (``| head``).
    """
    try:
        for piece in pieces:
            sys.stdout.write(piece)
        sys.stdout.flush()
    except BrokenPipeError as error:
        raise ReaderGoneError from error


def read_text(path: str) -> str:
    """Return the text of a file that the user named.

    Raises:
        UnreadableError: it cannot be read, or is not UTF-8.
    """
    try:
        return Path(path).read_text(encoding="utf-8-sig")
    except OSError as error:
        raise UnreadableError(path, reason(error)) from error
    except UnicodeDecodeError as error:
        raise UnreadableError(path, "不是 UTF-8 编码") from error


def write_file(path: Path, bom: str, pieces: Iterator[str]) -> None:
    """Write a file whole or not at all: a temporary one beside it, synced, then renamed.

    Raises:
        UnwritableError: the folder or the file cannot be written.
    """
    temporary: str | None = None
    try:
        descriptor, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
        with os.fdopen(descriptor, "w", encoding="utf-8", newline="") as file:
            file.write(bom)
            file.writelines(pieces)
            file.flush()
            os.fsync(file.fileno())
        mask = os.umask(0)
        os.umask(mask)
        Path(temporary).chmod(
            0o666 & ~mask
        )  # mkstemp's own mode is private; a file asked for is an ordinary one
        Path(temporary).replace(path)
    except OSError as error:
        if temporary:
            Path(temporary).unlink(missing_ok=True)
        raise UnwritableError(str(path), reason(error)) from error
