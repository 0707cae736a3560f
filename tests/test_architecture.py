"""The house rules: who may import whom, and what stays where it belongs."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from conftest import ROOT

PACKAGE = ROOT / "src" / "bizenv_cli"

# Left to right: a module imports from its own layer and those before it, never from those after.
LAYERS = [
    [
        "problem",
        "vocabulary",
        "descriptions",
        "nearest",
        "folding",
        "likeness",
        "numerals",
        "parallel",
        "pinyin",
        "oneline",
        "simplified",
        "wording",
        "manual",
        "topics",
        "candidate",
    ],
    ["errors", "giterrors"],
    ["dates", "periods", "dayphrases", "workdays", "recurrence", "matching"],
    ["dateslips", "spellings", "ids"],
    ["clock", "place"],
    ["document", "lines", "encoding", "invisible", "personal"],
    ["typing_slips", "broken", "decoded", "composing"],
    ["rawtext", "yamltext", "model"],
    ["fault", "modelpath", "git"],
    ["idslips", "sentences", "astray"],
    ["messages"],
    ["source", "salvage", "commits", "readable", "gitsetup"],
    ["files", "past"],
    ["held", "wordfile"],
    ["registry"],
    ["amendments", "overlapping", "pairing", "owners", "schema", "voiding", "parties", "whole"],
    ["standing", "owed"],
    ["checks", "history", "notice", "printed", "stated", "verify"],
    ["chronicle"],
    ["origins"],
    ["plans"],
    ["append"],
    ["newfile"],
    ["intake", "starting"],
    ["rules"],
    ["index"],
    ["query"],
    ["report", "recording"],
    ["proof"],
    ["views"],
    ["answers"],
    ["render"],
    ["export", "board"],
    ["workbook", "completion", "tui"],
    ["cli"],
]
LAYER = {name: at for at, names in enumerate(LAYERS) for name in names}

ONLY_IN = {
    "typer": ("cli",),
    "rich": ("cli", "render", "tui"),
    "textual": ("tui",),
    "pydantic": ("model", "messages", "salvage", "registry"),
    "pydantic_core": ("model", "messages"),
    "yaml": ("yamltext", "composing"),
    "sqlite3": ("index", "query", "export"),
    "pyarrow": ("export",),
    "icalendar": ("export",),
    "jinja2": ("board",),
    "docx": ("render", "wordfile", "intake"),
    "openpyxl": ("workbook", "intake"),
    "subprocess": ("git",),
    "chinese_calendar": ("workdays",),
    "dateutil": ("recurrence",),
    "filelock": ("append",),
    "pypinyin": ("pinyin",),
    "opencc": ("simplified",),
}


def modules() -> Iterator[tuple[str, Path]]:
    for path in sorted(PACKAGE.rglob("*.py")):
        parts = path.relative_to(PACKAGE).with_suffix("").parts
        yield ".".join(part for part in parts if part != "__init__"), path


def imports(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            if node.module == "bizenv_cli":
                yield from (f"bizenv_cli.{alias.name}" for alias in node.names)
            else:
                yield node.module


@pytest.mark.parametrize(("name", "path"), list(modules()), ids=lambda value: str(value)[-40:])
def test_imports_run_one_way(name: str, path: Path) -> None:
    family = name.split(".", maxsplit=1)[0]
    if family in ("", "__main__"):
        return
    for imported in imports(path):
        parts = imported.split(".")
        if parts[0] == "bizenv_cli" and len(parts) > 1 and parts[1] in LAYER:
            assert LAYER[parts[1]] <= LAYER[family], f"{name} imports {imported}"
        allowed = ONLY_IN.get(parts[0])
        assert allowed is None or family in allowed, f"{name} imports {imported}"


def test_every_module_has_a_layer() -> None:
    families = {name.split(".")[0] for name, _ in modules()} - {"", "__main__"}
    assert families == set(LAYER)


def test_command_modules_never_import_the_app() -> None:
    for name, path in modules():
        if name.startswith("cli.") and name not in ("cli.app", "cli.main", "cli.completing"):
            assert "bizenv_cli.cli.app" not in set(imports(path)), name


def test_only_the_clock_reads_the_clock() -> None:
    for name, path in modules():
        if name != "clock":
            text = path.read_text(encoding="utf-8")
            assert not re.search(r"\.(today|now|utcnow)\(\)", text.replace("clock.today()", "")), name


def test_every_module_says_what_it_is_for_and_stays_small() -> None:
    for name, path in modules():
        text = path.read_text(encoding="utf-8")
        assert ast.get_docstring(ast.parse(text)), name
        assert text.count("\n") <= 300, f"{name} holds two things"


def test_no_module_has_a_name_that_explains_nothing() -> None:
    for name, _ in modules():
        assert not {"utils", "util", "helpers", "common", "misc", "manager"} & set(name.split("."))


def test_the_top_level_holds_only_what_it_should() -> None:
    allowed = {
        "registry",
        "src",
        "tests",
        "pyproject.toml",
        "Makefile",
        "README.md",
        "LICENSE",
        "requirements-lock.txt",
    }
    visible = {path.name for path in ROOT.iterdir() if not path.name.startswith(".")}
    assert visible - {"build", "dist"} <= allowed


def test_lock_file_names_no_host() -> None:
    assert "://" not in (ROOT / "requirements-lock.txt").read_text(encoding="utf-8")
