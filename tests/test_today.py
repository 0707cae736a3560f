"""``bizenv`` alone: today's picture on a terminal, the help elsewhere."""

import re
import shutil
import sys
from datetime import date
from pathlib import Path

import pytest
from rich.cells import cell_len

from bizenv_cli.cli.app import COMMANDS
from bizenv_cli.index import Index, open_index
from bizenv_cli.place import Place
from bizenv_cli.query import plan
from bizenv_cli.query.today import Today, today
from bizenv_cli.views.today import next_steps
from conftest import REAL, Run, index_at
from console import on_a_terminal

ESCAPES = re.compile(r"\x1b\[[0-9;]*m")
LEDGER = """unit: 甲局
entries:
  - {date: 2099-04-02, task: 1-1, event: done}
"""


def screen(folder: Path, columns: int = 80, lines: int = 24, **environment: str) -> list[str]:
    environment = {"COLUMNS": str(columns), "LINES": str(lines), **environment}
    text = on_a_terminal([sys.executable, "-m", "bizenv_cli"], folder, **environment)
    return ESCAPES.sub("", text).split("\n")


def picture(index: Index) -> tuple[Today, list[str]]:
    found = today(index, 3)
    return found, [command for command, _ in next_steps(plan.head(index), found)]


@pytest.mark.parametrize("day", ["2023-08-01", "2023-09-01", "2023-11-20", "2024-06-01"])
@pytest.mark.parametrize(("columns", "lines"), [(80, 24), (100, 50), (160, 50)])
def test_the_picture_fits_the_screen(tmp_path: Path, day: str, columns: int, lines: int) -> None:
    shown = screen(tmp_path, columns, lines, BIZENV_REGISTRY=str(REAL), BIZENV_TODAY=day)
    assert len(shown) <= lines
    assert all(cell_len(line) <= columns for line in shown)
    assert shown[0].startswith("青山湖区营商环境2023年行动方案")
    assert sum(line.startswith("  bizenv ") for line in shown) == 3


def test_the_picture_agrees_with_the_commands(tmp_path: Path, run: Run) -> None:
    shown = "\n".join(screen(tmp_path, BIZENV_REGISTRY=str(REAL)))
    assert "√ 已办结 0   ■ 逾期 39   ▲ 30 天内 21   ● 其余 140   × 无时限 1" in run("status").out
    assert "√ 已办结 0   ■ 逾期 39   ▲ 30 天内 21   ● 其余 140   × 无时限 1" in shown
    late = run("duties", "--until", "今天", "--status", "overdue").out
    assert "例行职责 78 次" in late
    assert "■ 逾期 78 次" in shown
    assert "54 项   √ 达到 0   ■ 未达到 0   ● 尚无数据 54" in shown


def test_an_empty_ledger_is_said_to_be_empty_and_no_rate_is_made_of_it(tmp_path: Path) -> None:
    shown = "\n".join(screen(tmp_path, BIZENV_REGISTRY=str(REAL)))
    assert "尚无任何登记" in shown
    assert "29 个牵头单位都还没有报告过，都不满 60 天" in shown
    assert "%" not in shown
    assert "率" not in shown


def test_every_command_that_is_suggested_can_be_run(run: Run) -> None:
    for day in (date(2023, 8, 1), date(2023, 9, 1), date(2024, 6, 1)):
        _, commands = picture(index_at(day))
        assert len(commands) >= 3
        for command in commands[:3]:
            name, *rest = command.split()
            assert name == "bizenv"
            assert rest[0] in COMMANDS
            ran = run(*rest, BIZENV_TODAY=day.isoformat())
            assert (ran.code, ran.err) == (0, ""), command


def test_what_is_suggested_follows_from_the_ledger(small: Path) -> None:
    (small / "ledger").mkdir()
    (small / "ledger" / "jia-ju.yaml").write_text(LEDGER, encoding="utf-8")
    found, commands = picture(open_index(Place(small), date(2099, 5, 1)))
    assert (found.whole.whole.done, found.whole.whole.accepted) == (1, 0)
    assert "bizenv list --status done" in commands


def test_of_several_plans_a_suggested_paper_names_its_plan(tmp_path: Path, run: Run) -> None:
    for key in ("jia", "yi"):
        shutil.copytree(REAL, tmp_path / "all" / key)
        head = tmp_path / "all" / key / "plan.yaml"
        head.write_text(
            head.read_text(encoding="utf-8").replace("key: qsh2023", f"key: {key}"), encoding="utf-8"
        )
    index = open_index(Place(tmp_path / "all", federated=True), date(2023, 9, 1))
    _, commands = picture(index)
    assert commands[1] == "bizenv notice 区市场监管局 --plan jia"
    ran = run(*commands[1].split()[1:], registry=tmp_path / "all")
    assert (ran.code, ran.err) == (0, "")


def test_a_name_is_quoted_where_a_shell_would_not_read_it_as_one(small: Path) -> None:
    index = open_index(Place(small), date(2099, 7, 1))
    found = today(index, 1)
    units = tuple(unit._replace(unit="甲 局$(x)") for unit in found.whole.units)
    found = found._replace(whole=found.whole._replace(units=units))
    assert "bizenv notice '甲 局$(x)'" in [command for command, _ in next_steps(plan.head(index), found)]


def test_a_registry_with_problems_is_no_picture_and_says_what_to_run(tmp_path: Path, copy: Path) -> None:
    path = copy / "annex1" / "05-dengji-caichan.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("2023-11-30", "2023-11-31"), encoding="utf-8")
    shown = "\n".join(screen(tmp_path, BIZENV_REGISTRY=str(copy)))
    assert "先改正再查询（bizenv check 列出全部）" in shown
    assert "已办结" not in shown


def test_without_a_registry_it_says_how_to_get_one(tmp_path: Path) -> None:
    missing = tmp_path / "没有"
    shown = "".join(screen(tmp_path, BIZENV_REGISTRY=str(missing)))
    assert "没有找到任务清单" in shown
    assert "git clone" in shown
    assert "plan.yaml" in shown


def test_elsewhere_than_on_a_terminal_it_is_the_help(run: Run) -> None:
    ran = run()
    assert (ran.code, ran.err) == (0, "")
    assert "用法：" in ran.out
    assert all(name in ran.out for name in COMMANDS)


def test_a_picture_from_the_cache_imports_neither_the_gate_nor_a_board(tmp_path: Path) -> None:
    environment = {"BIZENV_REGISTRY": str(REAL), "COLUMNS": "80", "LINES": "24"}
    code = (
        "import sys; from bizenv_cli.cli.main import main; main([]); "
        "print(sorted({'pydantic', 'yaml', 'textual'} & set(sys.modules)))"
    )
    for _ in range(2):
        text = on_a_terminal([sys.executable, "-c", code], tmp_path, **environment)
    assert text.rstrip().endswith("[]")
