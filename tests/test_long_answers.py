"""Long answers begin at once, end where a terminal's patience ends, and are never held as a whole."""

import json
import re
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from rich.cells import cell_len

from bizenv_cli.parallel import each
from bizenv_cli.render import Page, renderer
from bizenv_cli.render.lookahead import LookAhead
from bizenv_cli.views import Column, Paragraph, Part, Rows, Stream, View
from bizenv_cli.views.parts import line
from conftest import REAL, ROOT, Run
from console import on_a_terminal

COLUMNS = (Column("编号"), Column("文字", flex=True))


def view_of(parts: Stream[Part], records: Stream[dict[str, object]] | None = None, total: int = 0) -> View:
    return View(
        "list", line("题"), parts, "tasks", records or Stream(lambda: iter(())), total, (("n", "号"),), None
    )


def test_an_endless_table_shows_its_first_rows() -> None:
    def rows() -> Iterator[tuple[tuple[object, ...], ...]]:
        number = 0
        while True:
            number += 1
            yield line(str(number)), line("文" * 60)

    view = view_of(Stream(lambda: iter([Rows(COLUMNS, rows(), line("头"))])))  # type: ignore[arg-type]
    shown = ""
    for piece in renderer("table")(view, Page(60)):
        shown += piece
        if "\n  5000 " in shown:
            break
    assert all(cell_len(text) <= 60 for text in shown.splitlines())


@pytest.mark.parametrize("form", ["jsonl", "json", "csv"])
def test_records_are_written_as_they_come(form: str) -> None:
    made = []

    def records() -> Iterator[dict[str, object]]:
        for number in range(10_000):
            made.append(number)
            yield {"n": number}

    pieces = renderer(form)(view_of(Stream(lambda: iter(())), Stream(records), 10_000), Page())
    for _ in range(5):
        next(pieces)
    assert len(made) < 10


def test_all_tables_of_a_long_answer_have_one_set_of_widths() -> None:
    """Also those that begin beyond the rows that were looked at, as far as the cells are no wider."""

    def parts() -> Iterator[Part]:
        for group in range(30):
            yield Rows(
                COLUMNS,
                ((line(f"{group:03}-{row:03}"), line("文字")) for row in range(100)),
                line(f"组{group}"),
            )

    text = "".join(renderer("table")(view_of(Stream(parts)), Page(80)))
    assert len(re.findall(r"^  \d{3}-\d{3}  文字$", text, re.MULTILINE)) == 3000
    assert text.count("组") == 30


@pytest.mark.parametrize("wanted", [1000, 3])
@pytest.mark.parametrize("sizes", [[1], [999, 1, 1], [1000], [1001, 5], [3, 2000, 3], [0, 5], []])
def test_looking_ahead_neither_loses_nor_repeats_nor_reorders(sizes: list[int], wanted: int) -> None:
    def parts() -> Iterator[Part]:
        for at, size in enumerate(sizes):
            yield Paragraph(line(f"段{at}"))
            yield Rows(COLUMNS, ((line(f"{at}-{row}"), line("")) for row in range(size)))

    seen: list[str] = []
    for part in LookAhead(parts(), wanted):
        if isinstance(part, Rows):
            seen += [row[0][0].text for row in part.rows]
        elif isinstance(part, Paragraph):
            seen.append(part.text[0].text)
    expected: list[str] = []
    for at, size in enumerate(sizes):
        expected += [f"段{at}", *(f"{at}-{row}" for row in range(size))]
    assert seen == expected


def test_a_limit_says_what_it_leaves_out(run: Run) -> None:
    ran = run("list", "--limit", "5")
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.count("\n1-") == 5
    assert "还有 196 项未列出。--limit 0 全部列出" in ran.out
    assert "未列出" not in run("list", "--limit", "201").out
    assert run("list", "--limit", "0") == run("list")
    answer = json.loads(run("due", "--before", "2023-11-30", "--limit", "7", "-f", "json").out)
    assert (answer["count"], len(answer["tasks"]), answer["whole"]) == (7, 7, 147)
    assert len(run("list", "--limit", "3", "-f", "jsonl").out.splitlines()) == 3
    assert run("list", "--limit", "-1").code == 2
    assert "到 2023-11-30（含）应办结 147 项" in run("due", "--before", "2023-11-30", "--limit", "7").out


def test_only_a_table_on_a_terminal_is_limited_unasked(tmp_path: Path, run: Run) -> None:
    program = (
        "import sys; from bizenv_cli.cli import context; context._MOST_LISTED = 10;"
        "from bizenv_cli.cli.main import main; sys.exit(main(sys.argv[1:]))"
    )
    ask = [sys.executable, "-c", program, "list", "--registry", str(REAL)]
    assert "还有 191 项未列出" in on_a_terminal(ask, tmp_path)
    assert "未列出" not in on_a_terminal([*ask, "--limit", "0"], tmp_path)
    assert "未列出" not in on_a_terminal([*ask, "--format", "md"], tmp_path)
    assert "未列出" not in run("list").out


def test_every_search_part_has_its_own_limit(run: Run) -> None:
    ran = run("search", "企业", "--limit", "2")
    assert ran.out.count("未列出") == 2


def double(number: int) -> int:
    return 2 * number


@pytest.mark.parametrize("count", [0, 3, 40])
def test_many_items_come_back_in_order_and_are_counted(count: int) -> None:
    told: list[tuple[int, int]] = []
    found = list(each(double, range(count), lambda done, whole: told.append((done, whole))))
    assert found == [2 * number for number in range(count)]
    assert told == [(done, count) for done in range(1, count + 1)]


def test_a_worker_that_fails_tells_the_caller() -> None:
    with pytest.raises(TypeError):
        list(each(double, [None] * 40))  # type: ignore[list-item]


@pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc for whether a process lives")
def test_workers_end_with_the_process_they_work_for(tmp_path: Path) -> None:
    """Killed at once, it can tell them nothing; they see it by themselves."""
    program = (
        "import os, sys, time; sys.path.insert(0, sys.argv[1]); import slow_work\n"
        "if __name__ == '__main__':\n"
        "    from bizenv_cli.parallel import each\n"
        "    list(each(slow_work.note, [sys.argv[1]] * 200))\n"
    )
    work = (
        "import os, pathlib, time\n"
        "def note(folder):\n    pathlib.Path(folder, f'{os.getpid()}.pid').touch(); time.sleep(0.2)\n"
    )
    (tmp_path / "slow_work.py").write_text(work, encoding="utf-8")
    (tmp_path / "main.py").write_text(program, encoding="utf-8")
    process = subprocess.Popen([sys.executable, str(tmp_path / "main.py"), str(tmp_path)])
    until(lambda: any(tmp_path.glob("*.pid")))
    process.kill()
    process.wait()
    workers = [int(path.stem) for path in tmp_path.glob("*.pid")]
    until(lambda: not any(alive(worker) for worker in workers))


def until(holds: Callable[[], bool]) -> None:
    end = time.monotonic() + 20
    while not holds():
        assert time.monotonic() < end
        time.sleep(0.05)


def alive(process: int) -> bool:
    try:
        return Path(f"/proc/{process}/stat").read_text(encoding="utf-8").split()[2] != "Z"
    except OSError:
        return False


def test_long_work_shows_a_bar_on_a_terminal_only(tmp_path: Path) -> None:
    program = (
        "import time; from bizenv_cli.cli.progress import Bar\n"
        "with Bar('样例活儿') as bar:\n"
        "    for at in range(1, 9):\n        time.sleep(0.1); bar.progress(at, 8)\n"
    )
    assert "样例活儿" in on_a_terminal([sys.executable, "-c", program], tmp_path)
    assert "样例活儿" not in on_a_terminal([sys.executable, "-c", program], tmp_path, TERM="dumb")
    quick = program.replace("time.sleep(0.1)", "pass")
    assert "样例活儿" not in on_a_terminal([sys.executable, "-c", quick], tmp_path)
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, encoding="utf-8", check=True, cwd=ROOT
    )
    assert (done.stdout, done.stderr) == ("", "")
