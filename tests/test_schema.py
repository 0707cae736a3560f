"""The JSON Schemas agree with the gate: what check accepts they accept, mistakes inside one file both reject."""

import json
import subprocess
import sys
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from jsonschema import Draft7Validator
from pydantic import ValidationError

from bizenv_cli import registry, schema
from bizenv_cli.files import model_of
from bizenv_cli.model import Indicator
from bizenv_cli.yamltext import parse
from conftest import REAL, ROOT, SMALL, Run

COMMITTED = REAL / ".schema"
FILES = [path.relative_to(REAL).as_posix() for path in sorted(REAL.rglob("*.yaml"))]
OVERLAPS = "overlaps:\n  - {tasks: [1-1, 2-1], verdict: part, because: 样例理由}\n"
DOUBTS = 'doubts:\n  - {task: 1-1, at: 样例.xlsx 第 2 行, column: 完成时限, printed: 二季度末, assumed: "2099-06-30", because: 样例}\n'
LEDGER = """unit: 甲局
entries:
  - {date: 2099-04-01, task: 1-1, event: receive}
  - {date: 2099-04-20, task: 1-1, event: progress, note: 样例进展}
  - {date: 2099-04-21, task: 1-1, event: extend, to: 2099-06-30, approval: 示例发〔2099〕3号}
  - {date: 2099-05-20, task: 1-1, event: done, evidence: [示例发〔2099〕4号]}
  - {date: 2099-05-21, task: 1-1, event: return, note: 样例退回}
  - {date: 2099-05-22, task: 1-1, event: urge, color: yellow}
  - {date: 2099-05-23, task: 1-1, event: accept}
  - {date: 2099-05-24, target: T1, event: measure, value: 4.5, note: 样例数值}
  - {date: 2099-05-25, target: T1, event: void, of: measure, dated: 2099-05-24}
  - {date: 2099-05-26, task: 1-1, event: void, of: accept, dated: 2099-05-23}
"""
AMENDMENT = """    amendments:
      - date: 2099-04-01
        authority: 示例发〔2099〕2号
        was: {deadline: 2099-05-31, lead: [甲局], measure: null}
        because: 样例
"""


@cache
def validator(kind: str) -> Draft7Validator:
    found = json.loads((COMMITTED / f"{kind}.schema.json").read_text(encoding="utf-8"))
    Draft7Validator.check_schema(found)
    return Draft7Validator(found)


def value_of(text: str) -> Any:
    document, problems = parse("样例.yaml", text)
    assert (problems, document is not None) == ([], True)
    return document.value if document else None


def judged(path: str, text: str) -> tuple[bool, bool]:
    """Whether the gate accepts a file by itself, and whether its schema does."""
    return judged_as(path, text, value_of(text))


def judged_as(path: str, text: str, value: Any) -> tuple[bool, bool]:
    """The same of a text whose value is known."""
    model = model_of(path)
    assert model is not None
    _, problems = registry.read(path, path, text.encode(), model)
    return not problems, validator(schema.kind_of(path)).is_valid(value)


def small(path: str) -> str:
    if path == "overlaps.yaml":
        return OVERLAPS
    if path == "doubts.yaml":
        return DOUBTS
    return LEDGER if path.startswith("ledger") else (SMALL / "registry" / path).read_text(encoding="utf-8")


def test_the_committed_schemas_are_those_of_the_models() -> None:
    """Mended with: make schema."""
    models = schema.kinds()
    assert {path.name for path in COMMITTED.iterdir()} == {f"{kind}.schema.json" for kind in models}
    for kind, model in models.items():
        written = json.loads((COMMITTED / f"{kind}.schema.json").read_text(encoding="utf-8"))
        assert written == schema.schema(model), kind


@pytest.mark.parametrize("path", FILES)
def test_every_file_names_its_schema_and_is_accepted_by_it(path: str) -> None:
    text = (REAL / path).read_text(encoding="utf-8")
    kind = schema.kind_of(path)
    up = "../" if "/" in path else ""
    assert text.startswith(f"# yaml-language-server: $schema={up}.schema/{kind}.schema.json\n")
    assert (REAL / path).parent.joinpath(f"{up}.schema", f"{kind}.schema.json").is_file()
    assert judged(path, text) == (True, True)


@pytest.mark.parametrize("kind", list(schema.kinds()))
def test_another_reader_of_yaml_accepts_the_files_as_well(kind: str, tmp_path: Path) -> None:
    """check-jsonschema reads YAML by itself, as editors do: unquoted days must not become something else."""
    files = [REAL / path for path in FILES if schema.kind_of(path) == kind]
    if kind == "ledger":
        files = [tmp_path / "jia-ju.yaml"]
        files[0].write_text(LEDGER, encoding="utf-8")
    elif kind == "overlaps":  # nobody has judged of any
        files = [tmp_path / "overlaps.yaml"]
        files[0].write_text(OVERLAPS, encoding="utf-8")
    elif kind == "doubts":  # all of them are settled
        files = [tmp_path / "doubts.yaml"]
        files[0].write_text(DOUBTS, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "check_jsonschema", "--schemafile", COMMITTED / f"{kind}.schema.json", *files],
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, ""), done.stdout


@pytest.mark.parametrize(
    ("path", "old", "name"),
    [
        ("annex2/01-yangli.yaml", "support: [甲局, 样例办公室]", "support"),
        ("annex2/01-yangli.yaml", "lead_unit: 乙局", "lead_unit"),
        ("annex1/01-yangli.yaml", "goal: 优异", "goal"),
        ("annex1/01-yangli.yaml", "lead: [甲局]\nsupport", "lead"),
    ],
)
def test_what_a_notice_lacks_is_no_gap_to_either(path: str, old: str, name: str) -> None:
    text = small(path)
    without = text.replace(old, "support" if old.endswith("support") else "", 1)
    assert judged(path, without) == (False, False)
    assert judged(path, f"{without}lacks: [{name}]\n") == (True, True)


def test_every_record_and_property_says_in_chinese_what_it_is() -> None:
    for model in schema.kinds().values():
        whole = schema.schema(model)
        for record in (whole, *whole["definitions"].values()):
            assert record["additionalProperties"] is False
            for said in (record, *record["properties"].values()):
                assert any("\u4e00" <= letter <= "\u9fff" for letter in said["title"]), said
                assert said["description"].endswith("。"), said
        assert "default" not in json.dumps(whole)


ONE, TWO = "annex1/01-yangli.yaml", "annex2/01-yangli.yaml"
MISTAKES: list[tuple[str, str, str]] = [
    (ONE, "indicator: 样例指标\n", ""),
    (ONE, "order: 1", "order: 一"),
    (ONE, "order: 1", "order: 0"),
    (ONE, "order: 1", 'order: "1"'),
    (ONE, "goal: 优异", "goel: 优异"),
    (ONE, "goal: 优异\n", ""),
    (ONE, "goal: 优异", "goal:"),
    (ONE, "goal: 优异", 'goal: ""'),
    (ONE, "goal: 优异", 'goal: " 优异"'),
    (ONE, "goal: 优异", "goal: no"),
    (ONE, "goal: 优异", "goal: 12"),
    (ONE, "goal: 优异", "goal: true"),
    (ONE, "goal: 优异", "goal: [优异]"),
    (ONE, "lead: [丙局]", "lead: 丙局"),
    (ONE, "lead: [丙局]", "lead: []"),
    (ONE, "lead: [丙局]", "lead:"),
    (ONE, "lead: [丙局]", "lead: [丙局, 丙局]"),
    (ONE, "lead: [丙局]", "lead: [12]"),
    (ONE, "lead: [丙局]", 'lead: [" "]'),
    (ONE, "lead: [丙局]", "lead: [“丙局”]"),
    (ONE, "lead: [丙局]", "lead: {name: 丙局}"),
    (ONE, "deadline: 2099-05-31", "deadline: 2099-5-31"),
    (ONE, "deadline: 2099-05-31", "deadline: 2099.05.31"),
    (ONE, "deadline: 2099-05-31", "deadline: 2099年5月31日"),
    (ONE, "deadline: 2099-05-31", "deadline: 2099-05-32"),
    (ONE, "deadline: 2099-05-31", "deadline: 2099-13-01"),
    (ONE, "deadline: 2099-05-31", "deadline: 20990531"),
    (ONE, "deadline: 2099-05-31", "deadline: ２０９９-05-31"),
    (ONE, "kind: lost", "kind: gone"),
    (ONE, "fields: [deadline]", "fields: deadline"),
    (ONE, "        because: 样例：时限一格已失\n", ""),
    (ONE, "    milestones:", "    milestones: 完成第一步\n    milestone:"),
    (ONE, "    text: 完成第一步", "    txet: 完成第一步"),
    (ONE, "tasks:", "tusks:"),
    (TWO, "lead_unit: 乙局", "lead_unit: [乙局]"),
    (TWO, "action: 样例专项行动", "action: sample"),
    (TWO, "work_tasks:", "work_task:"),
    (TWO, "        measure: 丁事办好。\n", ""),
    ("plan.yaml", "key: shili2099", "key: 示例"),
    ("plan.yaml", "key: shili2099", "key: Shili"),
    ("plan.yaml", "alert_days: 10", "alert_days: 0"),
    ("plan.yaml", "alert_days: 10", "alert_days: 400"),
    ("plan.yaml", "issued: 2099-03-01", "issued: 三月一日"),
    (ONE, "seq: 2", "seq: 100001"),
    (ONE, "seq: 2", "seq: 99999999999999999"),
    (ONE, "from_seq: 3", "from_seq: 1000000"),
    (ONE, "deadline: 2099-05-31", "deadline: 0000-05-31"),
    (ONE, "        because: 样例：时限", "        printed_at: {' ': 1}\n        because: 样例：时限"),
    (ONE, "        because: 样例：时限", "        printed_at: {seq: 1000000}\n        because: 样例：时限"),
    ("plan.yaml", "tasks: 3", "tasks: 1000000"),
    ("plan.yaml", "tasks: 3", "tasks: 0"),
    ("plan.yaml", "number: 2", "number: 3"),
    ("plan.yaml", "groups: [样例指标]", "groups: []"),
    ("units.yaml", "kind: single", "kind: signle"),
    ("units.yaml", "basis: certain", "basis: sure"),
    ("units.yaml", "units:", "unit:"),
    ("officials.yaml", "- name: 领导甲", "- nmae: 领导甲"),
    ("treatments.yaml", "lead: [甲局, 乙局]", "lead: 甲局、乙局"),
    ("targets.yaml", "value: 92.5", "value: 92.5%"),
    ("targets.yaml", "value: 92.5", "value: 1234567890"),
    ("targets.yaml", "value: 92.5", "value: [92.5]"),
    ("targets.yaml", "id: T1", "id: t1"),
    ("targets.yaml", 'comparison: ">="', "comparison: 以上"),
    ("targets.yaml", "at: 一（一）", "at: 第一段"),
    ("targets.yaml", "    unit: 天\n", ""),
    ("targets.yaml", "    measured: 样例率\n", "    measured: 95\n"),
    ("overlaps.yaml", "[1-1, 2-1]", "[1-1]"),
    ("overlaps.yaml", "[1-1, 2-1]", "[1-1, 2-1, 2-2]"),
    ("overlaps.yaml", "2-1", "3-1"),
    ("overlaps.yaml", "verdict: part", "verdict: 部分"),
    ("doubts.yaml", "task: 1-1", "task: 3-1"),
    ("annex2/01-yangli.yaml", "support: [甲局, 样例办公室]", "lacks: [suport]"),
    ("annex2/01-yangli.yaml", "support: [甲局, 样例办公室]", "lacks: [goal]"),
    ("doubts.yaml", ", because: 样例", ""),
    ("overlaps.yaml", ", because: 样例理由", ""),
    ("ledger/jia-ju.yaml", "value: 4.5", "value: 约4.5"),
    ("ledger/jia-ju.yaml", "target: T1, event: measure", "task: 1-1, event: measure"),
    ("ledger/jia-ju.yaml", "event: void, of: measure", "event: void, of: receive"),
    ("ledger/jia-ju.yaml", "event: void, of: accept", "event: void, of: measure"),
    ("ledger/jia-ju.yaml", "of: accept", "target: T1, of: accept"),
    ("ledger/jia-ju.yaml", "event: receive", "event: recieve"),
    ("ledger/jia-ju.yaml", "task: 1-1", "task: 一"),
    ("ledger/jia-ju.yaml", "task: 1-1", "task: 3-1"),
    ("ledger/jia-ju.yaml", ", approval: 示例发〔2099〕3号", ""),
    ("ledger/jia-ju.yaml", ", to: 2099-06-30", ""),
    ("ledger/jia-ju.yaml", ", note: 样例进展", ""),
    ("ledger/jia-ju.yaml", "color: yellow", "color: orange"),
    ("ledger/jia-ju.yaml", "evidence: [示例发〔2099〕4号]", "evidence: 示例发〔2099〕4号"),
    ("ledger/jia-ju.yaml", "event: accept", "event: accept, color: red"),
    ("ledger/jia-ju.yaml", "unit: 甲局\n", ""),
]


@pytest.mark.parametrize(("path", "old", "new"), MISTAKES)
def test_a_mistake_inside_one_file_is_rejected_by_both(path: str, old: str, new: str) -> None:
    text = small(path)
    assert judged(path, text) == (True, True)
    assert old in text
    assert judged(path, text.replace(old, new, 1)) == (False, False)


@pytest.mark.parametrize("sign", ["\n", "\t", "\0", "\x1b", "\x85", "\u2028"])
def test_a_text_of_several_lines_or_with_a_control_character_is_rejected_by_both(sign: str) -> None:
    """Written as an escape; the model refuses it as well, whatever has read the file."""
    value = value_of(small(ONE)) | {"goal": f"优{sign}异"}
    assert judged_as(ONE, json.dumps(value), value) == (False, False)
    with pytest.raises(ValidationError, match="control"):
        Indicator.model_validate(value)


def test_amendments_are_accepted_by_both_and_their_slips_rejected() -> None:
    text = small(ONE).replace("    deadline: 2099-05-31\n", "    deadline: 2099-06-30\n" + AMENDMENT)
    assert judged(ONE, text) == (True, True)
    for old, new in (
        ("authority: 示例发〔2099〕2号", "authority: 12"),
        ("was: {deadline: 2099-05-31, lead: [甲局], measure: null}", "was: {}"),
        ("was: {deadline: 2099-05-31, lead: [甲局], measure: null}", "was: {deadline: {a: 1}}"),
        ("lead: [甲局], measure", "lead: [], measure"),
        ("- date: 2099-04-01", "- day: 2099-04-01"),
    ):
        assert old in text
        assert judged(ONE, text.replace(old, new, 1)) == (False, False), new


def test_sub_indicators_stand_in_place_of_tasks() -> None:
    path = next(path for path in FILES if "baorong" in path)
    text = (REAL / path).read_text(encoding="utf-8")
    assert judged(path, text + "tasks:\n  - seq: 1\n    measure: 样例\n") == (False, False)


@pytest.mark.parametrize("written", ["28.0", "0x1c", "0o34", "028", "1e2", "1_0"])
def test_a_number_in_another_notation_is_the_gates_alone(written: str) -> None:
    """Another reader of YAML may take it for an integer, and its schema never sees how it was written."""
    _, problems = registry.read(
        ONE, ONE, small(ONE).replace("seq: 2", f"seq: {written}", 1).encode(), Indicator
    )
    assert [problem.code for problem in problems] == ["E113"]


def test_a_day_that_no_calendar_has_is_the_gates_alone() -> None:
    """A pattern knows no leap years: what a schema cannot say, check says."""
    text = small(ONE).replace("deadline: 2099-05-31", "deadline: 2099-02-30", 1)
    assert judged(ONE, text) == (False, True)


VALUES = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-2, 3),
    st.sampled_from(
        ["优异", " 优异", "", "2099-05-31", "2099-5-31", "a", "“甲局”", "1-1", "甲局\n", "merged", "single"]
    ),
    st.lists(st.sampled_from(["甲局", "乙局", "", "a", 1]), max_size=3),
    st.just({}),
)


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_what_the_gate_accepts_the_schema_accepts(data: st.DataObject) -> None:
    """Any value put in any place of any file: accepted by the gate, so accepted by the schema."""
    path = data.draw(
        st.sampled_from(
            ["plan.yaml", "units.yaml", "treatments.yaml", "targets.yaml", ONE, TWO, "ledger/jia-ju.yaml"]
        )
    )
    value = value_of(small(path))
    holder = value
    while True:
        keys = list(holder) if isinstance(holder, dict) else list(range(len(holder)))
        key = data.draw(st.sampled_from(keys))
        if not isinstance(holder[key], dict | list) or not holder[key] or data.draw(st.integers(0, 3)) == 0:
            break
        holder = holder[key]
    if isinstance(holder, dict) and data.draw(st.integers(0, 3)) == 0:
        del holder[key]
    else:
        holder[key] = data.draw(VALUES)
    text = json.dumps(value, ensure_ascii=False)  # JSON is YAML
    accepted, by_schema = judged_as(path, text, value)
    assert by_schema or not accepted, text


def test_schema_writes_a_folder_or_prints_one(run: Run, tmp_path: Path) -> None:
    ran = run("schema", "--out", "新/文件夹", registry=None)
    assert (ran.code, ran.out) == (0, "已写入 新/文件夹：12 个文件\n")
    for path in sorted((tmp_path / "新/文件夹").iterdir()):
        assert path.read_text(encoding="utf-8") == (COMMITTED / path.name).read_text(encoding="utf-8")
    one = run("schema", "indicator", registry=None)
    assert one.out == (COMMITTED / "indicator.schema.json").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ([], "写 --out 文件夹，或写一种文件"),
        (["plan", "--out", "."], "写 --out 文件夹，或写一种文件"),
        (["indicater"], "相近的有：indicator"),
        (["--out", "pyproject.toml"], "无法写入"),
    ],
)
def test_a_call_for_no_schema_says_so(run: Run, arguments: list[str], words: str) -> None:
    ran = run("schema", *arguments, registry=None, cwd=ROOT)
    assert (ran.code, ran.out) == (2, "")
    assert words in ran.err
