"""LibreOffice without a window: files opened and saved as an office program does it."""

import shutil
import subprocess
from pathlib import Path

import pytest

SOFFICE = shutil.which("soffice")
needs_office = pytest.mark.skipif(SOFFICE is None, reason="这台机器上没有 LibreOffice（soffice）")


def converted(path: Path, form: str, folder: Path) -> Path:
    """Open a file and save it as `form` (pdf, xlsx, docx) into a folder; return the new file."""
    folder.mkdir(exist_ok=True)
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"  # two at once would share one
    command = [str(SOFFICE), profile, "--headless", "--convert-to", form, "--outdir", str(folder), str(path)]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=True, timeout=120)
    made = folder / f"{path.stem}.{form}"
    assert made.exists(), done.stdout + done.stderr
    return made


def pdf_text(path: Path) -> str:
    """The text of a PDF, as it is laid out."""
    command = ["pdftotext", "-layout", str(path), "-"]
    return subprocess.run(command, capture_output=True, encoding="utf-8", check=True).stdout


def pdf_pages(path: Path) -> tuple[int, tuple[float, float]]:
    """The number of pages of a PDF, and the size of the first in points."""
    told = subprocess.run(["pdfinfo", str(path)], capture_output=True, encoding="utf-8", check=True).stdout
    facts = dict(line.split(":", 1) for line in told.splitlines())
    width, _, height, *_ = facts["Page size"].split()
    return int(facts["Pages"]), (float(width), float(height))
