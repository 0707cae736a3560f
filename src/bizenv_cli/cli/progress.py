"""A progress bar on the error stream, shown only on a terminal and only when work lasts."""

import os
import sys
import time
from types import TracebackType
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID

_PATIENCE = 0.5  # seconds of silence that nobody minds


class Bar:
    """Progress of one piece of work: ``with Bar("读取清单") as bar: work(progress=bar.progress)``."""

    def __init__(self, words: str) -> None:
        self._words = words
        self._began = time.monotonic()
        self._shown: tuple[Progress, TaskID] | None = None

    def __enter__(self) -> Self:
        return self

    def progress(self, done: int, whole: int) -> None:
        """Tell how much is done; the first half second shows nothing."""
        if self._shown is None:
            quick = time.monotonic() - self._began < _PATIENCE or done >= whole
            if quick or not sys.stderr.isatty() or os.environ.get("TERM") == "dumb":
                return
            from rich.console import Console  # noqa: PLC0415  (only long work pays for it)
            from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn  # noqa: PLC0415

            bar = Progress(
                TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn(),
                console=Console(stderr=True), transient=True,
            )  # fmt: skip
            self._shown = bar, bar.add_task(self._words, total=whole)
            bar.start()
        bar, task = self._shown
        bar.update(task, completed=done, total=whole)

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._shown:
            self._shown[0].stop()
