"""Exports hold what the views hold, say of which day they are, and never touch what is not an export."""

import errno
import json
import re
import resource
import shutil
import sqlite3
import tomllib
from collections.abc import Callable
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pytest
from packaging.requirements import Requirement
from pyarrow import parquet

from bizenv_cli.export.columns import COLUMNS, ORDER, Kind
from bizenv_cli.index import Index, open_index
from bizenv_cli.place import Place
from bizenv_cli.query import sql
from conftest import DAY, REAL, ROOT, SMALL, Ran, Run

FORMATS = ("sqlite", "parquet", "jsonl")
FOLDERS = ("parquet", "jsonl")
Rows = list[dict[str, Any]]


@pytest.fixture
def federation(tmp_path: Path) -> Path:
    """Two copies of the fictitious plan, with an amendment and an erratum about a name to carry along."""
    folder = tmp_path / "样例市"
    for name, key in (("b-xian", "jia"), ("a-xian", "yi")):
        shutil.copytree(SMALL / "registry", folder / name)
        plan = folder / name / "plan.yaml"
        plan.write_text(plan.read_text(encoding="utf-8").replace("key: shili2099", f"key: {key}"), "utf-8")
    file = folder / "a-xian" / "annex1" / "01-yangli.yaml"
    text = file.read_text(encoding="utf-8")
    assert text.count("    deadline: 2099-05-31\n") >= 1
    amended = (
        "    deadline: 2099-06-30\n    amendments:\n      - date: 2099-04-01\n"
        "        authority: 示例发〔2099〕2号\n        was: {deadline: 2099-05-31}\n"
    )
    file.write_text(text.replace("    deadline: 2099-05-31\n", amended, 1), encoding="utf-8")
    return folder


@pytest.fixture(params=["real", "federation"])
def registry(request: pytest.FixtureRequest) -> Path:
    return REAL if request.param == "real" else request.getfixturevalue("federation")


def asked(registry: Path, day: date = DAY) -> Index:
    return open_index(Place(registry, federated=not (registry / "plan.yaml").exists()), day)


def expected(index: Index, view: str) -> list[tuple[Any, ...]]:
    """What `SELECT * FROM view` says, in any order."""
    return sorted((tuple(row) for row in index.rows(f"SELECT * FROM {view}")), key=repr)


def converted(
    view: str, values: tuple[Any, ...], by_kind: dict[Kind, Callable[[str], Any]]
) -> tuple[Any, ...]:
    kinds = COLUMNS[view].values()
    return tuple(
        value if value is None or kind not in by_kind else by_kind[kind](value)
        for value, kind in zip(values, kinds, strict=True)
    )


def written(run: Run, form: str, path: Path, registry: Path, *options: str) -> Ran:
    ran = run("export", form, "-o", str(path), *options, registry=registry)
    assert (ran.code, ran.out) == (0, ""), ran.err
    return ran


def left_beside(path: Path) -> list[str]:
    return sorted(entry.name for entry in path.parent.iterdir() if entry.name.startswith(f".{path.name}"))


def test_every_documented_view_has_its_columns_and_types(index: Index) -> None:
    assert {view.name: list(view.columns) for view in sql.views(index)} == {
        view: list(kinds) for view, kinds in COLUMNS.items()
    }
    assert ORDER.keys() <= COLUMNS.keys()


def test_sqlite_is_read_back_as_the_views_are(run: Run, registry: Path, tmp_path: Path) -> None:
    path = tmp_path / "台账.sqlite"
    written(run, "sqlite", path, registry)
    with closing(asked(registry)) as index, closing(sqlite3.connect(path)) as database:
        for view, kinds in COLUMNS.items():
            cursor = database.execute(f"SELECT * FROM {view}")
            assert [column[0] for column in cursor.description] == list(kinds)
            assert sorted(cursor.fetchall(), key=repr) == expected(index, view), view
        ((as_of, _, program),) = database.execute("SELECT as_of, registry, program FROM export")
        assert (as_of, program.partition(" ")[0]) == ("2023-09-01", "bizenv")
        assert database.execute("PRAGMA integrity_check").fetchall() == [("ok",)]


def test_jsonl_is_read_back_as_the_views_are(run: Run, registry: Path, tmp_path: Path) -> None:
    folder = tmp_path / "台账"
    written(run, "jsonl", folder, registry)
    with closing(asked(registry)) as index:
        for view, kinds in COLUMNS.items():
            lines = (folder / f"{view}.jsonl").read_text(encoding="utf-8").splitlines()
            records: Rows = [json.loads(line) for line in lines]
            assert all(list(record) == list(kinds) for record in records)
            by_kind = {Kind.NAMES: json.loads, Kind.JSON: json.loads}
            rows = [converted(view, row, by_kind) for row in expected(index, view)]
            assert sorted((tuple(record.values()) for record in records), key=repr) == sorted(rows, key=repr)


def test_parquet_is_read_back_as_the_views_are(run: Run, registry: Path, tmp_path: Path) -> None:
    folder = tmp_path / "台账"
    written(run, "parquet", folder, registry)
    with closing(asked(registry)) as index:
        for view in COLUMNS:
            table = parquet.read_table(folder / f"{view}.parquet")
            by_kind = {Kind.NAMES: json.loads, Kind.DAY: date.fromisoformat, Kind.NUMBER: float}
            rows = [converted(view, row, by_kind) for row in expected(index, view)]
            found = [tuple(record.values()) for record in table.to_pylist()]
            assert sorted(found, key=repr) == sorted(rows, key=repr), view


def test_parquet_has_types_and_the_day(run: Run, tmp_path: Path) -> None:
    folder = tmp_path / "台账"
    written(run, "parquet", folder, REAL, "--as-of", "2023-10-01")
    types = {
        Kind.TEXT: pa.string(),
        Kind.INTEGER: pa.int64(),
        Kind.DAY: pa.date32(),
        Kind.NAMES: pa.list_(pa.string()),
        Kind.JSON: pa.string(),
        Kind.NUMBER: pa.float64(),
    }
    for view, kinds in COLUMNS.items():
        schema = parquet.read_schema(folder / f"{view}.parquet")
        assert schema.remove_metadata().equals(
            pa.schema([(name, types[kind]) for name, kind in kinds.items()])
        )
        assert schema.metadata[b"as_of"] == b"2023-10-01"
        assert schema.metadata[b"program"].startswith(b"bizenv ")


@pytest.mark.parametrize("form", FOLDERS)
def test_a_folder_says_what_it_is(run: Run, federation: Path, tmp_path: Path, form: str) -> None:
    folder = tmp_path / "台账"
    ran = written(run, form, folder, federation)
    about = json.loads((folder / "export.json").read_text(encoding="utf-8"))
    assert (about["as_of"], about["format"], about["registry"]) == ("2023-09-01", form, "样例市")
    with closing(asked(federation)) as index:
        assert about["rows"] == {view: len(expected(index, view)) for view in COLUMNS}
    assert about["rows"]["amendments"] == 1
    assert {path.name for path in folder.iterdir()} == {
        "export.json",
        *(f"{view}.{form}" for view in COLUMNS),
    }
    assert ran.err == f"已写入 {folder}：{len(COLUMNS)} 个视图，{sum(about['rows'].values()):,} 行\n"
    assert (folder.stat().st_mode & 0o777, (folder / "export.json").stat().st_mode & 0o777) == (0o755, 0o644)


def test_duckdb_counts_as_we_do(run: Run, federation: Path, tmp_path: Path) -> None:
    folder = tmp_path / "台账"
    written(run, "parquet", folder, federation, "--as-of", "2099-06-10")
    with closing(asked(federation, date(2099, 6, 10))) as index, duckdb.connect() as database:
        ours = index.rows(
            "SELECT plan, status, count(*) FROM tasks GROUP BY plan, status ORDER BY plan, status"
        )
        theirs = database.execute(
            f"SELECT plan, status, count(*) FROM '{folder}/tasks.parquet' GROUP BY ALL ORDER BY ALL"
        ).fetchall()
        assert theirs == [tuple(row) for row in ours]
        assert len({plan for plan, _, _ in theirs}) == 2
        led = database.execute(
            f"SELECT unit, count(*) FROM (SELECT unnest(lead_units) AS unit FROM '{folder}/tasks.parquet')"
            " GROUP BY unit ORDER BY unit"
        ).fetchall()
        sql_ = "SELECT unit, count(*) FROM assignments WHERE role = 'lead' GROUP BY unit ORDER BY unit"
        assert led == [tuple(row) for row in index.rows(sql_)]


@pytest.mark.parametrize("form", FORMATS)
def test_rows_come_in_the_order_of_the_folders_whatever_the_cache_went_through(
    run: Run, federation: Path, tmp_path: Path, form: str
) -> None:
    once, again = tmp_path / "一", tmp_path / "二"
    written(run, form, once, federation)
    shutil.copytree(federation / "b-xian", federation / "0-xian")
    plan = federation / "0-xian" / "plan.yaml"
    plan.write_text(plan.read_text(encoding="utf-8").replace("key: jia", "key: bing"), "utf-8")
    written(run, form, once, federation)
    written(run, form, again, federation, "--no-cache")
    for path in [once] if form == "sqlite" else sorted(once.iterdir()):
        other = again if form == "sqlite" else again / path.name
        assert path.read_bytes() == other.read_bytes(), path.name
    if form == "jsonl":
        lines = (once / "tasks.jsonl").read_text(encoding="utf-8").splitlines()
        plans = [json.loads(line)["plan"] for line in lines]
        assert list(dict.fromkeys(plans)) == ["bing", "yi", "jia"]


def test_one_plan_of_several(run: Run, federation: Path, tmp_path: Path) -> None:
    folder = tmp_path / "台账"
    written(run, "jsonl", folder, federation, "--plan", "jia")
    lines = (folder / "tasks.jsonl").read_text(encoding="utf-8").splitlines()
    assert {json.loads(line)["plan"] for line in lines} == {"jia"}


def test_missing_pyarrow_is_told_with_what_to_install(run: Run, tmp_path: Path) -> None:
    blocked = tmp_path / "blocked"
    blocked.mkdir()
    (blocked / "pyarrow.py").write_text("raise ImportError\n", encoding="utf-8")
    out = tmp_path / "台账"
    ran = run("export", "parquet", "-o", str(out), PYTHONPATH=str(blocked))
    assert (ran.code, ran.out) == (2, "")
    assert ran.err == '错误：parquet 格式要用 pyarrow，还没有安装：pip install "bizenv[parquet]"\n'
    assert not out.exists()
    assert run("export", "jsonl", "-o", str(out), PYTHONPATH=str(blocked)).code == 0


def test_an_earlier_export_is_replaced_in_any_format(run: Run, tmp_path: Path) -> None:
    folder, file = tmp_path / "台账", tmp_path / "台账.sqlite"
    for form in ("jsonl", "parquet", "jsonl"):
        written(run, form, folder, REAL)
        assert {path.suffix for path in folder.iterdir()} == {".json", f".{form}"}
    for day in ("2023-09-01", "2023-10-01"):
        written(run, "sqlite", file, REAL, "--as-of", day)
    with closing(sqlite3.connect(file)) as database:
        assert database.execute("SELECT as_of FROM export").fetchall() == [("2023-10-01",)]
    assert left_beside(folder) == left_beside(file) == []


def test_a_link_to_an_earlier_export_stays_a_link(run: Run, tmp_path: Path) -> None:
    (tmp_path / "别处").mkdir()
    (tmp_path / "链接").symlink_to("别处/台账")
    for _ in range(2):
        written(run, "jsonl", tmp_path / "链接", REAL)
    assert (tmp_path / "链接").is_symlink()
    assert (tmp_path / "别处" / "台账" / "tasks.jsonl").exists()


@pytest.mark.parametrize("form", FORMATS)
def test_links_that_lead_round_are_told(run: Run, tmp_path: Path, form: str) -> None:
    (tmp_path / "圈").symlink_to("圈")
    for path in (tmp_path / "圈", tmp_path / "圈" / "台账"):
        ran = run("export", form, "-o", str(path))
        assert (ran.code, ran.err) == (2, f"错误：无法写入 {path}：链接绕成了圈\n")
    assert [path.name for path in tmp_path.iterdir()] == ["圈"]


@pytest.mark.parametrize("form", FORMATS)
def test_an_export_among_the_files_of_a_plan_is_refused(
    run: Run, small: Path, tmp_path: Path, form: str
) -> None:
    """It would be read as the plan's, and every question after it refused."""
    (tmp_path / "链接").symlink_to(small / "annex1")
    for path in (small / "台账", small / "annex1" / "台账", tmp_path / "链接" / "台账"):
        ran = run("export", form, "-o", str(path), registry=small)
        assert (ran.code, ran.out) == (2, "")
        assert f"错误：{path} 在任务清单 " in ran.err
        assert not path.exists()
    (small / ".导出").mkdir()  # what is hidden is not read
    written(run, form, small / ".导出" / "台账", small)
    assert run("plans", registry=small).code == 0


def test_an_export_beside_the_plans_of_a_federation_is_none_of_them(run: Run, federation: Path) -> None:
    ran = run(
        "export", "jsonl", "-o", str(federation / "a-xian" / "台账"), "--plan", "jia", registry=federation
    )
    assert (ran.code, "在任务清单 " in ran.err) == (2, True)
    written(run, "jsonl", federation / "台账", federation)
    written(run, "jsonl", federation / "台账", federation)


@pytest.mark.parametrize("form", FOLDERS)
@pytest.mark.parametrize(
    ("files", "why"),
    [
        ({}, "没有 export.json"),
        ({"笔记.txt": "要紧"}, "没有 export.json"),
        ({"export.json": "{}"}, "没有 export.json"),
        ({"export.json": "[1"}, "没有 export.json"),
        ({"export.json": '{"program": "bizenv 0", "format": "jsonl", "rows": 1}'}, "没有 export.json"),
    ],
)
def test_a_foreign_folder_is_refused(
    run: Run, tmp_path: Path, form: str, files: dict[str, str], why: str
) -> None:
    folder = tmp_path / "资料"
    folder.mkdir()
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8")
    ran = run("export", form, "-o", str(folder))
    assert (ran.code, ran.out) == (2, "")
    assert "不会覆盖它。请换个地方，或先把它移走" in ran.err
    assert why in ran.err
    assert {path.name: path.read_text(encoding="utf-8") for path in folder.iterdir()} == files
    assert left_beside(folder) == []


def test_a_foreign_file_in_an_earlier_export_is_kept(run: Run, tmp_path: Path) -> None:
    folder = tmp_path / "台账"
    written(run, "jsonl", folder, REAL)
    (folder / "笔记.txt").write_text("要紧", encoding="utf-8")
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    ran = run("export", "jsonl", "-o", str(folder), "--as-of", "2023-10-01")
    assert (ran.code, "还有别的（笔记.txt）" in ran.err) == (2, True)
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before


def test_a_foreign_file_in_the_place_of_a_database_is_kept(run: Run, tmp_path: Path) -> None:
    notes, other, folder = tmp_path / "笔记.txt", tmp_path / "别人的.sqlite", tmp_path / "资料"
    notes.write_text("要紧", encoding="utf-8")
    folder.mkdir()
    with closing(sqlite3.connect(other)) as database:
        database.execute("CREATE TABLE 要紧 (x)")
    for path, why in ((notes, "不是以前导出的"), (other, "不是以前导出的"), (folder, "不是普通文件")):
        ran = run("export", "sqlite", "-o", str(path))
        assert (ran.code, why in ran.err) == (2, True)
    assert notes.read_text(encoding="utf-8") == "要紧"
    with closing(sqlite3.connect(other)) as database:
        assert database.execute("SELECT name FROM sqlite_schema").fetchall() == [("要紧",)]
    ran = run("export", "jsonl", "-o", str(notes))
    assert (ran.code, "是一个文件，不是文件夹" in ran.err) == (2, True)


def test_a_database_that_another_program_writes_is_left_alone(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "台账.sqlite"
    written(run, "sqlite", file, REAL)
    with closing(sqlite3.connect(file)) as database:
        database.execute("PRAGMA journal_mode = wal")
        database.execute("CREATE TABLE mine (x)")
        ran = run("export", "sqlite", "-o", str(file))
        assert (ran.code, "正被别的程序打开" in ran.err) == (2, True)
        assert database.execute("SELECT count(*) FROM mine").fetchone() == (0,)


@pytest.mark.parametrize("form", FORMATS)
def test_a_broken_registry_is_not_exported(run: Run, small: Path, tmp_path: Path, form: str) -> None:
    out = tmp_path / "台账"
    file = small / "annex1" / "01-yangli.yaml"
    file.write_text(file.read_text(encoding="utf-8").replace("lead: [甲局]", "lead: [甲居]", 1), "utf-8")
    ran = run("export", form, "-o", str(out), registry=small)
    assert (ran.code, ran.out) == (1, "")
    assert "E204" in ran.err
    assert not out.exists()
    assert left_beside(out) == []


@pytest.mark.parametrize("form", FORMATS)
def test_a_write_that_fails_leaves_the_old_export(run: Run, tmp_path: Path, form: str) -> None:
    """A limit on the size of files fails in the middle of a write, as a full disk does."""
    out, new = tmp_path / "台账", tmp_path / "新"
    written(run, form, out, REAL)
    files = [out] if form == "sqlite" else sorted(out.iterdir())
    before = {path.name: path.read_bytes() for path in files}
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, hard))  # the program that is run inherits it
    try:
        failed = [run("export", form, "-o", str(path), "--no-cache") for path in (out, new)]
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    for ran, path in zip(failed, (out, new), strict=True):
        assert (ran.code, ran.out) == (2, "")
        assert ran.err.startswith(f"错误：无法写入 {path}：")
    assert {path.name: path.read_bytes() for path in files} == before
    assert not new.exists()
    assert left_beside(out) == left_beside(new) == []


def test_a_place_that_cannot_be_written_is_told(run: Run, tmp_path: Path) -> None:
    for form in FORMATS:
        ran = run("export", form, "-o", str(tmp_path / "没有" / "台账"))
        assert (ran.code, ran.out) == (2, "")
        assert ran.err.endswith("：没有这个文件或文件夹\n")


@pytest.mark.parametrize(("form", "maker"), [("jsonl", "mkdtemp"), ("sqlite", "mkstemp")])
def test_an_export_into_a_locked_folder_is_told(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path, form: str, maker: str
) -> None:
    from bizenv_cli.cli.main import main  # noqa: PLC0415
    from bizenv_cli.export import target  # noqa: PLC0415

    def refuse(**_: object) -> None:
        raise PermissionError(errno.EACCES, "locked")

    monkeypatch.setenv("BIZENV_CACHE", str(tmp_path / "c"))
    monkeypatch.setattr(target.tempfile, maker, refuse)
    assert main(["export", form, "-o", str(tmp_path / "台账"), "--registry", str(REAL)]) == 2
    assert "没有权限" in capsys.readouterr().err
    assert not (tmp_path / "台账").exists()


def test_what_is_missing_from_the_call_is_told(run: Run) -> None:
    ran = run("export", "jsonl")
    assert (ran.code, "缺少选项 --output" in ran.err) == (2, True)
    ran = run("export", "excel", "-o", "x")
    assert (ran.code, "可以写 sqlite、parquet、jsonl" in ran.err) == (2, True)


def test_the_extra_the_dev_group_and_the_lock_agree() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    (extra,) = map(Requirement, project["project"]["optional-dependencies"]["parquet"])
    assert extra in map(Requirement, project["dependency-groups"]["dev"])
    lock = (ROOT / "requirements-lock.txt").read_text(encoding="utf-8")
    (locked,) = re.findall(rf"^{extra.name}==(\S+)", lock, re.MULTILINE)
    assert locked in extra.specifier
