"""The work tasks of a table like 附件2: where each begins, though its number and its words stand in merged cells.

Whoever turned a page into text put the words of a merged cell into one of its rows, not always the first. Where a
number and its words stand in different rows, no rule tells where the work task began: the draft takes the row of the
words, and the rows in question are doubts.
"""

from dataclasses import dataclass, field

from bizenv_cli.folding import fold
from bizenv_cli.intake.item import Item, Note
from bizenv_cli.intake.shapes import number_in

_SEQ, _TEXT = "seq", "work_task"


@dataclass(slots=True)
class WorkTask:
    """One work task: its number, its words, its rows."""

    seq: int | None
    text: str
    items: list[Item] = field(default_factory=list)


def work_tasks(items: list[Item], *, numbered: bool) -> list[WorkTask]:
    """Part the rows of one action into its work tasks.

    Args:
        numbered: 序号 is the work task's number, not the row's.
    """
    found: list[WorkTask] = []
    waiting: Item | None = None  # a number that has no words yet stands here
    unnumbered: WorkTask | None = None  # words that have no number yet
    start = 0  # the row at which the newest work task begins
    for at, item in enumerate(items):
        text = item.values.get(_TEXT, "")
        number = number_in(item.values.get(_SEQ, "")) if numbered else None
        again = bool(found) and (not text or fold(text) == fold(found[-1].text))
        if again and number in (None, found[-1].seq):
            pass
        elif again and unnumbered is not None and number is not None and not text:
            unnumbered.seq, unnumbered = number, None
            _tell(item, _SEQ, f"序号 {number} 与它的工作任务不在同一行")
        elif again and number is not None and not text:
            waiting = item
            _tell(item, _SEQ, f"序号 {number} 旁没有工作任务，文字印在别的行")
        else:
            if text and numbered and number is None and found:
                _tell(item, _TEXT, "工作任务旁没有序号，序号印在别的行")
                if (
                    start
                ):  # where the one before begins is as uncertain, unless that is where the action begins
                    _tell(items[start], _TEXT, "相邻的合并单元格印错了行，这项工作任务从哪一行开始也不确定")
            if number is None and waiting is not None:
                number, waiting = number_in(waiting.values.get(_SEQ, "")), None
            found.append(WorkTask(number, text))
            unnumbered = found[-1] if numbered and number is None else None
            start = at
        found[-1].items.append(item)
    return found


def _tell(item: Item, name: str, because: str) -> None:
    words = item.values.get(name, "")
    if any(doubt.because == because for doubt in item.doubts):
        return
    item.doubt(name, words, "按文字所在的行起算", f"合并单元格：{because}")
    names = "work_task_seq" if name == _SEQ else "work_task"
    item.notes.append(Note("merged", (names,), f"合并单元格：{because}", printed=words))
