"""Well-formed edits that change what the plan orders: only a comparison with an earlier version can see them."""

import random
import re
from datetime import date, timedelta
from itertools import pairwise

from .base import (
    Block,
    Edit,
    Files,
    Found,
    Spot,
    add,
    blocks,
    change,
    edited,
    inner_blocks,
    keyed,
    mutation,
    official_names,
    position,
    rewrite,
    spots_of,
    unit_names,
)

TEXTS = ("measure", "pilot", "because")
SAME_YEAR = (date(2023, 6, 30), date(2023, 12, 31))


def _other_day(rng: random.Random, spot: Spot) -> str:
    first, last = SAME_YEAR
    return spot.line((first + timedelta(rng.randrange((last - first).days + 1))).isoformat())


def _character_changed(rng: random.Random, spot: Spot) -> str | None:
    places = [at for at, sign in enumerate(spot.value) if "\u4e00" <= sign <= "\u9fff"]
    if len(places) < 3:
        return None
    at, other = rng.sample(places, 2)
    return spot.line(spot.value[:at] + spot.value[other] + spot.value[at + 1 :])


def _cities(rng: random.Random, spot: Spot) -> str:
    return spot.line(rng.choice(("[武汉]", "[成都, 杭州]", "[苏州]")))


def _with_number(spot: Spot) -> bool:
    return spot.key in ("measure", "pilot") and bool(re.search("[0-9]", spot.value))


def _number_changed(rng: random.Random, spot: Spot) -> str:
    digits = [match.start() for match in re.finditer("[0-9]", spot.value)]
    at = rng.choice(digits)
    return spot.line(spot.value[:at] + str((int(spot.value[at]) + 1) % 10) + spot.value[at + 1 :])


for _name, _description, _wanted, _new in (
    ("deadline_moved", "a deadline is another day of the plan's year", keyed("deadline"), _other_day),
    ("character_changed", "a character of a text is another one", keyed("measure", "pilot", "text"), _character_changed),
    ("number_in_text_changed", "a digit inside a text is another one", _with_number, _number_changed),
    ("words_dropped", "the end of a text is missing", lambda s: s.key in ("measure", "pilot") and len(s.value) > 20,
     lambda rng, spot: spot.line(spot.value[: rng.randint(8, 15)])),
    ("text_hard_wrapped", "a text is wrapped onto an indented line, and so has a space in it",
     lambda s: s.annex and s.key == "measure" and len(s.value) > 40,
     lambda _, spot: spot.line(f"{spot.value[:20]}\n            {spot.value[20:]}")),
    ("sharp_in_text", "what follows a space and # in a text is a comment", keyed("measure"),
     lambda rng, spot: spot.line(spot.value[: (at := position(rng, spot.value))] + " #1" + spot.value[at:])),
    ("straight_quotes_in_text", "straight quotes in place of Chinese ones inside a text",
     lambda s: s.key == "pilot" and "“" in s.value[1:],
     lambda _, spot: spot.line(spot.value[0] + re.sub("[“”]", '"', spot.value[1:]))),
    ("half_width_punctuation", "a half-width comma or stop in a text",
     lambda s: s.key in ("measure", "pilot") and "，" in s.value,
     lambda _, spot: spot.line(spot.value.replace("，", ",", 1))),
    ("html_left_in_text", "a sign of HTML is left in a text", keyed("measure", "pilot"),
     lambda rng, spot: spot.line(spot.value + rng.choice(("&nbsp;", "<br/>", "&ldquo;")))),
    ("cities_changed", "the cities of an indicator are others", keyed("benchmark_cities"), _cities),
    ("goal_changed", "the goal of an indicator is another one", keyed("goal"),
     lambda rng, spot: spot.line(rng.choice(("优秀", "优异", "良好")))),
    ("pilot_replaced", "the pilot of an indicator is another one", keyed("pilot"),
     lambda _, spot: spot.line("探索推行“一件事”集成服务。")),
    ("indicator_renamed", "an indicator or action has a character too many", keyed("indicator", "action"),
     lambda rng, spot: spot.line(spot.value + rng.choice("化类项"))),
    ("plan_number_changed", "the number of the plan is another one", keyed("number"),
     lambda rng, spot: spot.line(f"湖办发〔2023〕{rng.randint(9, 40)}号") if "〔" in spot.value else None),
    ("plan_issued_changed", "the day of issue is another one", keyed("issued"), _other_day),
):  # fmt: skip
    add("meaning", _name, _description, change(_wanted, _new))


def _free_units(files: Files, block: Block) -> list[str]:
    text = "\n".join(block.lines)
    return [name for name in unit_names(files) if name not in text]


def _own(rng: random.Random, files: Files, *keys: str) -> tuple[Block, list[Spot]] | None:
    block = rng.choice(blocks(files))
    found = [block.spot(files, key) for key in keys]
    return (block, [spot for spot in found if spot]) if all(found) else None


@mutation("meaning", "the lead of a task is another known unit")
def lead_replaced(rng: random.Random, files: Files) -> Found:
    if not (own := _own(rng, files, "lead")):
        return None
    block, (lead,) = own
    return rewrite(
        files, lead, lead.line(f"[{', '.join([rng.choice(_free_units(files, block)), *lead.items[1:]])}]")
    )


@mutation("meaning", "one more unit supports a task")
def support_added(rng: random.Random, files: Files) -> Found:
    if not (own := _own(rng, files, "support")):
        return None
    block, (support,) = own
    return rewrite(
        files,
        support,
        support.line(f"[{', '.join([*support.items, rng.choice(_free_units(files, block))])}]"),
    )


@mutation("meaning", "one unit less supports a task")
def support_dropped(rng: random.Random, files: Files) -> Found:
    if not (own := _own(rng, files, "support")):
        return None
    _, (support,) = own
    if len(support.items) == 1:
        return edited(support.path, files[support.path], support.number, support.number + 1, [])
    items = list(support.items)
    items.pop(rng.randrange(len(items)))
    return rewrite(files, support, support.line(f"[{', '.join(items)}]"))


@mutation("meaning", "lead and support of a task are exchanged")
def lead_and_support_exchanged(rng: random.Random, files: Files) -> Found:
    if not (own := _own(rng, files, "lead", "support")):
        return None
    block, (lead, support) = own
    if set(lead.items) & set(support.items):
        return None
    lines = files[block.path].split("\n")
    lines[lead.number - 1], lines[support.number - 1] = lead.line(support.value), support.line(lead.value)
    return Edit(block.path, "\n".join(lines).encode(), range(lead.number, support.number + 1))


@mutation("meaning", "an official is another known one")
def official_replaced(rng: random.Random, files: Files) -> Found:
    return change(
        keyed("lead_officials"),
        lambda rng, spot: spot.line(
            f"[{rng.choice([name for name in official_names(files) if name not in spot.value])}]"
        ),
    )(rng, files)


@mutation("meaning", "the texts of two tasks are exchanged")
def texts_exchanged(rng: random.Random, files: Files) -> Found:
    if not (own := _own(rng, files, "measure")):
        return None
    block, (measure,) = own
    later = [b for b in blocks(files) if b.path == block.path and b.seq > block.seq]
    other = rng.choice(later).spot(files, "measure") if later else None
    if not other or "milestones" in files[block.path]:
        return None
    lines = files[block.path].split("\n")
    lines[measure.number - 1], lines[other.number - 1] = measure.line(other.value), other.line(measure.value)
    return Edit(block.path, "\n".join(lines).encode(), range(measure.number, other.number + 1))


@mutation("meaning", "an erratum is gone")
def erratum_dropped(rng: random.Random, files: Files) -> Found:
    candidates = [
        block
        for block in blocks(files)
        if sum("- kind:" in line for line in block.lines) == 1
        and block.spot(files, "lead")
        and not _doubtful(block)
    ]
    block = rng.choice(candidates)
    start = block.first + next(at for at, line in enumerate(block.lines) if line.strip() == "errata:")
    return edited(block.path, files[block.path], start, block.after, [])


def _doubtful(block: Block) -> bool:
    return any("doubtful" in line for line in block.lines)


@mutation("meaning", "a task is deleted, and all that follow in the annex are renumbered")
def task_deleted_and_renumbered(rng: random.Random, files: Files) -> Found:
    gone = rng.choice(inner_blocks(files))
    own = [block for block in blocks(files) if block.path == gone.path]
    if gone == own[0] or gone.indent > 2:
        return None
    edits = []
    for path, text in sorted(files.items()):
        if path < gone.path or not path.startswith(gone.annex):
            continue
        lines = text.split("\n")
        first = len(lines)
        for spot in spots_of(path, text):
            task = spot.key == "seq" and any(b.path == path and b.first == spot.number for b in blocks(files))
            if (task or spot.key == "from_seq") and int(spot.value) > gone.seq:
                lines[spot.number - 1] = spot.line(str(int(spot.value) - 1))
                first = min(first, spot.number)
        if path == gone.path:
            del lines[gone.first - 1 : gone.after - 1]
            first = gone.first
        edits.append(Edit(path, "\n".join(lines).encode(), range(first, first + 1)))
    return tuple(edits)


@mutation("meaning", "a task is added at the end of an annex")
def task_added(rng: random.Random, files: Files) -> Found:
    block = blocks(files, rng.choice(("annex1", "annex2")))[-1]
    space = " " * block.indent
    new = [
        f"{space}- seq: {block.seq + 1}",
        f"{space}  measure: 另行部署{rng.choice(('专项检查', '督导调研', '满意度回访'))}。",
        f"{space}  lead: [{rng.choice(unit_names(files))}]",
        f"{space}  deadline: 2023-{rng.randint(8, 12):02}-15",
    ]
    return edited(block.path, files[block.path], block.after, block.after, new)


@mutation("meaning", "the last task of a group's file stands first in the next group's")
def task_in_the_next_group(rng: random.Random, files: Files) -> Found:
    annex = rng.choice(("annex1", "annex2"))
    own = [block for block in blocks(files, annex) if block.indent == 2 or annex == "annex2"]
    pairs = [
        (one, other)
        for one, other in pairwise(own)
        if one.path != other.path and one.indent == other.indent and _has_another(own, one)
    ]
    gone, following = rng.choice(pairs)
    lines, others = files[gone.path].split("\n"), files[following.path].split("\n")
    moved = [line for line in lines[gone.first - 1 : gone.after - 1] if line.strip()]
    del lines[gone.first - 1 : gone.after - 1]
    others[following.first - 1 : following.first - 1] = moved
    return (
        Edit(gone.path, "\n".join([*lines, *([""] if lines[-1] else [])]).encode(), None),
        Edit(
            following.path,
            "\n".join(others).encode(),
            range(following.first, following.first + len(moved)),
        ),
    )


def _has_another(own: list[Block], gone: Block) -> bool:
    """Tell whether its own group keeps a task: an empty one would be malformed."""
    before = [block for block in own if block.path == gone.path and block.seq == gone.seq - 1]
    return any(gone.first == block.after for block in before)


@mutation("meaning", "a spelling of one unit is another unit's")
def alias_of_another_unit(rng: random.Random, files: Files) -> Found:
    path = "units.yaml"
    lines = files[path].split("\n")
    heads = [at for at, line in enumerate(lines) if line.startswith("  - name:")]
    with_alias = [at for at in heads if lines[at + 2 : at + 3] == ["    aliases:"]]
    without = [
        at for at in heads if lines[at + 1] == "    kind: single" and lines[at + 2].startswith("  - name:")
    ]
    start = rng.choice(with_alias) + 2
    end = next(at for at in range(start + 1, len(lines)) if not lines[at].startswith("      "))
    block = lines[start:end]
    target = rng.choice(without)
    name = lines[target]
    del lines[start:end]
    at = lines.index(name) + 2
    lines[at:at] = block
    return Edit(path, "\n".join(lines).encode(), range(at + 1, at + 1 + len(block)))
