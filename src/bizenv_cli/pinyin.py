"""How a name is read in pinyin without tones: the syllables that people type, and the ASCII name of a unit's file."""

import re
from functools import lru_cache

_LEVELS = ("省", "市", "县", "区", "各")
_READ = 4096  # names whose reading is kept: a federation's plans repeat the same units

# Surnames that are read otherwise than the character in a word; where people differ, both, the usual one first.
_SURNAMES = {
    "万俟": "mo qi", "尉迟": "yu chi", "长孙": "zhang sun", "澹台": "tan tai",
    "单": "shan", "解": "xie", "区": "ou", "曾": "zeng", "仇": "qiu", "查": "zha", "任": "ren", "朴": "piao",
    "盖": "ge,gai", "乐": "yue,le", "覃": "qin,tan", "翟": "zhai", "华": "hua", "洗": "xian", "种": "chong",
    "员": "yun", "缪": "miao,mu", "宓": "mi,fu", "黑": "he", "纪": "ji", "句": "gou", "折": "she", "燕": "yan",
    "盛": "sheng", "石": "shi", "车": "che", "阚": "kan", "谌": "chen,shen", "牟": "mu,mou", "隗": "wei,kui",
    "祭": "zhai", "薄": "bo", "葛": "ge", "宁": "ning", "曲": "qu", "繁": "po", "都": "du", "能": "nai",
    "乜": "nie", "秘": "bi", "召": "shao", "沈": "shen", "贾": "jia", "重": "chong", "佴": "nai",
    "郗": "xi,chi", "郇": "xun,huan", "不": "fou", "卜": "bu",
}  # fmt: skip


def readings(name: str, *, person: bool = False, given: str | None = None) -> tuple[tuple[str, ...], ...]:
    """Return the ways to read a name, each as one syllable a character; punctuation has none, ü is v.

    Args:
        name: a unit's, a person's or a group's name; letters and digits in it are their own syllables, in lower case.
        person: it begins with a surname.
        given: the reading that the registry gives, syllables apart (``shan xue fu``); then it is the only one.
    """
    if given is not None:
        return (tuple(given.replace("ü", "v").split()),)
    plain = _plain(name)
    surname = next((name[:size] for size in (2, 1) if name[:size] in _SURNAMES), "") if person else ""
    if not surname:
        return (plain,)
    return tuple((*first.split(), *plain[len(surname) :]) for first in _SURNAMES[surname].split(","))


@lru_cache(_READ)
def _plain(name: str) -> tuple[str, ...]:
    from pypinyin import lazy_pinyin  # noqa: PLC0415  (0.15 s that only a new file or a new index pays)

    return tuple(syllable for read in lazy_pinyin(name, errors=_apart) for syllable in read.split())


def _apart(unread: str) -> str:
    """Return the letters and digits of what has no pinyin, each a syllable of its own."""
    return " ".join(sign.lower() for sign in unread if sign.isascii() and sign.isalnum())


def syllables(text: str) -> str:
    """Return a text's letters and digits in one word, 汉字 in pinyin without tones."""
    from pypinyin import lazy_pinyin  # noqa: PLC0415  (0.15 s that only a new file pays)

    return re.sub(r"[^a-z0-9]", "", "".join(lazy_pinyin(text)).lower())


def file_stem(name: str) -> str:
    """Return a unit's name in pinyin without tones: its level apart, the parts of a collective name apart."""
    from pypinyin import lazy_pinyin  # noqa: PLC0415

    words = []
    for part in re.split(r"[^\w]+", name):
        level = part[:1] if len(part) > 1 and part.startswith(_LEVELS) else ""
        words += [level, part.removeprefix(level)]
    sounds = ("".join(lazy_pinyin(word, errors="ignore")) or word for word in words if word)
    return "-".join(kept for word in sounds if (kept := re.sub(r"[^a-z0-9]", "", word.lower()))) or "danwei"
