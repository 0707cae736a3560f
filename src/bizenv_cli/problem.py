"""The Problem value: one thing wrong at one place of the registry."""

from dataclasses import dataclass


@dataclass(frozen=True, order=True, slots=True)
class Problem:
    """One thing wrong in a registry file, ordered by place.

    Attributes:
        path: the file as shown to the user, for example ``registry/annex1/05-dengji-caichan.yaml``.
        line: line number from 1.
        column: column from 1, in characters (a 汉字 is one).
        code: stable code, ``E`` and three digits: 0 files, 1 syntax and shape, 2 what must hold across records.
        message: one Chinese sentence: the field, the rule, what was found.
        hint: what to do about it; may be empty.
        length: number of characters to underline, at least 1.
    """

    path: str
    line: int
    column: int
    code: str
    message: str
    hint: str = ""
    length: int = 1
