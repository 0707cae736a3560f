"""The board of a large registry in a headless browser: when something is seen, when it can be used, how fast it narrows."""

import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from operations import BIN, prepared

sys.path.insert(0, str(Path(__file__).parents[1]))
from browser import MISSING, Browser, browser

SIZE = 20_100
_NARROWINGS = {
    "查找一个常见词": "q.value = '合成'",
    "查找两个词": "q.value = '合成 台账'",
    "查找而没有": "q.value = '没有这个词'",
    "筛选一个单位": "form.elements.unit.selectedIndex = 3",
    "筛选逾期的": "form.querySelector('[value=overdue]').checked = true",
    "按时限先后": "form.elements.sort.value = 'deadline'",
    "清除筛选": "",
}
# From the reader's change to the frame that shows its outcome.
_TIMED = """
const [change, done] = arguments;
const form = document.getElementById('filters'), q = document.getElementById('q');
for (const box of form.querySelectorAll(':checked[type=checkbox]')) box.checked = false;
q.value = form.elements.unit.value = form.elements.sort.value = '';
const began = performance.now();
new Function('form', 'q', change)(form, q);
form.dispatchEvent(new Event('input', {bubbles: true}));
requestAnimationFrame(() => setTimeout(() => done(performance.now() - began)));
"""


@dataclass
class Browsed:
    """What the runs gave, in milliseconds by what was done; `megabytes` is the file's size.

    Attributes:
        failure: why there are no figures.
    """

    samples: dict[str, list[float]] = field(default_factory=dict)
    megabytes: float = 0.0
    failure: str = ""

    def median(self, what: str) -> float | None:
        """Return the median of the runs, in milliseconds."""
        return statistics.median(self.samples[what]) if what in self.samples else None

    def slowest(self) -> float | None:
        """Return the slowest of all narrowings, in milliseconds."""
        return max((time for what in _NARROWINGS for time in self.samples.get(what, [])), default=None)


def browsed(work: Path, rounds: int, say: Callable[[str], object]) -> Browsed:
    """Write the board of a large federation, then open and narrow it some times."""
    if MISSING:
        return Browsed(failure=MISSING)
    say(f"看板：{SIZE:,} 项")
    ground = prepared(work, SIZE, say)
    page = work / "board.html"
    found = Browsed()
    argv = [str(BIN / "bizenv"), "board", "--out", str(page)]
    for number in range(rounds + 1):
        began = time.perf_counter()
        subprocess.run(argv, env=ground.environment, check=True, capture_output=True)
        if number:  # the first run warmed up
            found.samples.setdefault("写出", []).append((time.perf_counter() - began) * 1000)
    found.megabytes = page.stat().st_size / 1e6
    for number in range(1, rounds + 1):
        say(f"  第 {number}/{rounds} 轮")
        with browser() as started:
            for what, milliseconds in _once(started, page):
                found.samples.setdefault(what, []).append(milliseconds)
    return found


def _once(started: Browser, page: Path) -> Iterator[tuple[str, float]]:
    started.open(page)
    paint = "return performance.getEntriesByName('first-contentful-paint')[0].startTime"
    yield "首次绘出内容", started.run(paint)
    ready = "return performance.getEntriesByType('navigation')[0].domContentLoadedEventEnd"
    yield "可以筛选", started.run(ready)
    for what, change in _NARROWINGS.items():
        yield what, started.driver.execute_async_script(_TIMED, change)
