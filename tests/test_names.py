"""Names as people type them: a table of forms, what is refused, and the properties that every name has."""

import os
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bizenv_cli import matching
from bizenv_cli.errors import AmbiguousNameError, BizenvError, ShortNameError, UnknownNameError
from bizenv_cli.index import Index, open_index
from bizenv_cli.matching import Spelling, folded
from bizenv_cli.pinyin import readings
from bizenv_cli.place import Place
from bizenv_cli.query import names
from bizenv_cli.query.named import Kind
from bizenv_cli.registry import Registry
from bizenv_cli.spellings import of_units, spellings
from conftest import REAL, Run, index_at, load, only


@pytest.mark.parametrize(
    ("kind", "typed", "name", "how"),
    [
        ("unit", "区法院", "区法院", "name"),
        ("unit", "区市监局", "区市场监管局", "alias"),
        ("unit", "法院", "区法院", "part"),
        ("unit", "市监", "区市场监管局", "part"),
        ("unit", "住建", "区住建局", "part"),
        ("unit", "住建局", "区住建局", "part"),
        ("unit", "qufayuan", "区法院", "pinyin"),
        ("unit", "QuFaYuan", "区法院", "pinyin"),
        ("unit", "qu fa yuan", "区法院", "pinyin"),
        ("unit", "qu'fa'yuan", "区法院", "pinyin"),
        ("unit", "qū fǎ yuàn", "区法院", "pinyin"),
        ("unit", "fayuan", "区法院", "pinyin-part"),
        ("unit", "zhujian", "区住建局", "pinyin-part"),
        ("unit", "qfy", "区法院", "initials"),
        ("unit", "QFY", "区法院", "initials"),
        ("unit", "ｑｆｙ", "区法院", "initials"),
        ("unit", "fy", "区法院", "initials"),
        ("unit", "zzb", "区委组织部", "initials"),
        ("unit", "qwzzb", "区委组织部", "initials"),
        ("unit", "quwenguangxinlvju", "区文广新旅局", "pinyin"),
        ("unit", "quwenguangxinlüju", "区文广新旅局", "pinyin"),
        ("unit", "quwenguangxinlyuju", "区文广新旅局", "pinyin"),
        ("unit", " 区 法　院 ", "区法院", "name"),
        ("unit", "各镇,街道,园区", "各镇、街道、园区", "name"),
        ("unit", "區法院", "区法院", "simplified"),
        ("unit", "區市場監管局", "区市场监管局", "simplified"),
        ("unit", "市場監管", "区市场监管局", "simplified"),
        ("official", "胡建勇", "胡建勇", "name"),
        ("official", "胡 建 勇", "胡建勇", "name"),
        ("official", "建勇", "胡建勇", "part"),
        ("official", "hujianyong", "胡建勇", "pinyin"),
        ("official", "jianyong", "胡建勇", "pinyin-part"),
        ("official", "hjy", "胡建勇", "initials"),
        ("official", "mt", "毛涛", "initials"),
        ("official", "蘭楊麗", "兰杨丽", "simplified"),
        ("indicator", "登记财产", "登记财产", "name"),
        ("indicator", "知识产权创造、保护和运用", "知识产权", "alias"),
        ("indicator", "5", "登记财产", "number"),
        ("indicator", "０５", "登记财产", "number"),
        ("indicator", "第五", "登记财产", "number"),
        ("indicator", "（五）", "登记财产", "number"),
        ("indicator", "djcc", "登记财产", "initials"),
        ("indicator", "zhixinghetong", "执行合同", "pinyin"),
        ("indicator", "電力", "获得电力", "simplified"),
        ("action", "企业家", "企业家权益保护专项行动", "part"),
        ("action", "3", "企业家权益保护专项行动", "number"),
        ("action", "qyjqybh", "企业家权益保护专项行动", "initials"),
        ("action", "zuofengjianshe", "作风建设监督问责专项行动", "pinyin-part"),
        ("treatment", "新官不理旧账", "“新官不理旧账”专项治理", "part"),
        ("treatment", "新官不理旧账专项治理", "“新官不理旧账”专项治理", "name"),
        ("treatment", "xgbljz", "“新官不理旧账”专项治理", "initials"),
        ("treatment", "招标投标", "招标投标领域专项治理", "part"),
    ],
)
def test_found(index: Index, kind: Kind, typed: str, name: str, how: str) -> None:
    found = names.find(index, kind, typed)
    assert (only(found.named).name, found.how) == (name, how)


@pytest.mark.parametrize(
    "typed", ["养老", "yanglao", "基本公共服务满意度-养老", "基本公共服务满意度——养老", "jbggfwmydyl"]
)
def test_a_sub_indicator_is_found_like_an_indicator(index: Index, typed: str) -> None:
    assert only(names.indicator(index, typed)) == (1, "包容普惠创新", "基本公共服务满意度—养老")


@pytest.mark.parametrize(
    ("kind", "typed", "error", "told"),
    [
        ("unit", "公安", AmbiguousNameError, "区公安分局、市公安局"),
        ("unit", "qsjj", AmbiguousNameError, "不止一个：区市场监管局、区审计局"),
        ("unit", "qswj", AmbiguousNameError, "不止一个：区税务局、区商务局"),
        ("unit", "qufa", AmbiguousNameError, "不止一个：区发改委、区法院"),
        ("unit", "sjj", AmbiguousNameError, "不止一个：区市场监管局、区审计局"),
        ("unit", "分局", AmbiguousNameError, "区自然资源和规划分局、区公安分局"),
        ("unit", "局", AmbiguousNameError, "等 28 个"),
        ("unit", "残", ShortNameError, "写得太少，认不准。是否为「区残联」"),
        ("unit", "公司", ShortNameError, "是否为「区供电公司」"),
        ("official", "蔡", ShortNameError, "是否为「蔡志刚」"),
        ("unit", "区法园", UnknownNameError, "相近的有：区法院$"),
        ("unit", "qufayan", UnknownNameError, "相近的有：区法院$"),
        ("unit", "區法園", UnknownNameError, "相近的有：区法院$"),
        ("unit", "青山湖区人民法院", UnknownNameError, "相近的有：区法院$"),
        ("unit", "东湖区法院", UnknownNameError, "相近的有：区法院$"),
        ("unit", "区发展和改革委员会", UnknownNameError, "相近的有：区发改委$"),
        ("unit", "ufayu", UnknownNameError, "没有单位"),
        ("unit", "shui", UnknownNameError, "没有单位"),
        ("unit", "12", UnknownNameError, "全部单位见 bizenv units"),
        ("unit", "、", UnknownNameError, "全部单位见 bizenv units"),
        ("unit", "", UnknownNameError, "全部单位见 bizenv units"),
        ("indicator", "第九十九", UnknownNameError, "全部指标见 bizenv indicators"),
        ("indicator", "基本公共服务", AmbiguousNameError, "满意度—卫生、.*—文化、.*—养老"),
        ("action", "专项行动", AmbiguousNameError, "提升政务服务满意度专项行动、"),
        ("treatment", "腐败风气", UnknownNameError, "专项治理"),
    ],
)
def test_refused_with_what_it_may_be(
    index: Index, kind: Kind, typed: str, error: type[BizenvError], told: str
) -> None:
    with pytest.raises(error, match=told):
        names.find(index, kind, typed)


def _all(real: Registry) -> Iterator[tuple[Kind, str, str, str | None]]:
    """Each name with its kind, what it means, and how the registry says it is read."""
    assert real.units
    assert real.officials
    for unit in real.units.record.units:
        yield "unit", unit.name, unit.name, unit.pinyin
        for alias in unit.aliases:
            yield "unit", alias.name, unit.name, None
    for official in real.officials.record.officials:
        yield "official", official.name, official.name, official.pinyin
    for file in real.indicators:
        yield "indicator", file.record.indicator, file.record.indicator, None
        if file.record.body_name:
            yield "indicator", file.record.body_name, file.record.indicator, None
        for sub in file.record.sub_indicators:
            yield "indicator", sub.sub_indicator, sub.sub_indicator, None
    for action in real.actions:
        yield "action", action.record.action, action.record.action, None


def test_every_name_is_found_by_itself_and_by_its_whole_pinyin(real: Registry, index: Index) -> None:
    for kind, written, meant, pinyin in _all(real):
        (syllables,) = readings(written, person=kind == "official", given=pinyin)
        for typed in (written, "".join(syllables), " ".join(syllables).upper()):
            named = only(names.find(index, kind, typed).named)
            assert (named.sub or named.name) == meant, typed


def test_every_name_is_found_by_its_initials_or_stands_among_the_candidates(
    real: Registry, index: Index
) -> None:
    ambiguous = set()
    for kind, written, meant, pinyin in _all(real):
        (syllables,) = readings(written, person=kind == "official", given=pinyin)
        typed = "".join(syllable[0] for syllable in syllables)
        found = _candidates(index, kind, typed)
        assert meant in found, typed
        if len(found) > 1:
            ambiguous.add(typed)
    assert ambiguous == {"qsjj", "qswj"}


def _candidates(index: Index, kind: Kind, typed: str) -> tuple[str, ...]:
    try:
        named = only(names.find(index, kind, typed).named)
    except AmbiguousNameError as error:
        return error.candidates
    return (named.sub or named.name,)


@settings(max_examples=300, deadline=None)
@given(typed=st.data())
def test_a_part_means_one_name_alone_or_nothing(typed: st.DataObject, index: Index) -> None:
    """Whatever row of characters of the units' names is typed: what is found is the only unit that has it."""
    rows = index.rows("SELECT name, unit FROM main.unit_name")
    written = typed.draw(st.sampled_from([row["name"] for row in rows]))
    first = typed.draw(st.integers(0, len(written) - 1))
    part = written[first : typed.draw(st.integers(first + 1, len(written)))]
    having = {row["unit"] for row in rows if folded(part) in folded(row["name"])}
    exactly = {row["unit"] for row in rows if folded(part) == folded(row["name"])}
    try:
        named = only(names.unit(index, part))
    except BizenvError:
        assert not exactly
    else:
        assert {named.name} == (exactly or having)


@pytest.mark.parametrize(
    ("surname", "read"),
    [
        ("单", ["shan"]), ("解", ["xie"]), ("区", ["ou"]), ("曾", ["zeng"]), ("仇", ["qiu"]), ("查", ["zha"]),
        ("任", ["ren"]), ("朴", ["piao"]), ("尉迟", ["yuchi"]), ("覃", ["qin", "tan"]), ("乐", ["yue", "le"]),
    ],
)  # fmt: skip
def test_surnames_are_read_as_surnames(surname: str, read: list[str]) -> None:
    found = {"".join(syllables) for syllables in readings(f"{surname}某", person=True)}
    assert found == {f"{each}mou" for each in read}


def test_a_polyphone_in_a_word_is_read_as_in_that_word() -> None:
    for name, read in (
        ("区法院", "qu fa yuan"), ("银行", "yin hang"), ("执行局", "zhi xing ju"), ("重庆路", "chong qing lu"),
        ("重点办", "zhong dian ban"), ("长江办", "chang jiang ban"), ("会计科", "kuai ji ke"),
        ("12345热线办", "1 2 3 4 5 re xian ban"), ("A区", "a qu"),
    ):  # fmt: skip
        assert readings(name) == (tuple(read.split()),)


def test_the_registry_says_how_a_name_is_read(small: Path) -> None:
    units, officials = small / "units.yaml", small / "officials.yaml"
    units.write_text(
        units.read_text("utf-8").replace("- name: 乙局", "- name: 乙局\n    pinyin: yin jü"), "utf-8"
    )
    officials.write_text(
        officials.read_text("utf-8").replace("- name: 领导甲", "- name: 领导甲\n    pinyin: ling dou jia"),
        "utf-8",
    )
    assert load(small)[1] == []
    index = open_index(Place(small), date(2099, 5, 1))
    assert [only(names.unit(index, typed)).name for typed in ("yinjv", "yinjü", "yinjyu")] == ["乙局"] * 3
    with pytest.raises(UnknownNameError):
        names.unit(index, "yiju")
    assert only(names.official(index, "lingdoujia")).name == "领导甲"
    index.close()


@pytest.mark.parametrize(
    ("written", "code", "told"),
    [
        ("yiju", "E237", "「乙局」2 个字，读音写了 1 个"),
        ("Yǐ jú", "E121", "应写 yi ju"),
        ("yi1 ju2", "E121", "一字一音"),
        ("乙局", "E121", "一字一音"),
        ("[yi, ju]", "E112", ""),
    ],
)
def test_a_reading_is_checked(small: Path, written: str, code: str, told: str) -> None:
    units = small / "units.yaml"
    units.write_text(
        units.read_text("utf-8").replace("- name: 乙局", f"- name: 乙局\n    pinyin: {written}"), "utf-8"
    )
    (problem,) = load(small)[1]
    assert problem.code == code
    assert told in f"{problem.message} {problem.hint}"


def test_pinyin_wins_over_initials_and_a_whole_name_over_a_part() -> None:
    def found(typed: str, *spelled: tuple[str, str]) -> tuple[str, tuple[tuple[str, str], ...]] | None:
        known = [Spelling(*each, name) for name, _ in spelled for each in spellings("unit", name)]
        matched = matching.match(typed, known)
        return (matched.how, matched.meanings) if matched else None

    assert found("甲", ("甲", ""), ("甲局", "")) == ("name", (("甲", ""),))
    assert found("an", ("安", ""), ("阿牛", "")) == ("pinyin", (("安", ""),))
    assert found("安宁", ("安宁局", ""), ("安宁处", "")) == ("part", (("安宁局", ""), ("安宁处", "")))


def test_what_is_one_name_in_two_plans_is_found_in_both(tmp_path: Path, small: Path) -> None:
    folder = tmp_path / "many"
    for key in ("yi", "er"):
        shutil.copytree(small, folder / key)
        plan = folder / key / "plan.yaml"
        plan.write_text(
            re.sub("^key: .*", f"key: {key}", plan.read_text("utf-8"), flags=re.MULTILINE), "utf-8"
        )
    index = open_index(Place(folder, federated=True), date(2099, 5, 1))
    for typed in ("乙局", "yiju", "yj", "甲甲局", "jjj"):
        assert len(names.unit(index, typed)) == 2, typed
    index.close()


def test_the_history_finds_units_in_the_same_ways() -> None:
    known = of_units([("区法院", [], None), ("区市场监管局", ["区市监局"], None), ("区审计局", [], None)])
    for typed in ("区法院", "法院", "qfy", "fayuan", "qufayuan", "區法院"):
        matched = matching.match(typed, known)
        assert matched
        assert matching.only("单位", typed, matched) == ("区法院", "")
    ambiguous = matching.match("qsjj", known)
    assert ambiguous
    with pytest.raises(AmbiguousNameError):
        matching.only("单位", "qsjj", ambiguous)


@pytest.mark.parametrize(
    ("arguments", "title"),
    [
        (["due", "--unit", "qfy"], "　「qfy」即区法院\n"),
        (["due", "--unit", "區法院"], "　「區法院」即区法院\n"),
        (["due", "--unit", "区法院"], "8号）\n"),
        (["due", "--unit", "区市监局"], "8号）\n"),
        (["list", "--official", "hjy", "--indicator", "8"], "　「hjy」即胡建勇，「8」即办理破产\n"),
        (["unit", "qfy"], "区法院　牵头 23 项"),
        (["targets", "--unit", "fayuan"], "　「fayuan」即区法院\n"),
        (["indicator", "养老"], "　「养老」即基本公共服务满意度—养老\n"),
    ],
)
def test_the_heading_says_the_full_name(run: Run, arguments: list[str], title: str) -> None:
    ran = run(*arguments)
    assert (ran.code, ran.err) == (0, "")
    assert title in ran.out.partition("\n")[0] + "\n"


def test_a_table_for_machines_says_it_beside_the_answer(run: Run) -> None:
    ran = run("list", "--unit", "qfy", "--format", "csv")
    assert ran.err == "「qfy」即区法院\n"
    assert "「qfy」" not in ran.out


def test_an_entry_goes_into_the_file_of_the_unit_that_was_meant(run: Run, copy: Path) -> None:
    ran = run("report", "1-49", "样例", "--unit", "fayuan", registry=copy)
    assert ran.code == 0
    assert "区法院" in ran.out.partition("\n")[0]
    assert "样例" in (copy / "ledger" / "qu-fayuan.yaml").read_text("utf-8")


@pytest.mark.parametrize("more", [[], ["--format", "json"], ["--format", "csv"]])
def test_nobody_is_asked_where_nobody_sits(run: Run, more: list[str]) -> None:
    ran = run("unit", "公安", *more)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith("错误：单位「公安」不止一个：区公安分局、市公安局")


def test_the_table_of_keys_is_folded() -> None:
    """The table that completion and search read: kind, key, how, name; each key is folded already."""
    rows = index_at(date(2023, 9, 1)).rows("SELECT kind, key, how, name FROM main.name_key")
    assert {row["how"] for row in rows} == {"name", "alias", "number", "pinyin", "initials", "syllables"}
    assert all(row["key"].replace(" ", "") == folded(row["key"]) for row in rows)


@pytest.mark.skipif(sys.platform == "win32", reason="伪终端只有类 Unix 系统有")
@pytest.mark.parametrize(
    ("arguments", "answer", "code", "told"),
    [
        (["unit", "公安"], "2", 0, "市公安局　牵头"),
        (["unit", "公安"], "２", 0, "市公安局　牵头"),
        (["unit", "残"], "1", 0, "区残联　牵头"),
        (["due", "--unit", "公安"], "1", 0, "「公安」即区公安分局"),
        (["unit", "公安"], "", 2, "不止一个"),
        (["unit", "公安"], "9\n0\n二", 2, "不止一个"),
        (["unit", "公安"], "x\n1", 0, "区公安分局　牵头"),
    ],
)
def test_on_a_terminal_one_is_chosen_by_its_number(
    tmp_path: Path, arguments: list[str], answer: str, code: int, told: str
) -> None:
    shown, ended = _at_a_terminal(tmp_path, arguments, f"{answer}\n")
    assert ended == code
    assert "可能是：" in shown
    assert "直接回车作罢" in shown
    assert told in shown


@pytest.mark.skipif(sys.platform == "win32", reason="伪终端只有类 Unix 系统有")
def test_a_choice_may_be_broken_off(tmp_path: Path) -> None:
    shown, ended = _at_a_terminal(tmp_path, ["unit", "公安"], "")
    assert ended == 130
    assert shown.rstrip().endswith("已中断")


def _at_a_terminal(cache: Path, arguments: list[str], keys: str) -> tuple[str, int]:
    """Run the program on a terminal of its own, press some keys (or Ctrl-C) when it asks, and return the screen and the exit code."""
    environment = {**os.environ, "BIZENV_REGISTRY": str(REAL), "BIZENV_TODAY": "2023-09-01", "COLUMNS": "100"}
    environment |= {"BIZENV_CACHE": str(cache), "PYTHONUTF8": "1", "NO_COLOR": "1"}
    ours, theirs = os.openpty()
    with subprocess.Popen(
        [sys.executable, "-m", "bizenv_cli", *arguments],
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        env=environment,
    ) as child:
        os.close(theirs)
        screen, waiting = b"", True
        with suppress(OSError):  # how Linux says that the program has ended
            while piece := os.read(ours, 65_536):
                screen += piece
                if waiting and "作罢：".encode() in screen:
                    waiting = False
                    os.write(ours, keys.encode()) if keys else child.send_signal(signal.SIGINT)
    os.close(ours)
    return screen.decode(), child.returncode
