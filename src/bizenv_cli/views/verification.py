"""What a verification of the registry against the notice found."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import date
from typing import Any

from bizenv_cli.verify import Report
from bizenv_cli.views.parts import Column, Paragraph, Part, Rows, Span, View, line


def verification(report: Report, as_of: date, query: Mapping[str, Any]) -> View:
    """Return what a verification found; its last line is the verdict."""
    columns = (
        Column("所在", most=24),
        Column("项目"),
        Column("行", right=True),
        Column("通知与清单", flex=True, wrap=True),
    )
    rows = tuple(
        (
            line(item.where),
            line(item.field),
            line(str(item.line or "")),
            line(f"通知：{item.printed or '（空）'}　清单：{item.recorded or '（空）'}"),
        )
        for item in report.mismatches
    )
    verdict = f"{report.rows} 行已核对，{report.errata} 条勘误，{len(report.mismatches)} 处不符"
    parts: list[Part] = [Rows(columns, rows, header=True)] if rows else []
    parts.append(Paragraph(line(Span(verdict, "bad" if rows else "good")), gap=bool(rows)))
    records = tuple(asdict(item) for item in report.mismatches)
    csv = (("where", "所在"), ("field", "项目"), ("line", "行"), ("printed", "通知"), ("recorded", "清单"))
    quoting = [
        f"{count} {what}"
        for count, what in ((report.targets, "个目标"), (report.duties, "条职责与投诉时限"))
        if count
    ]
    stated = f"，{'、'.join(quoting)}的原话已逐一查找" if quoting else ""
    head = line(f"正文 {report.statements} 处牵头与配合的写法已逐一核对{stated}")
    extra = {
        "rows": report.rows, "errata": report.errata, "statements": report.statements, "targets": report.targets,
        "duties": report.duties,
    }  # fmt: skip
    return View("verify", head, tuple(parts), "mismatches", records, len(records), csv, as_of, query, extra)
