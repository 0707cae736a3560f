"""Builds dist/bizenv.pyz: the program, its registry and its libraries in one file that needs only python3.

No network is asked: the libraries are those of the environment that runs this script, so the file is for the same
system and the same version of Python as that (pydantic-core is compiled). On its first run the file unpacks itself
into the user's cache folder, because compiled modules and the packed registry must be files of their own.
"""

import argparse
import hashlib
import re
import subprocess
import sys
import sysconfig
import tempfile
import zipfile
from collections.abc import Iterable
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

ROOT = Path(__file__).parents[1]
_EPOCH = (1980, 1, 1, 0, 0, 0)  # the same libraries make the same bytes
_SKIPPED = re.compile(
    r"(^|/)(__pycache__|tests?|testing)/|\.(pyi|pyc|c|h|pyx)$|/(RECORD|INSTALLER|REQUESTED|direct_url\.json)$"
)
_REQUIREMENT = re.compile(r"(?P<name>[A-Za-z0-9._-]+)(?:\[[^]]*\])?[^;]*(?:;(?P<marker>.*))?")

_MAIN = '''\
"""Unpacks this file once into the cache folder, and runs the program from there."""
import os, shutil, sys, sysconfig, tempfile, zipfile

BUILD, TAG, PLATFORM = {build!r}, {tag!r}, {platform!r}


def unpacked():
    """Return the folder with the program; a half-unpacked one is never seen under its name."""
    home = os.environ.get("XDG_CACHE_HOME") or os.environ.get("LOCALAPPDATA") or os.path.join(os.path.expanduser("~"), ".cache")
    base = os.path.join(os.environ.get("BIZENV_CACHE") or os.path.join(home, "bizenv"), "pyz")
    folder = os.path.join(base, BUILD)
    if os.path.isdir(folder):
        return folder
    try:
        os.makedirs(base, mode=0o700, exist_ok=True)
        fresh = tempfile.mkdtemp(dir=base)
    except OSError:
        fresh = tempfile.mkdtemp(prefix="bizenv-")
        folder = None  # nowhere to keep it: it is unpacked for this run alone
        import atexit

        atexit.register(shutil.rmtree, fresh, True)
    with zipfile.ZipFile(sys.argv[0] if zipfile.is_zipfile(sys.argv[0]) else os.path.dirname(__file__)) as archive:
        archive.extractall(fresh, [name for name in archive.namelist() if name.startswith("site/")])
    if folder is None:
        return fresh
    try:
        os.rename(fresh, folder)
    except OSError:  # another call was faster
        shutil.rmtree(fresh, True)
    return folder


if sys.implementation.cache_tag != TAG or sysconfig.get_platform() != PLATFORM:
    sys.stderr.write(
        "错误：这个文件是为 %s、%s 做的，这里是 %s、%s。请在这台机器上另做一份（make zipapp），或用 pipx 安装\\n"
        % (TAG, PLATFORM, sys.implementation.cache_tag, sysconfig.get_platform())
    )
    sys.exit(2)
sys.path.insert(0, os.path.join(unpacked(), "site"))
from bizenv_cli.cli.start import main

sys.exit(main())
'''


def main() -> int:
    """Build the file and say where it is."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--output", type=Path, default=ROOT / "dist" / "bizenv.pyz")
    parser.add_argument("--extras", default="docx,board,tui", help="optional parts of the program, by comma")
    given = parser.parse_args()
    extras = {extra for extra in given.extras.split(",") if extra}
    program = _program()
    files = program | _libraries(_requirements(program), extras)
    build = hashlib.sha256()
    for name in sorted(files):
        build.update(f"{name}\0{len(files[name])}\0".encode() + files[name])
    text = _MAIN.format(
        build=build.hexdigest()[:16], tag=sys.implementation.cache_tag, platform=sysconfig.get_platform()
    )
    given.output.parent.mkdir(parents=True, exist_ok=True)
    with given.output.open("wb") as out:
        out.write(b"#!/usr/bin/env python3\n")
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, data in [("__main__.py", text.encode()), *sorted(files.items())]:
                archive.writestr(zipfile.ZipInfo(name, _EPOCH), data, zipfile.ZIP_DEFLATED)
    given.output.chmod(0o755)
    size = given.output.stat().st_size / 1_000_000
    print(
        f"已生成 {given.output}（{size:.1f} MB，只用于 {sys.implementation.cache_tag}、{sysconfig.get_platform()}）"
    )
    return 0


def _program() -> dict[str, bytes]:
    """Return the files of the wheel, built from this source."""
    with tempfile.TemporaryDirectory() as folder:
        build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", folder]
        subprocess.run(build, cwd=ROOT, check=True, capture_output=True)
        (wheel,) = Path(folder).glob("*.whl")
        with zipfile.ZipFile(wheel) as archive:
            return {
                f"site/{name}": archive.read(name) for name in archive.namelist() if not _SKIPPED.search(name)
            }


def _requirements(program: dict[str, bytes]) -> list[str]:
    """Return what the wheel says it requires; the environment may hold an older build of it."""
    metadata = next(data for name, data in program.items() if name.endswith(".dist-info/METADATA"))
    return re.findall(r"^Requires-Dist: (.+)$", metadata.decode(), re.MULTILINE)


def _libraries(requirements: list[str], extras: set[str]) -> dict[str, bytes]:
    """Return the files of some requirements, and of what those require in turn."""
    files: dict[str, bytes] = {}
    seen: set[str] = set()
    waiting = _named(requirements, extras)
    while waiting:
        name = waiting.pop()
        if name in seen:
            continue
        seen.add(name)
        try:
            library = distribution(name)
        except PackageNotFoundError:
            continue  # for another system or version
        for file in library.files or ():
            path = file.as_posix()
            if not path.startswith("..") and not _SKIPPED.search(path):
                files[f"site/{path}"] = Path(str(library.locate_file(file))).read_bytes()
        waiting += _named(library.requires or (), set())
    return files


def _named(requirements: Iterable[str], extras: set[str]) -> list[str]:
    names = []
    for line in requirements:
        match = _REQUIREMENT.fullmatch(line)
        assert match, line
        asked = re.search(r"extra *== *['\"]([^'\"]+)['\"]", match["marker"] or "")
        if asked is None or asked[1] in extras:
            names.append(match["name"])
    return names


if __name__ == "__main__":
    sys.exit(main())
