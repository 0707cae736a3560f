"""The sentences about what is written by a form of its own: ids, periods, recurrences, and what an entry is about."""

import re
import unicodedata

from bizenv_cli.fault import Fault
from bizenv_cli.ids import ANNEXES, task_id
from bizenv_cli.vocabulary import field_title

Sentence = tuple[str, str, str]  # code, message, hint

_SYLLABLES = "[a-zü]+(?: [a-zü]+)*"
_LETTERS = {"T": "目标", "D": "职责", "C": "投诉"}
_MONTH = re.compile(r"([0-9]{4})[-/.年]0?([1-9]|1[0-2])月?")
_QUARTER = re.compile(r"([0-9]{4})年?[-第]?(?:[Qq]([1-4])|([一二三四1-4])季度)")
_QUARTERS = {numeral: at for at, numeral in enumerate("一二三四", 1)}


def id_sentence(fault: Fault) -> Sentence:
    """Return what is wrong with an id, a period, a place of the notice or a plan's key."""
    if fault.key == "task":
        return task_sentence(fault)
    message = f"{fault.title}的写法不对：{fault.found}"
    if fault.key == "pinyin":
        return "E121", message, _pinyin_hint(fault.text)
    pattern = str(fault.context.get("pattern", ""))
    text = unicodedata.normalize("NFKC", fault.text).strip()
    if fault.key in ("id", "target", "duty"):
        letter = next((letter for letter in _LETTERS if pattern.startswith(f"^{letter}")), "")
        match = re.fullmatch(rf"[{letter}{letter.lower()}{_LETTERS[letter]}]*0*([1-9][0-9]{{0,3}})", text)
        hint = f"应写 {letter}{match[1]}" if match else f"写{_LETTERS[letter]}编号，如 {letter}12"
        return "E121", message, hint
    if fault.key == "period":
        return "E121", message, _period_hint(text)
    if fault.key == "at":
        return "E121", message, "写正文的段落，如 二（一），或任务编号，如 1-26"
    return "E121", message, "用小写英文字母开头，只含小写字母和数字"


def _pinyin_hint(text: str) -> str:
    apart = unicodedata.normalize("NFKD", text).casefold().replace("u\N{COMBINING DIAERESIS}", "ü")
    plain = " ".join("".join(sign for sign in apart if not unicodedata.combining(sign)).split())
    return (
        f"应写 {plain}"
        if re.fullmatch(_SYLLABLES, plain)
        else "一字一音，用空格分开，不带声调，如 qu fa yuan"
    )


def _period_hint(text: str) -> str:
    if match := _MONTH.fullmatch(text):
        return f"应写 {match[1]}-{int(match[2]):02}"
    if match := _QUARTER.fullmatch(text):
        quarter = match[2] or str(_QUARTERS.get(match[3], match[3]))
        return f"应写 {match[1]}Q{quarter}"
    return "写 2023-11（月）、2023Q4（季度）、2023-11-12（日）或 2023（年）；本次是哪一期见 bizenv duties"


def task_sentence(fault: Fault) -> Sentence:
    """Return what is wrong with a task's id."""
    wanted = task_id(fault.text)
    hint = (
        f"应写 {wanted.annex}-{wanted.seq}"
        if wanted and wanted.annex in ANNEXES
        else "写任务编号，如 1-26（附件1 第 26 项）"
    )
    return "E121", f"{fault.title}的写法不对：{fault.found}", hint


def void_sentence(_fault: Fault) -> Sentence:
    """Say that a void is about none, or several, of what entries are about."""
    names = "、".join(field_title(name) for name in ("task", "target", "duty"))
    hint = "误记的是数值（of: measure）的写 target，是履职（of: fulfil）的写 duty 和 period，其余的写 task"
    return "E129", f"更正要指明{names}，只写一项", hint


def rule_sentence(fault: Fault) -> Sentence:
    """Say that a recurrence is not written as it is to be."""
    hint = (
        "写 FREQ=MONTHLY;BYMONTHDAY=-1（每月最后一日）、FREQ=MONTHLY;BYMONTH=3,6,9,12;BYMONTHDAY=-1（每季度）、"
        "FREQ=WEEKLY;BYDAY=FR（每周五）、FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=31（每年）之类，次序照此，写到日"
    )
    return "E144", f"{fault.title}的写法不对：{fault.found}", hint


def who_sentence(_fault: Fault) -> Sentence:
    """Say that a duty is nobody's, or written as two sorts of bodies'."""
    message = f"{field_title('who')}与{field_title('each')}应写且只写一项"
    return (
        "E145",
        message,
        "单位自己的职责写 who；各指标部、各专项行动组都有的写 each，如 [indicators, actions]",
    )
