"""Write a synthetic federation of plans in the real registry's shape: ``generate.py --plans 100 --seed 7 --out DIR``.

Every plan has the real one's files, numbers of tasks, lists of units, errata and text lengths; its words are
synthetic and say so. The same seed gives the same bytes.
"""

import argparse
import random
import sys
import time
from pathlib import Path

from skeleton import Skeleton, skeleton
from synthetic import COMMON, RARE

REAL = Path(__file__).resolve().parents[2] / "registry"
TASKS = 201  # of one plan
COMMON_IN_PLAN = 6  # measures of each plan that hold the common word
RARE_EVERY = 10  # one plan in so many has one measure with the rare word
_DAYS = 28  # of the month in which a plan is issued, so that every month has them


def generate(out: Path, plans: int, seed: int) -> None:
    """Write `plans` plans as the folders ``k0001``, ``k0002`` … below `out`.

    Raises:
        FileExistsError: there is something in the folder already.
    """
    if out.is_dir() and any(out.iterdir()):
        raise FileExistsError(out)
    template = skeleton(REAL, seed)
    folders = sorted({path.rpartition("/")[0] for path, _, _ in template.files})
    for number in range(1, plans + 1):
        root = out / f"k{number:04d}"
        for folder in folders:
            (root / folder).mkdir(parents=True, exist_ok=True)
        pieces = _plan(template, seed, number)
        for path, first, last in template.files:
            (root / path).write_bytes("".join(pieces[first:last]).encode())


def _plan(template: Skeleton, seed: int, number: int) -> list[str]:
    """Return the pieces of one plan, all holes filled."""
    rng = random.Random(f"{seed} {number}")
    pieces = template.pieces.copy()
    for (at, pool), drawn in zip(template.holes, rng.randbytes(len(template.holes)), strict=True):
        pieces[at] = pool[drawn]
    words = [COMMON] * COMMON_IN_PLAN + [RARE] * (number % RARE_EVERY == 1)
    chosen = rng.sample(template.measures, len(words))
    for word, (at, length), drawn in zip(words, chosen, rng.randbytes(len(words)), strict=True):
        pools = template.phrases.common if word == COMMON else template.phrases.rare
        pieces[at] = pools(length)[drawn]
    for at, source in template.echoes:
        pieces[at] = pieces[source]
    day = rng.randrange(_DAYS) + 1
    for at, text in template.heads:
        pieces[at] = text.format(number=number, day=day)
    deadlines = template.deadlines.copy()
    rng.shuffle(deadlines)
    for at, deadline in zip(template.days, deadlines, strict=True):
        pieces[at] = deadline
    return pieces


def main() -> None:
    """Read the command line, write the federation, say how long it took."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--plans", type=int, required=True, help="how many plans")
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--out", type=Path, required=True, help="a new or empty folder")
    options = parser.parse_args()
    start = time.monotonic()
    generate(options.out, options.plans, options.seed)
    seconds = time.monotonic() - start
    tasks = options.plans * TASKS
    sys.stdout.write(f"{options.out}：{options.plans:,} 个方案，{tasks:,} 项任务，用时 {seconds:.1f} 秒\n")


if __name__ == "__main__":
    main()
