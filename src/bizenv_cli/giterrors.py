"""The errors of asking git: no git, no repository, no such revision, no registry in it."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from bizenv_cli.errors import BizenvError

if TYPE_CHECKING:
    from bizenv_cli.problem import Problem

PAST_FORMS = "日期（2023-09-01）、时刻（2023-09-01 17:30）、分支、标签或提交号"
_UNSHALLOW = "要先取全历史（git fetch --unshallow）"


class GitMissingError(BizenvError):
    """No git on this machine."""

    def __init__(self) -> None:
        super().__init__("没有找到 git，请先安装")


class GitFailedError(BizenvError):
    """Git itself refused, in its own words."""

    def __init__(self, said: str) -> None:
        super().__init__(f"git 拒绝执行：{said}")


class NoRepositoryError(BizenvError):
    """A folder outside every git repository."""

    def __init__(self, folder: str) -> None:
        super().__init__(f"{folder} 不在 git 版本库里，没有以前的版本")


class UncommittableError(BizenvError):
    """A repository in which one file cannot be committed by itself now; nothing was written."""

    def __init__(self, why: str) -> None:
        super().__init__(f"没有登记：{why}。不加 --commit 可以先登记")


class UnknownRevisionError(BizenvError):
    """A revision that git does not know."""

    def __init__(self, revision: str) -> None:
        super().__init__(
            f"没有这个版本「{revision}」。可以写分支、标签或提交号，如 main、origin/main、HEAD~1；"
            "浅克隆要先取全历史（git fetch --unshallow）"
        )


class UnknownPastError(BizenvError):
    """What ``--at`` was given, where git knows no such revision and it is no date."""

    def __init__(self, revision: str, *, shallow: bool) -> None:
        why = f"；这是浅克隆，只有最近的提交，更早的{_UNSHALLOW}" if shallow else ""
        super().__init__(f"没有这个版本「{revision}」。可以写{PAST_FORMS}{why}")


class BeforeHistoryError(BizenvError):
    """A moment before the first commit, or before what a shallow clone has.

    Args:
        moment: in words.
        first: when the first commit was made, in words; None where there is none.
        shallow: it is only the first that this clone has.
    """

    def __init__(self, moment: str, first: str | None, *, shallow: bool) -> None:
        if first is None:
            super().__init__(f"看不到 {moment} 之前的清单：这个版本库还没有提交")
        elif shallow:
            super().__init__(
                f"看不到 {moment} 之前的清单：这是浅克隆，历史只取到 {first}，再早的{_UNSHALLOW}"
            )
        else:
            super().__init__(f"{moment} 之前还没有清单：最早的提交在 {first}")


class LinkedPlanError(BizenvError):
    """A federation in a commit, with a link in it where a plan's folder may be."""

    def __init__(self, path: str) -> None:
        super().__init__(f"那时的 {path} 是一个链接，git 里没有它所指的内容，可能漏掉方案，所以不作答")


class NoRegistryThenError(BizenvError):
    """A revision in which there is no registry, neither where it is now nor elsewhere."""

    def __init__(self, revision: str, folder: str, *, elsewhere: Sequence[str] = ()) -> None:
        where = f" {folder} " if folder else ""
        if elsewhere:
            found = "、".join(elsewhere)
            super().__init__(
                f"版本「{revision}」的{where}里没有任务清单，别处有几份（{found}）：用 --registry 指明一份"
            )
        else:
            super().__init__(f"版本「{revision}」的{where or '文件'}里没有任务清单（plan.yaml）")


class RevisionWithoutRegistryError(BizenvError):
    """A revision that has no registry where this one is."""

    def __init__(self, revision: str, folder: str) -> None:
        super().__init__(
            f"版本「{revision}」的 {folder} 里没有任务清单（plan.yaml），无从比较。"
            "首次加入清单时不加 --base；清单挪了位置的，内容改动与挪动分两次提交"
        )


class UnreadableRevisionError(BizenvError):
    """A revision whose registry cannot be read whole."""

    exit_code = 1

    def __init__(self, revision: str, problem: "Problem") -> None:
        super().__init__(
            f"版本「{revision}」的清单读不全，无从比较。第一处：\n"
            f"{problem.path}:{problem.line}:{problem.column} {problem.code} {problem.message}"
        )
