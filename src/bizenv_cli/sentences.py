"""The Chinese sentence for each type of pydantic's errors: what is wrong, and what to type instead."""

import re
import unicodedata
from collections.abc import Callable, Mapping
from typing import get_args

from bizenv_cli.dateslips import advice, meant_day
from bizenv_cli.fault import SHOWN, Fault
from bizenv_cli.idslips import (
    Sentence,
    id_sentence,
    rule_sentence,
    task_sentence,
    void_sentence,
    who_sentence,
)
from bizenv_cli.lines import CONTAINERS
from bizenv_cli.model.lacking import Lacked
from bizenv_cli.nearest import nearest
from bizenv_cli.numerals import number_of
from bizenv_cli.vocabulary import (
    BASES,
    COLORS,
    COMPARISONS,
    COMPLAINT_KINDS,
    EACH,
    ERRATUM_KINDS,
    EVENTS,
    FORECASTS,
    RULES,
    STEPS,
    TARGET_KINDS,
    UNIT_KINDS,
    field_title,
)

_LISTED = 200
_TYPED = 500  # characters of a list that a hand may have typed as text
_CHOICES = {
    **ERRATUM_KINDS, **UNIT_KINDS, **TARGET_KINDS, **COMPARISONS, **BASES, **EVENTS, **COLORS, **EACH, **STEPS,
    **COMPLAINT_KINDS, **FORECASTS, **RULES,
}  # fmt: skip
_QUOTES = "“”‘’「」『』＂\"'"
_SEPARATORS = re.compile(r"[、，,;；]\s*")
_BULLET = re.compile(r"(?:^| +)[-－—–−•·●○◆■▪*+][ \u3000]*(?=[^\s\-])")
_OFFICE = re.compile("[局院委办会联协司队处室组部馆站校社行]$")  # what the name of a single unit ends in
_OTHER_NAMES = ("lead_officials", "benchmark_cities", "fields", "evidence")  # lists of what are no units
_QUOTABLE = ("approval", "evidence", "fields", "printed")  # texts that may be a mere number
_NUMBER = re.compile(r"第?[(（]?([0-9]{1,9})[)）]?(?:\.0+)?[、.．#号项条]?")
_WITH_WORDS = re.compile("([1-9][0-9]{0,8}) +[\u3400-\u9fff]")
_HAN = re.compile("[\u3400-\u9fff]")
_DECIMAL = re.compile(r"((?:0|[1-9][0-9]{0,8})(?:\.[0-9]{1,6})?) ?[%‰\u3400-\u9fff]*")


def sentence(fault: Fault) -> Sentence:
    """Return code, message and hint for a fault."""
    found = _SENTENCES.get(fault.kind)
    if found:
        return found(fault)
    return "E199", f"{fault.title}不合规：{fault.found}", f"规则代号 {fault.kind}"


def split_names(key: str, written: str) -> list[str]:
    """Split a list that was typed as text; parts that do not end like an office are one name (各镇、街道、园区)."""
    parts = [part.strip(_QUOTES + " \u3000[]［］【】。") for part in _SEPARATORS.split(written)]
    names: list[str] = []
    collective = False
    for part in parts:
        if not part:
            continue
        office = key in _OTHER_NAMES or bool(_OFFICE.search(part))
        if names and collective and not office:
            names[-1] += f"、{part}"
        else:
            names.append(part)
        collective = not office
    return names


def _shorten(names: list[str]) -> str:
    text = f"[{', '.join(names)}]"
    return text if len(text) <= _LISTED else f"{text[:_LISTED]}…"


def _text(fault: Fault) -> Sentence:
    message = f"{fault.title}应是文字，写的是{fault.found}"
    if fault.key == "task":
        return task_sentence(fault)
    if isinstance(fault.value, list):
        inner = [str(item) for item in fault.value if isinstance(item, str)]
        in_list = bool(fault.loc) and isinstance(fault.loc[-1], int)
        hint = f"只用一层方括号：{_shorten(inner)}" if in_list and inner else "去掉方括号，写成一行文字"
        if len(inner) > 1 and fault.key == "lead_unit":
            hint = "这里只写一个，不用方括号；其余的写进 support"
    elif isinstance(fault.value, dict):
        hint = "写成一行文字；文字里有「: 」的，整句加引号"
    elif fault.value is None:
        hint = fault.filling
    elif fault.key in _QUOTABLE:
        hint = f'要写这几个字，加上引号："{fault.text[:SHOWN]}"'
    else:
        hint = "这里写中文；确要以数字或 true、no 之类为文字的，加引号并写全一句"
    return "E112", message, hint


def _list(fault: Fault) -> Sentence:
    message = f"{fault.title}应是列表，写的是{fault.found}"
    hint = "写成 [甲, 乙]，只有一个也加方括号"
    if fault.key in CONTAINERS:
        hint = "每一项另起一行，开头加「- 」"
        return "E111", message, hint if fault.value is not None else f"{fault.filling}。{hint}"
    if fault.value is None:
        hint = f"{fault.filling}。{hint}"
    elif isinstance(fault.value, dict) and fault.value and not any(fault.value.values()):
        hint = f"花括号改成方括号：{_shorten([str(name) for name in fault.value])}"
    elif isinstance(fault.value, str) and _BULLET.match(fault.value):
        items = [item for item in _BULLET.split(fault.value[:_LISTED]) if item]
        sign = fault.value[0]
        return (
            "E134",
            f"列表项前写了「{sign}」",
            f"改成{''.join(f'「- {item}」' for item in items)}，横线后空一格",
        )
    elif isinstance(fault.value, str) and fault.value.strip() and len(fault.value) <= _TYPED:
        names = split_names(fault.key, fault.value)
        hint = f"写成 {_shorten(names)}" if names else hint
        if re.match(rf"[{_QUOTES}]+ *[\[［【]", fault.value):
            return "E135", f"{fault.title}的列表写进了引号，成了文字", f"去掉引号，{hint}"
    return "E111", message, hint


def _quoted(fault: Fault) -> Sentence:
    return (
        "E135",
        f"{fault.title}连中文引号一起写了：{fault.found}",
        f"去掉引号，写 {fault.text.strip(_QUOTES)[:SHOWN]}",
    )


def _mapping(fault: Fault) -> Sentence:
    message = f"{fault.title}应是一组「项目: 内容」，写的是{fault.found}"
    return "E117", message, "对照同类文件的样式"


def _integer(fault: Fault) -> Sentence:
    digits = unicodedata.normalize("NFKC", fault.text).strip(_QUOTES + " ")
    match = _NUMBER.fullmatch(digits) or (
        re.fullmatch("[12]-([1-9][0-9]{0,2})", digits) if fault.key == "seq" else None
    )
    number = int(match[1]) if match else number_of(digits.strip("第项条()、."))
    if number:
        hint = f"应写 {number}"
    elif match := _WITH_WORDS.match(digits):
        hint = f"只写 {match[1]}；其余是说明文字的，前面加「# 」"
    elif fault.value is None:
        hint = "补上一个整数"
    else:
        hint = "只写阿拉伯数字，如 12"
    return "E113", f"{fault.title}应是整数，写的是{fault.found}", hint


def _range(fault: Fault) -> Sentence:
    return "E113", f"{fault.title}超出范围，写的是{fault.found}", "核对数字"


def _annex_number(fault: Fault) -> Sentence:
    return "E225", f"附件只有 1 和 2，写的是{fault.found}", "附件1 列指标，附件2 列专项行动，各写一次"


def _choice(fault: Fault) -> Sentence:
    allowed = str(fault.context.get("expected") or fault.context.get("expected_tags") or "")
    choices = [choice.strip(" '") for choice in allowed.replace(" or ", ", ").split(",")]
    titled = [f"{choice}（{_CHOICES[choice]}）" if choice in _CHOICES else choice for choice in choices]
    written = fault.text.strip(_QUOTES + " ")
    titles = {_CHOICES[choice]: choice for choice in choices if choice in _CHOICES}
    meant = nearest(written, choices, 1) or [titles[title] for title in nearest(written, titles, 1)]
    hint = f"是否为「{meant[0]}」？可以写：" if meant else "可以写："
    if fault.value is None:
        return "E118", f"{fault.title}是空的", hint + "、".join(titled)
    return "E118", f"{fault.title}不能是{fault.found}", hint + "、".join(titled)


def _empty_list(fault: Fault) -> Sentence:
    if isinstance(fault.value, dict):
        return "E119", f"{fault.title}里没有内容", fault.filling
    lackable = len(fault.loc) == 1 and fault.key in get_args(Lacked)
    lacked = f"；通知没有的，这一行换成 lacks: [{fault.key}]" if lackable else ""
    return "E119", f"{fault.title}是空列表", fault.filling + lacked


def _blank(fault: Fault) -> Sentence:
    return "E116", f"{fault.title}是空白", fault.filling


def _too_long(fault: Fault) -> Sentence:
    most = fault.context.get("most")
    hint = "检查是否贴错了内容，引号、逗号是否齐全"
    return "E127", f"{fault.title}过长：{len(fault.text):,} 个字，上限 {most}", hint


def _control(fault: Fault) -> Sentence:
    return "E107", f"{fault.title}里有换行或控制字符", "一段文字写成一行，删去它"


def _padded(fault: Fault) -> Sentence:
    return "E116", f"{fault.title}前后有空格", "删去空格"


def _not_chinese(fault: Fault) -> Sentence:
    return "E123", f"{fault.title}没有汉字：{fault.found}", f"这里写中文；{fault.filling}"


def _day(fault: Fault) -> Sentence:
    message = f"{fault.title}写法不对：{fault.found}"
    if isinstance(fault.value, list | dict):
        only = fault.value[0] if isinstance(fault.value, list) and len(fault.value) == 1 else ""
        day = meant_day(str(only))
        return "E124", message, f"去掉括号，应写 {day}" if day else "一项只写一个日期，如 2023-11-30"
    if not fault.text.strip(_QUOTES + "-—/无~ "):
        return "E124", message, fault.filling
    first, _, rest = fault.text.partition(" ")
    if (day := meant_day(first)) and _HAN.match(rest):
        return "E124", message, f"只写 {day}；其余是说明文字的，前面加「# 」"
    absent, hint = advice(fault.text)
    return (
        ("E110", f"日期不存在：{fault.text[:SHOWN]}（{absent}）", hint) if absent else ("E124", message, hint)
    )


def _repeated(fault: Fault) -> Sentence:
    return (
        "E120",
        f"{fault.title}里「{str(fault.context.get('item', ''))[:SHOWN]}」写了两次",
        "前面已有，删去这一个",
    )


def _decimal(fault: Fault) -> Sentence:
    digits = unicodedata.normalize("NFKC", fault.text).replace(",", "").strip(_QUOTES + " ")
    match = _DECIMAL.fullmatch(digits)
    hint = f"应写 {match[1]}" if match else "只写阿拉伯数字，如 92.5；整数至多 9 位，小数至多 6 位"
    return "E128", f"{fault.title}应是数，写的是{fault.found}", hint


def _former(fault: Fault) -> Sentence:
    message = f"「was」（原为）里的{fault.title}应照抄原来的值：文字、整数或列表，写的是{fault.found}"
    return "E125", message, "照抄修订前的值；原来没有这一项的写 null"


def _no_tag(_fault: Fault) -> Sentence:
    return "E114", f"缺少{field_title('event')}", f"补上 event，可以写：{'、'.join(EVENTS)}"


def _either(_fault: Fault) -> Sentence:
    return "E122", "「tasks」（任务）与「sub_indicators」（子指标）应写且只写一项", "有子指标的写在子指标之下"


def _head(_fault: Fault) -> Sentence:
    message = "缺少「benchmark_cities」（对标城市）、「goal」（预期目标）或「pilot」（创新试点项目）"
    return "E114", message, "没有子指标的指标三项都要写"


_SENTENCES: Mapping[str, Callable[[Fault], Sentence]] = {
    "string_type": _text,
    "tuple_type": _list,
    "model_type": _mapping,
    "model_attributes_type": _mapping,
    "dict_type": _mapping,
    "int_type": _integer,
    "greater_than": _range,
    "greater_than_equal": _range,
    "less_than_equal": _range,
    "annex_number": _annex_number,
    "literal_error": _choice,
    "union_tag_invalid": _choice,
    "union_tag_not_found": _no_tag,
    "too_short": _empty_list,
    "string_pattern_mismatch": id_sentence,
    "blank": _blank,
    "not_chinese": _not_chinese,
    "control": _control,
    "padded": _padded,
    "too_long": _too_long,
    "quoted": _quoted,
    "day_form": _day,
    "repeated": _repeated,
    "former": _former,
    "number_form": _decimal,
    "void_subject": void_sentence,
    "rule_form": rule_sentence,
    "who_or_each": who_sentence,
    "tasks_or_sub_indicators": _either,
    "indicator_head": _head,
}
