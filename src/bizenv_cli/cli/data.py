"""The commands about data as files: export, cache."""

import os
from enum import StrEnum
from typing import Annotated

import typer

from bizenv_cli.cli.context import Call
from bizenv_cli.cli.options import Output
from bizenv_cli.errors import UnwritableError
from bizenv_cli.index import cachefile
from bizenv_cli.views import data as views


class CacheAction(StrEnum):
    """What to do with the cache."""

    show = "show"
    clear = "clear"


def cache(
    action: Annotated[CacheAction, typer.Argument(metavar="show|clear", help="列出缓存文件，或全部删去")],
) -> int:
    """查询用的缓存：show 列出，clear 删去。缓存由清单算出，删了随时重建，不影响任何内容。

    例：bizenv cache show
    """
    folder = cachefile.folder(os.environ.get("BIZENV_CACHE"))
    entries = list(cachefile.entries(folder))
    if action is CacheAction.clear:
        kept = [entry.path for entry in entries if not cachefile.discard(entry.path)]
        print(f"已删去 {folder} 里的 {len(entries) - len(kept)} 个缓存文件")
        if kept:
            raise UnwritableError(str(kept[0]), "正被别的程序占用，或没有权限")
        return 0
    return Call(Output()).show(views.cache(folder, entries))
