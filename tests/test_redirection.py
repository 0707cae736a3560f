"""check --base: nobody is relieved of an order by a change of place, of a name's meaning, or by a link."""

import os
import shutil
import warnings
from collections.abc import Callable
from pathlib import Path

import pytest

from bizenv_cli import checks, registry
from bizenv_cli.cli.targets import find_target
from bizenv_cli.errors import UnreadableError
from bizenv_cli.pairing import Change
from bizenv_cli.place import Place, place_at, survey
from bizenv_cli.plans import check_plan
from bizenv_cli.problem import Problem
from bizenv_cli.source import FolderSource
from conftest import REAL, Run, load

FIVE, SIX, LAST = (
    "annex1/05-dengji-caichan.yaml",
    "annex1/06-nashui.yaml",
    "annex1/18-baorong-puhui-chuangxin.yaml",
)
ONE, TWO = "annex2/01-zhengwu-fuwu-manyidu.yaml", "annex2/02-jiangdi-qiye-chengben.yaml"


def text_of(folder: Path, file: str) -> list[str]:
    return (folder / file).read_text(encoding="utf-8").split("\n")


def write(folder: Path, file: str, lines: list[str]) -> None:
    (folder / file).write_text("\n".join(lines), encoding="utf-8")


def compared(after: Path) -> list[Problem]:
    earlier, _ = registry.load(FolderSource(REAL))
    later, problems = load(after)
    return checks.compare(Change(earlier, later), problems).problems


def taken(lines: list[str], first: str) -> list[str]:
    """Take a list item out of a file's lines: from its first line to the next line that is no deeper."""
    at = next(number for number, line in enumerate(lines) if line.startswith(first))
    depth = len(first) - len(first.lstrip())
    end = at + 1
    while end < len(lines) and (not lines[end].strip() or len(lines[end]) - len(lines[end].lstrip()) > depth):
        end += 1
    block = lines[at:end]
    del lines[at:end]
    return block


def to_another_indicator(folder: Path) -> None:
    five, six = text_of(folder, FIVE), text_of(folder, SIX)
    block = [line for line in taken(five, "  - seq: 30") if line.strip()]
    at = six.index("tasks:") + 1
    six[at:at] = block
    write(folder, FIVE, [*five, ""] if five[-1] else five)
    write(folder, SIX, six)


def to_another_sub_indicator(folder: Path) -> None:
    lines = text_of(folder, LAST)
    heads = [at for at, line in enumerate(lines) if line.startswith("  - sub_indicator:")]
    last = max(at for at, line in enumerate(lines[: heads[1]]) if line.startswith("      - seq:"))
    block = lines[last : heads[1]]
    del lines[last : heads[1]]
    head = next(at for at, line in enumerate(lines) if at > last and line.strip() == "tasks:")
    lines[head + 1 : head + 1] = block
    write(folder, LAST, lines)


def to_another_work_task(folder: Path) -> None:
    lines = text_of(folder, ONE)
    block = taken(lines, "      - seq: 3")
    at = next(number for number, line in enumerate(lines) if line.startswith("  - seq: 2"))
    lines[at:at] = block
    write(folder, ONE, lines)


def to_another_action(folder: Path) -> None:
    one, two = text_of(folder, ONE), text_of(folder, TWO)
    block = [line for line in taken(one, "  - seq: 3") if line.strip()]
    at = two.index("work_tasks:") + 1
    two[at:at] = block
    write(folder, ONE, [*one, ""] if one[-1] else one)
    write(folder, TWO, two)


@pytest.mark.parametrize(
    ("move", "words"),
    [
        (to_another_indicator, "任务 1-30 由指标「登记财产」移到了指标「纳税」"),
        (to_another_sub_indicator, "由子指标「"),
        (to_another_work_task, "任务 2-3 由工作任务 2移到了工作任务 1"),
        (to_another_action, "工作任务 3 由专项行动「提升政务服务满意度专项行动」移到了"),
    ],
    ids=lambda value: getattr(value, "__name__", ""),
)
def test_a_task_that_changes_hands_is_told_once(copy: Path, move: Callable[[Path], None], words: str) -> None:
    move(copy)
    assert load(copy)[1] == []  # well-formed by itself: only the comparison sees it
    (problem,) = compared(copy)
    assert problem.code == "E307"
    assert words in problem.message


def edited(folder: Path, *pairs: tuple[str, str]) -> None:
    text = (folder / "units.yaml").read_text(encoding="utf-8")
    for old, new in pairs:
        assert old in text, old
        text = text.replace(old, new, 1)
    (folder / "units.yaml").write_text(text, encoding="utf-8")


ALIAS = """    aliases:
      - name: 区市监局
        basis: certain
        because: 同一指标（开办企业、市场监管）正文作“区市场监管局”，附件1 作“区市监局”
"""
HOUSING = "  - name: 区住建局\n    kind: single\n"
POWER = "  - name: 区供电公司\n    kind: single\n"
AS_ALIAS = "    aliases:\n      - {name: 区供电公司, basis: certain, because: 样例}\n"
AMENDED = "    amendments:\n      - {date: 2023-08-01, authority: 湖办发〔2023〕8号, because: 抄录有误}\n"


def test_an_alias_given_to_another_unit_is_told(copy: Path) -> None:
    edited(copy, (ALIAS, ""), (HOUSING, HOUSING + ALIAS))
    (problem,) = [problem for problem in compared(copy) if problem.code.startswith("E3")]
    assert (problem.code, problem.path.endswith("units.yaml")) == ("E308", True)
    assert "「区市监局」原是「区市场监管局」的写法，现在归了「区住建局」" in problem.message


def test_a_unit_made_an_alias_of_another_is_told(copy: Path) -> None:
    edited(copy, (POWER, ""), (HOUSING, HOUSING + AS_ALIAS))
    (problem,) = [problem for problem in compared(copy) if problem.code.startswith("E3")]
    assert problem.code == "E308"
    assert "原是两个单位，现在成了一个" in problem.message


def test_a_correction_says_on_whose_word(copy: Path) -> None:
    edited(copy, (POWER, ""), (HOUSING, HOUSING + AS_ALIAS + AMENDED))
    assert [problem for problem in compared(copy) if problem.code.startswith("E3")] == []


def test_whom_the_notice_itself_counts_among_a_collective_is_kept(copy: Path) -> None:
    lines = text_of(copy, "units.yaml")
    at = next(number for number, line in enumerate(lines) if line.startswith("    covers: ["))
    first = lines[at].split("[")[1].split(",")[0]
    lines[at] = lines[at].replace(f"{first}, ", "")
    write(copy, "units.yaml", lines)
    (problem,) = compared(copy)
    assert (problem.code, problem.line) == ("E308", at + 1)


def test_new_spellings_new_units_and_another_order_are_free(copy: Path) -> None:
    more = "    aliases:\n      - {name: 住建局样例, basis: presumed, because: 样例}\n"
    edited(copy, (HOUSING, ""), (POWER, POWER + HOUSING + more + "  - name: 样例新局\n    kind: single\n"))
    edited(copy, ("presumed_covers: [", "presumed_covers: [样例新局, "))
    assert compared(copy) == []


@pytest.mark.parametrize("at", ["task", "indicator"])
def test_an_amendment_that_claims_to_add_what_was_there_is_told(copy: Path, at: str) -> None:
    lines = text_of(copy, FIVE)
    claim = "amendments: [{date: 2023-09-01, authority: 样例〔2023〕1号}]"
    if at == "task":
        where = next(number for number, line in enumerate(lines) if line == "    deadline: 2023-08-31")
        lines[where + 1 : where + 1] = [f"    {claim}"]
    else:
        lines[lines.index("tasks:") : lines.index("tasks:")] = [claim]
    write(copy, FIVE, lines)
    (problem,) = compared(copy)
    assert (problem.code, "上一版就有" in problem.message) == ("E305", True)


def test_a_linked_file_is_a_problem_and_a_linked_plan_folder_is_none(
    run: Run, copy: Path, tmp_path: Path
) -> None:
    elsewhere = tmp_path / "别处.yaml"
    shutil.move(copy / FIVE, elsewhere)
    (copy / FIVE).symlink_to(elsewhere)
    ran = run("check", registry=copy)
    assert (ran.code, ran.out.count("E001")) == (1, 1)
    assert "无法读取：这是一个链接" in ran.out
    whole = tmp_path / "链接"
    whole.symlink_to(REAL)
    assert run("check", registry=whole).code == 0


def test_check_never_takes_the_packed_registry_for_the_one_that_is_gone(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    from bizenv_cli.cli import main, targets  # noqa: PLC0415

    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(targets, "find_place", lambda *_: Place(REAL, packed=True))
    assert main.main(["check"]) == 1
    assert "没有找到任务清单" in capsys.readouterr().err


@pytest.mark.parametrize("mode", [0o000, 0o444, 0o711], ids=oct)
@pytest.mark.parametrize("folder", ["ledger", "annex1", "annex2"])
def test_a_locked_folder_is_one_problem(copy: Path, folder: str, mode: int) -> None:
    (copy / folder).mkdir(exist_ok=True)
    (copy / folder / "坏.yaml").write_text("?", encoding="utf-8")
    open_to_all(copy)
    (copy / folder).chmod(mode)
    said = as_nobody(lambda: [(found.code, found.path.rsplit("/", 1)[-1]) for found in load(copy)[1]])
    (copy / folder).chmod(0o755)
    assert said == repr([("E001", folder)])


@pytest.mark.parametrize("mode", [0o000, 0o444, 0o711], ids=oct)
def test_a_locked_registry_is_one_problem_and_compared_with_nothing(copy: Path, mode: int) -> None:
    open_to_all(copy)
    copy.chmod(mode)

    def found() -> tuple[Place | None, list[str], int]:
        place = place_at(copy)
        report = check_plan(Place(copy), "", base="HEAD")
        return place, [problem.code for problem in report.problems], report.files

    said = as_nobody(found)
    copy.chmod(0o755)
    assert said == repr((Place(copy), ["E001"], 1))


@pytest.mark.parametrize(
    ("mode", "expected"),
    [(0o000, "无法读取"), (0o711, "annex1")],
    ids=["no way to it", "its folder cannot be listed"],
)
def test_a_file_in_a_locked_folder_is_no_fault_of_ours(copy: Path, mode: int, expected: str) -> None:
    open_to_all(copy)
    (copy / "annex1").chmod(mode)

    def found() -> str:
        try:
            return str(find_target([str(copy / FIVE)], None, None).only)
        except UnreadableError as error:
            return str(error)

    said = as_nobody(found)
    (copy / "annex1").chmod(0o755)
    assert expected in said


def open_to_all(folder: Path) -> None:
    """Let everybody into a folder and those above it: pytest's own are for the user alone."""
    for path in (folder, *folder.parents[:4]):
        path.chmod(path.stat().st_mode | 0o055)


def as_nobody(call: Callable[[], object]) -> str:
    """What a call returns, written out, where root's rights are gone."""
    if os.geteuid() != 0:
        return repr(call())
    reader, writer = os.pipe()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # of forking beside the test runner's threads
        child = os.fork()
    if child == 0:
        os.setgroups([])
        os.setgid(65534)
        os.setuid(65534)
        os.write(writer, repr(call()).encode())
        os._exit(0)
    os.close(writer)
    os.waitpid(child, 0)
    return os.read(reader, 65536).decode()


@pytest.mark.parametrize(
    ("file", "name", "head"),
    [(LAST, "包容普惠创新", 16), ("annex2/05-zuofeng-jianshe-wenze.yaml", "作风建设监督问责专项行动", 38)],
)
def test_a_deleted_file_is_told_once_and_where_the_plan_listed_it(
    copy: Path, file: str, name: str, head: int
) -> None:
    (copy / file).unlink()
    lines = text_of(copy, "plan.yaml")
    assert lines[head - 1] == "    groups:"
    write(copy, "plan.yaml", [line for line in lines if line != f"      - {name}"])
    (problem,) = compared(copy)
    assert (problem.code, Path(problem.path).name) == ("E302", "plan.yaml")
    assert abs(problem.line - head) <= 1


@pytest.mark.parametrize("file", ["plan.yaml", "units.yaml", "officials.yaml", "treatments.yaml"])
def test_a_missing_file_is_told_once(copy: Path, file: str) -> None:
    (copy / file).unlink()
    assert [problem.code for problem in compared(copy)] == ["E004"]


@pytest.mark.parametrize("way", ["gone", "folder", "pipe", "loop"])
def test_the_rest_of_a_plan_without_its_head_is_checked_all_the_same(run: Run, copy: Path, way: str) -> None:
    head = copy / "plan.yaml"
    head.unlink()
    if way == "folder":
        head.mkdir()
    elif way == "pipe":
        os.mkfifo(head)
    elif way == "loop":
        head.symlink_to("plan.yaml")
    text = (copy / FIVE).read_text(encoding="utf-8")
    (copy / FIVE).write_text(text.replace("lead: [区法院]", "lead: [区法园]"), encoding="utf-8")
    for form in ("text", "github"):
        ran = run("check", "--format", form, registry=copy)
        assert ran.code == 1
        assert "E204" in ran.out
        assert ("E004" if way == "gone" else "E001") in ran.out
    assert run("due", registry=copy).code == 1


@pytest.mark.parametrize("mode", [0o000, 0o444, 0o711], ids=oct)
def test_a_locked_plan_of_a_federation_is_told_and_not_overlooked(
    copy: Path, tmp_path: Path, mode: int
) -> None:
    province = tmp_path / "省"
    for name in ("a", "b"):
        shutil.copytree(copy, province / name)
    open_to_all(province)
    (province / "b").chmod(mode)

    def found() -> list[tuple[str, list[tuple[str, str]]]]:
        place = Place(province, federated=True)
        return [
            (folder.path, [(item.code, item.path[-3:]) for item in load(province / folder.path)[1]])
            for folder in survey(place)
        ]

    said = as_nobody(found)
    (province / "b").chmod(0o755)
    assert said == repr([("a", []), ("b", [("E001", "省/b")])])


def test_a_unit_does_not_take_a_name_that_nobody_printed(copy: Path) -> None:
    renamed = "  - name: 样例公司\n    kind: single\n    aliases:\n      - {name: 区供电公司, basis: certain, because: 样例}\n"
    edited(copy, (POWER, renamed))
    assert [problem.code for problem in compared(copy)] == ["E308"]


CLAIM = "    amendments:\n      - {date: 2023-08-01, authority: 湖办发〔2023〕8号, because: 样例}\n"


@pytest.mark.parametrize(
    ("old", "new"),
    [(CLAIM, ""), ("because: 样例}", "because: 别的}")],
    ids=["deleted", "rewritten"],
)
def test_the_amendments_of_a_unit_stand_too(copy: Path, tmp_path: Path, old: str, new: str) -> None:
    edited(copy, (HOUSING, HOUSING + CLAIM))
    later = tmp_path / "later"
    shutil.copytree(copy, later)
    edited(later, ("because: 样例}", "because: 样例}\n" + CLAIM.split("\n")[1].replace("-01,", "-02,")))
    assert against(copy, later) == []
    shutil.copytree(copy, later, dirs_exist_ok=True)
    edited(later, (old, new))
    assert "E303" in against(copy, later)


def against(before: Path, after: Path) -> list[str]:
    earlier, _ = registry.load(FolderSource(before))
    later, problems = load(after)
    return [problem.code for problem in checks.compare(Change(earlier, later), problems).problems]


@pytest.mark.parametrize(
    ("claim", "words"),
    [
        (CLAIM.replace("because: 样例", "was: {name: 样例}"), "单位的修订没有原值可写"),
        (CLAIM.replace("2023-08-01, authority: 湖办发〔2023〕8号", "2023-07-01, authority: 样例〔2023〕1号"), "早于方案印发日期"),
    ],
)  # fmt: skip
def test_the_amendment_of_a_unit_is_well_formed(copy: Path, claim: str, words: str) -> None:
    edited(copy, (HOUSING, HOUSING + claim))
    (problem,) = load(copy)[1]
    assert (problem.code, words in problem.message) == ("E304", True)
