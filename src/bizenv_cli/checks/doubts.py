"""What an import left doubtful: told one by one until a person has settled it."""

from collections.abc import Iterator

from bizenv_cli.problem import Problem
from bizenv_cli.registry import Registry

_HINT = "对照原文核对，要改的改好，再删去这一条；全部删完，把文件也删掉"


def unsettled_doubt(registry: Registry) -> Iterator[Problem]:
    """Ensure that nothing is left of what an import was not sure of.

    E280 抄录存疑之处都已核对
    bizenv import 抄来的清单，拿不准的格子逐条列在 doubts.yaml 里：哪一项（task）、在原表何处（at）、哪一栏（column）、原文印的什么（printed）、
    暂按什么录（assumed）、为什么存疑（because）。对照原文核对一条，要改的在清单里改好，再删去这一条；全部删完，把这个文件也删掉。
    核对完之前不能查询：错的时限比没有更坏。
    """
    file = registry.doubts
    for at, doubt in enumerate(file.record.doubts if file else ()):
        where = " ".join(part for part in (doubt.task, doubt.column) if part) or doubt.at
        printed = f"原文「{doubt.printed}」，" if doubt.printed else ""
        assumed = f"；暂按：{doubt.assumed}" if doubt.assumed else ""
        message = f"待核 {where}：{printed}{doubt.because}{assumed}"
        if file:
            yield file.problem(("doubts", at), "E280", message, _HINT)
