"""A mutational fuzzer over the bytes of the real files: flips, cuts, splices, and words that mean something to YAML.

What gets an answer of a new sort from the gate is kept and mutated further.
"""

import random
from collections.abc import Iterator, Mapping

WORDS = [
    word.encode()
    for word in (
        *("- ", "-", ": ", ":", "：", "　", "\t", "\n", "\r\n", "\r", " #", "#", "---\n", "...\n", "?", "? ", "[", "]", "{", "}", ", "),
        *(",", "，", "、", "“", "”", '"', "'", "&a ", "*a", "!", "!!str ", "|\n", ">-\n", "%YAML 1.1\n", "<<: ", "@", "`", "~", "null"),
        *("\u00a0", "\u200b", "\ufeff", "\ufffd", "\u2028", "\ue000", "\u2f64", "\u0085", "\0", "\x1b[31m", "2023-02-30", "0", "-1", "1e3"),
        *("<<<<<<< HEAD\n", "=======\n", ">>>>>>> x\n", "13812345678", "138 1234 5678", "seq: 1\n", "tasks:\n", "errata:\n", "lead: []\n"),
        *("event: done\n", "event: 办结", "牵头单位：", "二〇二三年", "99999999999999999999", "9" * 5000, "[" * 70, "\\x", '"\\u12', "1" * 20),
    )
] + [b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf", b"\xc0\x80", b"\xed\xa0\x80", b"\xf4\x90\x80\x80", b"\xb5\xa5\xce\xbb"]  # fmt: skip

_MOST = 200_000  # bytes; what grows further is cut


def mutated(rng: random.Random, data: bytes, others: list[bytes]) -> bytes:
    """Return the bytes with one to six random changes."""
    for _ in range(rng.choice((1, 1, 1, 2, 3, 6))):
        data = _changed(rng, data, others)
    return data[:_MOST]


def _changed(rng: random.Random, data: bytes, others: list[bytes]) -> bytes:
    start = rng.randrange(len(data) + 1)
    end = min(len(data), start + rng.choice((1, 1, 2, 3, 8, 40, 400)))
    before, within, after = data[:start], data[start:end], data[end:]
    other = rng.choice(others)
    cut = rng.randrange(len(other) + 1)
    return rng.choice(
        (
            before + bytes(byte ^ 1 << rng.randrange(8) for byte in within[:1]) + within[1:] + after,
            before + after,
            before + within * rng.choice((2, 3, 50)) + after,
            before + other[cut : cut + rng.choice((1, 10, 100, 1000))] + after,
            before + rng.randbytes(rng.choice((1, 2, 4))) + within + after,
            before + rng.choice(WORDS) + within + after,
            before + rng.choice(WORDS) + after,
            _lines_changed(rng, data),
        )
    )


def _lines_changed(rng: random.Random, data: bytes) -> bytes:
    lines = data.split(b"\n")
    at = rng.randrange(len(lines))
    other = rng.randrange(len(lines))
    kind = rng.randrange(4)
    if kind == 0:
        lines[at], lines[other] = lines[other], lines[at]
    elif kind == 1:
        lines.insert(at, lines[other])
    elif kind == 2:
        del lines[at]
    else:
        lines[at] = b" " * rng.randrange(9) + lines[at].lstrip()
    return b"\n".join(lines)


def inputs(
    rng: random.Random, originals: Mapping[str, bytes], kept: list[tuple[str, bytes]]
) -> Iterator[tuple[str, bytes]]:
    """Yield files to read, without end: mutants of the originals and of what was `kept` meanwhile."""
    paths = sorted(originals)
    others = list(originals.values())
    while True:
        if kept and rng.random() < 0.5:
            path, data = rng.choice(kept)
        else:
            path = rng.choice(paths)
            data = originals[path]
        yield path, mutated(rng, data, others)
