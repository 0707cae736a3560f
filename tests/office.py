"""An office program without its window: what it makes of a document, for the tests that open papers for real."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest


def converted(path: Path, form: str) -> Path:
    """Convert a document by LibreOffice; each call has a profile of its own, so that tests do not fight for one."""
    program = shutil.which("soffice")
    if program is None:
        pytest.skip("没有装 LibreOffice（soffice），打不开文稿")
    folder = path.parent / f"office-{path.stem}-{form}"
    profile = folder / "profile"
    profile.mkdir(parents=True)
    subprocess.run(
        [
            program,
            "--headless",
            f"-env:UserInstallation={profile.as_uri()}",
            "--convert-to",
            form,
            "--outdir",
            str(folder),
            str(path),
        ],
        check=True,
        capture_output=True,
        timeout=300,
    )
    made = folder / f"{path.stem}.{form}"
    assert made.exists(), path
    shutil.rmtree(profile)
    return made


def pages(pdf: Path) -> list[str]:
    """Return the text of each page of a PDF, laid out as it stands there."""
    for program in ("pdftotext", "pdfinfo"):
        if shutil.which(program) is None:
            pytest.skip(f"没有装 poppler（{program}），看不了 PDF")
    text = subprocess.run(
        ["pdftotext", "-layout", str(pdf), "-"], check=True, capture_output=True, encoding="utf-8"
    ).stdout
    return text.split("\f")[:-1]


def last_words(pdf: Path) -> list[tuple[str, float]]:
    """Return the lowest line of each page of a PDF without its spaces, and how far right it begins, of the width."""
    told = subprocess.run(
        ["pdftotext", "-bbox", str(pdf), "-"], check=True, capture_output=True, encoding="utf-8"
    ).stdout
    found = []
    for page in told.split("<page ")[1:]:
        (width,) = re.findall(r'width="([\d.]+)"', page)
        words = re.findall(r'xMin="([\d.]+)" yMin="([\d.]+)"[^>]*>([^<]*)<', page)
        lowest = max(float(top) for _, top, _ in words)
        line = [(float(left), word) for left, top, word in words if float(top) > lowest - 3]
        found.append(("".join(word for _, word in line), min(left for left, _ in line) / float(width)))
    return found


def page_sizes(pdf: Path) -> set[tuple[int, int]]:
    """Return the sizes of a PDF's pages, in millimetres."""
    told = subprocess.run(
        ["pdfinfo", "-l", "-1", str(pdf)], check=True, capture_output=True, encoding="utf-8"
    ).stdout
    return {
        (round(float(width) * 25.4 / 72), round(float(height) * 25.4 / 72))
        for width, height in re.findall(r"size: +([\d.]+) x ([\d.]+) pts", told)
    }
