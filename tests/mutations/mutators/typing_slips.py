"""Slips of the hand and of a Chinese input method: punctuation, spaces, brackets, quotes, keys."""

import random

from .base import Spot, add, change, keyed, position

TEXTS = ("measure", "pilot", "because", "text", "title", "printed")
LISTS = ("lead", "support", "lead_officials", "benchmark_cities", "covers", "issuers")
CHINESE_KEYS = {
    "lead": "牵头单位",
    "support": "配合单位",
    "deadline": "完成时限",
    "measure": "工作举措",
    "seq": "序号",
    "indicator": "指标",
    "goal": "预期目标",
    "errata": "勘误",
    "lead_officials": "指标长",
}
KEY_SLIPS = {
    "lead": ("led", "laed", "leader", "leads"),
    "support": ("suport", "supprot", "supports"),
    "deadline": ("dealine", "deadlien", "dead_line", "deadlines"),
    "measure": ("mesure", "meaure", "measures"),
    "seq": ("sep", "sqe", "no"),
    "goal": ("gaol", "gola"),
    "pilot": ("pliot", "pilots"),
    "kind": ("knid", "type"),
    "because": ("becasue", "becuase"),
    "fields": ("field", "fileds"),
    "indicator": ("indicater", "indictor"),
    "lead_officials": ("lead_official", "leadofficials", "lead-officials"),
}


def any_key(_: Spot) -> bool:
    return True


def with_value(spot: Spot) -> bool:
    return bool(spot.value)


def a_list(spot: Spot) -> bool:
    return spot.is_list


def long_list(spot: Spot) -> bool:
    return spot.is_list and len(spot.items) > 1 and spot.key in LISTS


def annex_list(spot: Spot) -> bool:
    return spot.is_list and spot.key in LISTS and spot.annex


def in_mapping(spot: Spot) -> bool:
    return "- " not in spot.before and bool(spot.value)


def unit_list(spot: Spot) -> bool:
    return annex_list(spot) and spot.key != "benchmark_cities"


def _quoted_name(rng: random.Random, spot: Spot) -> str:
    quotes = rng.choice(("“”", "‘’", "「」", "＂＂"))
    at = rng.randrange(len(spot.items))
    items = [quotes[0] + item + quotes[1] if i == at else item for i, item in enumerate(spot.items)]
    return spot.line(f"[{', '.join(items)}]")


def _wide_comma(rng: random.Random, spot: Spot) -> str:
    at = rng.randrange(1, len(spot.items))
    sign = rng.choice(("，", "， ", "、"))
    return spot.line(f"[{', '.join(spot.items[:at])}{sign}{', '.join(spot.items[at:])}]")


def _key_slip(rng: random.Random, spot: Spot) -> str:
    return spot.line(key=rng.choice(KEY_SLIPS[spot.key]))


def _wide_key(rng: random.Random, spot: Spot) -> str:
    at = rng.randrange(len(spot.key))
    if spot.key[at] == "_":
        return spot.line(key=spot.key.replace("_", "＿"))
    return spot.line(key=spot.key[:at] + chr(ord(spot.key[at]) + 0xFEE0) + spot.key[at + 1 :])


def _comma_lost(rng: random.Random, spot: Spot) -> str:
    return spot.line(spot.value.replace(", ", rng.choice((" ", "")), 1))


def _bulleted(spot: Spot, sign: str) -> str:
    space = " " * (len(spot.before) + 2)
    return "\n".join([spot.line("").rstrip(), *(f"{space}{sign}{item}" for item in spot.items)])


for _name, _description, _wanted, _new in (
    ("wide_colon", "a full-width colon after the key", any_key,
     lambda rng, spot: spot.line(sign=rng.choice(("：", "： ", " ：")))),
    ("wide_comma_between_items", "a full-width comma or 、 between two items of a list", long_list, _wide_comma),
    ("wide_brackets", "full-width or Chinese brackets around a list", a_list,
     lambda rng, spot: spot.line("{1}{0}{2}".format(spot.value.strip("[]"), *rng.choice(("［］", "【】", "〔〕"))))),
    ("wide_closing_bracket", "only the closing bracket is full-width", a_list,
     lambda rng, spot: spot.line(spot.value[:-1] + rng.choice("］】"))),
    ("wide_opening_bracket", "only the opening bracket is full-width", a_list,
     lambda rng, spot: spot.line(rng.choice("［【") + spot.value[1:])),
    ("other_brackets", "round or curly brackets around a list", annex_list,
     lambda rng, spot: spot.line("{1}{0}{2}".format(spot.value.strip("[]"), *rng.choice(("()", "（）", "{}"))))),
    ("wide_indent", "the indentation is typed with ideographic spaces", lambda spot: spot.before.startswith("  "),
     lambda rng, spot: spot.line().replace("  ", "　", rng.randint(1, 2))),
    ("wide_space_after_colon", "an ideographic space after the colon", with_value,
     lambda _, spot: spot.line(sign=":　")),
    ("wide_space_after_dash", "an ideographic space after the dash", lambda spot: "- " in spot.before,
     lambda _, spot: spot.line().replace("- ", "-　", 1)),
    ("wide_dash", "a full-width or long dash before an item", lambda spot: "- " in spot.before,
     lambda rng, spot: spot.line().replace("- ", rng.choice("－—–−") + " ", 1)),
    ("tab_indent", "a tab in the indentation", lambda spot: spot.before.startswith("  "),
     lambda rng, spot: spot.line().replace(rng.choice(("    ", "  ")), "\t", 1)),
    ("tab_after_dash", "a tab after the dash", lambda spot: "- " in spot.before,
     lambda _, spot: spot.line().replace("- ", "-\t", 1)),
    ("tab_before_text", "a tab in place of the space after the colon", with_value,
     lambda _, spot: spot.line(sign=":\t")),
    ("colon_without_space", "no space after the colon", with_value, lambda _, spot: spot.line(sign=":")),
    ("colon_lost", "the colon after the key is lost", any_key, lambda _, spot: spot.line(sign=" ")),
    ("colon_doubled", "the colon is typed twice", any_key, lambda _, spot: spot.line(sign=":: ")),
    ("semicolon_for_colon", "a semicolon, full-width or not, in place of the colon", any_key,
     lambda rng, spot: spot.line(sign=rng.choice(("; ", "；")))),
    ("equals_for_colon", "an equals sign in place of the colon", any_key,
     lambda rng, spot: spot.line(sign=rng.choice((" = ", "=")))),
    ("stop_after_list", "a full stop or comma after the closing bracket", a_list,
     lambda rng, spot: spot.line(spot.value + rng.choice("。，；,"))),
    ("bracket_unclosed", "the closing bracket is lost", a_list, lambda _, spot: spot.line(spot.value[:-1])),
    ("bracket_unopened", "the opening bracket is lost", a_list, lambda _, spot: spot.line(spot.value[1:])),
    ("bracket_doubled", "the list stands in two pairs of brackets", a_list,
     lambda _, spot: spot.line(f"[{spot.value}]")),
    ("comma_doubled", "two commas between two items", long_list,
     lambda _, spot: spot.line(spot.value.replace(", ", ",, ", 1))),
    ("comma_lost", "the comma between two items is lost", lambda spot: long_list(spot) and spot.key != "benchmark_cities",
     _comma_lost),
    ("list_as_text", "a list written as text, its items joined by 、", annex_list,
     lambda rng, spot: spot.line(rng.choice("、，,").join(spot.items))),
    ("list_in_smart_quotes", "Chinese quotes around a whole list", annex_list,
     lambda _, spot: spot.line(f"“{spot.value}”")),
    ("key_misspelt", "a letter of the key is wrong, missing or swapped", lambda spot: spot.key in KEY_SLIPS, _key_slip),
    ("key_capitalised", "the key begins with a capital, or is all capitals", any_key,
     lambda rng, spot: spot.line(key=rng.choice((spot.key.capitalize(), spot.key.upper())))),
    ("key_in_chinese", "the key is written in Chinese", lambda spot: spot.key in CHINESE_KEYS,
     lambda _, spot: spot.line(key=CHINESE_KEYS[spot.key])),
    ("key_in_chinese_wide_colon", "the key is written in Chinese, with a full-width colon",
     lambda spot: spot.key in CHINESE_KEYS, lambda _, spot: spot.line(key=CHINESE_KEYS[spot.key], sign="：")),
    ("key_wide_letter", "one letter of the key is full-width", any_key, _wide_key),
    ("key_doubled", "a line stands twice", in_mapping, lambda _, spot: f"{spot.line()}\n{spot.line()}"),
    ("quote_unclosed", "a quote is opened and not closed", keyed(*TEXTS),
     lambda rng, spot: None if spot.value.startswith('"') else spot.line(rng.choice("\"'") + spot.value)),
    ("quote_opens_text", "straight quotes around the first words of a text only", keyed("measure", "pilot", "because"),
     lambda rng, spot: spot.line(f'"{spot.value[:4]}"{spot.value[4:]}' if rng.random() < 0.5 else
                                 f"'{spot.value[:3]}'{spot.value[3:]}")),
    ("wide_sign_in_braces", "a full-width colon or comma inside a mapping in braces", keyed("printed_at"),
     lambda rng, spot: spot.line(spot.value.replace(*rng.choice(((": ", "："), (": ", "： "), (", ", "，"))), 1))),
    ("wide_braces", "full-width braces around a mapping, or one of the two", keyed("printed_at"),
     lambda rng, spot: spot.line(spot.value.translate(rng.choice(({123: "｛", 125: "｝"}, {123: "｛"}, {125: "｝"}))))),
    ("space_lost_in_braces", "no space after a colon inside a mapping in braces", keyed("printed_at"),
     lambda rng, spot: spot.line(spot.value.replace(": ", ":", rng.choice((1, 9))))),
    ("bullets_without_space", "a list with a dash before each item and no space after it", annex_list,
     lambda rng, spot: _bulleted(spot, rng.choice("-－•"))),
    ("text_in_smart_quotes", "Chinese quotes around a whole text", keyed("measure", "pilot"),
     lambda rng, spot: spot.line(rng.choice(("“{}”", "「{}」", "”{}”")).format(spot.value))),
    ("dash_lost", "the dash before an item that begins a record is lost", lambda spot: "- " in spot.before,
     lambda _, spot: spot.line().replace("- ", "  ", 1)),
    ("smart_quotes_around_name", "Chinese quotes around one name of a list", unit_list, _quoted_name),
    ("colon_space_in_text", "a text that has a colon and a space in it, unquoted", keyed("measure", "pilot", "because"),
     lambda rng, spot: spot.line(spot.value[: (at := position(rng, spot.value))] + ": " + spot.value[at:])),
    ("markdown_bold", "a text in markdown's bold", keyed("measure", "pilot"),
     lambda _, spot: spot.line(f"**{spot.value[:6]}**{spot.value[6:]}")),
    ("text_in_lines", "a text written below a | or >, with a line end in it", keyed("measure", "pilot", "because"),
     lambda rng, spot: spot.line(f"{rng.choice('|>')}\n{' ' * (len(spot.before) + 2)}{spot.value}")),
    ("text_opens_with_sign", "a text that begins with a sign of YAML's own", keyed("measure", "pilot"),
     lambda rng, spot: spot.line(rng.choice("@`%>|!&*") + spot.value)),
):  # fmt: skip
    add("malformed", _name, _description, change(_wanted, _new))
