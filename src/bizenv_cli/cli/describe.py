"""The command tree as plain data: what typer knows of each command, and what its docstring says."""

import inspect
from collections.abc import Iterator, Mapping
from typing import Any

from typer.core import TyperArgument

from bizenv_cli.manual import Choice, Command, Manual, Parameter
from bizenv_cli.topics import TOPICS
from bizenv_cli.vocabulary import (
    COLORS,
    COMPLAINT_KINDS,
    DUTY_STATUSES,
    ERRATUM_KINDS,
    FIELDS,
    ROLES,
    RULES,
    SCOPES,
    STATUSES,
    TARGET_STATUSES,
)

_EXAMPLE = "例："
_FORMATS = {
    "table": "表", "json": "", "jsonl": "一行一条 JSON", "csv": "电子表格", "md": "Markdown", "docx": "Word、WPS",
    "text": "文字", "github": "GitHub 批注", "gitlab": "GitLab 报告", "sarif": "SARIF", "sqlite": "一个 SQLite 文件",
    "parquet": "每个视图一个 Parquet 文件", "ics": "日历", "man": "man 手册页",
}  # fmt: skip
_OTHER_WORDS = {"monthly": "月报", "quarterly": "季报", "show": "列出", "clear": "删去"}
_MEANINGS: tuple[Mapping[str, str], ...] = (
    STATUSES, DUTY_STATUSES, TARGET_STATUSES, ROLES, RULES, COLORS, COMPLAINT_KINDS, ERRATUM_KINDS, SCOPES,
    _FORMATS, _OTHER_WORDS,
)  # fmt: skip
_NAMES = {"format": "格式", "form": "格式", "by": "口径"}


def whole(root: Any, context: Any) -> Manual:
    """Describe the whole program.

    Args:
        root: typer's group of all commands; context: a call of it.
    """
    commands = tuple(
        command(root.get_command(context, name), context) for name in root.list_commands(context)
    )
    options = tuple(_parameters(root, context, arguments=False))
    return Manual(str(root.help), options, commands, TOPICS)


def command(found: Any, context: Any) -> Command:
    """Describe one of typer's commands; `context` is a call of it or of its group."""
    summary, paragraphs, examples = _texts(found.help or "")
    return Command(
        found.name,
        str(found.rich_help_panel or ""),
        summary,
        paragraphs,
        examples,
        tuple(_parameters(found, context, arguments=True)),
        tuple(_parameters(found, context, arguments=False)),
    )


def _texts(text: str) -> tuple[str, tuple[str, ...], tuple[str, ...]]:
    """Return the first sentence of a docstring, its further paragraphs, and its examples."""
    blocks = [block.split("\n") for block in inspect.cleandoc(text).split("\n\n")]
    told = ["".join(line for line in block if not line.startswith(_EXAMPLE)) for block in blocks]
    summary, *paragraphs = [block for block in told if block] or [""]
    examples = [
        line.removeprefix(_EXAMPLE) for block in blocks for line in block if line.startswith(_EXAMPLE)
    ]
    return summary, tuple(paragraphs), tuple(examples)


def _parameters(found: Any, context: Any, *, arguments: bool) -> Iterator[Parameter]:
    for parameter in found.get_params(context):
        if isinstance(parameter, TyperArgument) == arguments and not getattr(parameter, "hidden", False):
            yield _parameter(parameter)


def _parameter(found: Any) -> Parameter:
    is_flag = bool(getattr(found, "is_flag", False))
    choices = () if is_flag else tuple(_choices(getattr(found.type, "choices", ())))
    names = () if isinstance(found, TyperArgument) else tuple(sorted(found.opts, key=len, reverse=True))
    return Parameter(
        names,
        "" if is_flag else _metavar(found),
        str(found.help or "").rstrip("。"),
        str(getattr(found, "rich_help_panel", None) or ""),
        bool(found.required),
        bool(found.multiple or found.nargs < 0),
        choices,
        _word(found.default) if choices and found.default is not None else "",
    )


def _metavar(found: Any) -> str:
    """Return the word for a value: the one that is declared, else the name of the field in Chinese."""
    if found.metavar:
        return str(found.metavar).strip("[]…")
    return _NAMES.get(found.name) or FIELDS.get(found.name, "值")


def _choices(values: Any) -> Iterator[Choice]:
    words = [_word(value) for value in values]
    meanings = next((table for table in _MEANINGS if table.keys() == set(words)), None) or next(
        (table for table in _MEANINGS if table.keys() >= set(words)), {}
    )
    return (Choice(word, meanings.get(word, "")) for word in words)


def _word(value: Any) -> str:
    return str(getattr(value, "value", value))


def values() -> dict[str, tuple[Choice, ...]]:
    """Return the words of the kinds of values that the program itself defines, by their metavar."""
    from bizenv_cli import rules, schema  # noqa: PLC0415  (YAML and pydantic, which help pages do without)

    codes = tuple(Choice(rule.code, rule.title) for rule in rules.catalogue().values())
    return {"规则代号": codes, "种类": tuple(Choice(kind, "") for kind in schema.kinds())}
