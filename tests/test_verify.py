"""Registry against notice: clean on the real pair, and any change of either side is found."""

import re
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bizenv_cli import notice, verify
from bizenv_cli.errors import BadCallError
from bizenv_cli.model import Record
from bizenv_cli.registry import File, Registry
from conftest import REAL, SMALL, Run, sound

SMALL_NOTICE = (SMALL / "notice.txt").read_text(encoding="utf-8")


@cache
def small_registry() -> Registry:
    return sound(SMALL / "registry")


@cache
def real_registry() -> Registry:
    return sound(REAL)


def cells(text: str) -> list[tuple[int, int]]:
    """Return start and end of every printed table cell that has text, and of every title of an annex."""
    found = []
    at = text.index("\n附件 1\n")
    for match in re.finditer(r"[^\t\n]+", text[at:]):
        line_start = text.rfind("\n", 0, at + match.start()) + 1
        line_end = text.find("\n", at + match.start())
        if "\t" in text[line_start:line_end] and match[0].strip():
            found.append((at + match.start(), at + match.end()))
    return found


def test_the_real_registry_agrees_with_the_notice(notice_text: str) -> None:
    report = verify.verify(real_registry(), notice.read(notice_text))
    assert report.mismatches == ()
    assert report.rows == 201
    assert report.statements == 18 + 5 + 4
    assert report.targets == 54


def test_the_small_registry_agrees_with_its_notice() -> None:
    report = verify.verify(small_registry(), notice.read(SMALL_NOTICE))
    assert report.mismatches == ()
    assert (report.rows, report.statements, report.targets, report.errata) == (5, 3, 4, 2)


def changed_small(small: Path, *pairs: tuple[str, str]) -> verify.Report:
    path = small / "annex1/01-yangli.yaml"
    text = path.read_text(encoding="utf-8")
    for old, new in pairs:
        assert old in text
        text = text.replace(old, new, 1)
    path.write_text(text, encoding="utf-8")
    return verify.verify(sound(small), notice.read(SMALL_NOTICE))


LATER = "    amendments: [{date: 2099-04-01, authority: 示例发〔2099〕2号, was: {deadline: 2099-05-31, lead: [甲局]}}]\n"
MOVED = ("deadline: 2099-05-31\n", "deadline: 2099-12-31\n" + LATER)
HANDED_ON = ("lead: [甲局]\n    support", "lead: [戊局]\n    support")
LAST_LINE = "        because: 样例：牵头单位又列在配合单位中\n"
FOURTH = """  - seq: 4
    measure: 样例新增。
    lead: [甲局]
    deadline: 2099-12-31
    amendments: [{date: 2099-04-01, authority: 示例发〔2099〕2号}]
"""


def test_what_later_documents_changed_is_compared_as_it_was_issued(small: Path) -> None:
    """A moved deadline, a unit that the notice does not know, and a task more: the notice is still transcribed."""
    for path, old, new in (
        ("units.yaml", "  - name: 各样例单位", "  - name: 戊局\n    kind: single\n  - name: 各样例单位"),
        ("plan.yaml", "tasks: 3", "tasks: 4"),
    ):
        text = (small / path).read_text(encoding="utf-8")
        (small / path).write_text(text.replace(old, new), encoding="utf-8")
    report = changed_small(small, MOVED, HANDED_ON, (LAST_LINE, LAST_LINE + FOURTH))
    assert report.mismatches == ()


def test_a_later_word_for_another_value_is_no_excuse(small: Path) -> None:
    wrong = LATER.replace("2099-05-31", "2099-05-30").replace(", lead: [甲局]", "")
    report = changed_small(small, ("deadline: 2099-05-31\n", "deadline: 2099-12-31\n" + wrong))
    assert [(item.where, item.recorded) for item in report.mismatches] == [("1-1", "2099年5月30日")]


def test_a_slip_put_right_on_the_notices_own_word_is_compared_as_it_stands(small: Path) -> None:
    """Transcription mended: the value as it stands must be what is printed, not what it was."""
    own = LATER.replace("示例发〔2099〕2号", "示例发〔2099〕1号").replace(", lead: [甲局]", "")
    right = own.replace("2099-05-31", "2099-05-01")
    assert changed_small(small, ("deadline: 2099-05-31\n", "deadline: 2099-05-31\n" + right)).mismatches == ()
    report = changed_small(small, ("deadline: 2099-05-31\n", "deadline: 2099-12-31\n"))
    assert [item.where for item in report.mismatches] == ["1-1"]


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_one_changed_character_in_any_cell_of_the_notice_is_found(
    notice_text: str, data: st.DataObject
) -> None:
    one_changed_character(notice_text, real_registry(), data)


@settings(max_examples=100, deadline=None)
@given(data=st.data())
def test_one_changed_character_in_any_cell_of_the_small_notice_is_found(data: st.DataObject) -> None:
    one_changed_character(SMALL_NOTICE, small_registry(), data)


def one_changed_character(text: str, registry: Registry, data: st.DataObject) -> None:
    start, end = data.draw(st.sampled_from(cells(text)))
    places = [at for at in range(start, end) if not text[at].isspace()]
    at = data.draw(st.sampled_from(places))
    new = data.draw(st.sampled_from([char for char in "改变了字9x、。" if char != text[at]]))
    changed = text[:at] + new + text[at + 1 :]
    report = verify.verify(registry, notice.read(changed))
    line = text.count("\n", 0, at) + 1
    assert report.mismatches
    assert line in {item.line for item in report.mismatches}, report.mismatches


def test_white_space_and_the_width_of_punctuation_do_not_count() -> None:
    text = SMALL_NOTICE.replace("甲事办好。", " 甲 事办好。").replace("（", "(").replace("；", ";")
    assert verify.verify(small_registry(), notice.read(text)).mismatches == ()


@pytest.mark.parametrize(
    ("old", "new", "where", "field"),
    [
        ("甲事办好。", "甲事不办。", "1-1", "工作举措"),
        ("乙局、甲甲局", "乙局，甲甲局", "1-2", "牵头单位"),
        ("优异\t样例试点", "优秀\t样例试点", "1-1", "预期目标"),
        (
            "丙事长期办。\t\t丙局\t甲局、丙局\t",
            "丙事长期办。\t\t丙局\t甲局、丙局\t2099年7月1日",
            "1-3",
            "完成时限",
        ),
        ("指标长：领导甲", "指标长：领导乙", "正文（1）样例指标", "牵头领导"),
        ("甲局及乙局", "甲局及丙局", "正文 样例专项治理", "牵头单位"),
        ("2.示例区专项", "2.别的专项", "正文", "附件目录"),
        ("示例区指标任务清单\n序号", "示例区指标清单\n序号", "附件1", "表题"),
        ("创新试点项目", "创新试点事项", "附件1", "表头"),
        ("\n附件 2\n", "\n表外的话\n附件 2\n", "附件1", "表外文字"),
    ],
)
def test_each_kind_of_difference_is_named(old: str, new: str, where: str, field: str) -> None:
    assert old in SMALL_NOTICE
    report = verify.verify(small_registry(), notice.read(SMALL_NOTICE.replace(old, new)))
    assert (where, field) in {(item.where, item.field) for item in report.mismatches}


def test_a_row_lost_from_the_notice_is_one_row_not_a_landslide() -> None:
    lines = SMALL_NOTICE.split("\n")
    lines = [line for line in lines if "甲事办好" not in line]
    report = verify.verify(small_registry(), notice.read("\n".join(lines)))
    assert ("1-1", "整行") in {(item.where, item.field) for item in report.mismatches}
    assert not [item for item in report.mismatches if item.where == "1-2"]


def test_a_lost_annex_is_said() -> None:
    text = SMALL_NOTICE[: SMALL_NOTICE.index("\n附件 2\n")]
    report = verify.verify(small_registry(), notice.read(text))
    assert ("附件2", "附件") in {(item.where, item.field) for item in report.mismatches}


def test_every_erratum_that_explains_a_cell_is_needed(notice_text: str) -> None:
    """Without its `printed` or `printed_at`, each such erratum leaves a difference unexplained."""
    printed = notice.read(notice_text)
    needed = 0
    for entry in real_registry().tasks():
        for erratum in entry.task.errata:
            if erratum.printed is None and erratum.printed_at is None:
                continue
            needed += 1
            kept = tuple(other for other in entry.task.errata if other is not erratum)
            changed = _with(real_registry(), entry.file, entry.loc, {"errata": kept})
            report = verify.verify(changed, printed)
            assert entry.id in {item.where for item in report.mismatches}, erratum
    assert needed >= 25


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("measure", "改了。"),
        ("lead", ("区供电公司",)),
        ("support", ("区供电公司",)),
        ("deadline", None),
        ("seq", 999),
    ],
)
def test_one_changed_value_in_any_task_is_found(notice_text: str, field: str, value: Any) -> None:
    printed = notice.read(notice_text)
    for entry in list(real_registry().tasks())[::6]:  # 1-43 is among them: the lost may not be made up
        if getattr(entry.task, field) == value:
            continue
        changed = _with(real_registry(), entry.file, entry.loc, {field: value})
        assert verify.verify(changed, printed).mismatches, entry.id


def test_a_text_that_is_no_notice_is_refused() -> None:
    with pytest.raises(BadCallError, match="附件 1"):
        notice.read("今天天气很好。")


def test_the_command_ends_with_the_verdict_and_exit_code(run: Run) -> None:
    notice_file, registry = str(SMALL / "notice.txt"), SMALL / "registry"
    clean = run("verify", notice_file, registry=registry)
    assert clean.code == 0
    assert clean.out.endswith("5 行已核对，2 条勘误，0 处不符\n")


def test_the_command_fails_on_a_difference(run: Run, tmp_path: Any) -> None:
    changed = tmp_path / "通知.txt"
    changed.write_text(SMALL_NOTICE.replace("1.丁事", "1.戊事"), encoding="utf-8")
    ran = run("verify", str(changed), registry=SMALL / "registry")
    assert ran.code == 1
    assert "2-1" in ran.out
    assert ran.out.endswith("1 处不符\n")


def _with(registry: Registry, file: File[Any], loc: tuple[Any, ...], update: dict[str, Any]) -> Registry:
    """Return the registry with some fields of one task changed."""

    def rebuilt(node: Any, path: tuple[Any, ...]) -> Any:
        if not path:
            return node.model_copy(update=update)
        step, *rest = path
        if isinstance(step, int):
            items = list(node)
            items[step] = rebuilt(items[step], tuple(rest))
            return tuple(items)
        return node.model_copy(update={step: rebuilt(getattr(node, step), tuple(rest))})

    new: File[Record] = File(file.path, rebuilt(file.record, loc), file.document)

    def swapped(files: tuple[Any, ...]) -> tuple[Any, ...]:
        return tuple(new if other.path == file.path else other for other in files)

    return Registry(
        registry.source,
        registry.files,
        registry.unread,
        registry.plan,
        registry.units,
        registry.officials,
        registry.treatments,
        swapped(registry.indicators),
        swapped(registry.actions),
    )
