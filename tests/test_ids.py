"""Ids as people type them: each resolves, or is refused with a hint."""

import pytest

from bizenv_cli.errors import BadCallError
from bizenv_cli.ids import letter_of, lettered, task_id
from bizenv_cli.index import Index
from bizenv_cli.query import duties, names, targets


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        *((typed, (None, 1, 26)) for typed in (
            "1-26", "1.26", "1－26", "１-26", "１－２６", "1—26", "1——26", "1–26", "1−26", "1_26", "1·26", " 1 - 26 ",
            "1-026", "附件1-26", "附1-26", "附件1第26项", "附件1第26行", "附件1 第 26 号", "附件1的第26项", "附件一第二十六项",
            "附件１第２６项", "附件1序号26", "附件1 26", "附件1　26项", "附表1第26行", "一-二十六",
        )),
        *((typed, (None, 2, 34)) for typed in ("2-34", "附件2第34条", "附件2第34条举措", "附件2举措34", "附件二第三十四条")),
        ("附件1第一百零五项", (None, 1, 105)),
        *((typed, ("qsh2023", 1, 26)) for typed in ("qsh2023:1-26", "QSH2023：1-26", "qsh2023: 附件1第26项")),
        *((typed, None) for typed in (
            "126", "26", "第26项", "1 26", "1、26", "1，26", "1-2-6", "1.26.3", "附件126", "附件1第一百五项", "0-1", "1-0",
            "T12", "", "附件", "1-", "-26", "1-26a", "区法院", "１", "1-9999999999",
        )),
    ],
)  # fmt: skip
def test_the_id_of_a_task(typed: str, meant: tuple[str | None, int, int] | None) -> None:
    assert task_id(typed) == meant


@pytest.mark.parametrize(
    ("typed", "letter", "meant"),
    [
        *((typed, "T", (None, 12)) for typed in (
            "T12", "t12", "Ｔ12", "ｔ１２", "T 12", "T-12", "T—12", "T012", "12", "目标12", "目标十二", "第12号目标", "目标第12项",
        )),
        *((typed, "D", (None, 3)) for typed in ("D3", "d3", "Ｄ３", "职责3", "职责三", "第3项职责")),
        ("qsh2023:T12", "T", ("qsh2023", 12)),
        *((typed, "T", None) for typed in ("D3", "T", "T0", "1-26", "目标", "T1.2", "TT12", "")),
    ],
)  # fmt: skip
def test_an_id_with_a_letter(typed: str, letter: str, meant: tuple[str | None, int] | None) -> None:
    assert lettered(typed, letter) == meant


@pytest.mark.parametrize(
    ("typed", "letter"),
    [("Ｔ12", "T"), ("qsh2023:t12", "T"), ("目标12", "T"), ("d3", "D"), ("职责三", "D"), ("1-49", None), ("附件1第49项", None)],
)  # fmt: skip
def test_whose_id_it_is(typed: str, letter: str | None) -> None:
    assert letter_of(typed) == letter


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("26", "是否为 1-26、2-26？附件1 为 1-1 至 1-143"),
        ("第130项", "是否为 1-130？"),
        ("1 26", "是否为 1-26？"),
        ("1、26", "是否为 1-26？"),
        ("1-144", "没有任务「1-144」。附件1 为"),
        ("3-1", "没有任务「3-1」。附件1 为"),
        ("区法院", "没有任务「区法院」。附件1 为"),
    ],
)
def test_a_task_that_is_none_is_refused_with_a_hint(index: Index, typed: str, told: str) -> None:
    with pytest.raises(BadCallError, match=told):
        names.task(index, typed)


def test_targets_and_duties_are_found(index: Index) -> None:
    assert targets.named(index, "目标十二").id == "T12"
    assert duties.named(index, "职责三").id == "D3"
    for named, typed in (
        (targets.named, "D12"),
        (duties.named, "T3"),
        (targets.named, "T999"),
        (duties.named, "D99"),
    ):
        with pytest.raises(BadCallError, match=f"「{typed}」.*见 bizenv"):
            named(index, typed)
