"""Indentation, blocks, types of values, and what git leaves behind."""

import random
from dataclasses import replace

from .base import (
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
    last_blocks,
    mutation,
    record_start,
    spots,
    unchanged,
)

TEXTS = ("measure", "pilot", "goal", "indicator", "action", "text", "because", "title", "number")
SPECIALS = (
    "no",
    "yes",
    "1e3",
    "12:30",
    "~",
    "true",
    "false",
    "null",
    "2023-11-30",
    "100",
    "3.5",
    "0x1F",
    "-",
    "/",
    "N/A",
    "…",
)


def _indented(spot: Spot) -> bool:
    return spot.before.startswith("  ")


def _child(spot: Spot) -> bool:
    return "- " not in spot.before and spot.key not in ("seq", "tasks")


def _nested(spot: Spot) -> bool:
    return (
        spot.annex
        and spot.key in ("lead", "support", "deadline", "milestones", "errata")
        and spot.before == "    "
    )


for _name, _description, _wanted, _new in (
    ("indent_less", "a line is indented by one or two spaces too few", _indented,
     lambda rng, spot: spot.line()[rng.choice((1, 1, 2)) :]),
    ("indent_more", "a line is indented by one or two spaces too many", _child,
     lambda rng, spot: rng.choice((" ", " ", "  ")) + spot.line()),
    ("indent_lost", "the indentation of a line is lost", _indented, lambda _, spot: spot.line().lstrip()),
    ("dash_without_space", "no space after the dash", lambda spot: "- " in spot.before,
     lambda _, spot: spot.line().replace("- ", "-", 1)),
    ("dash_doubled", "the dash stands twice", lambda spot: "- " in spot.before,
     lambda rng, spot: spot.line().replace("- ", rng.choice(("- - ", "-- ")), 1)),
    ("dash_added", "a dash before a line that begins no item", lambda spot: _indented(spot) and "- " not in spot.before,
     lambda _, spot: spot.line().replace("  " + spot.key, "- " + spot.key, 1)),
    ("numbered_item", "1. or • in place of the dash", lambda spot: "- " in spot.before,
     lambda rng, spot: spot.line().replace("- ", rng.choice(("1. ", "• ", "* ", "· ", "+ ")), 1)),
    ("text_special", "a bare word or number that is no Chinese text", keyed(*TEXTS),
     lambda rng, spot: spot.line(rng.choice(SPECIALS))),
    ("text_empty", "a text is empty or white space", keyed(*TEXTS),
     lambda rng, spot: spot.line(rng.choice(("", '""', "''", '"  "', "　", '"　"')))),
    ("placeholder", "a note in place of a text", keyed("measure", "pilot", "goal"),
     lambda rng, spot: spot.line(rng.choice(("略", "同上", "同上。", "同上一行", "（略）", "待定", "见附件1", "暂无")))),
    ("stop_doubled", "two stops at the end of a text, or a half-width one", keyed("measure", "pilot"),
     lambda rng, spot: spot.line(spot.value.rstrip("。") + rng.choice(("。。", "，。", "、。", "；。")))),
    ("text_padded", "white space inside the quotes of a text", keyed(*TEXTS),
     lambda rng, spot: spot.line(rng.choice(('" {}"', '"{} "', "'{}　'", '"　　{}"', '"{}\\n"')).format(spot.value))),
    ("list_empty", "a list is empty, or holds nothing but white space", lambda spot: spot.is_list,
     lambda rng, spot: spot.line(rng.choice(("[]", "", '[""]', '["  "]', "[ ]", "[无]", "[~]"))[: None if spot.annex else 2])),
    ("list_for_text", "a text is written as a list", keyed("measure", "pilot", "goal", "indicator", "lead_unit"),
     lambda _, spot: spot.line(f"[{spot.value}]")),
    ("anchor", "an anchor before a value", keyed("lead", "support", "deadline", "measure"),
     lambda _, spot: spot.line(f"&same {spot.value}")),
    ("alias", "an alias in place of a value", keyed("lead", "support", "deadline"), lambda _, spot: spot.line("*same")),
    ("tag", "a tag before a value", keyed("lead", "support", "deadline", "measure", "seq"),
     lambda rng, spot: spot.line(f"{rng.choice(('!!str', '!date', '!!set'))} {spot.value}")),
    ("second_document", "a line --- that begins a second document", lambda spot: spot.number > 2,
     lambda _, spot: f"---\n{spot.line()}"),
    ("record_end", "a line ... in the middle of a file", lambda spot: spot.number > 2,
     lambda _, spot: f"...\n{spot.line()}"),
    ("merge_key", "YAML's merge key", _nested, lambda _, spot: f"{spot.before}<<: {{goal: 优异}}\n{spot.line()}"),
    ("unknown_key", "a key that the record does not have", _child,
     lambda rng, spot: f"{spot.line()}\n{spot.before}{rng.choice(('remark', 'status', 'progress', '备注', 'phone'))}: 已办结"
     if spot.value else None),
    ("erratum_kind_wrong", "an erratum of a kind that does not exist", lambda s: s.annex and s.key == "kind",
     lambda rng, spot: spot.line(rng.choice(("merge", "misprinted", "合并", "doubt", "other", "Merged", "")))),
    ("erratum_field_wrong", "an erratum speaks of a field that does not exist", keyed("fields"),
     lambda rng, spot: spot.line(f"[{rng.choice(('leed', 'supports', '牵头单位', 'dealine', 'Lead', 'status'))}]")),
    ("erratum_fields_as_text", "the fields of an erratum are no list", keyed("fields"),
     lambda _, spot: spot.line(spot.value.strip("[]"))),
    ("printed_at_wrong", "the printed column of a shifted field is no number, or its field does not exist",
     keyed("printed_at"), lambda rng, spot: spot.line(spot.value.replace(*rng.choice(
         ((": 1", ": 0"), (": 1", ": 一"), ("lead:", "leed:"), (": 1", ": -1"), (": 1", ": 1.5"), (": 1", ":1"))), 1))),
    ("conflict_end_left", "only the line >>>>>>> is left of a merge conflict", lambda spot: spot.annex,
     lambda rng, spot: f"{spot.line()}\n>>>>>>> {rng.choice(('origin/main', 'a1b2c3d', '别的分支'))}"),
    ("conflict_middle_left", "only the line ======= is left of a merge conflict", lambda spot: spot.annex,
     lambda _, spot: f"{spot.line()}\n======="),
    ("conflict_start_left", "only the line <<<<<<< is left of a merge conflict", lambda spot: spot.annex,
     lambda _, spot: f"<<<<<<< HEAD\n{spot.line()}"),
    ("conflict_side_kept", "of a merge conflict only the first side was tidied", lambda spot: spot.annex,
     lambda _, spot: f"{spot.line()}\n=======\n{spot.line()}\n>>>>>>> origin/main"),
    ("conflict", "a whole merge conflict", lambda spot: spot.annex,
     lambda rng, spot: f"<<<<<<< HEAD\n{spot.line()}\n{rng.choice(('', '||||||| 0a1b2c3'))}"
     f"\n=======\n{spot.line()}\n>>>>>>> origin/main".replace("\n\n=", "\n=")),
    ("conflict_indented", "the marks of a merge conflict were indented with the block", _nested,
     lambda _, spot: f"    <<<<<<< HEAD\n{spot.line()}\n    =======\n{spot.line()}\n    >>>>>>> origin/main"),
    ("text_continued_at_margin", "the rest of a long text stands on a line of its own without indentation",
     lambda spot: spot.annex and spot.key in ("measure", "because") and len(spot.value) > 40,
     lambda rng, spot: spot.line(spot.value[: (at := rng.randint(15, 35))] + "\n" + spot.value[at:])),
    ("note_without_sign", "a note on a line of its own without the comment sign", lambda spot: spot.number > 1,
     lambda rng, spot: f"{rng.choice((spot.before.replace('-', ' '), ''))}"
     f"{rng.choice(('待核实', '以下由张贴处补录', '// 待核实', '注：时限以通知为准', '-- 待核'))}\n{spot.line()}"),
):  # fmt: skip
    add("malformed", _name, _description, change(_wanted, _new))


@mutation("malformed", "the sign of a comment is lost")
def comment_sign_lost(rng: random.Random, files: Files) -> Edit:
    places = [
        (path, number, line)
        for path, text in files.items()
        for number, line in enumerate(text.split("\n"), 1)
        if line.startswith("#")
    ]
    path, number, line = rng.choice(places)
    return edited(path, files[path], number, number + 1, [line[rng.choice((1, 2)) :]])


REQUIRED = ("lead", "measure", "indicator", "action", "order", "goal", "pilot", "benchmark_cities", "lead_officials",
            "lead_unit", "kind", "because", "basis", "number", "issued", "year", "title", "key", "name", "support")  # fmt: skip


@mutation("malformed", "the line of a key that cannot be done without is missing")
def line_missing(rng: random.Random, files: Files) -> Edit:
    heads = [
        spot
        for spot in spots(files)
        if spot.key in REQUIRED
        and "- " not in spot.before
        and (spot.key != "support" or not spot.before)
        and (spot.key != "kind" or spot.path != "targets.yaml")  # a target is a level where nothing is said
    ]
    spot = rng.choice(heads)
    edit = edited(spot.path, files[spot.path], spot.number, spot.number + 1, [])
    start = record_start(files[spot.path], spot)
    return replace(edit, lines=range(start, spot.number + 1))  # the record lacks it, from its first line on


@mutation("malformed", "a task is deleted")
def task_deleted(rng: random.Random, files: Files) -> Found:
    block = rng.choice(inner_blocks(files))
    edit = edited(block.path, files[block.path], block.first, block.after, [])
    before = [b for b in blocks(files, block.annex) if b.seq == block.seq - 1 and b.path != block.path]
    # The first task of a file may as well be missing at the end of the file before.
    return (edit, *(unchanged(files, b.path, range(b.first, b.after)) for b in before))


@mutation("malformed", "the last task of an annex is deleted")
def last_task_deleted(rng: random.Random, files: Files) -> Edit:
    block = rng.choice(last_blocks(files))
    return edited(block.path, files[block.path], block.first, block.after, [])


@mutation("malformed", "a task stands twice")
def task_doubled(rng: random.Random, files: Files) -> Edit:
    block = rng.choice(blocks(files))
    return edited(block.path, files[block.path], block.after, block.after, list(block.lines))


@mutation("malformed", "a task is moved to the place of another in the same file")
def task_out_of_order(rng: random.Random, files: Files) -> Edit | None:
    block = rng.choice(blocks(files))
    later = [
        b
        for b in blocks(files)
        if b.path == block.path and b.seq > block.seq + 1 and b.indent == block.indent
    ]
    if not later:
        return None
    lines = files[block.path].split("\n")
    after = rng.choice(later).after
    lines[block.first - 1 : after - 1] = [*lines[block.after - 1 : after - 1], *block.lines]
    return Edit(block.path, "\n".join(lines).encode(), range(block.first, after))


@mutation("malformed", "a task is moved to another file of its annex")
def task_moved(rng: random.Random, files: Files) -> tuple[Edit, Edit] | None:
    block = rng.choice(inner_blocks(files))
    others = [
        b for b in blocks(files, block.annex) if b.path != block.path and b.indent == block.indent
        and abs(b.seq - block.seq) > 1
    ]  # fmt: skip
    if not others:
        return None
    other = rng.choice(others)
    return (
        edited(block.path, files[block.path], block.first, block.after, []),
        edited(other.path, files[other.path], other.after, other.after, list(block.lines)),
    )


@mutation("malformed", "the support of a task stands under the task before it, too deep")
def support_under_wrong_task(rng: random.Random, files: Files) -> Edit | None:
    block = rng.choice([block for block in blocks(files) if block.lines[-1].lstrip().startswith("deadline")])
    text = files[block.path]
    following = next((b for b in blocks(files) if b.path == block.path and b.first == block.after), None)
    spot = following and following.spot(files, "support")
    if not spot:
        return None
    lines = text.split("\n")
    line = "  " + lines.pop(spot.number - 1)
    lines.insert(block.after - 1, line)
    return Edit(block.path, "\n".join(lines).encode(), range(block.after - 1, spot.number + 1))


@mutation("malformed", "an annex in plan.yaml has another number, or the block of one is gone")
def annex_misnumbered(rng: random.Random, files: Files) -> Edit:
    lines = files["plan.yaml"].split("\n")
    first, second = (at for at, line in enumerate(lines, 1) if line.startswith("  - number: "))
    end = lines.index("errata:") + 1
    start, after = rng.choice(((first, second), (second, end)))
    if rng.random() < 0.4:
        return replace(
            edited("plan.yaml", files["plan.yaml"], start, after, []), lines=range(first - 1, first)
        )
    own = lines[start - 1][-1]
    number = rng.choice([number for number in ("0", "1", "2", "3", "12", "附件1", "一") if number != own])
    edit = edited("plan.yaml", files["plan.yaml"], start, start + 1, [f"  - number: {number}"])
    return replace(
        edit, lines=range(first, second + 1)
    )  # which of two equal numbers is wrong nobody can know


@mutation("malformed", "an entry of a directory is gone")
def directory_entry_missing(rng: random.Random, files: Files) -> tuple[Edit, ...]:
    path = rng.choice(("units.yaml", "officials.yaml"))
    lines = files[path].split("\n")
    starts = [at for at, line in enumerate(lines, 1) if line.startswith("  - name: ")]
    first, after = rng.choice(list(zip(starts, [*starts[1:], len(lines)], strict=True)))
    edit = edited(path, files[path], first, after, [])
    name = lines[first - 1].partition(": ")[2]
    users = (unchanged(files, other) for other, text in files.items() if name in text and other != path)
    return (replace(edit, lines=None), *users)  # a name that few places use is told there


@mutation("malformed", "the line that names a list of records is lost")
def list_line_missing(rng: random.Random, files: Files) -> Edit:
    spot = rng.choice(
        [
            spot
            for spot in spots(files)
            if not spot.value
            and spot.key in ("tasks", "sub_indicators", "work_tasks", "measures", "errata", "units")
        ]
    )
    edit = edited(spot.path, files[spot.path], spot.number, spot.number + 1, [])
    return replace(edit, lines=range(spot.number - 1, spot.number + 1))


@mutation("malformed", "the year of the plan is another one")
def plan_year_changed(rng: random.Random, files: Files) -> Edit:
    (spot,) = (spot for spot in spots(files) if spot.key == "year")
    return edited(
        spot.path, files[spot.path], spot.number, spot.number + 1, [f"year: {rng.randint(2015, 2035)}"]
    )
