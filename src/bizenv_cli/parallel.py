"""One function over many items: here where they are few, on all cores where they are many; always in order."""

import os
import signal
import threading
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar

T = TypeVar("T")
R = TypeVar("R")
Progress = Callable[[int, int], None]  # items done, items in all

_FEW = 12  # a worker takes as long to start as a plan or two to read
_AHEAD = 4  # items a worker that may wait, done or not: what bounds the memory


def unseen(done: int, whole: int) -> None:
    """Show no progress."""


def each(function: Callable[[T], R], items: Sequence[T], progress: Progress = unseen) -> Iterator[R]:
    """Yield the result for each item, in their order; `function` must be importable where it runs."""
    workers = os.cpu_count() or 1
    results = map(function, items) if len(items) < _FEW or workers == 1 else _pooled(function, items, workers)
    for done, result in enumerate(results, 1):
        progress(done, len(items))
        yield result


def _pooled(function: Callable[[T], R], items: Sequence[T], workers: int) -> Iterator[R]:
    from concurrent.futures import Future, ProcessPoolExecutor  # noqa: PLC0415  (20 ms that only many plans pay)
    from multiprocessing import get_context  # noqa: PLC0415

    # A fresh process each: a forked one would share open databases with us.
    with ProcessPoolExecutor(workers, get_context("spawn"), initializer=_begin_worker) as pool:
        waiting: deque[Future[R]] = deque()
        try:
            for item in items:
                waiting.append(pool.submit(function, item))
                if len(waiting) > workers * _AHEAD:
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()
        finally:
            pool.shutdown(cancel_futures=True)


def _begin_worker() -> None:
    """Leave Ctrl-C to the process that shows the answer, and end when it does, however it ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    from multiprocessing import parent_process  # noqa: PLC0415

    parent = parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)
