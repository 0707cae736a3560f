"""Where the program begins: what a shell asks while somebody types is answered without the rest of it."""

import sys


def main() -> int:
    """Run the program with its command line, and return its exit code."""
    if sys.argv[1:2] == ["__complete"]:
        from bizenv_cli.cli.completing import answer  # noqa: PLC0415  (typer alone would take twice as long)

        return answer(sys.argv[2:])
    from bizenv_cli.cli.main import main as run  # noqa: PLC0415

    return run()
