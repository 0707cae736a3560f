"""Cells that are merged with the row above: units and deadlines carried down, and told to be."""

from bizenv_cli.intake.item import Item, Note

_CARRIED = ("lead", "support", "deadline")


def carry_down(items: list[Item]) -> None:
    """Give each row of one group the units and deadline that a merged cell prints in a row above.

    Where the file itself merges the cells, that is certain; where the cell is merely empty, it is a doubt. An empty
    配合单位 beside a filled 牵头单位 is no gap: nobody supports.
    """
    above: Item | None = None
    for item in items:
        columns = item.header.columns
        merged = [name for name in _CARRIED if name in item.merged and name not in item.values]
        empty = [
            name for name in ("lead", "deadline")
            if name in columns and name not in item.values and name not in merged
        ]  # fmt: skip
        if "lead" in empty and "deadline" in empty and "support" not in item.values and "support" in columns:
            empty.insert(1, "support")
        if above is not None and "measure" in item.values:
            _take(item, above, merged, certain=True)
            _take(item, above, empty, certain=False)
        _tell_lost(item)
        above = item


def _take(item: Item, above: Item, names: list[str], *, certain: bool) -> None:
    taken = [name for name in names if name in above.values]
    if not taken:
        return
    for name in taken:
        item.values[name] = above.values[name]
        if name in above.days:
            item.days[name] = above.days[name]
    titles = item.titles(taken)
    because = (
        f"{titles}与序号 {above.seq} 的一行合并单元格"
        if certain
        else f"{titles}为空，推定与序号 {above.seq} 的一行合并单元格"
    )
    item.notes.append(Note("merged", tuple(taken), because, printed=""))
    if not certain:
        assumed = "；".join(item.values[name] for name in taken)
        item.doubt(taken[0] if len(taken) == 1 else "", "", assumed, because)


def _tell_lost(item: Item) -> None:
    """Say which of the cells that every task has are missing."""
    lost = [name for name in ("measure", "lead", "deadline") if name not in item.values]
    told = [name for name in lost if name in item.header.columns]
    if told:
        because = f"{item.titles(told)}没有印出"
        item.doubt(told[0] if len(told) == 1 else "", "", "", because)
    if lost:
        because = f"{item.titles(lost)}原表没有印出"
        item.notes.append(Note("lost", tuple(lost), because))
