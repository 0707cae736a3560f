"""Groups and numbers: a lost, moved, doubled or renamed file or row is one problem, and says which."""

import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from conftest import load

Breakage = Callable[[Path], None]


def text_of(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def edit(file: str, old: str, new: str) -> Breakage:
    def apply(folder: Path) -> None:
        text = text_of(folder / file)
        assert old in text
        (folder / file).write_text(text.replace(old, new, 1), encoding="utf-8")

    return apply


def rename(old: str, new: str) -> Breakage:
    return lambda folder: (folder / old).rename(folder / new) and None


def copied(old: str, new: str) -> Breakage:
    def apply(folder: Path) -> None:
        (folder / new).write_bytes((folder / old).read_bytes())

    return apply


def removed(file: str) -> Breakage:
    return lambda folder: (folder / file).unlink()


def swapped(one: str, other: str) -> Breakage:
    def apply(folder: Path) -> None:
        text = text_of(folder / one)
        (folder / one).write_bytes((folder / other).read_bytes())
        (folder / other).write_text(text, encoding="utf-8")

    return apply


def blocks(text: str) -> list[str]:
    return re.split(r"(?m)^(?=  - seq: )", text)


def rows(file: str, change: Callable[[list[str]], list[str]]) -> Breakage:
    """Change the list of a file's rows; its first item is the head."""

    def apply(folder: Path) -> None:
        (folder / file).write_text("".join(change(blocks(text_of(folder / file)))), encoding="utf-8")

    return apply


def moved_to_another_file(folder: Path) -> None:
    five, six = folder / FIVE, folder / SIX
    parts = blocks(text_of(five))
    five.write_text("".join(parts[:3] + parts[4:]), encoding="utf-8")
    six.write_text(text_of(six) + parts[3], encoding="utf-8")


def folder_as_file(folder: Path) -> None:
    shutil.rmtree(folder / "annex1")
    (folder / "annex1").write_text("../别处\n", encoding="utf-8")


def folder_as_link(folder: Path) -> None:
    (folder / "annex1").rename(folder.parent / "annex1")
    (folder / "annex1").symlink_to(folder.parent / "annex1")


def annexes_exchanged(folder: Path) -> None:
    text = (
        text_of(folder / "plan.yaml")
        .replace("number: 1\n", "number: X\n")
        .replace("number: 2\n", "number: 1\n")
    )
    (folder / "plan.yaml").write_text(text.replace("number: X", "number: 2"), encoding="utf-8")


def second_annex_removed(folder: Path) -> None:
    text = text_of(folder / "plan.yaml")
    start, end = text.index("  - number: 2\n"), text.index("errata:")
    (folder / "plan.yaml").write_text(text[:start] + text[end:], encoding="utf-8")


FIVE, SIX = "annex1/05-dengji-caichan.yaml", "annex1/06-nashui.yaml"
LAST = "annex1/18-baorong-puhui-chuangxin.yaml"
TWO, FOUR = "annex2/02-jiangdi-qiye-chengben.yaml", "annex2/04-sheqi-fuwu-youhua.yaml"

CASES: list[tuple[Breakage, list[tuple[str, str]]]] = [
    (removed(LAST), [("E208", "缺少指标「包容普惠创新」的文件")]),
    (removed(FIVE), [("E208", "缺少指标「登记财产」的文件")]),
    (removed(TWO), [("E208", "缺少专项行动「降低企业成本专项行动」的文件")]),
    (folder_as_file, [("E005", "annex1 应是文件夹")]),
    (folder_as_link, [("E005", "annex1 应是文件夹")]),
    (lambda folder: shutil.rmtree(folder / "annex1"), [("E208", "附件1 的 18 个文件全都没有")]),
    (edit(FIVE, "indicator: 登记财产", "indicator: 登记材产"), [("E208", "是否为「登记财产」")]),
    (edit("plan.yaml", "- 登记财产", "- 登记材产"), [("E208", "是否为「登记材产」")]),
    (edit("plan.yaml", "      - 登记财产\n", ""), [("E208", "先写进 plan.yaml 的 groups")]),
    (edit("plan.yaml", "- 登记财产\n      - 纳税", "- 纳税\n      - 登记财产"), [("E208", "次序不对")]),
    (edit(FIVE, "indicator: 登记财产", "indicator: 纳税"), [("E206", "06-nashui.yaml 已有")]),
    (copied(FIVE, "annex1/05-dengji.yaml"), [("E206", "删去多出的文件")]),
    (copied(FIVE, "annex1/19-dengji.yaml"), [("E206", "删去多出的文件")]),
    (copied(FIVE, "annex1/05-dengji-caichan - 副本.yaml"), [("E005", "像是副本")]),
    (copied(FIVE, "annex1/05-dengji-caichan (1).yaml"), [("E005", "像是副本")]),
    (copied(FIVE, "annex1/~$05.yaml"), [("E005", "像是副本")]),
    (rename(FIVE, "annex1/05 dengji caichan.yaml"), [("E005", "文件名写成 序号-拼音.yaml")]),
    (rename(FIVE, "annex1/05-dengji-caichan.YML"), [("E005", "改名为 05-dengji-caichan.yaml")]),
    (rename(FIVE, "annex1/15-dengji-caichan.yaml"), [("E217", "文件名改以 05- 开头")]),
    (swapped(FIVE, SIX), [("E217", "06- 开头"), ("E217", "05- 开头")]),
    (edit(FIVE, "order: 5", "order: 4"), [("E201", "序号应为 5，写的是 4")]),
    (edit(FIVE, "seq: 28", "seq: 27"), [("E201", "应为 28，写的是 27")]),
    (edit(FIVE, "seq: 28", "seq: 29"), [("E201", "应为 28，写的是 29")]),
    (edit(FIVE, "seq: 28", "seq: 280"), [("E201", "应为 28，写的是 280")]),
    (edit(LAST, "seq: 143", "seq: 134"), [("E201", "应为 143，写的是 134")]),
    (edit(LAST, "seq: 143", "seq: 1430"), [("E201", "应为 143，写的是 1430")]),
    (edit("annex1/01-kaiban-qiye.yaml", "seq: 1\n", "seq: 7\n"), [("E201", "应为 1，写的是 7")]),
    (rows(FIVE, lambda all_: [*all_[:3], all_[4], all_[3], *all_[5:]]), [("E201", "次序不对")]),
    (rows(FIVE, lambda all_: [*all_[:2], *all_[3:], all_[2]]), [("E201", "26 排在 30 之后")]),
    (rows(FIVE, lambda all_: [*all_[:4], all_[3], *all_[4:]]), [("E201", "27 重复")]),
    (rows(FIVE, lambda all_: all_[:-1]), [("E202", "30")]),
    (rows(FIVE, lambda all_: [*all_[:2], *all_[4:]]), [("E202", "28 之前缺 26—27")]),
    (rows(FIVE, lambda all_: all_[:4]), [("E202", "27 之后缺 28—30")]),
    (rows(FOUR, lambda all_: [*all_[:2], *all_[3:]]), [("E202", "工作任务序号"), ("E202", "附件2 序号")]),
    (moved_to_another_file, [("E201", "27 排在")]),
    (edit("plan.yaml", "number: 2\n", "number: 3\n"), [("E225", "附件只有 1 和 2")]),
    (edit("plan.yaml", "number: 2\n", "number: 0\n"), [("E225", "附件只有 1 和 2")]),
    (edit("plan.yaml", "number: 2\n", "number: 1\n"), [("E225", "这里应是附件2，写的是附件1")]),
    (edit("plan.yaml", "number: 1\n", "number: 2\n"), [("E225", "这里应是附件1，写的是附件2")]),
    (annexes_exchanged, [("E225", "这里应是附件1，写的是附件2")]),
    (second_annex_removed, [("E225", "缺少附件2")]),
    (
        edit("plan.yaml", "errata:", "  - {number: 2, title: 附件, tasks: 1, groups: [甲]}\nerrata:"),
        [("E225", "附件2 多列了一次")],
    ),
    (edit("plan.yaml", "tasks: 143", "tasks: 142"), [("E209", "只有 142 项，写到了 143")]),
    (edit("plan.yaml", "tasks: 143", "tasks: 145"), [("E209", "末尾补上 144—145")]),
]


@pytest.mark.parametrize(("breakage", "expected"), CASES)
def test_one_slip_is_one_problem(copy: Path, breakage: Breakage, expected: list[tuple[str, str]]) -> None:
    breakage(copy)
    _, problems = load(copy)
    assert [problem.code for problem in problems] == [code for code, _ in expected], problems
    for problem, (_, words) in zip(problems, expected, strict=True):
        assert words in problem.message + problem.hint


def test_the_last_row_of_the_plan_is_missed_at_the_end_of_its_file(copy: Path) -> None:
    path = copy / LAST
    text = text_of(path)
    cut = text[: text.rindex("      - seq: 143")]
    path.write_text(cut, encoding="utf-8")
    _, (problem,) = load(copy)
    assert (problem.code, problem.line) == ("E209", cut.count("\n"))
    assert "附件1 应有 143 项，只到 142" in problem.message


def test_a_gap_is_not_told_beside_what_could_not_be_read(copy: Path) -> None:
    path = copy / FIVE
    path.write_text(text_of(path).replace("seq: 28", "seq: 二十八"), encoding="utf-8")
    removed(SIX)(copy)
    _, problems = load(copy)
    assert [problem.code for problem in problems] == ["E113", "E208"]


def test_a_directory_entry_that_nothing_uses_is_blamed_once(copy: Path) -> None:
    """The many uses are right; told there, the hint would spread the slip."""
    path = copy / "units.yaml"
    path.write_text(text_of(path).replace("- name: 区法院", "- name: 区发院"), encoding="utf-8")
    _, problems = load(copy)
    assert [(problem.code, problem.path.endswith("units.yaml")) for problem in problems] == [("E218", True)]
    assert "改成「区法院」" in problems[0].hint


def test_a_slip_inside_the_directory_is_not_told_of_its_uses(copy: Path) -> None:
    path = copy / "units.yaml"
    path.write_text(text_of(path).replace("kind: single", "kind: signle", 1), encoding="utf-8")
    _, problems = load(copy)
    assert [problem.code for problem in problems] == ["E118"]


@pytest.mark.parametrize(
    ("old", "new", "code", "words"),
    [
        ("lead: [区法院]", "lead: [各镇、街道、园区、区司法局]", "E214", "[各镇、街道、园区, 区司法局]"),
        ("lead: [区法院]", "lead: [区法院区司法局]", "E214", "[区法院, 区司法局]"),
        ("lead: [区法院]", "lead: [蔡志刚]", "E204", "是领导，不是单位"),
        ("lead: [区法院]", "lead: [区务商局]", "E204", "是否为「区商务局」"),
        ("lead_officials: [蔡志刚]", "lead_officials: [毛涛、蔡志刚]", "E214", "[毛涛, 蔡志刚]"),
        ("benchmark_cities: [重庆]", "benchmark_cities: [重庆、广州，深圳]", "E214", "[重庆, 广州, 深圳]"),
    ],
)
def test_names_are_told_apart(copy: Path, old: str, new: str, code: str, words: str) -> None:
    edit(FIVE, old, new)(copy)
    _, problems = load(copy)
    assert [problem.code for problem in problems] == [code]
    assert words in problems[0].message + problems[0].hint
