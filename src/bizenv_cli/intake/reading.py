"""A file that an office has, to grids: what sort of file it is, and why it cannot be read where it cannot."""

import io
import zipfile
from pathlib import Path

from bizenv_cli.errors import UnreadableError, reason
from bizenv_cli.intake.grid import Grid

MOST_BYTES = 20_000_000
MOST_UNPACKED = 300_000_000  # what a small file may grow to

_OLD_FORMAT = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_ZIP = b"PK"
_MACRO = [".xlsm", ".xltm", ".docm", ".dotm"]


def read_grids(path: str) -> list[Grid]:
    """Read every table of a file, by what it holds and not by its ending.

    Raises:
        UnreadableError: it is missing, damaged, protected by a password, in an old format, has macros or is huge.
        MissingLibraryError: the library for its kind is not installed.
    """
    data = _bytes(path)
    if data.startswith(_OLD_FORMAT):
        if _ENCRYPTED in data:
            raise UnreadableError(path, "有密码保护；先取消密码，另存一份再试")
        raise UnreadableError(path, "是旧版的 .xls、.doc 或 WPS 的 .et、.wps；先另存为 .xlsx 或 .docx")
    if data.startswith(b"%PDF"):
        raise UnreadableError(path, "是 PDF；先转成 .docx、.xlsx，或把表格复制出来存成制表符分隔的文字")
    if not data.startswith(_ZIP):
        if Path(path).suffix.lower() in (".xlsx", ".docx", *_MACRO):
            raise UnreadableError(path, "文件已损坏，或不是真正的 Office 文件")
        from bizenv_cli.intake.tabbed import grids_of_text  # noqa: PLC0415  (one reader a call)

        return grids_of_text(path, data)
    names = _unpacked(path, data)
    if any(name.endswith("vbaProject.bin") for name in names) or Path(path).suffix.lower() in _MACRO:
        raise UnreadableError(path, "带有宏；先另存为不带宏的 .xlsx 或 .docx")
    if "xl/workbook.xml" in names:
        from bizenv_cli.intake.spreadsheets import grids_of_workbook  # noqa: PLC0415  (one reader a call)

        return grids_of_workbook(path, data)
    if "word/document.xml" in names:
        from bizenv_cli.intake.documents import grids_of_document  # noqa: PLC0415  (one reader a call)

        return grids_of_document(path, data)
    raise UnreadableError(path, "是压缩包，里面没有 Excel 或 Word 的内容；解开后指明其中的文件")


def _bytes(path: str) -> bytes:
    try:
        with Path(path).open("rb") as file:
            data = file.read(MOST_BYTES + 1)
    except OSError as error:
        raise UnreadableError(path, reason(error)) from error
    if len(data) > MOST_BYTES:
        raise UnreadableError(
            path, f"大于 {MOST_BYTES // 1_000_000} MB，不像一份任务清单；删去图片和不相干的工作表再试"
        )
    if not data.strip():
        raise UnreadableError(path, "是空文件")
    return data


def _unpacked(path: str, data: bytes) -> list[str]:
    """Return what is in a zip file, none of it too large to be read."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            inside = archive.infolist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise UnreadableError(path, "文件已损坏（压缩包不完整）") from error
    if sum(entry.file_size for entry in inside) > MOST_UNPACKED:
        raise UnreadableError(path, "解开以后过大，不像一份任务清单")
    if any(entry.flag_bits & 1 for entry in inside):
        raise UnreadableError(path, "有密码保护；先取消密码，另存一份再试")
    return [entry.filename for entry in inside]
