"""A unit's name as a file's: ``区法院`` is ``qu-fayuan``. Files have ASCII names, so that every machine shows them."""

import re

_LEVELS = ("省", "市", "县", "区", "各")


def file_stem(name: str) -> str:
    """Return a unit's name in pinyin without tones: its level apart, the parts of a collective name apart."""
    from pypinyin import lazy_pinyin  # noqa: PLC0415  (0.15 s that only a new file pays)

    words = []
    for part in re.split(r"[^\w]+", name):
        level = part[:1] if len(part) > 1 and part.startswith(_LEVELS) else ""
        words += [level, part.removeprefix(level)]
    syllables = ("".join(lazy_pinyin(word, errors="ignore")) or word for word in words if word)
    return (
        "-".join(kept for word in syllables if (kept := re.sub(r"[^a-z0-9]", "", word.lower()))) or "danwei"
    )
