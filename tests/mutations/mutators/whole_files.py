"""Files as wholes: missing, renamed, copied, swapped, and files that do not belong."""

import random

from .base import SINGLE, Edit, Files, mutation, unchanged

STRAYS = (
    "~$任务清单.xlsx",
    "清单.xlsx",
    "新建文本文档.txt",
    "Thumbs.db",
    "desktop.ini",
    "unit.yaml",
    "README.md",
    "备份.zip",
)
BESIDE = ("{}.bak", "{}.orig", "{}~", "{}.swp", "{}.rej", "{}.tmp")


def _annex_files(files: Files) -> list[str]:
    return [path for path in sorted(files) if "/" in path]


def _renamed(files: Files, old: str, new: str) -> tuple[Edit, Edit]:
    return Edit(old, None), Edit(new, files[old].encode())


@mutation("malformed", "one of the four files of the root is missing")
def root_file_missing(rng: random.Random, _: Files) -> Edit:
    return Edit(rng.choice(SINGLE), None)


@mutation("malformed", "a file of an annex is missing, and others follow it")
def annex_file_missing(rng: random.Random, files: Files) -> tuple[Edit, ...]:
    paths = _annex_files(files)
    at = rng.choice([at for at in range(len(paths) - 1) if paths[at][:6] == paths[at + 1][:6]])
    return Edit(paths[at], None), unchanged(files, paths[at + 1]), unchanged(files, "plan.yaml")


@mutation("malformed", "the last file of an annex is missing")
def last_annex_file_missing(rng: random.Random, files: Files) -> tuple[Edit, Edit]:
    paths = _annex_files(files)
    folder = rng.choice(("annex1", "annex2"))
    return Edit(max(path for path in paths if path.startswith(folder)), None), unchanged(files, "plan.yaml")


@mutation("malformed", "a file has an ending that is not .yaml")
def file_other_ending(rng: random.Random, files: Files) -> tuple[Edit, Edit]:
    path = rng.choice(_annex_files(files))
    return _renamed(
        files,
        path,
        path.removesuffix(".yaml") + rng.choice((".yml", ".YAML", ".yaml.txt", "", ".yaml ", ".txt")),
    )


@mutation("malformed", "a file has a space or a mark of a copy in its name")
def file_name_with_space(rng: random.Random, files: Files) -> tuple[Edit, Edit]:
    path = rng.choice(_annex_files(files))
    stem = path.removesuffix(".yaml")
    return _renamed(
        files,
        path,
        rng.choice(
            (f"{stem} (1).yaml", f"{stem} - 副本.yaml", f"{stem} .yaml", f"{stem.replace('-', ' ', 1)}.yaml")
        ),
    )


@mutation("malformed", "a file has another number in its name")
def file_renumbered(rng: random.Random, files: Files) -> tuple[Edit, Edit] | None:
    path = rng.choice(_annex_files(files))
    folder, _, name = path.partition("/")
    number = rng.randrange(30)
    order = [other for other in _annex_files(files) if other.startswith(folder)]
    renamed = sorted(f"{folder}/{number:02}{name[2:]}" if other == path else other for other in order)
    if renamed.index(f"{folder}/{number:02}{name[2:]}") == order.index(path):
        return None
    return _renamed(files, path, f"{folder}/{number:02}{name[2:]}")


@mutation("malformed", "a file of an annex lies in the other annex, or in the root")
def file_in_wrong_folder(rng: random.Random, files: Files) -> tuple[Edit, Edit]:
    path = rng.choice(_annex_files(files))
    folder, _, name = path.partition("/")
    other = "annex2" if folder == "annex1" else "annex1"
    return _renamed(
        files, path, rng.choice((f"{other}/{name}", name, f"annex3/{name}", f"{folder}/旧/{name}"))
    )


@mutation("malformed", "a copy of a file lies beside it")
def file_copied(rng: random.Random, files: Files) -> tuple[Edit, Edit]:
    path = rng.choice(sorted(files))
    copy = path.removesuffix(".yaml") + rng.choice(
        (" - 副本.yaml", " (1).yaml", "_old.yaml", "_BACKUP_1234.yaml")
    )
    return Edit(copy, files[path].encode()), Edit(path, files[path].encode())


@mutation("malformed", "a file that does not belong lies in the registry")
def stray_file(rng: random.Random, files: Files) -> Edit:
    if rng.random() < 0.5:
        path = rng.choice(sorted(files))
        return Edit(rng.choice(BESIDE).format(path), files[path].encode())
    return Edit(rng.choice(("", "annex1/", "annex2/")) + rng.choice(STRAYS), b"PK\x03\x04")


@mutation("malformed", "the contents of two files are swapped")
def files_swapped(rng: random.Random, files: Files) -> tuple[Edit, Edit]:
    one, other = rng.sample(sorted(files), 2)
    return Edit(one, files[other].encode()), Edit(other, files[one].encode())
