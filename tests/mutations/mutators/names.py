"""Units and officials: a wrong character, one too few or too many, the wrong place."""

import random
from collections.abc import Callable

from .base import (
    Edit,
    Files,
    Spot,
    add,
    blocks,
    change,
    mutation,
    official_names,
    one_changed,
    position,
    rewrite,
    spots,
    unit_names,
)

# What an input method offers in the place of a character: same or nearly the same sound, or shape.
SOUNDALIKES = dict(
    ["局居", "区曲", "院园", "政证", "数树", "法发", "税岁", "务物", "住主", "建健", "发法", "改盖", "财才", "农浓", "城成", "管馆", "办半", "委为", "人仁", "社设", "商伤", "公工", "安按", "分份", "司思", "监间", "市事", "场厂", "金今", "融荣", "科可", "教交", "体提", "卫位", "健建", "信新", "访防", "各个", "镇阵", "街接", "道到", "园圆", "供共", "电店", "应因", "急及", "理里", "生升", "态太", "环还", "境镜", "湖胡", "山闪", "青清", "检捡", "察查", "自字", "然燃", "资姿", "源原", "和合", "规归", "划化", "纪记", "工公", "直值", "关官", "单丹", "位为", "旅侣", "文纹", "广光", "局句"]
)  # fmt: skip
OFFICIAL_SLIPS = dict(
    [
        "毛茅",
        "涛滔",
        "蔡菜",
        "志智",
        "刚钢",
        "彭膨",
        "小晓",
        "建健",
        "演衍",
        "斌彬",
        "兰蓝",
        "杨扬",
        "丽莉",
        "李黎",
        "杰洁",
        "霞遐",
        "胡湖",
        "勇永",
        "温文",
        "彬斌",
        "徐许",
        "永勇",
        "强墙",
    ]
)


def unit_items(spot: Spot) -> bool:
    return spot.is_list and spot.annex and spot.key in ("lead", "support")


def official_items(spot: Spot) -> bool:
    return spot.is_list and spot.key == "lead_officials"


def _misspelt(files: Files, rng: random.Random, spot: Spot, new: Callable[[str], str]) -> str | None:
    known = {*unit_names(files), *official_names(files)}

    def unknown(item: str) -> str | None:
        changed = new(item)
        return None if changed in known or not changed.strip() else changed

    items = one_changed(rng, spot.items, unknown)
    return items and spot.line(items)


def _sounds_alike(rng: random.Random, name: str, table: dict[str, str]) -> str:
    places = [at for at, sign in enumerate(name) if sign in table]
    if not places:
        return name
    at = rng.choice(places)
    return name[:at] + table[name[at]] + name[at + 1 :]


def _dropped(rng: random.Random, name: str) -> str:
    at = rng.randrange(len(name))
    return name[:at] + name[at + 1 :]


def _doubled(rng: random.Random, name: str) -> str:
    at = rng.randrange(len(name))
    return name[:at] + name[at] + name[at:]


def _exchanged(rng: random.Random, name: str) -> str:
    at = rng.randrange(len(name) - 1)
    return name[:at] + name[at + 1] + name[at] + name[at + 2 :]


def _inserted(rng: random.Random, name: str, signs: str) -> str:
    at = position(rng, name)
    return name[:at] + rng.choice(signs) + name[at:]


UNIT_SLIPS: dict[str, tuple[str, Callable[[random.Random, str], str]]] = {
    "unit_wrong_character": (
        "a character of a unit that sounds alike",
        lambda rng, name: _sounds_alike(rng, name, SOUNDALIKES),
    ),
    "unit_character_missing": ("a character of a unit is missing", _dropped),
    "unit_character_doubled": ("a character of a unit is doubled", _doubled),
    "unit_characters_exchanged": ("two characters of a unit are exchanged", _exchanged),
    "unit_extra_character": (
        "a character too many in a unit",
        lambda rng, name: (
            rng.choice(("青山湖", "南昌市")) + name if rng.random() < 0.5 else name + rng.choice("局办等")
        ),
    ),
    "unit_with_space": (
        "a space, half or full width, inside a unit",
        lambda rng, name: _inserted(rng, name, "  　"),
    ),
    "unit_with_note": (
        "a note in brackets, or a stop, after a unit",
        lambda rng, name: name + rng.choice(("（牵头）", "(牵头)", "。", "；", "：", "、")),
    ),
    "unit_unknown": (
        "a unit that the directory does not have",
        lambda rng, _: rng.choice(("区大数据中心", "市发改委", "区水利局", "区文旅局", "区消防大队")),
    ),
}
OFFICIAL_KINDS: dict[str, tuple[str, Callable[[random.Random, str], str]]] = {
    "official_wrong_character": (
        "a character of an official that sounds alike",
        lambda rng, name: _sounds_alike(rng, name, OFFICIAL_SLIPS),
    ),
    "official_character_missing": ("a character of an official is missing", _dropped),
    "official_character_doubled": ("a character of an official is doubled", _doubled),
    "official_with_title": (
        "a title after an official",
        lambda rng, name: name + rng.choice(("同志", "副区长", "（区委常委）")),
    ),
    "official_with_space": (
        "a space inside an official's name",
        lambda rng, name: _inserted(rng, name, " 　"),
    ),
}


def _slip(
    wanted: Callable[[Spot], bool], new: Callable[[random.Random, str], str]
) -> Callable[..., Edit | None]:
    def mutator(rng: random.Random, files: Files) -> Edit | None:
        line = change(wanted, lambda rng, spot: _misspelt(files, rng, spot, lambda name: new(rng, name)))
        return line(rng, files)

    return mutator


for _slips, _wanted in ((UNIT_SLIPS, unit_items), (OFFICIAL_KINDS, official_items)):
    for _name, (_description, _new) in _slips.items():
        add("malformed", _name, _description, _slip(_wanted, _new))


@mutation("malformed", "the total lead of an action, which is no list, is misspelt")
def lead_unit_misspelt(rng: random.Random, files: Files) -> Edit | None:
    def new(rng: random.Random, spot: Spot) -> str | None:
        name = rng.choice((_dropped, _doubled, _exchanged))(rng, spot.value)
        return None if name in unit_names(files) else spot.line(name)

    return change(lambda spot: spot.key == "lead_unit", new)(rng, files)


@mutation("malformed", "a unit that other files name is misspelt in units.yaml itself")
def unit_misspelt_in_directory(rng: random.Random, files: Files) -> Edit | None:
    used = {item for spot in spots(files) if unit_items(spot) for item in spot.items}

    def new(rng: random.Random, spot: Spot) -> str | None:
        name = _sounds_alike(rng, spot.value, SOUNDALIKES)
        return None if name in unit_names(files) else spot.line(name)

    return change(lambda s: s.path == "units.yaml" and s.key == "name" and s.value in used, new)(rng, files)


@mutation("malformed", "an official is misspelt in officials.yaml itself")
def official_misspelt_in_directory(rng: random.Random, files: Files) -> Edit | None:
    return change(
        lambda spot: spot.path == "officials.yaml" and spot.key == "name",
        lambda rng, spot: spot.line(_sounds_alike(rng, spot.value, OFFICIAL_SLIPS)),
    )(rng, files)


@mutation("malformed", "a name stands twice in units.yaml or officials.yaml")
def name_twice_in_directory(rng: random.Random, files: Files) -> tuple[Edit, Edit] | None:
    names = ("units.yaml", "officials.yaml")
    spot, owner = rng.sample([s for s in spots(files) if s.path in names and s.key == "name"], 2)
    if spot.path != owner.path or not (edit := rewrite(files, spot, spot.line(owner.value))):
        return None
    return edit, Edit(edit.path, edit.data, range(owner.number, owner.number + 1))  # either may be the copy


@mutation("malformed", "two units in one item of a list, joined by a sign")
def units_joined(rng: random.Random, files: Files) -> Edit | None:
    return change(
        lambda spot: unit_items(spot) and len(spot.items) > 1,
        lambda rng, spot: spot.line(spot.value.replace(", ", rng.choice("、，；; /和"), 1)),
    )(rng, files)


@mutation("malformed", "two officials in one item of a list, joined by a sign")
def officials_joined(rng: random.Random, files: Files) -> Edit | None:
    def new(rng: random.Random, spot: Spot) -> str:
        other = rng.choice([name for name in official_names(files) if name not in spot.value])
        return spot.line(f"[{rng.choice('、，； ').join([*spot.items, other])}]")

    return change(official_items, new)(rng, files)


@mutation("malformed", "the kind of a unit, or the basis of its alias, is misspelt")
def kind_misspelt_in_directory(rng: random.Random, files: Files) -> Edit | None:
    return change(
        lambda spot: spot.path == "units.yaml" and spot.key in ("kind", "basis"),
        lambda rng, spot: spot.line(rng.choice((_dropped, _exchanged))(rng, spot.value)),
    )(rng, files)


@mutation("malformed", "a unit stands twice in one list")
def unit_twice(rng: random.Random, files: Files) -> Edit | None:
    return change(unit_items, lambda rng, s: s.line(f"[{', '.join([*s.items, rng.choice(s.items)])}]"))(
        rng, files
    )


@mutation("malformed", "a unit both leads and supports a task")
def unit_on_both_sides(rng: random.Random, files: Files) -> Edit | None:
    block = rng.choice(
        [block for block in blocks(files) if not any("doubtful" in line for line in block.lines)]
    )
    lead, support = block.spot(files, "lead"), block.spot(files, "support")
    if not lead or not support:
        return None
    if rng.random() < 0.5:
        return rewrite(files, lead, lead.line(f"[{', '.join([*lead.items, rng.choice(support.items)])}]"))
    return rewrite(files, support, support.line(f"[{', '.join([*support.items, rng.choice(lead.items)])}]"))


@mutation("malformed", "an official stands where a unit should, or a unit where an official should")
def unit_and_official_confused(rng: random.Random, files: Files) -> Edit | None:
    return change(
        lambda spot: unit_items(spot) or official_items(spot),
        lambda rng, spot: spot.line(
            f"[{rng.choice(official_names(files) if unit_items(spot) else unit_names(files))}]"
        ),
    )(rng, files)
