"""Completion: what is wanted, what fits, each shell's way, and that it never disturbs who types."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest

from bizenv_cli.candidate import Candidate
from bizenv_cli.cli.app import described
from bizenv_cli.completion import bashline, installing
from bizenv_cli.completion.candidates import offer
from bizenv_cli.completion.words import COMMANDS, NOTHING, OPTIONS, wanted
from bizenv_cli.index import cachefile, open_index
from bizenv_cli.index.peek import peek
from bizenv_cli.manual import Manual
from bizenv_cli.place import Place
from bizenv_cli.query.suggestions import suggestions
from conftest import DAY, REAL, SMALL, Run
from console import CACHE

SCRIPTS = Path(installing.__file__).with_name("scripts")
# Values that nobody can list: free text, numbers, a query.
FREE = {
    "文字",
    "标题",
    "机关",
    "年",
    "简称",
    "栏=列",
    "项目",
    "数值",
    "材料",
    "天数",
    "项数",
    "0到1",
    "0-100",
    "SELECT语句",
    "账号",
    "文号",
}
Answer = Callable[..., list[str]]


@cache
def manual() -> Manual:
    return described()


@pytest.fixture
def home(tmp_path: Path) -> dict[str, str]:
    """The environment of somebody with an empty home folder, in front of the real registry."""
    return {
        "HOME": str(tmp_path), "PATH": f"{Path(sys.executable).parent}:/usr/local/bin:/usr/bin:/bin", "LANG": "C.UTF-8",
        "BIZENV_CACHE": CACHE, "BIZENV_REGISTRY": str(REAL), "BIZENV_TODAY": "2023-09-01", "XDG_DATA_HOME": "",
        "XDG_CONFIG_HOME": "",
    }  # fmt: skip


def told(command: list[str], environment: dict[str, str], cwd: Path | None = None) -> str:
    done = subprocess.run(
        command, env=environment, cwd=cwd, capture_output=True, encoding="utf-8", check=False
    )
    assert done.stderr == ""
    return done.stdout


@pytest.fixture
def fish_answer(home: dict[str, str]) -> Answer:
    """Ask as fish does, without a fish."""

    def ask(*words: str, **environment: str) -> list[str]:
        return told(
            [sys.executable, "-m", "bizenv_cli", "__complete", "fish", *words], home | environment
        ).splitlines()

    return ask


@pytest.mark.parametrize(
    ("line", "kind", "typed"),
    [
        ("", COMMANDS, ""),
        ("du", COMMANDS, "du"),
        ("--ver", OPTIONS, "--ver"),
        ("due ", OPTIONS, ""),
        ("due --un", OPTIONS, "--un"),
        ("due --unit ", "单位", ""),
        ("due --unit 区", "单位", "区"),
        ("due --unit=区", "单位", "区"),
        ("due -u区", "单位", "区"),
        ("due -u 区", "单位", "区"),
        ("due --duties ", OPTIONS, ""),
        ("due --duties=x", NOTHING, "x"),
        ("due --nothing=x", NOTHING, "x"),
        ("unit --role lead 区", "单位", "区"),
        ("unit 区法院 ", OPTIONS, ""),
        ("unit -- -", "单位", "-"),
        ("explain E204 E1", "规则代号", "E1"),
        ("report 1-49 ", "文字", ""),
        ("settle 1-49 ", "编号", ""),
        ("help du", "命令", "du"),
        ("没有 ", NOTHING, ""),
    ],
)
def test_what_is_wanted(line: str, kind: str, typed: str) -> None:
    found = wanted(manual(), line.split(" "))
    assert (found.kind, found.typed) == (kind, typed)


def test_options_that_were_given_are_not_offered_again() -> None:
    names = [option.names[0] for option in wanted(manual(), ["due", "--unit", "区法院", "--"]).options]
    assert "--unit" not in names
    assert {"--before", "--status"} <= set(names)
    assert "--status" in [
        option.names[0] for option in wanted(manual(), ["due", "--status", "open", "--"]).options
    ]


def test_every_kind_of_value_is_known_to_completion_or_free() -> None:
    database = peek(Place(SMALL / "registry"), _small_cache())
    assert database is not None
    for command in manual().commands:
        for parameter in (*command.arguments, *command.options):
            if parameter.metavar and parameter.metavar not in FREE:
                words = [command.name, f"{parameter.names[0]}=" if parameter.names else ""]
                found = wanted(manual(), words)._replace(
                    kind=parameter.metavar, parameter=parameter, typed=""
                )
                asked: list[str] = []
                offered = offer(manual(), found, lambda kind, asked=asked: asked.append(kind) or ())
                known = offered.candidates or offered.paths
                known = known or any(kind == "revisions" for kind in asked)
                known = (
                    known or any(suggestions(database, kind) for kind in asked) or parameter.metavar == "治理"
                )
                assert known, f"{command.name} {parameter.metavar}"


@cache
def _small_cache() -> Path:
    folder = Path(CACHE) / "completion"
    open_index(Place(SMALL / "registry"), DAY, cache=folder).close()
    return folder


def test_names_are_found_by_beginning_by_part_and_by_alias(fish_answer: Answer) -> None:
    assert fish_answer("unit", "区法") == [":words", "区法院\t牵头 23 项"]
    assert fish_answer("unit", "法院") == [":menu", "区法院\t牵头 23 项"]
    assert fish_answer("unit", "区市监") == [":words", "区市监局\t即 区市场监管局"]
    assert fish_answer("due", "--unit=区法") == [":words", "--unit=区法院\t牵头 23 项"]
    assert fish_answer("official", "彭") == [":words", "彭小建\t获得电力"]
    assert fish_answer("indicator", "登记") == [":words", "登记财产\t指标 5"]
    assert fish_answer("action", "企业家") == [":words", "企业家权益保护专项行动\t专项行动 3"]
    assert fish_answer("fulfil", "D3")[1].startswith("D3\t")
    assert fish_answer("target", "T20") == [":words", "T20\t免证办事项"]


def test_tasks_are_found_by_id_and_by_what_they_say(fish_answer: Answer) -> None:
    found = fish_answer("task", "1-14")
    assert [line.partition("\t")[0] for line in found[1:]] == ["1-14", "1-140", "1-141", "1-142", "1-143"]
    assert found[1].startswith("1-14\t2023-09-30 办理建筑许可：")
    assert [line.partition("\t")[0] for line in fish_answer("done", "执转破")] == [":menu", "1-70", "2-24"]


def test_dates_choices_codes_and_paths(fish_answer: Answer) -> None:
    assert "2023-11-30\t77 项的时限" in fish_answer("due", "--before", "")
    assert fish_answer("due", "--before", "年")[1].startswith("年底\t")
    assert fish_answer("due", "--status", "over") == [":words", "overdue\t逾期"]
    assert fish_answer("brief", "quarterly", "2023Q4") == [":words", "2023Q4\t季度"]
    assert fish_answer("explain", "E204")[1].startswith("E204\t")
    assert fish_answer("due", "-o", "x") == [":files"]
    assert fish_answer("due", "--registry", "") == [":folders"]
    assert fish_answer("due", "--at", "HE")[1].startswith("HEAD\t")
    assert "dates\t日期" in fish_answer("help", "da")


def test_pinyin_is_looked_up_where_the_index_holds_it(tmp_path: Path) -> None:
    place = Place(SMALL / "registry")
    open_index(place, DAY, cache=tmp_path).close()
    index = open_index(place, DAY, cache=tmp_path)
    index.database.execute("ROLLBACK")
    database = index.database
    database.execute("CREATE TABLE IF NOT EXISTS main.name_key (plan, kind, key, how, name, sub, place)")
    database.execute("DELETE FROM main.name_key")
    database.execute("INSERT INTO main.name_key VALUES (1, 'unit', 'jiaju', 'pinyin', '甲局', '', 0)")
    index.close()
    peeked = peek(place, tmp_path)
    assert peeked is not None
    units = suggestions(peeked, "单位")
    found = offer(manual(), wanted(manual(), ["unit", "jia"]), lambda _: units)
    assert [item.value for item in found.candidates] == ["甲局"]
    assert not found.begins


def test_a_plan_that_is_named_narrows_and_a_federation_writes_its_keys(tmp_path: Path) -> None:
    for key in ("甲", "乙"):
        shutil.copytree(SMALL / "registry", tmp_path / "all" / key)
    head = tmp_path / "all" / "乙" / "plan.yaml"
    text = head.read_text(encoding="utf-8")
    key = next(line for line in text.splitlines() if line.startswith("key:"))
    head.write_text(text.replace(key, "key: other"), encoding="utf-8")
    place = Place(tmp_path / "all", federated=True)
    open_index(place, DAY, cache=tmp_path / "cache").close()
    database = peek(place, tmp_path / "cache")
    assert database is not None
    ids = [item.value for item in suggestions(database, "编号")]
    assert "other:1-1" in ids
    assert "1-1" not in ids
    assert "1-1" in [item.value for item in suggestions(database, "编号", "other")]
    assert all(item.value.startswith("other:") for item in suggestions(database, "编号", typed="other:1-"))
    assert "other" in [item.value for item in suggestions(database, "代号")]


def test_an_answer_loads_neither_typer_nor_the_gate(home: dict[str, str], fish_answer: Answer) -> None:
    fish_answer("unit", "")  # the cache is warm from here on
    program = (
        "import sys; from bizenv_cli.cli.start import main; sys.argv = ['bizenv', '__complete', 'fish', 'unit', '区'];"
        "code = main(); print(code, [name for name in ('typer', 'rich', 'yaml', 'pydantic') if name in sys.modules])"
    )
    assert told([sys.executable, "-c", program], home).endswith("0 []\n")


def test_a_federation_without_an_index_is_not_built_while_somebody_waits(tmp_path: Path, run: Run) -> None:
    for key in ("甲", "乙"):
        shutil.copytree(SMALL / "registry", tmp_path / "all" / key)
    ran = run(
        "__complete", "fish", "unit", "", registry=tmp_path / "all", BIZENV_CACHE=str(tmp_path / "cache")
    )
    assert (ran.code, ran.out, ran.err) == (0, ":words\n", "")
    assert run("__complete", "fish", "du", registry=tmp_path / "all").out.startswith(":words\ndue\t")
    assert not list((tmp_path / "cache").glob("*.sqlite"))


def test_a_small_registry_without_an_index_is_built_once(tmp_path: Path, run: Run) -> None:
    folder = tmp_path / "cache"
    ran = run("__complete", "fish", "unit", "甲", registry=SMALL / "registry", BIZENV_CACHE=str(folder))
    assert ran.out.startswith(":words\n甲局\t")
    assert cachefile.path_of(folder, Place(SMALL / "registry")).exists()
    assert list(folder.glob("commands-*.json"))


@pytest.mark.parametrize(
    "arguments",
    [
        ["fish"], [], ["没有"], ["zsh"], ["bash", "9"], ["bash", "9", "x", "=", "bizenv unit "], ["powershell"],
        ["fish", "unit", "区\udcff"], ["fish", "due", "--registry", "没有这个文件夹", "--unit", ""],
    ],
    ids=str,
)  # fmt: skip
def test_nothing_that_goes_wrong_is_written_into_the_line(run: Run, arguments: list[str]) -> None:
    given = [os.fsencode(argument) for argument in arguments]
    ran = run("__complete", *map(os.fsdecode, given))
    assert ran.code in (0, 1)
    assert ran.err == ""
    assert "Traceback" not in ran.out


def test_a_damaged_cache_is_passed_over(run: Run, tmp_path: Path) -> None:
    folder = tmp_path / "cache"
    folder.mkdir()
    place = Place(SMALL / "registry")
    cachefile.path_of(folder, place).write_bytes(b"no database" * 1000)
    (folder / f"commands-{cachefile.short(cachefile.fingerprint())}.json").write_text(
        "[1, 2", encoding="utf-8"
    )
    ran = run("__complete", "fish", "unit", "甲", registry=SMALL / "registry", BIZENV_CACHE=str(folder))
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.startswith(":words\n甲局\t")


@pytest.mark.parametrize(
    ("line", "breaks", "words", "kept", "quote"),
    [
        ("bizenv ", " =:", [""], 0, ""),
        ("bizenv unit 区", " =:", ["unit", "区"], 0, ""),
        ("bizenv due --unit=区", " =:", ["due", "--unit=区"], 7, ""),
        ("bizenv due --unit=区", " ", ["due", "--unit=区"], 0, ""),
        ("bizenv task qsh:1-", " =:", ["task", "qsh:1-"], 4, ""),
        ('bizenv unit "区 法', " =:", ["unit", "区 法"], 0, '"'),
        ("bizenv unit 'a", " =:", ["unit", "a"], 0, "'"),
        ("bizenv search 电子\\ 证照 x", " =:", ["search", "电子 证照", "x"], 0, ""),
        ("A=1 bizenv du", " =:", ["du"], 0, ""),
        ("~/bin/bizenv du", " =:", ["du"], 0, ""),
    ],
)
def test_bash_lines(line: str, breaks: str, words: list[str], kept: int, quote: str) -> None:
    assert bashline.split(line, breaks) == bashline.BashLine(words, kept, quote)


def _bash(line: str, home: dict[str, str], kind: int = 9) -> list[str]:
    if shutil.which("bash") is None:
        pytest.skip("没有 bash")
    program = (
        f"source {SCRIPTS / 'bizenv.bash'}; COMP_LINE=$1 COMP_POINT=${{#1}} COMP_TYPE={kind} COLUMNS=60;"
        " _bizenv bizenv x y; printf '%s\\n' \"${COMPREPLY[@]}\""
    )
    return told(["bash", "--norc", "-c", program, "bash", line], home).splitlines()


def test_bash(home: dict[str, str]) -> None:
    assert _bash("bizenv du", home) == ["due", "duties"]
    assert _bash("bizenv unit 区法", home) == ["区法院"]
    assert _bash("bizenv due --unit=区法", home) == ["区法院"]
    assert _bash("bizenv unit 法院", home) == ["区法院"]
    assert _bash('bizenv unit "区法', home) == ["区法院"]
    several = _bash("bizenv unit 公安", home)
    assert several[-1] == " "  # without it bash would put what they have in common for what was typed
    assert len(several) > 2
    shown = _bash("bizenv du", home, 63)
    assert shown[0] == "due     应办结而未办结的任务，按时限先后"
    assert _bash("bizenv search 法", home) == [""]


def test_fish(home: dict[str, str]) -> None:
    if shutil.which("fish") is None:
        pytest.skip("没有 fish")
    script = SCRIPTS / "bizenv.fish"

    def offered(line: str) -> list[str]:
        return told(
            ["fish", "--no-config", "-c", f"source {script}; complete -C '{line}'"], home
        ).splitlines()

    assert [line.partition("\t")[0] for line in offered("bizenv du")] == ["due", "duties"]
    assert offered("bizenv unit 区法") == ["区法院\t牵头 23 项"]
    assert offered("bizenv due --unit=区法") == ["--unit=区法院\t牵头 23 项"]
    assert "区法院\t牵头 23 项" in offered("bizenv unit 法院")
    assert offered("bizenv search 法") == []


def test_zsh(home: dict[str, str]) -> None:
    if shutil.which("zsh") is None:
        pytest.skip("没有 zsh")

    def offered(*words: str) -> list[str]:
        """Call our function with zsh's own words, and a compadd that prints what it is given."""
        program = (
            f"compdef() {{ }}; source {SCRIPTS / 'bizenv.zsh'}; typeset -A compstate; COLUMNS=60;"
            " compadd() { print -l -- $values; print -l -- $shown; print -- $compstate[insert] };"
            " words=(bizenv $@); CURRENT=$#words; PREFIX=$words[-1]; _bizenv"
        )
        return told(["zsh", "-f", "-c", program, "zsh", *words], home).splitlines()

    assert offered("unit", "区法")[:2] == ["区法院", "区法院  牵头 23 项"]
    assert offered("due", "--unit=区法")[0] == "--unit=区法院"
    assert offered("unit", "公安")[-1] == "menu"
    assert offered("search", "法") == []


def test_powershell_is_answered_in_ascii_whatever_the_code_page(home: dict[str, str]) -> None:
    words = {"BIZENV_COMPLETE": "due\n--unit\n区法", "PYTHONIOENCODING": "gbk"}
    text = told([sys.executable, "-m", "bizenv_cli", "__complete", "powershell"], home | words)
    assert text.isascii()
    assert json.loads(text) == [{"value": "区法院", "shown": "区法院", "meaning": "牵头 23 项"}]
    script = installing.script("powershell")
    assert script.isascii()
    assert script.count("{") == script.count("}")
    assert "BIZENV_COMPLETE" in script


def test_words_that_a_terminal_cannot_show_are_left_out(home: dict[str, str]) -> None:
    command = [sys.executable, "-m", "bizenv_cli", "__complete", "fish", "unit", "区法"]
    done = subprocess.run(command, env=home | {"PYTHONIOENCODING": "gbk"}, capture_output=True, check=True)
    assert done.stdout.decode("gbk") == ":words\n区法院\t牵头 23 项\n"
    done = subprocess.run(command, env=home | {"PYTHONIOENCODING": "ascii"}, capture_output=True, check=True)
    assert done.stdout == b":words\n"


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_installing_is_undone_byte_for_byte(shell: str, home: dict[str, str], tmp_path: Path) -> None:
    start = tmp_path / {"bash": ".bashrc", "zsh": ".zshrc", "fish": ".none"}[shell]
    before = b"# \xb2\xe9\xd1\xaf GBK\r\nalias x=y"
    start.write_bytes(before)
    start.chmod(0o600)

    def completion(*arguments: str) -> str:
        return told(
            [sys.executable, "-m", "bizenv_cli", "completion", *arguments], home | {"SHELL": f"/bin/{shell}"}
        )

    assert "已写入" in completion("--install")
    once = start.read_bytes()
    completion("--install")
    assert start.read_bytes() == once
    assert (once == before) == (shell == "fish")
    assert start.stat().st_mode & 0o777 == 0o600
    if shutil.which(shell):
        program = {
            "bash": "set +H; . ~/.bashrc; complete -p bizenv",
            "zsh": ". ~/.zshrc; print $_comps[bizenv]",
            "fish": "complete -C 'bizenv unit 区法'",
        }[shell]
        option = [] if shell == "fish" else ["-f"] if shell == "zsh" else ["--norc"]
        start.write_bytes(once.replace(before, b""))
        assert "bizenv" in told([shell, *option, "-c", program], home) or shell == "fish"
        start.write_bytes(once)
    assert "已删去" in completion("--undo")
    assert start.read_bytes() == before
    assert "没有装过" in completion("--undo")


def test_installing_needs_no_registry(home: dict[str, str], tmp_path: Path) -> None:
    elsewhere = home | {"BIZENV_REGISTRY": str(tmp_path / "没有"), "SHELL": "/usr/bin/fish"}
    assert "已写入" in told([sys.executable, "-m", "bizenv_cli", "completion", "--install"], elsewhere)


def test_without_a_repository_only_dates_are_offered_for_a_past_one(run: Run, small: Path) -> None:
    ran = run("__complete", "fish", "due", "--at", "", registry=small)
    assert "HEAD" not in ran.out
    assert "的时限" in ran.out


def test_a_shell_that_is_not_known_is_asked_for(run: Run) -> None:
    ran = run("completion", SHELL="/bin/tcsh", PSModulePath="")
    assert (ran.code, ran.out) == (2, "")
    assert "bash、zsh、fish、powershell" in ran.err
    ran = run("completion", "powershell", "--install")
    assert ran.code == 2
    assert "Add-Content $PROFILE" in ran.err


def test_of_the_spellings_of_a_name_only_one_is_offered() -> None:
    units = [
        Candidate("甲局", "", "甲局"),
        Candidate("甲局办", "即 甲局", "甲局"),
        Candidate("乙局", "", "乙局"),
    ]
    found = offer(manual(), wanted(manual(), ["unit", "甲"]), lambda _: units)
    assert [item.value for item in found.candidates] == ["甲局"]
