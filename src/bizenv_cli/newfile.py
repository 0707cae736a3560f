"""One file of a registry written whole or not at all, where nobody else is at work: a new plan, an import."""

import os
import tempfile
from pathlib import Path

from bizenv_cli.errors import UnwritableError, reason
from bizenv_cli.place import shown_path


def write_whole(path: Path, text: str) -> None:
    """Put a text in a file's place: a temporary one beside it, synced, then renamed; folders are made as needed.

    Raises:
        UnwritableError: the folder or the file cannot be written.
    """
    temporary = ""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        descriptor, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.", suffix=".tmp")
        with os.fdopen(descriptor, "w", encoding="utf-8", newline="\n") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        mask = os.umask(0)
        os.umask(mask)
        Path(temporary).chmod(path.stat().st_mode & 0o777 if path.exists() else 0o666 & ~mask)
        Path(temporary).replace(path)
    except OSError as error:
        raise UnwritableError(shown_path(path), reason(error)) from error
    finally:
        if temporary:
            Path(temporary).unlink(missing_ok=True)  # gone already where all went well
