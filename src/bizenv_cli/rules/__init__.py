"""The rule behind every code: what it asks, why, how to mend, with good and bad examples that the tests run.

The rules of files, syntax and shape stand in this package's text files; a rule that holds across records stands
in the docstring of the generator that checks it.
"""

import inspect
import pkgutil
import unicodedata
from collections.abc import Iterator, Mapping
from functools import cache
from importlib import import_module
from importlib.resources import files

from bizenv_cli import checks
from bizenv_cli.errors import UnknownNameError
from bizenv_cli.nearest import nearest
from bizenv_cli.rules.blocks import Example, Rule, parse

__all__ = ["GROUPS", "Example", "Rule", "catalogue", "rule"]

GROUPS = {"E0": "文件", "E1": "语法与格式", "E2": "清单之内", "E3": "修订与上一版比较", "E4": "联合清单"}


@cache
def catalogue() -> Mapping[str, Rule]:
    """Return every rule by its code, in the order of the codes.

    Raises:
        ValueError: two blocks have one code.
    """
    rules: dict[str, Rule] = {}
    for text in _texts():
        for found in parse(text):
            if found.code in rules:
                raise ValueError(f"two blocks of {found.code}")
            rules[found.code] = found
    return dict(sorted(rules.items()))


def rule(typed: str) -> Rule:
    """Return the rule of a code, which may lack its ``E`` or have a small one.

    Raises:
        UnknownNameError: no rule has it; offers the nearest codes.
    """
    rules = catalogue()
    code = unicodedata.normalize("NFKC", typed).strip().upper()
    code = f"E{code}" if code.isdecimal() else code
    if code not in rules:
        raise UnknownNameError("规则代号", typed, nearest(code, rules), "explain")
    return rules[code]


def _texts() -> Iterator[str]:
    for file in files(__name__).iterdir():
        if file.name.endswith(".txt"):
            yield file.read_text(encoding="utf-8")
    for module in pkgutil.iter_modules(checks.__path__, f"{checks.__name__}."):
        for member in vars(import_module(module.name)).values():
            if inspect.isfunction(member) and member.__module__ == module.name:
                yield member.__doc__ or ""
