"""What the program keeps for itself: the index files of the cache folder."""

from collections.abc import Sequence
from pathlib import Path

from bizenv_cli.index.cachefile import CacheEntry
from bizenv_cli.views.parts import Column, Paragraph, Part, Rows, Span, View, line

_KIB = 1024


def cache(folder: Path, entries: Sequence[CacheEntry]) -> View:
    """Return the index files of the cache folder: how big, of which registry, how much they hold."""
    columns = (
        Column("大小", right=True),
        Column("方案", right=True),
        Column("任务", right=True),
        Column("清单"),
        Column("缓存文件", flex=True),
    )
    rows = tuple(
        (
            line(_size(entry.size)),
            line(f"{entry.plans:,}"),
            line(f"{entry.tasks:,}"),
            line(_subject(entry)),
            line(entry.path.name),
        )
        for entry in entries
    )
    records = tuple(
        {
            "path": str(entry.path),
            "size": entry.size,
            "registry": entry.registry,
            "tree": entry.tree,
            "plans": entry.plans,
            "tasks": entry.tasks,
        }
        for entry in entries
    )
    title = line(Span(f"缓存文件 {len(entries)} 个", "strong"), f"　{folder}")
    parts: list[Part] = [Rows(columns, rows, header=True)] if rows else []
    parts.append(Paragraph(line(Span("由清单算出，可随时删去：bizenv cache clear", "dim"))))
    csv = (
        ("path", "缓存文件"), ("size", "字节"), ("registry", "清单"), ("tree", "以前的版本（git 树）"), ("plans", "方案"),
        ("tasks", "任务"),
    )  # fmt: skip
    return View("cache", title, parts, "files", records, len(records), csv, None)


def _subject(entry: CacheEntry) -> str:
    if entry.registry is None:
        return "（已损坏，或不是本程序的）"
    return f"{entry.registry}（以前的版本 {entry.tree[:7]}）" if entry.tree else entry.registry


def _size(count: int) -> str:
    size = float(count)
    for unit in ("B", "KB", "MB"):
        if size < _KIB:
            return f"{size:.0f} {unit}" if unit == "B" else f"{size:.1f} {unit}"
        size /= _KIB
    return f"{size:.1f} GB"
