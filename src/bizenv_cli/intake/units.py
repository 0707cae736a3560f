"""A cell of units as its names: how a notice lists them, and what it leaves for the reader to fill in.

A name is never changed but where its level is left out (市财政局、教育局), and that is always told.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from bizenv_cli.intake.grid import cleaned

_BREAKS = re.compile("[、，,；;/]")
_GROUPS = re.compile("[，,；;]")
_AND_OTHERS = re.compile("等(?=(?:[省市县区镇乡]|区直|市直|县直|各|相关|有关|部门|单位|$))")
# What a list that begins with 各 goes on with: 各镇、街道、园区.
_KINDS = re.compile(
    "(?:各|区直|市直|县直|省直|驻[区市县])?(?:乡|镇|乡镇|村|社区|街道|街办|街道办|办事处|园区?|开发区|高新区|功能区|新区|管理处|管委会|场"
    "|县|市|区|县区|部门|单位|企业|平台|学校|医院|有关部门|有关单位|相关部门|相关单位|责任单位)(?:（[^（）]{1,9}）)?(?:管委会|办事处)?"
)
_COLLECTIVE = re.compile("各|有关(?:部门|单位)|相关(?:部门|单位)|责任单位|成员单位|全体|所有")
_ENDING = re.compile(
    "(?:局|委|办|厅|院|会|处|队|中心|公司|集团|站|所|部|组|社|银行|分行|侨联|馆|学校|大学|医院|政府|街道|镇|乡|园区?|开发区|新区|高新区|单位|部门|支行|协会"
    "|分局|大队|支队|总队|专班|指挥部|编办|科协|工商联|残联|妇联|团委|总工会|侨联|文联|政协|人大|党校|(?:国有|重点|平台)企业)(?:（[^（）]{1,20}）)?$"
)
_LEVEL = re.compile("^(?P<level>省|市|区|县|州)(?!属|直|级|域)")
_PLACED = re.compile("^(?:[省市区县州镇乡各驻国]|中国|中共|高新|经开|自治)|[省市区县州](?=.{2})")
# What the name of an office begins with where its level is left out.
_OFFICES = (
    "发展改革", "发展和改革", "发改", "财政", "教育", "教体", "科技", "科学", "科工", "工信", "工业", "公安", "民政", "司法", "人力", "人社",
    "自然资源", "生态环境", "住建", "住房", "城建", "交通", "水利", "水务", "农业", "商务", "文化", "文旅", "文广", "卫健", "卫生", "应急",
    "审计", "市场监管", "市场监督", "税务", "金融", "统计", "医保", "医疗", "信访", "行政审批", "政务", "政数", "大数据", "城管", "城市管理", "林业",
    "园林", "体育", "广电", "国资", "退役", "机关事务", "投资促进", "招商", "外事", "民宗", "档案", "气象", "消防", "残联", "工商联", "妇联",
    "法院", "检察院", "编办", "组织部", "宣传部", "统战部", "政法委", "纪委",
)  # fmt: skip
_LABELLED = re.compile("(?P<role>牵头|责任|主办|配合|协办|参与|协同)(?:责任)?(?:单位|部门)?[：:]")
_MARKED = re.compile("(?P<name>[^、，,；;（）]+)（(?P<role>牵头|主办|主责|配合|协办)(?:单位|部门)?）")
_LEADING = re.compile("牵头|主办|主责|责任")
_PIECE = re.compile("[^、，,；;]+")
_BEGINS = re.compile("[省市区县州各驻].")
_SHORTEST = 2
_LONGEST = 24


@dataclass(slots=True)
class Names:
    """The names of one cell.

    Attributes:
        names: in the printed order.
        notes: why the cell is doubtful; none where it is plain.
        roles: by name, whether the cell itself says that it leads; empty where it says nothing.
    """

    names: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    roles: dict[str, bool] = field(default_factory=dict)


def read_units(text: str) -> Names:
    """Split a cell into names, as printed but for a level that was left out."""
    words = cleaned(_PIECE.sub(_parted, text)).strip("。.、，；;")
    found = Names()
    if not words:
        return found
    for leads, part in _by_role(words):
        for name in _names(part, found.notes):
            if name in found.names:
                found.notes.append(f"「{name}」写了两次，只录一次")
                continue
            found.names.append(name)
            if leads is not None:
                found.roles[name] = leads
    _with_levels(found)
    found.notes += [f"「{name}」不像单位的名称" for name in found.names if not is_unit(name)]
    return found


def _parted(found: re.Match[str]) -> str:
    """Take white space between two names for a 、; within a name it is only where the line was broken."""
    names: list[str] = []
    for word in found[0].split():
        if names and not (is_unit(names[-1]) and (is_unit(word) or _BEGINS.match(word))):
            names[-1] += word
        else:
            names.append(word)
    return "、".join(names)


def is_unit(name: str) -> bool:
    """Tell whether a name looks like that of a unit, or of several."""
    fits = _SHORTEST <= len(name) <= _LONGEST and "。" not in name
    return fits and bool(_ENDING.search(name) or is_collective(name))


def is_collective(name: str) -> bool:
    """Tell whether a name stands for several units that are not named: 各镇、街道、园区, 区直各有关单位."""
    return bool(_COLLECTIVE.search(name))


def are_units(text: str) -> bool:
    """Tell whether the words of a cell are nothing but names of units."""
    names = read_units(text).names
    return bool(names) and all(map(is_unit, names))


def _by_role(words: str) -> list[tuple[bool | None, str]]:
    """Part a cell that names the roles itself: 牵头单位：甲局；配合单位：乙局, or 甲局（牵头）、乙局."""
    parts: list[tuple[bool | None, str]] = []
    labels = list(_LABELLED.finditer(words))
    if labels:
        parts += [(None, words[: labels[0].start()])] if labels[0].start() else []
        for label, end in zip(labels, [*(label.start() for label in labels[1:]), len(words)], strict=True):
            parts.append((bool(_LEADING.search(label["role"])), words[label.end() : end]))
        return parts
    for found in _MARKED.finditer(words):
        parts.append((bool(_LEADING.search(found["role"])), found["name"]))
    rest = _MARKED.sub("", words).strip("、，,；;") if parts else words
    return [*parts, (False if parts else None, rest)] if rest else parts


def _names(words: str, notes: list[str]) -> list[str]:
    names: list[str] = []
    for group in _GROUPS.split(words):
        pieces = [piece.strip() for piece in _AND_OTHERS.sub("、等、", group).split("、") if piece.strip()]
        pieces = [piece for part in pieces for piece in _BREAKS.split(part) if piece]
        if _shares_its_ending(pieces):
            notes.append(f"「{group}」作一个集体单位录，未拆开")
            names.append("、".join(pieces))
            continue
        begun = len(names)
        for piece in pieces:
            if piece == "等":
                notes.append("「等」字所含的其他单位没有写明")
            elif len(names) > begun and "各" in names[-1] and _KINDS.fullmatch(piece):
                names[-1] += f"、{piece}"
            else:
                names.append(piece)
    return names


def _shares_its_ending(pieces: Sequence[str]) -> bool:
    """Tell whether a list is one name: 区人大、区政协有关部门, whose last part completes the others."""
    last = re.fullmatch("(?P<name>.+?)(?:有关|相关)(?:部门|单位)", pieces[-1]) if pieces else None
    if last is None or len(pieces) < 2 or "各" in last["name"] or "等" in pieces:  # noqa: PLR2004  (a list)
        return False
    return not re.search("[局委办院公司]$", pieces[0])


def _with_levels(found: Names) -> None:
    """Put the level to names that leave it out after one that has it: 市市场监管局、发展改革委."""
    level = ""
    for at, name in enumerate(found.names):
        if match := _LEVEL.match(name):
            level = match["level"]
        elif level and name.startswith(_OFFICES) and not is_collective(name) and not _PLACED.search(name[:3]):
            full = f"{level}{name}"
            found.notes.append(f"「{name}」省去了层级，按「{full}」录")
            found.names[at] = full
            if name in found.roles:
                found.roles[full] = found.roles.pop(name)


def read_people(text: str) -> list[str]:
    """Split a cell of officials into names; white space parts them as well, but not the two signs of a name."""
    parts = [part for part in re.split(r"[、，,；;\n]+|\s+", text.strip()) if part]
    if len(parts) > 1 and all(len(part) == 1 for part in parts):
        return ["".join(parts)]
    return parts
