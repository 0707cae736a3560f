"""The command that tells git about a registry's files, and the hidden one by which git then shows them."""

import os
import sys
from pathlib import Path
from typing import Annotated

import typer

from bizenv_cli import git
from bizenv_cli import gitsetup as setting
from bizenv_cli.cli.output import read_text, write_file
from bizenv_cli.errors import BadCallError, ReaderGoneError, UnreadableError, UnwritableError, reason
from bizenv_cli.place import find_place


def git_setup(
    undo: Annotated[bool, typer.Option("--undo", help="取消以前所设的")] = False,
    registry: Annotated[
        str | None, typer.Option("--registry", metavar="文件夹", help="任务清单所在文件夹")
    ] = None,
) -> int:
    """让 git diff 也把清单逐项显示，文件名里的汉字照原样。

    之后 git diff、git log -p 显示的是「1-49 完成时限：2023-11-30」这样的行，不再是 YAML。
    只改这个版本库自己的设置和 .gitattributes；已设好的不动，再运行一次也无妨。注释和格式的改动用 git diff --no-textconv 看。

    例：bizenv git-setup
    例：bizenv git-setup --undo
    """
    place = find_place(registry, os.environ.get("BIZENV_REGISTRY"), Path.cwd())
    if place.packed:
        raise BadCallError("随程序附带的清单不在版本库里；在清单的 git 版本库里运行，或用 --registry 指明")
    repo = git.repository(place.root)
    attributes = repo.top / setting.ATTRIBUTES
    text = read_text(str(attributes)) if attributes.exists() else ""
    if undo:
        steps = list(setting.take_back(repo))
        kept = setting.without_lines(text)
        if kept != text:
            _rewrite(attributes, kept)
            steps.append(setting.Step(f"{setting.ATTRIBUTES} 里所加的几行", "删去"))
        for step in steps:
            print(f"已取消  {step.what}（{step.why}）")
        if not steps:
            print("没有设过，无须取消")
        return 0
    below = place.root.resolve().relative_to(repo.top.resolve()).as_posix()
    for step in setting.set_up(repo):
        print(f"{_done(step, '已设置')}  {step.what}（{step.why}）")
    wanted = setting.missing_lines(repo, "" if below == "." else below, federated=place.federated)
    missing = [step.what for step in wanted if not step.was_there]
    if missing:
        _rewrite(attributes, setting.with_lines(text, missing))
    for step in wanted:
        print(f"{_done(step, '已写入')}  {setting.ATTRIBUTES}：{step.what}（{step.why}）")
    return 0


def textconv(file: Annotated[Path, typer.Argument(metavar="文件")]) -> int:
    """清单文件逐项显示，供 git 调用；读不懂的文件照原样。"""
    from bizenv_cli.readable import readable  # noqa: PLC0415  (YAML)

    try:
        data = file.read_bytes()
    except OSError as error:
        raise UnreadableError(str(file), reason(error)) from error
    try:
        sys.stdout.buffer.write(readable(data))
        sys.stdout.flush()
    except BrokenPipeError as error:
        raise ReaderGoneError from error
    return 0


def _done(step: setting.Step, word: str) -> str:
    return "原已有" if step.was_there else word


def _rewrite(path: Path, text: str) -> None:
    """Write a .gitattributes, or delete it where nothing is left."""
    if text:
        write_file(path, "", iter([text]))
        return
    try:
        path.unlink()
    except OSError as error:
        raise UnwritableError(str(path), reason(error)) from error
