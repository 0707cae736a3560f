"""A fuzzing campaign over the loader and all checks: ``python tests/fuzz/campaign.py --seconds 300 --seed 7``."""

import argparse
import random
import sys
import time
import traceback
from collections.abc import Callable
from copy import deepcopy
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml
from byte_mutations import inputs
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st
from tree_mutations import mutated_values, written

from bench import Bench

BATCH = 50  # structured executions in one go of hypothesis
KEPT = 2_000  # inputs that got an answer of a new sort


@dataclass
class Campaign:
    """What has been run, and what broke.

    Attributes:
        crashes: by the last lines of the traceback, the first input that caused it.
    """

    bench: Bench = field(default_factory=Bench)
    executions: int = 0
    answers: set[tuple[str, ...]] = field(default_factory=set)
    kept: list[tuple[str, bytes]] = field(default_factory=list)
    crashes: dict[str, tuple[str, bytes]] = field(default_factory=dict)

    def run(self, path: str, data: bytes) -> None:
        """Read one input; keep it where the answer is of a new sort, or where it broke something."""
        self.executions += 1
        try:
            problems = self.bench.run(path, data)
        except Exception:  # noqa: BLE001  (whatever escapes is what is sought)
            self.crashes.setdefault("".join(traceback.format_exc(limit=-3)), (path, data))
            return
        answer = tuple(sorted({problem.code for problem in problems}))
        if answer not in self.answers and len(self.kept) < KEPT:
            self.answers.add(answer)
            self.kept.append((path, data))

    def bytes_(self, first: int, more: Callable[[], bool]) -> None:
        """Run mutants of the files' bytes while there is more to do."""
        rng = random.Random(first)
        for path, data in inputs(rng, self.bench.originals, self.kept):
            if not more():
                return
            self.run(path, data)

    def trees(self, first: int, more: Callable[[], bool]) -> None:
        """Run mutants of the files' values while there is more to do."""
        values = {
            path: yaml.load(data, Loader=yaml.BaseLoader)  # noqa: S506  (texts of our own, as text)
            for path, data in self.bench.originals.items()
        }
        number = first
        while more():
            number += 1

            @seed(number)
            @settings(
                max_examples=BATCH, database=None, deadline=None, phases=[Phase.generate],
                suppress_health_check=list(HealthCheck),
            )  # fmt: skip
            @given(data=st.data())
            def batch(data: Any) -> None:
                path = data.draw(st.sampled_from(sorted(values)))
                value = data.draw(mutated_values(deepcopy(values[path])))
                self.run(path, written(value, flow=data.draw(st.booleans())))

            batch()


def main() -> int:
    """Run a campaign: half of it over bytes, half over values; exit with 1 where something broke."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=20230728)
    parser.add_argument("--seconds", type=float, default=60, help="for how long, in all")
    parser.add_argument("--executions", type=int, default=0, help="how many of each sort, in place of a time")
    parser.add_argument("--save", type=Path, help="a folder for the inputs that broke something")
    options = parser.parse_args()
    campaign = Campaign()
    for part in (campaign.bytes_, campaign.trees):
        start, before = time.monotonic(), campaign.executions

        def more(start: float = start, before: int = before) -> bool:
            if options.executions:
                return campaign.executions - before < options.executions
            return time.monotonic() - start < options.seconds / 2

        part(options.seed, more)
        done = campaign.executions - before
        sys.stdout.write(f"{part.__name__.strip('_')}: {done:,} executions\n")
    for at, (trace, (path, data)) in enumerate(campaign.crashes.items()):
        sys.stdout.write(f"--- {path}\n{data[:300]!r}\n{trace}\n")
        if options.save:
            options.save.mkdir(parents=True, exist_ok=True)
            (options.save / f"{at}-{path.replace('/', '-')}").write_bytes(data)
    sys.stdout.write(
        f"seed {options.seed}: {campaign.executions:,} executions, {len(campaign.answers)} sorts of answer, "
        f"{len(campaign.crashes)} crashes\n"
    )
    return bool(campaign.crashes)


if __name__ == "__main__":
    sys.exit(main())
