"""The errors a user can meet: each class owns its Chinese sentence and its exit code.

Exit codes: 1 the registry has problems or is absent, 2 the call was wrong. Data problems are values
(`problem.Problem`), not exceptions; what is raised here ends a command.
"""

import errno
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, ClassVar

if TYPE_CHECKING:
    from bizenv_cli.problem import Problem

_REASONS = {
    errno.ENOENT: "没有这个文件或文件夹",
    errno.EACCES: "没有权限",
    errno.EPERM: "没有权限",
    errno.EINVAL: "不是普通文件",
    errno.EISDIR: "这是一个文件夹",
    errno.ENOTDIR: "路径中有一段不是文件夹",
    errno.EROFS: "所在磁盘只读",
    errno.ENOSPC: "磁盘已满",
    errno.EDQUOT: "磁盘配额已满",
    errno.EFBIG: "文件大小超出限制",
    errno.EIO: "磁盘读写出错",
    errno.ELOOP: "链接绕成了圈",
    errno.EMLINK: "这是一个链接，清单里要放文件本身",
    errno.ENAMETOOLONG: "文件名过长",
}
_MOST_CANDIDATES = 12  # names that an error lists


def reason(error: OSError) -> str:
    """Say in Chinese why the system refused a file."""
    return _REASONS.get(error.errno or 0, error.strerror or type(error).__name__)


class BizenvError(Exception):
    """Base of every error that is the user's to mend; `str()` is the sentence shown."""

    exit_code: ClassVar[int] = 2


class BadCallError(BizenvError):
    """A call that cannot be answered as it stands, with the sentence given."""


class BadDateError(BizenvError):
    """A word that is no date, or no duration, in any form accepted."""

    def __init__(self, text: str, accepted: str, reason: str = "") -> None:
        self.reason = reason
        because = f"（{reason}）" if reason else ""
        super().__init__(f"看不懂日期「{text}」{because}。可以写：{accepted}")


class UnknownCalendarError(BizenvError):
    """A year whose working days are not known: the State Council publishes them late in the year before."""

    def __init__(self, year: int) -> None:
        super().__init__(
            f"不知道 {year} 年的放假调休安排，算不出工作日。国务院办公厅每年年底公布下一年的，"
            "公布之后升级 chinesecalendar 即可：pip install -U chinesecalendar"
        )


class UnknownNameError(BizenvError):
    """A name that resolves to nothing; offers the closest names."""

    def __init__(self, what: str, name: str, near: Sequence[str], directory: str) -> None:
        offer = f"相近的有：{'、'.join(near)}" if near else f"全部{what}见 bizenv {directory}"
        super().__init__(f"没有{what}「{name}」。{offer}")


class UnclearNameError(BizenvError):
    """A name that does not say which of some it means.

    Attributes:
        what: what it is a name of; candidates: what it may mean.
    """

    def __init__(self, message: str, what: str, candidates: Sequence[str]) -> None:
        self.what = what
        self.candidates = tuple(candidates)
        super().__init__(message)


class AmbiguousNameError(UnclearNameError):
    """A name, a part of one or its pinyin that fits several; lists them."""

    def __init__(self, what: str, name: str, candidates: Sequence[str]) -> None:
        more = f" 等 {len(candidates)} 个" if len(candidates) > _MOST_CANDIDATES else ""
        shown = "、".join(candidates[:_MOST_CANDIDATES])
        super().__init__(f"{what}「{name}」不止一个：{shown}{more}。请写全称", what, candidates)


class ShortNameError(UnclearNameError):
    """A part of one name only, but too little to say that it is meant."""

    def __init__(self, what: str, name: str, candidates: Sequence[str]) -> None:
        message = f"{what}「{name}」写得太少，认不准。是否为「{'、'.join(candidates)}」？多写几个字"
        super().__init__(message, what, candidates)


class UnwritableError(BizenvError):
    """An output file that cannot be written."""

    def __init__(self, path: str, reason: str) -> None:
        super().__init__(f"无法写入 {path}：{reason}")


class NotOursError(BizenvError):
    """Something in an export's place that is no earlier export."""

    def __init__(self, path: str, why: str) -> None:
        super().__init__(f"{path} {why}，不会覆盖它。请换个地方，或先把它移走")


class InsideRegistryError(BizenvError):
    """An output's place among a plan's own files, where it would be read as one of them."""

    def __init__(self, path: str, folder: str) -> None:
        super().__init__(f"{path} 在任务清单 {folder} 里，写在那里会被当作清单的文件。请换个地方")


class MissingLibraryError(BizenvError):
    """A library that only an extra brings."""

    def __init__(self, what: str, library: str, extra: str) -> None:
        super().__init__(f'{what}要用 {library}，还没有安装：pip install "bizenv[{extra}]"')


class UnreadableError(BizenvError):
    """An input file named on the command line that cannot be read."""

    def __init__(self, path: str, reason: str) -> None:
        super().__init__(f"无法读取 {path}：{reason}")


class NotAPaperError(BizenvError):
    """A file that is to be recounted and is not the paper it should be."""

    def __init__(self, path: str, why: str) -> None:
        super().__init__(f"无法核对 {path}：{why}")


class BadTemplateError(BizenvError):
    """A template for papers that lacks something a paper needs."""

    def __init__(self, path: str, why: str) -> None:
        super().__init__(
            f"模板 {path} 不能用：{why}。可用 --template-out 文件.docx 得到一份默认模板，在它上面改"
        )


class PackedRegistryError(BizenvError):
    """A change to the registry inside the installed program, which nobody edits."""

    def __init__(self) -> None:
        super().__init__("这是随程序附带的清单，只读。请用 --registry 指明自己的清单文件夹")


class LockedLedgerError(BizenvError):
    """A registry that another process has been writing to for too long."""

    def __init__(self, path: str, seconds: int) -> None:
        super().__init__(f"等了 {seconds} 秒，另一个程序还在登记（锁 {path}）。没有登记，稍后再试")


class RefusedEntryError(BizenvError):
    """An entry that the gate refuses; nothing was written.

    Attributes:
        by_draft: the problems that stand on the line of one of several entries, by that entry's place among them.
    """

    def __init__(
        self, problems: "Sequence[Problem]", by_draft: "Mapping[int, Sequence[Problem]] | None" = None
    ) -> None:
        self.problems = tuple(problems)
        self.by_draft = by_draft or {}
        told = "\n".join(
            f"{problem.code} {problem.message}" + (f"\n  提示：{problem.hint}" if problem.hint else "")
            for problem in problems
        )
        super().__init__(f"没有登记：{told}")


class UnshownError(BizenvError):
    """An entry that was written, and could not be shown."""

    def __init__(self, path: str, why: str) -> None:
        super().__init__(f"已登记在 {path}，但结果没有显示出来：{why}")


class AwkwardLedgerError(BizenvError):
    """A ledger whose layout has no place at its end for one more line."""

    def __init__(self, path: str) -> None:
        super().__init__(
            f"没有登记：{path} 末尾接不上新的一行。把 entries 写成每条以「- 」开头的列表，放在文件最后（见 bizenv explain E219 的样例）"
        )


class UncommittedError(BizenvError):
    """An entry that was written but could not be committed."""

    def __init__(self, path: str, why: str) -> None:
        super().__init__(f"已登记在 {path}，但没有提交：{why}")


class ReaderGoneError(BizenvError):
    """The reader of the standard output has closed it (``| head``): nothing is wrong, nobody is left to tell."""

    exit_code = 0


class MissingObjectError(BizenvError):
    """Something that a repository should hold and does not."""

    def __init__(self, name: str) -> None:
        super().__init__(f"版本库里缺少对象 {name[:8]}：克隆不完整，或已损坏（git fsck 可查）")


class RegistryMissingError(BizenvError):
    """No registry where one was looked for; says where."""

    exit_code = 1

    def __init__(self, looked: Sequence[str]) -> None:
        places = "\n".join(f"  {place}" for place in looked)
        super().__init__(
            f"没有找到任务清单（含 plan.yaml 的文件夹）。找过：\n{places}\n"
            "可用 --registry 文件夹 指定，或设置环境变量 BIZENV_REGISTRY"
        )


class NoRegistryYetError(BizenvError):
    """No registry, met by somebody who asked for nothing in particular; says how to get one."""

    exit_code = 1

    def __init__(self, missing: str) -> None:
        super().__init__(
            f"{missing}\n还没有清单的：把单位的清单库用 git clone 下来，在它的文件夹里运行 bizenv；"
            "要新建的，照 README「清单怎么写」建一个文件夹，写好 plan.yaml 之后 bizenv check 会说还缺什么。"
            "全部命令见 bizenv --help"
        )


class RegistryIsFileError(BizenvError):
    """A file where the registry's folder should be."""

    exit_code = 1

    def __init__(self, named: str, origin: str) -> None:
        super().__init__(f"{named}（{origin}）是一个文件；应是含 plan.yaml 的文件夹")


class RegistryChangingError(BizenvError):
    """A registry that is edited faster than it can be read."""

    exit_code = 1

    def __init__(self, folder: str) -> None:
        super().__init__(f"{folder} 正在被修改，读了几遍都不是同一份；等改完（或同步完）再运行一次")


class DamagedIndexError(BizenvError):
    """An index file that proved damaged while it was read; the registry itself is whole."""

    exit_code = 3

    def __init__(self, path: str) -> None:
        self.path = path
        super().__init__(f"缓存文件 {path} 已损坏，答到一半停下了；任务清单本身无恙，再运行一次即可")


class StartAgainError(BizenvError):
    """An index file that proved damaged before anything was answered: it is thrown away, the call made anew."""


class BrokenRegistryError(BizenvError):
    """A registry with problems, met by a query: a wrong list is worse than none."""

    exit_code = 1

    def __init__(self, problems: "Sequence[Problem]", revision: str | None = None) -> None:
        first = problems[0]
        hint = f"\n  提示：{first.hint}" if first.hint and revision is None else ""
        told = (
            f"任务清单有 {len(problems)} 处错误，先改正再查询（bizenv check 列出全部）"
            if revision is None
            else f"版本「{revision}」的任务清单有 {len(problems)} 处错误，不能据以作答"
        )
        super().__init__(
            f"{told}。第一处：\n{first.path}:{first.line}:{first.column} {first.code} {first.message}{hint}"
        )
