"""Which kind of word is wanted at the end of a command line that is still being typed."""

from collections.abc import Sequence
from typing import NamedTuple

from bizenv_cli.manual import Command, Manual, Parameter

COMMANDS, OPTIONS, NOTHING = "commands", "options", "nothing"


class Wanted(NamedTuple):
    """What is wanted.

    Attributes:
        kind: COMMANDS, OPTIONS or NOTHING, else the word that help shows for the value (单位).
        typed: what there is of it already.
        before: what stands before it in the same word, for example ``--unit=``.
        parameter: whose value it is, if it is one.
        options: those that can still be given.
        given: the last value of each option on the line, by its long name.
    """

    kind: str
    typed: str
    before: str = ""
    parameter: Parameter | None = None
    options: tuple[Parameter, ...] = ()
    given: tuple[tuple[str, str], ...] = ()

    def value_of(self, option: str) -> str | None:
        """Return the value of an option that stands on the line, by its long name."""
        return dict(self.given).get(option)


def wanted(manual: Manual, words: Sequence[str]) -> Wanted:
    """Say what is wanted.

    Args:
        words: what follows the program's name; the last one is not finished, and may be empty.
    """
    *done, typed = words or [""]
    at = next((at for at, word in enumerate(done) if not word.startswith("-")), None)
    if at is None:
        if typed.startswith("-"):
            return Wanted(OPTIONS, typed, options=manual.options)
        return Wanted(COMMANDS, typed)
    command = manual.command(done[at])
    return _within(command, done[at + 1 :], typed) if command else Wanted(NOTHING, typed)


class _Read(NamedTuple):
    """What the finished words say: options with values, how many arguments, and what must follow."""

    given: dict[str, str]
    arguments: int
    only_arguments: bool
    waiting: Parameter | None


def _read(done: Sequence[str], by_name: dict[str, Parameter]) -> _Read:
    given: dict[str, str] = {}
    arguments = 0
    only_arguments = False
    waiting: Parameter | None = None  # the option whose value comes next
    for word in done:
        if waiting:
            given[waiting.names[0]] = word
            waiting = None
        elif only_arguments or not word.startswith("-") or word == "-":
            arguments += 1
        elif word == "--":
            only_arguments = True
        else:
            name, value = _split(word, by_name)
            option = by_name.get(name)
            waiting = option if option and option.metavar and value is None else None
            if option and not waiting:
                given[option.names[0]] = value or ""
    return _Read(given, arguments, only_arguments, waiting)


def _within(command: Command, done: Sequence[str], typed: str) -> Wanted:
    by_name = {name: option for option in command.options for name in option.names}
    read = _read(done, by_name)
    told = tuple(read.given.items())
    if read.waiting:
        return Wanted(read.waiting.metavar, typed, parameter=read.waiting, given=told)
    rest = tuple(option for option in command.options if option.repeats or option.names[0] not in read.given)
    if typed.startswith("-") and not read.only_arguments:
        name, value = _split(typed, by_name)
        option = by_name.get(name)
        if value is None:
            return Wanted(OPTIONS, typed, options=rest)
        metavar = option.metavar if option else ""
        before = typed[: len(typed) - len(value)]
        return Wanted(metavar or NOTHING, value, before, parameter=option, given=told)
    if argument := _argument(command, read.arguments):
        return Wanted(argument.metavar, typed, parameter=argument, given=told)
    return Wanted(NOTHING if read.only_arguments else OPTIONS, typed, options=rest)


def _split(word: str, by_name: dict[str, Parameter]) -> tuple[str, str | None]:
    """Split ``--unit=区`` and ``-u区`` into the option and its value; None where the word holds no value."""
    if word.startswith("--"):
        name, sign, value = word.partition("=")
        return name, value if sign else None
    short = word[:2]
    if len(word) > len(short) and short in by_name and by_name[short].metavar:
        return short, word[2:]
    return word, None


def _argument(command: Command, places: int) -> Parameter | None:
    if places < len(command.arguments):
        return command.arguments[places]
    last = command.arguments[-1] if command.arguments else None
    return last if last and last.repeats else None
