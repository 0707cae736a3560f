"""Bytes, encodings, line ends, signs that nobody sees, numbers of persons, and files as wholes."""

import random
import unicodedata

from .base import Edit, Files, Spot, add, blocks, change, keyed, mutation, position

TEXTS = ("measure", "pilot", "because", "text")
NAMES = ("lead", "support", "lead_officials")
INVISIBLE = "\u200b\u200c\u200d\u200e\u2060\u00ad\ufeff\u00a0\u202c"
SPACES = "\u2002\u2003\u2009\u202f\u3164\u2005\u180e\ufe0f"
CONTROL = "\x01\x07\x08\x0b\x0c\x1b\x7f\x85\u2028"
ESCAPES = (
    "\\0",
    "\\n",
    "\\t",
    "\\r",
    "\\e",
    "\\a",
    "\\x1c",
    "\\N",
    "\\L",
    "\\_",
    "\\u200b",
    "\\ufeff",
    "\\u202e",
    "\\u2009",
)
KANGXI = {unicodedata.normalize("NFKC", chr(code)): chr(code) for code in range(0x2F00, 0x2FD6)}
WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


def _inserted(rng: random.Random, spot: Spot, sign: str) -> str:
    at = position(rng, spot.value)
    return spot.line(spot.value[:at] + sign + spot.value[at:])


def _quoted(line: str) -> str | None:
    """Return a line with its text in double quotes, or None where it has quotes of its own."""
    head, _, text = line.partition(": ")
    return None if '"' in text else f'{head}: "{text}"'


def _radical(rng: random.Random, spot: Spot) -> str | None:
    places = [at for at, sign in enumerate(spot.value) if sign in KANGXI]
    if not places:
        return None
    at = rng.choice(places)
    return spot.line(spot.value[:at] + KANGXI[spot.value[at]] + spot.value[at + 1 :])


def mobile(rng: random.Random) -> str:
    return f"1{rng.randint(3, 9)}{rng.randrange(10**9):09}"


def identity(rng: random.Random) -> str:
    """Return a citizen number of the right form and check digit, drawn by lot."""
    number = f"3601{rng.randint(1, 30):02}19{rng.randint(50, 99)}{rng.randint(1, 12):02}{rng.randint(1, 28):02}{rng.randrange(1000):03}"
    total = sum(int(digit) * weight for digit, weight in zip(number, WEIGHTS, strict=True))
    return number + "10X98765432"[total % 11]


def bank_card(rng: random.Random) -> str:
    """Return a card number of the right length and check digit, drawn by lot."""
    number = f"62{rng.randrange(10**16):016}"
    digits = [int(digit) for digit in reversed(number)]
    total = sum(sum(divmod(2 * digit, 10)) for digit in digits[::2]) + sum(digits[1::2])
    return number + str(-total % 10)


def _grouped(number: str, sizes: tuple[int, ...], sign: str) -> str:
    parts = []
    for size in sizes:
        parts.append(number[:size])
        number = number[size:]
    return sign.join(part for part in [*parts, number] if part)


def _noted(rng: random.Random, spot: Spot, number: str) -> str:
    if spot.key in TEXTS and rng.random() < 0.4:
        return spot.line(f"{spot.value}（联系电话{number}）")
    return spot.line() + rng.choice((f" # 联系人 {number}", f" # {number}", f"\n# 经办：{number}"))


def _valued(spot: Spot) -> bool:
    return bool(spot.value)


for _name, _description, _wanted, _new in (
    ("invisible_in_name", "an invisible sign inside a name", keyed(*NAMES),
     lambda rng, spot: _inserted(rng, spot, rng.choice(INVISIBLE))),
    ("invisible_in_text", "an invisible sign inside a text", keyed(*TEXTS),
     lambda rng, spot: _inserted(rng, spot, rng.choice(INVISIBLE))),
    ("invisible_in_key", "an invisible sign before or after a key", lambda _: True,
     lambda rng, spot: spot.line(key=rng.choice(("{}{}", "{1}{0}")).format(spot.key, rng.choice(INVISIBLE)))),
    ("invisible_in_date", "an invisible sign in a date or number", keyed("deadline", "seq"),
     lambda rng, spot: _inserted(rng, spot, rng.choice(INVISIBLE))),
    ("nbsp_indent", "no-break spaces in the indentation", lambda spot: spot.before.startswith("  "),
     lambda rng, spot: spot.line().replace("  ", rng.choice(("\u00a0\u00a0", "\u00a0 ")), 1)),
    ("odd_space_in_name", "a typographic space or filler inside a name", keyed(*NAMES),
     lambda rng, spot: _inserted(rng, spot, rng.choice(SPACES))),
    ("odd_space_in_text", "a typographic space or filler inside a text", keyed(*TEXTS),
     lambda rng, spot: _inserted(rng, spot, rng.choice(SPACES))),
    ("control_character", "a control character", _valued,
     lambda rng, spot: _inserted(rng, spot, rng.choice(CONTROL))),
    ("nul", "a NUL character", _valued, lambda rng, spot: _inserted(rng, spot, "\0")),
    ("escaped_character", "a control or invisible sign written as an escape in a quoted text", keyed(*TEXTS),
     lambda rng, spot: _quoted(_inserted(rng, spot, rng.choice(ESCAPES)))),
    ("tab_in_text", "a tab inside a text", keyed(*TEXTS), lambda rng, spot: _inserted(rng, spot, "\t")),
    ("replacement_character", "a character was lost to a conversion: U+FFFD", keyed(*TEXTS),
     lambda rng, spot: spot.line(spot.value[: (at := position(rng, spot.value))] + "\ufffd" + spot.value[at + 1 :])),
    ("private_use_character", "a private-use character copied from a PDF", keyed(*TEXTS),
     lambda rng, spot: _inserted(rng, spot, rng.choice("\ue001\ue863\uf06c"))),
    ("radical_in_name", "a Kangxi radical copied from a PDF, which looks like its character, in a name", keyed(*NAMES), _radical),
    ("radical_in_text", "a Kangxi radical copied from a PDF, which looks like its character, in a text", keyed(*TEXTS), _radical),
    ("lone_carriage_return", "a carriage return inside a line, or at its end", _valued,
     lambda rng, spot: rng.choice((_inserted(rng, spot, "\r"), spot.line() + "\r\r"))),
    ("crlf_in_one_line", "one line ends in CRLF", _valued, lambda _, spot: spot.line() + "\r"),
    ("mobile_number", "a mobile number in a text or comment", _valued, lambda rng, spot: _noted(rng, spot, mobile(rng))),
    ("mobile_number_escaped", "a mobile number of which two digits are escapes", keyed(*TEXTS),
     lambda rng, spot: _quoted(spot.line(f"{spot.value}\\u0031\\u0033{mobile(rng)[2:]}"))),
    ("mobile_number_grouped", "a mobile number in pieces", _valued,
     lambda rng, spot: _noted(rng, spot, _grouped(mobile(rng), rng.choice(((3, 4, 4), (4, 4, 3), (3, 3, 5))), rng.choice((" ", "-", "  ", ".", "_", "－"))))),
    ("mobile_number_abroad", "a mobile number with the country's code", _valued,
     lambda rng, spot: _noted(rng, spot, rng.choice(("+86", "86", "0086", "+86 ", "+86-")) + mobile(rng))),
    ("identity_number", "a citizen's identity number", _valued, lambda rng, spot: _noted(rng, spot, identity(rng))),
    ("identity_number_grouped", "a citizen's identity number in pieces, or with a full-width X", _valued,
     lambda rng, spot: _noted(rng, spot, _grouped(identity(rng).replace("X", rng.choice("XxＸ")), rng.choice(((6, 8, 4), (6, 4, 4, 4))), rng.choice(" -")))),
    ("bank_card_number", "a bank card number", _valued, lambda rng, spot: _noted(rng, spot, bank_card(rng))),
    ("bank_card_number_grouped", "a bank card number in pieces", _valued,
     lambda rng, spot: _noted(rng, spot, _grouped(bank_card(rng), rng.choice(((4, 4, 4, 4, 3), (6, 13))), rng.choice(" -")))),
):  # fmt: skip
    add("malformed", _name, _description, change(_wanted, _new))


def _path(rng: random.Random, files: Files) -> str:
    return rng.choice(sorted(files))


@mutation("malformed", "the file begins with a byte-order mark")
def bom_at_start(rng: random.Random, files: Files) -> Edit:
    path = _path(rng, files)
    return Edit(path, files[path].encode("utf-8-sig"), range(1, 2))


@mutation("malformed", "the whole file has Windows line ends")
def crlf(rng: random.Random, files: Files) -> Edit:
    path = _path(rng, files)
    return Edit(path, files[path].replace("\n", "\r\n").encode(), range(1, 2))


@mutation("malformed", "the whole file has the line ends of the old Macintosh")
def carriage_returns(rng: random.Random, files: Files) -> Edit:
    path = _path(rng, files)
    return Edit(path, files[path].replace("\n", "\r").encode(), range(1, 2))


@mutation("malformed", "the whole file is saved as GBK")
def gbk(rng: random.Random, files: Files) -> Edit:
    path = _path(rng, files)
    line = next(number for number, line in enumerate(files[path].split("\n"), 1) if not line.isascii())
    return Edit(path, files[path].encode("gb18030"), range(line, line + 1))


@mutation("malformed", "one line was pasted as GBK into a UTF-8 file")
def gbk_line(rng: random.Random, files: Files) -> Edit | None:
    path = _path(rng, files)
    lines = files[path].split("\n")
    at = rng.randrange(len(lines))
    if lines[at].isascii():
        return None
    data = b"\n".join(line.encode("gb18030" if i == at else "utf-8") for i, line in enumerate(lines))
    return Edit(path, data, range(at + 1, at + 2))


@mutation("malformed", "the whole file is saved as UTF-16")
def utf16(rng: random.Random, files: Files) -> Edit:
    path = _path(rng, files)
    return Edit(path, files[path].encode(rng.choice(("utf-16", "utf-16-le", "utf-16-be"))), range(1, 2))


@mutation("malformed", "one byte of a Chinese character is lost")
def byte_lost(rng: random.Random, files: Files) -> Edit:
    path = _path(rng, files)
    data = files[path].encode()
    at = rng.choice([i for i, byte in enumerate(data) if byte >= 0x80])
    line = data.count(b"\n", 0, at) + 1
    return Edit(path, data[:at] + data[at + 1 :], range(line, line + 1))


@mutation("malformed", "UTF-8 was read as Latin-1 and saved as UTF-8")
def mojibake(rng: random.Random, files: Files) -> Edit:
    path = _path(rng, files)
    line = next(number for number, line in enumerate(files[path].split("\n"), 1) if not line.isascii())
    return Edit(path, files[path].encode().decode("latin-1").encode(), range(line, line + 1))


@mutation("malformed", "UTF-8 was read as GBK and saved as UTF-8")
def mojibake_gbk(rng: random.Random, files: Files) -> Edit:
    path = _path(rng, files)
    return Edit(path, files[path].encode().decode("gb18030", "replace").encode())


@mutation("malformed", "the end of a file is cut off at a random byte, within its tasks or records")
def file_cut(rng: random.Random, files: Files) -> Edit:
    path = rng.choice([path for path in sorted(files) if path not in ("plan.yaml", "officials.yaml")])
    own = [block for block in blocks(files) if block.path == path]
    text = files[path]
    end = "\n".join(text.split("\n")[: own[-1].first - 1]) if own else text[: len(text) // 2]
    data = text.encode()[: rng.randrange(10, len(end.encode()))]
    line = data.count(b"\n") + 1
    return Edit(path, data, range(max(1, line - 1), line + 1))


@mutation("malformed", "a file is empty, or holds nothing but white space or a comment")
def file_empty(rng: random.Random, files: Files) -> Edit:
    return Edit(_path(rng, files), rng.choice((b"", b"\n", b"\n\n  \n", "# 待补\n".encode())), range(1, 2))
