"""One call: its registry (loaded when first needed), its day, its filters, and where its answer goes."""

import os
import sys
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bizenv_cli import clock, dates
from bizenv_cli.cli import days, streams
from bizenv_cli.cli.options import Format, Narrowing, Output
from bizenv_cli.cli.output import colour, in_plain_lines, picture_width, terminal_width, write, write_file
from bizenv_cli.cli.progress import Bar
from bizenv_cli.errors import (
    AmbiguousNameError,
    BadCallError,
    BrokenRegistryError,
)
from bizenv_cli.index import Index, cachefile, open_index
from bizenv_cli.place import Place, find_place
from bizenv_cli.query.named import Kind, Named
from bizenv_cli.query.plan import PlanHead, head
from bizenv_cli.query.tasks import Filters, Selection
from bizenv_cli.render import Page, renderer
from bizenv_cli.render.safe import plain
from bizenv_cli.views import View

if TYPE_CHECKING:
    from bizenv_cli.problem import Problem
    from bizenv_cli.registry import Registry

_EXACT = ("json", "jsonl")
_MOST_LISTED = 1000  # rows of a table on a terminal


class Call:
    """What the shared options of a call mean.

    Raises:
        BadCallError: two of them contradict each other.
    """

    def __init__(self, options: Output) -> None:
        if options.plain and options.format is not Format.table:
            raise BadCallError(f"--plain 不能与 --format {options.format.value} 同用")
        self.options = options
        self._understood: dict[str, str] = {}  # what was typed → the full name, where those differ

    @cached_property
    def as_of(self) -> date:
        """The day of every status: ``--as-of``, else the clock's."""
        typed = self.options.as_of
        return days.day(typed, clock.today()) if typed is not None else clock.today()

    @cached_property
    def place(self) -> Place:
        """Where the registry is: in a folder, or with ``--at`` or ``--git-dir`` in a commit."""
        options, environment = self.options, os.environ.get("BIZENV_REGISTRY")
        if options.at is None and options.git_dir is None:
            return find_place(options.registry, environment, Path.cwd())
        from bizenv_cli.past import place_then  # noqa: PLC0415  (git, which questions about the present do without)

        if options.at is not None:
            days.say_moment(options.at, clock.today())
        return place_then(options.at, options.git_dir, options.registry, environment, clock.today())

    @cached_property
    def sound_registry(self) -> "Registry":
        """The registry as records, if it has no problems and is one plan."""
        from bizenv_cli.plans import read_plan  # noqa: PLC0415  (YAML and pydantic, which most questions do without)

        folder = ""
        if self.place.federated:
            if self.options.plan is None:
                raise BadCallError("这个命令一次只看一个方案：加 --plan 代号（全部方案见 bizenv plans）")
            folder = self.index.folder_of(self._plan(self.index, self.options.plan))
        reading = read_plan(self.place, folder)
        if reading.problems:
            raise BrokenRegistryError(reading.problems, self.place.revision)
        return reading.registry

    @cached_property
    def index(self) -> Index:
        """The index of the plans that are asked about, at the day; they have no problems.

        A wrong answer is worse than none: where one of them has a problem, nothing is answered.
        """
        as_of = self.as_of  # a bad date is told before a file is read
        cache = None if self.options.no_cache else cachefile.folder(os.environ.get("BIZENV_CACHE"))
        with Bar("读取清单") as bar:
            opened = open_index(self.place, as_of, cache=cache, progress=bar.progress, warn=warn)
        if namesakes := opened.namesakes():
            raise BrokenRegistryError(_problems(opened, namesakes), self.place.revision)
        if self.options.light is not None:
            opened.light_by(self.options.light.value)
        if self.options.plan is not None:
            opened.narrow(self._plan(opened, self.options.plan))
        if broken := opened.folders(with_problems=True):
            raise BrokenRegistryError(_problems(opened, broken), self.place.revision)
        return opened

    @cached_property
    def head(self) -> PlanHead:
        """The head of the plans that are asked about."""
        return head(self.index)

    @staticmethod
    def _plan(index: Index, typed: str) -> int:
        from bizenv_cli.query import names  # noqa: PLC0415  (only a name has need of it)

        return names.plan(index, typed)

    def named(self, kind: Kind, typed: str | None) -> tuple[Named, ...]:
        """Return what a name that was typed means in each plan that has it; of one that was not typed, nothing.

        On a terminal one of several may be chosen; the answer says what a name was taken for.
        """
        if typed is None:
            return ()
        from bizenv_cli.cli import asking  # noqa: PLC0415  (only a name has need of it)

        may_ask = self.options.format is Format.table and self.options.output is None and asking.at_terminal()
        found = asking.find(self.index, kind, typed, may_ask=may_ask)
        if found.how not in ("name", "alias"):
            meant = dict.fromkeys(named.sub or named.name for named in found.named)
            self._understood[typed] = "、".join(meant)
        return found.named

    @property
    def limit(self) -> int | None:
        """How many tasks are listed at the most: as asked, else a thousand in a table on a terminal."""
        asked = self.options.limit
        if asked is not None:
            return asked or None
        return _MOST_LISTED if self.options.format is Format.table and self._on_terminal() else None

    def limited(self, selection: Selection) -> Selection:
        """Return a selection that is read no further than the limit."""
        return replace(selection, limit=self.limit)

    def _form(self) -> str:
        """Return the name of the format: a table is told in plain lines where that is asked for."""
        form = self.options.format
        told = form is Format.table and in_plain_lines(self.options.plain)
        return "plain" if told else form.value

    def _on_terminal(self) -> bool:
        return self.options.output is None and sys.stdout is not None and sys.stdout.isatty()

    def filters(self, narrowing: Narrowing) -> tuple[Filters, dict[str, Any]]:
        """Resolve names and dates as typed; also return them as understood, for the answer's ``query``."""
        before, after = self._window(narrowing)
        units = self.named("unit", narrowing.unit)
        official = self.named("official", narrowing.official)
        indicator = self.named("indicator", narrowing.indicator)
        action = self.named("action", narrowing.action)
        indicator_name, sub_indicator = _only("指标", narrowing.indicator, indicator)
        filters = Filters(
            before=before,
            after=after,
            units=units,
            role=narrowing.role.value,
            official=_only("领导", narrowing.official, official)[0],
            indicator=indicator_name,
            sub_indicator=sub_indicator,
            action=_only("专项行动", narrowing.action, action)[0],
            annex=narrowing.annex,
            statuses=tuple(status.value for status in narrowing.status or ()),
            reported_since=self._first_day(narrowing.reported_since),
            silent_since=dates.subtract_span(self.as_of, narrowing.silent_for)
            if narrowing.silent_for is not None
            else None,
        )
        query: dict[str, Any] = {
            "plan": self.index.only_key() if self.options.plan is not None else None,
            "before": _iso(before),
            "after": _iso(after),
            "unit": "、".join(dict.fromkeys(unit.name for unit in units)) or None,
            "role": filters.role if units else None,
            "official": filters.official,
            "indicator": filters.indicator,
            "sub_indicator": filters.sub_indicator,
            "action": filters.action,
            "annex": filters.annex,
            "status": list(filters.statuses) or None,
            "reported_since": _iso(filters.reported_since),
            "silent_since": _iso(filters.silent_since),
        }
        return filters, {name: value for name, value in query.items() if value is not None}

    def _window(self, narrowing: Narrowing) -> tuple[date | None, date | None]:
        before = days.last(narrowing.before, self.as_of) if narrowing.before is not None else None
        after = self._first_day(narrowing.after)
        others = before or after
        if narrowing.on is not None:
            if others or narrowing.within is not None:
                raise BadCallError("--on 不能与 --before、--after、--within 同用")
            period = days.period(narrowing.on, self.as_of)
            return period.last, period.first
        if narrowing.within is not None:
            if others:
                raise BadCallError("--within 不能与 --before、--after 同用")
            return dates.add_span(self.as_of, narrowing.within), self.as_of
        return before, after

    def _first_day(self, typed: str | None) -> date | None:
        return days.first(typed, self.as_of) if typed is not None else None

    def show(self, view: View) -> int:
        """Write a view in the format asked for, to the file or the standard output; return exit code 0."""
        if "place" in self.__dict__ and self.place.commit:
            from bizenv_cli.views.past import in_commit  # noqa: PLC0415  (only --at has need of it)

            view = in_commit(view, self.options.at or "HEAD", self.place.commit)
        if self._understood:
            view = self._saying_names(view)
        to_file = self.options.output
        form = self._form()
        page = Page(terminal_width(), colour()) if self._on_terminal() else Page(sheet=to_file is not None)
        if self.options.format is Format.svg:
            page = Page(picture_width())
        pieces = renderer(form)(view, page)
        if to_file is None:
            if form in _EXACT:
                streams.exact()
            write(pieces)
        else:
            bom = "\ufeff" if self.options.format is Format.csv else ""
            write_file(Path(to_file), bom, pieces)
            print(f"已写入 {to_file}", file=sys.stderr)
        if "index" in self.__dict__:
            self.index.close()
        return 0

    def _saying_names(self, view: View) -> View:
        """Say which names were understood: in the title, or where a format has none, beside the answer."""
        from bizenv_cli.views.understood import with_names  # noqa: PLC0415  (only unlike names have need of it)

        if self.options.format in (Format.csv, Format.jsonl):
            for typed, name in self._understood.items():
                print(f"「{plain(typed)}」即{name}", file=sys.stderr)
        return with_names(view, self._understood.items())


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _only(what: str, typed: str | None, found: tuple[Named, ...]) -> tuple[str | None, str | None]:
    """Return the one name that a filter means in every plan."""
    meanings = list(dict.fromkeys((named.name, named.sub) for named in found))
    if len(meanings) > 1:
        raise AmbiguousNameError(what, str(typed), [sub or name for name, sub in meanings])
    return meanings[0] if meanings else (None, None)


def _problems(index: Index, folders: Sequence[str]) -> "list[Problem]":
    """Read the plans that have problems once more, for the problems themselves."""
    from bizenv_cli.plans import problems_of  # noqa: PLC0415  (YAML and pydantic)

    index.close()
    return problems_of(index.place, folders)


def warn(sentence: str) -> None:
    """Say something about an answer that is no part of it."""
    print(f"注意：{sentence}", file=sys.stderr)
