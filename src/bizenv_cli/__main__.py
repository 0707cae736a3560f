"""Run the command line as ``python -m bizenv_cli``."""

from bizenv_cli.cli.start import main

if __name__ == "__main__":
    raise SystemExit(main())
