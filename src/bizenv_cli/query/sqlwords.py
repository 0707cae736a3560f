"""What SQLite finds wrong with a user's SELECT, in Chinese, with the names that may have been meant."""

import re
from collections.abc import Callable, Mapping, Sequence

from bizenv_cli.nearest import nearest
from bizenv_cli.vocabulary import keys_titled

Columns = Mapping[str, Sequence[str]]

_SHOWN = 12  # columns of a view that are named where none is near


def wrong(message: str, statement: str, columns: Columns) -> str:
    """Return the sentence for SQLite's message.

    Args:
        message: what SQLite says; statement: of what.
        columns: the columns of each documented view, by its name.
    """
    for pattern, words in _SENTENCES:
        if match := re.search(pattern, message):
            return words(match, statement, columns)
    return f"查询语句有误（SQLite：{message}）"


def _no_column(match: re.Match[str], statement: str, columns: Columns) -> str:
    owner, _, name = match[1].rpartition(".")
    used = [view for view in columns if re.search(rf"\b{view}\b", statement, re.IGNORECASE)]
    known = list(dict.fromkeys(column for view in used or columns for column in columns[view]))
    titled = [key for key in keys_titled(name) if key in known]
    near = nearest(name.lower(), known, 3)
    if titled:
        hint = f"{name}的列名是 {'、'.join(titled)}"
    elif near:
        hint = f"相近的有：{'、'.join(near)}"
    elif len(used) == 1:
        hint = f"{used[0]} 的列有 {'、'.join(columns[used[0]][:_SHOWN])} 等，全部见 bizenv sql"
    else:
        hint = "各视图的列见 bizenv sql"
    said = f"{owner}.{name}" if owner else name
    quoted = "；若是文字，用单引号括起来" if not titled and not name.isascii() else ""
    return f"没有列「{said}」{quoted}。{hint}"


def _no_table(match: re.Match[str], _: str, columns: Columns) -> str:
    name = match[1].rpartition(".")[2]
    near = nearest(name.lower(), columns, 2)
    hint = f"相近的有：{'、'.join(near)}" if near else f"可查的有：{'、'.join(columns)}"
    return f"没有表或视图「{name}」。{hint}"


def _ambiguous(match: re.Match[str], statement: str, columns: Columns) -> str:
    name = match[1].rpartition(".")[2]
    owners = [view for view, has in columns.items() if name in has and re.search(rf"\b{view}\b", statement)]
    example = f"，如 {owners[0]}.{name}" if owners else ""
    return f"列「{name}」不止一个视图有，前面写上视图名{example}"


def _function(match: re.Match[str], *_: object) -> str:
    return f"没有函数「{match[1]}」。可用 SQLite 自带的函数，如 count、sum、group_concat、substr、date"


def _plain(text: str) -> "Callable[[re.Match[str], str, Columns], str]":
    return lambda match, *_: text.format(*match.groups())


_SENTENCES: tuple[tuple[str, Callable[[re.Match[str], str, Columns], str]], ...] = (
    (r'no such column: "?([^"]+?)"?(?: - should .*)?$', _no_column),
    (r"no such table: (.+)", _no_table),
    (r"ambiguous column name: (.+)", _ambiguous),
    (r"no such function: (.+)", _function),
    (r'near "(.+)": syntax error', _plain("「{0}」附近写得不对。查询的写法是 SELECT 列 FROM 视图 WHERE 条件")),
    (r"incomplete input", _plain("查询语句没有写完")),
    (r"one statement at a time", _plain("一次只能写一条查询语句")),
    (r'unrecognized token: "(.+)"', _plain("「{0}」不成词：引号要成对，用半角的")),
    (r"wrong number of arguments to function (.+)\(\)", _plain("函数 {0} 的参数个数不对")),
    (r"misuse of (?:aggregate|window) function (.+)\(\)", _plain("函数 {0} 不能用在这里，如 WHERE 里；按合计筛选用 HAVING")),
    (r"misuse of (?:aggregate|aliased aggregate|window)", _plain("合计函数不能用在这里，如 WHERE 里；按合计筛选用 HAVING")),
    (r"aggregate functions are not allowed in the GROUP BY", _plain("GROUP BY 里不能用合计函数")),
    (r"GROUP BY clause is required before HAVING|HAVING clause on a non-aggregate", _plain("HAVING 之前要有 GROUP BY")),
    (r"(\d+)\w\w (ORDER|GROUP) BY term out of range", _plain("{1} BY 写的第 {0} 个超出了所查的列数")),
    (r"do not have the same number of result columns", _plain("UNION 前后两个查询的列数不同")),
    (r"sub-select returns (\d+) columns - expected (\d+)", _plain("子查询给出 {0} 列，这里只要 {1} 列")),
    (r"row value misused", _plain("括号里写了几个值，这里只能写一个")),
    (r"no tables specified", _plain("SELECT * 后面要写 FROM 视图")),
    (r"binding", _plain("查询语句里不能用 ? 或 : 代替值，把值直接写上")),
    (r"integer overflow", _plain("数太大，超出了整数的范围")),
    (r"malformed JSON", _plain("这一列的内容不是 JSON；各视图里 lead、support、aliases 等列是")),
    (r"interrupted|too big|out of memory", _plain("结果太大，算不出来；加上 WHERE 或 LIMIT")),
)  # fmt: skip
