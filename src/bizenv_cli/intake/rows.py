"""The rows of a table made whole: slipped cells put back, broken rows joined, numbers completed, doubles found."""

from collections.abc import Callable, Sequence

from bizenv_cli.folding import fold
from bizenv_cli.intake.alignment import aligned, fits
from bizenv_cli.intake.doubt import AS_PRINTED, Doubt
from bizenv_cli.intake.item import Item, Note, Table
from bizenv_cli.intake.shapes import MISFIT, number_in, numbered, pieces, score

_LISTS = ("lead", "support", "lead_unit", "benchmark_cities", "lead_officials")
_CLOSED = "。；;！？!?”）)：:"
_MOSTLY = 0.9
_SEQ = {1: "seq", 2: "work_task_seq"}


def make_rows(table: Table) -> None:
    """Fill in `values` and `seq` of a table's items, and leave out what is no row of its own."""
    _place_cells(table)
    _join_broken(table)
    if numbers_tasks(table) and _starts_again(table):
        _number_through(table)
    elif numbers_tasks(table):
        _number(table, _printed_number)
    elif _numbers_in_words(table):
        _number(table, _worded_number)
    else:
        _number_through(table)
    _drop_doubles(table)


def numbers_tasks(table: Table) -> bool:
    """Tell whether 序号 numbers each row; else it numbers the work tasks, several rows each."""
    if table.annex == 1:
        return True
    if "work_task" not in table.header.columns:
        return "seq" in table.header.columns
    with_number = sum("seq" in item.values for item in table.items)
    return with_number >= _MOSTLY * len(table.items) and not _numbers_in_words(table)


def is_closed(text: str) -> bool:
    """Tell whether a text ends as a sentence does."""
    return text.endswith(tuple(_CLOSED))


def _place_cells(table: Table) -> None:
    seen: dict[str, set[str]] = {}
    sound = [item for item in table.items if fits(item.header, _read(item), {})]
    for item in sound:
        for name, at in item.header.columns.items():
            words = item.cells.get(at, "")
            if words and name in _LISTS:
                seen.setdefault(name, set()).update(pieces(words))
            elif words:
                seen.setdefault(name, set()).add(fold(words))
    for item in table.items:
        if fits(item.header, _read(item), seen):
            item.values = {
                name: item.cells[at] for name, at in item.header.columns.items() if at in item.cells
            }
            continue
        places = aligned(item.header, item.cells, seen)
        item.values = {name: item.cells[at] for name, at in places.items()}
        _tell_slip(table, item, places, seen)


def _read(item: Item) -> dict[int, str]:
    """Return the cells of a row but those of columns that are not read."""
    return {at: words for at, words in item.cells.items() if at not in item.header.unread}


def _tell_slip(table: Table, item: Item, places: dict[str, int], seen: dict[str, set[str]]) -> None:
    """Say how the cells of a row were put back, or that it was in vain."""
    slipped = [name for name, at in places.items() if item.header.columns[name] != at]
    left = [words for at, words in _read(item).items() if at not in places.values()]
    strange = [
        name for name in places if name not in slipped and score(name, item.values[name], seen) <= MISFIT
    ]
    for name in strange:
        item.doubt(name, item.values[name], AS_PRINTED, "内容与栏目不合，疑为别栏的内容")
    for words in left:
        item.doubt("", words, "", "不知是哪一栏的内容，没有录")
    if not slipped:
        return
    names = {"seq": _SEQ[table.annex]}
    printed_at = tuple((names.get(name, name), at + 1) for name, at in places.items())
    told = "、".join(f"{item.header.title(name)}印在第 {places[name] + 1} 栏" for name in slipped)
    because = f"各格与表头错位，按内容归栏：{told}"
    moved = tuple(names.get(name, name) for name in slipped)
    item.notes.append(Note("shifted", moved, because, printed_at=printed_at))
    item.doubt("", "｜".join(item.cells.values()), "", because)


def _join_broken(table: Table) -> None:
    """Join rows that only go on with the row above: what a page break or a copied table makes of one row."""
    kept: list[Item] = []
    for at, item in enumerate(table.items):
        if kept and _goes_on(item, kept[-1], table.items[at + 1 :], table):
            before = kept[-1]
            for name, words in item.values.items():
                before.values[name] = before.values.get(name, "") + words
                before.doubt(
                    name,
                    words,
                    before.values[name],
                    f"下一行（{item.place.rpartition(' 第')[2]}）像是续文，接在后面",
                )
            before.notes.append(
                Note("cut", tuple(n for n in item.values if n != "seq"), "一行断成两行，已接起")
            )
            before.doubts += item.doubts
        else:
            kept.append(item)
    table.items[:] = kept


def _goes_on(item: Item, before: Item, after: Sequence[Item], table: Table) -> bool:
    own = {"seq", "deadline", "indicator", "action", "work_task"} & item.values.keys()
    if own or item.merged or item.heading != before.heading or not item.values:
        return False
    measure = item.values.get("measure", "")
    if numbered(measure) and table.annex == 2:  # noqa: PLR2004  (附件2)
        return False
    if "lead" in item.values and measure:
        return False
    if not measure or not is_closed(before.values.get("measure", "")):
        return True
    number, following = number_in(before.values.get("seq", "")), _next_number(after)
    return bool(numbers_tasks(table) and number and following == number + 1)


def _next_number(after: Sequence[Item]) -> int | None:
    return next((number for item in after if (number := number_in(item.values.get("seq", "")))), None)


def _numbers_in_words(table: Table) -> bool:
    """Tell whether the measures begin with numbers of their own, as those of 附件2 do."""
    written = [item.values["measure"] for item in table.items if "measure" in item.values]
    found = [match[0] for words in written if (match := numbered(words))]
    return len(found) >= _MOSTLY * len(written) and len(set(found)) == len(found) > 0


def _printed_number(item: Item) -> int | None:
    return number_in(item.values.get("seq", ""))


def _worded_number(item: Item) -> int | None:
    words = item.values.get("measure", "")
    match = numbered(words)
    if not match:
        return None
    item.values["measure"] = words[match.end() :].strip()
    return number_in(match[0])


def _starts_again(table: Table) -> bool:
    """Tell whether 序号 begins with 1 in each section, and is without a fault in all of them."""
    numbers = [_printed_number(item) for item in table.items]
    following = zip([0, *numbers], numbers, strict=False)
    return numbers.count(1) > 1 and all(
        number == 1 or (before is not None and number == before + 1) for before, number in following
    )


def _number_through(table: Table) -> None:
    """Number the rows of a table in their order, whatever is printed; what is printed otherwise is told once."""
    for at, item in enumerate(table.items, 1):
        item.seq = at
    if "seq" in table.header.columns and _starts_again(table):
        because = f"序号在每一部分里从 1 编起；清单里的编号不能重复，按行依次编为 1 至 {len(table.items)}"
        table.doubts.append(Doubt(table.place, table.header.title("seq"), "", "", because))


def _number(table: Table, printed: Callable[[Item], int | None]) -> None:
    """Give each row its number; one that is not printed follows the row above."""
    numbers = [printed(item) for item in table.items]
    name = "measure" if printed is _worded_number else "seq"
    last = 0
    for at, (item, number) in enumerate(zip(table.items, numbers, strict=True)):
        following = next((n for n in numbers[at + 1 :] if n), None)
        if number is None:
            item.seq = last + 1
            sure = following is None or following == last + 1 + numbers[at:].index(following)
            because = "序号没有印出，按前后行补" if sure else "序号没有印出，接着上一行编，与后面的序号接不上"
            item.doubt(name, item.values.get("seq", ""), str(item.seq), because)
            if table.annex == 1 and not any("seq" in note.fields for note in item.notes):
                item.notes.append(Note("inferred", ("seq",), "序号没有印出，按前后行补", printed=""))
        else:
            item.seq = number
            if number != last + 1:
                item.doubt(name, str(number), str(number), _gap(last, number))
        last = item.seq


def _gap(last: int, number: int) -> str:
    if number <= last:
        return f"序号没有接着上一行的 {last}：重复或倒退，疑有误"
    missing = f"{last + 1}" if number == last + 2 else f"{last + 1} 至 {number - 1}"
    return f"序号从 {last} 跳到 {number}，缺 {missing}，疑有整行漏印"


def _drop_doubles(table: Table) -> None:
    """Leave out a row that another repeats word for word, number and all; tell one that has a number of its own."""
    earlier: dict[str, Item] = {}
    kept = []
    for item in table.items:
        measure = fold(item.values.get("measure", ""))
        same = earlier.get(measure) if measure else None
        if same and same.seq == item.seq:
            same.doubt("", item.values["measure"], "只录一次", f"整行印了两次，另一次在 {item.place}")
            same.doubts += [doubt for doubt in item.doubts if "重复" not in doubt.because]
            continue
        if same:
            item.doubt(
                "measure", item.values["measure"], AS_PRINTED, f"与序号 {same.seq} 的一行文字相同，疑为重出"
            )
        earlier.setdefault(measure, item)
        kept.append(item)
    table.items[:] = kept
