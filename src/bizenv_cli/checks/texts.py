"""Texts: written as Chinese is, and what is drawn out of a text stands in it."""

import re
from collections.abc import Iterator

from bizenv_cli.amendments import ISSUED
from bizenv_cli.checks.uses import unspaced
from bizenv_cli.model import Record, Stated
from bizenv_cli.problem import Problem
from bizenv_cli.registry import File, Registry
from bizenv_cli.vocabulary import field_title
from bizenv_cli.yamltext import Loc

_HAN = "\u3400-\u9fff"
_SPACED = re.compile(f"(?<=[{_HAN}，。；：、])[ \u3000]+(?=[{_HAN}])")
_HALF_WIDTH = re.compile(
    f"(?<=[{_HAN}”）])[,;:!?.()](?=[{_HAN}“（]|$)|(?<=[{_HAN}])[(](?=.)|(?<=.)[)](?=[{_HAN}])"
)
_NAMES = ("lead", "support", "lead_unit", "lead_officials", "benchmark_cities")
_QUOTES = {"“": "”", "‘": "’", "「": "」", "『": "』"}
_NEVER_FIRST = "”’」』„＂"  # of a pair typed the wrong way round, or the same sign twice
_FULL_WIDTH = str.maketrans(",;:!?.()", "，；：！？。（）")
_DOUBLED = re.compile("[，、；：][，、；：。！？]|。[，、；：。！？]")
_PLACEHOLDER = re.compile(
    "[（(〔【]?(?:略|(?:同上|同前|见上|如上)[一]?[行条项格栏文]?|下同|待[定补填]|待核实|待补[充录]|暂无|无|没有|空白?|(?:详?见|同)附件[12]?)[）)〕】]?[。.…]*"
)


def text_not_as_written(registry: Registry) -> Iterator[Problem]:
    """Ensure that issued texts have no space between 汉字 and no half-width punctuation: the registry has one way.

    E223 汉字之间没有空格
    中文里词与词之间不空格。多出的空格大多来自断行：一句话在文件里折成了两行。
    正例：
        measure: 甲事办好。
    反例：
        measure: 甲事 办好。

    E224 中文用全角标点
    通知里半角全角混用，清单一律记全角：查找、比较才不会因为一个逗号落空。
    正例：
        text: 样例工作任务。
    反例：
        text: 样例,工作任务。
    """
    officials = registry.officials.record.officials if registry.officials else ()
    known = {*registry.unit_names, *(official.name for official in officials)}
    for name, file, loc, text in _issued_texts(registry):
        if name not in _NAMES or unspaced(text) in known:  # of others E203, E204 and E214 speak
            yield from _not_as_written(file, loc, text)


def text_in_quotes(registry: Registry) -> Iterator[Problem]:
    """Ensure that no issued text stands in Chinese quotes as a whole: they were meant as YAML's own.

    A text that begins with one quotation and ends with another (“甲”与“乙”) is as it should be.
    """
    for name, file, loc, text in _issued_texts(registry):
        if isinstance(loc[-1], str) and _in_quotes(text):
            message = f"{field_title(name)}整段加了中文引号"
            yield file.problem(loc, "E135", message, f"删去首尾的「{text[0]}」「{text[-1]}」，不必加引号")


def doubled_sign(registry: Registry) -> Iterator[Problem]:
    """Ensure that no issued text has two stops in a row.

    E231 标点没有重复
    「。。」「，。」之类是改句子时留下的，通知里没有。留一个，照通知核对前后有没有少字。
    正例：
        measure: 甲事办好。
    反例：
        measure: 甲事办好。。
    反例：
        measure: 甲事，。
    """
    for _, file, loc, text in _issued_texts(registry):
        if match := _DOUBLED.search(text):
            message = f"标点重复「{match[0]}」"
            yield _at(file, loc, text, match, "E231", message, "留一个，照通知核对前后有没有少字")


def placeholder(registry: Registry) -> Iterator[Problem]:
    """Ensure that an issued text is the notice's own words, not a note in their place.

    E232 文字照录，不写「略」「同上」
    每一项任务单独查、单独看，「同上」就没有了上文，「略」「待定」也答不了问题。照通知写全；通知确未写明的，整项不写，另加勘误。
    正例：
        measure: 甲事办好。
    反例：
        measure: 同上
    反例：
        measure: （略）
    """
    for name, file, loc, text in _issued_texts(registry):
        if name not in _NAMES and _PLACEHOLDER.fullmatch(text):
            message = f"{field_title(name)}只写了「{text}」"
            yield file.problem(loc, "E232", message, "照通知写全这一项的文字")


def _in_quotes(text: str) -> bool:
    """Tell whether the quote that opens a text closes at its end, and not before."""
    wrong_way_round = text[0] in _NEVER_FIRST or text[-1] in _QUOTES
    if wrong_way_round and {text[0], text[-1]} <= {*_NEVER_FIRST, *_QUOTES}:
        return True
    opening, closing = text[0], _QUOTES.get(text[0])
    depth = 0
    for at, sign in enumerate(text if closing else ""):
        depth += (sign == opening) - (sign == closing)
        if depth == 0:
            return at == len(text) - 1
    return False


def _issued_texts(registry: Registry) -> Iterator[tuple[str, File[Record], Loc, str]]:
    """Yield every issued text and name: its field, file, place and words."""
    for holder in registry.holders():
        for name in ISSUED[holder.scope]:
            value = getattr(holder.record, name)
            if isinstance(value, str) and value:  # what a notice lacks has no words
                yield name, holder.file, (*holder.loc, name), value
            for at, item in enumerate(value if isinstance(value, tuple) else ()):
                if isinstance(item, str):
                    yield name, holder.file, (*holder.loc, name, at), item
                elif isinstance(item, Stated):
                    yield "words", holder.file, (*holder.loc, name, at, "words"), item.words


def _not_as_written(file: File[Record], loc: Loc, text: str) -> Iterator[Problem]:
    if match := _SPACED.search(text):
        near = text[max(0, match.start() - 3) : match.end() + 3]
        message = f"汉字之间有空格：「{near}」"
        yield _at(file, loc, text, match, "E223", message, "删去空格；一句话折成两行的，接回一行")
    if match := _HALF_WIDTH.search(text):
        message = f"中文里用了半角标点「{match[0]}」"
        yield _at(file, loc, text, match, "E224", message, f"改成「{match[0].translate(_FULL_WIDTH)}」")


def _at(
    file: File[Record], loc: Loc, text: str, match: "re.Match[str]", code: str, message: str, hint: str
) -> Problem:
    """Return a problem at a character of a text, where that stands on the text's first line; else at the text."""
    place = file.document.place(loc)
    line = file.document.text.split("\n")[place.line - 1]
    found = line.find(text[max(0, match.start() - 2) : match.end() + 1], place.column - 1)
    if found < 0:
        return file.problem(loc, code, message, hint)
    column = found + min(2, match.start()) + 1
    return Problem(file.document.path, place.line, column, code, message, hint, len(match[0]))


def milestone_not_in_text(registry: Registry) -> Iterator[Problem]:
    """Ensure that a milestone's words stand in the measure, and that milestones are in the order of time.

    E212 节点出自举措原文，按日期排列
    节点（milestones）是从工作举措的文字里摘出来的，text 要照抄原句，日期从早到晚。
    正例：
        - date: 2099-04-30
          text: 完成第一步
    反例：
        - date: 2099-04-30
          text: 做完第一步
    反例：
        - date: 2099-04-30
          text: 完成第一步
        - date: 2099-03-31
          text: 第一步
    """
    for entry in registry.tasks():
        milestones = entry.task.milestones
        for at, milestone in enumerate(milestones):
            loc: Loc = (*entry.loc, "milestones", at)
            if milestone.text not in (entry.task.measure or ""):
                message = f"{entry.id} 节点的文字不在工作举措里"
                yield entry.file.problem((*loc, "text"), "E212", message, "照抄举措中的原句")
            if at and milestone.date <= milestones[at - 1].date:
                message = f"{entry.id} 节点未按日期先后排列"
                yield entry.file.problem((*loc, "date"), "E212", message, "按日期从早到晚排列")


def pilot_change_outside(registry: Registry) -> Iterator[Problem]:
    """Ensure that a pilot changes at a row of its own indicator, after the first.

    E213 试点项目在本指标的行上变更
    from_seq 写附件从哪一行起印了另一个创新试点项目，这一行要在本指标（或子指标）之内；首行的试点项目写在 pilot。核对起始序号。
    正例：
        - from_seq: 3
          pilot: 样例试点之二。
    反例：
        - from_seq: 4
          pilot: 样例试点之二。
    反例：
        - from_seq: 1
          pilot: 样例试点之二。
    """
    for file in registry.indicators:
        indicator = file.record
        groups = [((), indicator.tasks, indicator.pilot_changes)]
        groups += [
            (("sub_indicators", at), sub.tasks, sub.pilot_changes)  # type: ignore[misc]
            for at, sub in enumerate(indicator.sub_indicators)
        ]
        for loc, tasks, changes in groups:
            if not file.whole or not tasks:
                continue
            last = max(task.seq for task in tasks)  # a number missing between is the numbering's to tell
            for at, change in enumerate(changes):
                if not tasks[0].seq < change.from_seq <= last:
                    message = f"试点项目自第 {change.from_seq} 行起变更，但这一行不在本指标之内（首行除外）"
                    yield file.problem(
                        (*loc, "pilot_changes", at, "from_seq"), "E213", message, "核对起始序号"
                    )
