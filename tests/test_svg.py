"""Tables as pictures: sound XML, no font from a network, every column where it should be, in a browser too."""

import re
import shutil
import struct
import subprocess
import zlib
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from bizenv_cli.index import Index
from bizenv_cli.render import Page, renderer
from bizenv_cli.views import Column, Rows, Span, View
from bizenv_cli.views.parts import line
from conftest import DAY, Run
from test_render import HOSTILE, due

SVG = "{http://www.w3.org/2000/svg}"
COMMANDS = (
    "status", "due", "overdue", "upcoming", "extensions", "duties", "complaints", "score", "heatmap", "burndown",
    "unit 法院", "official 蔡志刚", "indicator 纳税", "action 涉企服务", "task 1-26", "why 1-26", "list", "search 登记",
    "overlaps", "plans", "units", "officials", "indicators", "actions", "targets", "target T1", "errata", "sql",
    "explain E204", "sla 2023-09-01",
)  # fmt: skip


def picture(view: View, width: int | None = None) -> str:
    return "".join(renderer("svg")(view, Page(width)))


def view_of(*rows: tuple[str, ...], wrap: bool = False) -> View:
    columns = tuple(Column(f"列{at}", flex=wrap and at == len(rows[0]) - 1) for at in range(len(rows[0])))
    parts = (Rows(columns, tuple(tuple(line(cell) for cell in row) for row in rows)),)
    return View("x", line("题"), parts, "rows", (), len(rows), (), DAY)


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_draws_its_answer(run: Run, command: str) -> None:
    ran = run(*command.split(), "--format", "svg")
    assert ran.code == 0, ran.err
    root = ET.fromstring(ran.out)  # noqa: S314  (our own text)
    assert root.tag == f"{SVG}svg"
    assert not re.search(r"url\(|@import|href|https?://(?!www\.w3\.org/2000/svg)", ran.out)
    table = run(*command.split(), "--format", "table", COLUMNS="100").out
    drawn = re.sub(r"\s", "", "".join(text.text or "" for text in root.iter(f"{SVG}text")))
    assert re.sub(r"\s", "", table)[:40] == drawn[:40]


def test_the_same_answer_is_the_same_picture(run: Run, tmp_path: Path) -> None:
    first = run("due", "--format", "svg")
    ran = run("due", "--format", "svg", "-o", str(tmp_path / "a.svg"))
    assert (ran.code, ran.out) == (0, "")
    assert (tmp_path / "a.svg").read_text(encoding="utf-8") == first.out
    wide = ET.fromstring(run("due", "--format", "svg", COLUMNS="160").out)  # noqa: S314
    assert int(wide.get("width", "")) > int(ET.fromstring(first.out).get("width", ""))  # noqa: S314
    assert run("due", "--format", "svg", COLUMNS="many").out == first.out


def test_a_column_begins_in_the_same_place_on_every_row(index: Index) -> None:
    root = ET.fromstring(picture(due(index)))  # noqa: S314
    starts = {
        text.get("x")
        for text in root.iter(f"{SVG}text")
        if re.fullmatch("区(税务|市监|发改|政数)(局|委)", text.text or "")
    }
    assert len(starts) <= 2  # in the rows, and in the notes below them


@given(st.lists(st.tuples(st.text(max_size=30), st.text(max_size=30)), min_size=1, max_size=4))
def test_each_run_takes_the_cells_that_it_takes_in_a_terminal(rows: list[tuple[str, str]]) -> None:
    root = ET.fromstring(picture(view_of(*rows)))  # noqa: S314
    for text in root.iter(f"{SVG}text"):
        room, cells = int(text.get("textLength", "0")), cell_len(text.text or "")
        assert room in (8 * cells, 12)
        assert int(text.get("x", "0")) + 8 * cells <= int(root.get("width", "0"))


def test_hostile_text_is_text() -> None:
    hostile = f"{HOSTILE} ]]> &amp; </text><script>\ufffe"
    drawn = picture(view_of((hostile, "乙")), 200)
    root = ET.fromstring(drawn)  # noqa: S314
    assert {element.tag for element in root.iter()} == {
        f"{SVG}{name}" for name in ("svg", "title", "rect", "g", "text")
    }
    assert "".join(text.text or "" for text in root.iter(f"{SVG}text")).count("script") == 2


def test_tones_are_drawn_and_change_no_word() -> None:
    part = Rows((Column("甲"),), (((Span("红", "bad"), Span("底", "shade4"), Span("淡", "dim")),),))
    root = ET.fromstring(picture(View("x", line("题"), (part,), "rows", (), 1, (), DAY)))  # noqa: S314
    looks = {text.text: (text.get("fill"), text.get("font-weight")) for text in root.iter(f"{SVG}text")}
    assert looks["红"] == ("#be1e1e", "bold")
    assert looks["底"] == ("#ffffff", "bold")
    assert looks["淡"][0] not in (None, "#202124")
    assert any(rect.get("fill") == "#be1e1e" for rect in root.iter(f"{SVG}rect"))


def test_a_browser_draws_the_columns_under_each_other(tmp_path: Path) -> None:
    """The last column, of which each cell is one block, begins at the same pixel in every row, whatever stands before."""
    program = shutil.which("chromium") or shutil.which("google-chrome")
    if program is None:
        pytest.skip("没有装 Chromium，画不出图来看")
    before = ("iiiiiiii", "WWWWWWWW", "汉字汉字", "甲a乙b丙c"[:6] + "--", "（甲）乙", "“甲”ab乙")
    rows = tuple((text, "█") for text in before)
    path = tmp_path / "a.svg"
    path.write_text(picture(view_of(*rows), 40), encoding="utf-8")
    shot = tmp_path / "a.png"
    subprocess.run(
        [program, "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", f"--user-data-dir={tmp_path / 'profile'}",
         "--force-device-scale-factor=1", "--window-size=400,300", f"--screenshot={shot}", path.as_uri()],
        check=True, capture_output=True, timeout=120,
    )  # fmt: skip
    pixels = _pixels(shot.read_bytes())
    starts = []
    root = ET.fromstring(path.read_text(encoding="utf-8"))  # noqa: S314
    for text in root.iter(f"{SVG}text"):
        if text.text == "█":
            left, middle = int(text.get("x", "")), int(text.get("y", "")) - 6
            starts.append(next(at for at in range(left - 12, left + 12) if pixels[middle][at] < 100) - left)
    assert len(starts) == len(before)
    assert max(starts) - min(starts) <= 1
    assert abs(starts[0]) <= 2


def _pixels(png: bytes) -> list[list[int]]:
    """Return how light each pixel of a PNG is, row by row: by its red alone, which is enough for black on white."""
    at, data, width, channels = 8, b"", 0, 0
    while at < len(png):
        (length,), kind = struct.unpack(">I", png[at : at + 4]), png[at + 4 : at + 8]
        body = png[at + 8 : at + 8 + length]
        if kind == b"IHDR":
            width, _, depth, colours = struct.unpack(">IIBB", body[:10])
            channels = {2: 3, 6: 4}[colours]
            assert depth == 8
        data += body if kind == b"IDAT" else b""
        at += 12 + length
    raw, size, rows = zlib.decompress(data), width * channels, []
    above = bytearray(size)
    for start in range(0, len(raw), size + 1):
        filtered, row = raw[start], bytearray(raw[start + 1 : start + 1 + size])
        for place in range(size):
            left = row[place - channels] if place >= channels else 0
            corner = above[place - channels] if place >= channels else 0
            guess = left + above[place] - corner
            paeth = min(
                (abs(guess - each), order, each) for order, each in enumerate((left, above[place], corner))
            )[2]
            row[place] = (
                row[place] + (0, left, above[place], (left + above[place]) // 2, paeth)[filtered]
            ) & 255
        rows.append(list(row[::channels]))
        above = row
    return rows
