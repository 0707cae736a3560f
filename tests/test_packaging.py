"""The program as it is handed on: one file for a bare python3, a wheel in an environment of its own."""

import os
import subprocess
import sys
import venv
import zipfile
from importlib.util import find_spec
from pathlib import Path

import pytest

from conftest import ROOT

BARE = Path(getattr(sys, "_base_executable", sys.executable))
DUE = ("due", "--before", "2023-11-30", "--as-of", "2023-09-01")


def outside(tmp_path: Path) -> dict[str, str]:
    """An environment that knows nothing of this one."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("BIZENV", "PYTHON", "VIRTUAL"))
    }
    return kept | {"BIZENV_CACHE": str(tmp_path / "cache"), "LC_ALL": "C.UTF-8"}


@pytest.fixture(scope="module")
def one_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("dist") / "bizenv.pyz"
    build = [sys.executable, str(ROOT / ".ci" / "zipapp.py"), "--output", str(path)]
    subprocess.run(build, check=True, capture_output=True)
    return path


def call(tmp_path: Path, *command: str) -> subprocess.CompletedProcess[str]:
    folder = tmp_path / "elsewhere"
    folder.mkdir(exist_ok=True)
    return subprocess.run(
        command, cwd=folder, env=outside(tmp_path), capture_output=True, encoding="utf-8", check=False
    )


@pytest.mark.skipif(not BARE.exists(), reason="没有环境之外的 python3")
def test_one_file_answers_with_nothing_but_python(one_file: Path, tmp_path: Path) -> None:
    for _ in range(2):  # unpacked by the first call, found by the second
        ran = call(tmp_path, str(BARE), "-I", "-S", str(one_file), *DUE)
        assert (ran.returncode, ran.stderr) == (0, "")
        assert "随程序附带的清单" in ran.stdout
        assert "应办结 147 项" in ran.stdout
    (folder,) = (tmp_path / "cache" / "pyz").iterdir()
    assert (folder / "site" / "openpyxl").is_dir()
    assert not list(folder.rglob("tests"))


def test_one_file_can_be_used_where_nothing_can_be_kept(one_file: Path, tmp_path: Path) -> None:
    (tmp_path / "cache").write_text("", encoding="utf-8")  # a file in the folder's place
    ran = call(tmp_path, str(BARE), "-I", str(one_file), "--version")
    assert (ran.returncode, ran.stderr) == (0, "")


def test_one_file_of_another_system_says_so(one_file: Path, tmp_path: Path) -> None:
    foreign = tmp_path / "foreign.pyz"
    with zipfile.ZipFile(one_file) as archive, zipfile.ZipFile(foreign, "w") as copy:
        text = archive.read("__main__.py").decode()
        copy.writestr("__main__.py", text.replace(repr(sys.implementation.cache_tag), "'cpython-300'"))
    ran = call(tmp_path, str(BARE), str(foreign), "--version")
    assert ran.returncode == 2
    assert "cpython-300" in ran.stderr
    assert "make zipapp" in ran.stderr


def test_the_same_source_makes_the_same_file(one_file: Path, tmp_path: Path) -> None:
    again = tmp_path / "again.pyz"
    build = [sys.executable, str(ROOT / ".ci" / "zipapp.py"), "--output", str(again)]
    subprocess.run(build, check=True, capture_output=True)
    assert again.read_bytes() == one_file.read_bytes()


@pytest.mark.skipif(find_spec("pip") is None, reason="这个环境里没有 pip")
def test_the_wheel_is_installed_as_pipx_does_it(tmp_path: Path) -> None:
    """In an environment of its own, with its own command; the libraries are lent, so that no network is asked."""
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)],
        cwd=ROOT, check=True, capture_output=True,
    )  # fmt: skip
    (wheel,) = tmp_path.glob("*.whl")
    home = tmp_path / "环境"
    venv.create(home, with_pip=False)
    program = home / ("Scripts" if os.name == "nt" else "bin")
    install = [
        "-m",
        "pip",
        "--python",
        str(program / "python"),
        "install",
        "--no-deps",
        "--no-index",
        str(wheel),
    ]
    subprocess.run([sys.executable, *install], check=True, capture_output=True)
    (site,) = home.rglob("site-packages")
    (site / "lent.pth").write_text(f"{Path(pytest.__file__).parents[1]}\n", encoding="utf-8")
    ran = call(tmp_path, str(program / "bizenv"), *DUE)
    assert (ran.returncode, ran.stderr) == (0, "")
    assert "随程序附带的清单" in ran.stdout
    assert "应办结 147 项" in ran.stdout
    begun = call(
        tmp_path, str(program / "bizenv"), "init", "新", "--title", "示例区2099年行动方案", "--number", "示例发〔2099〕1号",
        "--issuer", "示例区办公室", "--issued", "2099-03-01", "--key", "shili2099",
    )  # fmt: skip
    assert (begun.returncode, begun.stderr) == (0, "")  # the templates are in the wheel
