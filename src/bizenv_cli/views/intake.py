"""What an import read and could not be sure of: the doubts, and what was written."""

from collections.abc import Mapping
from typing import Any

from bizenv_cli.intake import AS_PRINTED, Doubt, Draft
from bizenv_cli.intake.files import Written
from bizenv_cli.views.parts import Column, Paragraph, Part, Rows, Span, Verbatim, View, line

_CSV = (
    ("task", "任务"), ("place", "位置"), ("column", "栏"), ("printed", "原文"), ("assumed", "暂按"), ("because", "理由"),
)  # fmt: skip


def imported(draft: Draft, written: Written | None, query: Mapping[str, Any]) -> View:
    """Return the doubts of a draft; `written` is None where nothing was to be written."""
    columns = (
        Column("任务"),
        Column("栏", most=12),
        Column("原表", most=14),
        Column("待核", flex=True, wrap=True),
    )
    rows = tuple(
        (line(doubt.task), line(doubt.column), line(_row(doubt.place)), line(*_told(doubt)))
        for doubt in draft.doubts
    )
    parts: list[Part] = [Rows(columns, rows, header=True)] if rows else []
    parts += _outcome(draft, written)
    read = [
        f"附件{annex.number} {len(annex.groups)} 组 {len(annex.items)} 项"
        + (f"（略过重复表头、页码 {annex.skipped} 行）" if annex.skipped else "")
        for annex in draft.annexes
    ]
    title = f"{query['file']}：{'，'.join(read)}；单位名称 {len(draft.names)} 个；待核 {len(draft.doubts)} 处"
    records = tuple({name: getattr(doubt, name) or None for name, _ in _CSV} for doubt in draft.doubts)
    extra = {
        "annexes": [
            {
                "number": annex.number,
                "title": annex.title,
                "groups": len(annex.groups),
                "tasks": len(annex.items),
            }
            for annex in draft.annexes
        ],
        "units": [
            {"name": printed.name, "kind": printed.kind, "count": printed.times} for printed in draft.names
        ],
        "written": [*written.new, *written.extended] if written else [],
    }
    return View(
        "import", line(title), tuple(parts), "doubts", records, len(records), _CSV, None, query, extra
    )


def _told(doubt: Doubt) -> list[Span]:
    printed = [Span(f"原文「{doubt.printed}」　", "strong")] if doubt.printed else []
    assumed = (
        [Span(f"。暂按：{doubt.assumed}" if doubt.assumed != AS_PRINTED else "，照录")]
        if doubt.assumed
        else []
    )
    return [*printed, Span(doubt.because), *assumed]


def _row(place: str) -> str:
    """Return the row of a place without its file and sheet."""
    return f"第{place.rpartition('第')[2]}"


def _outcome(draft: Draft, written: Written | None) -> list[Part]:
    if written is None:
        words = "只是试读，没有写任何文件；加 --into 清单文件夹 写入草稿"
        return [Paragraph(line(words), gap=bool(draft.doubts))]
    told = [f"已写入 {len(written.new)} 个文件：{'、'.join(written.new)}"]
    if written.extended:
        told.append(f"已在末尾补入：{'、'.join(written.extended)}")
    parts: list[Part] = [Paragraph(line("；".join(told)), gap=bool(draft.doubts))]
    for path, text in written.by_hand:
        heading = line(Span(f"{path} 的格式特殊，没有动它，请自己补入：", "bad"))
        parts.append(Verbatim(heading, tuple(text.splitlines())))
    parts.append(Paragraph(line("接着运行 bizenv check：逐条核对 doubts.yaml，补齐它说缺的项目")))
    return parts
