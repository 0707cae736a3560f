"""What check is asked to look at: a whole registry, some of its files, or standard input in a file's place."""

import os
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from bizenv_cli.errors import BadCallError, RegistryMissingError, UnreadableError, reason
from bizenv_cli.files import model_of
from bizenv_cli.place import MAX_BYTES, Place, find_place, has_plan, is_locked, place_at
from bizenv_cli.plans import Overlay, source_of

STANDARD_INPUT = "-"


@dataclass(frozen=True, slots=True)
class Target:
    """What to check.

    Attributes:
        place: the whole registry; cross-file rules need it even for one file.
        only: the paths below its root whose problems are asked for; None for all.
        overlay: what is to be taken for one of its files.
    """

    place: Place
    only: frozenset[str] | None = None
    overlay: Overlay | None = None

    def asks_for(self, shown: str) -> bool:
        """Tell whether the problems of a file, by its path as shown, are asked for."""
        return self.only is None or shown in {source_of(self.place, "").shown(path) for path in self.only}


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
        return Target(Place(root), frozenset({path}), {path: data})
    if as_path is not None:
        raise BadCallError("--as 只与标准输入同用：bizenv check - --as 文件路径")
    if not files:
        place = find_place(registry, os.environ.get("BIZENV_REGISTRY"), Path.cwd())
        if place.packed:  # nobody edits that one: what should be checked here is gone
            raise RegistryMissingError([str(Path.cwd() / "registry"), "及各级上级文件夹"])
        return Target(place)
    return _some(files, registry)


def _some(files: Sequence[str], registry: str | None) -> Target:
    places: dict[Path, Place] = {}
    wanted: set[str] = set()
    whole = False
    for file in files:
        try:
            Path(file).lstat()
        except OSError as error:
            raise UnreadableError(file, reason(error)) from error
        inside = _inside(_full(file))
        if inside:
            whole = True
            places[inside.root.resolve()] = inside
            continue
        root, path = _below(file, registry)
        places[root.resolve()] = Place(root)
        known = source_of(Place(root), "").paths()
        wanted |= {name for name in known if _within(name, path) or _within(path, name)}
    if len(places) > 1:
        raise BadCallError(f"这些文件不在同一份清单里：{'、'.join(sorted(str(root) for root in places))}")
    (place,) = places.values()
    if not whole and not wanted:
        raise BadCallError(f"{'、'.join(files)} 里没有清单文件（以 . 开头的不检查）")
    return Target(place, None if whole else frozenset(wanted))


def _inside(folder: Path) -> Place | None:
    """Return the registry that a folder is or holds; a locked one in a plan is a part of that."""
    if is_locked(folder) and any(has_plan(above) for above in folder.parents):
        return None
    return place_at(folder)


def _below(file: str, registry: str | None) -> tuple[Path, str]:
    """Return the plan's folder that a file is in, and its path below it."""
    full = _full(file)
    if registry is not None and not full.parent.resolve().is_relative_to(
        find_place(registry, None, Path.cwd()).root.resolve()
    ):
        raise BadCallError(f"{file} 不在 --registry 所指的 {registry} 里")
    root = next((folder for folder in full.parents if has_plan(folder)), None)
    if root is None:
        raise BadCallError(f"{file} 不在任何清单里（上级文件夹都没有 plan.yaml）")
    return root, full.relative_to(root).as_posix()


def _within(name: str, folder: str) -> bool:
    """Tell whether a file is a folder's, or that itself; a locked folder, which is listed alone, has whatever is asked for."""
    return folder == "." or f"{name}/".startswith(f"{folder}/")


def _full(file: str) -> Path:
    """Return a path from the top, links as they were typed: that a registry is reached through one is told."""
    return Path(os.path.abspath(file))  # noqa: PTH100  (Path.resolve follows links)
