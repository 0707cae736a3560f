"""A person's .docx, opened: what is no such document, or would fill the memory, is told before it is read."""

from io import BytesIO
from typing import Any
from zipfile import BadZipFile, ZipFile

from bizenv_cli.errors import MissingLibraryError, UnreadableError

_LARGEST = 100_000_000  # bytes, unpacked; a long paper with its tables has two million
_OLD = b"\xd0\xcf\x11\xe0"  # how the .doc and .wps of before 2007 begin


def library() -> Any:
    """Return python-docx.

    Raises:
        MissingLibraryError: it is not installed.
    """
    try:
        import docx  # noqa: PLC0415  (an extra that most do without)
    except ImportError as error:
        raise MissingLibraryError("docx 格式", "python-docx", "docx") from error
    return docx


def open_document(raw: bytes, name: str) -> Any:
    """Return a file's bytes as a document of python-docx.

    Args:
        name: what the user calls the file, for the sentence.

    Raises:
        UnreadableError: it is no document of Word's present format, or far too large.
        MissingLibraryError: python-docx is not installed.
    """
    docx = library()
    if raw.startswith(_OLD):
        raise UnreadableError(
            name, "这是旧格式的 .doc 或 .wps（或加了密码）；先在 Word 或 WPS 里另存为 .docx"
        )
    try:
        with ZipFile(BytesIO(raw)) as packed:
            if sum(item.file_size for item in packed.infolist()) > _LARGEST:
                raise UnreadableError(name, "解开后超过 100 MB，不像一份文稿")
        return docx.Document(BytesIO(raw))
    except BadZipFile as error:
        raise UnreadableError(name, "不是 docx 文件，或已损坏") from error
    except (KeyError, ValueError, SyntaxError, NotImplementedError, RuntimeError) as error:
        # What the library says of an archive that holds a table or slides, lacks a part, or is broken inside.
        raise UnreadableError(name, "不是 Word 文档（.docx），或已损坏") from error
