"""Who is asked to review which file: a CODEOWNERS file from the lead units and the accounts that the user gives."""

import re
from collections.abc import Iterator, Mapping, Sequence

from bizenv_cli.errors import BadCallError, UnknownNameError
from bizenv_cli.model import Record
from bizenv_cli.nearest import nearest
from bizenv_cli.registry import File, Registry

Accounts = Mapping[str, tuple[str, ...]]  # a unit's canonical name → its accounts

_ACCOUNT = re.compile(
    r"@[A-Za-z0-9](?:[A-Za-z0-9_.-]*[A-Za-z0-9])?(?:/[A-Za-z0-9_.-]+)*|[^@\s#]+@[^@\s#]+\.[A-Za-z]{2,}"
)
_SPECIAL = re.compile(r"([ #\\\[\]!*?])")  # signs that mean something in a path pattern


def check_account(account: str) -> str:
    """Return an account as it was given.

    Raises:
        BadCallError: it is none that a review site knows.
    """
    if not _ACCOUNT.fullmatch(account):
        raise BadCallError(f"账号「{account}」写法不对：应写 @用户、@组织/小组 或电子邮箱")
    return account


def accounts(shown: str, text: str, registry: Registry) -> Accounts:
    """Read the user's mapping: a unit and its accounts a line, parted by blanks; ``#`` begins a comment.

    Args:
        shown: the file's name, for messages.

    Raises:
        BadCallError: an account is none, or the plan does not know a unit; says in which line.
    """
    found: dict[str, tuple[str, ...]] = {}
    for number, line in enumerate(text.splitlines(), 1):
        name, *listed = line.partition("#")[0].split() or [""]
        if not name:
            continue
        try:
            unit = _unit(registry, name)
            found[unit] = (*found.get(unit, ()), *(check_account(item) for item in listed))
        except (BadCallError, UnknownNameError) as error:
            message = f"{shown} 第 {number} 行：{error}"
            raise BadCallError(message) from error
    return found


def _unit(registry: Registry, name: str) -> str:
    if name not in registry.unit_names:
        raise UnknownNameError("单位", name, nearest(name, registry.unit_names), "units")
    return registry.unit_names[name]


def template(registry: Registry) -> Iterator[str]:
    """Yield a mapping to fill in: every unit that leads something, in the order of units.yaml."""
    yield "# 单位与账号的对照，供 bizenv codeowners --owners 使用。一行一个单位，空格之后写账号，可几个："
    yield "# @用户、@组织/小组 或电子邮箱，如：示例局 @example/shili。没有账号的单位空着。"
    yield from leading(registry, [*registry.indicators, *registry.actions])


def codeowners(registry: Registry, given: Accounts, everything: Sequence[str], prefix: str) -> Iterator[str]:
    """Yield the lines of a CODEOWNERS file; of several that match, the last one counts.

    Args:
        given: the accounts of units.
        everything: accounts that are asked about the registry as a whole.
        prefix: what stands before a path below the registry's folder, for example ``/registry/``.
    """
    yield "# 由 bizenv codeowners 生成：每个文件由牵头单位审阅。"
    if everything:
        yield f"{_pattern(prefix)} {' '.join(everything)}"
    for file in (*registry.indicators, *registry.actions, *registry.ledgers):
        units = leading(registry, [file])
        missing = [unit for unit in units if not given.get(unit)]
        if missing:
            yield f"# {file.path} 未给账号：{'、'.join(missing)}"
        found = dict.fromkeys(account for unit in units for account in given.get(unit, ()))
        if found:
            yield f"{_pattern(prefix + file.path)} {' '.join([*found, *(item for item in everything if item not in found)])}"


def leading(registry: Registry, files: Sequence[File[Record]]) -> list[str]:
    """Return the canonical units that lead a group, or any task in it, or keep a ledger, in the order of units.yaml."""
    paths = {file.path for file in files}
    named: set[str] = set()
    for holder in registry.holders():
        if holder.file.path in paths:
            named.update(getattr(holder.record, "lead", ()))
            named.add(getattr(holder.record, "lead_unit", ""))
    named |= {file.record.unit for file in registry.ledgers if file.path in paths}
    units = {registry.unit_names[name] for name in named if name}
    order = [unit.name for unit in registry.units.record.units] if registry.units else []
    return [name for name in order if name in units]


def _pattern(path: str) -> str:
    return _SPECIAL.sub(r"\\\1", path)
