"""Well-formed edits of what belongs to whom: tasks to groups, names to units, units to collectives, amendments to acts."""

import random

from .base import Files, Found, blocks, edited, keyed, mutation, rewrite, spots


def _across_heads(rng: random.Random, files: Files, head: str, folder: str) -> Found:
    """Move the last task before a head of its file to behind that head, where it leaves another task behind."""
    pairs = []
    for before, gone, following in zip(own := blocks(files, folder), own[1:], own[2:], strict=False):
        between = files[gone.path].split("\n")[gone.after - 1 : following.first - 1]
        adjoin = before.path == gone.path == following.path and before.after == gone.first
        if adjoin and any(line.startswith(head) for line in between):
            pairs.append((gone, following, between))
    gone, following, between = rng.choice(pairs)
    new = [line for line in (*between, *gone.lines) if line.strip()]
    return edited(gone.path, files[gone.path], gone.first, following.first, new)


@mutation("meaning", "the last measure of a work task stands first in the next")
def measure_in_the_next_work_task(rng: random.Random, files: Files) -> Found:
    return _across_heads(rng, files, "  - seq:", "annex2")


@mutation("meaning", "the last task of a sub-indicator stands first in the next")
def task_in_the_next_sub_indicator(rng: random.Random, files: Files) -> Found:
    return _across_heads(rng, files, "  - sub_indicator:", "annex1")


@mutation("meaning", "a unit is no unit of its own any more, but a spelling of another")
def unit_made_a_spelling_of_another(rng: random.Random, files: Files) -> Found:
    path = "units.yaml"
    lines = files[path].split("\n")
    plain = [
        at
        for at, line in enumerate(lines[:-2])
        if line.startswith("  - name:")
        and lines[at + 1] == "    kind: single"
        and lines[at + 2][:4] != "    "
    ]
    for _ in range(200):
        gone, target = rng.sample(plain, 2)
        name, other = (lines[at].partition(": ")[2] for at in (gone, target))
        together = [
            block for block in blocks(files) if name in str(block.lines) and other in str(block.lines)
        ]
        lists = [spot for spot in spots(files) if name in spot.value and other in spot.value]
        if not together and all(spot.path == path for spot in lists):
            break
    else:
        return None
    collectives = "\n".join(lines)
    if any(name in line and other in line for line in collectives.split("\n")):
        collectives = collectives.replace(f", {name}", "").replace(f"[{name}, ", "[")
    kept = collectives.split("\n")
    del kept[kept.index(lines[gone]) : kept.index(lines[gone]) + 2]
    at = kept.index(lines[target]) + 2
    alias = f"      - {{name: {name}, basis: presumed, because: 疑为同一单位}}"
    return edited(path, "\n".join(kept), at + 1, at + 1, ["    aliases:", alias])


@mutation("meaning", "a collective covers one unit less, or one more, by the notice's own words")
def covers_changed(rng: random.Random, files: Files) -> Found:
    spot = rng.choice([spot for spot in spots(files) if keyed("covers")(spot)])
    items = list(spot.items)
    if rng.random() < 0.5:
        items.pop(rng.randrange(len(items)))
        return rewrite(files, spot, spot.line(f"[{', '.join(items)}]"))
    lines = files[spot.path].split("\n")
    presumed = lines[spot.number]
    more = presumed.partition("[")[2].rstrip("]").split(", ")
    moved = more.pop(rng.randrange(len(more)))
    new = [spot.line(f"[{', '.join([*items, moved])}]"), f"{presumed.partition('[')[0]}[{', '.join(more)}]"]
    return edited(spot.path, files[spot.path], spot.number, spot.number + 2, new)


@mutation("meaning", "an amendment claims that a later document added what was there")
def addition_claimed(rng: random.Random, files: Files) -> Found:
    block = rng.choice(blocks(files))
    space = " " * (block.indent + 2)
    new = f"{space}amendments: [{{date: 2023-09-01, authority: 样例办发〔2023〕{rng.randint(1, 60)}号}}]"
    return edited(block.path, files[block.path], block.first + 1, block.first + 1, [new])
