"""Dates and numbers as people and spreadsheets write them."""

import random
from dataclasses import replace
from datetime import date

from .base import (
    Block,
    Edit,
    Files,
    Spot,
    add,
    blocks,
    change,
    edited,
    inner_blocks,
    keyed,
    mutation,
    rewrite,
    spots_of,
)

DAYS = ("deadline", "date", "issued")
CHINESE = "〇一二三四五六七八九"
MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
WIDE_DIGITS = str.maketrans("0123456789", "０１２３４５６７８９")


def _day(spot: Spot) -> date:
    return date.fromisoformat(spot.value)


def _impossible(rng: random.Random, spot: Spot) -> str:
    return spot.line(
        rng.choice(("2023-11-31", "2023-06-31", "2023-09-31", "2023-02-29", "2023-12-32", "2023-00-30"))
    )


def _unpadded(_: random.Random, spot: Spot) -> str | None:
    day = _day(spot)
    new = f"{day.year}-{day.month}-{day.day}"
    return None if new == spot.value else spot.line(new)


def _chinese(rng: random.Random, spot: Spot) -> str:
    day = _day(spot)
    return spot.line(
        rng.choice(
            (
                f"{day.year}年{day.month}月{day.day}日",
                f"{day.year}年{day.month:02}月{day.day:02}日",
                f"{day.month}月{day.day}日",
            )
        )
    )


def _chinese_numerals(_: random.Random, spot: Spot) -> str:
    day = _day(spot)
    year = "".join(CHINESE[int(digit)] for digit in str(day.year))
    return spot.line(f"{year}年{_numeral(day.month)}月{_numeral(day.day)}日")


def _excel(rng: random.Random, spot: Spot) -> str:
    day = _day(spot)
    serial = (day - date(1899, 12, 30)).days
    return spot.line(
        rng.choice(
            (str(serial), f"{day.day}-{MONTHS[day.month - 1]}-{day:%y}", f"{day.month}/{day.day}/{day.year}")
        )
    )


def _letter(rng: random.Random, spot: Spot) -> str:
    old, new = rng.choice((("0", "O"), ("0", "o"), ("1", "l"), ("1", "I")))
    at = [i for i, sign in enumerate(spot.value) if sign == old]
    chosen = rng.choice(at) if at else 0
    return spot.line(spot.value[:chosen] + new + spot.value[chosen + 1 :])


def _wide_day(rng: random.Random, spot: Spot) -> str:
    wide = spot.value.translate(WIDE_DIGITS)
    return spot.line(rng.choice((wide, wide.replace("-", "－"), spot.value[:5] + wide[5:])))


def _numeral(number: int) -> str:
    tens, ones = divmod(number, 10)
    return ("" if not tens else "十" if tens == 1 else CHINESE[tens] + "十") + (CHINESE[ones] if ones else "")


for _name, _description, _new in (
    ("date_with_dots", "2023.11.30", lambda _, spot: spot.line(spot.value.replace("-", "."))),
    ("date_with_slashes", "2023/11/30", lambda _, spot: spot.line(spot.value.replace("-", "/"))),
    ("date_in_chinese", "2023年11月30日, 11月30日", _chinese),
    ("date_in_chinese_numerals", "二〇二三年十一月三十日", _chinese_numerals),
    ("date_impossible", "2023-11-31", _impossible),
    ("date_impossible_unpadded", "2023-6-31, 2023年11月31日", lambda rng, spot: spot.line(
        rng.choice(("2023-6-31", "2023年11月31日", "2023.9.31", "2023/2/30", "2023-4-31")))),
    ("date_unpadded", "2023-6-30, 2023-9-1", _unpadded),
    ("date_month_and_day_swapped", "2023-30-11", lambda _, spot: spot.line(f"{_day(spot):%Y-%d-%m}")),
    ("date_day_first", "30-11-2023", lambda _, spot: spot.line(f"{_day(spot):%d-%m-%Y}")),
    ("date_compact", "20231130", lambda _, spot: spot.line(f"{_day(spot):%Y%m%d}")),
    ("date_short_year", "23-11-30", lambda _, spot: spot.line(f"{_day(spot):%y-%m-%d}")),
    ("date_without_day", "2023-11", lambda rng, spot: spot.line(rng.choice((f"{_day(spot):%Y-%m}", f"{_day(spot):%Y年%m月}")))),
    ("date_from_excel", "45260, 30-Nov-23, 11/30/2023", _excel),
    ("date_with_time", "2023-11-30 00:00:00", lambda rng, spot: spot.line(
        spot.value + rng.choice((" 00:00:00", "T00:00:00", " 17:30")))),
    ("date_with_letter", "a letter O or l in place of a digit", _letter),
    ("date_wide_digits", "full-width digits in a date", _wide_day),
    ("date_wide_dash", "full-width or long dashes in a date", lambda rng, spot: spot.line(
        spot.value.replace("-", rng.choice("－—–")))),
    ("date_with_spaces", "2023 - 11 - 30", lambda rng, spot: spot.line(spot.value.replace("-", rng.choice((" - ", "- ", " "))))),
    ("date_with_stop", "a full stop, comma or word after the date", lambda rng, spot: spot.line(
        spot.value + rng.choice("。，；,前"))),
    ("date_range", "two dates in one", lambda rng, spot: spot.line(
        rng.choice(("2023-06-30至", "2023-06-30—", "2023-06-30、")) + spot.value)),
    ("date_in_brackets", "a date as a list", lambda _, spot: spot.line(f"[{spot.value}]")),
    ("date_in_smart_quotes", "Chinese quotes around the date", lambda rng, spot: spot.line(
        "{1}{0}{2}".format(spot.value, *rng.choice(("“”", "‘’"))))),
    ("date_empty", "the date is empty, a dash or 无", lambda rng, spot: spot.line(
        rng.choice(("", "-", "无", "/", "—", '""', "~", "null")))),
    ("date_in_words", "年底, 待定, 长期坚持", lambda rng, spot: spot.line(
        rng.choice(("年底", "待定", "长期坚持", "11月底", "2023年底", "第四季度", "持续推进")))),
):  # fmt: skip
    add("malformed", _name, f"a date written as: {_description}", change(keyed(*DAYS), _new))

add(
    "malformed",
    "date_year_typo",
    "a deadline or milestone in another year",
    change(
        keyed("deadline", "date"),
        lambda rng, spot: spot.line(
            rng.choice(("2032", "2024", "2022", "2013", "0202", "2203")) + spot.value[4:]
        ),
    ),
)


def _needing_deadline(files: Files) -> list[Block]:
    return [block for block in blocks(files) if block.spot(files, "deadline")]


@mutation("malformed", "the notice's own day is years away from its plan")
def issued_in_another_year(rng: random.Random, files: Files) -> Edit:
    (spot,) = (spot for spot in spots_of("plan.yaml", files["plan.yaml"]) if spot.key == "issued")
    year = rng.choice((1923, 2003, 2013, 2020, 2021, 2024, 2032, 2203, 3023))
    return edited(spot.path, files[spot.path], spot.number, spot.number + 1, [spot.line(f"{year}-07-28")])


@mutation("malformed", "the line of the deadline is missing")
def date_missing(rng: random.Random, files: Files) -> Edit:
    block = rng.choice(_needing_deadline(files))
    spot = block.spot(files, "deadline")
    assert spot
    edit = edited(spot.path, files[spot.path], spot.number, spot.number + 1, [])
    return replace(
        edit, lines=range(block.first, block.after)
    )  # the task lacks it, no line of it more than another


def _numbers(spot: Spot) -> bool:
    return spot.key == "seq"


for _name, _description, _new in (
    ("seq_zero", "zero or negative", lambda rng, spot: spot.line(rng.choice(("0", f"-{spot.value}")))),
    ("seq_decimal", "a decimal", lambda rng, spot: spot.line(spot.value + rng.choice((".0", ".5", ".1")))),
    ("seq_in_chinese", "a Chinese numeral", lambda _, spot: spot.line(_hundreds(int(spot.value)))),
    ("seq_quoted", "a quoted number", lambda rng, spot: spot.line("{1}{0}{1}".format(spot.value, rng.choice("\"'")))),
    ("seq_wide", "full-width digits", lambda _, spot: spot.line(spot.value.translate(WIDE_DIGITS))),
    ("seq_leading_zero", "leading zeros", lambda rng, spot: spot.line(rng.choice(("0", "00")) + spot.value)),
    ("seq_with_sign", "a number with 、 or a word", lambda rng, spot: spot.line(
        rng.choice(("第{}项", "{}、", "{}.", "（{}）", "1-{}", "{}#")).format(spot.value))),
    ("seq_empty", "nothing", lambda _, spot: spot.line("").rstrip()),
):  # fmt: skip
    add("malformed", _name, f"a sequence number written as: {_description}", change(_numbers, _new))


def _hundreds(number: int) -> str:
    hundreds, rest = divmod(number, 100)
    if not hundreds:
        return _numeral(rest)
    middle = "零" if 0 < rest < 10 else "一" if 10 <= rest < 20 else ""
    return f"{CHINESE[hundreds]}百{middle}{_numeral(rest)}"


@mutation("malformed", "the sequence number of the task before or after stands twice")
def seq_repeated(rng: random.Random, files: Files) -> Edit | None:
    block = rng.choice([block for block in inner_blocks(files) if block.seq > 1])
    spot = block.spot(files, "seq")
    assert spot
    return rewrite(files, spot, spot.line(str(block.seq + rng.choice((-1, 1)))))


@mutation("malformed", "a digit of the sequence number is dropped, doubled or mistyped")
def seq_mistyped(rng: random.Random, files: Files) -> Edit | None:
    spot = rng.choice(blocks(files)).spot(files, "seq")
    assert spot
    at = rng.randrange(len(spot.value))
    digit = rng.choice(("", spot.value[at] * 2, str((int(spot.value[at]) + rng.randint(1, 9)) % 10)))
    new = (spot.value[:at] + digit + spot.value[at + 1 :]).lstrip("0")
    return rewrite(files, spot, spot.line(new)) if new else None


@mutation("malformed", "from one task on, all numbers are one too high: a number is skipped")
def seq_skipped(rng: random.Random, files: Files) -> tuple[Edit, ...]:
    start = rng.choice(blocks(files))
    edits = []
    for path, text in sorted(files.items()):
        lines = text.split("\n")
        moved = [
            block for block in blocks(files, start.annex) if block.path == path and block.seq >= start.seq
        ]
        for block in moved:
            lines[block.first - 1] = lines[block.first - 1].replace(
                f"seq: {block.seq}", f"seq: {block.seq + 1}"
            )
        for spot in spots_of(path, text):
            if moved and spot.key == "from_seq" and int(spot.value) >= start.seq:
                lines[spot.number - 1] = spot.line(str(int(spot.value) + 1))
        if moved:
            first = moved[0].first
            edits.append(Edit(path, "\n".join(lines).encode(), range(first, first + 1)))
    return tuple(edits)


@mutation("malformed", "two neighbours have each other's sequence numbers")
def seq_swapped(rng: random.Random, files: Files) -> Edit | None:
    tasks = blocks(files)
    at = rng.randrange(len(tasks) - 1)
    one, other = tasks[at : at + 2]
    if one.path != other.path:
        return None
    lines = files[one.path].split("\n")
    for block, seq in ((one, other.seq), (other, one.seq)):
        lines[block.first - 1] = lines[block.first - 1].replace(f"seq: {block.seq}", f"seq: {seq}")
    return Edit(one.path, "\n".join(lines).encode(), range(one.first, other.first + 1))


@mutation("malformed", "the number of an indicator, action, work task or annex change is wrong")
def other_number_wrong(rng: random.Random, files: Files) -> Edit | None:
    def wanted(spot: Spot) -> bool:
        return spot.key == "order" or (
            spot.key == "seq" and spot.path.startswith("annex2") and len(spot.before) == 4
        )

    return change(wanted, lambda rng, spot: spot.line(str(int(spot.value) + rng.choice((1, 2, 10)))))(
        rng, files
    )
