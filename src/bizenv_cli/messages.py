"""A pydantic error's type to our Chinese sentence, at its place in the file."""

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import Any, get_args

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from bizenv_cli.dates import parse_period
from bizenv_cli.errors import BadDateError
from bizenv_cli.model.base import Record
from bizenv_cli.nearest import nearest
from bizenv_cli.problem import Problem
from bizenv_cli.vocabulary import field_title
from bizenv_cli.yamltext import Document, Loc

Sentence = tuple[str, str, str]  # code, message, hint

_NOT_A_PLACE = ("[key]",)
_SHOWN = 30
_NO_DAY = date(1, 1, 1)  # a date in a file is never relative


def problems_of(error: ValidationError, document: Document, model: type[Record]) -> Iterator[Problem]:
    """Yield one problem for each cause in a validation error.

    A misspelt key is reported once: not again as the missing key it was meant to be.
    """
    details = error.errors(include_url=False)
    missing = {detail["loc"] for detail in details if detail["type"] == "missing"}
    meant: set[Loc] = set()
    parents = {detail["loc"][:at] for detail in details for at in range(len(detail["loc"]))}
    for detail in details:
        if detail["type"] == "extra_forbidden":
            *parent, key = detail["loc"]
            known = [
                name for name in _keys_at(model, tuple(parent)) if not _written(document, (*parent, name))
            ]
            near = nearest(str(key), known, 1)
            if not near:
                absent = [loc[-1] for loc in missing if loc[:-1] == tuple(parent)]
                near = [str(absent[0])] if len(absent) == 1 else []
            hint = f"是否为「{near[0]}」？" if near else f"这里可以写：{'、'.join(known) or '（没有别的）'}"
            if near:
                meant.add((*parent, near[0]))
            yield document.problem(detail["loc"], "E115", f"没有「{key}」这一项", hint, key=True)
    for detail in details:
        if detail["type"] == "extra_forbidden" or (detail["type"] == "missing" and detail["loc"] in meant):
            continue
        if detail["type"] == "too_short" and detail["loc"] in parents:
            continue  # not empty: what stands in it is wrong, and told
        loc: Loc = tuple(step for step in detail["loc"] if step not in _NOT_A_PLACE)
        sentence = _SENTENCES.get(detail["type"])
        code, message, hint = sentence(detail) if sentence else _other(detail)
        yield document.problem(loc, code, message, hint)


def _written(document: Document, loc: Loc) -> bool:
    return loc in document.keys


def _keys_at(model: type[Record], loc: Loc) -> list[str]:
    for step in loc:
        if isinstance(step, str) and step in model.model_fields:
            inner = _record_in(model.model_fields[step].annotation)
            if inner is None:
                return []
            model = inner
    return list(model.model_fields)


def _record_in(annotation: Any) -> type[Record] | None:
    if isinstance(annotation, type) and issubclass(annotation, Record):
        return annotation
    for argument in get_args(annotation):
        if found := _record_in(argument):
            return found
    return None


def _name(detail: ErrorDetails) -> str:
    names = [step for step in detail["loc"] if isinstance(step, str) and step not in _NOT_A_PLACE]
    item = detail["loc"] and isinstance(detail["loc"][-1], int)
    return (field_title(names[-1]) if names else "文件") + ("的一项" if item else "")


def _found(detail: ErrorDetails) -> str:
    value = detail["input"]
    if value is None:
        return "空"
    if isinstance(value, dict):
        return "一组项目"
    if isinstance(value, list | tuple):
        return "列表"
    if isinstance(value, bool):
        return "true" if value else "false"
    text = str(value)
    return f"「{text if len(text) <= _SHOWN else text[:_SHOWN] + '…'}」"


def _missing(detail: ErrorDetails) -> Sentence:
    return "E114", f"缺少{_name(detail)}", "补上这一项"


def _text(detail: ErrorDetails) -> Sentence:
    hint = (
        "数字和 true、false、null 要加引号才是文字"
        if not isinstance(detail["input"], dict | list)
        else "写成一行文字"
    )
    return "E112", f"{_name(detail)}应是文字，写的是{_found(detail)}", hint


def _list(detail: ErrorDetails) -> Sentence:
    return "E111", f"{_name(detail)}应是列表，写的是{_found(detail)}", "写成 [甲, 乙]，只有一个也加方括号"


def _mapping(detail: ErrorDetails) -> Sentence:
    return "E117", f"{_name(detail)}应是一组「项目: 内容」，写的是{_found(detail)}", "对照同类文件的样式"


def _integer(detail: ErrorDetails) -> Sentence:
    digits = unicodedata.normalize("NFKC", str(detail["input"])).strip()
    hint = f"应写 {int(digits)}" if re.fullmatch("[0-9]{1,9}", digits) else "只写阿拉伯数字，不加引号"
    return "E113", f"{_name(detail)}应是整数，写的是{_found(detail)}", hint


def _range(detail: ErrorDetails) -> Sentence:
    return "E113", f"{_name(detail)}超出范围，写的是{_found(detail)}", "核对数字"


def _choice(detail: ErrorDetails) -> Sentence:
    expected = str(detail.get("ctx", {}).get("expected", "")).replace(" or ", ", ").replace("'", "")
    choices = [choice.strip() for choice in expected.split(",")]
    near = nearest(str(detail["input"]), choices, 1)
    hint = f"是否为「{near[0]}」？可以写：" if near else "可以写："
    return "E118", f"{_name(detail)}不能是{_found(detail)}", hint + "、".join(choices)


def _empty_list(detail: ErrorDetails) -> Sentence:
    return "E119", f"{_name(detail)}是空列表", "没有内容就整项不写"


def _blank(detail: ErrorDetails) -> Sentence:
    return "E116", f"{_name(detail)}是空白", "没有内容就整项不写"


def _padded(detail: ErrorDetails) -> Sentence:
    return "E116", f"{_name(detail)}前后有空格", "删去空格"


def _not_chinese(detail: ErrorDetails) -> Sentence:
    hint = "这里写中文；数字、日期、no、true 之类不加引号也不是中文"
    return "E123", f"{_name(detail)}没有汉字：{_found(detail)}", hint


def _day_form(detail: ErrorDetails) -> Sentence:
    hint = "日期写如 2023-11-30（年-月-日，位数补足，半角）"
    typed = str(detail["input"]).strip("“”\"' ")
    try:
        period = parse_period(typed, _NO_DAY)
    except BadDateError as error:
        reason = f"（{error.reason}）" if error.reason else ""
        return "E110", f"{_name(detail)}不是日期：{_found(detail)}{reason}", hint
    if typed[:1].isdigit() and period.first == period.last and typed[-1:] not in "dwm天周月":
        hint = f"应写 {period.first}"
    return "E110", f"{_name(detail)}不是日期：{_found(detail)}", hint


def _day_absent(detail: ErrorDetails) -> Sentence:
    reason = detail.get("ctx", {}).get("reason", "")
    return "E110", f"日期不存在：{detail['input']}（{reason}）", "核对月份与日期"


def _repeated(detail: ErrorDetails) -> Sentence:
    return "E120", f"{_name(detail)}里「{detail.get('ctx', {}).get('item', '')}」写了两次", "留一个"


def _pattern(detail: ErrorDetails) -> Sentence:
    return "E121", f"{_name(detail)}的写法不对：{_found(detail)}", "用小写英文字母开头，只含小写字母和数字"


def _either(_detail: ErrorDetails) -> Sentence:
    return "E122", "「tasks」（任务）与「sub_indicators」（子指标）应写且只写一项", "有子指标的写在子指标之下"


def _head(_detail: ErrorDetails) -> Sentence:
    message = "缺少「benchmark_cities」（对标城市）、「goal」（预期目标）或「pilot」（创新试点项目）"
    return "E114", message, "没有子指标的指标三项都要写"


def _other(detail: ErrorDetails) -> Sentence:
    return "E199", f"{_name(detail)}不合规：{_found(detail)}", f"规则代号 {detail['type']}"


_SENTENCES: Mapping[str, Callable[[ErrorDetails], Sentence]] = {
    "missing": _missing,
    "string_type": _text,
    "tuple_type": _list,
    "model_type": _mapping,
    "dict_type": _mapping,
    "int_type": _integer,
    "greater_than": _range,
    "greater_than_equal": _range,
    "less_than_equal": _range,
    "literal_error": _choice,
    "too_short": _empty_list,
    "string_pattern_mismatch": _pattern,
    "blank": _blank,
    "not_chinese": _not_chinese,
    "padded": _padded,
    "day_form": _day_form,
    "day_absent": _day_absent,
    "repeated": _repeated,
    "tasks_or_sub_indicators": _either,
    "indicator_head": _head,
}
