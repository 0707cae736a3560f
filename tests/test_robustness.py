"""What no registry should hold, and some disk does: each is a problem in plain words, at a bounded cost."""

import json
import os
import subprocess
import sys
import textwrap
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import pytest
import yaml

from bizenv_cli import checks, composing, registry
from bizenv_cli.composing import MAX_NODES, Composer
from bizenv_cli.files import SINGLE_FILES
from bizenv_cli.rawtext import MAX_BYTES, decode
from bizenv_cli.source import FolderSource
from bizenv_cli.yamltext import parse
from conftest import Run

SIZE = MAX_BYTES - 100_000
UNITS = SINGLE_FILES["units.yaml"]


def full(piece: str) -> str:
    """Return a text of nearly as many bytes as a file may have."""
    return piece * (SIZE // len(piece.encode()))


def much(piece: str) -> str:
    """Return a text of half a megabyte: enough to show a cost that grows with the square."""
    return piece * (500_000 // len(piece.encode()))


def bomb() -> str:
    """Return a billion laughs: nine aliases of nine aliases of …"""
    names = [f"a{at}" for at in range(20)]
    lines = [f"{names[0]}: &{names[0]} [哈, 哈, 哈, 哈, 哈, 哈, 哈, 哈, 哈]"]
    for before, name in pairwise(names):
        lines.append(f"{name}: &{name} [{', '.join([f'*{before}'] * 9)}]")
    return "\n".join(lines) + "\n"


HEAVY: dict[str, tuple[str, str]] = {
    # what the file holds, and the code of the first problem
    "billion laughs": (bomb(), "E103"),
    "many anchors": ("- " + much("&a "), "E103"),
    "flow lists in lists": (full("[[],"), "E108"),
    "opened brackets": ("[" * 10_000, "E108"),
    "opened braces": ("{a: " * 10_000, "E108"),
    "dashes in one line": ("- " * 10_000 + "a", "E108"),
    "deep block": ("".join(" " * depth + "a:\n" for depth in range(2_000)), "E108"),
    "questions in questions": (much("? "), "E108"),
    "many empty lists": ("units: [" + full("[],") + "]", "E012"),
    "many commas": ("units: [" + much(",") + "]", "E101"),
    "many lines": (full("a: 1\n"), "E012"),
    "many blank lines": (much("\n"), "E012"),
    "one long key": (much("a") + ": 1", "E101"),
    "one long text": ("units: " + full("区"), "E111"),
    "one long text with &": ("units: " + full("b&"), "E111"),
    "blanks before the text": ("units:" + full(" ") + "甲", "E111"),
    "blanks before the key": (much(" ") + "units: 1", "E111"),
    "wide blanks before the key": (much("　") + "units: 1", "E101"),
    "tabs before the key": (much("\t") + "units: 1", "E101"),
    "blanks in a sentence": ("measure: 区" + much(" ") + "。", "E115"),
    "quotes": ("units: " + much('"甲'), "E101"),
    "single quotes": ("units: " + much("''"), "E111"),
    "colons": (much(":"), "E101"),
    "stars": ("- " + much("*"), "E101"),
    "carriage returns": (much("\r"), "E007"),
    "no-break spaces": (much("\u00a0甲"), "E009"),
    "letters of Latin-1": ("units: " + much("é"), "E111"),
    "digits": ("units: " + much("1"), "E111"),
    "digits in groups": ("units: " + full("6222 0000 "), "E111"),
    "times": ("units: " + much("T00:"), "E101"),
    "separators": ("units: " + full("各、"), "E111"),
    "conflicts": (much("=======\n"), "E008"),
    "NUL": ("units: 1\n\0", "E107"),
    "an escape beyond Unicode": ('units: "\\U11111111"', "E101"),
    "a long directive": ("%YAML " + "1" * 100_000, "E104"),
}


READ_ALL = """
    import json, resource, sys
    from pathlib import Path
    from bizenv_cli.files import SINGLE_FILES
    from bizenv_cli.registry import read

    resource.setrlimit(resource.RLIMIT_AS, (768 << 20, 768 << 20))
    told = {}
    for path in Path(sys.argv[1]).iterdir():
        _, problems = read("units.yaml", "units.yaml", path.read_bytes(), SINGLE_FILES["units.yaml"])
        longest = max(len(problem.message) + len(problem.hint) for problem in problems)
        told[path.stem] = (problems[0].code, len(problems), longest)
    print(json.dumps(told))
"""


def test_heavy_texts_are_problems_and_take_bounded_memory(tmp_path: Path) -> None:
    """Each is read in a process that may not have more than 768 MB, and is told in few and short words."""
    pytest.importorskip("resource", reason="本机的系统不限内存")
    for name, (text, _) in HEAVY.items():
        (tmp_path / f"{name}.yaml").write_bytes(text.encode())
    done = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(READ_ALL), str(tmp_path)],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.stderr == ""
    told = json.loads(done.stdout)
    assert {name: code for name, (code, _, _) in told.items()} == {
        name: code for name, (_, code) in HEAVY.items()
    }
    assert max(count for _, count, _ in told.values()) <= 40
    assert max(longest for _, _, longest in told.values()) < 400


@pytest.mark.parametrize("loader", ["CSafeLoader", "SafeLoader"])
@pytest.mark.parametrize(
    ("text", "most"),
    [
        ("[" + "[]," * 200_000 + "]", MAX_NODES + 1),
        ("[" * 10_000, 61),
        ("- " * 10_000 + "a", 61),
        (bomb(), 600),
    ],
)
def test_no_more_is_taken_than_the_bounds_allow(
    text: str, most: int, loader: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An alias is never followed, and reading ends at the first node too many or too deep."""
    if not hasattr(yaml, loader):
        pytest.skip("本机的 PyYAML 没有带 libyaml")
    taken = 0
    original = Composer.take

    def counted(self: Composer, event: yaml.Event) -> None:
        nonlocal taken
        taken += isinstance(event, yaml.NodeEvent)
        original(self, event)

    monkeypatch.setattr(composing.Composer, "take", counted)
    monkeypatch.setattr("bizenv_cli.yamltext.SafeLoader", getattr(yaml, loader))
    document, _ = parse("x.yaml", text)
    assert document is None
    assert 0 < taken <= most


def test_a_file_of_many_mistakes_tells_the_first_and_says_so(small: Path) -> None:
    (small / "units.yaml").write_text("units:\n" + "  - kind: singel\n" * 5_000, encoding="utf-8")
    _, problems = registry.load(FolderSource(small))
    assert 1 < len(problems) <= 200
    assert "改后再查" in problems[-1].hint + problems[0].hint + "".join(problem.hint for problem in problems)


def test_slips_by_the_thousand_are_told_by_the_score() -> None:
    for line in ("lead：甲\n", "=======\n>>>>>>> 甲\n", "# 138 1234 5678\n", "# 甲\u200b乙\n"):
        _, problems = decode("x.yaml", (line * 2_000).encode())
        assert len(problems) == 20


# --- folders and files that are none


@dataclass(frozen=True)
class Vanishing:
    """A folder from which files vanish after they were listed."""

    below: FolderSource
    gone: str
    packed: bool = False

    def paths(self) -> Iterator[str]:
        return self.below.paths()

    def read(self, path: str) -> bytes:
        if path == self.gone:
            raise FileNotFoundError(2, "No such file or directory")
        return self.below.read(path)

    def shown(self, path: str) -> str:
        return path


def test_a_file_that_vanishes_between_listing_and_reading_is_a_problem(small: Path) -> None:
    loaded, problems = registry.load(Vanishing(FolderSource(small), "officials.yaml"))
    assert [(problem.code, "没有这个文件" in problem.message) for problem in problems] == [("E001", True)]
    assert loaded.unread == ("officials.yaml",)
    checks.run(loaded)  # what is left is checked all the same


def test_a_file_without_permission_is_a_problem(small: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    original = Path.open

    def refuse(self: Path, *arguments: str, **named: str) -> object:
        if self.name == "treatments.yaml":
            raise PermissionError(13, "Permission denied")
        return original(self, *arguments, **named)  # type: ignore[call-overload]

    monkeypatch.setattr(Path, "open", refuse)
    _, problems = registry.load(FolderSource(small))
    assert [(problem.code, "没有权限" in problem.message) for problem in problems] == [("E001", True)]


def file_loop(folder: Path) -> None:
    (folder / "officials.yaml").unlink()
    (folder / "officials.yaml").symlink_to("officials.yaml")


def folder_loop(folder: Path) -> None:
    (folder / "annex1" / "again").symlink_to(folder, target_is_directory=True)


def folder_onto_itself(folder: Path) -> None:
    (folder / "ledger").symlink_to("ledger", target_is_directory=True)


def dangling(folder: Path) -> None:
    (folder / "treatments.yaml").unlink()
    (folder / "treatments.yaml").symlink_to("nowhere.yaml")


def pipe(folder: Path) -> None:
    if not hasattr(os, "mkfifo"):
        pytest.skip("本机的系统没有命名管道")
    (folder / "officials.yaml").unlink()
    os.mkfifo(folder / "officials.yaml")


@pytest.mark.parametrize(
    ("breakage", "code", "words"),
    [
        (file_loop, "E001", "这是一个链接"),
        (folder_loop, "E005", "移出清单文件夹"),
        (folder_onto_itself, "E005", "ledger 应是文件夹"),
        (dangling, "E001", "这是一个链接"),
        (pipe, "E001", "不是普通文件"),
    ],
)
def test_what_is_no_plain_file_is_a_problem(
    small: Path, run: Run, breakage: Callable[[Path], None], code: str, words: str
) -> None:
    try:
        breakage(small)
    except OSError:
        pytest.skip("本机的系统不让建链接")
    ran = run("check", "--registry", str(small), registry=None)
    assert (ran.code, ran.err) == (1, "")
    assert code in ran.out
    assert words in ran.out
    assert "Traceback" not in ran.out


def test_a_registry_that_is_a_file_is_named_as_one(small: Path, run: Run) -> None:
    for command in ("check", "due"):
        ran = run(command, "--registry", str(small / "plan.yaml"), registry=None)
        assert ran.code in (1, 2)
        assert "是一个文件" in ran.err
        assert "Traceback" not in ran.err


def test_the_program_tells_a_heavy_file_without_printing_it(small: Path, run: Run) -> None:
    (small / "units.yaml").write_text("units: " + full("区"), encoding="utf-8")
    ran = run("check", "--registry", str(small), registry=None)
    assert ran.code == 1
    assert "E111" in ran.out
    assert len(ran.out) < 10_000
