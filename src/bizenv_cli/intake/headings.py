"""The header of a table: which column holds which field, by the words offices use, or as the user says."""

import re
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple

from bizenv_cli.errors import BadCallError
from bizenv_cli.intake.grid import GridRow

# What a header says for each field; earlier fields win.
_TITLES: Mapping[str, str] = {
    "seq": "序号?|编号|项目号|任务编号|序列",
    "indicator": "(?:一级|二级|评价|省评)?指标(?:名称|任务)?",
    "benchmark_cities": "对标(?:城市|地区|先进城市|对象)|标杆城市",
    "goal": "预期目标|(?:工作|年度)?目标(?:要求|定位)?|目标值",
    "pilot": "(?:改革)?创新试点(?:项目|事项)?|试点(?:项目|事项)",
    "action": "专项行动(?:名称)?|行动名称|重点领域|(?:工作|任务)?类别|领域|板块|(?:改革)?方向",
    "lead_officials": "指标长|(?:总?牵头|责任|分管|包保|挂钩|联系)(?:市|县|区)?(?:级)?领导|(?:总|副)?牵头(?:市|县|区)领导",
    "lead_unit": "总(?:责任|牵头)单位",
    "work_task": "(?:主要|重点|工作|目标|改革|具体)?任务(?:名称|内容|事项)?|重点工作|工作事项",
    "measure": "(?:工作|具体|主要|改革|落实|重点|推进)?(?:措施|举措)(?:内容)?|工作(?:内容|要点)|具体(?:内容|任务)|任务举措|落实事项",
    "lead": "(?:牵头|主办|主责|承办)(?:责任)?(?:单位|部门)|责任(?:牵头)?(?:单位|部门)|主要(?:责任)单位|(?:牵头及配合|牵头和配合|牵头、配合)单位",
    "support": "(?:配合|协办|协同|参与|参加|协助)(?:责任)?(?:单位|部门)",
    "deadline": "(?:办结|完成|计划完成|要求完成|整改)?(?:时限|期限|时间)(?:要求|节点|安排)?|(?:完成|截止)日期|进度(?:安排|要求)",
}
TITLES = {
    "seq": "序号", "indicator": "指标名称", "benchmark_cities": "对标城市", "goal": "预期目标", "pilot": "创新试点项目",
    "action": "专项行动", "lead_officials": "牵头领导", "lead_unit": "总责任单位", "work_task": "工作任务", "measure": "工作举措",
    "lead": "牵头单位", "support": "配合单位", "deadline": "完成时限",
}  # fmt: skip
_RESPONSIBLE = re.compile("责任(?:单位|部门)")
_LEAST = 3  # header words that make a row a header
_SPACE = re.compile(r"[\s\u3000]+")


class Header(NamedTuple):
    """What a header says.

    Attributes:
        columns: column, from 0, of each field, from left to right.
        titles: the printed title of each field.
        unread: printed titles of columns that no field is known for, by column.
        by_first: there is one column of units, and the first of each cell leads.
    """

    columns: Mapping[str, int]
    titles: Mapping[str, str]
    unread: Mapping[int, str] = MappingProxyType({})
    by_first: bool = False

    @property
    def annex(self) -> int:
        """The annex whose shape it has: indicators (1) or actions (2)."""
        return 1 if "indicator" in self.columns else 2

    def title(self, field: str) -> str:
        """Return the printed title of a field, or its usual one."""
        return self.titles.get(field) or TITLES.get(field, field)

    def same_as(self, other: "Header") -> bool:
        """Tell whether another header is this one printed again, be its columns spread otherwise."""
        return list(self.columns) == list(other.columns)


def header_of(row: GridRow, below: GridRow | None = None) -> Header | None:
    """Return what a row says as a header, or None where it is none.

    Args:
        below: the next row, which may complete it: 责任单位 above 牵头单位 and 配合单位.
    """
    words = [_SPACE.sub("", cell.text) for cell in row.cells]
    if below is not None and _completes(words, below):
        under = [_SPACE.sub("", cell.text) for cell in below.cells]
        words = [*words, *[""] * (len(under) - len(words))]
        words = [under[at] if at < len(under) and under[at] else word for at, word in enumerate(words)]
    found = _fields(words)
    written = [word for word in words if word]
    if len(found) < _LEAST or len(found) * 2 < len(written) or "measure" not in found:
        return None
    columns = dict(sorted(found.items(), key=lambda item: item[1]))
    unread = {at: word for at, word in enumerate(words) if word and at not in columns.values()}
    by_first = (
        "support" not in columns and bool(_RESPONSIBLE.fullmatch(words[columns["lead"]]))
        if "lead" in columns
        else False
    )
    return Header(columns, {field: words[at] for field, at in columns.items()}, unread, by_first)


def fields_named(titles: str) -> list[str]:
    """Return the fields that some titles, parted by commas, stand for.

    Raises:
        BadCallError: one of them is none.
    """
    found = []
    for title in re.split("[,，、]", titles):
        field = title.strip() if title.strip() in TITLES else _field(title.strip())
        if field is None:
            raise BadCallError(f"没有「{title.strip()}」这一项；可以写：{'、'.join(TITLES.values())}")
        found.append(field)
    return found


def is_two_rows(row: GridRow, below: GridRow | None) -> bool:
    """Tell whether a header goes on in the row below it."""
    return below is not None and _completes([_SPACE.sub("", cell.text) for cell in row.cells], below)


def header_by(columns: str) -> Header:
    """Return the header that a user spells out: ``序号=1,工作举措=3,责任单位=D``.

    Raises:
        BadCallError: a title or a column that is none.
    """
    found: dict[str, int] = {}
    titles: dict[str, str] = {}
    for part in re.split("[,，;；]", columns):
        title, sign, written = (piece.strip() for piece in part.partition("="))
        field = title if title in TITLES else _field(title)
        at = _column(written)
        if not sign or at is None:
            raise BadCallError(
                f"--columns 里的「{part.strip()}」看不懂，应写成 栏=第几栏，如 序号=1,工作举措=3,责任单位=D"
            )
        if field is None:
            raise BadCallError(f"--columns 里没有「{title}」这一栏；可以写：{'、'.join(TITLES.values())}")
        if _RESPONSIBLE.fullmatch(title) and "lead" in found:
            field = "support"
        found[field], titles[field] = at, title
    if "measure" not in found and "work_task" in found:
        found["measure"], titles["measure"] = found.pop("work_task"), titles.pop("work_task")
    if "measure" not in found:
        raise BadCallError("--columns 里至少要有「工作举措」一栏")
    ordered = dict(sorted(found.items(), key=lambda item: item[1]))
    by_first = "support" not in found and bool(_RESPONSIBLE.fullmatch(titles.get("lead", "")))
    return Header(ordered, titles, by_first=by_first)


def _completes(words: Sequence[str], below: GridRow) -> bool:
    """Tell whether a row stands under a header's merged cells: at least two of its words are header words again."""
    under = [_SPACE.sub("", cell.text) for cell in below.cells]
    written = [word for word in under if word]
    return len(written) >= 2 and all(map(_field, written)) and len(_fields(words)) >= 2  # noqa: PLR2004  (a pair)


def _fields(words: Sequence[str]) -> dict[str, int]:
    found: dict[str, int] = {}
    for at, word in enumerate(words):
        field = _field(word)
        if field == "lead" and "lead" in found:
            # 牵头单位 and 责任单位 side by side: the first leads, the other supports
            if "support" not in found:
                found["support"] = at
        elif field and field not in found:
            found[field] = at
    if "measure" not in found and "work_task" in found:
        found["measure"] = found.pop("work_task")
    return found


def _field(word: str) -> str | None:
    bare = re.sub("[（(].*[)）]$", "", word)
    return next((field for field, words in _TITLES.items() if re.fullmatch(words, bare)), None)


def _column(written: str) -> int | None:
    if re.fullmatch("[1-9][0-9]{0,2}", written):
        return int(written) - 1
    if re.fullmatch("[A-Za-z]{1,2}", written):
        at = 0
        for letter in written.upper():
            at = at * 26 + ord(letter) - ord("A") + 1
        return at - 1
    return None
