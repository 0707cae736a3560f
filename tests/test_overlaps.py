"""Tasks that order nearly the same thing: how alike texts are, which pairs are listed, and how they are settled."""

import csv
import io
import itertools
import json
import math
import random
import re
import subprocess
import time
from collections.abc import Iterator
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bizenv_cli.index import Index, open_index
from bizenv_cli.likeness import KEPT, LISTED, Likeness, likenesses, shared
from bizenv_cli.overlapping import pairs
from bizenv_cli.place import Place
from bizenv_cli.query.overlaps import Overlaps, of_task, overlaps
from bizenv_cli.registry import Registry
from conftest import REAL, Ran, Run, load, refs, unit_named

DAY = date(2099, 5, 1)
JUDGED = "overlaps:\n  - {tasks: [1-1, 2-1], verdict: %s, because: 样例理由}\n"

# Each was read: the second is the same as the first, or a part of it, or has one in it.
ALIKE = [
    ("1-122", "2-14"), ("1-97", "2-1"), ("1-49", "2-24"), ("1-117", "2-34"), ("1-10", "2-12"), ("1-97", "2-2"),
    ("1-116", "2-33"), ("1-49", "1-70"), ("1-128", "2-44"), ("1-70", "2-24"), ("1-4", "2-49"), ("1-102", "2-9"),
    ("1-96", "2-1"), ("1-59", "1-121"),
]  # fmt: skip
# The same thing in one field and in all of them.
PARTLY = [("1-85", "2-9"), ("1-85", "1-102"), ("1-85", "2-8")]
# They only read alike: 政府采购 is all that they share.
WRONG = [("1-93", "2-10")]
STATED = {("1-122", "2-14"), ("1-97", "2-1"), ("1-49", "2-24"), ("1-117", "2-34"), ("1-10", "2-12"), ("1-97", "2-2"), ("1-116", "2-33")}  # fmt: skip


def ids(found: Overlaps) -> list[tuple[str, str]]:
    return [(row.first.id, row.second.id) for row in found.rows]


def judge(folder: Path, verdict: str) -> None:
    (folder / "overlaps.yaml").write_text(JUDGED % verdict, encoding="utf-8")


@pytest.fixture
def record(run: Run, small: Path) -> Run:
    """Run the program on the small registry, on 2099-05-01."""

    def call(*arguments: str, registry: Path = small, **environment: str) -> Ran:
        return run(*arguments, registry=registry, **{"BIZENV_TODAY": "2099-05-01", **environment})

    return call


# How alike texts are

TEXTS = [
    "甲事按期办好，乙事缓办",
    "丙事从快办理完毕",
    "甲事按期办好",
    "丁戊己庚辛壬癸",
    "2099年4月30日前",
    "办",
]


@pytest.mark.parametrize(
    ("first", "second", "alike"),
    [(0, 2, True), (0, 1, False), (0, 3, False), (4, 4, False), (5, 5, False)],
)
def test_texts_are_alike_by_what_they_share(first: int, second: int, alike: bool) -> None:
    found = {(pair.first, pair.second) for pair in likenesses(TEXTS, KEPT)}
    assert ((first, second) in found) is alike


def test_two_texts_that_say_the_same_are_wholly_alike() -> None:
    """Also where a text is shorter than most, and where punctuation or a date is another."""
    texts = ["2099年5月1日甲事办好。", "甲事办好；", *TEXTS[:4]]
    assert likenesses(texts, 0.9) == [Likeness(0, 1, 1.0)]


def test_a_short_text_in_a_long_one_is_measured_as_if_it_were_of_average_length() -> None:
    shares = {pair[:2]: pair.share for pair in likenesses([*TEXTS[:4], TEXTS[0] * 3], KEPT)}
    assert 0.3 < shares[0, 2] < 1


def test_what_every_text_has_says_nothing() -> None:
    """Sixty texts with one opening are not alike by it; two of them are by what they share besides."""
    texts = [f"按照统一部署要求{chr(0x6000 + 7 * at) * 9}" for at in range(60)]
    assert likenesses(texts, KEPT) == []
    found = likenesses([*texts, "按照统一部署要求乾坤震巽坎离艮兑", "乾坤震巽坎离艮兑按照统一部署要求"], KEPT)
    assert [pair[:2] for pair in found] == [(60, 61)]


PIECES = st.lists(st.sampled_from(["甲", "乙", "丙", "丁", "，", "。", "2年"]), max_size=30).map("".join)


@given(st.lists(PIECES, max_size=12), st.randoms())
def test_likeness_is_symmetric_and_knows_no_order(texts: list[str], rng: random.Random) -> None:
    order = list(range(len(texts)))
    rng.shuffle(order)
    straight = {frozenset(pair[:2]): pair.share for pair in likenesses(texts, KEPT)}
    turned = likenesses([texts[at] for at in order], KEPT)
    assert {frozenset((order[pair.first], order[pair.second])): pair.share for pair in turned} == straight
    assert turned == sorted(turned)
    assert all(pair.first < pair.second and KEPT <= pair.share <= 1 for pair in turned)


@given(st.lists(PIECES, min_size=2, max_size=8))
def test_likeness_is_what_a_reckoning_pair_by_pair_finds(texts: list[str]) -> None:
    """As the module's words have it, without an index and without a bound before the end."""
    held = [
        {run[at : at + 3] for run in re.split(r"[，。]|2年", text) for at in range(len(run) - 2)}
        for text in texts
    ]

    def weight(sequences: set[str]) -> int:
        return sum(
            round(1000 * math.log((len(texts) + 1) / sum(each in other for other in held)))
            for each in sequences
        )

    weights = [weight(sequences) for sequences in held]
    average = sum(weights) / len(weights)
    expected = []
    for first, second in itertools.combinations(range(len(texts)), 2):
        both = weight(held[first] & held[second])
        shorter, longer = sorted((weights[first], weights[second]))
        if both and both / max(shorter, min(longer, average)) >= KEPT:
            expected.append((first, second, round(both / max(shorter, min(longer, average)), 4)))
    assert likenesses(texts, KEPT) == expected


@given(PIECES, PIECES)
def test_the_pieces_of_a_text_are_the_text(text: str, other: str) -> None:
    pieces = shared(text, other)
    assert "".join(piece for piece, _ in pieces) == text
    assert all(one[1] != two[1] for one, two in itertools.pairwise(pieces))
    assert all(len(piece) > 2 for piece, common in pieces if common)


def test_what_is_shared_can_be_seen_in_both() -> None:
    one, two = "加强甲事衔接，完成乙事，推进丙事常态化。", "推进丁事。加强甲事衔接；推进丙事常态化"
    assert shared(one, two) == [
        ("加强甲事衔接", True), ("，完成乙事，", False), ("推进丙事常态化", True), ("。", False),
    ]  # fmt: skip
    assert shared(two, one) == [("推进丁事。", False), ("加强甲事衔接；推进丙事常态化", True)]


def test_two_thousand_texts_take_no_second() -> None:
    words = [chr(0x4E00 + 37 * at % 5000) + chr(0x4E00 + 91 * at % 5000) for at in range(4000)]
    texts = ["".join(words[(at * 61 + step * 7) % 4000] for step in range(30)) for at in range(2000)]
    start = time.process_time()
    likenesses(texts, KEPT)
    assert time.process_time() - start < 1


# The pairs of the notice


def test_the_pairs_of_the_notice_are_those_that_a_reader_finds(index: Index) -> None:
    found = overlaps(index, (), LISTED, everything=False)
    assert sorted(ids(found)) == sorted([*ALIKE, *PARTLY, *WRONG])
    assert {pair for row, pair in zip(found.rows, ids(found), strict=True) if row.stated} == STATED
    shares = [row.likeness for row in found.rows]
    assert shares == sorted(shares, reverse=True)
    assert (ids(found)[0], shares[0]) == (("1-122", "2-14"), pytest.approx(0.965, abs=0.01))
    assert not any(
        row.verdict for row in found.rows
    )  # nobody has judged: the shipped registry has no such file
    assert not (REAL / "overlaps.yaml").exists()


def test_rows_of_one_list_are_counted_and_listed_only_when_asked_for(index: Index) -> None:
    """附件2 lists 小升规 and 小进限 one below the other: alike in wording, different in matter."""
    found = overlaps(index, (), LISTED, everything=False)
    whole = overlaps(index, (), LISTED, everything=True)
    together = [row for row in whole.rows if row.listed_together]
    assert (len(together), found.different) == (found.listed_together, 0)
    assert len(whole.rows) == len(found.rows) + len(together)
    assert ("2-44", "2-45") in ids(whole)
    assert all(row.first.subject == row.second.subject for row in together)


def test_an_erratum_that_names_another_task_is_enough(index: Index) -> None:
    """However unlike the texts are: at the highest bound only what an erratum says is left."""
    assert set(ids(overlaps(index, (), 1, everything=False))) == STATED


def test_a_unit_sees_the_pairs_it_has_a_part_in(index: Index) -> None:
    found = ids(overlaps(index, [unit_named(index, "区法院")], LISTED, everything=False))
    assert found == [("1-49", "2-24"), ("1-49", "1-70"), ("1-70", "2-24"), ("1-59", "1-121")]  # supports 1-59


@pytest.mark.parametrize(
    ("task", "others"),
    [
        ("1-49", ["2-24", "1-70"]),
        ("2-24", ["1-49", "1-70"]),
        ("1-97", ["2-1", "2-2"]),
        ("2-44", ["1-128"]),
        ("1-1", []),
    ],
)
def test_a_task_names_the_other_of_each_pair(index: Index, task: str, others: list[str]) -> None:
    (ref,) = refs(index, task)
    assert [other.task.id for other in of_task(index, ref >> 20, ref)] == others


def test_pairs_are_seen_from_both_sides(index: Index) -> None:
    found = ids(overlaps(index, (), LISTED, everything=False))
    for first, second in found:
        for one, other in ((first, second), (second, first)):
            (ref,) = refs(index, one)
            assert other in [seen.task.id for seen in of_task(index, ref >> 20, ref)]


def test_pairs_come_in_the_order_of_the_notice(real: Registry) -> None:
    found = list(pairs(real))
    assert found == sorted(found)
    assert all(pair.first < pair.second for pair in found)
    assert found == list(pairs(real))


# What people judge


@pytest.fixture
def alike(small: Path) -> Path:
    """The small registry with two tasks that order the same thing, in either annex."""
    for path, old, new in (
        ("annex1/01-yangli.yaml", "甲事办好。", "推动甲事在样例大厅一窗办好。"),
        ("annex2/01-yangli.yaml", "丁事办好。", "推动甲事在样例大厅一窗办好，另办丁事。"),
    ):
        text = (small / path).read_text(encoding="utf-8")
        (small / path).write_text(text.replace(old, new), encoding="utf-8")
    assert load(small)[1] == []
    return small


@pytest.fixture
def opened(alike: Path) -> Iterator[Index]:
    with closing(open_index(Place(alike), DAY)) as found:
        yield found


def test_two_tasks_of_the_small_registry_are_a_pair(opened: Index) -> None:
    assert ids(overlaps(opened, (), 0.5, everything=False)) == [("1-1", "2-1")]


@pytest.mark.parametrize(
    ("verdict", "listed", "different", "words"),
    [
        ("same", [("1-1", "2-1")], 0, "同一件事"),
        ("part", [("1-1", "2-1")], 0, "一项含另一项"),
        ("different", [], 1, None),
    ],
)
def test_a_settled_pair_stays_settled(
    record: Run, alike: Path, verdict: str, listed: list[tuple[str, str]], different: int, words: str | None
) -> None:
    judge(alike, verdict)
    with closing(open_index(Place(alike), DAY)) as index:
        found = overlaps(index, (), 0.5, everything=False)
        assert (ids(found), found.different) == (listed, different)
        assert [row.because for row in found.rows] == ["样例理由"] * len(listed)
        assert ids(overlaps(index, (), 0.5, everything=True)) == [("1-1", "2-1")]
    page = record("task", "2-1").out
    assert ("重叠" in page) is bool(words)
    if words:
        assert f"已认定{words}" in page
    summary = record("overlaps").out
    assert ("已认定不是一件事的 1 对；--all 列出" in summary) is (different == 1)


def test_a_judgement_of_tasks_that_do_not_read_alike_counts(small: Path) -> None:
    (small / "overlaps.yaml").write_text((JUDGED % "part").replace("1-1, 2-1", "1-3, 2-2"), encoding="utf-8")
    with closing(open_index(Place(small), DAY)) as index:
        (row,) = overlaps(index, (), 1, everything=False).rows
        assert (row.first.id, row.second.id, row.likeness, row.verdict) == ("1-3", "2-2", 0, "part")


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (JUDGED % "same", None),
        ((JUDGED % "same").replace("2-1", "2-9"), "E270"),
        ((JUDGED % "same").replace("[1-1, 2-1]", "[2-1, 1-1]"), "E271"),
        ((JUDGED % "same").replace("[1-1, 2-1]", "[1-1, 1-1]"), "E271"),
        (JUDGED % "same" + (JUDGED % "different").split("\n", 1)[1], "E272"),
        ("overlaps: []\n", "E1"),
        ((JUDGED % "same").replace("2-1", "2-1, 2-2"), "E1"),
        (JUDGED % "否", "E1"),
    ],
)
def test_the_file_is_checked(small: Path, content: str, code: str | None) -> None:
    (small / "overlaps.yaml").write_text(content, encoding="utf-8")
    _, problems = load(small)
    assert [problem.code.startswith(code or "") for problem in problems] == ([True] if code else []), problems
    assert all(problem.path.endswith("overlaps.yaml") and problem.hint for problem in problems)


# The commands


def settled(folder: Path) -> list[str]:
    path = folder / "overlaps.yaml"
    return path.read_text(encoding="utf-8").splitlines() if path.exists() else []


def test_settle_adds_one_line_and_says_which(record: Run, alike: Path) -> None:
    before = {path: path.read_bytes() for path in sorted(alike.rglob("*.yaml"))}
    call = ("settle", "2-1", "1-1", "--same", "--because", "样例：同为\n甲事")
    line = "  - {tasks: [1-1, 2-1], verdict: same, because: 样例：同为 甲事}"
    tried = record(*call, "--dry-run")
    assert (tried.code, settled(alike)) == (0, [])
    assert (
        f"可以登记（试写，没有改动文件）：1-1 与 2-1 同一件事\n\nregistry/overlaps.yaml\n    +{line}\n"
        in tried.out
    )
    ran = record(*call)
    assert (ran.code, settled(alike)) == (0, ["overlaps:", line])
    assert ran.out == tried.out.replace("可以登记（试写，没有改动文件）", "已登记")
    more = record("settle", "1-1", "1-3", "--different", "--because", "样例", "--format", "json")
    answer = json.loads(more.out)
    assert answer["overlaps"] == [{"tasks": ["1-1", "1-3"], "verdict": "different", "because": "样例"}]
    assert (answer["written"], answer["lines"]) == (True, [settled(alike)[-1]])
    assert len(settled(alike)) == 3
    assert {path: path.read_bytes() for path in before} == before
    assert record("check").code == 0


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("1-1", "2-1"), "写明认定什么：--same、--part、--different 三者选一"),
        (("1-1", "2-1", "--same", "--part"), "写明认定什么"),
        (("1-1", "1-1", "--same"), "两个编号都是 1-1"),
        (("1-1", "2-9", "--same"), "没有任务「2-9」"),
        (("1-1", "2-1", "--different"), "E272 1-1 与 2-1 已认定过（第 2 行）"),
        (("1-1", "1-2", "--same", "--because", "x"), "E123 「because」（理由）没有汉字"),
        (("1-1", "1-2", "--same", "--because", " "), "没有登记"),
    ],
)
def test_a_judgement_that_cannot_be_is_refused(
    record: Run, alike: Path, arguments: tuple[str, ...], said: str
) -> None:
    judge(alike, "same")
    before = settled(alike)
    because = () if "--because" in arguments else ("--because", "样例")
    ran = record("settle", *arguments, *because)
    assert (ran.code, ran.out) == (2, "")
    assert said in ran.err
    assert settled(alike) == before


def test_a_judgement_needs_a_reason_and_a_sound_registry(record: Run, alike: Path) -> None:
    assert "--because" in record("settle", "1-1", "2-1", "--same").err
    judge(alike, "否")
    ran = record("settle", "1-1", "2-2", "--same", "--because", "样例")
    assert (ran.code, "overlaps.yaml" in ran.err) == (1, True)


def test_a_judgement_can_be_committed(record: Run, alike: Path) -> None:
    def git(*arguments: str) -> str:
        return subprocess.run(
            ["git", "-C", alike, *arguments], check=True, capture_output=True, encoding="utf-8"
        ).stdout

    git("init", "--quiet")
    git("config", "user.name", "样例员")
    git("config", "user.email", "yangli@example.org")
    git("add", ".")
    git("commit", "--quiet", "-m", "样例")
    ran = record("settle", "1-1", "2-1", "--part", "--because", "样例", "--commit")
    assert ran.code == 0
    assert f"已提交 {git('log', '-1', '--format=%h').strip()}" in ran.out
    assert git("log", "-1", "--format=%B").strip() == "1-1 与 2-1 一项含另一项\n\n理由：样例"
    assert git("show", "--stat", "--format=").split()[0] == "overlaps.yaml"
    assert "1-1" in record("diff", "HEAD^").out
    assert "认定重叠" in record("diff", "HEAD^").out


def test_pairs_lie_within_one_plan(record: Run, alike: Path, tmp_path: Path) -> None:
    province = tmp_path / "province"
    for key in ("east", "west"):
        (province / key).parent.mkdir(exist_ok=True)
        subprocess.run(["cp", "-r", alike, province / key], check=True)
        plan = province / key / "plan.yaml"
        plan.write_text(
            plan.read_text(encoding="utf-8").replace("key: shili2099", f"key: {key}"), encoding="utf-8"
        )
    answer = json.loads(record("overlaps", "--least", "0.5", "-f", "json", registry=province).out)
    told = [(pair["plan"], pair["id"], pair["other"]) for pair in answer["overlaps"]]
    assert told == [("east", "east:1-1", "east:2-1"), ("west", "west:1-1", "west:2-1")]
    refused = record("settle", "east:1-1", "west:2-1", "--same", "--because", "样例", registry=province)
    assert (refused.code, "不在同一个方案里" in refused.err) == (2, True)
    assert (
        record("settle", "west:1-1", "west:2-1", "--same", "--because", "样例", registry=province).code == 0
    )
    assert settled(province / "west")[1:] == ["  - {tasks: [1-1, 2-1], verdict: same, because: 样例}"]
    assert settled(province / "east") == []


def test_the_listing_says_what_differs(run: Run) -> None:
    out = run("overlaps", "--unit", "区法院").out
    assert "可能是同一件事的 4 对（文字相似 10% 起） · 配合单位不同 3 对 · 完成时限不同 2 对\n" in out
    assert "1-49 与 2-24　办理破产 · 企业家权益保护专项行动　相似 47% · 勘误已指出\n" in out
    assert "1-49  ［加强执行程序与破产程序衔接］，完成省院、中院目标任务，［不断推进执行案件移送" in out
    assert "时限  1-49 2023-11-30；2-24 2023-09-30\n相同  牵头单位、配合单位\n" in out
    assert "未列：同一指标或同一工作任务之下并列的 2 对；--all 列出\n" in out
    few = run("overlaps", "--limit", "2").out
    assert "还有 16 条未列出" in few
    rows = list(csv.DictReader(io.StringIO(run("overlaps", "-f", "csv").out)))
    assert (len(rows), rows[0]["编号"], rows[0]["另一项编号"], rows[0]["勘误已指出"]) == (
        18,
        "1-122",
        "2-14",
        "是",
    )


@pytest.mark.parametrize("least", ["0.01", "0", "1.5", "-1", "nan"])
def test_a_bound_that_makes_no_sense_is_refused(run: Run, least: str) -> None:
    ran = run("overlaps", "--least", least)
    assert (ran.code, "--least 写 0.08 到 1 之间的数" in ran.err) == (2, True)


def test_a_task_page_names_them_in_words_and_in_json(run: Run) -> None:
    assert "重叠      2-24（相似 47%，勘误已指出）　牵头 区法院　时限 2023-09-30\n" in run("task", "1-49").out
    others = json.loads(run("task", "1-49", "-f", "json").out)["overlaps"]
    assert [(other["id"], other["stated"], other["verdict"], other["differs"]) for other in others] == [
        ("2-24", True, None, ["deadline"]),
        ("1-70", False, None, ["support"]),
    ]
    assert others[0]["effective_deadline"] == "2023-09-30"
