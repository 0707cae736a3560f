"""Where each shell looks for completion, and the lines by which its start-up file is told of ours."""

import re
from collections.abc import Mapping
from importlib.resources import files
from pathlib import Path
from typing import NamedTuple

SHELLS = ("bash", "zsh", "fish", "powershell")
_ENDINGS = {"bash": "bash", "zsh": "zsh", "fish": "fish", "powershell": "ps1"}
_BEGIN, _END = "# >>> bizenv completion >>>", "# <<< bizenv completion <<<"
_BLOCK = re.compile(rf"\n?^{re.escape(_BEGIN)}$.*?^{re.escape(_END)}$\n?", re.MULTILINE | re.DOTALL)


class Target(NamedTuple):
    """Where completion of one shell goes.

    Attributes:
        script: the file that holds the script.
        start: the shell's start-up file that must name it, and the lines that do; None where the shell finds it itself.
    """

    script: Path
    start: tuple[Path, str] | None = None


def script(shell: str) -> str:
    """Return the script of a shell."""
    return (files(__package__) / "scripts" / f"bizenv.{_ENDINGS[shell]}").read_text(encoding="utf-8")


def shell_of(environment: Mapping[str, str]) -> str | None:
    """Return the user's shell, as far as the environment tells."""
    name = Path(environment.get("SHELL", "")).name
    if name in SHELLS:
        return name
    return "powershell" if environment.get("PSModulePath") else None


def target(shell: str, environment: Mapping[str, str], home: Path) -> Target | None:
    """Return where completion of a shell goes; None for PowerShell, whose start-up file only it knows."""
    data = Path(environment.get("XDG_DATA_HOME") or home / ".local" / "share")
    config = Path(environment.get("XDG_CONFIG_HOME") or home / ".config")
    if shell == "fish":
        return Target(config / "fish" / "completions" / "bizenv.fish")
    if shell == "powershell":
        return None
    path = data / "bizenv" / f"bizenv.{_ENDINGS[shell]}"
    quoted = "'" + str(path).replace("'", "'\\''") + "'"
    if shell == "zsh":
        lines = f"(( $+functions[compdef] )) || {{ autoload -Uz compinit && compinit }}\n[[ -r {quoted} ]] && . {quoted}"
        return Target(path, (Path(environment.get("ZDOTDIR") or home) / ".zshrc", lines))
    return Target(path, (home / ".bashrc", f"[ -r {quoted} ] && . {quoted}"))


def with_block(text: str, lines: str) -> str:
    """Return a start-up file's text with our lines at its end, in place of those it had."""
    return f"{without_block(text)}\n{_BEGIN}\n{lines}\n{_END}\n"


def without_block(text: str) -> str:
    """Return a start-up file's text without our lines."""
    return _BLOCK.sub("", text)
