"""The facts of the machine and of the programs that a benchmark was run with."""

import os
import platform
import re
import shutil
import sqlite3
import subprocess
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

_VERSIONS = {
    "taskwarrior": ("task", "--version"),
    "hledger": ("hledger", "--version"),
    "grep": ("grep", "--version"),
}
_ROOT = Path(__file__).parents[2]


def facts() -> list[tuple[str, str]]:
    """Return what and its value, in Chinese, for the head of the report."""
    found = [
        ("日期", datetime.now(UTC).strftime("%Y-%m-%d %H:%M UTC")),
        ("代码版本", _commit()),
        ("处理器", f"{_field('/proc/cpuinfo', 'model name') or platform.processor()}，{os.cpu_count()} 核"),
        ("内存", _memory()),
        ("系统", f"{platform.system()} {platform.release()}"),
        ("Python", platform.python_version()),
        ("SQLite", sqlite3.sqlite_version),
    ]
    for name, argv in _VERSIONS.items():
        found.append((name, (_first_line(argv) if shutil.which(argv[0]) else "") or "未安装"))
    return found


def _commit() -> str:
    commit = _first_line(("git", "-C", str(_ROOT), "rev-parse", "--short", "HEAD"))
    changed = _first_line(("git", "-C", str(_ROOT), "status", "--porcelain", "--", "src"))
    return (commit or "不明") + ("，src 有未提交的改动" if changed else "")


def _memory() -> str:
    kib = _field("/proc/meminfo", "MemTotal")
    return f"{int(kib.split()[0]) / 1024**2:.0f} GB" if kib else "不明"


def _field(path: str, name: str) -> str:
    try:
        text = Path(path).read_text(encoding="utf-8")
    except OSError:
        return ""
    match = re.search(rf"^{name}\s*:\s*(.+)$", text, re.MULTILINE)
    return match[1] if match else ""


def _first_line(argv: Sequence[str]) -> str:
    try:
        done = subprocess.run(argv, capture_output=True, encoding="utf-8", check=False, timeout=10)
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return done.stdout.partition("\n")[0].strip()
