"""Edits that change nothing: the gate must accept them, and read the same records."""

import random
import re

from .base import Edit, Files, Spot, add, blocks, change, edited, keyed, mutation

COMMENTS = (
    "待核", "与附件2 举措12 同", "lead：见正文", "2023.11.30 前", "- 时限：11 月底", "[区法院、区司法局]", "“一链办”", "TODO: 核对 {原文}",
    "seq:26 上一行", "&注 *", "！", "<<<<<<< 不是冲突", "!tag %x @y `z`", "key: value: 'x", "　全角空格　开头", "------",
)  # fmt: skip
TEXTS = ("measure", "pilot", "goal", "because", "text", "indicator", "action", "title")


def any_line(_: Spot) -> bool:
    return True


def plain(spot: Spot) -> bool:
    return bool(spot.value) and spot.value[0] not in "[{\"'"


def plain_text(spot: Spot) -> bool:
    return spot.key in TEXTS and plain(spot)


def a_list(spot: Spot) -> bool:
    return spot.is_list


def _commented(rng: random.Random, spot: Spot) -> str:
    return f"{spot.line()}{' ' * rng.randint(1, 4)}#{rng.choice(('', ' '))}{rng.choice(COMMENTS)}"


def _comment_line(rng: random.Random, spot: Spot) -> str:
    return f"{' ' * rng.choice((0, 2, 4, 7))}# {rng.choice(COMMENTS)}\n{spot.line()}"


def _inner(spot: Spot) -> str:
    return " " * (len(spot.before) + 2)


def _block_list(rng: random.Random, spot: Spot) -> str:
    space = " " * (len(spot.before) + rng.choice((0, 2)))
    return "\n".join([spot.line("").rstrip(), *(f"{space}- {item}" for item in spot.items)])


def _broken_list(rng: random.Random, spot: Spot) -> str:
    comma = rng.choice((",", ", # 下同", ",\n"))
    items = f"{comma}\n{_inner(spot)}".join(spot.items)
    return spot.line(rng.choice((f"[{items}]", f"[\n{_inner(spot)}{items}\n{_inner(spot)}]")))


def _block_text(rng: random.Random, spot: Spot) -> str:
    return spot.line(f"{rng.choice(('>-', '|-'))}\n{_inner(spot)}{spot.value}")


for _name, _description, _wanted, _new in (
    ("comment_after_value", "a comment at the end of a line", any_line, _commented),
    ("comment_line", "a comment on a line of its own", any_line, _comment_line),
    ("blank_lines", "blank lines between lines", any_line,
     lambda rng, spot: "\n" * rng.randint(1, 3) + rng.choice(("", "   \n", "")) + spot.line()),
    ("trailing_spaces", "spaces at the end of a line", any_line,
     lambda rng, spot: spot.line().rstrip() + " " * rng.randint(1, 5)),
    ("single_quotes", "a text in single quotes", plain_text, lambda _, spot: spot.line(f"'{spot.value}'")),
    ("double_quotes", "a text in double quotes", plain_text, lambda _, spot: spot.line(f'"{spot.value}"')),
    ("quoted_date", "a date in quotes", keyed("deadline", "date", "issued"),
     lambda rng, spot: spot.line("{1}{0}{1}".format(spot.value, rng.choice("\"'")))),
    ("quoted_items", "the items of a list in quotes", a_list,
     lambda rng, spot: spot.line("[" + ", ".join("{1}{0}{1}".format(item, rng.choice("\"'")) for item in spot.items) + "]")),
    ("quoted_key", "a key in quotes", any_line, lambda rng, spot: spot.line(key="{1}{0}{1}".format(spot.key, rng.choice("\"'")))),
    ("block_list", "a list with dashes in place of brackets", a_list, _block_list),
    ("broken_list", "a list in brackets over several lines", a_list, _broken_list),
    ("list_spacing", "other spaces inside the brackets", a_list,
     lambda rng, spot: spot.line(f"[ {rng.choice((',  ', ' , ', ','))[:3].join(spot.items)} ]")),
    ("trailing_comma", "a comma after the last item", a_list, lambda rng, spot: spot.line(spot.value[:-1] + rng.choice((",]", ", ]")))),
    ("block_text", "a text as a block", plain_text, _block_text),
    ("text_on_next_line", "a text on the indented line after its key", plain_text,
     lambda _, spot: spot.line(f"\n{_inner(spot)}{spot.value}", sign=":")),
    ("spaces_after_colon", "more spaces after the colon", lambda spot: bool(spot.value),
     lambda rng, spot: spot.line(sign=":" + " " * rng.randint(2, 6))),
    ("space_before_colon", "a space before the colon", lambda spot: bool(spot.value), lambda _, spot: spot.line(sign=" : ")),
    ("spaces_after_dash", "more spaces after the dash, its record aligned", lambda s: s.path == "officials.yaml" and s.key == "name",
     lambda rng, spot: spot.line().replace("- ", "-" + " " * rng.randint(2, 4))),
):  # fmt: skip
    add("harmless", _name, _description, change(_wanted, _new))


@mutation("harmless", "blank lines at the end of a file, or no line end there")
def file_end(rng: random.Random, files: Files) -> Edit:
    path = rng.choice(sorted(files))
    end = rng.choice(("", "\n\n", "\n\n\n\n", "\n# 完\n", "\n...\n", "\n   \n"))
    return Edit(path, (files[path].rstrip("\n") + end).encode(), range(1, 2))


@mutation("harmless", "a comment, blank line or --- before everything else")
def file_start(rng: random.Random, files: Files) -> Edit:
    path = rng.choice(sorted(files))
    return Edit(
        path, (rng.choice(("---\n", "# 说明\n", "\n\n", "# 说明\n---\n")) + files[path]).encode(), range(1, 2)
    )


@mutation("harmless", "a hidden file that an operating system or editor leaves")
def hidden_file(rng: random.Random, _: Files) -> Edit:
    folder = rng.choice(("", "annex1/", "annex2/", ".idea/"))
    return Edit(folder + rng.choice((".DS_Store", ".05.yaml.swp", "._01.yaml", ".gitkeep")), b"\0\0")


@mutation("harmless", "the keys of a task in another order")
def key_order(rng: random.Random, files: Files) -> Edit:
    block = rng.choice(blocks(files))
    inner = " " * (block.indent + 2)
    groups: list[list[str]] = []
    for line in [inner + block.lines[0].lstrip(" -"), *block.lines[1:]]:
        if re.match(f"{inner}[a-z]", line):
            groups.append([line])
        else:
            groups[-1].append(line)
    rng.shuffle(groups)
    lines = [line for group in groups for line in group]
    lines[0] = f"{' ' * block.indent}- {lines[0].lstrip()}"
    return edited(block.path, files[block.path], block.first, block.after, lines)


@mutation("harmless", "the tasks of a file indented deeper, or not at all")
def deeper_tasks(rng: random.Random, files: Files) -> Edit:
    path = rng.choice([path for path, text in files.items() if "\ntasks:\n" in text])
    head, tasks = files[path].split("\ntasks:\n")
    by = rng.choice((-2, 2, 4))
    moved = [(" " * by + line if by > 0 else line[-by:]) if line else line for line in tasks.split("\n")]
    return Edit(
        path,
        (head + "\ntasks:\n" + "\n".join(moved)).encode(),
        range(head.count("\n") + 2, head.count("\n") + 3),
    )
