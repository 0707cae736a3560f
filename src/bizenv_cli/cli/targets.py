"""What check is asked to look at: a whole registry, some of its files, or standard input in a file's place."""

import os
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from bizenv_cli.errors import BadCallError, UnreadableError
from bizenv_cli.files import model_of
from bizenv_cli.rawtext import MAX_BYTES
from bizenv_cli.source import FolderSource, OverlaySource, Source, find_source, registry_at

STANDARD_INPUT = "-"


@dataclass(frozen=True, slots=True)
class Target:
    """What to check.

    Attributes:
        source: the whole registry; cross-file rules need it even for one file.
        root: its folder.
        only: the paths below `root` whose problems are asked for; None for all.
    """

    source: Source
    root: Path
    only: frozenset[str] | None = None


def find_target(files: Sequence[str], as_path: str | None, registry: str | None) -> Target:
    """Find what a call means.

    Args:
        files: files or folders of one registry, or ``-`` alone; none for the registry that queries would use.
        as_path: the file that standard input is to be taken for.
        registry: the folder given with ``--registry``, if any.

    Raises:
        BadCallError: they are of no registry, of several, or do not go together.
        UnreadableError: there is no such file.
    """
    if STANDARD_INPUT in files:
        if len(files) > 1 or as_path is None:
            raise BadCallError("从标准输入读时写 bizenv check - --as 文件路径，不与别的文件同用")
        root, path = _below(as_path, registry)
        if model_of(path) is None:
            raise BadCallError(f"--as 的 {as_path} 不是清单文件，如 registry/annex1/05-dengji-caichan.yaml")
        data = sys.stdin.buffer.read(MAX_BYTES + 1)
        return Target(OverlaySource(FolderSource(root), path, data), root, frozenset({path}))
    if as_path is not None:
        raise BadCallError("--as 只与标准输入同用：bizenv check - --as 文件路径")
    if not files:
        source = find_source(registry, os.environ.get("BIZENV_REGISTRY"), Path.cwd())
        return Target(source, source.root)
    return _some(files, registry)


def _some(files: Sequence[str], registry: str | None) -> Target:
    roots: set[Path] = set()
    wanted: set[str] = set()
    whole = False
    for file in files:
        if not Path(file).exists():
            raise UnreadableError(file, "没有这个文件或文件夹")
        inside = registry_at(Path(file)) if Path(file).is_dir() else None
        if inside:
            whole = True
            roots.add(inside.resolve())
            continue
        root, path = _below(file, registry)
        roots.add(root)
        wanted |= {
            known for known in FolderSource(root).paths() if known == path or known.startswith(f"{path}/")
        }
    if len(roots) > 1:
        raise BadCallError(f"这些文件不在同一份清单里：{'、'.join(sorted(str(root) for root in roots))}")
    root = roots.pop()
    if not whole and not wanted:
        raise BadCallError(f"{'、'.join(files)} 里没有清单文件（以 . 开头的不检查）")
    return Target(FolderSource(root), root, None if whole else frozenset(wanted))


def _below(file: str, registry: str | None) -> tuple[Path, str]:
    """Return the registry that a file is in, and its path below it."""
    given = Path(file)
    full = given.resolve() if given.is_dir() else given.parent.resolve() / given.name
    if registry is not None:
        root = find_source(registry, None, Path.cwd()).root.resolve()
        if not full.is_relative_to(root):
            raise BadCallError(f"{file} 不在 --registry 所指的 {registry} 里")
    else:
        found = next((folder for folder in full.parents if registry_at(folder) == folder), None)
        if found is None:
            raise BadCallError(f"{file} 不在任何清单里（上级文件夹都没有 plan.yaml）")
        root = found
    return root, full.relative_to(root).as_posix()
