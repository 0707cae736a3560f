"""Which rows belong together: the cells that are printed once for a whole indicator or action, and what cuts them."""

import re
from dataclasses import dataclass, field

from bizenv_cli.folding import fold
from bizenv_cli.intake.item import Item, Note, Table
from bizenv_cli.intake.rows import is_closed

HEADS = {
    1: ("benchmark_cities", "goal", "pilot", "lead_officials"),
    2: ("lead_officials", "lead_unit"),
}
_KEYS = {1: "indicator", 2: "action"}
_SUB = re.compile("(?P<name>[^（）]+)（(?P<sub>[^（）]+)）")
_LISTED = re.compile(r"(?:^|[；;。])(?P<number>[0-9]{1,2})[.．、](?![0-9])")
_FEW = 8  # characters of a fragment that a page break may leave


@dataclass(slots=True)
class Group:
    """Rows with one head: an indicator, a sub-indicator, or an action.

    Attributes:
        name: what its cell prints; empty where the table names none.
        heads: the words of the cells that hold for all of its rows, by field.
        pilots: where the annex goes on to another 创新试点项目: the row, and its words.
    """

    name: str
    items: list[Item] = field(default_factory=list)
    heads: dict[str, str] = field(default_factory=dict)
    pilots: list[tuple[Item, str]] = field(default_factory=list)

    @property
    def base(self) -> str:
        """The name without a sub-indicator in brackets."""
        match = _SUB.fullmatch(self.name)
        return match["name"] if match else self.name

    @property
    def sub(self) -> str:
        """The sub-indicator's name, or nothing."""
        match = _SUB.fullmatch(self.name)
        return match["sub"] if match else ""


def groups_of(table: Table) -> list[Group]:
    """Part a table's rows into groups and carry down the cells that are printed once for several rows."""
    key = _KEYS[table.annex]
    groups: list[Group] = []
    for item in table.items:
        name = item.values.get(key, "")
        heading = item.heading if key not in table.header.columns else ""
        if not groups or _begins(groups[-1], name or heading, item):
            groups.append(Group(name or heading))
        group = groups[-1]
        for each in HEADS[table.annex]:
            words = item.values.get(each, "")
            if words:
                _head(group, item, each, words)
        group.items.append(item)
    _without_false_subs(groups)
    return groups


def _begins(group: Group, name: str, item: Item) -> bool:
    if not name or fold(name) == fold(group.name):
        return False
    if item.first and group.items and fold(group.name).startswith(fold(name)) and len(name) < _FEW:
        item.doubt("", name, group.name, "像是上一格名称的残段，并入上一组")
        return False
    return True


def _head(group: Group, item: Item, name: str, words: str) -> None:
    """Take in a head's cell on a row: the same again, a piece of it, its other half, or another."""
    known = group.heads.get(name)
    if known is None:
        group.heads[name] = words
        return
    if fold(known) == fold(words):
        return
    before = group.items[-1]
    own = before.values.get(name, "")
    if fold(known).startswith(fold(words)) and not is_closed(words):
        _tell_cut(item, name, words, known, "只印了前半截")
    elif fold(known).endswith(fold(words)) and item.first:
        _tell_cut(item, name, words, known, "只印了后半截")
    elif (
        item.first
        and own
        and fold(known).endswith(fold(own))
        and not is_closed(own)
        and "indicator" not in item.values
    ):
        group.heads[name] = known + words
        _tell_cut(before, name, own, group.heads[name], "一格跨页截断，此为前半截")
        _tell_cut(item, name, words, group.heads[name], "一格跨页截断，此为后半截")
    elif name == "pilot" and _continues_list(known, words):
        group.heads[name] = known + words
        _tell_cut(item, name, words, group.heads[name], "编号接着上文，像是同一格的后半截")
    elif name == "pilot":
        if not group.pilots or fold(group.pilots[-1][1]) != fold(words):
            group.pilots.append((item, words))
            if item.first:
                item.doubt(name, words, words, "同一指标换页后印了另一个创新试点项目，自这一行起改录")
    else:
        item.doubt(name, words, known, f"同一组里前后不一：前面印「{known}」，从前面的")
        item.notes.append(Note("misprint", (name,), f"同组前面印「{known}」，从前面的", printed=words))


def _tell_cut(item: Item, name: str, words: str, whole: str, because: str) -> None:
    item.doubt(name, words, whole, because)
    item.notes.append(Note("cut", (name,), because, printed=words))


def _continues_list(known: str, words: str) -> bool:
    begun = _LISTED.match(words)
    if not begun:
        return False
    return str(int(begun["number"]) - 1) in [found["number"] for found in _LISTED.finditer(known)]


def _without_false_subs(groups: list[Group]) -> None:
    """Take brackets for part of the name where no other group shares what stands before them."""
    bases = [group.base for group in groups if group.sub]
    for group in groups:
        if group.sub and bases.count(group.base) == 1:
            group.name = group.name.replace("（", "〔").replace("）", "〕")
