"""Where a registry's bytes come from: a folder of the work tree, or the one packed in the wheel."""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

from bizenv_cli.errors import RegistryMissingError

PLAN_FILE = "plan.yaml"


@dataclass(frozen=True, slots=True)
class FolderSource:
    """A registry in a folder.

    Attributes:
        root: the folder that holds plan.yaml.
        packed: whether it is the copy inside the installed package, which nobody edits.
    """

    root: Path
    packed: bool = False

    def paths(self) -> Iterator[str]:
        """Yield the path of every file below the root, in order, with ``/``; hidden ones are left out."""
        for folder, folders, names in os.walk(self.root):
            folders[:] = sorted(name for name in folders if not name.startswith("."))
            below = Path(folder).relative_to(self.root)
            for name in sorted(names):
                if not name.startswith("."):
                    yield (below / name).as_posix()

    def read(self, path: str) -> bytes:
        """Return the bytes of a file; OSError where it cannot be read."""
        return (self.root / path).read_bytes()

    def shown(self, path: str) -> str:
        """Return the path as a user would type it: from the current folder where it lies below."""
        full = self.root / path
        try:
            return full.resolve().relative_to(Path.cwd()).as_posix()
        except (ValueError, OSError):
            return str(full)


def find_source(explicit: str | None, environment: str | None, start: Path) -> FolderSource:
    """Find the registry to use.

    Args:
        explicit: the folder given with ``--registry``, if any.
        environment: the value of ``BIZENV_REGISTRY``, if any.
        start: the current folder; it and its parents are searched for ``registry/`` or ``plan.yaml``.

    Raises:
        RegistryMissingError: there is none; a folder that was named is not searched around.
    """
    for origin, named in (("--registry", explicit), ("BIZENV_REGISTRY", environment)):
        if named:
            root = _registry_at(Path(named))
            if root is None:
                raise RegistryMissingError([f"{named}（{origin}）"])
            return FolderSource(root)
    looked = []
    for folder in (start, *start.parents):
        root = _registry_at(folder)
        if root is not None:
            return FolderSource(root)
        looked.append(str(folder / "registry"))
    packed = Path(str(files("bizenv_cli"))) / "packed" / "registry"
    if (packed / PLAN_FILE).is_file():
        return FolderSource(packed, packed=True)
    raise RegistryMissingError([*looked, f"{packed}（随程序安装）"])


def _registry_at(folder: Path) -> Path | None:
    for candidate in (folder, folder / "registry"):
        if (candidate / PLAN_FILE).is_file():
            return candidate
    return None
