"""The command that starts a registry for another plan: init."""

import re
import sys
from pathlib import Path
from typing import Annotated

import typer

from bizenv_cli import clock
from bizenv_cli.cli import days
from bizenv_cli.errors import BadCallError

_ASKED = {
    "title": "标题（照通知，不加书名号）",
    "number": "文号（如 湖办发〔2023〕8号）",
    "issuer": "印发机关（几个的用顿号隔开）",
    "issued": "印发日期（如 2023-07-28）",
    "key": "代号（小写英文字母和数字，如 qsh2023）",
    "year": "方案年度（如 2023）",
}


def init(
    folder: Annotated[str, typer.Argument(metavar="文件夹", help="清单放在哪里；没有的会新建")],
    title: Annotated[str | None, typer.Option("--title", metavar="标题", help="通知的标题")] = None,
    number: Annotated[str | None, typer.Option("--number", metavar="文号", help="通知的文号")] = None,
    issuer: Annotated[
        list[str] | None, typer.Option("--issuer", metavar="机关", help="印发机关，可多次")
    ] = None,
    issued: Annotated[str | None, typer.Option("--issued", metavar="日期", help="印发日期")] = None,
    key: Annotated[
        str | None, typer.Option("--key", metavar="代号", help="方案的代号：小写英文字母和数字")
    ] = None,
    year: Annotated[
        int | None, typer.Option("--year", metavar="年", help="方案年度；标题里写明的不必写")
    ] = None,
    short_title: Annotated[
        str | None, typer.Option("--short-title", metavar="简称", help="屏幕上怎么称呼（默认同标题）")
    ] = None,
) -> int:
    """给另一份方案新建一份空清单。

    通知的标题、文号等由你写明，不写的不替你编；终端里没写的会一项一项问。已有的文件一律不动。

    例：bizenv init 新清单 --title 示例区2099年行动方案 --number 示例发〔2099〕1号 --issuer 示例区办公室 --issued 2099-03-01 --key shili2099
    例：bizenv init 另一份 --title 示例区行动方案 --year 2099 --number 示例发〔2099〕2号 --issuer 示例区甲局 --issuer 示例区乙局 --issued 2099-03-01 --key shili2
    """
    from bizenv_cli import starting  # noqa: PLC0415  (YAML and pydantic, which help does without)

    year = year or year_in(title or "")
    given = {
        "title": title,
        "number": number,
        "issuer": "、".join(issuer or ()),
        "issued": issued,
        "key": key,
        "year": str(year or ""),
    }
    told = _completed({name: (value or "").strip() for name, value in given.items()})
    if not told["year"].isdigit():
        raise BadCallError(f"年度「{told['year']}」应是四位数字")
    head = starting.Head(
        told["key"],
        told["title"],
        told["number"],
        tuple(name for name in told["issuer"].split("、") if name),
        days.day(told["issued"], clock.today()),
        int(told["year"]),
        short_title or told["title"],
    )
    started = starting.start(Path(folder), head)
    print(f"已在 {folder} 新建清单，{len(started.files)} 个文件")
    if started.kept:
        print(f"原已有、没有动的：{'、'.join(started.kept)}")
    print(
        f"接着：bizenv import 任务表.xlsx --into {folder}，再用 bizenv check --registry {folder} 看还缺什么"
    )
    return 0


def year_in(title: str) -> int | None:
    """Return the one year that a title names, or None."""
    years = set(re.findall("(?<![0-9])(20[0-9]{2})年", title))
    return int(years.pop()) if len(years) == 1 else None


def _completed(given: dict[str, str]) -> dict[str, str]:
    """Return the facts with those that were not given asked for, where there is somebody to ask."""
    missing = [name for name, value in given.items() if not value]
    if missing and not (sys.stdin and sys.stdin.isatty()):
        options = "、".join(f"--{name} {_ASKED[name].partition('（')[0]}" for name in missing)
        raise BadCallError(f"还缺：{options}。照通知写明，清单不替通知编")
    told = dict(given)
    for name in missing:
        read = str(year_in(told["title"]) or "") if name == "year" else ""
        told[name] = read or typer.prompt(_ASKED[name]).strip()
    return told
